//! What the script of a page must know, as data: until when the page may be
//! believed, what the clock will change by then, what each open incident is
//! about, and where news is.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{home as home_page, incident as incident_page};
use crate::derive::{self, Outlook};
use crate::model::{Incident, PlatformId, Reach, State};
use crate::render::view::{HomeView, Html, IncidentPageView};
use crate::site::Context;
use crate::site::derived::Derived;
use crate::site::links::Links;
use crate::site::view_builder::ViewBuilder;
use crate::time::{Moment, rfc3339};

/// Path of the news of a language.
pub const NEWS: &str = "news.json";

/// An incident that is over stays in the news this long, so that a page which
/// was open when it ended hears of it.
const HEARD: jiff::SignedDuration = jiff::SignedDuration::from_hours(48);

#[derive(Debug, Default, Serialize)]
struct Live {
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    news: String,
    /// Name of the page in the news; `None` for the home page.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    version: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    later: Vec<Later>,
    open: Vec<Open>,
}

/// What a page says from a later moment on, though nobody writes anything.
#[derive(Debug, Clone, Serialize, PartialEq)]
struct Later {
    at: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    breadth: Option<String>,
    platforms: BTreeMap<String, &'static str>,
    windows: BTreeMap<String, String>,
}

/// An open incident as an answer to "am I affected?"; on the home page in the order
/// of the cards, which have the titles.
#[derive(Debug, Serialize)]
struct Open {
    states: BTreeMap<String, &'static str>,
    /// `None`: all of them.
    #[serde(rename = "region", skip_serializing_if = "Option::is_none")]
    regions: Option<Vec<String>>,
    #[serde(rename = "audience", skip_serializing_if = "Option::is_none")]
    audiences: Option<Vec<String>>,
    /// Platforms that are explicitly not affected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not: Vec<String>,
}

/// `news.json`: the state in short, and the version of every page that may change.
#[derive(Debug, Serialize)]
struct News {
    built: String,
    until: String,
    state: &'static str,
    headline: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    breadth: Option<String>,
    open: Vec<NewsItem>,
    pages: BTreeMap<String, String>,
}

#[derive(Debug, Serialize)]
struct NewsItem {
    title: String,
    url: String,
    status: String,
}

/// For the home page.
pub fn home(parts: &ViewBuilder<'_>, view: &HomeView, outlook: &Outlook) -> Html {
    let open = home_page::open(parts)
        .into_iter()
        .map(|i| open(parts, i, parts.context.now))
        .collect();
    data(&Live {
        until: Some(time(parts, outlook.until)),
        news: NEWS.to_string(),
        page: None,
        version: time(parts, parts.context.now),
        later: later(parts, view, outlook),
        open,
    })
}

/// For a platform's page: until when its state may be believed.
pub fn platform(parts: &ViewBuilder<'_>, id: PlatformId, outlook: &Outlook) -> Html {
    let key = parts.links.site.platform(id).key.clone();
    let mut later: Vec<Later> = Vec::new();
    let mut before = outlook.now[id.0];
    for (at, states) in &outlook.later {
        let state = states[id.0];
        if state != before {
            later.push(Later {
                at: time(parts, *at),
                text: String::new(),
                state: state.key(),
                breadth: None,
                platforms: [(key.clone(), state.key())].into(),
                windows: BTreeMap::new(),
            });
        }
        before = state;
    }
    data(&Live {
        until: Some(time(parts, outlook.until)),
        later,
        ..Live::default()
    })
}

/// For the page of an incident that is not over; `None` for all others.
pub fn incident(
    parts: &ViewBuilder<'_>,
    incident: &Incident,
    view: &IncidentPageView,
) -> Option<Html> {
    incident_page::may_change(incident, parts.context.now).then(|| {
        let path = Links::incident(incident);
        data(&Live {
            news: parts.href(NEWS),
            version: version(view),
            page: Some(path),
            open: vec![open(parts, incident, Moment::MAX)],
            ..Live::default()
        })
    })
}

/// The news name the version of its page. A drill is in nothing that machines read:
/// its page does not look for news of itself.
pub fn in_news(incident: &Incident, now: Moment) -> bool {
    let heard = || derive::over(incident).is_some_and(|over| over.duration_until(now) < HEARD);
    !incident.drill && (incident_page::may_change(incident, now) || heard())
}

/// `news.json`
pub fn news(context: Context<'_>, links: &Links<'_>, derived: &Derived<'_>) -> Vec<u8> {
    let parts = ViewBuilder::new(context, links, "index.html");
    let (model, now) = (context.recent, context.now);
    let headline = home_page::headline(&parts, now);
    let recent = model.incidents().filter(|i| in_news(i, now));
    let pages = recent.map(|i| {
        let path = Links::incident(i);
        let own = ViewBuilder::new(context, links, &path);
        let version = version(&incident_page::view(&own, i));
        (path, version)
    });
    let news = News {
        built: time(&parts, now),
        until: time(&parts, derived.outlook().until),
        state: headline.state.key,
        headline: headline.text,
        breadth: headline.breadth,
        open: home_page::open(&parts)
            .into_iter()
            .map(|i| NewsItem {
                title: parts.author(&i.title).text,
                url: links.absolute(&links.file(&Links::incident(i))),
                status: parts.status_word(i).word,
            })
            .collect(),
        pages: pages.collect(),
    };
    let mut bytes = serde_json::to_vec(&news).expect("plain data is JSON");
    bytes.push(b'\n');
    bytes
}

fn open(parts: &ViewBuilder<'_>, incident: &Incident, at: Moment) -> Open {
    let site = parts.links.site;
    let scope = derive::present_scope(incident, at);
    let key = |id: PlatformId| site.platform(id).key.clone();
    Open {
        states: scope
            .affected
            .iter()
            .filter(|(_, state)| **state != State::Operational)
            .map(|(id, state)| (key(*id), state.key()))
            .collect(),
        regions: keys(&scope.regions, |id| site.regions[id.0].key.clone()),
        audiences: keys(&scope.audiences, |id| site.audiences[id.0].key.clone()),
        not: scope
            .unaffected
            .iter()
            .filter_map(|u| match u {
                crate::model::Unaffected::Platform(id) => Some(key(*id)),
                crate::model::Unaffected::Words(_) => None,
            })
            .collect(),
    }
}

fn keys<T: Copy>(reach: &Reach<T>, key: impl Fn(T) -> String) -> Option<Vec<String>> {
    match reach {
        Reach::All => None,
        Reach::Only(ids) => Some(ids.iter().map(|id| key(*id)).collect()),
    }
}

/// What the home page will say at each moment until it is stale. Every entry
/// says all that differs at any of these moments, so that one alone is enough.
fn later(parts: &ViewBuilder<'_>, view: &HomeView, outlook: &Outlook) -> Vec<Later> {
    let (model, now) = (parts.context.recent, parts.context.now);
    let today = &outlook.now;
    let changing: Vec<usize> = (0..today.len())
        .filter(|n| outlook.later.iter().any(|(_, s)| s[*n] != today[*n]))
        .collect();
    let windows: Vec<(&str, &Incident)> = view
        .maintenance_now
        .iter()
        .chain(&view.maintenance_ahead)
        .filter_map(|card| {
            let incident = model.incidents().find(|i| i.id == card.id)?;
            Some((card.id.as_str(), incident))
        })
        .collect();
    let at = |at: Moment, states: &[State]| {
        let headline = home_page::headline(parts, at);
        Later {
            at: time(parts, at),
            text: headline.text,
            state: headline.key,
            breadth: headline.breadth,
            platforms: changing
                .iter()
                .map(|n| (parts.links.site.platforms[*n].key.clone(), states[*n].key()))
                .collect(),
            windows: windows
                .iter()
                .map(|(id, incident)| ((*id).to_string(), parts.status_word_at(incident, at).word))
                .collect(),
        }
    };
    let mut before = at(now, today);
    let mut later = Vec::new();
    for (moment, states) in &outlook.later {
        let next = at(*moment, states);
        before.at.clone_from(&next.at);
        if next != before {
            later.push(next.clone());
        }
        before = next;
    }
    later
}

/// Changes whenever the page does; the same for the same view.
fn version(view: &IncidentPageView) -> String {
    let bytes = serde_json::to_vec(view).expect("a view is JSON");
    let digest = Sha256::digest(&bytes);
    digest[..6]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn time(parts: &ViewBuilder<'_>, moment: Moment) -> String {
    rfc3339(moment, &parts.links.site.zone)
}

fn data(live: &Live) -> Html {
    super::json(live)
}
