//! The site lies beside what it is made of, never inside it or around it.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use super::PublishError;
use crate::source::FOLDERS;

/// Refuses a site in the project's folders, or one that would hold them: the next build
/// would take it for what it is made of.
///
/// # Errors
/// [`PublishError::Tangled`].
pub fn apart(root: &Path, out: &Path) -> Result<(), PublishError> {
    let out_real = real(out);
    for folder in FOLDERS {
        let folder = root.join(folder);
        let real = real(&folder);
        if out_real.starts_with(&real) || real.starts_with(&out_real) {
            return Err(PublishError::Tangled {
                out: out.to_path_buf(),
                inside: out_real.starts_with(&real),
                folder,
            });
        }
    }
    Ok(())
}

/// The path without links and dots, also of what does not exist yet.
fn real(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut missing: Vec<OsString> = Vec::new();
    let mut known = whole.as_path();
    loop {
        if let Ok(found) = known.canonicalize() {
            let all = missing.iter().rev();
            return plain(&all.fold(found, |path, part| path.join(part)));
        }
        match (known.parent(), known.components().next_back()) {
            (Some(parent), Some(last)) => {
                missing.push(last.as_os_str().to_os_string());
                known = parent;
            }
            _ => return plain(&whole),
        }
    }
}

/// `a/b/../c` as `a/c`.
fn plain(path: &Path) -> PathBuf {
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
