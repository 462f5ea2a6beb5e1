//! One file of a feed without its entries: what it is called, and where it and its
//! neighbours stand.
//!
//! Takes a feed and a language; gives what all formats write at their head. Must not know
//! any format or entry.

use super::entry::TAG_YEAR;
use super::{ARCHIVED, Feed, Format};
use crate::render::Value;
use crate::site::Context;
use crate::site::links::Links;

/// One file of a feed, without its entries.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    /// Its permanent id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// BCP 47 tag.
    pub lang: &'a str,
    /// Absolute address of the home page.
    pub home: String,
    /// Name of the site.
    pub author: String,
    /// Absolute address of this file without its ending.
    pub own: String,
    /// Absolute address of the main file without its ending.
    pub current: String,
    /// Absolute address of the archives without number and ending.
    pub archives: String,
    /// Its number, where it is an archive.
    pub archive: Option<usize>,
    /// How many archives there are.
    pub count: usize,
    /// WebSub hub.
    pub hub: Option<&'a str>,
}

impl Document<'_> {
    /// Its links to itself and to its neighbours: relation and address, the hub
    /// first (WebSub, section 4).
    pub fn links(&self, format: Format) -> Vec<(&'static str, String)> {
        let file = |stem: &str| format!("{stem}.{}", format.ending());
        let archive = |n: usize| file(&format!("{}-{n}", self.archives));
        let hub = self.hub.map(|hub| ("hub", hub.to_string()));
        let mut links: Vec<_> = hub.into_iter().collect();
        links.push(("self", file(&self.own)));
        if format != ARCHIVED {
            return links;
        }
        let before = self.archive.map_or(self.count, |n| n - 1);
        if self.archive.is_some() {
            links.push(("current", file(&self.current)));
        }
        if before > 0 {
            links.push(("prev-archive", archive(before)));
        }
        if let Some(n) = self.archive.filter(|n| *n < self.count) {
            links.push(("next-archive", archive(n + 1)));
        }
        links
    }
}

/// The head of a file of a feed, or of its archive with a number; `count` archives stand
/// behind it, `stem` is its path without the ending.
pub fn document<'a>(
    context: Context<'a>,
    links: &Links<'a>,
    feed: Feed,
    archive: Option<usize>,
    count: usize,
    stem: &str,
) -> Document<'a> {
    let words = context.engine.words(links.lang);
    let address = |path: &str| links.absolute(&links.file(path));
    let title = feed.title(links, words);
    let main = feed.stem(links);
    let number = i64::try_from(archive.unwrap_or_default()).unwrap_or_default();
    Document {
        id: format!(
            "tag:{},{TAG_YEAR}:{}/{}",
            links.site.id,
            if archive.is_some() { stem } else { &main },
            links.lang
        ),
        title: match archive {
            None => title,
            Some(_) => {
                let args = [("feed", Value::Text(&title)), ("n", Value::Count(number))];
                words.say("feed-archive-title", &args)
            }
        },
        purpose: feed.purpose(links, words),
        lang: links.lang.as_str(),
        home: address("index.html"),
        author: links.site.title.get(links.lang).0.clone(),
        own: address(stem),
        current: address(&main),
        archives: address(&format!("feed/archive/{}", feed.name())),
        archive,
        count,
        hub: links.site.websub.as_ref().map(url::Url::as_str),
    }
}
