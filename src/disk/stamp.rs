//! By what a file is known again without reading it.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// A file that was changed this shortly before it was read may have been changed again
/// within the same tick of the file system's clock: it is read again next time.
const TICK: Duration = Duration::from_millis(100);

/// The same for file systems that write whole seconds, some of them every other one (FAT).
const COARSE: Duration = Duration::from_secs(2);

/// What tells one file or folder from another that has taken its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    /// Of what the system says about it.
    pub fn new(meta: &Metadata) -> Self {
        Self {
            device: meta.dev(),
            inode: meta.ino(),
        }
    }
}

/// What a file is like without reading it. The time of change of the inode is the
/// kernel's: no program can set it back, as `git checkout` and `touch` do with the time
/// of modification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InodeStamp {
    id: FileId,
    /// Kind and rights, as in `st_mode`.
    pub mode: u32,
    size: u64,
    /// Seconds since 1970, and nanoseconds.
    changed: (i64, i64),
    /// Some shared folders have no other time.
    modified: (i64, i64),
}

impl InodeStamp {
    /// Of what the system says about it.
    pub fn new(meta: &Metadata) -> Self {
        Self {
            id: FileId::new(meta),
            mode: meta.mode(),
            size: meta.size(),
            changed: (meta.ctime(), meta.ctime_nsec()),
            modified: (meta.mtime(), meta.mtime_nsec()),
        }
    }

    /// Whether the same stamp will mean the same content: it is older than a tick of the
    /// file system's clock.
    pub fn is_settled(&self) -> bool {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let changed = Duration::new(
            u64::try_from(self.changed.0).unwrap_or(u64::MAX),
            u32::try_from(self.changed.1).unwrap_or(0),
        );
        let tick = if self.changed.1 == 0 { COARSE } else { TICK };
        since > changed.saturating_add(tick)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file system of whole seconds gives two saves of one second the same stamp.
    #[test]
    fn a_coarse_clock_settles_later() {
        let ago = |time: Duration, nanoseconds: i64| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
            let second = i64::try_from((now - time).as_secs()).unwrap();
            let id = FileId {
                device: 1,
                inode: 1,
            };
            let stamp = InodeStamp {
                id,
                mode: 0o100_644,
                size: 1,
                changed: (second, nanoseconds),
                modified: (second, nanoseconds),
            };
            stamp.is_settled()
        };
        assert!(ago(Duration::from_secs(2), 1));
        assert!(!ago(Duration::from_secs(1), 0));
        assert!(ago(Duration::from_secs(4), 0));
    }
}
