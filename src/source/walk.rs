//! The folders of a project. Links are named and refused, droppings of editors
//! passed over, everything in a fixed order.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::{INCIDENTS, read};
use crate::diagnostic::{Diagnostic, SourceFile};

/// Folders that may stand inside each other.
const MAX_DEPTH: usize = 32;

/// Paths of all incident files, relative to the project, sorted.
pub fn incident_files(root: &Path, found: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut files = Vec::new();
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
        }
    }
    files
}

/// The owner's templates: name relative to `templates/`, and text.
pub fn templates(root: &Path, found: &mut Vec<Diagnostic>) -> Vec<(String, Arc<SourceFile>)> {
    let mut templates = Vec::new();
    for path in files_below(root, "templates", found) {
        match read::file(root, &path, read::MAX_FILE) {
            Ok(file) => templates.push((path["templates/".len()..].to_string(), file)),
            Err(diagnostic) => found.push(*diagnostic),
        }
    }
    templates
}

/// Files of `static/`: path in the site, and where it lies.
pub fn statics(root: &Path, found: &mut Vec<Diagnostic>) -> Vec<(String, PathBuf)> {
    files_below(root, "static", found)
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
    let mut files = Vec::new();
    let entries = WalkDir::new(&top)
        .max_depth(MAX_DEPTH)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            entry.depth() == 0 || !is_dropping(&entry.file_name().to_string_lossy())
        });
    for entry in entries {
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

/// What editors and systems leave behind.
pub fn is_dropping(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || name.starts_with('#') && name.ends_with('#')
        || [".swp", ".swo", ".tmp", ".bak", ".orig"]
            .iter()
            .any(|end| name.ends_with(end))
        || name == "Thumbs.db"
}
