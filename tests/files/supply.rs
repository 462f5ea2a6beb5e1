//! What we build on: licences and sources as `deny.toml` allows them, no unsafe code of
//! our own, and a core that does without its wings (`docs/architecture.md`).
//! `cargo deny check licenses bans sources` asks the same of licences and sources.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What this machine builds; crates for other systems need not have been fetched.
fn metadata() -> Value {
    let version = Command::new("rustc")
        .arg("-vV")
        .output()
        .expect("rustc runs");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--offline"])
        .args(["--filter-platform", host.expect("rustc names its host")])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The list `allow` under `[licenses]`.
fn allowed() -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("deny.toml")).unwrap();
    let list = text
        .split("allow = [")
        .nth(1)
        .unwrap()
        .split(']')
        .next()
        .unwrap();
    list.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_string)
        .collect()
}

/// Whether the licences allowed suffice for an expression (SPDX, annex D; `/` is the
/// older spelling of `OR`).
fn suffices(expression: &str, allowed: &BTreeSet<String>) -> bool {
    fn split<'a>(text: &'a str, by: &str) -> Vec<&'a str> {
        let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
        for (at, c) in text.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ if depth == 0 && text[at..].starts_with(by) => {
                    parts.push(&text[from..at]);
                    from = at + by.len();
                }
                _ => {}
            }
        }
        parts.push(&text[from..]);
        parts
    }
    let expression = expression.replace('/', " OR ");
    let any = split(&expression, " OR ");
    if any.len() > 1 {
        return any.iter().any(|one| suffices(one, allowed));
    }
    let all = split(&expression, " AND ");
    if all.len() > 1 {
        return all.iter().all(|one| suffices(one, allowed));
    }
    let one = expression.trim();
    match one.strip_prefix('(').and_then(|o| o.strip_suffix(')')) {
        Some(inside) => suffices(inside, allowed),
        None => allowed.contains(one),
    }
}

#[test]
fn expressions_are_read_right() {
    let allowed = BTreeSet::from(["MIT".to_string(), "ISC".to_string()]);
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("MIT OR GPL-3.0-only", true),
        ("GPL-3.0-only/MIT", true),
        ("MIT AND GPL-3.0-only", false),
        ("MIT AND ISC", true),
        ("(MIT OR Apache-2.0) AND ISC", true),
        ("(GPL-2.0-only OR Apache-2.0) AND ISC", false),
    ] {
        assert_eq!(suffices(expression, &allowed), expected, "{expression}");
    }
}

/// What is not allowed, a line for each package.
fn complaints(metadata: &Value, allowed: &BTreeSet<String>) -> Vec<String> {
    let mut all = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = format!("{} {}", package["name"], package["version"]);
        // `ical`, a test's judge of calendars, names its licence in a file alone.
        let in_file = (package["name"] == "ical").then_some("Apache-2.0");
        let licence = package["license"].as_str().or(in_file).unwrap_or_default();
        if !suffices(licence, allowed) {
            all.push(format!("{name}: licence `{licence}`"));
        }
        match package["source"].as_str() {
            Some("registry+https://github.com/rust-lang/crates.io-index") => {}
            None if package["name"] == "upfront" => {}
            source => all.push(format!("{name} comes from {source:?}")),
        }
    }
    all
}

#[test]
fn licences_and_sources_are_allowed() {
    let (metadata, allowed) = (metadata(), allowed());
    assert!(metadata["packages"].as_array().unwrap().len() > 100 && allowed.len() > 5);
    assert_eq!(complaints(&metadata, &allowed), Vec::<String>::new());
}

/// Each of these, put among the packages that are built, is found.
#[test]
fn what_is_not_allowed_is_found() {
    let (metadata, allowed) = (metadata(), allowed());
    let registry = "registry+https://github.com/rust-lang/crates.io-index";
    for (licence, source, found) in [
        (
            json!("GPL-3.0-only"),
            json!(registry),
            "licence `GPL-3.0-only`",
        ),
        (
            json!("MIT AND SSPL-1.0"),
            json!(registry),
            "licence `MIT AND SSPL-1.0`",
        ),
        (Value::Null, json!(registry), "licence ``"),
        (
            json!("MIT"),
            json!("git+https://git.example/x"),
            "git+https",
        ),
        (
            json!("MIT"),
            json!("registry+https://registry.example/"),
            "registry.example",
        ),
        (json!("MIT"), Value::Null, "None"),
    ] {
        let mut broken = metadata.clone();
        let package =
            json!({"name": "x", "version": "1.0.0", "license": licence, "source": source});
        broken["packages"].as_array_mut().unwrap().push(package);
        let said = complaints(&broken, &allowed);
        assert!(said.len() == 1 && said[0].contains(found), "{said:?}");
    }
}

/// The fuzzers are a workspace of their own; its lock must follow when we take a new crate,
/// or `fuzz/run` stops at it.
#[test]
fn the_lock_of_the_fuzzers_follows() {
    let lock = std::fs::read_to_string(root().join("fuzz/Cargo.lock")).unwrap();
    let (_, ours) = lock.split_once("name = \"upfront\"\n").unwrap();
    let ours = ours.split("[[package]]").next().unwrap();
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let (_, needed) = manifest.split_once("[dependencies]\n").unwrap();
    let needed = needed.split("\n[").next().unwrap();
    let names = needed.lines().filter_map(|line| line.split_once(" = "));
    let names: Vec<&str> = names.map(|(name, _)| name).collect();
    assert!(names.len() > 30, "{names:?}");
    for name in names {
        assert!(
            ours.contains(&format!("\"{name}\"")) || ours.contains(&format!("\"{name} ")),
            "{name}: run `cargo metadata` in fuzz/ and commit its Cargo.lock"
        );
    }
}

#[test]
fn no_unsafe_code_of_ours() {
    for file in ["src/lib.rs", "src/main.rs"] {
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        assert!(text.contains("#![forbid(unsafe_code)]"), "{file}");
    }
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"forbid\""));
}

/// The wings: features that are on by default.
fn wings() -> Vec<String> {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let (_, list) = manifest.split_once("\ndefault = [").unwrap();
    let list = list.split(']').next().unwrap();
    list.split('"')
        .skip(1)
        .step_by(2)
        .map(String::from)
        .collect()
}

/// What a module that lies `depth` below the top of the crate imports from there: the first
/// names of its paths, also of those in braces.
fn imports(text: &str, depth: usize) -> BTreeSet<String> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code: String = text.lines().filter(is_code).collect();
    let code: String = code.split_whitespace().collect();
    let mut names = BTreeSet::new();
    for top in ["crate::".to_string(), "super::".repeat(depth)] {
        for (at, _) in code.match_indices(&top) {
            let rest = &code[at + top.len()..];
            let mut open = 0;
            // In braces, names of the first level stand behind a brace or a comma.
            let mut expected = true;
            for (at, c) in rest.char_indices() {
                match c {
                    '{' => open += 1,
                    '}' => open -= 1,
                    ',' if open == 1 => expected = true,
                    _ if expected => {
                        let is_name = |c: char| c.is_alphanumeric() || c == '_';
                        let name = rest[at..].split(|c| !is_name(c)).next();
                        names.insert(name.unwrap_or_default().to_string());
                        expected = false;
                    }
                    _ => {}
                }
                if open == 0 {
                    break;
                }
            }
        }
    }
    names
}

#[test]
fn imports_are_read_right() {
    for (text, depth, expected) in [
        ("use crate::import::Tool;", 1, "import"),
        ("use crate::import;", 1, "import"),
        (
            "use crate::{\n    diagnostic::{self, a},\n    import,\n};",
            1,
            "diagnostic import",
        ),
        ("let a = super::super::import::read();", 2, "import"),
        ("use super::import::Kind;", 2, ""),
        ("use crate::model::{import, crates};", 1, "model"),
        ("// Not crate::import.\nuse crate::text;", 1, "text"),
    ] {
        let names: Vec<String> = imports(text, depth).into_iter().collect();
        assert_eq!(names.join(" "), expected, "{text}");
    }
}

/// A wing is a folder that nobody imports but its verb. Only the two lists that name it ask
/// for its feature, so that a build without it would find what this does not.
#[test]
fn the_core_imports_no_wing() {
    let wings = wings();
    assert!(wings.contains(&"import".to_string()), "{wings:?}");
    let src = root().join("src");
    let mut faults = Vec::new();
    for entry in walkdir::WalkDir::new(&src).into_iter().map(Result::unwrap) {
        let path = entry.path().strip_prefix(&src).unwrap();
        if path.extension().is_none_or(|e| e != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let is_mod = usize::from(path.ends_with("mod.rs"));
        let names = imports(&text, path.components().count() - is_mod);
        let own =
            |wing: &str| path.starts_with(wing) || path == Path::new(&format!("cli/{wing}.rs"));
        for wing in &wings {
            if names.contains(wing) && !own(wing) {
                faults.push(format!("{} imports {wing}", path.display()));
            }
        }
        let lists = [Path::new("lib.rs"), Path::new("cli/mod.rs")];
        if text.contains("feature = \"") && !lists.contains(&path) {
            faults.push(format!("{} asks for a feature", path.display()));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    for wing in &wings {
        assert!(
            src.join(wing).join("mod.rs").is_file(),
            "{wing} has no folder"
        );
    }
}

/// Our build script looks at nothing but the templates, and asks nobody.
#[test]
fn our_build_script_downloads_nothing() {
    let text = std::fs::read_to_string(root().join("build.rs")).unwrap();
    for bad in ["std::net", "Command", "http"] {
        assert!(!text.contains(bad), "build.rs has {bad}");
    }
}
