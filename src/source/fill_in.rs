//! Places of a scenario text that nobody filled in. They stand between two signs
//! that no keyboard has, so that none comes from a person and none is overlooked.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// The signs around a place (U+27E6 and U+27E7).
pub const MARKS: [char; 2] = ['⟦', '⟧'];

/// Every place that is left, each an error; half of one is an error too.
pub fn left(file: &Arc<SourceFile>) -> Vec<Diagnostic> {
    let text = &file.text;
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(MARKS).map(|start| at + start) {
        let line = text[start..].lines().next().unwrap_or("");
        let end = match line.find(MARKS[1]) {
            Some(end) => start + end + MARKS[1].len_utf8(),
            None => start + MARKS[0].len_utf8(),
        };
        at = end;
        found.push(
            Diagnostic::error(
                "place-not-filled",
                Place::new(file, start..end),
                format!("`{}` is not filled in", &text[start..end]),
                "write your own words here",
            )
            .help("or take the whole sentence out"),
        );
    }
    found
}
