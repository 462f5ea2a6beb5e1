//! What is read of a project: the last that fits, the first that is refused, and where the
//! findings stand.

use std::fs;

use crate::support::{self, Project};
use upfront::diagnostic::Diagnostic;
use upfront::model::{Level, Model, RuleId, State, Weights};
use upfront::source::ReadCache;

/// A site with one platform and these settings.
fn settings(more: &str) -> Project {
    let least = "title: x\nurl: https://x.example/\n";
    let platforms = if more.contains("platforms:") {
        ""
    } else {
        "platforms: [web]\n"
    };
    Project::empty().with("status.yml", format!("{least}{platforms}{more}"))
}

fn found(project: &Project) -> Vec<Diagnostic> {
    upfront::source::load(project.path()).found
}

/// Codes of what is found, in the order of the text.
fn codes(project: &Project) -> String {
    let codes: Vec<_> = found(project).iter().map(|d| d.code).collect();
    codes.join(" ")
}

fn model(project: &Project) -> Model {
    let loaded = upfront::source::load(project.path());
    loaded
        .model
        .unwrap_or_else(|| panic!("{:#?}", loaded.found))
}

const TAGS: &str =
    "en, fr, de, es, it, pt, nl, sv, da, fi, nb, pl, cs, sk, hu, ro, bg, el, tr, uk, ru, ja";

#[test]
fn settings_end_where_they_say() {
    let tags = |count: usize| {
        let tags: Vec<&str> = TAGS.split(", ").take(count).collect();
        format!("languages: [{}]\n", tags.join(", "))
    };
    let id = |count: usize| format!("platforms: [{{id: {}}}]\n", "x".repeat(count));
    for (more, expected) in [
        (tags(20), ""),
        (tags(21), "languages-bad"),
        (tags(22), "languages-bad"),
        ("languages: []\n".to_string(), "languages-bad"),
        ("languages: [en, fr, en]\n".to_string(), "language-twice"),
        (id(60), ""),
        (id(61), "empty-value id-bad"),
    ] {
        assert_eq!(codes(&settings(&more)), expected, "{more}");
    }
}

#[test]
fn numbers_end_where_they_say() {
    for (more, expected) in [
        ("uptime: {days: 1}", ""),
        ("uptime: {days: 366}", ""),
        ("uptime: {days: 0}", "number-bad"),
        ("uptime: {days: 367}", "number-bad"),
        ("uptime: {days: 1.5}", "number-bad"),
        (
            "uptime: {weights: {major_outage: 1, partial_outage: 0}}",
            "",
        ),
        ("uptime: {weights: {major_outage: 1.1}}", "number-bad"),
        ("check: {review_days: 1}", ""),
        ("check: {review_days: 365}", ""),
        ("check: {review_days: 0}", "number-bad"),
        ("check: {review_days: 366}", "number-bad"),
        ("check: {review_days: 1.5}", "number-bad"),
        ("check: {sentence_words: 5}", ""),
        ("check: {sentence_words: 200}", ""),
        ("check: {sentence_words: 4}", "number-bad"),
        ("check: {leaks: ['x{1000}{1000}{1000}']}", "pattern-bad"),
        ("check: {first_word: {huge: 5m}}", "unknown-key"),
    ] {
        assert_eq!(codes(&settings(&format!("{more}\n"))), expected, "{more}");
    }
}

#[test]
fn addresses_hold_nothing_secret_and_lead_to_a_host() {
    for (address, expected) in [
        ("https://help.example/a?b#c", ""),
        ("http://help.example/", ""),
        ("ftp://help.example/", "url-bad"),
        ("mailto:help@help.example", "url-bad"),
        ("https://me@help.example/", "url-bad"),
        ("https://:secret@help.example/", "url-bad"),
    ] {
        let project = settings(&format!("support: {address}\n"));
        assert_eq!(codes(&project), expected, "{address}");
    }
    for (hub, expected) in [
        ("https://hub.example/", ""),
        ("http://hub.example/", "websub-bad"),
        ("https://hub.example/#x", "websub-bad"),
    ] {
        assert_eq!(
            codes(&settings(&format!("websub: {hub}\n"))),
            expected,
            "{hub}"
        );
    }
    let long = |count: usize| format!("id: {}\n", "x".repeat(count));
    for (more, expected) in [
        (long(253), ""),
        (long(254), "id-bad"),
        ("id: Status.Example\n".to_string(), ""),
        ("id: a_b\n".to_string(), "id-bad"),
    ] {
        assert_eq!(codes(&settings(&more)), expected, "{more}");
    }
    let project = Project::empty().with(
        "status.yml",
        "title: x\nurl: https://x.example/status?a=b#c\nplatforms: [web]\nid: Status.Example\n",
    );
    let site = model(&project).site;
    assert_eq!(site.url.as_str(), "https://x.example/status/");
    assert_eq!(site.id, "status.example");
}

#[test]
fn what_settings_mean() {
    // YAML reads `false` where others write `off`.
    let site = model(&settings("check: {rules: {C14: false, C15: off}}\n")).site;
    for rule in [14, 15] {
        assert_eq!(site.check.levels.get(&RuleId(rule)), Some(&Level::Off));
    }
    for (word, weights) in [
        ("statuspage", Weights::Statuspage),
        ("incident_io", Weights::IncidentIo),
        ("openstatus", Weights::Openstatus),
        (
            "{major_outage: 0.5}",
            Weights::Own(vec![(State::MajorOutage, 0.5)]),
        ),
    ] {
        let site = model(&settings(&format!("uptime: {{weights: {word}}}\n"))).site;
        assert_eq!(site.uptime.weights, weights, "{word}");
    }
    // Platforms outside of groups stand together as long as no group comes between.
    let platforms = "platforms: [a, b, {group: G, platforms: [c]}, d, e]\n";
    let site = model(&settings(platforms)).site;
    let groups = site.groups.iter();
    let groups: Vec<_> = groups
        .map(|g| (g.named.is_some(), g.platforms.len()))
        .collect();
    assert_eq!(groups, [(false, 2), (true, 1), (false, 2)]);
    // Nothing is proposed where nothing of a name can be kept.
    let found = found(&settings("platforms: [{id: '!!!'}]\n"));
    let bad = found.iter().find(|d| d.code == "id-bad").unwrap();
    assert_eq!(bad.help, [""; 0]);
}

/// A file that says what it must.
const PLAIN: &str = "---\ntitle: Music does not play\naffected: {ios: major outage}\n---\n\n## 2024-11-20 14:20 Investigating\n\nSongs do not start.\n";

/// A file with this front matter, below a title, and these updates.
fn incident(front: &str, timeline: &str) -> Project {
    let text = format!("---\ntitle: x\n{front}\n---\n\n{timeline}");
    Project::new().with("incidents/a.md", text)
}

const BEGAN: &str = "began: 2024-11-20 14:02\naffected: {web: major outage}";

#[test]
fn updates_run_forward() {
    for (timeline, expected) in [
        ("## 14:20 Monitoring\n\n## 14:30 Monitoring\n", ""),
        (
            "## 14:20 Monitoring\n\n## 14:30 Investigating\n",
            "status-backwards",
        ),
        ("## 14:20 Resolved\n\n## 14:30 Resolved\n", ""),
        (
            "## 14:20 Resolved\n\n## 14:30 False alarm\n",
            "status-backwards",
        ),
        (
            "## 14:20 Update\n\n```update\ncorrected: No.\ncorrected_at: 14:20\n```\n",
            "",
        ),
        (
            "## 14:20 Update\n\n```update\ncorrected: No.\ncorrected_at: 2024-11-20 14:19\n```\n",
            "time-backwards",
        ),
        (
            "## 14:20 Update\n\n```update\nnext_update: 2024-11-20 14:20\n```\n",
            "time-backwards",
        ),
        (
            "## 14:20 Update\n\n```update\nnext_update: 14:21\n```\n",
            "",
        ),
    ] {
        assert_eq!(codes(&incident(BEGAN, timeline)), expected, "{timeline}");
    }
    let ended = |time| incident(&format!("{BEGAN}\nended: 2024-11-20 {time}"), "");
    assert_eq!(codes(&ended("14:02")), "");
    assert_eq!(codes(&ended("14:01")), "time-backwards");
    // Nothing behind `affected:` yet: nothing is affected.
    assert_eq!(
        codes(&incident("began: 2024-11-20 14:02\naffected:", "")),
        ""
    );
    let notice = "kind: notice\nbegan: 2024-11-20 14:02";
    assert_eq!(
        codes(&incident(notice, "## 14:20 Review\n")),
        "unknown-status"
    );
    assert_eq!(codes(&incident(BEGAN, "## 14:20 Review\n")), "");
}

#[test]
fn words_end_where_they_say() {
    for (key, fits, too_long) in [
        ("short", 280, "short-too-long"),
        ("id", 120, "id-bad"),
        ("aliases", 120, "alias-bad"),
    ] {
        for (length, expected) in [(fits, ""), (fits + 1, too_long)] {
            let front = format!("{BEGAN}\n{key}: {}", "x".repeat(length));
            assert_eq!(codes(&incident(&front, "")), expected, "{key}: {length}");
        }
    }
}

/// The one finding, and the words that it marks.
fn marked(project: &Project) -> (&'static str, String) {
    let found = found(project);
    let [one] = &found[..] else {
        panic!("{found:#?}")
    };
    let marked = &one.place.file.text[one.place.span.clone()];
    (one.code, marked.to_string())
}

#[test]
fn files_end_where_they_say() {
    let limit = 1024 * 1024;
    let front = format!("---\ntitle: x\n{BEGAN}\n---\n\nLast: ");
    for (length, expected) in [(limit, ""), (limit + 1, "file-too-large")] {
        let text = front.clone() + &"x".repeat(length - front.len());
        let project = Project::new().with("incidents/a.md", &text);
        assert_eq!(codes(&project), expected, "{length}");
        if expected.is_empty() {
            let summary = model(&project).incidents[0].summary.clone().unwrap();
            assert_eq!(
                summary.original().0.len(),
                length - front.len() + "Last: ".len()
            );
        }
    }
    let keys = format!("title: x\n{BEGAN}\n# ");
    for (length, expected) in [(65_536, ""), (65_537, "front-matter-too-large")] {
        let text = keys.clone() + &"x".repeat(length - keys.len() - 1);
        let project = Project::new().with("incidents/a.md", format!("---\n{text}\n---\n"));
        assert_eq!(codes(&project), expected, "{length}");
    }
    for (length, expected) in [(120, ""), (121, "name-too-long")] {
        let name = format!("incidents/{}.md", "n".repeat(length));
        let project = Project::new().with(&name, format!("---\ntitle: x\n{BEGAN}\n---\n"));
        assert_eq!(codes(&project), expected, "{length}");
    }
    for (count, more) in [(100, None), (101, Some("1 more")), (150, Some("50 more"))] {
        let keys: String = (0..count).map(|n| format!("k{n}: 1\n")).collect();
        let found = found(&incident(&format!("{BEGAN}\n{keys}"), ""));
        assert_eq!(found.len(), 100);
        let help = found.last().unwrap().help.last();
        let told = help.and_then(|help| help.strip_suffix(" in this file are not shown"));
        assert_eq!(told, more);
    }
}

#[test]
fn findings_mark_what_they_are_about() {
    let line = "##14:30 Identified";
    let project = incident(
        BEGAN,
        &format!("## 14:20 Investigating\n\nx\n{line}\n\ny\n"),
    );
    assert_eq!(marked(&project), ("heading-space", line.to_string()));
    // Four spaces make code of it.
    for (indent, expected) in [("   ", "heading-space"), ("    ", "update-not-heading")] {
        let timeline = format!("## 14:20 Investigating\n\n{indent}{line}\n");
        assert_eq!(codes(&incident(BEGAN, &timeline)), expected, "{indent:?}");
    }
    let project = incident(BEGAN, "x \u{1} y\n");
    assert_eq!(marked(&project), ("control-character", "?".to_string()));
    let text = [b"---\ntitle: ".as_slice(), b"\xff abc\n---\n"].concat();
    let project = Project::new().with("incidents/a.md", text);
    assert_eq!(
        marked(&project),
        ("encoding-not-utf-8", "\u{FFFD}".to_string())
    );
    for (heading, word) in [
        ("**14h20** Investigating", "14h20"),
        ("Investigating **14h20**", "14h20"),
    ] {
        let project = incident(BEGAN, &format!("## {heading}\n"));
        assert_eq!(marked(&project), ("time-unreadable", word.to_string()));
    }
    // Help is about what was written.
    let help = |began: &str| {
        found(&incident(&format!("began: {began}"), ""))[0]
            .help
            .clone()
    };
    assert_eq!(help("soon"), [""; 0]);
    assert!(help("2024-11-20 14:20 CET")[0].contains("offset"));
    assert!(help("2:20 pm")[0].contains("14:20"));
}

#[test]
fn what_is_no_incident_is_passed_over_or_named() {
    for dropping in [
        ".hidden.md",
        "a.md~",
        "#a.md#",
        "a.swp",
        "a.swo",
        "a.tmp",
        "a.bak",
        "a.orig",
        "Thumbs.db",
    ] {
        assert!(upfront::source::is_dropping(dropping), "{dropping}");
    }
    for file in ["a.md", "#a.md", "a.md#", "~a.md", "swp", "thumbs.db"] {
        assert!(!upfront::source::is_dropping(file), "{file}");
    }
    for (path, expected) in [
        ("incidents/.hidden.md", "left-out"),
        ("incidents/a.md~", ""),
        ("incidents/.git/a.md", ""),
        ("incidents/notes.txt", "left-out"),
        ("incidents/a.markdown", "name-extension"),
        ("incidents/a.Md", "name-extension"),
        ("incidents/a.md/b.txt", "not-a-file left-out"),
        ("static/a.md/b.txt", ""),
        ("status.yml/x", "not-a-file"),
    ] {
        let project = match path {
            "status.yml/x" => Project::empty(),
            _ => Project::new(),
        };
        assert_eq!(codes(&project.with(path, "x")), expected, "{path}");
    }
    assert_eq!(codes(&Project::empty()), "no-project");
}

/// Nobody reads these, and a person may think so: each is named, with a way out, and the
/// site is built all the same.
#[test]
fn what_nobody_reads_is_named_once_and_stops_nothing() {
    for (at, (path, told, way_out)) in [
        (
            "incidents/x.md.txt",
            "is not read: incident files end in `.md`",
            "rename it to `x.md`",
        ),
        (
            "incidents/2026/x.MD.TXT",
            "is not read",
            "rename it to `x.md`",
        ),
        (
            "incidents/x.txt",
            "is not read",
            "if it is an incident, rename it to `x.md`",
        ),
        ("incidents/x.mdx", "is not read", "rename it to `x.md`"),
        ("incidents/x.mdown", "is not read", "rename it to `x.md`"),
        ("incidents/x", "is not read", "a name that ends in `.md`"),
        ("incidents/graph.PNG", "is not read", "stands in static/"),
        (
            "incidents/x.docx",
            "is not read",
            "a name that ends in `.md`",
        ),
        ("incidents/.x.md", "begins with a dot", "`draft: true`"),
        (
            "static/.htaccess",
            "is not published: its name begins with a dot",
            "another name",
        ),
        (
            "static/.env",
            "is not published",
            "`static/.well-known/` alone",
        ),
        (
            "static/deep/.well-known/x",
            "static/deep/.well-known is not published",
            "another name",
        ),
        (
            "static/.secret/x.txt",
            "static/.secret is not published",
            "another name",
        ),
        (
            "static/.well-known/.htaccess",
            "is not published",
            "another name",
        ),
        (
            "status.yaml",
            "status.yaml is not read",
            "the name `status.yml`",
        ),
        (
            "Status.yml",
            "Status.yml is not read",
            "the name `status.yml`",
        ),
        (
            "status.yml.txt",
            "status.yml.txt is not read",
            "the name `status.yml`",
        ),
        ("Static/x.txt", "Static is not read", "the name `static`"),
        (
            "template/home.html",
            "template is not read",
            "the name `templates`",
        ),
        (
            "templates/hom.html",
            "no template has the name templates/hom.html",
            "did you mean `templates/home.html`?",
        ),
        (
            "templates/partials/card.htm",
            "no template has the name",
            "did you mean `templates/partials/card.html`?",
        ),
        (
            "templates/style.scss",
            "no template has the name",
            "`templates/style.css`?",
        ),
        (
            "templates/0/1",
            "no template has the name",
            "an `include` of this one",
        ),
        (
            "templates/locales/es.ftl",
            "is of no language of this site",
            "en, fr",
        ),
        (
            "templates/locales/fr.txt",
            "is of no language of this site",
            "en, fr",
        ),
        (
            "templates/scenarios/ours.de.md",
            "is of no language of this site",
            "en, fr",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let text = match path {
            "templates/scenarios/ours.de.md" => "---\nlabel: X\nstatus: investigating\n---\n\nX.\n",
            path if path.starts_with("templates/locales/") => "home = Start\n",
            _ => "x",
        };
        let project = Project::new()
            .with("incidents/a.md", PLAIN)
            .with(path, text);
        let built = at % 6 == 0;
        let verbs: &[&str] = match path {
            _ if built => &["build", "check"],
            // Found by whoever makes pages.
            path if path.starts_with("templates/") => &["check"],
            _ => &[],
        };
        if !path.starts_with("templates/") {
            assert_eq!(codes(&project), "left-out", "{path}");
            let one = found(&project).remove(0);
            assert!(one.message.contains(told), "{path}: {}", one.message);
            let ways = format!("{} {}", one.expected, one.help.join(" "));
            assert!(ways.contains(way_out), "{path}: {ways}");
        }
        for verb in verbs {
            let run = project.run(&[verb, "--now", "2024-11-21T12:00:00Z"]);
            let all = format!("{}{}", run.stdout, run.stderr);
            assert_ne!(run.code, 2, "{path}: {all}");
            assert_ne!(run.code, 3, "{path}: {all}");
            let named = run.stderr.matches("warning[left-out]").count();
            assert_eq!(named, 1, "{verb} {path}: {all}");
            assert!(run.stderr.contains(told), "{verb} {path}: {all}");
            assert!(run.stderr.contains(way_out), "{verb} {path}: {all}");
        }
        let page = project.path().join("site/incidents/a.html");
        assert_eq!(page.is_file(), built, "{path}");
    }
}

#[test]
fn droppings_of_editors_and_systems_go_without_a_word() {
    let mut project = Project::new().with("incidents/a.md", PLAIN);
    for name in [
        ".DS_Store",
        "._a.md",
        ".#a.md",
        ".a.md.swp",
        "a.md~",
        "#a.md#",
        "a.md.bak",
        "a.md.orig",
        "a.md.tmp",
        "Thumbs.db",
        ".gitkeep",
        ".a.md.kate-swp",
        ".goutputstream-AB12CD",
        ".nfs0001",
        ".~lock.a.md#",
        ".git/HEAD",
        ".a.md.upfront-new",
        "a.md.swx",
        ".a.md.swx",
        "desktop.ini",
        "ehthumbs.db",
        "Icon\r",
        "@eaDir/a.md@SynoEAStream",
        "$RECYCLE.BIN/desktop.ini",
    ] {
        for folder in ["incidents", "static", "templates"] {
            project = project.with(&format!("{folder}/{name}"), "x");
        }
    }
    // What a program that writes a file leaves beside it.
    for name in [
        "4913",
        "5036",
        "sedAbC123",
        "a.md.part",
        "a.md.save",
        "a.md.save.1",
        "a.md.sb-1a2b3c4d-AbCdEf",
    ] {
        project = project.with(&format!("incidents/{name}"), "x");
        if !name.ends_with(".part") {
            project = project.with(&format!("templates/{name}"), "x");
        }
    }
    // Of a folder the name says nothing.
    project = project.with("incidents/5159/b.save/b.md", PLAIN);
    let run = project
        .run(&["build", "--now", "2024-11-21T12:00:00Z"])
        .ok();
    assert_eq!(run.stderr, "");
    for name in ["@eaDir", "desktop.ini", "Icon\r"] {
        assert!(!project.path().join("site").join(name).exists(), "{name}");
    }
    assert!(project.site("incidents/b.html").contains("Music"));
    for name in [
        "4914",
        "sedation",
        "sedate",
        "save",
        "part",
        "sb-1",
        "a.md.savex",
        "desktop.inis",
    ] {
        let project = Project::new().with(&format!("incidents/{name}"), "x");
        assert_eq!(codes(&project), "left-out", "{name}");
    }
    // Helpers of a template that is replaced, copies of ours, and words about the folder.
    let home = fs::read_to_string(support::repository().join("templates/home.html")).unwrap();
    let spanish = fs::read_to_string(support::repository().join("templates/locales/es.ftl"));
    let project = Project::new()
        .with(
            "templates/home.html",
            home.replacen(
                "{% endblock",
                "{% include \"partials/ours.html\" %}{% endblock",
                1,
            ),
        )
        .with("templates/partials/ours.html", "<p>Ours</p>")
        .with("templates/locales/es.ftl", spanish.unwrap())
        .with("templates/locales/fr.ftl", "")
        .with("templates/README.md", "How we made it.");
    let run = project
        .run(&["build", "--now", "2024-11-21T12:00:00Z"])
        .ok();
    assert_eq!(run.stderr, "");
}

/// A name that is taken is offered to nobody.
#[test]
fn no_file_is_to_be_written_over() {
    for (name, meant) in [
        ("a.md.rej", "a.md"),
        ("a.md.old", "a.md"),
        ("a.md.txt", "a.md"),
        ("a.txt", "a.md"),
        ("2026/a.mdx", "a.md"),
    ] {
        let folder = name
            .rsplit_once('/')
            .map_or(String::new(), |(f, _)| format!("{f}/"));
        for there in [true, false] {
            let mut project = Project::new().with(&format!("incidents/{name}"), "x");
            if there {
                project = project.with(&format!("incidents/{folder}{meant}"), PLAIN);
            }
            let found = found(&project);
            assert_eq!(found.len(), 1, "{name}: {found:?}");
            let help = found[0].help.join("\n");
            assert_eq!(
                help.contains("rename it to `a.md`"),
                !there,
                "{name}: {help}"
            );
            assert_eq!(help.contains("`a.md` is there"), there, "{name}: {help}");
        }
    }
}

/// One finding, and no panic, where a folder of ours is a file.
#[test]
fn folders_that_are_files_are_named_once() {
    for folder in ["incidents", "templates", "static"] {
        let project = Project::new();
        let _ = fs::remove_dir(project.path().join(folder));
        let project = project.with(folder, "x");
        assert_eq!(codes(&project), "not-a-file", "{folder}");
        let run = project.run(&["new", "--title", "B", "-m", "Words.", "--urgent"]);
        assert!(!run.stderr.contains("panicked"), "{folder}: {}", run.stderr);
    }
}

#[test]
fn many_that_nobody_reads_are_counted() {
    let mut project = Project::new().with("incidents/a.md", PLAIN);
    for n in 0..25 {
        project = project.with(&format!("incidents/{n:02}.txt"), "x");
    }
    let run = project
        .run(&["build", "--now", "2024-11-21T12:00:00Z"])
        .ok();
    assert_eq!(run.stderr.matches("warning[left-out]").count(), 10);
    assert!(
        run.stderr.contains("so it is with 15 more in incidents/"),
        "{}",
        run.stderr
    );
}

/// `incidents/` holds files at any depth, and so do the other folders.
#[test]
fn no_depth_hides_a_file() {
    for depth in [1, 31, 32, 33, 100, 400] {
        let folders = "d/".repeat(depth);
        let project = Project::new()
            .with(&format!("incidents/{folders}deep.md"), PLAIN)
            .with(&format!("static/{folders}deep.txt"), "deep");
        project
            .run(&["build", "--now", "2024-11-21T12:00:00Z"])
            .ok();
        assert!(
            project.site("incidents/deep.html").contains("Music"),
            "{depth}"
        );
        assert_eq!(project.site(&format!("{folders}deep.txt")), "deep");
    }
}

#[test]
fn the_well_known_folder_is_published() {
    let project = Project::new()
        .with(
            "static/.well-known/security.txt",
            "Contact: mailto:a@example.com\n",
        )
        .with("static/.well-known/acme/x", "y");
    let build = ["build", "--now", "2024-11-21T12:00:00Z"];
    let run = project.run(&build).ok();
    assert_eq!(run.stderr, "");
    assert_eq!(
        project.site(".well-known/security.txt"),
        "Contact: mailto:a@example.com\n"
    );
    assert_eq!(project.site(".well-known/acme/x"), "y");
    project.write(
        "static/.well-known/security.txt",
        "Contact: https://example.com/\n",
    );
    fs::remove_dir_all(project.path().join("static/.well-known/acme")).unwrap();
    project.run(&build).ok();
    assert_eq!(
        project.site(".well-known/security.txt"),
        "Contact: https://example.com/\n"
    );
    assert!(!project.path().join("site/.well-known/acme/x").exists());
}

#[test]
fn what_a_project_holds_beside_incidents() {
    let project = Project::new()
        .with("templates/home.html", "x")
        .with("templates/sub.html/x.txt", "x")
        .with("static/pic.svg", "x")
        .with(upfront::source::LEDGER, "x\n");
    let loaded = upfront::source::load(project.path());
    let names: Vec<_> = loaded
        .templates
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["home.html", "sub.html/x.txt"]);
    let names: Vec<_> = loaded
        .statics
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["pic.svg"]);
    assert_eq!(
        loaded.ledger.map(|file| file.text.clone()).as_deref(),
        Some("x\n")
    );
    assert!(loaded.model.is_some());
    // Without its templates, what is wrong with them is forgotten, and nothing else.
    let project = Project::new()
        .with("templates/bad.html", b"\xff")
        .with("incidents/bad.md", "x");
    let mut loaded = upfront::source::load(project.path());
    assert_eq!(loaded.found.len(), 2);
    loaded.ignore_templates();
    assert!(loaded.templates.is_empty());
    let left: Vec<_> = loaded.found.iter().map(|d| d.code).collect();
    assert_eq!(left, ["front-matter-missing"]);
}

#[test]
fn a_broken_file_is_left_out_for_writers() {
    let good = format!("---\ntitle: x\n{BEGAN}\n---\n");
    let broken = good.replace("title", "colour: red\ntitle");
    let project = Project::new()
        .with("incidents/a.md", &good)
        .with("incidents/b.md", broken);
    let reading = upfront::source::reading(project.path(), None);
    let names: Vec<_> = reading.incidents.iter().map(|i| i.name.as_str()).collect();
    assert_eq!(names, ["a"]);
    assert_eq!(reading.found.len(), 1);
}

#[test]
fn every_file_has_its_digest() {
    let text = |title: &str| format!("---\ntitle: {title}\n{BEGAN}\n---\n");
    let project = Project::new()
        .with("incidents/a.md", text("x"))
        .with("incidents/b.md", text("x"));
    let digests =
        || upfront::source::load_for_build(project.path(), |_| ReadCache::default()).digests;
    let before = digests();
    assert_eq!(before.len(), 2);
    assert_ne!(before["incidents/a.md"], before["incidents/b.md"]);
    project.write("incidents/a.md", text("y"));
    let after = digests();
    assert_ne!(before["incidents/a.md"], after["incidents/a.md"]);
    assert_eq!(before["incidents/b.md"], after["incidents/b.md"]);
}

#[test]
fn every_value_has_its_place() {
    let block = "```update\nregions: [fr]\nnext_update: 14:50\n```\n";
    let project = incident(BEGAN, &format!("## 14:20 Investigating\n\n{block}"));
    let loaded = upfront::source::load(project.path());
    let source = loaded.places[0].source();
    let text = |place: upfront::diagnostic::Place| place.file.text[place.span].to_string();
    assert_eq!(text(source.place_of("began")), "2024-11-20 14:02");
    assert_eq!(text(source.place_of("title")), "x");
    assert_eq!(text(source.place_of("short")), "---");
    assert_eq!(text(source.heading(0)), "## 14:20 Investigating");
    assert_eq!(text(source.heading(1)), "---");
    let update = source.update(0).unwrap();
    let promised = update.field("next_update").unwrap();
    assert_eq!(text(source.place(promised.value.span.clone())), "14:50");
    assert!(update.field("short").is_none());
}

#[test]
fn one_file_is_read_anew_where_no_more_follows_from_it() {
    let text = format!("---\ntitle: x\n{BEGAN}\n---\n\n## 14:20 Investigating\n\nWords.\n");
    let renewed = |changed: &str| {
        let project = Project::new()
            .with("incidents/a.md", &text)
            .with("incidents/b.md", &text);
        let mut loaded = upfront::source::load_for_build(project.path(), |_| ReadCache::default());
        let mut model = loaded.model.take().unwrap();
        let before = loaded.digests.clone();
        project.write("incidents/a.md", changed);
        let renewed = loaded.renew(&mut model, project.path(), &["incidents/a.md"].into());
        let words = model.incidents.iter().find(|i| i.name == "a").unwrap();
        let words = words.updates[0].body.original().0.clone();
        assert_eq!(renewed.is_some(), loaded.digests != before, "{changed}");
        (renewed, words)
    };
    let other = text.replace("Words", "Other words");
    assert_eq!(renewed(&other), (Some(1), "Other words.".to_string()));
    for more in [
        "id: other\n",
        "aliases: [old]\n",
        "draft: true\n",
        "colour: red\n",
    ] {
        let changed = other.replace("began:", &format!("{more}began:"));
        assert_eq!(renewed(&changed), (None, "Words.".to_string()), "{more}");
    }
}

/// An incident with this front matter behind its first two lines, and this timeline.
fn dated(front: &str, timeline: &str) -> Project {
    Project::new().with(
        "incidents/a.md",
        format!("---\ntitle: x\nbegan: 2024-11-20 14:02\n{front}---\n\n{timeline}"),
    )
}

/// What is found, as `severity line:column code`.
fn places(project: &Project) -> Vec<String> {
    let shown = found(project).into_iter().map(|d| {
        let (line, column) = d.place.file.position(d.place.span.start);
        format!("{:?} {line}:{column} {}", d.severity, d.code)
    });
    shown.collect()
}

#[test]
fn a_comment_never_takes_words_in_silence() {
    for (front, expected) in [
        // Words that people read: an error, whatever the comment looks like.
        ("error_text: Error #5003, try again\n", "Error 4:19"),
        ("workaround: Dial 123 # 4 for help\n", "Error 4:22"),
        ("short: Case #77 is open\n", "Error 4:13"),
        ("symptoms:\n  - Error #12\n", "Error 5:11"),
        ("symptoms:\n  - #12 fails\n", "Error 5:5"),
        ("symptoms: #12 fails\n", "Error 4:11"),
        ("unaffected:\n  - Downloads #2\n", "Error 5:15"),
        ("workaround: Wait\n  and press #4\n", "Error 5:13"),
        ("workaround: Wait\t#4\n", "Error 4:18"),
        // In quotes a note is meant, a number is not.
        ("workaround: \"Wait\" #4\n", "Warning 4:20"),
        ("workaround: \"Wait\" # ask Ann\n", ""),
        // A line that goes on.
        ("workaround: Dial\n  #4 for help\n", "Warning 5:3"),
        ("workaround: #4\n  for help\n", "Warning 4:13"),
        ("workaround:\n  ##4 for\n  help\n", "Warning 5:3"),
        ("workaround: # a note\n  for help\n", ""),
        ("workaround:\n  # a note\n  for help\n", ""),
        ("workaround: Dial\n#short: not yet\n", ""),
        ("symptoms: # in their words\n  - a\n  #- b\n  - c\n", ""),
        // What only Upfront reads.
        ("affected: {ios: major outage}  # note\n", ""),
        ("unaffected:\n  - web  # the site\n", ""),
        ("ended: 15:00 #local\n", "Warning 4:14"),
        ("ended: 15:00 # local\n", ""),
        ("regions: all # or [fr, de]\n", ""),
        // Notes, lines of their own, and signs that are no comment.
        ("short: Words # upfront: allow C14 because it is so\n", ""),
        ("# a note\n", ""),
        ("error_text: Error#12 in C#\n", ""),
        ("error_text: \"Error #12\"\n", ""),
        ("workaround: |\n  Dial #4\n", ""),
        ("workaround: >-\n  Dial\n  #4 for help\n", ""),
    ] {
        let expected: Vec<String> = match expected {
            "" => Vec::new(),
            place => vec![format!("{place} comment-cuts-words")],
        };
        assert_eq!(places(&dated(front, "")), expected, "{front}");
    }
    let block = "## 14:20 Investigating\n\n```update\nnext_update: none, see case #12\n```\n";
    assert_eq!(places(&dated("", block)), ["Error 9:29 comment-cuts-words"]);
    for (settings, expected) in [
        (
            "platforms:\n  - {id: web, name: Web}\n  - id: ios\n    name: App #1\n",
            1,
        ),
        (
            "platforms: [web]\nregions:\n  fr:\n    en: France # all of it\n",
            1,
        ),
        ("platforms:\n  - group: Apps #2\n    platforms: [web]\n", 1),
        ("platforms: [web] # one\n", 0),
        ("platforms:\n  - web # the site\n", 0),
    ] {
        let project = self::settings(settings);
        let found = found(&project);
        assert_eq!(found.len(), expected, "{settings}: {found:?}");
    }
}

#[test]
fn the_line_to_paste_is_read_as_it_was_typed() {
    for typed in [
        "title: Song no. #1 of the charts",
        "title: It's \"case\" #12 \\ #13",
        "title: #12 fails",
        "title: Dial *123 #4",
    ] {
        let project = Project::new().with(
            "incidents/a.md",
            format!("---\n{typed}\nbegan: 2024-11-20 14:02\n---\n"),
        );
        let help = found(&project)[0].help[0].clone();
        let line = help.split_once("stay: ").unwrap().1;
        let project = Project::new().with(
            "incidents/a.md",
            format!("---\n{line}\nbegan: 2024-11-20 14:02\n---\n"),
        );
        let title = model(&project).incidents[0].title.original().clone();
        assert_eq!(title, typed.strip_prefix("title: ").unwrap());
    }
    // What took the end of a list is named.
    let project = dated("symptoms: [Error #12, Log-in fails]\n", "");
    let help = found(&project)[0].help.join(" ");
    assert!(
        help.contains("symptoms: [Error #12, Log-in fails]"),
        "{help}"
    );
}

#[test]
fn values_are_words_as_they_were_typed() {
    for (typed, title) in [
        ("no", "no"),
        ("yes", "yes"),
        ("True", "True"),
        ("FALSE", "FALSE"),
        ("1.10", "1.10"),
        ("007", "007"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        ("2024-01-01", "2024-01-01"),
        ("12:30", "12:30"),
        ("'it''s'", "it's"),
        ("nulls", "nulls"),
        (">\n  One\n  two\n\n  three", "One two three"),
        ("|\n  One\n  two", "One two"),
        ("One\n  two", "One two"),
    ] {
        let text = format!("---\ntitle: {typed}\nbegan: 2024-11-20 14:02\n---\n");
        let read = model(&Project::new().with("incidents/a.md", text));
        assert_eq!(read.incidents[0].title.original(), title, "{typed}");
    }
    for typed in ["null", "~", "", "[Resolved]", "{a: b}", "Songs: none play"] {
        let text = format!("---\ntitle: {typed}\nbegan: 2024-11-20 14:02\n---\n");
        let project = Project::new().with("incidents/a.md", text);
        assert!(!found(&project).is_empty(), "{typed}");
    }
}

const OPEN: &str = "## 14:20 Investigating\n\nWe are looking.\n\n";

#[test]
fn what_reads_as_an_update_is_none_in_silence() {
    for (line, severity) in [
        ("### 14:45 Resolved", "Error"),
        ("#### Resolved 14:45", "Error"),
        ("###### 14:45 – Resolved ######", "Error"),
        ("##\u{a0}14:45 Resolved", "Error"),
        ("＃＃ 14:45 Resolved", "Error"),
        ("### １４：４５　Resolved", "Error"),
        ("### 2024-11-20 14:45 Resolved", "Error"),
        ("### **14:45** False alarm", "Error"),
        ("<h2>14:45 Resolved</h2>", "Error"),
        ("> ## 14:45 Resolved", "Warning"),
        ("- ### 14:45 Resolved", "Warning"),
        ("> 14:45 Resolved\n> ===", "Warning"),
        ("    ## 14:45 Resolved", "Warning"),
        ("**14:45 Resolved**", "Warning"),
        ("__Resolved, 14:45__", "Warning"),
        ("14:45 Resolved", "Warning"),
        ("```text\n## 14:45 Resolved\n```", "Warning"),
    ] {
        let at = if line.starts_with("```") { 11 } else { 10 };
        let expected = format!("{severity} {at}:1 update-not-heading");
        let project = dated("", &format!("{OPEN}{line}\n\nAll plays.\n"));
        assert_eq!(places(&project), [expected], "{line}");
    }
    // Others have had their own words for it.
    for (line, code) in [
        ("# 14:45 Resolved", "heading-level"),
        ("14:45 Resolved\n===", "heading-level"),
        ("##14:45 Resolved", "heading-space"),
        ("###14:45 Resolved", "heading-space"),
    ] {
        let project = dated("", &format!("{OPEN}{line}\n\nAll plays.\n"));
        assert_eq!(codes(&project), code, "{line}");
    }
    for line in [
        "### What happened at 14:45",
        "### Resolved",
        "At 14:45 it was resolved.",
        "- 14:45 Resolved",
        "| 14:45 | Resolved |\n|---|---|\n| a | b |",
        "<!--\n\n## 14:45 Resolved\n\n-->",
        "14:45 Resolved\nis what we hoped.",
    ] {
        let project = dated("", &format!("{OPEN}{line}\n"));
        assert_eq!(codes(&project), "", "{line}");
    }
    // Time and status among other words: an update as well, or a guess.
    for (line, severity) in [
        ("### Resolved (14:45)", "Error"),
        ("#### Resolved at 14:45", "Error"),
        ("### 14:45 UTC Resolved", "Error"),
        ("### 14:45 [Resolved](x.html)", "Error"),
        ("### 26 Nov 14:45 Resolved", "Error"),
        ("### 26.11.2026 14:45 Resolved", "Error"),
        ("### ✅ Resolved, 2:45 pm CET", "Error"),
        ("<h3 id=\"x\">Resolved <small>14:45</small></h3>", "Error"),
        ("### 14:45 - Resolved by restart", "Warning"),
        ("### Payments are resolved since 14:45", "Warning"),
        ("### 14:45 Update: payments work", "Warning"),
        ("### 14:45 Resolvd", "Warning"),
        ("### Monitoring from 14:45 on", "Warning"),
        ("> ### Resolved at 14:45", "Warning"),
        ("**Resolved at 14:45**", "Warning"),
        ("14:45 UTC Resolved", "Warning"),
    ] {
        let project = dated("", &format!("{OPEN}{line}\n\nAll plays.\n"));
        let expected = format!("{severity} 10:1 update-not-heading");
        assert_eq!(places(&project), [expected], "{line}");
    }
    for line in [
        "### Update of the app at 14:45",
        "### How it was resolved at 14:45",
        "### Not resolved at 14:45",
        "- ### 14:45 Resolved for most",
        "**Resolved by restart at 14:45**",
        "Resolved at 14:45.",
        "```text\n### 14:45 Resolved for most\n```",
    ] {
        let project = dated("", &format!("{OPEN}{line}\n"));
        assert_eq!(codes(&project), "", "{line}");
    }
    let told = "## 16:00 Resolved\n\n## 17:00 Review\n\n### 14:45 Resolved by restart\n";
    assert_eq!(codes(&dated("", told)), "");
    assert_eq!(codes(&dated("# was resolved at 14:45\n", "")), "");
    // A review may tell what happened hour by hour.
    let review =
        "## 16:00 Resolved\n\n## 17:00 Review\n\n### 14:45 Identified\n\n**14:50 Monitoring**\n";
    assert_eq!(
        places(&dated("", review)),
        ["Warning 10:1 update-not-heading"]
    );
    // A comment of the front matter, and what a block of HTML swallows.
    assert_eq!(
        places(&dated("## 14:45 Resolved\n", "")),
        ["Error 4:1 update-not-heading"]
    );
    for line in ["## 14:45 Resolved, mostly", "## 14:45 Resolved"] {
        let swallowed = dated("", &format!("{OPEN}<pre>\n\n{line}\n"));
        assert_eq!(places(&swallowed), ["Error 12:1 heading-in-html"], "{line}");
    }
    let swallowed = dated("", &format!("{OPEN}<pre>\n\n### 14:45 Resolved\n"));
    assert_eq!(places(&swallowed), ["Error 12:1 update-not-heading"]);
}

#[test]
fn the_line_offered_for_an_update_is_one() {
    for line in [
        "### 14:45 Resolved",
        "### Resolved: 14h45",
        "### 2:45 p.m. Resolved",
        "### 9:05 Resolved",
        "＃＃＃　１４：４５　Resolved",
        "### Resolved at 2 pm",
        "### 20.11.2024, 14 h 45: Resolved",
        "### 14:45 CET - Resolved by restart",
        "### Status: False alarm (14:45)",
    ] {
        let project = dated("", &format!("{OPEN}{line}\n"));
        let expected = found(&project)[0].expected.clone();
        let line = expected.split('`').nth(1).unwrap().to_string();
        let again = Project::new().with(
            "incidents/a.md",
            format!("---\ntitle: x\nbegan: 2024-11-20 8:00\n---\n\n{line}\n"),
        );
        assert_eq!(model(&again).incidents[0].updates.len(), 1, "{line}");
    }
}

#[test]
fn one_mistake_is_found_once() {
    let window = |from: &str, until: &str, timeline: &str| {
        let front = format!("kind: maintenance\ntitle: x\nfrom: {from}\nuntil: {until}\n");
        Project::new().with("incidents/a.md", format!("---\n{front}---\n\n{timeline}"))
    };
    let announced = "## 2026-10-20 10:00 Scheduled\n\nWords.\n";
    let moved = format!("{announced}\n## 11:00 Update\n\n```update\nuntil: +3h\n```\n");
    for (project, expected) in [
        // The end, or the begin, stands where the clocks change.
        (window("2026-10-25 01:30", "02:30", announced), "time-twice"),
        (window("2026-10-25 02:30", "05:00", announced), "time-twice"),
        (
            window(
                "2026-03-29 01:30",
                "02:30",
                "## 2026-03-20 10:00 Scheduled\n",
            ),
            "time-skipped",
        ),
        (
            window("2026-10-25 01:30", "25:00", announced),
            "time-impossible",
        ),
        (
            window("2026-10-25 01:30", "2 pm", announced),
            "time-unreadable",
        ),
        (
            window("2026-10-25 01:30", "2 pm", &moved),
            "time-unreadable",
        ),
        (
            window("2026-10-25 2 am", "05:00", &moved),
            "time-unreadable",
        ),
        (
            window("2026-10-25 2 am", "05:00", "## 10:00 Scheduled\n"),
            "time-unreadable",
        ),
        (
            window("2026-10-25 01:30", "01:00", announced),
            "time-backwards",
        ),
    ] {
        let text = project.path().join("incidents/a.md");
        let text = std::fs::read_to_string(text).unwrap();
        assert_eq!(codes(&project), expected, "{text}");
    }
    let began = |began: &str, timeline: &str| {
        let front = format!("title: x\nbegan: {began}\nended: 15:00\n");
        Project::new().with("incidents/a.md", format!("---\n{front}---\n\n{timeline}"))
    };
    for (time, expected) in [
        ("2024-11-20 2 pm", "time-unreadable"),
        ("14:02", "time-needs-date"),
        ("2024-11-31 14:02", "time-impossible"),
    ] {
        let project = began(time, "## 14:20 Investigating\n\n## +40m Review\n");
        assert_eq!(codes(&project), expected, "{time}");
    }
    let kind = "---\nkind: maintenence\ntitle: x\nfrom: 2026-10-25 01:00\nuntil: 04:00\n---\n";
    let project = Project::new().with("incidents/a.md", format!("{kind}\n{announced}"));
    assert_eq!(codes(&project), "unknown-kind");
}

#[test]
fn words_that_no_page_shows_are_named() {
    for (body, expected) in [
        ("|a|b|\n|-|-|\n|c|d|e f|\n", "Warning 9:6"),
        ("[note]: text\n", "Warning 7:1"),
        ("[^1]: footnote\n", "Warning 7:1"),
        ("[a](b \"my title\")\n", "Warning 7:8"),
        ("![a](b.png 'my title')\n", "Warning 7:13"),
        ("[a](b (my title))\n", "Warning 7:8"),
        ("[a][b]\n\n[b]: c \"my title\"\n", "Warning 9:9"),
        ("[a]\n\n[a]: b\n[a]: c\n", "Warning 10:2"),
        ("```text and more\nx\n```\n", "Warning 7:9"),
        ("1. a\n3. b\n", "Warning 8:1"),
        ("Dial *123*4# now.\n", "Warning 7:6"),
        ("It is 2*3*4 high.\n", "Warning 7:8"),
        ("~10~20~ minutes\n", "Warning 7:1"),
        // All of these words are shown.
        (
            "[a](b), <https://c.example/>, ![d](e.png) and [f].\n\n[f]: g\n",
            "",
        ),
        ("1. a\n2. b\n\n7. c\n8. d\n", "Warning 10:1"),
        ("1. a\n1. b\n", ""),
        ("1) a\n2) b\n", ""),
        ("Ask <your name>, {#id} &amp; `code` \\*x\\* {{ y }}.\n", ""),
        ("2 * 3 * 4 and ~5 to ~10, a_b_c, **40%**の\n", ""),
        ("10:00~12:00, 13:00~15:00\n", ""),
        // An address keeps its signs; what stands beside it does not.
        ("See https://a.example/x*y*z now.\n", ""),
        ("See www.a.example/2*3*4 and https://a.example/~1~2.\n", ""),
        ("- https://a.example/x**1**2\n", ""),
        ("|a|\n|-|\n|https://a.example/x*y*z|\n", ""),
        (
            "[a](https://a.example/x*y*z), <https://a.example/x*y*z>\n",
            "",
        ),
        ("https://a.example/x*y is 2*3*4 high.\n", "Warning 7:27"),
        ("https://a.example/x*y*z, 2*3*4 high.\n", "Warning 7:27"),
        ("|a|b|\n|-|-|\n|c|d|\n|e|\n", ""),
        ("```text\nx\n```\n\n    y\n", ""),
        ("<!-- for Ann -->\n", ""),
        ("### In F #\n\n* * *\n\nA\\\nB\n", ""),
    ] {
        let expected: Vec<String> = match expected {
            "" => Vec::new(),
            place => vec![format!("{place} words-not-shown")],
        };
        let project = Project::new().with(
            "incidents/a.md",
            format!(
                "---\ntitle: x\nbegan: 2024-11-20 14:02\n---\n## 14:20 Investigating\n\n{body}"
            ),
        );
        assert_eq!(places(&project), expected, "{body}");
    }
    for (timeline, expected) in [
        ("## 14:20 Investigating for most\n", "unknown-status"),
        ("## Investigating 14:20 for most\n", "heading-words"),
        ("## 14:20 Investigating 2\n", "heading-words"),
        ("14:20 Investigating\nAll of it.\n---\n", "heading-words"),
        (
            "## 14:20 Investigating\n\n```Update\nnext_update: 30m\n```\n",
            "update-block-tag",
        ),
        (
            "## 14:20 Investigating\n\n~~~updates\nnext_update: 30m\n~~~\n",
            "update-block-tag",
        ),
        (
            "## 14:20 Investigating\n\n```\nnext_update: 30m\n```\n",
            "update-block-tag",
        ),
        (
            "## 14:20 Investigating\n\n```yaml\nid: x\naffected: [ios]\n```\n",
            "update-block-tag",
        ),
        (
            "## 14:20 Investigating\n\n- a\n\n  ```update\n  id: x\n  ```\n",
            "update-block-place",
        ),
        (
            "## 14:20 Investigating\n\n> ```update\n> id: x\n> ```\n",
            "update-block-place",
        ),
        (
            "## 14:20 Investigating\n\n```text\nnext_update: 30m\n```\n",
            "",
        ),
        // A slip of the pen, or a word of its own.
        (
            "## 14:20 Investigating\n\n```udpate\na\n```\n",
            "update-block-tag",
        ),
        (
            "## 14:20 Investigating\n\n```updat\na\n```\n",
            "update-block-tag",
        ),
        (
            "## 14:20 Investigating\n\n```{upate}\na\n```\n",
            "update-block-tag",
        ),
        (
            "## 14:20 Investigating\n\n```UPDATE:\na\n```\n",
            "update-block-tag",
        ),
        ("## 14:20 Investigating\n\n```upgrade\na\n```\n", ""),
        (
            "## 14:20 Investigating\n\n```uptime\n14:20 up 3 days\n```\n",
            "",
        ),
        ("## 14:20 Investigating\n\n```updates\na: b\n```\n", ""),
        ("## 14:20 Investigating\n\n```up\na\n```\n", ""),
        (
            "## 14:20 Investigating\n\n```upd\nreopened: true\n```\n",
            "update-block-tag",
        ),
        (
            "## 14:20 Investigating\n\n```yml\nuntil: 2024-11-20 16:00\n```\n",
            "update-block-tag",
        ),
        ("## 14:20 Investigating\n\n```yaml\nid: 5\n```\n", ""),
        (
            "## 14:20 Investigating\n\n```yaml\nuntil: 5\nretry: 3\n```\n",
            "",
        ),
        (
            "## 14:20 Investigating\n\nx\n\n```yaml\nnext_update: 30m\n```\n",
            "",
        ),
    ] {
        assert_eq!(codes(&dated("", timeline)), expected, "{timeline}");
    }
}

#[test]
fn no_translation_is_of_nothing() {
    let source = "---\ntitle: x\nbegan: 2024-11-20 14:02\n---\n\n## 14:20 Investigating\n\nx\n";
    for (translation, expected) in [
        ("---\nworkaround: Attendez.\n---\n", "Error 2:13"),
        ("---\nshort: Attendez.\n---\n", "Error 2:8"),
        ("---\n---\n\nUn mot.\n", "Error 4:1"),
        (
            "---\n---\n\n## 14:20 Investigating\n\n```update\ncorrected: Non.\n```\n",
            "Error 7:12",
        ),
        (
            "---\n---\n\n## 14:20 Investigating\n\n```update\nworkaround: Non.\n```\n",
            "Error 7:13",
        ),
        ("---\ntitle: y\n---\n\n## 14:20 Investigating\n\ny\n", ""),
    ] {
        let project = Project::new()
            .with("incidents/a.md", source)
            .with("incidents/a.fr.md", translation);
        let expected: Vec<String> = match expected {
            "" => Vec::new(),
            place => vec![format!("{place} translation-of-nothing")],
        };
        assert_eq!(places(&project), expected, "{translation}");
    }
}
