//! Windows, ends, and times that have no place of their own.

use super::super::super::json::Object;
use super::super::super::record::{Entry, Kind, Record, Word};
use super::super::super::report::Loss;
use super::super::super::times;
use super::super::components::moment;
use super::{Reading, Update};
use crate::time::Moment;

impl Reading<'_> {
    pub(in super::super) fn window(
        &mut self,
        one: &Object<'_>,
        began: Moment,
        updates: &[Update<'_>],
        status: Option<&str>,
    ) -> Kind {
        let completed = updates
            .iter()
            .rev()
            .find(|u| u.entry.word == Word::Status("completed"))
            .map(|u| u.entry.at);
        let later = |at: &Moment| times::whole(*at) > times::whole(began);
        let until = match self.time(one, "scheduled_until").filter(later) {
            Some(until) => until,
            None => {
                let until = completed
                    .filter(later)
                    .unwrap_or(began.saturating_add(times::HOUR).unwrap_or(began));
                self.report.add(
                    Loss::Guess,
                    "the window has no end; that of its last update, or an hour, was written",
                    &self.source,
                );
                until
            }
        };
        let going = matches!(status, Some("in_progress" | "verifying")) && completed.is_none();
        Kind::Maintenance {
            until,
            by_hand: going || completed.is_some_and(|at| at > until),
        }
    }

    pub(in super::super) fn end(
        &mut self,
        one: &Object<'_>,
        record: &mut Record,
        updates: &mut Vec<Update<'_>>,
        status: Option<&str>,
    ) {
        let resolved = self.time(one, "resolved_at");
        let last = updates.iter().rev().find_map(|u| match u.entry.word {
            Word::Status(word) => Some((word, u.entry.at)),
            _ => None,
        });
        let final_word = if self.planned {
            "completed"
        } else {
            "resolved"
        };
        let over = matches!(status, Some("resolved" | "completed" | "postmortem"));
        let ended = last
            .filter(|(word, _)| *word == final_word)
            .map(|(_, at)| at);
        if over && ended.is_none() && !(updates.is_empty() && resolved.is_some() && !self.planned) {
            let newest = updates
                .iter()
                .filter(|u| u.entry.word != Word::Review)
                .map(|u| u.entry.at)
                .max();
            let at = resolved
                .or_else(|| self.time(one, "updated_at"))
                .unwrap_or(record.began);
            let at = newest.map_or(at, |newest| newest.max(at)).max(record.began);
            self.report.add(
                Loss::Guess,
                "no update says that it is over; one without words was added",
                &self.source,
            );
            updates.push(Update {
                entry: Entry::new(at, Word::Status(final_word), String::new()),
                raw: None,
                states: Vec::new(),
            });
            updates.sort_by_key(|u| u.entry.at);
            return;
        }
        let Some(resolved) = resolved
            .filter(|r| !self.planned && ended.is_none_or(|e| times::whole(e) != times::whole(*r)))
        else {
            return;
        };
        if !over {
            self.report.add(
                Loss::Time,
                "resolved_at of an incident that is not resolved",
                &self.source,
            );
        } else if times::whole(resolved) < times::whole(record.began) {
            self.report.add(
                Loss::Time,
                "resolved_at is before it began; the time of the last update counts",
                &self.source,
            );
        } else {
            record.ended = Some(resolved);
        }
    }

    /// Times that the API repeats, and that are said nowhere else.
    pub(in super::super) fn other_times(
        &mut self,
        one: &Object<'_>,
        record: &Record,
        updates: &[Update<'_>],
    ) {
        let at = |at: Option<Moment>| at.map(times::whole);
        let last = updates.iter().map(|u| u.entry.at).max();
        let monitoring = updates
            .iter()
            .find(|u| u.entry.word == Word::Status("monitoring"))
            .map(|u| u.entry.at);
        for (key, same) in [
            ("created_at", Some(record.began)),
            ("updated_at", last),
            ("monitoring_at", monitoring),
        ] {
            let time = moment(one, key, self.faults);
            if time.is_some() && at(time) != at(same) {
                self.report.add(
                    Loss::NoPlace,
                    format!("incidents[].{key}, where no update says it"),
                    &self.source,
                );
            }
        }
        for update in updates {
            let Some(raw) = &update.raw else { continue };
            let edited = moment(raw, "updated_at", self.faults);
            if edited.is_some() && at(edited) != at(moment(raw, "created_at", self.faults)) {
                self.report.add(
                    Loss::NoPlace,
                    "incident_updates[].updated_at, where it is not created_at",
                    &raw.place,
                );
            }
        }
    }
}
