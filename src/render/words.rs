//! The words of one language: UI strings from Fluent files, dates, lists and
//! durations by CLDR.

mod window;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use icu_calendar::Date as IcuDate;
use icu_calendar::Gregorian;
use icu_datetime::fieldsets::{self, zone};
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_list::ListFormatter;
use icu_list::options::{ListFormatterOptions, ListLength};
use icu_locale_core::Locale;
use icu_time::{DateTime as IcuDateTime, Time as IcuTime};
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::view::{TimeView, Word};
use crate::diagnostic::{Diagnostic, Place, Severity, SourceFile};
use crate::model::{Impact, KindWord, Lang, PlatformId, Site, State, Status};
use crate::text::isolated;
use crate::time::{Moment, rfc3339};

type Calendar<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;

/// Arguments of UI strings that choose between words and are never shown themselves.
const CHOOSING: [&str; 1] = ["weights"];

/// The words of one language.
pub struct Words {
    lang: Lang,
    /// Own language first, then without its region, then the fallback, English.
    bundles: Vec<FluentBundle<FluentResource>>,
    full: Calendar<fieldsets::YMDT>,
    date: Calendar<fieldsets::YMD>,
    day: Calendar<fieldsets::MDE>,
    month: Calendar<fieldsets::YM>,
    clock: NoCalendarFormatter<fieldsets::T>,
    offset: NoCalendarFormatter<zone::LocalizedOffsetShort>,
    list: ListFormatter,
    decimal: DecimalFormatter,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words")
            .field("lang", &self.lang)
            .finish_non_exhaustive()
    }
}

impl Words {
    /// The words of `lang`: the owner's `locales/LANG.ftl` over the built-in one,
    /// then English for what neither says.
    ///
    /// # Errors
    /// Fluent files that cannot be read, and languages that nobody knows.
    pub fn new(
        lang: &Lang,
        builtin: &BTreeMap<String, Arc<SourceFile>>,
        own: &[(String, Arc<SourceFile>)],
    ) -> Result<Self, Vec<Diagnostic>> {
        let base = lang.as_str().split('-').next().unwrap_or("").to_string();
        let mut tags = vec![lang.as_str().to_string(), base, "en".to_string()];
        tags.dedup();
        let mut found = Vec::new();
        let mut bundles = Vec::new();
        for tag in &tags {
            let name = format!("locales/{tag}.ftl");
            let files = [
                own.iter()
                    .find(|(own, _)| *own == name)
                    .map(|(_, file)| file),
                builtin.get(&name),
            ];
            let Ok(id) = tag.parse() else { continue };
            let mut bundle = FluentBundle::new_concurrent(vec![id]);
            bundle.set_use_isolating(false);
            for file in files.into_iter().flatten().rev() {
                match FluentResource::try_new(file.text.clone()) {
                    Ok(resource) => bundle.add_resource_overriding(resource),
                    Err((_, errors)) => found.extend(errors.iter().map(|error| {
                        Diagnostic::error(
                            "locale-syntax",
                            Place::new(file, error.pos.clone()),
                            format!("this is not a Fluent file: {}", error.kind),
                            "expected `key = words`",
                        )
                    })),
                }
            }
            bundles.push(bundle);
        }
        if !found.is_empty() {
            return Err(found);
        }
        Self::with(lang, bundles).map_err(|why| {
            let file = SourceFile::new("status.yml", "");
            vec![Diagnostic::error(
                "unknown-language",
                Place::new(&file, 0..0),
                format!("there are no dates for `{lang}`: {why}"),
                "expected a language that CLDR knows",
            )]
        })
    }

    fn with(lang: &Lang, bundles: Vec<FluentBundle<FluentResource>>) -> Result<Self, String> {
        // Clock times are written the way writers write them: 00 to 23.
        let locale: Locale = format!("{lang}-u-hc-h23")
            .parse()
            .map_err(|e| format!("{e}"))?;
        let why = |e: icu_datetime::DateTimeFormatterLoadError| e.to_string();
        Ok(Self {
            lang: lang.clone(),
            bundles,
            full: Calendar::try_new((&locale).into(), fieldsets::YMD::medium().with_time_hm())
                .map_err(why)?,
            date: Calendar::try_new((&locale).into(), fieldsets::YMD::long()).map_err(why)?,
            day: Calendar::try_new((&locale).into(), fieldsets::MDE::long()).map_err(why)?,
            month: Calendar::try_new((&locale).into(), fieldsets::YM::long()).map_err(why)?,
            clock: NoCalendarFormatter::try_new((&locale).into(), fieldsets::T::hm())
                .map_err(why)?,
            offset: NoCalendarFormatter::try_new((&locale).into(), zone::LocalizedOffsetShort)
                .map_err(why)?,
            decimal: DecimalFormatter::try_new(
                (&locale).into(),
                icu_decimal::options::DecimalFormatterOptions::default(),
            )
            .map_err(|e| e.to_string())?,
            list: ListFormatter::try_new_and(
                (&locale).into(),
                ListFormatterOptions::default().with_length(ListLength::Wide),
            )
            .map_err(|e| e.to_string())?,
        })
    }

    /// A warning where English must stand in for strings of this language.
    pub fn missing(&self, builtin: &BTreeMap<String, Arc<SourceFile>>) -> Option<Diagnostic> {
        let english = builtin.get("locales/en.ftl")?;
        let own = &self.bundles[..self.bundles.len().saturating_sub(1)];
        let is_english = self.lang.as_str() == "en" || self.lang.as_str().starts_with("en-");
        let missing: Vec<&str> = english
            .text
            .lines()
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
            .filter(|key| key.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter(|key| !own.iter().any(|bundle| bundle.has_message(key)))
            .collect();
        if is_english || missing.is_empty() {
            return None;
        }
        let file = SourceFile::new(format!("templates/locales/{}.ftl", self.lang), "");
        let mut diagnostic = Diagnostic::error(
            "locale-missing",
            Place::new(&file, 0..0),
            format!(
                "{} of the page's words are not in `{}`: English stands in",
                missing.len(),
                self.lang
            ),
            missing
                .iter()
                .take(5)
                .copied()
                .collect::<Vec<_>>()
                .join(", "),
        )
        .help("copy templates/locales/en.ftl of Upfront and translate what stands behind each `=`");
        diagnostic.severity = Severity::Warning;
        Some(diagnostic)
    }

    /// The language.
    pub fn lang(&self) -> &Lang {
        &self.lang
    }

    /// A UI string; `None` if no file has it.
    pub fn try_say(
        &self,
        key: &str,
        values: Vec<(String, FluentValue<'static>)>,
    ) -> Option<String> {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            let value = match value {
                FluentValue::String(text) if !CHOOSING.contains(&name.as_str()) => {
                    FluentValue::from(self.isolated(&text).into_owned())
                }
                value => value,
            };
            args.set(name, value);
        }
        self.bundles.iter().find_map(|bundle| {
            let pattern = bundle.get_message(key)?.value()?;
            let mut errors = Vec::new();
            Some(
                bundle
                    .format_pattern(pattern, Some(&args), &mut errors)
                    .into_owned(),
            )
        })
    }

    /// Somebody's words among words of this language, see [`isolated`].
    pub fn isolated<'a>(&self, text: &'a str) -> Cow<'a, str> {
        isolated(text, self.lang.direction() == "rtl")
    }

    /// The name by which readers know a platform outside its group: with the group where
    /// another has the name too.
    pub fn platform(&self, site: &Site, id: PlatformId) -> String {
        let name = site.platform(id).name.get(&self.lang).0;
        match site.telling_group(id, &self.lang) {
            Some(group) => {
                let group = group.name.get(&self.lang).0;
                let args = [
                    ("platform", Value::Text(name)),
                    ("group", Value::Text(group)),
                ];
                self.say("platform-in-group", &args)
            }
            None => name.clone(),
        }
    }

    /// A UI string; the key itself if no file has it.
    pub fn say(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let values = values
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Value::Text(text) => FluentValue::from((*text).to_string()),
                    Value::Count(count) => FluentValue::from(*count),
                };
                ((*name).to_string(), value)
            })
            .collect();
        self.try_say(key, values).unwrap_or_else(|| key.to_string())
    }

    /// The word of a state.
    pub fn state(&self, state: State) -> Word {
        self.word("state", state.key())
    }

    /// The word of a status.
    pub fn status(&self, status: Status) -> Word {
        self.word("status", status.key())
    }

    /// The word of an impact.
    pub fn impact(&self, impact: Impact) -> Word {
        self.word("impact", impact.key())
    }

    /// The word of any key: `kind-incident`.
    pub fn word(&self, list: &str, key: &'static str) -> Word {
        Word {
            key,
            word: self.say(&format!("{list}-{key}"), &[]),
        }
    }

    /// `a, b and c`
    pub fn list(&self, items: &[String]) -> String {
        let items: Vec<String> = items
            .iter()
            .map(|item| self.isolated(item).into_owned())
            .collect();
        self.list.format_to_string(items.iter())
    }

    /// The word of a kind.
    pub fn kind(&self, kind: KindWord) -> Word {
        self.word("kind", kind.key())
    }

    /// A moment in words.
    pub fn time(&self, moment: Moment, zone: &TimeZone) -> TimeView {
        let local = zone.to_datetime(moment);
        let icu = icu_datetime_of(local);
        let offset = zone.to_offset(moment);
        let zone_word = match icu_time::zone::UtcOffset::try_from_seconds(offset.seconds()) {
            // ICU4X says `GMT+0`, which nobody writes.
            Ok(_) if offset.is_zero() => "UTC".to_string(),
            Ok(offset) => self.offset.format(&offset).to_string(),
            Err(_) => offset.to_string(),
        };
        TimeView {
            iso: rfc3339(moment, zone),
            full: self.full.format(&icu).to_string(),
            date: self.date.format(&icu.date).to_string(),
            clock: self.clock.format(&icu.time).to_string(),
            zone: zone_word,
        }
    }

    /// `Wednesday 18 November`
    pub fn day(&self, date: Date) -> String {
        self.day.format(&icu_date_of(date)).to_string()
    }

    /// `18 November 2026`
    pub fn date(&self, date: Date) -> String {
        self.date.format(&icu_date_of(date)).to_string()
    }

    /// A share of one as a percentage with two decimals, rounded down: only what
    /// never failed is 100%.
    pub fn percent(&self, share: f64) -> String {
        let hundredths = (share.clamp(0.0, 1.0) * 10_000.0 + 1e-9).floor() as i64;
        let mut number = Decimal::from(hundredths);
        number.multiply_pow10(-2);
        number.absolute.trim_end();
        let number = self.decimal.format(&number).to_string();
        self.say("percent", &[("number", Value::Text(&number))])
    }

    /// `November 2026`
    pub fn month(&self, date: Date) -> String {
        self.month.format(&icu_date_of(date)).to_string()
    }

    /// A duration in words, rounded down to two units. Files say minutes: what began and
    /// ended in one of them took a moment, and what took seconds is no minute yet.
    pub fn duration(&self, duration: SignedDuration) -> String {
        let minutes = duration.as_secs() / 60;
        let (hours, days) = (minutes / 60, minutes / (24 * 60));
        let count = |n: i64| Value::Count(n);
        match (days, hours, minutes) {
            (0, 0, 0) if duration.is_zero() => self.say("duration-moment", &[]),
            (0, 0, 0) => self.say("duration-seconds", &[]),
            (0, 0, n) => self.say("duration-minutes", &[("n", count(n))]),
            (0, h, m) if m % 60 == 0 => self.say("duration-hours", &[("n", count(h))]),
            (0, h, m) => self.say(
                "duration-hours-minutes",
                &[("h", count(h)), ("m", count(m % 60))],
            ),
            (d, h, _) if h % 24 == 0 => self.say("duration-days", &[("n", count(d))]),
            (d, h, _) => self.say(
                "duration-days-hours",
                &[("d", count(d)), ("h", count(h % 24))],
            ),
        }
    }
}

/// A value for a UI string.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// Words.
    Text(&'a str),
    /// A number, which may choose the plural form.
    Count(i64),
}

fn icu_date_of(date: Date) -> IcuDate<Gregorian> {
    IcuDate::try_new_gregorian(
        date.year().into(),
        date.month().unsigned_abs(),
        date.day().unsigned_abs(),
    )
    .expect("a civil date of 1990 to 2200 is a Gregorian date")
}

fn icu_datetime_of(local: DateTime) -> IcuDateTime<Gregorian> {
    let time = IcuTime::try_new(
        local.hour().unsigned_abs(),
        local.minute().unsigned_abs(),
        local.second().unsigned_abs(),
        0,
    )
    .expect("a civil time is a time");
    IcuDateTime {
        date: icu_date_of(local.date()),
        time,
    }
}
