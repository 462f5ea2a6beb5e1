//! `NAME.fr.md`: the words of another language, put beside those of the source.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::incident::{Parsed, advice_text};
use super::parts;
use super::places::{FilePlaces, UpdatePlaces};
use super::timeline::{self, HeadingParts, heading_parts};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::fields::{self, Place};
use crate::model::{Advice, Lang, Text, Unaffected};
use crate::text::{canonical, nearest};
use crate::time::{Moment, Written};
use crate::yaml::{self, Fields, Node, Reader};

/// Adds the translation in `file` to what was parsed from the source. `zone` is that of
/// times without an offset.
pub fn merge(
    parsed: &mut Parsed,
    file: &Arc<SourceFile>,
    lang: Option<&Lang>,
    zone: &TimeZone,
    found: &mut Vec<Diagnostic>,
) {
    let Some(lang) = lang else { return };
    let mut reader = Reader::new(file);
    merge_with(&mut reader, parsed, lang, zone);
    let files = parsed.incident.files.iter().chain([&file.path]);
    parsed.incident.files = files.cloned().collect();
    found.append(&mut reader.found);
}

fn merge_with(reader: &mut Reader, parsed: &mut Parsed, lang: &Lang, zone: &TimeZone) {
    let file = Arc::clone(&reader.file);
    if parsed.incident.lang == *lang {
        reader.error(
            "translation-same-language",
            0..3,
            format!("the source is already written in `{lang}`"),
            "a translation is in another language",
        );
        return;
    }
    let parts = match parts::split(&file) {
        Ok(parts) => parts,
        Err(diagnostic) => return reader.found.push(*diagnostic),
    };
    let node = yaml::parse(&file, parts.front_matter.clone(), &mut reader.found);
    let raw = timeline::read(reader, parts.body.clone());
    let mut places = Vec::new();
    if let Some(node) = &node {
        let fields = reader.fields(node, "a translation", fields::names(Place::Translation));
        if let Some(title) = fields.get("title").and_then(|n| reader.words(n)) {
            parsed.incident.title.translate(lang, title);
        }
        let before = parsed.incident.advice.clone();
        advice(
            reader,
            fields,
            lang,
            Arc::make_mut(&mut parsed.incident.advice),
        );
        let after = parsed.incident.advice.clone();
        spread(parsed, &before, &after);
        unaffected(reader, fields, lang, parsed);
    }
    match (parsed.incident.summary.as_mut(), raw.summary) {
        (Some(summary), Some(translated)) => summary.translate(lang, translated),
        (None, Some(_)) => {
            let text = &file.text[raw.summary_span.clone()];
            let start = raw.summary_span.start + text.len() - text.trim_start().len();
            let line = text.trim_start().lines().next().unwrap_or("");
            nothing(
                reader,
                start..start + line.len(),
                "text before its first update",
            );
        }
        (_, None) => {}
    }
    let mut next = 0;
    for update in raw.updates {
        let at = update_of(parsed, &update, next, zone);
        match at {
            Some(at) if at < parsed.incident.updates.len() => {
                next = at + 1;
                let block = one(reader, &update, lang, parsed, at);
                places.push(UpdatePlaces {
                    at,
                    block,
                    ..UpdatePlaces::of(&update)
                });
            }
            Some(_) => {}
            None => unknown(reader, &update, parsed),
        }
    }
    parsed.places.files.extend(node.map(|front| FilePlaces {
        file,
        lang: lang.clone(),
        front,
        front_span: parts.front_matter,
        summary: raw.summary_span,
        updates: places,
    }));
}

/// Which update of the source, from the one at `next` on, a heading repeats: the first that
/// is the same word for word, else the first that says the same.
fn update_of(
    parsed: &Parsed,
    update: &timeline::RawUpdate,
    next: usize,
    zone: &TimeZone,
) -> Option<usize> {
    let spelled = canonical(&update.heading);
    let rest = &parsed.headings[next..];
    let exact = rest.iter().position(|own| canonical(own) == spelled);
    let same = || {
        let (time, status) = said(&update.heading)?;
        (next..parsed.headings.len())
            .find(|at| {
                let Some((own_time, own_status)) = said(&parsed.headings[*at]) else {
                    return false;
                };
                let own = parsed.incident.updates.get(*at).map(|own| own.at);
                status == own_status
                    && (time == own_time
                        || own.is_some_and(|own| names(time, own, parsed.incident.began, zone)))
            })
            .map(|at| at - next)
    };
    exact.or_else(same).map(|at| at + next)
}

/// The time and the status of a heading, whatever stands between them.
fn said(heading: &str) -> Option<(Written, String)> {
    let HeadingParts { time, status, left } = heading_parts(heading, 0..heading.len());
    let time = Written::parse(&time?.0).ok()?;
    left.is_none().then_some((time, canonical(&status?.0)))
}

/// A written time, with or without its day, is that of a moment.
fn names(time: Written, moment: Moment, began: Moment, zone: &TimeZone) -> bool {
    let local = zone.to_datetime(moment);
    match time {
        Written::Clock(clock) => local.time() == clock,
        Written::Local(written) => local == written,
        Written::After(span) => began.checked_add(span).is_ok_and(|at| at == moment),
        Written::Absolute(written) => written == moment,
    }
}

fn unknown(reader: &mut Reader, update: &timeline::RawUpdate, parsed: &Parsed) {
    let known = || parsed.headings.iter().map(String::as_str);
    let mut diagnostic = Diagnostic::error(
        "translation-unknown-update",
        reader.place(update.span.clone()),
        format!("the source has no update `{}` here", update.heading),
        "repeat the headings of the source, with their time and status and in their order",
    )
    .nearest(nearest(&update.heading, known()));
    diagnostic.help.push(format!(
        "headings of the source: {}",
        known().collect::<Vec<_>>().join("; ")
    ));
    reader.found.push(diagnostic);
}

fn one(
    reader: &mut Reader,
    update: &timeline::RawUpdate,
    lang: &Lang,
    parsed: &mut Parsed,
    at: usize,
) -> Option<Node> {
    if !update.body.0.is_empty() {
        parsed.incident.updates[at]
            .body
            .translate(lang, update.body.clone());
    }
    let range = update.block.clone()?;
    let file = Arc::clone(&reader.file);
    let node = yaml::parse(&file, range, &mut reader.found)?;
    let fields = reader.fields(
        &node,
        "an `update` block of a translation",
        fields::names(Place::TranslatedUpdate),
    );
    if let Some(node) = fields.get("corrected")
        && let Some(text) = reader.words(node)
    {
        match parsed.incident.updates[at].corrected.as_mut() {
            Some(corrected) => corrected.translate(lang, text),
            None => nothing(reader, node.span.clone(), "`corrected` here"),
        }
    }
    let before = Arc::clone(&parsed.incident.updates[at].advice);
    let mut after = Advice::clone(&before);
    advice(reader, fields, lang, &mut after);
    spread(parsed, &before, &after);
    Some(node)
}

fn advice(reader: &mut Reader, fields: Fields<'_>, lang: &Lang, advice: &mut Advice) {
    if let Some(node) = fields.get("symptoms") {
        let texts = reader.words_list(node);
        if texts.len() != advice.symptoms.len() {
            reader.error(
                "translation-symptoms",
                node.span.clone(),
                format!(
                    "the source has {} symptoms, this list has {}",
                    advice.symptoms.len(),
                    texts.len()
                ),
                "one line for each, in the same order",
            );
        }
        for (symptom, text) in advice.symptoms.iter_mut().zip(texts) {
            symptom.translate(lang, text);
        }
    }
    for (key, own) in advice.texts_mut() {
        if let Some(node) = fields.get(key)
            && let Some(text) = advice_text(reader, key, node)
        {
            match own {
                Some(own) => own.translate(lang, text),
                None => nothing(reader, node.span.clone(), &format!("`{key}` here")),
            }
        }
    }
}

/// A translation of nothing: no page would show it.
fn nothing(reader: &mut Reader, span: std::ops::Range<usize>, what: &str) {
    reader.error(
        "translation-of-nothing",
        span,
        format!("the source has no {what}: no page shows these words"),
        "write it into the source first, or take it out here",
    );
}

/// Advice carries over from update to update: a translated text is the same
/// text wherever it was carried.
fn spread(parsed: &mut Parsed, before: &Advice, after: &Advice) {
    let incident = &mut parsed.incident;
    for advice in std::iter::once(&mut incident.advice)
        .chain(incident.updates.iter_mut().map(|u| &mut u.advice))
    {
        let advice = Arc::make_mut(advice);
        if advice.symptoms == before.symptoms {
            advice.symptoms.clone_from(&after.symptoms);
        }
        let translated = before.texts().into_iter().zip(after.texts());
        for ((_, text), (before, after)) in advice.texts_mut().into_iter().zip(translated) {
            if text.as_ref() == before {
                *text = after.cloned();
            }
        }
    }
}

/// Plain words among `unaffected`, in their order.
fn unaffected(reader: &mut Reader, fields: Fields<'_>, lang: &Lang, parsed: &mut Parsed) {
    let Some(node) = fields.get("unaffected") else {
        return;
    };
    let translated = reader.words_list(node);
    let original: Vec<Text> = parsed
        .incident
        .scope
        .unaffected
        .iter()
        .filter_map(|u| match u {
            Unaffected::Words(text) => Some(text.clone()),
            Unaffected::Platform(_) => None,
        })
        .collect();
    if translated.len() != original.len() {
        reader.error(
            "translation-unaffected",
            node.span.clone(),
            format!(
                "the source has {} plain texts under `unaffected`, this list has {}",
                original.len(),
                translated.len()
            ),
            "one line for each text that is not a platform, in the same order",
        );
    }
    let incident = &mut parsed.incident;
    for scope in std::iter::once(&mut incident.scope)
        .chain(incident.updates.iter_mut().map(|u| &mut u.scope))
    {
        let scope = Arc::make_mut(scope);
        for entry in &mut scope.unaffected {
            if let Unaffected::Words(text) = entry
                && let Some(at) = original.iter().position(|o| o == text)
                && let Some(words) = translated.get(at)
            {
                text.translate(lang, words.clone());
            }
        }
    }
}
