//! The tags of a template with their places, as far as marks and circles need them.
//!
//! Reads what Tera reads (`{{ }}`, `{% %}`, comments, `raw`), and understands none of it:
//! a text that Tera would refuse gives tags that nobody uses.

use std::ops::Range;

/// What a tag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{{ ... }}`
    Print,
    /// `{% ... %}`
    Tag,
}

/// A word, a string or a sign in a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it stands.
    pub range: Range<usize>,
    /// A string, whose text is what stands between the quotes.
    pub string: bool,
}

/// One tag.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    pub kind: Kind,
    /// From the first brace to the last.
    pub range: Range<usize>,
    /// It eats the blanks before it, or behind it (`{%-`, `-%}`).
    pub trims: (bool, bool),
    pub tokens: Vec<Token>,
}

impl Tag {
    /// The word at `at`, as it stands there; empty behind the last.
    pub fn word<'a>(&self, text: &'a str, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .filter(|token| !token.string)
            .map_or("", |token| &text[token.range.clone()])
    }
}

/// The tags of `text` in order; `None` where one has no end.
pub(super) fn tags(text: &str) -> Option<Vec<Tag>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = opening(text, at) {
        let rest = &text[start..];
        if rest.starts_with("{#") {
            at = start + rest.find("#}")? + 2;
            continue;
        }
        let kind = if rest.starts_with("{{") {
            Kind::Print
        } else {
            Kind::Tag
        };
        let tag = tag(text, start, kind)?;
        at = tag.range.end;
        if tag.kind == Kind::Tag && tag.tokens.len() == 1 && tag.word(text, 0) == "raw" {
            at = end_of_raw(text, at)?;
            continue;
        }
        tags.push(tag);
    }
    Some(tags)
}

fn opening(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len().saturating_sub(1))
        .find(|at| bytes[*at] == b'{' && matches!(bytes[at + 1], b'{' | b'%' | b'#'))
}

fn end_of_raw(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let start = at + text[at..].find("{%")?;
        at = start + 2;
        let inside = text[at..].trim_start_matches('-').trim_start();
        if let Some(rest) = inside.strip_prefix("endraw") {
            let rest = rest.trim_start().trim_start_matches('-');
            if rest.starts_with("%}") {
                return Some(text.len() - rest.len() + 2);
            }
        }
    }
}

fn tag(text: &str, start: usize, kind: Kind) -> Option<Tag> {
    let bytes = text.as_bytes();
    let close = match kind {
        Kind::Print => "}}",
        Kind::Tag => "%}",
    };
    let before = bytes.get(start + 2) == Some(&b'-');
    let mut at = start + 2 + usize::from(before);
    let mut tokens = Vec::new();
    loop {
        let rest = &text[at..];
        let first = rest.chars().next()?;
        let behind = rest.starts_with('-') && rest[1..].starts_with(close);
        if behind || rest.starts_with(close) {
            return Some(Tag {
                kind,
                range: start..at + usize::from(behind) + 2,
                trims: (before, behind),
                tokens,
            });
        }
        let end = match first {
            '"' | '\'' | '`' => at + string(rest)?,
            c if c.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            c if is_of_word(c) => at + rest.find(|c| !is_of_word(c)).unwrap_or(rest.len()),
            c => at + c.len_utf8(),
        };
        tokens.push(Token {
            range: at..end,
            string: matches!(first, '"' | '\'' | '`'),
        });
        at = end;
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of a string with its quotes.
fn string(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}
