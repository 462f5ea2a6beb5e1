//! The parts of an incident that need judgement: its updates, platforms, window and end.

mod when;

use std::collections::BTreeSet;

use super::super::json::Object;
use super::super::record::{Entry, Word};
use super::super::report::{Loss, Report};
use super::super::text::{self, Flavour};
use super::super::times;
use super::components::{Components, code};
use super::incident::id;
use crate::model::{State, Status};
use crate::source::MAX_SHORT;
use crate::text::canonical;
use crate::time::Moment;

/// Fields of an update that become something, or say again what others say.
const UPDATE: [&str; 8] = [
    "id",
    "status",
    "body",
    "display_at",
    "created_at",
    "updated_at",
    "affected_components",
    "incident_id",
];

/// An update with what it was read from.
pub(super) struct Update<'a> {
    pub(super) entry: Entry,
    pub(super) raw: Option<Object<'a>>,
    pub(super) states: Vec<(String, State)>,
}

/// What all parts need: where they stand, and where findings go.
pub(super) struct Reading<'r> {
    pub(super) planned: bool,
    pub(super) source: String,
    pub(super) components: &'r Components,
    pub(super) report: &'r mut Report,
    pub(super) faults: &'r mut Vec<String>,
}

impl Reading<'_> {
    /// A time; one that is no time goes to the report.
    pub(super) fn time(&mut self, one: &Object<'_>, key: &str) -> Option<Moment> {
        let text = one.text(key, self.faults)?;
        let moment = times::read(&text, &jiff::tz::TimeZone::UTC);
        match moment {
            None => self.report.add(
                Loss::Time,
                format!("{key} `{text}` is no time"),
                &self.source,
            ),
            Some(moment) if moment.subsec_nanosecond() != 0 => {
                self.report.add(
                    Loss::Time,
                    "fractions of a second are dropped",
                    &self.source,
                );
            }
            Some(_) => {}
        }
        moment
    }

    /// All updates, oldest first.
    pub(super) fn updates<'a>(&mut self, one: &Object<'a>) -> Vec<Update<'a>> {
        let mut updates: Vec<Update<'a>> = Vec::new();
        let mut ids = BTreeSet::new();
        let fallback = self
            .time(one, "started_at")
            .or_else(|| self.time(one, "created_at"));
        for raw in one.objects("incident_updates", self.faults) {
            let place = format!(
                "{} (id {})",
                raw.place,
                raw.text("id", self.faults).unwrap_or_default()
            );
            for (key, _) in raw.keys().filter(|(k, v)| {
                !v.is_null() && !UPDATE.contains(&k.as_str()) && *k != "custom_tweet"
            }) {
                self.report
                    .add(Loss::NoPlace, format!("incident_updates[].{key}"), &place);
            }
            let shown = self.time(&raw, "display_at");
            let made = self.time(&raw, "created_at");
            if let (Some(shown), Some(made)) = (shown, made)
                && times::whole(shown) != times::whole(made)
            {
                self.report.add(
                    Loss::NoPlace,
                    "incident_updates[].created_at, where it is not display_at",
                    &place,
                );
            }
            let at = match shown.or(made) {
                Some(at) => at,
                None => {
                    let near = updates.last().map(|u| u.entry.at).or(fallback);
                    let Some(near) = near else {
                        self.report.add(
                            Loss::LeftOut,
                            "an update of which nothing says when it was",
                            &place,
                        );
                        continue;
                    };
                    self.report.add(
                        Loss::Time,
                        "an update without a time; that of its neighbour was written",
                        &place,
                    );
                    near
                }
            };
            let word = raw.text("status", self.faults);
            let (word, lead) = self.word(word.as_deref(), &place);
            let flavour = if word == Word::Review {
                Flavour::Markdown
            } else {
                Flavour::Words
            };
            let body = raw.text("body", self.faults).unwrap_or_default();
            let body = text::body(&format!("{lead}{body}"), flavour, &place, self.report);
            let mut entry = Entry::new(at, word, body);
            entry.id = raw
                .text("id", self.faults)
                .map(|raw| id(&raw, &place, self.report));
            if let Some(id) = &entry.id
                && !ids.insert(id.clone())
            {
                self.report.add(
                    Loss::NoPlace,
                    format!("a second update with the id {id}"),
                    &place,
                );
                entry.id = None;
            }
            entry.short = self.short(&raw, &place);
            let states = self.states(&raw);
            updates.push(Update {
                entry,
                raw: Some(raw),
                states,
            });
        }
        // Newest first, as the API has it; equal times keep that order.
        let newest_first =
            updates.first().map(|u| u.entry.at) >= updates.last().map(|u| u.entry.at);
        if newest_first {
            updates.reverse();
        }
        updates.sort_by_key(|u| u.entry.at);
        updates
    }

    fn word(&mut self, word: Option<&str>, place: &str) -> (Word, String) {
        let spelled = word.map(canonical).unwrap_or_default();
        let known: &[(&'static str, Status)] = if self.planned {
            &Status::MAINTENANCE
        } else {
            &Status::INCIDENT
        };
        if let Some((word, _)) = known.iter().find(|(w, _)| *w == spelled) {
            return (Word::Status(word), String::new());
        }
        match spelled.as_str() {
            "postmortem" => (Word::Review, String::new()),
            "update" => (Word::Update, String::new()),
            _ => {
                let shown = word.unwrap_or("nothing");
                self.report.add(
                    Loss::Guess,
                    format!("the status `{shown}` is none here; it became `update`"),
                    place,
                );
                let lead = if spelled.is_empty() {
                    String::new()
                } else {
                    format!("{shown}: ")
                };
                (Word::Update, lead)
            }
        }
    }

    fn short(&mut self, raw: &Object<'_>, place: &str) -> Option<String> {
        let tweet = raw.text("custom_tweet", self.faults)?;
        let tweet = text::line(&tweet, place, self.report);
        if tweet.chars().count() > MAX_SHORT {
            self.report.add(
                Loss::NoPlace,
                format!("incident_updates[].custom_tweet of more than {MAX_SHORT} characters"),
                place,
            );
            return None;
        }
        Some(tweet).filter(|t| !t.is_empty())
    }

    fn states(&mut self, raw: &Object<'_>) -> Vec<(String, State)> {
        let mut states = Vec::new();
        for one in raw.objects("affected_components", self.faults) {
            let (Some(code), Some(word)) =
                (code(&one, self.faults), one.text("new_status", self.faults))
            else {
                continue;
            };
            let spelled = canonical(&word);
            match State::WORDS.iter().find(|(w, _)| *w == spelled) {
                Some((_, state)) => states.extend(
                    self.components
                        .members(&code)
                        .into_iter()
                        .map(|c| (c, *state)),
                ),
                None => self.report.add(
                    Loss::NoPlace,
                    format!("the state `{word}` is none here"),
                    &one.place,
                ),
            }
        }
        states
    }

    pub(super) fn review(&mut self, one: &Object<'_>, updates: &mut Vec<Update<'_>>) {
        let Some(body) = one
            .text("postmortem_body", self.faults)
            .filter(|b| !b.trim().is_empty())
        else {
            return;
        };
        let body = text::body(&body, Flavour::Markdown, &self.source, self.report);
        if updates
            .iter()
            .any(|u| u.entry.word == Word::Review && u.entry.body == body)
        {
            return;
        }
        let last = updates.last().map(|u| u.entry.at);
        let at = self.time(one, "postmortem_published_at");
        if at.is_none() {
            self.report.add(
                Loss::Time,
                "a postmortem without a time; that of the last update was written",
                &self.source,
            );
        }
        let Some(at) = at.or(last) else {
            self.report.add(
                Loss::LeftOut,
                "a postmortem of which nothing says when it was",
                &self.source,
            );
            return;
        };
        updates.push(Update {
            entry: Entry::new(at, Word::Review, body),
            raw: None,
            states: Vec::new(),
        });
        updates.sort_by_key(|u| u.entry.at);
    }
}
