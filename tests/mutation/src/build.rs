//! A copy of the tree with all places in it, built; what does not compile is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::places::{Place, Rewriter, ranges};

/// Not part of the copy.
const APART: [&str; 4] = ["target", ".git", "fuzz", "mutation"];

/// What is built.
pub struct Built {
    /// All places of the chosen folders.
    pub places: Vec<Place>,
    /// Numbers of those that do not compile.
    pub left_out: BTreeSet<u32>,
    /// The programs that hold tests, with their names.
    pub programs: Vec<(String, PathBuf)>,
}

/// Copies `root` to `copy`, rewrites the files below `folders`, and builds the programs of the
/// modules `tests`.
pub fn build(root: &Path, copy: &Path, folders: &[String], tests: &[String]) -> Built {
    // What did not compile the last time is not tried again, so that nothing is built anew.
    let notes = copy.with_file_name("left_out");
    let nothing = BTreeSet::new();
    let mut rewriter = Rewriter::new(&nothing);
    sources(root, folders)
        .iter()
        .for_each(|(path, text)| drop(rewriter.rewrite(path, text)));
    let of = format!("{:?}", rewriter.places);
    let noted = fs::read_to_string(&notes).unwrap_or_default();
    let noted = noted.strip_prefix(&of).unwrap_or_default();
    let mut left_out: BTreeSet<u32> = noted.lines().filter_map(|l| l.parse().ok()).collect();
    loop {
        let places = lay_out(root, copy, folders, &left_out);
        let (messages, done) = cargo(copy, &["test", "--no-run", "--lib"]);
        if done {
            let mut arguments = vec!["test", "--no-run", "--lib", "--bins"];
            let chosen: BTreeSet<&str> =
                tests.iter().filter_map(|t| t.split("::").next()).collect();
            arguments.extend(chosen.into_iter().flat_map(|program| ["--test", program]));
            let (messages, done) = cargo(copy, &arguments);
            assert!(done, "the tests do not compile");
            let numbers: String = left_out.iter().map(|n| format!("\n{n}")).collect();
            fs::write(notes, of + &numbers).expect("a note is written");
            return Built {
                places,
                left_out,
                programs: programs(&messages),
            };
        }
        let found = at_fault(copy, &messages);
        assert!(
            !found.is_empty(),
            "the copy does not compile: see {}",
            copy.display()
        );
        eprintln!("{} do not compile", found.len());
        left_out.extend(found);
    }
}

/// The files to make wrong, with their texts.
fn sources(root: &Path, folders: &[String]) -> Vec<(String, String)> {
    let mut files = Vec::new();
    list(root, Path::new("src"), &mut files);
    files.sort();
    let names = files.iter().map(|path| path.to_string_lossy().into_owned());
    names
        .filter(|name| folders.iter().any(|f| is_below(name, f)) && name.ends_with(".rs"))
        .map(|name| {
            (
                fs::read_to_string(root.join(&name)).expect("source is UTF-8"),
                name,
            )
        })
        .map(|(text, name)| (name, text))
        .collect()
}

fn is_below(name: &str, folder: &str) -> bool {
    name.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Writes the copy; returns all places.
fn lay_out(root: &Path, copy: &Path, folders: &[String], left_out: &BTreeSet<u32>) -> Vec<Place> {
    let mut files = Vec::new();
    list(root, Path::new(""), &mut files);
    files.sort();
    let mut old = Vec::new();
    if copy.exists() {
        list(copy, Path::new(""), &mut old);
    }
    for gone in old.iter().filter(|path| files.binary_search(path).is_err()) {
        fs::remove_file(copy.join(gone)).expect("an old file is removed");
    }
    let mut rewriter = Rewriter::new(left_out);
    let mut wrong = BTreeMap::new();
    for (path, text) in sources(root, folders) {
        let text = rewriter.rewrite(&path, &text).expect("source can be read");
        wrong.insert(path, text.into_bytes());
    }
    for path in &files {
        let name = path.to_string_lossy();
        let read = || fs::read(root.join(path)).expect("a file is read");
        let mut bytes = wrong.remove(name.as_ref()).unwrap_or_else(read);
        if name == "src/lib.rs" {
            bytes.extend(include_bytes!("question.rs"));
        }
        let to = copy.join(path);
        if fs::read(&to).is_ok_and(|old| old == bytes) {
            continue;
        }
        fs::create_dir_all(to.parent().expect("it has a folder")).expect("a folder is made");
        fs::write(&to, bytes).expect("a file is written");
        let permissions = fs::metadata(root.join(path))
            .expect("it exists")
            .permissions();
        fs::set_permissions(&to, permissions).expect("permissions are set");
    }
    rewriter.places
}

fn list(root: &Path, below: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(root.join(below)).expect("a folder is read") {
        let entry = entry.expect("an entry is read");
        let path = below.join(entry.file_name());
        if APART.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        if entry.file_type().expect("it has a type").is_dir() {
            list(root, &path, files);
        } else {
            files.push(path);
        }
    }
}

/// Runs cargo in the copy: its messages, and whether it went well.
fn cargo(copy: &Path, arguments: &[&str]) -> (Vec<Value>, bool) {
    let target = copy.with_file_name("build");
    let output = Command::new("cargo")
        .args(["--config", "profile.dev.package.'*'.opt-level=1"])
        .args(arguments)
        .args(["--locked", "--message-format=json"])
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", target)
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo runs");
    let messages = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    (messages, output.status.success())
}

fn programs(messages: &[Value]) -> Vec<(String, PathBuf)> {
    messages
        .iter()
        .filter(|m| m["profile"]["test"] == true)
        .filter_map(|m| Some((m["target"]["name"].as_str()?, m["executable"].as_str()?)))
        .map(|(name, path)| (name.to_string(), PathBuf::from(path)))
        .collect()
}

/// The numbers of the places that errors are about.
fn at_fault(copy: &Path, messages: &[Value]) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    for message in messages
        .iter()
        .map(|m| &m["message"])
        .filter(|m| m["level"] == "error")
    {
        let mut spans = Vec::new();
        collect(message, &mut spans);
        let by = |primary: bool| {
            spans
                .iter()
                .filter(|s| s["is_primary"] == primary)
                .filter_map(|s| innermost(copy, s))
                .collect::<BTreeSet<u32>>()
        };
        let mut here = by(true);
        if here.is_empty() {
            here = by(false);
        }
        if here.is_empty() && !spans.is_empty() {
            eprintln!("{}", message["rendered"].as_str().unwrap_or_default());
        }
        found.extend(here);
    }
    found
}

/// All spans of a message, with those of the macros around them.
fn collect<'a>(message: &'a Value, spans: &mut Vec<&'a Value>) {
    for span in message["spans"].as_array().into_iter().flatten() {
        let mut at = span;
        while !at.is_null() {
            spans.push(at);
            at = &at["expansion"]["span"];
        }
    }
}

fn innermost(copy: &Path, span: &Value) -> Option<u32> {
    let text = fs::read_to_string(copy.join(span["file_name"].as_str()?)).ok()?;
    let at = |key: &str| span[key].as_u64().and_then(|n| usize::try_from(n).ok());
    let (start, end) = (at("byte_start")?, at("byte_end")?);
    ranges(&text)
        .into_iter()
        .filter(|(_, range)| range.start <= start && end <= range.end)
        .min_by_key(|(_, range)| range.len())
        .map(|(number, _)| number)
}
