//! Files, folders and addresses to text: bounded, regular files only, in a fixed order.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::Failure;
use super::broken::Broken;
use crate::disk;

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

/// One file, or all files of a folder whose name ends in one of `ends`. A file of a
/// folder that is too large or not UTF-8 goes to `broken`.
///
/// # Errors
/// What cannot be read, is no regular file, or too much, by name; of one file alone also
/// that it is too large or not UTF-8.
pub fn files(path: &Path, ends: &[&str], broken: &mut Broken) -> Result<Vec<Input>, Failure> {
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
        let input = match one(&found, name.clone()) {
            Ok(input) => input,
            Err(failure) => {
                broken.file(failure, &name)?;
                continue;
            }
        };
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
        .sort_by(disk::by_name)
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
        let at = e.utf8_error().valid_up_to();
        let before = &e.as_bytes()[..at];
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        let from = encoding(e.as_bytes());
        Failure::content(
            "encoding-not-utf-8",
            format!(
                "{name}: line {line}: byte {at} is not UTF-8; import what `iconv -f {from} -t UTF-8` makes of it"
            ),
        )
    })?;
    let text = text
        .strip_prefix('\u{feff}')
        .map(str::to_string)
        .unwrap_or(text);
    Ok(Input { name, text })
}

/// The encoding that bytes tell by their mark or their declaration in XML. Most of those
/// that tell none are of the kind that Windows used in the West.
fn encoding(bytes: &[u8]) -> String {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return "UTF-16".to_string();
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let declared = head
        .split_once("?>")
        .filter(|(xml, _)| xml.starts_with("<?xml"))
        .and_then(|(xml, _)| xml.split_once("encoding="))
        .map(|(_, name)| name.trim_start_matches(['"', '\'']))
        .and_then(|name| name.split(['"', '\'']).next())
        .filter(|name| {
            let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            !name.is_empty() && name.chars().all(fits) && !name.eq_ignore_ascii_case("utf-8")
        });
    declared.unwrap_or("WINDOWS-1252").to_string()
}
