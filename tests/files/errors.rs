//! Every way in which content can be wrong, and the exact text that a person
//! then sees. Each transcript in `snapshots/` shows the file and the answer.

use crate::support::{self, Project};

const FRONT: &str =
    "title: Music does not play\nbegan: 2024-11-20 14:02\naffected: {ios: major outage}\n";

/// An incident with this front matter and timeline.
fn incident(front: &str, timeline: &str) -> String {
    format!("---\n{front}---\n\n{timeline}")
}

/// What `upfront check` says, behind the file that it is about.
fn checked(project: &Project, shown: &[&str]) -> String {
    let mut transcript = String::new();
    for path in shown {
        let text = std::fs::read(project.path().join(path)).unwrap();
        transcript.push_str(&format!(
            "$ cat {path}\n{}\n",
            String::from_utf8_lossy(&text).trim_end().escape_control()
        ));
    }
    let run = project.run(&["check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    transcript + &run.transcript("upfront check")
}

trait EscapeControl {
    fn escape_control(&self) -> String;
}

impl EscapeControl for str {
    fn escape_control(&self) -> String {
        self.chars()
            .flat_map(|c| {
                if c.is_control() && c != '\n' {
                    c.escape_unicode().collect::<Vec<_>>()
                } else {
                    vec![c]
                }
            })
            .collect()
    }
}

/// A test named after what is wrong, with a file `incidents/a.md`.
macro_rules! broken {
    ($($name:ident: $front:expr, $timeline:expr, [$($code:literal),+];)*) => {$(
        #[test]
        fn $name() {
            let project = Project::new().with("incidents/a.md", incident($front, $timeline));
            let transcript = checked(&project, &["incidents/a.md"]);
            $(assert!(transcript.contains(concat!("error[", $code, "]")), "no {}:\n{transcript}", $code);)+
            insta::assert_snapshot!(stringify!($name), transcript);
        }
    )*};
}

const ONE: &str = "## 14:20 Investigating\n\nWe are looking.\n";

broken! {
    unknown_key: "titel: Music\nbegan: 2024-11-20 14:02\naffects: [ios]\nfoo: 1\n", ONE, ["unknown-key", "missing-key"];
    duplicate_key: "title: One\nbegan: 2024-11-20 14:02\ntitle: Two\n", ONE, ["duplicate-key"];
    anchor_alias_tag_merge: "title: &a Music\nbegan: *a\nid: !!str x\n<<: {lang: en}\n", ONE, ["yaml-anchor", "yaml-alias", "yaml-tag", "yaml-merge"];
    yaml_colon: "title: Music: does not play\nbegan: 2024-11-20 14:02\n", ONE, ["yaml-syntax"];
    comment_cuts_words: "title: Song no. #1 of the charts does not start\nbegan: 2024-11-20 14:02 #local\naffected: {ios: major outage}  # note\nsymptoms:\n  - Error #12\nworkaround: #4 helps\nshort: Dial\n  #4 for help\n", ONE, ["comment-cuts-words"];
    comment_cuts_list: "title: x\nbegan: 2024-11-20 14:02\nsymptoms: [Error #12, Log-in fails]\n", ONE, ["yaml-syntax"];
    update_not_heading: FRONT, "## 14:20 Investigating\n\nWe look.\n\n### 14:45 Resolved\n\nAll plays.\n\n**2:50 pm Update**\n\n# 15:00 Update\n", ["update-not-heading", "heading-level"];
    heading_words: FRONT, "## Investigating 14:20 for most of you\n\n```Update\nnext_update: 30m\n```\n", ["heading-words", "update-block-tag"];
    yaml_tab: "title: Music\naffected:\n\tios: major outage\n", ONE, ["yaml-syntax"];
    yaml_deep: "title: Music\nsymptoms: [[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]\n", ONE, ["yaml-too-deep"];
    wrong_type: "title: [Music]\nbegan: 2024-11-20 14:02\npinned: perhaps\nsymptoms: {a: b}\n", ONE, ["wrong-type"];
    empty_value: "title:\nbegan: 2024-11-20 14:02\n", ONE, ["empty-value"];
    missing_keys: "kind: maintenance\n", "", ["missing-key"];
    key_not_here: "title: Music\nbegan: 2024-11-20 14:02\nfrom: 2024-11-20 14:02\n", ONE, ["key-not-here"];
    window_moved_wrong: "kind: maintenance\ntitle: x\nfrom: 2024-11-20 22:00\nuntil: 23:00\n", "## 2024-11-18 10:00 Scheduled\n\n```update\nfrom: 23:30\n```\n\n## 10:10 Scheduled\n\n```update\nuntil: 2024-11-20 21:00\n```\n\n## 10:20 Cancelled\n\n```update\nfrom: 2024-11-21 22:00\n```\n", ["window-backwards", "time-backwards", "window-over"];
    window_of_an_incident: "title: x\nbegan: 2024-11-20 14:02\n", "## 14:20 Investigating\n\n```update\nuntil: 15:00\n```\n", ["key-not-here"];
    corrected_at_wrong: "title: x\nbegan: 2024-11-20 14:02\n", "## 14:20 Investigating\n\n```update\ncorrected_at: 15:00\n```\n\n## 14:30 Update\n\n```update\ncorrected: No.\ncorrected_at: 2024-11-20 14:10\n```\n", ["corrected-at-alone", "time-backwards"];
    unknown_kind: "kind: maintainance\ntitle: x\n", "", ["unknown-kind"];
    unknown_platform: "title: x\nbegan: 2024-11-20 14:02\naffected: {iso: major outage, payments: major outage}\n", ONE, ["unknown-platform"];
    unknown_state: "title: x\nbegan: 2024-11-20 14:02\naffected: {ios: major outtage}\n", ONE, ["unknown-state"];
    unknown_impact: "title: x\nbegan: 2024-11-20 14:02\nimpact: huge\n", ONE, ["unknown-impact"];
    unknown_region_and_audience: "title: x\nbegan: 2024-11-20 14:02\nregions: [fr, dee]\naudiences: premum\n", ONE, ["unknown-region", "unknown-audience"];
    unknown_language: "title: x\nbegan: 2024-11-20 14:02\nlang: fr_FR\n", ONE, ["unknown-language"];
    state_missing: "title: x\nbegan: 2024-11-20 14:02\naffected: [ios, web]\n", ONE, ["state-missing"];
    affected_and_unaffected: "title: x\nbegan: 2024-11-20 14:02\naffected: {ios: major outage}\nunaffected: [ios]\n", ONE, ["affected-and-unaffected"];
    time_unreadable: FRONT, "## 14h20 Investigating\n\n## 2:20 pm Identified\n\n## 16:10+CET Resolved\n", ["time-unreadable"];
    time_impossible: FRONT, "## 25:00 Investigating\n\n## 2024-02-30 10:00 Identified\n", ["time-impossible"];
    time_missing: FRONT, "## Investigating\n\nWords.\n", ["time-missing"];
    time_needs_date: "title: x\n", ONE, ["time-needs-date"];
    time_needs_began: "title: x\n", "## +20m Investigating\n\nWords.\n", ["time-needs-began"];
    time_over_midnight: FRONT, "## 23:50 Investigating\n\n## 00:10 Identified\n", ["time-backwards"];
    time_backwards: FRONT, "## 14:20 Investigating\n\n## 2024-11-19 10:00 Identified\n", ["time-backwards"];
    time_before_began: FRONT, "## 2024-11-20 13:00 Investigating\n", ["time-backwards"];
    time_twice: "title: x\nbegan: 2024-10-27 02:30\n", "## 2024-10-27T09:00+01:00 Investigating\n", ["time-twice"];
    time_skipped: "title: x\nbegan: 2024-03-31 02:30\n", "## 2024-03-31T09:00+02:00 Investigating\n", ["time-skipped"];
    window_backwards: "kind: maintenance\ntitle: x\nfrom: 2024-12-10 22:00\nuntil: 2024-12-10 21:00\n", "", ["time-backwards"];
    ended_backwards: "title: x\nbegan: 2024-11-20 14:02\nended: 2024-11-19 10:00\n", ONE, ["time-backwards"];
    promise_backwards: FRONT, "## 14:20 Investigating\n\n```update\nnext_update: 2024-11-20 14:10\n```\n", ["time-backwards"];
    promise_without_reason: FRONT, "## 14:20 Investigating\n\n```update\nnext_update: none\n```\n", ["next-update-reason"];
    status_missing: FRONT, "## 14:20\n\nWords.\n", ["status-missing"];
    unknown_status: FRONT, "## 14:20 Investigatin\n\n## 14:30 Fixed\n", ["unknown-status"];
    status_of_another_kind: FRONT, "## 14:20 In progress\n", ["unknown-status"];
    status_backwards: FRONT, "## 14:20 Investigating\n\n## 15:00 Resolved\n\n## 15:30 Monitoring\n", ["status-backwards"];
    update_block_unknown_key: FRONT, "## 14:20 Investigating\n\n```update\nnext-update: 14:50\n```\n", ["unknown-key"];
    update_block_misplaced: FRONT, "## 14:20 Investigating\n\nWords first.\n\n```update\nnext_update: 14:50\n```\n", ["update-block-place"];
    fence_open: FRONT, "## 14:20 Investigating\n\n```update\nnext_update: 14:50\n\n## 15:00 Resolved\n", ["fence-open"];
    heading_without_space: FRONT, "## 14:20 Investigating\n\nWords.\n##14:30 Identified\n\n```\n##this is code\n```\n", ["heading-space"];
    key_of_an_update: &format!("{FRONT}next_update: 14:50\n"), "## 14:20 Investigating\n\n```update\ntitle: x\n```\n", ["unknown-key"];
    heading_level: FRONT, "# Music\n\n## 14:20 Investigating\n", ["heading-level"];
    short_too_long: &format!("title: x\nbegan: 2024-11-20 14:02\nshort: {}\n", "word ".repeat(60)), ONE, ["short-too-long"];
    id_bad: "title: x\nbegan: 2024-11-20 14:02\nid: a/b\n", ONE, ["id-bad"];
    alias_bad: "title: x\nbegan: 2024-11-20 14:02\naliases: [../../etc/passwd, https://x.example/]\n", ONE, ["alias-bad"];
    alias_taken: "title: x\nbegan: 2024-11-20 14:02\naliases: [a]\n", ONE, ["alias-collision"];
    update_ids_collide: FRONT, "## 14:20 Investigating\n\n```update\nid: x\n```\n\n## 14:30 Identified\n\n```update\nid: x\n```\n", ["id-collision"];
}

/// Files that are broken as a whole.
fn raw(name: &str, path: &str, bytes: &[u8], code: &str) {
    let project = Project::new().with(path, bytes);
    let run = project.run(&["check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let transcript = run.transcript("upfront check");
    assert!(
        transcript.contains(&format!("error[{code}]")),
        "no {code}:\n{transcript}"
    );
    assert!(
        !transcript.contains('\u{1b}') && !transcript.contains('\0'),
        "{transcript:?}"
    );
    insta::assert_snapshot!(name, transcript);
}

#[test]
fn files_as_a_whole() {
    let good = incident(FRONT, ONE);
    raw(
        "front_matter_missing",
        "incidents/a.md",
        b"# Music does not play\n",
        "front-matter-missing",
    );
    raw(
        "front_matter_open",
        "incidents/a.md",
        b"---\ntitle: x\n\n## 14:20 Investigating\n",
        "front-matter-open",
    );
    raw(
        "control_character",
        "incidents/a.md",
        good.replace("looking", "loo\u{1b}[31mking").as_bytes(),
        "control-character",
    );
    raw(
        "nul",
        "incidents/a.md",
        good.replace("looking", "loo\0king").as_bytes(),
        "control-character",
    );
    raw(
        "not_utf_8",
        "incidents/a.md",
        &[b"---\ntitle: caf\xe9\n---\n".as_slice()].concat(),
        "encoding-not-utf-8",
    );
    let utf_16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(good.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    raw("utf_16", "incidents/a.md", &utf_16, "encoding-utf-16");
    let large = good + &"word ".repeat(300_000);
    let comment = "# long\n".repeat(10_000);
    let wide = incident(&format!("title: x\n{comment}"), ONE);
    raw(
        "front_matter_too_large",
        "incidents/a.md",
        wide.as_bytes(),
        "front-matter-too-large",
    );
    raw(
        "file_too_large",
        "incidents/a.md",
        large.as_bytes(),
        "file-too-large",
    );
}

#[test]
fn bombs_are_refused_at_once() {
    let laughs: String = (1..10)
        .map(|n| {
            format!(
                "a{n}: &a{n} [{}]\n",
                vec![format!("*a{}", n - 1); 9].join(",")
            )
        })
        .collect();
    for (front, code) in [
        (format!("a0: &a0 [lol]\n{laughs}"), "yaml-anchor"),
        ("[".repeat(60_000) + "\n", "yaml-too-deep"),
        ("x: {".repeat(15_000) + "\n", "yaml-too-deep"),
        (
            "title: !!python/object/apply:os.system [ls]\n".to_string(),
            "yaml-tag",
        ),
    ] {
        let project = Project::new().with("incidents/a.md", incident(&front, ONE));
        let run = project.run(&["check"]);
        assert_eq!(run.code, 1);
        assert!(run.stderr.contains(code), "{code}: {}", run.stderr);
    }
}

#[test]
fn names() {
    let good = incident(FRONT, ONE);
    raw(
        "name_bad",
        "incidents/Log-in fails!.md",
        good.as_bytes(),
        "name-bad",
    );
    raw(
        "name_reserved",
        "incidents/con.md",
        good.as_bytes(),
        "name-reserved",
    );
    raw(
        "name_index",
        "incidents/index.md",
        good.as_bytes(),
        "name-reserved",
    );
    raw(
        "name_too_long",
        &format!("incidents/{}.md", "n".repeat(130)),
        good.as_bytes(),
        "name-too-long",
    );
    raw(
        "name_extension",
        "incidents/a.MD",
        good.as_bytes(),
        "name-extension",
    );
    raw(
        "name_language",
        "incidents/a.frr.md",
        good.as_bytes(),
        "unknown-language",
    );
    raw(
        "translation_without_source",
        "incidents/a.fr.md",
        b"---\ntitle: x\n---\n",
        "translation-without-source",
    );
}

#[test]
fn names_that_collide() {
    for (name, one, two, code) in [
        (
            "collision_folders",
            "incidents/2024/a.md",
            "incidents/2025/a.md",
            "name-collision",
        ),
        (
            "collision_case",
            "incidents/Outage.md",
            "incidents/outage.md",
            "name-collision-case",
        ),
        (
            "collision_unicode",
            "incidents/cafe\u{301}.md",
            "incidents/caf\u{e9}.md",
            "name-collision-unicode",
        ),
    ] {
        let project = Project::new()
            .with(one, incident(FRONT, ONE))
            .with(two, incident(FRONT, ONE));
        let transcript = checked(&project, &[]);
        assert!(
            transcript.contains(&format!("error[{code}]")),
            "{transcript}"
        );
        insta::assert_snapshot!(name, transcript);
    }
}

#[test]
fn ids_that_collide() {
    let front = format!("{FRONT}id: same\n");
    let project = Project::new()
        .with("incidents/a.md", incident(&front, ONE))
        .with("incidents/b.md", incident(&front, ONE));
    insta::assert_snapshot!("collision_ids", checked(&project, &["incidents/a.md"]));
}

#[test]
fn translations() {
    let project = Project::new()
        .with(
            "incidents/a.md",
            incident(
                &format!("{FRONT}symptoms: [one, two]\n"),
                "## 14:20 Investigating\n\nWords.\n",
            ),
        )
        .with(
            "incidents/a.fr.md",
            incident(
                "titre: La musique\nsymptoms: [un]\n",
                "## 14:25 Investigating\n\nMots.\n",
            ),
        );
    insta::assert_snapshot!("translation", checked(&project, &["incidents/a.fr.md"]));
}

#[test]
fn links_are_refused() {
    let project = Project::new();
    std::os::unix::fs::symlink("/etc/passwd", project.path().join("incidents/a.md")).unwrap();
    std::os::unix::fs::symlink("..", project.path().join("incidents/circle")).unwrap();
    std::os::unix::fs::symlink("/etc", project.path().join("static")).unwrap();
    let pipe = project.path().join("incidents/pipe.md");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(pipe)
            .status()
            .unwrap()
            .success()
    );
    insta::assert_snapshot!("links", checked(&project, &[]));
}

#[test]
fn all_errors_of_all_files_in_one_run() {
    let project = Project::new()
        .with(
            "incidents/a.md",
            incident(
                "titel: x\nbegan: 25:00\naffected: {iso: broken}\n",
                "## 14:20 Investigatin\n",
            ),
        )
        .with(
            "incidents/b.md",
            incident("title: x\nbegan: soon\n", "## 14:20\n"),
        )
        .with("incidents/c.md", b"\xff\xfe");
    let transcript = checked(&project, &[]);
    for code in [
        "unknown-key",
        "missing-key",
        "time-impossible",
        "unknown-platform",
        "unknown-state",
        "unknown-status",
        "time-unreadable",
        "status-missing",
        "encoding-utf-16",
    ] {
        assert!(transcript.contains(code), "no {code}:\n{transcript}");
    }
}

#[test]
fn status_yml() {
    for (name, text, code) in [
        ("status_missing_keys", "titel: x\n", "missing-key"),
        (
            "status_url",
            "title: x\nurl: status.example.com\nplatforms: [web]\n",
            "url-bad",
        ),
        (
            "status_zone",
            "title: x\nurl: https://x.example/\ntimezone: Europe/Pariss\nplatforms: [web]\n",
            "unknown-timezone",
        ),
        (
            "status_platform_twice",
            "title: x\nurl: https://x.example/\nplatforms: [{id: web}, {id: web}]\n",
            "id-collision",
        ),
        (
            "status_same_name_in_a_group",
            "title: x\nurl: https://x.example/\nplatforms:\n  - group: Europe\n    platforms:\n      - {id: a, name: API}\n      - {id: b, name: \" api\"}\n  - group: America\n    platforms: [{id: c, name: API}]\n",
            "name-collision",
        ),
        (
            "status_same_name_without_a_group",
            "title: x\nurl: https://x.example/\nplatforms:\n  - {id: a, name: \"Caf\u{e9}\"}\n  - group: Europe\n    platforms: [web]\n  - {id: b, name: \"CAFE\u{301}\"}\n",
            "name-collision",
        ),
        (
            "status_same_name_in_french",
            "title: x\nurl: https://x.example/\nlanguages: [en, fr]\nplatforms:\n  - {id: a, name: {en: Gateway, fr: Passerelle}}\n  - {id: b, name: {en: Bridge, fr: Passerelle}}\n",
            "name-collision",
        ),
        (
            "status_same_name_as_one_with_its_group",
            "title: x\nurl: https://x.example/\nplatforms:\n  - {id: a, name: API (Europe)}\n  - group: Europe\n    platforms: [{id: b, name: API}]\n  - group: America\n    platforms: [{id: c, name: API}]\n",
            "name-collision",
        ),
        (
            "status_same_group_twice",
            "title: x\nurl: https://x.example/\nplatforms:\n  - group: Europe\n    id: eu1\n    platforms: [{id: a, name: API}]\n  - group: EUROPE\n    id: eu2\n    platforms: [{id: b, name: API}]\n",
            "name-collision",
        ),
        (
            "status_platform_id",
            "title: x\nurl: https://x.example/\nplatforms: [{id: Web Site}]\n",
            "id-bad",
        ),
        (
            "status_websub",
            "title: x\nurl: https://x.example/\nplatforms: [web]\nwebsub: http://hub.example/\n",
            "websub-bad",
        ),
        (
            "status_languages",
            "title: {en: x, fr: y}\nurl: https://x.example/\nlanguages: [en]\nplatforms: [web]\n",
            "unknown-language",
        ),
        (
            "status_theme",
            "title: x\nurl: https://x.example/\nplatforms: [web]\ntheme: {accent: \"#9ad0ff\", accent_dark: \"#003366\", logo: ../../etc/passwd.png}\n",
            "colour-contrast",
        ),
        (
            "status_numbers",
            "title: x\nurl: https://x.example/\nplatforms: [web]\nuptime: {days: 0, weights: {major_outage: 2}}\ncadence: {minor: often}\ntheme: {accent: red}\n",
            "number-bad",
        ),
    ] {
        let project = Project::empty().with("status.yml", text);
        let transcript = checked(&project, &["status.yml"]);
        assert!(
            transcript.contains(&format!("error[{code}]")),
            "no {code}:\n{transcript}"
        );
        insta::assert_snapshot!(name, transcript);
    }
    insta::assert_snapshot!(
        "no_project",
        Project::empty().run(&["check"]).transcript("upfront check")
    );
}

#[test]
fn machines_read_the_same() {
    let project = Project::new().with(
        "incidents/a.md",
        incident("titel: x\ntitle: a\ntitle: b\n", ONE),
    );
    for format in ["json", "github"] {
        let run = project.run(&["check", "--format", format]);
        assert_eq!(run.code, 1);
        if format == "json" {
            let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
            assert_eq!(
                document["errors"],
                document["diagnostics"].as_array().unwrap().len()
            );
        }
        insta::assert_snapshot!(
            format!("format_{format}"),
            run.transcript(&format!("upfront check --format {format}"))
        );
    }
}

#[test]
fn a_file_of_another_kind_is_refused_at_once() {
    let keys: String = (0..9000).map(|n| format!("k{n}: 1\n")).collect();
    let sections = "## 14:20 Update\n\n```update\nx: 1\n```\n\n##glued\n".repeat(20_000);
    let project = Project::new()
        .with(
            "status.yml",
            format!("{}{}", support::STATUS, keys.repeat(8)),
        )
        .with("incidents/a.md", incident(&keys[..60_000], ONE))
        .with("incidents/b.md", incident(FRONT, &sections));
    let run = project.run(&["check"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("more in this file are not shown"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.matches("error[").count() <= 300);
}
