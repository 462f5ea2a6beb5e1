//! How far the writing rules can be trusted: posts that nobody had tuned them to when they were
//! first measured, with what is weak in each, marked by hand.
//!
//! `cargo test --test files measured:: -- --nocapture` prints precision and recall by rule.
//! `tests/labelled/README.md` says how the posts were made and what the columns are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::repository;
use upfront::diagnostic::{Diagnostic, Severity};
use upfront::lint::{self, LintScope, Strictness};

const NOW: &str = "2026-11-25T12:00:00Z";

/// Something weak in a post.
struct Label {
    file: String,
    /// Number of the update from 1; 0 is the front matter.
    update: usize,
    rule: String,
    found: bool,
}

#[derive(Default)]
struct Tally {
    right: u32,
    wrong: u32,
    marked: u32,
    hit: u32,
}

/// The rule that a mark belongs to; marks of text against fields have names of their own.
fn rule(mark: &str) -> &str {
    match mark {
        "F-time" => "C39",
        "F-scope" => "C40",
        "F-weekday" | "F-duration" => "C41",
        "F-severity" => "C42",
        "F-status" => "C43",
        "F-numbers" => "C44",
        other => other,
    }
}

/// Rules that say the same thing of a post: one of them is enough.
fn family(rule: &str) -> &str {
    match rule {
        "C07" | "C18" => "what",
        "C20" | "C21" | "C35" => "end",
        other => other,
    }
}

fn labels(folder: &Path) -> (BTreeSet<String>, Vec<Label>) {
    let text = fs::read_to_string(folder.join("labels.tsv")).unwrap();
    let (mut files, mut labels) = (BTreeSet::new(), Vec::new());
    for line in text.lines() {
        let mut columns = line.split('\t');
        let file = format!("incidents/{}", columns.next().unwrap());
        files.insert(file.clone());
        let update = columns.next().unwrap_or("-");
        let rule = rule(columns.next().unwrap_or("-")).to_string();
        if let Ok(update) = update.parse() {
            labels.push(Label {
                file,
                update,
                rule,
                found: false,
            });
        }
    }
    (files, labels)
}

fn findings(folder: &Path) -> Vec<Diagnostic> {
    let read = upfront::source::load(folder);
    let Some(model) = &read.model else {
        panic!("{:?}", read.found);
    };
    let now = NOW.parse().unwrap();
    let run = lint::run(&read, model, now, Strictness::Usual, LintScope::All);
    let is_rule = |d: &Diagnostic| lint::rules().iter().any(|rule| rule.id == d.code);
    run.found.into_iter().filter(is_rule).collect()
}

/// The update in which a finding stands.
fn update(finding: &Diagnostic) -> usize {
    let before = &finding.place.file.text[..finding.place.span.start];
    let own = finding.place.file.text[finding.place.span.start..].starts_with("## ");
    before
        .lines()
        .filter(|line| line.starts_with("## "))
        .count()
        + usize::from(own)
}

fn measure(name: &str) -> (BTreeMap<String, Tally>, BTreeMap<String, Vec<Severity>>) {
    let folder = repository().join("tests/labelled").join(name);
    let (files, mut labels) = labels(&folder);
    let mut tally: BTreeMap<String, Tally> = BTreeMap::new();
    let mut of_good: BTreeMap<String, Vec<Severity>> = BTreeMap::new();
    let weak: BTreeSet<String> = labels.iter().map(|label| label.file.clone()).collect();
    for file in files.difference(&weak) {
        of_good.insert(file.clone(), Vec::new());
    }
    for finding in findings(&folder) {
        let file = finding.place.file.path.clone();
        if let Some(own) = of_good.get_mut(&file) {
            own.push(finding.severity);
        }
        let at = update(&finding);
        let fits = |label: &&mut Label| {
            label.file == file
                && family(&label.rule) == family(finding.code)
                && (label.update == 0
                    || at == 0
                    || label.update == at
                    || label.rule != finding.code)
        };
        let mut fitting: Vec<&mut Label> = labels.iter_mut().filter(|l| fits(l)).collect();
        let count = tally.entry(finding.code.to_string()).or_default();
        let at = fitting.iter().position(|label| !label.found).unwrap_or(0);
        match fitting.get_mut(at) {
            Some(label) => {
                label.found = true;
                count.right += 1;
            }
            None => count.wrong += 1,
        }
    }
    for label in labels {
        let count = tally.entry(label.rule).or_default();
        count.marked += 1;
        count.hit += u32::from(label.found);
    }
    (tally, of_good)
}

fn share(part: u32, all: u32) -> f64 {
    f64::from(part) / f64::from(all.max(1))
}

#[test]
fn rules_can_be_trusted() {
    // Least precision and recall: what was reached, less a little. Before anybody had looked at
    // them, the third set measured 0.86 and 0.69, the fourth 0.83 and 0.66.
    for (name, precision, recall) in [
        ("one", 0.95, 0.80),
        ("two", 0.93, 0.60),
        ("three", 0.95, 0.85),
        ("four", 0.95, 0.80),
        // Before it was read: 0.88 and 0.83. Five of its seven wrong findings are facts of
        // fields that no mark names: a promise too far away, a review that is missing.
        ("five", 0.85, 0.80),
    ] {
        let (tally, of_good) = measure(name);
        println!("\nset {name}\nrule  right  wrong  marked  found");
        let mut all = Tally::default();
        for (rule, one) in &tally {
            println!(
                "{rule}   {:5}  {:5}  {:6}  {:5}",
                one.right, one.wrong, one.marked, one.hit
            );
            all.right += one.right;
            all.wrong += one.wrong;
            all.marked += one.marked;
            all.hit += one.hit;
        }
        let reached = (
            share(all.right, all.right + all.wrong),
            share(all.hit, all.marked),
        );
        println!("precision {:.2}, recall {:.2}", reached.0, reached.1);
        assert!(reached.0 >= precision, "{name}: precision {:.3}", reached.0);
        assert!(reached.1 >= recall, "{name}: recall {:.3}", reached.1);
        let errors = of_good
            .values()
            .flatten()
            .filter(|s| **s == Severity::Error);
        assert_eq!(errors.count(), 0, "{name}: a good post has an error");
        for (file, found) in of_good {
            let warnings = found.iter().filter(|s| **s == Severity::Warning).count();
            assert!(
                warnings <= 2,
                "{name}: {file} is good and has {warnings} warnings"
            );
        }
    }
}

/// German and Spanish posts get nothing from English lists.
#[test]
fn other_languages_get_nothing_from_lists() {
    for name in ["two", "three"] {
        let folder = repository().join("tests/labelled").join(name);
        let read = upfront::source::load(&folder);
        let model = read.model.as_ref().unwrap();
        let other = |lang: &str| lang == "de" || lang == "es";
        let files: BTreeSet<&str> = model
            .incidents()
            .filter(|incident| other(incident.lang.as_str()))
            .map(|incident| incident.files[0].as_str())
            .collect();
        assert!(files.len() >= 6);
        for finding in findings(&folder) {
            if files.contains(finding.place.file.path.as_str()) {
                let words = lint::rules()
                    .iter()
                    .any(|r| r.id == finding.code && r.words);
                assert!(!words, "{}: {}", finding.place.file.path, finding.code);
            }
        }
    }
}

/// Real timelines of a hosted page, which nobody wrote for these rules: where the record is
/// there (`UPFRONT_REAL` names its folder), half of them get at most one warning and two hints.
#[test]
fn real_timelines_are_left_in_peace() {
    let folder = std::env::var_os("UPFRONT_REAL").map_or_else(
        || repository().join("../shared/real"),
        std::path::PathBuf::from,
    );
    let record = folder.join("statuspage-incidents.json");
    if !record.exists() {
        eprintln!("skipped: {} is not there", record.display());
        return;
    }
    let project = crate::support::Project::empty();
    let record = record.to_str().unwrap();
    project.run(&["import", "statuspage", record]).ok();
    let list = fs::read_to_string(repository().join("tests/labelled/real/timelines.tsv")).unwrap();
    let files: BTreeSet<String> = list
        .lines()
        .filter_map(|line| line.split('\t').next())
        .map(|file| format!("incidents/{file}"))
        .collect();
    assert!(files.len() >= 60);
    let mut counts: BTreeMap<String, [usize; 3]> =
        files.iter().map(|file| (file.clone(), [0; 3])).collect();
    for finding in findings(project.path()) {
        if let Some(counts) = counts.get_mut(&finding.place.file.path) {
            counts[finding.severity as usize] += 1;
        }
    }
    let median = |severity: Severity| {
        let mut all: Vec<usize> = counts.values().map(|c| c[severity as usize]).collect();
        all.sort_unstable();
        all[all.len() / 2]
    };
    let (errors, warnings, hints) = (
        median(Severity::Error),
        median(Severity::Warning),
        median(Severity::Hint),
    );
    println!(
        "{} timelines: median {errors} errors, {warnings} warnings, {hints} hints",
        files.len()
    );
    assert!(errors == 0 && warnings <= 1 && hints <= 2);
}
