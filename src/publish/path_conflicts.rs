//! Which paths can stand in one site.
//!
//! Takes paths; says which cannot stand beside the others. Must not know what they are for.

use std::collections::{BTreeMap, HashSet};

use super::FILE_LIST;
use crate::disk::path::{folders_of, is_portable};
use crate::text::collision_key;

/// Why a path cannot stand in a site. Others are named by their place; the list of files,
/// which each site has, has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathConflict {
    /// It leaves the site, or cannot be written on any system.
    Name(usize),
    /// The second is a path like the first, on some systems.
    Twice(Option<usize>, usize),
    /// The first is a file, and the second wants a folder there.
    Folder(Option<usize>, usize),
}

/// All that keeps these paths from standing in one site.
pub fn path_conflicts<'p>(paths: impl IntoIterator<Item = &'p str>) -> Vec<PathConflict> {
    let mut files = BTreeMap::from([(FILE_LIST.to_string(), None)]);
    let mut folders: BTreeMap<String, usize> = BTreeMap::new();
    let mut known: HashSet<&str> = HashSet::new();
    let mut path_conflicts = Vec::new();
    for (at, path) in paths.into_iter().enumerate() {
        if !is_portable(path) {
            path_conflicts.push(PathConflict::Name(at));
        }
        if let Some(first) = files.insert(collision_key(path), Some(at)) {
            path_conflicts.push(PathConflict::Twice(first, at));
        }
        for folder in folders_of(path).into_iter().filter(|f| known.insert(f)) {
            folders.entry(collision_key(folder)).or_insert(at);
        }
    }
    let both = folders
        .iter()
        .filter_map(|(key, at)| Some(PathConflict::Folder(*files.get(key)?, *at)));
    path_conflicts.extend(both);
    path_conflicts
}
