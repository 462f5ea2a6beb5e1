//! Scope: what is affected, where, for whom, and what is not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Impact, State, Text};

/// A platform: its place in [`super::Site::platforms`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlatformId(pub usize);

/// A region: its place in [`super::Site::regions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RegionId(pub usize);

/// An audience: its place in [`super::Site::audiences`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AudienceId(pub usize);

/// All, or only some.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach<T> {
    /// All of them.
    All,
    /// These, in the site's order.
    Only(Vec<T>),
}

impl<T: Ord + Copy> Reach<T> {
    /// Both together.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        match (self, other) {
            (Reach::Only(a), Reach::Only(b)) => {
                let mut all: Vec<T> = a.iter().chain(b).copied().collect();
                all.sort_unstable();
                all.dedup();
                Reach::Only(all)
            }
            _ => Reach::All,
        }
    }
}

/// Something that is explicitly not affected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unaffected {
    /// A platform of the site.
    Platform(PlatformId),
    /// Plain words.
    Words(Text),
}

/// What an incident touches at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Platforms that are not operational, with their state.
    pub affected: BTreeMap<PlatformId, State>,
    /// Where.
    pub regions: Reach<RegionId>,
    /// For whom.
    pub audiences: Reach<AudienceId>,
    /// What is not.
    pub unaffected: Vec<Unaffected>,
    /// Written by hand; else the worst state says it.
    pub impact: Option<Impact>,
}

impl Scope {
    /// Nothing affected, everywhere, for all.
    pub fn empty() -> Self {
        Self {
            affected: BTreeMap::new(),
            regions: Reach::All,
            audiences: Reach::All,
            unaffected: Vec::new(),
            impact: None,
        }
    }

    /// The worst state in scope.
    pub fn worst(&self) -> State {
        self.affected
            .values()
            .copied()
            .max()
            .unwrap_or(State::Operational)
    }
}
