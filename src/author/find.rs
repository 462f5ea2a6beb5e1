//! Which incident is meant.

use super::WriteError;
use crate::derive::{Phase, standing};
use crate::model::{Incident, Kind};
use crate::source::{INCIDENTS, Reading};
use crate::text::nearest;
use crate::time::Moment;

/// The incident that a word names: its name, its id, or its file.
///
/// # Errors
/// The nearest name, or the errors of the file that cannot be read.
pub fn named<'a>(reading: &'a Reading, word: &str) -> Result<&'a Incident, WriteError> {
    let word = word.strip_prefix("./").unwrap_or(word);
    let is = |i: &&Incident| {
        i.name == word
            || i.id == word
            || i.files[0] == word
            || i.files[0] == format!("{INCIDENTS}/{word}")
            || word.strip_suffix(".md") == Some(i.name.as_str())
    };
    if let Some(incident) = reading.incidents.iter().find(is) {
        return Ok(incident);
    }
    let stem = word.rsplit('/').next().unwrap_or(word);
    let file = format!("/{}.md", stem.strip_suffix(".md").unwrap_or(stem));
    let broken: Vec<_> = reading
        .found
        .iter()
        .filter(|d| d.place.file.path.ends_with(&file))
        .cloned()
        .collect();
    if !broken.is_empty() {
        return Err(WriteError::Content(broken));
    }
    let names = || reading.incidents.iter().map(|i| i.name.as_str());
    Err(WriteError::Usage(match nearest(word, names()) {
        Some(near) => format!("there is no incident `{word}`; did you mean `{near}`?"),
        None => format!("there is no incident `{word}` in {INCIDENTS}/"),
    }))
}

/// What is open at `now`: incidents, drills included; where there is none, the
/// maintenance that is under way. Oldest first.
pub fn open(reading: &Reading, now: Moment) -> Vec<&Incident> {
    let of = |incident: bool| -> Vec<&Incident> {
        let kind = |i: &&Incident| match i.kind {
            Kind::Incident => incident,
            Kind::Maintenance { .. } => !incident,
            Kind::Notice => false,
        };
        let all = reading.incidents.iter().filter(kind);
        all.filter(|i| standing(i, now).phase == Phase::Open)
            .collect()
    };
    let incidents = of(true);
    if incidents.is_empty() {
        of(false)
    } else {
        incidents
    }
}

/// Maintenance that is not over at `now`.
pub fn planned(reading: &Reading, now: Moment) -> Vec<&Incident> {
    reading
        .incidents
        .iter()
        .filter(|i| {
            matches!(i.kind, Kind::Maintenance { .. }) && standing(i, now).phase != Phase::Over
        })
        .collect()
}
