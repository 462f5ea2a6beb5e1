//! What every importer makes: a page and its records, neutral of where they came from.

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use crate::model::Kind;
use crate::model::{Impact, State};
use crate::time::Moment;

/// A site as the source describes it.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Its title.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// One sentence about it.
    pub description: Option<String>,
    /// IANA name of the zone of its times.
    pub timezone: Option<String>,
    /// Languages, the default first. Empty: English.
    pub languages: Vec<String>,
    /// Title in the other languages.
    pub titles: BTreeMap<String, String>,
    /// Groups and platforms, in the order of the page.
    pub platforms: Vec<Group>,
}

/// Platforms that stand together.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Its name; `None` for platforms that stand alone.
    pub name: Option<String>,
    /// Its platforms.
    pub platforms: Vec<Platform>,
}

/// A platform as the source names it.
#[derive(Debug, Clone, Default)]
pub struct Platform {
    /// What the source calls it in its records.
    pub source: String,
    /// What readers call it.
    pub name: String,
    /// Names in other languages.
    pub names: BTreeMap<String, String>,
    /// The id that it shall have, if the source has one that fits.
    pub key: Option<String>,
    /// The day from which its uptime counts.
    pub since: Option<Date>,
}

/// What an update's heading says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// A status, as headings spell it.
    Status(&'static str),
    /// The status before it stays.
    Update,
    /// The post-incident review.
    Review,
}

/// One incident, maintenance or notice.
#[derive(Debug, Clone)]
pub struct Record {
    /// Name in the ledger and in reports: stays the same from run to run.
    pub key: String,
    /// Where it stands in the source.
    pub source: String,
    /// Permanent id; `None`: the file's name.
    pub id: Option<String>,
    /// Name of the file; `None`: made of day and title.
    pub name: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// Title.
    pub title: String,
    /// Language, if it is not the site's first.
    pub lang: Option<String>,
    /// Markdown before the first update.
    pub summary: String,
    /// When the impact began, or the window opens.
    pub began: Moment,
    /// When the impact ended, where that is not the time of the last update.
    pub ended: Option<Moment>,
    /// What the source says of the impact.
    pub impact: Option<Impact>,
    /// Platforms (by the name that the source uses) with their states from the start.
    pub affected: Vec<(String, State)>,
    /// Stays on top.
    pub pinned: bool,
    /// Not published there, so not published here.
    pub draft: bool,
    /// Old addresses below the site.
    pub aliases: Vec<String>,
    /// Updates, oldest first.
    pub entries: Vec<Entry>,
    /// Titles and texts in other languages.
    pub translations: BTreeMap<String, Translation>,
}

/// One update.
#[derive(Debug, Clone)]
pub struct Entry {
    /// When it was said.
    pub at: Moment,
    /// What its heading says.
    pub word: Word,
    /// Permanent id.
    pub id: Option<String>,
    /// Safe Markdown.
    pub body: String,
    /// Platforms with their states from now on; others stay as they were.
    pub states: Vec<(String, State)>,
    /// For chat and social posts.
    pub short: Option<String>,
}

/// A record in another language.
#[derive(Debug, Clone, Default)]
pub struct Translation {
    /// Title.
    pub title: Option<String>,
    /// Summary.
    pub summary: String,
    /// Place of the update in [`Record::entries`], and its text.
    pub bodies: Vec<(usize, String)>,
}

impl Record {
    /// A record with what every one has; everything else is empty.
    pub fn new(key: String, source: String, kind: Kind, title: String, began: Moment) -> Self {
        Self {
            key,
            source,
            id: None,
            name: None,
            kind,
            title,
            lang: None,
            summary: String::new(),
            began,
            ended: None,
            impact: None,
            affected: Vec::new(),
            pinned: false,
            draft: false,
            aliases: Vec::new(),
            entries: Vec::new(),
            translations: BTreeMap::new(),
        }
    }
}

impl Entry {
    /// An update that says something at a time.
    pub fn new(at: Moment, word: Word, body: String) -> Self {
        Self {
            at,
            word,
            id: None,
            body,
            states: Vec::new(),
            short: None,
        }
    }
}
