//! Platforms: rows with bars on the home page, and a page for each.

use jiff::SignedDuration;

use crate::derive::{self, Day, Uptime};
use crate::model::{PlatformId, State, Weights};
use crate::render::Value;
use crate::render::view::{
    BarDay, BarsMark, BarsShape, BarsView, FormulaRow, FormulaView, PlatformGroup,
    PlatformPageView, PlatformRow,
};
use crate::site::derived::Derived;
use crate::site::links::Links;
use crate::site::view_builder::ViewBuilder;

/// Incidents that the page of a platform lists: it stays small in a long history.
const NEWEST: usize = 50;

/// Units from bar to bar, and the height of a bar, in the SVG's own units.
const STEP: usize = 4;
const HEIGHT: usize = 28;

/// Bars are as high as the trouble is grave, so that grey paper tells them apart.
const MARKS: [(State, usize); 4] = [
    (State::UnderMaintenance, 8),
    (State::DegradedPerformance, 14),
    (State::PartialOutage, 21),
    (State::MajorOutage, HEIGHT),
];

/// All platforms by group, each in its state now.
pub fn groups(parts: &ViewBuilder<'_>, derived: &Derived<'_>) -> Vec<PlatformGroup> {
    let states = &derived.outlook().now;
    let uptimes = derived.uptimes();
    let site = &parts.context.model.site;
    site.groups
        .iter()
        .zip(&uptimes.groups)
        .map(|(group, uptime)| {
            let worst = group
                .platforms
                .iter()
                .map(|p| states[p.0])
                .max()
                .unwrap_or(State::Operational);
            PlatformGroup {
                name: group
                    .named
                    .as_ref()
                    .map(|n| n.name.get(parts.links.lang).0.clone()),
                state: parts.words().state(worst),
                uptime: uptime.ratio().map(|ratio| parts.words().percent(ratio)),
                platforms: group
                    .platforms
                    .iter()
                    .map(|p| row(parts, *p, states[p.0], &uptimes.platforms[p.0]))
                    .collect(),
            }
        })
        .collect()
}

/// The page of a platform.
pub fn view(parts: &ViewBuilder<'_>, id: PlatformId, derived: &Derived<'_>) -> PlatformPageView {
    let site = &parts.context.model.site;
    let uptimes = derived.uptimes();
    let uptime = &uptimes.platforms[id.0];
    let incidents = derived.touching(id);
    let groups = site.groups.iter().zip(&uptimes.groups);
    let of_group = groups.clone().find(|(g, _)| g.platforms.contains(&id));
    let group = of_group.and_then(|(g, uptime)| g.named.as_ref().zip(Some(uptime)));
    let group_uptime = group.and_then(|(named, uptime)| {
        let ratio = uptime.ratio()?;
        let args = [
            ("group", Value::Text(named.name.get(parts.links.lang).0)),
            ("uptime", Value::Text(&parts.words().percent(ratio))),
            ("weights", Value::Text(weights_key(parts))),
        ];
        Some(parts.words().say("group-uptime", &args))
    });
    PlatformPageView {
        row: row(parts, id, derived.outlook().now[id.0], uptime),
        group_uptime,
        group: group.map(|(named, _)| named.name.get(parts.links.lang).0.clone()),
        shape: shape(parts),
        since: site.platform(id).since.map(|date| parts.words().date(date)),
        formula: formula(parts, uptime),
        days: uptime
            .days
            .iter()
            .rev()
            .filter(|d| troubled(d))
            .map(|d| bar_day(parts, d))
            .collect(),
        incidents: incidents
            .iter()
            .rev()
            .take(NEWEST)
            .map(|i| parts.line(i))
            .collect(),
        history_href: (incidents.len() > NEWEST).then(|| parts.href("history.html")),
    }
}

fn row(parts: &ViewBuilder<'_>, id: PlatformId, state: State, uptime: &Uptime) -> PlatformRow {
    let platform = parts.links.site.platform(id);
    let key = platform.key.clone();
    PlatformRow {
        name: platform.name.get(parts.links.lang).0.clone(),
        full_name: parts.platform(id),
        state: parts.words().state(state),
        href: parts.href(&Links::platform(&key)),
        bars: bars(parts, uptime),
        id: key,
    }
}

/// What all bars of a page share.
pub fn shape(parts: &ViewBuilder<'_>) -> BarsShape {
    let days = usize::from(parts.context.model.site.uptime.days);
    BarsShape {
        width: days * STEP,
        span: parts.words().say("duration-days", &[("n", count(days))]),
    }
}

/// One bar that stands on the ground.
fn stroke(n: usize, height: usize) -> String {
    format!("M{} {}v{height}", n * STEP + STEP / 2, HEIGHT - height)
}

fn count(n: usize) -> Value<'static> {
    Value::Count(i64::try_from(n).unwrap_or(i64::MAX))
}

fn troubled(day: &Day) -> bool {
    day.worst.is_some_and(|state| state != State::Operational)
}

fn bars(parts: &ViewBuilder<'_>, uptime: &Uptime) -> BarsView {
    let words = parts.words();
    let path = |holds: &dyn Fn(&Day) -> bool, height: usize| -> String {
        let days = uptime.days.iter().enumerate().filter(|(_, day)| holds(day));
        days.map(|(n, _)| stroke(n, height)).collect()
    };
    let marks = MARKS
        .iter()
        .map(|(state, height)| BarsMark {
            key: state.key(),
            path: path(&|d| d.worst == Some(*state), *height),
        })
        .filter(|mark| !mark.path.is_empty())
        .collect();
    let percent = uptime.ratio().map(|ratio| words.percent(ratio));
    let trouble = uptime.days.iter().filter(|day| troubled(day)).count();
    let span = words.say("duration-days", &[("n", count(uptime.days.len()))]);
    let label = match &percent {
        Some(percent) => {
            let args = [
                ("span", Value::Text(&span)),
                ("uptime", Value::Text(percent)),
                ("trouble", count(trouble)),
            ];
            words.say("bars-label", &args)
        }
        None => words.say("bars-unknown", &[("span", Value::Text(&span))]),
    };
    BarsView {
        uptime: percent,
        label,
        covered: path(&|d| d.worst != Some(State::Operational), HEIGHT),
        unknown: path(&|d| d.worst.is_none(), 4),
        marks,
    }
}

fn weights_key(parts: &ViewBuilder<'_>) -> &'static str {
    match parts.context.model.site.uptime.weights {
        Weights::Statuspage => "statuspage",
        Weights::IncidentIo => "incident_io",
        Weights::Openstatus => "openstatus",
        Weights::Own(_) => "own",
    }
}

fn formula(parts: &ViewBuilder<'_>, uptime: &Uptime) -> FormulaView {
    FormulaView {
        weights: weights_key(parts),
        counted: span(parts, uptime.counted),
        down: span(parts, uptime.down.ceil() as i64),
        rows: State::WORDS
            .iter()
            .map(|(_, state)| formula_row(parts, *state, uptime.seconds(*state)))
            .collect(),
    }
}

fn formula_row(parts: &ViewBuilder<'_>, state: State, seconds: i64) -> FormulaRow {
    let weight = derive::weight(&parts.context.model.site.uptime.weights, state);
    FormulaRow {
        state: parts.words().state(state),
        time: span(parts, seconds),
        weight: parts.words().percent(weight),
    }
}

fn span(parts: &ViewBuilder<'_>, seconds: i64) -> String {
    match seconds {
        0 => parts.words().say("duration-none", &[]),
        _ => parts.words().duration(SignedDuration::from_secs(seconds)),
    }
}

fn bar_day(parts: &ViewBuilder<'_>, day: &Day) -> BarDay {
    let troubled = day
        .seconds
        .iter()
        .rev()
        .filter(|(state, _)| **state != State::Operational);
    BarDay {
        iso: day.date.to_string(),
        label: parts.words().date(day.date),
        worst: parts.words().state(day.worst.unwrap_or(State::Operational)),
        // A state of which no second has come yet is told all the same.
        parts: match troubled.clone().next() {
            Some(_) => troubled
                .map(|(state, seconds)| formula_row(parts, *state, *seconds))
                .collect(),
            None => day
                .worst
                .into_iter()
                .map(|state| formula_row(parts, state, 0))
                .collect(),
        },
    }
}
