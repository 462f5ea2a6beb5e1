//! All that was ever said, in order: what feeds are slices of.
//!
//! Takes the model alone, once for all languages; knows no words and no clock.

use std::collections::{BTreeMap, BTreeSet};

use crate::derive;
use crate::model::{AudienceId, Impact, Incident, Model, PlatformId, Reach, RegionId, Scope};
use crate::time::Moment;

/// Entries in one of the two main feeds, and in an archive (RFC 5005): readers poll the
/// first and page through the others.
pub const PAGE: usize = 50;

/// Entries in a feed by scope: who follows one platform polls it, and the rest stands in the
/// main feeds.
pub const SCOPED: usize = 20;

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

/// One entry to be. Of a long history there are many: what it touched is asked of it.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// When it was said; it never changes.
    pub at: Moment,
    /// Its incident.
    pub incident: &'a Incident,
    /// What it is about.
    pub what: What,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

    /// With this scope as well.
    fn widen(&mut self, scope: &Scope) {
        self.platforms.extend(scope.affected.keys());
        self.regions = self.regions.union(&scope.regions);
        self.audiences = self.audiences.union(&scope.audiences);
        let impact = scope.impact.unwrap_or(Impact::of(scope.worst()));
        self.impact = self.impact.max(impact);
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
    let times = derive::entry_times(incident);
    for (at, (update, time)) in incident.updates.iter().zip(times).enumerate() {
        said.push((time, What::Update(at)));
        if update.corrected.is_some() {
            let when = update.corrected_at.unwrap_or(time);
            said.push((when, What::Correction(at)));
        }
    }
    said
}

impl Told<'_> {
    /// What the incident had touched by then: a later update changes no earlier entry, and
    /// a resolution reaches all who heard of the trouble.
    pub fn touched(&self) -> Touched {
        let incident = self.incident;
        match self.what {
            What::Whole => Touched {
                impact: derive::impact(incident),
                ..Touched::of(&derive::widest_scope(incident))
            },
            What::Announced => Touched::of(&incident.scope),
            What::Update(last) | What::Correction(last) => {
                let mut touched = Touched::of(&incident.scope);
                for update in &incident.updates[..=last] {
                    touched.widen(&update.scope);
                }
                touched
            }
        }
    }
}

/// Entries of a feed, oldest first.
#[derive(Debug)]
pub struct Timeline<'a> {
    told: Vec<Told<'a>>,
    /// The newest entries that a filter lets through, newest first.
    newest: BTreeMap<Filter, Vec<Told<'a>>>,
}

impl<'a> Timeline<'a> {
    /// One entry per update, per correction, and per file that is the first word.
    pub fn updates(model: &'a Model, filters: impl IntoIterator<Item = Filter>) -> Self {
        let shown = model.incidents().filter(|incident| !incident.drill);
        let told = shown.flat_map(|incident| {
            let said = said(incident).into_iter();
            said.map(move |(at, what)| Told { at, incident, what })
        });
        Self::sorted(told.collect(), filters)
    }

    /// One entry per incident.
    pub fn incidents(model: &'a Model) -> Self {
        let shown = model.incidents().filter(|incident| !incident.drill);
        let told = shown.map(|incident| Told {
            at: derive::published(incident),
            incident,
            what: What::Whole,
        });
        Self::sorted(told.collect(), [])
    }

    fn sorted(mut told: Vec<Told<'a>>, filters: impl IntoIterator<Item = Filter>) -> Self {
        let place = |what| match what {
            What::Announced | What::Whole => (0, 0),
            What::Update(at) => (at + 1, 0),
            What::Correction(at) => (at + 1, 1),
        };
        told.sort_by(|a, b| {
            (a.at, &a.incident.id, place(a.what)).cmp(&(b.at, &b.incident.id, place(b.what)))
        });
        let newest = newest(&told, filters);
        Self { told, newest }
    }

    /// Archives that stand behind the main file: full pages, the oldest is number 1.
    pub fn archives(&self) -> usize {
        self.told.len().saturating_sub(1) / PAGE
    }

    /// The entries of an archive, oldest first.
    pub fn archive(&self, number: usize) -> &[Told<'a>] {
        &self.told[(number - 1) * PAGE..number * PAGE]
    }

    /// The newest entries that a filter lets through, oldest first.
    pub fn newest(&self, filter: Filter) -> Vec<Told<'a>> {
        match self.newest.get(&filter) {
            Some(newest) => newest.iter().rev().copied().collect(),
            None => self.told[self.told.len().saturating_sub(PAGE)..].to_vec(),
        }
    }
}

/// For each filter the newest entries that it lets through, newest first.
fn newest<'a>(
    told: &[Told<'a>],
    filters: impl IntoIterator<Item = Filter>,
) -> BTreeMap<Filter, Vec<Told<'a>>> {
    let filters = filters.into_iter().filter(|filter| *filter != Filter::All);
    let mut newest: BTreeMap<Filter, Vec<Told<'a>>> =
        filters.map(|filter| (filter, Vec::new())).collect();
    let mut open: Vec<Filter> = newest.keys().copied().collect();
    for one in told.iter().rev() {
        if open.is_empty() {
            break;
        }
        if !open.iter().any(|filter| may_fit(one.incident, *filter)) {
            continue;
        }
        let touched = one.touched();
        open.retain(|filter| {
            let taken = newest.entry(*filter).or_default();
            if touched.fits(*filter) {
                taken.push(*one);
            }
            taken.len() < SCOPED
        });
    }
    newest
}

/// Whether a filter can let an entry of an incident through: `false` means that it lets none.
fn may_fit(incident: &Incident, filter: Filter) -> bool {
    match filter {
        Filter::Platform(id) => incident
            .scopes()
            .any(|scope| scope.affected.contains_key(&id)),
        Filter::All | Filter::Region(_) | Filter::Audience(_) | Filter::Major => true,
    }
}
