//! The way without an exchange: every file is replaced whole, pages before the
//! home pages, removals last. A reader may meet pages of two builds for a
//! moment, never a torn or missing one. All bytes are on the disk before the
//! first name changes, so that a full disk changes nothing.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::job::{Failed, FileOutcome, Job};
use super::{
    FILE_LIST, Mark, Piece, PublishError, Rank, list_of, make_durable, make_folder, make_folders,
};
use crate::disk::Staged;
use crate::disk::path::folders_of;
use crate::text::collision_key;

/// Begins the name of a file that waits for its place.
const STAGED_PREFIX: &str = ".upfront-";

/// What became of a piece, and its bytes where they are to be written.
type Made = (FileOutcome, Option<Vec<u8>>);

/// Replaces what changed. It is made, and held, before the first file is touched.
pub fn replace<E: Send>(job: &Job<'_, E>) -> Result<Vec<FileOutcome>, Failed<E>> {
    let mut made = make_all(job)?;
    put_all(job, &mut made)?;
    Ok(made.into_iter().map(|(outcome, _)| outcome).collect())
}

/// Like [`replace`], where no file comes or goes: the list stays as it is.
pub fn replace_some<E: Send>(job: &Job<'_, E>) -> Result<Vec<FileOutcome>, Failed<E>> {
    let mut made = make_all(job)?;
    let mut staged_files = StagedFiles::default();
    let changed = changed(job, &mut made);
    if !changed.is_empty() {
        for (path, bytes, outcome) in changed {
            outcome.mark = staged_files.add(&job.out, path, bytes)?;
        }
        make_durable(&job.out)?;
        let placed = staged_files.place(0).and_then(|()| make_durable(&job.out));
        placed.map_err(PublishError::half_way)?;
    }
    Ok(made.into_iter().map(|(outcome, _)| outcome).collect())
}

fn make_all<E: Send>(job: &Job<'_, E>) -> Result<Vec<Made>, Failed<E>> {
    job.each(|at, make| {
        let piece = job.pieces[at];
        let mut outcome = FileOutcome {
            same: true,
            mark: piece.known,
        };
        if job.is_known(at) {
            return Ok((outcome, None));
        }
        let bytes = make()?;
        // Taken before the bytes are compared: whoever writes in between is seen later.
        outcome.mark = Mark::of(&job.out.join(piece.path));
        outcome.same = job.stands(at, &bytes);
        Ok((outcome, (!outcome.same).then(|| bytes.into_owned())))
    })
}

/// What is to be written, in the order of writing, without the list.
fn changed<'m, E: Send>(
    job: &'m Job<'_, E>,
    made: &'m mut [Made],
) -> Vec<(&'m str, &'m [u8], &'m mut FileOutcome)> {
    let made = job.pieces.iter().zip(made);
    let mut changed: Vec<_> = made
        .filter_map(|(piece, (outcome, bytes))| Some((piece, bytes.as_deref()?, outcome)))
        .filter(|(piece, ..)| piece.path != FILE_LIST)
        .collect();
    let stood = |path: &str| job.list.is_none() || job.old.listed.contains(path);
    changed.sort_by_key(|(piece, ..)| (order(piece.rank, stood(piece.path)), piece.path));
    let named = |(piece, bytes, outcome): (&Piece<'m>, _, _)| (piece.path, bytes, outcome);
    changed.into_iter().map(named).collect()
}

fn put_all<E: Send>(job: &Job<'_, E>, made: &mut [Made]) -> Result<(), PublishError> {
    let out = &job.out;
    make_folders(out)?;
    let changed = changed(job, made);
    // First the list, with old and new names: whatever happens, all files stay ours.
    let pieces = job.pieces.iter().map(|piece| piece.path);
    let union = pieces.chain(job.removed.iter().map(String::as_str));
    let union = list_of(&union.collect());
    let list = job.list.as_ref().unwrap_or(&union);
    let mut staged_files = StagedFiles::default();
    // Also where it is the same: by it a watcher knows that somebody else has published.
    if *list != union || !changed.is_empty() || !job.stands(job.pieces.len() - 1, list) {
        staged_files.add(out, FILE_LIST, &union)?;
    }
    for (path, bytes, outcome) in changed {
        outcome.mark = staged_files.add(out, path, bytes)?;
    }
    let last = usize::from(*list != union);
    if last > 0 {
        staged_files.add(out, FILE_LIST, list)?;
    }
    if staged_files.files.is_empty() && job.removed.is_empty() {
        return Ok(());
    }
    make_durable(out)?;
    give_names(job, &mut staged_files, last).map_err(PublishError::half_way)
}

/// From here on readers see what is new; the list, `last` to come, closes it.
fn give_names<E: Send>(
    job: &Job<'_, E>,
    staged_files: &mut StagedFiles,
    last: usize,
) -> Result<(), PublishError> {
    let out = &job.out;
    staged_files.place(last)?;
    // No new file leads to these.
    let renamed = renamed(job);
    for path in &job.removed {
        let disk = out.join(path);
        if !renamed.contains(path.as_str()) {
            fs::remove_file(&disk).map_err(|e| PublishError::io("removing", &disk, e))?;
        }
        remove_empty(out, &disk);
    }
    for path in &job.old.gone {
        remove_empty(out, &out.join(path));
    }
    staged_files.place(0)?;
    make_durable(out)
}

/// Of the files that are gone those that are new ones under another name: where upper and
/// lower case are the same, what is there has been replaced already.
fn renamed<'j, E>(job: &'j Job<'_, E>) -> BTreeSet<&'j str> {
    if job.removed.is_empty() {
        return BTreeSet::new();
    }
    let gone = job.removed.iter().map(String::as_str);
    let gone: BTreeMap<String, &str> = gone.map(|path| (collision_key(path), path)).collect();
    let mark = |path: &str| Mark::of(&job.out.join(path));
    let pairs = job.pieces.iter().filter_map(|piece| {
        let gone = gone.get(&collision_key(piece.path))?;
        Some((*gone, piece.path))
    });
    let same = pairs.filter(|(gone, new)| mark(gone).is_some_and(|gone| mark(new) == Some(gone)));
    same.map(|(gone, _)| gone).collect()
}

/// New files before the pages that lead to them, and what everybody asks for last: feeds,
/// then the home pages.
fn order(rank: Rank, stood: bool) -> (bool, bool, Rank) {
    (rank == Rank::Home, stood, rank)
}

/// Files that stand beside their places under other names. What was not placed
/// goes when this goes.
#[derive(Default)]
struct StagedFiles {
    /// Each, and its place; in the order of placing.
    files: VecDeque<(Staged, PathBuf)>,
    /// Folders that were made for them, outer ones first.
    folders: Vec<PathBuf>,
}

impl StagedFiles {
    /// Writes a file beside its place; gives its mark, taken while nobody else knows it.
    fn add(&mut self, out: &Path, path: &str, bytes: &[u8]) -> Result<Option<Mark>, PublishError> {
        for folder in folders_of(path) {
            let folder = out.join(folder);
            if !folder.is_dir() {
                make_folder(&folder)?;
                self.folders.push(folder);
            }
        }
        let place = out.join(path);
        let name = format!("{STAGED_PREFIX}{}-{}", std::process::id(), self.files.len());
        let temporary = place.parent().unwrap_or(out).join(name);
        let staged = Staged::write(temporary.clone(), bytes, Some(0o644))
            .map_err(|e| PublishError::io("writing", &temporary, e))?;
        self.files.push_back((staged, place));
        Ok(Mark::of(&temporary))
    }

    /// Gives all but the `left` last their names.
    fn place(&mut self, left: usize) -> Result<(), PublishError> {
        while self.files.len() > left
            && let Some((staged, place)) = self.files.pop_front()
        {
            let placed = staged.replace(&place);
            placed.map_err(|e| PublishError::io("replacing", &place, e))?;
        }
        Ok(())
    }
}

impl Drop for StagedFiles {
    fn drop(&mut self) {
        self.files.clear();
        for folder in self.folders.iter().rev() {
            // Fails where something was placed in it, as it should.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes what a killed process left waiting below the dot entries of a site, with the
/// folders made for it; `dots` are then those that are left. Only whoever's turn it is may.
pub fn remove_stale(out: &Path, dots: &mut Vec<String>) {
    for dot in &*dots {
        for entry in WalkDir::new(out.join(dot)).into_iter().flatten() {
            let name = entry.file_name().to_string_lossy();
            let ours = name.strip_prefix(STAGED_PREFIX).is_some_and(|numbers| {
                !numbers.is_empty() && numbers.bytes().all(|b| b.is_ascii_digit() || b == b'-')
            });
            if ours && entry.file_type().is_file() {
                let _ = fs::remove_file(entry.path());
                remove_empty(out, entry.path());
            }
        }
    }
    dots.retain(|dot| fs::symlink_metadata(out.join(dot)).is_ok());
}

/// Removes the folders in which a file stood, as far as nothing stands in them now.
fn remove_empty(out: &Path, file: &Path) {
    let mut folder = file.parent();
    while let Some(empty) = folder.filter(|folder| *folder != out) {
        if fs::remove_dir(empty).is_err() {
            break;
        }
        folder = empty.parent();
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::convert::Infallible;

    use super::super::existing_site::ExistingSite;
    use super::*;

    #[test]
    fn what_is_led_to_comes_before_what_leads_there() {
        let in_order = [
            (Rank::Asset, false),
            (Rank::Page, false),
            (Rank::Feed, false),
            (Rank::Asset, true),
            (Rank::Page, true),
            (Rank::Feed, true),
            (Rank::Home, false),
            (Rank::Home, true),
        ];
        assert!(in_order.is_sorted_by_key(|(rank, stood)| order(*rank, *stood)));
    }

    #[test]
    fn what_is_to_come_last_waits() {
        let dir = tempfile::TempDir::new().unwrap();
        let mut staged_files = StagedFiles::default();
        for path in ["a", "b"] {
            staged_files.add(dir.path(), path, b"x").unwrap();
        }
        let stands = |path: &str| dir.path().join(path).exists();
        staged_files.place(1).unwrap();
        assert!(stands("a") && !stands("b"));
        staged_files.place(0).unwrap();
        assert!(stands("b"));
    }

    #[test]
    fn files_are_placed_in_that_order() {
        let paths = ["index.html", "new.html", "old.css", "same.html", FILE_LIST];
        let make = |_: usize| Ok::<_, Infallible>(vec![Cow::Borrowed(&b"x"[..])]);
        let piece = |path: &'static str| Piece {
            path,
            rank: match path {
                "index.html" => Rank::Home,
                "old.css" | FILE_LIST => Rank::Asset,
                _ => Rank::Page,
            },
            known: None,
        };
        let mut job = Job {
            out: PathBuf::new(),
            old: ExistingSite {
                exists: true,
                listed: ["index.html", "old.css", "same.html"]
                    .map(String::from)
                    .into(),
                ..ExistingSite::default()
            },
            pieces: paths.map(piece).to_vec(),
            batches: (0..paths.len()).map(|at| at..at + 1).collect(),
            make: &make,
            list: Some(Vec::new()),
            removed: Vec::new(),
        };
        let placed = |job: &Job<'_, Infallible>| -> Vec<String> {
            let mut made: Vec<Made> = paths
                .map(|path| {
                    let same = path == "same.html";
                    let outcome = FileOutcome { same, mark: None };
                    (outcome, (!same).then(|| b"x".to_vec()))
                })
                .into();
            let changed = changed(job, &mut made);
            changed
                .into_iter()
                .map(|(path, ..)| path.to_string())
                .collect()
        };
        assert_eq!(placed(&job), ["new.html", "old.css", "index.html"]);
        // Without a list nothing is new.
        job.list = None;
        assert_eq!(placed(&job), ["old.css", "new.html", "index.html"]);
    }
}
