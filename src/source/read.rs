//! One file from disk to text: regular files only, bounded, UTF-8, no controls.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::conflict;
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::text::{is_refused, masked};

/// Bytes that a file may have: 1 MiB (`docs/glossary.md`, "front matter").
pub const MAX_FILE: u64 = 1024 * 1024;

/// Bytes that the memory of published updates may have: some 100,000 lines.
pub const MAX_LEDGER: u64 = 16 * 1024 * 1024;

/// Reads `path`, relative to `root`. A byte order mark is dropped, CRLF becomes LF.
///
/// # Errors
/// One finding: unreadable, no regular file, too large, not UTF-8, a control character,
/// or a conflict that git left.
pub fn file(root: &Path, path: &str, limit: u64) -> Result<Arc<SourceFile>, Box<Diagnostic>> {
    let bytes = bytes(root, path, limit)?;
    text(path, bytes)
}

/// A finding about a file as a whole.
pub fn about(code: &'static str, path: &str, message: String, expected: &str) -> Box<Diagnostic> {
    let file = SourceFile::new(path, "");
    Box::new(Diagnostic::error(
        code,
        Place::new(&file, 0..0),
        message,
        expected,
    ))
}

/// The bytes of a regular file; errors as in [`file`].
pub fn bytes(root: &Path, path: &str, limit: u64) -> Result<Vec<u8>, Box<Diagnostic>> {
    let disk = root.join(path);
    let unreadable = |error: std::io::Error| {
        about(
            "unreadable",
            path,
            format!("{path} cannot be read: {error}"),
            "a file that this user may read",
        )
    };
    let meta = fs::symlink_metadata(&disk).map_err(unreadable)?;
    if !meta.is_file() {
        let what = if meta.is_dir() {
            "a folder"
        } else if meta.is_symlink() {
            "a link"
        } else {
            "no regular file"
        };
        return Err(about(
            "not-a-file",
            path,
            format!("{path} is {what}: only regular files are read"),
            "a regular file",
        ));
    }
    if meta.len() > limit {
        return Err(too_large(path, meta.len(), limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
    fs::File::open(&disk)
        .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    if bytes.len() as u64 > limit {
        return Err(too_large(path, bytes.len() as u64, limit));
    }
    Ok(bytes)
}

fn too_large(path: &str, size: u64, limit: u64) -> Box<Diagnostic> {
    about(
        "file-too-large",
        path,
        format!("{path} has {size} bytes; the limit is {limit}"),
        "a smaller file",
    )
}

/// Bytes as a file at `path`; errors as in [`file`].
pub fn text(path: &str, bytes: Vec<u8>) -> Result<Arc<SourceFile>, Box<Diagnostic>> {
    if bytes.len() as u64 > MAX_FILE {
        return Err(too_large(path, bytes.len() as u64, MAX_FILE));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(about(
            "encoding-utf-16",
            path,
            format!("{path} is written in UTF-16"),
            "UTF-8: in your editor choose \"save with encoding\", UTF-8",
        ));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes()[at];
            let lossy = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let file = SourceFile::new(path, masked(&lossy));
            return Err(Box::new(
                Diagnostic::error(
                    "encoding-not-utf-8",
                    Place::new(&file, at..at + 3),
                    format!("byte 0x{byte:02X} is not UTF-8"),
                    "no character begins with this byte",
                )
                .help("in your editor choose \"save with encoding\", UTF-8"),
            ));
        }
    };
    let text = text
        .strip_prefix('\u{feff}')
        .unwrap_or(&text)
        .replace("\r\n", "\n");
    match text
        .char_indices()
        .find(|(_, c)| is_refused(*c) || *c == '\r')
    {
        None => {
            let file = SourceFile::new(path, text);
            match conflict::marker(&file) {
                Some(found) => Err(found),
                None => Ok(file),
            }
        }
        Some((at, c)) => {
            let file = SourceFile::new(path, masked(&text));
            Err(Box::new(
                Diagnostic::error(
                    "control-character",
                    Place::new(&file, at..at + 1),
                    format!("character U+{:04X} is a control character", u32::from(c)),
                    "stands here, unseen",
                )
                .help("delete it; it often comes from pasted text"),
            ))
        }
    }
}
