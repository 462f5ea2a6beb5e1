//! The closed lists of words, and text in several languages.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize};

/// State of a platform. The order is the order of gravity: maintenance never
/// hides an outage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum State {
    /// Works.
    Operational,
    /// Being worked on, as announced.
    UnderMaintenance,
    /// Works, but badly.
    DegradedPerformance,
    /// Does not work for some.
    PartialOutage,
    /// Does not work.
    MajorOutage,
}

impl State {
    /// All states with the words that files use.
    pub const WORDS: [(&'static str, State); 5] = [
        ("operational", State::Operational),
        ("degraded_performance", State::DegradedPerformance),
        ("partial_outage", State::PartialOutage),
        ("major_outage", State::MajorOutage),
        ("under_maintenance", State::UnderMaintenance),
    ];

    /// The word, with underscores.
    pub fn key(self) -> &'static str {
        key(&Self::WORDS, self)
    }
}

/// Impact of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Impact {
    /// Nobody is affected.
    None,
    /// Worst state: degraded performance.
    Minor,
    /// Worst state: partial outage.
    Major,
    /// Worst state: major outage.
    Critical,
}

impl Impact {
    /// All impacts with the words that files use.
    pub const WORDS: [(&'static str, Impact); 4] = [
        ("none", Impact::None),
        ("minor", Impact::Minor),
        ("major", Impact::Major),
        ("critical", Impact::Critical),
    ];

    /// The word.
    pub fn key(self) -> &'static str {
        key(&Self::WORDS, self)
    }

    /// The impact that a worst state means (`docs/glossary.md`, "impact").
    pub fn of(state: State) -> Self {
        match state {
            State::Operational | State::UnderMaintenance => Impact::None,
            State::DegradedPerformance => Impact::Minor,
            State::PartialOutage => Impact::Major,
            State::MajorOutage => Impact::Critical,
        }
    }

    /// The state that a plain list of platforms gets with this impact.
    pub fn state(self) -> State {
        match self {
            Impact::None => State::Operational,
            Impact::Minor => State::DegradedPerformance,
            Impact::Major => State::PartialOutage,
            Impact::Critical => State::MajorOutage,
        }
    }
}

/// Status of an incident, a maintenance or a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Status {
    /// Incident: looking for the cause.
    Investigating,
    /// Incident: the cause is known.
    Identified,
    /// Incident: repaired, being watched.
    Monitoring,
    /// Incident or notice: over.
    Resolved,
    /// Incident: it was none.
    FalseAlarm,
    /// Maintenance: announced.
    Scheduled,
    /// Maintenance: begun.
    InProgress,
    /// Maintenance: done, being watched.
    Verifying,
    /// Maintenance: over.
    Completed,
    /// Maintenance: will not take place.
    Cancelled,
    /// Notice: stands.
    Notice,
}

impl Status {
    /// Words of an incident's headings.
    pub const INCIDENT: [(&'static str, Status); 5] = [
        ("investigating", Status::Investigating),
        ("identified", Status::Identified),
        ("monitoring", Status::Monitoring),
        ("resolved", Status::Resolved),
        ("false_alarm", Status::FalseAlarm),
    ];
    /// Words of a maintenance's headings.
    pub const MAINTENANCE: [(&'static str, Status); 5] = [
        ("scheduled", Status::Scheduled),
        ("in_progress", Status::InProgress),
        ("verifying", Status::Verifying),
        ("completed", Status::Completed),
        ("cancelled", Status::Cancelled),
    ];
    /// Words of a notice's headings (beside `update`).
    pub const NOTICE: [(&'static str, Status); 2] =
        [("notice", Status::Notice), ("resolved", Status::Resolved)];

    /// The word, with underscores.
    pub fn key(self) -> &'static str {
        Self::INCIDENT
            .iter()
            .chain(&Self::MAINTENANCE)
            .chain(&Self::NOTICE)
            .find(|(_, status)| *status == self)
            .map_or("notice", |(word, _)| word)
    }

    /// The work of a maintenance is being done.
    pub fn is_under_way(self) -> bool {
        matches!(self, Status::InProgress | Status::Verifying)
    }

    /// Nothing follows but updates and a review.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Status::Resolved | Status::FalseAlarm | Status::Completed | Status::Cancelled
        )
    }

    /// How far along: statuses run forwards.
    pub fn rank(self) -> u8 {
        match self {
            Status::Investigating | Status::Scheduled | Status::Notice => 0,
            Status::Identified | Status::InProgress => 1,
            Status::Monitoring | Status::Verifying => 2,
            Status::Resolved | Status::FalseAlarm | Status::Completed | Status::Cancelled => 3,
        }
    }
}

/// The kinds of files, without what belongs to one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KindWord {
    /// Something unplanned.
    Incident,
    /// Something planned.
    Maintenance,
    /// Changes no platform's state.
    Notice,
}

impl KindWord {
    /// All kinds with the words that files use.
    pub const WORDS: [(&'static str, KindWord); 3] = [
        ("incident", KindWord::Incident),
        ("maintenance", KindWord::Maintenance),
        ("notice", KindWord::Notice),
    ];

    /// The word.
    pub fn key(self) -> &'static str {
        key(&Self::WORDS, self)
    }

    /// The word in a sentence: `an incident`.
    pub fn with_article(self) -> &'static str {
        match self {
            KindWord::Incident => "an incident",
            KindWord::Maintenance => "a maintenance",
            KindWord::Notice => "a notice",
        }
    }

    /// Words of its headings, beside `update`; the first holds until one is told.
    pub fn statuses(self) -> &'static [(&'static str, Status)] {
        match self {
            KindWord::Incident => &Status::INCIDENT,
            KindWord::Maintenance => &Status::MAINTENANCE,
            KindWord::Notice => &Status::NOTICE,
        }
    }
}

fn key<T: Copy + PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    words
        .iter()
        .find(|(_, known)| *known == value)
        .map_or("", |(word, _)| word)
}

/// A language, as a BCP 47 tag in its usual spelling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Lang(Arc<str>);

impl Lang {
    /// Reads a BCP 47 tag; `None` if it is none.
    pub fn parse(tag: &str) -> Option<Self> {
        if tag.is_empty() || tag.contains('_') {
            return None;
        }
        let id: unic_langid::LanguageIdentifier = tag.parse().ok()?;
        Some(Self(id.to_string().into()))
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `rtl` for languages whose usual script runs from right to left (CLDR,
    /// script metadata), else `ltr`.
    pub fn direction(&self) -> &'static str {
        let language = self.0.split('-').next().unwrap_or("");
        match language {
            "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ks" | "ps" | "sd" | "ug" | "ur" | "yi" => {
                "rtl"
            }
            _ => "ltr",
        }
    }
}

/// Texts of one site name few languages, and share their names.
impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        thread_local! {
            static KNOWN: RefCell<Vec<Lang>> = const { RefCell::new(Vec::new()) };
        }
        const MOST: usize = 64;
        let tag = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        KNOWN.with_borrow_mut(|known| {
            if let Some(lang) = known.iter().find(|lang| *lang.0 == *tag) {
                return Ok(lang.clone());
            }
            let wrong = || serde::de::Error::custom("no BCP 47 tag");
            let lang = Self::parse(&tag).ok_or_else(wrong)?;
            if known.len() < MOST {
                known.push(lang.clone());
            }
            Ok(lang)
        })
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something said in one language and perhaps translated into others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text<T = String> {
    source: Lang,
    /// In the order of the tags. Nearly always one: a list, for there are many texts.
    by_lang: Vec<(Lang, T)>,
}

impl<T> Text<T> {
    /// Said in `lang`.
    pub fn new(lang: &Lang, said: T) -> Self {
        Self {
            source: lang.clone(),
            by_lang: vec![(lang.clone(), said)],
        }
    }

    /// Adds a translation; the source language is never replaced.
    pub fn translate(&mut self, lang: &Lang, said: T) {
        if let Err(at) = self.find(lang) {
            self.by_lang.insert(at, (lang.clone(), said));
        }
    }

    /// What a reader of `lang` gets, and the language it is in.
    pub fn get(&self, lang: &Lang) -> (&T, &Lang) {
        let at = self.find(lang).or_else(|_| self.find(&self.source));
        let (lang, said) = &self.by_lang[at.unwrap_or(0)];
        (said, lang)
    }

    fn find(&self, lang: &Lang) -> Result<usize, usize> {
        self.by_lang.binary_search_by(|(known, _)| known.cmp(lang))
    }

    /// The language it was written in.
    pub fn source(&self) -> &Lang {
        &self.source
    }

    /// Every language it is told in, in the order of their tags.
    pub fn all(&self) -> impl Iterator<Item = (&Lang, &T)> {
        self.by_lang.iter().map(|(lang, said)| (lang, said))
    }

    /// The words as they were written.
    pub fn original(&self) -> &T {
        self.get(&self.source).0
    }
}
