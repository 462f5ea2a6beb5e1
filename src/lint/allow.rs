//! Findings that a writer lets pass, with a reason: `upfront: allow C14 because ...`.
//!
//! In a YAML comment of the front matter it holds for the whole file; in an
//! `update` block, or as an HTML comment in the text, for that update.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::RuleId;
use crate::source::{FilePlaces, Places};

struct AllowNote {
    rule: RuleId,
    /// The note, in bytes of the file.
    note: Range<usize>,
    /// Where it holds.
    holds: Range<usize>,
    used: bool,
}

/// The findings without those that are allowed, with findings about the notes.
pub(super) fn apply(places: &Places, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for file in &places.files {
        if !file.file.text.contains(MARK) {
            continue;
        }
        let mut allows = Vec::new();
        let mut notes = Vec::new();
        read(file, &mut allows, &mut notes);
        found.retain(|finding| {
            let mut kept = true;
            for allow in &mut allows {
                if finding.place.file.path == file.file.path
                    && RuleId::parse(finding.code) == Some(allow.rule)
                    && allow.holds.contains(&finding.place.span.start)
                {
                    allow.used = true;
                    kept = false;
                }
            }
            kept
        });
        found.append(&mut notes);
        for allow in allows.iter().filter(|allow| !allow.used) {
            found.push(note(
                file,
                "allow-unused",
                Severity::Hint,
                allow.note.clone(),
                format!("nothing here breaks {}: this allows nothing", allow.rule),
                "take it out",
            ));
        }
    }
    found
}

const MARK: &str = "upfront:";

/// Notes of one file that are read.
const MAX_NOTES: usize = 1000;

fn read(file: &FilePlaces, allows: &mut Vec<AllowNote>, notes: &mut Vec<Diagnostic>) {
    let text = &file.file.text;
    for (at, _) in text.match_indices(MARK).take(MAX_NOTES) {
        let line_start = text[..at].rfind('\n').map_or(0, |n| n + 1);
        let line_end = text[at..].find('\n').map_or(text.len(), |n| at + n);
        let before = text[line_start..at].trim_end();
        let (body, note) = if before.ends_with("<!--") {
            let Some(end) = text[at..line_end].find("-->") else {
                continue;
            };
            (&text[at + MARK.len()..at + end], at..at + end)
        } else if before.ends_with('#') {
            (&text[at + MARK.len()..line_end], at..line_end)
        } else {
            continue;
        };
        let Some(holds) = holds(file, at, before.ends_with("<!--")) else {
            continue;
        };
        let note = note.start..note.start + text[note.clone()].trim_end().len();
        allow(file, body.trim(), note, &holds, allows, notes);
    }
}

/// Where a note at `at` holds; `None` where no note can stand.
fn holds(file: &FilePlaces, at: usize, html: bool) -> Option<Range<usize>> {
    if file.front_span.contains(&at) {
        return (!html).then_some(0..usize::MAX);
    }
    let update = file
        .updates
        .iter()
        .find(|update| (update.heading.start..update.body.end).contains(&at));
    match update {
        Some(update) if html == update.body.contains(&at) => {
            Some(update.heading.start..update.body.end)
        }
        Some(_) => None,
        None => (html && file.summary.contains(&at)).then(|| file.summary.clone()),
    }
}

fn allow(
    file: &FilePlaces,
    body: &str,
    place: Range<usize>,
    holds: &Range<usize>,
    allows: &mut Vec<AllowNote>,
    notes: &mut Vec<Diagnostic>,
) {
    const FORM: &str = "expected `upfront: allow C14 because ...`";
    let words: Vec<&str> = body.split_whitespace().collect();
    let ids: Vec<&str> = words
        .iter()
        .skip(1)
        .map(|word| word.trim_matches([',', '.', ':', ';']))
        .take_while(|word| {
            word.starts_with(['C', 'c']) && word.ends_with(|c: char| c.is_ascii_digit())
        })
        .collect();
    if words.first() != Some(&"allow") || ids.is_empty() {
        let message = "this note names no rule to allow".to_string();
        notes.push(note(
            file,
            "allow-unknown",
            Severity::Warning,
            place,
            message,
            FORM,
        ));
        return;
    }
    let reason = words.get(1 + ids.len()..).unwrap_or_default();
    let given = match reason {
        ["because" | "since" | "as" | "car", rest @ ..] => !rest.is_empty(),
        rest => rest.iter().any(|word| word.contains(char::is_alphanumeric)),
    };
    if !given {
        let message = format!("this allows {} and does not say why", ids.join(", "));
        notes.push(note(
            file,
            "allow-reason",
            Severity::Warning,
            place.clone(),
            message,
            FORM,
        ));
    }
    for id in ids {
        match RuleId::parse(id) {
            Some(rule) => allows.push(AllowNote {
                rule,
                note: place.clone(),
                holds: holds.clone(),
                used: false,
            }),
            None => notes.push(note(
                file,
                "allow-unknown",
                Severity::Warning,
                place.clone(),
                format!("there is no rule `{id}`"),
                "`upfront check --explain` lists all rules",
            )),
        }
    }
}

fn note(
    file: &FilePlaces,
    code: &'static str,
    severity: Severity,
    place: Range<usize>,
    message: String,
    expected: &str,
) -> Diagnostic {
    let mut diagnostic = Diagnostic::error(code, file.place(place), message, expected);
    diagnostic.severity = severity;
    diagnostic
}
