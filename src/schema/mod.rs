//! JSON Schema (draft 7, which the YAML server of editors speaks) of what people
//! write, and snippets for editors.
//!
//! Takes the site, where there is one: its platforms, regions and audiences become
//! the words that an editor offers. `tests/files/schema.rs` holds the keys against those
//! that the parser knows. Says less than the parser: times, languages and the order
//! of things are checked by `upfront check` alone.

mod shapes;
mod snippets;

use serde_json::{Map, Value, json};

use crate::fields::{self, Field, Place, Shape};
use crate::model::{Impact, KindWord, LAST_RULE, Level, Named, RuleId, Site};
use crate::source;
use shapes::{id, known, object, platform_words, reference, some, states, text, words};

pub use snippets::snippets;

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// Schema of `status.yml`.
pub fn status() -> Value {
    let id = json!({"type": ["string", "number"], "pattern": "^[a-z0-9_-]{1,60}$"});
    let colour = json!({"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"});
    let platform = object(
        &[
            (
                "id",
                "What incident files call it; never rename one",
                id.clone(),
            ),
            ("name", "What readers call it", reference("words")),
            ("since", "The day from which its uptime counts", text()),
        ],
        &["id"],
    );
    let group = object(
        &[
            ("group", "Name of the group", reference("words")),
            ("id", "What incident files call it", id),
            (
                "platforms",
                "Its platforms",
                json!({"type": "array", "items": {"anyOf": [{"type": "string"}, reference("platform")]}}),
            ),
        ],
        &["group", "platforms"],
    );
    let names = json!({"type": "object", "additionalProperties": reference("words")});
    let weights = json!({"anyOf": [
        words(["statuspage", "incident_io", "openstatus"]),
        {"type": "object", "propertyNames": states(), "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1}},
    ]});
    let spans = spans_by_impact();
    let mut schema = object(
        &[
            ("title", "Name of the site", reference("words")),
            (
                "description",
                "One sentence for search engines",
                reference("words"),
            ),
            (
                "url",
                "Where the site will stand",
                json!({"type": "string", "pattern": "^https?://"}),
            ),
            (
                "id",
                "Host name in the ids of feeds, kept when the site moves",
                text(),
            ),
            (
                "languages",
                "BCP 47 tags; the first is the default",
                some(text()),
            ),
            ("timezone", "IANA name, of times without an offset", text()),
            (
                "support",
                "Address of your help pages",
                json!({"type": "string", "pattern": "^https?://"}),
            ),
            (
                "after_write",
                "Command that `upfront new`, `update`, `resolve` and `maintenance` run when they have written",
                text(),
            ),
            (
                "websub",
                "Address of a WebSub hub that feeds name",
                json!({"type": "string", "pattern": "^https://[^#]*$"}),
            ),
            (
                "platforms",
                "What readers follow, in the order of the page",
                json!({"anyOf": [
                    {"type": "string"},
                    {"type": "array", "minItems": 1, "items": {"anyOf": [{"type": "string"}, reference("platform"), reference("group")]}},
                ]}),
            ),
            (
                "regions",
                "Keys for incident files, with names for readers",
                names.clone(),
            ),
            (
                "audiences",
                "Keys for incident files, with names for readers",
                names,
            ),
            (
                "uptime",
                "How uptime is counted",
                object(
                    &[
                        (
                            "days",
                            "Days that a bar shows",
                            json!({"type": "integer", "minimum": 1, "maximum": 366}),
                        ),
                        ("weights", "What a minute in a state costs", weights),
                    ],
                    &[],
                ),
            ),
            (
                "cadence",
                "The longest time between two updates, by impact",
                spans.clone(),
            ),
            (
                "valid_for",
                "How long a page may be believed when it was not built anew: as 24h",
                text(),
            ),
            (
                "theme",
                "Colours of links, and a logo",
                object(
                    &[
                        ("accent", "On light ground", colour.clone()),
                        ("accent_dark", "On dark ground", colour),
                        ("logo", "An SVG or PNG of at most 4 KiB in static/", text()),
                    ],
                    &[],
                ),
            ),
            (
                "check",
                "Levels and limits of the writing rules",
                check(spans),
            ),
        ],
        &["title", "url", "platforms"],
    );
    schema["$schema"] = json!(DRAFT);
    schema["title"] = json!("status.yml of Upfront");
    schema["definitions"] = json!({
        "words": {"anyOf": [text(), {"type": "object", "minProperties": 1, "additionalProperties": text()}]},
        "platform": platform,
        "group": group,
    });
    schema
}

fn spans_by_impact() -> Value {
    let span = |impact: Impact| (impact.key(), "As 30m or 2h", text());
    let spans: Vec<(&str, &str, Value)> = Impact::WORDS.iter().map(|(_, i)| span(*i)).collect();
    object(&spans, &[])
}

/// Schema of `check` of `status.yml`.
fn check(spans: Value) -> Value {
    let whole = |from: u16, to: u16| json!({"type": "integer", "minimum": from, "maximum": to});
    // YAML reads a bare `off` as false in some editors.
    let level = json!({"anyOf": [words(Level::WORDS.map(|(word, _)| word)), {"enum": [false]}]});
    let rules: Map<String, Value> = (1..=LAST_RULE)
        .map(|n| (RuleId(n).to_string(), level.clone()))
        .collect();
    let rules = json!({
        "type": "object",
        "properties": rules,
        "patternProperties": {"^[Cc][0-9]{2}$": level},
        "additionalProperties": false,
    });
    object(
        &[
            (
                "rules",
                "A level for each rule: error, warning, hint, off",
                rules,
            ),
            (
                "first_word",
                "How soon the first update comes, by impact",
                spans,
            ),
            (
                "notice_period",
                "How early a maintenance is announced: as 72h",
                text(),
            ),
            (
                "review_days",
                "Days after the end by which a review comes",
                whole(1, 365),
            ),
            (
                "sentence_words",
                "Words that a sentence may have",
                whole(5, 200),
            ),
            (
                "jargon",
                "Words that your readers do not know",
                some(text()),
            ),
            ("plain", "Words that your readers do know", some(text())),
            (
                "leaks",
                "Patterns of what must not be published",
                some(text()),
            ),
            (
                "public",
                "Names that may be published though they look internal",
                some(text()),
            ),
        ],
        &[],
    )
}

/// Schema of the front matter of an incident file.
pub fn incident(site: Option<&Site>) -> Value {
    keys_at(
        Place::FrontMatter,
        site,
        "front matter of an incident file of Upfront",
    )
}

/// Schema of an `update` block.
pub fn update(site: Option<&Site>) -> Value {
    keys_at(
        Place::Update,
        site,
        "update block of an incident file of Upfront",
    )
}

/// Schema of the keys that may stand at a place.
fn keys_at(place: Place, site: Option<&Site>, title: &str) -> Value {
    let keys: Vec<(Field, String)> = fields::at(place)
        .map(|field| (field, field.description(place)))
        .collect();
    let keys: Vec<(&str, &str, Value)> = keys
        .iter()
        .map(|(field, said)| (field.name, said.as_str(), value(field.shape, site)))
        .collect();
    let required: &[&str] = match place {
        Place::FrontMatter => &["title"],
        _ => &[],
    };
    let mut schema = object(&keys, required);
    schema["$schema"] = json!(DRAFT);
    schema["title"] = json!(title);
    schema
}

/// Schema of a value.
fn value(shape: Shape, site: Option<&Site>) -> Value {
    match shape {
        Shape::Text => text(),
        Shape::Texts => some(text()),
        Shape::Flag => json!({"type": "boolean"}),
        Shape::Id => id(),
        Shape::Kind => words(KindWord::WORDS.map(|(word, _)| word)),
        Shape::End => words(["by_hand", "by_itself"]),
        Shape::Impact => words(Impact::WORDS.map(|(word, _)| word)),
        Shape::Promise => json!({"anyOf": [
            text(),
            {"type": "object", "maxProperties": 1, "additionalProperties": text()},
        ]}),
        Shape::Affected => affected(site),
        Shape::Unaffected => unaffected(site),
        Shape::Regions => reach(site.map(|s| &s.regions)),
        Shape::Audiences => reach(site.map(|s| &s.audiences)),
        Shape::Short => {
            json!({"type": ["string", "number", "boolean"], "maxLength": source::MAX_SHORT})
        }
    }
}

/// Platforms with their states, or a list of platforms.
fn affected(site: Option<&Site>) -> Value {
    let platforms = site.map(platform_words);
    let state_of: Map<String, Value> = platforms
        .iter()
        .flatten()
        .map(|(key, _)| (key.clone(), states()))
        .collect();
    let name = platforms.as_deref().map_or_else(text, known);
    json!({"anyOf": [
        {"type": "object", "properties": state_of, "additionalProperties": states(), "propertyNames": name},
        some(name.clone()),
    ]})
}

/// Platforms, or any words.
fn unaffected(site: Option<&Site>) -> Value {
    let platforms = site.map(platform_words).unwrap_or_default();
    let keys: Vec<String> = platforms.into_iter().map(|(key, _)| key).collect();
    match keys.is_empty() {
        true => some(text()),
        false => some(json!({"anyOf": [{"enum": keys}, text()]})),
    }
}

/// Regions or audiences, or all of them.
fn reach(named: Option<&Vec<Named>>) -> Value {
    let Some(named) = named else {
        return some(text());
    };
    let mut all: Vec<(String, Vec<String>)> = named
        .iter()
        .map(|n| (n.key.clone(), vec![n.name.original().clone()]))
        .collect();
    all.push(("all".to_string(), Vec::new()));
    some(known(&all))
}
