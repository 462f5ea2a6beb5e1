//! `metrics`: the state now and the scorecard as Prometheus text.
//!
//! The exposition format 0.0.4 (prometheus.io, "Exposition formats"): a `HELP` and
//! a `TYPE` line stand once before the samples of a name, times are in seconds, a
//! sample has no timestamp of its own, and label values escape `\`, `"` and line ends.

use std::fmt::Write as _;

use jiff::SignedDuration;

use crate::derive::{self, Outcome, Phase};
use crate::model::{Impact, Incident, Kind, State};
use crate::site::Context;

/// Text in the exposition format.
#[derive(Debug, Default)]
struct Exposition {
    text: String,
}

impl Exposition {
    /// Begins the samples of a gauge.
    fn gauge(&mut self, name: &'static str, help: &str) -> Gauge<'_> {
        let help = help.replace('\\', "\\\\").replace('\n', "\\n");
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} gauge");
        Gauge {
            text: &mut self.text,
            name,
        }
    }
}

/// One name with its samples.
struct Gauge<'a> {
    text: &'a mut String,
    name: &'static str,
}

impl Gauge<'_> {
    fn sample(&mut self, labels: &[(&str, &str)], value: i64) {
        self.text.push_str(self.name);
        for (at, (label, of)) in labels.iter().enumerate() {
            let open = if at == 0 { '{' } else { ',' };
            let of = of
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('\n', "\\n");
            let _ = write!(self.text, "{open}{label}=\"{of}\"");
        }
        let close = if labels.is_empty() { "" } else { "}" };
        let _ = writeln!(self.text, "{close} {value}");
    }
}

/// The bytes of `metrics`.
pub fn metrics(context: Context<'_>, years: &[derive::Year]) -> Vec<u8> {
    let mut out = Exposition::default();
    platforms(&mut out, context);
    open(&mut out, context);
    of_years(&mut out, years);
    out.text.into_bytes()
}

fn platforms(out: &mut Exposition, context: Context<'_>) {
    let states = derive::platform_states(context.recent, context.now);
    let mut gauge = out.gauge(
        "upfront_platform_state",
        "1 for the state that a platform is in, 0 for every other.",
    );
    for (platform, state) in context.model.site.platforms.iter().zip(states) {
        for (word, each) in State::WORDS {
            let labels = [("platform", platform.key.as_str()), ("state", word)];
            gauge.sample(&labels, i64::from(each == state));
        }
    }
}

fn open(out: &mut Exposition, context: Context<'_>) {
    let now = context.now;
    let counts = |i: &&Incident| !i.drill && i.kind != Kind::Notice;
    let shown: Vec<&Incident> = context.recent.incidents().filter(counts).collect();
    let in_phase = |maintenance: bool, phase: Phase| -> Vec<&Incident> {
        let holds = |i: &&&Incident| {
            (i.kind != Kind::Incident) == maintenance && derive::standing(i, now).phase == phase
        };
        shown.iter().filter(holds).copied().collect()
    };
    let open = in_phase(false, Phase::Open);
    let mut gauge = out.gauge(
        "upfront_open_incidents",
        "Incidents that are open, by impact.",
    );
    for (word, impact) in Impact::WORDS {
        let of = open.iter().filter(|i| derive::impact(i) == impact).count();
        gauge.sample(&[("impact", word)], count(of));
    }
    let active = in_phase(true, Phase::Open).len();
    out.gauge("upfront_active_maintenance", "Maintenance in its window.")
        .sample(&[], count(active));
    let upcoming = in_phase(true, Phase::Ahead).len();
    out.gauge(
        "upfront_upcoming_maintenance",
        "Maintenance before its window.",
    )
    .sample(&[], count(upcoming));
    let overdue = open.iter().filter(|i| is_overdue(i, context)).count();
    out.gauge(
        "upfront_overdue_promises",
        "Open incidents whose promised update has not come.",
    )
    .sample(&[], count(overdue));
    let mut gauge = out.gauge(
        "upfront_open_incident_began_timestamp_seconds",
        "When the impact of an open incident began.",
    );
    for incident in &open {
        gauge.sample(&[("incident", &incident.id)], incident.began.as_second());
    }
    let mut gauge = out.gauge(
        "upfront_open_incident_last_update_timestamp_seconds",
        "When an open incident was last told about.",
    );
    for incident in &open {
        if let Some(update) = incident.newest() {
            gauge.sample(&[("incident", &incident.id)], update.at.as_second());
        }
    }
    let mut gauge = out.gauge(
        "upfront_open_incident_first_word_seconds",
        "From the beginning of an open incident to its first update.",
    );
    for incident in &open {
        if let Some(span) = derive::scorecard(incident).and_then(|card| card.to_first_word) {
            gauge.sample(&[("incident", &incident.id)], span.as_secs());
        }
    }
}

fn is_overdue(incident: &Incident, context: Context<'_>) -> bool {
    let newest = incident.told().rfind(|(_, u)| u.at <= context.now);
    let outcome = newest.and_then(|(at, _)| derive::outcome(incident, at, Some(context.now)));
    matches!(outcome, Some(Outcome::Overdue(_)))
}

fn of_years(out: &mut Exposition, years: &[derive::Year]) {
    let seconds = |span: Option<SignedDuration>| span.map(|s| s.as_secs());
    let mut each = |name, help, value: &dyn Fn(&derive::Year) -> Option<i64>| {
        let mut gauge = out.gauge(name, help);
        for year in years {
            if let Some(value) = value(year) {
                gauge.sample(&[("year", &year.year.to_string())], value);
            }
        }
    };
    each(
        "upfront_year_incidents",
        "Incidents that began in the year.",
        &|y| Some(count(y.incidents)),
    );
    each(
        "upfront_year_first_word_median_seconds",
        "Median from the beginning of an incident to its first update.",
        &|y| seconds(y.median_to_first_word),
    );
    each(
        "upfront_year_first_word_max_seconds",
        "The longest of the same spans.",
        &|y| seconds(y.slowest_first_word),
    );
    each(
        "upfront_year_silence_max_seconds",
        "The longest span between two updates of an open incident.",
        &|y| seconds(y.longest_silence),
    );
    each(
        "upfront_year_promises_made",
        "Promises of a next update that were kept or answered late.",
        &|y| Some(count(y.promises_made)),
    );
    each(
        "upfront_year_promises_kept",
        "Promises of a next update that were kept.",
        &|y| Some(count(y.promises_kept)),
    );
    each("upfront_year_reviews", "Incidents with a review.", &|y| {
        Some(count(y.reviews))
    });
    each(
        "upfront_year_review_median_seconds",
        "Median from the end of an incident to its review.",
        &|y| seconds(y.median_to_review),
    );
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
