//! The words of an author's Markdown with their places in the file, for rules
//! about words: paragraphs, list items, cells; links and code apart.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{options, without_comments};

/// A run of words that a reader sees as one: a paragraph, an item, a cell.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// The words: every space plain, every apostrophe `'`.
    pub text: String,
    /// The same in lower case, byte for byte as long.
    pub lower: String,
    /// Where stretches of `text` stand: start in `text`, start in the file.
    stretches: Vec<(usize, usize)>,
    /// Behind the last byte in the file.
    end: usize,
}

/// The words of one text.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    /// Its blocks, in order, without code.
    pub blocks: Vec<Block>,
}

impl Block {
    /// Adds text that stands at `at` in the file. Where the file spells it
    /// otherwise (an entity), all of it stands there.
    fn push(&mut self, text: &str, at: Range<usize>) {
        let same = text.len() == at.len();
        self.end = at.end;
        for (offset, c) in text.char_indices() {
            let here = if same { at.start + offset } else { at.start };
            let plain = match c {
                '\u{2019}' | '\u{2BC}' => '\'',
                '\n' | '\t' | '\u{A0}' | '\u{202F}' | '\u{2009}' => ' ',
                c => c,
            };
            let expected = self
                .stretches
                .last()
                .map(|(text, file)| file + self.text.len() - text);
            if expected != Some(here) {
                self.stretches.push((self.text.len(), here));
            }
            self.text.push(plain);
            let mut lower = plain.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(c), None) if c.len_utf8() == plain.len_utf8() => self.lower.push(c),
                _ => self.lower.push(plain),
            }
        }
    }

    /// Bytes of the file for bytes of `text`.
    pub fn span(&self, range: Range<usize>) -> Range<usize> {
        let at = |offset: usize| {
            let next = self
                .stretches
                .partition_point(|(start, _)| *start <= offset);
            match next.checked_sub(1).map(|at| self.stretches[at]) {
                Some((start, file)) => file + (offset - start),
                None => self.end,
            }
        };
        let start = at(range.start);
        let last = at(range.end.saturating_sub(1).max(range.start));
        let end = if range.end >= self.text.len() {
            self.end
        } else {
            last + 1
        };
        start..end.max(start)
    }

    /// One block of text without Markdown, such as a title, that stands at `at`.
    pub fn plain(text: &str, at: usize) -> Self {
        let mut block = Self::default();
        block.push(text, at..at + text.len());
        block
    }
}

/// The words of the Markdown `text[range]`; places count from the start of `text`.
pub fn prose(text: &str, range: Range<usize>) -> Prose {
    let mut prose = Prose::default();
    let mut block = Block::default();
    let mut code = 0_usize;
    let clean = without_comments(text, range);
    for (event, words_span) in Parser::new_ext(&clean.text, options()).into_offset_iter() {
        let span = clean.exact(&words_span);
        match event {
            Event::Start(Tag::CodeBlock(_)) => code += 1,
            Event::End(TagEnd::CodeBlock) => code = code.saturating_sub(1),
            Event::Text(words) if code == 0 => {
                let same = words.len() == words_span.len();
                let mut from = 0;
                // Words on both sides of a comment do not stand side by side in the file.
                for seam in clean.seams(&words_span).filter(|_| same) {
                    let to = seam - words_span.start;
                    let piece = words_span.start + from..seam;
                    block.push(&words[from..to], clean.exact(&piece));
                    from = to;
                }
                let rest = words_span.start + from..words_span.end;
                block.push(&words[from..], clean.exact(&rest));
            }
            // A gap, so that words before and behind code are no phrase.
            Event::Code(_) => block.push("\u{FFFC}", span.start..span.start + 1),
            Event::SoftBreak | Event::HardBreak => block.push(" ", span.start..span.start + 1),
            Event::Start(tag) if is_block(&tag) => finish(&mut prose, &mut block),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::Heading(_)
                | TagEnd::HtmlBlock,
            ) => finish(&mut prose, &mut block),
            _ => {}
        }
    }
    finish(&mut prose, &mut block);
    prose
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph | Tag::Item | Tag::TableCell | Tag::Heading { .. } | Tag::List(_)
    )
}

fn finish(prose: &mut Prose, block: &mut Block) {
    if !block.text.is_empty() {
        prose.blocks.push(std::mem::take(block));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_their_place() {
        let text = "skip\n\nL’appli **dit** &amp; `code` joue\nencore.\n\n- Un\n- Deux\n\n```\ncode\n```\n";
        let prose = prose(text, 6..text.len());
        let words: Vec<&str> = prose.blocks.iter().map(|b| b.text.as_str()).collect();
        assert_eq!(words, ["L'appli dit & \u{FFFC} joue encore.", "Un", "Deux"]);
        let block = &prose.blocks[0];
        for word in ["appli", "dit", "joue", "encore"] {
            let at = block.text.find(word).unwrap();
            assert_eq!(&text[block.span(at..at + word.len())], word);
        }
        assert_eq!(block.lower, block.text.to_lowercase());
    }
    #[test]
    fn every_run_of_words_is_a_block() {
        let words = |text: &str| -> Vec<String> {
            let prose = prose(text, 0..text.len());
            prose.blocks.into_iter().map(|b| b.text).collect()
        };
        assert_eq!(words("- a\n  - b\n- c"), ["a", "b", "c"]);
        assert_eq!(words("- a\n  # h\n  c"), ["a", "h", "c"]);
        assert_eq!(words("a\n\n```\ncode\n```\n\nb"), ["a", "b"]);
        assert_eq!(words("|a|b|\n|-|-|\n|c|d|"), ["a", "b", "c", "d"]);
    }

    #[test]
    fn places_are_those_of_the_file() {
        let title = Block::plain("one two", 5);
        assert_eq!(title.span(4..7), 9..12);
        // Small letters that are shorter than capitals would shift all that follows.
        let strasse = Block::plain("GROẞE \u{212A}m", 0);
        assert_eq!(strasse.lower.len(), strasse.text.len());
        let code = &prose("a `b`", 0..5).blocks[0];
        assert_eq!(code.span(0..code.text.len()), 0..3);
    }
}
