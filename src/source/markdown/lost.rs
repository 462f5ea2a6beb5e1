//! Words in Markdown that no page shows: cells beyond the last column, definitions that
//! nothing leads to, titles of links, words behind the tag of a block.
//!
//! Nothing of this is looked for by itself. Everything that the parser gives out is
//! shown, so whatever holds a letter and was not given out is lost. Only addresses,
//! labels and the tags of blocks are left out by right.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Parser, Tag, TagEnd};

use super::{autolink, options};

/// Why words are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A row of a table has more cells than its head.
    Cell,
    /// `[label]: address`, and no `[label]` anywhere.
    Definition,
    /// `[x](y "title")`
    Title,
    /// Words behind the tag of a fenced block.
    Fence,
    /// The number of an item, which is counted on from the first.
    Number,
    /// `2*3*4`: signs between figures that were read as emphasis.
    Signs,
    /// Anything else.
    Other,
}

/// Words that no page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Where they stand, in bytes of the text.
    pub span: Range<usize>,
    /// Why.
    pub why: Why,
}

/// A definition of a link: its label, its place, and whether it has a title.
pub(super) struct Definition {
    pub label: String,
    pub span: Range<usize>,
    pub titled: bool,
}

/// Notes what the parser gives out.
#[derive(Default)]
pub(super) struct Watch {
    shown: Vec<Range<usize>>,
    tables: Vec<Range<usize>>,
    fences: Vec<Range<usize>>,
    used: BTreeSet<String>,
    lost: Vec<Lost>,
    /// Links and pictures that are open: where each ends, and whether it has a title.
    links: Vec<(Range<usize>, bool)>,
    /// Lists that are open: the number of the next item, and of the first.
    lists: Vec<Option<(u64, u64)>>,
}

/// How labels are compared (CommonMark 0.31.2, section 4.7).
pub(super) fn label(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

impl Watch {
    /// Takes note of one event; places are bytes of `text`.
    pub fn event(&mut self, text: &str, event: &Event<'_>, span: &Range<usize>) {
        match event {
            Event::Text(_) | Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) => {
                self.shown.push(span.clone());
            }
            Event::Start(Tag::Table(_)) => self.tables.push(span.clone()),
            Event::Start(Tag::List(first)) => self.lists.push(first.map(|n| (n, n))),
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
            }
            Event::Start(Tag::Item) => self.item(text, span.start),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                let line = text[span.clone()].lines().next().unwrap_or("");
                let info = line.trim_start_matches(['`', '~']);
                let tag = info.trim_start().split(char::is_whitespace).next();
                let start = span.start + line.len() - info.trim_start().len();
                self.shown.push(start..start + tag.map_or(0, str::len));
                self.fences.push(span.start..span.start + line.len());
            }
            Event::Start(
                Tag::Link {
                    link_type,
                    title,
                    id,
                    ..
                }
                | Tag::Image {
                    link_type,
                    title,
                    id,
                    ..
                },
            ) => {
                let referred = matches!(
                    link_type,
                    LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
                );
                if referred {
                    self.used.insert(label(id));
                }
                self.links
                    .push((span.clone(), !referred && !title.is_empty()));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.link(text),
            _ => {}
        }
    }

    fn item(&mut self, text: &str, start: usize) {
        let Some(Some((next, first))) = self.lists.last_mut() else {
            return;
        };
        let digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
        let span = start..start + digits;
        let typed = text[span.clone()].parse::<u64>().ok();
        // Some write `1.` before each item and let them be counted.
        if typed.is_some_and(|typed| typed != *next && typed != *first) {
            self.lost.push(Lost {
                span: span.clone(),
                why: Why::Number,
            });
            *next = typed.unwrap_or(*next);
        }
        *next = next.saturating_add(1);
        self.shown.push(span);
    }

    /// What stands behind the words of a link is its address, and perhaps a title.
    fn link(&mut self, text: &str) {
        let Some((span, titled)) = self.links.pop() else {
            return;
        };
        let words_end = self
            .shown
            .last()
            .map_or(span.start, |last| last.end.clamp(span.start, span.end));
        let rest = &text[words_end..span.end];
        if titled && let Some(title) = title_in(rest) {
            self.lost.push(Lost {
                span: words_end + title.start..words_end + title.end,
                why: Why::Title,
            });
        }
        self.shown.push(words_end..span.end);
    }

    /// All that is lost of `text`, in the order written.
    pub fn lost(mut self, text: &str, definitions: &[Definition]) -> Vec<Lost> {
        self.lost.extend(signs(text).into_iter().map(|span| Lost {
            span,
            why: Why::Signs,
        }));
        for definition in definitions {
            let used = self.used.contains(&definition.label);
            if !used {
                self.lost.push(Lost {
                    span: definition.span.clone(),
                    why: Why::Definition,
                });
            } else if definition.titled
                && let Some(title) = title_in(&text[definition.span.clone()])
            {
                let start = definition.span.start;
                self.lost.push(Lost {
                    span: start + title.start..start + title.end,
                    why: Why::Title,
                });
            }
            self.shown.push(definition.span.clone());
        }
        self.shown.sort_unstable_by_key(|span| span.start);
        let mut end = 0;
        for shown in std::mem::take(&mut self.shown)
            .into_iter()
            .chain(std::iter::once(text.len()..text.len()))
        {
            if shown.start > end {
                self.gap(text, end..shown.start);
            }
            end = end.max(shown.end);
        }
        self.lost.sort_by_key(|lost| (lost.span.start, lost.why));
        self.lost
    }

    /// What stands between two things that are shown: marks, or words that are lost. One
    /// finding for each line.
    fn gap(&mut self, text: &str, gap: Range<usize>) {
        let mut at = gap.start;
        for line in text[gap].split_inclusive('\n') {
            let start = at;
            at += line.len();
            let is_word = |c: char| c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace();
            let (Some(first), Some(last)) = (line.find(is_word), line.rfind(is_word)) else {
                continue;
            };
            let last = last + line[last..].chars().next().map_or(0, char::len_utf8);
            let span = start + first..start + last;
            let inside = |ranges: &[Range<usize>]| {
                let next = ranges.partition_point(|r| r.end <= span.start);
                ranges.get(next).is_some_and(|r| r.contains(&span.start))
            };
            let why = if inside(&self.fences) {
                Why::Fence
            } else if inside(&self.tables) {
                Why::Cell
            } else if line.trim_start().starts_with('[') && line.contains("]:") {
                Why::Definition
            } else {
                Why::Other
            };
            self.lost.push(Lost { span, why });
        }
    }
}

/// Emphasis whose signs were typed as signs, in bytes of `text`. Addresses keep theirs, so
/// the text is read with those escaped, as it is for the page.
fn signs(text: &str) -> Vec<Range<usize>> {
    // Between letters and figures `_` never is emphasis.
    if !text.contains(['*', '~']) {
        return Vec::new();
    }
    let escaped = autolink::signs(text);
    let prepared = autolink::escape(text, &escaped);
    // Each backslash moved what stands behind it by one byte.
    let moved: Vec<usize> = escaped.iter().enumerate().map(|(n, at)| at + n).collect();
    let back = |at: usize| at - moved.partition_point(|escape| *escape < at);
    Parser::new_ext(&prepared, options())
        .into_offset_iter()
        .filter(|(event, span)| match event {
            Event::Start(Tag::Strong) => takes_signs(&prepared, span, true),
            Event::Start(Tag::Emphasis | Tag::Strikethrough) => takes_signs(&prepared, span, false),
            _ => false,
        })
        .map(|(_, span)| back(span.start)..back(span.end))
        .collect()
}

/// `2*3*4` and `10:00~12:00, 13:00~15:00` lose their signs.
fn takes_signs(text: &str, span: &Range<usize>, strong: bool) -> bool {
    let inside = &text[span.clone()];
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    let tilde = inside.starts_with('~') && !inside.starts_with("~~");
    let joins = |c: Option<char>| match (strong || inside.starts_with("~~"), c) {
        (true, Some(c)) => c.is_ascii_digit(),
        (false, Some(c)) => c.is_ascii_alphanumeric(),
        (_, None) => false,
    };
    let inner = inside.trim_matches(['*', '_', '~']);
    let figures = inner.starts_with(|c: char| c.is_ascii_digit());
    joins(before) || joins(after) || tilde && figures
}

/// A title behind an address: the words between the last two quotes or brackets.
fn title_in(text: &str) -> Option<Range<usize>> {
    let trimmed = text.trim_end().trim_end_matches(')').trim_end();
    let trimmed = if text.trim_end().ends_with("))") {
        &text[..=trimmed.len()]
    } else {
        trimmed
    };
    let close = trimmed.chars().next_back()?;
    let open = match close {
        '"' | '\'' => close,
        ')' => '(',
        _ => return None,
    };
    let end = trimmed.len() - 1;
    let start = trimmed[..end]
        .find(open)
        .filter(|_| open != '(')
        .or_else(|| trimmed[..end].rfind(open))?;
    Some(start + 1..end)
}
