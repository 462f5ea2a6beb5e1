//! RSS 2.0 (rssboard.org, "RSS 2.0 Specification" and "RSS Best Practices Profile").
//!
//! `guid` and `pubDate` never change: readers of RSS know an entry by its guid alone.

use jiff::tz::TimeZone;
use quick_xml::escape::partial_escape;

use super::entry::Entry;
use super::xml::Xml;
use super::{Document, Format};
use crate::time::Moment;

/// The bytes of a document.
pub fn write(document: &Document<'_>, entries: &[Entry]) -> Vec<u8> {
    let mut xml = Xml::new();
    let spaces = [
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
        ("xmlns:fh", "http://purl.org/syndication/history/1.0"),
        ("xml:lang", document.lang),
    ];
    xml.open("rss", &spaces);
    xml.open("channel", &[]);
    for (rel, href) in document.links(Format::Rss) {
        let media = Format::Rss.media();
        let link = [("href", href.as_str()), ("rel", rel), ("type", media)];
        let link = if rel == "hub" { &link[..2] } else { &link[..] };
        xml.empty("atom:link", link);
    }
    xml.text("title", &document.title);
    xml.text("link", &document.home);
    xml.text("description", &document.purpose);
    xml.text("language", document.lang);
    if document.archive.is_some() {
        xml.empty("fh:archive", &[]);
    }
    for entry in entries {
        item(&mut xml, entry);
    }
    xml.close("channel");
    xml.close("rss");
    xml.finish()
}

fn item(xml: &mut Xml, entry: &Entry) {
    xml.open("item", &[]);
    xml.text("title", &entry.title.text);
    xml.text("link", &entry.link);
    xml.element("guid", &[("isPermaLink", "false")], &entry.id);
    xml.text("pubDate", &rfc822(entry.published));
    for category in &entry.categories {
        xml.text("category", &category.key);
    }
    // A description is HTML (RSS 2.0, "description"): plain words are escaped for it.
    xml.text("description", &partial_escape(&entry.summary.text));
    xml.text("content:encoded", &entry.html);
    xml.close("item");
}

/// RFC 822 with a four-digit year (RSS 2.0, "pubDate"), always UTC.
fn rfc822(moment: Moment) -> String {
    moment
        .to_zoned_datetime(TimeZone::UTC)
        .strftime("%a, %d %b %Y %H:%M:%S +0000")
        .to_string()
}
