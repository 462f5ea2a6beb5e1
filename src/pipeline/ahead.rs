//! What the clock shows to be wrong in files that are published all the same.
//!
//! Takes the project's folder, its model and the clock; gives warnings with their places,
//! for which it reads the few files that it warns of again.

use std::path::Path;

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::ahead;
use crate::model::Model;
use crate::source::{layout, reading_alone};
use crate::time::Moment;

/// Files that are read again at most: a machine whose clock is wrong would read all.
const MOST: usize = 30;

/// Times ahead and announcements without a time, as warnings: what is said is said, so
/// that no clock keeps it from readers.
pub fn warnings(root: &Path, model: &Model, now: Moment) -> Vec<Diagnostic> {
    let concerned = model.incidents().filter(|i| ahead::concerns(i, now));
    let mut found = Vec::new();
    for incident in concerned.take(MOST) {
        let path = &*incident.files[0];
        // A file that went meanwhile is the next build's.
        if let Ok(bytes) = layout::bytes(root, path) {
            let reading = reading_alone(root, (path, &bytes));
            found.extend(ahead::of_file(&reading, path, now));
        }
    }
    for one in &mut found {
        one.severity = Severity::Warning;
    }
    ahead::bounded(found, &model.site, now)
}
