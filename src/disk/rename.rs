//! Names that change hands in one step.

use std::fs;
use std::io;
use std::path::Path;

use rustix::io::Errno;

/// Exchanges two folders or files: nobody ever meets one of the names without the other.
///
/// # Errors
/// What the system says; see [`is_impossible`]. Nothing has changed then.
#[cfg(target_os = "linux")]
pub fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

/// No system but Linux exchanges names.
///
/// # Errors
/// Always: it is impossible here.
#[cfg(not(target_os = "linux"))]
pub fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(Errno::NOSYS.into())
}

/// Whether an error of [`exchange`], or of making what is to be exchanged, says "not here"
/// rather than "not now": another file system, a mount point, rights.
pub fn is_impossible(error: &io::Error) -> bool {
    let impossible = [
        Errno::XDEV,
        Errno::BUSY,
        Errno::INVAL,
        Errno::NOSYS,
        Errno::PERM,
        Errno::ACCESS,
        Errno::NOTSUP,
        Errno::ROFS,
    ];
    error
        .raw_os_error()
        .is_some_and(|code| impossible.iter().any(|e| e.raw_os_error() == code))
}

/// Renames a file to a name that nothing has, in one step; where the system cannot, it has
/// both names for a moment.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] where something has the name, and what the system says.
pub fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            other => return other.map_err(io::Error::from),
        }
    }
    fs::hard_link(from, to)?;
    fs::remove_file(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_not_impossible_for_good() {
        for (errno, expected) in [
            (Errno::XDEV, true),
            (Errno::ROFS, true),
            (Errno::NOSPC, false),
            (Errno::INTR, false),
        ] {
            assert_eq!(is_impossible(&errno.into()), expected, "{errno:?}");
        }
        assert!(!is_impossible(&io::Error::other("x")));
    }
}
