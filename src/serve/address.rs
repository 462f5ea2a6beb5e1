//! The addresses of a preview, from the text of a request to what is meant.

use crate::time::Moment;

/// What a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// The page with the bar, which shows the site in a frame.
    Frame,
    /// Its style.
    Style,
    /// Its script.
    Script,
    /// The clock of a page that is shown at another moment.
    Clock(Moment),
    /// What the bar shows.
    State,
    /// The reload channel.
    Events,
    /// Another spelling of a folder.
    Moved(String),
    /// A file of the site.
    File(View, String),
}

/// The moment at which the site is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// By the clock of the preview: the same bytes as `build` writes.
    Now,
    /// By another clock.
    At(Moment),
    /// As it stood at a moment: without what was written later.
    AsOf(Moment),
}

/// Reads the path of a request; `None` names nothing here.
pub fn parse(path: &str) -> Option<Address> {
    match path {
        "/" => return Some(Address::Frame),
        "/.upfront/bar.css" => return Some(Address::Style),
        "/.upfront/bar.js" => return Some(Address::Script),
        "/.upfront/state.json" => return Some(Address::State),
        "/.upfront/events" => return Some(Address::Events),
        _ => {}
    }
    if let Some(name) = path.strip_prefix("/.upfront/clock/") {
        return moment(name.strip_suffix(".js")?).map(Address::Clock);
    }
    let (view, rest) = match path.strip_prefix('/')?.split_once('/') {
        Some(("site", rest)) => (View::Now, rest),
        Some(("at", rest)) => {
            let (time, rest) = rest.split_once('/')?;
            (View::At(moment(time)?), rest)
        }
        Some(("as-of", rest)) => {
            let (time, rest) = rest.split_once('/')?;
            (View::AsOf(moment(time)?), rest)
        }
        None if path == "/site" => return Some(Address::Moved("/site/".to_string())),
        _ => return None,
    };
    file(rest).map(|file| Address::File(view, file))
}

/// A path in the site, or `None` where a part could mean anything but a name.
fn file(rest: &str) -> Option<String> {
    let decoded = decode(rest)?;
    let mut path = decoded.clone();
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    let fits =
        |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', '%', ':']);
    // The one hidden folder that `static/` may bring (RFC 8615).
    let parts = path.strip_prefix(".well-known/").unwrap_or(&path);
    let whole = !path.chars().any(char::is_control) && parts.split('/').all(fits);
    whole.then_some(path)
}

/// Percent-decoding (RFC 3986, section 2.1), once. Encoded slashes are refused: what
/// separates parts is written as it is.
fn decode(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if *byte != b'%' {
            out.push(*byte);
            at += 1;
            continue;
        }
        let pair = bytes.get(at + 1..at + 3)?;
        let digits = std::str::from_utf8(pair).ok()?;
        let fits = pair.iter().all(u8::is_ascii_hexdigit);
        let byte = u8::from_str_radix(digits, 16).ok().filter(|_| fits)?;
        if byte == b'/' {
            return None;
        }
        out.push(byte);
        at += 3;
    }
    String::from_utf8(out).ok()
}

fn moment(text: &str) -> Option<Moment> {
    let text = text
        .replace("%3A", ":")
        .replace("%3a", ":")
        .replace("%2B", "+");
    let moment = text.parse::<Moment>().ok()?;
    Moment::from_second(moment.as_second()).ok()
}
