//! Builds into one folder take turns.
//!
//! Takes the target; gives the right to publish into it, or says who has it.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::{LockWait, PublishError, make_folders, resolve};
use crate::disk::{self, Lock};

/// The right to publish into a folder: builds publish one after the other. Whoever takes
/// it before reading publishes what is newest then, and no slow build puts old words
/// over new ones. It ends with the process, however that ends, and leaves no file.
#[derive(Debug)]
pub struct PublishLock<'a> {
    out: &'a Path,
    lock: Option<Lock>,
}

impl<'a> PublishLock<'a> {
    /// Waits until no other build publishes into `out`, however long that takes.
    pub fn acquire(out: &'a Path) -> Self {
        Self::wait(out, &|_| true).unwrap_or(Self { out, lock: None })
    }

    /// The same, as long as `goes_on` says so. Where nothing stands yet, or nothing can be
    /// locked, publishing itself waits, or says why it cannot.
    ///
    /// # Errors
    /// [`PublishError::Busy`].
    pub fn wait(out: &'a Path, goes_on: &dyn Fn(&LockWait) -> bool) -> Result<Self, PublishError> {
        let parent = resolve(out)
            .ok()
            .and_then(|out| Some(out.parent()?.to_path_buf()));
        let lock = match parent.filter(|parent| parent.is_dir()) {
            Some(parent) => match acquire(&parent, goes_on) {
                Ok(lock) => Some(lock),
                Err(busy @ PublishError::Busy(_)) => return Err(busy),
                Err(_) => None,
            },
            None => None,
        };
        Ok(Self { out, lock })
    }

    /// The target itself, and the turn where it was not taken yet.
    pub(super) fn begin(&self) -> Result<(PathBuf, Option<Lock>), PublishError> {
        let out = resolve(self.out)?;
        let late = match self.lock {
            Some(_) => None,
            None => {
                let wait = |parent| acquire(parent, &|_| true);
                out.parent().map(wait).transpose()?
            }
        };
        Ok((out, late))
    }
}

/// Waits until no other build publishes into this folder: builds publish one
/// after the other, the last one wins whole. The turn ends with the process,
/// however it ends, and leaves no file behind. `goes_on` is asked again and again.
fn acquire(parent: &Path, goes_on: &dyn Fn(&LockWait) -> bool) -> Result<Lock, PublishError> {
    make_folders(parent)?;
    let folder = disk::open_folder(parent).map_err(|e| PublishError::io("opening", parent, e))?;
    let begun = Instant::now();
    let mut busy = LockWait::default();
    let lock = Lock::wait(folder, |folder| {
        busy = LockWait {
            pid: disk::holder(folder),
            since: begun.elapsed(),
        };
        goes_on(&busy)
    });
    let lock = lock.map_err(|e| PublishError::io("locking", parent, e))?;
    lock.ok_or(PublishError::Busy(busy))
}
