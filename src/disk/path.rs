//! Paths: which can be written on any system, and where they really are.

use std::cmp::Ordering;
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

/// Bytes that one part of a path may have: what stands beside a file for a moment has a
/// longer name, and 255 are the limit of most file systems.
pub const MAX_NAME: usize = 200;

/// Whether a relative path, `/` between parts, stays below its folder and can be written on
/// any system.
pub fn is_portable(path: &str) -> bool {
    let refused = match path.is_ascii() {
        true => path.bytes().any(|b| b == b'\\' || b.is_ascii_control()),
        false => path.contains(|c: char| c == '\\' || c.is_control()),
    };
    let fits = |part: &str| !matches!(part, "" | "." | "..") && part.len() <= MAX_NAME;
    !refused && path.split('/').all(fits)
}

/// The order of the entries of one folder, for a walk: by the bytes of their names.
pub fn by_name(a: &walkdir::DirEntry, b: &walkdir::DirEntry) -> Ordering {
    // Their paths differ in the names alone, and need not be taken apart.
    a.path().as_os_str().cmp(b.path().as_os_str())
}

/// The folders of a relative path, outer ones first: `a/b/c.html` stands in `a` and `a/b`.
pub fn folders_of(path: &str) -> Vec<&str> {
    path.match_indices('/').map(|(at, _)| &path[..at]).collect()
}

/// The path below a folder, `/` between parts.
pub fn below(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// The path without links and dots, also of what does not exist yet.
pub fn resolved(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut missing: Vec<OsString> = Vec::new();
    let mut known = whole.as_path();
    loop {
        if let Ok(found) = known.canonicalize() {
            let all = missing.iter().rev();
            return without_dots(&all.fold(found, |path, part| path.join(part)));
        }
        match (known.parent(), known.components().next_back()) {
            (Some(parent), Some(last)) => {
                missing.push(last.as_os_str().to_os_string());
                known = parent;
            }
            _ => return without_dots(&whole),
        }
    }
}

/// `a/b/../c` as `a/c`.
fn without_dots(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stays_inside_is_portable() {
        for path in ["a", "a/b.html", ".nojekyll", "é/ü.md"] {
            assert!(is_portable(path), "{path}");
        }
        let long = "x".repeat(MAX_NAME + 1);
        for path in ["", "/a", "a//b", "../a", "a/./b", "a\\b", "a\nb", &long] {
            assert!(!is_portable(path), "{path}");
        }
        assert_eq!(folders_of("a/b/c.html"), ["a", "a/b"]);
        assert_eq!(below(Path::new("/s"), Path::new("/s/a/b")), "a/b");
    }

    #[test]
    fn what_is_not_there_yet_has_a_place() {
        let dir = tempfile::TempDir::new().unwrap();
        let real = dir.path().canonicalize().unwrap();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("link")).unwrap();
        assert_eq!(resolved(&dir.path().join("link/new/../x")), real.join("x"));
    }
}
