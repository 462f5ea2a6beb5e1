//! Addresses: relative between pages, absolute in feeds.

use crate::model::{Incident, Lang, Site, Update};

/// Addresses as seen from pages of one language.
#[derive(Debug, Clone)]
pub struct Links<'a> {
    /// The site.
    pub site: &'a Site,
    /// The language.
    pub lang: &'a Lang,
}

impl<'a> Links<'a> {
    /// Links of one language.
    pub fn new(site: &'a Site, lang: &'a Lang) -> Self {
        Self { site, lang }
    }

    /// Path in the site of a page of this language: `fr/history.html`.
    pub fn file(&self, page: &str) -> String {
        self.file_in(self.lang, page)
    }

    /// Path in the site of a page of any language; the default one has no folder.
    pub fn file_in(&self, lang: &Lang, page: &str) -> String {
        if lang == self.site.default_lang() {
            page.to_string()
        } else {
            format!("{lang}/{page}")
        }
    }

    /// Absolute address of a path in the site.
    pub fn absolute(&self, file: &str) -> String {
        let file = file
            .strip_suffix("index.html")
            .filter(|f| f.is_empty() || f.ends_with('/'))
            .unwrap_or(file);
        format!("{}{}", self.site.url, percent(file))
    }

    /// Address of the site without its path: `https://status.example`.
    pub fn origin(&self) -> String {
        self.site.url.origin().ascii_serialization()
    }

    /// Relative address from one page of this language to another.
    pub fn from(&self, page: &str, to: &str) -> String {
        format!("{}{}", up(page), percent(to))
    }

    /// Relative path from a page of this language to the site's root.
    pub fn root(&self, page: &str) -> String {
        up(&self.file(page))
    }

    /// Text alternate of an incident's page.
    pub fn incident_text(incident: &Incident) -> String {
        format!("incidents/{}.md", incident.name)
    }

    /// Page of an incident.
    pub fn incident(incident: &Incident) -> String {
        format!("incidents/{}.html", incident.name)
    }

    /// Page of a month.
    pub fn month(key: &str) -> String {
        format!("history/{key}.html")
    }

    /// Page of a platform.
    pub fn platform(key: &str) -> String {
        format!("platforms/{key}.html")
    }

    /// Fragment of an update on its incident's page.
    pub fn anchor(update: &Update) -> String {
        format!("update-{}", update.id)
    }
}

fn up(page: &str) -> String {
    "../".repeat(page.matches('/').count())
}

/// Percent-encodes what an address may not hold (RFC 3986, section 2.3 lists
/// what may stand unchanged).
fn percent(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/' | b'#') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_plain() {
        assert_eq!(
            percent("incidents/été.html"),
            "incidents/%C3%A9t%C3%A9.html"
        );
        assert_eq!(up("incidents/x.html"), "../");
        assert_eq!(up("index.html"), "");
    }
}
