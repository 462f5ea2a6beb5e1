//! What fuzzing found worth keeping, in every test run: the same functions that
//! `fuzz/run` feeds, over the files in `fuzz/corpus/`. A crash that was found stands
//! among them.

#[path = "../../fuzz/src/lib.rs"]
mod targets;

fn each(target: &str, run: impl Fn(&[u8])) {
    let folder = crate::support::repository()
        .join("fuzz/corpus")
        .join(target);
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        // The name of a file that fails stands in the output above its panic.
        println!("{}", path.display());
        run(&bytes);
        count += 1;
    }
    assert!(count > 1, "no corpus in {}", folder.display());
}

/// One test, since the targets share a folder.
#[test]
fn the_corpus_holds() {
    each("front-matter", targets::front_matter);
    each("timeline", targets::timeline);
    each("incident", targets::incident);
    each("import", targets::import);
    each("preview", targets::preview);
    targets::tidy();
}
