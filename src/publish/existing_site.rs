//! Whose files stand in the target: ours by the list, dotfiles of the owner,
//! and everything else, which is never touched.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use walkdir::WalkDir;

use super::{FILE_LIST, PublishError};
use crate::disk;
use crate::disk::path::{below, folders_of, is_portable};

/// Foreign files that an error names.
const NAMED: usize = 5;

/// Bytes of a list that is read: far more than the largest site that can be built has.
const MAX_LIST: u64 = 1024 * 1024 * 1024;

/// What stands in the target now.
#[derive(Debug, Default)]
pub struct ExistingSite {
    /// The folder is there.
    pub exists: bool,
    /// Files of ours that are there.
    pub listed: BTreeSet<String>,
    /// Files of ours that somebody, or a killed build, took away.
    pub gone: Vec<String>,
    /// Dot entries that are there, the topmost of each.
    pub dots: Vec<String>,
}

/// Looks at the target. Of empty folders those are ours in which a file of ours stood, or
/// is to stand by the `new` paths: a killed build leaves such.
///
/// # Errors
/// Files that Upfront did not write, and what cannot be read.
pub fn inspect(out: &Path, new: &BTreeSet<&str>) -> Result<ExistingSite, PublishError> {
    match fs::read_dir(out) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(ExistingSite::default()),
        Err(e) => return Err(PublishError::io("reading", out, e)),
        Ok(_) => {}
    }
    let listed = read_list(out);
    let mut old = ExistingSite {
        exists: true,
        ..ExistingSite::default()
    };
    let dots = std::cell::RefCell::new(Vec::new());
    let mut foreign = Vec::new();
    let mut more = 0;
    // A dot entry is the owner's, unless the list says that we wrote it.
    let walk = WalkDir::new(out)
        .min_depth(1)
        .sort_by(disk::by_name)
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
        // What is written behind a link to a folder would leave the site.
        let leads_out = || entry.path_is_symlink() && entry.path().is_dir();
        if !is_folder && listed.contains(&path) && !leads_out() {
            old.listed.insert(path);
        } else if !is_folder || is_empty(entry.path()) && !holds(&listed, new, &path) {
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
    for path in listed {
        if path.split('/').any(|part| part.starts_with('.')) && is_file(out, &path) {
            old.listed.insert(path);
        } else if !old.listed.contains(&path) {
            old.gone.push(path);
        }
    }
    old.dots = dots.into_inner();
    Ok(old)
}

/// A file stood in the folder, or is to stand there.
fn holds(listed: &BTreeSet<String>, new: &BTreeSet<&str>, folder: &str) -> bool {
    let begin = format!("{folder}/");
    listed.iter().any(|path| path.starts_with(&begin))
        || new.iter().any(|path| path.starts_with(&begin))
}

/// A file stands there, and not behind a link.
fn is_file(out: &Path, path: &str) -> bool {
    let is_folder = |folder: &&str| disk::is_folder(&out.join(folder));
    folders_of(path).iter().all(is_folder)
        && fs::symlink_metadata(out.join(path)).is_ok_and(|meta| meta.is_file())
}

fn is_dot(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// The list of an earlier build, without what none can have written, such as paths that
/// lead out of the site; empty where there is none that can be read.
pub fn read_list(out: &Path) -> BTreeSet<String> {
    let read = || -> Option<BTreeSet<String>> {
        let meta = fs::symlink_metadata(out.join(FILE_LIST))
            .ok()
            .filter(fs::Metadata::is_file)?;
        if meta.len() > MAX_LIST {
            return None;
        }
        let document: serde_json::Value =
            serde_json::from_slice(&fs::read(out.join(FILE_LIST)).ok()?).ok()?;
        if document.get("generator")?.as_str()? != "upfront" {
            return None;
        }
        let files = document.get("files")?.as_array()?;
        Some(
            files
                .iter()
                .filter_map(|f| f.as_str().filter(|path| is_portable(path)))
                .map(str::to_string)
                .collect(),
        )
    };
    read().unwrap_or_default()
}
