//! All that was ever said, in order: what feeds are slices of.
//!
//! Takes the model alone, once for all languages; knows no words and no clock.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::derive;
use crate::model::{AudienceId, Impact, Incident, Model, PlatformId, Reach, RegionId, Scope};
use crate::time::Moment;

/// Entries in a main file, and in an archive (RFC 5005): readers poll the first
/// and page through the others.
pub const PAGE: usize = 50;

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The file itself, where it is the first word.
    Announced,
    /// An update, by its place.
    Update(usize),
    /// The correction of an update, by its place.
    Correction(usize),
    /// The incident as a whole.
    Whole,
}

/// One entry to be.
#[derive(Debug, Clone)]
pub struct Told<'a> {
    /// When it was said; it never changes.
    pub at: Moment,
    /// Its incident.
    pub incident: &'a Incident,
    /// What it is about.
    pub what: What,
    /// What the incident had touched by then: a later update changes no earlier
    /// entry, and a resolution reaches all who heard of the trouble.
    pub touched: Arc<Touched>,
}

/// What an incident has touched so far.
#[derive(Debug, Clone)]
pub struct Touched {
    /// Platforms.
    pub platforms: BTreeSet<PlatformId>,
    /// Where.
    pub regions: Reach<RegionId>,
    /// For whom.
    pub audiences: Reach<AudienceId>,
    /// The gravest impact.
    pub impact: Impact,
}

/// Which entries a feed takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// All.
    All,
    /// Those that touch a platform.
    Platform(PlatformId),
    /// Those that touch a region.
    Region(RegionId),
    /// Those that touch an audience.
    Audience(AudienceId),
    /// Those of major impact and worse.
    Major,
}

impl Touched {
    fn of(scope: &Scope) -> Self {
        Self {
            platforms: scope.affected.keys().copied().collect(),
            regions: scope.regions.clone(),
            audiences: scope.audiences.clone(),
            impact: scope.impact.unwrap_or(Impact::of(scope.worst())),
        }
    }

    /// With this scope as well; the same, where it brings nothing new.
    fn widened(self: Arc<Self>, scope: &Scope) -> Arc<Self> {
        let impact = scope.impact.unwrap_or(Impact::of(scope.worst()));
        let is_known = impact <= self.impact
            && scope.affected.keys().all(|id| self.platforms.contains(id))
            && self.regions == scope.regions
            && self.audiences == scope.audiences;
        if is_known {
            return self;
        }
        let mut wide = Arc::unwrap_or_clone(self);
        wide.platforms.extend(scope.affected.keys());
        wide.regions = wide.regions.union(&scope.regions);
        wide.audiences = wide.audiences.union(&scope.audiences);
        wide.impact = wide.impact.max(impact);
        Arc::new(wide)
    }

    fn fits(&self, filter: Filter) -> bool {
        match filter {
            Filter::All => true,
            Filter::Platform(id) => self.platforms.contains(&id),
            Filter::Region(id) => names(&self.regions, id),
            Filter::Audience(id) => names(&self.audiences, id),
            Filter::Major => self.impact >= Impact::Major,
        }
    }
}

fn names<T: PartialEq>(reach: &Reach<T>, id: T) -> bool {
    match reach {
        Reach::All => true,
        Reach::Only(ids) => ids.contains(&id),
    }
}

/// What an incident says by and by, with the time of each.
fn said(incident: &Incident) -> Vec<(Moment, What)> {
    let mut said = Vec::with_capacity(incident.updates.len() + 1);
    if derive::is_announced_by_file(incident) {
        said.push((incident.announced(), What::Announced));
    }
    for (at, update) in incident.updates.iter().enumerate() {
        said.push((update.at, What::Update(at)));
        if update.corrected.is_some() {
            let when = update.corrected_at.unwrap_or(update.at);
            said.push((when, What::Correction(at)));
        }
    }
    said
}

/// A correction without a date of its own rides with its update: it must not shift the
/// pages after it.
fn rides(incident: &Incident, what: What) -> bool {
    match what {
        What::Correction(at) => incident.updates[at].corrected_at.is_none(),
        _ => false,
    }
}

/// How many entries of an incident count for pages: of updates, of incidents.
pub fn counted(incident: &Incident) -> [usize; 2] {
    if incident.drill {
        return [0, 0];
    }
    let counts = |(_, what): &(Moment, What)| !rides(incident, *what);
    [said(incident).iter().filter(|s| counts(s)).count(), 1]
}

/// Archives behind so many entries: full pages, and something left for the main file.
pub fn archives(entries: usize) -> usize {
    entries.saturating_sub(1) / PAGE
}

/// Where the entries of an incident are others than before, or stand elsewhere: the
/// earliest time of those. Entries that are earlier than that have kept their page.
pub fn moved(before: &Incident, after: &Incident) -> Option<Moment> {
    let entries = |incident: &Incident| {
        let mut entries = said(incident);
        entries.push((derive::published(incident), What::Whole));
        entries
    };
    let (before, after) = (entries(before), entries(after));
    let same = before
        .iter()
        .zip(&after)
        .take_while(|(a, b)| a == b)
        .count();
    let others = before[same..].iter().chain(&after[same..]);
    others.map(|(at, _)| *at).min()
}

/// Entries of a feed, oldest first.
#[derive(Debug)]
pub struct Timeline<'a> {
    told: Vec<Told<'a>>,
    /// Places of the entries that count for pages.
    counted: Vec<usize>,
}

impl<'a> Timeline<'a> {
    /// One entry per update, per correction, and per file that is the first word.
    pub fn updates(model: &'a Model) -> Self {
        let mut told = Vec::new();
        for incident in model.incidents.iter().filter(|i| !i.drill) {
            let mut touched = Arc::new(Touched::of(&incident.scope));
            for (at, what) in said(incident) {
                if let What::Update(at) = what {
                    touched = touched.widened(&incident.updates[at].scope);
                }
                told.push(Told {
                    at,
                    incident,
                    what,
                    touched: Arc::clone(&touched),
                });
            }
        }
        Self::sorted(told)
    }

    /// One entry per incident.
    pub fn incidents(model: &'a Model) -> Self {
        let told = model
            .incidents
            .iter()
            .filter(|i| !i.drill)
            .map(|incident| {
                let mut touched = Touched::of(&derive::widest_scope(incident));
                touched.impact = derive::impact(incident);
                Told {
                    at: derive::published(incident),
                    incident,
                    what: What::Whole,
                    touched: Arc::new(touched),
                }
            })
            .collect();
        Self::sorted(told)
    }

    fn sorted(mut told: Vec<Told<'a>>) -> Self {
        let place = |what| match what {
            What::Announced | What::Whole => (0, 0),
            What::Update(at) => (at + 1, 0),
            What::Correction(at) => (at + 1, 1),
        };
        told.sort_by(|a, b| {
            (a.at, &a.incident.id, place(a.what)).cmp(&(b.at, &b.incident.id, place(b.what)))
        });
        let counts = |t: &Told<'_>| !rides(t.incident, t.what);
        let counted = (0..told.len()).filter(|at| counts(&told[*at])).collect();
        Self { told, counted }
    }

    /// Archives that stand behind the main file: full pages, the oldest is number 1.
    pub fn archives(&self) -> usize {
        archives(self.counted.len())
    }

    /// The entries of an archive, oldest first.
    pub fn archive(&self, number: usize) -> &[Told<'a>] {
        let edge = |count: usize| {
            let place = self.counted.get(count).copied();
            place.unwrap_or(self.told.len())
        };
        &self.told[edge((number - 1) * PAGE)..edge(number * PAGE)]
    }

    /// The newest entries that a filter lets through, oldest first.
    pub fn newest(&self, filter: Filter) -> Vec<&Told<'a>> {
        if filter == Filter::All {
            let first = self.counted.len().saturating_sub(PAGE);
            let from = self.counted.get(first).copied().unwrap_or(0);
            return self.told[from..].iter().collect();
        }
        let mut newest: Vec<&Told<'a>> = self
            .told
            .iter()
            .rev()
            .filter(|t| t.touched.fits(filter))
            .take(PAGE)
            .collect();
        newest.reverse();
        newest
    }
}
