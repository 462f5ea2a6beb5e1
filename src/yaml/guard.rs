//! The first wall: walks YAML events, refuses what is never needed, and builds
//! the tree of places. Linear in the text, bounded in depth, so that no bomb
//! reaches the second step.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::{Field, Node, Value};
use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// Maps and lists that may stand inside each other.
const MAX_DEPTH: usize = 16;

/// Where each key of a map stood first.
type Seen = HashMap<String, Range<usize>>;

/// A map or list that is still open, or a map that waits for a value.
enum Open {
    List(usize, Vec<Node>),
    Map(usize, Vec<Field>, Option<(String, Range<usize>)>, Seen),
}

/// The text stops being YAML at some place; everything behind it is unknown.
pub(super) struct Unreadable;

struct Walk<'a> {
    file: &'a Arc<SourceFile>,
    found: &'a mut Vec<Diagnostic>,
    open: Vec<Open>,
    root: Option<Node>,
}

/// Builds the tree; every scalar is [`Value::Text`] for now. `None` for text
/// without a document. Findings as in [`super::parse`].
pub(super) fn walk(
    file: &Arc<SourceFile>,
    base: usize,
    text: &str,
    found: &mut Vec<Diagnostic>,
) -> Result<Option<Node>, Unreadable> {
    let offsets: Option<Vec<usize>> = (!text.is_ascii()).then(|| {
        text.char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect()
    });
    let byte = |index: usize| -> usize {
        base + offsets
            .as_ref()
            .map_or(index, |o| o[index.min(o.len() - 1)])
            .min(text.len())
    };
    let mut walk = Walk {
        file,
        found,
        open: Vec::new(),
        root: None,
    };
    let mut documents = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(read) => read,
            Err(error) => {
                let at = byte(error.marker().index());
                walk.found
                    .push(if error.info().contains("recursion limit") {
                        too_deep(file, at)
                    } else {
                        syntax(file, base, at, error.info())
                    });
                return Err(Unreadable);
            }
        };
        let span = byte(span.start.index())..byte(span.end.index());
        match event {
            Event::DocumentStart(_) => {
                documents += 1;
                if documents > 1 {
                    walk.found.push(Diagnostic::error(
                        "yaml-syntax",
                        Place::new(file, span),
                        "a second YAML document begins here",
                        "one document only: remove this line",
                    ));
                    return Err(Unreadable);
                }
            }
            Event::Alias(_) => {
                walk.refuse("yaml-alias", span.clone(), "an alias (`*name`)");
                walk.value(Node {
                    span,
                    value: Value::Null,
                });
            }
            Event::Scalar(value, style, anchor, tag) => {
                walk.marks(&span, anchor != 0, tag.is_some());
                walk.scalar(value.into_owned(), style, exact(&file.text, span, style));
            }
            Event::SequenceStart(anchor, tag) => {
                walk.marks(&span, anchor != 0, tag.is_some());
                walk.open.push(Open::List(span.start, Vec::new()));
            }
            Event::MappingStart(anchor, tag) => {
                walk.marks(&span, anchor != 0, tag.is_some());
                walk.open
                    .push(Open::Map(span.start, Vec::new(), None, Seen::new()));
            }
            Event::SequenceEnd | Event::MappingEnd => walk.close(span.end),
            _ => {}
        }
        if walk.open.len() > MAX_DEPTH {
            let at = walk.open.last().map_or(base, |open| match open {
                Open::List(start, _) | Open::Map(start, ..) => *start,
            });
            walk.found.push(too_deep(file, at));
            return Err(Unreadable);
        }
    }
    Ok(walk.root)
}

/// Spans of scalars may reach over what stands behind them: space, and behind a
/// closing quote a comment too.
fn exact(text: &str, span: Range<usize>, style: ScalarStyle) -> Range<usize> {
    let inside = &text[span.clone()];
    let quote = match style {
        ScalarStyle::SingleQuoted => '\'',
        ScalarStyle::DoubleQuoted => '"',
        _ => return span.start..span.start + inside.trim_end().len(),
    };
    let mut letters = inside.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        let doubled = quote == '\'' && letters.peek().is_some_and(|(_, next)| *next == quote);
        if letter == quote && !doubled {
            return span.start..span.start + at + 1;
        }
        if letter == quote || letter == '\\' && quote == '"' {
            letters.next();
        }
    }
    span.start..span.start + inside.trim_end().len()
}

fn too_deep(file: &Arc<SourceFile>, at: usize) -> Diagnostic {
    Diagnostic::error(
        "yaml-too-deep",
        Place::new(file, at..at + 1),
        format!("lists and maps stand more than {MAX_DEPTH} deep in each other"),
        "nothing here needs to stand so deep",
    )
}

fn syntax(file: &Arc<SourceFile>, base: usize, at: usize, info: &str) -> Diagnostic {
    let line = file.line_at(at).trim_end().to_string();
    let colons = line.matches(": ").count() > 1;
    let mut diagnostic = Diagnostic::error(
        "yaml-syntax",
        Place::new(file, at..at + 1),
        format!("this is not YAML: {info}"),
        "cannot be read from here on",
    );
    if line.contains('\t') {
        diagnostic = diagnostic.help("YAML is indented with spaces, not tabs");
    } else if colons && !line.contains(['{', '"', '\'']) {
        if let Some((key, value)) = line.trim().split_once(": ") {
            diagnostic = diagnostic.help(format!(
                "text that holds `: ` wants quotes: {key}: \"{}\"",
                value.replace('"', "'")
            ));
        }
    } else if let Some(way) = super::comment::way_out(&file.text[base..], at - base) {
        diagnostic = diagnostic.help(way);
    } else {
        diagnostic = diagnostic.help("text with special characters wants quotes: \"...\"");
    }
    diagnostic
}

impl Walk<'_> {
    fn refuse(&mut self, code: &'static str, span: Range<usize>, what: &str) {
        self.found.push(
            Diagnostic::error(
                code,
                Place::new(self.file, span),
                format!("{what} is not allowed here"),
                "write the value itself",
            )
            .help("text that begins with `&`, `*` or `!` wants quotes: \"...\""),
        );
    }

    fn marks(&mut self, span: &Range<usize>, anchor: bool, tag: bool) {
        if anchor {
            self.refuse("yaml-anchor", span.clone(), "an anchor (`&name`)");
        }
        if tag {
            self.refuse("yaml-tag", span.clone(), "a tag (`!type`)");
        }
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, span: Range<usize>) {
        if let Some(Open::Map(_, _, key @ None, seen)) = self.open.last_mut() {
            if text == "<<" && style == ScalarStyle::Plain {
                self.refuse("yaml-merge", span.clone(), "a merge key (`<<`)");
                if let Some(Open::Map(_, _, key, _)) = self.open.last_mut() {
                    *key = Some((text, span));
                }
                return;
            }
            if let Some(first) = seen.get(&text) {
                self.found.push(
                    Diagnostic::error(
                        "duplicate-key",
                        Place::new(self.file, span.clone()),
                        format!("`{text}` is written twice"),
                        "the second time",
                    )
                    .related(Place::new(self.file, first.clone()), "the first time")
                    .help("keep one of the two lines"),
                );
            }
            seen.entry(text.clone()).or_insert_with(|| span.clone());
            *key = Some((text, span));
            return;
        }
        self.value(Node {
            span,
            value: Value::Text(text),
        });
    }

    fn value(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, fields, key, _)) => match key.take() {
                Some((key, key_span)) => fields.push(Field {
                    key,
                    key_span,
                    value: node,
                }),
                None => {
                    self.found.push(Diagnostic::error(
                        "yaml-syntax",
                        Place::new(self.file, node.span.clone()),
                        "a list or a map cannot be a key",
                        "expected a word, then `:`",
                    ));
                    *key = Some((String::new(), node.span));
                }
            },
        }
    }

    fn close(&mut self, end: usize) {
        let node = match self.open.pop() {
            Some(Open::List(start, items)) => {
                let end = items
                    .last()
                    .map_or(end, |last| last.span.end.max(end.min(last.span.end + 2)));
                Node {
                    span: start..end.max(start),
                    value: Value::List(items),
                }
            }
            Some(Open::Map(start, fields, ..)) => Node {
                span: start..end.max(start),
                value: Value::Map(fields),
            },
            None => return,
        };
        self.value(node);
    }
}
