//! One entry, before it is RSS, Atom or JSON: all three say the same.

use super::told::{Told, Touched, What};
use crate::derive;
use crate::diagnostic::Diagnostic;
use crate::model::{Advice, Impact, Incident, Kind, Markdown, Reach, Status, Text};
use crate::render::Value;
use crate::render::view::{AuthorText, CorrectsView, FeedItemView, Word};
use crate::site::links::Links;
use crate::site::view_builder::ViewBuilder;
use crate::source::markdown;
use crate::time::Moment;

/// Year in the `tag:` ids (RFC 4151): a year in which this scheme was ours to
/// mint. It never changes, so that ids never do.
pub const TAG_YEAR: &str = "2026";

/// Level of the first heading in an entry.
const TOP: u8 = 3;

/// One entry of a feed.
#[derive(Debug)]
pub struct Entry {
    /// Permanent; a `tag:` URI.
    pub id: String,
    /// Plain text.
    pub title: AuthorText,
    /// Absolute address of the page, with the update's fragment.
    pub link: String,
    /// When it was said.
    pub published: Moment,
    /// When it last changed: moves in the incident feed, never in the others.
    pub updated: Moment,
    /// Plain text.
    pub summary: AuthorText,
    /// Everything, as HTML with absolute addresses.
    pub html: String,
    /// For filters.
    pub categories: Vec<Category>,
    /// Id and address of the entry that this one corrects.
    pub corrects: Option<(String, String)>,
}

/// A category: the same key in every language, and its name for readers.
#[derive(Debug, Clone)]
pub struct Category {
    /// `platform:ios`, `status:resolved`, `impact:major`, `kind:maintenance`, ...
    pub key: String,
    /// In the feed's language.
    pub label: String,
}

/// Makes an entry.
///
/// # Errors
/// A fault of the owner's `feed-item.html`.
pub fn entry(parts: &ViewBuilder<'_>, told: &Told<'_>) -> Result<Entry, Box<Diagnostic>> {
    let touched = &told.touched();
    match told.what {
        What::Announced => announcement(parts, told, touched),
        What::Update(at) => update(parts, told, touched, at),
        What::Correction(at) => correction(parts, told, touched, at),
        What::Whole => whole(parts, told, touched),
    }
}

/// The id of whatever `rest` names below an incident.
fn tag(parts: &ViewBuilder<'_>, incident: &Incident, rest: &str) -> String {
    let (site, lang) = (&parts.links.site.id, parts.links.lang);
    format!(
        "tag:{site},{TAG_YEAR}:incidents/{}{rest}/{lang}",
        incident.id
    )
}

fn categories(
    parts: &ViewBuilder<'_>,
    incident: &Incident,
    status: &Word,
    touched: &Touched,
) -> Vec<Category> {
    let site = parts.links.site;
    let name = |text: &Text| text.get(parts.links.lang).0.clone();
    let category = |list: &str, key: &str, label: String| Category {
        key: format!("{list}:{key}"),
        label,
    };
    let kind = parts.words().kind(incident.kind.word());
    let impact = parts.words().impact(touched.impact);
    let mut all = vec![
        category("kind", kind.key, kind.word),
        category("status", status.key, status.word.clone()),
        category("impact", impact.key, impact.word),
    ];
    for id in &touched.platforms {
        let key = &site.platform(*id).key;
        all.push(category("platform", key, parts.platform(*id)));
    }
    if let Reach::Only(ids) = &touched.regions {
        let named = ids.iter().map(|id| &site.regions[id.0]);
        all.extend(named.map(|n| category("region", &n.key, name(&n.name))));
    }
    if let Reach::Only(ids) = &touched.audiences {
        let named = ids.iter().map(|id| &site.audiences[id.0]);
        all.extend(named.map(|n| category("audience", &n.key, name(&n.name))));
    }
    all
}

/// Many readers take a title as HTML, though it is plain text: an invisible word
/// joiner keeps them from swallowing what looks like a tag or an entity.
fn inert(title: AuthorText) -> AuthorText {
    let mut text = String::with_capacity(title.text.len());
    for (at, character) in title.text.char_indices() {
        text.push(character);
        let rest = &title.text[at + character.len_utf8()..];
        let taken = match character {
            '<' => rest.starts_with(|c: char| c.is_alphabetic() || "/!?".contains(c)),
            '&' => rest
                .split_once(';')
                .map(|(name, _)| name.strip_prefix('#').unwrap_or(name))
                .is_some_and(|name| !name.is_empty() && name.chars().all(char::is_alphanumeric)),
            _ => false,
        };
        if taken {
            text.push('\u{2060}');
        }
    }
    AuthorText {
        text,
        lang: title.lang,
    }
}

/// `[Resolved] Music does not play`, marked with the language of the author's words.
fn title(parts: &ViewBuilder<'_>, incident: &Incident, status: &str) -> AuthorText {
    let title = inert(parts.author(&incident.title));
    let args = [
        ("title", Value::Text(&title.text)),
        ("status", Value::Text(status)),
    ];
    AuthorText {
        text: parts.words().say("feed-item-title-update", &args),
        lang: title.lang,
    }
}

fn plain(parts: &ViewBuilder<'_>, text: &Text<Markdown>) -> AuthorText {
    let (said, lang) = text.get(parts.links.lang);
    AuthorText {
        text: markdown::to_text(&said.0),
        lang: (lang != parts.links.lang).then(|| lang.to_string()),
    }
}

/// What stands where an entry has no words of its own: its title.
fn or_title(summary: AuthorText, title: &AuthorText) -> AuthorText {
    if summary.text.is_empty() {
        title.clone()
    } else {
        summary
    }
}

fn impact_words(parts: &ViewBuilder<'_>, incident: &Incident, impact: Impact) -> Option<String> {
    (incident.kind == Kind::Incident).then(|| {
        let word = parts.words().impact(impact).word;
        parts
            .words()
            .say("impact-of", &[("impact", Value::Text(&word))])
    })
}

fn update(
    parts: &ViewBuilder<'_>,
    told: &Told<'_>,
    touched: &Touched,
    at: usize,
) -> Result<Entry, Box<Diagnostic>> {
    let incident = told.incident;
    let update = &incident.updates[at];
    let mut view = parts.update(incident, at, None, TOP);
    // The correction is an entry of its own; this one stays as it was.
    view.corrected = None;
    let next = view.promise.as_ref().and_then(|p| p.by.as_ref()).map(|by| {
        let time = format!("{} {}", by.full, by.zone);
        parts
            .words()
            .say("feed-next-update", &[("time", Value::Text(&time))])
    });
    let mut summary = plain(parts, &update.body);
    if let Some(next) = &next {
        summary.text = format!("{} {next}", summary.text).trim().to_string();
    }
    let status = view.status.clone();
    let item = FeedItemView {
        status: status.clone(),
        impact: impact_words(parts, incident, touched.impact),
        corrects: None,
        summary: None,
        scope: parts.scope(&update.scope),
        updates: vec![view],
        window: window(parts, incident, at + 1),
    };
    let title = title(parts, incident, &status.word);
    Ok(Entry {
        id: tag(parts, incident, &format!("/{}", update.id)),
        link: parts.update_href(incident, update),
        published: told.at,
        updated: told.at,
        summary: or_title(summary, &title),
        html: html(parts, &advice_at(incident, at), item)?,
        categories: categories(parts, incident, &status, touched),
        corrects: None,
        title,
    })
}

fn correction(
    parts: &ViewBuilder<'_>,
    told: &Told<'_>,
    touched: &Touched,
    at: usize,
) -> Result<Entry, Box<Diagnostic>> {
    let incident = told.incident;
    let update = &incident.updates[at];
    let view = parts.update(incident, at, None, TOP);
    let status = view.status.clone();
    let title = title(parts, incident, &parts.words().say("feed-correction", &[]));
    let time = format!("{} {}", view.time.full, view.time.zone);
    let link = parts.update_href(incident, update);
    let corrects = CorrectsView {
        href: link.clone(),
        words: parts
            .words()
            .say("feed-corrects", &[("time", Value::Text(&time))]),
    };
    let said = update.corrected.as_ref().map(|text| parts.author(text));
    let item = FeedItemView {
        status: status.clone(),
        impact: impact_words(parts, incident, touched.impact),
        corrects: Some(corrects),
        summary: None,
        scope: parts.scope(&update.scope),
        updates: vec![view],
        window: window(parts, incident, at + 1),
    };
    let old = tag(parts, incident, &format!("/{}", update.id));
    let advice = Advice {
        symptoms: Vec::new(),
        error_text: None,
        ..advice_at(incident, at)
    };
    Ok(Entry {
        id: tag(parts, incident, &format!("/{}/correction", update.id)),
        published: told.at,
        updated: told.at,
        summary: said.unwrap_or_else(|| title.clone()),
        html: html(parts, &advice, item)?,
        categories: categories(parts, incident, &status, touched),
        corrects: Some((old, link.clone())),
        link,
        title,
    })
}

fn announcement(
    parts: &ViewBuilder<'_>,
    told: &Told<'_>,
    touched: &Touched,
) -> Result<Entry, Box<Diagnostic>> {
    let incident = told.incident;
    let status = parts.words().status(match incident.kind {
        Kind::Incident => Status::Investigating,
        Kind::Maintenance { .. } => Status::Scheduled,
        Kind::Notice => Status::Notice,
    });
    let window = window(parts, incident, 0);
    let words = incident.summary.as_ref().map(|s| plain(parts, s));
    let lang = words.as_ref().and_then(|s| s.lang.clone());
    let summary = [window.clone(), words.map(|s| s.text)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(". ");
    let item = FeedItemView {
        status: status.clone(),
        impact: impact_words(parts, incident, touched.impact),
        corrects: None,
        summary: incident.summary.as_ref().map(|s| parts.prose(s, TOP)),
        scope: parts.scope(&incident.scope),
        updates: Vec::new(),
        window,
    };
    let title = title(parts, incident, &status.word);
    Ok(Entry {
        id: tag(parts, incident, "/announced"),
        link: parts.href(&Links::incident(incident)),
        published: told.at,
        updated: told.at,
        summary: or_title(
            AuthorText {
                text: summary,
                lang,
            },
            &title,
        ),
        html: html(parts, &incident.advice, item)?,
        categories: categories(parts, incident, &status, touched),
        corrects: None,
        title,
    })
}

fn whole(
    parts: &ViewBuilder<'_>,
    told: &Told<'_>,
    touched: &Touched,
) -> Result<Entry, Box<Diagnostic>> {
    let incident = told.incident;
    // Where there are several each stands below a heading.
    let top = TOP + u8::from(incident.updates.len() > 1);
    let mut updates: Vec<_> = (0..incident.updates.len())
        .map(|at| parts.update(incident, at, None, top))
        .collect();
    updates.reverse();
    let widest = derive::widest_scope(incident);
    let status = parts.words().status(match incident.newest() {
        Some(update) => update.status,
        None => incident.kind.word().statuses()[0].1,
    });
    let item = FeedItemView {
        status: status.clone(),
        impact: impact_words(parts, incident, touched.impact),
        corrects: None,
        summary: incident.summary.as_ref().map(|s| parts.prose(s, TOP)),
        scope: parts.scope(&widest),
        updates,
        window: window(parts, incident, incident.updates.len()),
    };
    let last = incident.updates.last();
    let advice = last.map_or(&incident.advice, |u| &u.advice);
    Ok(Entry {
        id: tag(parts, incident, ""),
        title: inert(parts.author(&incident.title)),
        link: parts.href(&Links::incident(incident)),
        published: derive::published(incident),
        updated: derive::updated(incident),
        summary: AuthorText {
            text: parts.description(incident),
            lang: parts.author(&incident.title).lang,
        },
        html: html(parts, advice, item)?,
        categories: categories(parts, incident, &status, touched),
        corrects: None,
    })
}

/// What update number `at` tells readers to look for and to do. What they see stands in
/// the entry that said it first, what they can do in each, until it is over.
fn advice_at(incident: &Incident, at: usize) -> Advice {
    let update = &incident.updates[at];
    let before = match at.checked_sub(1) {
        Some(_) if update.status.is_final() => return Advice::default(),
        Some(before) => Some(&incident.updates[before].advice),
        None => derive::is_announced_by_file(incident).then_some(&incident.advice),
    };
    let mut advice = Advice::clone(&update.advice);
    if let Some(before) = before {
        if advice.symptoms == before.symptoms {
            advice.symptoms.clear();
        }
        advice.error_text = advice
            .error_text
            .filter(|text| Some(text) != before.error_text.as_ref());
    }
    advice
}

/// The window in words, as it was before update number `at`.
fn window(parts: &ViewBuilder<'_>, incident: &Incident, at: usize) -> Option<String> {
    let window = incident.window_before(at)?;
    Some(parts.window(window.from, window.until))
}

fn html(
    parts: &ViewBuilder<'_>,
    advice: &Advice,
    view: FeedItemView,
) -> Result<String, Box<Diagnostic>> {
    let advice = parts.advice(advice);
    let html = parts.context.engine.render(
        parts.links.lang,
        "feed-item.html",
        &[("item", &view), ("advice", &advice)],
    )?;
    let html = String::from_utf8_lossy(&html);
    Ok(html.trim().to_string())
}
