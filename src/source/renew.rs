//! A few files read anew into a project that is already known.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::names::{self, FileName};
use super::{INCIDENTS, Keep, Project, one, read};
use crate::diagnostic::Diagnostic;
use crate::model::Model;

impl Project {
    /// Reads `changed` again, paths relative to `root`, into a project of
    /// [`super::load_for_build`] and its model; gives how many incidents that were. `None` where more may follow from the
    /// change than the words of these incidents (another name, id, address or kind of
    /// file, a draft, any finding): then nothing was touched, and all must be read.
    pub fn renew(
        &mut self,
        model: &mut Model,
        root: &Path,
        changed: &BTreeSet<&str>,
    ) -> Option<usize> {
        let is_content = |path: &str| path.starts_with(INCIDENTS);
        let stays = |d: &Diagnostic| d.code == "left-out" || !is_content(&d.place.file.path);
        if !self.found.iter().all(stays) {
            return None;
        }
        let mut unknown = changed.len();
        let mut places = Vec::new();
        for (at, incident) in model.incidents().enumerate() {
            let files = incident.files.iter();
            let these = files.filter(|file| changed.contains(file.as_str())).count();
            if these > 0 {
                places.push(at);
                unknown -= these;
            }
        }
        if unknown > 0 {
            return None;
        }
        let mut fresh = Vec::new();
        for at in places {
            let before = &model.incidents[at];
            let listed = before.files.to_vec();
            let mut found = Vec::new();
            let mut files = Vec::new();
            for name in names::split(&model.site, listed, &mut found) {
                files.push((read_one(root, &name)?, name));
            }
            let mut files = files.into_iter().map(|(file, name)| (name, file));
            let (name, file) = files.next()?;
            let translations: Vec<_> = files.collect();
            let (parsed, more) = one(&name, &file, &translations, &model.site, Keep::Digests);
            found.extend(more);
            let parsed = parsed.filter(|p| found.is_empty() && !p.draft)?;
            let after = &parsed.incident;
            let same = after.id == before.id
                && after.name == before.name
                && after.aliases == before.aliases
                && after.files == before.files;
            if !same {
                return None;
            }
            fresh.push((at, parsed));
        }
        let count = fresh.len();
        for (at, parsed) in fresh {
            self.digests.extend(parsed.digests);
            model.incidents[at] = Arc::new(parsed.incident);
        }
        model.sort();
        Some(count)
    }
}

fn read_one(root: &Path, name: &FileName) -> Option<Arc<crate::diagnostic::SourceFile>> {
    read::file(root, &name.path, read::MAX_FILE).ok()
}
