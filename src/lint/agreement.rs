//! C39, C40 and C42 to C46: what the text says against what the fields say; `days` has C41.
//!
//! Nothing here asks for more words. Each finding sets two things side by side that cannot
//! both be so, and names both.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use jiff::SignedDuration;
use jiff::tz::{Offset, TimeZone};
use regex::Regex;

use super::pattern::regex;
use super::shapes::Shape;
use super::table::Rule;
use super::text_span::{Sentence, TextKind, TextSpan};
use super::{Findings, Subject, days, times};
use crate::derive::{self, Phase};
use crate::model::{Incident, Kind, Level, Promise, Reach, Site, State, Status};
use crate::source::Places;
use crate::time::Moment;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "C39",
        name: "The text promises the time that the field promises",
        level: Level::Warning,
        why: "The page counts down to the field, readers wait for the text. One of the two will be broken.",
        looks: "Clock times in a sentence that says when more is said, against the `next_update` of the same update. A zone behind the time is read; without one it is the site's.",
        words: true,
        format: None,
        source: "Openstatus (promise the next update, and keep it).",
        bad: "```update\nnext_update: 14:30\n```\n\nMore by 14:45 CET.",
        good: "```update\nnext_update: 14:45\n```\n\nMore by 14:45 CET.",
    },
    Rule {
        id: "C40",
        name: "The text names nothing that the scope leaves out",
        level: Level::Warning,
        why: "Filters, feeds and badges follow the fields: who reads only those never hears of it.",
        looks: "Names of regions, audiences and platforms in a sentence that says that they are hit too (\"also\", \"as well\", \"the same\", \"cannot\"), which the scope of that update does not hold. Sentences on what works pass.",
        words: true,
        format: None,
        source: "Statuspage (affected components).",
        bad: "regions: [fr]\n...\nTravellers in Belgium see the same.",
        good: "regions: [fr, be]\n...\nTravellers in Belgium see the same.",
    },
    Rule {
        id: "C42",
        name: "The state is as grave as the words",
        level: Level::Warning,
        why: "\"Degraded performance\" over \"nothing opens at all\" reads as making it small.",
        looks: "Words for a whole outage (\"nothing gets through\", \"completely down\", \"plus aucun ... ne\") where every state in the scope is `degraded performance`.",
        words: true,
        format: None,
        source: "Openstatus severity matrix.",
        bad: "affected: {api: degraded performance}\n...\nNothing gets through.",
        good: "affected: {api: major outage}\n...\nNothing gets through.",
    },
    Rule {
        id: "C43",
        name: "What is repaired stands under monitoring",
        level: Level::Warning,
        why: "The page still shows the fault while the text says that it is gone.",
        looks: "\"Is fixed\", \"has been resolved\", \"mitigated\" in an update that is investigating or identified; not what will be, or is in part.",
        words: true,
        format: None,
        source: "Statuspage and incident.io, definitions of statuses.",
        bad: "## 14:48 Identified\n\nThe issue has been mitigated.",
        good: "## 14:48 Monitoring\n\nPayments pass again. We watch them until 15:30 CET.",
    },
    Rule {
        id: "C44",
        name: "A number that grows is said to grow",
        level: Level::Warning,
        why: "Readers who saw the first number think that one of the two is wrong.",
        looks: "A share, or a number of the same noun, that is larger in a later update whose sentence has no word for it (\"now\", \"more than we thought\", \"up from\").",
        words: true,
        format: None,
        source: "Atlassian (consistent across channels).",
        bad: "About 200 shops are affected.\n...\nAbout 900 shops are affected.",
        good: "About 200 shops are affected.\n...\nIt is 900 shops now, not 200.",
    },
    Rule {
        id: "C45",
        name: "The text is in the language that the file names",
        level: Level::Hint,
        why: "Screen readers speak it with the wrong voice, and readers of the other language find nothing.",
        looks: "A text of at least 20 words in which no common word of the language of its file stands, and five of another one do (English, French, German, Spanish).",
        words: false,
        format: None,
        source: "WCAG 2.2, 3.1.2 (language of parts).",
        bad: "lang: en\n...\nVous ne pouvez pas payer par carte depuis ce matin.",
        good: "lang: fr\n...\nVous ne pouvez pas payer par carte depuis 9 h (heure de Paris).",
    },
    Rule {
        id: "C46",
        name: "One open incident for one trouble",
        level: Level::Hint,
        why: "Readers do not know which of the two is theirs, and one of them is forgotten open.",
        looks: "Two incidents that are open at the same time with the same state for the same platform, in overlapping regions and audiences, begun within 12 hours, whose words are alike.",
        words: false,
        format: None,
        source: "Reports of subscribers of public pages, who got each word twice.",
        bad: "Two open files with `affected: {api: major outage}`",
        good: "One file, with a second update",
    },
];

pub(super) fn check(subject: &Subject<'_>, found: &mut Findings<'_>) {
    promised(subject, found);
    scope(subject, found);
    for text_span in &subject.texts {
        if text_span.part != TextKind::Other {
            language(subject, text_span, found);
        }
    }
    if subject.is_incident() {
        gravity(subject, found);
        repaired(subject, found);
        grown(subject, found);
    }
}

/// A zone behind a clock time, as far as its short name tells its offset (RFC 5322, section 4.3, and
/// those of Europe).
fn offset(behind: &str) -> Option<Offset> {
    static ZONE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^[\s,(]*(utc|gmt|z|cet|cest|bst|wet|west|eet|eest|est|edt|cst|cdt|mst|mdt|pst|pdt)\b\s?(?:([+−-])(\d{1,2}))?",
        )
    });
    let found = ZONE.captures(behind)?;
    let hours: i8 = match &found[1] {
        "utc" | "gmt" | "z" | "wet" => 0,
        "cet" | "bst" | "west" => 1,
        "cest" | "eet" => 2,
        "eest" => 3,
        "edt" => -4,
        "est" | "cdt" => -5,
        "cst" | "mdt" => -6,
        "mst" | "pdt" => -7,
        _ => -8,
    };
    let more: i8 = found
        .get(3)
        .and_then(|digits| digits.as_str().parse().ok())
        .unwrap_or(0);
    let more = if found.get(2).is_some_and(|sign| sign.as_str() != "+") {
        -more
    } else {
        more
    };
    Offset::from_hours(hours.checked_add(more)?).ok()
}

/// Before a time that has been.
static SINCE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(?:since|from|between|depuis|began at|started at|d[eè]s)\s$"));

/// C39.
fn promised(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let zone = &subject.site.zone;
    for (at, update) in subject.timeline() {
        let Some(Promise::By(by)) = update.promise else {
            continue;
        };
        for text_span in subject.bodies(at) {
            for sentence in &text_span.sentences {
                if !text_span.is(sentence, Shape::Next) {
                    continue;
                }
                let lower = &text_span.blocks[sentence.block].lower;
                let clocks: Vec<Range<usize>> = times::clock(text_span)
                    .filter(|(block, range)| {
                        *block == sentence.block && sentence.range.contains(&range.start)
                    })
                    .map(|(_, range)| range)
                    .filter(|range| !SINCE.is_match(&lower[..range.start]))
                    .collect();
                let fits = |range: &Range<usize>| {
                    let Some(time) = times::time_of_day(&lower[range.clone()]) else {
                        return true;
                    };
                    let said = |zone: &TimeZone| zone.to_datetime(by).time() == time;
                    match offset(&lower[range.end..]) {
                        Some(offset) => said(&offset.to_time_zone()),
                        None => said(zone),
                    }
                };
                let Some(first) = clocks.first() else {
                    continue;
                };
                if clocks.iter().any(fits) {
                    continue;
                }
                let field = zone.to_datetime(by).strftime("%H:%M").to_string();
                found.add(
                    39,
                    text_span.place(sentence.block, first.clone()),
                    format!("the text promises this time, and `next_update` {field}"),
                    "one of the two will be broken",
                    "write the same time in both, with its zone in the text",
                );
            }
        }
    }
}

/// C40.
fn scope(subject: &Subject<'_>, found: &mut Findings<'_>) {
    for (at, update) in subject.timeline() {
        if update.status.is_final() {
            continue;
        }
        let scope = &update.scope;
        for text_span in subject.bodies(at) {
            let lang = &subject.places.files[text_span.file].lang;
            let mut names: Vec<(&str, String)> = Vec::new();
            let site = subject.site;
            if let Reach::Only(only) = &scope.regions {
                let out = site.regions.iter().enumerate();
                let out = out.filter(|(n, _)| !only.iter().any(|id| id.0 == *n));
                names.extend(out.map(|(_, one)| ("regions", one.name.get(lang).0.clone())));
            }
            if let Reach::Only(only) = &scope.audiences {
                let out = site.audiences.iter().enumerate();
                let out = out.filter(|(n, _)| !only.iter().any(|id| id.0 == *n));
                names.extend(out.map(|(_, one)| ("audiences", one.name.get(lang).0.clone())));
            }
            let out = site.platforms.iter().enumerate();
            let out = out.filter(|(n, _)| !scope.affected.keys().any(|id| id.0 == *n));
            names.extend(out.map(|(_, one)| ("affected", one.name.get(lang).0.clone())));
            // A longer name that is in scope holds a shorter one that is not.
            let inside: Vec<String> = scope
                .affected
                .keys()
                .map(|id| site.platform(*id).name.get(lang).0.to_lowercase())
                .collect();
            for sentence in &text_span.sentences {
                let speaks = text_span.is(sentence, Shape::Also)
                    && !text_span.is(sentence, Shape::Advice)
                    && !untouched(text_span, sentence);
                if !speaks {
                    continue;
                }
                let block = &text_span.blocks[sentence.block].text[sentence.range.clone()];
                let named = names.iter().find_map(|(field, name)| {
                    if inside
                        .iter()
                        .any(|known| known.contains(&name.to_lowercase()))
                    {
                        return None;
                    }
                    let range = match *field {
                        "audiences" => named_too(block, name)?,
                        "affected" => {
                            named_too(block, name).or_else(|| standing(block, name, true))?
                        }
                        _ => standing(block, name, false)?,
                    };
                    Some((*field, name, range))
                });
                if let Some((field, name, range)) = named {
                    let start = sentence.range.start;
                    found.add(
                        40,
                        text_span.place(sentence.block, start + range.start..start + range.end),
                        format!("the text says that {name} is hit, and `{field}` does not"),
                        "filters and feeds follow the field",
                        format!(
                            "add it to `{field}` in the block of this update, or say that it works"
                        ),
                    );
                }
            }
        }
    }
}

/// The sentence is about what works.
fn untouched(text_span: &TextSpan<'_>, sentence: &Sentence) -> bool {
    FINE.is_match(text_span.lower(sentence))
}

static FINE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:not affected|unaffected|not concerned|works?\b|working|fine|as usual|normal|normally|except|safe|available|on time|unless|other than|no longer|never|instead|march|fonctionn|passent|comme d'habitude|normalement|sauf|hors|vont bien|va bien|pas concern|pas touch)",
    )
});

/// A name as it is written, as whole words. One that may be a common word counts only where
/// it does not begin the sentence.
fn standing(text: &str, name: &str, common: bool) -> Option<Range<usize>> {
    let proper = name.chars().next().is_some_and(char::is_uppercase);
    text.match_indices(name).find_map(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        let whole = !before.is_some_and(char::is_alphanumeric)
            && !after.is_some_and(|c| c.is_alphanumeric() || c == '-');
        let told_apart = !common || (proper && at > 0) || name.contains(' ');
        (whole && told_apart).then_some(at..at + name.len())
    })
}

/// An audience in any spelling, in a sentence that says that it is hit too.
fn named_too(text: &str, name: &str) -> Option<Range<usize>> {
    static TOO: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"\b(?:too|as well|the same|also|likewise|either|in the same boat|aussi|m[eê]mes?|[eé]galement|non plus)\b",
        )
    });
    let lower = text.to_lowercase();
    let fits = lower.len() == text.len() && TOO.is_match(&lower);
    let at = lower.find(&name.to_lowercase()).filter(|_| fits)?;
    Some(at..at + name.len())
}

/// C42.
fn gravity(subject: &Subject<'_>, found: &mut Findings<'_>) {
    for (at, update) in subject.timeline() {
        let scope = &update.scope;
        let mild = scope.worst() == State::DegradedPerformance;
        if !mild || update.status.rank() > Status::Identified.rank() {
            continue;
        }
        for text_span in subject.bodies(at) {
            let total = text_span.sentences.iter().find_map(|sentence| {
                // What works, or was not lost, is told in the same words.
                let range = text_span.shape(sentence, Shape::Total)?;
                let lower = text_span.lower(sentence);
                let (from, to) = (
                    range.start - sentence.range.start,
                    range.end - sentence.range.start,
                );
                let rest = [&lower[..from], &lower[to..]].concat();
                let other = FINE.is_match(&rest)
                    || text_span.is(sentence, Shape::Loss)
                    || text_span.is(sentence, Shape::Denied)
                    || text_span.is(sentence, Shape::Advice);
                (!other).then_some((sentence.block, range))
            });
            if let Some((block, range)) = total {
                found.add(
                    42,
                    text_span.place(block, range),
                    "the text says that it does not work at all, the state that it works badly",
                    "every platform here is `degraded performance`",
                    "write `partial outage` or `major outage`, or say for whom it still works",
                );
            }
        }
    }
}

/// C43.
fn repaired(subject: &Subject<'_>, found: &mut Findings<'_>) {
    static LATER: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"\b(?:when|once|until|till|if|as soon as|after|before|will|should|not|partly|partially|some|part of|half|most|one of|being|to be|whether|yesterday|last|earlier|for some|in \w+ only|first|quand|une fois|d[eè]s|jusqu'|sera|seront|pas|partiel\w+|certain\w*|sur|apr[eè]s|avant|si)\b",
        )
    });
    for (at, update) in subject.timeline() {
        if !matches!(update.status, Status::Investigating | Status::Identified) {
            continue;
        }
        for text_span in subject.bodies(at) {
            let done = text_span.sentences.iter().find_map(|sentence| {
                let range = text_span.shape(sentence, Shape::Repaired)?;
                (!LATER.is_match(text_span.lower(sentence))).then_some((sentence.block, range))
            });
            if let Some((block, range)) = done {
                found.add(
                    43,
                    text_span.place(block, range),
                    format!(
                        "this is repaired, and the update is `{}`",
                        update.status.key()
                    ),
                    "the page still shows the fault",
                    "write `Monitoring` in the heading, and the states as they are now",
                );
            }
        }
    }
}

/// Numbers of a text, by the noun behind them; shares by what they are shares of.
fn counts(text_span: &TextSpan<'_>) -> Vec<(String, f64, usize, Range<usize>)> {
    static COUNT: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"\b(\d{1,3}(?:[,. ]\d{3})+|\d+(?:[.,]\d+)?)\s?(%|per cent|percent|pour cent|[a-zà-öø-ÿ]{4,})",
        )
    });
    const UNITS: [&str; 10] = [
        "minutes", "minute", "hours", "hour", "heures", "heure", "days", "jours", "seconds",
        "secondes",
    ];
    let mut found = Vec::new();
    for sentence in &text_span.sentences {
        let lower = text_span.lower(sentence);
        for hit in COUNT.captures_iter(lower) {
            let noun = hit[2].to_string();
            let digits: String = hit[1]
                .chars()
                .filter(|c| c.is_ascii_digit() || (*c == '.' && !hit[1].contains(',')))
                .collect();
            let Ok(value) = digits.parse::<f64>() else {
                continue;
            };
            let range = hit.get(1).map_or(0..0, |m| m.range());
            let clock = lower[..range.start].ends_with([':', '.', '/', '-']);
            let zone = times::is_zone(&noun) || days::is_month(&noun);
            if clock || zone || UNITS.contains(&noun.as_str()) || untouched(text_span, sentence) {
                continue;
            }
            let noun = if matches!(noun.as_str(), "%" | "per cent" | "percent" | "pour cent") {
                let behind = &lower[hit.get(0).map_or(0, |m| m.end())..];
                let of: Vec<&str> = behind.split_whitespace().take(3).collect();
                format!("% {}", of.join(" ").trim_end_matches(['.', ',']))
            } else {
                noun
            };
            let start = sentence.range.start;
            found.push((
                noun,
                value,
                sentence.block,
                start + range.start..start + range.end,
            ));
        }
    }
    found
}

/// C44.
fn grown(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let mut before: BTreeMap<(usize, String), (f64, String)> = BTreeMap::new();
    for (at, update) in subject.timeline() {
        if update.status.rank() > Status::Identified.rank() {
            break;
        }
        for text_span in subject.bodies(at) {
            for (noun, value, block, range) in counts(text_span) {
                let key = (text_span.file, noun);
                let shown = text_span.blocks[block].text[range.clone()].to_string();
                if let Some((old, was)) = before.get(&key)
                    && value > *old * 1.1
                {
                    let sentence = text_span
                        .sentences
                        .iter()
                        .find(|s| s.block == block && s.range.contains(&range.start));
                    let told = sentence.is_some_and(|s| text_span.is(s, Shape::Changed));
                    if !told {
                        found.add(
                            44,
                            text_span.place(block, range),
                            format!("this was {was} before, and nothing says that it has grown"),
                            "which of the two is right?",
                            format!("say it: \"now {shown}, not {was}\""),
                        );
                    }
                }
                before.insert(key, (value, shown));
            }
        }
    }
}

/// C45.
fn language(subject: &Subject<'_>, text_span: &TextSpan<'_>, found: &mut Findings<'_>) {
    const COMMON: [(&str, &[&str]); 4] = [
        (
            "en",
            &[
                "the", "and", "is", "are", "of", "to", "we", "you", "not", "it", "that", "for",
                "with", "this", "your",
            ],
        ),
        (
            "fr",
            &[
                "le", "la", "les", "et", "est", "des", "une", "un", "vous", "nous", "pas", "que",
                "dans", "pour", "de",
            ],
        ),
        (
            "de",
            &[
                "der", "die", "das", "und", "ist", "nicht", "wir", "sie", "ein", "eine", "zu",
                "mit", "auf", "den", "von",
            ],
        ),
        (
            "es",
            &[
                "el", "los", "las", "y", "es", "una", "no", "que", "se", "por", "con", "para",
                "del", "su", "en",
            ],
        ),
    ];
    let lang = subject.places.files[text_span.file].lang.as_str();
    let own = lang.split('-').next().unwrap_or(lang);
    let Some((_, common)) = COMMON.iter().find(|(tag, _)| *tag == own) else {
        return;
    };
    let words: Vec<&str> = text_span
        .blocks
        .iter()
        .flat_map(|block| block.lower.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() < 20 || words.iter().any(|word| common.contains(word)) {
        return;
    }
    let counted = |list: &[&str]| words.iter().filter(|word| list.contains(word)).count();
    let other = COMMON
        .iter()
        .find(|(tag, list)| *tag != own && counted(list) >= 5);
    if let Some((tag, _)) = other {
        found.add(
            45,
            text_span.start(),
            format!("no common word of `{lang}` stands here, and several of `{tag}`"),
            format!("is the text in `{lang}`?"),
            format!("if it is not, write `lang: {tag}` in the front matter"),
        );
    }
}

/// Words of their titles and first updates that two posts of one trouble share.
const ALIKE: usize = 3;

/// The longer words of a title and a first update.
fn words(incident: &Incident) -> BTreeSet<String> {
    let first = incident
        .updates
        .first()
        .map(|update| update.body.original().0.as_str());
    let all = [
        incident.title.original().as_str(),
        first.unwrap_or_default(),
    ]
    .join(" ");
    let words = all.split(|c: char| !c.is_alphanumeric());
    let long = words.filter(|word| word.chars().count() > 4);
    long.map(str::to_lowercase).collect()
}

/// Troubles that begin further apart are two.
const NEAR: SignedDuration = SignedDuration::from_hours(12);

/// C46, once for a project.
pub(super) fn twice(
    site: &Site,
    subjects: &[(&Incident, &Places)],
    now: Moment,
    found: &mut Findings<'_>,
) {
    let open: Vec<&(&Incident, &Places)> = subjects
        .iter()
        .filter(|(incident, _)| {
            incident.kind == Kind::Incident
                && !incident.drill
                && derive::standing(incident, now).phase == Phase::Open
        })
        .collect();
    for (number, (second, places)) in open.iter().enumerate() {
        let scope = second.scope_now();
        let same = open[..number].iter().find_map(|(first, _)| {
            let alike = words(first).intersection(&words(second)).count() >= ALIKE;
            if !alike {
                return None;
            }
            let other = first.scope_now();
            let platform = scope.affected.iter().find(|(id, state)| {
                **state > State::UnderMaintenance && other.affected.get(*id) == Some(*state)
            });
            let meet = overlap(&scope.regions, &other.regions)
                && overlap(&scope.audiences, &other.audiences)
                && first.began.duration_until(second.began).abs() <= NEAR;
            platform.filter(|_| meet).map(|(id, _)| (first, *id))
        });
        if let Some((first, id)) = same {
            let name = &site.platform(id).name.get(&second.lang).0;
            found.add(
                46,
                places.source().place_of("affected"),
                format!("{name} has another open incident: {}", first.files[0]),
                "readers do not know which of the two is theirs",
                "if it is the same trouble, go on there with `upfront update`, and close this one",
            );
        }
    }
}

fn overlap<T: PartialEq>(a: &Reach<T>, b: &Reach<T>) -> bool {
    match (a, b) {
        (Reach::Only(a), Reach::Only(b)) => a.iter().any(|one| b.contains(one)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_have_offsets() {
        for (behind, hours) in [(" cet.", 1), (" (utc+1)", 1), (" utc", 0), (", est", -5)] {
            let found = offset(behind).map(|offset| offset.seconds() / 3600);
            assert_eq!(found, Some(hours), "{behind}");
        }
        assert_eq!(offset(" paris time"), None);
    }
}
