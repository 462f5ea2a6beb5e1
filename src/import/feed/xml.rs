//! Atom (RFC 4287) and RSS 2.0 to plain items.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::Failure;
use super::super::html;
use super::super::input::Input;

/// A feed.
#[derive(Debug, Default)]
pub struct Feed {
    /// Its title.
    pub title: Option<String>,
    /// Address of the page.
    pub link: Option<String>,
    /// When it was made and changed, as written.
    pub times: Vec<String>,
    /// Entries in the order written.
    pub items: Vec<Item>,
}

/// An entry, as text.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Item {
    /// Permanent id.
    pub id: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Address.
    pub link: Option<String>,
    /// When it was made, as written.
    pub published: Option<String>,
    /// When it changed, as written.
    pub updated: Option<String>,
    /// HTML.
    pub content: Option<String>,
}

/// Elements that may stand inside each other.
const MAX_DEPTH: usize = 64;

/// Reads a feed.
///
/// # Errors
/// Not well-formed, with the byte; an entity that is not XML's; or no feed at all.
pub fn read(input: &Input) -> Result<Feed, Failure> {
    let mut reader = Reader::from_str(&input.text);
    let mut feed = Feed::default();
    let mut path: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut is_feed = false;
    let broken = |at: u64, why: String| {
        let line = input
            .text
            .bytes()
            .take(usize::try_from(at).unwrap_or(0))
            .filter(|b| *b == b'\n')
            .count()
            + 1;
        Failure::content(
            "import-feed",
            format!("{}:{line}: this is no feed: {why}", input.name),
        )
    };
    loop {
        let at = reader.buffer_position();
        let event = reader
            .read_event()
            .map_err(|e| broken(reader.error_position(), e.to_string()))?;
        match event {
            Event::Start(start) => {
                open(&start, &mut feed, &path);
                path.push(local(&start));
                is_feed |= path.len() == 1 && matches!(path[0].as_str(), "feed" | "rss" | "RDF");
                if path.len() > MAX_DEPTH {
                    return Err(broken(
                        at,
                        format!("elements stand more than {MAX_DEPTH} deep"),
                    ));
                }
                text.clear();
            }
            Event::Empty(start) => open(&start, &mut feed, &path),
            Event::End(_) => {
                close(&mut feed, &path, text.trim());
                text.clear();
                path.pop();
            }
            Event::Text(piece) => text.push_str(&piece.xml10_content()),
            Event::CData(piece) => text.push_str(&piece.xml10_content()),
            Event::GeneralRef(name) => {
                let character = name
                    .resolve_char_ref()
                    .map_err(|e| broken(at, e.to_string()))?;
                match (character, &*name) {
                    (Some(c), _) => text.push(c),
                    (None, "lt") => text.push('<'),
                    (None, "gt") => text.push('>'),
                    (None, "amp") => text.push('&'),
                    (None, "quot") => text.push('"'),
                    (None, "apos") => text.push('\''),
                    (None, other) => match of_html(other) {
                        Some(words) => text.push_str(&words),
                        None => return Err(broken(at, format!("&{other}; is no entity of XML"))),
                    },
                }
            }
            Event::Eof if path.is_empty() && is_feed => return Ok(feed),
            Event::Eof if is_feed => return Err(broken(at, "it ends in the middle".to_string())),
            Event::Eof => return Err(broken(at, "it is neither Atom nor RSS".to_string())),
            _ => {}
        }
    }
}

/// `&hellip;` and its like: no part of XML, and in feeds all the same.
fn of_html(name: &str) -> Option<String> {
    if name == "nbsp" {
        return Some("\u{a0}".to_string());
    }
    let written = format!("&{name};");
    let words = html::to_markdown(&written).text;
    (words != written && !words.contains(name)).then_some(words)
}

fn local(start: &BytesStart<'_>) -> String {
    start.local_name().as_ref().to_string()
}

fn in_item(path: &[String]) -> bool {
    path.iter().any(|p| matches!(p.as_str(), "entry" | "item"))
}

fn open(start: &BytesStart<'_>, feed: &mut Feed, path: &[String]) {
    let name = local(start);
    if matches!(name.as_str(), "entry" | "item") {
        feed.items.push(Item::default());
    }
    if name != "link" {
        return;
    }
    let attribute = |key: &str| {
        start
            .attributes()
            .flatten()
            .find(|a| a.key.local_name().as_ref() == key)
            .and_then(|a| {
                a.normalized_value(quick_xml::XmlVersion::Implicit1_0)
                    .ok()
                    .map(|v| v.into_owned())
            })
    };
    let Some(href) = attribute("href") else {
        return;
    };
    if attribute("rel").is_some_and(|rel| rel != "alternate") {
        return;
    }
    if in_item(path) {
        if let Some(item) = feed.items.last_mut() {
            item.link.get_or_insert(href);
        }
    } else {
        feed.link.get_or_insert(href);
    }
}

fn close(feed: &mut Feed, path: &[String], text: &str) {
    let [.., parent, name] = path else { return };
    if text.is_empty() {
        return;
    }
    let text = text.to_string();
    if !matches!(parent.as_str(), "entry" | "item") {
        if matches!(parent.as_str(), "feed" | "channel") {
            match name.as_str() {
                "title" => feed.title = Some(text),
                "link" => feed.link = Some(text),
                "updated" | "pubDate" | "lastBuildDate" => feed.times.push(text),
                _ => {}
            }
        }
        return;
    }
    let Some(item) = feed.items.last_mut() else {
        return;
    };
    match name.as_str() {
        "id" | "guid" => item.id = Some(text),
        "title" => item.title = Some(text),
        "link" => item.link = Some(text),
        "published" | "pubDate" | "date" => item.published = Some(text),
        "updated" => item.updated = Some(text),
        "content" | "encoded" => item.content = Some(text),
        "description" | "summary" => {
            item.content.get_or_insert(text);
        }
        _ => {}
    }
}
