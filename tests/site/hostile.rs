//! Hostile text in every field of the format and of `status.yml`: it comes out as
//! words, or is refused; it never becomes structure, in no output.
//!
//! The judge is a second build with plain words in the same places: the tags, keys,
//! properties and lines of every file must be the same.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::support::{self, Project, Run};
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use serde_json::Value;

const CLOCK: &str = "2026-11-18T15:20:00+01:00";

/// What a field takes.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Takes {
    /// Words of the author, which readers see or rules use.
    Words,
    /// Something exact; other words are refused.
    Exact,
}
use Takes::{Exact, Words};

/// Every field that `upfront schema` names. `every_field_is_in_the_list` holds it complete.
const FIELDS: [(&str, &str, Takes); 76] = [
    ("incident", "affected", Exact),
    ("incident", "aliases", Exact),
    ("incident", "audiences", Exact),
    ("incident", "began", Exact),
    ("incident", "draft", Exact),
    ("incident", "drill", Exact),
    ("incident", "ended", Exact),
    ("incident", "ends", Exact),
    ("incident", "error_text", Words),
    ("incident", "from", Exact),
    ("incident", "id", Exact),
    ("incident", "impact", Exact),
    ("incident", "kind", Exact),
    ("incident", "lang", Exact),
    ("incident", "pinned", Exact),
    ("incident", "regions", Exact),
    ("incident", "review_due", Exact),
    ("incident", "short", Words),
    ("incident", "symptoms", Words),
    ("incident", "title", Words),
    ("incident", "unaffected", Words),
    ("incident", "until", Exact),
    ("incident", "workaround", Words),
    ("update", "affected", Exact),
    ("update", "audiences", Exact),
    ("update", "corrected", Words),
    ("update", "corrected_at", Exact),
    ("update", "error_text", Words),
    ("update", "from", Exact),
    ("update", "id", Exact),
    ("update", "impact", Exact),
    ("update", "next_update", Words),
    ("update", "regions", Exact),
    ("update", "reopened", Exact),
    ("update", "short", Words),
    ("update", "symptoms", Words),
    ("update", "unaffected", Words),
    ("update", "until", Exact),
    ("update", "workaround", Words),
    ("status", "audiences", Words),
    ("status", "cadence", Exact),
    ("status", "cadence.critical", Exact),
    ("status", "cadence.major", Exact),
    ("status", "cadence.minor", Exact),
    ("status", "cadence.none", Exact),
    ("status", "check", Exact),
    ("status", "check.first_word", Exact),
    ("status", "check.jargon", Words),
    ("status", "check.leaks", Words),
    ("status", "check.notice_period", Exact),
    ("status", "check.plain", Words),
    ("status", "check.public", Words),
    ("status", "check.review_days", Exact),
    ("status", "check.rules", Exact),
    ("status", "check.sentence_words", Exact),
    ("status", "description", Words),
    ("status", "id", Exact),
    ("status", "languages", Exact),
    ("status", "platforms", Words),
    ("status", "regions", Words),
    ("status", "support", Exact),
    ("status", "theme", Exact),
    ("status", "theme.accent", Exact),
    ("status", "theme.accent_dark", Exact),
    ("status", "theme.logo", Exact),
    ("status", "timezone", Exact),
    ("status", "title", Words),
    ("status", "uptime", Exact),
    ("status", "uptime.days", Exact),
    ("status", "uptime.weights", Exact),
    ("status", "url", Exact),
    ("status", "valid_for", Exact),
    ("status", "after_write", Exact),
    ("status", "websub", Exact),
    // Not in a schema: the texts themselves.
    ("body", "summary", Words),
    ("body", "update", Words),
];

/// Attacks in one line. None is Markdown that is meant to become an element.
const ATTACKS: [&str; 14] = [
    "\"><script>alert(1)</script><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>",
    "</title></style></script></textarea><script>alert(1)</script>",
    "<!--><script>alert(1)</script-->",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#x3C;script&#x3E;",
    "a]]><script>alert(1)</script>b",
    "<?xml version='1.0'?><!DOCTYPE x SYSTEM 'file:///etc/passwd'>&x;",
    "{{ 7 * 7 }} {% include \"home.html\" %} {# x #}",
    "x; ATTENDEE:mailto:x@x.example, \\, \\n BEGIN:VALARM",
    "x\"} 1 fake{a=\"",
    "</span></bdi></a></li></main><main>",
    "javascript:alert(1) data:text/html;base64,PHNjcmlwdD4=",
    "\u{202e}live\u{2066} \u{200b}\u{200f}\u{feff} e\u{301}\u{301}\u{301}",
    "$(id) %0d%0aSet-Cookie: a=b",
];

fn quoted(text: &str) -> String {
    // A JSON string is a double-quoted scalar of YAML (YAML 1.2, section 1.3).
    Value::from(text).to_string()
}

/// A project with `attack` in every field that takes words.
fn everywhere(attack: &str) -> Project {
    let q = quoted(attack);
    // A platform's name would stand for the platform.
    let [ios, web, apps] = ["ios", "web", "apps"].map(|name| quoted(&format!("{name} {attack}")));
    let reason = quoted(&format!("none, {attack}"));
    Project::new()
        .with("status.yml", format!("\
title: {{en: {q}, fr: {q}}}
description: {q}
url: https://status.test.example/
languages: [en, fr]
timezone: Europe/Paris
support: https://help.test.example/
websub: https://hub.test.example/
platforms:
  - group: {{en: {apps}, fr: {apps}}}
    id: apps
    platforms:
      - {{id: ios, name: {ios}}}
  - {{id: web, name: {{en: {web}, fr: {web}}}}}
regions: {{fr: {q}, de: {{en: {q}}}}}
audiences: {{free: {q}, premium: {{fr: {q}, en: {q}}}}}
check: {{jargon: [{q}], plain: [{q}], public: [{q}]}}
"))
        .with("incidents/a.md", format!("\
---
title: {q}
began: 2026-11-18 14:02
affected: {{ios: major outage, web: partial outage}}
unaffected: [{q}]
regions: [fr]
audiences: [premium]
symptoms: [{q}, {q}]
error_text: {q}
workaround: {q}
short: {q}
---

x {attack}

## 14:20 Investigating

```update
next_update: {reason}
```

x {attack}

- x {attack}

> x {attack}

| a |
|---|
| x |

## 14:48 Identified

```update
affected: {{web: major outage}}
unaffected: [{q}]
symptoms: {q}
error_text: {q}
workaround: {q}
short: {q}
corrected: {q}
corrected_at: 2026-11-18 15:00
next_update: 15:30
```

x {attack}
"))
        .with("incidents/a.fr.md", format!("\
---
title: {q}
unaffected: [{q}]
symptoms: [{q}, {q}]
workaround: {q}
short: {q}
---

x {attack}

## 14:20 Investigating

x {attack}
"))
        .with("incidents/m.md", format!("\
---
kind: maintenance
title: {q}
from: 2026-12-10 22:00
until: 23:30
affected: [ios]
workaround: {q}
---

x {attack}
"))
        .with("incidents/n.md", format!("---\nkind: notice\ntitle: {q}\nbegan: 2026-11-17 14:02\n---\n\nx {attack}\n\n## 14:20 Notice\n\nx {attack}\n"))
}

fn built(attack: &str) -> Result<BTreeMap<String, String>, Run> {
    let project = everywhere(attack);
    let run = project.run(&["build", "--now", CLOCK]);
    quiet_terminal(attack, &run);
    if run.code != 0 {
        return Err(run);
    }
    let site = support::tree(&project.path().join("site"));
    Ok(site
        .into_iter()
        .filter(|(_, entry)| entry.mode & 0o170_000 == 0o100_000)
        // Card images hold words as dots of colour, which nothing obeys.
        .filter(|(path, _)| !path.ends_with(".png"))
        .map(|(path, entry)| {
            let text = String::from_utf8(entry.bytes).unwrap_or_else(|e| panic!("{path}: {e}"));
            (path, text)
        })
        .collect())
}

/// Nothing that was said can steer a terminal.
fn quiet_terminal(what: &str, run: &Run) {
    for said in [&run.stdout, &run.stderr] {
        let steers = |c: char| {
            c.is_control() && c != '\n'
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
        };
        assert!(
            !said.contains(steers),
            "{what:?} reaches the terminal: {said:?}"
        );
    }
}

// --- The structure of each kind of file ------------------------------------------------

/// Tags with the names of their attributes, in order.
#[derive(Default)]
struct Tags(RefCell<Vec<String>>);

impl TokenSink for Tags {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => {
                let names: Vec<&str> = tag.attrs.iter().map(|a| &*a.name.local).collect();
                let end = if tag.kind == TagKind::EndTag { "/" } else { "" };
                self.0
                    .borrow_mut()
                    .push(format!("{end}{} {}", tag.name, names.join(" ")));
                if tag.kind == TagKind::StartTag {
                    return match &*tag.name {
                        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                        "style" => TokenSinkResult::RawData(RawKind::Rawtext),
                        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
                        _ => TokenSinkResult::Continue,
                    };
                }
            }
            Token::CommentToken(_) => self.0.borrow_mut().push("a comment".to_string()),
            Token::DoctypeToken(_) => self.0.borrow_mut().push("a doctype".to_string()),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn html(text: &str) -> Vec<String> {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(text));
    let tokenizer = Tokenizer::new(Tags::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.take()
}

/// Elements with the names of their attributes; HTML that is text inside, too.
fn xml(path: &str, text: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut found, mut inside, mut last) = (Vec::new(), String::new(), String::new());
    loop {
        let event = reader
            .read_event()
            .unwrap_or_else(|e| panic!("{path}: {e}: {text}"));
        match event {
            Event::Eof => break,
            Event::Text(piece) => inside.push_str(&piece),
            Event::GeneralRef(name) => {
                let name = format!("&{};", &*name);
                inside.push_str(
                    &quick_xml::escape::unescape(&name).unwrap_or_else(|e| panic!("{path}: {e}")),
                );
            }
            Event::Start(e) | Event::Empty(e) => {
                inside.clear();
                last = e.name().as_ref().to_string();
                let names: Vec<String> = e
                    .attributes()
                    .map(|a| a.unwrap().key.as_ref().to_string())
                    .collect();
                found.push(format!("{last} {}", names.join(" ")));
            }
            Event::End(_) => {
                if ["content:encoded", "content"].contains(&&*last) && path.contains("feed") {
                    found.extend(html(&inside));
                }
                inside.clear();
                found.push("/".to_string());
            }
            Event::CData(_) => panic!("{path}: CDATA"),
            Event::Comment(_) | Event::PI(_) | Event::DocType(_) => found.push("other".to_string()),
            Event::Decl(_) => {}
        }
    }
    found
}

fn json(at: &Value, way: &str, found: &mut Vec<String>) {
    match at {
        Value::Object(map) => {
            for (key, value) in map {
                json(value, &format!("{way}.{key}"), found);
            }
        }
        Value::Array(items) => {
            for item in items {
                json(item, &format!("{way}[]"), found);
            }
        }
        Value::String(text) if way.ends_with("_html") => found.extend(html(text)),
        Value::String(_) => found.push(format!("{way} text")),
        Value::Null => found.push(format!("{way} null")),
        _ => found.push(format!("{way} number")),
    }
}

fn structure(path: &str, text: &str) -> Vec<String> {
    let bad = text
        .chars()
        .find(|c| upfront::text::is_refused(*c) || *c == '\r' && !path.ends_with(".ics"));
    assert_eq!(bad, None, "{path}");
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => html(text),
        "rss" | "atom" | "xml" | "opml" | "svg" => xml(path, text),
        "json" => {
            let mut found = Vec::new();
            let value = serde_json::from_str(text).unwrap_or_else(|e| panic!("{path}: {e}"));
            json(&value, "", &mut found);
            found
        }
        "ics" => text
            .strip_suffix("\r\n")
            .unwrap()
            .replace("\r\n ", "")
            .split("\r\n")
            .map(|line| {
                assert!(!line.contains('\n'), "{path}: {line:?}");
                line.split([':', ';']).next().unwrap().to_string()
            })
            .collect(),
        // Lines are what readers of these go by: none more, none less.
        _ => text
            .lines()
            .map(|line| line.chars().take_while(|c| " #->*|".contains(*c)).collect())
            .collect(),
    }
}

fn same_structure(
    what: &str,
    hostile: &BTreeMap<String, String>,
    plain: &BTreeMap<String, String>,
) {
    let names = |site: &BTreeMap<String, String>| site.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(hostile), names(plain), "{what}");
    for (path, text) in hostile {
        let (now, expected) = (structure(path, text), structure(path, &plain[path]));
        if let Some(at) =
            (0..now.len().max(expected.len())).find(|at| now.get(*at) != expected.get(*at))
        {
            panic!(
                "{what} changed {path} at {at}: {:?} instead of {:?}\n{text}",
                now.get(at.saturating_sub(2)..(at + 3).min(now.len())),
                expected.get(at.saturating_sub(2)..(at + 3).min(expected.len())),
            );
        }
    }
}

#[test]
fn no_words_become_structure() {
    let plain = built("plain words").unwrap_or_else(|run| panic!("{}", run.stderr));
    for attack in ATTACKS {
        let hostile = built(attack).unwrap_or_else(|run| panic!("{attack}: {}", run.stderr));
        same_structure(attack, &hostile, &plain);
    }
}

#[test]
fn marks_of_templates_stay_words() {
    let site = built("{{ 7 * 7 }}{% raw %}").unwrap_or_else(|run| panic!("{}", run.stderr));
    for path in [
        "index.html",
        "incidents/a.html",
        "incidents/a.md",
        "feed/updates.rss",
        "feed/updates.json",
        "status.txt",
    ] {
        let text = &site[path];
        assert!(text.contains("{{ 7 * 7 }}{% raw %}"), "{path}: {text}");
    }
}

/// Characters that no page may hold, as YAML's escapes bring them.
#[test]
fn escapes_of_yaml_bring_no_controls() {
    for escape in [
        "\\0",
        "\\a",
        "\\b",
        "\\e[31m",
        "\\x1b]0;x\\x07",
        "\\x7f",
        "\\x85",
        "\\x9b",
        "\\uFFFE",
        "\\uFFFF",
        "\\r",
        "\\r\\nSet-Cookie: a=b",
    ] {
        for (file, text) in [
            (
                "status.yml",
                support::STATUS.replace("title: Test Status", &format!("title: \"x{escape}y\"")),
            ),
            (
                "status.yml",
                support::STATUS.replace("iOS app", &format!("\"x{escape}y\"")),
            ),
            (
                "incidents/a.md",
                format!("---\ntitle: \"x{escape}y\"\nbegan: 2026-11-18 14:02\n---\n"),
            ),
            (
                "incidents/a.md",
                format!(
                    "---\ntitle: x\nbegan: 2026-11-18 14:02\nsymptoms: [\"x{escape}y\"]\n---\n"
                ),
            ),
            (
                "incidents/a.md",
                format!("---\ntitle: x\nbegan: 2026-11-18 14:02\n\"ti{escape}tle\": x\n---\n"),
            ),
            (
                "incidents/a.md",
                format!(
                    "---\ntitle: x\nbegan: 2026-11-18 14:02\n---\n\n## 14:20 Investigating\n\n```update\nworkaround: \"x{escape}y\"\n```\n\nx\n"
                ),
            ),
        ] {
            let project = Project::new().with(file, text);
            let run = project.run(&["build", "--now", CLOCK]);
            quiet_terminal(escape, &run);
            assert_eq!(run.code, 1, "{escape} in {file} was built");
            assert!(
                run.stderr.contains("error[control-character]")
                    || run.stderr.contains("error[unknown-key]"),
                "{escape} in {file}: {}",
                run.stderr
            );
        }
    }
}

/// Findings for machines go to terminals and logs too.
#[test]
fn findings_in_json_steer_no_terminal() {
    for escape in ["\\x7f", "\\x9b31m", "\\u202e", "\\e[31m", "\\u2028"] {
        let project = Project::new().with(
            "incidents/a.md",
            format!("---\ntitle: x\n\"k{escape}\": x\nkind: \"y{escape}\"\n---\n"),
        );
        for format in ["json", "sarif", "github", "text"] {
            let run = project.run(&["check", "--format", format, "--now", CLOCK]);
            assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
            quiet_terminal(&format!("{escape} in {format}"), &run);
        }
    }
}

/// Lines in a field of one line.
#[test]
fn lines_in_a_field_add_no_line_to_a_header() {
    let attack = "a\n  Set-Cookie: a=b\n/*\nBEGIN:VEVENT\nupfront_fake 1";
    let project = Project::new()
        .with("status.yml", support::STATUS.replace("Test Status", &quoted(attack)).replace("iOS app", &quoted(attack)))
        .with("incidents/a.md", format!("---\nkind: maintenance\ntitle: {}\nfrom: 2026-12-10 22:00\nuntil: 23:30\naffected: [ios]\n---\n", quoted(attack)));
    let run = project.run(&["build", "--now", CLOCK]);
    quiet_terminal(attack, &run);
    if run.code == 1 {
        return;
    }
    for (path, entry) in support::tree(&project.path().join("site")) {
        let text = String::from_utf8_lossy(&entry.bytes).into_owned();
        for line in text.lines() {
            let starts = |what: &str| line.trim_start().starts_with(what);
            let lines = ["ics", "txt"].iter().any(|end| path.ends_with(end))
                || !path.contains('.')
                || path == "_headers"
                || path.contains("metrics");
            assert!(
                !lines
                    || !(starts("Set-Cookie")
                        || line == "/*" && path != "_headers"
                        || line == "BEGIN:VEVENT\n"
                        || starts("upfront_fake")),
                "{path}: {line}"
            );
        }
    }
}

fn fields_of(at: &Value, way: &str, depth: u8, found: &mut BTreeSet<String>) {
    for one in at
        .get("anyOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        fields_of(one, way, depth, found);
    }
    let closed = at.get("additionalProperties") == Some(&Value::Bool(false));
    if !closed || depth > 1 {
        return;
    }
    for (key, inside) in at["properties"].as_object().unwrap() {
        let name = if way.is_empty() {
            key.clone()
        } else {
            format!("{way}.{key}")
        };
        found.insert(name.clone());
        fields_of(inside, &name, depth + 1, found);
    }
}

#[test]
fn every_field_is_in_the_list() {
    let project = Project::empty();
    for schema in ["incident", "update", "status"] {
        let run = project.run(&["schema", schema]).ok();
        let root: Value = serde_json::from_str(&run.stdout).unwrap();
        let mut found = BTreeSet::new();
        fields_of(&root, "", 0, &mut found);
        let listed: BTreeSet<String> = FIELDS
            .iter()
            .filter(|(of, _, _)| *of == schema)
            .map(|(_, key, _)| (*key).to_string())
            .collect();
        assert_eq!(found, listed, "{schema}");
    }
    // And every field that takes words is attacked by `everywhere`.
    let project = everywhere("SEEN");
    for (schema, key, takes) in FIELDS {
        if takes != Words || schema == "body" || key == "check.leaks" {
            continue;
        }
        let file = if schema == "status" {
            "status.yml"
        } else {
            "incidents/a.md"
        };
        let text = std::fs::read_to_string(project.path().join(file)).unwrap();
        let text = match schema {
            "incident" => text.split("---\n").nth(1).unwrap().to_string(),
            "update" => text.split("```update").skip(1).collect(),
            _ => text,
        };
        let key = key.rsplit('.').next().unwrap();
        let at = text
            .find(&format!("{key}:"))
            .unwrap_or_else(|| panic!("{schema} {key} is not attacked"));
        assert!(
            text[at..].contains("SEEN"),
            "{schema} {key} is not attacked"
        );
    }
}

/// A field that takes something exact refuses all else, or what comes out is harmless.
#[test]
fn exact_fields_take_no_words() {
    let plain = |text: &str| text.matches("<script").count();
    for (schema, key, takes) in FIELDS {
        if takes != Exact {
            continue;
        }
        for attack in [
            ATTACKS[0].to_string(),
            format!("https://x.example/{}", ATTACKS[0]),
            "javascript:alert(1)".to_string(),
            "../../../etc/passwd".to_string(),
            "\u{202e}x".to_string(),
            "a\nSet-Cookie: a=b".to_string(),
        ] {
            let q = quoted(&attack);
            let project = Project::new();
            match schema {
                "status" => {
                    let line = match key.split_once('.') {
                        Some((outer, inner)) => format!("{outer}: {{{inner}: {q}}}\n"),
                        None => format!("{key}: {q}\n"),
                    };
                    let rest: String = support::STATUS
                        .lines()
                        .filter(|l| !l.starts_with(&format!("{key}:")))
                        .fold(String::new(), |all, l| all + l + "\n");
                    project.write("status.yml", format!("{line}{rest}"));
                    project.write("incidents/a.md", "---\ntitle: x\nbegan: 2026-11-18 14:02\n---\n");
                }
                "incident" => {
                    let began = if key == "began" { "" } else { "began: 2026-11-18 14:02\n" };
                    project.write("incidents/a.md", format!("---\ntitle: x\n{began}{key}: {q}\n---\n"));
                }
                _ => project.write(
                    "incidents/a.md",
                    format!("---\ntitle: x\nbegan: 2026-11-18 14:02\n---\n\n## 14:20 Investigating\n\n```update\ncorrected: x\n{key}: {q}\n```\n\nx\n"),
                ),
            }
            let run = project.run(&["build", "--now", CLOCK]);
            quiet_terminal(&format!("{schema} {key}: {attack}"), &run);
            if run.code == 0 {
                // Only an address can take some of these, and then it is one; a command of the
                // owner's takes them, and no page shows it.
                assert!(
                    ["support", "websub", "url", "after_write"].contains(&key) || key == "aliases",
                    "{schema} {key} took {attack:?}"
                );
                for (path, entry) in support::tree(&project.path().join("site")) {
                    if path.ends_with(".html") {
                        let text = String::from_utf8(entry.bytes).unwrap();
                        assert!(
                            plain(&text) <= 3
                                && !text.contains("alert(1)</script>")
                                && !text.contains("href=\"javascript"),
                            "{schema} {key}: {path}"
                        );
                    }
                }
            } else {
                assert_eq!(run.code, 1, "{schema} {key}: {attack:?}: {}", run.stderr);
                assert!(!project.path().join("site").exists());
            }
        }
    }
}
