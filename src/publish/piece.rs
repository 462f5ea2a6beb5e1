//! One file of a site that is still to be made, and how a published one is known again.

use std::fmt;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

/// Of a file of the new site: its name, and what is known of it already.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'a> {
    /// Relative to the site's root, `/` between parts.
    pub path: &'a str,
    /// When its turn is, where files are replaced one by one.
    pub rank: Rank,
    /// If the published file still bears this mark, its bytes are the new ones.
    pub known: Option<Mark>,
}

/// What a file is to those who come upon it, in the order of publishing: what is led to
/// comes before what leads there, and what everybody asks for comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Pages lead to it, or nothing does.
    Asset,
    /// A page.
    Page,
    /// A feed, which leads to pages.
    Feed,
    /// The page that everybody opens.
    Home,
}

/// By what a published file is known again without reading it, as `git` does:
/// whoever writes to it or replaces it changes one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    device: u64,
    inode: u64,
    size: u64,
    /// Time of its last change, in nanoseconds since 1970.
    changed: i128,
}

impl Mark {
    /// The mark of a regular file with the rights that we give; `None` for all else.
    pub fn of(path: &Path) -> Option<Self> {
        let meta = fs::symlink_metadata(path).ok()?;
        let ours = meta.is_file() && meta.permissions().mode() & 0o7777 == 0o644;
        ours.then(|| Self {
            device: meta.dev(),
            inode: meta.ino(),
            size: meta.size(),
            changed: i128::from(meta.mtime()) * 1_000_000_000 + i128::from(meta.mtime_nsec()),
        })
    }

    /// Reads what [`fmt::Display`] writes; gives what follows behind a space, too.
    pub fn parse(text: &str) -> Option<(Self, &str)> {
        let mut parts = text.splitn(5, ' ');
        let mark = Self {
            device: parts.next()?.parse().ok()?,
            inode: parts.next()?.parse().ok()?,
            size: parts.next()?.parse().ok()?,
            changed: parts.next()?.parse().ok()?,
        };
        Some((mark, parts.next()?))
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            device,
            inode,
            size,
            changed,
        } = self;
        write!(f, "{device} {inode} {size} {changed}")
    }
}
