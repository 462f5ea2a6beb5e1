//! The incidents that the last build understood, kept for the next one
//! (`docs/decisions/0088-the-read-cache.md`).
//!
//! Takes the project; reads and writes the cache in its [`state_folder`].

use std::io::{BufReader, BufWriter};
use std::path::Path;

use super::state_folder;
use crate::diagnostic::SourceFile;
use crate::digest::digest;
use crate::model::Model;
use crate::source::{Project, ReadCache, write_cache};

const NAME: &str = "incidents";

/// So few incidents are read again in less time than the cache of all is written.
const FEW: usize = 50;

/// What is known of a project with these settings.
pub fn read(root: &Path, settings: &SourceFile) -> ReadCache {
    let file = state_folder::open(root, NAME);
    file.map_or_else(ReadCache::default, |file| {
        ReadCache::read(BufReader::with_capacity(1 << 20, file), base(settings))
    })
}

/// Keeps what was read, if that spares the next build more than a moment. One that cannot
/// be kept costs time, nothing else.
pub fn keep(root: &Path, project: &mut Project, model: &Model) {
    let Some(settings) = project.settings.as_ref().filter(|_| project.uncached > FEW) else {
        return;
    };
    let base = base(settings);
    let kept = state_folder::replace(root, NAME, |file| {
        write_cache(
            BufWriter::with_capacity(1 << 20, file),
            base,
            project,
            model,
        )
    });
    if kept.is_ok() {
        project.uncached = 0;
    }
}

fn base(settings: &SourceFile) -> u128 {
    digest([program().as_bytes(), settings.text.as_bytes()])
}

/// Words that name this very program: another one may read the same files in another way.
pub fn program() -> String {
    let file = std::env::current_exe().and_then(std::fs::metadata).ok();
    let changed = file.as_ref().and_then(|meta| meta.modified().ok());
    let size = file.as_ref().map(std::fs::Metadata::len);
    format!("{} {size:?} {changed:?}", env!("CARGO_PKG_VERSION"))
}
