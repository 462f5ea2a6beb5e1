//! Outputs to disk, all or nothing.
//!
//! Takes the finished files; gives a published folder that is at every moment
//! one whole site, old or new. Must not know what the files mean.
//!
//! A new tree is staged beside the target, made durable, and exchanged with it
//! in one step (`renameat2` with `RENAME_EXCHANGE`). Where the system cannot do
//! that (other file systems, mount points, other systems than Linux), files are
//! replaced in place, one by one and each whole, home pages last
//! (`docs/decisions/0004-publishing.md`).

mod error;
mod in_place;
mod owned;
mod stage;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

pub use error::PublishError;

/// List of the files that Upfront wrote, in the site's root: what stands in it
/// may be replaced, everything else is someone's work.
pub const LIST: &str = "files.json";

/// One file of the finished site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative to the site's root, `/` between parts.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How the new site took the place of the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// There was none before.
    First,
    /// Both were exchanged in one step.
    Exchanged,
    /// File by file.
    InPlace,
}

/// What publishing did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// New files and files with new bytes.
    pub written: Vec<String>,
    /// Files with the bytes they had.
    pub unchanged: usize,
    /// Files that are gone.
    pub removed: Vec<String>,
    /// How.
    pub how: How,
}

/// Which way to go; tests force the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// Exchange, and in place where that is impossible.
    Exchange,
    /// In place at once.
    InPlace,
}

/// Publishes `files` as the whole content of `out`, beside dotfiles that are there.
///
/// # Errors
/// See [`PublishError`]; the old site is then as it was.
pub fn publish(out: &Path, files: &[File]) -> Result<Published, PublishError> {
    publish_by(out, files, Strategy::Exchange)
}

/// Like [`publish`], by a given way.
///
/// # Errors
/// See [`publish`].
pub fn publish_by(
    out: &Path,
    files: &[File],
    strategy: Strategy,
) -> Result<Published, PublishError> {
    check_paths(files)?;
    let out = resolve(out)?;
    let _turn = out.parent().map(stage::wait_for_turn).transpose()?;
    let list = list_of(files);
    let mut all: Vec<&File> = files.iter().collect();
    all.push(&list);
    let old = owned::inspect(&out)?;
    let mut published = compare(&out, &all, &old);
    if strategy == Strategy::InPlace {
        in_place::replace(&out, &all, &published)?;
        published.how = How::InPlace;
        return Ok(published);
    }
    match stage::exchange(&out, &all, &published, old.exists) {
        Ok(how) => published.how = how,
        Err(stage::Failed::Impossible) => {
            in_place::replace(&out, &all, &published)?;
            published.how = How::InPlace;
        }
        Err(stage::Failed::Error(error)) => return Err(error),
    }
    Ok(published)
}

/// The target itself, where it is a link to a folder.
fn resolve(out: &Path) -> Result<PathBuf, PublishError> {
    let absolute = std::path::absolute(out).map_err(|e| PublishError::io("finding", out, e))?;
    match fs::symlink_metadata(&absolute) {
        Ok(meta) if meta.is_symlink() => {
            let real = fs::canonicalize(&absolute)
                .map_err(|e| PublishError::io("following the link", &absolute, e))?;
            if real.is_dir() {
                Ok(real)
            } else {
                Err(PublishError::NotAFolder(absolute))
            }
        }
        Ok(meta) if !meta.is_dir() => Err(PublishError::NotAFolder(absolute)),
        Ok(_) => Ok(absolute),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(absolute),
        Err(e) => Err(PublishError::io("looking at", &absolute, e)),
    }
}

fn list_of(files: &[File]) -> File {
    let mut paths: BTreeSet<&str> = files.iter().map(|f| f.path.as_str()).collect();
    paths.insert(LIST);
    let document = serde_json::json!({ "generator": "upfront", "files": paths });
    File {
        path: LIST.to_string(),
        bytes: format!("{document:#}\n").into_bytes(),
    }
}

fn compare(out: &Path, files: &[&File], old: &owned::Old) -> Published {
    let mut published = Published {
        written: Vec::new(),
        unchanged: 0,
        removed: Vec::new(),
        how: How::First,
    };
    for file in files {
        let disk = out.join(&file.path);
        let same = old.exists
            && fs::symlink_metadata(&disk).is_ok_and(|m| m.is_file())
            && fs::read(&disk).is_ok_and(|b| b == file.bytes);
        if same {
            published.unchanged += 1;
        } else {
            published.written.push(file.path.clone());
        }
    }
    let new: BTreeSet<&str> = files.iter().map(|f| f.path.as_str()).collect();
    published.removed = old
        .listed
        .iter()
        .filter(|path| !new.contains(path.as_str()))
        .cloned()
        .collect();
    published
}

/// Paths stay inside the site and can be written on any system.
fn check_paths(files: &[File]) -> Result<(), PublishError> {
    let mut seen: BTreeSet<String> = BTreeSet::from([LIST.to_string()]);
    let mut folders: BTreeSet<String> = BTreeSet::new();
    for file in files {
        let part_fits = |part: &str| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && part.len() <= 200
                && !part.contains(['\\', '\0'])
                && !part.chars().any(char::is_control)
        };
        if !file.path.split('/').all(part_fits)
            || !seen.insert(crate::text::collision_key(&file.path))
        {
            return Err(PublishError::BadPath(file.path.clone()));
        }
        let mut folder = file.path.as_str();
        while let Some((parent, _)) = folder.rsplit_once('/') {
            folders.insert(crate::text::collision_key(parent));
            folder = parent;
        }
    }
    match files
        .iter()
        .find(|f| folders.contains(&crate::text::collision_key(&f.path)))
    {
        Some(file) => Err(PublishError::BadPath(file.path.clone())),
        None => Ok(()),
    }
}
