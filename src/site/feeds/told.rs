//! All that was ever said, in order: what feeds are slices of.
//!
//! Takes the model alone, once for all languages; knows no words and no clock.

use std::collections::{BTreeMap, BTreeSet};
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

/// The place of an entry: of a long history there are many.
#[derive(Debug, Clone, Copy)]
pub struct Spot<'a> {
    /// When it was said; it never changes.
    pub at: Moment,
    /// Its incident.
    pub incident: &'a Incident,
    /// What it is about.
    pub what: What,
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

impl<'a> Spot<'a> {
    /// The entry that stands there.
    fn told(self) -> Told<'a> {
        let Self { at, incident, what } = self;
        let touched = match what {
            What::Whole => {
                let mut touched = Touched::of(&derive::widest_scope(incident));
                touched.impact = derive::impact(incident);
                Arc::new(touched)
            }
            What::Announced => Arc::new(Touched::of(&incident.scope)),
            What::Update(last) | What::Correction(last) => {
                let mut touched = Arc::new(Touched::of(&incident.scope));
                for update in &incident.updates[..=last] {
                    touched = touched.widened(&update.scope);
                }
                touched
            }
        };
        Told {
            at,
            incident,
            what,
            touched,
        }
    }
}

/// Entries of a feed, oldest first.
#[derive(Debug)]
pub struct Timeline<'a> {
    spots: Vec<Spot<'a>>,
    /// Where each page begins: places of entries, counted without those that ride.
    pages: Vec<usize>,
    /// Entries that count for pages.
    counted: usize,
    /// The newest entries that a filter lets through, newest first.
    newest: BTreeMap<Filter, Vec<Told<'a>>>,
}

impl<'a> Timeline<'a> {
    /// One entry per update, per correction, and per file that is the first word.
    pub fn updates(model: &'a Model, filters: impl IntoIterator<Item = Filter>) -> Self {
        let shown = model.incidents.iter().filter(|incident| !incident.drill);
        let spots = shown.flat_map(|incident| {
            let said = said(incident).into_iter();
            said.map(move |(at, what)| Spot { at, incident, what })
        });
        Self::sorted(spots.collect(), filters)
    }

    /// One entry per incident.
    pub fn incidents(model: &'a Model) -> Self {
        let shown = model.incidents.iter().filter(|incident| !incident.drill);
        let spots = shown.map(|incident| Spot {
            at: derive::published(incident),
            incident,
            what: What::Whole,
        });
        Self::sorted(spots.collect(), [])
    }

    fn sorted(mut spots: Vec<Spot<'a>>, filters: impl IntoIterator<Item = Filter>) -> Self {
        let place = |what| match what {
            What::Announced | What::Whole => (0, 0),
            What::Update(at) => (at + 1, 0),
            What::Correction(at) => (at + 1, 1),
        };
        spots.sort_by(|a, b| {
            (a.at, &a.incident.id, place(a.what)).cmp(&(b.at, &b.incident.id, place(b.what)))
        });
        let (mut pages, mut counted) = (Vec::new(), 0);
        for (at, spot) in spots.iter().enumerate() {
            if !rides(spot.incident, spot.what) {
                if counted % PAGE == 0 {
                    pages.push(at);
                }
                counted += 1;
            }
        }
        let newest = newest(&spots, filters);
        Self {
            spots,
            pages,
            counted,
            newest,
        }
    }

    /// Archives that stand behind the main file: full pages, the oldest is number 1.
    pub fn archives(&self) -> usize {
        archives(self.counted)
    }

    /// The entries of an archive, oldest first.
    pub fn archive(&self, number: usize) -> &[Spot<'a>] {
        let edge = |page: usize| self.pages.get(page).copied().unwrap_or(self.spots.len());
        &self.spots[edge(number - 1)..edge(number)]
    }

    /// The newest entries that a filter lets through, oldest first.
    pub fn newest(&self, filter: Filter) -> Vec<Told<'a>> {
        match self.newest.get(&filter) {
            Some(newest) => newest.iter().rev().cloned().collect(),
            None => tell(self.last()),
        }
    }

    /// The newest page of all entries: full, where there are so many.
    fn last(&self) -> &[Spot<'a>] {
        let mut left = PAGE;
        let counts = |spot: &Spot<'_>| !rides(spot.incident, spot.what);
        let first = self.spots.iter().rposition(|spot| {
            left -= usize::from(counts(spot));
            left == 0
        });
        &self.spots[first.unwrap_or(0)..]
    }
}

/// The entries that stand at these places.
pub fn tell<'a>(spots: &[Spot<'a>]) -> Vec<Told<'a>> {
    spots.iter().map(|spot| spot.told()).collect()
}

/// For each filter the newest entries that it lets through, newest first.
fn newest<'a>(
    spots: &[Spot<'a>],
    filters: impl IntoIterator<Item = Filter>,
) -> BTreeMap<Filter, Vec<Told<'a>>> {
    let filters = filters.into_iter().filter(|filter| *filter != Filter::All);
    let mut newest: BTreeMap<Filter, Vec<Told<'a>>> =
        filters.map(|filter| (filter, Vec::new())).collect();
    let mut open: Vec<Filter> = newest.keys().copied().collect();
    for spot in spots.iter().rev() {
        if open.is_empty() {
            break;
        }
        if !open.iter().any(|filter| may_fit(spot.incident, *filter)) {
            continue;
        }
        let told = spot.told();
        open.retain(|filter| {
            let taken = newest.entry(*filter).or_default();
            if told.touched.fits(*filter) {
                taken.push(told.clone());
            }
            taken.len() < PAGE
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
