//! What tests of the writing verbs share.

use std::fs;

use super::{Project, Run};

/// The clock.
pub const NOW: &str = "2026-11-18T13:20:30Z";

/// Everything that a careless editor of data would lose: comments, odd order and
/// spaces, quotes, tabs in code, trailing spaces, an entity.
pub const ODD: &str = "---\n# why: ticket of the desk\nsymptoms:   # in their words\n    - \"Songs do not start\"\nbegan: 2026-11-18T14:02:00+01:00   # from the log\n\n'title' :   \"Music does not play\"\naffected: { web : 'Major outage' ,ios: major_outage }  # both\n---\n\nA summary &amp; more.  \n\n##   14:10   —   Investigating  ##\n\n~~~update\nnext_update: 14:40 # soon\n~~~\n\n* one\n* two\n\n\tcode\twith tabs\n\n```\nx\t= 1\n```\n";

/// Says it in a hurry, so that these tests are about bytes and not about words.
pub fn write(project: &Project, arguments: &[&str]) -> Run {
    let mut all = arguments.to_vec();
    all.extend(["--now", NOW, "--urgent"]);
    project.run(&all)
}

pub fn read(project: &Project, path: &str) -> String {
    String::from_utf8(fs::read(project.path().join(path)).unwrap()).unwrap()
}
