//! Titles of incident pages that repeat: tabs, bookmarks and search engines show the title
//! alone, so one that several pages have carries its day, or its time where these share the
//! day as well.
//!
//! Takes the model and a language; gives what each page must say. A function of the files.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::civil::Date;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::model::{Incident, Lang, Model};
use crate::render::{Value, Words};

/// What tells the page of an incident from others of its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// The title does.
    Title,
    /// The day on which it began.
    Day,
    /// The time at which it began.
    Time,
}

/// A title, and whether it is that of a drill, which says so.
type Key<'a> = (Cow<'a, str>, bool);

/// How often each title is there in a language, and on which days.
#[derive(Debug)]
pub struct Titles<'a> {
    lang: &'a Lang,
    model: &'a Model,
    days: HashMap<Key<'a>, HashMap<Date, usize>>,
}

impl<'a> Titles<'a> {
    /// The titles of all incidents.
    pub fn of(model: &'a Model, lang: &'a Lang) -> Self {
        let mut titles = Self {
            lang,
            model,
            days: HashMap::new(),
        };
        for incident in model.incidents() {
            let (key, day) = (titles.key(incident), titles.day(incident));
            *titles.days.entry(key).or_default().entry(day).or_default() += 1;
        }
        titles
    }

    /// What tells the page of this incident from the others.
    pub fn telling(&self, incident: &Incident) -> Telling {
        let days = self.days.get(&self.key(incident));
        let on_day = |days: &HashMap<Date, usize>| days.get(&self.day(incident)).copied();
        match days.map(|days| (days.len(), on_day(days).unwrap_or_default())) {
            Some((_, 2..)) => Telling::Time,
            Some((2.., _)) => Telling::Day,
            _ => Telling::Title,
        }
    }

    fn key<'i>(&self, incident: &'i Incident) -> Key<'i> {
        let title = incident.title.get(self.lang).0.as_str();
        let title = match is_nfc(title) {
            true => Cow::Borrowed(title),
            false => Cow::Owned(title.nfc().collect()),
        };
        (title, incident.drill)
    }

    fn day(&self, incident: &Incident) -> Date {
        self.model.site.zone.to_datetime(incident.began).date()
    }
}

impl Telling {
    /// The title with what tells it from others.
    pub fn title(self, title: String, incident: &Incident, model: &Model, words: &Words) -> String {
        let began = words.time(incident.began, &model.site.zone);
        let day = match self {
            Telling::Title => return title,
            Telling::Day => began.date,
            Telling::Time => format!("{} {}", began.full, began.zone),
        };
        let args = [("title", Value::Text(&title)), ("date", Value::Text(&day))];
        words.say("title-of-day", &args)
    }
}
