//! What abbreviations of zones mean, by the zone database: `AEDT` is one offset,
//! `CST` is three.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::{DateTime, date};
use jiff::tz::{Offset, TimeZone};

use crate::time::Moment;

/// An abbreviation in use in one zone, from a moment up to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    from: Moment,
    until: Moment,
    offset: Offset,
}

/// Years of which the changes of clocks are read.
const YEARS: (i16, i16) = (1990, 2040);
/// How many times more zones than the next must mean an offset to be taken as meant.
const CLEARLY: usize = 3;

static SPANS: LazyLock<BTreeMap<String, Vec<Span>>> = LazyLock::new(|| {
    let mut spans: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let utc = |year| {
        TimeZone::UTC
            .to_timestamp(date(year, 1, 1).at(0, 0, 0, 0))
            .unwrap_or(Moment::UNIX_EPOCH)
    };
    let (first, last) = (utc(YEARS.0), utc(YEARS.1));
    for name in jiff::tz::db().available() {
        let Ok(zone) = TimeZone::get(name.as_str()) else {
            continue;
        };
        let mut add = |abbreviation: &str, from, until, offset| {
            if abbreviation.chars().all(|c| c.is_ascii_uppercase()) {
                spans
                    .entry(abbreviation.to_string())
                    .or_default()
                    .push(Span {
                        from,
                        until,
                        offset,
                    });
            }
        };
        let info = zone.to_offset_info(first);
        let mut now = (info.abbreviation().to_string(), first, info.offset());
        for change in zone.following(first) {
            let at = change.timestamp().min(last);
            add(&now.0, now.1, at, now.2);
            now = (change.abbreviation().to_string(), at, change.offset());
            if at == last {
                break;
            }
        }
        add(&now.0, now.1, last, now.2);
    }
    spans
});

/// Every use of an abbreviation.
pub fn of(abbreviation: &str) -> &'static [Span] {
    SPANS.get(abbreviation).map_or(&[], Vec::as_slice)
}

/// Offsets that an abbreviation means at a local time, with the number of zones
/// that mean it, the most first. People write `EST` in summer too: where no zone
/// uses the abbreviation on that day, those of all days count.
pub fn offsets(abbreviation: &str, local: DateTime) -> Vec<(Offset, usize)> {
    let spans = of(abbreviation);
    let on_that_day = |span: &&Span| {
        span.offset
            .to_timestamp(local)
            .is_ok_and(|at| span.from <= at && at < span.until)
    };
    let mut counted: BTreeMap<Offset, usize> = BTreeMap::new();
    for span in spans.iter().filter(on_that_day) {
        *counted.entry(span.offset).or_default() += 1;
    }
    if counted.is_empty() {
        for span in spans {
            *counted.entry(span.offset).or_default() += 1;
        }
    }
    let mut counted: Vec<(Offset, usize)> = counted.into_iter().collect();
    counted.sort_by_key(|(offset, zones)| (std::cmp::Reverse(*zones), *offset));
    counted
}

/// The offset that is meant where nothing else says it: the only one, or the one
/// of by far the most zones.
pub fn likely(offsets: &[(Offset, usize)]) -> Option<Offset> {
    match offsets {
        [(only, _)] => Some(*only),
        [(first, most), (_, next), ..] if *most >= next * CLEARLY => Some(*first),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_means_what_zones_use_on_that_day() {
        let winter = date(2024, 1, 10).at(12, 0, 0, 0);
        let summer = date(2024, 7, 10).at(12, 0, 0, 0);
        let all = |name: &str, at| -> Vec<String> {
            offsets(name, at)
                .iter()
                .map(|(o, _)| o.to_string())
                .collect()
        };
        assert_eq!(all("AEDT", winter), ["+11"]);
        assert_eq!(all("CST", winter), ["-06", "+08", "-05"]);
        assert_eq!(all("BST", summer), ["+01"]);
        // Not in use in winter: the summers count.
        assert_eq!(all("CEST", winter), ["+02"]);
        assert_eq!(all("MSK", winter), ["+03"]);
        assert_eq!(all("XYZ", winter), Vec::<String>::new());
        let meant = |name: &str| likely(&offsets(name, winter)).map(|o| o.to_string());
        assert_eq!(meant("PST").as_deref(), Some("-08"));
        assert_eq!(meant("IST"), None);
    }
}
