//! Comments that cut words: ` #` behind a value begins a comment (YAML 1.2.2, section
//! 6.6), and whoever writes `Error #12` does not know that.
//!
//! Takes a value and where it stands; gives the comment that took words from it, and the
//! line as it must be written.

use std::ops::Range;
use std::sync::Arc;

use super::write;
use crate::diagnostic::{Diagnostic, Place, Severity, SourceFile};

/// Notes to Upfront, which stand in comments by right (`docs/decisions/0037-allow.md`).
const NOTE: &str = "upfront:";

/// Who reads a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Readers {
    /// Readers of the site: a value of words.
    People,
    /// Upfront: a time, an id, a state.
    Upfront,
}

/// The finding about a comment behind the scalar at `span`, whose words are `value`.
/// Behind plain words that people read it is an error. Behind quotes, and behind what
/// only Upfront reads, `# note` is plainly meant and `#12` a warning.
pub(super) fn cut(
    file: &Arc<SourceFile>,
    span: &Range<usize>,
    value: &str,
    readers: Readers,
) -> Option<Diagnostic> {
    let text = &file.text;
    let line_end = text[span.end..]
        .find('\n')
        .map_or(text.len(), |at| span.end + at);
    let rest = text[span.end..line_end].trim_end();
    let start = span.end + rest.len() - rest.trim_start().len();
    let quoted = text[span.clone()].starts_with(['"', '\'']);
    let words = readers == Readers::People;
    let Some(comment) = rest.trim_start().strip_prefix('#') else {
        return beside(file, span, line_end).filter(|_| words && !quoted);
    };
    if comment.trim_start().starts_with(NOTE) {
        return None;
    }
    let glued = comment.starts_with(|c: char| !c.is_whitespace() && c != '#');
    let strict = words && !quoted;
    if !strict && !glued {
        return None;
    }
    let here = start..span.end + rest.len();
    let place = Place::new(file, here);
    let message = "` #` begins a comment: nobody reads what stands behind it";
    let mut diagnostic = Diagnostic::error(CODE, place, message, "these words are cut off").help(
        format!("in quotes they stay: {}", line(text, span, value, rest)),
    );
    if strict && !glued {
        diagnostic = diagnostic.help("a comment for authors stands on a line of its own");
    }
    if !strict {
        diagnostic.severity = Severity::Warning;
    }
    Some(diagnostic)
}

/// Stable name of these findings.
const CODE: &str = "comment-cuts-words";

/// Like [`cut`] for a key that seems to have no value, since all of it is a comment.
pub(super) fn instead(file: &Arc<SourceFile>, at: usize) -> Option<Diagnostic> {
    let text = &file.text;
    let line_start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    let (head, comment) = line.split_once(" #")?;
    let comment = comment.trim_end();
    let head = head.trim();
    let empty = head.ends_with(':') || head.ends_with('-');
    if !empty || comment.is_empty() || comment.trim_start().starts_with(NOTE) {
        return None;
    }
    let start = line_start + line.find(" #")? + 1;
    let words = format!("#{comment}");
    Some(
        Diagnostic::error(
            CODE,
            Place::new(file, start..start + words.len()),
            "`#` begins a comment: nobody reads what stands behind it",
            "these words are cut off",
        )
        .help(format!(
            "in quotes they stay: {head} {}",
            write::scalar(&words)
        )),
    )
}

/// A line that seems to be part of a value and is a comment: `  #4 for help`, above it or
/// below.
fn beside(file: &Arc<SourceFile>, span: &Range<usize>, line_end: usize) -> Option<Diagnostic> {
    let text = &file.text;
    let line_start = text[..span.start].rfind('\n').map_or(0, |n| n + 1);
    let first = text[line_start..span.start].trim().is_empty();
    let passed = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    // Up to the line of the key, where the value begins on one of its own.
    let mut above = Vec::new();
    let mut end = line_start;
    while first && end > 0 {
        let start = text[..end - 1].rfind('\n').map_or(0, |n| n + 1);
        above.push(start..end - 1);
        if !passed(&text[start..end - 1]) {
            break;
        }
        end = start;
    }
    let mut below = Vec::new();
    let mut start = line_end + 1;
    while start < text.len() && text[span.end..line_end].trim().is_empty() {
        let end = text[start..].find('\n').map_or(text.len(), |n| start + n);
        if !passed(&text[start..end]) {
            break;
        }
        below.push(start..end);
        start = end + 1;
    }
    let indent = |line: &str| line.len() - line.trim_start().len();
    // Where the comment begins, in a line of its own or behind the key of the value.
    let glued = |line: &Range<usize>| {
        let words = &text[line.clone()];
        let behind_key = || {
            let at = words
                .find(" #")
                .filter(|at| words[..*at].trim_end().ends_with([':', '-']));
            at.map(|at| at + 1)
        };
        let own = Some(indent(words)).filter(|at| words[*at..].starts_with('#'));
        let at = own.or_else(behind_key)?;
        let comment = words[at..].trim_end().trim_start_matches('#');
        let word = comment.split(char::is_whitespace).next().unwrap_or("");
        let key = own.is_some() && (word.ends_with(':') || word.starts_with('-'));
        (!word.is_empty() && !key && !comment.starts_with(NOTE)).then_some(line.start + at)
    };
    let indent_of = |line: &Range<usize>| indent(&text[line.clone()]);
    let here = indent(&text[line_start..]);
    let above = above.into_iter().filter(|line| {
        let behind_key = glued(line).is_some_and(|at| at > line.start + indent_of(line));
        indent_of(line) >= here || behind_key
    });
    let deeper = here + usize::from(!first);
    let below = below.into_iter().filter(|line| {
        indent_of(line) >= deeper.max(1) && text[line.clone()].trim_start().starts_with('#')
    });
    let (line, start) = above
        .chain(below)
        .find_map(|line| glued(&line).map(|start| (line, start)))?;
    let end = line.start + text[line.clone()].trim_end().len();
    let mut diagnostic = Diagnostic::error(
        CODE,
        Place::new(file, start..end),
        "a line that begins with `#` is a comment: nobody reads it",
        "if it belongs to the words beside it, all of them want quotes: \"...\"",
    )
    .help("a comment has a space behind its sign: `# note`");
    diagnostic.severity = Severity::Warning;
    Some(diagnostic)
}

/// The line with all of its words in quotes; inside `[]` and `{}` the value alone, since
/// what else the comment took is not known.
fn line(text: &str, span: &Range<usize>, value: &str, rest: &str) -> String {
    let line_start = text[..span.start].rfind('\n').map_or(0, |n| n + 1);
    let head = text[line_start..span.start].trim_start();
    let quoted = write::scalar(&format!("{value}{rest}"));
    if head.contains(['[', '{']) {
        quoted
    } else {
        format!("{head}{quoted}")
    }
}

/// The way out where a comment took the end of a list or map, or the middle of a text,
/// so that the text is no YAML any more: the last such line of those before `at`.
pub(super) fn way_out(text: &str, at: usize) -> Option<String> {
    let end = text[at.min(text.len())..]
        .find('\n')
        .map_or(text.len(), |n| at + n);
    let lines: Vec<&str> = text[..end].lines().collect();
    let number = lines.iter().enumerate().rposition(|(number, line)| {
        let Some((head, comment)) = line.split_once(" #") else {
            return false;
        };
        let count = |signs: [char; 2]| head.matches(signs).count();
        let open = count(['[', '{']) > count([']', '}']) && comment.contains([']', '}', ',']);
        let plain = !head.contains(['"', '\'']);
        plain && (open || number + 2 >= lines.len() && !head.trim().is_empty())
    })?;
    let line = lines[number].trim();
    Some(format!(
        "` #` begins a comment in `{line}`: text that holds it wants quotes, \"...\""
    ))
}
