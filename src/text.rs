//! Small tools for words: nearest known word, spelling of names, safe printing.
//!
//! Takes and gives strings. Must not know the model or the disk.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// The spelling in which states, statuses and impacts are compared: lower case,
/// spaces and hyphens as underscores, no space around (`Partial outage` and
/// `partial-outage` are `partial_outage`).
pub fn canonical(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let parts = word.split(|c: char| c.is_whitespace() || c == '-' || c == '_');
    for part in parts.filter(|part| !part.is_empty()) {
        if !out.is_empty() {
            out.push('_');
        }
        match part.is_ascii() {
            true => out.extend(part.chars().map(|c| c.to_ascii_lowercase())),
            false => out.push_str(&part.to_lowercase()),
        }
    }
    out
}

/// The known word nearest to `word`, if one is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = canonical(word);
    if wanted.is_empty() {
        return None;
    }
    known
        .into_iter()
        .map(|candidate| {
            let spelled = canonical(candidate);
            let score = if spelled.starts_with(&wanted) || wanted.starts_with(&spelled) {
                0.9
            } else {
                let edits = strsim::normalized_damerau_levenshtein(&wanted, &spelled);
                let beginning = strsim::jaro_winkler(&wanted, &spelled) - 0.15;
                if wanted.len() < 5 {
                    edits
                } else {
                    edits.max(beginning)
                }
            };
            (candidate, score)
        })
        .filter(|(_, score)| *score >= 0.6)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(candidate, _)| candidate)
}

/// The key under which two names are the same name: Unicode NFC, lower case.
/// File systems of readers and writers differ in both.
pub fn collision_key(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfc()
        .collect::<String>()
        .to_lowercase()
        .nfc()
        .collect()
}

/// `a, b or c`, for messages.
pub fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_string(),
        [head @ .., last] => format!("{} or {last}", head.join(", ")),
    }
}

/// True for characters that neither a page nor a terminal may receive: C0 and
/// C1 controls other than tab and line ends, DEL, and the non-characters that
/// XML 1.0 forbids (section 2.2, production Char).
pub fn is_refused(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Text for a terminal: controls and bidi overrides shown as `\u{..}`, so that
/// no author can steer the reader's terminal.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// Every refused character and `\r` as one `?` for each of its bytes, so that places stay
/// right and the terminal stays whole.
pub fn masked(text: &str) -> Cow<'_, str> {
    let bad = |c: char| is_refused(c) || c == '\r';
    if !text.contains(bad) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if bad(c) {
            out.extend(std::iter::repeat_n('?', c.len_utf8()));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// JSON for a terminal or a log: what [`printable`] shows stands as `\uXXXX`, which
/// means the same (RFC 8259, section 7; such characters stand in strings alone).
pub fn printable_json(document: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(document.len());
    for c in document.chars() {
        if steers(c) {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// Characters that a terminal obeys: controls, overrides of the direction, and line
/// breaks other than `\n`.
fn steers(c: char) -> bool {
    let bidi = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{61C}');
    let breaks = matches!(c, '\u{2028}' | '\u{2029}');
    is_refused(c) || bidi || breaks || c == '\r'
}

/// Words of somebody in the middle of other words, where no `<bdi>` can stand (a title,
/// a text file): as they are where they run in the direction of the rest, else between
/// U+2068 and U+2069, with every override and isolate inside them closed (Unicode
/// Standard Annex 9, sections 2.4 and 6.3). `rtl`: the rest runs from right to left.
pub fn isolated(text: &str, rtl: bool) -> Cow<'_, str> {
    const POP: char = '\u{202C}';
    const END: char = '\u{2069}';
    if !text
        .chars()
        .any(|c| is_format(c) || runs_rtl(c).is_some_and(|r| r != rtl))
    {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 6);
    let mut open = Vec::new();
    out.push('\u{2068}');
    for c in text.chars() {
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push(POP),
            '\u{2066}'..='\u{2068}' => open.push(END),
            // One that closes nothing here would close what stands around.
            POP if open.pop_if(|c| *c == POP).is_none() => continue,
            END => match open.iter().rposition(|c| *c == END) {
                Some(at) => open.truncate(at),
                None => continue,
            },
            _ => {}
        }
        out.push(c);
    }
    out.extend(open.into_iter().rev());
    out.push(END);
    Cow::Owned(out)
}

/// Embeddings, overrides and isolates, and what ends them.
fn is_format(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Which way a character pulls what stands around it: from right to left in the blocks
/// of those scripts (Unicode, DerivedBidiClass, "@missing" lines), to the right any
/// other letter. Digits and signs pull nothing.
fn runs_rtl(c: char) -> Option<bool> {
    let rtl = matches!(c,
        '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}');
    (c.is_alphabetic() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}')).then_some(rtl)
}

/// A name for files and addresses made of any words: small letters and digits of every
/// script with their marks (Unicode NFC), `-` for everything else. A letter without its
/// mark is another letter: `ゲーム` is not `ケーム`, `й` is not `и`.
pub fn slug(words: &str) -> String {
    let mut out = String::new();
    for c in words.nfc().flat_map(char::to_lowercase).nfc() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if out.is_empty() || out.ends_with('-') || is_joiner(c) {
            // Nothing to set apart, or nothing that is seen.
        } else if unicode_normalization::char::is_combining_mark(c) {
            out.push(c);
        } else {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Like [`slug`], for ids of `[a-z0-9-]`: letters of Latin script without their accents.
/// Other letters stay as they are.
pub fn plain_slug(words: &str) -> String {
    let folded: String = words
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .collect();
    match slug(&folded) {
        plain if plain.is_ascii() => plain,
        _ => slug(words),
    }
}

/// Signs that join letters, choose their shape or divide words, and are not seen.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

/// The beginning of a text in at most `bytes` bytes, at the end of what readers see as
/// one sign (Unicode Standard Annex 29, extended grapheme clusters).
pub fn beginning(text: &str, bytes: usize) -> &str {
    let end = text
        .grapheme_indices(true)
        .map(|(at, sign)| at + sign.len())
        .take_while(|end| *end <= bytes)
        .last();
    &text[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_one_word() {
        for spelling in [
            "Partial outage",
            "partial-outage",
            " PARTIAL_OUTAGE ",
            "partial  outage",
        ] {
            assert_eq!(canonical(spelling), "partial_outage");
        }
    }

    #[test]
    fn nearest_offers_only_what_may_be_meant() {
        let known = ["ios", "android", "web", "desktop"];
        assert_eq!(nearest("andriod", known), Some("android"));
        assert_eq!(nearest("desk", known), Some("desktop"));
        assert_eq!(nearest("payment", known), None);
    }

    #[test]
    fn unicode_forms_and_cases_collide() {
        assert_eq!(collision_key("Caf\u{e9}"), collision_key("cafe\u{301}"));
    }

    #[test]
    fn terminal_gets_no_escape() {
        assert_eq!(printable("a\u{1b}[31mb\u{202e}"), "a\\u{1b}[31mb\\u{202e}");
    }

    #[test]
    fn json_for_terminals_means_the_same() {
        let document = serde_json::json!({"a\u{9b}31m": "b\u{7f}\u{202e}c\né"}).to_string();
        let shown = printable_json(&document);
        assert!(!shown.contains(steers), "{shown}");
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&shown), read(&document));
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(plain_slug("  Été : log-in fails! "), "ete-log-in-fails");
        assert_eq!(plain_slug("ゲーム"), "ゲーム");
    }

    #[test]
    fn names_keep_their_letters() {
        for (words, name) in [
            ("ゲーム", "ゲーム"),
            ("ケ\u{3099}ーム", "ゲーム"),
            ("Музыкальный плеер", "музыкальный-плеер"),
            ("и\u{306}", "й"),
            ("เข้าสู่ระบบไม่ได้", "เข้าสู่ระบบไม่ได้"),
            ("ทำงานช้า", "ทำงานช้า"),
            ("गाने नहीं चल रहे", "गाने-नहीं-चल-रहे"),
            ("Không đăng nhập được", "không-đăng-nhập-được"),
            ("노래가 안 나와요", "노래가-안-나와요"),
            ("  Été : log-in fails! ", "été-log-in-fails"),
            ("הַמּוּזִיקָה", "הַמּוּזִיקָה"),
            ("Café\u{ad}s ☕\u{fe0f} closed", "cafés-closed"),
            ("❤\u{fe0f}", ""),
            ("\u{301}a", "a"),
        ] {
            assert_eq!(slug(words), name.nfc().collect::<String>(), "{words}");
            assert_eq!(slug(name), slug(words), "a name stays what it is: {words}");
        }
    }

    #[test]
    fn texts_are_cut_between_signs() {
        assert_eq!(beginning("abc", 2), "ab");
        assert_eq!(beginning("abc", 3), "abc");
        assert_eq!(beginning("e\u{301}e\u{301}", 5), "e\u{301}");
        assert_eq!(beginning("ไม่ได้", 11), "ไม่");
        assert_eq!(beginning("ゲーム", 7), "ゲー");
        assert_eq!(beginning("ゲーム", 2), "");
    }

    #[test]
    fn words_are_isolated_where_they_run_the_other_way() {
        for (text, rtl, expected) in [
            ("Music stops", false, "Music stops"),
            ("12:30 (50%)", true, "12:30 (50%)"),
            ("Music stops", true, "\u{2068}Music stops\u{2069}"),
            ("الموسيقى", true, "الموسيقى"),
            ("الموسيقى", false, "\u{2068}الموسيقى\u{2069}"),
            // Overrides and isolates are closed, in their order.
            ("a\u{202e}b", false, "\u{2068}a\u{202e}b\u{202c}\u{2069}"),
            (
                "\u{202e}a\u{2066}b\u{202b}c",
                false,
                "\u{2068}\u{202e}a\u{2066}b\u{202b}c\u{202c}\u{2069}\u{202c}\u{2069}",
            ),
            // The end of an isolate ends the overrides inside it.
            (
                "\u{2067}\u{202d}a\u{2069}b",
                false,
                "\u{2068}\u{2067}\u{202d}a\u{2069}b\u{2069}",
            ),
            // What closes nothing is left out.
            ("a\u{2069}\u{202c}b", false, "\u{2068}ab\u{2069}"),
            (
                "\u{2066}\u{202c}b",
                false,
                "\u{2068}\u{2066}b\u{2069}\u{2069}",
            ),
        ] {
            assert_eq!(isolated(text, rtl), expected, "{text:?} {rtl}");
        }
    }
}
