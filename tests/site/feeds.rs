//! What subscribers get: every update once, nothing ever taken away, and the
//! same words in every format.

use std::collections::BTreeMap;

use crate::support::feeds::{Seen, agreed, attributes, rendered, rendered_at};
use crate::support::{Project, STATUS, demo, generated};
use proptest::prelude::*;

const FRONT: &str = "---\ntitle: Music does not play\nbegan: 2024-11-20 14:02\naffected: {ios: major outage, web: partial outage}\nregions: [fr]\n---\n";

const STEPS: [&str; 5] = [
    "\n## 14:20 Investigating\n\n```update\nnext_update: 14:50\n```\n\nSongs do not start.\n",
    "\n## 14:48 Identified\n\n```update\naffected: {web: operational}\n```\n\nA setting was wrong.\n",
    "\n## 15:15 Update\n\nWe put it back.\n",
    "\n## 16:10 Resolved\n\nEverything plays again.\n",
    "\n## 2024-11-27 10:00 Review\n\nWhat happened.\n",
];

fn is_feed(path: &str) -> bool {
    path.contains("feed") || path.ends_with("history.rss") || path.ends_with("history.atom")
}

fn feeds(project: &Project) -> BTreeMap<String, String> {
    rendered(project, is_feed)
}

/// Every feed there is, entry by entry. Golden sites hold Atom alone, because of this.
#[test]
fn all_feeds_say_the_same_in_every_format() {
    let written = Project::empty();
    generated::project(written.path(), 60);
    for (project, clock, least) in [
        (&demo(), "2026-11-18T15:20:00+01:00", 500),
        (&demo(), "2026-11-24T11:00:00+01:00", 500),
        (&written, generated::NOW, 600),
    ] {
        let files = rendered_at(project, clock, |path| {
            is_feed(path) && !path.contains("history.") && !path.contains("feed/archive/")
        });
        let stems = |ending: &str| -> Vec<&str> {
            let found = files.keys().filter_map(|path| path.strip_suffix(ending));
            found.collect()
        };
        let feeds = stems(".atom");
        assert_eq!(stems(".rss"), feeds);
        assert_eq!(stems(".json"), feeds);
        let entries: usize = feeds.iter().map(|stem| agreed(&files, stem).len()).sum();
        assert!(entries >= least, "{clock}: only {entries}");
    }
}

/// A reader who knows entries by their id alone: what it shows as new.
#[derive(Default)]
struct GuidReader(Vec<String>);

impl GuidReader {
    fn poll(&mut self, feed: &[Seen]) -> Vec<Seen> {
        let new: Vec<Seen> = (feed.iter().filter(|s| !self.0.contains(&s.id)))
            .cloned()
            .collect();
        self.0.extend(new.iter().map(|s| s.id.clone()));
        new
    }
}

/// A reader who also looks at `updated`: what it shows as new or changed.
#[derive(Default)]
struct UpdatedReader(BTreeMap<String, i64>);

impl UpdatedReader {
    fn poll(&mut self, feed: &[Seen]) -> Vec<Seen> {
        let mut news = Vec::new();
        for seen in feed {
            let known = self.0.insert(seen.id.clone(), seen.updated);
            if known.is_none_or(|before| before < seen.updated) {
                news.push(seen.clone());
            }
        }
        news
    }
}

#[test]
fn a_scripted_incident_reaches_both_kinds_of_readers() {
    let project = Project::new();
    let mut text = FRONT.to_string();
    let (mut chat, mut archive) = (GuidReader::default(), UpdatedReader::default());
    let (mut plain_archive, mut before) = (GuidReader::default(), Vec::new());
    for (at, step) in STEPS.iter().enumerate() {
        text.push_str(step);
        project.write("incidents/a.md", &text);
        let files = feeds(&project);
        let updates = agreed(&files, "feed/updates");
        let new = chat.poll(&updates);
        assert_eq!(new.len(), 1, "one new entry after step {at}: {new:?}");
        assert_eq!(new[0], updates[0], "the new one stands first");
        assert_eq!(updates[1..], before[..], "older entries stay as they are");
        before = updates;
        let incidents = agreed(&files, "feed/incidents");
        assert_eq!(incidents.len(), 1);
        assert_eq!(archive.poll(&incidents).len(), 1, "it moved in step {at}");
        assert_eq!(plain_archive.poll(&incidents).len(), usize::from(at == 0));
        assert_eq!(incidents[0].published, before.last().unwrap().published);
        assert_eq!(
            agreed(&files, "fr/feed/updates").len(),
            at + 1,
            "what is not translated is not hidden"
        );
        for ending in ["rss", "atom"] {
            let (name, feed) = (
                format!("history.{ending}"),
                format!("feed/incidents.{ending}"),
            );
            let same = |text: &str| text.replace(&name, "").replace(&feed, "");
            assert_eq!(same(&files[&name]), same(&files[&feed]));
        }
    }
    let resolved = &before[1];
    assert_eq!(resolved.title, "[Resolved] Music does not play");
    for tag in [
        "status:resolved",
        "kind:incident",
        "impact:critical",
        "platform:ios",
        "region:fr",
    ] {
        assert!(
            resolved.tags.iter().any(|t| t == tag),
            "{tag}: {:?}",
            resolved.tags
        );
    }
    assert!(before[4].html.contains("iOS app (Major outage)") && before[4].html.contains("France"));
}

#[test]
fn a_correction_is_a_new_entry_and_the_old_one_stays() {
    let project = Project::new();
    let text = format!("{FRONT}{}{}", STEPS[0], STEPS[1]);
    project.write("incidents/a.md", &text);
    let before = agreed(&feeds(&project), "feed/updates");
    for (key, expected) in [("", "14:20"), ("corrected_at: 2024-11-21 09:00\n", "09:00")] {
        let line = format!("corrected: It was not songs.\n{key}next_update: 14:50");
        project.write("incidents/a.md", text.replace("next_update: 14:50", &line));
        let files = feeds(&project);
        let after = agreed(&files, "feed/updates");
        let new: Vec<&Seen> = after.iter().filter(|s| !before.contains(s)).collect();
        assert_eq!((new.len(), after.len()), (1, before.len() + 1), "{new:?}");
        let id = format!(
            "{}/correction/en",
            before[1].id.strip_suffix("/en").unwrap()
        );
        assert_eq!(new[0].id, id);
        assert_eq!(new[0].link, before[1].link, "it points to the old one");
        assert_eq!(new[0].summary, "It was not songs.");
        let answers = attributes(&files["feed/updates.atom"], "thr:in-reply-to");
        assert_eq!(answers[0]["ref"], before[1].id);
        assert!(
            files["feed/updates.json"].contains(&format!("\"corrects\": \"{}\"", before[1].id))
        );
        let clock = jiff::Timestamp::from_second(new[0].published).unwrap();
        let clock = clock
            .in_tz("Europe/Paris")
            .unwrap()
            .strftime("%H:%M")
            .to_string();
        assert_eq!(clock, expected);
    }
}

#[test]
fn what_is_not_translated_names_its_language() {
    let project = Project::new().with("incidents/a.md", format!("{FRONT}{}", STEPS[0]));
    let files = feeds(&project);
    let atom = &files["fr/feed/updates.atom"];
    assert!(atom.contains("<title xml:lang=\"en\">") && atom.contains("<summary xml:lang=\"en\">"));
    assert_eq!(attributes(atom, "feed")[0]["xml:lang"], "fr");
    let entry = &agreed(&files, "fr/feed/updates")[0];
    assert!(
        entry.html.contains("<div lang=\"en\" dir=\"auto\">"),
        "{}",
        entry.html
    );
    assert!(files["fr/feed/updates.json"].contains("\"language\": \"en\""));
    assert!(!files["feed/updates.atom"].contains("<title xml:lang"));
}

/// So many incidents of a day each, one resolved after the other.
fn history(project: &Project, count: usize) {
    let first: jiff::civil::Date = "2025-01-01".parse().unwrap();
    for n in 0..count {
        let day = first + jiff::Span::new().days(i64::try_from(n).unwrap());
        project.write(
            &format!("incidents/n{n}.md"),
            format!("---\ntitle: T{n}\nbegan: {day} 10:00\naffected: [ios]\nimpact: minor\n---\n\n## 10:05 Investigating\n\nWe look.\n\n## 11:00 Resolved\n\nOver.\n"),
        );
    }
}

/// Whole threads are kept once, in Atom; all other feeds are their newest entries alone.
#[test]
fn older_incidents_stand_in_archives_that_do_not_change() {
    let project = Project::new();
    let archives = |files: &BTreeMap<String, String>| -> Vec<String> {
        let there = files
            .keys()
            .filter(|path| path.starts_with("feed/archive/"));
        there.cloned().collect()
    };
    for (count, expected) in [(50, 0), (51, 1), (100, 1), (101, 2)] {
        history(&project, count);
        let there = archives(&feeds(&project));
        let named: Vec<String> = (1..=expected)
            .map(|n| format!("feed/archive/incidents-{n}.atom"))
            .collect();
        assert_eq!(there, named, "{count} incidents");
    }
    history(&project, 130);
    let before = feeds(&project);
    history(&project, 131);
    let after = feeds(&project);
    for path in archives(&before) {
        assert_eq!(before[&path], after[&path], "{path}");
    }
    // A reader that pages through gets every incident once.
    let base = "https://status.test.example/";
    let links = |path: &str| -> BTreeMap<String, String> {
        (attributes(&after[path], "link").into_iter())
            .filter(|l| l.contains_key("rel"))
            .map(|l| (l["rel"].clone(), l["href"].clone()))
            .collect()
    };
    let ids_of = |path: &str| -> Vec<String> {
        let entries = after[path].split("<entry>").skip(1);
        let id = |entry: &str| {
            entry
                .split_once("<id>")
                .unwrap()
                .1
                .split_once("</id>")
                .unwrap()
                .0
                .to_string()
        };
        entries.map(id).collect()
    };
    let mut path = "feed/incidents.atom".to_string();
    let mut all = ids_of(&path);
    assert_eq!(all.len(), 50);
    assert!(!after[&path].contains("<fh:archive/>"));
    let mut pages = 0;
    while let Some(next) = links(&path).get("prev-archive") {
        let before = path;
        path = next.strip_prefix(base).unwrap().to_string();
        assert!(after[&path].contains("<fh:archive/>"));
        assert_eq!(
            links(&path)["current"],
            format!("{base}feed/incidents.atom")
        );
        if pages > 0 {
            assert_eq!(links(&path)["next-archive"], format!("{base}{before}"));
        }
        all.extend(ids_of(&path));
        pages += 1;
    }
    all.sort();
    all.dedup();
    assert_eq!((pages, all.len()), (2, 131));
    // The heads of all others: fifty entries, by scope twenty, and no way to older ones.
    for (stem, entries) in [("updates", 50), ("platform/ios", 20)] {
        for ending in ["rss", "atom", "json"] {
            let text = &after[&format!("feed/{stem}.{ending}")];
            let seen = match ending {
                "rss" => text.matches("<item>").count(),
                "atom" => text.matches("<entry>").count(),
                _ => serde_json::from_str::<serde_json::Value>(text).unwrap()["items"]
                    .as_array()
                    .unwrap()
                    .len(),
            };
            assert_eq!(seen, entries, "feed/{stem}.{ending}");
            assert!(
                !text.contains("archive") && !text.contains("next_url"),
                "feed/{stem}.{ending}"
            );
        }
    }
}

#[test]
fn feeds_by_scope_hold_what_touches_it_and_always_the_resolution() {
    let minor = "---\ntitle: Slow\nbegan: 2024-11-21 09:00\naffected: {web: degraded performance}\naudiences: [free]\n---\n\n## 09:10 Investigating\n\n## 10:00 Resolved\n";
    let drill = "---\ntitle: Rehearsal\nbegan: 2024-11-21 09:00\naffected: {ios: major outage}\ndrill: true\n---\n\n## 09:10 Investigating\n";
    let project = Project::new()
        .with("incidents/a.md", format!("{FRONT}{}", STEPS[..4].concat()))
        .with("incidents/minor.md", minor)
        .with("incidents/drill.md", drill);
    let files = feeds(&project);
    let count = |stem: &str| {
        let seen = agreed(&files, stem);
        let of = |name: &str| {
            seen.iter()
                .filter(|s| s.id.contains(&format!("/{name}/")))
                .count()
        };
        (of("a"), of("minor"), of("drill"))
    };
    assert_eq!(count("feed/updates"), (4, 2, 0));
    // The web player is well from 14:48 on, and whoever heard of it hears of the end.
    assert_eq!(count("feed/platform/web"), (4, 2, 0));
    assert_eq!(count("feed/platform/ios"), (4, 0, 0));
    assert_eq!(count("feed/platform/offline"), (0, 0, 0));
    assert_eq!(count("feed/region/fr"), (4, 2, 0));
    assert_eq!(count("feed/region/de"), (0, 2, 0));
    assert_eq!(count("feed/audience/premium"), (4, 0, 0));
    assert_eq!(count("feed/major"), (4, 0, 0));
    assert!(files.values().all(|text| !text.contains("Rehearsal")));
    for lang in ["", "fr/"] {
        let listed: Vec<String> = attributes(&files[&format!("{lang}feeds.opml")], "outline")
            .into_iter()
            .filter_map(|o| o.get("xmlUrl").cloned())
            .collect();
        let mut there: Vec<String> = files
            .keys()
            .filter(|p| p.starts_with(&format!("{lang}feed/")) && p.ends_with(".rss"))
            .map(|p| format!("https://status.test.example/{p}"))
            .collect();
        let mut sorted = listed.clone();
        sorted.sort();
        there.sort();
        assert_eq!(sorted, there);
        let page = rendered(&project, |p| p == format!("{lang}subscribe.html"));
        let page = page.values().next().unwrap();
        for url in listed {
            let local = url
                .strip_prefix(&format!("https://status.test.example/{lang}"))
                .unwrap();
            let stem = local.strip_suffix(".rss").unwrap();
            for ending in ["rss", "atom", "json"] {
                assert!(
                    page.contains(&format!("href=\"{stem}.{ending}\"")),
                    "{stem}.{ending}"
                );
            }
        }
        assert!(
            page.contains("href=\"maintenance.ics\"")
                && page.contains("href=\"maintenance/web.ics\"")
        );
    }
}

#[test]
fn a_site_without_scope_has_no_feeds_by_scope() {
    let bare = "title: T\nurl: https://status.test.example/\nplatforms: [{id: web, name: Web}]\n";
    let project = Project::empty().with("status.yml", bare);
    let files = feeds(&project);
    assert!(
        files.contains_key("feed/platform/web.atom"),
        "there before the first incident"
    );
    assert!(
        !files
            .keys()
            .any(|p| p.contains("region") || p.contains("audience"))
    );
    assert!(agreed(&files, "feed/updates").is_empty());
}

#[test]
fn a_hub_stands_first() {
    let project = Project::empty()
        .with(
            "status.yml",
            format!("{STATUS}websub: https://hub.test.example/\n"),
        )
        .with("incidents/a.md", format!("{FRONT}{}", STEPS[0]));
    let files = feeds(&project);
    for (path, link) in [
        ("feed/updates.atom", "link"),
        ("feed/updates.rss", "atom:link"),
    ] {
        let first = &attributes(&files[path], link)[0];
        assert_eq!(
            (first["rel"].as_str(), first["href"].as_str()),
            ("hub", "https://hub.test.example/")
        );
        let parent = if path.ends_with("rss") {
            "<channel>"
        } else {
            "<feed "
        };
        let behind = files[path].split_once(parent).unwrap().1;
        assert!(
            behind
                .split_once('<')
                .unwrap()
                .1
                .starts_with(&format!("{link} ")),
            "{behind:.200}"
        );
    }
    assert!(files["feed/updates.json"].contains("\"type\": \"WebSub\""));
}

#[test]
fn any_words_survive_in_every_format() {
    let nasty = [
        "]]> & < > \" ' &amp; &lt;b&gt; </content> <![CDATA[",
        "&#1; &#xFFFE; &#0; \u{FEFF}\u{202E}\u{200F}",
        "خدمة الموسيقى لا تعمل الآن",
        "🔥👩‍👩‍👧‍👦🏳️‍🌈 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    ];
    for words in nasty {
        let quoted = words.replace('\'', "''");
        let title = format!("{}{}", quoted, "x".repeat(300 - quoted.chars().count()));
        let text = format!(
            "---\ntitle: '{title}'\nbegan: 2024-11-20 14:02\naffected: [ios]\nimpact: minor\nworkaround: '{quoted}'\n---\n\n## 14:20 Investigating\n\n{words}\n"
        );
        let project = Project::new().with("incidents/a.md", text);
        let files = feeds(&project);
        let seen = agreed(&files, "feed/updates");
        assert_eq!(seen.len(), 1);
        assert!(
            seen[0]
                .title
                .replace('\u{2060}', "")
                .contains(&title.replace("''", "'")),
            "{}",
            seen[0].title
        );
        for (path, text) in &files {
            let bad =
                |c: char| c.is_control() && !"\n\t".contains(c) || "\u{FFFE}\u{FFFF}".contains(c);
            assert!(!text.contains(bad), "{path} holds a control character");
            assert!(
                path.ends_with("json") || !text.contains("<![CDATA["),
                "{path}"
            );
        }
    }
}

#[test]
fn hosts_are_told_the_media_types_once_for_each_file() {
    let headers = &rendered(&Project::new(), |p| p == "_headers")["_headers"];
    let rules: Vec<(&str, &str)> = headers
        .split("\n\n")
        .filter_map(|rule| {
            let (path, lines) = rule.trim().split_once('\n')?;
            Some((path, lines.split_once("Content-Type: ")?.1.lines().next()?))
        })
        .collect();
    for (path, media) in [
        ("/feed/updates.rss", "application/rss+xml"),
        ("/fr/history.atom", "application/atom+xml"),
        ("/feed/platform/ios.json", "application/feed+json"),
        ("/fr/feed/updates.json", "application/feed+json"),
        ("/maintenance/ios.ics", "text/calendar"),
        ("/feeds.opml", "text/x-opml"),
    ] {
        let fits = |rule: &str| {
            let star = rule.split_once('*');
            star.map_or(path == rule, |(before, after)| {
                path.starts_with(before) && path.ends_with(after)
            })
        };
        let found: Vec<_> = rules.iter().filter(|(rule, _)| fits(rule)).collect();
        assert_eq!(found.len(), 1, "{path}: {found:?}");
        assert_eq!(found[0].1, format!("{media}; charset=utf-8"), "{path}");
    }
}

#[test]
fn a_title_that_looks_like_html_stays_words() {
    let text = FRONT.replace(
        "Music does not play",
        "\"Vec<String> fails, R&D &lt; 3 < 4\"",
    );
    let project = Project::new().with("incidents/a.md", format!("{text}{}", STEPS[0]));
    let seen = agreed(&feeds(&project), "feed/incidents");
    assert_eq!(
        seen[0].title,
        "Vec<\u{2060}String> fails, R&D &\u{2060}lt; 3 < 4"
    );
}

/// One thing that a writer does.
#[derive(Debug, Clone)]
enum Step {
    /// A new incident.
    Begin(usize),
    /// The next update of an incident.
    Say(usize),
    /// Its newest update is corrected, with a date.
    Correct(usize),
    /// A maintenance is announced by its file alone; then its window moves.
    Move,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => (0..4_usize).prop_map(Step::Begin),
        4 => (0..4_usize).prop_map(Step::Say),
        1 => (0..4_usize).prop_map(Step::Correct),
        1 => Just(Step::Move),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is written in whatever order: each step brings one new entry into
    /// the updates, takes none away, changes none, and moves one incident.
    #[test]
    fn no_history_loses_or_repeats_an_entry(steps in prop::collection::vec(step(), 1..14)) {
        let project = Project::new();
        let mut files: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let (mut chat, mut archive) = (GuidReader::default(), UpdatedReader::default());
        let mut before: Vec<Seen> = Vec::new();
        let mut minute = 0;
        for step in steps {
            minute += 10;
            let now = format!("2024-11-20 {:02}:{:02}", 8 + minute / 60, minute % 60);
            // Number 9 is the maintenance.
            match step {
                Step::Begin(n) if !files.contains_key(&n) => {
                    files.insert(n, vec![format!("---\ntitle: T{n}\nbegan: {now}\naffected: [ios]\nimpact: minor\n---\n"), format!("\n## {now} Investigating\n\nFirst.\n")]);
                }
                Step::Say(n) | Step::Correct(n) if !files.contains_key(&n) => continue,
                Step::Say(n) => files.get_mut(&n).unwrap().push(format!("\n## {now} Update\n\nSaid at {now}.\n")),
                Step::Correct(n) => {
                    let last = files.get_mut(&n).unwrap().last_mut().unwrap();
                    if last.contains("corrected") { continue; }
                    let (heading, body) = last.trim_start().split_once('\n').unwrap();
                    *last = format!("\n{heading}\n\n```update\ncorrected: Not so.\ncorrected_at: {now}\n```\n{body}");
                }
                Step::Move if !files.contains_key(&9) => {
                    files.insert(9, vec!["---\nkind: maintenance\ntitle: M\nfrom: 2024-12-10 22:00\nuntil: 23:00\naffected: [web]\n---\n".to_string()]);
                }
                Step::Move => {
                    let day = 11 + minute / 60;
                    files.get_mut(&9).unwrap().push(format!("\n## {now} Scheduled\n\n```update\nfrom: 2024-12-{day} 22:00\nuntil: 2024-12-{day} 23:00\n```\n"));
                }
                Step::Begin(_) => continue,
            }
            for (n, text) in &files {
                project.write(&format!("incidents/n{n}.md"), text.concat());
            }
            let clock = format!("2024-11-20T{:02}:{:02}:00+01:00", 8 + minute / 60, minute % 60);
            let out = rendered_at(&project, &clock, |p| p.starts_with("feed/updates") || p.starts_with("feed/incidents"));
            let updates = agreed(&out, "feed/updates");
            prop_assert_eq!(chat.poll(&updates).len(), 1, "one new entry");
            for old in &before {
                prop_assert!(updates.contains(old), "{} is gone or changed", old.id);
            }
            before = updates;
            let moved = archive.poll(&agreed(&out, "feed/incidents"));
            prop_assert_eq!(moved.len(), 1, "one incident moved: {:?}", moved);
        }
    }
}

/// Seconds of the day (UTC) at which the updates feed dates the entries of a file, in the
/// order of the file.
fn dated(timeline: &str) -> Vec<String> {
    let project = Project::new().with("incidents/a.md", format!("{FRONT}{timeline}"));
    let files = feeds(&project);
    let mut seen = agreed(&files, "feed/updates");
    seen.reverse();
    let time = |seconds: i64| {
        let moment = jiff::Timestamp::from_second(seconds).unwrap();
        moment.strftime("%H:%M:%S").to_string()
    };
    assert!(seen.iter().all(|s| s.published == s.updated));
    seen.iter().map(|s| time(s.published)).collect()
}

fn update(time: &str) -> String {
    format!("\n## {time} Investigating\n\nWords of {time}.\n")
}

#[test]
fn updates_of_one_minute_differ_in_their_seconds() {
    for (times, expected) in [
        ("14:20,14:20", "13:20:00,13:20:01"),
        ("14:20,14:20,14:20:30", "13:20:00,13:20:01,13:20:30"),
        ("14:20:30,14:20", "13:20:30,13:20:31"),
        ("14:20:59,14:20,14:21", "13:20:59,13:20:59,13:21:00"),
        ("14:20,14:20:01,14:20", "13:20:00,13:20:01,13:20:02"),
        ("14:20,14:21,14:21", "13:20:00,13:21:00,13:21:01"),
        ("+18m,14:20", "13:20:00,13:20:01"),
    ] {
        let timeline: String = times.split(',').map(update).collect();
        assert_eq!(dated(&timeline).join(","), expected, "{times}");
    }
    // So many that the minute is too short: none leaves it, and none changes later.
    let many: String = (0..40).map(|_| update("14:20")).collect();
    let before = dated(&many);
    assert_eq!(before.last().unwrap(), "13:20:39");
    let more: String = many.clone() + &update("14:20:30") + &update("14:21");
    let after = dated(&more);
    assert_eq!(after[..40], before[..]);
    assert_eq!(after[40..], ["13:20:40", "13:21:00"]);
    let model = |count: usize| {
        let text: String = (0..count).map(|_| update("14:20")).collect();
        let project = Project::new().with("incidents/a.md", format!("{FRONT}{text}"));
        let model = upfront::source::load(project.path()).model.unwrap();
        upfront::derive::entry_times(&model.incidents[0])
    };
    let (fewer, all) = (model(61), model(70));
    assert_eq!(all[..61], fewer[..]);
    let minute = |m: &jiff::Timestamp| m.as_second().div_euclid(60);
    assert!(all.iter().all(|m| minute(m) == minute(&all[0])));
    assert!(all.is_sorted());
}

#[test]
fn what_the_file_announces_stands_before_an_update_of_its_minute() {
    let text = "---\nkind: notice\ntitle: x\nbegan: 2024-11-20 14:20\n---\n\nSummary.\n\n## 14:20 Update\n\nWords.\n";
    let files = feeds(&Project::new().with("incidents/a.md", text));
    let seen = agreed(&files, "feed/updates");
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].published - seen[1].published, 1);
    assert!(seen[1].id.contains("/announced/"));
}

#[test]
fn what_readers_see_stands_in_the_entry_that_says_it() {
    let front = "---\ntitle: x\nbegan: 2024-11-20 14:02\nsymptoms: [Songs stop]\nerror_text: Error 12\nworkaround: Wait.\n---\n";
    let timeline = "\n## 14:20 Investigating\n\nOne.\n\n## 14:30 Identified\n\n```update\nsymptoms: [Log-in fails]\n```\n\nTwo.\n\n## 14:40 Monitoring\n\n```update\nnext_update: none, it holds\n```\n\nThree.\n\n## 14:50 Resolved\n\nFour.\n";
    let files = feeds(&Project::new().with("incidents/a.md", format!("{front}{timeline}")));
    let mut seen = agreed(&files, "feed/updates");
    seen.reverse();
    for (at, words, says) in [
        (0, "Songs stop", true),
        (0, "Error 12", true),
        (0, "Wait.", true),
        (1, "Log-in fails", true),
        (1, "Songs stop", false),
        (1, "Error 12", false),
        (1, "Wait.", true),
        (2, "it holds", true),
        (2, "Log-in fails", false),
        (3, "Wait.", false),
        (3, "Log-in fails", false),
    ] {
        assert_eq!(
            seen[at].html.contains(words),
            says,
            "{at} {words}: {}",
            seen[at].html
        );
    }
    let whole = &agreed(&files, "feed/incidents")[0].html;
    for words in ["Log-in fails", "Error 12", "Wait.", "it holds"] {
        assert!(whole.contains(words), "{words}: {whole}");
    }
}
