//! The writing rules: what a reader in an outage needs, as far as a machine can
//! tell.
//!
//! Takes the model, the places of its texts, the clock and what was published
//! before; gives findings. One file for each family of rules; each holds its
//! rows of the table and the functions that find what breaks them. Must not
//! know pages, templates or the output.

pub mod ahead;
mod allow;
mod channels;
mod claims;
mod closing;
mod hidden;
mod impact;
mod leaks;
pub mod ledger;
mod maintenance;
mod pace;
mod pattern;
mod style;
mod table;
mod times;
mod title;
mod unit;
mod words;

use std::sync::Arc;

use jiff::SignedDuration;
use rayon::prelude::*;

use crate::derive::{self, Phase};
use crate::diagnostic::{self, Diagnostic, Place, Severity, SourceFile};
use crate::model::{Impact, Incident, Kind, Level, Model, RuleId, Site, Update};
use crate::source::{Places, Project, Reading};
use crate::time::Moment;
pub use table::{Rule, as_markdown, explain, explain_all, rules};
use unit::{Part, Unit};
use words::{Lexicon, Sense};

/// How long after its end the pace of an incident is still looked at: while its
/// review is written. Later nobody can speak sooner.
const PACE_RESTS: SignedDuration = SignedDuration::from_hours(14 * 24);

/// How strict a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Each rule at its level.
    Usual,
    /// No rule is an error: for the first word in an emergency.
    Urgent,
}

/// One incident with everything that rules look at.
struct Case<'a> {
    site: &'a Site,
    now: Moment,
    incident: &'a Incident,
    places: &'a Places,
    ledger: &'a ledger::Ledger,
    impact: Impact,
    phase: Phase,
    over: Option<Moment>,
    units: Vec<Unit<'a>>,
    /// Places in `units` of the texts of each update.
    bodies: Vec<Vec<usize>>,
}

/// Where rules put what they find.
struct Findings<'a> {
    site: &'a Site,
    mode: Mode,
    found: Vec<Diagnostic>,
}

impl Findings<'_> {
    /// Adds a finding of rule number `rule`, unless the project turned it off.
    fn add(
        &mut self,
        rule: u8,
        place: Place,
        message: impl Into<String>,
        expected: impl Into<String>,
        help: impl Into<String>,
    ) {
        let row = table::rule(RuleId(rule));
        let level = self.site.check.levels.get(&RuleId(rule)).copied();
        let severity = match (level.unwrap_or(row.level), self.mode) {
            (Level::Off, _) => return,
            (Level::Hint, Mode::Usual) => Severity::Hint,
            (Level::Error, Mode::Usual) => Severity::Error,
            (Level::Warning, _) | (_, Mode::Urgent) => Severity::Warning,
        };
        let mut diagnostic = Diagnostic::error(row.id, place, message, expected).help(help);
        diagnostic.severity = severity;
        diagnostic.why = Some(row.why);
        self.found.push(diagnostic);
    }
}

impl<'a> Case<'a> {
    /// Texts of update number `at`, in every file.
    fn bodies(&self, at: usize) -> impl Iterator<Item = &Unit<'a>> {
        self.bodies[at].iter().map(|number| &self.units[*number])
    }

    /// Texts of one file.
    fn of_file(&self, file: usize) -> impl Iterator<Item = &Unit<'a>> {
        self.units.iter().filter(move |unit| unit.file == file)
    }

    /// Updates of the timeline with their numbers, reviews left out.
    fn timeline(&self) -> impl DoubleEndedIterator<Item = (usize, &'a Update)> {
        self.incident.told()
    }

    /// The heading of an update in the source.
    fn heading(&self, at: usize) -> Place {
        self.places.source().heading(at)
    }

    /// The value of a key in an update's block, else the update's heading.
    fn value(&self, at: usize, key: &str) -> Place {
        let source = self.places.source();
        match source.update(at).and_then(|update| update.field(key)) {
            Some(field) => source.place(field.value.span.clone()),
            None => self.heading(at),
        }
    }

    /// Words of a sense stand in the source or, for readers of a file without
    /// word lists, cannot be looked for.
    fn says(&self, sense: Sense) -> bool {
        self.units.iter().any(|unit| unit.has(sense))
    }

    /// The source is in a language with word lists.
    fn readable(&self) -> bool {
        words::Voice::of(&self.incident.lang) != words::Voice::Other
    }

    fn is_incident(&self) -> bool {
        self.incident.kind == Kind::Incident
    }

    /// Major or critical.
    fn severe(&self) -> bool {
        self.impact >= Impact::Major
    }

    /// What was said, and when, can still be answered for.
    fn pace_counts(&self) -> bool {
        let last = self.incident.newest();
        let ended = self
            .over
            .max(last.map(|u| u.at))
            .unwrap_or(self.incident.began);
        self.phase == Phase::Open
            || self.phase == Phase::Ahead
            || ended.duration_until(self.now) <= PACE_RESTS
    }
}

/// Which incidents a run looks at.
#[derive(Clone, Copy)]
pub enum Extent<'a> {
    /// Every one.
    All,
    /// What a team writes now: all but what is over for 14 days and files that are
    /// as another tool's history was brought here, which the function knows. Of
    /// those only the memory is compared (C33).
    Fresh(&'a (dyn Fn(&SourceFile) -> bool + Sync)),
}

/// What a run found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// All findings, sorted.
    pub found: Vec<Diagnostic>,
    /// Incidents that were not looked at.
    pub resting: usize,
}

/// What is the same for every incident of a run.
struct Desk<'a> {
    site: &'a Site,
    ledger: ledger::Ledger,
    own: Option<Lexicon>,
    now: Moment,
    mode: Mode,
}

impl<'a> Desk<'a> {
    fn new(site: &'a Site, memory: Option<&Arc<SourceFile>>, now: Moment, mode: Mode) -> Self {
        Self {
            site,
            ledger: ledger::Ledger::read(memory),
            own: own_words(site),
            now,
            mode,
        }
    }

    fn findings(&self) -> Findings<'a> {
        Findings {
            site: self.site,
            mode: self.mode,
            found: Vec::new(),
        }
    }

    /// What the rules say of one incident.
    fn look(&self, incident: &Incident, places: &Places, rests: bool) -> Vec<Diagnostic> {
        let units = match rests {
            true => Vec::new(),
            false => unit::units(places, self.own.as_ref()),
        };
        let mut bodies = vec![Vec::new(); incident.updates.len()];
        for (number, unit) in units.iter().enumerate() {
            if let (Part::Body, Some(at)) = (unit.part, unit.update) {
                bodies[at].push(number);
            }
        }
        let case = Case {
            site: self.site,
            now: self.now,
            incident,
            places,
            ledger: &self.ledger,
            impact: derive::impact(incident),
            phase: derive::standing(incident, self.now).phase,
            over: derive::over(incident),
            units,
            bodies,
        };
        let mut findings = self.findings();
        if rests {
            ledger::check(&case, &mut findings);
        } else {
            one(&case, &mut findings);
        }
        let mut found = allow::apply(places, findings.found);
        if rests {
            // What a note allows was not looked for.
            found.retain(|finding| finding.code != "allow-unused");
        }
        shortened(found)
    }

    /// Nobody writes about it any more: it has been over, with its last word and
    /// its review, for as long as pace counts.
    fn rests(&self, incident: &Incident) -> bool {
        let phase = derive::standing(incident, self.now).phase;
        if matches!(phase, Phase::Open | Phase::Ahead) {
            return false;
        }
        let due = incident
            .review_due
            .and_then(|day| day.to_zoned_datetime(self.site.zone.clone()).ok())
            .map(|day| day.timestamp());
        let last = [
            derive::over(incident),
            incident.updates.last().map(|update| update.at),
            due,
        ];
        let last = last.into_iter().flatten().max().unwrap_or(incident.began);
        last.duration_until(self.now) > PACE_RESTS
    }
}

/// What the writing rules find in a project. `model` is what `project` held.
pub fn run(
    project: &Project,
    model: &Model,
    now: Moment,
    mode: Mode,
    extent: Extent<'_>,
) -> Outcome {
    let desk = Desk::new(&model.site, project.ledger.as_ref(), now, mode);
    let published = model.incidents().zip(&project.places);
    let drafts = project
        .drafts
        .iter()
        .map(|(incident, places)| (incident, places));
    let subjects: Vec<(&Incident, &Places)> = published.chain(drafts).collect();
    let looked: Vec<(bool, Vec<Diagnostic>)> = subjects
        .par_iter()
        .map(|(incident, places)| {
            let rests = match extent {
                Extent::All => false,
                Extent::Fresh(foreign) => {
                    desk.rests(incident) || places.files.iter().all(|f| foreign(&f.file))
                }
            };
            (rests, desk.look(incident, places, rests))
        })
        .collect();
    let fresh: Vec<(&Incident, &Places)> = subjects
        .iter()
        .zip(&looked)
        .filter(|(_, (rests, _))| !rests)
        .map(|(subject, _)| *subject)
        .collect();
    let mut findings = desk.findings();
    closing::help(
        &model.site,
        project.settings.as_ref(),
        &mut findings,
        &fresh,
    );
    ledger::gone(&desk.ledger, project.ledger.as_ref(), model, &mut findings);
    let mut found = findings.found;
    found.extend(ahead::of_all(&model.site, subjects.iter().copied(), now));
    let resting = subjects.len() - fresh.len();
    found.extend(looked.into_iter().flat_map(|(_, found)| found));
    diagnostic::sort(&mut found);
    Outcome { found, resting }
}

/// What the rules say of the one incident in the file at `path`, sorted. Nothing
/// about the rest of the project, so that it takes no longer in a large one.
pub fn about(reading: &Reading, path: &str, now: Moment, mode: Mode) -> Vec<Diagnostic> {
    let here = reading.incidents.iter().zip(&reading.places);
    let one = here.into_iter().find(|(i, _)| i.files[0] == path);
    let (Some(site), Some((incident, places))) = (&reading.site, one) else {
        return Vec::new();
    };
    let desk = Desk::new(site, reading.ledger.as_ref(), now, mode);
    let mut found = desk.look(incident, places, false);
    diagnostic::sort(&mut found);
    found
}

/// The first findings about one incident: a file of another kind has thousands.
fn shortened(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    const MOST: usize = 100;
    let more = found.len().saturating_sub(MOST);
    if more > 0 {
        diagnostic::sort(&mut found);
        found.sort_by_key(|finding| finding.severity);
        found.truncate(MOST);
        if let Some(last) = found.last_mut() {
            last.help
                .push(format!("{more} more about this incident are not shown"));
        }
    }
    found
}

fn one(case: &Case<'_>, found: &mut Findings<'_>) {
    pace::check(case, found);
    impact::check(case, found);
    claims::check(case, found);
    style::check(case, found);
    title::check(case, found);
    closing::check(case, found);
    times::check(case, found);
    maintenance::check(case, found);
    channels::check(case, found);
    leaks::check(case, found);
    hidden::check(case, found);
    ledger::check(case, found);
}

/// The project's own jargon.
fn own_words(site: &Site) -> Option<Lexicon> {
    let words = &site.check.jargon;
    (!words.is_empty())
        .then(|| Lexicon::new(words.iter().map(|word| (Sense::Jargon, word.as_str()))))
}

/// `18 minutes`, `1 hour 5 minutes`, in whole minutes.
pub fn span(duration: SignedDuration) -> String {
    let minutes = duration.as_mins();
    let part = |n: i64, one: &str| match n {
        1 => format!("1 {one}"),
        n => format!("{n} {one}s"),
    };
    match (minutes / (24 * 60), minutes / 60 % 24, minutes % 60) {
        (0, 0, minutes) => part(minutes, "minute"),
        (0, hours, 0) => part(hours, "hour"),
        (0, hours, minutes) => format!("{} {}", part(hours, "hour"), part(minutes, "minute")),
        (days, 0, _) => part(days, "day"),
        (days, hours, _) => format!("{} {}", part(days, "day"), part(hours, "hour")),
    }
}

/// The file of a place, kept for findings about a whole project.
fn first_line(file: &Arc<crate::diagnostic::SourceFile>) -> Place {
    let end = file.text.lines().next().map_or(0, str::len);
    Place::new(file, 0..end)
}
