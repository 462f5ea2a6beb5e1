//! An author's Markdown without its comments, and where what is left stood.
//!
//! In code spans and code blocks `<!--` is text, and what Markdown calls code depends on
//! the comments before it. So the text is read, comments are taken out as far as that
//! reading holds, and what is left is read again.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::options;
use crate::comments::{self, Fault, MAX_READINGS, OPEN};

/// A text without its comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean<'t> {
    /// What is left.
    pub text: Cow<'t, str>,
    /// What was taken out, in bytes of the whole text, in order.
    cuts: Vec<Range<usize>>,
    /// For each of them, where it was in what is left, and how much went with it and all
    /// before it.
    seams: Vec<(usize, usize)>,
    /// What is wrong with comments, in bytes of the whole text.
    pub faults: Vec<Fault>,
    /// Where the text begins in its file.
    base: usize,
}

/// The Markdown `text[range]` without comments.
pub fn without_comments(text: &str, range: Range<usize>) -> Clean<'_> {
    let mut clean = Clean {
        text: Cow::Borrowed(&text[range.clone()]),
        cuts: Vec::new(),
        seams: Vec::new(),
        faults: Vec::new(),
        base: range.start,
    };
    let mut readings = 0;
    while clean.text.contains(OPEN) {
        readings += 1;
        // So many comments that Markdown does not know as such (a blank line in the middle
        // of one that begins in a paragraph) stand in no real file: behind them, code is no
        // longer told from words, and every comment goes.
        let known = (readings <= MAX_READINGS).then(|| Reading::of(&clean.text));
        let found = found(&clean.text, known.as_ref());
        if found.is_empty() {
            let code = known.map(|known| known.code).unwrap_or_default();
            let half = comments::half_in_code(&clean.text, &code);
            clean.faults.extend(half.map(|fault| clean.of_file(fault)));
            break;
        }
        if readings > 2 * MAX_READINGS {
            let span = clean.exact(&found[0].span);
            clean.faults.push(Fault::Nested(span));
            break;
        }
        let mut taken = Vec::with_capacity(found.len());
        let mut open = false;
        for comment in found {
            taken.push(clean.exact(&comments::cut(&clean.text, comment.span)));
            if let Some(fault) = comment.fault {
                open |= matches!(fault, Fault::Open(_));
                clean.faults.push(clean.of_file(fault));
            }
        }
        clean.cuts.extend(taken);
        clean.rebuild(text, &range);
        if open {
            break;
        }
    }
    clean
}

/// What Markdown makes of a text.
struct Reading {
    /// Code, in order.
    code: Vec<Range<usize>>,
    /// What it takes for HTML, in order.
    html: Vec<Range<usize>>,
}

impl Reading {
    fn of(text: &str) -> Self {
        let (mut code, mut html) = (Vec::new(), Vec::new());
        for (event, span) in Parser::new_ext(text, options()).into_offset_iter() {
            match event {
                Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => code.push(span),
                Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => html.push(span),
                _ => {}
            }
        }
        Self { code, html }
    }
}

fn holding(ranges: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).filter(|range| range.contains(&at))
}

/// The comments of a text as far as its reading holds; all of them without one.
fn found(text: &str, known: Option<&Reading>) -> Vec<comments::Comment> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(OPEN).map(|start| at + start) {
        let html = known.and_then(|known| holding(&known.html, start));
        if let Some(code) = known.and_then(|known| holding(&known.code, start)) {
            at = code.end.max(start + 1);
            continue;
        }
        if html.is_none() && comments::is_escaped(text, start) {
            at = start + 1;
            continue;
        }
        let comment = comments::at(text, start);
        let end = comment.span.end;
        let open = matches!(comment.fault, Some(Fault::Open(_)));
        found.push(comment);
        if open {
            break;
        }
        at = match (known, html) {
            (None, _) => end,
            // What stands behind it on its line was HTML because of it.
            (Some(_), Some(html)) if html.end >= end => html.end,
            // The reading took it for something else.
            _ => break,
        };
    }
    found
}

impl Clean<'_> {
    fn rebuild(&mut self, text: &str, range: &Range<usize>) {
        self.cuts.sort_by_key(|cut| (cut.start, cut.end));
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(self.cuts.len());
        for cut in self.cuts.drain(..) {
            match merged.last_mut() {
                Some(last) if cut.start <= last.end => last.end = last.end.max(cut.end),
                _ => merged.push(cut),
            }
        }
        self.cuts = merged;
        let mut kept = String::with_capacity(range.len());
        let (mut at, mut gone) = (range.start, 0);
        self.seams.clear();
        for cut in &self.cuts {
            kept.push_str(&text[at..cut.start]);
            at = cut.end;
            gone += cut.len();
            self.seams.push((kept.len(), gone));
        }
        kept.push_str(&text[at..range.end]);
        self.text = Cow::Owned(kept);
    }

    fn of_file(&self, fault: Fault) -> Fault {
        match fault {
            Fault::Open(span) => Fault::Open(self.exact(&span)),
            Fault::Nested(span) => Fault::Nested(self.exact(&span)),
            Fault::InCode(span) => Fault::InCode(self.exact(&span)),
        }
    }

    /// Where a place in what is left stood in the whole text. Beside a cut, that is behind
    /// it, or before it.
    fn place(&self, at: usize, behind: bool) -> usize {
        let before = |seam: &(usize, usize)| seam.0 < at || seam.0 == at && behind;
        let next = self.seams.partition_point(before);
        let gone = next.checked_sub(1).map_or(0, |last| self.seams[last].1);
        self.base + at + gone
    }

    /// Where words stood, without comments around them.
    pub fn exact(&self, words: &Range<usize>) -> Range<usize> {
        let start = self.place(words.start, true);
        start..self.place(words.end, false).max(start)
    }

    /// Where a part of the text stood, with the comments at its edges.
    pub fn around(&self, part: &Range<usize>) -> Range<usize> {
        self.place(part.start, false)..self.place(part.end, true)
    }

    /// Places within some words at which something was taken out, in bytes of what is left.
    pub(super) fn seams(&self, words: &Range<usize>) -> impl Iterator<Item = usize> {
        let next = self.seams.partition_point(|seam| seam.0 <= words.start);
        let end = words.end;
        let seams = self.seams[next..].iter().map(|seam| seam.0);
        seams.take_while(move |at| *at < end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> String {
        let clean = without_comments(text, 0..text.len());
        assert_eq!(clean.faults, [], "{text:?}");
        clean.text.into_owned()
    }

    #[test]
    fn comments_go_and_code_stays() {
        for (text, expected) in [
            (
                "One.\n\n<!-- a -->\n\nTwo <!-- b -->three.",
                "One.\n\n\nTwo three.",
            ),
            ("One\n<!-- a\n\n## 14:00 Resolved\n\nb -->\nTwo", "One\nTwo"),
            // Markdown ends a paragraph, and with it this comment, at the blank line.
            (
                "One <!-- a\n\n`b --> Two `<!-- c -->`",
                "One Two `<!-- c -->`",
            ),
            ("<!-- a -->     Two <!-- b -->", "Two"),
            ("<!-- a --> `<!-- b -->`", "`<!-- b -->`"),
            ("- One <!-- a -->\n- <!-- b\n  c --> Two", "- One\n- Two"),
            ("> One <!-- a -->\n> <!-- b -->\n> Two", "> One\n>\n> Two"),
            ("|a|b|\n|-|-|\n|c <!-- d -->|e|", "|a|b|\n|-|-|\n|c |e|"),
            ("<div>\n<!-- a -->\n</div>", "<div>\n</div>"),
            ("[a](b \"<!-- c -->\")", "[a](b \"\")"),
            ("a<!-- ` -->b `<!-- c -->`", "ab `<!-- c -->`"),
            ("<<!-- a -->!-- b -->c", "c"),
            ("One.  <!-- a -->\nTwo", "One.\nTwo"),
        ] {
            assert_eq!(left(text), expected, "{text:?}");
        }
        for same in [
            "`<!-- a -->`",
            "```\n<!-- a -->\n```",
            "- ~~~~\n  <!-- a -->\n  ~~~~",
            "One:\n\n    <!-- a -->\n",
            "> ```\n> <!-- a -->\n> ```",
            "\\<!-- a -->",
            "``a ` <!-- b --> ``",
        ] {
            assert_eq!(left(same), same);
        }
    }

    #[test]
    fn what_is_left_knows_its_place() {
        let text = "skip One <!-- a -->two\n<!-- b -->\nthree";
        let clean = without_comments(text, 5..text.len());
        assert_eq!(clean.text, "One two\nthree");
        for word in ["One", "two", "three"] {
            let at = clean.text.find(word).unwrap();
            assert_eq!(&text[clean.exact(&(at..at + word.len()))], word);
        }
        assert_eq!(&text[clean.around(&(0..4))], "One <!-- a -->");
        assert_eq!(clean.seams(&(0..7)).collect::<Vec<_>>(), [4]);
    }

    #[test]
    fn faults_are_those_of_the_file() {
        let text = "12 <!-- a -->\nb <!-- c\n\nd `<!--`";
        let clean = without_comments(text, 3..text.len());
        assert_eq!(clean.faults, [Fault::Open(16..20)]);
        let text = "<!-- a\n<!-- b -->\nc -->";
        let clean = without_comments(text, 0..text.len());
        assert_eq!(clean.faults, [Fault::Nested(7..11)]);
    }

    #[test]
    fn many_comments_take_no_longer_than_a_few() {
        let text = "a <!-- b\n\nc -->\n".repeat(20_000);
        assert!(!left(&text).contains(OPEN));
    }
}
