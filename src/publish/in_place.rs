//! The way without an exchange: every file is replaced whole, pages before the
//! home pages, removals last. A reader may meet pages of two builds for a
//! moment, never a torn or missing one. All bytes are on the disk before the
//! first name changes, so that a full disk changes nothing.

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::stage::{make_folder, make_folders, parents, sync_folder, write_file};
use super::{File, LIST, PublishError, Published};

/// Begins the name of a file that waits for its place.
const WAITING: &str = ".upfront-";

/// Replaces what changed.
pub fn replace(out: &Path, files: &[&File], published: &Published) -> Result<(), PublishError> {
    make_folders(out)?;
    remove_stale(out);
    let written: BTreeSet<&str> = published.written.iter().map(String::as_str).collect();
    let mut changed: Vec<&File> = files
        .iter()
        .copied()
        .filter(|f| written.contains(f.path.as_str()) && f.path != LIST)
        .collect();
    changed.sort_by_key(|f| (order(&f.path), f.path.clone()));
    // First the list, with old and new names: whatever happens, all files stay ours.
    let union = File {
        path: LIST.to_string(),
        bytes: union_list(files, published),
    };
    changed.insert(0, &union);
    let removed = &published.removed;
    let last = files.iter().copied().filter(|f| f.path == LIST);
    let mut waiting = Waiting::default();
    for file in changed.into_iter().chain(last) {
        waiting.add(out, file)?;
    }
    make_durable(out)?;
    let list = waiting.files.pop_back();
    waiting.place()?;
    for path in removed {
        let disk = out.join(path);
        fs::remove_file(&disk).map_err(|e| PublishError::io("removing", &disk, e))?;
        for folder in parents(path).into_iter().rev() {
            // Fails where something still stands in it, as it should.
            let _ = fs::remove_dir(out.join(folder));
        }
    }
    waiting.files.extend(list);
    waiting.place()?;
    make_durable(out)
}

/// What other pages need comes first, the pages that everybody reads come last.
fn order(path: &str) -> u8 {
    match path {
        _ if path == "index.html" || path.ends_with("/index.html") => 3,
        _ if path.ends_with(".rss") => 2,
        _ if path.ends_with(".html") => 1,
        _ => 0,
    }
}

fn union_list(files: &[&File], published: &Published) -> Vec<u8> {
    let paths: BTreeSet<&str> = files
        .iter()
        .map(|f| f.path.as_str())
        .chain(published.removed.iter().map(String::as_str))
        .collect();
    let document = serde_json::json!({ "generator": "upfront", "files": paths });
    format!("{document:#}\n").into_bytes()
}

/// Files that stand beside their places under other names. What was not placed
/// goes when this goes.
#[derive(Default)]
struct Waiting {
    /// Where each stands, and its place; in the order of placing.
    files: VecDeque<(PathBuf, PathBuf)>,
    /// Folders that were made for them, outer ones first.
    folders: Vec<PathBuf>,
}

impl Waiting {
    fn add(&mut self, out: &Path, file: &File) -> Result<(), PublishError> {
        for folder in parents(&file.path) {
            let folder = out.join(folder);
            if !folder.is_dir() {
                make_folder(&folder)?;
                self.folders.push(folder);
            }
        }
        let place = out.join(&file.path);
        let name = format!("{WAITING}{}-{}", std::process::id(), self.files.len());
        let temporary = place.parent().unwrap_or(out).join(name);
        self.files.push_back((temporary.clone(), place));
        write_file(&temporary, &file.bytes)
    }

    fn place(&mut self) -> Result<(), PublishError> {
        while let Some((temporary, place)) = self.files.front() {
            fs::rename(temporary, place).map_err(|e| PublishError::io("replacing", place, e))?;
            self.files.pop_front();
        }
        Ok(())
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        for (temporary, _) in &self.files {
            let _ = fs::remove_file(temporary);
        }
        for folder in self.folders.iter().rev() {
            // Fails where something was placed in it, as it should.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes what a killed build left waiting, with the folders made for it. Only
/// the build whose turn it is may.
fn remove_stale(out: &Path) {
    for entry in WalkDir::new(out).min_depth(1).into_iter().flatten() {
        let name = entry.file_name().to_string_lossy();
        let ours = name.strip_prefix(WAITING).is_some_and(|numbers| {
            !numbers.is_empty() && numbers.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        });
        if ours && entry.file_type().is_file() {
            let _ = fs::remove_file(entry.path());
            let mut folder = entry.path().parent();
            while let Some(empty) = folder.filter(|f| *f != out) {
                if fs::remove_dir(empty).is_err() {
                    break;
                }
                folder = empty.parent();
            }
        }
    }
}

#[cfg(target_os = "linux")]
fn make_durable(out: &Path) -> Result<(), PublishError> {
    fs::File::open(out)
        .and_then(|folder| rustix::fs::syncfs(&folder).map_err(Into::into))
        .and_then(|()| sync_folder(out))
        .map_err(|e| PublishError::io("writing to disk", out, e))
}

#[cfg(not(target_os = "linux"))]
fn make_durable(out: &Path) -> Result<(), PublishError> {
    for entry in WalkDir::new(out).into_iter().flatten() {
        let sync = fs::File::open(entry.path()).and_then(|f| f.sync_all());
        sync.map_err(|e| PublishError::io("writing to disk", entry.path(), e))?;
    }
    sync_folder(out).map_err(|e| PublishError::io("writing to disk", out, e))
}
