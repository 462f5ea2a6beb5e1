//! C33, and the memory that it needs: `published.lock`, what readers have seen.
//!
//! One line for each update and language, sorted, so that git merges it line by
//! line. `upfront build --remember` writes it (`docs/decisions/0036-ledger.md`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::table::Rule;
use super::{Findings, Subject};
use crate::diagnostic::{Place, SourceFile};
use crate::model::{Incident, Kind, Lang, Level, Model, Site};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "C33",
    name: "What was published changes only in the open",
    level: Level::Error,
    why: "Feeds, mails and memories keep the first text. Who finds another one later believes neither.",
    looks: "Text and status of each update against `published.lock`, which `upfront build --remember` writes. White space does not count. A new text of `corrected` makes the change a visible one. Without the file, nothing is compared. A spelling mistake passes with `upfront: allow C33 because ...`.",
    words: false,
    format: None,
    source: "Our own, from the wish for visible corrections; what Google's status JSON keeps as `modified` and shows nowhere.",
    bad: "## 14:48 Identified\n\nThe web player fails less often in Germany.      # said: works again",
    good: "## 14:48 Identified\n\n```update\ncorrected: The first version said that the web player worked again in Germany. It did not.\n```\n\nThe web player fails less often in Germany.",
}];

/// First line of the file.
const HEAD: &str = "# What readers have seen: incident, update, language, text, correction.\n# Written by `upfront build --remember`. Commit it. Never needs an edit by hand.\n";

/// Stands for the window of a maintenance, which no update's id can be.
const WINDOW: &str = "@window";

type TextKey = (String, String, String);

/// What was published before.
#[derive(Debug, Clone, Default)]
pub struct PublishedLedger {
    /// Text and correction, with the line; two after a merge of both.
    entries: BTreeMap<TextKey, Vec<PublishedText>>,
    /// Lines that are none.
    strange: Vec<Range<usize>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct PublishedText {
    text: String,
    corrected: String,
    line: Range<usize>,
}

impl PublishedLedger {
    /// Reads the file; without one, nothing was published.
    pub fn read(file: Option<&Arc<SourceFile>>) -> Self {
        let mut ledger = Self::default();
        let Some(file) = file else {
            return ledger;
        };
        let mut at = 0;
        for line in file.text.split_inclusive('\n') {
            let span = at..at + line.trim_end().len();
            at += line.len();
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                [] => {}
                [first, ..] if first.starts_with('#') => {}
                [incident, update, lang, text, corrected] => {
                    let key = ((*incident).into(), (*update).into(), (*lang).into());
                    ledger.entries.entry(key).or_default().push(PublishedText {
                        text: (*text).into(),
                        corrected: (*corrected).into(),
                        line: span,
                    });
                }
                _ => ledger.strange.push(span),
            }
        }
        ledger
    }

    fn seen(&self, incident: &str, update: &str, lang: &str) -> &[PublishedText] {
        let key = (incident.to_string(), update.to_string(), lang.to_string());
        self.entries.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The file's text once this model is published: new lines come in, an open
    /// correction replaces its line. A silent change keeps the old line, so that
    /// `check` goes on to see it, and what is gone is not forgotten.
    pub fn remember(&self, model: &Model) -> String {
        let mut lines: BTreeMap<TextKey, Vec<(String, String)>> = self
            .entries
            .iter()
            .map(|(key, seen)| {
                let seen = seen.iter().map(|s| (s.text.clone(), s.corrected.clone()));
                (key.clone(), seen.collect())
            })
            .collect();
        for incident in model.incidents().filter(|incident| !incident.drill) {
            let mut spoken = false;
            for (at, lang, now) in said(&model.site, incident) {
                let update = &incident.updates[at];
                let seen = self.seen(&incident.id, &update.id, lang.as_str());
                spoken |= seen.is_empty();
                if seen.is_empty() || !silent(seen, &now) {
                    let key = (incident.id.clone(), update.id.clone(), lang.to_string());
                    lines.insert(key, vec![now]);
                }
            }
            if let Some(window) = window(incident) {
                let seen = self.seen(&incident.id, WINDOW, "-");
                if seen.is_empty() || spoken {
                    let key = (incident.id.clone(), WINDOW.to_string(), "-".to_string());
                    lines.insert(key, vec![(window, "-".to_string())]);
                }
            }
        }
        let mut out = String::from(HEAD);
        for ((incident, update, lang), seen) in lines {
            for (text, corrected) in seen {
                let _ = writeln!(out, "{incident} {update} {lang} {text} {corrected}");
            }
        }
        out
    }
}

/// None of what readers have seen is this, and no new correction says so.
fn silent(seen: &[PublishedText], (text, corrected): &(String, String)) -> bool {
    let known = seen.iter().any(|s| s.text == *text);
    let open = corrected != "-" && seen.iter().all(|s| s.corrected != *corrected);
    !known && !open
}

/// The number of every update, in every language in which it was said, as the file keeps it.
fn said<'a>(
    site: &'a Site,
    incident: &'a Incident,
) -> impl Iterator<Item = (usize, &'a Lang, (String, String))> {
    let own = (!site.languages.contains(&incident.lang)).then_some(&incident.lang);
    incident
        .updates
        .iter()
        .enumerate()
        .flat_map(move |(at, update)| {
            site.languages.iter().chain(own).filter_map(move |lang| {
                let (body, of) = update.body.get(lang);
                if of != lang {
                    return None;
                }
                let corrected = update
                    .corrected
                    .as_ref()
                    .map(|text| text.get(lang).0.as_str());
                let text = format!("{} {}", update.status.key(), body.0);
                let now = (short_hash(&text), corrected.map_or("-".into(), short_hash));
                Some((at, lang, now))
            })
        })
}

/// 16 hexadecimal digits of SHA-256 over the words, white space made one.
fn short_hash(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let digest = Sha256::digest(words.as_bytes());
    digest.iter().take(8).fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn window(incident: &Incident) -> Option<String> {
    match incident.kind {
        Kind::Maintenance { until, .. } => Some(format!("{}/{until}", incident.began)),
        _ => None,
    }
}

/// C33 for one incident.
pub(super) fn check(subject: &Subject<'_>, found: &mut Findings<'_>) {
    if subject.ledger.entries.is_empty() || subject.incident.drill {
        return;
    }
    let incident = subject.incident;
    for (at, lang, now) in said(subject.site, incident) {
        let id = &incident.updates[at].id;
        let seen = subject.ledger.seen(&incident.id, id, lang.as_str());
        if seen.is_empty() || !silent(seen, &now) {
            continue;
        }
        let files = &subject.places.files;
        let file = files.iter().find(|f| f.lang == *lang).unwrap_or(&files[0]);
        found.add(
            33,
            file.heading(at),
            "this update was published with another text",
            "changed without a word",
            "say in its block what was wrong, `corrected: ...`; if it is a spelling mistake, allow C33 with that reason",
        );
    }
    let ids: std::collections::BTreeSet<&str> = incident
        .updates
        .iter()
        .map(|update| update.id.as_str())
        .collect();
    let lost = subject
        .ledger
        .entries
        .range((incident.id.clone(), String::new(), String::new())..)
        .take_while(|((of, ..), _)| *of == incident.id)
        .filter(|((_, id, _), _)| id != WINDOW && !ids.contains(id.as_str()))
        .map(|((_, id, _), _)| id.as_str());
    let mut lost: Vec<&str> = lost.collect();
    lost.dedup();
    for id in lost {
        found.add(
            33,
            subject.places.source().place(0..3),
            format!("the published update `{id}` is gone from this file"),
            "readers have seen it",
            "put it back and correct it; when you only changed its time, write the old id as `id:` into its block",
        );
    }
}

/// C28: the window of a maintenance differs from the published one.
pub(super) fn moved(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let incident = subject.incident;
    let seen = subject.ledger.seen(&incident.id, WINDOW, "-");
    let Some(window) = window(incident) else {
        return;
    };
    let told = incident.updates.iter().any(|update| {
        let lang = incident.lang.as_str();
        subject
            .ledger
            .seen(&incident.id, &update.id, lang)
            .is_empty()
    });
    if !seen.is_empty() && !told && seen.iter().all(|s| s.text != window) {
        found.add(
            28,
            subject.places.source().place_of("from"),
            "the window has moved, and no update says so",
            "was published with other times",
            "add an update that names the old and the new time",
        );
    }
}

/// Lines of the file that no incident answers for, and lines that are none.
pub(super) fn gone(
    ledger: &PublishedLedger,
    file: Option<&Arc<SourceFile>>,
    model: &Model,
    found: &mut Findings<'_>,
) {
    let Some(file) = file else {
        return;
    };
    for span in &ledger.strange {
        found.add(
            33,
            Place::new(file, span.clone()),
            "this line tells of no update",
            "expected five words",
            "a merge may have left it: take it out; if both sides of the merge have a line, keep both",
        );
    }
    let ids: std::collections::BTreeSet<&str> = model.incidents().map(|i| i.id.as_str()).collect();
    let mut last = "";
    for ((incident, ..), seen) in &ledger.entries {
        if ids.contains(incident.as_str()) || incident == last {
            continue;
        }
        last = incident;
        found.add(
            33,
            Place::new(file, seen[0].line.clone()),
            format!("the published incident `{incident}` is gone"),
            "readers have its address",
            "put the file back; when you renamed it, write `id:` and `aliases:` with the old name; if it must go, take out its lines here",
        );
    }
}
