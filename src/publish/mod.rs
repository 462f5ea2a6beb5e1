//! Outputs to disk, all or nothing.
//!
//! Takes names and a way to make the bytes behind them; gives a published folder that is at every moment
//! one whole site, old or new. Must not know what the files mean.
//!
//! A new tree is staged beside the target, each file as soon as it is made, so that
//! no site is ever in memory as a whole. It is made durable, and exchanged with it
//! in one step (`renameat2` with `RENAME_EXCHANGE`). Where the system cannot do
//! that (other file systems, mount points, other systems than Linux), files are
//! replaced in place, one by one and each whole, home pages last
//! (`docs/decisions/0004-publishing.md`).

mod disjoint_paths;
mod error;
mod exchange;
mod existing_site;
mod in_place;
mod job;
mod path_conflicts;
mod piece;
mod publish_lock;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

pub use disjoint_paths::check_disjoint;
pub use error::{LockWait, PublishError};
pub use existing_site::read_list;
pub use job::{Failed, Make};
pub use path_conflicts::{PathConflict, path_conflicts};
pub use piece::{Mark, Piece, Rank};
pub use publish_lock::PublishLock;

use crate::disk::path::folders_of;
use crate::disk::{self, FileId};
use job::{FileOutcome, Job};

/// List of the files that Upfront wrote, in the site's root: what stands in it
/// may be replaced, everything else is someone's work.
pub const FILE_LIST: &str = "files.json";

/// One file of the finished site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative to the site's root, `/` between parts.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How the new site took the place of the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishMethod {
    /// There was none before.
    First,
    /// Both were exchanged in one step.
    Exchanged,
    /// File by file.
    InPlace,
    /// The new site is the old one: nothing was touched.
    Untouched,
}

/// What publishing did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// New files and files with new bytes.
    pub written: Vec<String>,
    /// Files with the bytes they had.
    pub unchanged: usize,
    /// Files that are gone.
    pub removed: Vec<String>,
    /// How.
    pub how: PublishMethod,
    /// By what each file is known again, in the order of the pieces; `None` for what
    /// cannot be told.
    pub marks: Vec<Option<Mark>>,
    /// By what the site as a whole is known again.
    pub standing: Option<Standing>,
}

/// By what a published site is known again: every other build that exchanges the folder
/// or changes the list changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    folder: FileId,
    list: Mark,
}

impl Standing {
    fn of(out: &Path) -> Option<Self> {
        let folder = fs::symlink_metadata(out).ok()?;
        Some(Self {
            folder: FileId::new(&folder),
            list: Mark::of(&out.join(FILE_LIST))?,
        })
    }
}

/// Which way to go; tests force the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// Exchange, and in place where that is impossible.
    Exchange,
    /// In place at once.
    InPlace,
}

/// Publishes `files` as the whole content of `out`, beside dotfiles that are there.
///
/// # Errors
/// See [`PublishError`]; the old site is then as it was.
pub fn publish(out: &Path, files: &[File]) -> Result<Published, PublishError> {
    publish_by(out, files, Strategy::Exchange)
}

/// Like [`publish`], by a given way.
///
/// # Errors
/// See [`publish`].
pub fn publish_by(
    out: &Path,
    files: &[File],
    strategy: Strategy,
) -> Result<Published, PublishError> {
    let batches: Vec<Vec<Piece<'_>>> = files
        .iter()
        .map(|file| {
            vec![Piece {
                path: &file.path,
                rank: Rank::Asset,
                known: None,
            }]
        })
        .collect();
    let make = |at: usize| Ok::<_, Infallible>(vec![Cow::Borrowed(files[at].bytes.as_slice())]);
    match publish_made(&PublishLock::acquire(out), &batches, &make, strategy) {
        Ok(published) => Ok(published),
        Err(Failed::Publish(error)) => Err(error),
        Err(Failed::Made(never)) => match never.into_iter().next() {
            Some(never) => match never {},
            None => unreachable!("a failure has a cause"),
        },
    }
}

/// Publishes a site whose files are made batch by batch, by `make`. A batch that is known to
/// stand there already is not made at all.
///
/// # Errors
/// All pieces that could not be made, else what [`publish`] says. The old site is
/// then as it was.
pub fn publish_made<'a, E: Send>(
    turn: &PublishLock<'_>,
    batches: &[Vec<Piece<'a>>],
    make: &'a Make<'a, E>,
    strategy: Strategy,
) -> Result<Published, Failed<E>> {
    let (mut pieces, mut batches) = flat(batches);
    check_paths(&pieces)?;
    let (out, _late) = turn.begin()?;
    let new: BTreeSet<&str> = pieces.iter().map(|p| p.path).chain([FILE_LIST]).collect();
    let mut old = existing_site::inspect(&out, &new)?;
    exchange::remove_stale(&out);
    in_place::remove_stale(&out, &mut old.dots);
    let removed: Vec<String> = old
        .listed
        .iter()
        .filter(|path| !new.contains(path.as_str()))
        .cloned()
        .collect();
    let list = list_of(&new);
    batches.push(pieces.len()..pieces.len() + 1);
    pieces.push(Piece {
        path: FILE_LIST,
        rank: Rank::Asset,
        known: None,
    });
    let job = Job {
        out,
        old,
        pieces,
        batches,
        make,
        list: Some(list),
        removed,
    };
    if job.is_done() {
        let known = |piece: &Piece<'_>| FileOutcome {
            same: true,
            mark: piece.known,
        };
        let outcomes = job.pieces.iter().map(known).collect();
        return Ok(outcome(job, outcomes, PublishMethod::Untouched));
    }
    if strategy == Strategy::Exchange {
        match exchange::exchange(&job) {
            Ok((outcomes, how)) => return Ok(outcome(job, outcomes, how)),
            Err(exchange::ExchangeError::Impossible) => {}
            Err(exchange::ExchangeError::Failed(error)) => return Err(error),
        }
    }
    let outcomes = in_place::replace(&job)?;
    Ok(outcome(job, outcomes, PublishMethod::InPlace))
}

/// Replaces files of a site that this process published, each whole, pages before home
/// pages; all others stay. No file comes or goes. `None`, and nothing is done, where it
/// stands no longer as it was `left`: somebody else has published since.
///
/// # Errors
/// As [`publish_made`].
pub fn replace_made<'a, E: Send>(
    turn: &PublishLock<'_>,
    batches: &[Vec<Piece<'a>>],
    make: &'a Make<'a, E>,
    left: Standing,
) -> Result<Option<Published>, Failed<E>> {
    let (out, _late) = turn.begin()?;
    let (pieces, batches) = flat(batches);
    let folders: BTreeSet<&str> = pieces.iter().flat_map(|p| folders_of(p.path)).collect();
    let is_folder = |folder: &&str| disk::is_folder(&out.join(folder));
    if Standing::of(&out) != Some(left) || !folders.iter().all(is_folder) {
        return Ok(None);
    }
    let job = Job {
        out,
        old: existing_site::ExistingSite {
            exists: true,
            ..existing_site::ExistingSite::default()
        },
        pieces,
        batches,
        make,
        list: None,
        removed: Vec::new(),
    };
    let outcomes = in_place::replace_some(&job)?;
    Ok(Some(outcome(job, outcomes, PublishMethod::InPlace)))
}

fn outcome<E>(job: Job<'_, E>, outcomes: Vec<FileOutcome>, how: PublishMethod) -> Published {
    let changed = job
        .pieces
        .iter()
        .zip(&outcomes)
        .filter(|(_, outcome)| !outcome.same);
    let mut written: Vec<String> = changed.map(|(piece, _)| piece.path.to_string()).collect();
    written.sort_unstable();
    Published {
        unchanged: outcomes.len() - written.len(),
        written,
        removed: job.removed,
        how,
        standing: Standing::of(&job.out),
        marks: outcomes.iter().map(|outcome| outcome.mark).collect(),
    }
}

/// All pieces in a row, and where each batch of them stands.
fn flat<'a>(batches: &[Vec<Piece<'a>>]) -> (Vec<Piece<'a>>, Vec<Range<usize>>) {
    let mut pieces = Vec::new();
    let mut ranges = Vec::with_capacity(batches.len() + 1);
    for batch in batches {
        ranges.push(pieces.len()..pieces.len() + batch.len());
        pieces.extend_from_slice(batch);
    }
    (pieces, ranges)
}

/// The target itself, where it is a link to a folder.
fn resolve(out: &Path) -> Result<PathBuf, PublishError> {
    let absolute = std::path::absolute(out).map_err(|e| PublishError::io("finding", out, e))?;
    match fs::symlink_metadata(&absolute) {
        Ok(meta) if meta.is_symlink() => {
            let real = fs::canonicalize(&absolute)
                .map_err(|e| PublishError::io("following the link", &absolute, e))?;
            if real.is_dir() {
                Ok(real)
            } else {
                Err(PublishError::NotAFolder(absolute))
            }
        }
        Ok(meta) if !meta.is_dir() => Err(PublishError::NotAFolder(absolute)),
        Ok(_) => Ok(absolute),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(absolute),
        Err(e) => Err(PublishError::io("looking at", &absolute, e)),
    }
}

/// A folder and those that it stands in, each new one 0755 whatever the umask.
fn make_folders(path: &Path) -> Result<(), PublishError> {
    disk::missing_folders(path)
        .into_iter()
        .try_for_each(make_folder)
}

fn make_folder(path: &Path) -> Result<(), PublishError> {
    disk::make_folder(path).map_err(|e| PublishError::io("making", path, e))
}

/// Makes what was written below a folder durable.
fn make_durable(folder: &Path) -> Result<(), PublishError> {
    disk::sync_tree(folder).map_err(|e| PublishError::io("writing to disk", folder, e))
}

fn list_of(paths: &BTreeSet<&str>) -> Vec<u8> {
    let document = serde_json::json!({ "generator": "upfront", "files": paths });
    format!("{document:#}\n").into_bytes()
}

/// The last wall: the plan has said so before, with the file that is to blame.
fn check_paths(files: &[Piece<'_>]) -> Result<(), PublishError> {
    let path_conflicts = path_conflicts::path_conflicts(files.iter().map(|file| file.path));
    let at = match path_conflicts.first() {
        None => return Ok(()),
        Some(PathConflict::Name(at) | PathConflict::Twice(_, at)) => *at,
        Some(PathConflict::Folder(file, folder)) => file.unwrap_or(*folder),
    };
    Err(PublishError::BadPath(files[at].path.to_string()))
}
