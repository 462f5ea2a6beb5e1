//! Whether all outputs can stand in one site.
//!
//! Takes the outputs; gives findings with the files that are to blame. Must not know what
//! the outputs are.

use std::collections::{BTreeMap, HashSet};

use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::publish::{LIST, MAX_NAME, fits};
use crate::site::output::{Output, Sources};
use crate::text::collision_key;

/// Who is to blame where no content file is.
const OURS: &str = "the site itself";

/// Checks the paths of all outputs.
///
/// # Errors
/// Two outputs with one path, a file where a folder is to stand, and names that not every
/// system can write.
pub fn check(outputs: &[Output<'_>]) -> Result<(), Vec<Diagnostic>> {
    let mut files: BTreeMap<String, &str> = BTreeMap::from([(LIST.to_string(), OURS)]);
    let mut folders: BTreeMap<String, &str> = BTreeMap::new();
    let mut written: HashSet<&str> = HashSet::new();
    let mut found = Vec::new();
    for output in outputs {
        let path = output.path.as_str();
        let origin = origin(output);
        if !fits(path) {
            found.push(error(
                "output-path",
                origin,
                format!("`{path}` cannot be the path of a file in a site"),
                &format!(
                    "names of at most {MAX_NAME} bytes, without backslashes and control characters"
                ),
            ));
        }
        if let Some(first) = files.insert(collision_key(path), origin) {
            let message = format!(
                "two files would be published as {path}: one from {first}, one from {origin}"
            );
            found.push(error(
                "output-collision",
                origin,
                message,
                "rename one of them",
            ));
        }
        let parents = path.match_indices('/').map(|(at, _)| &path[..at]);
        for folder in parents.filter(|folder| written.insert(folder)) {
            folders.entry(collision_key(folder)).or_insert(origin);
        }
    }
    for (key, origin) in &files {
        if let Some(other) = folders.get(key) {
            let message =
                format!("{key} would be a file, from {origin}, and a folder, from {other}");
            let blamed = if *origin == OURS { other } else { origin };
            found.push(error(
                "output-collision",
                blamed,
                message,
                "rename one of them",
            ));
        }
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// The first content file that an output is made of.
fn origin<'o>(output: &'o Output<'_>) -> &'o str {
    match &output.inputs.sources {
        Sources::Files(files) => files.first().map_or(OURS, String::as_str),
        Sources::All | Sources::Parts { .. } => OURS,
    }
}

fn error(code: &'static str, origin: &str, message: String, expected: &str) -> Diagnostic {
    let file = SourceFile::new(origin.to_string(), "");
    Diagnostic::error(code, Place::new(&file, 0..0), message, expected)
}
