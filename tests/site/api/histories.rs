//! What holds for the API of any history.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::checks::{Api, check_all, list, load, values};
use crate::support::Project;

/// One file: what it is, its first day, what each update does, and whether a
/// review follows.
#[derive(Debug, Clone)]
struct File {
    kind: u8,
    hour: i64,
    steps: Vec<(u8, i64, u8)>,
    review: bool,
    words: String,
}

fn file() -> impl Strategy<Value = File> {
    let step = (0..4_u8, 1..300_i64, any::<u8>());
    (
        0..5_u8,
        0..20_000_i64,
        prop::collection::vec(step, 0..6),
        any::<bool>(),
        "[\\PC&&[^:#`\u{fe0e}\u{fe0f}]]{1,40}",
    )
        .prop_map(|(kind, hour, steps, review, words)| File {
            kind,
            hour,
            steps,
            review,
            words,
        })
}

fn moment(minutes: i64) -> jiff::Timestamp {
    "2023-12-30T08:00:00Z".parse::<jiff::Timestamp>().unwrap()
        + jiff::SignedDuration::from_mins(minutes)
}

impl File {
    fn text(&self) -> String {
        let began = self.hour * 60;
        let mut text = String::from("---\ntitle: T\n");
        match self.kind {
            0 | 1 => writeln!(text, "began: {}\naffected: {{ios: major outage, web: degraded performance}}\nregions: [de]", moment(began)),
            2 => writeln!(text, "began: {}\ndrill: true", moment(began)),
            3 => writeln!(text, "kind: notice\nbegan: {}", moment(began)),
            _ => writeln!(text, "kind: maintenance\nfrom: {}\nuntil: {}\naffected: [ios]", moment(began), moment(began + 90)),
        }
        .unwrap();
        writeln!(text, "---\n\n{}", self.words.trim()).unwrap();
        let mut now = began;
        let mut rank = 0;
        for (status, minutes, extra) in &self.steps {
            now += minutes;
            rank = rank.max(*status);
            let words = match self.kind {
                3 => "Update",
                4 => ["In progress", "In progress", "Verifying", "Completed"][usize::from(rank)],
                _ => ["Investigating", "Identified", "Monitoring", "Resolved"][usize::from(rank)],
            };
            writeln!(text, "\n## {} {words}\n", moment(now)).unwrap();
            let mut block = String::new();
            if extra & 1 == 1 && rank < 3 {
                writeln!(block, "next_update: {}m", 1 + extra / 2).unwrap();
            }
            if extra & 2 == 2 {
                writeln!(block, "corrected: It named another cause.").unwrap();
            }
            if extra & 4 == 4 && rank < 3 && self.kind < 2 {
                writeln!(
                    block,
                    "affected: {{web: partial outage}}\nunaffected: [offline, Radios]"
                )
                .unwrap();
            }
            if !block.is_empty() {
                writeln!(text, "```update\n{block}```\n").unwrap();
            }
            writeln!(text, "{}", self.words.trim()).unwrap();
            if rank == 3 {
                break;
            }
        }
        if self.review && rank == 3 && self.kind < 2 {
            writeln!(text, "\n## {} Review\n\nLearned.", moment(now + 5000)).unwrap();
        }
        text
    }
}

/// Ids of all incidents and updates that v2 shows.
fn told(api: &Api) -> BTreeSet<String> {
    let (incidents, maintenances) = (api.v2("incidents"), api.v2("scheduled-maintenances"));
    let events = list(&incidents, "incidents")
        .iter()
        .chain(list(&maintenances, "scheduled_maintenances"));
    let mut ids = BTreeSet::new();
    for event in events {
        let updates = values(list(event, "incident_updates"), "id");
        for id in updates.into_iter().chain([event["id"].as_str().unwrap()]) {
            assert!(ids.insert(id.to_string()), "{id} names two things");
        }
    }
    ids
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// At any time the documents have their shapes, agree with each other, and
    /// hold every id that they ever held.
    #[test]
    fn any_history_is_told_whole(
        files in prop::collection::vec(file(), 0..8),
        first in 0..22_000_i64,
        later in 0..2_000_i64,
    ) {
        let mut project = Project::new();
        for (n, file) in files.iter().enumerate() {
            project = project.with(&format!("incidents/n{n}.md"), file.text());
        }
        let model = load(&project);
        let seen = |hour: i64| Api::of(&model.clone().as_of(moment(hour * 60)), moment(hour * 60));
        let (before, after) = (seen(first), seen(first + later));
        check_all(&before);
        check_all(&after);
        let (before, after) = (told(&before), told(&after));
        prop_assert!(before.is_subset(&after), "gone: {:?}", before.difference(&after));
        // With everything written, at a clock in the middle of it.
        check_all(&Api::of(&model, moment(first * 60)));
    }
}
