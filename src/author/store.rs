//! Files to disk: one writer at a time, whole or not at all, and never over what
//! somebody else has just saved (`docs/decisions/0039-two-writers.md`).

use std::fs;
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use super::{CheckedDraft, WriteError};
use crate::disk::{self, Lock, Staged};
use crate::source::{INCIDENTS, layout};

/// How often a writer looks whether the one before it is done: for 20 seconds, and longer
/// where the machine has much to do.
const LOOKS: u32 = 1000;

/// How often a change is made again on top of what an editor saved meanwhile.
const ROUNDS: u32 = 3;

fn machine(what: &str, path: &Path, error: io::Error) -> WriteError {
    WriteError::Machine(format!("{what} {}: {error}", path.display()))
}

/// The lock on a project's incident files.
fn lock(root: &Path) -> Result<Lock, WriteError> {
    let folder = root.join(INCIDENTS);
    if folder.is_symlink() {
        let path = folder.display();
        return Err(WriteError::Usage(format!(
            "{path} is a link: only a folder of the project is written to"
        )));
    }
    fs::create_dir_all(&folder).map_err(|e| machine("cannot make", &folder, e))?;
    let wait = |file| {
        let mut looks = 0;
        Lock::wait(file, |_| {
            looks += 1;
            looks < LOOKS
        })
    };
    let on_folder = disk::open_folder(&folder).map_err(|e| machine("cannot open", &folder, e))?;
    let lock = match wait(on_folder) {
        Ok(lock) => lock,
        // Some network file systems lock files that are open for writing, and nothing else.
        Err(_) => {
            let path = folder.join(".lock.upfront-lock");
            let file = fs::OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .mode(0o644)
                .open(&path)
                .map_err(|e| machine("cannot open", &path, e))?;
            wait(file).map_err(|e| machine("cannot lock", &path, e))?
        }
    };
    lock.ok_or_else(|| {
        WriteError::Busy(format!(
            "another `upfront` has been writing to {} for {} seconds",
            folder.display(),
            (disk::POLL * LOOKS).as_secs()
        ))
    })
}

/// Changes the file at `path`: `edit` makes the new bytes from the present ones.
///
/// # Errors
/// What `edit` says, a file that cannot be read or written, or a program that
/// saves the file again and again meanwhile. Nothing is written then.
pub(super) fn change(
    root: &Path,
    path: &str,
    edit: impl Fn(&[u8]) -> Result<CheckedDraft, WriteError>,
) -> Result<CheckedDraft, WriteError> {
    let _lock = lock(root)?;
    let read = || layout::bytes(root, path).map_err(|d| WriteError::Machine(d.message));
    let target = root.join(path);
    for _ in 0..ROUNDS {
        let before = read()?;
        let after = edit(&before)?;
        let mode = fs::metadata(&target)
            .map_err(|e| machine("cannot read", &target, e))?
            .permissions();
        let staged = stage(&target, &after.bytes, Some(mode))?;
        if read()? != before {
            continue;
        }
        let placed = staged.replace(&target);
        placed.map_err(|e| machine("cannot write", &target, e))?;
        durable(&target)?;
        return Ok(after);
    }
    Err(WriteError::Busy(format!(
        "another program saves {path} again and again. Close it in the editor and try again"
    )))
}

/// Writes a new file where nothing is yet; `make` gives path and bytes while no other writer can take the name.
pub(super) fn create(
    root: &Path,
    make: impl FnOnce() -> Result<CheckedDraft, WriteError>,
) -> Result<CheckedDraft, WriteError> {
    let _lock = lock(root)?;
    let made = make()?;
    let target = root.join(&made.path);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|e| machine("cannot make", folder, e))?;
    }
    let staged = stage(&target, &made.bytes, None)?;
    if let Err(error) = staged.place_new(&target) {
        if error.kind() == io::ErrorKind::AlreadyExists {
            return Err(WriteError::Busy(format!(
                "{} has just been made by another program",
                made.path
            )));
        }
        return Err(machine("cannot write", &target, error));
    }
    durable(&target)?;
    Ok(made)
}

/// The bytes in a hidden file beside the target, on disk. What a killed writer left goes
/// first: whoever holds the lock is alone.
fn stage(target: &Path, bytes: &[u8], mode: Option<fs::Permissions>) -> Result<Staged, WriteError> {
    let (Some(folder), Some(name)) = (target.parent(), target.file_name()) else {
        return Err(WriteError::Machine(format!(
            "{} has no folder",
            target.display()
        )));
    };
    let is_left = |name: &str| name.starts_with('.') && name.ends_with(".upfront-new");
    for left in disk::entries_named(folder, is_left) {
        let _ = fs::remove_file(left);
    }
    let staged = folder.join(format!(".{}.upfront-new", name.to_string_lossy()));
    let mode = mode.map(|mode| mode.mode() & 0o7777);
    Staged::write_synced(staged.clone(), bytes, mode)
        .map_err(|e| machine("cannot write", &staged, e))
}

/// The name is on disk too.
fn durable(target: &Path) -> Result<(), WriteError> {
    let folder = target.parent().unwrap_or(target);
    disk::sync_folder(folder).map_err(|e| machine("cannot write to disk", folder, e))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::path::PathBuf;

    use super::*;

    fn project() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::TempDir::new().unwrap();
        fs::create_dir(dir.path().join(INCIDENTS)).unwrap();
        let path = dir.path().join("incidents/a.md");
        fs::write(&path, "old\n").unwrap();
        (dir, path)
    }

    fn checked(bytes: Vec<u8>) -> CheckedDraft {
        CheckedDraft {
            path: "incidents/a.md".to_string(),
            bytes,
            added: String::new(),
            found: Vec::new(),
            rules: Vec::new(),
        }
    }

    fn with_ours(bytes: &[u8]) -> CheckedDraft {
        checked([bytes, b"ours\n"].concat())
    }

    #[test]
    fn what_an_editor_saved_in_between_is_kept() {
        let (dir, path) = project();
        let saves = Cell::new(0);
        let done = change(dir.path(), "incidents/a.md", |bytes| {
            if saves.replace(saves.get() + 1) == 0 {
                fs::write(&path, "theirs\n").unwrap();
            }
            Ok(with_ours(bytes))
        });
        assert!(done.is_ok());
        assert_eq!(fs::read(&path).unwrap(), b"theirs\nours\n");
    }

    #[test]
    fn an_editor_that_never_stops_wins_and_the_loser_is_told() {
        let (dir, path) = project();
        let saves = Cell::new(0);
        let done = change(dir.path(), "incidents/a.md", |bytes| {
            saves.set(saves.get() + 1);
            fs::write(&path, format!("theirs {}\n", saves.get())).unwrap();
            Ok(with_ours(bytes))
        });
        assert!(matches!(done, Err(WriteError::Busy(_))));
        assert_eq!(saves.get(), ROUNDS);
        assert_eq!(fs::read(&path).unwrap(), b"theirs 3\n");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_name_that_was_taken_in_between_is_not_written_over() {
        let (dir, path) = project();
        let made = create(dir.path(), || Ok(checked(b"ours\n".to_vec())));
        assert!(matches!(made, Err(WriteError::Busy(_))));
        assert_eq!(fs::read(&path).unwrap(), b"old\n");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_writer_left_is_removed_by_the_next() {
        let (dir, path) = project();
        let left = path.with_file_name(".a.md.upfront-new");
        fs::write(&left, "half").unwrap();
        change(dir.path(), "incidents/a.md", |bytes| Ok(with_ours(bytes))).unwrap();
        assert!(!left.exists());
        assert_eq!(fs::read(&path).unwrap(), b"old\nours\n");
    }
}
