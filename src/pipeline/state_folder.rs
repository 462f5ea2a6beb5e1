//! The folder of the project in which builds leave what makes the next one quicker.
//!
//! Takes the project's folder and the name of a file; reads and replaces it. All of it may be
//! deleted at any time. Must not know what the files hold.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::disk::{self, Staged};

/// Of no interest to anybody else.
const FOLDER: &str = ".upfront";

/// What git is to leave alone: all but the memory of `upfront import`.
const IGNORED: &str = "*\n!imported.json\n";

/// A regular file of the folder; `None` where there is none that can be read.
pub fn open(root: &Path, name: &str) -> Option<File> {
    let path = folder(root)?.join(name);
    let is_file = fs::symlink_metadata(&path).ok()?.is_file();
    is_file.then(|| File::open(path).ok())?
}

/// Puts a file in its place, whole or not at all, filled by `fill`.
///
/// # Errors
/// What the disk says. Nobody needs these files: whoever cannot keep one goes on.
pub fn replace(
    root: &Path,
    name: &str,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    match fs::create_dir(root.join(FOLDER)) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e),
        _ => {}
    }
    let folder = folder(root).ok_or(io::ErrorKind::NotADirectory)?;
    remove_stale(&folder, name);
    // Whoever keeps the project under version control has nothing to do.
    let ignored = folder.join(".gitignore");
    if fs::symlink_metadata(&ignored).is_err() {
        disk::write_new(&ignored, IGNORED.as_bytes(), None)?;
    }
    let new = folder.join(format!("{name}-{}", std::process::id()));
    // Of a process that had this one's number.
    let _ = fs::remove_file(&new);
    Staged::write_with(new, None, fill)?.replace(&folder.join(name))
}

/// Takes away a file of the folder, if it is there.
pub fn remove(root: &Path, name: &str) {
    if let Some(folder) = folder(root) {
        let _ = fs::remove_file(folder.join(name));
    }
}

/// Takes away what a killed build left: files that nobody writes any more.
fn remove_stale(folder: &Path, name: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let file = entry.file_name();
        let writer = file
            .to_str()
            .and_then(|file| file.strip_prefix(name)?.strip_prefix('-'));
        let writer = writer.and_then(|pid| rustix::process::Pid::from_raw(pid.parse().ok()?));
        if writer.is_some_and(|pid| rustix::process::test_kill_process(pid).is_err()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The folder, where it is one and no link to elsewhere.
fn folder(root: &Path) -> Option<PathBuf> {
    Some(root.join(FOLDER)).filter(|folder| disk::is_folder(folder))
}
