//! Comments of authors: `<!-- ... -->`. What stands in one is for whoever opens the file,
//! never for readers, so it is dropped where texts are read, and no output can hold it.
//!
//! Takes a text; gives where its comments stand, or the text without them. Must not know
//! Markdown: what is code there is told by whoever knows.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::Severity;

/// How a comment begins.
pub const OPEN: &str = "<!--";
/// How it ends.
pub const CLOSE: &str = "-->";

/// A comment that hides more, or less, than its author means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It has no end; the sign that opens it.
    Open(Range<usize>),
    /// Another one begins in it, and the end of that one ends both; that second sign.
    Nested(Range<usize>),
    /// Code takes its beginning and not its end: readers see it, or what stands behind it;
    /// that sign.
    InCode(Range<usize>),
}

impl Fault {
    /// Code, message, what was expected, and the way out; for a [`crate::diagnostic::Diagnostic`].
    pub fn words(&self) -> [&'static str; 4] {
        match self {
            Self::Open(_) => [
                "comment-open",
                "this comment has no end: everything behind it would vanish into it",
                "expected `-->` behind your words",
                "what readers are to see stands in a code span: `<!--`",
            ],
            Self::Nested(_) => [
                "comment-nested",
                "a comment stands in a comment: the first `-->` ends both, and readers see the rest",
                "expected `-->` before it",
                "end the first comment here, or take this sign out",
            ],
            Self::InCode(_) => [
                "comment-in-code",
                "this is code and begins no comment: readers see what stands behind it",
                "expected `-->` in the same code, or no backquote before the comment",
                "a backquote that is to be seen as such is written \\`",
            ],
        }
    }

    /// Bytes of the text that was read.
    pub fn span(&self) -> Range<usize> {
        let (Self::Open(span) | Self::Nested(span) | Self::InCode(span)) = self;
        span.clone()
    }

    /// An error where words would be lost. What code shows may be meant.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Open(_) | Self::Nested(_) => Severity::Error,
            Self::InCode(_) => Severity::Warning,
        }
    }
}

/// One comment as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// From `<!--` to `-->`; where that is missing, to the end of the line.
    pub span: Range<usize>,
    /// What is wrong with it.
    pub fault: Option<Fault>,
}

/// The comment whose `<!--` stands at `at`. One ends at the first `-->`, also in `<!-->`
/// and `<!--->` (CommonMark 0.31, section 6.6, "HTML comment").
pub fn at(text: &str, at: usize) -> Comment {
    let open = at..at + OPEN.len();
    match text[at + 2..].find(CLOSE).map(|end| at + 2 + end) {
        Some(end) => {
            let inside = text.get(open.end..end).unwrap_or_default();
            let nested = inside.find(OPEN).map(|start| open.end + start);
            Comment {
                span: at..end + CLOSE.len(),
                fault: nested.map(|start| Fault::Nested(start..start + OPEN.len())),
            }
        }
        None => {
            let line = text[at..].find('\n').unwrap_or(text.len() - at);
            Comment {
                span: at..at + line,
                fault: Some(Fault::Open(open)),
            }
        }
    }
}

/// What is taken out with a comment: the blanks that would be left over, and the line
/// where nothing else stands on it.
pub fn cut(text: &str, comment: Range<usize>) -> Range<usize> {
    let blank = |c: char| c == ' ' || c == '\t';
    let before = text[..comment.start].trim_end_matches(blank);
    let rest = &text[comment.end..];
    let after = comment.end + (rest.len() - rest.trim_start_matches(blank).len());
    let begins = before.is_empty() || before.ends_with('\n');
    let ends = after == text.len() || text[after..].starts_with('\n');
    match (begins, ends) {
        (true, true) => before.len()..(after + 1).min(text.len()),
        (true, false) => comment.start..after,
        (false, true) => before.len()..after,
        (false, false) if before.len() < comment.start => comment.start..after,
        (false, false) => comment,
    }
}

/// Whether the sign at `at` is escaped, as in `\<!--`.
pub fn is_escaped(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let signs = before.len() - before.trim_end_matches('\\').len();
    signs % 2 == 1
}

/// Times that a text is read for comments that only came to be when others went.
pub const MAX_READINGS: usize = 20;

/// A text without Markdown, such as a title, without its comments, and the first thing
/// that is wrong with one. Between backquotes, `<!--` is text, as it is in Markdown.
pub fn without(text: &str) -> (Cow<'_, str>, Option<Fault>) {
    let mut out = Cow::Borrowed(text);
    let mut first = None;
    for _ in 0..MAX_READINGS {
        let mut kept = String::new();
        let mut behind = 0;
        while let Some(start) = next(&out, behind) {
            let comment = at(&out, start);
            let cut = cut(&out, comment.span);
            kept.push_str(&out[behind..cut.start.max(behind)]);
            behind = cut.end;
            let is_open = matches!(comment.fault, Some(Fault::Open(_)));
            first = first.or(comment.fault);
            if is_open {
                break;
            }
        }
        if behind == 0 {
            return (out, first);
        }
        kept.push_str(&out[behind..]);
        out = Cow::Owned(kept);
        if matches!(first, Some(Fault::Open(_))) {
            return (out, first);
        }
    }
    let left = next(&out, 0).map(|at| Fault::Nested(at..at + OPEN.len()));
    (out, first.or(left))
}

/// The same text with blanks in the place of its comments, byte for byte as long.
pub fn masked(text: &str) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(text);
    let mut from = 0;
    while let Some(start) = next(&out, from) {
        let span = at(&out, start).span;
        from = span.end;
        let blanks = " ".repeat(span.len());
        out.to_mut().replace_range(span, &blanks);
    }
    out
}

/// A comment of a text without its other comments that begins in `code` and does not end
/// there: a backquote without a partner made code of it. A sign alone in its code is meant to
/// be seen, unless an end without a beginning stands behind it.
pub fn half_in_code(text: &str, code: &[Range<usize>]) -> Option<Fault> {
    let words = |text: &str| !text.trim_matches(['`', ' ', '\n']).is_empty();
    let mut half = code.iter().filter_map(|range| {
        let inside = &text[range.clone()];
        let at = inside.rfind(OPEN)?;
        let behind = &inside[at + OPEN.len()..];
        let start = range.start + at;
        let sign = start..start + OPEN.len();
        (!behind.contains(CLOSE)).then(|| (sign, words(behind)))
    });
    let (first, has_words) = half.next()?;
    if has_words || lone_end(text, code).is_some_and(|end| end > first.end) {
        return Some(Fault::InCode(first));
    }
    let (other, _) = half.find(|(_, has_words)| *has_words)?;
    Some(Fault::InCode(other))
}

/// The last `-->` outside of code that ends nothing.
fn lone_end(text: &str, code: &[Range<usize>]) -> Option<usize> {
    let is_code = |at: usize| {
        let next = code.partition_point(|range| range.end <= at);
        code.get(next).is_some_and(|range| range.start <= at)
    };
    let begins = text.match_indices(OPEN).map(|(at, _)| (at, true));
    let ends = text.match_indices(CLOSE).map(|(at, _)| (at, false));
    let mut signs: Vec<(usize, bool)> =
        begins.chain(ends).filter(|(at, _)| !is_code(*at)).collect();
    signs.sort_unstable();
    let (mut open, mut lone) = (false, None);
    for (at, begins) in signs {
        if !begins && !open {
            lone = Some(at);
        }
        open = begins;
    }
    lone
}

/// What stands between backquotes in a text without Markdown.
pub fn quoted(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(start) = text[at..].find('`').map(|start| at + start) {
        let signs = text[start..].len() - text[start..].trim_start_matches('`').len();
        at = start + signs;
        if let Some(end) = closing(text, at, signs) {
            found.push(start..end);
            at = end;
        }
    }
    found
}

/// The next `<!--` that is not between backquotes (CommonMark 0.31, section 6.1, "code spans").
fn next(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let start = at + text[at..].find(['`', '<'])?;
        let rest = &text[start..];
        if let Some(behind) = rest.strip_prefix('`') {
            let signs = 1 + behind.len() - behind.trim_start_matches('`').len();
            let open = start + signs;
            at = closing(text, open, signs).unwrap_or(open);
        } else if rest.starts_with(OPEN) {
            return Some(start);
        } else {
            at = start + 1;
        }
    }
}

/// Behind the next run of so many backquotes.
fn closing(text: &str, from: usize, signs: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let start = at + text[at..].find('`')?;
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        at = start + run;
        if run == signs {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_lose_their_comments() {
        for (text, expected) in [
            ("Log-in fails <!-- for Ann: which one? -->", "Log-in fails"),
            ("<!-- a --> Log-in <!-- b --> fails", "Log-in fails"),
            ("Log-in<!-- a -->s fail", "Log-ins fail"),
            ("One\n<!-- a\nb -->\nTwo", "One\nTwo"),
            ("`<!-- shown -->` <!-- not -->", "`<!-- shown -->`"),
            ("``a ` <!-- shown --> `` b", "``a ` <!-- shown --> `` b"),
            ("a ` b <!-- not -->", "a ` b"),
            ("a<!-->b<!--->c<!---->d", "abcd"),
            ("<!-- all -->", ""),
            ("a < b", "a < b"),
            ("<<!-- a -->!-- b --> c", "c"),
        ] {
            let (out, fault) = without(text);
            assert_eq!((&*out, fault), (expected, None), "{text:?}");
            assert_eq!(masked(text).len(), text.len(), "{text:?}");
        }
    }

    #[test]
    fn what_has_no_end_or_another_in_it_is_a_fault() {
        assert_eq!(
            without("a <!-- b\nc"),
            (Cow::Borrowed("a\nc"), Some(Fault::Open(2..6)))
        );
        assert_eq!(masked("a <!-- é --> `<!--` c"), "a             `<!--` c");
        let (out, fault) = without("a <!-- b <!-- c --> d -->");
        assert_eq!((&*out, fault), ("a d -->", Some(Fault::Nested(9..13))));
    }
}
