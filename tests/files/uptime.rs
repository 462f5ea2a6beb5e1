//! Uptime against examples that were worked by hand.

use crate::support::Project;
use upfront::derive::{self, Uptime};
use upfront::model::{PlatformId, State};
use upfront::time::Moment;

/// One or two platforms, UTC; each incident is `began`, `ended`, `affected`.
fn uptime(
    settings: &str,
    incidents: &[(&str, &str, &str)],
    platforms: &[usize],
    now: &str,
) -> Uptime {
    let status = format!(
        "title: x\nurl: https://x.example/\nplatforms: [{{id: a}}, {{id: b, since: 2024-11-19}}]\n{settings}"
    );
    let mut project = Project::empty().with("status.yml", status);
    for (n, (began, ended, affected)) in incidents.iter().enumerate() {
        project = project.with(
            &format!("incidents/n{n}.md"),
            format!("---\ntitle: x\nbegan: {began}\nended: {ended}\naffected: {affected}\n---\n"),
        );
    }
    let loaded = upfront::source::load(project.path());
    let model = loaded.model.unwrap_or_else(|| panic!("{:?}", loaded.found));
    let platforms: Vec<PlatformId> = platforms.iter().map(|p| PlatformId(*p)).collect();
    derive::uptime(&model, &platforms, now.parse::<Moment>().unwrap())
}

fn percent(uptime: &Uptime) -> f64 {
    (uptime.ratio().expect("time counts") * 1_000_000.0).round() / 10_000.0
}

const DEGRADED: (&str, &str, &str) = (
    "2024-11-20 00:10",
    "2024-11-20 00:40",
    "{a: degraded performance}",
);
const MAJOR: (&str, &str, &str) = ("2024-11-20 00:40", "2024-11-20 01:00", "{a: major outage}");
const ONE_HOUR: &str = "2024-11-20T01:00:00Z";

#[test]
fn the_example_of_incident_io() {
    // 10 minutes operational, 30 degraded, 20 of full outage: 40 of 60 minutes up.
    let uptime = uptime(
        "uptime: {days: 1, weights: incident_io}\n",
        &[DEGRADED, MAJOR],
        &[0],
        ONE_HOUR,
    );
    assert_eq!(percent(&uptime), 66.6667);
}

#[test]
fn the_presets_differ_as_they_say() {
    // In one hour: 30 minutes degraded, 10 partial, 10 major.
    let incidents = [
        DEGRADED,
        (
            "2024-11-20 00:40",
            "2024-11-20 00:50",
            "{a: partial outage}",
        ),
        ("2024-11-20 00:50", "2024-11-20 01:00", "{a: major outage}"),
    ];
    for (weights, expected) in [
        ("statuspage", 78.3333),  // 60 - 10 - 0.3 * 10 = 47
        ("incident_io", 66.6667), // 60 - 10 - 10 = 40
        ("openstatus", 16.6667),  // 60 - 30 - 10 - 10 = 10
        (
            "{major_outage: 1, partial_outage: 0.5, degraded_performance: 0.1}",
            70.0,
        ), // 60 - 10 - 5 - 3 = 42
    ] {
        let uptime = uptime(
            &format!("uptime: {{days: 1, weights: {weights}}}\n"),
            &incidents,
            &[0],
            ONE_HOUR,
        );
        assert_eq!(percent(&uptime), expected, "{weights}");
        assert_eq!(uptime.seconds(State::DegradedPerformance), 30 * 60);
    }
}

#[test]
fn overlapping_incidents_count_once_in_the_worst_state() {
    let twice = [
        MAJOR,
        (
            "2024-11-20 00:30",
            "2024-11-20 01:00",
            "{a: partial outage}",
        ),
        MAJOR,
    ];
    let uptime = uptime("uptime: {days: 1}\n", &twice, &[0], ONE_HOUR);
    assert_eq!(uptime.seconds(State::MajorOutage), 20 * 60);
    assert_eq!(uptime.seconds(State::PartialOutage), 10 * 60);
    assert_eq!(percent(&uptime), 61.6667); // 60 - 20 - 3 = 37
}

#[test]
fn days_before_since_do_not_count() {
    let before = ("2024-11-18 00:00", "2024-11-18 12:00", "{b: major outage}");
    let known = uptime(
        "uptime: {days: 3}\n",
        &[before],
        &[1],
        "2024-11-20T12:00:00Z",
    );
    assert_eq!(known.days[0].worst, None, "grey");
    assert_eq!(known.counted, 36 * 3600);
    assert_eq!(percent(&known), 100.0);
    let nothing = uptime("uptime: {days: 3}\n", &[], &[1], "2024-11-18T12:00:00Z");
    assert_eq!(nothing.ratio(), None, "no data is not 100 %");
}

#[test]
fn maintenance_never_counts() {
    let status = "title: x\nurl: https://x.example/\nplatforms: [a]\nuptime: {days: 1, weights: openstatus}\n";
    let project = Project::empty().with("status.yml", status).with(
        "incidents/m.md",
        "---\nkind: maintenance\ntitle: x\nfrom: 2024-11-20 00:00\nuntil: 00:30\naffected: {a: major outage}\n---\n",
    );
    let model = upfront::source::load(project.path()).model.unwrap();
    let uptime = derive::uptime(&model, &[PlatformId(0)], ONE_HOUR.parse().unwrap());
    assert_eq!(uptime.seconds(State::UnderMaintenance), 30 * 60);
    assert_eq!(percent(&uptime), 100.0);
}

#[test]
fn groups_take_the_mean_or_ask_all_to_be_up() {
    // a is down for the first half hour, b for the second.
    let incidents = [
        ("2024-11-20 00:00", "2024-11-20 00:30", "{a: major outage}"),
        ("2024-11-20 00:30", "2024-11-20 01:00", "{b: major outage}"),
    ];
    let mean = uptime("uptime: {days: 1}\n", &incidents, &[0, 1], ONE_HOUR);
    assert_eq!(percent(&mean), 50.0);
    let all_up = uptime(
        "uptime: {days: 1, weights: incident_io}\n",
        &incidents,
        &[0, 1],
        ONE_HOUR,
    );
    assert_eq!(percent(&all_up), 0.0);
}

#[test]
fn a_day_is_as_long_as_its_zone_makes_it() {
    let zone = "timezone: Europe/Paris\nuptime: {days: 2}\n";
    let autumn = uptime(zone, &[], &[0], "2024-10-28T00:00:00+01:00");
    assert_eq!(autumn.days[0].seconds[&State::Operational], 25 * 3600);
    let spring = uptime(zone, &[], &[0], "2024-04-01T00:00:00+02:00");
    assert_eq!(spring.days[0].seconds[&State::Operational], 23 * 3600);
}

#[test]
fn an_open_incident_counts_until_now_and_updates_change_it() {
    let project = Project::empty()
        .with("status.yml", "title: x\nurl: https://x.example/\nplatforms: [a]\nuptime: {days: 1}\n")
        .with(
            "incidents/m.md",
            "---\ntitle: x\nbegan: 2024-11-20 00:10\naffected: {a: major outage}\n---\n\n## 00:20 Identified\n\n\
             ```update\naffected: {a: partial outage}\n```\n",
        );
    let model = upfront::source::load(project.path()).model.unwrap();
    let uptime = derive::uptime(&model, &[PlatformId(0)], ONE_HOUR.parse().unwrap());
    assert_eq!(uptime.seconds(State::MajorOutage), 10 * 60);
    assert_eq!(uptime.seconds(State::PartialOutage), 40 * 60);
}
