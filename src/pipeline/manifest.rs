//! The build manifest: what the last build made, and from what, so that the next one makes
//! only what changed (`docs/decisions/0051-memory-of-a-build.md`).
//!
//! It stands in the project, never in the site, may be deleted at any time, and
//! is believed only where the published file still bears its mark.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::digest::digest;
use crate::disk::{self, Staged};
use crate::publish::Mark;

/// Folder of the project, of no interest to anybody else.
pub const FOLDER: &str = ".upfront";

const NAME: &str = "build";
const HEAD: &str = "upfront build 2";

/// What git is to leave alone: all but the memory of `upfront import`.
const IGNORED: &str = "*\n!imported.json\n";

/// Bytes that are read at most: some millions of files.
const MAX: u64 = 512 * 1024 * 1024;

/// See the module's head.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Digest of what counts for every task.
    pub base: u128,
    /// The clock of the build, in nanoseconds since 1970.
    pub clock: i128,
    /// By the key of a task: digest of its inputs, and the marks of its published files in
    /// their order. Looked up, never walked through.
    pub tasks: HashMap<String, (u128, Vec<Mark>)>,
}

impl Manifest {
    /// The manifest of the last build of a project; an empty one where there is none,
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
        let mut tasks = HashMap::new();
        for line in lines {
            let (inputs, rest) = line.split_once(' ')?;
            let (count, mut rest) = rest.split_once(' ')?;
            let mut marks = Vec::new();
            for _ in 0..count.parse().ok()? {
                let (mark, next) = Mark::parse(rest)?;
                marks.push(mark);
                rest = next;
            }
            tasks.insert(rest.to_string(), (number(inputs)?, marks));
        }
        Some(Self {
            base: number(base)?,
            clock: clock.parse().ok()?,
            tasks,
        })
    }

    /// Keeps it. Whole or not at all.
    ///
    /// # Errors
    /// What the disk says. Nobody needs a manifest: whoever cannot keep one goes on.
    pub fn write(&self, root: &Path) -> io::Result<()> {
        let Self { base, clock, tasks } = self;
        let mut rest = format!("{base:032x} {clock}\n");
        for (key, (inputs, marks)) in tasks {
            let _ = write!(rest, "{inputs:032x} {}", marks.len());
            for mark in marks {
                let _ = write!(rest, " {mark}");
            }
            let _ = writeln!(rest, " {key}");
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

/// Takes away what a killed build left: manifests that nobody writes any more.
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
