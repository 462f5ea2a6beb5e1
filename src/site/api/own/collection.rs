//! The documents: the newest incidents whole, those of a year by their key facts, and one
//! alone.

use schemars::JsonSchema;
use serde::Serialize;

use super::build::{self, texts};
use super::{Brief, Incident, Texts, Time, Url, VERSION, YearScorecard};
use crate::derive;
use crate::model;
use crate::site::Context;
use crate::site::api::json;
use crate::site::derived::Derived;
use crate::site::links::Links;

/// Incidents that the collection holds beside open ones.
const LISTED: usize = 100;

/// A key with a name.
#[derive(Debug, Serialize, JsonSchema)]
struct Named {
    id: String,
    name: Texts,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Platform {
    id: String,
    name: Texts,
    /// The group it stands in.
    group: Option<String>,
    /// The day from which its uptime counts.
    #[schemars(extend("format" = "date"))]
    since: Option<String>,
}

/// What `status.yml` says about the keys that incidents use.
#[derive(Debug, Serialize, JsonSchema)]
struct Site {
    /// Permanent.
    id: String,
    title: Texts,
    url: Url,
    time_zone: String,
    /// The first is the default.
    languages: Vec<String>,
    groups: Vec<Named>,
    platforms: Vec<Platform>,
    regions: Vec<Named>,
    audiences: Vec<Named>,
}

/// A year that has a document of its own.
#[derive(Debug, Serialize, JsonSchema)]
struct YearLink {
    /// By `began`, in the site's zone.
    year: i16,
    /// Entries in it, maintenance and notices included.
    entries: usize,
    json: Url,
    /// null: it has no incident.
    scorecard: Option<YearScorecard>,
}

/// The newest incidents, and where the others are.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Collection {
    #[serde(rename = "$schema")]
    schema: Url,
    #[schemars(extend("const" = VERSION))]
    version: u32,
    site: Site,
    /// The newest word on the site; null: nothing was said yet.
    updated: Option<Time>,
    /// Entries on the whole site.
    entries: usize,
    /// Newest first. Every entry is in the document of its year.
    years: Vec<YearLink>,
    /// The newest ones by `began`, and all that have no end; newest first.
    incidents: Vec<Incident>,
}

/// All that began in a year, by their key facts: each leads to its own document.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct YearDocument {
    #[serde(rename = "$schema")]
    schema: Url,
    #[schemars(extend("const" = VERSION))]
    version: u32,
    year: i16,
    scorecard: Option<YearScorecard>,
    /// Newest first.
    entries: Vec<Brief>,
}

/// One entry alone.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Single {
    #[serde(rename = "$schema")]
    schema: Url,
    #[schemars(extend("const" = VERSION))]
    version: u32,
    incident: Incident,
}

/// All but drills, by `began`.
fn shown<'a>(context: Context<'a>) -> impl DoubleEndedIterator<Item = &'a model::Incident> {
    context.model.incidents().filter(|i| !i.drill)
}

fn url(context: Context<'_>, path: &str) -> Url {
    let site = &context.model.site;
    Url(Links::new(site, site.default_lang()).absolute(path))
}

fn schema(context: Context<'_>) -> Url {
    url(context, "api/incidents.schema.json")
}

/// Path of the document of one entry.
pub fn single_path(incident: &model::Incident) -> String {
    build::path(incident)
}

/// Path of the document of a year.
pub fn year_path(year: i16) -> String {
    format!("api/years/{year:04}.json")
}

/// `api/incidents/NAME.json`
pub fn single(context: Context<'_>, incident: &model::Incident) -> Vec<u8> {
    json(&Single {
        schema: schema(context),
        version: VERSION,
        incident: build::incident(&context.model.site, incident),
    })
}

/// `api/years/YYYY.json`, by the year's place in [`Derived::years`].
pub fn year(context: Context<'_>, derived: &Derived<'_>, at: usize) -> Vec<u8> {
    let (year, entries) = &derived.years()[at];
    let mut cards = derived.scorecards().iter();
    let brief = |incident: &&model::Incident| build::brief(&context.model.site, incident);
    json(&YearDocument {
        schema: schema(context),
        version: VERSION,
        year: *year,
        scorecard: cards.find(|c| c.year == *year).map(year_scorecard),
        entries: entries.iter().rev().map(brief).collect(),
    })
}

/// `api/incidents.json`
pub fn collection(context: Context<'_>, derived: &Derived<'_>) -> Vec<u8> {
    let model = context.model;
    let zone = &model.site.zone;
    let cards = derived.scorecards();
    let listed = shown(context)
        .rev()
        .enumerate()
        .filter(|(at, i)| *at < LISTED || derive::over(i).is_none())
        .map(|(_, i)| build::incident(&model.site, i));
    let said = shown(context).flat_map(|i| &i.updates);
    json(&Collection {
        schema: schema(context),
        version: VERSION,
        site: site(&model.site, url(context, "")),
        updated: said.map(|u| u.at).max().map(|at| Time::new(at, zone)),
        entries: shown(context).count(),
        years: derived
            .years()
            .iter()
            .map(|(year, entries)| YearLink {
                year: *year,
                entries: entries.len(),
                json: url(context, &year_path(*year)),
                scorecard: cards.iter().find(|c| c.year == *year).map(year_scorecard),
            })
            .collect(),
        incidents: listed.collect(),
    })
}

fn site(site: &model::Site, url: Url) -> Site {
    let named = |list: &[model::Named]| {
        let one = |n: &model::Named| Named {
            id: n.key.clone(),
            name: texts(&n.name),
        };
        list.iter().map(one).collect()
    };
    let group_of = |at: usize| {
        let holds = |g: &&model::Group| g.platforms.contains(&model::PlatformId(at));
        let group = site.groups.iter().find(holds)?;
        Some(group.named.as_ref()?.key.clone())
    };
    let groups: Vec<model::Named> = site.groups.iter().filter_map(|g| g.named.clone()).collect();
    Site {
        id: site.id.clone(),
        title: texts(&site.title),
        url,
        time_zone: site.zone.iana_name().unwrap_or("Etc/UTC").to_string(),
        languages: site.languages.iter().map(ToString::to_string).collect(),
        groups: named(&groups),
        platforms: site
            .platforms
            .iter()
            .enumerate()
            .map(|(at, platform)| Platform {
                id: platform.key.clone(),
                name: texts(&platform.name),
                group: group_of(at),
                since: platform.since.map(|day| day.to_string()),
            })
            .collect(),
        regions: named(&site.regions),
        audiences: named(&site.audiences),
    }
}

fn year_scorecard(year: &derive::Year) -> YearScorecard {
    let minutes = |span: Option<jiff::SignedDuration>| span.map(|d| d.as_mins());
    YearScorecard {
        incidents: year.incidents,
        median_minutes_to_first_word: minutes(year.median_to_first_word),
        slowest_minutes_to_first_word: minutes(year.slowest_first_word),
        longest_silence_minutes: minutes(year.longest_silence),
        promises_kept: year.promises_kept,
        promises_made: year.promises_made,
        reviews: year.reviews,
        median_days_to_review: year.median_to_review.map(|d| d.as_hours() / 24),
    }
}
