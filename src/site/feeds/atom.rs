//! Atom (RFC 4287), archives by RFC 5005, and what a correction answers by RFC 4685.

use jiff::tz::TimeZone;

use super::entry::{Entry, TAG_YEAR};
use super::xml::Xml;
use super::{Document, Format};
use crate::media;
use crate::render::view::AuthorText;
use crate::time::rfc3339;

/// The bytes of a document.
pub fn write(document: &Document<'_>, entries: &[Entry]) -> Vec<u8> {
    let mut xml = Xml::new();
    let spaces = [
        ("xmlns", "http://www.w3.org/2005/Atom"),
        ("xmlns:fh", "http://purl.org/syndication/history/1.0"),
        ("xmlns:thr", "http://purl.org/syndication/thread/1.0"),
        ("xml:lang", document.lang),
    ];
    xml.open("feed", &spaces);
    let media = Format::Atom.media();
    for (rel, href) in document.links(Format::Atom) {
        let link = [("rel", rel), ("href", href.as_str()), ("type", media)];
        let link = if rel == "hub" { &link[..2] } else { &link[..] };
        xml.empty("link", link);
    }
    let home = [
        ("rel", "alternate"),
        ("href", document.home.as_str()),
        ("type", media::essence(media::of_ending("html"))),
    ];
    xml.empty("link", &home);
    xml.text("id", &document.id);
    xml.text("title", &document.title);
    xml.text("subtitle", &document.purpose);
    // A feed without entries was last changed when ids began.
    let updated = entries.iter().map(|e| e.updated).max();
    let updated = updated.map_or(format!("{TAG_YEAR}-01-01T00:00:00Z"), |at| {
        rfc3339(at, &TimeZone::UTC)
    });
    xml.text("updated", &updated);
    xml.open("author", &[]);
    xml.text("name", &document.author);
    xml.close("author");
    if document.archive.is_some() {
        xml.empty("fh:archive", &[]);
    }
    for one in entries {
        entry(&mut xml, one);
    }
    xml.close("feed");
    xml.finish()
}

fn entry(xml: &mut Xml, entry: &Entry) {
    xml.open("entry", &[]);
    xml.text("id", &entry.id);
    said(xml, "title", &entry.title);
    xml.text("published", &rfc3339(entry.published, &TimeZone::UTC));
    xml.text("updated", &rfc3339(entry.updated, &TimeZone::UTC));
    let page = [
        ("rel", "alternate"),
        ("href", entry.link.as_str()),
        ("type", media::essence(media::of_ending("html"))),
    ];
    xml.empty("link", &page);
    if let Some((id, href)) = &entry.corrects {
        xml.empty("thr:in-reply-to", &[("ref", id), ("href", href)]);
    }
    for category in &entry.categories {
        let attributes = [("term", category.key.as_str()), ("label", &category.label)];
        xml.empty("category", &attributes);
    }
    said(xml, "summary", &entry.summary);
    xml.element("content", &[("type", "html")], &entry.html);
    xml.close("entry");
}

/// Text in the language in which it was said.
fn said(xml: &mut Xml, name: &str, text: &AuthorText) {
    match &text.lang {
        Some(lang) => xml.element(name, &[("xml:lang", lang)], &text.text),
        None => xml.text(name, &text.text),
    }
}
