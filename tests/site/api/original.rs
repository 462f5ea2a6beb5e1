//! The Statuspage v2 documents.

use super::checks::*;
use crate::support::Project;
use serde_json::Value;

#[test]
fn the_demo_has_the_shape_of_the_original() {
    check_all(&demo_api(DURING));
    check_all(&demo_api(AFTER));
}

#[test]
fn fields_stand_in_the_order_of_the_original() {
    let api = demo_api(AFTER);
    let text = api.text("api/v2/incidents.json");
    let after = |key: &str, from: usize| {
        let key = format!("\"{key}\":");
        from + text[from..]
            .find(&key)
            .unwrap_or_else(|| panic!("no {key} behind {from}"))
    };
    let mut from = text.find("\"incidents\":").unwrap();
    for key in [
        "id",
        "name",
        "status",
        "created_at",
        "updated_at",
        "monitoring_at",
        "resolved_at",
        "impact",
        "shortlink",
        "started_at",
        "page_id",
        "incident_updates",
        "id",
        "status",
        "body",
        "incident_id",
        "created_at",
        "updated_at",
        "display_at",
        "affected_components",
        "deliver_notifications",
        "custom_tweet",
        "tweet_id",
    ] {
        from = after(key, from) + 1;
    }
}

#[test]
fn readers_of_the_original_see_the_outage() {
    let api = demo_api(DURING);
    let summary = api.v2("summary");
    assert_eq!(summary["status"]["indicator"], "critical");
    assert_eq!(summary["status"]["description"], "Major Service Outage");
    assert_eq!(summary["page"]["url"], "https://status.sonora.example");
    assert_eq!(summary["page"]["time_zone"], "Europe/Paris");
    // The newest word, and not the time of the build.
    assert_eq!(
        summary["page"]["updated_at"],
        "2026-11-18T15:15:00.000+01:00"
    );
    let incident = &summary["incidents"][0];
    assert_eq!(incident["status"], "identified");
    assert_eq!(incident["impact"], "critical");
    assert_eq!(incident["started_at"], "2026-11-18T14:02:00.000+01:00");
    assert_eq!(incident["created_at"], "2026-11-18T14:20:00.000+01:00");
    assert_eq!(
        incident["shortlink"],
        "https://status.sonora.example/incidents/music-does-not-play.html"
    );
    let first = list(incident, "incident_updates").last().unwrap();
    let ios = &first["affected_components"][0];
    assert_eq!(ios["name"], "iOS app");
    assert_eq!(ios["old_status"], "operational");
    assert_eq!(ios["new_status"], "major_outage");
    let components = list(&summary, "components");
    let apps = &components[0];
    assert_eq!(
        (&apps["name"], &apps["group"]),
        (&"Apps".into(), &true.into())
    );
    assert_eq!(apps["status"], "major_outage");
    let children: Vec<&Value> = components
        .iter()
        .filter(|c| c["group_id"] == apps["id"])
        .collect();
    let child_ids: Vec<&str> = children.iter().map(|c| c["id"].as_str().unwrap()).collect();
    let named: Vec<&str> = list(apps, "components")
        .iter()
        .map(|c| c.as_str().unwrap())
        .collect();
    assert_eq!(child_ids, named);
    let web = children.iter().find(|c| c["name"] == "Web player").unwrap();
    assert_eq!(web["start_date"], "2023-01-01");
    assert_eq!(web["created_at"], "2023-01-01T00:00:00.000+01:00");
}

#[test]
fn imported_ids_are_kept() {
    let project = Project::new().with(
        "incidents/old.md",
        "---\nid: w554d74dv18j\ntitle: Old\nbegan: 2023-10-06 03:12\n---\n\n## 03:12 Investigating\n\n```update\nid: 2z6j1h4xd0qr\n```\n\nWords.\n\n## 04:59 Resolved\n\nOver.\n",
    );
    let api = Api::of(&load(&project), at(AFTER));
    let incident = &api.v2("incidents")["incidents"][0];
    assert_eq!(incident["id"], "w554d74dv18j");
    assert_eq!(incident["incident_updates"][1]["id"], "2z6j1h4xd0qr");
    assert_eq!(incident["resolved_at"], "2023-10-06T04:59:00.000+02:00");
}

#[test]
fn a_renamed_file_with_its_id_keeps_every_id() {
    let text = |id: &str| {
        format!(
            "---\n{id}title: T\nbegan: 2026-01-02 10:00\n---\n\n## 10:05 Investigating\n\nWords.\n"
        )
    };
    let events = |name: &str, id: &str| {
        let project = Project::new().with(&format!("incidents/{name}.md"), text(id));
        let api = Api::of(&load(&project), at(AFTER));
        let incident = api.v2("incidents")["incidents"][0].clone();
        (
            incident["id"].clone(),
            incident["incident_updates"][0]["id"].clone(),
        )
    };
    assert_eq!(events("before", ""), events("after", "id: before\n"));
    assert_ne!(events("before", ""), events("after", ""));
}

#[test]
fn a_review_is_a_postmortem_and_a_cancelled_window_is_completed() {
    let project = Project::new()
        .with(
            "incidents/a.md",
            "---\ntitle: T\nbegan: 2026-01-02 10:00\naffected: {ios: major outage}\n---\n\n## 10:05 Investigating\n\nWords.\n\n## 11:00 Resolved\n\nOver.\n\n## 2026-01-05 09:00 Review\n\nWhat we learned.\n",
        )
        .with(
            "incidents/b.md",
            "---\nkind: maintenance\ntitle: T\nfrom: 2026-02-02 10:00\nuntil: 2026-02-02 11:00\naffected: [web]\n---\n\n## 2026-01-20 10:00 Scheduled\n\nWords.\n\n## 2026-01-25 10:00 Cancelled\n\nNot now.\n",
        );
    let api = Api::of(&load(&project), at("2026-02-01T00:00:00Z"));
    check_all(&api);
    let incident = &api.v2("incidents")["incidents"][0];
    assert_eq!(incident["status"], "postmortem");
    assert_eq!(incident["resolved_at"], "2026-01-02T11:00:00.000+01:00");
    assert_eq!(incident["postmortem_body"], "What we learned.");
    assert_eq!(
        incident["postmortem_published_at"],
        "2026-01-05T09:00:00.000+01:00"
    );
    assert_eq!(incident["incident_updates"][0]["status"], "postmortem");
    assert!(incident["incident_updates"][0]["affected_components"].is_null());
    let maintenance = &api.v2("scheduled-maintenances")["scheduled_maintenances"][0];
    assert_eq!(maintenance["status"], "completed");
    assert_eq!(maintenance["impact"], "maintenance");
    assert_eq!(
        maintenance["scheduled_for"],
        "2026-02-02T10:00:00.000+01:00"
    );
    assert_eq!(maintenance["scheduled_auto_completed"], true);
    assert_eq!(
        list(
            &api.v2("scheduled-maintenances/upcoming"),
            "scheduled_maintenances"
        )
        .len(),
        0
    );
}

#[test]
fn a_window_opens_and_closes_by_the_clock() {
    let project = Project::new().with(
        "incidents/m.md",
        "---\nkind: maintenance\ntitle: T\nfrom: 2026-02-02 10:00\nuntil: 2026-02-02 11:00\naffected: [web]\n---\n\nWe move.\n",
    );
    let model = load(&project);
    let seen = |time: &str| {
        let api = Api::of(&model, at(time));
        let count = |name: &str| list(&api.v2(name), "scheduled_maintenances").len();
        let status = api.v2("status")["status"].clone();
        (
            count("scheduled-maintenances/upcoming"),
            count("scheduled-maintenances/active"),
            status["indicator"].as_str().unwrap().to_string(),
        )
    };
    assert_eq!(seen("2026-02-02T09:59:59+01:00"), (1, 0, "none".into()));
    assert_eq!(
        seen("2026-02-02T10:00:00+01:00"),
        (0, 1, "maintenance".into())
    );
    assert_eq!(seen("2026-02-02T11:00:00+01:00"), (0, 0, "none".into()));
    let update = &Api::of(&model, at(AFTER)).v2("scheduled-maintenances")["scheduled_maintenances"]
        [0]["incident_updates"][0];
    assert_eq!(
        (&update["status"], &update["body"]),
        (&"scheduled".into(), &"We move.".into())
    );
    // Announced ahead: two weeks, as decided for files that do not say when.
    assert_eq!(update["display_at"], "2026-01-19T10:00:00.000+01:00");
    assert_eq!(
        update["affected_components"][0]["new_status"],
        "operational"
    );
}

#[test]
fn fifty_are_listed_and_an_open_one_never_falls_out() {
    let mut project = Project::new().with(
        "incidents/open.md",
        "---\ntitle: Still open\nbegan: 2020-01-01 10:00\n---\n\n## 10:05 Investigating\n\nWords.\n",
    );
    for n in 0..130 {
        let day: jiff::civil::Date = jiff::civil::date(2021, 1, 1) + jiff::Span::new().days(n);
        project = project.with(
            &format!("incidents/n{n}.md"),
            format!("---\ntitle: N{n}\nbegan: {day} 10:00\n---\n\n## 10:05 Investigating\n\nWords.\n\n## 11:00 Resolved\n\nOver.\n"),
        );
    }
    let api = Api::of(&load(&project), at(AFTER));
    let incidents = api.v2("incidents");
    let names = values(list(&incidents, "incidents"), "name");
    assert_eq!(names.len(), 51);
    assert_eq!(
        (names[0], names[49], names[50]),
        ("N129", "N80", "Still open")
    );
    let own = api.json("api/incidents.json");
    assert_eq!(own["entries"], 131);
    assert_eq!(list(&own, "incidents").len(), 101);
    assert_eq!(own["incidents"][100]["name"], "open");
    let years: Vec<(i64, i64)> = list(&own, "years")
        .iter()
        .map(|y| (y["year"].as_i64().unwrap(), y["entries"].as_i64().unwrap()))
        .collect();
    assert_eq!(years, [(2021, 130), (2020, 1)]);
    assert_eq!(list(&api.json("api/years/2021.json"), "entries").len(), 130);
}
