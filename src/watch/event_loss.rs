//! Why the system does not tell of what changes, and what people can do about it.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use crate::machine;

/// Why events of the system cannot be relied upon.
#[derive(Debug)]
pub enum EventLoss {
    /// `fs.inotify.max_user_instances` (inotify(7), "/proc interfaces").
    Instances,
    /// `fs.inotify.max_user_watches` (the same).
    Watches,
    /// Open files of this process, or of the machine.
    Files,
    /// No thread to listen on.
    Threads(io::Error),
    /// A folder on a file system that others change as well.
    Mount {
        /// Below the project; empty for the project itself.
        folder: String,
        /// Its kind.
        kind: &'static str,
    },
    /// This file changed, and nobody was told.
    Missed(String),
    /// Anything else that the system says.
    Refused(notify::Error),
}

impl EventLoss {
    /// Of a watcher that could not be made, or of a folder that it could not take.
    pub fn from_notify(error: notify::Error) -> Self {
        let number = match &error.kind {
            notify::ErrorKind::MaxFilesWatch => return Self::Watches,
            notify::ErrorKind::Io(error) => error.raw_os_error(),
            _ => None,
        };
        match number.map(rustix::io::Errno::from_raw_os_error) {
            // One number for two limits: this process's own is reached if a file fails too.
            Some(rustix::io::Errno::MFILE) if fs::File::open("/").is_ok() => Self::Instances,
            Some(rustix::io::Errno::MFILE | rustix::io::Errno::NFILE) => Self::Files,
            _ => Self::Refused(error),
        }
    }
}

impl fmt::Display for EventLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instances => {
                f.write_str("all watchers that this user may have are in use: ")?;
                raise(f, "fs.inotify.max_user_instances", 512)
            }
            Self::Watches => {
                f.write_str("this user may watch no more folders: ")?;
                raise(f, "fs.inotify.max_user_watches", 524_288)
            }
            Self::Files => f.write_str(
                "this program may open no more files; raise the limit (`ulimit -n`) and start again",
            ),
            Self::Threads(error) => {
                f.write_str(machine::no_threads(error).trim_end_matches('.'))
            }
            Self::Mount { folder, kind } => {
                let what = match folder.as_str() {
                    "" => "the project".to_string(),
                    folder => format!("{folder}/"),
                };
                write!(
                    f,
                    "{what} lies on {kind}, where the system does not tell what others change"
                )
            }
            Self::Missed(path) => write!(
                f,
                "{path} changed and the system did not tell, as on mounts of other machines and of containers"
            ),
            Self::Refused(error) => write!(f, "folders cannot be watched ({error})"),
        }
    }
}

/// The limit as it is, and how to raise it.
fn raise(f: &mut fmt::Formatter<'_>, limit: &str, usual: u64) -> fmt::Result {
    let file = format!("/proc/sys/{}", limit.replace('.', "/"));
    let now = fs::read_to_string(file).ok();
    let now: Option<u64> = now.and_then(|text| text.trim().parse().ok());
    f.write_str(limit)?;
    if let Some(now) = now {
        write!(f, " is {now}")?;
    }
    let more = usual.max(now.unwrap_or(0).saturating_mul(2));
    write!(
        f,
        "; raise it (`sudo sysctl {limit}={more}`) and start again"
    )
}

/// What the file system of a folder means for events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MountKind {
    /// It is changed by this machine alone, as far as anybody knows.
    Local,
    /// A layer over others, which may be changed below it.
    Layered,
    /// Others change it: in words, with an article.
    Shared(&'static str),
}

/// By its number (`linux/magic.h`, and where the driver is not of the kernel, the driver).
#[cfg(target_os = "linux")]
pub fn mount_kind(folder: &Path) -> MountKind {
    let Ok(stat) = rustix::fs::statfs(folder) else {
        return MountKind::Local;
    };
    // Signed, and of another width, on some machines.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let number = stat.f_type as u32;
    by_number(number)
}

#[cfg(target_os = "linux")]
fn by_number(number: u32) -> MountKind {
    match number {
        0x6969 => MountKind::Shared("an NFS mount"),
        0x517B | 0xFF53_4D42 | 0xFE53_4D42 => MountKind::Shared("an SMB mount"),
        0x0102_1997 => MountKind::Shared("a 9p mount"),
        0x6573_5546 => MountKind::Shared("a FUSE mount"),
        0x786F_4256 => MountKind::Shared("a folder shared by VirtualBox"),
        0xBACB_ACBC => MountKind::Shared("a folder shared by VMware"),
        0x7C7C_6673 => MountKind::Shared("a folder shared by Parallels"),
        0x00C3_6400 => MountKind::Shared("a Ceph mount"),
        0x5346_414F | 0x6B41_4653 => MountKind::Shared("an AFS mount"),
        0x7375_7245 => MountKind::Shared("a Coda mount"),
        0x564C => MountKind::Shared("an NCP mount"),
        0x0116_1970 => MountKind::Shared("a GFS2 mount"),
        0x7461_636F => MountKind::Shared("an OCFS2 mount"),
        0x0BD0_0BD0 => MountKind::Shared("a Lustre mount"),
        0x794C_7630 | 0x6176_7566 | 0xF15F => MountKind::Layered,
        _ => MountKind::Local,
    }
}

/// Nothing is known beforehand; what is missed says so.
#[cfg(not(target_os = "linux"))]
pub fn mount_kind(_folder: &Path) -> MountKind {
    MountKind::Local
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_told_apart() {
        let of = |number: i32| {
            let error = notify::Error::io(io::Error::from_raw_os_error(number));
            EventLoss::from_notify(error).to_string()
        };
        assert!(of(24).contains("fs.inotify.max_user_instances"));
        assert!(of(23).contains("open no more files"));
        assert!(of(38).contains("cannot be watched"));
        let watches = notify::Error::new(notify::ErrorKind::MaxFilesWatch);
        assert!(
            EventLoss::from_notify(watches)
                .to_string()
                .contains("max_user_watches")
        );
    }

    /// Numbers of `stat -f -c %t` on such mounts.
    #[cfg(target_os = "linux")]
    #[test]
    fn mounts_that_others_change_are_known() {
        for (number, words) in [
            (0x6969, "an NFS mount"),
            (0xff53_4d42, "an SMB mount"),
            (0xfe53_4d42, "an SMB mount"),
            (0x0102_1997, "a 9p mount"),
            (0x6573_5546, "a FUSE mount"),
            (0x786f_4256, "a folder shared by VirtualBox"),
        ] {
            assert_eq!(by_number(number), MountKind::Shared(words));
        }
        assert_eq!(by_number(0x794c_7630), MountKind::Layered);
        // ext4, btrfs, xfs, tmpfs, zfs, f2fs.
        for number in [
            0xef53,
            0x9123_683e,
            0x5846_5342,
            0x0102_1994,
            0x2fc1_2fc1,
            0xf2f5_2010,
        ] {
            assert_eq!(by_number(number), MountKind::Local);
        }
        let event_loss = |folder: &str| {
            let folder = folder.to_string();
            EventLoss::Mount {
                folder,
                kind: "a 9p mount",
            }
            .to_string()
        };
        assert!(event_loss("").starts_with("the project lies on a 9p mount, "));
        assert!(event_loss("incidents").starts_with("incidents/ lies on a 9p mount, "));
    }
}
