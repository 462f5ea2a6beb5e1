//! The writing verbs: what a person says, into the Markdown of an incident file.
//!
//! Takes words, times and scope, already checked against the site; gives files
//! that `source` has read again, or a reason why nothing was written. They change
//! text, not data: every byte that need not change stays
//! (`docs/decisions/0038-writing-verbs.md`). Must not ask, print or read a clock.

mod draft;
mod entry;
mod file_name;
pub mod find;
mod new_file;
mod scenario;
mod speech;
mod spoken;
mod store;
mod text_edit;
pub mod when;
pub mod words;

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::lint::{self, Strictness};
use crate::source::{self, Reading};
use crate::time::Moment;

pub use draft::{CheckedDraft, Draft, DraftContent, says_something};
pub use entry::{EntryStatus, NewEntry, NextUpdate, ScopeChange};
pub use file_name::free_name;
pub use new_file::{NewFile, Timing};
pub use scenario::{Answers, Placeholder, Scenario, faults, placeholders, scenarios};
pub use speech::Speech;

/// Why nothing was written.
#[derive(Debug)]
pub enum WriteError {
    /// What was asked for cannot be meant.
    Usage(String),
    /// The file would have these errors.
    Content(Vec<Diagnostic>),
    /// The file would be right, but what is new in it breaks writing rules that are
    /// errors; these, and all else that was found.
    Rules(Vec<Diagnostic>),
    /// Another program changed the file meanwhile, or holds the lock.
    Busy(String),
    /// The machine failed us.
    Machine(String),
}

/// What `upfront check` says of one file of a project.
#[derive(Debug)]
pub struct CheckReport {
    /// The project as it would be.
    pub reading: Reading,
    /// Of the format.
    pub found: Vec<Diagnostic>,
    /// Of the writing rules, about what is new.
    pub rules: Vec<Diagnostic>,
}

/// The clock, and how strict the writing rules are.
#[derive(Debug, Clone, Copy)]
pub struct LintOptions {
    /// The clock.
    pub now: Moment,
    /// Errors of rules refuse what is written, or only warn.
    pub mode: Strictness,
}

/// What `upfront check` says of one file of a project, as if it had these bytes.
/// The one place to ask. `before` is the file as it was: what the rules say of that
/// already is nobody's fault now, and left out. They look at this incident alone.
pub fn checked(
    root: &Path,
    path: &str,
    bytes: &[u8],
    before: Option<&Reading>,
    options: LintOptions,
) -> CheckReport {
    let mut reading = source::reading(root, Some((path, bytes)));
    let mut found = std::mem::take(&mut reading.found);
    found.retain(|d| {
        let related = d.related.iter().map(|(place, _)| place);
        let mut places = std::iter::once(&d.place).chain(related);
        places.any(|place| place.file.path == path || place.file.path == "status.yml")
    });
    let ahead = |reading: &Reading| lint::ahead::of_file(reading, path, options.now);
    let known: Vec<_> = before.iter().flat_map(|before| ahead(before)).collect();
    // A time ahead that stood here before is nobody's fault now, unless it is in the way.
    let in_the_way = found.iter().any(|d| d.code == "time-backwards");
    let is_new = |one: &Diagnostic| in_the_way || !known.iter().any(|other| is_same(one, other));
    let ahead = ahead(if in_the_way {
        before.unwrap_or(&reading)
    } else {
        &reading
    });
    found.extend(ahead.into_iter().filter(is_new));
    let say = |reading: &Reading| lint::about(reading, path, options.now, options.mode);
    let mut known: Vec<_> = before.iter().flat_map(|before| say(before)).collect();
    let mut rules = say(&reading);
    rules.retain(|one| {
        let same = known.iter().position(|other| is_same(one, other));
        same.map(|at| known.swap_remove(at)).is_none()
    });
    CheckReport {
        reading,
        found,
        rules,
    }
}

/// The same finding about the same words, wherever they stand by now.
fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    let words = |d: &Diagnostic| d.place.file.text[d.place.span.clone()].to_string();
    one.code == other.code && one.message == other.message && words(one) == words(other)
}
