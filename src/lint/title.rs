//! C18: the title.

use std::collections::BTreeSet;

use super::table::Rule;
use super::text_span::{TextKind, TextSpan};
use super::words::{TermClass, WordLists};
use super::{Findings, Subject, leaks};
use crate::model::{Level, Site};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "C18",
    name: "The title says the problem",
    level: Level::Warning,
    why: "The title is the subject of the e-mail, the text of the link and the entry of the feed. Often it is all that is read.",
    looks: "A title of more than 80 characters, with a ticket number, or (in an incident) made of nothing but \"issue\", \"outage\" and the name of a part; \"Issue with X\" without a symptom.",
    words: true,
    format: None,
    source: "GOV.UK Notify manual; incident.io, status page practices.",
    bad: "title: Issue with the payment service",
    good: "title: Card payments fail in the shop",
}];

/// Characters of a title that a phone and a mail subject show.
const MAX_TITLE: usize = 80;

pub(super) fn check(subject: &Subject<'_>, found: &mut Findings<'_>) {
    for text_span in subject
        .texts
        .iter()
        .filter(|text_span| text_span.part == TextKind::Title)
    {
        let text = text_span.raw().trim_matches(['"', '\'']);
        let length = text.chars().count();
        if length > MAX_TITLE {
            found.add(
                18,
                text_span.start(),
                format!("the title has {length} characters"),
                format!("expected at most {MAX_TITLE}"),
                "keep what people see; the rest belongs into the text",
            );
        }
        if let Some(range) = leaks::ticket(text) {
            let offset = text_span.raw().find(text).unwrap_or(0);
            found.add(
                18,
                text_span.place(0, offset + range.start..offset + range.end),
                "the title holds a number of your own",
                "means nothing to readers",
                "take it out",
            );
        }
        // Where the text tells nothing either, one finding says so (C07).
        let own = subject.of_file(text_span.file);
        let told = tell(subject, own.filter(|text| text.part != TextKind::Title));
        if subject.is_incident()
            && text_span.lists != WordLists::Other
            && told
            && empty(subject, text_span)
        {
            found.add(
                18,
                text_span.start(),
                "the title does not say what is wrong for readers",
                "expected a symptom",
                "say what people see or cannot do: \"Card payments fail in the shop\"",
            );
        }
    }
}

/// Words beside those for trouble with which something is told.
const ENOUGH: usize = 4;

/// These texts say more than which part has trouble: what users see, or enough words that are
/// neither for trouble, nor names of parts, nor what every post says.
pub(super) fn tell<'t, 'a: 't>(
    subject: &Subject<'a>,
    texts: impl Iterator<Item = &'t TextSpan<'a>>,
) -> bool {
    let mut words = 0;
    for text in texts {
        words += telling(subject, text);
        if words >= ENOUGH || text.has(TermClass::Symptom) {
            return true;
        }
    }
    false
}

fn telling(subject: &Subject<'_>, text_span: &TextSpan<'_>) -> usize {
    let dull = text_span.lists.empty_title_words();
    let usual = text_span.lists.usual_words();
    let blocks = text_span.blocks.iter();
    let words = blocks.flat_map(|block| block.lower.split(|c: char| !c.is_alphanumeric()));
    words
        .filter(|word| word.chars().count() > 2 && !word.starts_with(|c: char| c.is_ascii_digit()))
        .filter(|word| !dull.contains(word) && !usual.contains(word))
        .filter(|word| !subject.names.contains(*word))
        .count()
}

/// The words of which names of platforms and regions are made, in lower case.
pub(super) fn names(site: &Site) -> BTreeSet<String> {
    let platforms = site.platforms.iter().map(|one| (&one.name, &one.key));
    let regions = site.regions.iter().map(|one| (&one.name, &one.key));
    let mut words = BTreeSet::new();
    for (name, key) in platforms.chain(regions) {
        let told = name.all().map(|(_, name)| name.to_lowercase());
        for name in told.chain([key.clone()]) {
            let parts = name.split(|c: char| !c.is_alphanumeric());
            words.extend(parts.filter(|part| !part.is_empty()).map(str::to_string));
        }
    }
    words
}

/// Nothing but words for trouble and names of parts, or "Issue with ...".
fn empty(subject: &Subject<'_>, text_span: &TextSpan<'_>) -> bool {
    if text_span.has(TermClass::Symptom) {
        return false;
    }
    let dull = text_span.lists.empty_title_words();
    let lower = &text_span.blocks[0].lower;
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty())
        .collect();
    let part = |word: &str| {
        subject.site.platforms.iter().any(|platform| {
            let names = subject
                .site
                .languages
                .iter()
                .map(|l| platform.name.get(l).0.as_str());
            names.chain([platform.key.as_str()]).any(|name| {
                name.to_lowercase()
                    .split(|c: char| !c.is_alphanumeric() && c != '-')
                    .any(|one| one == word || format!("{one}s") == word)
            })
        })
    };
    let vague = words.iter().take(3).any(|word| TROUBLE.contains(word))
        && words.iter().any(|word| LINKS.contains(word));
    // `Booking engine problem`
    let ends = words.len() <= 5 && words.last().is_some_and(|word| TROUBLE.contains(word));
    words.iter().all(|word| dull.contains(word) || part(word)) || vague || ends
}

/// Nouns with which empty titles begin.
const TROUBLE: [&str; 18] = [
    "issue",
    "issues",
    "problem",
    "problems",
    "outage",
    "incident",
    "incidents",
    "disruption",
    "trouble",
    "degradation",
    "problème",
    "problèmes",
    "panne",
    "souci",
    "soucis",
    "perturbation",
    "perturbations",
    "dysfonctionnement",
];
/// What ties them to the name of a part.
const LINKS: [&str; 14] = [
    "with",
    "on",
    "in",
    "at",
    "affecting",
    "of",
    "for",
    "sur",
    "avec",
    "de",
    "du",
    "des",
    "dans",
    "chez",
];
