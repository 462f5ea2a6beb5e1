//! Whose files stand in the target: ours by the list, dotfiles of the owner,
//! and everything else, which is never touched.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use walkdir::WalkDir;

use super::{LIST, PublishError};

/// Foreign files that an error names.
const NAMED: usize = 5;

/// What stands in the target now.
#[derive(Debug, Default)]
pub struct Old {
    /// The folder is there.
    pub exists: bool,
    /// Files of ours that are there.
    pub listed: BTreeSet<String>,
    /// Dot entries that are there, the topmost of each.
    pub dots: Vec<String>,
}

/// Looks at the target.
///
/// # Errors
/// Files that Upfront did not write, and what cannot be read.
pub fn inspect(out: &Path) -> Result<Old, PublishError> {
    match fs::read_dir(out) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Old::default()),
        Err(e) => return Err(PublishError::io("reading", out, e)),
        Ok(_) => {}
    }
    let listed = read_list(out);
    let mut old = Old {
        exists: true,
        listed: BTreeSet::new(),
        dots: Vec::new(),
    };
    let dots = std::cell::RefCell::new(Vec::new());
    let mut foreign = Vec::new();
    let mut more = 0;
    // A dot entry is the owner's, unless the list says that we wrote it.
    let walk = WalkDir::new(out)
        .min_depth(1)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            let dot = is_dot(entry.file_name());
            if dot {
                dots.borrow_mut().push(below(out, entry.path()));
            }
            !dot
        });
    for entry in walk {
        let entry = entry.map_err(|e| PublishError::io("reading", out, e.into()))?;
        let path = below(out, entry.path());
        let is_folder = entry.file_type().is_dir();
        let known = listed.contains(&path);
        if known && !is_folder {
            old.listed.insert(path);
        } else if !is_folder
            || is_empty(entry.path()) && !listed.iter().any(|l| l.starts_with(&format!("{path}/")))
        {
            if foreign.len() < NAMED {
                foreign.push(if is_folder { format!("{path}/") } else { path });
            } else {
                more += 1;
            }
        }
    }
    if !foreign.is_empty() {
        return Err(PublishError::Foreign {
            out: out.to_path_buf(),
            files: foreign,
            more,
        });
    }
    let is_ours = |path: &String| {
        let dot = path.split('/').any(|part| part.starts_with('.'));
        dot && fs::symlink_metadata(out.join(path)).is_ok_and(|meta| !meta.is_dir())
    };
    old.listed.extend(listed.into_iter().filter(is_ours));
    old.dots = dots.into_inner();
    Ok(old)
}

fn is_dot(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// Path below the target with `/`.
pub fn below(out: &Path, path: &Path) -> String {
    let below = path.strip_prefix(out).unwrap_or(path);
    below
        .iter()
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// The list of an earlier build; empty where there is none that can be read.
fn read_list(out: &Path) -> BTreeSet<String> {
    let read = || -> Option<BTreeSet<String>> {
        let meta = fs::symlink_metadata(out.join(LIST))
            .ok()
            .filter(fs::Metadata::is_file)?;
        if meta.len() > 64 * 1024 * 1024 {
            return None;
        }
        let document: serde_json::Value =
            serde_json::from_slice(&fs::read(out.join(LIST)).ok()?).ok()?;
        if document.get("generator")?.as_str()? != "upfront" {
            return None;
        }
        let files = document.get("files")?.as_array()?;
        Some(
            files
                .iter()
                .filter_map(|f| f.as_str().map(str::to_string))
                .collect(),
        )
    };
    read().unwrap_or_default()
}
