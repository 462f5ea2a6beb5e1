//! Maintenance in calendars: moved and cancelled windows reach them, and no text
//! can become anything but text.

use std::collections::BTreeMap;

use crate::support::Project;
use crate::support::feeds::rendered;
use ical::IcalParser;
use icalendar::parser::{read_calendar, unfold};
use icalendar::{Calendar, CalendarComponent, Component};
use proptest::prelude::*;

const FRONT: &str = "---\nkind: maintenance\ntitle: Log-in moves\nfrom: 2024-12-10 22:00\nuntil: 23:30\naffected: {ios: degraded performance}\n---\n\nNew log-ins may fail.\n";

const MOVED: &str = "\n## 2024-12-01 09:00 Scheduled\n\n```update\nfrom: 2024-12-12 22:00\nuntil: 23:00\n```\n\nA day later.\n";

const CANCELLED: &str = "\n## 2024-12-02 09:00 Cancelled\n\nNot this year.\n";

fn calendars(project: &Project) -> BTreeMap<String, String> {
    rendered(project, |path| path.ends_with(".ics"))
}

/// Properties of each event, as an engine gives them.
type Events = Vec<BTreeMap<String, String>>;

/// The `ical` crate: a parser of lines and components.
fn by_ical(text: &str) -> Events {
    let calendars: Vec<_> = IcalParser::new(text.as_bytes())
        .collect::<Result<_, _>>()
        .expect("ical reads it");
    assert_eq!(calendars.len(), 1);
    calendars[0]
        .events
        .iter()
        .map(|event| {
            (event.properties.iter())
                .map(|p| (p.name.clone(), p.value.clone().unwrap_or_default()))
                .collect()
        })
        .collect()
}

/// The parser of the `icalendar` crate, which takes escapes away.
fn by_icalendar(text: &str) -> Events {
    let calendar: Calendar = text.parse().expect("icalendar reads it");
    calendar
        .components
        .iter()
        .map(|component| {
            let CalendarComponent::Event(event) = component else {
                panic!("not an event: {component:?}");
            };
            (event.properties().iter())
                .map(|(key, p)| (key.clone(), p.value().to_string()))
                .collect()
        })
        .collect()
}

/// A calendar that imports files: by UID, and only what is newer (RFC 5546,
/// section 2.1.5).
#[derive(Default)]
struct Store(BTreeMap<String, BTreeMap<String, String>>);

impl Store {
    fn import(&mut self, events: Events) {
        for event in events {
            let rank = |e: &BTreeMap<String, String>| {
                (
                    e["SEQUENCE"].parse::<u32>().expect("a number"),
                    e["DTSTAMP"].clone(),
                )
            };
            match self.0.get(&event["UID"]) {
                Some(known) if rank(known) >= rank(&event) => {}
                _ => {
                    self.0.insert(event["UID"].clone(), event);
                }
            }
        }
    }
}

#[test]
fn a_moved_and_a_cancelled_maintenance_stay_one_event() {
    let engines: [fn(&str) -> Events; 2] = [by_ical, by_icalendar];
    for engine in engines {
        let project = Project::new();
        let mut stores = BTreeMap::from([
            ("maintenance.ics", Store::default()),
            ("maintenance/ios.ics", Store::default()),
            ("fr/maintenance.ics", Store::default()),
        ]);
        let mut text = FRONT.to_string();
        let steps = [
            ("", "20241210T210000Z", "20241210T223000Z", "CONFIRMED"),
            (MOVED, "20241212T210000Z", "20241212T220000Z", "CONFIRMED"),
            (
                CANCELLED,
                "20241212T210000Z",
                "20241212T220000Z",
                "CANCELLED",
            ),
        ];
        for (more, start, end, status) in steps {
            text.push_str(more);
            project.write("incidents/login-moves.md", &text);
            let files = calendars(&project);
            for (path, store) in &mut stores {
                store.import(engine(&files[*path]));
                assert_eq!(store.0.len(), 1, "{path}");
                let event = &store.0["login-moves@status.test.example"];
                let got = ["DTSTART", "DTEND", "STATUS"].map(|key| event[key].as_str());
                assert_eq!(got, [start, end, status], "{path}");
            }
            assert!(
                engine(&files["maintenance/web.ics"]).is_empty(),
                "not about the web player"
            );
        }
    }
}

#[test]
fn what_the_file_says_is_a_function_of_the_content() {
    let project = Project::new().with("incidents/a.md", format!("{FRONT}{MOVED}"));
    let text = &calendars(&project)["maintenance.ics"];
    for line in [
        "DTSTAMP:20241201T080000Z",
        "LAST-MODIFIED:20241201T080000Z",
        "CREATED:20241126T210000Z",
        "SEQUENCE:1",
        "NAME;VALUE=TEXT:Test Status: maintenance",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "COLOR:steelblue",
        "TRANSP:TRANSPARENT",
        "SUMMARY:Log-in moves",
    ] {
        assert!(
            text.contains(&format!("\r\n{line}\r\n")),
            "no {line}:\n{text}"
        );
    }
    assert!(!text.contains("METHOD"));
    let corrected = MOVED.replace(
        "until: 23:00",
        "until: 23:00\ncorrected: No.\ncorrected_at: 10:00",
    );
    project.write("incidents/a.md", format!("{FRONT}{corrected}"));
    let text = &calendars(&project)["maintenance.ics"];
    assert!(text.contains("SEQUENCE:2\r\n") && text.contains("LAST-MODIFIED:20241201T090000Z"));
}

#[test]
fn only_maintenance_and_no_drill_is_in_calendars() {
    let project = Project::new()
        .with(
            "incidents/drill.md",
            FRONT.replace("title:", "drill: true\ntitle:"),
        )
        .with(
            "incidents/open.md",
            "---\ntitle: x\nbegan: 2024-11-20 14:02\naffected: {ios: major outage}\n---\n",
        );
    for (path, text) in calendars(&project) {
        assert!(!text.contains("VEVENT"), "{path}");
    }
}

/// Text as calendars fear it.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\\n"),
        Just("\\,"),
        Just(";"),
        Just(","),
        Just("\\"),
        Just("\""),
        Just("END:VEVENT"),
        Just("BEGIN:VALARM"),
        Just(" "),
        Just(":"),
        Just("é"),
        Just("خدمة"),
        Just("🔥"),
        Just("👩‍👩‍👧‍👦"),
        Just("𝔘𝔫"),
        Just("音楽が再生されません"),
    ];
    prop::collection::vec(
        prop_oneof![3 => piece.prop_map(str::to_string), 1 => "\\PC{0,20}"],
        1..40,
    )
    .prop_map(|v| format!("x{}x", v.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn one_text_never_becomes_a_property(title in text(), body in text()) {
        let quoted = serde_json::to_string(&title).unwrap();
        let project = Project::new().with(
            "incidents/a.md",
            format!("---\nkind: maintenance\ntitle: {quoted}\nfrom: 2024-12-10 22:00\nuntil: 23:30\naffected: [ios]\n---\n\n```\n{body}\nnext line\n```\n"),
        );
        let text = &calendars(&project)["maintenance.ics"];
        let lines: Vec<&str> = text.split("\r\n").collect();
        prop_assert!(lines.last() == Some(&""), "ends with CRLF");
        for line in &lines {
            prop_assert!(line.len() <= 75, "{} octets: {line}", line.len());
            prop_assert!(!line.contains(['\r', '\n']), "a bare line break in {line:?}");
        }
        prop_assert_eq!(by_ical(text).len(), 1);
        // What one engine reads back is what was written.
        let unfolded = unfold(text);
        let read = read_calendar(&unfolded).expect("icalendar reads it");
        prop_assert_eq!(read.components.len(), 1);
        let events = by_icalendar(text);
        prop_assert_eq!(&events[0]["SUMMARY"], &title);
        prop_assert!(events[0]["DESCRIPTION"].contains("next line"));
    }
}
