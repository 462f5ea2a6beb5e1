//! JSON Feed 1.1 (jsonfeed.org/version/1.1).

use jiff::tz::TimeZone;
use serde::Serialize;

use super::entry::Entry;
use super::xml::clean;
use super::{Document, Format};
use crate::time::rfc3339;

#[derive(Serialize)]
struct Feed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: String,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<String>,
    authors: [Author<'a>; 1],
    language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub<'a>>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Hub<'a> {
    r#type: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: String,
    content_html: String,
    summary: String,
    date_published: String,
    date_modified: String,
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(rename = "_upfront", skip_serializing_if = "Option::is_none")]
    own: Option<Own<'a>>,
}

/// What JSON Feed has no field for (its "Extensions").
#[derive(Serialize)]
struct Own<'a> {
    /// Id of the entry that this one corrects.
    corrects: &'a str,
}

/// The bytes of a document.
pub fn write(document: &Document<'_>, entries: &[Entry]) -> Vec<u8> {
    let links = document.links(Format::Json);
    let link = |wanted: &str| {
        let found = links.iter().find(|(rel, _)| *rel == wanted);
        found.map(|(_, href)| href.clone())
    };
    let hub = document.hub;
    let feed = Feed {
        version: "https://jsonfeed.org/version/1.1",
        title: &document.title,
        home_page_url: &document.home,
        feed_url: link("self").unwrap_or_default(),
        description: &document.purpose,
        next_url: link("prev-archive"),
        authors: [Author {
            name: &document.author,
        }],
        language: document.lang,
        hubs: hub
            .map(|url| Hub {
                r#type: "WebSub",
                url,
            })
            .into_iter()
            .collect(),
        items: entries.iter().map(item).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&feed).expect("text and lists are always JSON");
    bytes.push(b'\n');
    bytes
}

fn item(entry: &Entry) -> Item<'_> {
    Item {
        id: &entry.id,
        url: &entry.link,
        title: clean(&entry.title.text).into_owned(),
        content_html: clean(&entry.html).into_owned(),
        summary: clean(&entry.summary.text).into_owned(),
        date_published: rfc3339(entry.published, &TimeZone::UTC),
        date_modified: rfc3339(entry.updated, &TimeZone::UTC),
        tags: entry.categories.iter().map(|c| c.key.as_str()).collect(),
        language: entry.summary.lang.as_deref(),
        own: entry.corrects.as_ref().map(|(id, _)| Own { corrects: id }),
    }
}
