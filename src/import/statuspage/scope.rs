//! Which platforms an incident speaks of, and in what state.

use std::collections::{BTreeMap, BTreeSet};

use super::super::json::Object;
use super::super::record::{Record, Word};
use super::super::report::Loss;
use super::super::write;
use super::components::code;
use super::reading::{Reading, Update};
use crate::model::State;
use crate::text::canonical;

impl Reading<'_> {
    /// Which platforms, and how: from the updates; where they say nothing, from the impact.
    pub(super) fn scope(
        &mut self,
        one: &Object<'_>,
        record: &mut Record,
        updates: &mut [Update<'_>],
    ) {
        let is_final = |u: &Update<'_>| {
            matches!(
                u.entry.word,
                Word::Status("resolved" | "completed" | "false_alarm")
            )
        };
        let said: BTreeSet<String> = updates
            .iter()
            .filter(|u| !is_final(u))
            .flat_map(|u| &u.states)
            .filter(|(_, s)| *s != State::Operational)
            .map(|(c, _)| c.clone())
            .collect();
        let mut named: BTreeSet<String> = updates
            .iter()
            .flat_map(|u| &u.states)
            .map(|(c, _)| c.clone())
            .collect();
        for component in one.objects("components", self.faults) {
            named.extend(
                code(&component, self.faults)
                    .into_iter()
                    .flat_map(|c| self.components.members(&c)),
            );
        }
        self.old_states(updates, &said);
        for update in updates.iter_mut() {
            update.entry.states = update
                .states
                .iter()
                .filter(|(c, _)| said.contains(c))
                .cloned()
                .collect();
        }
        let state = if self.planned {
            Some(State::UnderMaintenance)
        } else {
            write::guessed_state(record.impact)
        };
        for component in named.difference(&said) {
            match state {
                Some(state) => {
                    record.affected.push((component.clone(), state));
                    if !self.planned {
                        self.report.add(Loss::Guess, "a platform is named but stays operational; its state was taken from the impact", &self.source);
                    }
                }
                None => self.report.add(
                    Loss::NoPlace,
                    "a platform of an incident without impact",
                    format!("{}: {component}", self.source),
                ),
            }
        }
    }

    /// `old_status` is what the updates before say; where it is not, it has no place.
    fn old_states(&mut self, updates: &[Update<'_>], said: &BTreeSet<String>) {
        let mut now: BTreeMap<String, State> = BTreeMap::new();
        for update in updates {
            let Some(raw) = &update.raw else { continue };
            for one in raw.objects("affected_components", self.faults) {
                let Some(id) = code(&one, self.faults).filter(|id| said.contains(id)) else {
                    continue;
                };
                let before = now.get(&id).copied().unwrap_or(State::Operational);
                let old = one.text("old_status", self.faults);
                if old.is_some_and(|old| canonical(&old) != before.key()) {
                    self.report.add(
                        Loss::NoPlace,
                        "affected_components[].old_status, where the updates before do not say it",
                        &one.place,
                    );
                }
            }
            now.extend(update.states.iter().cloned());
        }
    }
}
