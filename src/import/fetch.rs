//! One address to text, with a limit of size and time. Nothing is fetched that
//! was not named on the command line.

use std::time::{Duration, Instant};

use super::Failure;
use super::input::{self, Input, MAX_FILE};
use crate::machine::{no_threads, spare_thread};

/// For one answer, redirects included.
const TIME: Duration = Duration::from_secs(60);

/// True for what is an address, not a path.
pub fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// Addresses that one answer may lead on to.
const REDIRECTS: usize = 5;

/// Fetches `address`, and what it leads on to. Every address on the way is judged
/// like one that was named.
///
/// # Errors
/// `http` beyond this machine, an address elsewhere that leads into this machine, a
/// name or password in an address, too many addresses, no answer in time, an answer
/// that is too large, not UTF-8 or not 200.
pub fn get(address: &str) -> Result<Input, Failure> {
    let mut target = url::Url::parse(address)
        .map_err(|e| Failure::usage(format!("{address} is not an address: {e}")))?;
    let mut here = judge(&target, None)?;
    let deadline = Instant::now() + TIME;
    for _ in 0..=REDIRECTS {
        let mut answer = ask(&target, here, deadline)?;
        if !answer.status().is_redirection() {
            let bytes = answer
                .body_mut()
                .with_config()
                .limit(MAX_FILE)
                .read_to_vec()
                .map_err(|e| failed(&target, e))?;
            return input::text(address.to_string(), bytes);
        }
        let next = answer
            .headers()
            .get("location")
            .and_then(|to| to.to_str().ok())
            .and_then(|to| target.join(to).ok());
        let Some(next) = next else {
            return Err(Failure::machine(format!(
                "{target}: it leads on ({}), and does not say to where",
                answer.status().as_u16()
            )));
        };
        let was_here = here;
        here = judge(&next, Some(&target))?;
        if here && !was_here {
            return Err(Failure::usage(format!(
                "{target} leads on to {next}, which is this machine: only you can name that"
            )));
        }
        target = next;
    }
    Err(Failure::machine(format!(
        "{address} leads on to more than {REDIRECTS} other addresses"
    )))
}

/// Whether an address may be fetched, and whether it is this machine's. `from` is the
/// one that led to it.
fn judge(address: &url::Url, from: Option<&url::Url>) -> Result<bool, Failure> {
    let lead = from.map_or(String::new(), |from| {
        format!("{from} leads on to another address: ")
    });
    let loopback = match address.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    if !address.username().is_empty() || address.password().is_some() {
        return Err(Failure::usage(format!(
            "{lead}an address with a name or password in it is not fetched"
        )));
    }
    if address.scheme() != "https" && !(loopback && address.scheme() == "http") {
        return Err(Failure::usage(format!(
            "{lead}{address} is fetched over https only: http can be changed on the way"
        )));
    }
    Ok(loopback)
}

fn ask(
    address: &url::Url,
    loopback: bool,
    deadline: Instant,
) -> Result<ureq::http::Response<ureq::Body>, Failure> {
    let mut config = ureq::Agent::config_builder()
        .timeout_global(Some(deadline.saturating_duration_since(Instant::now())))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .https_only(!loopback)
        .user_agent(concat!("upfront/", env!("CARGO_PKG_VERSION")));
    if loopback {
        config = config.proxy(None);
    }
    let agent: ureq::Agent = config.build().into();
    // `ureq` looks names up on a thread of its own, and panics without one.
    spare_thread().map_err(|e| Failure::machine(no_threads(&e)))?;
    agent
        .get(address.as_str())
        .call()
        .map_err(|e| failed(address, e))
}

fn failed(address: &url::Url, error: ureq::Error) -> Failure {
    match error {
        ureq::Error::BodyExceedsLimit(_) => Failure::content(
            "import-too-large",
            format!("{address} has more than {MAX_FILE} bytes"),
        ),
        error => Failure::machine(format!("{address}: {error}")),
    }
}
