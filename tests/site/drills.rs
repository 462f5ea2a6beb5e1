//! A drill: watermarked wherever it shows, absent from what machines and
//! subscribers read, and without effect on states and uptime.

use crate::support::{self, Project, tree};

const NOW: &str = "2026-11-18T13:20:00Z";

/// Words that stand nowhere but in the drill.
const MARK: &str = "zeppelinquartz";

fn project(drill: bool) -> Project {
    let project = Project::new();
    for (verb, words) in [
        (
            &["new", "--affected", "web=major_outage", "--next", "30m"][..],
            "an incident",
        ),
        (
            &[
                "maintenance",
                "--from",
                "+1h",
                "--until",
                "1h",
                "--affected",
                "ios",
            ],
            "a maintenance",
        ),
    ] {
        let title = format!("{MARK} {words}");
        let mut arguments = verb.to_vec();
        arguments.extend(["--title", &title, "-m", MARK, "--now", NOW, "--urgent"]);
        if drill {
            arguments.push("--drill");
        }
        project.run(&arguments).ok();
    }
    project.run(&["build", "--now", NOW]).ok();
    project
}

#[test]
fn every_page_that_shows_it_says_that_it_is_one() {
    let project = project(true);
    let mut shown = 0;
    for (path, entry) in tree(&project.path().join("site")) {
        let Ok(text) = String::from_utf8(entry.bytes) else {
            continue;
        };
        // The list of our files names paths, and shows nothing to anybody.
        if !text.contains(MARK) || path == "files.json" {
            continue;
        }
        shown += 1;
        let french = path.starts_with("fr/");
        let said = if french { "Exercice" } else { "Drill" };
        assert!(
            text.contains(said),
            "{path} shows the drill without saying so"
        );
        for machine in ["feed/", "badge", "api/", "sitemap"] {
            assert!(!path.contains(machine), "{path} holds the drill");
        }
        assert!(
            !path.ends_with(".ics") && !path.ends_with(".rss") && !path.ends_with(".json"),
            "{path} holds the drill"
        );
    }
    assert!(
        shown >= 6,
        "only {shown} files show the drill: this test looks at nothing"
    );
    for path in [
        "incidents/zeppelinquartz-an-incident.html",
        "incidents/zeppelinquartz-a-maintenance.html",
    ] {
        let page = project.site(path);
        // What is shared or found by a search shows no banner.
        for said in [
            "class=\"drill-banner\"",
            "<title>[Drill] ",
            "property=\"og:title\" content=\"[Drill] ",
            "name=\"description\" content=\"[Drill] ",
            "name=\"robots\" content=\"noindex\"",
        ] {
            assert!(page.contains(said), "{path} has no {said}");
        }
    }
}

/// Everything that tells a state is the same as without the drill.
#[test]
fn states_badges_feeds_and_uptime_are_those_of_a_site_without_it() {
    let (with, real) = (project(true), project(false));
    let without = Project::new();
    without.run(&["build", "--now", NOW]).ok();
    let site = |p: &Project| tree(&p.path().join("site"));
    let (with, without, real) = (site(&with), site(&without), site(&real));
    let mut compared = 0;
    for (path, entry) in &without {
        let tells_state =
            path.contains("badge") || path.contains("feed/") || path.ends_with("status.txt");
        if tells_state {
            compared += 1;
            assert!(with.get(path) == Some(entry), "{path} changes with a drill");
        }
    }
    assert!(compared >= 6, "only {compared} files compared");
    // The same files without `drill: true` do change them.
    assert!(real["badge.svg"] != without["badge.svg"]);
    assert!(real["feed/updates.rss"] != without["feed/updates.rss"]);
    let uptime = |tree: &support::Tree| {
        let page = String::from_utf8(tree["platforms/web.html"].bytes.clone()).unwrap();
        page.lines()
            .filter(|l| l.contains('%'))
            .map(str::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(uptime(&with), uptime(&without));
    assert!(!uptime(&without).is_empty());
}
