//! What real files hold: flags and dates as people type them, feeds of many pages,
//! configs in every form. Each case is the smallest of a kind.

use std::fs;

use super::{holds, import, own, texts};
use crate::support::{Project, Run};

/// A site of cState with these issues: name, and the front matter beside title and severity.
fn cstate(config: &str, issues: &[(&str, &str)]) -> (Project, Run) {
    let project = Project::empty().with(
        "in/config.yml",
        format!("title: T\nbaseURL: https://t.example\n{config}"),
    );
    for (name, front) in issues {
        let front = if front.contains("date:") {
            (*front).to_string()
        } else {
            format!("date: 2021-08-16 12:00:00\n{front}")
        };
        project.write(
            &format!("in/content/issues/{name}.md"),
            format!("---\ntitle: {name}\nseverity: down\naffected: [API]\n{front}\n---\n\n*Investigating* - Down.\n"),
        );
    }
    let run = import(&project, &["cstate", "in"]).ok();
    (project, run)
}

fn report(project: &Project) -> String {
    fs::read_to_string(project.path().join(".upfront/import-report.txt")).unwrap()
}

fn home(project: &Project, now: &str) -> String {
    project.run(&["build", "--now", now]).ok();
    project.site("index.html")
}

#[test]
fn a_flag_is_set_by_any_text_that_does_not_say_no() {
    let yes = [
        "yes",
        "Yes",
        "on",
        "y",
        "1",
        "'true'",
        "resolved",
        "2021-08-17",
    ];
    let no = ["no", "No", "off", "n", "0", "false", "'false'", "''"];
    for (values, is) in [(yes, true), (no, false)] {
        for value in values {
            let front = format!("resolved: {value}\nresolvedWhen: 2021-08-16 14:20:00");
            let (project, _) = cstate("", &[("a", &front)]);
            let said = texts(&project);
            assert_eq!(
                said.contains("## 2021-08-16 14:20 Resolved"),
                is,
                "{value}: {said}"
            );
            let page = home(&project, "2026-01-01T00:00:00Z");
            assert_eq!(page.contains("All platforms are working"), is, "{value}");
            for (key, front) in [("pinned", "pin"), ("draft", "draft")] {
                let (project, _) = cstate("", &[("a", &format!("{front}: {value}"))]);
                let said = texts(&project);
                assert_eq!(
                    said.contains(&format!("{key}: true")),
                    is,
                    "{front}: {value}: {said}"
                );
            }
            let (project, _) = cstate("", &[("a", &format!("published: {value}"))]);
            assert_eq!(
                texts(&project).contains("draft: true"),
                !is,
                "published: {value}"
            );
        }
    }
    let (project, _) = cstate("", &[("a", "resolved: off")]);
    assert!(report(&project).contains("`resolved: off` is a text; it counts as false"));
}

#[test]
fn dates_with_digits_left_out_and_odd_offsets_are_read() {
    for (written, began) in [
        ("2023-12-04T8:00:00-00:00", "2023-12-04 08:00"),
        ("2023-1-4", "2023-01-04 00:00"),
        ("2023-1-4 9:5:00", "2023-01-04 09:05"),
        ("2023-12-04 08:00:00 -5", "2023-12-04 13:00"),
        ("2023-12-04 08:00:00 -05:00", "2023-12-04 13:00"),
        ("2023-12-04 08:00 +0530", "2023-12-04 02:30"),
        ("2023-12-04T08:00:00+01", "2023-12-04 07:00"),
        ("2023-12-04 8:00 PM", "2023-12-04 20:00"),
        ("2023-12-04 08:00:00 Europe/Paris", "2023-12-04 07:00"),
        ("Tue, 04 Dec 2023 08:00:00 GMT", "2023-12-04 08:00"),
    ] {
        let front = format!("date: {written}\nresolved: true\nresolvedWhen: {written}");
        let (project, _) = cstate("", &[("a", &front)]);
        holds(
            &project,
            "incidents/2023/a.md",
            &[
                &format!("began: {began}"),
                &format!("## {began} Investigating"),
            ],
        );
    }
}

#[test]
fn languages_by_their_names_and_words_without_a_place() {
    for (config, line) in [
        ("languageCode: english", None),
        ("languageCode: en-US", Some("languages: [en-US]")),
        ("languageCode: German", Some("languages: [de]")),
        ("languageCode: Français", Some("languages: [fr]")),
        ("defaultContentLanguage: lt", Some("languages: [lt]")),
        ("languageCode: pt_br", Some("languages: [pt-BR]")),
        (
            "languageCode: klingonese\ndefaultContentLanguage: es",
            Some("languages: [es]"),
        ),
        ("languageCode: se", Some("languages: [sv]")),
    ] {
        let (project, _) = cstate(&format!("{config}\n"), &[("a", "resolved: true")]);
        let status = fs::read_to_string(project.path().join("status.yml")).unwrap();
        let found = status.lines().find(|l| l.starts_with("languages"));
        assert_eq!(found, line, "{config}: {status}");
    }
    let (project, _) = cstate("languageCode: klingonese\n", &[("a", "resolved: true")]);
    assert!(report(&project).contains("`klingonese` is no language; English was taken"));

    let params = "params:\n  description: How we are.\n  useLogo: true\n  logo: logo.png\n  systems:\n    - {name: API, description: The guts, link: 'https://x.example/'}\n";
    let (project, _) = cstate(params, &[("a", "resolved: true")]);
    let status = fs::read_to_string(project.path().join("status.yml")).unwrap();
    assert!(status.contains("description: How we are."), "{status}");
    let report = report(&project);
    for line in [
        "params.logo `logo.png`: put it into static/",
        "params.systems[].description (config.yml: API: The guts)",
        "params.systems[].link (config.yml: API: https://x.example/)",
    ] {
        assert!(report.contains(line), "{line}: {report}");
    }
}

#[test]
fn a_sample_of_drafts_alone_says_why() {
    let (_, run) = cstate("", &[("a", "draft: true"), ("b", "published: false")]);
    assert!(
        run.stdout
            .contains("2 incidents, all of them drafts, which the site does not show"),
        "{}",
        run.stdout
    );
    let (_, run) = cstate("", &[("a", "draft: true"), ("b", "resolved: true")]);
    assert!(
        run.stdout
            .contains("2 incidents; 1 is a draft, which the site does not show"),
        "{}",
        run.stdout
    );
}

#[test]
fn the_screen_has_counts_and_the_next_step_and_a_file_has_the_whole() {
    let issues: Vec<(String, String)> = (0..200)
        .map(|n| {
            (
                format!("i{n}"),
                format!(
                    "resolved: yes\nfield{n}: x\ndate: {}",
                    if n % 4 == 0 { "soon" } else { "2021-08-16" }
                ),
            )
        })
        .collect();
    let issues: Vec<(&str, &str)> = issues
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let (project, run) = cstate("", &issues);
    assert!(run.stdout.lines().count() < 30, "{}", run.stdout);
    for line in [
        "Left out: 50 of one kind",
        "  an issue whose date `soon` is no time (content/issues/i0.md and 49 more)",
        "Fields that have no place: 200",
        "The whole list: .upfront/import-report.txt",
        "wrote 151 files, 0 files as before",
        "150 incidents",
        "  upfront check",
        "  upfront serve",
        "  upfront build",
    ] {
        assert!(
            run.stdout.lines().any(|l| l == line),
            "{line}:\n{}",
            run.stdout
        );
    }
    let whole = report(&project);
    assert_eq!(whole.matches("issue: field").count(), 200);
    assert!(whole.contains("content/issues/i196.md"));
    // A project elsewhere is named, for the shell.
    let run = project
        .run(&["--root", "my page", "import", "cstate", "in"])
        .ok();
    assert!(
        run.stdout.contains("  upfront --root 'my page' check\n"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("my page/.upfront/import-report.txt\n"),
        "{}",
        run.stdout
    );
}

/// An entry of an Atom feed.
struct Entry<'a> {
    id: &'a str,
    published: &'a str,
    updated: &'a str,
    html: &'a str,
}

impl Default for Entry<'_> {
    fn default() -> Self {
        Self {
            id: "i1",
            published: "2026-08-26T04:00:00Z",
            updated: "2026-08-26T07:42:00Z",
            html: "",
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn atom(entries: &[Entry<'_>]) -> (Project, Run) {
    let mut feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>S Status - Incident History</title><updated>2026-09-01T00:00:00Z</updated><link href=\"https://s.example\"/>".to_string();
    for entry in entries {
        feed.push_str(&format!(
            "<entry><id>tag:s,2005:Incident/{0}</id><title>T {0}</title><published>{1}</published><updated>{2}</updated><link href=\"https://s.example/incidents/{0}\"/><content type=\"html\">{3}</content></entry>",
            entry.id, entry.published, entry.updated, escaped(entry.html)
        ));
    }
    feed.push_str("</feed>");
    feed_of(&feed)
}

fn feed_of(text: &str) -> (Project, Run) {
    let project = Project::empty().with("in.xml", text);
    let run = import(&project, &["feed", "in.xml"]).ok();
    project
        .run(&["check", "--now", "2026-09-01T00:00:00Z"])
        .ok();
    let before = own(&project);
    import(&project, &["feed", "in.xml"]).ok();
    assert_eq!(own(&project), before, "a second import changed something");
    (project, run)
}

/// The only incident's file.
fn only(project: &Project) -> String {
    let mut files = own(project);
    files.retain(|path, _| path.starts_with("incidents/") && path.ends_with(".md"));
    let texts: Vec<String> = files
        .into_values()
        .map(|file| String::from_utf8(file.bytes).unwrap())
        .collect();
    assert_eq!(texts.len(), 1, "{texts:?}");
    texts[0].clone()
}

fn headings(text: &str) -> Vec<&str> {
    text.lines().filter_map(|l| l.strip_prefix("## ")).collect()
}

fn update(time: &str, word: &str) -> String {
    format!("<p><small>{time}</small><br><strong>{word}</strong> - Words of {word}.</p>")
}

#[test]
fn dates_of_feeds_with_names_of_zones_and_wrong_weekdays() {
    for date in [
        "Sun, 15 Oct 2017 06:45:00 GMT",
        "Sun, 15 Oct 2017 06:45:00 UTC",
        "Sun, 15 Oct 2017 06:45:00 Z",
        "Fri, 15 Oct 2017 06:45:00 +0000",
        "Fri, 15 Oct 2017 06:45:00 GMT",
        "15 Oct 2017 02:45 EDT",
        "2017-10-15T06:45:00Z",
        "2017-10-15 06:45:00 UTC",
        "Sunday, October 15, 2017 6:45 AM GMT",
    ] {
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>S</title><link>https://s.example</link><item><title>Late</title><guid>a</guid><pubDate>{date}</pubDate><description>&lt;p&gt;Late.&lt;/p&gt;</description></item></channel></rss>"
        );
        let (project, _) = feed_of(&feed);
        let text = only(&project);
        assert!(text.contains("began: 2017-10-15 06:45\n"), "{date}: {text}");
        assert_eq!(headings(&text), ["2017-10-15 06:45 Resolved"], "{date}");
    }
}

#[test]
fn times_of_updates_in_every_form() {
    for (time, is) in [
        ("Aug 26, 06:56:19 GMT+0", "2026-08-26 06:56:19"),
        (
            "Aug <var data-var='date'> 26</var>, <var data-var='time'>14:56</var> +08",
            "2026-08-26 06:56",
        ),
        ("Aug 26, 03:56 -03", "2026-08-26 06:56"),
        ("Aug 26, 16:56 AEST", "2026-08-26 06:56"),
        ("Aug 25, 11:56 PM PDT", "2026-08-26 06:56"),
        ("Aug 26, 12:26 IST", "2026-08-26 06:56"),
        ("May 13, 2017, 06:41 UTC", "2017-05-13 06:41"),
        ("26 August 2026 06:56 UTC", "2026-08-26 06:56"),
        ("Aug 26, 08:56 Europe/Paris", "2026-08-26 06:56"),
    ] {
        let html = update(time, "Resolved");
        let (project, _) = atom(&[Entry {
            html: &html,
            updated: "2026-08-26T06:56:30Z",
            ..Entry::default()
        }]);
        let text = only(&project);
        assert_eq!(headings(&text), [format!("{is} Resolved")], "{time}");
    }
}

#[test]
fn updates_are_ordered_by_their_times_never_by_their_places() {
    let all = [
        update("Aug 25, 22:15:00 GMT+0", "Investigating"),
        update("Aug 26, 05:40:00 GMT+0", "Monitoring"),
        update("Aug 26, 07:42:00 GMT+0", "Resolved"),
    ];
    let told = [
        "2026-08-25 22:15 Investigating",
        "2026-08-26 05:40 Monitoring",
        "2026-08-26 07:42 Resolved",
    ];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1], [0, 2, 1]] {
        let html: String = order.iter().map(|n| all[*n].as_str()).collect();
        let (project, _) = atom(&[Entry {
            html: &html,
            ..Entry::default()
        }]);
        assert_eq!(headings(&only(&project)), told, "{order:?}");
        project
            .run(&["build", "--now", "2026-09-01T00:00:00Z"])
            .ok();
        let open = project.site("api/v2/incidents/unresolved.json");
        assert!(!open.contains("T i1"), "{order:?}: {open}");
    }
    // Of one minute: the statuses say which is the first.
    let one = [
        update("Aug 26, 07:42 UTC", "Investigating"),
        update("Aug 26, 07:42 UTC", "Resolved"),
    ];
    for html in [one.concat(), [one[1].as_str(), &one[0]].concat()] {
        let (project, _) = atom(&[Entry {
            html: &html,
            ..Entry::default()
        }]);
        assert_eq!(
            headings(&only(&project)),
            [
                "2026-08-26 07:42 Investigating",
                "2026-08-26 07:42 Resolved"
            ]
        );
    }
}

#[test]
fn html_that_was_escaped_twice_is_read() {
    let inside = escaped(
        &[
            update("Aug 26, 06:56 GMT+0", "Investigating"),
            update("Aug 26, 07:42 GMT+0", "Resolved"),
        ]
        .concat(),
    );
    for html in [
        inside.clone(),
        escaped(&inside),
        format!(
            "<p><strong>Type:</strong> Incident</p><p><strong>Affected Components:</strong> App, Mail</p>\n{inside}"
        ),
    ] {
        let (project, _) = atom(&[Entry {
            html: &html,
            ..Entry::default()
        }]);
        let text = only(&project);
        assert_eq!(
            headings(&text),
            [
                "2026-08-26 06:56 Investigating",
                "2026-08-26 07:42 Resolved"
            ],
            "{html}"
        );
        assert!(
            text.contains("\nWords of Resolved.\n") && !text.contains('<'),
            "{text}"
        );
    }
    let html = format!(
        "<p><strong>Affected Components:</strong> App, Mail</p>\n<p>We are sorry.</p>{inside}"
    );
    let (project, _) = atom(&[Entry {
        html: &html,
        ..Entry::default()
    }]);
    assert!(
        report(&project).contains("entry: Affected Components (in.xml: entry 1 (i1): App, Mail)")
    );
    assert!(only(&project).contains("\nWe are sorry.\n"));
}

#[test]
fn a_status_without_a_time_is_kept() {
    for (html, told) in [
        (
            "<strong>Identified</strong>",
            &["2026-08-26 04:00 Identified"][..],
        ),
        (
            "<p><strong>Identified</strong> - We found it.</p>",
            &["2026-08-26 04:00 Identified"],
        ),
        (
            "<small></small><br/><strong>Monitoring</strong> - Better.",
            &["2026-08-26 04:00 Monitoring"],
        ),
        (
            "<small>soon</small><br/><b>Resolved</b> - Over.",
            &["2026-08-26 07:42 Resolved"],
        ),
        (
            "<p><strong>Identified</strong> - We found it.</p><p><small>Aug 26, 05:00 UTC</small><br><strong>Investigating</strong> - We look.</p>",
            &[
                "2026-08-26 05:00 Investigating",
                "2026-08-26 07:42 Identified",
            ],
        ),
    ] {
        let (project, _) = atom(&[Entry {
            html,
            ..Entry::default()
        }]);
        assert_eq!(headings(&only(&project)), told, "{html}");
        assert!(report(&project).contains("that of its neighbour or of the entry was written"));
        project
            .run(&["build", "--now", "2026-09-01T00:00:00Z"])
            .ok();
        let open = project
            .site("api/v2/incidents/unresolved.json")
            .contains("\"T i1\"");
        assert_eq!(open, !html.contains("Resolved"), "{html}");
    }
}

#[test]
fn planned_work_without_a_window_comes_with_what_it_says() {
    let at = |clock: &str, word: &str| update(&format!("Aug 26, {clock} UTC"), word);
    let typed = "<p><strong>Type:</strong> Maintenance</p>".to_string();
    let told = |parts: &[String]| {
        let html = parts.concat();
        let (project, _) = atom(&[Entry {
            html: &html,
            ..Entry::default()
        }]);
        assert!(
            report(&project).contains("without a window"),
            "{html}: {}",
            report(&project)
        );
        let text = only(&project);
        project
            .run(&["build", "--now", "2026-09-01T00:00:00Z"])
            .ok();
        let dates = ["2026-09", "2026-10", "2026-11", "2027"];
        assert!(!dates.iter().any(|d| text.contains(d)), "{text}");
        text
    };
    // From the first word at work to the end.
    for parts in [
        vec![
            typed.clone(),
            at("06:56:19", "Identified"),
            at("07:42", "Completed"),
        ],
        vec![
            at("07:42", "Completed"),
            at("06:56:19", "In progress"),
            at("05:00", "Scheduled"),
        ],
        vec![at("06:56:19", "Verifying"), at("07:42", "Completed")],
        vec![
            typed.clone(),
            at("06:56:19", "In Progress"),
            at("07:42", "Resolved"),
        ],
    ] {
        let text = told(&parts);
        assert!(
            text.contains("kind: maintenance\n")
                && text.contains("\nfrom: 2026-08-26 06:56:19\nuntil: 2026-08-26 07:42\n"),
            "{text}"
        );
        assert!(
            headings(&text).last().unwrap().ends_with("07:42 Completed"),
            "{text}"
        );
    }
    // Nothing tells when it began, or when it ended: no window is made up.
    for (parts, last) in [
        (vec![at("07:42", "Completed")], "2026-08-26 07:42 Resolved"),
        (
            vec![at("05:00", "Scheduled"), at("07:42", "Completed")],
            "2026-08-26 07:42 Resolved",
        ),
        (
            vec![at("05:00", "Scheduled"), at("07:42", "Cancelled")],
            "2026-08-26 07:42 Resolved",
        ),
        (vec![at("05:00", "In progress")], "2026-08-26 05:00 Update"),
        (vec![at("05:00", "Scheduled")], "2026-08-26 05:00 Update"),
        (
            vec![
                "<p><strong>THIS IS A SCHEDULED EVENT soon</strong></p>".to_string(),
                at("07:42", "Completed"),
            ],
            "2026-08-26 07:42 Resolved",
        ),
    ] {
        let text = told(&parts);
        assert!(text.contains("kind: notice\n"), "{text}");
        assert_eq!(*headings(&text).last().unwrap(), last, "{text}");
        for word in ["Scheduled", "In progress", "Cancelled"] {
            let said = parts.iter().any(|p| p.contains(&format!("<strong>{word}")));
            assert_eq!(
                said,
                text.contains(&format!("\n{word}: Words of {word}.")),
                "{text}"
            );
        }
    }
    // An outage that somebody called completed.
    let html = [at("05:00", "Investigating"), at("07:42", "Completed")].concat();
    let (project, _) = atom(&[Entry {
        html: &html,
        ..Entry::default()
    }]);
    let text = only(&project);
    assert!(!text.contains("kind:"), "{text}");
    assert_eq!(
        headings(&text),
        [
            "2026-08-26 05:00 Investigating",
            "2026-08-26 07:42 Resolved"
        ]
    );
    assert!(report(&project).contains("the status `Completed` of an incident became `resolved`"));
}

#[test]
fn work_that_ran_over_its_window_ends_by_hand() {
    let window = "<p><strong>THIS IS A SCHEDULED EVENT Aug 26, 05:00 - 06:00 UTC</strong></p>";
    for (word, clock, by_hand) in [
        ("Completed", "07:42", true),
        ("In progress", "07:42", true),
        ("Verifying", "06:30", true),
        ("Completed", "05:59", false),
    ] {
        let html = format!("{window}{}", update(&format!("Aug 26, {clock} UTC"), word));
        let (project, _) = atom(&[Entry {
            html: &html,
            ..Entry::default()
        }]);
        assert_eq!(
            only(&project).contains("\nends: by hand\n"),
            by_hand,
            "{word} {clock}"
        );
    }
}

#[test]
fn one_entry_never_stands_in_the_way_of_the_others() {
    let fine = update("Aug 26, 07:42 UTC", "Resolved");
    let huge = format!("{fine}{}", "word ".repeat(300_000));
    let entry = |id, html| Entry {
        id,
        html,
        ..Entry::default()
    };
    // A text that no file may hold.
    let (project, run) = atom(&[entry("a", &fine), entry("b", &huge), entry("c", &fine)]);
    assert_eq!(super::all_text(&project).len(), 2);
    assert!(
        run.stdout
            .contains("Left out: 1\n  a record that cannot be written: "),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("(in.xml: entry 2 (b))"),
        "{}",
        run.stdout
    );
    // The same without writing.
    let dry = import(&project, &["feed", "in.xml", "--dry-run"]).ok();
    assert!(
        dry.stdout.contains("a record that cannot be written"),
        "{}",
        dry.stdout
    );
    // Two with one id: the newer counts, wherever it stands.
    let older = update("Aug 26, 06:00 UTC", "Investigating");
    for newer_first in [true, false] {
        let mut both = [
            Entry {
                updated: "2026-08-26T07:42:00Z",
                ..entry("a", &fine)
            },
            Entry {
                updated: "2026-08-26T06:00:00Z",
                ..entry("a", &older)
            },
        ];
        if !newer_first {
            both.reverse();
        }
        let (project, run) = atom(&both);
        assert_eq!(headings(&only(&project)), ["2026-08-26 07:42 Resolved"]);
        assert!(
            run.stdout.contains("an older entry with the id `a`"),
            "{}",
            run.stdout
        );
    }
    // Nothing in it but a title.
    let (project, run) = atom(&[
        entry("a", &fine),
        Entry {
            published: "",
            updated: "never",
            ..entry("b", "")
        },
    ]);
    assert_eq!(super::all_text(&project).len(), 1);
    assert!(
        run.stdout
            .contains("an entry of which nothing says when it was"),
        "{}",
        run.stdout
    );
}

#[test]
fn entries_of_one_page_with_ids_of_their_own_are_incidents_of_their_own() {
    let item = |guid: &str, title: &str| {
        format!(
            "<item><title>{title}</title><link>https://s.example/incidents/a</link><guid>{guid}</guid><pubDate>Sun, 15 Oct 2017 06:45:00 GMT</pubDate><description>{title}</description></item>"
        )
    };
    let (project, _) = feed_of(&format!(
        "<rss version=\"2.0\"><channel><title>S</title>{}{}</channel></rss>",
        item("a-1", "One"),
        item("a-2", "Two")
    ));
    assert_eq!(super::all_text(&project).len(), 2);
}

/// Some pages put HTML beside a text of the same words; some give the text alone.
#[test]
fn entries_of_plain_text_keep_their_statuses() {
    let item = |text: &str| {
        format!(
            "<rss version=\"2.0\"><channel><title>S&nbsp;&amp;&hellip;</title><item><title>Late</title><guid>a</guid><pubDate>Fri, 25 Sep 2026 15:15:00 +0000</pubDate><description>{text}</description></item></channel></rss>"
        )
    };
    let project = Project::empty().with(
        "in.xml",
        item("\n Type: Incident\n Duration: 46 minutes\n\n Affected Components: App\n Sep 25, 15:15:00 GMT+0 - Investigating - We look. Sep 25, 16:01:05 GMT+0 - Monitoring - Better. "),
    );
    import(&project, &["feed", "in.xml"]).ok();
    let text = only(&project);
    assert_eq!(
        headings(&text),
        [
            "2026-09-25 15:15 Investigating",
            "2026-09-25 16:01:05 Monitoring"
        ]
    );
    assert!(
        text.contains("\nWe look.\n") && text.contains("\nBetter.\n"),
        "{text}"
    );
    assert!(report(&project).contains("entry: Affected Components (in.xml: entry 1 (a): App)"));
    let status = fs::read_to_string(project.path().join("status.yml")).unwrap();
    assert!(status.contains("title: \"S\u{a0}&…\""), "{status}");
}

/// A feed with one entry of this content, as it stands in the XML.
fn entry_of(inside: &str) -> String {
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>S</title><updated>2026-07-10T12:00:00Z</updated><entry><id>i1</id><published>2026-07-10T12:00:00Z</published><updated>2026-07-10T12:00:00Z</updated>{inside}</entry></feed>"
    )
}

#[test]
fn words_in_xhtml_are_read() {
    let mark = "<p><small>Jul 10, 12:00 UTC</small><br/><strong>Investigating</strong> - We look &amp; <em>see</em>.</p>";
    let div = |inside: &str| format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{inside}</div>");
    let prefixed = "<h:div xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:p><h:small>Jul 10, 12:00 UTC</h:small><h:br></h:br><h:strong class=\"x\">Investigating</h:strong> - We look &amp; <h:em>see</h:em>.</h:p></h:div>";
    for inside in [
        format!(
            "<title>T</title><content type=\"xhtml\">{}</content>",
            div(mark)
        ),
        format!(
            "<title>T</title><content type=\"xhtml\">\n {}\n </content>",
            div(&format!("\n  {mark}\n "))
        ),
        format!("<title>T</title><content type=\"xhtml\">{prefixed}</content>"),
        format!(
            "<title>T</title><summary type=\"xhtml\">{}</summary>",
            div(mark)
        ),
        format!(
            "<title type=\"xhtml\">{}</title><content>{mark}</content>",
            div("<b>T</b>")
        ),
        format!(
            "<title>T</title><content type=\"xhtml\">{}</content><summary>No.</summary>",
            div(mark)
        ),
        format!(
            "<title>T</title><media:content xmlns:media=\"http://search.yahoo.com/mrss/\"><media:title>No</media:title></media:content><content type=\"xhtml\">{}</content>",
            div(mark)
        ),
    ] {
        let (project, _) = feed_of(&entry_of(&inside));
        let text = only(&project);
        assert!(text.starts_with("---\ntitle: T\n"), "{inside}: {text}");
        assert_eq!(
            headings(&text),
            ["2026-07-10 12:00 Investigating"],
            "{inside}"
        );
        assert!(text.contains("\nWe look & *see*.\n"), "{inside}: {text}");
        let home = home(&project, "2026-07-11T00:00:00Z");
        assert!(!home.contains("All platforms are working"), "{inside}");
    }
    // The example of RFC 4287, section 3.1.1.3, and a line that breaks.
    let title = div(
        "Less: <em> &lt; </em><br/>&amp;amp; <a href=\"https://a.example/?a=1&amp;b=2\">more</a>",
    );
    let body = div(
        "<p>One &lt;b&gt; two, <a href=\"https://a.example/?a=1&amp;b=2\">more</a>.</p><hr/><ul><li>A</li><li>B</li></ul><!-- word -->",
    );
    let (project, _) = feed_of(&entry_of(&format!(
        "<title type=\"xhtml\">{title}</title><content type=\"xhtml\">{body}</content>"
    )));
    let text = only(&project);
    assert!(
        text.contains("title: 'Less: < &amp; more'\n")
            || text.contains("title: \"Less: < &amp; more\"\n"),
        "{text}"
    );
    assert!(
        text.contains("One \\<b> two, [more](https://a.example/?a=1&b=2).")
            && text.contains("- A\n- B"),
        "{text}"
    );
    assert!(report(&project).contains("dropped comment: word"));
    // Tools that forget to escape write the same into RSS.
    let rss = format!(
        "<rss version=\"2.0\"><channel><title>S <b>T</b></title><item><title>A <i>b</i></title><guid>a</guid><pubDate>Fri, 10 Jul 2026 12:00:00 GMT</pubDate><description>{mark}</description></item></channel></rss>"
    );
    let (project, _) = feed_of(&rss);
    let text = only(&project);
    assert_eq!(headings(&text), ["2026-07-10 12:00 Investigating"]);
    assert!(text.contains("title: A b\n"), "{text}");
}

#[test]
fn a_status_in_a_title_is_that_of_the_update() {
    let entry = |n: u32, title: &str, clock: &str, link: &str, more: &str| {
        format!(
            "<entry><id>e{n}</id><title>{title}</title><published>2026-07-10T{clock}:00Z</published><updated>2026-07-10T{clock}:00Z</updated><link href=\"https://s.example/{link}\"/>{more}<content>Words {n}.</content></entry>"
        )
    };
    let feed = |entries: &[String]| {
        let text = format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>S</title><updated>2026-07-11T00:00:00Z</updated>{}</feed>",
            entries.concat()
        );
        feed_of(&text).0
    };
    let status = |word: &str| format!("<category term=\"status:{word}\" label=\"x\"/>");
    for one in [
        entry(1, "[Investigating] Mail", "12:00", "", ""),
        entry(1, "Investigating: Mail", "12:00", "a", ""),
        entry(1, "Mail [investigating]", "12:00", "a", ""),
        entry(
            1,
            "[Wir sehen nach] Mail",
            "12:00",
            "a.html#x",
            &status("investigating"),
        ),
        entry(1, "Mail", "12:00", "a", &status("investigating")),
    ] {
        let project = feed(std::slice::from_ref(&one));
        let text = only(&project);
        assert!(text.starts_with("---\ntitle: Mail\n"), "{one}: {text}");
        assert_eq!(headings(&text), ["2026-07-10 12:00 Investigating"], "{one}");
        let page = home(&project, "2026-07-11T00:00:00Z");
        assert!(!page.contains("All platforms are working"), "{one}");
    }
    // An entry for each update of one page; another page is another incident.
    let project = feed(&[
        entry(4, "[Review] Mail", "14:00", "incidents/m.html#d", ""),
        entry(3, "[Resolved] Mail", "13:00", "incidents/m.html#c", ""),
        entry(2, "[Correction] Mail", "12:30", "incidents/m.html#b", ""),
        entry(1, "[Investigating] Mail", "12:00", "incidents/m.html#a", ""),
    ]);
    let text = only(&project);
    assert_eq!(
        headings(&text),
        [
            "2026-07-10 12:00 Investigating",
            "2026-07-10 12:30 Update",
            "2026-07-10 13:00 Resolved",
            "2026-07-10 14:00 Review",
        ]
    );
    assert!(text.contains("\nCorrection: Words 2.\n"), "{text}");
    let project = feed(&[
        entry(2, "[Resolved] Mail", "13:00", "b", ""),
        entry(1, "[Monitoring] Mail", "12:00", "a", ""),
        entry(3, "[API] Web", "12:00", "c", ""),
    ]);
    let all = texts(&project);
    assert_eq!(all.matches("title: Mail\n").count(), 2, "{all}");
    assert!(
        all.contains("## 2026-07-10 12:00 Monitoring") && all.contains("[API] Web"),
        "{all}"
    );
}

#[test]
fn a_source_without_records_makes_a_project_that_checks() {
    let front = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>S</title><updated>2026-07-10T12:00:00Z</updated>";
    for (tool, files) in [
        ("statuspage", vec![("in/summary.json", "{\"page\":{\"name\":\"A\",\"url\":\"https://a.example\"},\"incidents\":[],\"components\":[]}".to_string())]),
        ("feed", vec![("in", format!("{front}</feed>"))]),
        ("feed", vec![("in", format!("{front}<entry><title>No id</title></entry></feed>"))]),
        ("cstate", vec![("in/config.yml", "title: T\n".to_string())]),
        ("cstate", vec![("in/config.yml", "title: T\n".to_string()), ("in/content/issues/a.md", "---\ntitle: No date\n---\n".to_string())]),
        ("statusfy", vec![("in/content/README.md", "Words.\n".to_string())]),
        ("stactus", vec![("in/s.yaml", "version: stactus/v1\nname: S\n".to_string())]),
    ] {
        let project = Project::empty();
        for (name, text) in &files {
            project.write(name, text);
        }
        let dry = import(&project, &[tool, "in", "--dry-run"]).ok();
        assert!(dry.stdout.contains("would write  incidents/.gitkeep\n"), "{tool}: {}", dry.stdout);
        assert!(!project.path().join("incidents").exists());
        let run = import(&project, &[tool, "in"]).ok();
        assert!(run.stdout.contains("  upfront check\n"), "{}", run.stdout);
        assert_eq!(fs::read_to_string(project.path().join("incidents/.gitkeep")).unwrap(), "");
        project.run(&["check"]).ok();
        project.run(&["build"]).ok();
        let again = import(&project, &[tool, "in"]).ok();
        assert!(again.stdout.contains("wrote 0 files"), "{tool}: {}", again.stdout);
    }
    // Where there are records, nothing must keep the folder.
    let (project, _) = cstate("", &[("a", "resolved: true")]);
    assert!(!project.path().join("incidents/.gitkeep").exists());
}

#[test]
fn one_broken_file_stops_no_other() {
    let good = "---\ntitle: Good\ndate: 2021-08-16 12:00:00\nseverity: down\n---\n\nWords.\n";
    let statusfy =
        "---\ntitle: Good\ndate: 2021-08-16 12:00:00\nseverity: under-maintenance\n---\n\nWords.\n";
    let long = "x".repeat(33 * 1024 * 1024);
    for (bad, says) in [
        (
            &b"---\ntitle: Caf\xe9\n---\n"[..],
            "line 2: byte 14 is not UTF-8",
        ),
        (b"---\ntitle: \"Z\n---\n\nWords.\n", "bad.md:2"),
        (b"---\ntitle: Two: colons\n---\n", "bad.md:2"),
        (b"---\ntitle: A\ntitle: B\n---\n", "bad.md:3:1"),
        (b"---\ntitle: A\n\tdate: B\n---\n", "bad.md:2"),
        (
            b"---\n<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> x\n---\n",
            "bad.md:",
        ),
        (b"---\ntitle: &a A\n---\n", "bad.md:2"),
        (b"---\ntitle: [A\n---\n", "bad.md:"),
        (long.as_bytes(), "has 34603008 bytes"),
    ] {
        for (tool, folder, good) in [
            ("cstate", "in/content/issues", good),
            ("statusfy", "in/content", statusfy),
        ] {
            let project = Project::empty()
                .with("in/config.yml", "title: T\nbaseURL: https://t.example\n")
                .with(&format!("{folder}/good.md"), good);
            fs::write(project.path().join(folder).join("bad.md"), bad).unwrap();
            let run = import(&project, &[tool, "in"]).ok();
            let written = fs::read_to_string(project.path().join("incidents/2021/good.md"));
            assert!(written.unwrap().contains("title: Good"), "{says}");
            let told = format!("{}{}", run.stdout, report(&project));
            assert!(
                told.contains("Left out") && told.contains(says),
                "{tool}: {says}: {told}"
            );
            // Where nothing else is there, the source is refused for it.
            fs::remove_file(project.path().join(folder).join("good.md")).unwrap();
            let run = import(&project, &[tool, "in"]);
            assert_eq!(run.code, 1, "{says}: {}", run.stdout);
            assert!(run.stderr.contains("bad.md"), "{}", run.stderr);
        }
    }
    let incident = |id: &str, name: &str| {
        format!(
            "{{\"id\":\"{id}\",\"name\":\"{name}\",\"status\":\"resolved\",\"created_at\":\"2021-08-16T12:00:00Z\",\"incident_updates\":[{{\"id\":\"u{id}\",\"status\":\"resolved\",\"body\":\"x\",\"created_at\":\"2021-08-16T12:00:00Z\"}}]}}"
        )
    };
    let wrong = incident("b", "B").replace("\"name\":\"B\"", "\"name\":[1]");
    let updates = incident("b", "B").replace("\"body\":\"x\"", "\"body\":true");
    let good = incident("a", "Good");
    for (members, says) in [
        (
            "\"junk\"".to_string(),
            "incidents[1]: expected an object, found text",
        ),
        (
            "null".to_string(),
            "incidents[1]: expected an object, found nothing",
        ),
        (
            "[]".to_string(),
            "incidents[1]: expected an object, found a list",
        ),
        (
            "{\"name\":\"B\"}".to_string(),
            "incidents[1].id: an incident needs an id",
        ),
        (wrong, "incidents[1].name: expected text, found a list"),
        (
            updates,
            "incidents[1].incident_updates[0].body: expected text, found true or false",
        ),
        (incident("a", "B"), "a second incident with the id `a`"),
    ] {
        let project =
            Project::empty().with("in.json", format!("{{\"incidents\":[{good},{members}]}}"));
        import(&project, &["statuspage", "in.json"]).ok();
        let all = texts(&project);
        assert!(
            all.contains("title: Good") && !all.contains("title: B"),
            "{says}: {all}"
        );
        assert!(
            report(&project).contains(says),
            "{says}: {}",
            report(&project)
        );
    }
    let project = Project::empty()
        .with("in/a.json", format!("{{\"incidents\":[{good}]}}"))
        .with("in/b.json", "{\"incidents\":[")
        .with("in/c.json", "{\"incidents\":{}}");
    import(&project, &["statuspage", "in"]).ok();
    assert!(texts(&project).contains("title: Good"));
    let told = report(&project);
    assert!(
        told.contains("b.json:1:14: this is not JSON")
            && told.contains("incidents: expected a list, found an object (c.json)"),
        "{told}"
    );

    let event = |id: &str, ts: &str| {
        format!(
            "version: incident/v1\nid: {id}\nname: {id}\nimpact: minor\ntimeline:\n  - {{ts: {ts}, description: x}}\n"
        )
    };
    let project = Project::empty()
        .with("in/a.yml", event("a", "2021-08-16 12:00"))
        .with("in/b.yml", event("b", "soon"))
        .with("in/c.yml", "version: incident/v1\nid: \"c\n")
        .with("in/d.yml", event("a", "2021-08-17 12:00"));
    import(&project, &["stactus", "in"]).ok();
    let all = texts(&project);
    assert!(
        all.contains("title: a\n") && !all.contains("title: b\n"),
        "{all}"
    );
    let told = report(&project);
    for says in [
        "timeline[0].ts: `soon` is no time (b.yml)",
        "(c.yml:",
        "a second incident with the id `a` of a.yml (d.yml)",
    ] {
        assert!(told.contains(says), "{says}: {told}");
    }
}

#[test]
fn times_that_lie_ahead_are_named() {
    let said = "a time that lies ahead, which `upfront check` refuses until it has come";
    let year = jiff::Timestamp::now()
        .strftime("%Y")
        .to_string()
        .parse::<i32>()
        .unwrap()
        + 1;
    let feed = |year: i32| {
        entry_of("<title>T</title><content>Words.</content>").replace("2026", &year.to_string())
    };
    for (tool, name, text, ahead) in [
        ("feed", "in.xml", feed(year), true),
        ("feed", "in.xml", feed(2021), false),
        (
            "statuspage",
            "in.json",
            format!(
                "{{\"incidents\":[{{\"id\":\"a\",\"name\":\"A\",\"created_at\":\"2021-08-16T12:00:00Z\",\"incident_updates\":[{{\"id\":\"u\",\"status\":\"resolved\",\"body\":\"x\",\"created_at\":\"{year}-08-16T12:00:00Z\"}}]}}]}}"
            ),
            true,
        ),
        // A window may lie ahead, if it was announced before.
        (
            "statuspage",
            "in.json",
            format!(
                "{{\"incidents\":[{{\"id\":\"a\",\"name\":\"A\",\"scheduled_for\":\"{year}-08-16T12:00:00Z\",\"scheduled_until\":\"{year}-08-16T13:00:00Z\",\"created_at\":\"2021-08-16T12:00:00Z\",\"incident_updates\":[{{\"id\":\"u\",\"status\":\"scheduled\",\"body\":\"x\",\"created_at\":\"2021-08-16T12:00:00Z\"}}]}}]}}"
            ),
            false,
        ),
        (
            "stactus",
            "in.yml",
            format!(
                "version: incident/v1\nid: a\nname: A\nimpact: minor\ntimeline:\n  - {{ts: {year}-08-16 12:00, description: x}}\n"
            ),
            true,
        ),
    ] {
        let project = Project::empty().with(name, &text);
        let run = import(&project, &[tool, name]).ok();
        assert_eq!(run.stdout.contains(said), ahead, "{text}: {}", run.stdout);
        let check = project.run(&["check"]);
        assert_eq!(
            check.stderr.contains("time-ahead"),
            ahead,
            "{text}: {}",
            check.stderr
        );
        assert_eq!(
            report(&project).contains(&format!("{year}-08-16T12:00:00Z")),
            ahead && tool != "feed",
            "{text}"
        );
    }
}

#[test]
fn another_encoding_is_named_with_the_way_out() {
    for (head, from) in [
        (
            "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>",
            "ISO-8859-1",
        ),
        (
            "<?xml version='1.0' encoding='windows-1252'?>",
            "windows-1252",
        ),
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "WINDOWS-1252"),
        ("", "WINDOWS-1252"),
    ] {
        let project = Project::empty();
        let mut bytes = format!("{head}\n<rss><channel><title>Caf").into_bytes();
        bytes.extend(b"\xe9</title></channel></rss>");
        fs::write(project.path().join("in.xml"), bytes).unwrap();
        let run = import(&project, &["feed", "in.xml"]);
        assert_eq!(run.code, 1);
        let says = format!(
            "in.xml: line 2: byte {} is not UTF-8; import what `iconv -f {from} -t UTF-8` makes of it",
            head.len() + 25
        );
        assert!(run.stderr.contains(&says), "{}", run.stderr);
    }
}

fn statusfy(files: &[(&str, &str)]) -> (Project, Run) {
    let project = Project::empty()
        .with("in/locales/de.json", "{\"systems\":{\"items\":{\"web\":{\"title\":\"Webseite\"}}}}")
        .with(
            "in/content/one.md",
            "---\ntitle: Langsam\ndate: '2020-05-11T21:08:27.357Z'\nseverity: degraded-performance\naffectedsystems: [web]\nresolved: yes\n---\n\nWir schauen nach.\n\n::: update Resolved | 2020-05-11T22:00:00.000Z\nEs geht wieder.\n:::\n",
        );
    for (name, text) in files {
        project.write(&format!("in/{name}"), text);
    }
    let run = import(&project, &["statusfy", "in"]);
    (project, run)
}

#[test]
fn a_config_is_read_in_every_form() {
    let expected = "title: Beispiel Status\nurl: https://status.example.org/\ndescription: Wie es geht\nlanguages: [de]\ntimezone: UTC\nplatforms:\n  - {id: web, name: Webseite}\n  - {id: mail, name: mail}\n";
    for (name, text) in [
        (
            "config.js",
            "module.exports = {\n  \"title\": \"Beispiel Status\",\n  \"description\": \"Wie es geht\",\n  \"defaultLocale\": \"de\",\n  \"baseUrl\": \"https://status.example.org\",\n  \"content\": {\n    \"frontMatterFormat\": \"yaml\",\n    \"systems\": [\n      // it's the server, [really]\n      'web',\n      'mail'\n    ]\n  }\n}\n",
        ),
        (
            "config.js",
            "// title: 'No'\nexport default {\n  title: `Beispiel Status`, description: 'Wie es geht', defaultLocale: 'de',\n  /* baseUrl: 'https://no.example', */ baseUrl: 'https://status.example.org',\n  contentConfig: { systems: ['web', /* 'no', */ 'mail',], },\n};\n",
        ),
        (
            "config.js",
            "module.exports = { rules: [{ test: /['\"]/, use: a / 2 }, { test: /[/'`]\\/\"/gi }], head: () => `<a ${x ? `'` : \"}\"}`, title: 'Beispiel Status', description: 'Wie es geht', defaultLocale: 'de', baseUrl: 'https://status.example.org', content: { systems: ['web', 'mail'] } }",
        ),
        (
            "statusfy.config.js",
            "module.exports = { title: 'Beispiel Status', 'description': 'Wie es geht', defaultLocale: 'de', baseUrl: 'https://status.example.org', content: { systems: ['web', 'mail'] }, theme: { title: 'No' } }",
        ),
        (
            "config.yml",
            "title: Beispiel Status\ndescription: Wie es geht\ndefaultLocale: de\nbaseUrl: https://status.example.org\ncontent:\n  systems:\n    - web # the site\n    - mail\n",
        ),
        (
            "config.toml",
            "title = \"Beispiel Status\"\ndescription = 'Wie es geht'\ndefaultLocale = \"de\"\nbaseUrl = \"https://status.example.org\"\n[content]\nsystems = [\n  \"web\", # the site\n  \"mail\",\n]\n",
        ),
        (
            "config.yaml",
            "{title: Beispiel Status, description: Wie es geht, defaultLocale: de, baseUrl: 'https://status.example.org', content: {systems: [web, mail]}}\n",
        ),
    ] {
        let (project, run) = statusfy(&[(name, text)]);
        let run = run.ok();
        let status = fs::read_to_string(project.path().join("status.yml")).unwrap();
        assert_eq!(status, expected, "{name}\n{text}\n{}", run.stdout);
        assert_eq!(headings(&only(&project)), ["2020-05-11 22:00 Resolved"]);
    }
}

#[test]
fn what_a_config_says_beyond_that_is_named() {
    let (project, run) = statusfy(&[
        (
            "config.js",
            "module.exports = {title: 'A', baseUrl: process.env.URL, theme: {x: 1}, locales: [{code: 'en'}, {code: 'es'}], content: {systems: ['web', ...more]}}",
        ),
        ("config.toml.txt", ""),
        ("statusfy.config.js", "module.exports = {}"),
    ]);
    run.ok();
    let report = report(&project);
    for line in [
        "config: baseUrl, which only the program can say (config.js)",
        "config: content.systems.1, which only the program can say (config.js)",
        "config: theme (config.js)",
        "the language `es`, which has no incidents (config.js)",
        "a second config: config.js counts (statusfy.config.js)",
    ] {
        assert!(report.contains(line), "{line}: {report}");
    }
    let (_, run) = statusfy(&[("config.toml", "title = \"A\"\nbaseUrl = \n")]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("config.toml:2:1"), "{}", run.stderr);
    let (project, run) = statusfy(&[("config.js", "module.exports = require('./other')")]);
    run.ok();
    assert!(super::own(&project).contains_key("incidents/2020/one.md"));
    assert!(self::report(&project).contains("the config, in which no object is exported"));
}

#[test]
fn a_list_that_is_not_read_is_named() {
    let summary = "{\"page\":{\"name\":\"A\",\"url\":\"https://a.example\",\"status\":\"HASISSUES\"},\"activeIncidents\":[{\"id\":\"x\",\"name\":\"Down\"},{\"id\":\"y\",\"name\":\"Slow\"}],\"activeMaintenances\":[{\"id\":\"z\"}],\"empty\":[],\"meta\":{\"a\":1}}";
    let project = Project::empty().with("summary.json", summary);
    let run = import(&project, &["statuspage", "summary.json"]).ok();
    for line in [
        "Left out: 2\n",
        "  the list `activeIncidents`, which is not read (2 in it) (summary.json)\n",
        "  the list `activeMaintenances`, which is not read (1 in it) (summary.json)\n",
    ] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
    let whole = report(&project);
    assert!(
        whole.contains("meta (summary.json)") && !whole.contains("`empty`"),
        "{whole}"
    );
}

/// Answers each path with a status, a place to go on to, and a body.
fn server(answers: Vec<(&'static str, String)>) -> (u16, std::thread::JoinHandle<Vec<String>>) {
    use std::io::{BufRead, BufReader, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let thread = std::thread::spawn(move || {
        let mut asked = Vec::new();
        for _ in 0.. {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let path = line.split(' ').nth(1).unwrap_or("").to_string();
            let mut header = String::new();
            while reader.read_line(&mut header).unwrap() > 2 {
                header.clear();
            }
            if path == "/end" {
                break;
            }
            let to = answers.iter().find(|(known, _)| *known == path);
            let answer = match to {
                Some((_, to)) if to.starts_with('<') => format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{to}",
                    to.len()
                ),
                Some((_, to)) => format!(
                    "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                ),
                None => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .to_string(),
            };
            let _ = stream.write_all(answer.as_bytes());
            asked.push(path);
        }
        asked
    });
    (port, thread)
}

#[test]
fn an_address_that_another_leads_to_is_judged_like_one_that_was_named() {
    let feed = "<rss version=\"2.0\"><channel><title>S</title><item><title>Late</title><guid>a</guid><pubDate>Sun, 15 Oct 2017 06:45:00 GMT</pubDate></item></channel></rss>".to_string();
    let (other_port, other) = server(vec![("/feed", feed.clone()), ("/secret", feed)]);
    let there = format!("http://127.0.0.1:{other_port}");
    let (port, first) = server(vec![
        ("/moved", "/again".to_string()),
        ("/again", format!("{there}/feed")),
        (
            "/plain",
            "http://status.example.org/history.rss".to_string(),
        ),
        ("/other", "http://192.0.2.1/history.rss".to_string()),
        (
            "/words",
            format!("http://me:word@127.0.0.1:{other_port}/secret"),
        ),
        ("/file", "file:///etc/passwd".to_string()),
        ("/ftp", "ftp://status.example.org/x".to_string()),
        ("/round", "/round".to_string()),
    ]);
    let here = format!("http://127.0.0.1:{port}");
    let project = Project::empty();
    let asked = |path: &str| import(&project, &["feed", &format!("{here}{path}"), "--dry-run"]);
    asked("/moved").ok();
    for (path, code, says) in [
        (
            "/plain",
            2,
            "leads on to another address: http://status.example.org/history.rss is fetched over https only",
        ),
        (
            "/other",
            2,
            "leads on to another address: http://192.0.2.1/history.rss is fetched over https only",
        ),
        (
            "/words",
            2,
            "leads on to another address: an address with a name or password in it is not fetched",
        ),
        ("/file", 2, "is fetched over https only"),
        ("/ftp", 2, "is fetched over https only"),
        ("/round", 3, "leads on to more than 5 other addresses"),
        ("/nothing", 3, "404"),
    ] {
        let run = asked(path);
        assert_eq!(run.code, code, "{path}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(says), "{path}: {}", run.stderr);
        assert!(!run.stderr.contains("word@"), "{}", run.stderr);
    }
    for port in [port, other_port] {
        use std::io::Write;
        let mut end = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
        end.write_all(b"GET /end HTTP/1.1\r\n\r\n").unwrap();
    }
    assert_eq!(other.join().unwrap(), ["/feed"]);
    assert_eq!(
        first
            .join()
            .unwrap()
            .iter()
            .filter(|p| *p == "/round")
            .count(),
        6
    );
}
