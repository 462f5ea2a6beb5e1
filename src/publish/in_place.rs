//! The way without an exchange: every file is replaced whole, pages before the
//! home pages, removals last. A reader may meet pages of two builds for a
//! moment, never a torn or missing one.

use std::fs;
use std::path::Path;

use super::job::{Failed, Fate, Job};
use super::stage::{make_folder, parents, sync_folder, write_file};
use super::{LIST, Mark, PublishError, list_of};

/// Replaces what changed. It is made, and held, before the first file is touched.
pub fn replace<E: Send>(job: &Job<'_, E>) -> Result<Vec<Fate>, Failed<E>> {
    let mut made = job.each(|at, make| {
        let piece = job.pieces[at];
        let mut fate = Fate {
            same: true,
            mark: piece.known,
        };
        if job.is_known(at) {
            return Ok((fate, None));
        }
        let bytes = make()?;
        // Taken before the bytes are compared: whoever writes in between is seen later.
        fate.mark = Mark::of(&job.out.join(piece.path));
        fate.same = job.stands(at, &bytes);
        Ok((fate, (!fate.same).then(|| bytes.into_owned())))
    })?;
    put_all(job, &mut made)?;
    Ok(made.into_iter().map(|(fate, _)| fate).collect())
}

fn put_all<E: Send>(
    job: &Job<'_, E>,
    made: &mut [(Fate, Option<Vec<u8>>)],
) -> Result<(), PublishError> {
    let out = &job.out;
    if !out.is_dir() {
        fs::create_dir_all(out).map_err(|e| PublishError::io("making", out, e))?;
    }
    let mut changed: Vec<(&str, &[u8], &mut Fate)> = job
        .pieces
        .iter()
        .zip(made)
        .filter_map(|(piece, (fate, bytes))| Some((piece.path, bytes.as_deref()?, fate)))
        .filter(|(path, ..)| *path != LIST)
        .collect();
    changed.sort_by_key(|(path, ..)| (order(path), *path));
    // First the list, with old and new names: whatever happens, all files stay ours.
    let pieces = job.pieces.iter().map(|piece| piece.path);
    let union = pieces.chain(job.removed.iter().map(String::as_str));
    let union = list_of(&union.collect());
    let list = &job.list;
    if *list != union || !job.stands(job.pieces.len() - 1, list) {
        put(out, LIST, &union)?;
    }
    for (path, bytes, fate) in changed {
        fate.mark = put(out, path, bytes)?;
    }
    for path in &job.removed {
        let disk = out.join(path);
        fs::remove_file(&disk).map_err(|e| PublishError::io("removing", &disk, e))?;
        for folder in parents(path).into_iter().rev() {
            // Fails where something still stands in it, as it should.
            let _ = fs::remove_dir(out.join(folder));
        }
    }
    if *list != union {
        put(out, LIST, list)?;
    }
    sync_folder(out).map_err(|e| PublishError::io("writing to disk", out, e))
}

/// What other pages need comes first, the pages that everybody reads come last.
fn order(path: &str) -> u8 {
    match path {
        _ if path == "index.html" || path.ends_with("/index.html") => 3,
        _ if path.ends_with(".rss") => 2,
        _ if path.ends_with(".html") => 1,
        _ => 0,
    }
}

fn put(out: &Path, path: &str, bytes: &[u8]) -> Result<Option<Mark>, PublishError> {
    for folder in parents(path) {
        make_folder(&out.join(folder))?;
    }
    let disk = out.join(path);
    let folder = disk.parent().unwrap_or(out);
    let temporary = folder.join(format!(".upfront-{}", std::process::id()));
    let _ = fs::remove_file(&temporary);
    let placed = write_file(&temporary, bytes).and_then(|()| {
        fs::File::open(&temporary)
            .and_then(|f| f.sync_all())
            .map_err(|e| PublishError::io("writing to disk", &disk, e))?;
        // Taken while nobody else knows the file.
        let mark = Mark::of(&temporary);
        fs::rename(&temporary, &disk).map_err(|e| PublishError::io("replacing", &disk, e))?;
        Ok(mark)
    });
    if placed.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    placed
}
