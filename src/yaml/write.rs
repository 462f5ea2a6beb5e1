//! Text to YAML: a scalar that is read back as the text it was made of.

use super::{Value, parse};
use crate::diagnostic::SourceFile;

/// A value on a line of its own, `key: VALUE`: plain where that reads back as the
/// same text, else in double quotes with the escapes of JSON, which YAML 1.2 shares
/// (section 5.7).
pub fn scalar(text: &str) -> String {
    one(text, |written| format!("k: {written}\n"))
}

/// `[a, b]`
pub fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| inside(item)).collect();
    format!("[{}]", items.join(", "))
}

/// `{a: b, c: d}`
pub fn map(entries: &[(String, String)]) -> String {
    let entries: Vec<String> = entries
        .iter()
        .map(|(key, value)| format!("{}: {}", inside(key), inside(value)))
        .collect();
    format!("{{{}}}", entries.join(", "))
}

/// A scalar inside `[]` and `{}`, where commas and brackets mean more.
fn inside(text: &str) -> String {
    one(text, |written| format!("k: [{written}, {written}]\n"))
}

fn one(text: &str, line: impl Fn(&str) -> String) -> String {
    if !text.contains('\n') && reads_back(text, line(text)) {
        return text.to_string();
    }
    let quoted = serde_json::to_string(text).unwrap_or_default();
    // Line ends and marks of YAML 1.1 that JSON leaves as they are.
    quoted
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
        .replace('\u{feff}', "\\ufeff")
}

fn reads_back(text: &str, line: String) -> bool {
    let file = SourceFile::new("", line);
    let mut found = Vec::new();
    let node = parse(&file, 0..file.text.len(), &mut found);
    let same =
        |value: &Value| matches!(value, Value::Text(read) | Value::Number(_, read) if read == text);
    let Some(Value::Map(fields)) = node.map(|node| node.value) else {
        return false;
    };
    let [field] = fields.as_slice() else {
        return false;
    };
    found.is_empty()
        && field.key == "k"
        && match &field.value.value {
            Value::List(items) => items.len() == 2 && items.iter().all(|i| same(&i.value)),
            value => same(value),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_where_it_can_be() {
        assert_eq!(scalar("Music does not play"), "Music does not play");
        assert_eq!(scalar("2026-11-18 14:20"), "2026-11-18 14:20");
        assert_eq!(scalar("30m"), "30m");
        for text in [
            "a: b", "true", "- x", "#x", "x #y", "", " x", "*a", "~", "null", "a\nb", "[", "@x",
        ] {
            assert!(scalar(text).starts_with('"'), "{text}: {}", scalar(text));
        }
    }
}
