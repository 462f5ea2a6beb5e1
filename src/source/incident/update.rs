//! The updates of an incident, each on top of the one before it: time, status,
//! scope and advice carry over.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::promise::promise;
use super::{
    Advice, Incident, Kind, RawUpdate, Scope, Site, Status, Text, Update, UpdatePlaces, Window,
    advice, id_text, window,
};
use crate::diagnostic::Diagnostic;
use crate::fields::{self, Place};
use crate::model::{Change, Lang, PlatformId, State};
use crate::source::{scope, times};
use crate::text::{canonical, nearest, one_of};
use crate::time::{Around, Moment, minute};
use crate::yaml::{self, Fields, Node, Reader, Value};

/// What holds for all updates of a file.
pub struct Setting<'a> {
    /// The kind of the file.
    pub kind: Kind,
    /// What `+20m` counts from.
    pub began: Option<Moment>,
    /// Platforms, regions and the zone.
    pub site: &'a Site,
    /// Language of the file.
    pub lang: &'a Lang,
}

enum Said {
    Status(Status),
    Update,
    Review,
}

struct Carried {
    at: Option<Moment>,
    status: Option<(Status, Range<usize>)>,
    scope: Scope,
    /// What was affected when it was resolved.
    before_final: BTreeMap<PlatformId, State>,
    advice: Advice,
    window: Option<Window>,
    ids: BTreeMap<String, Range<usize>>,
    /// Updates of each minute so far.
    copies: BTreeMap<Moment, usize>,
}

/// Adds all updates to the incident, and where they stand to `places`; gives the
/// time of the first.
pub fn all(
    reader: &mut Reader,
    raw: Vec<RawUpdate>,
    incident: &mut Incident,
    setting: &Setting<'_>,
    places: &mut Vec<UpdatePlaces>,
) -> Option<Moment> {
    let mut state = Carried {
        at: setting.began,
        status: None,
        scope: Scope::clone(&incident.scope),
        before_final: BTreeMap::new(),
        advice: Advice::clone(&incident.advice),
        window: incident.planned,
        ids: BTreeMap::new(),
        copies: BTreeMap::new(),
    };
    let mut first = None;
    for one in raw {
        let is_first = incident.updates.is_empty();
        if let Some((update, block, place)) = read(reader, one, &mut state, setting, is_first) {
            first.get_or_insert(update.at);
            places.push(UpdatePlaces {
                at: incident.updates.len(),
                block,
                ..place
            });
            incident.updates.push(update);
        }
    }
    first
}

fn read(
    reader: &mut Reader,
    raw: RawUpdate,
    state: &mut Carried,
    setting: &Setting<'_>,
    first: bool,
) -> Option<(Update, Option<Node>, UpdatePlaces)> {
    let Setting {
        began, site, lang, ..
    } = *setting;
    let block = match raw.block.clone() {
        Some(range) => {
            let file = std::sync::Arc::clone(&reader.file);
            yaml::parse(&file, range, &mut reader.found)
        }
        None => None,
    };
    let empty = Node {
        span: raw.span.clone(),
        value: Value::Map(Vec::new()),
    };
    let node = block.as_ref().unwrap_or(&empty);
    let fields = reader.fields_beside(
        node,
        "an `update` block",
        fields::names(Place::Update),
        (
            fields::names(Place::FrontMatter),
            "it belongs into the front matter, above",
        ),
    );
    let at = time(reader, &raw, state, setting, first);
    let said = status(reader, &raw, setting);
    let reopened = fields.get("reopened").is_some_and(|node| reader.flag(node));
    let said = said?;
    let (status, keeps_status, review) = match said {
        Said::Status(status) => (status, false, false),
        Said::Update => (kept(state, setting), true, false),
        Said::Review => (kept(state, setting), true, true),
    };
    let span = raw
        .status
        .as_ref()
        .map_or(raw.span.clone(), |(_, span)| span.clone());
    if !keeps_status {
        check_order(reader, state, status, &span, reopened);
    } else if reopened && let Some(node) = fields.get("reopened") {
        reader.error(
            "reopened-without-status",
            node.span.clone(),
            "an update that keeps the status reopens nothing",
            "expected a status in the heading that says how it stands now: `Investigating`, `In progress`",
        );
    }
    let was = state.scope.affected.clone();
    let was_final = state.status.as_ref().is_some_and(|(s, _)| s.is_final());
    if reopened && was_final && !status.is_final() {
        state.scope.affected = state.before_final.clone();
    }
    let list_state =
        matches!(setting.kind, Kind::Maintenance { .. }).then_some(State::UnderMaintenance);
    scope::apply(reader, fields, site, lang, list_state, &mut state.scope);
    if status.is_final()
        && let Some(node) = fields.get("affected").filter(|node| names_trouble(node))
    {
        trouble_after_end(reader, node, status, setting.kind);
    }
    if status.is_final() && !was_final {
        state.before_final = std::mem::take(&mut state.scope.affected);
    } else if status.is_final() {
        state.scope.affected.clear();
    }
    advice(reader, fields, lang, &mut state.advice);
    if !keeps_status {
        state.status = Some((status, span));
    }
    let corrected = fields
        .get("corrected")
        .and_then(|n| reader.words(n))
        .map(|t| Text::new(lang, t));
    let corrected_at = at.and_then(|at| corrected_at(reader, fields, at, setting));
    let window = window::moved(reader, fields, state.window, status, at, setting);
    state.window = window.or(state.window);
    // A maintenance begins by itself: what is said from then on is said while it goes on.
    let begun = state
        .window
        .zip(at)
        .is_some_and(|(window, at)| at >= window.from);
    let status = match status {
        Status::Scheduled if keeps_status && !review && begun => Status::InProgress,
        status => status,
    };
    let promise = at.and_then(|at| {
        fields
            .get("next_update")
            .and_then(|node| promise(reader, node, at, began, site, lang))
    });
    let at = at?;
    let id = update_id(reader, fields, state, at, &raw.span);
    let place = UpdatePlaces::of(&raw);
    let update = Update {
        id,
        at,
        status,
        keeps_status,
        review,
        body: Text::new(lang, raw.body),
        change: change(&was, &state.scope, fields),
        scope: Arc::new(state.scope.clone()),
        advice: Arc::new(state.advice.clone()),
        promise,
        corrected,
        corrected_at,
        window,
    };
    Some((update, block, place))
}

/// A platform is named in another state than operational.
fn names_trouble(node: &Node) -> bool {
    match &node.value {
        Value::Map(fields) => fields.iter().any(|field| match &field.value.value {
            Value::Text(state) => canonical(state) != State::Operational.key(),
            _ => true,
        }),
        _ => true,
    }
}

fn trouble_after_end(reader: &mut Reader, node: &Node, status: Status, kind: Kind) {
    let again = match kind {
        Kind::Maintenance { .. } => "In progress",
        Kind::Incident | Kind::Notice => "Investigating",
    };
    let diagnostic = Diagnostic::error(
        "affected-after-end",
        reader.place(node.span.clone()),
        format!(
            "`{}` sets every platform back to operational: this state would show nowhere",
            status.key()
        ),
        "expected no platform, or a status that says that it goes on",
    )
    .help(format!(
        "if it came back, write `{again}` in the heading and `reopened: true` in this block; if it is not over yet, write another status"
    ));
    reader.found.push(diagnostic);
}

/// When it was corrected: a time, or a span after the update.
fn corrected_at(
    reader: &mut Reader,
    fields: Fields<'_>,
    at: Moment,
    setting: &Setting<'_>,
) -> Option<Moment> {
    let node = fields.get("corrected_at")?;
    if fields.get("corrected").is_none() {
        reader.error(
            "corrected-at-alone",
            node.span.clone(),
            "`corrected_at` says when, but nothing says what was wrong",
            "add a line `corrected: what was wrong`",
        );
        return None;
    }
    let around = Around {
        zone: &setting.site.zone,
        began: Some(at),
        before: Some(at),
    };
    let corrected = times::read(reader, node, &around)?;
    if corrected < at {
        let zone = &setting.site.zone;
        times::backwards(
            reader,
            node.span.clone(),
            corrected,
            at,
            zone,
            "its own update",
        );
        return None;
    }
    Some(corrected)
}

fn kept(state: &Carried, setting: &Setting<'_>) -> Status {
    state
        .status
        .as_ref()
        .map_or(setting.kind.word().statuses()[0].1, |(status, _)| *status)
}

fn change(was: &BTreeMap<PlatformId, State>, now: &Scope, fields: Fields<'_>) -> Change {
    let mut platforms: Vec<PlatformId> = was.keys().chain(now.affected.keys()).copied().collect();
    platforms.sort_unstable();
    platforms.dedup();
    let of =
        |map: &BTreeMap<PlatformId, State>, p| map.get(p).copied().unwrap_or(State::Operational);
    Change {
        states: platforms
            .iter()
            .map(|p| (*p, of(was, p), of(&now.affected, p)))
            .filter(|(_, from, to)| from != to)
            .collect(),
        regions: fields.get("regions").is_some(),
        audiences: fields.get("audiences").is_some(),
    }
}

fn time(
    reader: &mut Reader,
    raw: &RawUpdate,
    state: &mut Carried,
    setting: &Setting<'_>,
    first: bool,
) -> Option<Moment> {
    let Some((text, span)) = &raw.time else {
        reader.error(
            "time-missing",
            raw.span.clone(),
            format!("the heading `{}` has no time", raw.heading),
            "expected a time and a status: `## 14:20 Investigating`",
        );
        return None;
    };
    let around = Around {
        zone: &setting.site.zone,
        began: setting.began,
        before: state.at,
    };
    let at = times::resolve(reader, text, span.clone(), &around)?;
    // A maintenance is announced before its window; everything else begins first.
    let announced = first && matches!(setting.kind, Kind::Maintenance { .. });
    if let Some(before) = state.at.filter(|before| at < minute(*before) && !announced) {
        let what = if first {
            "`began`"
        } else {
            "the update before it"
        };
        times::backwards(reader, span.clone(), at, before, &setting.site.zone, what);
    }
    state.at = Some(at);
    Some(at)
}

fn status(reader: &mut Reader, raw: &RawUpdate, setting: &Setting<'_>) -> Option<Said> {
    let kind = setting.kind.word();
    let known = || {
        kind.statuses()
            .iter()
            .map(|(word, _)| *word)
            .chain(["update", "review"])
    };
    let Some((text, span)) = &raw.status else {
        reader.error(
            "status-missing",
            raw.span.clone(),
            format!("the heading `{}` has no status", raw.heading),
            format!("expected {}", one_of(known())),
        );
        return None;
    };
    let spelled = canonical(text);
    match spelled.as_str() {
        "update" => return Some(Said::Update),
        "review" if setting.kind != Kind::Notice => return Some(Said::Review),
        _ => {}
    }
    if let Some((_, status)) = kind.statuses().iter().find(|(word, _)| *word == spelled) {
        return Some(Said::Status(*status));
    }
    let diagnostic = Diagnostic::error(
        "unknown-status",
        reader.place(span.clone()),
        format!("`{text}` is not a status of {}", kind.with_article()),
        format!("expected {}", one_of(known())),
    )
    .nearest(nearest(text, known()));
    reader.found.push(diagnostic);
    None
}

fn check_order(
    reader: &mut Reader,
    state: &Carried,
    status: Status,
    span: &Range<usize>,
    reopened: bool,
) {
    let Some((before, before_span)) = &state.status else {
        return;
    };
    let backwards = status.rank() < before.rank() || (before.is_final() && status != *before);
    if !backwards || reopened {
        return;
    }
    let diagnostic = Diagnostic::error(
        "status-backwards",
        reader.place(span.clone()),
        format!("`{}` after `{}` runs backwards", status.key(), before.key()),
        "expected a status further on, or `update`",
    )
    .related(reader.place(before_span.clone()), "the status before")
    .help(
        "if it came back, or the fix did not hold, write `reopened: true` in this update's block",
    );
    reader.found.push(diagnostic);
}

/// Made of the update's time, so that texts may change and updates be put in
/// between without a reader of a feed seeing an old one twice.
fn update_id(
    reader: &mut Reader,
    fields: Fields<'_>,
    state: &mut Carried,
    at: Moment,
    span: &Range<usize>,
) -> String {
    let own = fields
        .get("id")
        .and_then(|node| id_text(reader, node).map(|id| (id, node.span.clone())));
    if let Some((id, span)) = own {
        if let Some(first) = state.ids.get(&id) {
            let diagnostic = Diagnostic::error(
                "id-collision",
                reader.place(span.clone()),
                format!("the id `{id}` is taken"),
                "every update has its own id",
            )
            .related(reader.place(first.clone()), "taken here");
            reader.found.push(diagnostic);
        }
        state.ids.insert(id.clone(), span);
        return id;
    }
    let base = at.strftime("%Y%m%dT%H%MZ").to_string();
    let copy = state.copies.entry(at).or_insert(0);
    let id = loop {
        *copy += 1;
        let id = match *copy {
            1 => base.clone(),
            n => format!("{base}-{n}"),
        };
        if !state.ids.contains_key(&id) {
            break id;
        }
    };
    state.ids.insert(id.clone(), span.clone());
    id
}
