//! Who may ask: this machine's browser, under the names of this preview.
//!
//! A page of any other site can send requests here as well (DNS rebinding, forms,
//! images), so the names by which it calls us are checked, and who calls.

use std::net::{IpAddr, SocketAddr};

use hyper::header::{HOST, HeaderMap, HeaderValue, ORIGIN};
use hyper::http::uri::Authority;
use hyper::{Method, StatusCode, Uri};

/// The names under which a preview answers.
#[derive(Debug, Clone)]
pub struct AllowedHosts {
    port: u16,
    given: Option<String>,
}

impl AllowedHosts {
    /// Loopback names with `port`, and the name that a person gave by `--host`.
    pub fn new(port: u16, given: Option<&str>) -> Self {
        let given = given.map(|name| name.trim_matches(['[', ']']).to_ascii_lowercase());
        Self { port, given }
    }

    /// Whether `authority` (RFC 3986, section 3.2) names this preview, as it was
    /// reached at `local`.
    fn holds(&self, authority: &Authority, local: SocketAddr) -> bool {
        let host = authority.host().to_ascii_lowercase();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        // As it stands there, nothing more: a port may be written in more ways than one,
        // and parsers of addresses pass over what stands in between.
        let spelled = authority.as_str().to_ascii_lowercase();
        let exact =
            spelled == format!("{host}:{}", self.port) || self.port == 80 && spelled == host;
        let loopback = matches!(host.as_str(), "127.0.0.1" | "localhost" | "[::1]");
        let given = self.given.as_deref().is_some_and(|given| {
            // Bound to all addresses: the one by which this request came.
            let all = given.parse::<IpAddr>().is_ok_and(|ip| ip.is_unspecified());
            given == bare || all && bare.parse() == Ok(local.ip())
        });
        exact && (loopback || given)
    }

    /// Checks one request.
    ///
    /// # Errors
    /// The status that it is refused with.
    pub fn check(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        local: SocketAddr,
    ) -> Result<(), StatusCode> {
        let mut hosts = headers.get_all(HOST).iter();
        let host = hosts.next().ok_or(StatusCode::BAD_REQUEST)?;
        if hosts.next().is_some() {
            return Err(StatusCode::BAD_REQUEST);
        }
        let host: Authority = host
            .to_str()
            .ok()
            .and_then(|text| text.parse().ok())
            .ok_or(StatusCode::BAD_REQUEST)?;
        let named = uri.authority().is_none_or(|name| self.holds(name, local));
        if !named || !self.holds(&host, local) {
            return Err(StatusCode::MISDIRECTED_REQUEST);
        }
        if !matches!(*method, Method::GET | Method::HEAD) {
            return Err(StatusCode::METHOD_NOT_ALLOWED);
        }
        for origin in headers.get_all(ORIGIN) {
            let own = origin
                .to_str()
                .ok()
                .and_then(|text| text.strip_prefix("http://"))
                .and_then(|text| text.parse::<Authority>().ok())
                .is_some_and(|name| self.holds(&name, local));
            if !own {
                return Err(StatusCode::FORBIDDEN);
            }
        }
        // W3C "Fetch Metadata Request Headers": a link may lead here, nothing else.
        // A value that is no text is none of these words.
        let says = |name: &str, values: &[&str]| {
            let fits = |value: &HeaderValue| value.to_str().is_ok_and(|v| values.contains(&v));
            headers.get_all(name).iter().all(fits)
        };
        let ours = says("sec-fetch-site", &["same-origin", "none"]);
        let link = headers.contains_key("sec-fetch-mode")
            && says("sec-fetch-mode", &["navigate"])
            && says("sec-fetch-dest", &["document"]);
        if ours || link {
            Ok(())
        } else {
            Err(StatusCode::FORBIDDEN)
        }
    }
}
