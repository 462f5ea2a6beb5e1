//! The settings of the writing rules: `check` of `status.yml`.

use regex::RegexBuilder;

use crate::diagnostic::Diagnostic;
use crate::model::{CheckSettings, Impact, LAST_RULE, Level, RuleId};
use crate::text::nearest;
use crate::time::parse_span;
use crate::yaml::{Fields, Node, Reader, Value};

const KEYS: [&str; 9] = [
    "rules",
    "first_word",
    "notice_period",
    "review_days",
    "sentence_words",
    "jargon",
    "plain",
    "leaks",
    "public",
];

/// Bytes that a compiled pattern may take, so that no setting eats the memory.
const MAX_PATTERN: usize = 1 << 20;

pub(super) fn check(reader: &mut Reader, fields: Fields<'_>) -> CheckSettings {
    let mut settings = CheckSettings::default();
    let Some(node) = fields.get("check") else {
        return settings;
    };
    let fields = reader.fields(node, "check", &KEYS);
    if let Some(node) = fields.get("rules") {
        levels(reader, node, &mut settings);
    }
    if let Some(node) = fields.get("first_word") {
        for (impact, span) in spans_by_impact(reader, node, "first_word") {
            settings.first_word.retain(|(of, _)| *of != impact);
            settings.first_word.push((impact, span));
        }
    }
    if let Some(span) = fields
        .get("notice_period")
        .and_then(|node| self::span(reader, node))
    {
        settings.notice_period = span;
    }
    if let Some(days) = fields
        .get("review_days")
        .and_then(|node| number(reader, node, 1..=365))
    {
        settings.review_days = days;
    }
    if let Some(words) = fields
        .get("sentence_words")
        .and_then(|node| number(reader, node, 5..=200))
    {
        settings.sentence_words = usize::from(words);
    }
    let mut words = |key: &str| fields.get(key).map(|node| reader.texts(node));
    settings.jargon = words("jargon").unwrap_or_default();
    settings.plain = words("plain").unwrap_or_default();
    settings.public = words("public").unwrap_or_default();
    if let Some(node) = fields.get("leaks") {
        for item in reader.list(node) {
            patterns(reader, item, &mut settings);
        }
    }
    settings
}

fn levels(reader: &mut Reader, node: &Node, settings: &mut CheckSettings) {
    let Value::Map(fields) = &node.value else {
        return reader.wrong_type(node, "a map from rule to level, such as {C14: off}");
    };
    let known: Vec<String> = (1..=LAST_RULE).map(|n| RuleId(n).to_string()).collect();
    for field in fields {
        let Some(rule) = RuleId::parse(&field.key) else {
            let diagnostic = Diagnostic::error(
                "unknown-rule",
                reader.place(field.key_span.clone()),
                format!("`{}` is no writing rule", field.key),
                format!("expected C01 to {}", RuleId(LAST_RULE)),
            )
            .nearest(nearest(&field.key, known.iter().map(String::as_str)))
            .help("`upfront check --explain` lists all rules");
            reader.found.push(diagnostic);
            continue;
        };
        // YAML reads a bare `off` as text here, other writers quote it: both are fine.
        let level = match field.value.value {
            Value::Bool(false) => Some(Level::Off),
            _ => reader.word(&field.value, "unknown-level", "a level", &Level::WORDS),
        };
        if let Some(level) = level {
            settings.levels.insert(rule, level);
        }
    }
}

/// A map from impact to a span of time.
pub(super) fn spans_by_impact(
    reader: &mut Reader,
    node: &Node,
    what: &str,
) -> Vec<(Impact, jiff::SignedDuration)> {
    let fields = reader.fields(node, what, &["critical", "major", "minor", "none"]);
    let mut spans = Vec::new();
    for field in fields.iter() {
        let impact = Impact::WORDS.iter().find(|(word, _)| *word == field.key);
        if let Some((_, impact)) = impact {
            spans.extend(span(reader, &field.value).map(|span| (*impact, span)));
        }
    }
    spans
}

pub(super) fn span(reader: &mut Reader, node: &Node) -> Option<jiff::SignedDuration> {
    let text = reader.text(node)?;
    let span = parse_span(&text);
    if span.is_none() {
        reader.error(
            "span-bad",
            node.span.clone(),
            format!("`{text}` is not a span of time"),
            "expected `30m`, `2h` or `1h30m`",
        );
    }
    span
}

fn number(reader: &mut Reader, node: &Node, range: std::ops::RangeInclusive<u16>) -> Option<u16> {
    match node.value {
        Value::Number(n, _)
            if n.fract() == 0.0
                && (f64::from(*range.start())..=f64::from(*range.end())).contains(&n) =>
        {
            Some(n as u16)
        }
        _ => {
            reader.error(
                "number-bad",
                node.span.clone(),
                "this number does not fit",
                format!(
                    "expected a whole number from {} to {}",
                    range.start(),
                    range.end()
                ),
            );
            None
        }
    }
}

fn patterns(reader: &mut Reader, node: &Node, settings: &mut CheckSettings) {
    let Some(text) = reader.text(node) else {
        return;
    };
    let pattern = RegexBuilder::new(&text)
        .case_insensitive(true)
        .size_limit(MAX_PATTERN)
        .build();
    match pattern {
        Ok(pattern) if pattern.is_match("") => reader.error(
            "pattern-bad",
            node.span.clone(),
            format!("`{text}` matches every text"),
            "expected a pattern of what must not be published",
        ),
        Ok(pattern) => settings.leaks.push(pattern),
        Err(error) => {
            let why = match error {
                regex::Error::CompiledTooBig(_) => "it is too large".to_string(),
                other => other
                    .to_string()
                    .lines()
                    .last()
                    .unwrap_or_default()
                    .trim_start_matches("error: ")
                    .to_string(),
            };
            reader.error(
                "pattern-bad",
                node.span.clone(),
                format!("`{text}` is no pattern: {why}"),
                "expected a regular expression, such as `\\.corp\\.example`",
            );
        }
    }
}
