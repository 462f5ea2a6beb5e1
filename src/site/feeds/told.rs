//! All that was ever said, in order: what feeds are slices of.
//!
//! Takes the model alone, once for all languages; knows no words and no clock.

use std::collections::BTreeSet;

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
    pub touched: Touched,
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

    fn widen(&mut self, scope: &Scope) {
        let more = Self::of(scope);
        self.platforms.extend(more.platforms);
        self.regions = self.regions.union(&more.regions);
        self.audiences = self.audiences.union(&more.audiences);
        self.impact = self.impact.max(more.impact);
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

/// Entries of a feed, oldest first.
#[derive(Debug)]
pub struct Timeline<'a> {
    told: Vec<Told<'a>>,
    /// Places of the entries that count for pages. A correction without a date of
    /// its own rides with its update: it must not shift the pages after it.
    counted: Vec<usize>,
}

impl<'a> Timeline<'a> {
    /// One entry per update, per correction, and per file that is the first word.
    pub fn updates(model: &'a Model) -> Self {
        let mut told = Vec::new();
        for incident in model.incidents.iter().filter(|i| !i.drill) {
            let mut touched = Touched::of(&incident.scope);
            let mut tell = |at, what, touched: &Touched| {
                told.push(Told {
                    at,
                    incident,
                    what,
                    touched: touched.clone(),
                });
            };
            if derive::is_announced_by_file(incident) {
                tell(incident.announced(), What::Announced, &touched);
            }
            for (at, update) in incident.updates.iter().enumerate() {
                touched.widen(&update.scope);
                tell(update.at, What::Update(at), &touched);
                if update.corrected.is_some() {
                    let when = update.corrected_at.unwrap_or(update.at);
                    tell(when, What::Correction(at), &touched);
                }
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
                    touched,
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
        let rides = |t: &Told<'_>| match t.what {
            What::Correction(at) => t.incident.updates[at].corrected_at.is_none(),
            _ => false,
        };
        let counted = (0..told.len()).filter(|at| !rides(&told[*at])).collect();
        Self { told, counted }
    }

    /// Archives that stand behind the main file: full pages, the oldest is number 1.
    pub fn archives(&self) -> usize {
        self.counted.len().saturating_sub(1) / PAGE
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
