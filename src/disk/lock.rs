//! One at a time: exclusive, advisory locks on folders and files (flock(2)).

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use rustix::fs::{OFlags, major, minor};

/// How often it is looked whether whoever holds a lock is done.
pub const POLL: Duration = Duration::from_millis(20);

/// A lock that this process holds as long as the value lives. The system drops it with the
/// process, however that ends; it leaves no file, and no program that is started inherits it.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Locks an open folder or file. While somebody else has the lock, `goes_on` is asked
    /// every 20 ms; `None` once it says no.
    ///
    /// # Errors
    /// What the system says where it cannot lock this, as some network mounts cannot.
    pub fn wait(file: File, mut goes_on: impl FnMut(&File) -> bool) -> io::Result<Option<Self>> {
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(Self { _file: file })),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(TryLockError::Error(e)) => return Err(e),
            }
            if !goes_on(&file) {
                return Ok(None);
            }
            std::thread::sleep(POLL);
        }
    }

    /// Locks a folder, unless somebody else has the lock: `None` then.
    ///
    /// # Errors
    /// As [`Lock::wait`], and what keeps the folder from being opened.
    pub fn try_folder(path: &Path) -> io::Result<Option<Self>> {
        Self::wait(open_folder(path)?, |_| false)
    }
}

/// Opens a folder, to lock it.
///
/// # Errors
/// What the system says; a file is no folder.
pub fn open_folder(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .custom_flags(OFlags::DIRECTORY.bits().cast_signed())
        .open(path)
}

/// The process that has locked a folder, where the system says so (proc(5), `/proc/locks`).
pub fn holder(folder: &File) -> Option<u32> {
    let meta = folder.metadata().ok()?;
    let (major, minor) = (major(meta.dev()), minor(meta.dev()));
    let id = format!("{major:02x}:{minor:02x}:{}", meta.ino());
    let locks = std::fs::read_to_string("/proc/locks").ok()?;
    let ours = locks.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        (words.get(1) == Some(&"FLOCK") && words.get(5) == Some(&id.as_str()))
            .then(|| words[4].parse().ok())
    });
    ours.flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_held_by_one_until_it_goes() {
        let dir = tempfile::TempDir::new().unwrap();
        let lock = Lock::try_folder(dir.path()).unwrap();
        assert!(lock.is_some());
        let mut asked = 0;
        let waited = Lock::wait(open_folder(dir.path()).unwrap(), |folder| {
            asked += 1;
            if std::path::Path::new("/proc/locks").exists() {
                assert_eq!(holder(folder), Some(std::process::id()));
            }
            asked < 3
        });
        assert!(waited.unwrap().is_none());
        assert_eq!(asked, 3);
        drop(lock);
        assert!(Lock::try_folder(dir.path()).unwrap().is_some());
    }

    #[test]
    fn only_a_folder_is_opened_as_one() {
        let dir = tempfile::TempDir::new().unwrap();
        let file = dir.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert!(open_folder(&file).is_err());
    }
}
