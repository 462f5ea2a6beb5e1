//! The build manifest: what the last build made, and from what, so that the next one makes
//! only what changed (`docs/decisions/0051-memory-of-a-build.md`).
//!
//! It stands in the project, never in the site, may be deleted at any time, and
//! is believed only where the published file still bears its mark.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use super::state_folder;
use crate::digest::digest;
use crate::publish::Mark;

const NAME: &str = "build";
const HEAD: &str = "upfront build 2";

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
        let mut file = state_folder::open(root, NAME)?;
        let fits = file.metadata().ok()?.len() <= MAX;
        let mut text = String::new();
        fits.then(|| file.read_to_string(&mut text))?.ok()?;
        Self::parse(&text)
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
        let text = format!("{HEAD} {:032x}\n{rest}", digest([rest.as_bytes()]));
        state_folder::replace(root, NAME, |file| file.write_all(text.as_bytes()))
    }
}

fn number(hex: &str) -> Option<u128> {
    u128::from_str_radix(hex, 16).ok()
}
