//! One by one: what breaks each writing rule, against a post that breaks none.

use std::collections::BTreeSet;

use crate::support::{self, Project};
use upfront::lint::{self, LintScope, Strictness};

/// Breaks no rule.
const INCIDENT: &str = "\
---
title: Songs stop after a few seconds
began: 2026-03-02 09:00
ended: 2026-03-02 10:00
affected: {ios: major outage, web: major outage}
unaffected: [offline]
symptoms: [Songs stop after ten seconds]
workaround: Downloaded music plays.
short: Songs stop after 10 seconds since 09:00 CET. Downloads play.
review_due: 2026-03-09
---

## 09:04 Investigating

```update
next_update: 09:30
```

Songs stop after 10 seconds. Downloads play as usual. We are looking for the cause.

## 09:28 Identified

```update
next_update: 09:55
```

A faulty setting reached our servers. We are putting the old one back. Your data is safe.

## 09:54 Monitoring

```update
next_update: 10:30
```

Songs play to the end again. We are watching.

## 10:30 Resolved

Songs play to the end again since 10:00 CET. They stopped early for 60 minutes, for everyone. No data was lost. If a song hangs, start it again.
";

/// Breaks no rule.
const OPEN: &str = "\
---
title: Songs stop after a few seconds
began: 2026-03-02 14:30
affected: {web: degraded performance}
symptoms: [Songs stop after ten seconds]
---

## 14:40 Investigating

```update
next_update: 16:00
```

Songs stop after 10 seconds on the web player. We are looking for the cause.
";

/// Breaks no rule.
const MAINTENANCE: &str = "\
---
kind: maintenance
title: The web player moves to new servers
from: 2026-03-10 07:00
until: 2026-03-10 08:00
affected: {web: under maintenance}
---

The web player does not load for an hour.

## 2026-03-02 10:00 Scheduled

Use the app on Tuesday 10 March 2026, from 07:00 to 08:00 CET.
";

/// A rule, the post, and what is put in the place of what.
type Case = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const CASES: &[Case] = &[
    ("C01", INCIDENT, &[("## 09:04", "## 09:07")]),
    ("C01", OPEN, &[("## 14:40", "## 14:47")]),
    ("C02", OPEN, &[("next_update: 16:00\n", "")]),
    (
        "C02",
        OPEN,
        &[
            ("## 14:40 Investigating", ""),
            ("```update\nnext_update: 16:00\n```\n", ""),
        ],
    ),
    ("C03", OPEN, &[("next_update: 16:00", "next_update: 14:55")]),
    ("C03", OPEN, &[("next_update: 16:00", "next_update: 3h")]),
    (
        "C04",
        INCIDENT,
        &[
            ("## 09:28 Identified", "## 09:50 Identified"),
            ("next_update: 09:30", "next_update: 09:50"),
        ],
    ),
    (
        "C05",
        INCIDENT,
        &[("next_update: 09:30", "next_update: 09:20")],
    ),
    (
        "C06",
        INCIDENT,
        &[
            (
                "## 09:54 Monitoring\n\n```update\nnext_update: 10:30\n```\n",
                "## 11:30 Update\n\nThe servers restart.\n\n## 14:20 Monitoring\n",
            ),
            ("## 10:30 Resolved", "## 14:40 Resolved"),
            (
                "next_update: 09:55",
                "next_update: none, the repair runs by itself",
            ),
            ("ended: 2026-03-02 10:00\n", ""),
        ],
    ),
    (
        "C07",
        OPEN,
        &[
            ("symptoms: [Songs stop after ten seconds]\n", ""),
            (
                "title: Songs stop after a few seconds",
                "title: The audio platform has a problem",
            ),
            ("Songs stop after 10 seconds on the web player. ", ""),
        ],
    ),
    (
        "C08",
        OPEN,
        &[
            ("affected: {web: degraded performance}\n", ""),
            (
                "looking for the cause.\n",
                "looking for the cause.\n\n## 14:50 Update\n\n```update\nnext_update: 16:00\n```\n\nNo news on servers so far.\n",
            ),
        ],
    ),
    (
        "C09",
        INCIDENT,
        &[
            ("unaffected: [offline]\n", ""),
            ("workaround: Downloaded music plays.\n", ""),
            (" Downloads play as usual.", ""),
            (" We are looking for the cause.", ""),
        ],
    ),
    (
        "C10",
        INCIDENT,
        &[
            ("unaffected: [offline]\n", ""),
            ("workaround: Downloaded music plays.\n", ""),
            (
                "short: Songs stop after 10 seconds since 09:00 CET. Downloads play.",
                "short: Songs stop after 10 seconds since 09:00 CET.",
            ),
            (" Downloads play as usual.", ""),
        ],
    ),
    (
        "C11",
        OPEN,
        &[(
            "on the web player.",
            "on the web player due to a bad setting.",
        )],
    ),
    (
        "C12",
        OPEN,
        &[(
            "We are looking for the cause.",
            "It will be fixed within an hour.",
        )],
    ),
    (
        "C12",
        OPEN,
        &[("We are looking for the cause.", "ETA: two hours.")],
    ),
    (
        "C13",
        INCIDENT,
        &[(
            "A faulty setting reached our servers. We are putting the old one back.",
            "Cloudflare is having an outage.",
        )],
    ),
    (
        "C13",
        INCIDENT,
        &[("A faulty setting", "A setting of a developer")],
    ),
    (
        "C14",
        OPEN,
        &[(
            "Songs stop after 10 seconds",
            "Songs might possibly stop after 10 seconds",
        )],
    ),
    (
        "C15",
        OPEN,
        &[("on the web player", "on the web player, as one pod is gone")],
    ),
    (
        "C15",
        OPEN,
        &[(
            "on the web player.",
            "on the web player when you have come from the page of an artist and the list that you play holds more than a hundred songs of one album.",
        )],
    ),
    (
        "C16",
        OPEN,
        &[(
            "Songs stop after 10 seconds on",
            "Apologies. Songs stop after 10 seconds on",
        )],
    ),
    (
        "C16",
        INCIDENT,
        &[(
            "start it again.",
            "start it again. We are sorry. Please forgive us.",
        )],
    ),
    (
        "C17",
        OPEN,
        &[("We are looking", "Rest assured: we are looking")],
    ),
    (
        "C18",
        OPEN,
        &[(
            "title: Songs stop after a few seconds",
            "title: Web player outage",
        )],
    ),
    (
        "C18",
        OPEN,
        &[(
            "title: Songs stop after a few seconds",
            "title: Problem with the music catalogue",
        )],
    ),
    (
        "C18",
        OPEN,
        &[(
            "title: Songs stop after a few seconds",
            "title: Songs stop after a few seconds on the web player and nobody who listens knows what to do now",
        )],
    ),
    (
        "C20",
        INCIDENT,
        &[
            ("## 09:54 Monitoring", "## 09:54 Update"),
            (" We are watching.", ""),
        ],
    ),
    ("C21", INCIDENT, &[(" No data was lost.", "")]),
    (
        "C21",
        INCIDENT,
        &[
            (
                "Songs play to the end again since 10:00 CET. They stopped early for 60 minutes, for everyone. ",
                "",
            ),
            (" If a song hangs, start it again.", ""),
        ],
    ),
    ("C22", INCIDENT, &[("review_due: 2026-03-09\n", "")]),
    (
        "C22",
        INCIDENT,
        &[("review_due: 2026-03-09", "review_due: 2026-04-20")],
    ),
    (
        "C22",
        INCIDENT,
        &[
            ("2026-03-02 09:00", "2026-02-10 09:00"),
            ("2026-03-02 10:00", "2026-02-10 10:00"),
            ("2026-03-09", "2026-02-20"),
        ],
    ),
    (
        "C23",
        INCIDENT,
        &[
            (" Your data is safe.", ""),
            (
                "Songs stop after 10 seconds. Downloads",
                "Lists of songs vanish. Downloads",
            ),
        ],
    ),
    (
        "C24",
        OPEN,
        &[("We are looking", "It began at 14:30. We are looking")],
    ),
    (
        "C24",
        OPEN,
        &[("We are looking", "More this evening. We are looking")],
    ),
    (
        "C25",
        MAINTENANCE,
        &[(
            "Use the app on Tuesday 10 March 2026",
            "Use the app on 10/03/2026",
        )],
    ),
    (
        "C25",
        MAINTENANCE,
        &[("Use the app", "Use the app until noon")],
    ),
    (
        "C26",
        MAINTENANCE,
        &[("affected: {web: under maintenance}\n", "")],
    ),
    (
        "C26",
        MAINTENANCE,
        &[
            ("The web player does not load for an hour.\n", ""),
            (
                "\n## 2026-03-02 10:00 Scheduled\n\nUse the app on Tuesday 10 March 2026, from 07:00 to 08:00 CET.\n",
                "",
            ),
        ],
    ),
    (
        "C27",
        MAINTENANCE,
        &[("## 2026-03-02 10:00", "## 2026-03-08 10:00")],
    ),
    (
        "C38",
        MAINTENANCE,
        &[
            ("from: 2026-03-10 07:00", "from: 2026-03-02 12:00"),
            ("until: 2026-03-10 08:00", "until: 2026-03-02 13:00"),
            ("## 2026-03-02 10:00", "## 2026-02-20 10:00"),
            (
                "on Tuesday 10 March 2026, from 07:00 to 08:00 CET.",
                "meanwhile.\n\n## 2026-03-02 14:00 Update\n\nThe web player loads again.",
            ),
        ],
    ),
    (
        "C37",
        MAINTENANCE,
        &[("from 07:00 to 08:00 CET", "from 07:00 to 09:30 CET")],
    ),
    (
        "C29",
        INCIDENT,
        &[("after 10 seconds since", "after 12 seconds since")],
    ),
    (
        "C29",
        INCIDENT,
        &[(
            "short: Songs stop after 10 seconds since 09:00 CET. Downloads play.\n",
            "",
        )],
    ),
    (
        "C31",
        OPEN,
        &[("We are looking", "Host 192.168.0.7 is gone. We are looking")],
    ),
    (
        "C31",
        OPEN,
        &[(
            "We are looking",
            "Host fe80::1ff:fe23:4567:890a is gone. We are looking",
        )],
    ),
    (
        "C31",
        OPEN,
        &[("We are looking", "Host db02.lan is gone. We are looking")],
    ),
    (
        "C31",
        OPEN,
        &[(
            "We are looking",
            "Write to ops@sonora.example. We are looking",
        )],
    ),
    (
        "C31",
        OPEN,
        &[("We are looking", "See INC0012345. We are looking")],
    ),
    (
        "C31",
        OPEN,
        &[(
            "We are looking",
            "Key: AKIAABCDEFGHIJKLMNOP. We are looking",
        )],
    ),
    (
        "C31",
        OPEN,
        &[("We are looking", "Log: `/home/deploy/log`. We are looking")],
    ),
    (
        "C31",
        OPEN,
        &[(
            "We are looking",
            "It says `NullPointerException`. We are looking",
        )],
    ),
    (
        "C31",
        OPEN,
        &[(
            "We are looking",
            "See [this](http://wiki/outage). We are looking",
        )],
    ),
    (
        "C32",
        OPEN,
        &[(
            "for the cause.\n",
            "for the cause.\n\n## 14:50 Update\n\n```update\nnext_update: none, the next shift goes on\n```\n\nSongs still stop after 10 seconds on the web player. We are looking for the cause.\n",
        )],
    ),
    (
        "C34",
        OPEN,
        &[(
            "affected: {web: degraded performance}",
            "impact: minor\naffected: {ios: major outage, web: major outage, offline: major outage}",
        )],
    ),
    (
        "C34",
        INCIDENT,
        &[(
            "affected: {ios: major outage, web: major outage}",
            "impact: critical\nregions: [fr]\naffected: {web: major outage}",
        )],
    ),
    (
        "C35",
        INCIDENT,
        &[
            (
                "affected: {ios: major outage, web: major outage}",
                "impact: none",
            ),
            ("review_due: 2026-03-09\n", ""),
        ],
    ),
    (
        "C36",
        INCIDENT,
        &[("No data was lost.", "No \u{202e}data was\u{202c} lost.")],
    ),
    (
        "C39",
        OPEN,
        &[("We are looking", "More by 16:30 CET. We are looking")],
    ),
    (
        "C40",
        OPEN,
        &[(
            "on the web player.",
            "on the web player. The iOS app shows the same.",
        )],
    ),
    (
        "C41",
        MAINTENANCE,
        &[("on Tuesday 10 March 2026", "on Monday 10 March 2026")],
    ),
    (
        "C41",
        INCIDENT,
        &[(
            "stopped early for 60 minutes",
            "stopped early, from 09:00 CET, for three hours",
        )],
    ),
    (
        "C42",
        OPEN,
        &[("Songs stop after 10 seconds on", "Nothing plays at all on")],
    ),
    (
        "C43",
        OPEN,
        &[("We are looking for the cause.", "The fault has been fixed.")],
    ),
    (
        "C44",
        OPEN,
        &[
            (
                "We are looking",
                "About 200 listeners wrote to us. We are looking",
            ),
            (
                "for the cause.\n",
                "for the cause.\n\n## 14:55 Update\n\n```update\nnext_update: 16:10\n```\n\nAbout 900 listeners wrote to us.\n",
            ),
        ],
    ),
    (
        "C45",
        OPEN,
        &[(
            "Songs stop after 10 seconds on the web player. We are looking for the cause.",
            "Die Lieder brechen nach ein paar Sekunden ab, und das Bild bleibt stehen. Wir suchen den Fehler und sind mit den Kollegen dran. Die App geht.",
        )],
    ),
];

fn found(text: &str, more: &str) -> BTreeSet<String> {
    let project = Project::empty()
        .with(
            "status.yml",
            format!(
                "{}support: https://help.test.example/\n{more}",
                support::STATUS
            ),
        )
        .with("incidents/a.md", text);
    let read = upfront::source::load(project.path());
    let Some(model) = &read.model else {
        panic!("{:?}\n{text}", read.found);
    };
    let now = "2026-03-02T15:00:00+01:00".parse().unwrap();
    lint::run(&read, model, now, Strictness::Usual, LintScope::All)
        .found
        .into_iter()
        .map(|d| d.code.to_string())
        .collect()
}

fn edited(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_string(), |text, (old, new)| {
        assert!(text.contains(old), "no `{old}` in:\n{text}");
        text.replacen(old, new, 1)
    })
}

#[test]
fn a_good_post_breaks_no_rule() {
    for text in [INCIDENT, OPEN, MAINTENANCE] {
        assert_eq!(found(text, ""), BTreeSet::new(), "{text}");
    }
}

#[test]
fn each_rule_is_broken_by_one_change() {
    for (rule, text, edits) in CASES {
        let text = edited(text, edits);
        let found = found(&text, "");
        assert!(found.contains(*rule), "{rule} not in {found:?}:\n{text}");
    }
    let tried: BTreeSet<&str> = CASES.iter().map(|(rule, ..)| *rule).collect();
    let elsewhere = BTreeSet::from(["C19", "C28", "C30", "C33", "C46"]);
    for rule in lint::rules() {
        assert!(
            tried.contains(rule.id) != elsewhere.contains(rule.id),
            "{} has no case",
            rule.id
        );
    }
}

#[test]
fn a_rule_that_is_off_says_nothing() {
    for (rule, text, edits) in CASES {
        let text = edited(text, edits);
        let found = found(&text, &format!("check: {{rules: {{{rule}: off}}}}\n"));
        assert!(!found.contains(*rule), "{rule}:\n{text}");
    }
}

#[test]
fn what_is_known_here_is_no_finding() {
    let jargon = edited(
        OPEN,
        &[("on the web player", "on the web player, as one pod is gone")],
    );
    assert!(found(&jargon, "check: {plain: [pod]}\n").is_empty());
    assert!(found(OPEN, "check: {jargon: [song*]}\n").contains("C15"));
    assert!(found(OPEN, "check: {sentence_words: 8}\n").contains("C15"));
    let mail = edited(
        OPEN,
        &[(
            "We are looking",
            "Write to help@sonora.example. We are looking",
        )],
    );
    assert!(found(&mail, "").contains("C31"));
    assert!(found(&mail, "check: {public: [help@sonora.example]}\n").is_empty());
    assert!(found(OPEN, "check: {leaks: ['web pl[a-z]+']}\n").contains("C31"));
    assert!(found(OPEN, "check: {first_word: {minor: 5m}}\n").contains("C01"));
    assert!(found(MAINTENANCE, "check: {notice_period: 10d}\n").contains("C27"));
    assert!(found(INCIDENT, "check: {review_days: 3}\n").contains("C22"));
    assert!(found(OPEN, "cadence: {minor: 30m}\n").contains("C03"));
}

/// Other languages get the rules that need no words.
#[test]
fn a_language_without_lists() {
    let text = "---\nlang: de\ntitle: Störung\nbegan: 2026-03-02 14:30\naffected: {web: partial outage}\n---\n\n## 14:50 Investigating\n\nServer 10.0.0.1 ist schuld, weil er um 14:30 ausfiel.\n";
    let rules: Vec<String> = found(text, "").into_iter().collect();
    assert_eq!(rules, ["C01", "C31"]);
}

/// C37 asks where a sentence says that work goes on, and nowhere else.
#[test]
fn a_later_end_is_one_that_work_has() {
    let french = edited(
        MAINTENANCE,
        &[(
            "title: The web player moves to new servers",
            "lang: fr\ntitle: Le lecteur déménage",
        )],
    );
    let raises = |post: &str, sentence: &str| {
        let post = edited(
            post,
            &[(
                "from 07:00 to 08:00 CET.",
                &format!("07:00 CET. {sentence}"),
            )],
        );
        found(&post, "").contains("C37")
    };
    for sentence in [
        "Expected end: 8:30 a.m. CET.",
        "It takes until 08:30 CET.",
        "We will be done by 08:30 CET.",
        "The work is extended to 9 am CET.",
        "This lasts longer, to 8.30 a.m. CET.",
        "We need more time: 09:30 CET.",
        "The work is from 07:00 to 09:30 CET.",
        "Everything is back by 08:30 CET.",
        "It ends later, at 12:30 p.m. CET.",
    ] {
        assert!(raises(MAINTENANCE, sentence), "{sentence}");
    }
    for sentence in [
        "You get a mail by 08:45 CET.",
        "You get a mail by 08:45 CET when it is done.",
        "Our support answers from 08:45 CET on.",
        "Our support answers from 08:45 to 10:00 CET.",
        "The next update comes by 09:00 CET.",
        "At 09:30 CET the new season begins.",
        "It takes until 7:45 a.m. CET.",
        "It takes until 9:45 p.m. CET.",
    ] {
        assert!(!raises(MAINTENANCE, sentence), "{sentence}");
    }
    for sentence in [
        "Les travaux durent jusqu'à 8 h 30 (heure de Paris).",
        "Les travaux se terminent à 8 h 30 (heure de Paris).",
        "La maintenance est prolongée : 8 h 30 (heure de Paris).",
        "Fin prévue : 9 h (heure de Paris).",
        "Les travaux dureront plus longtemps, 9 h 15 (heure de Paris) sans doute.",
        "La maintenance a lieu de 7 h à 9 h 30 (heure de Paris).",
    ] {
        assert!(raises(&french, sentence), "{sentence}");
    }
    for sentence in [
        "Vous recevez un courriel à 8 h 45 (heure de Paris).",
        "Notre assistance répond dès 8 h 45 (heure de Paris).",
        "La saison commence à 9 h 30 (heure de Paris).",
    ] {
        assert!(!raises(&french, sentence), "{sentence}");
    }
}

/// C46: two files about one trouble, and two about two.
#[test]
fn one_trouble_has_one_open_incident() {
    let other = OPEN.replace("began: 2026-03-02 14:30", "began: 2026-03-02 14:10");
    let codes = |second: &str| -> Vec<String> {
        let project = Project::new()
            .with("incidents/a.md", OPEN)
            .with("incidents/b.md", second);
        let read = upfront::source::load(project.path());
        let model = read.model.as_ref().unwrap();
        let now = "2026-03-02T15:00:00+01:00".parse().unwrap();
        let found = lint::run(&read, model, now, Strictness::Usual, LintScope::All).found;
        let places = found.iter().filter(|d| d.code == "C46");
        places.map(|d| d.place.file.path.clone()).collect()
    };
    assert_eq!(codes(&other), ["incidents/a.md"]);
    assert!(codes(&other.replace("web:", "ios:")).is_empty());
    let unlike = other
        .replace("Songs stop after a few seconds", "The cover is grey")
        .replace(
            "Songs stop after 10 seconds on the web player",
            "Covers stay grey",
        );
    assert!(codes(&unlike).is_empty());
}
