//! Scope in YAML: platforms with states, regions, audiences, and what is not
//! affected.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::model::{
    AudienceId, Impact, Lang, Named, PlatformId, Reach, RegionId, Scope, Site, State, Text,
    Unaffected,
};
use crate::text::{canonical, nearest};
use crate::yaml::{Fields, Node, Reader, Value};

/// Applies `affected`, `unaffected`, `regions`, `audiences` and `impact` to a
/// scope: what is named changes, everything else carries over. `list_state` is
/// the state of platforms in a plain list where no impact is known.
pub fn apply(
    reader: &mut Reader,
    fields: Fields<'_>,
    site: &Site,
    lang: &Lang,
    list_state: Option<State>,
    scope: &mut Scope,
) {
    if let Some(node) = fields.get("impact") {
        scope.impact = reader
            .word(node, "unknown-impact", "an impact", &Impact::WORDS)
            .or(scope.impact);
    }
    let mut named = BTreeMap::new();
    if let Some(node) = fields.get("affected") {
        let state = scope.impact.map(Impact::state).or(list_state);
        named = affected(reader, node, site, state);
        for (platform, (state, _)) in &named {
            if *state == State::Operational {
                scope.affected.remove(platform);
            } else {
                scope.affected.insert(*platform, *state);
            }
        }
        let now_affected = &scope.affected;
        scope
            .unaffected
            .retain(|u| !matches!(u, Unaffected::Platform(p) if now_affected.contains_key(p)));
    }
    if let Some(node) = fields.get("unaffected") {
        scope.unaffected = unaffected(reader, node, site, lang, &scope.affected, &named);
    }
    if let Some(node) = fields.get("regions") {
        scope.regions = reach(
            reader,
            node,
            &site.regions,
            "unknown-region",
            "a region",
            RegionId,
        );
    }
    if let Some(node) = fields.get("audiences") {
        scope.audiences = reach(
            reader,
            node,
            &site.audiences,
            "unknown-audience",
            "an audience",
            AudienceId,
        );
    }
}

type NamedStates = BTreeMap<PlatformId, (State, Range<usize>)>;

fn affected(
    reader: &mut Reader,
    node: &Node,
    site: &Site,
    list_state: Option<State>,
) -> NamedStates {
    let mut named = NamedStates::new();
    match &node.value {
        Value::Map(fields) => {
            for field in fields {
                let platforms = platforms(reader, &field.key, field.key_span.clone(), site);
                let state = reader.word(&field.value, "unknown-state", "a state", &State::WORDS);
                for platform in platforms {
                    if let Some(state) = state {
                        named.insert(platform, (state, field.key_span.clone()));
                    }
                }
            }
        }
        Value::Null => {}
        _ => {
            let items = reader.list(node);
            let Some(state) = list_state else {
                reader.error(
                    "state-missing",
                    node.span.clone(),
                    "this list does not say how the platforms are affected",
                    "expected a state for each: {ios: major outage}, or `impact: major` beside the list",
                );
                return named;
            };
            for item in items {
                if let Some(text) = reader.text(item) {
                    for platform in platforms(reader, &text, item.span.clone(), site) {
                        named.insert(platform, (state, item.span.clone()));
                    }
                }
            }
        }
    }
    named
}

/// The platforms that a word stands for: one, or all of a group.
pub fn find_platforms(word: &str, site: &Site) -> Vec<PlatformId> {
    let wanted = canonical(word);
    let is = |named: &Named| {
        canonical(&named.key) == wanted
            || names_of(&named.name, site).any(|n| canonical(n) == wanted)
    };
    if let Some(at) = site
        .platforms
        .iter()
        .position(|p| canonical(&p.key) == wanted)
    {
        return vec![PlatformId(at)];
    }
    if let Some(group) = site
        .groups
        .iter()
        .find(|g| g.named.as_ref().is_some_and(is))
    {
        return group.platforms.clone();
    }
    site.platforms
        .iter()
        .position(|p| names_of(&p.name, site).any(|n| canonical(n) == wanted))
        .map(PlatformId)
        .into_iter()
        .collect()
}

fn names_of<'a>(name: &'a Text, site: &'a Site) -> impl Iterator<Item = &'a str> {
    site.languages.iter().map(|lang| name.get(lang).0.as_str())
}

fn platforms(reader: &mut Reader, word: &str, span: Range<usize>, site: &Site) -> Vec<PlatformId> {
    let platforms = find_platforms(word, site);
    if platforms.is_empty() {
        let groups = site
            .groups
            .iter()
            .filter_map(|g| g.named.as_ref())
            .map(|n| n.key.as_str());
        let known: Vec<&str> = site
            .platforms
            .iter()
            .map(|p| p.key.as_str())
            .chain(groups)
            .collect();
        let near = nearest(word, known.iter().copied());
        let mut diagnostic = Diagnostic::error(
            "unknown-platform",
            reader.place(span),
            format!("`{word}` is not a platform of this site"),
            "expected a platform or a group from status.yml",
        )
        .nearest(near);
        if near.is_none() {
            diagnostic = diagnostic.help(format!("platforms: {}", known.join(", ")));
        }
        reader.found.push(diagnostic);
    }
    platforms
}

fn unaffected(
    reader: &mut Reader,
    node: &Node,
    site: &Site,
    lang: &Lang,
    affected: &BTreeMap<PlatformId, State>,
    named: &NamedStates,
) -> Vec<Unaffected> {
    let mut list = Vec::new();
    let is_name = |item: &Node| matches!(&item.value, Value::Text(text) if !find_platforms(text, site).is_empty());
    for item in reader.list(node) {
        let text = match is_name(item) {
            true => reader.text(item),
            false => reader.words(item),
        };
        let Some(text) = text else {
            continue;
        };
        let platforms = find_platforms(&text, site);
        for platform in &platforms {
            if affected.contains_key(platform) {
                let key = &site.platform(*platform).key;
                let mut diagnostic = Diagnostic::error(
                    "affected-and-unaffected",
                    reader.place(item.span.clone()),
                    format!("`{key}` is said to be affected and not affected"),
                    "take it out of one of the two",
                );
                if let Some((_, span)) = named.get(platform) {
                    diagnostic = diagnostic.related(reader.place(span.clone()), "affected here");
                }
                reader.found.push(diagnostic);
            }
        }
        if platforms.is_empty() {
            list.push(Unaffected::Words(Text::new(lang, text)));
        } else {
            list.extend(platforms.into_iter().map(Unaffected::Platform));
        }
    }
    list
}

fn reach<T: Ord>(
    reader: &mut Reader,
    node: &Node,
    known: &[Named],
    code: &'static str,
    what: &str,
    id: fn(usize) -> T,
) -> Reach<T> {
    let items = reader.list(node);
    let mut only = Vec::new();
    for item in items {
        let Some(text) = reader.text(item) else {
            continue;
        };
        let wanted = canonical(&text);
        if wanted == "all" {
            return Reach::All;
        }
        let words: Vec<(&str, usize)> = known
            .iter()
            .enumerate()
            .map(|(at, n)| (n.key.as_str(), at))
            .collect();
        let by_name = known
            .iter()
            .position(|n| canonical(&n.key) == wanted || canonical(n.name.original()) == wanted);
        let found = by_name.or_else(|| reader.known(code, what, &text, item.span.clone(), &words));
        only.extend(found.map(id));
    }
    only.sort_unstable();
    only.dedup();
    if only.is_empty() && items.is_empty() {
        reader.error(
            "empty-value",
            node.span.clone(),
            "nothing is named here",
            "leave the line out for all",
        );
    }
    Reach::Only(only)
}
