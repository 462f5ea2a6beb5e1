//! The word lists that rules work with, one file per language, and the search
//! for all of them in one pass.
//!
//! A `*` or an apostrophe at the end of an entry stands for any ending. Entries are lower case,
//! with plain apostrophes. Languages without a list get only the rules that need
//! no words.

mod en;
mod fr;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::model::Lang;

/// What a word or phrase tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermClass {
    /// A word of the trade.
    Jargon,
    /// Puts the fault on somebody.
    Blame,
    /// A supplier.
    Vendor,
    /// A person at work.
    Person,
    /// Names a cause.
    Cause,
    /// Says that something is not known.
    Unsure,
    /// What a user sees or cannot do.
    Symptom,
    /// When more is said.
    Next,
    /// Work ends, or lasts.
    Lasts,
    /// Somebody answers or writes: a mail, the support.
    Contact,
    /// Data, passwords, accounts: any word on safety.
    Safety,
    /// "Midnight", "noon".
    Midnight,
    /// Where to get help.
    Help,
    /// A time zone in words.
    Zone,
    /// It was no incident.
    NoIncident,
}

/// Entries of one language.
type List = &'static [(TermClass, &'static [&'static str])];

/// Languages with word lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordLists {
    /// English.
    En,
    /// French.
    Fr,
    /// Any other: no lists.
    Other,
}

impl WordLists {
    /// The lists of a language.
    pub fn for_language(lang: &Lang) -> Self {
        match lang.as_str().split('-').next() {
            Some("en") => WordLists::En,
            Some("fr") => WordLists::Fr,
            _ => WordLists::Other,
        }
    }

    /// Words that say no more than "there is a problem", for titles.
    pub fn empty_title_words(self) -> &'static [&'static str] {
        match self {
            WordLists::En => en::EMPTY_TITLE,
            WordLists::Fr => fr::EMPTY_TITLE,
            WordLists::Other => &[],
        }
    }

    /// Words of posts that say no more than that somebody is at work.
    pub fn usual_words(self) -> &'static [&'static str] {
        match self {
            WordLists::En => en::USUAL,
            WordLists::Fr => fr::USUAL,
            WordLists::Other => &[],
        }
    }
}

/// A word or phrase that was found, in bytes of the searched text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermMatch {
    /// What it tells.
    pub class: TermClass,
    /// Where.
    pub range: Range<usize>,
}

/// A search for many phrases at once.
#[derive(Debug)]
pub struct Lexicon {
    search: AhoCorasick,
    /// Sense of each pattern, and whether any ending may follow.
    entries: Vec<(TermClass, bool)>,
}

impl Lexicon {
    /// A search for these entries.
    pub fn new<'a>(entries: impl IntoIterator<Item = (TermClass, &'a str)>) -> Self {
        let mut patterns = Vec::new();
        let mut classes = Vec::new();
        for (class, entry) in entries {
            let open = entry.ends_with(['*', '\'']);
            patterns.push(entry.trim_end_matches('*').to_lowercase());
            classes.push((class, open));
        }
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(&patterns)
            .expect("lists of words are far below the limits of the search");
        Self {
            search,
            entries: classes,
        }
    }

    /// The built-in lists of a language.
    pub fn built_in(lists: WordLists) -> Option<&'static Self> {
        static EN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(flat(en::WORDS)));
        static FR: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(flat(fr::WORDS)));
        match lists {
            WordLists::En => Some(&EN),
            WordLists::Fr => Some(&FR),
            WordLists::Other => None,
        }
    }

    /// Every whole word or phrase in `lower`, by place.
    pub fn hits(&self, lower: &str) -> Vec<TermMatch> {
        let mut hits: Vec<TermMatch> = self
            .search
            .find_overlapping_iter(lower)
            .filter_map(|found| {
                let (class, open) = self.entries[found.pattern().as_usize()];
                let range = found.start()..found.end();
                let free = !lower[..range.start].ends_with(|c| is_word(c) || c == '-')
                    && (open || !lower[range.end..].starts_with(|c| is_word(c) || c == '-'));
                free.then_some(TermMatch { class, range })
            })
            .collect();
        hits.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));
        hits
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn flat(list: List) -> impl Iterator<Item = (TermClass, &'static str)> {
    list.iter()
        .flat_map(|(class, words)| words.iter().map(|word| (*class, *word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_and_open_endings() {
        let lexicon = Lexicon::new([(TermClass::Help, "may"), (TermClass::Symptom, "crash*")]);
        let found = |text: &str| lexicon.hits(text).len();
        assert_eq!(found("it may crash or be crashing"), 3);
        assert_eq!(found("maybe in may-day mayhem, non-may"), 0);
    }

    #[test]
    fn lists_are_lower_case_and_without_doubles() {
        for list in [en::WORDS, fr::WORDS] {
            let mut seen = std::collections::BTreeSet::new();
            for (class, entry) in flat(list) {
                assert_eq!(entry, entry.to_lowercase());
                assert!(!entry.contains('’') && entry.trim() == entry, "{entry}");
                assert!(seen.insert((class, entry)), "{entry} twice");
            }
        }
    }
}
