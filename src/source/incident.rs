//! One file to one incident: front matter, then every update on top of the one
//! before it.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::cache::{CachedIncident, FileRecord};
use super::places::{FilePlaces, Places, UpdatePlaces};
use super::timeline::{self, RawUpdate};
use super::{parts, scope, times};
use crate::diagnostic::{self, Diagnostic, SourceFile};
use crate::fields::{self, Place};
use crate::model::{
    Advice, Incident, Kind, KindWord, LEAD, Lang, Scope, Site, State, Status, Text, Update, Window,
};
use crate::text::nearest;
use crate::time::{Around, Moment, Written};
use crate::yaml::{self, Fields, Node, Reader};

mod address;
mod advice;
mod promise;
mod update;
mod window;

use address::{aliases, id, id_text};
use advice::advice;
pub use advice::{MAX_SHORT, advice_text};

/// An incident with the places that later checks need.
#[derive(Debug)]
pub struct Parsed {
    /// The incident.
    pub incident: Incident,
    /// Not to be published.
    pub draft: bool,
    /// Where its id stands.
    pub id_place: diagnostic::Place,
    /// Where each of its old addresses stands.
    pub alias_places: Vec<diagnostic::Place>,
    /// The words of each update's heading, with its place in `incident.updates`.
    pub headings: Vec<String>,
    /// Where everything stands, for the writing rules.
    pub places: Places,
    /// Its files by path, where nobody wants their places.
    pub digests: Vec<(String, FileRecord)>,
    /// It comes from the cache.
    pub cached: bool,
}

impl Parsed {
    /// One that was read before, from `file`, whose text nobody knows now.
    pub fn cached(known: CachedIncident, file: &Arc<SourceFile>) -> Self {
        let place = diagnostic::Place::new(file, 0..0);
        Self {
            alias_places: vec![place.clone(); known.incident.aliases.len()],
            id_place: place,
            draft: false,
            headings: Vec::new(),
            places: Places { files: Vec::new() },
            digests: known.files,
            cached: true,
            incident: known.incident,
        }
    }
}

/// Reads a file. `None` where it cannot be read at all; other faults are findings.
pub fn read(
    file: &Arc<SourceFile>,
    name: &str,
    site: &Site,
    found: &mut Vec<Diagnostic>,
) -> Option<Parsed> {
    let mut reader = Reader::new(file);
    let parsed = read_with(&mut reader, name, site);
    found.append(&mut reader.found);
    parsed
}

fn read_with(reader: &mut Reader, name: &str, site: &Site) -> Option<Parsed> {
    let file = Arc::clone(&reader.file);
    let parts = parts::split(&file)
        .map_err(|d| reader.found.push(*d))
        .ok()?;
    let node = yaml::parse(&file, parts.front_matter.clone(), &mut reader.found);
    let raw = timeline::read(reader, parts.body.clone());
    let node = node?;
    let fields = reader.fields_beside(
        &node,
        "the front matter",
        fields::names(Place::FrontMatter),
        (
            fields::names(Place::Update),
            "it belongs to an update: into a block ```update under its heading",
        ),
    );
    let lang = language(reader, fields, site);
    let word = kind_word(reader, fields);
    refuse_foreign_keys(reader, fields, word);
    let title = required(reader, fields, "title", &parts.front_matter)
        .and_then(|node| reader.words(node))
        .map(|text| Text::new(&lang, text));
    let (kind, began) = window(reader, fields, word, site, &parts.front_matter);
    let ended = ended(reader, fields, site, began);
    let mut start = Scope::empty();
    let list_state = (word == KindWord::Maintenance).then_some(State::UnderMaintenance);
    scope::apply(reader, fields, site, &lang, list_state, &mut start);
    let mut advice = Advice::default();
    self::advice(reader, fields, &lang, &mut advice);
    let draft = fields.get("draft").is_some_and(|node| reader.flag(node));
    let (id, id_place) = id(reader, fields, name);
    let (aliases, alias_places) = aliases(reader, fields);
    let mut incident = Incident {
        name: name.to_string(),
        id,
        files: Arc::new([file.path.clone()]),
        lang: lang.clone(),
        kind: kind.unwrap_or_else(|| kind_without_window(word, began)),
        title: title
            .clone()
            .unwrap_or_else(|| Text::new(&lang, String::new())),
        summary: raw.summary.map(|m| Text::new(&lang, m)),
        planned: planned(kind, began),
        lead: LEAD,
        began: began.unwrap_or_default(),
        ended,
        scope: Arc::new(start),
        advice: Arc::new(advice),
        updates: Vec::new(),
        had_updates: !raw.updates.is_empty(),
        pinned: fields.get("pinned").is_some_and(|node| reader.flag(node)),
        drill: fields.get("drill").is_some_and(|node| reader.flag(node)),
        aliases,
        review_due: fields
            .get("review_due")
            .and_then(|node| day(reader, node, site, began)),
    };
    let setting = update::Setting {
        kind: incident.kind,
        began,
        site,
        lang: &lang,
    };
    let headings = raw.updates.iter().map(|u| u.heading.clone()).collect();
    let mut updates = Vec::with_capacity(raw.updates.len());
    let first = update::all(reader, raw.updates, &mut incident, &setting, &mut updates);
    incident.settle_window();
    if began.is_none()
        && let Some(node) = fields.get("began").or_else(|| fields.get("from"))
    {
        follows_from(reader, node);
    }
    if began.is_none() {
        match first {
            Some(first) => incident.began = first,
            None if incident.updates.is_empty() && kind.is_some() => {
                no_time(reader, &parts.front_matter)
            }
            None => {}
        }
    }
    let places = Places {
        files: vec![FilePlaces {
            file: Arc::clone(&file),
            lang,
            front: node,
            front_span: parts.front_matter,
            summary: raw.summary_span,
            updates,
        }],
    };
    (title.is_some() && kind.is_some()).then_some(Parsed {
        places,
        digests: Vec::new(),
        cached: false,
        incident,
        draft,
        id_place,
        alias_places,
        headings,
    })
}

fn planned(kind: Option<Kind>, began: Option<Moment>) -> Option<Window> {
    match (kind, began) {
        (Some(Kind::Maintenance { until, .. }), Some(from)) => Some(Window { from, until }),
        _ => None,
    }
}

/// The kind of a file whose window cannot be read, so that nothing else in it is found wrong
/// for that: a maintenance is announced before it begins.
fn kind_without_window(word: KindWord, began: Option<Moment>) -> Kind {
    match word {
        KindWord::Incident => Kind::Incident,
        KindWord::Notice => Kind::Notice,
        KindWord::Maintenance => Kind::Maintenance {
            until: began.unwrap_or_default(),
            by_hand: false,
        },
    }
}

/// Takes back what was found only because the time at `began` cannot be read: that a time
/// counts from it or has its day.
fn follows_from(reader: &mut Reader, began: &Node) {
    let place = reader.place(began.span.clone());
    reader.found.retain(|d| {
        !matches!(d.code, "time-needs-date" | "time-needs-began")
            || d.place.span == place.span
            || d.place.file.path != place.file.path
    });
}

fn no_time(reader: &mut Reader, front_matter: &Range<usize>) {
    if reader.found.iter().any(|d| d.code.starts_with("time-")) {
        return;
    }
    reader.error(
        "missing-key",
        front_matter.start.saturating_sub(4)..front_matter.start.saturating_sub(1),
        "nothing says when it began",
        "add `began: 2024-11-20 14:02`, or an update with a date",
    );
}

fn required<'a>(
    reader: &mut Reader,
    fields: Fields<'a>,
    key: &str,
    front_matter: &Range<usize>,
) -> Option<&'a Node> {
    let node = fields.get(key);
    if node.is_none() {
        reader.error(
            "missing-key",
            front_matter.start.saturating_sub(4)..front_matter.start.saturating_sub(1),
            format!("the front matter has no `{key}`"),
            format!("add a line `{key}: ...`"),
        );
    }
    node
}

fn language(reader: &mut Reader, fields: Fields<'_>, site: &Site) -> Lang {
    let default = site.default_lang().clone();
    let Some(node) = fields.get("lang") else {
        return default;
    };
    let Some(tag) = reader.text(node) else {
        return default;
    };
    match Lang::parse(&tag) {
        Some(lang) => lang,
        None => {
            let diagnostic = Diagnostic::error(
                "unknown-language",
                reader.place(node.span.clone()),
                format!("`{tag}` is not a language tag"),
                "expected a BCP 47 tag: `fr`, `pt-BR`",
            )
            .nearest(nearest(&tag, site.languages.iter().map(Lang::as_str)));
            reader.found.push(diagnostic);
            default
        }
    }
}

fn kind_word(reader: &mut Reader, fields: Fields<'_>) -> KindWord {
    let Some(node) = fields.get("kind") else {
        return KindWord::Incident;
    };
    // Of a kind that cannot be read, the keys tell which was meant.
    let meant = match fields.get("from").or_else(|| fields.get("until")) {
        Some(_) => KindWord::Maintenance,
        None => KindWord::Incident,
    };
    reader
        .word(node, "unknown-kind", "a kind", &KindWord::WORDS)
        .unwrap_or(meant)
}

fn refuse_foreign_keys(reader: &mut Reader, fields: Fields<'_>, word: KindWord) {
    let foreign = |key: &str| fields::find(key).is_some_and(|field| !field.fits(word));
    for field in fields.iter().filter(|f| foreign(&f.key)) {
        let help = match (word, field.key.as_str()) {
            (KindWord::Incident, _) => "something planned is `kind: maintenance`",
            (KindWord::Maintenance, _) => "a maintenance has `from` and `until`",
            (KindWord::Notice, "from") => "a notice has `began` and perhaps `ended`",
            (KindWord::Notice, _) => {
                "a notice changes no platform's state; something that does is an incident"
            }
        };
        reader.found.push(
            Diagnostic::error(
                "key-not-here",
                reader.place(field.key_span.clone()),
                format!("{} has no `{}`", word.with_article(), field.key),
                "does not belong here",
            )
            .help(help),
        );
    }
}

/// Kind and begin; `None` for what is missing or wrong, which is a finding.
fn window(
    reader: &mut Reader,
    fields: Fields<'_>,
    word: KindWord,
    site: &Site,
    front_matter: &Range<usize>,
) -> (Option<Kind>, Option<Moment>) {
    let alone = Around::alone(&site.zone);
    if word != KindWord::Maintenance {
        let kind = if word == KindWord::Notice {
            Kind::Notice
        } else {
            Kind::Incident
        };
        let node = fields.get("began");
        let began = node.and_then(|node| times::read(reader, node, &alone));
        return (
            Some(kind).filter(|_| node.is_none() || began.is_some()),
            began,
        );
    }
    let from_node = required(reader, fields, "from", front_matter);
    let from = from_node.and_then(|node| times::read(reader, node, &alone));
    let until_node = required(reader, fields, "until", front_matter);
    let around = Around {
        zone: &site.zone,
        began: from,
        before: from,
    };
    let until = until_node
        .filter(|_| from.is_some())
        .and_then(|node| times::read(reader, node, &around).map(|until| (until, node)));
    let by_hand = fields.get("ends").is_some_and(|node| {
        reader
            .word(
                node,
                "unknown-ends",
                "a way to end",
                &[("by_hand", true), ("by_itself", false)],
            )
            .unwrap_or(false)
    });
    if let (Some(from), Some((until, node))) = (from, until)
        && until <= from
    {
        times::backwards(reader, node.span.clone(), until, from, &site.zone, "`from`");
    }
    (
        until.map(|(until, _)| Kind::Maintenance { until, by_hand }),
        from,
    )
}

fn ended(
    reader: &mut Reader,
    fields: Fields<'_>,
    site: &Site,
    began: Option<Moment>,
) -> Option<Moment> {
    let node = fields.get("ended")?;
    let ended = times::read(
        reader,
        node,
        &Around {
            zone: &site.zone,
            began,
            before: began,
        },
    )?;
    if let Some(began) = began.filter(|began| ended < *began) {
        times::backwards(
            reader,
            node.span.clone(),
            ended,
            began,
            &site.zone,
            "`began`",
        );
    }
    Some(ended)
}

fn day(reader: &mut Reader, node: &Node, site: &Site, began: Option<Moment>) -> Option<Date> {
    let text = reader.text(node)?;
    if let Ok(date) = text.parse::<Date>()
        && Written::parse(&text).is_err()
    {
        return Some(date);
    }
    let around = Around {
        zone: &site.zone,
        began,
        before: began,
    };
    let moment = times::resolve(reader, &text, node.span.clone(), &around)?;
    Some(site.zone.to_datetime(moment).date())
}
