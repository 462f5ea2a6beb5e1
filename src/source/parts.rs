//! An incident file's two parts: front matter and timeline.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// Bytes that a front matter may have: 64 KiB (`docs/glossary.md`, "front matter").
pub const MAX_FRONT_MATTER: usize = 64 * 1024;

/// Where the parts stand, in bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// YAML between the `---` lines.
    pub front_matter: Range<usize>,
    /// Markdown behind them.
    pub body: Range<usize>,
}

/// Finds the parts.
///
/// # Errors
/// No front matter, one without an end, or one that is too large.
pub fn split(file: &Arc<SourceFile>) -> Result<Parts, Box<Diagnostic>> {
    let text = &file.text;
    let is_fence = |line: &str| line.trim_end() == "---";
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or("");
    if !is_fence(first) {
        return Err(Box::new(
            Diagnostic::error(
                "front-matter-missing",
                Place::new(file, 0..first.trim_end().len()),
                "the file does not begin with a front matter",
                "expected a line `---`",
            )
            .help("begin with: ---, then `title: ...`, then `began: 2024-11-20 14:02`, then ---"),
        ));
    }
    let start = first.len();
    let mut at = start;
    for line in lines {
        if is_fence(line) {
            if at - start > MAX_FRONT_MATTER {
                return Err(Box::new(Diagnostic::error(
                    "front-matter-too-large",
                    Place::new(file, 0..3),
                    format!(
                        "the front matter has {} bytes; the limit is {MAX_FRONT_MATTER}",
                        at - start
                    ),
                    "move the words below the second `---`",
                )));
            }
            return Ok(Parts {
                front_matter: start..at,
                body: at + line.len()..text.len(),
            });
        }
        at += line.len();
    }
    Err(Box::new(Diagnostic::error(
        "front-matter-open",
        Place::new(file, 0..3),
        "the front matter that begins here has no end",
        "expected a second line `---` before the text",
    )))
}
