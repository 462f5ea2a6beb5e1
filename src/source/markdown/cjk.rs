//! Emphasis beside Chinese, Japanese and Korean text.
//!
//! CommonMark (0.31.2, section 6.2) closes emphasis behind punctuation only where
//! a space or more punctuation follows, and these scripts write no spaces:
//! `**40%**の` would show its asterisks. So a mark that counts as punctuation is
//! set between the asterisks and such a character, and taken out of everything
//! that the parser gives.

use std::borrow::Cow;

/// A character of category Po that no living text uses (Old Chinese hook mark).
pub const MARK: char = '\u{16FE2}';

/// Text for the parser.
pub fn prepare(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains('*') || !markdown.chars().any(is_cjk) {
        return Cow::Borrowed(markdown);
    }
    let mut out = String::with_capacity(markdown.len());
    let mut before = None;
    let mut rest = markdown;
    while let Some(at) = rest.find('*') {
        out.push_str(&rest[..at]);
        before = rest[..at].chars().next_back().or(before);
        let run = rest[at..].len() - rest[at..].trim_start_matches('*').len();
        let after = rest[at + run..].chars().next();
        let opens = before.is_some_and(is_cjk) && after.is_some_and(is_punctuation);
        let closes = before.is_some_and(is_punctuation) && after.is_some_and(is_cjk);
        out.extend(opens.then_some(MARK));
        out.push_str(&rest[at..at + run]);
        out.extend(closes.then_some(MARK));
        before = Some('*');
        rest = &rest[at + run..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Takes the marks out again, from addresses too, where they stand encoded.
pub fn restore(text: &str) -> Cow<'_, str> {
    const ENCODED: &str = "%F0%96%BF%A2";
    if text.contains(MARK) || text.contains(ENCODED) {
        Cow::Owned(text.replace(MARK, "").replace(ENCODED, ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// Letters of Chinese, Japanese and Korean (Unicode blocks).
pub fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}'     // Hangul jamo
        | '\u{3005}'..='\u{3007}'   // iteration mark, closing mark, zero
        | '\u{3040}'..='\u{30FF}'   // kana
        | '\u{3100}'..='\u{31FF}'   // bopomofo, compatibility jamo, strokes, kana
        | '\u{3400}'..='\u{4DBF}'   // Han, extension A
        | '\u{4E00}'..='\u{9FFF}'   // Han
        | '\u{A960}'..='\u{A97F}'   // Hangul jamo, extended A
        | '\u{AC00}'..='\u{D7FF}'   // Hangul
        | '\u{F900}'..='\u{FAFF}'   // Han, compatibility
        | '\u{FF66}'..='\u{FFDC}'   // halfwidth kana and Hangul
        | '\u{20000}'..='\u{323AF}' // Han, extensions B to H
    )
}

/// Punctuation as it stands at the edge of emphasized words.
fn is_punctuation(c: char) -> bool {
    c != '*'
        && (c.is_ascii_punctuation()
            || matches!(c,
                '\u{A1}'..='\u{BF}' | '\u{2010}'..='\u{205E}' | '\u{20A0}'..='\u{20CF}' | '\u{2100}'..='\u{2BFF}'
                | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{303F}'
                | '\u{FE30}'..='\u{FE6F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}'
                | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}' | '\u{FFE0}'..='\u{FFEE}'))
}
