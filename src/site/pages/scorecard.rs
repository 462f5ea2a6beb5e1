//! Speed and transparency by year, in words.

use jiff::SignedDuration;

use crate::derive;
use crate::render::view::{PromiseTally, ScorecardYear};
use crate::site::view_builder::ViewBuilder;

/// Years as [`derive::years`] gives them.
pub fn years(parts: &ViewBuilder<'_>, years: &[derive::Year]) -> Vec<ScorecardYear> {
    let words = parts.words();
    let span = |span: SignedDuration| match span.as_mins() {
        0 => words.say("scorecard-at-once", &[]),
        _ => words.duration(span),
    };
    years
        .iter()
        .map(|year| ScorecardYear {
            year: year.year,
            incidents: year.incidents,
            first_word: year.median_to_first_word.map(span),
            slowest: year.slowest_first_word.map(span),
            silence: year.longest_silence.map(span),
            promises: (year.promises_made > 0).then_some(PromiseTally {
                kept: year.promises_kept,
                made: year.promises_made,
            }),
            reviews: year.reviews,
            review: year.median_to_review.map(span),
        })
        .collect()
}
