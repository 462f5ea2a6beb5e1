//! What the fuzzers try, as plain functions: `fuzz/run` feeds them new bytes,
//! `tests/files/fuzz_corpus.rs` the bytes that were kept.
//!
//! Each takes any bytes and panics when a promise is broken.

mod preview;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use upfront::diagnostic::{Diagnostic, Format, SourceFile, print_all};
use upfront::import::{self, Tool};
use upfront::render::Engine;
use upfront::site::{Context, plan, render_all};
use upfront::source;
use upfront::text::is_refused;
use upfront::time::Moment;
use upfront::yaml::{self, Node, Value};

pub use preview::preview;

const STATUS: &str = "\
title: Test Status
url: https://status.test.example/base/
languages: [en, fr]
timezone: Europe/Paris
platforms:
  - {id: ios, name: iOS app}
  - {id: web, name: {en: Web player, fr: Lecteur web}}
regions: {fr: {en: France}, de: {en: Germany}}
audiences: {free: {en: Free}}
";

/// A folder of this process, in memory where there is one: below the folder that
/// `fuzz/run` names, which it removes.
fn folder(name: &str) -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    let top = match std::env::var_os("UPFRONT_FUZZ_FOLDER") {
        Some(top) => PathBuf::from(top),
        None if memory.is_dir() => memory,
        None => std::env::temp_dir(),
    };
    top.join(format!("upfront-fuzz-{}-{name}", std::process::id()))
}

/// A project, the same for the whole run.
fn project() -> &'static Path {
    static PROJECT: OnceLock<PathBuf> = OnceLock::new();
    PROJECT.get_or_init(|| {
        let root = folder("project");
        fs::create_dir_all(root.join("incidents")).expect("a folder");
        fs::write(root.join("status.yml"), STATUS).expect("a file");
        root
    })
}

/// Removes what the functions wrote.
pub fn tidy() {
    let _ = fs::remove_dir_all(project());
    preview::tidy();
}

fn moment() -> Moment {
    Moment::from_second(1_795_514_400).expect("a moment")
}

/// Findings can be printed in every way, and steer no terminal.
fn printable(found: &[Diagnostic]) {
    for format in [
        Format::Text { colour: false },
        Format::Json,
        Format::Github,
        Format::Sarif,
    ] {
        let said = print_all(found, format);
        let bad = said.chars().find(|c| is_refused(*c) || *c == '\r');
        assert!(bad.is_none(), "{bad:?} goes to the terminal ({format:?})");
    }
}

fn inside(node: &Node, length: usize) {
    assert!(
        node.span.start <= node.span.end && node.span.end <= length,
        "{:?}",
        node.span
    );
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| inside(item, length)),
        Value::Map(fields) => fields.iter().for_each(|field| {
            assert!(field.key_span.end <= length, "{:?}", field.key_span);
            inside(&field.value, length);
        }),
        _ => {}
    }
}

/// Any text as YAML: no panic, and every place lies inside the text.
pub fn front_matter(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let file = SourceFile::new("incidents/x.md", text);
    let mut found = Vec::new();
    if let Some(node) = yaml::parse(&file, 0..text.len(), &mut found) {
        inside(&node, text.len());
    } else {
        assert!(!found.is_empty(), "refused without a word");
    }
    printable(&found);
}

/// Any bytes below a sound front matter: no panic, findings that can be shown.
pub fn timeline(bytes: &[u8]) {
    let mut file =
        b"---\ntitle: Music stops\nbegan: 2026-11-18 14:02\naffected: {ios: major outage}\n---\n\n"
            .to_vec();
    file.extend_from_slice(bytes);
    let read = source::reading_alone(project(), ("incidents/x.md", &file));
    printable(&read.found);
    if !read
        .found
        .iter()
        .any(|d| d.severity == upfront::diagnostic::Severity::Error)
    {
        assert_eq!(read.incidents.len(), 1, "a sound file is no incident");
    }
}

/// Any bytes as an incident, to all outputs: what is built is well-formed and harmless.
pub fn incident(bytes: &[u8]) {
    let root = project();
    fs::write(root.join("incidents/x.md"), bytes).expect("a file");
    let project = source::load(root);
    printable(&project.found);
    let Some(model) = project.model else {
        assert!(!project.found.is_empty(), "refused without a word");
        return;
    };
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    let engine = ENGINE.get_or_init(|| Engine::new(&model.site.languages, &[]).expect("templates"));
    let context = Context {
        model: &model,
        recent: &model,
        now: moment(),
        engine,
    };
    let tasks = match plan(context, &[]) {
        Ok(tasks) => tasks,
        Err(found) => return printable(&found),
    };
    match render_all(&tasks) {
        Ok(files) => files
            .iter()
            .for_each(|file| well_formed(&file.path, &file.bytes)),
        Err(found) => panic!("our own templates fail: {found:?}"),
    }
}

/// One output by its kind.
pub fn well_formed(path: &str, bytes: &[u8]) {
    if path.ends_with(".png") {
        assert!(bytes.starts_with(b"\x89PNG\r\n"), "{path} is no picture");
        return;
    }
    let text = std::str::from_utf8(bytes).unwrap_or_else(|e| panic!("{path}: {e}"));
    let bad = text
        .char_indices()
        .find(|(_, c)| is_refused(*c) || *c == '\r' && !path.ends_with(".ics"));
    assert!(bad.is_none(), "{path}: {bad:?}");
    match path.rsplit('.').next().unwrap_or_default() {
        "json" => {
            serde_json::from_str::<serde_json::Value>(text)
                .unwrap_or_else(|e| panic!("{path}: {e}"));
        }
        "rss" | "atom" | "xml" | "opml" | "svg" => {
            xml(path, text);
        }
        "ics" => {
            for line in text
                .strip_suffix("\r\n")
                .expect("a last line end")
                .split("\r\n")
            {
                assert!(
                    line.len() <= 75 && !line.contains(['\r', '\n']),
                    "{path}: {line:?}"
                );
                let name = line.split([':', ';']).next().unwrap_or_default();
                assert!(
                    line.starts_with(' ')
                        || !name.is_empty()
                            && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'-'),
                    "{path}: a value became a property: {line:?}"
                );
            }
        }
        "html" => {
            let lower = text.to_lowercase();
            for bad in [
                "<iframe",
                "<object",
                "<embed",
                "srcdoc=",
                "href=\"javascript",
                "src=\"javascript",
                "href=\"data:",
                "href=\"vbscript",
            ] {
                assert!(!lower.contains(bad), "{path}: {bad}");
            }
        }
        _ => {}
    }
}

fn xml(path: &str, text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut depth = 0_i32;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Start(_)) => depth += 1,
            Ok(quick_xml::events::Event::End(_)) => depth -= 1,
            Ok(quick_xml::events::Event::CData(_)) => panic!("{path}: CDATA"),
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(_) => {}
            Err(e) => panic!("{path}: {e}"),
        }
    }
    assert_eq!(depth, 0, "{path}: an element is open");
}

/// Any bytes as another tool's history: an error or files that Upfront reads.
/// The first byte chooses the tool.
pub fn import(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let root = project();
    let (tool, name) = if first % 2 == 0 {
        (Tool::Statuspage, "incidents.json")
    } else {
        (Tool::Feed, "history.rss")
    };
    let source = root.join("from");
    fs::create_dir_all(&source).expect("a folder");
    let from = source.join(name);
    fs::write(&from, rest).expect("a file");
    // A new project each time: the importer brings its own status.yml.
    let to = root.join("to");
    let Ok(imported) = import::read(tool, &from.to_string_lossy()) else {
        return;
    };
    let Ok(planned) = import::plan(&to, tool, imported, false) else {
        return;
    };
    if let Err(failure) = import::verify(&to, &planned) {
        printable(&failure.found);
    }
}
