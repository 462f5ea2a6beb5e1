//! Patterns of ours, built so that they stay fast on any text.

use regex::Regex;

/// The pattern with `\b`, `\d`, `\w` and `\s` for ASCII alone: with their Unicode
/// forms the engine leaves its fast path at the first accent (crate `regex`,
/// "Performance", "Unicode can impact memory usage and search speed").
pub(super) fn ascii(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() * 2);
    let mut class = false;
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        class = match c {
            '[' => true,
            ']' => false,
            _ => class,
        };
        if c != '\\' {
            out.push(c);
            continue;
        }
        match (chars.next(), class) {
            (Some('b'), false) => out.push_str(r"(?-u:\b)"),
            (Some('d'), true) => out.push_str("0-9"),
            (Some('w'), true) => out.push_str("0-9A-Za-z_"),
            (Some('s'), true) => out.push_str(r"\x20\t\n"),
            (Some('d'), false) => out.push_str("[0-9]"),
            (Some('w'), false) => out.push_str("[0-9A-Za-z_]"),
            (Some('s'), false) => out.push_str(r"[\x20\t\n]"),
            (other, _) => {
                out.push(c);
                out.extend(other);
            }
        }
    }
    out
}

/// A pattern of ours, as [`ascii`] makes it.
pub(super) fn regex(pattern: &str) -> Regex {
    Regex::new(&ascii(pattern)).expect("a pattern of ours")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_ascii() {
        let made = ascii(r"\b\d[\w-]\.\s\[");
        assert_eq!(made, r"(?-u:\b)[0-9][0-9A-Za-z_-]\.[\x20\t\n]\[");
        assert!(regex(r"\b\w+\b").is_match("a"));
    }
}
