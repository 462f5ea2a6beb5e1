//! What follows from a file at a moment, case by case: each row was worked out by hand
//! from `docs/format.md`.

use std::sync::Arc;

use crate::support::{self, Project};
use jiff::SignedDuration;
use upfront::derive::{self, Outcome, Phase};
use upfront::model::{Impact, Incident, Model, PlatformId, Reach, RegionId, State, Status};
use upfront::time::Moment;

const DAY: &str = "2026-11-18";

fn model_with(settings: &str, files: &[&str]) -> Model {
    let status = format!("{}{settings}", support::STATUS);
    let mut project = Project::empty().with("status.yml", status);
    for (n, text) in files.iter().enumerate() {
        project = project.with(&format!("incidents/n{n}.md"), text);
    }
    let loaded = upfront::source::load(project.path());
    loaded
        .model
        .unwrap_or_else(|| panic!("{:#?}", loaded.found))
}

fn model(files: &[&str]) -> Model {
    model_with("", files)
}

fn one(text: &str) -> Arc<Incident> {
    model(&[text]).incidents.remove(0)
}

/// A moment of the day, or of another one, in the zone of the site.
fn at(time: &str) -> Moment {
    let (day, time) = time.split_once(' ').unwrap_or((DAY, time));
    let seconds = if time.len() == 5 { ":00" } else { "" };
    format!("{day}T{time}{seconds}+01:00").parse().unwrap()
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

/// Front matter, and updates as `time status` with what their blocks hold.
fn told(front: &str, updates: &[(&str, &str)]) -> String {
    let mut text = format!("---\ntitle: x\n{front}\n---\n");
    for (heading, block) in updates {
        let heading = if heading.get(4..5) == Some("-") {
            (*heading).to_string()
        } else {
            format!("{DAY} {heading}")
        };
        text += &format!("\n## {heading}\n");
        if !block.is_empty() {
            text += &format!("\n```update\n{block}\n```\n");
        }
        text += "\nWords.\n";
    }
    text
}

const BEGAN: &str = "began: 2026-11-18 14:02\naffected: {web: major outage}";
const WINDOW: &str = "kind: maintenance\nfrom: 2026-11-18 22:00\nuntil: 2026-11-18 23:30\naffected: {ios: degraded performance, web: under maintenance}";

/// The incident as it stood: without what was said later.
fn then(incident: &Incident, time: &str) -> Arc<Incident> {
    let mut model = model(&[]);
    model.incidents = vec![Arc::new(incident.clone())];
    let mut then = model.as_of(at(time)).incidents;
    then.pop()
        .unwrap_or_else(|| panic!("not yet there at {time}"))
}

/// Phase and status at each of some moments, as they were then.
fn stands(incident: &Incident, rows: &[(&str, Phase, Status)]) {
    for (time, phase, status) in rows {
        let incident = then(incident, time);
        assert_eq!(
            derive::standing(&incident, at(time)).phase,
            *phase,
            "at {time}"
        );
        assert_eq!(
            derive::standing(&incident, at(time)).status,
            *status,
            "at {time}"
        );
    }
}

#[test]
fn an_incident_without_updates_follows_its_times() {
    let open = one(&told(BEGAN, &[]));
    stands(
        &open,
        &[
            ("14:02", Phase::Open, Status::Investigating),
            ("2027-01-01 10:00", Phase::Open, Status::Investigating),
        ],
    );
    assert_eq!(derive::over(&open), None);
    let ended = one(&told(&format!("{BEGAN}\nended: 2026-11-18 16:00"), &[]));
    stands(
        &ended,
        &[
            ("15:59:59", Phase::Open, Status::Investigating),
            ("16:00", Phase::Over, Status::Resolved),
        ],
    );
    assert_eq!(derive::over(&ended), Some(at("16:00")));
    assert_eq!(derive::duration(&ended), Some(minutes(118)));
    assert_eq!(derive::duration(&open), None);
}

#[test]
fn an_incident_with_updates_is_over_when_one_says_so() {
    let updates = [
        ("14:20 Investigating", ""),
        ("15:00 Resolved", ""),
        ("15:30 Identified", "reopened: true"),
        ("16:10 Resolved", ""),
        ("16:20 Update", ""),
        ("16:30 Resolved", ""),
    ];
    let incident = one(&told(BEGAN, &updates));
    stands(
        &incident,
        &[
            ("14:20", Phase::Open, Status::Investigating),
            ("15:00", Phase::Over, Status::Resolved),
            ("15:30", Phase::Open, Status::Identified),
            ("16:09:59", Phase::Open, Status::Identified),
            ("16:10", Phase::Over, Status::Resolved),
            ("16:25", Phase::Over, Status::Resolved),
        ],
    );
    // Said twice, the first word counts; what was told at a moment is what was known then.
    assert_eq!(derive::over(&incident), Some(at("16:10")));
    let told_at = |time| derive::told_over(&then(&incident, time));
    assert_eq!(told_at("14:59:59"), None);
    assert_eq!(told_at("15:00"), Some(at("15:00")));
    assert_eq!(told_at("15:30"), None);
    assert_eq!(told_at("16:20"), Some(at("16:10")));
    assert_eq!(derive::told_over(&incident), Some(at("16:10")));
    // Reopened and not yet over again: it has no end, whatever the file says of an end.
    for front in [
        BEGAN.to_string(),
        format!("{BEGAN}\nended: 2026-11-18 14:50"),
    ] {
        let reopened = one(&told(&front, &updates[..3]));
        assert_eq!(derive::over(&reopened), None);
    }
    // An end that lies before a reopening counts no more: what was opened again is down
    // again, and over when that is told.
    let front = format!("{BEGAN}\nended: 2026-11-18 14:50");
    let down = "reopened: true\naffected: {web: major outage}";
    let mut again = updates.to_vec();
    again[2].1 = down;
    let open = told(&front, &again[..3]);
    let web =
        |text: &str, time| derive::platform_states(&model(&[text]).as_of(at(time)), at(time))[1];
    assert_eq!(web(&open, "15:40"), State::MajorOutage);
    let closed = told(&front, &again);
    assert_eq!(derive::over(&one(&closed)), Some(at("16:10")));
    let uptime = derive::uptime(&model(&[&closed]), &[PlatformId(1)], at("18:00"));
    assert_eq!(uptime.seconds(State::MajorOutage), (58 + 40) * 60);
    // The end that is named after it does.
    let front = format!("{BEGAN}\nended: 2026-11-18 16:00");
    assert_eq!(derive::over(&one(&told(&front, &again))), Some(at("16:00")));
    // The end of the impact, where the file knows it better than the update's time.
    let ended = one(&told(
        &format!("{BEGAN}\nended: 2026-11-18 14:50"),
        &updates[..2],
    ));
    assert_eq!(derive::over(&ended), Some(at("14:50")));
    // Nobody has said yet that it is over.
    stands(&ended, &[("14:55", Phase::Open, Status::Investigating)]);
}

#[test]
fn a_maintenance_follows_its_window_and_its_updates() {
    let quiet = one(&told(WINDOW, &[]));
    stands(
        &quiet,
        &[
            ("21:59:59", Phase::Ahead, Status::Scheduled),
            ("22:00", Phase::Open, Status::InProgress),
            ("23:29:59", Phase::Open, Status::InProgress),
            ("23:30", Phase::Over, Status::Completed),
        ],
    );
    assert_eq!(derive::over(&quiet), Some(at("23:30")));
    assert_eq!(derive::duration(&quiet), Some(minutes(90)));
    assert!(derive::waits_for_clock(&quiet));
    assert!(!derive::standing(&quiet, at("23:45")).overrun);

    let early = one(&told(
        WINDOW,
        &[
            ("20:00 Scheduled", ""),
            ("21:50 In progress", ""),
            ("22:30 Verifying", ""),
            ("23:00 Completed", ""),
        ],
    ));
    stands(
        &early,
        &[
            ("20:30", Phase::Ahead, Status::Scheduled),
            ("21:50", Phase::Open, Status::InProgress),
            ("22:30", Phase::Open, Status::Verifying),
            ("23:00", Phase::Over, Status::Completed),
        ],
    );
    assert_eq!(derive::over(&early), Some(at("23:00")));
    assert!(!derive::waits_for_clock(&early));
    // Told after the window: what is told counts.
    let late = one(&told(WINDOW, &[("23:50 Completed", "")]));
    assert_eq!(derive::over(&late), Some(at("23:50")));

    let by_hand = format!("{WINDOW}\nends: by hand");
    let open = one(&told(&by_hand, &[("22:05 In progress", "")]));
    assert_eq!(derive::over(&open), None);
    stands(&open, &[("23:45", Phase::Open, Status::InProgress)]);
    assert!(derive::waits_for_clock(&open));
    assert!(!derive::standing(&open, at("23:29:59")).overrun);
    assert!(derive::standing(&open, at("23:30")).overrun);
    let done = one(&told(&by_hand, &[("23:50 Completed", "")]));
    assert_eq!(derive::over(&done), Some(at("23:50")));
    assert!(derive::standing(&then(&done, "23:49"), at("23:49")).overrun);
    assert!(!derive::standing(&done, at("23:50")).overrun);

    // Completed, and taken up again: in between it was over.
    let again = one(&told(
        WINDOW,
        &[
            ("22:30 Completed", ""),
            ("22:50 In progress", "reopened: true"),
        ],
    ));
    stands(
        &again,
        &[
            ("22:40", Phase::Over, Status::Completed),
            ("22:50", Phase::Open, Status::InProgress),
            ("23:30", Phase::Over, Status::Completed),
        ],
    );

    let cancelled = one(&told(WINDOW, &[("20:00 Cancelled", "")]));
    stands(
        &cancelled,
        &[
            ("19:59", Phase::Ahead, Status::Scheduled),
            ("20:00", Phase::Over, Status::Cancelled),
            ("22:30", Phase::Over, Status::Cancelled),
        ],
    );
}

#[test]
fn a_word_told_after_the_window_counts() {
    let states = |text: &str, time: &str| {
        let model = model(&[text]).as_of(at(time));
        let [ios, web, _] = derive::platform_states(&model, at(time))[..] else {
            panic!("three platforms");
        };
        (ios, web)
    };
    let worked = (State::DegradedPerformance, State::UnderMaintenance);
    let up = (State::Operational, State::Operational);
    let begun = ("22:01 In progress", "");
    for goes_on in [
        "23:45 In progress",
        "23:30 In progress",
        "23:45 Verifying",
        "23:45 Update",
    ] {
        let text = told(
            WINDOW,
            &[begun, (goes_on, ""), ("2026-11-19 00:20 Completed", "")],
        );
        let incident = one(&text);
        assert_eq!(
            derive::over(&incident),
            Some(at("2026-11-19 00:20")),
            "{goes_on}"
        );
        for (time, phase, platforms) in [
            ("23:00", Phase::Open, worked),
            ("23:45", Phase::Open, worked),
            ("2026-11-19 00:19", Phase::Open, worked),
            ("2026-11-19 00:20", Phase::Over, up),
        ] {
            let then = then(&incident, time);
            assert_eq!(
                derive::standing(&then, at(time)).phase,
                phase,
                "{goes_on} at {time}"
            );
            assert_eq!(states(&text, time), platforms, "{goes_on} at {time}");
            assert!(
                !derive::standing(&then, at(time)).overrun,
                "{goes_on}: somebody has said so"
            );
        }
        // Until somebody says so, it is over by its window; uptime counts what was told.
        if !goes_on.starts_with("23:30") {
            stands(&incident, &[("23:40", Phase::Over, Status::Completed)]);
        }
        let uptime = derive::uptime(&model(&[&text]), &[PlatformId(1)], at("2026-11-19 10:00"));
        assert_eq!(
            uptime.seconds(State::UnderMaintenance),
            140 * 60,
            "{goes_on}"
        );
    }
    // Nobody ever said that it began: it goes on all the same, in progress.
    let unsaid = one(&told(WINDOW, &[("23:45 Update", "")]));
    stands(
        &unsaid,
        &[("2026-11-20 10:00", Phase::Open, Status::InProgress)],
    );
    // A window that was moved meanwhile is the one that counts.
    let moved = one(&told(
        WINDOW,
        &[begun, ("23:20 In progress", "until: 2026-11-19 01:00")],
    ));
    stands(
        &moved,
        &[
            ("2026-11-19 00:59", Phase::Open, Status::InProgress),
            ("2026-11-19 01:00", Phase::Over, Status::Completed),
        ],
    );
    // Put off without a new window: it is still to come, whatever the plan says.
    let put_off = one(&told(WINDOW, &[("23:40 Scheduled", "")]));
    stands(
        &put_off,
        &[("2026-11-19 10:00", Phase::Ahead, Status::Scheduled)],
    );
    // Taken up again after it was completed late.
    let again = one(&told(
        WINDOW,
        &[
            ("23:40 Completed", ""),
            ("23:50 In progress", "reopened: true"),
        ],
    ));
    stands(
        &again,
        &[
            ("23:40", Phase::Over, Status::Completed),
            ("2026-11-19 03:00", Phase::Open, Status::InProgress),
        ],
    );
    // Called off after the window; and a review is no word about the work.
    let cancelled = one(&told(WINDOW, &[("23:40 Cancelled", "")]));
    assert_eq!(derive::over(&cancelled), Some(at("23:40")));
    let reviewed = one(&told(WINDOW, &[begun, ("2026-11-20 10:00 Review", "")]));
    assert_eq!(derive::over(&reviewed), Some(at("23:30")));
}

#[test]
fn what_was_put_off_begun_early_or_over_before_its_last_word() {
    // Put off when its window was over: the bars end with the window, as the state does.
    let put_off = told(WINDOW, &[("23:50 Scheduled", "")]);
    let at_work = |text: &str| {
        let uptime = derive::uptime(&model(&[text]), &[PlatformId(1)], at("2026-11-28 12:00"));
        uptime.seconds(State::UnderMaintenance) / 60
    };
    assert_eq!(at_work(&put_off), 90);
    assert_eq!(
        at_work(&format!("{put_off}\n").replace("until:", "ends: by hand\nuntil:")),
        90
    );
    // Begun before its window, and over before it.
    let early = told(
        WINDOW,
        &[("21:30 In progress", ""), ("21:50 Completed", "")],
    );
    assert_eq!(derive::started(&one(&early)), at("21:30"));
    assert_eq!(derive::duration(&one(&early)), Some(minutes(20)));
    assert_eq!(at_work(&early), 20);
    // An update in the window, or behind it, is said while the work goes on.
    for time in ["22:00", "22:30", "23:30", "23:45"] {
        let update = one(&told(WINDOW, &[(&format!("{time} Update"), "")]));
        assert_eq!(update.updates[0].status, Status::InProgress, "{time}");
    }
    let before = one(&told(WINDOW, &[("21:59 Update", "")]));
    assert_eq!(before.updates[0].status, Status::Scheduled);
    // The impact is over and the incident still watched: nothing is affected any more.
    let watched = one(&told(
        &format!("{BEGAN}\nended: 2026-11-18 14:50"),
        &[("14:20 Investigating", ""), ("14:55 Monitoring", "")],
    ));
    assert!(
        derive::present_scope(&watched, at("15:00"))
            .affected
            .is_empty()
    );
    assert_eq!(
        derive::present_scope(&watched, at("14:49")).affected.len(),
        1
    );
}

/// What a person writes and no output would show is an error.
#[test]
fn nothing_is_said_behind_an_end_in_vain() {
    let codes = |text: &str| {
        let project = Project::new().with("incidents/a.md", text);
        let loaded = upfront::source::load(project.path());
        loaded.found.iter().map(|d| d.code).collect::<Vec<_>>()
    };
    let open = ("14:20 Investigating", "");
    let resolved = ("15:00 Resolved", "");
    let trouble = "affected: {web: partial outage}";
    let more = |last| told(BEGAN, &[open, resolved, last]);
    let planned = |last| {
        told(
            WINDOW,
            &[("22:01 In progress", ""), ("23:00 Completed", ""), last],
        )
    };
    for (text, code) in [
        (more(("15:10 Update", trouble)), "affected-after-end"),
        (more(("15:10 Resolved", trouble)), "affected-after-end"),
        (
            more(("15:10 Update", "affected: [web]\nimpact: minor")),
            "affected-after-end",
        ),
        (
            more(("15:10 Update", "reopened: true")),
            "reopened-without-status",
        ),
        (
            told(BEGAN, &[open, ("15:00 Resolved", trouble)]),
            "affected-after-end",
        ),
        (
            told(BEGAN, &[open, ("15:00 False alarm", trouble)]),
            "affected-after-end",
        ),
        (
            planned(("23:10 Update", "affected: [web]")),
            "affected-after-end",
        ),
        (
            planned(("23:10 Update", "reopened: true")),
            "reopened-without-status",
        ),
        (
            told(
                WINDOW,
                &[(
                    "22:10 Update",
                    "from: 2026-11-17 22:00\nuntil: 2026-11-17 23:00",
                )],
            ),
            "window-past",
        ),
        (
            told(WINDOW, &[("23:40 Update", "until: 23:40")]),
            "window-past",
        ),
    ] {
        assert_eq!(codes(&text), [code], "{text}");
    }
    for text in [
        more(("15:10 Update", "affected: {web: Operational}")),
        more(("15:10 Investigating", &format!("reopened: true\n{trouble}"))),
        told(
            BEGAN,
            &[open, ("15:00 Resolved", "affected: {web: operational}")],
        ),
        planned(("23:10 In progress", "reopened: true\naffected: [web]")),
        told(WINDOW, &[("23:40 Update", "until: 2026-11-19 01:00")]),
    ] {
        assert_eq!(codes(&text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn an_update_is_said_as_soon_as_it_stands_in_the_file() {
    let soon = at("14:30");
    let web = |text: &str| derive::platform_states(&model(&[text]), soon)[1];
    // The writer's watch is an hour, a day, a month or a year ahead of the site's zone.
    for day in [DAY, "2026-11-19", "2026-12-18", "2027-11-18"] {
        let front = format!("began: {day} 15:25\naffected: {{web: major outage}}");
        let open = told(&front, &[]);
        let told_of = told(&front, &[(&format!("{day} 15:30 Investigating"), "")]);
        for text in [&open, &told_of] {
            let incident = one(text);
            assert_eq!(
                derive::standing(&incident, soon).phase,
                Phase::Open,
                "{day}"
            );
            assert_eq!(
                derive::standing(&incident, soon).status,
                Status::Investigating,
                "{day}"
            );
            assert_eq!(web(text), State::MajorOutage, "{day}");
            let model = model(&[text]);
            assert!(derive::headline(&model, soon).open);
            let days = derive::days(&model, soon, 7);
            assert_eq!(days[0].1.len(), 1, "today tells it");
            let bar = derive::uptime(&model, &[PlatformId(1)], soon);
            assert_eq!(bar.days.last().unwrap().worst, Some(State::MajorOutage));
            assert_eq!(
                bar.seconds(State::MajorOutage),
                0,
                "no second of it has come"
            );
        }
        let resolved = told(
            &front,
            &[
                (&format!("{day} 15:30 Investigating"), ""),
                (&format!("{day} 16:00 Resolved"), ""),
            ],
        );
        assert_eq!(
            derive::standing(&one(&resolved), soon).phase,
            Phase::Over,
            "{day}"
        );
        assert_eq!(web(&resolved), State::Operational, "{day}");
    }
    // A notice too, and the end of an incident that its file alone tells.
    let notice = one(&told("kind: notice\nbegan: 2026-11-18 16:00", &[]));
    assert_eq!(derive::standing(&notice, soon).phase, Phase::Open);
    let ended = told(&format!("{BEGAN}\nended: 2026-11-18 16:00"), &[]);
    assert_eq!(derive::standing(&one(&ended), soon).phase, Phase::Over);
    assert_eq!(web(&ended), State::Operational);
    // Only the past is looked at as it was.
    let model = model(&[&told(
        BEGAN,
        &[("14:20 Investigating", ""), ("15:00 Resolved", "")],
    )]);
    assert_eq!(derive::platform_states(&model, soon)[1], State::Operational);
    assert_eq!(
        derive::platform_states(&model.as_of(soon), soon)[1],
        State::MajorOutage
    );
}

#[test]
fn what_nobody_dates_is_announced_before_now() {
    let window = |from: &str| {
        format!(
            "---\nkind: maintenance\ntitle: x\nfrom: {from}\nuntil: 23:30\naffected: [web]\n---\n"
        )
    };
    let now = at("2026-11-26 15:00");
    for (from, said) in [
        ("2026-11-29 22:00", "2026-11-15 22:00"),
        ("2026-12-10 14:00", "2026-11-26 14:00"),
        ("2026-12-10 22:00", "2026-11-12 22:00"),
        ("2027-02-28 22:00", "2026-11-08 22:00"),
        ("2028-11-26 22:00", "2026-06-14 22:00"),
        ("2020-11-26 22:00", "2020-11-12 22:00"),
    ] {
        let mut model = model(&[&window(from)]);
        model.settle_announcements(now);
        let incident = &model.incidents[0];
        assert_eq!(derive::published(incident), at(said), "{from}");
        assert_eq!(derive::updated(incident), at(said), "{from}");
        assert!(at(said) <= now);
        // It stands until the clock moves it, which a scheduler knows ahead.
        let next = derive::next_change(&model, now).unwrap();
        let mut later = model.clone();
        let almost = next - SignedDuration::from_secs(1);
        assert_eq!(
            later.settle_announcements(almost),
            Vec::<usize>::new(),
            "{from}"
        );
    }
    // Whoever hears more by an update has heard of it by then, and it stays so.
    let text = format!(
        "{}\n## 2026-11-20 10:00 Update\n\nx\n",
        window("2026-12-10 14:00")
    );
    let mut model = model(&[&text]);
    assert_eq!(
        derive::published(&model.incidents[0]),
        at("2026-11-12 14:00")
    );
    for now in ["2026-11-20 10:00", "2026-11-30 10:00", "2030-01-01 10:00"] {
        assert_eq!(model.settle_announcements(at(now)), Vec::<usize>::new());
    }
}

#[test]
fn a_notice_ends_by_its_end_or_by_a_word() {
    let front = "kind: notice\nbegan: 2026-11-18 10:00";
    let open = one(&told(front, &[]));
    stands(&open, &[("10:00", Phase::Open, Status::Notice)]);
    assert_eq!(derive::over(&open), None);
    assert!(derive::waits_for_clock(&open));
    let ends = format!("{front}\nended: 2026-11-18 18:00");
    let ended = one(&told(&ends, &[]));
    stands(
        &ended,
        &[
            ("17:59:59", Phase::Open, Status::Notice),
            ("18:00", Phase::Over, Status::Resolved),
        ],
    );
    let earlier = one(&told(&ends, &[("16:00 Resolved", "")]));
    assert_eq!(derive::over(&earlier), Some(at("16:00")));
    assert!(!derive::waits_for_clock(&earlier));
    stands(&earlier, &[("16:00", Phase::Over, Status::Resolved)]);
    let word = one(&told(front, &[("16:00 Resolved", "")]));
    assert_eq!(derive::over(&word), Some(at("16:00")));
}

#[test]
fn what_counts_for_the_states_of_platforms() {
    let states = |text: &str, time: &str| {
        let model = model(&[text]).as_of(at(time));
        derive::platform_states(&model, at(time))
    };
    let up = vec![State::Operational; 3];
    let down = vec![State::Operational, State::MajorOutage, State::Operational];
    let worked = vec![
        State::DegradedPerformance,
        State::UnderMaintenance,
        State::Operational,
    ];
    let resolved = told(
        BEGAN,
        &[("14:20 Investigating", ""), ("15:00 Resolved", "")],
    );
    let ended = told(
        &format!("{BEGAN}\nended: 2026-11-18 14:50"),
        &[("14:20 Investigating", ""), ("15:00 Resolved", "")],
    );
    let false_alarm = told(
        BEGAN,
        &[("14:20 Investigating", ""), ("15:00 False alarm", "")],
    );
    let drill = told(
        &format!("{BEGAN}\ndrill: true"),
        &[("14:20 Investigating", "")],
    );
    let window = told(WINDOW, &[]);
    let early = told(WINDOW, &[("21:00 In progress", "")]);
    let cancelled = told(WINDOW, &[("22:10 Cancelled", "")]);
    let reopened = told(
        BEGAN,
        &[
            ("14:20 Investigating", ""),
            ("15:00 False alarm", ""),
            (
                "15:10 Identified",
                "reopened: true\naffected: {web: major outage}",
            ),
        ],
    );
    for (what, text, time, expected) in [
        ("not yet begun", &resolved, "14:01:59", &up),
        ("begun", &resolved, "14:20", &down),
        ("told", &resolved, "14:59:59", &down),
        ("resolved", &resolved, "15:00", &up),
        ("the impact is not over", &ended, "14:49:59", &down),
        ("the impact is over before the word", &ended, "14:50", &up),
        ("not yet known as false", &false_alarm, "14:30", &down),
        ("a false alarm", &false_alarm, "15:00", &up),
        ("no false alarm after all", &reopened, "15:10", &down),
        ("a drill", &drill, "14:30", &up),
        ("before the window", &window, "21:59:59", &up),
        ("in the window", &window, "22:00", &worked),
        ("the window is over", &window, "23:30", &up),
        ("begun before the window", &early, "21:30", &worked),
        ("to be cancelled", &cancelled, "22:05", &worked),
        ("cancelled", &cancelled, "22:10", &up),
    ] {
        assert_eq!(states(text, time), *expected, "{what}");
    }
    // Told in the minute in which it began, before the second of it.
    let seconds = told(
        "began: 2026-11-18T14:02:30+01:00\naffected: {web: major outage}",
        &[("14:02 Investigating", "")],
    );
    assert_eq!(states(&seconds, "14:01:59"), up);
    assert_eq!(states(&seconds, "14:02:10"), down);
    // Of two the worst wins, whichever comes first.
    for files in [[window.as_str(), &resolved], [resolved.as_str(), &window]] {
        let both = files
            .map(|text| text.replace("2026-11-18 15:00 Resolved", "2026-11-18 23:59 Resolved"));
        let model = model(&[&both[0], &both[1]]).as_of(at("22:30"));
        let states = derive::platform_states(&model, at("22:30"));
        assert_eq!(states[1], State::MajorOutage);
        assert_eq!(states[0], State::DegradedPerformance);
    }
    // Nothing affected: no scope.
    let none = one(&told(
        "began: 2026-11-18 14:02",
        &[("14:20 Investigating", "")],
    ));
    assert_eq!(derive::impact_scope(&none, at("14:30")), None);
    let notice = one(&told("kind: notice\nbegan: 2026-11-18 14:02", &[]));
    assert_eq!(derive::impact_scope(&notice, at("14:30")), None);
}

#[test]
fn impact_and_widest_scope_keep_the_worst() {
    let text = told(
        "began: 2026-11-18 14:02\naffected: {web: partial outage}\nregions: [fr]",
        &[
            ("14:20 Investigating", "affected: {web: major outage}"),
            (
                "14:40 Identified",
                "affected: {web: degraded performance, ios: partial outage}\nregions: [de]\nunaffected: [offline]",
            ),
            ("15:00 Resolved", ""),
        ],
    );
    let incident = one(&text);
    assert_eq!(derive::impact(&incident), Impact::Critical);
    let widest = derive::widest_scope(&incident);
    let states: Vec<_> = widest.affected.iter().map(|(p, s)| (p.0, *s)).collect();
    assert_eq!(states, [(0, State::PartialOutage), (1, State::MajorOutage)]);
    assert_eq!(
        widest.regions,
        Reach::Only([RegionId(0), RegionId(1)].into())
    );
    assert_eq!(widest.unaffected.len(), 1);
    let minor = one(&told(
        "began: 2026-11-18 14:02\nimpact: minor\naffected: [web]",
        &[],
    ));
    assert_eq!(derive::impact(&minor), Impact::Minor);
    let none = one(&told(
        "began: 2026-11-18 14:02",
        &[("14:20 Investigating", "")],
    ));
    assert_eq!(derive::impact(&none), Impact::None);
    let alarm = one(&told(
        BEGAN,
        &[("14:20 Investigating", ""), ("15:00 False alarm", "")],
    ));
    assert_eq!(derive::impact(&alarm), Impact::None);
    // What was no false alarm after all has the impact that it has.
    let real = one(&told(
        BEGAN,
        &[
            ("14:20 Investigating", ""),
            ("15:00 False alarm", ""),
            ("15:10 Identified", "reopened: true"),
        ],
    ));
    assert_eq!(derive::impact(&real), Impact::Critical);
}

#[test]
fn the_headline_tells_breadth() {
    let headline =
        |files: &[&str], time: &str| derive::headline(&model(files).as_of(at(time)), at(time));
    let ios = told(
        "began: 2026-11-18 14:00\naffected: {ios: partial outage}\nregions: [fr]\naudiences: [free]",
        &[],
    );
    let web = told(
        "began: 2026-11-18 14:30\naffected: {web: degraded performance}\nregions: [de]\naudiences: [free]",
        &[],
    );
    let drill = told(
        "began: 2026-11-18 14:00\naffected: {web: major outage}\ndrill: true",
        &[],
    );
    let window = told(WINDOW, &[]);
    let quiet = headline(&[&ios, &web], "13:00");
    assert_eq!(quiet.worst, State::Operational);
    assert_eq!(
        (quiet.affected.len(), quiet.total, quiet.open),
        (0, 3, false)
    );
    assert_eq!((quiet.regions, quiet.audiences), (Reach::All, Reach::All));
    let one = headline(&[&ios, &web], "14:10");
    assert_eq!(one.affected, [PlatformId(0)]);
    assert_eq!(one.regions, Reach::Only([RegionId(0)].into()));
    assert!(one.open);
    let both = headline(&[&ios, &web], "14:40");
    assert_eq!(both.worst, State::PartialOutage);
    assert_eq!(both.affected, [PlatformId(0), PlatformId(1)]);
    assert_eq!(both.regions, Reach::Only([RegionId(0), RegionId(1)].into()));
    assert_eq!(
        both.audiences,
        Reach::Only([upfront::model::AudienceId(0)].into())
    );
    let rehearsed = headline(&[&drill], "14:10");
    assert_eq!(
        (rehearsed.worst, rehearsed.open),
        (State::Operational, false)
    );
    // Planned work elsewhere makes a local outage neither wider nor bigger.
    let work = told(
        "kind: maintenance\nfrom: 2026-11-18 14:00\nuntil: 2026-11-18 15:00\naffected: [offline]",
        &[],
    );
    let beside = headline(&[&ios, &work], "14:10");
    assert_eq!(beside.worst, State::PartialOutage);
    assert_eq!(beside.affected, [PlatformId(0)]);
    assert_eq!(beside.regions, Reach::Only([RegionId(0)].into()));
    let alone = headline(&[&work], "14:10");
    assert_eq!(
        (alone.worst, alone.affected.len()),
        (State::UnderMaintenance, 1)
    );
    let planned = headline(&[&window], "22:10");
    assert_eq!(
        (planned.worst, planned.open),
        (State::DegradedPerformance, false)
    );
}

#[test]
fn months_and_days_are_those_of_the_zone() {
    // 23:30 UTC on 31 October is 00:30 on 1 November in Paris.
    let model = model(&[
        &told("began: 2026-10-31T23:30:00Z", &[]),
        &told("began: 2026-10-31T22:30:00Z", &[]),
        &told("began: 2026-11-18 09:00", &[]),
        &told("began: 2026-11-18 12:00", &[]),
        &told("began: 2026-11-19 12:00", &[]),
    ]);
    let names = |incidents: &[&Incident]| {
        let names: Vec<_> = incidents.iter().map(|i| i.name.clone()).collect();
        names.join(" ")
    };
    let months: Vec<_> = derive::months(&model)
        .iter()
        .map(|month| (month.key(), names(&month.incidents)))
        .collect();
    let expected = [("2026-11", "n4 n3 n2 n0"), ("2026-10", "n1")];
    assert_eq!(
        months,
        expected.map(|(m, n)| (m.to_string(), n.to_string()))
    );
    let days: Vec<_> = derive::days(&model, at("12:00"), 3)
        .iter()
        .map(|(date, incidents)| (date.to_string(), names(incidents)))
        .collect();
    let expected = [
        ("2026-11-18", "n4 n3 n2"),
        ("2026-11-17", ""),
        ("2026-11-16", ""),
    ];
    assert_eq!(days, expected.map(|(d, n)| (d.to_string(), n.to_string())));
    // What is told though its time lies ahead is told today.
    let earlier = derive::days(&model, at("11:59:59"), 1);
    assert_eq!(names(&earlier[0].1), "n4 n3 n2");
}

#[test]
fn promises_hold_until_their_minute_is_over() {
    let promise = "next_update: 14:50";
    let answered = |answer: &str| {
        let updates = [("14:20 Investigating", promise), (answer, "")];
        derive::outcome(&one(&told(BEGAN, &updates)), 0, None)
    };
    assert_eq!(answered("14:40 Identified"), Some(Outcome::Kept));
    assert_eq!(
        answered("2026-11-18T14:50:59+01:00 Identified"),
        Some(Outcome::Kept)
    );
    let late = Some(Outcome::Late(minutes(1)));
    assert_eq!(answered("14:51 Identified"), late);
    assert_eq!(answered("15:00 Resolved"), Some(Outcome::Late(minutes(10))));
    let open = one(&told(BEGAN, &[("14:20 Investigating", promise)]));
    let now = |time| derive::outcome(&open, 0, Some(at(time)));
    assert_eq!(now("14:30"), Some(Outcome::Pending));
    assert_eq!(now("14:50:59"), Some(Outcome::Pending));
    assert_eq!(now("14:51"), Some(Outcome::Overdue(minutes(1))));
    assert_eq!(derive::outcome(&open, 0, None), Some(Outcome::Pending));
    assert_eq!(derive::outcome(&open, 1, None), None);
    assert_eq!(derive::tally(&open), (0, 0));
    let none = one(&told(BEGAN, &[("14:20 Investigating", "")]));
    assert_eq!(derive::outcome(&none, 0, None), None);
    let all = one(&told(
        BEGAN,
        &[
            ("14:20 Investigating", promise),
            ("14:45 Identified", "next_update: 15:00"),
            ("15:20 Monitoring", "next_update: 16:00"),
            ("15:50 Resolved", ""),
        ],
    ));
    assert_eq!(derive::tally(&all), (2, 3));
}

#[test]
fn what_was_said_first_and_last() {
    // An incident is told by its first update; a correction with a date counts as said.
    let incident = one(&told(
        BEGAN,
        &[
            (
                "14:20 Investigating",
                "corrected: x\ncorrected_at: 2026-11-18 17:00",
            ),
            ("16:00 Resolved", ""),
        ],
    ));
    assert!(!derive::is_announced_by_file(&incident));
    assert_eq!(derive::announced(&incident), None);
    assert_eq!(derive::published(&incident), at("14:20"));
    assert_eq!(derive::updated(&incident), at("17:00"));
    // Without a date it counts as a second.
    let undated = one(&told(
        BEGAN,
        &[
            ("14:20 Investigating", "corrected: x"),
            ("16:00 Resolved", ""),
        ],
    ));
    assert_eq!(derive::updated(&undated), at("16:00:01"));
    // Two updates of one minute both count.
    let twice = one(&told(
        BEGAN,
        &[("14:20 Investigating", ""), ("14:20 Identified", "")],
    ));
    assert_eq!(derive::updated(&twice), at("14:20:01"));
    // Without updates the file is the first word.
    let file = one(&told(BEGAN, &[]));
    assert!(derive::is_announced_by_file(&file));
    assert_eq!(derive::published(&file), file.announced());
    // A maintenance is announced by its file, unless its first update does so.
    let window = one(&told(WINDOW, &[("22:05 In progress", "")]));
    assert!(derive::is_announced_by_file(&window));
    assert_eq!(derive::announced(&window), Some(derive::published(&window)));
    assert_eq!(derive::published(&window), window.announced());
    assert_eq!(derive::updated(&window), at("22:05"));
    let opened = one(&told(WINDOW, &[("20:00 Scheduled", "")]));
    assert!(!derive::is_announced_by_file(&opened));
    assert_eq!(derive::published(&opened), at("20:00"));
    let moved = one(&told(
        WINDOW,
        &[(
            "20:00 Scheduled",
            "from: 2026-11-18 22:30\nuntil: 2026-11-18 23:50",
        )],
    ));
    assert!(derive::is_announced_by_file(&moved));
    let notice = "kind: notice\nbegan: 2026-11-18 10:00";
    let opened = one(&told(notice, &[("11:00 Notice", "")]));
    assert!(!derive::is_announced_by_file(&opened));
    let kept = one(&told(notice, &[("11:00 Update", "")]));
    assert!(derive::is_announced_by_file(&kept));
}

#[test]
fn a_page_is_good_until() {
    let settings = "valid_for: 2h\ncadence: {critical: 20m}\n";
    let until =
        |files: &[&str], time: &str| derive::valid_until(&model_with(settings, files), at(time));
    let midnight = "2026-11-19 00:00";
    // In quiet: two hours after the next change, which is midnight.
    assert_eq!(until(&[], "14:00"), at("2026-11-19 02:00"));
    let ended = told(&format!("{BEGAN}\nended: 2026-11-18 16:00"), &[]);
    assert_eq!(
        until(&[&ended], "13:00"),
        at("16:02"),
        "the next change is at 14:02"
    );
    assert_eq!(until(&[&ended], "16:00"), at("2026-11-19 02:00"));
    // Open: the cadence of its impact after the promised time, or after now.
    let promised = told(BEGAN, &[("14:20 Investigating", "next_update: 14:50")]);
    assert_eq!(until(&[&promised], "14:30"), at("15:10"));
    assert_eq!(until(&[&promised], "15:30"), at("15:50"), "overdue");
    let silent = told(BEGAN, &[("14:20 Investigating", "")]);
    assert_eq!(until(&[&silent], "14:30"), at("14:50"));
    // An impact without a cadence: an hour.
    let minor = told(
        "began: 2026-11-18 14:02\naffected: {web: degraded performance}",
        &[("14:20 Investigating", "")],
    );
    assert_eq!(until(&[&minor], "14:30"), at("15:30"));
    // Said in so many words that none is planned: as in quiet.
    let none = told(
        BEGAN,
        &[(
            "14:20 Investigating",
            "next_update: {none: We wait for the maker.}",
        )],
    );
    assert_eq!(until(&[&none], "14:30"), at("2026-11-19 02:00"));
    // Neither drills nor maintenance shorten it.
    let drill = told(
        &format!("{BEGAN}\ndrill: true"),
        &[("14:20 Investigating", "")],
    );
    assert_eq!(until(&[&drill], "14:30"), at("2026-11-19 02:00"));
    let window = told(WINDOW, &[]);
    assert_eq!(until(&[&window], "22:30"), at("2026-11-19 01:30"));
    // The soonest counts.
    assert_eq!(until(&[&minor, &promised], "14:30"), at("15:10"));
    assert_eq!(until(&[&promised, &minor], "14:30"), at("15:10"));

    let model = model_with(settings, &[&promised, &window]);
    let changes = derive::changes(&model, at("14:30"), at("2026-11-19 02:00"));
    let expected = ["14:51", "22:00", "23:30", midnight];
    assert_eq!(changes, expected.map(at));
    assert_eq!(
        derive::changes(&model, at("14:30"), at("22:00")),
        ["14:51", "22:00"].map(at)
    );
    let days = derive::changes(&model, at("2027-01-01 00:00"), at("2027-03-01 00:00"));
    assert_eq!(days.len(), 12, "no page knows more ahead");
}

#[test]
fn the_clock_changes_the_site_next() {
    let next = |text: &str, time: &str| derive::next_change(&model(&[text]), at(time)).unwrap();
    let ended = told(&format!("{BEGAN}\nended: 2026-11-18 16:00"), &[]);
    assert_eq!(next(&ended, "14:01:59"), at("14:02"));
    assert_eq!(next(&ended, "14:02"), at("16:00"));
    assert_eq!(next(&ended, "16:00"), at("2026-11-19 00:00"));
    let later = told(
        BEGAN,
        &[
            ("14:20 Investigating", "next_update: 14:50"),
            ("15:20 Resolved", ""),
        ],
    );
    assert_eq!(next(&later, "14:10"), at("14:20"));
    assert_eq!(next(&later, "14:20"), at("15:20"));
    let open = told(BEGAN, &[("14:20 Investigating", "next_update: 14:50")]);
    assert_eq!(next(&open, "14:20"), at("14:51"));
    let by_hand = told(&format!("{WINDOW}\nends: by hand"), &[]);
    assert_eq!(next(&by_hand, "22:00"), at("23:30"), "it should have ended");
}

#[test]
fn what_is_still_to_come_is_recent() {
    // Completed long ago, on the first day of a window that is open until tonight.
    let window =
        "kind: maintenance\nfrom: 2026-10-01 10:00\nuntil: 2026-11-18 20:00\naffected: [web]";
    let done = told(
        window,
        &[
            ("2026-10-01 10:00 In progress", ""),
            ("2026-10-01 12:00 Completed", ""),
        ],
    );
    let old = told(
        "began: 2026-10-01 10:00",
        &[("2026-10-01 12:00 Resolved", "")],
    );
    let model = model_with("uptime: {days: 2}\n", &[&done, &old]);
    let recent = derive::recent(&model, at("12:00"));
    let names: Vec<_> = recent.incidents.iter().map(|i| i.name.as_str()).collect();
    assert_eq!(names, ["n0"]);
    assert_eq!(derive::next_change(&recent, at("12:00")), Some(at("20:00")));
}

#[test]
fn days_of_uptime_begin_and_end_at_midnight() {
    // From noon to noon over midnight, partial on one side and major on the other.
    let text = told(
        "began: 2026-11-17 12:00\nended: 2026-11-18 12:00\naffected: {web: partial outage}",
        &[(
            "2026-11-18 00:00 Investigating",
            "affected: {web: major outage}",
        )],
    );
    let model = model_with("uptime: {days: 3, weights: statuspage}\n", &[&text]);
    let uptime = derive::uptime(&model, &[PlatformId(1)], at("18:00"));
    let hours = |n: usize, state: State| uptime.days[n].seconds.get(&state).map(|s| s / 3600);
    let worst: Vec<_> = uptime.days.iter().map(|day| day.worst.unwrap()).collect();
    assert_eq!(
        worst,
        [State::Operational, State::PartialOutage, State::MajorOutage]
    );
    assert_eq!(hours(0, State::Operational), Some(24));
    assert_eq!(
        (hours(1, State::Operational), hours(1, State::PartialOutage)),
        (Some(12), Some(12))
    );
    assert_eq!(
        (hours(2, State::MajorOutage), hours(2, State::Operational)),
        (Some(12), Some(6))
    );
    assert_eq!(uptime.seconds(State::MajorOutage), 12 * 3600);
    assert_eq!(uptime.seconds(State::Operational), 42 * 3600);
    assert_eq!(uptime.counted, 66 * 3600);
    let down = (12.0 + 12.0 * 0.3) * 3600.0;
    assert!((uptime.down - down).abs() < 1e-6, "{}", uptime.down);
    assert!((uptime.ratio().unwrap() - (1.0 - down / (66.0 * 3600.0))).abs() < 1e-9);
    // Nobody's, and another's.
    let nobody = derive::uptime(&model, &[], at("18:00"));
    assert_eq!((nobody.counted, nobody.ratio()), (0, None));
    assert_eq!(
        derive::uptime(&model, &[PlatformId(0)], at("18:00")).ratio(),
        Some(1.0)
    );
}

#[test]
fn what_counts_for_uptime() {
    let seconds = |text: &str, state: State, time: &str| {
        let model = model_with("uptime: {days: 2, weights: statuspage}\n", &[text]);
        derive::uptime(&model, &[PlatformId(1)], at(time)).seconds(state)
    };
    let open = told(BEGAN, &[("14:20 Investigating", "")]);
    let minutes_of = |text: &str, time: &str| seconds(text, State::MajorOutage, time) / 60;
    assert_eq!(minutes_of(&open, "14:32"), 30, "until now");
    let resolved = told(
        BEGAN,
        &[("14:20 Investigating", ""), ("15:02 Resolved", "")],
    );
    assert_eq!(minutes_of(&resolved, "14:32"), 30);
    assert_eq!(minutes_of(&resolved, "18:00"), 60);
    let ended = told(
        &format!("{BEGAN}\nended: 2026-11-18 14:52"),
        &[("14:20 Investigating", ""), ("15:02 Resolved", "")],
    );
    assert_eq!(minutes_of(&ended, "18:00"), 50);
    for text in [
        told(
            &format!("{BEGAN}\ndrill: true"),
            &[("14:20 Investigating", "")],
        ),
        told(
            BEGAN,
            &[("14:20 Investigating", ""), ("15:02 False alarm", "")],
        ),
    ] {
        assert_eq!(minutes_of(&text, "18:00"), 0, "{text}");
    }
    // A maintenance is planned whatever state it brings, and ends when it says.
    let planned = |text: &str| seconds(text, State::UnderMaintenance, "2026-11-19 12:00") / 60;
    let front = WINDOW.replace("web: under maintenance", "web: major outage");
    assert_eq!(planned(&told(&front, &[])), 90);
    assert_eq!(minutes_of(&told(&front, &[]), "2026-11-19 12:00"), 0);
    assert_eq!(
        planned(&told(
            &front,
            &[("22:05 In progress", ""), ("22:30 Completed", "")]
        )),
        30
    );
    assert_eq!(planned(&told(&front, &[("20:00 Cancelled", "")])), 0);
}
