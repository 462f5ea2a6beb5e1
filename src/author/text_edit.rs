//! Changes of bytes: what is not named stays as it was.

use std::ops::Range;

/// One change: these bytes become this text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextEdit {
    pub(super) at: Range<usize>,
    pub(super) text: String,
}

/// Applies changes that do not overlap. Their `\n` become `line_end`.
pub(super) fn apply(bytes: &[u8], mut edits: Vec<TextEdit>, line_end: &str) -> Vec<u8> {
    edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
    let mut out = Vec::with_capacity(bytes.len() + 1024);
    let mut at = 0;
    for edit in edits {
        out.extend_from_slice(&bytes[at..edit.at.start]);
        out.extend_from_slice(edit.text.replace('\n', line_end).as_bytes());
        at = edit.at.end;
    }
    out.extend_from_slice(&bytes[at..]);
    out
}

/// Line ends that make a blank line behind what stands at the end of a file.
pub(super) fn gap(bytes: &[u8]) -> &'static str {
    let without = |end: &[u8]| bytes.strip_suffix(end);
    let Some(last) = without(b"\r\n").or_else(|| without(b"\n")) else {
        return "\n\n";
    };
    if last.is_empty() || last.ends_with(b"\n") {
        ""
    } else {
        "\n"
    }
}
