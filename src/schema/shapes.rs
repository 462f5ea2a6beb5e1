//! Shapes that the schemas are made of: closed lists in every spelling that the
//! parser takes, text, lists and objects.

use serde_json::{Map, Value, json};

use crate::model::{Lang, Site, State};

/// Platforms and groups: key, and other names for the same.
pub(super) fn platform_words(site: &Site) -> Vec<(String, Vec<String>)> {
    let names = |text: &crate::model::Text| {
        let all = site.languages.iter();
        all.map(|lang: &Lang| text.get(lang).0.clone()).collect()
    };
    let groups = site.groups.iter().filter_map(|g| g.named.as_ref());
    site.platforms
        .iter()
        .map(|p| (p.key.clone(), names(&p.name)))
        .chain(groups.map(|g| (g.key.clone(), names(&g.name))))
        .collect()
}

/// Keys are offered; their names in any spelling are right too.
pub(super) fn known(words: &[(String, Vec<String>)]) -> Value {
    let keys: Vec<&str> = words.iter().map(|(key, _)| key.as_str()).collect();
    let spellings: Vec<String> = words
        .iter()
        .flat_map(|(key, names)| std::iter::once(key).chain(names))
        .map(|word| spelling(word))
        .collect();
    json!({"anyOf": [{"enum": keys}, {"type": "string", "pattern": format!("^({})$", spellings.join("|"))}]})
}

pub(super) fn states() -> Value {
    words(State::WORDS.map(|(word, _)| word))
}

/// A closed list. Each is offered; spaces, hyphens and upper case are right too.
pub(super) fn words<const N: usize>(known: [&str; N]) -> Value {
    let spoken: Vec<String> = known.iter().map(|word| word.replace('_', " ")).collect();
    let spellings: Vec<String> = known.iter().map(|word| spelling(word)).collect();
    json!({"anyOf": [{"enum": spoken}, {"type": "string", "pattern": format!("^({})$", spellings.join("|"))}]})
}

/// A pattern for every spelling of a word that `text::canonical` takes for the same.
fn spelling(word: &str) -> String {
    let parts: Vec<String> = word
        .split(|c: char| c.is_whitespace() || c == '-' || c == '_')
        .filter(|part| !part.is_empty())
        .map(|part| part.chars().map(either_case).collect())
        .collect();
    format!("[ _-]*{}[ _-]*", parts.join("[ _-]+"))
}

fn either_case(letter: char) -> String {
    let (lower, upper): (String, String) = (
        letter.to_lowercase().collect(),
        letter.to_uppercase().collect(),
    );
    if lower != upper && lower.chars().count() == 1 && upper.chars().count() == 1 {
        format!("[{lower}{upper}]")
    } else if letter.is_alphanumeric() {
        letter.to_string()
    } else {
        // A sign that patterns read as their own.
        format!("\\u{:04x}", u32::from(letter).min(0xFFFF))
    }
}

/// Text; YAML takes some of it for numbers, true or false.
pub(super) fn text() -> Value {
    json!({"type": ["string", "number", "boolean"]})
}

pub(super) fn id() -> Value {
    json!({"type": ["string", "number"], "pattern": "^[A-Za-z0-9._-]{1,120}$"})
}

/// A list; one alone counts as a list of one.
pub(super) fn some(item: Value) -> Value {
    json!({"anyOf": [{"type": "array", "items": item.clone()}, item]})
}

pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/definitions/{name}")})
}

pub(super) fn object(keys: &[(&str, &str, Value)], required: &[&str]) -> Value {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|(key, description, schema)| {
            let mut schema = schema.clone();
            schema["description"] = json!(description);
            ((*key).to_string(), schema)
        })
        .collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}
