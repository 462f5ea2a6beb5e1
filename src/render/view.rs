//! What templates see: plain structs, made for one page, already localised.
//!
//! Takes nothing and decides nothing: `site::pages` fills these structs, the
//! engine hands them to a template. Text is escaped by the template; a field of
//! type [`Html`] is the only one that is markup already. Must not know the
//! model, the clock or the disk. `docs/templates.md` lists every field; here only
//! those are explained that their names do not explain.

#![allow(missing_docs)]

mod pages;
mod pieces;

use serde::{Serialize, Serializer};

pub use pages::*;
pub use pieces::*;

/// Markup that is safe to print as it is: rendered and cleaned by `source::markdown`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(pub String);

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// What every page has.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// BCP 47 tag of the page, for `<html lang>`.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// For `<title>`: unique in the site.
    pub title: String,
    /// For `<meta name="description">`.
    pub description: String,
    /// Absolute address of this page.
    pub canonical: String,
    /// Relative path from this page to the site's root: `""`, `"../"`, ...
    pub root: String,
    /// Relative path from this page to the home page of its language.
    pub home: String,
    pub site: SiteView,
    pub nav: Vec<NavItem>,
    /// The other languages of this page (and its own, marked `current`).
    pub languages: Vec<LanguageLink>,
    /// Feeds to advertise by `<link rel="alternate">`.
    pub feeds: Vec<FeedLink>,
    /// Style sheet to put inside the page; `None`: link to `style.css`.
    pub css: Option<Html>,
    /// Script to put inside the page; `None`: link to `script.js`.
    pub script: Option<Html>,
    /// Relative path from this page to the root of its language.
    pub folder: String,
    /// Content security policy, for a meta element.
    pub policy: String,
    /// Absolute address of the card image.
    pub card: Option<String>,
    /// `website` or `article` (OpenGraph, `og:type`).
    pub og_type: &'static str,
    /// The page of a rehearsal: search engines leave it out.
    pub drill: bool,
    /// JSON-LD.
    pub linked_data: Option<Html>,
}

#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    pub title: String,
    /// Absolute address of the site in this language, with a slash at its end.
    pub address: String,
    pub description: Option<String>,
    /// Address of the help pages.
    pub support: Option<String>,
    /// The owner's logo, as a `data:` address.
    pub logo: Option<String>,
    /// Path of the icon from the site's root.
    pub icon: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct NavItem {
    pub label: String,
    pub href: String,
    pub current: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct LanguageLink {
    pub lang: String,
    /// The language's own name: `English`, `français`.
    pub name: String,
    /// Relative address.
    pub href: String,
    /// Absolute address, for `hreflang`.
    pub absolute: String,
    pub current: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct FeedLink {
    pub title: String,
    pub href: String,
    /// Media type.
    pub media: &'static str,
    /// What the feed is for, in one sentence.
    pub purpose: String,
}
