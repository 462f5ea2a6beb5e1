//! The demo, file by file, as it stood during the outage and as it stands after. Of its feeds
//! Atom alone is kept; that the other formats say the same, `feeds` shows.
//!
//! `UPFRONT_GOLDEN=update cargo test --test site golden::` writes what is kept anew.

use std::collections::BTreeSet;
use std::fs;

use crate::support::{self, demo, repository, tree};

/// The other formats of a feed, by the path of its Atom. Archives have none.
fn other_formats(path: &str) -> Vec<String> {
    let Some(stem) = path.strip_suffix(".atom") else {
        return Vec::new();
    };
    let endings: &[&str] = match stem {
        stem if stem.contains("feed/archive/") => &[],
        stem if stem.ends_with("history") => &["rss"],
        _ => &["rss", "json"],
    };
    let other = |ending: &&str| format!("{stem}.{ending}");
    endings.iter().map(other).collect()
}

fn golden(name: &str, arguments: &[&str]) {
    let project = demo();
    let out = project.path().join("site");
    project
        .run(&[&["build", "--quiet"], arguments].concat())
        .ok();
    let kept = repository().join("tests/golden").join(name);
    if std::env::var("UPFRONT_GOLDEN").is_ok_and(|v| v == "update") {
        let _ = fs::remove_dir_all(&kept);
        support::copy(&out, &kept);
        for path in tree(&out).keys().flat_map(|path| other_formats(path)) {
            fs::remove_file(kept.join(path)).unwrap();
        }
    }
    let (built, kept) = (tree(&out), tree(&kept));
    let others = kept.keys().flat_map(|path| other_formats(path));
    let expected: BTreeSet<String> = kept.keys().cloned().chain(others).collect();
    assert_eq!(
        BTreeSet::from_iter(built.keys().cloned()),
        expected,
        "the list of files"
    );
    for (path, entry) in built.iter().filter(|(path, _)| kept.contains_key(*path)) {
        let (new, old) = (
            String::from_utf8_lossy(&entry.bytes),
            String::from_utf8_lossy(&kept[path].bytes),
        );
        if let Some((at, (new, old))) = new
            .lines()
            .zip(old.lines())
            .enumerate()
            .find(|(_, (new, old))| new != old)
        {
            panic!(
                "{name}/{path}, line {}:\n  kept:  {old}\n  built: {new}",
                at + 1
            );
        }
        assert_eq!(new.len(), old.len(), "{name}/{path}: one is longer");
    }
}

#[test]
fn during_the_outage() {
    golden("during", &["--as-of", "2026-11-18T15:20:00+01:00"]);
}

#[test]
fn after_the_outage() {
    golden("after", &["--now", "2026-11-24T11:00:00+01:00"]);
}
