//! The writing rules: what a reader in an outage needs, as far as a machine can
//! tell.
//!
//! Takes the model, the places of its texts, the clock and what was published
//! before; gives findings. One file for each family of rules; each holds its
//! rows of the table and the functions that find what breaks them. Must not
//! know pages, templates or the output.

mod agreement;
pub mod ahead;
mod allow;
mod channels;
mod claims;
mod closing;
mod days;
mod hidden;
mod impact;
mod leaks;
pub mod ledger;
mod maintenance;
mod pace;
mod pattern;
mod shapes;
mod style;
mod table;
mod text_span;
mod times;
mod title;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::SignedDuration;
use rayon::prelude::*;

use crate::derive::{self, Phase};
use crate::diagnostic::{self, Diagnostic, Place, Severity, SourceFile};
use crate::model::{Impact, Incident, Kind, Level, Model, RuleId, Site, Update};
use crate::source::{Places, Project, Reading};
use crate::time::Moment;
pub use table::{Rule, as_markdown, explain, explain_all, rules};
use text_span::{TextKind, TextSpan};
use words::{Lexicon, TermClass};

/// How long after its end the pace of an incident is still looked at: while its
/// review is written. Later nobody can speak sooner.
const PACE_RESTS: SignedDuration = SignedDuration::from_hours(14 * 24);

/// How strict a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// Each rule at its level.
    Usual,
    /// No rule is an error: for the first word in an emergency.
    Urgent,
}

/// One incident with everything that rules look at.
struct Subject<'a> {
    site: &'a Site,
    now: Moment,
    incident: &'a Incident,
    places: &'a Places,
    ledger: &'a ledger::PublishedLedger,
    /// Words of the names of parts and places.
    names: &'a BTreeSet<String>,
    impact: Impact,
    phase: Phase,
    over: Option<Moment>,
    texts: Vec<TextSpan<'a>>,
    /// By update, which of `texts` are its own.
    bodies: Vec<Vec<usize>>,
}

/// Where rules put what they find.
struct Findings<'a> {
    site: &'a Site,
    mode: Strictness,
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
        self.add_at_most(Severity::Error, rule, place, message, expected, help);
    }

    /// The same, no graver than `most` where the project says nothing of the rule.
    fn add_at_most(
        &mut self,
        most: Severity,
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
            (Level::Hint, Strictness::Usual) => Severity::Hint,
            (Level::Error, Strictness::Usual) => Severity::Error,
            (Level::Warning, _) | (_, Strictness::Urgent) => Severity::Warning,
        };
        let severity = match level {
            Some(_) => severity,
            None => severity.max(most),
        };
        let mut diagnostic = Diagnostic::error(row.id, place, message, expected).help(help);
        diagnostic.severity = severity;
        diagnostic.why = Some(row.why);
        self.found.push(diagnostic);
    }
}

impl<'a> Subject<'a> {
    /// Texts of update number `at`, in every file.
    fn bodies(&self, at: usize) -> impl Iterator<Item = &TextSpan<'a>> {
        self.bodies[at].iter().map(|number| &self.texts[*number])
    }

    /// Texts of one file.
    fn of_file(&self, file: usize) -> impl Iterator<Item = &TextSpan<'a>> {
        self.texts
            .iter()
            .filter(move |text_span| text_span.file == file)
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

    /// The source is in a language with word lists.
    fn readable(&self) -> bool {
        words::WordLists::for_language(&self.incident.lang) != words::WordLists::Other
    }

    /// Title, summary, updates or the fields for it tell what is wrong for readers.
    fn tells_anything(&self) -> bool {
        let listed = |advice: &crate::model::Advice| !advice.symptoms.is_empty();
        let fields = listed(&self.incident.advice)
            || self.timeline().any(|(_, update)| listed(&update.advice));
        let told = self.texts.iter().filter(|text| {
            matches!(
                text.part,
                TextKind::Title | TextKind::Summary | TextKind::Body
            )
        });
        fields || title::tell(self, told)
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
pub enum LintScope<'a> {
    /// Every one.
    All,
    /// What a team writes now: all but what is over for 14 days and files that are
    /// as another tool's history was brought here, which the function knows. Of
    /// those only the memory is compared (C33).
    Fresh(&'a (dyn Fn(&SourceFile) -> bool + Sync)),
}

/// What a run found.
#[derive(Debug, Default)]
pub struct LintReport {
    /// All findings, sorted.
    pub found: Vec<Diagnostic>,
    /// Incidents that were not looked at.
    pub resting: usize,
}

/// What is the same for every incident of a run.
struct LintContext<'a> {
    site: &'a Site,
    ledger: ledger::PublishedLedger,
    names: BTreeSet<String>,
    own: Option<Lexicon>,
    now: Moment,
    mode: Strictness,
}

impl<'a> LintContext<'a> {
    fn new(
        site: &'a Site,
        memory: Option<&Arc<SourceFile>>,
        now: Moment,
        mode: Strictness,
    ) -> Self {
        Self {
            site,
            ledger: ledger::PublishedLedger::read(memory),
            names: title::names(site),
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
        let texts = match rests {
            true => Vec::new(),
            false => text_span::text_spans(places, self.own.as_ref()),
        };
        let mut bodies = vec![Vec::new(); incident.updates.len()];
        for (number, text_span) in texts.iter().enumerate() {
            if let (TextKind::Body, Some(at)) = (text_span.part, text_span.update) {
                bodies[at].push(number);
            }
        }
        let subject = Subject {
            site: self.site,
            now: self.now,
            incident,
            places,
            ledger: &self.ledger,
            names: &self.names,
            impact: derive::impact(incident),
            phase: derive::standing(incident, self.now).phase,
            over: derive::over(incident),
            texts,
            bodies,
        };
        let mut findings = self.findings();
        if rests {
            ledger::check(&subject, &mut findings);
        } else {
            one(&subject, &mut findings);
        }
        let mut found = allow::apply(places, findings.found);
        if rests {
            // What a note allows was not looked for.
            found.retain(|finding| finding.code != "allow-unused");
        }
        shortened(found)
    }

    /// What the rules say of each, and whether it rests.
    fn look_at(
        &self,
        subjects: &[(&Incident, &Places)],
        extent: LintScope<'_>,
    ) -> Vec<(bool, Vec<Diagnostic>)> {
        let look = |(incident, places): &(&Incident, &Places)| {
            let rests = match extent {
                LintScope::All => false,
                LintScope::Fresh(foreign) => {
                    self.rests(incident) || places.files.iter().all(|f| foreign(&f.file))
                }
            };
            (rests, self.look(incident, places, rests))
        };
        subjects.par_iter().map(look).collect()
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
    mode: Strictness,
    extent: LintScope<'_>,
) -> LintReport {
    let context = LintContext::new(&model.site, project.ledger.as_ref(), now, mode);
    let published = model.incidents().zip(&project.places);
    let drafts = project
        .drafts
        .iter()
        .map(|(incident, places)| (incident, places));
    let subjects: Vec<(&Incident, &Places)> = published.chain(drafts).collect();
    let looked = context.look_at(&subjects, extent);
    let fresh: Vec<(&Incident, &Places)> = subjects
        .iter()
        .zip(&looked)
        .filter(|(_, (rests, _))| !rests)
        .map(|(subject, _)| *subject)
        .collect();
    let mut findings = context.findings();
    closing::help(
        &model.site,
        project.settings.as_ref(),
        &mut findings,
        &fresh,
    );
    agreement::twice(&model.site, &fresh, now, &mut findings);
    ledger::gone(
        &context.ledger,
        project.ledger.as_ref(),
        model,
        &mut findings,
    );
    let mut found = findings.found;
    found.extend(ahead::of_all(&model.site, subjects.iter().copied(), now));
    let resting = subjects.len() - fresh.len();
    found.extend(looked.into_iter().flat_map(|(_, found)| found));
    diagnostic::sort(&mut found);
    LintReport { found, resting }
}

/// What the writing rules find in a project that has errors: of each incident whose own file has none.
pub fn of_what_can_be_read(
    reading: &Reading,
    now: Moment,
    mode: Strictness,
    extent: LintScope<'_>,
) -> LintReport {
    let Some(site) = &reading.site else {
        return LintReport::default();
    };
    let context = LintContext::new(site, reading.ledger.as_ref(), now, mode);
    let subjects: Vec<(&Incident, &Places)> =
        reading.incidents.iter().zip(&reading.places).collect();
    let looked = context.look_at(&subjects, extent);
    let resting = looked.iter().filter(|(rests, _)| *rests).count();
    let mut found: Vec<Diagnostic> = looked.into_iter().flat_map(|(_, found)| found).collect();
    diagnostic::sort(&mut found);
    LintReport { found, resting }
}

/// What the rules say of the one incident in the file at `path`, sorted. Nothing
/// about the rest of the project, so that it takes no longer in a large one.
pub fn about(reading: &Reading, path: &str, now: Moment, mode: Strictness) -> Vec<Diagnostic> {
    let here = reading.incidents.iter().zip(&reading.places);
    let one = here.into_iter().find(|(i, _)| i.files[0] == path);
    let (Some(site), Some((incident, places))) = (&reading.site, one) else {
        return Vec::new();
    };
    let context = LintContext::new(site, reading.ledger.as_ref(), now, mode);
    let mut found = context.look(incident, places, false);
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

fn one(subject: &Subject<'_>, found: &mut Findings<'_>) {
    pace::check(subject, found);
    impact::check(subject, found);
    claims::check(subject, found);
    style::check(subject, found);
    title::check(subject, found);
    closing::check(subject, found);
    times::check(subject, found);
    maintenance::check(subject, found);
    channels::check(subject, found);
    leaks::check(subject, found);
    hidden::check(subject, found);
    ledger::check(subject, found);
    agreement::check(subject, found);
    days::check(subject, found);
}

/// The project's own jargon.
fn own_words(site: &Site) -> Option<Lexicon> {
    let words = &site.check.jargon;
    (!words.is_empty())
        .then(|| Lexicon::new(words.iter().map(|word| (TermClass::Jargon, word.as_str()))))
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
