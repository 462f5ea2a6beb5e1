//! Atom (RFC 4287) and RSS 2.0 to plain items.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::Failure;
use super::super::html;
use super::super::input::Input;
use super::marks::{Part, unescaped};

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
    /// The status that a category names (`status:identified`), as feeds of Upfront do.
    pub status: Option<String>,
    /// Its updates, where each was an entry whose title or category names its status.
    pub told: Vec<Part>,
}

impl Item {
    fn category(&mut self, term: &str) {
        if let Some(status) = term.strip_prefix("status:") {
            self.status = Some(status.to_string());
        }
    }
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
    let mut markup: Option<Markup> = None;
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
                if let Some(markup) = &mut markup {
                    markup.open(&start, false);
                } else {
                    open(&start, &mut feed, &path);
                    text.clear();
                }
                path.push(local(&start));
                if markup.is_none() && holds_words(&path) {
                    markup = Some(Markup::at(path.len()));
                }
                is_feed |= path.len() == 1 && matches!(path[0].as_str(), "feed" | "rss" | "RDF");
                if path.len() > MAX_DEPTH {
                    return Err(broken(
                        at,
                        format!("elements stand more than {MAX_DEPTH} deep"),
                    ));
                }
            }
            Event::Empty(start) => match &mut markup {
                Some(markup) => markup.open(&start, true),
                None => open(&start, &mut feed, &path),
            },
            Event::End(_) => {
                match markup.take_if(|m| m.depth == path.len()) {
                    Some(inner) if inner.has_elements => {
                        close(&mut feed, &path, &inner.words(), inner.html.trim());
                    }
                    _ => match &mut markup {
                        Some(inner) => inner.close(path.last().map_or("", String::as_str)),
                        None => close(&mut feed, &path, text.trim(), text.trim()),
                    },
                }
                if markup.is_none() {
                    text.clear();
                }
                path.pop();
            }
            Event::Text(piece) => {
                let piece = piece.xml10_content();
                text.push_str(&piece);
                said(&mut markup, &piece);
            }
            Event::CData(piece) => {
                let piece = piece.xml10_content();
                text.push_str(&piece);
                said(&mut markup, &piece);
            }
            Event::Comment(comment) => {
                if let Some(markup) = &mut markup {
                    markup.html.push_str(&format!("<!--{}-->", &*comment));
                }
            }
            Event::GeneralRef(name) => {
                let before = text.len();
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
                said(&mut markup, &text[before..]);
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

/// Elements that may hold elements of HTML: those of `type="xhtml"` (RFC 4287, section
/// 3.1.1.3), and those whose tool forgot to escape its HTML.
fn holds_words(path: &[String]) -> bool {
    let [.., parent, name] = path else {
        return false;
    };
    let words = matches!(
        name.as_str(),
        "title" | "summary" | "content" | "description" | "encoded" | "body"
    );
    match parent.as_str() {
        "entry" | "item" => words,
        "feed" | "channel" => name == "title",
        _ => false,
    }
}

/// Elements of HTML that have no end.
const VOID: [&str; 8] = ["br", "hr", "img", "wbr", "input", "col", "area", "source"];

/// What stands in an element as HTML.
struct Markup {
    /// How deep the element stands.
    depth: usize,
    /// Its text as HTML, with the elements in it.
    html: String,
    /// Whether there are any.
    has_elements: bool,
}

impl Markup {
    fn at(depth: usize) -> Self {
        Self {
            depth,
            html: String::new(),
            has_elements: false,
        }
    }

    fn open(&mut self, start: &BytesStart<'_>, ends: bool) {
        self.has_elements = true;
        let name = start.local_name().as_ref().to_lowercase();
        self.html.push('<');
        self.html.push_str(&name);
        for attribute in start.attributes().flatten() {
            let key = attribute.key.local_name();
            let is_namespace = attribute.key.as_ref().starts_with("xmlns");
            if let (false, Ok(value)) = (
                is_namespace,
                attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0),
            ) {
                let value = escape(value.as_ref());
                self.html
                    .push_str(&format!(" {}=\"{value}\"", key.as_ref()));
            }
        }
        self.html.push('>');
        if ends {
            self.close(&name);
        }
    }

    fn close(&mut self, name: &str) {
        let name = name.to_lowercase();
        if !VOID.contains(&name.as_str()) {
            self.html.push_str(&format!("</{name}>"));
        }
    }

    /// Its words as one line of HTML without elements.
    fn words(&self) -> String {
        let mut words = String::new();
        let mut rest = self.html.as_str();
        while let Some((before, tag)) = rest.split_once('<') {
            words.push_str(before);
            let (end, is_break) = match tag.strip_prefix("!--") {
                Some(_) => ("-->", false),
                None => (
                    ">",
                    ["br", "p", "/p", "div", "/div"].iter().any(|b| {
                        tag.strip_prefix(b)
                            .is_some_and(|t| t.starts_with(['>', ' ']))
                    }),
                ),
            };
            if is_break {
                words.push(' ');
            }
            rest = tag.split_once(end).map_or("", |(_, behind)| behind);
        }
        words.push_str(rest);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn said(markup: &mut Option<Markup>, text: &str) {
    if let Some(markup) = markup {
        markup.html.push_str(&escape(text));
    }
}

/// Text as HTML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The name without its prefix. Modules that describe pictures and recordings have
/// titles and texts too, which are not those of the entry.
fn local(start: &BytesStart<'_>) -> String {
    let name = start.name();
    match start.name().prefix() {
        Some(prefix) if matches!(prefix.as_ref(), "media" | "itunes") => name.as_ref().to_string(),
        _ => start.local_name().as_ref().to_string(),
    }
}

fn open(start: &BytesStart<'_>, feed: &mut Feed, path: &[String]) {
    let name = local(start);
    if matches!(name.as_str(), "entry" | "item") {
        feed.items.push(Item::default());
    }
    let of_item = match path.last().map(String::as_str) {
        Some("entry" | "item") => true,
        Some("feed" | "channel") => false,
        _ => return,
    };
    if !matches!(name.as_str(), "link" | "category") {
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
    if name == "category" {
        if let (true, Some(term), Some(item)) = (of_item, attribute("term"), feed.items.last_mut())
        {
            item.category(&term);
        }
        return;
    }
    let Some(href) = attribute("href") else {
        return;
    };
    if attribute("rel").is_some_and(|rel| rel != "alternate") {
        return;
    }
    if of_item {
        if let Some(item) = feed.items.last_mut() {
            item.link.get_or_insert(href);
        }
    } else {
        feed.link.get_or_insert(href);
    }
}

/// `line`: what stands in the element, for what is one line; `html`: the same as HTML.
fn close(feed: &mut Feed, path: &[String], line: &str, html: &str) {
    let [.., parent, name] = path else { return };
    if html.is_empty() {
        return;
    }
    let text = line.to_string();
    if !matches!(parent.as_str(), "entry" | "item") {
        if matches!(parent.as_str(), "feed" | "channel") {
            match name.as_str() {
                "title" => feed.title = Some(unescaped(&text)),
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
        "category" => item.category(&text),
        "content" | "encoded" => item.content = Some(html.to_string()),
        "description" | "summary" | "body" => {
            item.content.get_or_insert_with(|| html.to_string());
        }
        _ => {}
    }
}
