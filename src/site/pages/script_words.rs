//! The words that scripts say, as data in the page.

use std::collections::BTreeMap;

use crate::render::{Value, Words};

/// Words of a script: the name there, the key here, and the places in them.
pub type ScriptWords = (&'static str, &'static str, &'static [&'static str]);

/// What the script of every page says.
pub const WORDS: [ScriptWords; 6] = [
    ("overdue", "promise-overdue", &["by"]),
    ("stale", "stale", &[]),
    ("old", "stale-words", &[]),
    ("yes", "affected-yes", &[]),
    ("no", "affected-no", &[]),
    ("not", "affected-not-listed", &["platform"]),
];

/// What the script that looks for news says.
pub const NEWS_WORDS: [ScriptWords; 2] =
    [("lost", "lost", &["time"]), ("news", "news", &["headline"])];

/// These words in a language, with `{name}` for each place.
pub fn words_of(words: &Words, wanted: &[ScriptWords]) -> BTreeMap<&'static str, String> {
    wanted
        .iter()
        .map(|(name, key, places)| {
            let marks: Vec<String> = places.iter().map(|place| format!("{{{place}}}")).collect();
            let values: Vec<(&str, Value<'_>)> = places
                .iter()
                .zip(&marks)
                .map(|(place, mark)| (*place, Value::Text(mark)))
                .collect();
            (*name, words.say(key, &values))
        })
        .collect()
}
