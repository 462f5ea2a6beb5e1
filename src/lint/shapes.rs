//! Shapes of sentences: what is said, recognised by how it is built, not by a fixed phrase.
//!
//! Takes a sentence in lower case with plain apostrophes; says whether it advises, promises an
//! end, suspects a cause, and so on. One file for each language; others have no shapes.

mod en;
mod fr;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::pattern::regex;
use super::text_span::{Sentence, TextSpan};
use super::words::WordLists;

/// What a sentence does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Tells readers what to do, or that they need do nothing.
    Advice,
    /// Says that nothing, nobody or no such thing was hit, or that all of it is there.
    Safe,
    /// Says that something works.
    Works,
    /// Suspects where the trouble comes from.
    Suspicion,
    /// Speaks of what will be.
    Future,
    /// Names a time of day, a part of it, or a span.
    TimeWords,
    /// Speaks of things as they should be.
    Recovery,
    /// Says when or where more is said, or how long it is watched.
    Next,
    /// Takes back that a time is known, or says that something will not be.
    Denied,
    /// Puts the fault on somebody, or waits for him.
    Blame,
    /// We do something about it.
    Own,
    /// An apology.
    Apology,
    /// Advertising.
    Praise,
    /// A word of doubt.
    Doubt,
    /// A time of day or a part of the day in words, without a clock.
    SpokenTime,
    /// A part of this day.
    PartOfDay,
    /// Nothing works at all, for anybody.
    Total,
    /// Something is repaired.
    Repaired,
    /// It is watched.
    Watched,
    /// It is so here too.
    Also,
    /// Something may be lost or wrong.
    Loss,
    /// A number that changed is explained.
    Changed,
    /// What readers notice.
    Noticed,
}

const SHAPES: usize = Shape::Noticed as usize + 1;

/// Patterns of one language; a shape without one is never found.
type Patterns = &'static [(Shape, &'static str)];

struct Compiled([Option<Regex>; SHAPES]);

impl Compiled {
    fn new(patterns: Patterns) -> Self {
        let mut all = [const { None }; SHAPES];
        for (shape, pattern) in patterns {
            let pattern = pattern.split_whitespace().collect::<Vec<_>>().join("");
            all[*shape as usize] = Some(regex(&folded(&pattern).replace('~', r"\s+")));
        }
        Self(all)
    }
}

/// The text without accents, a letter for each letter: patterns then know where words end.
fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(fold).collect())
}

fn fold(c: char) -> char {
    match c {
        'à' | 'â' | 'ä' | 'á' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ö' | 'ó' | 'œ' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        'ç' => 'c',
        '\u{A0}' | '\u{202F}' => ' ',
        other => other,
    }
}

/// The byte of the text that stands at a byte of it [`folded`].
fn unfolded(text: &str, at: usize) -> usize {
    let mut seen = 0;
    for (place, c) in text.char_indices() {
        if seen >= at {
            return place;
        }
        seen += fold(c).len_utf8();
    }
    text.len()
}

/// Where a shape stands in a sentence.
pub fn find(lists: WordLists, shape: Shape, lower: &str) -> Option<Range<usize>> {
    static EN: LazyLock<Compiled> = LazyLock::new(|| Compiled::new(en::PATTERNS));
    static FR: LazyLock<Compiled> = LazyLock::new(|| Compiled::new(fr::PATTERNS));
    let compiled = match lists {
        WordLists::En => &EN,
        WordLists::Fr => &FR,
        WordLists::Other => return None,
    };
    let plain = folded(lower);
    let found = compiled.0[shape as usize].as_ref()?.find(&plain)?;
    Some(unfolded(lower, found.start())..unfolded(lower, found.end()))
}

impl TextSpan<'_> {
    /// A sentence has a shape.
    pub fn is(&self, sentence: &Sentence, shape: Shape) -> bool {
        find(self.lists, shape, self.lower(sentence)).is_some()
    }

    /// Every place of a sentence that has a shape, in bytes of its block.
    pub fn shapes(&self, sentence: &Sentence, shape: Shape) -> Vec<Range<usize>> {
        let lower = self.lower(sentence);
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(range) = find(self.lists, shape, &lower[from..]) {
            let start = sentence.range.start + from;
            found.push(start + range.start..start + range.end);
            from += range.end.max(1);
            if !lower.is_char_boundary(from) || from >= lower.len() {
                break;
            }
        }
        found
    }

    /// Any of its sentences has a shape.
    pub fn tells(&self, shape: Shape) -> bool {
        self.sentences.iter().any(|one| self.is(one, shape))
    }

    /// The bytes of the block in which a sentence has a shape.
    pub fn shape(&self, sentence: &Sentence, shape: Shape) -> Option<Range<usize>> {
        let found = find(self.lists, shape, self.lower(sentence))?;
        let start = sentence.range.start;
        Some(start + found.start..start + found.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(lists: WordLists, lower: &str) -> Vec<Shape> {
        use Shape::{
            Advice, Apology, Blame, Denied, Future, Next, Praise, Recovery, Repaired, Safe,
            SpokenTime, Suspicion, TimeWords, Total,
        };
        let all = [
            Advice, Apology, Blame, Denied, Future, Next, Praise, Recovery, Repaired, Safe,
            SpokenTime, Suspicion, TimeWords, Total,
        ];
        let has = |shape: &Shape| find(lists, *shape, lower).is_some();
        all.into_iter().filter(has).collect()
    }

    #[test]
    fn what_sentences_do() {
        use Shape::{
            Advice, Apology, Blame, Future, Next, Praise, Recovery, Repaired, Safe, Suspicion,
            TimeWords, Total,
        };
        let (en, fr) = (WordLists::En, WordLists::Fr);
        for (lists, sentence, wanted) in [
            (
                en,
                "you need not ring the hospital, and please do not book again.",
                &[Advice][..],
            ),
            (en, "clear the app's cache and it starts.", &[Advice]),
            (
                en,
                "nobody has to wait at home for a parcel.",
                &[Advice, Safe],
            ),
            (fr, "inutile d'écrire à l'établissement.", &[Advice]),
            (
                fr,
                "montrez votre carte à l'agent, il vous ouvre.",
                &[Advice],
            ),
            (fr, "merci de ne pas appeler.", &[Advice]),
            (
                en,
                "all being well, the app will let everyone in before nine.",
                &[Future, Recovery, TimeWords],
            ),
            (
                en,
                "it should be fixed within the hour.",
                &[Future, Recovery, TimeWords],
            ),
            (
                en,
                "a matter of minutes now, then you can collect.",
                &[Future, Recovery, TimeWords],
            ),
            (
                fr,
                "vos lignes tiendront de nouveau avant minuit.",
                &[Future, Recovery, TimeWords],
            ),
            (
                en,
                "we suspect the update that went out after lunch.",
                &[Suspicion],
            ),
            (
                en,
                "the payment desk seems to choke on the new bundle.",
                &[Suspicion],
            ),
            (
                fr,
                "on penche pour un raté de la mise à jour.",
                &[Suspicion],
            ),
            (en, "our provider has let us down once again.", &[Blame]),
            (
                en,
                "somebody on our night shift ticked the wrong box.",
                &[Blame],
            ),
            (fr, "le fournisseur de l'agenda a coupé un accès.", &[Blame]),
            (en, "please accept our apologies.", &[Apology]),
            (fr, "nous sommes navrés de ce contretemps.", &[Apology]),
            (en, "this bundle is our most breathtaking ever.", &[Praise]),
            (en, "no payment was lost.", &[Safe]),
            (fr, "aucun bulletin n'est perdu.", &[Safe]),
            (en, "we write again by 14:45 cet.", &[Next, TimeWords]),
            (fr, "prochain point à 14 h 45.", &[Next]),
            (en, "nothing gets through.", &[Total]),
            (fr, "plus un seul film ne se lance.", &[Total]),
            (en, "the issue has been mitigated.", &[Repaired]),
        ] {
            let found = shapes(lists, sentence);
            for shape in wanted {
                assert!(
                    found.contains(shape),
                    "{sentence}: no {shape:?} in {found:?}"
                );
            }
        }
        let none = shapes(WordLists::Other, "we suspect the update");
        assert!(none.is_empty());
    }

    #[test]
    fn what_they_do_not() {
        use Shape::{Blame, Future, Praise, Repaired, Suspicion, Total};
        let (en, fr) = (WordLists::En, WordLists::Fr);
        for (lists, sentence, unwanted) in [
            (
                en,
                "the app seems to freeze on older phones.",
                &[Suspicion, Blame][..],
            ),
            (en, "search results are empty.", &[Suspicion, Future, Total]),
            (
                en,
                "a supplier runs this check; we are moving to his second line.",
                &[Blame],
            ),
            (
                en,
                "payments work again since 12:09 cet.",
                &[Future, Repaired],
            ),
            (fr, "la raison nous échappe encore.", &[Suspicion, Blame]),
            (
                fr,
                "l'application s'ouvre, puis se ferme aussitôt.",
                &[Suspicion, Future, Praise],
            ),
        ] {
            let found = shapes(lists, sentence);
            for shape in unwanted {
                assert!(!found.contains(shape), "{sentence}: {shape:?} in {found:?}");
            }
        }
    }

    #[test]
    fn accents_move_no_place() {
        let text = "peut-être à l'été, nous sommes navrés de ça";
        let found = find(WordLists::Fr, Shape::Apology, text).unwrap();
        assert_eq!(&text[found], "navrés");
    }
}
