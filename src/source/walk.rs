//! The folders of a project. Links are named and refused, droppings of editors
//! passed over, what is not read is named, everything in a fixed order.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::{INCIDENTS, STATIC, TEMPLATES, conflict, left_out, read};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::disk;
use crate::shell;

/// Says where the folder of the incident files is missing: a history that is empty has an
/// empty folder, and one that cannot be found must not read as "nothing ever happened".
pub fn expect_incidents(root: &Path, found: &mut Vec<Diagnostic>) {
    let meta = std::fs::symlink_metadata(root.join(INCIDENTS));
    let others = other_names(root, meta.is_err());
    let (code, message, expected) = match &meta {
        // A link is named by whoever lists the files.
        Ok(meta) if meta.is_dir() || meta.is_symlink() => match others.first() {
            None => return,
            Some(other) => (
                "incidents-name",
                format!("{other}/ stands beside {INCIDENTS}/ and would not be read"),
                "all incident files in one folder",
            ),
        },
        Ok(_) => (
            "not-a-file",
            format!("{INCIDENTS} is no folder: it is where the incident files belong"),
            "a folder",
        ),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => (
            "unreadable",
            format!("{INCIDENTS}/ cannot be read: {error}"),
            "a folder that this user may read",
        ),
        Err(_) => match others.first() {
            Some(other) => (
                "incidents-name",
                format!(
                    "{other}/ would not be read: the folder of the incident files is called {INCIDENTS}/"
                ),
                "its name, in small letters",
            ),
            None => (
                "incidents-missing",
                format!(
                    "there is no folder {INCIDENTS}/ here, and without it nothing is known of any incident"
                ),
                "the folder of the incident files: moved, not mounted, or not checked out?",
            ),
        },
    };
    let mut diagnostic = read::about(code, INCIDENTS, message, expected);
    let ours = shell::below(root, INCIDENTS);
    if code == "incidents-missing" {
        diagnostic.help.push(format!(
            "an empty history has an empty folder: mkdir {ours}; git keeps it with an empty file .gitkeep in it"
        ));
    }
    if let Some(other) = others.first().filter(|_| code == "incidents-name") {
        let theirs = root.join(other);
        let is_empty = std::fs::read_dir(theirs).is_ok_and(|mut entries| entries.next().is_none());
        let other = shell::below(root, other);
        diagnostic.help.push(match (&meta, is_empty) {
            (Err(_), _) => format!("mv {other} {ours}"),
            (Ok(_), true) => format!("it is empty: rmdir {other}"),
            (Ok(_), false) => format!("mv -n {other}/* {ours}/ && rmdir {other}"),
        });
    }
    found.push(*diagnostic);
}

/// Folders whose name differs from ours by capitals alone, where that is another name; with
/// `nearly`, by an `s` as well.
fn other_names(root: &Path, nearly: bool) -> Vec<String> {
    let is_near = |name: &str| {
        let singular = INCIDENTS.strip_suffix('s').filter(|_| nearly);
        name.eq_ignore_ascii_case(INCIDENTS)
            || singular.is_some_and(|singular| name.eq_ignore_ascii_case(singular))
    };
    let entries = std::fs::read_dir(root).into_iter().flatten().flatten();
    let mut others: Vec<String> = entries
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name != INCIDENTS && is_near(name))
        .collect();
    others.sort();
    others
}

/// Paths of all incident files, relative to the project, sorted.
pub fn incident_files(root: &Path, found: &mut Vec<Diagnostic>) -> Vec<String> {
    let (mut files, mut unread) = (Vec::new(), Vec::new());
    for path in files_below(root, INCIDENTS, found) {
        let name = path.rsplit('/').next().unwrap_or(&path);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        if extension == "md" {
            files.push(path);
        } else if extension.eq_ignore_ascii_case("md") || extension == "markdown" {
            found.push(*read::about(
                "name-extension",
                &path,
                format!("{path} would not be read: incident files end in `.md`"),
                "a name that ends in `.md`",
            ));
        } else if !left_out::is_half_written(name) {
            unread.push(path);
        }
    }
    found.extend(left_out::of_incidents(root, unread));
    files
}

/// The owner's templates: name relative to `templates/`, and text.
pub fn templates(root: &Path, found: &mut Vec<Diagnostic>) -> Vec<(String, Arc<SourceFile>)> {
    let mut templates = Vec::new();
    for path in files_below(root, TEMPLATES, found) {
        let name = path.rsplit('/').next().unwrap_or(&path);
        // A template may well be called a part.
        if left_out::is_half_written(name) && !name.ends_with(".part") {
            continue;
        }
        match read::file(root, &path, read::MAX_FILE) {
            Ok(file) => templates.push((path["templates/".len()..].to_string(), file)),
            Err(diagnostic) => found.push(*diagnostic),
        }
    }
    templates
}

/// Ends of names of static files that people write, and so merge.
const WRITTEN: [&str; 15] = [
    "html",
    "htm",
    "css",
    "js",
    "mjs",
    "json",
    "webmanifest",
    "xml",
    "svg",
    "txt",
    "md",
    "yml",
    "yaml",
    "csv",
    "ics",
];

/// A static file that git could not merge.
fn in_conflict(root: &Path, path: &str) -> Option<Box<Diagnostic>> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_written = match name.rsplit_once('.') {
        Some((_, end)) => WRITTEN.iter().any(|known| end.eq_ignore_ascii_case(known)),
        // Such as `_headers`.
        None => true,
    };
    let file = root.join(path);
    let is_small = |meta: std::fs::Metadata| meta.len() <= read::MAX_FILE;
    if !is_written || !std::fs::symlink_metadata(&file).is_ok_and(is_small) {
        return None;
    }
    let text = String::from_utf8(std::fs::read(&file).ok()?).ok()?;
    conflict::in_copied(&SourceFile::new(path, text))
}

/// Files of `static/`: path in the site, and where it lies.
pub fn statics(root: &Path, found: &mut Vec<Diagnostic>) -> Vec<(String, PathBuf)> {
    let files = files_below(root, STATIC, found);
    let conflicts = files.iter().filter_map(|path| in_conflict(root, path));
    found.extend(conflicts.map(|d| *d));
    files
        .into_iter()
        .map(|path| (path["static/".len()..].to_string(), root.join(&path)))
        .collect()
}

fn files_below(root: &Path, folder: &str, found: &mut Vec<Diagnostic>) -> Vec<String> {
    let top = root.join(folder);
    if !top.exists() && !top.is_symlink() {
        return Vec::new();
    }
    if top.is_symlink() {
        found.push(*not_a_file(folder, "a link"));
        return Vec::new();
    }
    if !top.is_dir() {
        // Of the incidents, `expect_incidents` has told.
        if folder != INCIDENTS {
            found.push(*read::about(
                "not-a-file",
                folder,
                format!("{folder} is no folder, and its name is that of one"),
                "a folder, or another name",
            ));
        }
        return Vec::new();
    }
    let mut files = Vec::new();
    let mut hidden = Vec::new();
    let mut entries = WalkDir::new(&top)
        .sort_by(disk::by_name)
        .into_iter()
        .filter_entry(|entry| {
            let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
            let silent = is_passed_over(&below.to_string_lossy());
            let Some(path) = below.to_str().filter(|_| entry.depth() > 0) else {
                return entry.depth() == 0 || !silent;
            };
            if left_out::is_hidden(folder, path) {
                hidden.push(path.to_string());
                return false;
            }
            !silent
        });
    for entry in entries.by_ref() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(&top);
                let shown =
                    relative(root, path).unwrap_or_else(|| path.to_string_lossy().into_owned());
                found.push(*read::about(
                    "unreadable",
                    &shown,
                    format!(
                        "{shown} cannot be read: {}",
                        error
                            .io_error()
                            .map_or_else(|| "too deep".to_string(), ToString::to_string)
                    ),
                    "a folder that this user may read",
                ));
                continue;
            }
        };
        let Some(path) = relative(root, entry.path()) else {
            let shown = entry
                .path()
                .strip_prefix(root)
                .unwrap_or(entry.path())
                .to_string_lossy()
                .into_owned();
            found.push(*read::about(
                "name-not-utf-8",
                &shown,
                format!("the name {shown} is not UTF-8"),
                "a name of letters, digits, `-` and `_`",
            ));
            continue;
        };
        let kind = entry.file_type();
        if kind.is_dir() && folder == INCIDENTS && path.ends_with(".md") {
            found.push(*read::about(
                "not-a-file",
                &path,
                format!("{path} is a folder, and named like an incident file"),
                "a folder whose name does not end in `.md`",
            ));
        }
        if kind.is_file() {
            files.push(path);
        } else if !kind.is_dir() {
            let what = if kind.is_symlink() {
                "a link"
            } else {
                "no regular file"
            };
            found.push(*not_a_file(&path, what));
        }
    }
    drop(entries);
    found.extend(left_out::hidden(folder, hidden));
    files
}

fn not_a_file(path: &str, what: &str) -> Box<Diagnostic> {
    read::about(
        "not-a-file",
        path,
        format!("{path} is {what}: only regular files and folders are read"),
        "a file or folder inside the project",
    )
}

/// Path below the root with `/`; `None` if a name is not UTF-8.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let below = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

/// Whether an entry below the project's folder is passed over without a word: a change of
/// it is no news.
pub fn is_passed_over(path: &str) -> bool {
    let mut parts = path.split('/');
    let silent = match parts.next() {
        Some(STATIC) => left_out::is_silent_in_static,
        _ => is_dropping,
    };
    parts.any(silent)
}

/// Files and folders that systems make by themselves: Windows, macOS and file servers.
const SYSTEMS: [&str; 8] = [
    "Thumbs.db",
    "ehthumbs.db",
    "ehthumbs_vista.db",
    "desktop.ini",
    "Desktop.ini",
    "$RECYCLE.BIN",
    "Icon\r",
    "@eaDir",
];

/// What editors and systems leave behind.
pub fn is_dropping(name: &str) -> bool {
    name.starts_with('.') || is_leftover(name)
}

/// The same, of what is not hidden.
pub fn is_leftover(name: &str) -> bool {
    name.ends_with('~')
        || name.starts_with('#') && name.ends_with('#')
        || [".swp", ".swo", ".swx", ".tmp", ".bak", ".orig"]
            .iter()
            .any(|end| name.ends_with(end))
        || SYSTEMS.contains(&name)
}
