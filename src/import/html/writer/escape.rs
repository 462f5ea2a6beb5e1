//! Words and addresses, so that Markdown reads them as they were.

pub(super) fn is_web(address: &str) -> bool {
    url::Url::parse(address)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "mailto" | "tel"))
}

pub(super) fn link_words(text: &str) -> String {
    text.replace(['[', ']'], "").replace('\n', " ")
}

pub(super) fn link_target(address: &str) -> String {
    address
        .chars()
        .map(|c| match c {
            ' ' => "%20".to_string(),
            '(' => "%28".to_string(),
            ')' => "%29".to_string(),
            '<' => "%3C".to_string(),
            '>' => "%3E".to_string(),
            '\\' => "%5C".to_string(),
            c => c.to_string(),
        })
        .collect()
}

/// `<` that could begin a tag; `a < b` needs no sign.
pub(super) fn escape_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let harmless = |n: &char| n.is_whitespace() || n.is_ascii_digit();
        if c == '<' && !chars.peek().is_some_and(harmless) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// `&lt;` that shall be read as these four characters.
pub(super) fn escape_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let name = rest.trim_start_matches('#');
        let length = name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len());
        if c == '&' && length > 0 && name[length..].starts_with(';') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
