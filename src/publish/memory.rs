//! What the last build made, and from what: so that the next one makes only what
//! changed (`docs/decisions/0051-memory-of-a-build.md`).
//!
//! It stands in the project, never in the site, may be deleted at any time, and
//! is believed only where the published file still bears its mark.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use super::Mark;
use crate::digest::digest;
use crate::disk::{self, Staged};

/// Folder of the project, of no interest to anybody else.
pub const FOLDER: &str = ".upfront";

const NAME: &str = "build";
const HEAD: &str = "upfront build 1";

/// What git is to leave alone: all but the memory of `upfront import`.
const IGNORED: &str = "*\n!imported.json\n";

/// Bytes that are read at most: some millions of files.
const MAX: u64 = 512 * 1024 * 1024;

/// See the module's head.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Digest of what counts for every file.
    pub base: u128,
    /// The clock of the build, in nanoseconds since 1970.
    pub clock: i128,
    /// By path: digest of the sources, and the mark of the published file. Looked
    /// up, never walked through.
    pub files: HashMap<String, (u128, Mark)>,
}

impl Memory {
    /// The memory of the last build of a project; an empty one where there is none,
    /// or none that can be believed.
    pub fn read(root: &Path) -> Self {
        Self::parse_file(root).unwrap_or_default()
    }

    fn parse_file(root: &Path) -> Option<Self> {
        let path = folder(root)?.join(NAME);
        let meta = fs::symlink_metadata(&path).ok()?;
        if !meta.is_file() || meta.len() > MAX {
            return None;
        }
        Self::parse(&fs::read_to_string(path).ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        let (head, rest) = text.split_once('\n')?;
        let sum = head.strip_prefix(HEAD)?.trim();
        if number(sum)? != digest([rest.as_bytes()]) {
            return None;
        }
        let mut lines = rest.lines();
        let (base, clock) = lines.next()?.split_once(' ')?;
        let mut files = HashMap::new();
        for line in lines {
            let (sources, rest) = line.split_once(' ')?;
            let (mark, path) = Mark::parse(rest)?;
            files.insert(path.to_string(), (number(sources)?, mark));
        }
        Some(Self {
            base: number(base)?,
            clock: clock.parse().ok()?,
            files,
        })
    }

    /// Keeps it. Whole or not at all.
    ///
    /// # Errors
    /// What the disk says. Nobody needs a memory: whoever cannot keep one goes on.
    pub fn write(&self, root: &Path) -> io::Result<()> {
        let Self { base, clock, files } = self;
        let mut rest = format!("{base:032x} {clock}\n");
        for (path, (sources, mark)) in files {
            let _ = writeln!(rest, "{sources:032x} {mark} {path}");
        }
        let folder = root.join(FOLDER);
        match fs::create_dir(&folder) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e),
            _ => {}
        }
        let folder = self::folder(root).ok_or(io::ErrorKind::NotADirectory)?;
        remove_stale(&folder);
        // Whoever keeps the project under version control has nothing to do.
        let ignored = folder.join(".gitignore");
        if fs::symlink_metadata(&ignored).is_err() {
            disk::write_new(&ignored, IGNORED.as_bytes(), None)?;
        }
        let new = folder.join(format!("{NAME}-{}", std::process::id()));
        let text = format!("{HEAD} {:032x}\n{rest}", digest([rest.as_bytes()]));
        // Of a process that had this one's number.
        let _ = fs::remove_file(&new);
        Staged::write(new, text.as_bytes(), None)?.replace(&folder.join(NAME))
    }
}

/// Takes away what a killed build left: memories that nobody writes any more.
fn remove_stale(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let writer = name
            .to_str()
            .and_then(|name| name.strip_prefix(NAME)?.strip_prefix('-'));
        let writer = writer.and_then(|pid| rustix::process::Pid::from_raw(pid.parse().ok()?));
        if writer.is_some_and(|pid| rustix::process::test_kill_process(pid).is_err()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The folder, where it is one and no link to elsewhere.
fn folder(root: &Path) -> Option<std::path::PathBuf> {
    Some(root.join(FOLDER)).filter(|folder| disk::is_folder(folder))
}

fn number(hex: &str) -> Option<u128> {
    u128::from_str_radix(hex, 16).ok()
}
