//! Which `<` begins a tag: everything else is put aside or made text.

/// Elements that are markup in a status text; anything else in `<>` is words.
const KNOWN: [&str; 58] = [
    "a",
    "abbr",
    "b",
    "big",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "article",
    "figure",
    "label",
    "wbr",
];

/// Stands for a piece of code or an address in `<>` while tags are read. A
/// non-character of Unicode, taken out of every text before.
pub(super) const HOLD: char = '\u{FDD0}';

/// Puts code and addresses in `<>` aside: what looks like a tag there is none.
pub(super) fn hold(text: &str) -> (String, Vec<String>) {
    let mut out = String::with_capacity(text.len());
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut line_start = true;
    let keep = |out: &mut String, pieces: &mut Vec<String>, piece: &str| {
        out.push(HOLD);
        pieces.push(piece.to_string());
    };
    while let Some(c) = rest.chars().next() {
        let indent = rest.len() - rest.trim_start_matches(' ').len();
        if line_start && indent < 4 {
            let line = &rest[indent..];
            let mark = line.chars().next().unwrap_or(' ');
            let run = line.chars().take_while(|m| *m == mark).count();
            if matches!(mark, '`' | '~')
                && run >= 3
                && let Some(end) = fence_end(rest, mark, run)
            {
                keep(&mut out, &mut pieces, &rest[..end]);
                rest = &rest[end..];
                continue;
            }
        }
        line_start = c == '\n';
        if c == '\\' && rest.len() > 1 {
            let next = rest[1..].chars().next().map_or(0, char::len_utf8);
            if rest[1..].starts_with(['<', '`', '&']) {
                keep(&mut out, &mut pieces, &rest[..1 + next]);
                rest = &rest[1 + next..];
                continue;
            }
        }
        if c == '`' {
            let run = rest.chars().take_while(|m| *m == '`').count();
            if let Some(end) = code_end(rest, run) {
                keep(&mut out, &mut pieces, &rest[..end]);
                rest = &rest[end..];
                continue;
            }
            out.push_str(&rest[..run]);
            rest = &rest[run..];
            continue;
        }
        if let Some(end) = address_end(rest) {
            keep(&mut out, &mut pieces, &rest[..end]);
            rest = &rest[end..];
            continue;
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    (out, pieces)
}

pub(super) fn release(text: &str, pieces: &[String]) -> String {
    let mut pieces = pieces.iter();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            HOLD => out.push_str(pieces.next().map_or("", String::as_str)),
            c => out.push(c),
        }
    }
    out
}

/// End of a fenced block that has one.
fn fence_end(text: &str, mark: char, run: usize) -> Option<usize> {
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let bare = line.trim();
        if number > 0 && bare.len() >= run && bare.chars().all(|c| c == mark) {
            return Some(at - usize::from(line.ends_with('\n')));
        }
    }
    None
}

/// End of a code span in the same paragraph.
fn code_end(text: &str, run: usize) -> Option<usize> {
    let paragraph = text.find("\n\n").unwrap_or(text.len());
    let mut at = run;
    while at < paragraph {
        let next = text[at..paragraph].find('`')? + at;
        let length = text[next..].chars().take_while(|c| *c == '`').count();
        if length == run {
            return Some(next + run);
        }
        at = next + length;
    }
    None
}

/// End of `<https://...>` or `<mailto:...>` (CommonMark, "Autolinks").
fn address_end(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    if !["http://", "https://", "mailto:"]
        .iter()
        .any(|s| inside.starts_with(s))
    {
        return None;
    }
    let end = inside.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>'))?;
    inside[end..].starts_with('>').then_some(end + 2)
}

/// Leaves known tags; escapes every other `<`, drops comments by name.
pub(super) fn only_known_tags(text: &str, dropped: &mut Vec<String>) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut had = false;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(end) = rest.strip_prefix("<!--").and_then(|r| r.find("-->")) {
            let words = rest[4..4 + end].replace(HOLD, "");
            dropped.push(format!("comment: {}", first_words(&words)));
            // The pieces put aside inside a comment must go on being counted.
            out.extend(rest[..4 + end].chars().filter(|c| *c == HOLD));
            rest = &rest[4 + end + 3..];
            had = true;
            continue;
        }
        match tag_end(rest) {
            Some(end) => {
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                had = true;
            }
            None => {
                out.push_str("&lt;");
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    (out, had)
}

/// End of a tag of a known element; quotes in attributes are respected.
fn tag_end(text: &str) -> Option<usize> {
    let inside = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let offset = text.len() - inside.len();
    let length = inside.find(|c: char| !c.is_ascii_alphanumeric())?;
    let name = inside[..length].to_ascii_lowercase();
    if !KNOWN.contains(&name.as_str()) {
        return None;
    }
    let after = inside[length..].chars().next()?;
    if !(after.is_whitespace() || after == '>' || after == '/') {
        return None;
    }
    let mut quote = None;
    for (at, c) in inside.char_indices().skip(length) {
        match (quote, c) {
            (None, '>') => return Some(offset + at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (None, '<') | (_, HOLD) => return None,
            (Some(q), c) if c == q => quote = None,
            _ => {}
        }
    }
    None
}

pub(super) fn first_words(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        format!("{short}…")
    } else {
        short
    }
}
