//! The templates and UI strings that are built into the binary.

use std::sync::Arc;

use crate::diagnostic::SourceFile;

/// What stands before the names of built-in files in findings.
pub(super) const BUILT_IN: &str = "(built-in) templates/";

/// Names and texts, sorted; `build.rs` lists them.
const FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Every built-in file with its name relative to `templates/`, sorted.
pub fn files() -> impl Iterator<Item = (String, Arc<SourceFile>)> {
    FILES.iter().map(|(name, text)| {
        let file = SourceFile::new(format!("{BUILT_IN}{name}"), *text);
        ((*name).to_string(), file)
    })
}
