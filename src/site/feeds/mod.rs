//! Feeds: one entry per update (`updates`), one per incident (`incidents`), and
//! updates by scope. Each as RSS, Atom and JSON Feed, in each language.
//!
//! Nothing here knows the clock, so that the same content gives the same bytes.
//! Drills are left out. `docs/decisions/0020` to `0022` say why things are so.

mod atom;
mod document;
mod entry;
mod json;
mod opml;
mod rss;
mod told;
mod xml;

use std::collections::BTreeSet;
use std::sync::Arc;

use self::document::{Document, document};
use self::entry::Entry;
use self::told::{Filter, Timeline};
use super::Context;
use super::links::Links;
use super::task::{Inputs, Part, Sources, Task};
use super::view_builder::ViewBuilder;
use crate::diagnostic::Diagnostic;
use crate::digest::digest;
use crate::media;
use crate::model::{AudienceId, PlatformId, RegionId, Text};
use crate::publish::Rank;
use crate::render::{Value, Words};

pub use opml::heading;
pub use told::Told;

/// A format of feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom, RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

/// The format of archives: the one for which RFC 5005 was written.
pub const ARCHIVED: Format = Format::Atom;

impl Format {
    /// All of them.
    pub const ALL: [Format; 3] = [Format::Rss, Format::Atom, Format::Json];

    /// Ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Rss => "rss",
            Format::Atom => "atom",
            Format::Json => "json",
        }
    }

    /// Its name for readers.
    pub fn name(self) -> &'static str {
        match self {
            Format::Rss => "RSS",
            Format::Atom => "Atom",
            Format::Json => "JSON",
        }
    }

    /// Its media type.
    pub fn media(self) -> &'static str {
        media::essence(match self {
            Format::Json => media::JSON_FEED,
            _ => media::of_ending(self.ending()),
        })
    }
}

/// What a feed holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contract {
    /// One entry per update, never changed.
    Updates,
    /// One entry per incident, whose `updated` moves.
    Incidents,
}

/// One feed of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feed {
    /// What it holds.
    pub contract: Contract,
    /// Which of it.
    pub filter: Filter,
}

/// All feeds of a site: the two main ones, then by scope. A site without regions
/// has none by region.
pub fn all(context: Context<'_>) -> Vec<Feed> {
    let site = &context.model.site;
    let updates = |filter| Feed {
        contract: Contract::Updates,
        filter,
    };
    let mut feeds = vec![
        updates(Filter::All),
        Feed {
            contract: Contract::Incidents,
            filter: Filter::All,
        },
        updates(Filter::Major),
    ];
    let platforms = (0..site.platforms.len()).map(PlatformId);
    feeds.extend(platforms.map(|id| updates(Filter::Platform(id))));
    let regions = (0..site.regions.len()).map(RegionId);
    feeds.extend(regions.map(|id| updates(Filter::Region(id))));
    let audiences = (0..site.audiences.len()).map(AudienceId);
    feeds.extend(audiences.map(|id| updates(Filter::Audience(id))));
    feeds
}

impl Feed {
    /// Path of its files without their ending, in the folder of a language.
    pub fn stem(self, links: &Links<'_>) -> String {
        let site = links.site;
        match self.filter {
            Filter::All if self.contract == Contract::Incidents => "feed/incidents".to_string(),
            Filter::All => "feed/updates".to_string(),
            Filter::Major => "feed/major".to_string(),
            Filter::Platform(id) => format!("feed/platform/{}", site.platform(id).key),
            Filter::Region(id) => format!("feed/region/{}", site.regions[id.0].key),
            Filter::Audience(id) => format!("feed/audience/{}", site.audiences[id.0].key),
        }
    }

    /// Its title.
    pub fn title(self, links: &Links<'_>, words: &Words) -> String {
        let site = links.site.title.get(links.lang).0;
        match self.scope(links, words) {
            Some(scope) => {
                let args = [("site", Value::Text(site)), ("scope", Value::Text(&scope))];
                words.say("feed-scope-title", &args)
            }
            None => words.say(
                &format!("feed-{}-title", self.name()),
                &[("site", Value::Text(site))],
            ),
        }
    }

    /// What it is for, in one sentence.
    pub fn purpose(self, links: &Links<'_>, words: &Words) -> String {
        match self.scope(links, words) {
            Some(scope) => words.say(
                &format!("feed-{}-purpose", self.name()),
                &[("scope", Value::Text(&scope))],
            ),
            None => words.say(&format!("feed-{}-purpose", self.name()), &[]),
        }
    }

    /// The name of what it is about; `None` of the two that hold all.
    pub fn scope(self, links: &Links<'_>, words: &Words) -> Option<String> {
        let name = |text: &Text| text.get(links.lang).0.clone();
        let site = links.site;
        match self.filter {
            Filter::All => None,
            Filter::Major => Some(words.say("feed-major-scope", &[])),
            Filter::Platform(id) => Some(words.platform(site, id)),
            Filter::Region(id) => Some(name(&site.regions[id.0].name)),
            Filter::Audience(id) => Some(name(&site.audiences[id.0].name)),
        }
    }

    fn name(self) -> &'static str {
        match (self.filter, self.contract) {
            (Filter::All, Contract::Updates) => "updates",
            (Filter::All, Contract::Incidents) => "incidents",
            (Filter::Major, _) => "major",
            (Filter::Platform(_), _) => "platform",
            (Filter::Region(_), _) => "region",
            (Filter::Audience(_), _) => "audience",
        }
    }
}

/// All pages of feeds in all languages: one task for each page, in all its formats.
pub fn tasks<'a>(context: Context<'a>, languages: &[Links<'a>]) -> Vec<Task<'a>> {
    let model = context.model;
    let feeds = all(context);
    let updates = Arc::new(Timeline::updates(model, feeds.iter().map(|f| f.filter)));
    let incidents = Arc::new(Timeline::incidents(model));
    let mut tasks = Vec::new();
    for links in languages {
        for feed in &feeds {
            let timeline = match feed.contract {
                Contract::Updates => &updates,
                Contract::Incidents => &incidents,
            };
            pages(&mut tasks, context, links, *feed, timeline);
        }
        let own = links.clone();
        let list = Part::asset(links.file("feeds.opml"), move |()| {
            Ok(opml::write(context, &own))
        });
        let key = format!("feeds {}", links.lang);
        tasks.push(Task::of_files(key, Inputs::fixed(), vec![list]));
    }
    tasks
}

/// The newest page of a feed, and its archives.
fn pages<'a>(
    tasks: &mut Vec<Task<'a>>,
    context: Context<'a>,
    links: &Links<'a>,
    feed: Feed,
    timeline: &Arc<Timeline<'a>>,
) {
    let stem = feed.stem(links);
    let mut files: Vec<(String, Format)> = Format::ALL.map(|f| (stem.clone(), f)).to_vec();
    // The names that subscribers of a hosted page already have.
    if feed.contract == Contract::Incidents {
        files.extend([Format::Rss, Format::Atom].map(|f| ("history".to_string(), f)));
    }
    let source = Arc::clone(timeline);
    // Whole threads are kept once, in the format that has words for it.
    let count = match feed.contract {
        Contract::Incidents => timeline.archives(),
        Contract::Updates => 0,
    };
    tasks.push(page(
        context,
        links,
        (feed, None),
        (count, inputs(&timeline.newest(feed.filter), count)),
        files,
        move || source.newest(feed.filter),
    ));
    for number in 1..=count {
        let stem = format!("feed/archive/{}-{number}", feed.name());
        let source = Arc::clone(timeline);
        tasks.push(page(
            context,
            links,
            (feed, Some(number)),
            // Of all other archives it names its neighbours.
            (
                count,
                inputs(timeline.archive(number), usize::from(number < count)),
            ),
            vec![(stem, ARCHIVED)],
            move || source.archive(number).to_vec(),
        ));
    }
}

/// The files that hold the same entries: these are made once, for all of them.
fn page<'a>(
    context: Context<'a>,
    links: &Links<'a>,
    (feed, archive): (Feed, Option<usize>),
    (count, inputs): (usize, Inputs),
    files: Vec<(String, Format)>,
    told: impl Fn() -> Vec<Told<'a>> + Send + Sync + 'a,
) -> Task<'a> {
    let key = format!("feed {}", links.file(&files[0].0));
    let part = |(stem, format): (String, Format)| {
        let own = links.clone();
        let path = links.file(&format!("{stem}.{}", format.ending()));
        Part::new(Rank::Feed, path, move |entries: &Vec<Entry>| {
            let document = document(context, &own, feed, archive, count, &stem);
            Ok(match format {
                Format::Rss => rss::write(&document, entries),
                Format::Atom => atom::write(&document, entries),
                Format::Json => json::write(&document, entries),
            })
        })
    };
    let parts = files.into_iter().map(part).collect();
    let own = links.clone();
    Task::new(key, inputs, move || entries(context, &own, told()), parts)
}

/// A page is made of its entries and of their files, and of how many archives it knows.
fn inputs(told: &[Told<'_>], archives: usize) -> Inputs {
    let mut files: BTreeSet<&String> = BTreeSet::new();
    let mut which = vec![archives.to_string()];
    for one in told {
        files.extend(one.incident.files.iter());
        which.push(format!("{} {:?}", one.incident.id, one.what));
    }
    Inputs {
        sources: Sources::Parts {
            files: files.into_iter().cloned().collect(),
            which: digest(which.iter().map(String::as_bytes)),
        },
        clock: false,
    }
}

/// The entries of one page, newest first.
fn entries(
    context: Context<'_>,
    links: &Links<'_>,
    told: Vec<Told<'_>>,
) -> Result<Vec<Entry>, Box<Diagnostic>> {
    let parts = ViewBuilder::absolute(context, links);
    told.iter()
        .rev()
        .map(|told| entry::entry(&parts, told))
        .collect()
}
