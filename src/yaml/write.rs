//! Text to YAML: a scalar that is read back as the text it was made of.

use super::{Value, parse};
use crate::diagnostic::SourceFile;

/// A scalar for `text`: plain where that reads back as the same text, inside
/// `[]` and `{}` too, else in double quotes with the escapes of JSON, which YAML 1.2
/// shares (section 5.7).
pub fn scalar(text: &str) -> String {
    if !text.contains('\n') && reads_back(text, text) {
        return text.to_string();
    }
    let quoted = serde_json::to_string(text).unwrap_or_default();
    // Line ends and marks of YAML 1.1 that JSON leaves as they are.
    quoted
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
        .replace('\u{feff}', "\\ufeff")
}

/// `[a, b]`
pub fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| scalar(item)).collect();
    format!("[{}]", items.join(", "))
}

/// `{a: b, c: d}`
pub fn map(entries: &[(String, String)]) -> String {
    let entries: Vec<String> = entries
        .iter()
        .map(|(key, value)| format!("{}: {}", scalar(key), scalar(value)))
        .collect();
    format!("{{{}}}", entries.join(", "))
}

fn reads_back(text: &str, written: &str) -> bool {
    let line = format!("k: {written}\nl: [{written}, {{m: {written}, n: o}}]\n");
    let file = SourceFile::new("", line);
    let mut found = Vec::new();
    let Some(node) = parse(&file, 0..file.text.len(), &mut found) else {
        return false;
    };
    let same =
        |value: &Value| matches!(value, Value::Text(read) | Value::Number(_, read) if read == text);
    let Value::Map(fields) = &node.value else {
        return false;
    };
    let [k, l] = fields.as_slice() else {
        return false;
    };
    let Value::List(items) = &l.value.value else {
        return false;
    };
    let [first, second] = items.as_slice() else {
        return false;
    };
    found.is_empty()
        && same(&k.value.value)
        && same(&first.value)
        && matches!(&second.value, Value::Map(fields) if fields.len() == 2 && same(&fields[0].value.value))
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
            "a: b", "true", "- x", "a, b", "#x", "x #y", "", " x", "*a", "~", "null", "a\nb", "[",
            "@x",
        ] {
            assert!(scalar(text).starts_with('"'), "{text}: {}", scalar(text));
        }
    }
}
