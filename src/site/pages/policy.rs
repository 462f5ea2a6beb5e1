//! The content security policy: nothing but our own style and script (W3C CSP
//! Level 3).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::{inline_style, script};
use crate::site::Context;

const REST: &str = "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

/// For a page with style and script inside: by their hashes; for others: from the
/// site.
pub fn meta(css: Option<&str>, script: Option<&str>) -> String {
    let style = css.map_or_else(|| "'self'".to_string(), hash);
    // The page loads the script that looks for news, so the site itself is a source.
    let script = script.map_or_else(String::new, |text| format!(" {}", hash(text)));
    format!("default-src 'none'; style-src {style}; script-src 'self'{script}; {REST}")
}

/// For all pages at once, as a header, with what a meta element may not say.
pub fn header(context: Context<'_>) -> String {
    let scripts: Vec<String> = context
        .model
        .site
        .languages
        .iter()
        .map(|lang| hash(&script(context, lang)))
        .collect();
    format!(
        "default-src 'none'; style-src 'self' {}; script-src 'self' {}; {REST}; frame-ancestors 'none'",
        hash(&inline_style(context)),
        scripts.join(" ")
    )
}

fn hash(text: &str) -> String {
    format!(
        "'sha256-{}'",
        STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}
