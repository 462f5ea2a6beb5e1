//! The content security policy: nothing but our own style (W3C CSP Level 3).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::style;
use crate::site::Context;

const REST: &str =
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

/// For a page with the style inside: by its hash; for others: from the site.
pub fn meta(css: Option<&str>) -> String {
    let style = css.map_or_else(|| "'self'".to_string(), hash);
    format!("default-src 'none'; style-src {style}; {REST}")
}

/// For all pages at once, as a header, with what a meta element may not say.
pub fn header(context: Context<'_>) -> String {
    format!(
        "default-src 'none'; style-src 'self' {}; {REST}; frame-ancestors 'none'",
        hash(&style(context))
    )
}

fn hash(text: &str) -> String {
    format!(
        "'sha256-{}'",
        STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}
