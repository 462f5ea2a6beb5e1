//! Good and bad posts, each with the rules that it must raise. Every other rule
//! must stay silent. Precision and recall by rule are printed:
//! `cargo test --test files corpus:: -- --nocapture`.
//!
//! A post names its expectations in comments of its front matter:
//! `# corpus: raises C07 C18`, `# corpus: published LINE` (of `published.lock`),
//! `# corpus: support none`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::support::{Project, repository};
use upfront::lint::{self, LintScope, Strictness};

/// When the posts are looked at.
const NOW: &str = "2026-03-02T15:00:00+01:00";

struct Post {
    name: String,
    text: String,
    raises: BTreeSet<String>,
    published: Vec<String>,
    support: bool,
}

fn posts() -> Vec<Post> {
    let root = repository().join("tests/corpus");
    let mut posts = Vec::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|e| e != "md") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        let notes = |key: &str| -> Vec<String> {
            let start = format!("# corpus: {key}");
            text.lines()
                .filter_map(|line| line.strip_prefix(&start))
                .map(|rest| rest.trim().to_string())
                .collect()
        };
        let raises = notes("raises");
        assert_eq!(
            raises.len(),
            1,
            "{} says what it raises",
            entry.path().display()
        );
        posts.push(Post {
            name: entry
                .path()
                .strip_prefix(&root)
                .unwrap()
                .display()
                .to_string(),
            raises: raises[0].split_whitespace().map(str::to_string).collect(),
            published: notes("published"),
            support: notes("support").is_empty(),
            text,
        });
    }
    posts
}

/// The rules that a post breaks. What the format itself refuses counts under the
/// rule that it holds.
fn raised(post: &Post) -> BTreeSet<String> {
    let file = post.name.rsplit('/').next().unwrap();
    let mut status = fs::read_to_string(repository().join("tests/corpus/status.yml")).unwrap();
    if !post.support {
        status = status
            .lines()
            .filter(|line| !line.starts_with("support:"))
            .map(|line| format!("{line}\n"))
            .collect();
    }
    let mut project = Project::empty()
        .with("status.yml", status)
        .with(&format!("incidents/{file}"), &post.text);
    if !post.published.is_empty() {
        project = project.with("published.lock", post.published.join("\n") + "\n");
    }
    let read = upfront::source::load(project.path());
    let found = match &read.model {
        Some(model) => {
            lint::run(
                &read,
                model,
                NOW.parse().unwrap(),
                Strictness::Usual,
                LintScope::All,
            )
            .found
        }
        None => read.found,
    };
    let rules = lint::rules();
    found
        .iter()
        // A fact that no post is about.
        .filter(|finding| finding.code != "announcement-undated")
        .map(|finding| {
            let held = rules.iter().find(|rule| rule.format == Some(finding.code));
            held.map_or(finding.code, |rule| rule.id).to_string()
        })
        .collect()
}

#[test]
fn every_post_raises_what_it_must_and_nothing_else() {
    let posts = posts();
    assert!(posts.len() >= 60, "{} posts", posts.len());
    // Right, wrong, missed.
    let mut tally: BTreeMap<String, [u32; 3]> = BTreeMap::new();
    let mut broken = Vec::new();
    for post in &posts {
        let found = raised(post);
        for rule in found.union(&post.raises) {
            let column = match (found.contains(rule), post.raises.contains(rule)) {
                (true, true) => 0,
                (true, false) => 1,
                _ => 2,
            };
            tally.entry(rule.clone()).or_default()[column] += 1;
        }
        if found != post.raises {
            broken.push(format!(
                "{}: must raise {:?}, raises {found:?}",
                post.name, post.raises
            ));
        }
    }
    let share = |part: u32, rest: u32| match part + rest {
        0 => "-".to_string(),
        all => format!("{:.0} %", f64::from(part) / f64::from(all) * 100.0),
    };
    println!("rule  posts  precision  recall   ({} posts)", posts.len());
    for (rule, [right, wrong, missed]) in &tally {
        println!(
            "{rule}   {:5}  {:>9}  {:>6}",
            right + missed,
            share(*right, *wrong),
            share(*right, *missed)
        );
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
    let silent: Vec<_> = lint::rules()
        .iter()
        .map(|rule| rule.id)
        // C46 is about two files.
        .filter(|id| *id != "C46" && !tally.contains_key(*id))
        .collect();
    assert!(silent.is_empty(), "no post breaks {silent:?}");
    for lang in ["en/", "fr/"] {
        let count = |bad: bool| {
            let of = |p: &&Post| p.name.starts_with(lang) && p.raises.is_empty() != bad;
            posts.iter().filter(of).count()
        };
        assert!(count(false) >= 8 && count(true) >= 12, "{lang}");
    }
}
