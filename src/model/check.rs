//! Settings of the writing rules, as `status.yml` gives them.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::Impact;

/// The number of a writing rule: `C07` is 7. The rules stand in `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u8);

/// The highest number of a rule.
pub const LAST_RULE: u8 = 46;

impl RuleId {
    /// Reads `C07` or `c07`; `None` for what is no rule.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(['C', 'c'])?;
        let number: u8 = (digits.len() == 2).then(|| digits.parse().ok())??;
        (1..=LAST_RULE).contains(&number).then_some(Self(number))
    }
}

impl std::fmt::Display for RuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "C{:02}", self.0)
    }
}

/// How grave a broken rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// `check` fails.
    Error,
    /// `check` says so.
    Warning,
    /// Worth a thought.
    Hint,
    /// The rule does not run.
    Off,
}

impl Level {
    /// All levels with the words that status.yml uses.
    pub const WORDS: [(&'static str, Level); 4] = [
        ("error", Level::Error),
        ("warning", Level::Warning),
        ("hint", Level::Hint),
        ("off", Level::Off),
    ];

    /// The word.
    pub fn key(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, level)| *level == self)
            .map_or("", |(word, _)| word)
    }
}

/// What a project sets about the rules; where sources disagree, a number.
#[derive(Debug, Clone)]
pub struct CheckSettings {
    /// Levels that differ from the rule's own.
    pub levels: BTreeMap<RuleId, Level>,
    /// The longest time from `began` to the first word, by impact.
    pub first_word: Vec<(Impact, SignedDuration)>,
    /// How long before its window a maintenance is announced.
    pub notice_period: SignedDuration,
    /// Days from the end of an incident to its review.
    pub review_days: u16,
    /// Words that a sentence may have.
    pub sentence_words: usize,
    /// Words that count as jargon here.
    pub jargon: Vec<String>,
    /// Words that readers of this site know.
    pub plain: Vec<String>,
    /// More patterns that must never be published.
    pub leaks: Vec<regex::Regex>,
    /// Addresses and names that are public, whatever they look like.
    pub public: Vec<String>,
}

impl Default for CheckSettings {
    fn default() -> Self {
        let minutes = SignedDuration::from_mins;
        Self {
            levels: BTreeMap::new(),
            first_word: vec![
                (Impact::Critical, minutes(5)),
                (Impact::Major, minutes(5)),
                (Impact::Minor, minutes(15)),
                (Impact::None, minutes(15)),
            ],
            notice_period: SignedDuration::from_hours(72),
            review_days: 14,
            sentence_words: 25,
            jargon: Vec::new(),
            plain: Vec::new(),
            leaks: Vec::new(),
            public: Vec::new(),
        }
    }
}

impl CheckSettings {
    /// The time that `impact` leaves for the first word.
    pub fn first_word(&self, impact: Impact) -> Option<SignedDuration> {
        self.first_word
            .iter()
            .find(|(of, _)| *of == impact)
            .map(|(_, span)| *span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids() {
        assert_eq!(RuleId::parse("C07"), Some(RuleId(7)));
        assert_eq!(RuleId::parse("c35").unwrap().to_string(), "C35");
        for bad in ["", "C0", "C00", "C47", "C7", "07", "C007", "Cxx"] {
            assert_eq!(RuleId::parse(bad), None, "{bad}");
        }
    }
}
