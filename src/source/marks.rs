//! Notes of writers to Upfront in the text: `<!-- upfront: ... -->`. They are for
//! `check` alone, so nothing behind this floor ever sees them.

use std::borrow::Cow;

/// How such a note begins.
const OPEN: &str = "<!-- upfront:";
const CLOSE: &str = "-->";

/// The text without its notes, code blocks left alone.
pub fn removed(text: &str) -> Cow<'_, str> {
    if !text.contains(OPEN) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        if start.starts_with("```") || start.starts_with("~~~") {
            fenced = !fenced;
        }
        if fenced || !line.contains(OPEN) {
            out.push_str(line);
            continue;
        }
        let kept = without(line);
        if !kept.trim().is_empty() {
            out.push_str(&kept);
        }
    }
    Cow::Owned(out.trim().to_string())
}

fn without(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(OPEN) {
        let Some(end) = rest[at..].find(CLOSE) else {
            break;
        };
        out.push_str(&rest[..at]);
        rest = &rest[at + end + CLOSE.len()..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_go_and_everything_else_stays() {
        let text = "One.\n\n<!-- upfront: allow C14 because so -->\n\nTwo <!-- upfront: allow C15 because x -->three.";
        assert_eq!(removed(text), "One.\n\n\nTwo three.");
        for same in [
            "<!-- a comment -->",
            "```\n<!-- upfront: shown -->\n```",
            "a",
        ] {
            assert_eq!(removed(same), same);
        }
    }
}
