//! Builds into one folder take turns.
//!
//! Takes the target; gives the right to publish into it, or says who has it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, Mode, OFlags, flock};
use rustix::io::Errno;

use super::stage::make_folders;
use super::{PublishError, Waiting, resolve};

/// How a folder is opened to be locked; no program that is started holds the lock.
pub const FOLDER: OFlags = OFlags::DIRECTORY.union(OFlags::CLOEXEC);

/// How often it is looked whether another build is done.
const LOOK: Duration = Duration::from_millis(20);

/// The right to publish into a folder: builds publish one after the other. Whoever takes
/// it before reading publishes what is newest then, and no slow build puts old words
/// over new ones. It ends with the process, however that ends, and leaves no file.
#[derive(Debug)]
pub struct Turn<'a> {
    out: &'a Path,
    lock: Option<rustix::fd::OwnedFd>,
}

impl<'a> Turn<'a> {
    /// Waits until no other build publishes into `out`, however long that takes.
    pub fn take(out: &'a Path) -> Self {
        Self::wait(out, &|_| true).unwrap_or(Self { out, lock: None })
    }

    /// The same, as long as `goes_on` says so. Where nothing stands yet, or nothing can be
    /// locked, publishing itself waits, or says why it cannot.
    ///
    /// # Errors
    /// [`PublishError::Busy`].
    pub fn wait(out: &'a Path, goes_on: &dyn Fn(&Waiting) -> bool) -> Result<Self, PublishError> {
        let parent = resolve(out)
            .ok()
            .and_then(|out| Some(out.parent()?.to_path_buf()));
        let lock = match parent.filter(|parent| parent.is_dir()) {
            Some(parent) => match wait_for_turn(&parent, goes_on) {
                Ok(lock) => Some(lock),
                Err(busy @ PublishError::Busy(_)) => return Err(busy),
                Err(_) => None,
            },
            None => None,
        };
        Ok(Self { out, lock })
    }

    /// The target itself, and the turn where it was not taken yet.
    pub(super) fn begin(&self) -> Result<(PathBuf, Option<rustix::fd::OwnedFd>), PublishError> {
        let out = resolve(self.out)?;
        let late = match self.lock {
            Some(_) => None,
            None => {
                let wait = |parent| wait_for_turn(parent, &|_| true);
                out.parent().map(wait).transpose()?
            }
        };
        Ok((out, late))
    }
}

/// Waits until no other build publishes into this folder: builds publish one
/// after the other, the last one wins whole. The turn ends with the process,
/// however it ends, and leaves no file behind. `goes_on` is asked again and again.
fn wait_for_turn(
    parent: &Path,
    goes_on: &dyn Fn(&Waiting) -> bool,
) -> Result<rustix::fd::OwnedFd, PublishError> {
    make_folders(parent)?;
    let folder = rustix::fs::open(parent, FOLDER, Mode::empty())
        .map_err(|e| PublishError::io("opening", parent, e.into()))?;
    let begun = Instant::now();
    loop {
        match flock(&folder, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(folder),
            Err(Errno::WOULDBLOCK | Errno::INTR) => {}
            Err(e) => return Err(PublishError::io("locking", parent, e.into())),
        }
        let waiting = Waiting {
            pid: holder(&folder),
            since: begun.elapsed(),
        };
        if !goes_on(&waiting) {
            return Err(PublishError::Busy(waiting));
        }
        std::thread::sleep(LOOK);
    }
}

/// The process that has locked a folder, where the system says so (proc(5), `/proc/locks`).
fn holder(folder: &rustix::fd::OwnedFd) -> Option<u32> {
    let stat = rustix::fs::fstat(folder).ok()?;
    let (major, minor) = (
        rustix::fs::major(stat.st_dev),
        rustix::fs::minor(stat.st_dev),
    );
    let id = format!("{major:02x}:{minor:02x}:{}", stat.st_ino);
    let locks = fs::read_to_string("/proc/locks").ok()?;
    let ours = locks.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        (words.get(1) == Some(&"FLOCK") && words.get(5) == Some(&id.as_str()))
            .then(|| words[4].parse().ok())
    });
    ours.flatten()
}
