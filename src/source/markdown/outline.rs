//! Where the updates of a timeline stand in its Markdown.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag};

use super::lost::{self, Definition, Lost, Watch};
use super::options;

/// A `##` heading with what belongs to it. All ranges are bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Words of the heading.
    pub heading: String,
    /// The heading's line.
    pub heading_span: Range<usize>,
    /// Everything below it.
    pub body: Range<usize>,
}

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// First word behind the fence.
    pub tag: String,
    /// The whole block.
    pub span: Range<usize>,
    /// The text inside.
    pub inside: Range<usize>,
    /// The closing fence is there.
    pub closed: bool,
}

/// What a timeline is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Text before the first section.
    pub summary: Range<usize>,
    /// In the order written.
    pub sections: Vec<Section>,
    /// Headings above `##`.
    pub too_high: Vec<Range<usize>>,
    /// Fenced blocks at the top level.
    pub fences: Vec<Fence>,
    /// Blocks of raw HTML at the top level.
    pub html: Vec<Range<usize>>,
    /// `[label]: address` lines, which hold for the whole file.
    pub definitions: Vec<Range<usize>>,
    /// Blocks tagged `update` inside a list or a quote.
    pub nested: Vec<Range<usize>>,
    /// Words that no page shows, in the order written.
    pub lost: Vec<Lost>,
}

/// Finds the sections of `text[range]`; ranges count from the start of `text`.
pub fn outline(text: &str, range: Range<usize>) -> Outline {
    let base = range.start;
    let text = &text[range.clone()];
    let shift = |r: Range<usize>| r.start + base..r.end + base;
    let mut outline = Outline::default();
    let parser = Parser::new_ext(text, options());
    let mut definitions: Vec<Definition> = parser
        .reference_definitions()
        .iter()
        .map(|(label, d)| Definition {
            label: lost::label(label),
            span: d.span.clone(),
            titled: d.title.is_some(),
        })
        .collect();
    definitions.sort_by_key(|d| d.span.start);
    outline.definitions = definitions.iter().map(|d| shift(d.span.clone())).collect();
    let mut watch = Watch::default();
    let mut depth = 0_usize;
    let mut heading: Option<(String, Range<usize>)> = None;
    for (event, span) in parser.into_offset_iter() {
        watch.event(text, &event, &span);
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    match tag {
                        Tag::Heading {
                            level: HeadingLevel::H2,
                            ..
                        } => {
                            heading = Some((String::new(), trimmed(text, span)));
                        }
                        Tag::Heading {
                            level: HeadingLevel::H1,
                            ..
                        } => outline.too_high.push(shift(trimmed(text, span))),
                        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                            outline.fences.push(shifted(fence(text, span, &info), base));
                        }
                        Tag::HtmlBlock => outline.html.push(shift(trimmed(text, span))),
                        _ => {}
                    }
                } else if let Tag::CodeBlock(CodeBlockKind::Fenced(info)) = tag
                    && info.split_whitespace().next() == Some("update")
                {
                    let line = text[span.clone()].lines().next().unwrap_or("");
                    outline
                        .nested
                        .push(shift(span.start..span.start + line.len()));
                }
                depth += 1;
            }
            Event::End(_) => {
                depth -= 1;
                if depth == 0
                    && let Some((words, span)) = heading.take()
                {
                    let span = shift(span);
                    if let Some(last) = outline.sections.last_mut() {
                        last.body.end = span.start;
                    }
                    outline.sections.push(Section {
                        heading: words,
                        body: span.end..base + text.len(),
                        heading_span: span,
                    });
                }
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some((heading, _)) = heading.as_mut() {
                    heading.push_str(&words);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((heading, _)) = heading.as_mut() {
                    heading.push(' ');
                }
            }
            _ => {}
        }
    }
    let end = outline
        .sections
        .first()
        .map_or(base + text.len(), |s| s.heading_span.start);
    outline.summary = base..end;
    outline.lost = watch.lost(text, &definitions);
    for lost in &mut outline.lost {
        lost.span = shift(lost.span.clone());
    }
    outline
}

fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let kept = text[span.clone()].trim_end().len();
    span.start..span.start + kept
}

fn shifted(fence: Fence, base: usize) -> Fence {
    Fence {
        span: fence.span.start + base..fence.span.end + base,
        inside: fence.inside.start + base..fence.inside.end + base,
        ..fence
    }
}

fn fence(text: &str, span: Range<usize>, info: &str) -> Fence {
    let span = trimmed(text, span);
    let block = &text[span.clone()];
    let marker = block.chars().next().unwrap_or('`');
    let opening = block.chars().take_while(|c| *c == marker).count();
    let first_line = block.find('\n').map_or(block.len(), |at| at + 1);
    let last = block.rfind('\n').map_or("", |at| &block[at + 1..]);
    let closing = last.trim();
    let closed = closing.len() >= opening && closing.chars().all(|c| c == marker);
    let inside_end = if closed {
        block.len() - last.len()
    } else {
        block.len()
    };
    Fence {
        tag: info.split_whitespace().next().unwrap_or("").to_string(),
        inside: span.start + first_line.min(inside_end)..span.start + inside_end,
        span,
        closed,
    }
}
