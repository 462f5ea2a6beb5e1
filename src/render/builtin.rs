//! The templates and UI strings that are built into the binary.

use include_dir::{Dir, include_dir};

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Every built-in file: name relative to `templates/`, and its text, sorted.
pub fn files() -> Vec<(String, &'static str)> {
    let mut files = Vec::new();
    collect(&TEMPLATES, &mut files);
    files.sort();
    files
}

fn collect(dir: &'static Dir<'static>, files: &mut Vec<(String, &'static str)>) {
    for file in dir.files() {
        if let (Some(name), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.push((name.replace('\\', "/"), text));
        }
    }
    for dir in dir.dirs() {
        collect(dir, files);
    }
}
