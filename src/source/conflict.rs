//! Conflict markers of git (git-merge(1), "How conflicts are presented"), which it leaves
//! at the beginning of lines when two people changed the same ones.
//!
//! Takes a file that people write; gives the finding about the first marker. Must not know
//! what the file means: a marker may stand where every text may stand.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// Signs of a marker, unless git was told to make more of them.
const SIGNS: usize = 7;

/// Tags of fenced blocks that show markers to readers on purpose.
const QUOTES: [&str; 4] = ["diff", "patch", "conflict", "git"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    Ours,
    Base,
    Middle,
    Theirs,
}

type Line = (Marker, Range<usize>);

impl Marker {
    /// A run of one sign at the beginning of a line, and then nothing or a space.
    fn of(line: &str) -> Option<Self> {
        let sign = line.chars().next()?;
        let marker = match sign {
            '<' => Self::Ours,
            '|' => Self::Base,
            '=' => Self::Middle,
            '>' => Self::Theirs,
            _ => return None,
        };
        let rest = line.trim_start_matches(sign);
        let is_long = line.len() - rest.len() >= SIGNS;
        let ends = rest.trim().is_empty() || rest.starts_with(' ') && marker != Self::Middle;
        (is_long && ends).then_some(marker)
    }

    /// Alone, the others are lines that an author may write: an underline, a row of a table.
    fn is_plain(self) -> bool {
        matches!(self, Self::Ours | Self::Theirs)
    }
}

/// Whether a line would be found as a marker wherever it stands.
pub fn is_marker(line: &str) -> bool {
    Marker::of(line).is_some_and(Marker::is_plain)
}

/// The finding about a file that people write; `None` where it holds no marker.
pub fn marker(file: &Arc<SourceFile>) -> Option<Box<Diagnostic>> {
    let markers = markers(&file.text);
    let (at, (_, first)) = markers
        .iter()
        .enumerate()
        .find(|(_, one)| one.0.is_plain())?;
    let mut diagnostic = Diagnostic::error(
        "conflict-marker",
        Place::new(file, first.clone()),
        "git could not merge this file, and nobody has chosen yet: this line is its marker",
        "take one version, or both, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`",
    );
    for (marker, span) in &markers[at + 1..] {
        let words = match marker {
            Marker::Ours => break,
            Marker::Base => "the version before both begins here",
            Marker::Middle => "the other version begins here",
            Marker::Theirs => "and ends here",
        };
        diagnostic = diagnostic.related(Place::new(file, span.clone()), words);
        if *marker == Marker::Theirs {
            break;
        }
    }
    Some(Box::new(diagnostic.help(
        "to show such lines to readers, indent them by a space, or put all of them into a block tagged `diff`",
    )))
}

/// The same for a file that is copied as it is, which may hold anything: only where one
/// version begins and the other ends.
pub fn in_copied(file: &Arc<SourceFile>) -> Option<Box<Diagnostic>> {
    let markers = markers(&file.text);
    let ours = markers.iter().position(|one| one.0 == Marker::Ours)?;
    let theirs = |one: &Line| one.0 == Marker::Theirs;
    markers[ours..].iter().any(theirs).then(|| marker(file))?
}

/// All markers that are not clearly quoted, in order.
fn markers(text: &str) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    if !text.contains("<<<<<<<") && !text.contains(">>>>>>>") {
        return found;
    }
    // Sign and length of an open fence that quotes, and how many markers stood before it.
    let mut fence: Option<(char, usize, Option<usize>)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = at..at + line.trim_end().len();
        at += line.len();
        if let Some(marker) = Marker::of(line) {
            found.push((marker, span));
            continue;
        }
        let words = line.trim_start_matches(' ');
        let Some(sign) = words.chars().next().filter(|c| matches!(c, '`' | '~')) else {
            continue;
        };
        let info = words.trim_start_matches(sign);
        let length = words.len() - info.len();
        match fence {
            Some((open, least, before)) if open == sign && length >= least => {
                if !info.trim().is_empty() {
                    continue;
                }
                fence = None;
                if let Some(before) = before.filter(|before| is_whole(&found[*before..])) {
                    found.truncate(before);
                }
            }
            Some(_) => {}
            None if length >= 3 => {
                let tag = info.split_whitespace().next().unwrap_or("");
                let quotes = QUOTES.iter().any(|quote| tag.eq_ignore_ascii_case(quote));
                fence = Some((sign, length, quotes.then_some(found.len())));
            }
            None => {}
        }
    }
    found
}

/// Conflicts from their first line to their last, one after the other.
fn is_whole(markers: &[Line]) -> bool {
    let mut expected: &[Marker] = &[Marker::Ours];
    for (marker, _) in markers {
        if !expected.contains(marker) {
            return false;
        }
        expected = match marker {
            Marker::Ours => &[Marker::Base, Marker::Middle],
            Marker::Base => &[Marker::Middle],
            Marker::Middle => &[Marker::Theirs],
            Marker::Theirs => &[Marker::Ours],
        };
    }
    expected == [Marker::Ours]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Option<usize> {
        let file = SourceFile::new("a.md", text);
        marker(&file).map(|d| file.position(d.place.span.start).0)
    }

    #[test]
    fn markers_are_found_wherever_they_stand() {
        for (text, expected) in [
            ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\n", 2),
            ("a\n<<<<<<< HEAD\nb\n", 2),
            ("a\n>>>>>>> theirs", 2),
            ("<<<<<<<\n", 1),
            ("<<<<<<<<<<< Temporary merge branch 1\n", 1),
            ("```\n<<<<<<< a\n=======\n>>>>>>> b\n```\n", 2),
            ("```update\n<<<<<<< a\n=======\n>>>>>>> b\n```\n", 2),
            ("```diff\n<<<<<<< a\n=======\n```\n>>>>>>> b\n", 2),
            ("```diff\n=======\n>>>>>>> b\n```\n", 3),
            ("<<<<<<< a\n```diff\n=======\n>>>>>>> b\n```\n", 1),
            ("```diff\n<<<<<<< a\n=======\n>>>>>>> b\n", 2),
        ] {
            assert_eq!(line(text), Some(expected), "{text:?}");
        }
        for text in [
            "Title\n=======\n",
            "|||||||\n",
            " <<<<<<< a\n",
            "> <<<<<<< a\n",
            "a <<<<<<< b\n",
            "<<<<<< six\n",
            "<<<<<<<x\n",
            ">>>>>>>x\n",
            "```diff\n<<<<<<< a\nx\n||||||| b\ny\n=======\nz\n>>>>>>> c\n```\n",
            "~~~~ diff\n<<<<<<< a\n=======\n>>>>>>> c\n~~~\n~~~~\n",
        ] {
            assert_eq!(line(text), None, "{text:?}");
        }
    }
}
