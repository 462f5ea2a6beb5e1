//! Planned work: how an entry says that it is some, and its window
//! (`docs/decisions/0070-one-entry.md`).

use super::super::super::record::{Entry, Kind, Word};
use super::super::super::report::{Loss, Report};
use super::super::clock::Stamps;
use super::super::marks::{Part, plain};
use crate::text::canonical;
use crate::time::Moment;

const SCHEDULED: &str = "THIS IS A SCHEDULED EVENT";
/// What some pages write above the updates, each with a value behind it.
const LABELS: [&str; 4] = ["Type", "Duration", "Affected Components", "Components"];

/// What stands above the updates.
#[derive(Debug, Default)]
pub(super) struct Preface {
    /// The window, where one can be read.
    pub(super) window: Option<(Moment, Moment)>,
    /// The words of a window that cannot be read.
    pub(super) unreadable: Option<String>,
    /// `Type: Maintenance` and its like.
    pub(super) labels: Vec<(String, String)>,
    /// HTML that is neither window nor label.
    pub(super) words: String,
    /// All of it but the window.
    pub(super) all: String,
}

impl Preface {
    pub(super) fn read(html: &str, stamps: &Stamps) -> Self {
        let mut found = Self::default();
        let end = if html.contains("</p>") { "</p>" } else { "\n" };
        for paragraph in html.split_inclusive(end) {
            let text = plain(paragraph).replace("**", "");
            let text = text.trim();
            if let Some(rest) = text.strip_prefix(SCHEDULED) {
                let rest = rest.trim();
                found.window = stamps.window(rest);
                if found.window.is_some() {
                    continue;
                }
                found.unreadable = Some(rest.to_string());
            }
            found.all.push_str(paragraph);
            let label = text.split_once(':').map(|(l, v)| (l.trim(), v.trim()));
            match label.filter(|(label, _)| LABELS.contains(label)) {
                Some((label, value)) => found.labels.push((label.to_string(), value.to_string())),
                None => found.words.push_str(paragraph),
            }
        }
        // A tag that was opened for the first update is no word.
        if plain(&found.words).is_empty() {
            found.words.clear();
        }
        found
    }
}

/// Whether an entry tells of planned work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// It does not.
    None,
    /// In this window.
    Window(Moment, Moment),
    /// Its statuses or its type say so, and it names no window.
    WithoutWindow,
}

impl super::Reading<'_> {
    pub(super) fn work(&self, preface: &Preface, parts: &[Part]) -> Work {
        if let Some((from, until)) = preface.window {
            return Work::Window(from, until);
        }
        let of_type = |word: &str| {
            preface
                .labels
                .iter()
                .any(|(label, value)| label == "Type" && canonical(value).contains(word))
        };
        let says = |words: &[&str]| {
            parts
                .iter()
                .any(|p| words.contains(&canonical(&p.word).as_str()))
        };
        if preface.unreadable.is_some()
            || of_type("maintenance")
            || says(&["scheduled", "in_progress", "verifying"])
        {
            return Work::WithoutWindow;
        }
        if says(&["completed"]) && !says(&["investigating"]) && !of_type("incident") {
            return Work::WithoutWindow;
        }
        Work::None
    }
}

impl Work {
    /// What the record is, and when it began. Work without a window gets the one that
    /// its updates tell: from the first one said while it went on, to its end. Where
    /// they do not, it is a notice, which has none.
    pub(super) fn kind(
        self,
        entries: &mut [Entry],
        began: Moment,
        source: &str,
        report: &mut Report,
    ) -> (Kind, Moment) {
        let over = |e: &&Entry| e.word == Word::Status("completed");
        let planned = |e: &&Entry| e.word == Word::Status("scheduled") || e.word == Word::Review;
        match self {
            Work::None => (Kind::Incident, began),
            Work::Window(_, until) => {
                let runs_over = entries.iter().any(|e| {
                    let after = e.at > until;
                    after
                        && matches!(
                            e.word,
                            Word::Status("in_progress" | "verifying" | "completed")
                        )
                });
                (
                    Kind::Maintenance {
                        until,
                        by_hand: runs_over,
                    },
                    began,
                )
            }
            Work::WithoutWindow => {
                let from = entries.iter().find(|e| !planned(e)).map(|e| e.at);
                let until = entries.iter().filter(over).map(|e| e.at).next_back();
                if let (Some(from), Some(until)) = (from, until)
                    && from < until
                {
                    report.add(
                        Loss::Guess,
                        "a maintenance without a window; that of its updates was written, from the first one said at work to `Completed`",
                        source,
                    );
                    let by_hand = false;
                    return (Kind::Maintenance { until, by_hand }, from);
                }
                report.add(
                    Loss::Guess,
                    "a maintenance without a window became a notice, which needs none",
                    source,
                );
                if until.is_none() && entries.iter().all(|e| e.word != Word::Status("cancelled")) {
                    report.add(
                        Loss::Guess,
                        "nothing says that the maintenance is over, so its notice stands: resolve it, or take it away",
                        source,
                    );
                }
                for entry in entries {
                    entry.as_notice();
                }
                (Kind::Notice, began)
            }
        }
    }
}

impl Entry {
    /// The statuses of a notice: an end is an end, everything else stays in the text.
    fn as_notice(&mut self) {
        let Word::Status(word) = self.word else {
            return;
        };
        let ends = matches!(word, "completed" | "cancelled");
        self.word = if ends {
            Word::Status("resolved")
        } else {
            Word::Update
        };
        if word != "completed" {
            let said = word.replace('_', " ");
            let mut letters = said.chars();
            let first = letters
                .next()
                .map_or(String::new(), |c| c.to_uppercase().to_string());
            self.body = format!("{first}{}: {}", letters.as_str(), self.body)
                .trim()
                .to_string();
        }
    }
}
