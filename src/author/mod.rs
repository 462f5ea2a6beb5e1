//! The writing verbs: what a person says, into the Markdown of an incident file.
//!
//! Takes words, times and scope, already checked against the site; gives files
//! that `source` has read again, or a reason why nothing was written. They change
//! text, not data: every byte that need not change stays
//! (`docs/decisions/0038-writing-verbs.md`). Must not ask, print or read a clock.

mod draft;
mod edit;
mod entry;
mod file;
pub mod find;
mod name;
mod scenario;
mod speech;
mod store;
pub mod when;
pub mod words;

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::source::{self, Reading};

pub use draft::{Checked, Draft, Piece, Window};
pub use entry::{Entry, Next, Said, Scoped};
pub use file::{NewFile, Time};
pub use name::free_name;
pub use scenario::{Answers, Place, Scenario, faults, places, scenarios};
pub use speech::Speech;

/// Why nothing was written.
#[derive(Debug)]
pub enum Refused {
    /// What was asked for cannot be meant.
    Usage(String),
    /// The file would have these errors.
    Content(Vec<Diagnostic>),
    /// Another program changed the file meanwhile, or holds the lock.
    Busy(String),
    /// The machine failed us.
    Machine(String),
}

/// What `upfront check` says of one file of a project, as if it had these bytes.
/// The one place to ask: rules about writing that `check` learns belong in here.
pub fn checked(root: &Path, path: &str, bytes: &[u8]) -> (Reading, Vec<Diagnostic>) {
    let mut reading = source::reading(root, Some((path, bytes)));
    let mut found = std::mem::take(&mut reading.found);
    found.retain(|d| {
        let related = d.related.iter().map(|(place, _)| place);
        let mut places = std::iter::once(&d.place).chain(related);
        places.any(|place| place.file.path == path || place.file.path == "status.yml")
    });
    (reading, found)
}
