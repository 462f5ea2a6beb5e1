//! Feeds with an entry for each update, whose title says its status: `[Investigating]
//! Mail is late`, then `[Resolved] Mail is late`. Those of one page are one incident.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::tz::TimeZone;
use regex::Regex;

use super::super::times;
use super::clock::rank;
use super::marks::{Part, content, unescaped};
use super::xml::Item;
use crate::text::canonical;

/// In brackets before the title or behind it, or before a colon or a dash.
static STATUS: LazyLock<Regex> = LazyLock::new(|| {
    let all = r"(?s)^\s*(?:[\[(](?P<before>[^\[\]()]{3,40})[\])]\s*[:–—-]?\s*(?P<rest>\S.*)|(?P<bare>[A-Za-z][A-Za-z -]{4,20}?)(?::|\s+[–—-])\s+(?P<words>\S.*)|(?P<title>.*\S)\s*\[(?P<behind>[^\[\]]{3,40})\])\s*$";
    Regex::new(all).unwrap_or_else(|e| panic!("{all}: {e}"))
});

/// Words beside a status that mark an update of the same incident.
fn is_beside(word: &str) -> bool {
    matches!(word, "update" | "correction" | "reminder" | "review")
}

/// The word and the title without it; `None` where it says no status.
fn status_of(title: &str) -> Option<(String, String)> {
    let found = STATUS.captures(title)?;
    ["before", "bare", "behind"]
        .iter()
        .zip(["rest", "words", "title"])
        .find_map(|(word, rest)| {
            let word = found.name(word)?.as_str().trim();
            let spelled = canonical(word);
            (rank(&spelled).is_some() || is_beside(&spelled)).then(|| {
                Some((
                    word.to_string(),
                    found.name(rest)?.as_str().trim().to_string(),
                ))
            })?
        })
}

/// The title without what stands in brackets before it.
fn without_brackets(title: &str) -> String {
    let inside = title.trim().strip_prefix('[');
    match inside.and_then(|t| t.split_once(']')) {
        Some((_, rest)) if !rest.trim().is_empty() => rest.trim().to_string(),
        _ => title.trim().to_string(),
    }
}

/// The status of an entry that is one update, and its title without it.
fn told(item: &Item) -> Option<(String, String)> {
    let html = item.content.as_deref().unwrap_or_default();
    if !content(html).parts.is_empty() {
        return None;
    }
    let title = unescaped(item.title.as_deref().unwrap_or_default());
    let known = |word: &&String| rank(word).is_some();
    status_of(&title).or_else(|| {
        let status = item.status.as_ref().filter(known)?;
        Some((status.clone(), without_brackets(&title)))
    })
}

/// Number of an entry, the entry, and the status that it says.
type Told = (usize, Item, String);

/// Entries with their numbers, those that are updates of one incident as one.
pub(super) fn together(items: Vec<Item>) -> Vec<(usize, Item)> {
    let mut all: Vec<(usize, Item)> = Vec::new();
    let mut groups: BTreeMap<(String, String), Vec<Told>> = BTreeMap::new();
    for (number, item) in items.into_iter().enumerate() {
        let Some((word, title)) = told(&item) else {
            all.push((number, item));
            continue;
        };
        let page = page(&item).or_else(|| item.id.clone());
        let Some(page) = page else {
            all.push((number, item));
            continue;
        };
        let group = groups.entry((page, title)).or_default();
        if group.iter().all(|(_, known, _)| *known != item) {
            group.push((number, item, word));
        }
    }
    for ((_, title), group) in groups {
        if group.iter().any(|(.., word)| rank(word).is_some()) {
            all.extend(one(&title, group));
        } else {
            all.extend(group.into_iter().map(|(number, item, _)| (number, item)));
        }
    }
    all.sort_by_key(|(number, _)| *number);
    all
}

/// The page that an entry leads to, which is not the front page.
fn page(item: &Item) -> Option<String> {
    let mut page = url::Url::parse(item.link.as_deref()?).ok()?;
    page.set_fragment(None);
    let is_front = page.path().trim_matches('/').is_empty() && page.query().is_none();
    (!is_front).then(|| page.to_string())
}

/// One entry of several; it has the id of the oldest, which stays when others come.
fn one(title: &str, mut group: Vec<Told>) -> Option<(usize, Item)> {
    let said = |text: &Option<String>| times::read(text.as_deref()?, &TimeZone::UTC);
    let time = |item: &Item| said(&item.published).or(said(&item.updated));
    // Feeds write the newest first: of one moment, the later place is the older.
    group.sort_by_key(|(number, item, word)| {
        let far = rank(word).unwrap_or(u8::MAX);
        (time(item), far, std::cmp::Reverse(*number))
    });
    let number = group.iter().map(|(number, ..)| *number).min()?;
    let newest = group
        .iter()
        .map(|(_, item, _)| item)
        .max_by_key(|item| said(&item.updated).max(said(&item.published)))
        .and_then(|item| item.updated.clone());
    let parts = group
        .iter()
        .map(|(_, item, word)| Part {
            time: item
                .published
                .clone()
                .filter(|_| said(&item.published).is_some())
                .or(item.updated.clone())
                .unwrap_or_default(),
            word: match canonical(word).as_str() {
                "review" => "postmortem".to_string(),
                _ => word.clone(),
            },
            body: item.content.clone().unwrap_or_default(),
        })
        .collect();
    let link = group.iter().find_map(|(_, item, _)| page(item));
    let (_, oldest, _) = group.into_iter().next()?;
    Some((
        number,
        Item {
            title: Some(escaped(title)),
            link: link.or(oldest.link.clone()),
            updated: newest.or(oldest.updated.clone()),
            told: parts,
            ..oldest
        },
    ))
}

/// A title is read as HTML.
fn escaped(title: &str) -> String {
    title.replace('&', "&amp;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_before_a_title_or_behind_it() {
        for title in [
            "[Resolved] Mail is late",
            "[RESOLVED]: Mail is late",
            "(Resolved) Mail is late",
            "Resolved: Mail is late",
            "Resolved - Mail is late",
            "Mail is late [Resolved]",
        ] {
            let (word, rest) = status_of(title).unwrap();
            assert_eq!(canonical(&word), "resolved", "{title}");
            assert_eq!(rest, "Mail is late", "{title}");
        }
        assert_eq!(status_of("[In progress] A").unwrap().0, "In progress");
        for title in [
            "[API] Mail is late",
            "Mail: resolved names are late",
            "Mail is late (Resolved",
            "[Resolved]",
            "We are investigating: mail",
        ] {
            assert_eq!(status_of(title), None, "{title}");
        }
    }
}
