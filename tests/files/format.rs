//! What incident files mean: carry-over, times, scope, ids, translations.

use crate::support::Project;
use upfront::derive::{self, Outcome, Phase};
use upfront::model::{
    Impact, Incident, Kind, Lang, Model, Promise, Reach, State, Status, Unaffected,
};
use upfront::time::Moment;

fn load(project: &Project) -> Model {
    let loaded = upfront::source::load(project.path());
    loaded.model.unwrap_or_else(|| panic!("{:?}", loaded.found))
}

fn model(front: &str, timeline: &str) -> Model {
    load(&Project::new().with("incidents/a.md", format!("---\n{front}---\n\n{timeline}")))
}

fn one(front: &str, timeline: &str) -> Incident {
    std::sync::Arc::unwrap_or_clone(model(front, timeline).incidents.remove(0))
}

/// A moment of 20 November 2024 in Paris.
fn at(clock: &str) -> Moment {
    format!("2024-11-20T{clock}:00+01:00").parse().unwrap()
}

/// States of ios, web and offline.
fn states(model: &Model, clock: &str) -> Vec<&'static str> {
    let then = model.clone().as_of(at(clock));
    derive::platform_states(&then, at(clock))
        .into_iter()
        .map(State::key)
        .collect()
}

const OPEN: &str =
    "title: x\nbegan: 2024-11-20 14:02\naffected: {ios: major outage, web: Partial-Outage}\n";

#[test]
fn an_update_names_only_what_changes() {
    let model = model(
        OPEN,
        "## 14:20 Investigating\n\n## 14:48 Identified\n\n```update\naffected: {web: degraded performance}\n```\n\n\
         ## 15:00 Update\n\n```update\nregions: [fr]\naffected: {ios: operational}\n```\n\n## 16:10 Resolved\n",
    );
    assert_eq!(
        states(&model, "14:01"),
        ["operational", "operational", "operational"]
    );
    assert_eq!(
        states(&model, "14:20"),
        ["major_outage", "partial_outage", "operational"]
    );
    assert_eq!(
        states(&model, "14:48"),
        ["major_outage", "degraded_performance", "operational"]
    );
    assert_eq!(
        states(&model, "15:00"),
        ["operational", "degraded_performance", "operational"]
    );
    assert_eq!(
        states(&model, "16:10"),
        ["operational", "operational", "operational"]
    );
    let incident = &model.incidents[0];
    assert_eq!(
        incident.updates[2].status,
        Status::Identified,
        "`Update` keeps the status"
    );
    assert!(
        matches!(&incident.updates[2].scope.regions, Reach::Only(regions) if regions.len() == 1)
    );
    assert_eq!(
        incident.updates[3].change.states.len(),
        1,
        "what `resolved` set back"
    );
    assert_eq!(derive::impact(incident), Impact::Critical);
}

#[test]
fn impact_lasts_until_ended() {
    let model = model(
        &format!("{OPEN}ended: 16:02\n"),
        "## 14:20 Investigating\n\n## 16:10 Resolved\n",
    );
    assert_eq!(states(&model, "16:01")[0], "major_outage");
    assert_eq!(states(&model, "16:02")[0], "operational");
    assert_eq!(
        derive::standing(&model.clone().as_of(at("16:05")).incidents[0], at("16:05")).phase,
        Phase::Open,
        "open until it is said"
    );
    assert_eq!(
        derive::duration(&model.incidents[0]).unwrap().as_mins(),
        120
    );
}

#[test]
fn lists_take_their_state_from_the_impact() {
    for (impact, state) in [
        ("minor", State::DegradedPerformance),
        ("major", State::PartialOutage),
        ("critical", State::MajorOutage),
    ] {
        let incident = one(
            &format!(
                "title: x\nbegan: 2024-11-20 14:02\nimpact: {impact}\naffected: [ios, Web player]\n"
            ),
            "",
        );
        assert_eq!(
            incident
                .scope
                .affected
                .values()
                .copied()
                .collect::<Vec<_>>(),
            [state, state]
        );
    }
}

#[test]
fn a_group_stands_for_its_platforms() {
    let status = "title: x\nurl: https://x.example/\nplatforms:\n  - {group: Apps, platforms: [{id: ios}, {id: web}]}\n  - {id: api}\n";
    let project = Project::empty().with("status.yml", status).with(
        "incidents/a.md",
        "---\ntitle: x\nbegan: 2024-11-20 14:02\naffected: {Apps: major outage}\nunaffected: [api, \"bank transfers\"]\n---\n",
    );
    let model = load(&project);
    let scope = &model.incidents[0].scope;
    assert_eq!(scope.affected.len(), 2);
    assert!(
        matches!(&scope.unaffected[..], [Unaffected::Platform(p), Unaffected::Words(w)] if p.0 == 2 && w.original() == "bank transfers")
    );
}

#[test]
fn names_and_keys_mean_the_same() {
    let status = "title: x\nurl: https://x.example/\nplatforms:\n  - {group: {en: Mobile apps}, id: mob, platforms: [{id: ios}, {id: web}]}\n  - {id: api}\nregions: {fr: {en: France}, de: {en: Germany}}\n";
    for group in ["mob", "Mobile apps"] {
        for region in ["fr", "France"] {
            let file = format!(
                "---\ntitle: x\nbegan: 2024-11-20 14:02\naffected: {{{group}: major outage}}\nregions: [{region}]\n---\n"
            );
            let project = Project::empty()
                .with("status.yml", status)
                .with("incidents/a.md", file);
            let scope = load(&project).incidents[0].scope.clone();
            let affected: Vec<usize> = scope.affected.keys().map(|p| p.0).collect();
            assert_eq!(affected, [0, 1], "{group}");
            assert!(
                matches!(&scope.regions, Reach::Only(r) if r.len() == 1),
                "{region}"
            );
        }
    }
}

#[test]
fn what_is_affected_is_no_longer_unaffected() {
    let incident = one(
        "title: x\nbegan: 2024-11-20 14:02\naffected: {ios: major outage}\nunaffected: [web, offline, cash]\n",
        "## 14:20 Investigating\n\n```update\naffected: {web: major outage}\n```\n",
    );
    let platforms = |at: usize| -> Vec<usize> {
        let all = incident.scopes().nth(at).unwrap().unaffected.iter();
        all.filter_map(|u| match u {
            Unaffected::Platform(p) => Some(p.0),
            Unaffected::Words(_) => None,
        })
        .collect()
    };
    assert_eq!(platforms(0), [1, 2]);
    assert_eq!(platforms(1), [2]);
    assert_eq!(incident.updates[0].scope.unaffected.len(), 2);
}

#[test]
fn words_stand_where_they_are_shown() {
    let timeline = |text: &str| one(OPEN, text);
    let summary = |text: &str| timeline(text).summary.map(|s| s.original().0.clone());
    let link = "[a]: https://a.example/";
    assert_eq!(
        summary("Sum.\n\n## 14:20 Investigating\n"),
        Some("Sum.".into())
    );
    assert_eq!(summary("## 14:20 Investigating\n"), None);
    assert_eq!(
        summary(&format!("{link}\n\n## 14:20 Investigating\n")),
        None
    );
    assert_eq!(
        summary(&format!("## 14:20 Investigating\n\n{link}\n")),
        None
    );
    assert_eq!(
        summary(&format!("See [a].\n\n## 14:20 Investigating\n\n{link}\n")),
        Some(format!("See [a].\n\n{link}\n"))
    );
    assert_eq!(
        summary(&format!("See [a].\n\n{link}\n\n## 14:20 Investigating\n")),
        Some(format!("See [a].\n\n{link}\n\n{link}\n"))
    );
    // Only a block of the name `update` is one.
    let log = "```text\naffected: none\n```";
    let body = timeline(&format!("## 14:20 Investigating\n\n{log}\n"))
        .updates
        .remove(0)
        .body;
    assert_eq!(body.original().0, log);
}

#[test]
fn every_form_of_a_time() {
    let incident = one(
        OPEN,
        "## +20m Investigating\n\n## Identified 14:48\n\n## 2024-11-20 15:00 Monitoring\n\n## 2024-11-20T15:10:00Z Resolved\n",
    );
    let times: Vec<Moment> = incident.updates.iter().map(|u| u.at).collect();
    assert_eq!(times, [at("14:22"), at("14:48"), at("15:00"), at("16:10")]);
}

#[test]
fn every_form_of_a_promise() {
    for (written, meant) in [
        ("14:50", "14:50"),
        ("30m", "14:50"),
        ("+30m", "14:50"),
        ("1h 10m", "15:30"),
        ("2024-11-20T15:00+01:00", "15:00"),
    ] {
        let incident = one(
            OPEN,
            &format!("## 14:20 Investigating\n\n```update\nnext_update: {written}\n```\n"),
        );
        assert_eq!(
            incident.updates[0].promise,
            Some(Promise::By(at(meant))),
            "{written}"
        );
    }
    for written in [
        "none, the fix holds",
        "none (the fix holds)",
        "None: the fix holds",
        "{none: the fix holds}",
    ] {
        let written = if written.contains(": ") && !written.starts_with('{') {
            format!("\"{written}\"")
        } else {
            written.to_string()
        };
        let incident = one(
            OPEN,
            &format!("## 14:20 Investigating\n\n```update\nnext_update: {written}\n```\n"),
        );
        let Some(Promise::None(reason)) = &incident.updates[0].promise else {
            panic!("{written}")
        };
        assert_eq!(reason.original(), "the fix holds");
    }
    // Letters that are longer in lower case are words like all others.
    for reason in ["İSKİ’yi bekliyoruz", "İİİİİİ", "nonesuch is near"] {
        let incident = one(
            OPEN,
            &format!("## 14:20 Investigating\n\n```update\nnext_update: NONE, {reason}\n```\n"),
        );
        let Some(Promise::None(told)) = &incident.updates[0].promise else {
            panic!("{reason}")
        };
        assert_eq!(told.original(), reason);
    }
}

#[test]
fn promises_are_kept_late_pending_or_overdue() {
    let block = |by: &str| format!("```update\nnext_update: {by}\n```\n\n");
    let incident = one(
        OPEN,
        &format!(
            "## 14:20 Investigating\n\n{}## 14:50 Update\n\n{}## 15:32 Update\n\n{}",
            block("14:50"),
            block("15:20"),
            block("16:00")
        ),
    );
    let outcome = |n, now| derive::outcome(&incident, n, now);
    assert_eq!(outcome(0, None), Some(Outcome::Kept));
    assert!(matches!(outcome(1, None), Some(Outcome::Late(by)) if by.as_mins() == 12));
    assert_eq!(outcome(2, None), Some(Outcome::Pending), "without a clock");
    assert_eq!(outcome(2, Some(at("16:00"))), Some(Outcome::Pending));
    assert!(
        matches!(outcome(2, Some(at("16:07"))), Some(Outcome::Overdue(by)) if by.as_mins() == 7)
    );
    assert_eq!(derive::tally(&incident), (1, 2));
}

#[test]
fn what_comes_back_says_so() {
    let model = model(
        OPEN,
        "## 14:20 Investigating\n\n## 15:00 Resolved\n\n## 15:30 Investigating\n\n```update\nreopened: true\n```\n",
    );
    assert_eq!(states(&model, "15:10")[0], "operational");
    assert_eq!(
        states(&model, "15:30")[..2],
        ["major_outage", "partial_outage"],
        "the scope before comes back"
    );
    assert_eq!(derive::over(&model.incidents[0]), None);
    // A step back before it was ever resolved keeps what is affected.
    let model = self::model(
        OPEN,
        "## 14:20 Investigating\n\n## 15:00 Monitoring\n\n## 15:30 Identified\n\n```update\nreopened: true\n```\n",
    );
    assert_eq!(
        states(&model, "15:30")[..2],
        ["major_outage", "partial_outage"]
    );
}

#[test]
fn a_maintenance_starts_and_ends_by_itself() {
    let window =
        "kind: maintenance\ntitle: x\nfrom: 2024-11-20 14:00\nuntil: 15:00\naffected: [ios]\n";
    let itself = model(window, "");
    for (clock, phase, state) in [
        ("13:59", Phase::Ahead, "operational"),
        ("14:00", Phase::Open, "under_maintenance"),
        ("15:00", Phase::Over, "operational"),
    ] {
        assert_eq!(
            derive::standing(&itself.incidents[0], at(clock)).phase,
            phase,
            "{clock}"
        );
        assert_eq!(states(&itself, clock)[0], state, "{clock}");
    }
    let by_hand = model(&format!("{window}ends: by hand\n"), "");
    assert_eq!(
        derive::standing(&by_hand.incidents[0], at("18:00")).phase,
        Phase::Open
    );
    let early = model(
        window,
        "## 2024-11-20 14:10 Verifying\n\n## 14:30 Completed\n",
    );
    assert_eq!(
        derive::standing(&early.incidents[0], at("14:30")).phase,
        Phase::Over
    );
    assert_eq!(
        derive::standing(&early.as_of(at("14:15")).incidents[0], at("14:15")).status,
        Status::Verifying
    );
    let cancelled = model(window, "## 2024-11-19 10:00 Cancelled\n");
    assert_eq!(states(&cancelled, "14:30")[0], "operational");
}

#[test]
fn the_worst_state_wins() {
    let project = Project::new()
        .with("incidents/a.md", "---\nkind: maintenance\ntitle: x\nfrom: 2024-11-20 14:00\nuntil: 18:00\naffected: {ios: under maintenance}\n---\n")
        .with("incidents/b.md", "---\ntitle: x\nbegan: 2024-11-20 14:02\naffected: {ios: degraded performance}\nregions: [fr]\n---\n")
        .with("incidents/c.md", "---\ntitle: x\nbegan: 2024-11-20 15:00\naffected: {ios: partial outage}\nregions: [de]\n---\n");
    let model = load(&project);
    assert_eq!(states(&model, "14:01")[0], "under_maintenance");
    assert_eq!(states(&model, "14:30")[0], "degraded_performance");
    assert_eq!(states(&model, "15:30")[0], "partial_outage");
    let headline = derive::headline(&model, at("15:30"));
    assert_eq!(
        (headline.worst, headline.affected.len(), headline.total),
        (State::PartialOutage, 1, 3)
    );
    assert!(headline.open);
}

#[test]
fn notices_drills_and_false_alarms_change_no_state() {
    let notice = model(
        "kind: notice\ntitle: x\nbegan: 2024-11-20 14:02\n",
        "## 14:20 Update\n\nWords.\n",
    );
    assert_eq!(states(&notice, "15:00")[0], "operational");
    assert_eq!(
        derive::standing(&notice.incidents[0], at("15:00")).phase,
        Phase::Open
    );
    let drill = model(&format!("{OPEN}drill: true\n"), "## 14:20 Investigating\n");
    assert_eq!(states(&drill, "15:00")[0], "operational");
    assert!(!derive::headline(&drill, at("15:00")).open);
    let false_alarm = model(OPEN, "## 14:20 Investigating\n\n## 14:40 False alarm\n");
    assert_eq!(states(&false_alarm, "15:00")[0], "operational");
    assert_eq!(derive::impact(&false_alarm.incidents[0]), Impact::None);
}

#[test]
fn ids_stay() {
    let incident = one(
        OPEN,
        "## 14:20 Investigating\n\n## 14:20 Identified\n\n## 15:00 Resolved\n\n```update\nid: done\n```\n",
    );
    let ids: Vec<&str> = incident.updates.iter().map(|u| u.id.as_str()).collect();
    assert_eq!(ids, ["20241120T1320Z", "20241120T1320Z-2", "done"]);
    assert_eq!(incident.id, "a");
    let put_between = one(
        OPEN,
        "## 14:20 Investigating\n\n## 14:30 Update\n\n## 15:00 Resolved\n",
    );
    assert_eq!(put_between.updates[0].id, ids[0]);
}

#[test]
fn translations_fall_back_update_by_update() {
    let project = Project::new()
        .with("incidents/a.md", "---\ntitle: Music\nbegan: 2024-11-20 14:02\nsymptoms: [Songs stop]\n---\n\nSum.\n\n## 14:20 Investigating\n\nWords.\n\n## 15:00 Resolved\n\nDone.\n")
        .with("incidents/a.fr.md", "---\ntitle: La musique\nsymptoms: [Les titres s'arrêtent]\n---\n\nRésumé.\n\n## 15:00 Resolved\n\nFini.\n");
    let model = load(&project);
    let incident = &model.incidents[0];
    let (en, fr) = (Lang::parse("en").unwrap(), Lang::parse("fr").unwrap());
    assert_eq!(incident.title.get(&fr).0, "La musique");
    assert_eq!(
        incident.updates[0].body.get(&fr),
        (incident.updates[0].body.original(), &en),
        "shown at once in the source"
    );
    assert_eq!(incident.updates[1].body.get(&fr).0.0, "Fini.");
    assert_eq!(
        incident.updates[1].advice.symptoms[0].get(&fr).0,
        "Les titres s'arrêtent",
        "carried over"
    );
    project.run(&["build"]).ok();
    let page = project.site("fr/incidents/a.html");
    assert!(
        page.contains("La traduction suit") && page.contains("lang=\"en\""),
        "{page}"
    );
    assert!(
        project
            .site("incidents/a.html")
            .contains("<html lang=\"en\"")
    );
}

#[test]
fn a_file_may_be_in_another_language() {
    let project = Project::new().with("incidents/a.md", "---\ntitle: La musique\nlang: fr\nbegan: 2024-11-20 14:02\n---\n\n## 14:20 Investigating\n\nMots.\n");
    project.run(&["build"]).ok();
    assert!(
        project
            .site("incidents/a.html")
            .contains("<bdi lang=\"fr\">La musique</bdi>")
    );
    assert!(
        !project
            .site("fr/incidents/a.html")
            .contains("La traduction suit")
    );
}

#[test]
fn drafts_are_not_published_and_drills_are_in_no_feed() {
    let project = Project::new()
        .with(
            "incidents/a.md",
            format!("---\n{OPEN}draft: true\n---\n\n## 14:20 Investigating\n"),
        )
        .with(
            "incidents/b.md",
            format!(
                "---\n{}drill: true\n---\n\n## 14:20 Investigating\n",
                OPEN.replace("title: x", "title: Rehearsal")
            ),
        );
    project
        .run(&["build", "--now", "2024-11-20T15:00:00+01:00"])
        .ok();
    assert!(!project.path().join("site/incidents/a.html").exists());
    assert!(
        project
            .site("incidents/b.html")
            .contains("this is a rehearsal")
    );
    let home = project.site("index.html");
    assert!(
        home.contains("All platforms are working") && home.contains("this is a rehearsal"),
        "{home}"
    );
    for feed in [
        "feed/updates.rss",
        "feed/incidents.rss",
        "fr/feed/updates.rss",
    ] {
        assert!(!project.site(feed).contains("<item>"), "{feed}");
    }
}

#[test]
fn old_addresses_lead_to_the_new_one() {
    let project = Project::new().with("incidents/a.md", format!("---\n{OPEN}aliases: [old-name, /2023/03/outage/, issues/x.html, posts/y]\n---\n\n## 14:20 Investigating\n"));
    project.run(&["build"]).ok();
    for (page, href) in [
        ("incidents/old-name.html", "../incidents/a.html"),
        ("2023/03/outage/index.html", "../../../incidents/a.html"),
        ("issues/x.html", "../incidents/a.html"),
        ("posts/y.html", "../incidents/a.html"),
    ] {
        let text = project.site(page);
        assert!(
            text.contains(&format!("content=\"0; url={href}\"")),
            "{page}: {text}"
        );
        assert!(
            text.contains(
                "rel=\"canonical\" href=\"https://status.test.example/incidents/a.html\""
            ),
            "{page}"
        );
        let is_page = page.starts_with("incidents/");
        assert_eq!(text.contains("hreflang"), is_page, "{page}");
    }
    // A page had an address in each language; other old addresses are what their owner says.
    let french = project.site("fr/incidents/old-name.html");
    assert!(french.contains("content=\"0; url=../incidents/a.html\""));
    assert!(french.contains("href=\"https://status.test.example/fr/incidents/a.html\""));
    assert!(!project.path().join("site/fr/issues").exists());
    // Whoever wrote it out before is no error.
    let both = "aliases: [old-name, /fr/incidents/old-name.html]\n";
    project.write(
        "incidents/a.md",
        format!("---\n{OPEN}{both}---\n\n## 14:20 Investigating\n"),
    );
    project.run(&["build"]).ok();
    assert!(
        project
            .site("fr/incidents/old-name.html")
            .contains("url=../../incidents/a.html")
    );
}

/// The page of a window that is over, as nobody but the clock says, asks nobody whether they
/// are affected; nor does a notice, which affects no platform.
#[test]
fn what_is_over_by_the_clock_asks_nobody() {
    let project = Project::new()
        .with(
            "incidents/work.md",
            "---\nkind: maintenance\ntitle: x\nfrom: 2024-06-23 02:00\nuntil: 04:00\naffected: [ios]\n---\n\n## 2024-06-20 10:00 Scheduled\n\n```update\nnext_update: 2024-06-23 02:30\n```\n\nx\n",
        )
        .with(
            "incidents/note.md",
            "---\nkind: notice\ntitle: x\nbegan: 2024-06-20 10:00\n---\n\nx\n",
        );
    let asks = |now: &str, page: &str| {
        project.run(&["build", "--now", now]).ok();
        let page = project.site(page);
        (page.contains("id=\"pick\""), page.contains("\"open\":[{"))
    };
    let work = "incidents/work.html";
    assert_eq!(asks("2024-06-23T01:00:00Z", work), (true, true));
    assert_eq!(asks("2024-06-23T12:00:00Z", work), (false, false));
    assert!(!project.site(work).contains("overdue"));
    assert!(!asks("2024-06-23T12:00:00Z", "incidents/note.html").0);
}

/// A review is due on the same day wherever a reader is: it has no time to be shifted.
#[test]
fn a_day_has_no_time() {
    let project = Project::new().with(
        "incidents/a.md",
        format!("---\n{OPEN}review_due: 2026-11-25\n---\n\n## 14:20 Resolved\n"),
    );
    project.run(&["build"]).ok();
    let page = project.site("incidents/a.html");
    assert!(
        page.contains("<time datetime=\"2026-11-25\">November 25, 2026</time>"),
        "{page}"
    );
}

#[test]
fn bom_and_crlf_are_accepted() {
    let text = format!(
        "\u{feff}---\r\n{}---\r\n\r\n## 14:20 Investigating\r\n\r\nWords.\r\n",
        OPEN.replace('\n', "\r\n")
    );
    let model = load(&Project::new().with("incidents/a.md", text));
    assert_eq!(model.incidents[0].updates[0].body.original().0, "Words.");
}

#[test]
fn as_of_leaves_out_what_was_written_later() {
    let model = model(
        &format!("{OPEN}ended: 16:02\n"),
        "## 14:20 Investigating\n\n## 14:48 Identified\n\n## 16:10 Resolved\n",
    );
    let then = model.clone().as_of(at("15:00"));
    assert_eq!(then.incidents[0].updates.len(), 2);
    assert_eq!(then.incidents[0].ended, None);
    assert!(
        model.clone().as_of(at("14:10")).incidents.is_empty(),
        "nobody had said a word"
    );
    assert!(matches!(model.incidents[0].kind, Kind::Incident));
}

#[test]
fn the_next_change_by_the_clock() {
    let model = model(
        "kind: maintenance\ntitle: x\nfrom: 2024-11-20 14:00\nuntil: 15:00\naffected: [ios]\n",
        "",
    );
    let next = |clock| derive::next_change(&model, at(clock)).unwrap();
    assert_eq!(next("13:00"), at("14:00"));
    assert_eq!(next("14:00"), at("15:00"));
    assert_eq!(
        next("15:00"),
        "2024-11-21T00:00:00+01:00".parse::<Moment>().unwrap(),
        "a new day"
    );
    let promise = self::model(
        OPEN,
        "## 14:20 Investigating\n\n```update\nnext_update: 14:50\n```\n",
    );
    assert_eq!(
        derive::next_change(&promise, at("14:30")),
        Some(at("14:51")),
        "overdue from the next minute"
    );
}

const PLANNED: &str =
    "kind: maintenance\ntitle: x\nfrom: 2024-11-20 14:00\nuntil: 15:00\naffected: [ios]\n";

#[test]
fn an_update_moves_the_window() {
    let timeline = "## 2024-11-18 10:00 Scheduled\n\n```update\nfrom: 16:00\nuntil: 17:00\n```\n\n## 10:30 Update\n\n```update\nuntil: 18:00\n```\n";
    let moved = model(PLANNED, timeline);
    let incident = &moved.incidents[0];
    let window = |n: usize| incident.window_before(n).map(|w| (w.from, w.until));
    // A time alone is one of the day on which the window was; what is not named stays.
    assert_eq!(window(0), Some((at("14:00"), at("15:00"))));
    assert_eq!(window(1), Some((at("16:00"), at("17:00"))));
    assert_eq!(window(2), Some((at("16:00"), at("18:00"))));
    assert_eq!(incident.began, at("16:00"));
    assert_eq!(states(&moved, "14:30")[0], "operational");
    assert_eq!(states(&moved, "17:30")[0], "under_maintenance");
    // The past knows the window as it was then.
    let past = model(PLANNED, timeline).as_of(incident.updates[0].at);
    assert_eq!(
        past.incidents[0].window().map(|w| w.until),
        Some(at("17:00"))
    );
    let before = model(PLANNED, timeline).as_of(at("14:30") - jiff::SignedDuration::from_hours(72));
    assert_eq!(before.incidents[0].began, at("14:00"));
}

#[test]
fn a_moved_window_shows_on_its_page() {
    let timeline = "## 2024-11-18 10:00 Scheduled\n\n```update\nfrom: 16:00\nuntil: 17:00\n```\n";
    let project = Project::new().with("incidents/a.md", format!("---\n{PLANNED}---\n\n{timeline}"));
    project
        .run(&["build", "--quiet", "--now", "2024-11-19T10:00:00Z"])
        .ok();
    let page = project.site("incidents/a.html");
    let line = page
        .lines()
        .find(|l| l.contains("New window:"))
        .expect("the change");
    assert!(line.contains("14:00") && line.contains("16:00"), "{line}");
    assert!(project.site("incidents/a.md").contains("New window:"));
    assert!(project.site("index.html").contains("16:00"));
}

#[test]
fn the_time_of_a_correction_is_one_after_its_update() {
    let incident = one(
        OPEN,
        "## 14:20 Investigating\n\n```update\ncorrected: No.\ncorrected_at: +40m\n```\n\n## 15:00 Update\n\n```update\ncorrected: No.\n```\n",
    );
    assert_eq!(incident.updates[0].corrected_at, Some(at("15:00")));
    assert_eq!(incident.updates[1].corrected_at, None);
}
