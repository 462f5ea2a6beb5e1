//! One kind of error for every floor, from reading a file to the terminal.
//!
//! Takes a place in a source and words; gives text for people, JSON for
//! editors and annotations for GitHub. Must not know what the words are about.

mod print;
mod sarif;

use std::ops::Range;
use std::sync::Arc;

pub use print::{Format, print_all};

/// A file as it was read, kept so that an error can show its line.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the project's root, `/` between parts.
    pub path: String,
    /// What was read; invalid bytes replaced by U+FFFD.
    pub text: String,
}

impl SourceFile {
    /// A source to which errors can point.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            path: path.into(),
            text: text.into(),
        })
    }

    /// Line and column (both from 1, the column in characters) of a byte offset.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = floor_boundary(&self.text, offset);
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        (line, before[line_start..].chars().count() + 1)
    }

    /// The line that holds a byte offset, without its line end.
    pub fn line_at(&self, offset: usize) -> &str {
        let offset = floor_boundary(&self.text, offset);
        let start = self.text[..offset].rfind('\n').map_or(0, |at| at + 1);
        self.text[start..].lines().next().unwrap_or("")
    }
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// A range of bytes in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The source.
    pub file: Arc<SourceFile>,
    /// Bytes of its text.
    pub span: Range<usize>,
}

impl Place {
    /// A place that covers `span`, cut to what the text holds.
    pub fn new(file: &Arc<SourceFile>, span: Range<usize>) -> Self {
        let end = floor_boundary(&file.text, span.end);
        let start = floor_boundary(&file.text, span.start).min(end);
        Self {
            file: Arc::clone(file),
            span: start..end,
        }
    }
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The build stops and the published site stays as it was.
    Error,
    /// The build goes on.
    Warning,
    /// Worth a thought, nothing more.
    Hint,
}

/// One finding: what is wrong, where, what was expected and a way out.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Stable name of the kind of finding: `unknown-key`. Never renamed.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, one sentence.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What was expected at that place.
    pub expected: String,
    /// Other places that matter, each with words.
    pub related: Vec<(Place, String)>,
    /// Ways out.
    pub help: Vec<String>,
    /// Why it matters, of a writing rule.
    pub why: Option<&'static str>,
}

impl Diagnostic {
    /// An error at a place. `expected` stands under the marked words.
    pub fn error(
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            place,
            expected: expected.into(),
            related: Vec::new(),
            help: Vec::new(),
            why: None,
        }
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, words: impl Into<String>) -> Self {
        self.help.push(words.into());
        self
    }

    /// Adds "did you mean" when there is a near word.
    #[must_use]
    pub fn nearest(self, word: Option<&str>) -> Self {
        match word {
            Some(word) => self.help(format!("did you mean `{word}`?")),
            None => self,
        }
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Self {
        self.related.push((place, words.into()));
        self
    }
}

/// Sorts findings as people read files: by path, then by line.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        (&a.place.file.path, a.place.span.start, a.code).cmp(&(
            &b.place.file.path,
            b.place.span.start,
            b.code,
        ))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let file = SourceFile::new("a.md", "é\nab\u{301}c\n");
        assert_eq!(file.position(0), (1, 1));
        assert_eq!(file.position(3), (2, 1));
        assert_eq!(file.position(7), (2, 4));
        assert_eq!(file.position(9999), (3, 1));
        assert_eq!(file.line_at(4), "ab\u{301}c");
    }
}
