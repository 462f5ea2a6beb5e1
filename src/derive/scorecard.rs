//! Speed and transparency as numbers: pure functions of the files.
//!
//! Only incidents count. A maintenance is announced ahead, a notice changes no
//! state, and a drill is none. Spans are exact; who shows them rounds.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::phase::{over, told_over_by};
use super::promises::tally;
use crate::model::{Incident, Kind, Model};
use crate::time::Moment;

/// The numbers of one incident. `None` means that there is nothing to count, not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scorecard {
    /// From `began` to the first update.
    pub to_first_word: Option<SignedDuration>,
    /// The longest span between two updates while it was open. Counting ends
    /// with the newest update, since only the clock knows how long after it.
    pub longest_silence: Option<SignedDuration>,
    /// Promises that an update answered in time.
    pub promises_kept: usize,
    /// Promises that an update answered, in time or late.
    pub promises_made: usize,
    /// From its end to its first review.
    pub to_review: Option<SignedDuration>,
}

/// The numbers of the incidents that began in one year of the site's zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// Incidents.
    pub incidents: usize,
    /// Median of [`Scorecard::to_first_word`].
    pub median_to_first_word: Option<SignedDuration>,
    /// The longest of them.
    pub slowest_first_word: Option<SignedDuration>,
    /// The longest of [`Scorecard::longest_silence`].
    pub longest_silence: Option<SignedDuration>,
    /// Promises kept.
    pub promises_kept: usize,
    /// Promises kept or answered late.
    pub promises_made: usize,
    /// Incidents with a review.
    pub reviews: usize,
    /// Median of [`Scorecard::to_review`].
    pub median_to_review: Option<SignedDuration>,
}

/// When readers first heard of it: the first update, reviews left out. `None`
/// where the file alone tells it.
pub fn first_word(incident: &Incident) -> Option<Moment> {
    incident.first().map(|u| u.at)
}

/// The numbers of an incident; `None` for what is no incident.
pub fn scorecard(incident: &Incident) -> Option<Scorecard> {
    if incident.drill || incident.kind != Kind::Incident {
        return None;
    }
    let (promises_kept, promises_made) = tally(incident);
    Some(Scorecard {
        to_first_word: first_word(incident)
            .map(|at| incident.began.duration_until(at).max(SignedDuration::ZERO)),
        longest_silence: longest_silence(incident),
        promises_kept,
        promises_made,
        to_review: to_review(incident),
    })
}

fn longest_silence(incident: &Incident) -> Option<SignedDuration> {
    let told: Vec<_> = incident.told().map(|(_, update)| update).collect();
    told.windows(2)
        .filter(|pair| !pair[0].status.is_final())
        .map(|pair| pair[0].at.duration_until(pair[1].at))
        .max()
}

fn to_review(incident: &Incident) -> Option<SignedDuration> {
    let at = incident.updates.iter().position(|u| u.review)?;
    let review = &incident.updates[at];
    let end = over(incident).or_else(|| told_over_by(&incident.updates[..at]))?;
    Some(end.duration_until(review.at).max(SignedDuration::ZERO))
}

/// The numbers of all years in which an incident began, newest first.
pub fn years(model: &Model) -> Vec<Year> {
    let mut by_year: BTreeMap<i16, Vec<Scorecard>> = BTreeMap::new();
    for incident in &model.incidents {
        if let Some(card) = scorecard(incident) {
            let year = model.site.zone.to_datetime(incident.began).year();
            by_year.entry(year).or_default().push(card);
        }
    }
    by_year
        .into_iter()
        .rev()
        .map(|(year, cards)| of_year(year, &cards))
        .collect()
}

fn of_year(year: i16, cards: &[Scorecard]) -> Year {
    let words: Vec<_> = cards.iter().filter_map(|c| c.to_first_word).collect();
    let reviews: Vec<_> = cards.iter().filter_map(|c| c.to_review).collect();
    Year {
        year,
        incidents: cards.len(),
        slowest_first_word: words.iter().max().copied(),
        median_to_first_word: median(words),
        longest_silence: cards.iter().filter_map(|c| c.longest_silence).max(),
        promises_kept: cards.iter().map(|c| c.promises_kept).sum(),
        promises_made: cards.iter().map(|c| c.promises_made).sum(),
        reviews: reviews.len(),
        median_to_review: median(reviews),
    }
}

/// The middle value; of an even number of values the mean of both in the middle.
fn median(mut spans: Vec<SignedDuration>) -> Option<SignedDuration> {
    spans.sort_unstable();
    let upper = *spans.get(spans.len() / 2)?;
    if spans.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = spans[spans.len() / 2 - 1];
    Some(lower + (upper - lower) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_lies_between_both() {
        let minutes = |m: &[i64]| m.iter().map(|m| SignedDuration::from_mins(*m)).collect();
        assert_eq!(median(Vec::new()), None);
        assert_eq!(median(minutes(&[7])), Some(SignedDuration::from_mins(7)));
        assert_eq!(
            median(minutes(&[9, 1, 4])),
            Some(SignedDuration::from_mins(4))
        );
        assert_eq!(
            median(minutes(&[30, 1, 4, 9])),
            Some(SignedDuration::from_secs(390))
        );
    }
}
