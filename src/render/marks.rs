//! Marks in templates: what an owner's templates do is counted while they do it.
//!
//! Tera has no hook for a step. So where an owner has templates, calls of functions of
//! ours are written into the text that Tera reads: behind the beginning of every loop,
//! block and component, before every `include`, around every value that is kept. They
//! print nothing. A fault's place is told in the text as it was written: the marks know
//! where they stand, and hold no line end.

use std::ops::Range;

use super::scan::{Kind, Tag, Token, tags};

/// Filters whose result may be the product of two values.
const PRODUCTS: [&str; 3] = ["indent", "join", "replace"];

#[derive(Debug)]
struct Mark {
    /// Before which byte of the text as it was written.
    at: usize,
    words: String,
    /// What it was written for.
    about: Range<usize>,
}

/// A template with marks, and the way back.
#[derive(Debug)]
pub(super) struct Marked {
    /// The text for Tera.
    pub text: String,
    marks: Vec<Mark>,
}

/// Whether a template keeps what it prints somewhere before it is on the page.
pub(super) fn keeps_output(text: &str) -> bool {
    tags(text).unwrap_or_default().iter().any(|tag| {
        let words: Vec<&str> = (0..tag.tokens.len()).map(|at| tag.word(text, at)).collect();
        let called =
            |at: usize| words[at] == "<" && words.get(at + 1).is_some_and(|word| starts_name(word));
        match (tag.kind, words.first().copied()) {
            (Kind::Tag, Some("filter")) => true,
            (Kind::Tag, Some("set" | "set_global")) => {
                words.get(2) != Some(&"=") || (3..words.len()).any(called)
            }
            (Kind::Tag, _) => (0..words.len()).any(called) || words.contains(&"super"),
            (Kind::Print, _) => (1..words.len()).any(called) || words.contains(&"super"),
        }
    })
}

fn starts_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Writes the marks. `size` tells the length of a template by its name; `prints`: what
/// is printed is counted as well.
pub(super) fn mark(text: &str, size: impl Fn(&str) -> usize, prints: bool) -> Marked {
    let mut marks = Vec::new();
    let tags = tags(text).unwrap_or_default();
    for (at, tag) in tags.iter().enumerate() {
        let mut put = |at: usize, words: String| {
            marks.push(Mark {
                at,
                words,
                about: tag.range.clone(),
            });
        };
        let length = || body(text, &tags, at);
        match (tag.kind, tag.word(text, 0)) {
            (Kind::Tag, "for" | "block") => {
                put(
                    tag.range.end,
                    behind(tag, &format!("upfront_step(n={})", length())),
                );
            }
            (Kind::Tag, "component") => {
                let call = format!("upfront_enter(n={}, has=__tera_context)", length());
                put(tag.range.end, behind(tag, &call));
            }
            (Kind::Tag, "endcomponent") => put(tag.range.start, before(tag, "upfront_leave()")),
            (Kind::Tag, "include") => {
                let n = tag.tokens.get(1).map_or(0, |name| size(inner(text, name)));
                put(
                    tag.range.start,
                    before(tag, &format!("upfront_step(n={n})")),
                );
            }
            (Kind::Tag, "set" | "set_global") => {
                if tag.word(text, 2) == "=" {
                    put(tag.tokens[2].range.end, " (".to_string());
                    put(last(tag), ") | upfront_kept".to_string());
                } else {
                    put(last(tag), " | upfront_kept".to_string());
                }
            }
            (Kind::Tag, "filter") => put(last(tag), " | upfront_kept".to_string()),
            (Kind::Print, first) if prints && first != "<" && !tag.tokens.is_empty() => {
                if is_path(text, tag) {
                    let path = &text[tag.tokens[0].range.start..last(tag)];
                    put(
                        tag.range.end,
                        behind(tag, &format!("upfront_spend(v={path})")),
                    );
                } else {
                    put(tag.tokens[0].range.start, "(".to_string());
                    put(last(tag), ") | upfront_kept".to_string());
                }
            }
            _ => {}
        }
        comprehensions(text, tag, &mut put);
        for (at, token) in tag.tokens.iter().enumerate() {
            let applied = at > 0 && matches!(tag.word(text, at - 1), "|" | "filter");
            if applied && PRODUCTS.contains(&tag.word(text, at)) {
                put(token.range.start, "upfront_".to_string());
            }
        }
    }
    // Of marks at one place, the one that was made first opens first.
    marks.sort_by_key(|mark| mark.at);
    let mut out = String::with_capacity(text.len() * 2);
    let mut from = 0;
    for mark in &marks {
        out.push_str(&text[from..mark.at]);
        out.push_str(&mark.words);
        from = mark.at;
    }
    out.push_str(&text[from..]);
    Marked { text: out, marks }
}

impl Marked {
    /// The place in the text as it was written, of one in the text with marks.
    pub fn place(&self, range: Range<usize>) -> Range<usize> {
        let mut shift = 0;
        let mut start = None;
        let mut end = None;
        for mark in &self.marks {
            let begins = mark.at + shift;
            let ends = begins + mark.words.len();
            if (begins..ends).contains(&range.start) && range.end <= ends {
                return mark.about.clone();
            }
            if start.is_none() && range.start < ends {
                start = Some(range.start.min(begins) - shift);
            }
            if end.is_none() && range.end <= ends {
                end = Some(range.end.min(begins) - shift);
            }
            shift += mark.words.len();
        }
        let start = start.unwrap_or_else(|| range.start.saturating_sub(shift));
        let end = end.unwrap_or_else(|| range.end.saturating_sub(shift));
        start..end.max(start)
    }
}

/// A call that prints nothing, behind a tag that may eat the blanks behind it.
fn behind(tag: &Tag, call: &str) -> String {
    let close = if tag.trims.1 { "-%}" } else { "%}" };
    format!("{{% if {call} {close}{{% endif {close}")
}

/// The same before a tag that may eat the blanks before it.
fn before(tag: &Tag, call: &str) -> String {
    let open = if tag.trims.0 { "{%-" } else { "{%" };
    format!("{open} if {call} %}}{open} endif %}}")
}

fn last(tag: &Tag) -> usize {
    tag.tokens
        .last()
        .map_or(tag.range.end, |token| token.range.end)
}

/// What stands between the quotes.
pub(super) fn inner<'a>(text: &'a str, token: &Token) -> &'a str {
    let range = token.range.clone();
    if token.string {
        &text[range.start + 1..range.end - 1]
    } else {
        ""
    }
}

/// The bytes from a tag to the one that ends it.
fn body(text: &str, tags: &[Tag], at: usize) -> usize {
    let opens = tags[at].word(text, 0);
    let closes = format!("end{opens}");
    let mut depth = 0_usize;
    for tag in tags[at..].iter().filter(|tag| tag.kind == Kind::Tag) {
        let word = tag.word(text, 0);
        if word == opens {
            depth += 1;
        } else if word == closes {
            depth -= 1;
        }
        if depth == 0 {
            return tag.range.start - tags[at].range.end;
        }
    }
    text.len() - tags[at].range.end
}

/// Names with dots between them, nothing else.
fn is_path(text: &str, tag: &Tag) -> bool {
    tag.tokens.len() % 2 == 1
        && tag.tokens.iter().enumerate().all(|(at, token)| {
            let word = &text[token.range.clone()];
            if at % 2 == 1 {
                word == "."
            } else {
                !token.string && starts_name(word)
            }
        })
}

/// `[x for a in LIST if y]`: the list is counted.
fn comprehensions(text: &str, tag: &Tag, put: &mut impl FnMut(usize, String)) {
    let word = |at: usize| tag.word(text, at);
    // Brackets that are open, and whether a list is being read in each.
    let mut open: Vec<bool> = Vec::new();
    for at in 0..tag.tokens.len() {
        let token = &tag.tokens[at];
        match word(at) {
            "[" | "(" | "{" => open.push(false),
            "]" | ")" | "}" if open.pop() == Some(true) => {
                put(
                    tag.tokens[at - 1].range.end,
                    ") | upfront_counted".to_string(),
                );
            }
            "if" => {
                if let Some(reads) = open.last_mut().filter(|reads| **reads) {
                    *reads = false;
                    put(
                        tag.tokens[at - 1].range.end,
                        ") | upfront_counted".to_string(),
                    );
                }
            }
            "in" if (at > 1 && word(at - 2) == "for") || (at > 3 && word(at - 4) == "for") => {
                if let Some(reads) = open.last_mut() {
                    *reads = true;
                    put(token.range.end, " (".to_string());
                }
            }
            _ => {}
        }
    }
}
