//! The texts of an incident, taken apart for rules about words: each with its
//! language, its sentences and the words of the lists that stand in it.

use std::ops::Range;
use std::sync::Arc;

use super::words::{Lexicon, TermClass, TermMatch, WordLists};
use crate::comments;
use crate::diagnostic::{Place, SourceFile};
use crate::fields;
use crate::source::markdown::{self, Block};
use crate::source::{FilePlaces, Places};
use crate::yaml::{Node, Value};

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// `title`.
    Title,
    /// Before the first update.
    Summary,
    /// One of `symptoms`.
    Symptom,
    /// `workaround`.
    Workaround,
    /// `short`.
    Short,
    /// The text of an update.
    Body,
    /// Any other value that readers see: `error_text`, `corrected`, a reason.
    Other,
}

/// A sentence: its block and its bytes there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Number of the block.
    pub block: usize,
    /// Bytes of the block's text.
    pub range: Range<usize>,
    /// Words in it.
    pub words: usize,
}

/// One text in one language.
#[derive(Debug, Clone)]
pub struct TextSpan<'a> {
    /// What it is.
    pub part: TextKind,
    /// Number of the update that says it; `None` in the front matter.
    pub update: Option<usize>,
    /// Which file of the incident: 0 is the source.
    pub file: usize,
    /// Its word lists.
    pub lists: WordLists,
    /// Where it was read from.
    pub source: &'a Arc<SourceFile>,
    /// All of it, Markdown and code included.
    pub span: Range<usize>,
    /// Its words.
    pub blocks: Vec<Block>,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// Listed words by block, in order.
    pub hits: Vec<Vec<TermMatch>>,
}

impl<'a> TextSpan<'a> {
    /// The words at a range of a block.
    pub fn place(&self, block: usize, range: Range<usize>) -> Place {
        Place::new(self.source, self.blocks[block].span(range))
    }

    /// The first line of it.
    pub fn start(&self) -> Place {
        let text = &self.source.text[self.span.clone()];
        let skipped = text.len() - text.trim_start().len();
        let line = text.trim_start().lines().next().map_or(0, str::len);
        let start = self.span.start + skipped;
        Place::new(self.source, start..start + line)
    }

    /// As written.
    pub fn raw(&self) -> &'a str {
        &self.source.text[self.span.clone()]
    }

    /// Words of a class stand in it.
    pub fn has(&self, class: TermClass) -> bool {
        self.hits.iter().flatten().any(|hit| hit.class == class)
    }

    /// All words of a class.
    pub fn all(&self, class: TermClass) -> impl Iterator<Item = (usize, &TermMatch)> {
        self.hits
            .iter()
            .enumerate()
            .flat_map(|(block, hits)| hits.iter().map(move |hit| (block, hit)))
            .filter(move |(_, hit)| hit.class == class)
    }

    /// Words of a class in one sentence, none inside another.
    pub fn of_sentence(&self, sentence: &Sentence, class: TermClass) -> Vec<&TermMatch> {
        let mut kept: Vec<&TermMatch> = Vec::new();
        let hits = &self.hits[sentence.block];
        let first = hits.partition_point(|hit| hit.range.start < sentence.range.start);
        let inside = hits[first..]
            .iter()
            .take_while(|hit| hit.range.start < sentence.range.end)
            .filter(|hit| hit.class == class);
        for hit in inside {
            if kept
                .last()
                .is_none_or(|last| last.range.end <= hit.range.start)
            {
                kept.push(hit);
            }
        }
        kept
    }

    /// The words of a sentence in lower case.
    pub fn lower(&self, sentence: &Sentence) -> &str {
        &self.blocks[sentence.block].lower[sentence.range.clone()]
    }

    /// The place of a sentence.
    pub fn sentence(&self, sentence: &Sentence) -> Place {
        self.place(sentence.block, sentence.range.clone())
    }
}

/// All texts of an incident: the source's first, then each translation's.
pub fn text_spans<'a>(places: &'a Places, own: Option<&Lexicon>) -> Vec<TextSpan<'a>> {
    let mut texts = Vec::new();
    for (number, file) in places.files.iter().enumerate() {
        let mut made = TextCollector {
            file,
            number,
            own,
            lists: WordLists::for_language(&file.lang),
            texts: &mut texts,
        };
        made.values(&file.front, None);
        made.markdown(TextKind::Summary, None, file.summary.clone());
        for update in &file.updates {
            if let Some(block) = &update.block {
                made.values(block, Some(update.at));
            }
            made.markdown(TextKind::Body, Some(update.at), update.body.clone());
        }
    }
    texts
}

struct TextCollector<'a, 'b> {
    file: &'a FilePlaces,
    number: usize,
    own: Option<&'b Lexicon>,
    lists: WordLists,
    texts: &'b mut Vec<TextSpan<'a>>,
}

impl<'a> TextCollector<'a, '_> {
    fn values(&mut self, node: &'a Node, update: Option<usize>) {
        let Value::Map(fields) = &node.value else {
            return;
        };
        for field in fields {
            let part = match field.key.as_str() {
                "title" => TextKind::Title,
                "symptoms" => TextKind::Symptom,
                "workaround" => TextKind::Workaround,
                "short" => TextKind::Short,
                other if fields::find(other).is_some_and(|field| field.words) => TextKind::Other,
                _ => continue,
            };
            match &field.value.value {
                Value::Text(_) | Value::Number(..) => self.plain(part, update, &field.value),
                Value::List(items) => {
                    for item in items {
                        self.plain(part, update, item);
                    }
                }
                _ => {}
            }
        }
    }

    fn plain(&mut self, part: TextKind, update: Option<usize>, node: &Node) {
        let text = &self.file.file.text[node.span.clone()];
        let block = Block::plain(&comments::masked(text), node.span.start);
        self.text_span(part, update, node.span.clone(), vec![block]);
    }

    fn markdown(&mut self, part: TextKind, update: Option<usize>, range: Range<usize>) {
        let text = &self.file.file.text;
        if text[range.clone()].trim().is_empty() {
            return;
        }
        let prose = markdown::prose(text, range.clone());
        self.text_span(part, update, range, prose.blocks);
    }

    fn text_span(
        &mut self,
        part: TextKind,
        update: Option<usize>,
        span: Range<usize>,
        blocks: Vec<Block>,
    ) {
        let sentences = blocks
            .iter()
            .enumerate()
            .flat_map(|(number, block)| sentences(number, &block.text))
            .collect();
        let hits = blocks
            .iter()
            .map(|block| {
                let mut hits: Vec<TermMatch> = [Lexicon::built_in(self.lists), self.own]
                    .into_iter()
                    .flatten()
                    .flat_map(|lexicon| lexicon.hits(&block.lower))
                    .collect();
                hits.sort_by_key(|hit| hit.range.start);
                hits
            })
            .collect();
        self.texts.push(TextSpan {
            part,
            update,
            file: self.number,
            lists: self.lists,
            source: &self.file.file,
            span,
            blocks,
            sentences,
            hits,
        });
    }
}

/// Abbreviations whose full stop ends nothing.
const ABBREVIATIONS: [&str; 12] = [
    "e.g", "i.e", "etc", "mr", "mrs", "dr", "st", "no", "p.m", "a.m", "env", "ex",
];

/// The sentences of a block: they end at `.`, `!`, `?` or `…` before a space.
fn sentences(block: usize, text: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut push = |range: Range<usize>| {
        let piece = &text[range.clone()];
        let skipped = piece.len() - piece.trim_start().len();
        let words = words(piece);
        if words > 0 {
            found.push(Sentence {
                block,
                range: range.start + skipped..range.start + piece.trim_end().len(),
                words,
            });
        }
    };
    for (at, c) in text.char_indices() {
        // The signs of `...!` end one sentence together.
        if at < start || !matches!(c, '.' | '!' | '?' | '…' | '。') {
            continue;
        }
        let after = &text[at + c.len_utf8()..];
        let closes = after.trim_start_matches(['"', '\'', '”', '»', ')', '*', '.']);
        let ends = closes.is_empty() || closes.starts_with(' ');
        let last = text[start..at].rsplit(' ').next().unwrap_or("");
        let short = c == '.' && ABBREVIATIONS.contains(&last.to_lowercase().as_str());
        if ends && !short {
            let end = text.len() - closes.len();
            push(start..end);
            start = end;
        }
    }
    push(start..text.len());
    found
}

/// Words of a sentence; the parts of `14 h 02` are one.
fn words(text: &str) -> usize {
    let digits = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let (mut count, mut before) = (0, "");
    for word in text.split_whitespace() {
        let of_clock = word == "h" && digits(before) || before == "h" && digits(word);
        if word.contains(char::is_alphanumeric) && !of_clock {
            count += 1;
        }
        before = word;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_sentences_end() {
        let text = "It failed at 9 a.m. on iOS 7.3. Was it “ours”? Yes! Done";
        let found: Vec<&str> = sentences(0, text)
            .into_iter()
            .map(|s| &text[s.range])
            .collect();
        assert_eq!(
            found,
            [
                "It failed at 9 a.m. on iOS 7.3.",
                "Was it “ours”?",
                "Yes!",
                "Done"
            ]
        );
        assert_eq!(sentences(0, "one two — three")[0].words, 3);
        assert_eq!(words("de 14 h 02 à 16 h"), 4);
        assert!(sentences(0, " … ").is_empty());
        let ranges = |text| sentences(0, text).into_iter().map(|s| s.range);
        assert_eq!(
            ranges("It goes on ... Hold tight!..").collect::<Vec<_>>(),
            [0..14, 15..28]
        );
    }
}
