//! C36: what stands in a text and is not seen.

use super::table::Rule;
use super::{Findings, Subject};
use crate::diagnostic::Place;
use crate::model::Level;

pub(super) const RULES: &[Rule] = &[Rule {
    id: "C36",
    name: "Nothing hides in the text",
    level: Level::Warning,
    why: "A character that turns words round or cannot be seen comes with pasted text. Readers see other words than the file holds, and a search does not find them.",
    looks: "Every text with its code and links: characters that set, override or isolate a direction, and those of no width. Marks that Arabic, Hebrew, Persian and emoji need (left-to-right and right-to-left mark, joiner and non-joiner) and the soft hyphen pass.",
    words: false,
    format: None,
    source: "Unicode Standard Annex 9; Unicode Technical Report 36, section 2.7; CVE-2021-42574.",
    bad: "Your playlists are <U+202E>tsol ton<U+202C>.",
    good: "Your playlists are not lost.",
}];

/// Hidden characters of one text that are shown.
const MAX_SHOWN: usize = 5;

/// What hides, by its name in the Unicode Character Database.
const HIDDEN: [(char, &str); 13] = [
    ('\u{202a}', "LEFT-TO-RIGHT EMBEDDING"),
    ('\u{202b}', "RIGHT-TO-LEFT EMBEDDING"),
    ('\u{202c}', "POP DIRECTIONAL FORMATTING"),
    ('\u{202d}', "LEFT-TO-RIGHT OVERRIDE"),
    ('\u{202e}', "RIGHT-TO-LEFT OVERRIDE"),
    ('\u{2066}', "LEFT-TO-RIGHT ISOLATE"),
    ('\u{2067}', "RIGHT-TO-LEFT ISOLATE"),
    ('\u{2068}', "FIRST STRONG ISOLATE"),
    ('\u{2069}', "POP DIRECTIONAL ISOLATE"),
    ('\u{200b}', "ZERO WIDTH SPACE"),
    ('\u{2060}', "WORD JOINER"),
    ('\u{feff}', "ZERO WIDTH NO-BREAK SPACE"),
    ('\u{e0001}', "LANGUAGE TAG"),
];

pub(super) fn check(subject: &Subject<'_>, found: &mut Findings<'_>) {
    for text_span in &subject.texts {
        let hidden = text_span
            .raw()
            .char_indices()
            .filter_map(|(at, character)| {
                let (_, name) = HIDDEN.iter().find(|(hidden, _)| *hidden == character)?;
                Some((at, character, *name))
            });
        for (at, character, name) in hidden.take(MAX_SHOWN) {
            let start = text_span.span.start + at;
            let span = start..start + character.len_utf8();
            found.add(
                36,
                Place::new(text_span.source, span),
                format!(
                    "a character hides here: {name} (U+{:04X})",
                    u32::from(character)
                ),
                "text that reads as it is written",
                "delete it, or type the words anew",
            );
        }
    }
}
