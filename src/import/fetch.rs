//! One address to text, with a limit of size and time. Nothing is fetched that
//! was not named on the command line.

use std::time::Duration;

use super::Failure;
use super::input::{self, Input, MAX_FILE};
use crate::machine::{no_threads, spare_thread};

/// For one answer, redirects included.
const TIME: Duration = Duration::from_secs(60);

/// True for what is an address, not a path.
pub fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// Fetches `address`.
///
/// # Errors
/// `http` beyond this machine, no answer in time, an answer that is too large,
/// not UTF-8 or not 200.
pub fn get(address: &str) -> Result<Input, Failure> {
    let parsed = url::Url::parse(address)
        .map_err(|e| Failure::usage(format!("{address} is not an address: {e}")))?;
    let loopback = match parsed.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    if parsed.scheme() != "https" && !loopback {
        return Err(Failure::usage(format!(
            "{address} is fetched over https only: http can be changed on the way"
        )));
    }
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(Failure::usage(
            "an address with a name or password in it is not fetched",
        ));
    }
    let mut config = ureq::Agent::config_builder()
        .timeout_global(Some(TIME))
        .max_redirects(5)
        .https_only(!loopback)
        .user_agent(concat!("upfront/", env!("CARGO_PKG_VERSION")));
    if loopback {
        config = config.proxy(None);
    }
    let agent: ureq::Agent = config.build().into();
    let failed = |e: ureq::Error| match e {
        ureq::Error::BodyExceedsLimit(_) => Failure::content(
            "import-too-large",
            format!("{address} has more than {MAX_FILE} bytes"),
        ),
        e => Failure::machine(format!("{address}: {e}")),
    };
    // `ureq` looks names up on a thread of its own, and panics without one.
    spare_thread().map_err(|e| Failure::machine(no_threads(&e)))?;
    let mut answer = agent.get(address).call().map_err(failed)?;
    let bytes = answer
        .body_mut()
        .with_config()
        .limit(MAX_FILE)
        .read_to_vec()
        .map_err(failed)?;
    input::text(address.to_string(), bytes)
}
