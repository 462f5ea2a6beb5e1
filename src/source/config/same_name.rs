//! Names that readers could not tell apart.
//!
//! Platforms of one name that stand in different groups are told with their group; two of
//! one group, or of none, cannot be told apart. Names are compared in each language by
//! itself, as people read them: in Unicode NFC, whatever the case, however wide the space,
//! without characters that nobody sees.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Diagnostic;
use crate::model::{Group, Lang, Named, Platform};
use crate::text::collision_key;
use crate::yaml::Reader;

/// The key under which two names read the same.
pub fn key(name: &str) -> String {
    let seen: String = name.chars().filter(|c| !is_unseen(*c)).collect();
    let words: Vec<&str> = seen.split_whitespace().collect();
    // By way of capitals, which fold what small letters keep apart: `ß` and `ss`.
    collision_key(&words.join(" ").to_uppercase())
}

/// Soft hyphen, zero width space, word joiner, byte order mark, signs of direction.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Two that read the same.
struct Collision {
    /// What they are: `two platforms of the group ...`.
    what: String,
    name: String,
    lang: Lang,
    /// Their places in the list.
    pair: (usize, usize),
}

/// Marks the platforms that share their name with one that stands elsewhere, and finds
/// those that nothing tells apart. `places`: where the name of each stands.
pub(super) fn platforms(
    reader: &mut Reader,
    platforms: &mut [Platform],
    groups: &[Group],
    places: &[Range<usize>],
    languages: &[Lang],
) {
    let mut group_of: Vec<Option<&Named>> = vec![None; platforms.len()];
    for group in groups {
        for id in &group.platforms {
            group_of[id.0] = group.named.as_ref();
        }
    }
    let mut collisions = Vec::new();
    for lang in languages {
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, platform) in platforms.iter().enumerate() {
            let name = key(platform.name.get(lang).0);
            by_name.entry(name).or_default().push(at);
        }
        let collision = |what: String, pair: (usize, usize)| Collision {
            what,
            name: platforms[pair.0].name.get(lang).0.clone(),
            lang: lang.clone(),
            pair: (pair.0.min(pair.1), pair.0.max(pair.1)),
        };
        let shared: Vec<usize> = by_name
            .values()
            .filter(|m| m.len() > 1)
            .flatten()
            .copied()
            .collect();
        let mut told: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
        for at in &shared {
            let name = platforms[*at].name.get(lang).0;
            let group = group_of[*at].map(|group| group.name.get(lang).0);
            let first = *told
                .entry((key(name), group.map(|g| key(g))))
                .or_insert(*at);
            if first != *at {
                let of = group.map_or(String::new(), |group| format!(" of the group `{group}`"));
                collisions.push(collision(format!("two platforms{of}"), (first, *at)));
            }
        }
        // `API (Europe)` may also be what somebody has called a platform.
        let alone: BTreeMap<String, usize> = by_name
            .iter()
            .filter(|(_, members)| {
                members.len() == 1 || members.iter().any(|at| group_of[*at].is_none())
            })
            .flat_map(|(name, members)| members.iter().map(|at| (loose(name), *at)))
            .collect();
        for at in &shared {
            let Some(group) = group_of[*at] else { continue };
            let name = platforms[*at].name.get(lang).0;
            let told = loose(&key(&format!("{name} ({})", group.name.get(lang).0)));
            if let Some(other) = alone.get(&told) {
                collisions.push(collision("two platforms".to_string(), (*other, *at)));
            }
        }
        for at in shared {
            platforms[at].shares_name.push(lang.clone());
        }
    }
    report(
        reader,
        collisions,
        places,
        languages,
        "name one of them otherwise; platforms of different groups may share a name, and are told as `API (Europe)`",
    );
}

/// A key without the width of its signs, and without space.
fn loose(key: &str) -> String {
    let wide: String = key.nfkc().collect();
    wide.split_whitespace().collect()
}

/// Says each pair once, in the first language in which it reads the same.
fn report(
    reader: &mut Reader,
    collisions: Vec<Collision>,
    places: &[Range<usize>],
    languages: &[Lang],
    why: &str,
) {
    let mut reported = BTreeSet::new();
    for Collision {
        what,
        name,
        lang,
        pair,
    } in collisions
    {
        if !reported.insert(pair) {
            continue;
        }
        let (first, second) = pair;
        let in_lang = match languages.first() {
            Some(default) if *default != lang => format!(" in `{lang}`"),
            _ => String::new(),
        };
        let diagnostic = Diagnostic::error(
            "name-collision",
            reader.place(places[second].clone()),
            format!("{what} are named `{name}`{in_lang}"),
            "expected names that readers can tell apart",
        )
        .related(
            reader.place(places[first].clone()),
            "the name is taken here",
        )
        .help(why);
        reader.found.push(diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_read_the_same() {
        for other in [
            "strasse API",
            "STRASSE  api",
            "Stra\u{df}e\u{a0}API",
            " Stra\u{df}e\u{3000}A\u{ad}PI\u{200b}",
        ] {
            assert_eq!(key(other), key("Straße API"), "{other:?}");
        }
        assert_eq!(
            key("Caf\u{e9} \u{39f}\u{394}\u{39f}\u{3a3}"),
            key("cafe\u{301} \u{3bf}\u{3b4}\u{3bf}\u{3c3}")
        );
        for other in ["API 2", "AP I", "А\u{50}I", "API+", "ガ", "カ"] {
            assert_ne!(key(other), key("API"), "{other:?}");
        }
        assert_ne!(key("ガ"), key("カ"));
        assert_eq!(
            loose(&key("API (Europe)")),
            loose(&key("API\u{ff08}Europe\u{ff09}"))
        );
    }
}
