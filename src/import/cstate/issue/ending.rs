//! When an issue ended: what its flag says, and what its words say.

use super::super::super::record::{Entry, Record, Word};
use super::super::super::report::{Loss, Report};
use super::Facts;

/// The flag and the words agree on whether it is over.
pub(super) fn end(record: &mut Record, facts: &Facts, report: &mut Report) {
    let source = record.source.clone();
    if facts.is_notice {
        record.ended = facts.resolved_when.or_else(|| {
            facts.resolved.then(|| {
                record
                    .entries
                    .iter()
                    .map(|e| e.at)
                    .max()
                    .unwrap_or(facts.began)
            })
        });
        return;
    }
    let is_end = |e: &Entry| matches!(e.word, Word::Status("resolved" | "false_alarm"));
    let told = record
        .entries
        .iter()
        .rev()
        .find(|e| is_end(e))
        .map(|e| e.at);
    if !facts.resolved {
        if told.is_some() {
            report.add(
                Loss::Guess,
                "it is not marked as resolved, but an update says so; the update counts",
                &source,
            );
        }
        return;
    }
    let Some(told) = told else {
        let last = record.entries.iter().rposition(|e| e.word != Word::Review);
        let newest = last.map_or(facts.began, |at| record.entries[at].at);
        let when = facts.resolved_when.unwrap_or(newest);
        match last {
            Some(at)
                if record.entries[at].word == Word::Update && record.entries[at].at == when =>
            {
                report.add(
                    Loss::Guess,
                    "the last update of a resolved issue became `resolved`",
                    &source,
                );
                record.entries[at].word = Word::Status("resolved");
            }
            _ => {
                report.add(
                    Loss::Guess,
                    "no update says that it is over; one without words was added",
                    &source,
                );
                let entry = Entry::new(when.max(newest), Word::Status("resolved"), String::new());
                record.entries.push(entry);
                record.entries.sort_by_key(|e| e.at);
                if when < newest {
                    record.ended = Some(when);
                }
            }
        }
        return;
    };
    if let Some(when) = facts.resolved_when.filter(|when| *when != told) {
        report.add(
            Loss::Time,
            "resolvedWhen is not the time of the update that says resolved; both were written",
            &source,
        );
        record.ended = Some(when);
    }
}
