//! Snippets of Visual Studio Code for Markdown, which no schema reaches.

use serde_json::{Value, json};

use crate::model::{Site, State, Status};

/// Snippets of Visual Studio Code for Markdown: front matter, updates and `update`
/// blocks, with the site's own platforms to pick from.
pub fn snippets(site: Option<&Site>) -> Value {
    let platforms: Vec<String> = match site {
        Some(site) => site.platforms.iter().map(|p| p.key.clone()).collect(),
        None => vec!["web".to_string()],
    };
    let pick = |at: usize, words: Vec<String>| format!("${{{at}|{}|}}", words.join(","));
    let spoken = |words: &[(&str, Status)]| -> Vec<String> {
        let named = words.iter().map(|(word, _)| word.replace('_', " "));
        named
            .chain(["update".to_string()])
            .map(|word| {
                let mut letters = word.chars();
                letters.next().map_or_else(String::new, |first| {
                    first.to_uppercase().collect::<String>() + letters.as_str()
                })
            })
            .collect()
    };
    let states: Vec<String> = State::WORDS.map(|(word, _)| word.replace('_', " ")).into();
    let affected = |at: usize| {
        format!(
            "affected: {{{}: {}}}",
            pick(at, platforms.clone()),
            pick(at + 1, states.clone())
        )
    };
    // The writer's machine may stand in another zone than the site: the offset says it.
    let now = "${CURRENT_YEAR}-${CURRENT_MONTH}-${CURRENT_DATE}T${CURRENT_HOUR}:${CURRENT_MINUTE}:00${CURRENT_TIMEZONE_OFFSET}";
    let snippet = |prefix: &str, description: &str, body: Vec<String>| json!({"scope": "markdown", "prefix": prefix, "description": description, "body": body});
    let line = |text: &str| text.to_string();
    json!({
        "Upfront: incident": snippet("incident", "A new incident file", vec![
            line("---"),
            line("title: ${1:What people see}"),
            format!("began: {now}"),
            affected(2),
            line("---"),
            String::new(),
            format!("## {now} Investigating"),
            String::new(),
            line("```update"),
            line("next_update: ${4:30m}"),
            line("```"),
            String::new(),
            line("$0"),
        ]),
        "Upfront: maintenance": snippet("maintenance", "A new maintenance file", vec![
            line("---"),
            line("kind: maintenance"),
            line("title: ${1:What you work on}"),
            format!("from: {now}"),
            line("until: ${4:+1h}"),
            affected(2),
            line("---"),
            String::new(),
            line("$0"),
        ]),
        "Upfront: update of an incident": snippet("update", "The next entry of an incident", vec![
            format!("## {now} {}", pick(1, spoken(&Status::INCIDENT))),
            String::new(),
            line("```update"),
            line("next_update: ${2:30m}"),
            line("```"),
            String::new(),
            line("$0"),
        ]),
        "Upfront: update of a maintenance": snippet("work", "The next entry of a maintenance", vec![
            format!("## {now} {}", pick(1, spoken(&Status::MAINTENANCE))),
            String::new(),
            line("$0"),
        ]),
        "Upfront: affected": snippet("affected", "A platform and its state", vec![affected(1)]),
    })
}
