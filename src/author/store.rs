//! Files to disk: one writer at a time, whole or not at all, and never over what
//! somebody else has just saved (`docs/decisions/0039-two-writers.md`).

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{CWD, FlockOperation, Mode, OFlags, flock};

use super::{Checked, Refused};
use crate::source::{INCIDENTS, layout};

/// How long a writer waits for the one before it: a thousand tries, 20 ms apart.
const TRIES: u32 = 1000;
const PAUSE: Duration = Duration::from_millis(20);

/// How often a change is made again on top of what an editor saved meanwhile.
const ROUNDS: u32 = 3;

/// The lock on a project's incident files. The system drops it with the process.
struct Lock {
    _file: rustix::fd::OwnedFd,
}

fn machine(what: &str, path: &Path, error: impl Into<io::Error>) -> Refused {
    Refused::Machine(format!("{what} {}: {}", path.display(), error.into()))
}

impl Lock {
    fn take(root: &Path) -> Result<Self, Refused> {
        let folder = root.join(INCIDENTS);
        if folder.is_symlink() {
            let path = folder.display();
            return Err(Refused::Usage(format!(
                "{path} is a link: only a folder of the project is written to"
            )));
        }
        fs::create_dir_all(&folder).map_err(|e| machine("cannot make", &folder, e))?;
        let open = |path: &Path, flags: OFlags| {
            rustix::fs::open(path, flags | OFlags::CLOEXEC, Mode::from_raw_mode(0o644))
                .map_err(|e| machine("cannot open", path, e))
        };
        let on_folder = open(&folder, OFlags::RDONLY | OFlags::DIRECTORY)?;
        match wait(&on_folder) {
            Ok(true) => return Ok(Self { _file: on_folder }),
            Ok(false) => {}
            // Some network file systems lock files that are open for writing, and nothing else.
            Err(_) => {
                let path = folder.join(".lock.upfront-lock");
                let file = open(&path, OFlags::RDWR | OFlags::CREATE)?;
                match wait(&file) {
                    Ok(true) => return Ok(Self { _file: file }),
                    Ok(false) => {}
                    Err(error) => return Err(machine("cannot lock", &path, error)),
                }
            }
        }
        Err(Refused::Busy(format!(
            "another `upfront` has been writing to {} for {} seconds",
            folder.display(),
            u128::from(TRIES) * PAUSE.as_millis() / 1000
        )))
    }
}

fn wait(file: &rustix::fd::OwnedFd) -> Result<bool, io::Error> {
    for _ in 0..TRIES {
        match flock(file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(true),
            Err(rustix::io::Errno::WOULDBLOCK | rustix::io::Errno::INTR) => {
                std::thread::sleep(PAUSE);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(false)
}

/// Changes the file at `path`: `edit` makes the new bytes from the present ones.
///
/// # Errors
/// What `edit` says, a file that cannot be read or written, or a program that
/// saves the file again and again meanwhile. Nothing is written then.
pub(super) fn change(
    root: &Path,
    path: &str,
    edit: impl Fn(&[u8]) -> Result<Checked, Refused>,
) -> Result<Checked, Refused> {
    let _lock = Lock::take(root)?;
    let read = || layout::bytes(root, path).map_err(|d| Refused::Machine(d.message));
    let target = root.join(path);
    for _ in 0..ROUNDS {
        let before = read()?;
        let after = edit(&before)?;
        let mode = fs::metadata(&target)
            .map_err(|e| machine("cannot read", &target, e))?
            .permissions();
        let staged = stage(&target, &after.bytes, Some(mode))?;
        if read()? != before {
            let _ = fs::remove_file(&staged);
            continue;
        }
        fs::rename(&staged, &target).map_err(|e| {
            let _ = fs::remove_file(&staged);
            machine("cannot write", &target, e)
        })?;
        durable(&target)?;
        return Ok(after);
    }
    Err(Refused::Busy(format!(
        "another program saves {path} again and again. Close it in the editor and try again"
    )))
}

/// Writes a new file where nothing is yet; `make` gives path and bytes while no other writer can take the name.
pub(super) fn create(
    root: &Path,
    make: impl FnOnce() -> Result<Checked, Refused>,
) -> Result<Checked, Refused> {
    let _lock = Lock::take(root)?;
    let made = make()?;
    let target = root.join(&made.path);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|e| machine("cannot make", folder, e))?;
    }
    let staged = stage(&target, &made.bytes, None)?;
    let done = place(&staged, &target);
    if let Err(error) = done {
        let _ = fs::remove_file(&staged);
        if error.kind() == io::ErrorKind::AlreadyExists {
            return Err(Refused::Busy(format!(
                "{} has just been made by another program",
                made.path
            )));
        }
        return Err(machine("cannot write", &target, error));
    }
    durable(&target)?;
    Ok(made)
}

/// Gives a staged file its name, unless something has it.
fn place(staged: &Path, target: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::io::Errno;
        match rustix::fs::renameat_with(
            CWD,
            staged,
            CWD,
            target,
            rustix::fs::RenameFlags::NOREPLACE,
        ) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            other => return other.map_err(io::Error::from),
        }
    }
    fs::hard_link(staged, target)?;
    fs::remove_file(staged)
}

/// The bytes in a hidden file beside the target, on disk.
fn stage(target: &Path, bytes: &[u8], mode: Option<fs::Permissions>) -> Result<PathBuf, Refused> {
    let (Some(folder), Some(name)) = (target.parent(), target.file_name()) else {
        return Err(Refused::Machine(format!(
            "{} has no folder",
            target.display()
        )));
    };
    remove_stale(folder);
    let name = format!(".{}.upfront-new", name.to_string_lossy());
    let staged = folder.join(name);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&staged)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            if let Some(mode) = mode {
                file.set_permissions(fs::Permissions::from_mode(mode.mode() & 0o7777))?;
            }
            file.sync_all()
        });
    match written {
        Ok(()) => Ok(staged),
        Err(error) => {
            let _ = fs::remove_file(&staged);
            Err(machine("cannot write", &staged, error))
        }
    }
}

/// What a killed writer left. Whoever holds the lock is alone.
fn remove_stale(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') && name.ends_with(".upfront-new") {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The name is on disk too.
fn durable(target: &Path) -> Result<(), Refused> {
    let folder = target.parent().unwrap_or(target);
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|e| machine("cannot write to disk", folder, e))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn project() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::TempDir::new().unwrap();
        fs::create_dir(dir.path().join(INCIDENTS)).unwrap();
        let path = dir.path().join("incidents/a.md");
        fs::write(&path, "old\n").unwrap();
        (dir, path)
    }

    fn checked(bytes: Vec<u8>) -> Checked {
        Checked {
            path: "incidents/a.md".to_string(),
            bytes,
            added: String::new(),
            found: Vec::new(),
            rules: Vec::new(),
        }
    }

    fn with_ours(bytes: &[u8]) -> Checked {
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
        assert!(matches!(done, Err(Refused::Busy(_))));
        assert_eq!(saves.get(), ROUNDS);
        assert_eq!(fs::read(&path).unwrap(), b"theirs 3\n");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_name_that_was_taken_in_between_is_not_written_over() {
        let (dir, path) = project();
        let made = create(dir.path(), || Ok(checked(b"ours\n".to_vec())));
        assert!(matches!(made, Err(Refused::Busy(_))));
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
