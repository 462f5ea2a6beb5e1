//! The content of a project's inputs, by hash.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use crate::disk::InodeStamp;
use crate::source::is_passed_over;

pub use crate::source::FOLDERS;

/// The file beside them that does.
pub const SETTINGS: &str = "status.yml";

/// Bits of a mode that say what a file is, and those of a folder (POSIX, `sys/stat.h`).
const KIND: u32 = 0o170_000;
const FOLDER: u32 = 0o040_000;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileChange {
    /// It was not there.
    New,
    /// It has other bytes, or is of another kind.
    Edited,
    /// It is gone.
    Gone,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Input {
    stamp: InodeStamp,
    settled: bool,
    /// `None` where nobody had to know yet: of what was settled when it was first seen.
    hash: Option<[u8; 32]>,
}

impl Input {
    /// The same content, as far as anybody knows: a file that was never read has changed
    /// with its stamp.
    fn is_same(&self, now: &Self) -> bool {
        self.stamp.mode & KIND == now.stamp.mode & KIND
            && match (self.hash, now.hash) {
                (Some(before), Some(after)) => before == after,
                _ => self.stamp == now.stamp,
            }
    }
}

/// All inputs as they were last seen.
#[derive(Debug, Default)]
pub struct InputHashes {
    files: BTreeMap<String, Input>,
}

impl InputHashes {
    /// Looks again; gives what has changed since, sorted by path.
    pub fn look(&mut self, root: &Path) -> Vec<(String, FileChange)> {
        let mut files = BTreeMap::new();
        if let Ok(meta) = fs::symlink_metadata(root.join(SETTINGS)) {
            self.file(&mut files, root, SETTINGS.to_string(), &meta);
        }
        for folder in FOLDERS {
            let all = WalkDir::new(root.join(folder)).into_iter();
            let ours = all.filter_entry(|entry| {
                let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
                entry.depth() == 0 || !is_passed_over(&below.to_string_lossy())
            });
            for entry in ours.flatten() {
                let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
                if let Ok(meta) = entry.metadata() {
                    let path = below.to_string_lossy().into_owned();
                    self.file(&mut files, root, path, &meta);
                }
            }
        }
        let changes = compare(&self.files, &files);
        self.files = files;
        changes
    }

    /// Looks again at these paths alone; at all, where one of them may be a folder. Other
    /// files have changed only if nobody was told.
    pub fn look_at(&mut self, root: &Path, paths: &BTreeSet<PathBuf>) -> Vec<(String, FileChange)> {
        let mut now = BTreeMap::new();
        let mut before = BTreeMap::new();
        for path in paths {
            let below = match path.strip_prefix(root) {
                Ok(below) if !below.as_os_str().is_empty() => below,
                // The project's folder itself, or what it stands in.
                _ => return self.look(root),
            };
            if !is_ours(below) {
                continue;
            }
            let below = below.to_string_lossy().into_owned();
            let meta = fs::symlink_metadata(path).ok();
            let known = self.files.get(&below);
            let folder = |mode: u32| mode & KIND == FOLDER;
            if known.is_some_and(|known| folder(known.stamp.mode))
                || meta.as_ref().is_some_and(|meta| folder(meta.mode()))
            {
                return self.look(root);
            }
            if let Some(known) = known {
                before.insert(below.clone(), known.clone());
            }
            if let Some(meta) = meta {
                self.file(&mut now, root, below, &meta);
            }
        }
        let changes = compare(&before, &now);
        for path in before.keys() {
            self.files.remove(path);
        }
        self.files.append(&mut now);
        changes
    }

    fn file(
        &self,
        files: &mut BTreeMap<String, Input>,
        root: &Path,
        path: String,
        meta: &Metadata,
    ) {
        let stamp = InodeStamp::new(meta);
        let before = self.files.get(&path);
        let known = match before {
            Some(known) if known.settled && known.stamp == stamp => known.clone(),
            _ => {
                let settled = stamp.is_settled();
                let unread = self.files.is_empty() && settled && meta.is_file();
                Input {
                    stamp,
                    settled,
                    hash: (!unread).then(|| hash(&root.join(&path), meta)),
                }
            }
        };
        files.insert(path, known);
    }
}

/// Whether a path below the project is an input: see [`InputHashes::look`].
fn is_ours(below: &Path) -> bool {
    let path = below.to_string_lossy();
    match path.split_once('/') {
        None => path == SETTINGS || FOLDERS.contains(&&*path),
        Some((first, _)) => FOLDERS.contains(&first) && !is_passed_over(&path),
    }
}

/// Of what a file holds; of other things, of what they are.
fn hash(path: &Path, meta: &Metadata) -> [u8; 32] {
    let mut hasher = Sha256::new();
    if meta.is_file() {
        if let Err(error) = read_into(&mut hasher, path) {
            hasher.update(error.to_string());
        }
    } else {
        hasher.update(meta.mode().to_le_bytes());
        if meta.is_dir() {
            // A folder that becomes unreadable is an error of the project.
            hasher.update([u8::from(fs::read_dir(path).is_ok())]);
        }
    }
    hasher.finalize().into()
}

fn read_into(hasher: &mut Sha256, path: &Path) -> std::io::Result<()> {
    let mut file = fs::File::open(path)?;
    let mut piece = [0; 16 * 1024];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(()),
            n => hasher.update(&piece[..n]),
        }
    }
}

fn compare(
    old: &BTreeMap<String, Input>,
    new: &BTreeMap<String, Input>,
) -> Vec<(String, FileChange)> {
    let mut changes = Vec::new();
    for (path, known) in new {
        match old.get(path) {
            None => changes.push((path.clone(), FileChange::New)),
            Some(before) if !before.is_same(known) => {
                changes.push((path.clone(), FileChange::Edited));
            }
            Some(_) => {}
        }
    }
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    changes.extend(gone.map(|path| (path.clone(), FileChange::Gone)));
    changes.sort_by(|a, b| a.0.cmp(&b.0));
    changes
}
