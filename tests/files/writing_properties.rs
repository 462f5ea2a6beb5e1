//! What holds for any file that a verb changes, and for any that it makes.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use crate::support::Project;
use jiff::SignedDuration;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use upfront::author::{
    Draft, DraftContent, EntryStatus, LintOptions, NewEntry, NewFile, NextUpdate, ScopeChange,
    Timing, WriteError,
};
use upfront::lint::Strictness;
use upfront::model::{
    Advice, AudienceId, Impact, Incident, Kind, Lang, PlatformId, Promise, Reach, RegionId, Scope,
    State, Status, Text, Unaffected,
};
use upfront::time::Moment;

const CASES: u32 = 300;

/// When the words are written: every time of an entry has come by then, and a window
/// that begins later is ahead.
fn writing() -> Moment {
    begin() + SignedDuration::from_hours(51)
}

fn begin() -> Moment {
    "2026-11-18T13:02:00Z".parse().unwrap()
}

/// Existing files: odd spaces, comments, quotes, tabs, link definitions, other line
/// ends, with or without the last one, and ends that swallow what comes behind.
fn existing() -> impl Strategy<Value = String> {
    let title = prop_oneof![
        Just("title: Music does not play"),
        Just("'title' :   \"Music\"   # shown first"),
        Just("title: >-\n  Music does\n  not play"),
        Just("title:\n    Music"),
    ];
    let began = prop_oneof![
        4 => Just("began: 2026-11-18 14:02"),
        4 => Just("began: \"2026-11-18T13:02:00Z\" # exact"),
        1 => Just("# no began"),
    ];
    let more = prop::sample::subsequence(
        vec![
            "affected: {web: major outage}  # both",
            "affected : { ios : 'Partial-Outage' }",
            "symptoms:\n    - One\n    - \"Two: more\"",
            "unaffected: [offline, bank transfers]",
            "regions: [fr]",
            "",
            "# a comment",
            "short: >\n  Folded\n  words",
            "pinned: true",
            "workaround: |\n  Line\n\n  another",
        ],
        0..6,
    );
    let update = prop_oneof![
        4 => Just("## 14:10 Investigating\n\nWords.\n"),
        4 => Just("## 14:12 — Update ##\n\n~~~update\nnext_update: 30m # soon\n~~~\n* one\n* two\n"),
        4 => Just("14:12 Identified\n---\n\n\tcode\twith tabs\n"),
        4 => Just(
            "##  Identified,  14:14\n```update\naffected: {web: partial outage}\n```\n\n> quote\n"
        ),
        4 => Just("## 14:15 Monitoring\n\n- a list\n\n  of two\n"),
        4 => Just("## 2026-11-18T13:16:00Z Update\n\n[it]: https://x.example/\n\nSee [it].\n"),
        4 => Just("## 14:17 Update\n\n```\nx\t= 1\n```\n"),
        1 => Just("## 14:18 Update\n\n<!-- open\n"),
        4 => Just("## 14:18 Update\n\n<div>\n"),
        4 => Just("## 14:18 Update\n\nhard  \nbreak\\\n"),
    ];
    (
        title,
        began,
        more,
        prop_oneof![Just(""), Just("\nA summary.\n")],
        prop::collection::vec(update, 0..4),
        prop_oneof![3 => Just("\n"), 2 => Just("\r\n")],
        0..4_usize,
        any::<bool>(),
    )
        .prop_map(
            |(title, began, more, summary, mut updates, end, tail, mark)| {
                // Times run forwards.
                updates.sort_by_key(|u| {
                    u.find("14:1")
                        .or(u.find("13:1"))
                        .map(|at| u.as_bytes()[at + 4])
                });
                let mut text = format!("---\n{title}\n{began}\n");
                for line in more {
                    text.push_str(line);
                    text.push('\n');
                }
                text.push_str("---\n");
                text.push_str(summary);
                for update in updates {
                    text.push('\n');
                    text.push_str(update);
                }
                match tail {
                    0 => text.truncate(text.trim_end().len()),
                    1 => text.push_str("\n\n"),
                    2 => text.push_str("  \t\n"),
                    _ => {}
                }
                let mark = if mark { "\u{feff}" } else { "" };
                format!("{mark}{}", text.replace('\n', end))
            },
        )
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Songs do not start".to_string()),
        Just("E: 7, \"quoted\" # no comment".to_string()),
        Just("- looks like a list".to_string()),
        Just("true".to_string()),
        Just("12:30".to_string()),
        Just("0x10".to_string()),
        Just("ends in \\".to_string()),
        Just("C'est tombé en panne : non !".to_string()),
        Just("音楽が再生できません。".to_string()),
        Just("{a: b}, [c]".to_string()),
        Just("~".to_string()),
        "[ -~éß\u{2028}]{1,30}".prop_filter("some words", |w| !w.trim().is_empty()),
    ]
}

fn body() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => words(),
        1 => Just("Two\n\nparagraphs, and a list:\n\n* one\n* two".to_string()),
        1 => Just("### Inside\n\n```\ncode\t1\n```".to_string()),
        1 => Just("## 15:00 Resolved\n\nA second update.".to_string()),
        1 => Just("[it]: https://y.example/".to_string()),
        1 => Just("```update\nimpact: none\n```".to_string()),
        1 => Just("<!-- open".to_string()),
        1 => Just("---".to_string()),
        1 => Just("windows\r\nline".to_string()),
    ]
}

fn scoped() -> impl Strategy<Value = ScopeChange> {
    let state = prop::sample::select(State::WORDS.map(|(_, s)| s).to_vec());
    let impact = prop::sample::select(Impact::WORDS.map(|(_, i)| i).to_vec());
    (
        prop::collection::btree_map(0..2_usize, state, 0..3),
        any::<bool>(),
        prop::option::of(prop::bool::ANY),
        prop::option::of(prop::sample::subsequence(vec![0_usize, 1], 1..3)),
        prop::option::of(impact),
        prop::collection::vec(words(), 0..3),
        prop::option::of(words()),
        prop::option::of(words()),
        prop::option::of(words()),
        prop::option::of(words()),
    )
        .prop_map(
            |(
                affected,
                offline,
                regions,
                audiences,
                impact,
                symptoms,
                error,
                workaround,
                short,
                works,
            )| {
                let lang = Lang::parse("en").unwrap();
                let mut unaffected = Vec::new();
                if offline {
                    unaffected.push(Unaffected::Platform(PlatformId(2)));
                }
                unaffected.extend(
                    works.map(|w| Unaffected::Words(Text::new(&lang, w.trim().to_string()))),
                );
                ScopeChange {
                    affected: affected
                        .into_iter()
                        .map(|(p, s)| (PlatformId(p), s))
                        .collect(),
                    unaffected,
                    regions: regions.map(|all| {
                        if all {
                            Reach::All
                        } else {
                            Reach::Only(vec![RegionId(1)])
                        }
                    }),
                    audiences: audiences
                        .map(|ids| Reach::Only(ids.into_iter().map(AudienceId).collect())),
                    impact,
                    symptoms,
                    error_text: error,
                    workaround,
                    short,
                }
            },
        )
}

fn entry() -> impl Strategy<Value = NewEntry> {
    let said = prop_oneof![
        3 => Just(EntryStatus::Update),
        1 => prop::sample::select(Status::INCIDENT.map(|(_, s)| EntryStatus::Status(s)).to_vec()),
    ];
    let next = prop_oneof![
        1 => Just(None),
        1 => (1..3000_i64).prop_map(Some),
        1 => Just(Some(0)),
    ];
    (
        0..3000_i64,
        said,
        scoped(),
        next,
        words(),
        prop::bool::weighted(0.2),
        body(),
    )
        .prop_map(|(minutes, said, scoped, next, reason, reopened, text)| {
            let at = begin() + SignedDuration::from_mins(18 + minutes);
            NewEntry {
                at,
                said,
                scoped,
                next: next.map(|m| match m {
                    0 => NextUpdate::None(format!("because {reason}")),
                    m => NextUpdate::By(at + SignedDuration::from_mins(m)),
                }),
                reopened,
                text,
            }
        })
}

fn read(project: &Project) -> Option<Incident> {
    let mut model = upfront::source::load(project.path()).model?;
    Some(Arc::unwrap_or_clone(model.incidents.remove(0)))
}

/// What the parser must say of scope and advice, told by the values alone.
fn applied(before: &Incident, scoped: &ScopeChange, closes: bool) -> (Scope, Advice) {
    let last = before.updates.last();
    let mut scope = Scope::clone(last.map_or(&before.scope, |u| &u.scope));
    let mut advice = Advice::clone(last.map_or(&before.advice, |u| &u.advice));
    let lang = &before.lang;
    let text = |words: &String| Text::new(lang, words.trim().to_string());
    scope.impact = scoped.impact.or(scope.impact);
    for (platform, state) in &scoped.affected {
        if *state == State::Operational {
            scope.affected.remove(platform);
        } else {
            scope.affected.insert(*platform, *state);
        }
    }
    let affected = scope.affected.clone();
    if !scoped.affected.is_empty() {
        scope
            .unaffected
            .retain(|u| !matches!(u, Unaffected::Platform(p) if affected.contains_key(p)));
    }
    if !scoped.unaffected.is_empty() {
        scope.unaffected.clone_from(&scoped.unaffected);
    }
    if let Some(regions) = &scoped.regions {
        scope.regions = regions.clone();
    }
    if let Some(audiences) = &scoped.audiences {
        scope.audiences = audiences.clone();
    }
    if closes {
        scope.affected = BTreeMap::new();
    }
    if !scoped.symptoms.is_empty() {
        advice.symptoms = scoped.symptoms.iter().map(text).collect();
    }
    if let Some(words) = &scoped.error_text {
        advice.error_text = Some(words.trim().to_string());
    }
    if let Some(words) = &scoped.workaround {
        advice.workaround = Some(text(words));
    }
    if let Some(words) = &scoped.short {
        advice.short = Some(text(words));
    }
    (scope, advice)
}

#[test]
fn an_update_leaves_every_old_byte_and_adds_itself() {
    let (written, refused) = (Cell::new(0_u32), Cell::new(0_u32));
    let mut runner = TestRunner::new_with_rng(
        Config {
            cases: CASES,
            failure_persistence: None,
            ..Config::default()
        },
        proptest::test_runner::TestRng::deterministic_rng(Config::default().rng_algorithm),
    );
    let all = (existing(), entry(), prop::option::of(1..15_i64));
    let result = runner.run(&all, |(text, entry, ended)| {
        let project = Project::new().with("incidents/a.md", &text);
        let before = read(&project);
        let ended = ended.map(|m| begin() + SignedDuration::from_mins(m));
        let draft = Draft {
            root: project.path(),
            content: DraftContent::Entry {
                path: "incidents/a.md".into(),
                entry: Box::new(entry.clone()),
                ended,
                window: None,
            },
            options: LintOptions {
                now: writing(),
                mode: Strictness::Urgent,
            },
        };
        let done = draft.write();
        let after = fs::read(project.path().join("incidents/a.md")).unwrap();
        let Ok(_) = done else {
            refused.set(refused.get() + 1);
            prop_assert!(matches!(
                done,
                Err(WriteError::Content(_) | WriteError::Usage(_))
            ));
            prop_assert!(
                after == text.as_bytes(),
                "something was refused and written"
            );
            return Ok(());
        };
        written.set(written.get() + 1);
        // Old bytes: all there, in their order; one insertion at the end, and one line `ended`.
        let after = String::from_utf8(after).unwrap();
        let (head, added) = match ended {
            None => (
                text.clone(),
                after
                    .strip_prefix(&text)
                    .expect("old bytes stay")
                    .to_string(),
            ),
            Some(_) => {
                let at = after.find("ended: ").expect("`ended` is written");
                let end = at + after[at..].find('\n').unwrap() + 1;
                let without = format!("{}{}", &after[..at], &after[end..]);
                (
                    text.clone(),
                    without
                        .strip_prefix(&text)
                        .expect("old bytes stay")
                        .to_string(),
                )
            }
        };
        prop_assert!(added.trim_start().starts_with("## "), "{head}{added}");
        if text.contains("\r\n") {
            prop_assert!(
                !added.replace("\r\n", "").contains('\n'),
                "line ends are mixed: {added:?}"
            );
        } else {
            prop_assert!(!added.contains('\r'));
        }
        // The model: as before, and the update.
        let before = before.expect("a file with errors was changed");
        let mut now = read(&project).expect("what was written is right");
        let last = now.updates.pop().unwrap();
        prop_assert_eq!(now.ended, ended.or(before.ended));
        now.ended = before.ended;
        now.had_updates = before.had_updates;
        prop_assert_eq!(&now, &before);
        prop_assert_eq!(last.at, entry.at);
        let kept = before
            .updates
            .iter()
            .rev()
            .map(|u| u.status)
            .next()
            .unwrap_or(Status::Investigating);
        let status = match entry.said {
            EntryStatus::Update => kept,
            EntryStatus::Status(status) => status,
        };
        prop_assert_eq!(
            (last.status, last.keeps_status),
            (status, entry.said == EntryStatus::Update)
        );
        let said = entry.text.replace("\r\n", "\n");
        prop_assert!(last.body.original().0.starts_with(said.trim()));
        let promise = entry.next.as_ref().map(|next| match next {
            NextUpdate::By(by) => Promise::By(*by),
            NextUpdate::None(reason) => Promise::None(Text::new(
                &before.lang,
                reason
                    .trim()
                    .trim_matches(|c: char| c.is_whitespace() || ",;:-–—()".contains(c))
                    .to_string(),
            )),
        });
        prop_assert_eq!(last.promise, promise);
        let (scope, advice) = applied(&before, &entry.scoped, status.is_final());
        let reopens = kept.is_final() && !status.is_final();
        if !reopens {
            prop_assert_eq!(&*last.scope, &scope);
        }
        prop_assert_eq!(&*last.advice, &advice);
        Ok(())
    });
    println!("{} written, {} refused", written.get(), refused.get());
    result.unwrap();
    assert!(
        written.get() > CASES / 4,
        "only {} of {CASES} were written: this test looks at nothing",
        written.get()
    );
    assert!(refused.get() > CASES / 20, "nothing was refused");
}

#[test]
fn a_new_file_is_read_back_as_what_it_was_made_of() {
    let written = Cell::new(0_u32);
    let mut runner = TestRunner::new_with_rng(
        Config {
            cases: CASES,
            failure_persistence: None,
            ..Config::default()
        },
        proptest::test_runner::TestRng::deterministic_rng(Config::default().rng_algorithm),
    );
    let time = prop_oneof![
        (0..2000_i64).prop_map(|m| Timing::Began(begin() + SignedDuration::from_mins(18 - m))),
        (30..9000_i64, 1..3000_i64, any::<bool>()).prop_map(|(from, length, by_hand)| {
            let from = begin() + SignedDuration::from_mins(from);
            Timing::Window {
                from,
                until: from + SignedDuration::from_mins(length),
                by_hand,
            }
        }),
    ];
    let all = (
        words(),
        time,
        any::<bool>(),
        prop::sample::select(vec!["en", "fr"]),
        scoped(),
        entry(),
    );
    let result = runner.run(&all, |(title, time, drill, lang, scoped, mut first)| {
        let project = Project::new();
        let lang = Lang::parse(lang).unwrap();
        first.scoped = ScopeChange::default();
        first.reopened = false;
        first.said = EntryStatus::Status(match time {
            Timing::Began(_) => Status::Investigating,
            Timing::Window { .. } => Status::Scheduled,
        });
        let file = NewFile {
            lang: lang.clone(),
            title: title.clone(),
            time,
            drill,
            scoped: scoped.clone(),
            first: first.clone(),
        };
        let draft = Draft {
            root: project.path(),
            content: DraftContent::File {
                file: Box::new(file),
                name: Some("a".into()),
            },
            options: LintOptions {
                now: writing(),
                mode: Strictness::Urgent,
            },
        };
        let Ok(done) = draft.write() else {
            prop_assert!(!project.path().join("incidents/a.md").exists());
            return Ok(());
        };
        written.set(written.get() + 1);
        prop_assert_eq!(done.path, "incidents/a.md");
        let Some(read) = read(&project) else {
            return Err(TestCaseError::fail("what was written is wrong"));
        };
        prop_assert_eq!(read.title.original(), title.trim());
        prop_assert_eq!((&read.lang, read.drill), (&lang, drill));
        match time {
            Timing::Began(began) => {
                prop_assert_eq!((read.kind, read.began), (Kind::Incident, began))
            }
            Timing::Window {
                from,
                until,
                by_hand,
            } => {
                prop_assert_eq!(
                    (read.kind, read.began),
                    (Kind::Maintenance { until, by_hand }, from)
                );
            }
        }
        let affected: BTreeMap<PlatformId, State> = scoped
            .affected
            .iter()
            .filter(|(_, state)| **state != State::Operational)
            .map(|(p, s)| (*p, *s))
            .collect();
        prop_assert_eq!(&read.scope.affected, &affected);
        prop_assert_eq!(read.scope.impact, scoped.impact);
        prop_assert_eq!(
            &read.scope.regions,
            scoped.regions.as_ref().unwrap_or(&Reach::All)
        );
        let symptoms: Vec<&str> = scoped.symptoms.iter().map(|s| s.trim()).collect();
        let read_symptoms: Vec<&str> = read
            .advice
            .symptoms
            .iter()
            .map(|s| s.original().as_str())
            .collect();
        prop_assert_eq!(read_symptoms, symptoms);
        prop_assert_eq!(
            read.advice.error_text.as_deref(),
            scoped.error_text.as_deref().map(str::trim)
        );
        let said = first.text.replace("\r\n", "\n");
        prop_assert_eq!(read.updates.len(), 1);
        prop_assert_eq!(read.updates[0].at, first.at);
        prop_assert!(read.updates[0].body.original().0.starts_with(said.trim()));
        Ok(())
    });
    println!("{} of {CASES} written", written.get());
    result.unwrap();
    assert!(
        written.get() > CASES / 3,
        "only {} of {CASES} were written",
        written.get()
    );
}
