//! What was understood once is not read again, and never believed where it no longer holds.

use std::path::Path;
use std::time::Duration;

use upfront::source::{Project as Loaded, ReadCache, load_for_build, write_cache};

use crate::support::{Project, demo};

const BASE: u128 = 7;

fn clean(root: &Path) -> Loaded {
    load_for_build(root, |_| ReadCache::default())
}

/// What a build of this project would keep.
fn kept(root: &Path) -> Vec<u8> {
    // Stamps of this very moment are not believed.
    std::thread::sleep(Duration::from_millis(150));
    let project = clean(root);
    let mut bytes = Vec::new();
    let model = project.model.as_ref().expect("the project is whole");
    write_cache(&mut bytes, BASE, &project, model).unwrap();
    bytes
}

/// Read with a cache, which knows all but `uncached` of the incidents: the same as without.
fn agrees(root: &Path, cache: &[u8], uncached: usize) {
    std::thread::sleep(Duration::from_millis(150));
    let with = load_for_build(root, |_| ReadCache::read(cache, BASE));
    let without = clean(root);
    let told = |of: &Loaded| format!("{:#?}", of.found);
    assert_eq!(told(&with), told(&without));
    let incidents = |of: &Loaded| of.model.as_ref().map(|model| model.incidents.clone());
    assert_eq!(incidents(&with), incidents(&without));
    assert_eq!(with.digests, without.digests);
    assert_eq!(with.uncached, uncached);
}

#[test]
fn an_incident_of_any_kind_is_the_same_from_the_cache() {
    let project = demo();
    let cache = kept(project.path());
    assert!(ReadCache::read(cache.as_slice(), BASE).len() > 5);
    agrees(project.path(), &cache, 0);
}

#[test]
fn what_changed_is_read() {
    let project = demo();
    let cache = kept(project.path());
    let name = "incidents/new-one.md";
    let text = "---\ntitle: x\nbegan: 2024-11-20 14:02\n---\n\n## 14:20 Resolved\n\nWords.\n";
    project.write(name, text);
    agrees(project.path(), &cache, 1);
    let with_new = kept(project.path());
    // As long as before, within the same second.
    project.write(name, text.replace("Words", "Worts"));
    agrees(project.path(), &with_new, 1);
    project.write("incidents/new-one.fr.md", "---\ntitle: y\n---\n");
    agrees(project.path(), &with_new, 1);
    let translated = kept(project.path());
    std::fs::remove_file(project.path().join("incidents/new-one.fr.md")).unwrap();
    agrees(project.path(), &translated, 1);
    // A draft, and a file in which something is found, are read every time.
    project.write(name, text.replace("title: x", "title: x\ndraft: true"));
    agrees(project.path(), &translated, 0);
    project.write(name, text.replace("Resolved", "Resolvd"));
    agrees(project.path(), &translated, 0);
    std::fs::remove_file(project.path().join(name)).unwrap();
    agrees(project.path(), &translated, 0);
}

#[test]
fn names_that_collide_with_cached_ones_are_found_where_they_stand() {
    let text = "---\ntitle: x\nbegan: 2024-11-20 14:02\nid: one\naliases: [old]\n---\n\n## 14:20 Resolved\n\nWords.\n";
    let project = Project::new().with("incidents/a.md", text);
    let cache = kept(project.path());
    project.write("incidents/b.md", text);
    agrees(project.path(), &cache, 2);
    let found = load_for_build(project.path(), |_| ReadCache::read(cache.as_slice(), BASE)).found;
    let codes: Vec<&str> = found.iter().map(|d| d.code).collect();
    assert!(codes.contains(&"id-collision"), "{codes:?}");
    assert!(found.iter().all(|d| !d.place.file.text.is_empty()));
}

#[test]
fn a_cache_that_was_cut_short_or_changed_is_believed_only_where_it_is_whole() {
    let project = demo();
    let cache = kept(project.path());
    let all = ReadCache::read(cache.as_slice(), BASE).len();
    assert_eq!(ReadCache::read(cache.as_slice(), BASE + 1).len(), 0);
    for cut in (0..cache.len()).step_by(97) {
        let known = ReadCache::read(&cache[..cut], BASE).len();
        assert!(known < all);
        let mut changed = cache.clone();
        changed[cut] ^= 0x20;
        assert!(
            ReadCache::read(changed.as_slice(), BASE).len() < all,
            "{cut}"
        );
    }
    agrees(
        project.path(),
        &cache[..cache.len() / 2],
        all - ReadCache::read(&cache[..cache.len() / 2], BASE).len(),
    );
}
