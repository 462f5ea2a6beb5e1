//! The way without an exchange: every file is replaced whole, pages before the
//! home pages, removals last. A reader may meet pages of two builds for a
//! moment, never a torn or missing one.

use std::fs;
use std::path::Path;

use super::stage::{make_folder, parents, sync_folder, write_file};
use super::{File, LIST, PublishError, Published};

/// Replaces what changed.
pub fn replace(out: &Path, files: &[&File], published: &Published) -> Result<(), PublishError> {
    if !out.is_dir() {
        fs::create_dir_all(out).map_err(|e| PublishError::io("making", out, e))?;
    }
    let written: std::collections::BTreeSet<&str> =
        published.written.iter().map(String::as_str).collect();
    let mut changed: Vec<&&File> = files
        .iter()
        .filter(|f| written.contains(f.path.as_str()))
        .collect();
    changed.sort_by_key(|f| (order(&f.path), f.path.clone()));
    // First the list, with old and new names: whatever happens, all files stay ours.
    let union = union_list(files, published);
    put(
        out,
        &File {
            path: LIST.to_string(),
            bytes: union,
        },
    )?;
    for file in changed.iter().filter(|f| f.path != LIST) {
        put(out, file)?;
    }
    for path in &published.removed {
        let disk = out.join(path);
        fs::remove_file(&disk).map_err(|e| PublishError::io("removing", &disk, e))?;
        for folder in parents(path).into_iter().rev() {
            // Fails where something still stands in it, as it should.
            let _ = fs::remove_dir(out.join(folder));
        }
    }
    if let Some(list) = files.iter().find(|f| f.path == LIST) {
        put(out, list)?;
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

fn union_list(files: &[&File], published: &Published) -> Vec<u8> {
    let paths: std::collections::BTreeSet<&str> = files
        .iter()
        .map(|f| f.path.as_str())
        .chain(published.removed.iter().map(String::as_str))
        .collect();
    let document = serde_json::json!({ "generator": "upfront", "files": paths });
    format!("{document:#}\n").into_bytes()
}

fn put(out: &Path, file: &File) -> Result<(), PublishError> {
    for folder in parents(&file.path) {
        make_folder(&out.join(folder))?;
    }
    let disk = out.join(&file.path);
    let folder = disk.parent().unwrap_or(out);
    let temporary = folder.join(format!(".upfront-{}", std::process::id()));
    let _ = fs::remove_file(&temporary);
    let placed = write_file(&temporary, &file.bytes).and_then(|()| {
        fs::File::open(&temporary)
            .and_then(|f| f.sync_all())
            .map_err(|e| PublishError::io("writing to disk", &disk, e))?;
        fs::rename(&temporary, &disk).map_err(|e| PublishError::io("replacing", &disk, e))
    });
    if placed.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    placed
}
