//! The home page: the state now.

use std::cmp::Reverse;

use super::platform;
use crate::derive::{self, Phase};
use crate::model::{Incident, Kind, Reach, State};
use crate::render::Value;
use crate::render::view::{DayView, Headline, HomeView, IncidentCard, MaintenanceCard, PickView};
use crate::site::derived::Derived;
use crate::site::view_builder::ViewBuilder;
use crate::time::Moment;

/// Days that the home page looks back.
const DAYS: usize = 7;

/// The view of the home page.
pub fn view(parts: &ViewBuilder<'_>, derived: &Derived<'_>) -> HomeView {
    let (model, now) = (parts.context.recent, parts.context.now);
    let of = |kind: fn(&Kind) -> bool, phase: Phase, drill: bool| listed(parts, kind, phase, drill);
    let notice = |kind: &Kind| *kind == Kind::Notice;
    let cards = |list: Vec<&Incident>| list.into_iter().map(|i| card(parts, i)).collect::<Vec<_>>();
    let windows = |list: Vec<&Incident>| {
        list.into_iter()
            .map(|i| maintenance_card(parts, i))
            .collect::<Vec<_>>()
    };
    let mut drills = of(incident, Phase::Open, true);
    drills.extend(of(maintenance, Phase::Open, true));
    let open = cards(of(incident, Phase::Open, false));
    let maintenance_now = windows(of(maintenance, Phase::Open, false));
    // The rows below name the platforms: the script takes them from there.
    let pick = (!(open.is_empty() && maintenance_now.is_empty())).then(|| PickView {
        platforms: Vec::new(),
        ..parts.choices()
    });
    HomeView {
        headline: headline(parts, now),
        open,
        drills: cards(drills),
        maintenance_now,
        pick,
        maintenance_ahead: windows(of(maintenance, Phase::Ahead, false)),
        notices: cards(of(notice, Phase::Open, false)),
        groups: platform::groups(parts, derived),
        bars: platform::shape(parts),
        days: derive::days(model, now, DAYS)
            .into_iter()
            .map(|(date, incidents)| DayView {
                iso: date.to_string(),
                label: parts.words().day(date),
                incidents: incidents.into_iter().map(|i| parts.line(i)).collect(),
            })
            .collect(),
        history_href: parts.href("history.html"),
    }
}

fn incident(kind: &Kind) -> bool {
    *kind == Kind::Incident
}

fn maintenance(kind: &Kind) -> bool {
    matches!(kind, Kind::Maintenance { .. })
}

/// What is open now, drills left out, in the order of the cards: incidents, the
/// worst first, then maintenance.
pub fn open<'a>(parts: &ViewBuilder<'a>) -> Vec<&'a Incident> {
    let mut open = listed(parts, incident, Phase::Open, false);
    open.extend(listed(parts, maintenance, Phase::Open, false));
    open
}

fn listed<'a>(
    parts: &ViewBuilder<'a>,
    kind: fn(&Kind) -> bool,
    phase: Phase,
    drill: bool,
) -> Vec<&'a Incident> {
    let (model, now) = (parts.context.recent, parts.context.now);
    let mut found: Vec<&Incident> = model
        .incidents()
        .filter(|i| kind(&i.kind) && i.drill == drill && derive::standing(i, now).phase == phase)
        .collect();
    found.sort_by_key(|i| match i.kind {
        Kind::Maintenance { .. } => (
            Reverse(false),
            Reverse(State::Operational),
            Reverse(Moment::MIN),
            i.began,
        ),
        _ => (
            Reverse(i.pinned),
            Reverse(derive::present_scope(i, now).worst()),
            Reverse(i.began),
            i.began,
        ),
    });
    found
}

/// Title and description of the home page. Where something is open, they say what:
/// these words come before all markup, and chats and search results show them.
pub fn first_words(parts: &ViewBuilder<'_>, view: &HomeView) -> (String, String) {
    let words = parts.words();
    let links = parts.links;
    let site = links.site.title.get(links.lang).0;
    if view.open.is_empty() && view.headline.breadth.is_none() {
        let title = words.say("title-home", &[("site", Value::Text(site))]);
        return (title, parts.site_description());
    }
    let state = [
        ("state", Value::Text(&view.headline.text)),
        ("site", Value::Text(site)),
    ];
    let said = [Some(&view.headline.text), view.headline.breadth.as_ref()];
    let titles = view.open.iter().map(|card| &card.line.title.text);
    let said = said.into_iter().flatten().map(|said| said.as_str().into());
    let description: Vec<_> = said
        .chain(titles.map(|title| words.isolated(title)))
        .collect();
    (
        words.say("title-home-open", &state),
        format!("{}.", description.join(". ")),
    )
}

/// The headline as it is, or will be, at a moment.
pub fn headline(parts: &ViewBuilder<'_>, at: Moment) -> Headline {
    let context = parts.context;
    let words = parts.words();
    let derived = derive::headline(context.recent, at);
    let calm = derived.worst == State::Operational;
    let key = if calm && derived.open {
        "investigating"
    } else {
        derived.worst.key()
    };
    let breadth = (!calm).then(|| {
        let count = |n: usize| Value::Count(i64::try_from(n).unwrap_or(i64::MAX));
        let platforms = words.say(
            "breadth",
            &[
                ("affected", count(derived.affected.len())),
                ("total", count(derived.total)),
            ],
        );
        let mut breadth = vec![platforms];
        let site = &context.model.site;
        if !site.regions.is_empty() {
            breadth.push(parts.regions(&derived.regions));
        }
        if !site.audiences.is_empty() && derived.audiences != Reach::All {
            breadth.push(parts.audiences(&derived.audiences));
        }
        words.say(
            "breadth-join",
            &[(
                "parts",
                Value::Text(&breadth.join(&words.say("breadth-separator", &[]))),
            )],
        )
    });
    Headline {
        state: words.state(derived.worst),
        key: match calm && derived.open {
            true => "open",
            false => derived.worst.key(),
        },
        text: words.say(&format!("headline-{key}"), &[]),
        breadth,
        as_of: parts.time(at),
    }
}

fn card(parts: &ViewBuilder<'_>, incident: &Incident) -> IncidentCard {
    let now = parts.context.now;
    let newest = incident.newest_at();
    let update = newest.map(|at| &incident.updates[at]);
    IncidentCard {
        line: parts.line(incident),
        scope: parts.scope(&derive::present_scope(incident, now)),
        advice: parts.advice(update.map_or(&incident.advice, |u| &u.advice)),
        next: newest.and_then(|at| parts.promise(incident, at, Some(now))),
        summary: newest
            .is_none()
            .then(|| incident.summary.as_ref().map(|s| parts.prose(s, 4)))
            .flatten(),
        latest: newest.map(|at| parts.update(incident, at, Some(now), 4)),
        earlier: newest.unwrap_or(0),
    }
}

fn maintenance_card(parts: &ViewBuilder<'_>, incident: &Incident) -> MaintenanceCard {
    let now = parts.context.now;
    let until = match incident.kind {
        Kind::Maintenance { until, .. } => until,
        _ => incident.began,
    };
    let newest = incident.newest_at();
    MaintenanceCard {
        id: incident.id.clone(),
        line: parts.line(incident),
        scope: parts.scope(incident.scope_now()),
        from: parts.time(incident.began),
        until: parts.time(until),
        window: parts.window(incident.began, until),
        summary: incident.summary.as_ref().map(|s| parts.prose(s, 4)),
        latest: newest.map(|at| parts.update(incident, at, Some(now), 4)),
    }
}
