//! Times in files: the words for every way in which a time can be wrong.

use std::ops::Range;

use jiff::tz::TimeZone;

use crate::diagnostic::{Diagnostic, Place};
use crate::time::{Around, Moment, TimeFault, Written, rfc3339};
use crate::yaml::{Node, Reader};

const FORMS: &str =
    "expected a time: `14:20`, `2024-11-20 14:20`, `+20m` or `2024-11-20T14:20:00+01:00`";

/// Reads the time in a node.
pub fn read(reader: &mut Reader, node: &Node, around: &Around<'_>) -> Option<Moment> {
    let text = reader.text(node)?;
    resolve(reader, &text, node.span.clone(), around)
}

/// Reads a time that stands at `span`.
pub fn resolve(
    reader: &mut Reader,
    text: &str,
    span: Range<usize>,
    around: &Around<'_>,
) -> Option<Moment> {
    match Written::parse(text).and_then(|written| written.resolve(around)) {
        Ok(moment) => Some(moment),
        Err(fault) => {
            let place = reader.place(span);
            reader.found.push(explain(place, text, fault, around));
            None
        }
    }
}

/// Says that `later` must not be before `earlier`.
pub fn backwards(
    reader: &mut Reader,
    span: Range<usize>,
    moment: Moment,
    before: Moment,
    zone: &TimeZone,
    what: &str,
) {
    let shown = |m: Moment| rfc3339(m, zone);
    reader.error(
        "time-backwards",
        span,
        format!("{} is before {what}, {}", shown(moment), shown(before)),
        format!("expected a time after {}", shown(before)),
    );
}

fn explain(place: Place, text: &str, fault: TimeFault, around: &Around<'_>) -> Diagnostic {
    let lower = text.to_lowercase();
    match fault {
        TimeFault::Unreadable => {
            let diagnostic = Diagnostic::error(
                "time-unreadable",
                place,
                format!("`{text}` is not a time"),
                FORMS,
            );
            if lower.ends_with("am") || lower.ends_with("pm") {
                diagnostic.help("write hours from 00 to 23: `14:20`, not `2:20 pm`")
            } else if lower.ends_with(|c: char| c.is_ascii_alphabetic()) && text.contains(':') {
                diagnostic.help("write the zone as an offset: `2024-11-20T14:20:00+01:00`; without one the site's zone counts")
            } else {
                diagnostic
            }
        }
        TimeFault::Impossible(why) => {
            Diagnostic::error("time-impossible", place, why, "no clock ever shows this")
        }
        TimeFault::NeedsDate => Diagnostic::error(
            "time-needs-date",
            place,
            format!("`{text}` has no date, and nothing before it gives the day"),
            "write the date: `2024-11-20 14:20`",
        ),
        TimeFault::DateBackwards { day, before } => {
            let next = day
                .tomorrow()
                .map_or_else(|_| day.to_string(), |d| d.to_string());
            let before = before.strftime("%Y-%m-%d %H:%M").to_string();
            Diagnostic::error(
                "time-backwards",
                place,
                format!(
                    "`{text}` on {day} would run backwards: what stands before it is at {before}"
                ),
                "write the date",
            )
            .help(format!(
                "on the next day: `{}`",
                readable(&next, text, around)
            ))
        }
        TimeFault::NeedsBegan => Diagnostic::error(
            "time-needs-began",
            place,
            format!("`{text}` counts from `began`, which the file does not give"),
            "add `began:` to the front matter, or write the time",
        ),
        TimeFault::Skipped {
            zone: name,
            earlier,
            later,
        } => Diagnostic::error(
            "time-skipped",
            place,
            format!("`{text}` does not exist in {name}: the clocks went forward over it"),
            "write what is meant",
        )
        .help(format!(
            "`{earlier}` (before the change) or `{later}` (after it)"
        )),
        TimeFault::Twice {
            zone: name,
            earlier,
            later,
        } => Diagnostic::error(
            "time-twice",
            place,
            format!("`{text}` exists twice in {name}: the clocks went back over it"),
            "write which one is meant",
        )
        .help(format!("`{earlier}` (the first) or `{later}` (the second)")),
    }
}

/// `text` on a day, in a form that names one moment also where the clocks change.
fn readable(day: &str, text: &str, around: &Around<'_>) -> String {
    let plain = format!("{day} {text}");
    match Written::parse(&plain).and_then(|written| written.resolve(around)) {
        Err(TimeFault::Skipped { later: clear, .. } | TimeFault::Twice { earlier: clear, .. }) => {
            clear
        }
        _ => plain,
    }
}
