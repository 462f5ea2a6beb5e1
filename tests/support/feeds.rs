//! Feeds as a reader sees them, whatever their format; and outputs without a disk.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use upfront::render::Engine;
use upfront::site::{Context, plan};

use super::Project;

pub const CLOCK: &str = "2026-11-24T10:00:00Z";

/// Outputs that `wanted` picks, rendered from the project's files.
pub fn rendered(project: &Project, wanted: impl Fn(&str) -> bool) -> BTreeMap<String, String> {
    rendered_at(project, CLOCK, wanted)
}

/// The same at another time.
pub fn rendered_at(
    project: &Project,
    clock: &str,
    wanted: impl Fn(&str) -> bool,
) -> BTreeMap<String, String> {
    let loaded = upfront::source::load(project.path());
    let mut model = loaded
        .model
        .unwrap_or_else(|| panic!("errors in the content: {:?}", loaded.found));
    let now = clock.parse().unwrap();
    model.settle_announcements(now);
    let engine = Engine::new(&model.site.languages, &[]).unwrap();
    let context = Context {
        model: &model,
        recent: &model,
        now,
        engine: &engine,
    };
    plan(context, &[])
        .unwrap()
        .iter()
        .filter(|task| task.files.iter().any(|file| wanted(&file.path)))
        .flat_map(|task| task.files.iter().zip(task.render().unwrap()))
        .filter(|(file, _)| wanted(&file.path))
        .map(|(file, bytes)| (file.path.clone(), String::from_utf8(bytes).unwrap()))
        .collect()
}

/// An entry, in whatever format it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub id: String,
    pub title: String,
    pub link: String,
    pub html: String,
    pub summary: String,
    /// Seconds since 1970.
    pub published: i64,
    pub updated: i64,
    pub tags: Vec<String>,
    /// Where it is not the feed's; RSS cannot say it.
    pub lang: Option<String>,
    /// The id of the entry that this one corrects; RSS cannot say it.
    pub corrects: Option<String>,
}

/// What a feed says of itself, in whatever format it came.
#[derive(Debug, PartialEq, Eq)]
struct Head {
    title: String,
    purpose: String,
    home: String,
    lang: String,
    /// Its own address, without the ending.
    stem: String,
}

/// Element by element: name, attributes, text.
type Elements = Vec<(String, BTreeMap<String, String>, String)>;

/// All elements below the `nth` element called `parent`.
fn elements(xml: &str, parent: &str) -> Vec<Elements> {
    let mut reader = Reader::from_str(xml);
    let mut all = Vec::new();
    let mut inside = false;
    let read = |e: &quick_xml::events::BytesStart<'_>| {
        let attributes = e
            .attributes()
            .map(|a| {
                let a = a.expect("an attribute");
                let value = unescape(a.value.as_ref())
                    .expect("known entities")
                    .into_owned();
                (a.key.as_ref().to_string(), value)
            })
            .collect();
        (e.name().as_ref().to_string(), attributes, String::new())
    };
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Eof => return all,
            Event::Start(e) if e.name().as_ref() == parent => {
                inside = true;
                all.push(Vec::new());
            }
            Event::End(e) if e.name().as_ref() == parent => inside = false,
            Event::Start(e) | Event::Empty(e) if inside => all.last_mut().unwrap().push(read(&e)),
            Event::Text(text) if inside => {
                if let Some((.., said)) = all.last_mut().unwrap().last_mut() {
                    said.push_str(&text);
                }
            }
            Event::GeneralRef(name) if inside => {
                let text = format!("&{};", &*name);
                let text = unescape(&text).expect("a known entity").into_owned();
                all.last_mut()
                    .unwrap()
                    .last_mut()
                    .unwrap()
                    .2
                    .push_str(&text);
            }
            _ => {}
        }
    }
}

/// Attributes of every element called `name`, in order.
pub fn attributes(xml: &str, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Eof => return found,
            Event::Start(e) | Event::Empty(e) if e.name().as_ref() == name => found.push(
                e.attributes()
                    .map(|a| a.expect("an attribute"))
                    .map(|a| {
                        let value = unescape(a.value.as_ref()).unwrap().into_owned();
                        (a.key.as_ref().to_string(), value)
                    })
                    .collect(),
            ),
            _ => {}
        }
    }
}

fn text(entry: &Elements, name: &str) -> String {
    let found = entry.iter().find(|(n, ..)| n == name);
    found
        .unwrap_or_else(|| panic!("no {name} in {entry:?}"))
        .2
        .trim()
        .to_string()
}

fn attribute(entry: &Elements, name: &str, key: &str) -> Option<String> {
    let (_, attributes, _) = entry.iter().find(|(n, ..)| n == name)?;
    attributes.get(key).cloned()
}

/// Where the first `link` of this kind leads.
fn linked(head: &Elements, link: &str, rel: &str) -> String {
    let found = (head.iter()).find(|(n, attributes, _)| {
        n == link && attributes.get("rel").is_some_and(|found| found == rel)
    });
    found.unwrap_or_else(|| panic!("no {rel}")).1["href"].clone()
}

/// An address without the ending that it must have.
fn stem(address: &str, ending: &str) -> String {
    let stem = address.strip_suffix(ending);
    stem.unwrap_or_else(|| panic!("{address} has another ending"))
        .to_string()
}

fn rss_head(xml: &str) -> Head {
    let channel = &elements(xml, "channel")[0];
    let lang = text(channel, "language");
    assert_eq!(attributes(xml, "rss")[0]["xml:lang"], lang);
    Head {
        title: text(channel, "title"),
        purpose: text(channel, "description"),
        home: text(channel, "link"),
        lang,
        stem: stem(&linked(channel, "atom:link", "self"), ".rss"),
    }
}

fn atom_head(xml: &str) -> Head {
    let feed = &elements(xml, "feed")[0];
    Head {
        title: text(feed, "title"),
        purpose: text(feed, "subtitle"),
        home: linked(feed, "link", "alternate"),
        lang: attributes(xml, "feed")[0]["xml:lang"].clone(),
        stem: stem(&linked(feed, "link", "self"), ".atom"),
    }
}

fn json_head(feed: &str) -> Head {
    let feed: serde_json::Value = serde_json::from_str(feed).expect("JSON");
    let text = |key: &str| feed[key].as_str().expect(key).to_string();
    Head {
        title: text("title"),
        purpose: text("description"),
        home: text("home_page_url"),
        lang: text("language"),
        stem: stem(&text("feed_url"), ".json"),
    }
}

fn second(time: &str) -> i64 {
    let moment: upfront::time::Moment = time.parse().unwrap_or_else(|e| panic!("{time}: {e}"));
    moment.as_second()
}

fn second_822(time: &str) -> i64 {
    jiff::fmt::rfc2822::parse(time)
        .unwrap_or_else(|e| panic!("{time}: {e}"))
        .timestamp()
        .as_second()
}

pub fn rss(xml: &str) -> Vec<Seen> {
    elements(xml, "item")
        .iter()
        .map(|item| {
            let published = second_822(&text(item, "pubDate"));
            Seen {
                id: text(item, "guid"),
                title: text(item, "title"),
                link: text(item, "link"),
                html: text(item, "content:encoded"),
                // HTML, where the other formats have plain text.
                summary: unescape(&text(item, "description")).unwrap().into_owned(),
                published,
                updated: published,
                tags: (item.iter().filter(|(n, ..)| n == "category"))
                    .map(|(.., text)| text.trim().to_string())
                    .collect(),
                lang: None,
                corrects: None,
            }
        })
        .collect()
}

pub fn atom(xml: &str) -> Vec<Seen> {
    elements(xml, "entry")
        .iter()
        .map(|entry| Seen {
            id: text(entry, "id"),
            title: text(entry, "title"),
            link: (entry.iter().find(|(n, ..)| n == "link").unwrap()).1["href"].clone(),
            html: text(entry, "content"),
            summary: text(entry, "summary"),
            published: second(&text(entry, "published")),
            updated: second(&text(entry, "updated")),
            tags: (entry.iter().filter(|(n, ..)| n == "category"))
                .map(|(_, attributes, _)| attributes["term"].clone())
                .collect(),
            lang: attribute(entry, "summary", "xml:lang"),
            corrects: attribute(entry, "thr:in-reply-to", "ref"),
        })
        .collect()
}

pub fn json(feed: &str) -> Vec<Seen> {
    let feed: serde_json::Value = serde_json::from_str(feed).expect("JSON");
    let items = feed["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| {
            let text = |key: &str| item[key].as_str().unwrap_or_else(|| panic!("{key}")).trim();
            Seen {
                id: text("id").to_string(),
                title: text("title").to_string(),
                link: text("url").to_string(),
                html: text("content_html").to_string(),
                summary: text("summary").to_string(),
                published: second(text("date_published")),
                updated: second(text("date_modified")),
                tags: (item["tags"].as_array().unwrap().iter())
                    .map(|tag| tag.as_str().unwrap().to_string())
                    .collect(),
                lang: item["language"].as_str().map(str::to_string),
                corrects: item["_upfront"]["corrects"].as_str().map(str::to_string),
            }
        })
        .collect()
}

/// A feed in all three formats, which must say the same, in the same order; RSS has no `updated`,
/// and no language and no correction of an entry.
pub fn agreed(files: &BTreeMap<String, String>, stem: &str) -> Vec<Seen> {
    let file = |ending: &str| {
        let path = format!("{stem}.{ending}");
        files.get(&path).unwrap_or_else(|| panic!("no {path}"))
    };
    let head = atom_head(file("atom"));
    assert_eq!(rss_head(file("rss")), head, "{stem}: heads of RSS and Atom");
    assert_eq!(
        json_head(file("json")),
        head,
        "{stem}: heads of JSON and Atom"
    );
    let (rss, atom, json) = (rss(file("rss")), atom(file("atom")), json(file("json")));
    assert_eq!(atom, json, "{stem}: Atom and JSON differ");
    let dated = |seen: Seen| Seen {
        updated: seen.published,
        lang: None,
        corrects: None,
        ..seen
    };
    let atom_dated: Vec<Seen> = atom.iter().cloned().map(dated).collect();
    assert_eq!(rss, atom_dated, "{stem}: RSS and Atom differ");
    atom
}
