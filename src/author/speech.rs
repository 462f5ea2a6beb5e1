//! Values as words of a text, in the language of the file that it goes into.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::diagnostic::{Diagnostic, SourceFile};
use crate::model::{Lang, Window};
use crate::render::{Value, Words, builtin_files};
use crate::time::Moment;

/// The words of one language.
#[derive(Debug)]
pub struct Speech {
    words: Words,
}

impl Speech {
    /// The words of a language, as the pages have them.
    ///
    /// # Errors
    /// Locales of the owner that cannot be read.
    pub fn new(lang: &Lang, own: &[(String, Arc<SourceFile>)]) -> Result<Self, Vec<Diagnostic>> {
        let builtin: BTreeMap<String, Arc<SourceFile>> = builtin_files()
            .filter(|(name, _)| name.starts_with("locales/"))
            .collect();
        let own: Vec<(String, Arc<SourceFile>)> = own
            .iter()
            .filter(|(name, _)| name.starts_with("locales/"))
            .map(|(name, file)| (name.clone(), Arc::clone(file)))
            .collect();
        Words::new(lang, &builtin, &own).map(|words| Self { words })
    }

    /// `14:50 (GMT+1)`, with the date where it is not the day of `now`.
    pub fn time(&self, moment: Moment, now: Moment, zone: &TimeZone) -> String {
        let view = self.words.time(moment, zone);
        let same_day = zone.to_datetime(moment).date() == zone.to_datetime(now).date();
        let time = if same_day { view.clock } else { view.full };
        format!("{time} ({})", view.zone)
    }

    /// From when until when, as the pages have it.
    pub fn window(&self, from: Moment, until: Moment, zone: &TimeZone) -> String {
        self.words.window(from, until, zone)
    }

    /// `a, b and c`
    pub fn list(&self, items: &[String]) -> String {
        self.words.list(items)
    }

    /// Each as a sentence of its own.
    pub fn sentences(&self, items: &[String]) -> String {
        let language = self.words.lang().as_str();
        let (stop, space) = if language.starts_with("ja") || language.starts_with("zh") {
            ("。", "")
        } else {
            (".", " ")
        };
        let ended = |text: &str| text.ends_with(['.', '!', '?', '。', '！', '？', '؟', '…']);
        let sentences: Vec<String> = items
            .iter()
            .map(|item| item.trim())
            .map(|item| format!("{item}{}", if ended(item) { "" } else { stop }))
            .collect();
        sentences.join(space)
    }

    /// What a moved maintenance says: the old window and the new one.
    pub fn moved(&self, old: Window, new: Window, zone: &TimeZone) -> String {
        let [old, new] = [old, new].map(|w| self.window(w.from, w.until, zone));
        let args = [("old", Value::Text(&old)), ("new", Value::Text(&new))];
        self.words.say("written-moved", &args)
    }

    /// What a cancelled maintenance says.
    pub fn cancelled(&self) -> String {
        self.words.say("written-cancelled", &[])
    }
}
