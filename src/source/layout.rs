//! Where the pieces of an incident file stand, for those who change its text.
//!
//! Takes the bytes of a file; gives the places of keys, values and headings, in
//! bytes of what was taken (byte order mark and CRLF included). Must not know
//! what a key means.

use std::ops::Range;

use super::{parts, read, timeline};
use crate::diagnostic::Diagnostic;
use crate::yaml::{self, Reader, Value};

pub use super::fill_in::MARKS;

/// A key of a front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub name: String,
    /// Where the key stands.
    pub span: Range<usize>,
    /// Where its value stands.
    pub value: Range<usize>,
}

/// The pieces of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Between the `---` lines.
    pub front_matter: Range<usize>,
    /// Its keys, in the order written.
    pub keys: Vec<Key>,
    /// Columns that stand before each key.
    pub indent: usize,
    /// Headings of the updates, as written.
    pub headings: Vec<String>,
    /// How lines end: `\r\n` when most do, else `\n`.
    pub line_end: &'static str,
}

/// The pieces of the file at `path`.
///
/// # Errors
/// What keeps the file from being read at all; see [`super::load`].
pub fn layout(path: &str, bytes: &[u8]) -> Result<Layout, Vec<Diagnostic>> {
    let file = read::text(path, bytes.to_vec()).map_err(|d| vec![*d])?;
    let parts = parts::split(&file).map_err(|d| vec![*d])?;
    let mut reader = Reader::new(&file);
    let node = yaml::parse(&file, parts.front_matter.clone(), &mut reader.found);
    let raw = timeline::read(&mut reader, parts.body);
    let Some(node) = node else {
        return Err(reader.found);
    };
    let offsets = Offsets::new(bytes);
    let fields = match &node.value {
        Value::Map(fields) => fields.as_slice(),
        _ => &[],
    };
    let indent = fields.first().map_or(0, |first| {
        file.position(first.key_span.start).1.saturating_sub(1)
    });
    Ok(Layout {
        front_matter: offsets.range(&parts.front_matter),
        keys: fields
            .iter()
            .map(|field| Key {
                name: field.key.clone(),
                span: offsets.range(&field.key_span),
                value: offsets.range(&field.value.span),
            })
            .collect(),
        indent,
        headings: raw.updates.into_iter().map(|u| u.heading).collect(),
        line_end: line_end(bytes),
    })
}

/// Bytes of a project's file, read as [`super::load`] reads them.
///
/// # Errors
/// The one finding of [`super::load`] about such a file.
pub fn bytes(root: &std::path::Path, path: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
    read::bytes(root, path, read::MAX_FILE)
}

fn line_end(bytes: &[u8]) -> &'static str {
    let all = bytes.iter().filter(|b| **b == b'\n').count();
    let carriage = bytes.windows(2).filter(|w| w == b"\r\n").count();
    if carriage * 2 > all { "\r\n" } else { "\n" }
}

/// From places in the text that `read` made to places in the bytes on disk.
struct Offsets {
    mark: usize,
    /// Places in the text where a `\r` was dropped.
    dropped: Vec<usize>,
}

impl Offsets {
    fn new(bytes: &[u8]) -> Self {
        let mark = if bytes.starts_with("\u{feff}".as_bytes()) {
            3
        } else {
            0
        };
        let mut dropped = Vec::new();
        for (at, pair) in bytes[mark..].windows(2).enumerate() {
            if pair == b"\r\n" {
                dropped.push(at - dropped.len());
            }
        }
        Self { mark, dropped }
    }

    /// A line end in the text is the beginning of `\r\n` in the bytes.
    fn at(&self, offset: usize) -> usize {
        self.mark + offset + self.dropped.partition_point(|d| *d < offset)
    }

    fn range(&self, range: &Range<usize>) -> Range<usize> {
        self.at(range.start)..self.at(range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_bytes_of_the_file() {
        let bytes = "\u{feff}---\r\ntitle: \"é x\" # c\r\nbegan: 2024-11-20 14:02\r\n---\r\n\r\n## 14:20 Investigating\r\n";
        let layout = layout("incidents/a.md", bytes.as_bytes()).unwrap();
        assert_eq!(&bytes[layout.keys[0].value.clone()], "\"é x\"");
        assert_eq!(&bytes[layout.keys[1].value.clone()], "2024-11-20 14:02");
        assert!(bytes[layout.front_matter.clone()].ends_with("14:02\r\n"));
        assert_eq!(layout.line_end, "\r\n");
        assert_eq!(layout.headings, ["14:20 Investigating"]);
        // Half of the lines are not most.
        assert_eq!(line_end(b"a\r\nb\n"), "\n");
        assert_eq!(line_end(b"a\r\nb\r\nc\n"), "\r\n");
    }
}
