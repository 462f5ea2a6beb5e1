//! Files, folders and addresses to text: bounded, regular files only, in a fixed order.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::Failure;

/// Bytes of one file or answer: 20 times the largest history that was seen.
pub const MAX_FILE: u64 = 32 * 1024 * 1024;
/// Bytes of all files of a folder.
const MAX_ALL: u64 = 256 * 1024 * 1024;
/// Files of a folder.
const MAX_FILES: usize = 100_000;

/// A text and where it comes from.
#[derive(Debug, Clone)]
pub struct Input {
    /// Name for messages: path below the folder, or address.
    pub name: String,
    /// UTF-8, without a byte order mark.
    pub text: String,
}

/// One file, or all files of a folder whose name ends in one of `ends`.
///
/// # Errors
/// What cannot be read, is too large, no regular file, or not UTF-8, by name.
pub fn files(path: &Path, ends: &[&str]) -> Result<Vec<Input>, Failure> {
    let meta =
        fs::metadata(path).map_err(|e| Failure::usage(format!("{}: {e}", path.display())))?;
    if !meta.is_dir() {
        let name = path.file_name().map_or_else(
            || path.display().to_string(),
            |n| n.to_string_lossy().into_owned(),
        );
        return Ok(vec![one(path, name)?]);
    }
    let mut inputs = Vec::new();
    let mut size = 0;
    for found in listed(path, ends)? {
        let name = found
            .strip_prefix(path)
            .unwrap_or(&found)
            .to_string_lossy()
            .into_owned();
        let input = one(&found, name)?;
        size += input.text.len() as u64;
        if size > MAX_ALL || inputs.len() >= MAX_FILES {
            return Err(Failure::content(
                "import-too-large",
                format!(
                    "{} holds more than {MAX_ALL} bytes or {MAX_FILES} files; import it in parts",
                    path.display()
                ),
            ));
        }
        inputs.push(input);
    }
    Ok(inputs)
}

fn listed(path: &Path, ends: &[&str]) -> Result<Vec<PathBuf>, Failure> {
    let mut list = Vec::new();
    let hidden = |name: &str| name.starts_with('.') || name == "node_modules";
    for entry in WalkDir::new(path)
        .max_depth(16)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|e| e.depth() == 0 || !hidden(&e.file_name().to_string_lossy()))
    {
        let entry = entry.map_err(|e| Failure::machine(format!("{}: {e}", path.display())))?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        if entry.file_type().is_file() && ends.iter().any(|end| name.ends_with(end)) {
            list.push(entry.into_path());
        }
    }
    Ok(list)
}

/// One regular file.
///
/// # Errors
/// As [`files`].
pub fn one(path: &Path, name: String) -> Result<Input, Failure> {
    let unreadable = |e: std::io::Error| Failure::machine(format!("{}: {e}", path.display()));
    let meta = fs::metadata(path).map_err(unreadable)?;
    if !meta.is_file() {
        return Err(Failure::usage(format!(
            "{} is no regular file",
            path.display()
        )));
    }
    let mut bytes = Vec::new();
    if meta.len() <= MAX_FILE {
        fs::File::open(path)
            .and_then(|f| f.take(MAX_FILE + 1).read_to_end(&mut bytes))
            .map_err(unreadable)?;
    }
    if meta.len() > MAX_FILE || bytes.len() as u64 > MAX_FILE {
        return Err(Failure::content(
            "import-too-large",
            format!(
                "{name} has {} bytes; the limit is {MAX_FILE}",
                meta.len().max(bytes.len() as u64)
            ),
        ));
    }
    text(name, bytes)
}

/// Bytes to text.
///
/// # Errors
/// Not UTF-8.
pub fn text(name: String, bytes: Vec<u8>) -> Result<Input, Failure> {
    let text = String::from_utf8(bytes).map_err(|e| {
        Failure::content(
            "encoding-not-utf-8",
            format!("{name}: byte {} is not UTF-8", e.utf8_error().valid_up_to()),
        )
    })?;
    let text = text
        .strip_prefix('\u{feff}')
        .map(str::to_string)
        .unwrap_or(text);
    Ok(Input { name, text })
}
