//! Words of a person to values of the site, each error with the nearest known word.

use crate::model::{
    AudienceId, Impact, Lang, Named, PlatformId, Reach, RegionId, Site, State, Status, Text,
    Unaffected,
};
use crate::source::find_platforms;
use crate::text::{canonical, nearest, one_of};

/// One of some known words.
///
/// # Errors
/// A sentence with the nearest word, and all of them.
pub fn known<T: Copy>(what: &str, word: &str, words: &[(&str, T)]) -> Result<T, String> {
    let wanted = canonical(word);
    if let Some((_, value)) = words.iter().find(|(name, _)| canonical(name) == wanted) {
        return Ok(*value);
    }
    let names = || words.iter().map(|(name, _)| *name);
    let mut said = format!("`{word}` is not {what}");
    if let Some(near) = nearest(word, names()) {
        said.push_str(&format!("; did you mean `{near}`?"));
    }
    if words.is_empty() {
        said.push_str("; status.yml names none");
    } else {
        said.push_str(&format!(" Known: {}.", one_of(names())));
    }
    Err(said.replacen("` Known", "`. Known", 1))
}

/// The platforms that a word stands for: one, or all of a group.
///
/// # Errors
/// As [`known`].
pub fn platforms(word: &str, site: &Site) -> Result<Vec<PlatformId>, String> {
    let found = find_platforms(word, site);
    if !found.is_empty() {
        return Ok(found);
    }
    let groups = site.groups.iter().filter_map(|g| g.named.as_ref());
    let words: Vec<(&str, ())> = site
        .platforms
        .iter()
        .map(|p| (p.key.as_str(), ()))
        .chain(groups.map(|g| (g.key.as_str(), ())))
        .collect();
    known("a platform of this site", word, &words).map(|()| Vec::new())
}

/// A state.
///
/// # Errors
/// As [`known`].
pub fn state(word: &str) -> Result<State, String> {
    known("a state", word, &State::WORDS)
}

/// An impact.
///
/// # Errors
/// As [`known`].
pub fn impact(word: &str) -> Result<Impact, String> {
    known("an impact", word, &Impact::WORDS)
}

/// A status out of those of a kind; `update` is `None`.
///
/// # Errors
/// As [`known`].
pub fn status(word: &str, of_kind: &[(&str, Status)]) -> Result<Option<Status>, String> {
    let words: Vec<(&str, Option<Status>)> = of_kind
        .iter()
        .map(|(word, status)| (*word, Some(*status)))
        .chain([("update", None)])
        .collect();
    known("a status here", word, &words)
}

/// Regions; `all` among them is all.
///
/// # Errors
/// As [`known`].
pub fn regions(words: &[String], site: &Site) -> Result<Reach<RegionId>, String> {
    reach("a region", words, &site.regions, RegionId)
}

/// Audiences; `all` among them is all.
///
/// # Errors
/// As [`known`].
pub fn audiences(words: &[String], site: &Site) -> Result<Reach<AudienceId>, String> {
    reach("an audience", words, &site.audiences, AudienceId)
}

fn reach<T: Ord>(
    what: &str,
    words: &[String],
    named: &[Named],
    id: fn(usize) -> T,
) -> Result<Reach<T>, String> {
    let mut only = Vec::new();
    for word in words {
        let wanted = canonical(word);
        if wanted == "all" {
            return Ok(Reach::All);
        }
        let by_name = named
            .iter()
            .position(|n| canonical(n.name.original()) == wanted);
        let at = match by_name {
            Some(at) => at,
            None => {
                let keys: Vec<(&str, usize)> = named
                    .iter()
                    .enumerate()
                    .map(|(at, n)| (n.key.as_str(), at))
                    .collect();
                known(what, word, &keys)?
            }
        };
        only.push(id(at));
    }
    only.sort_unstable();
    only.dedup();
    Ok(Reach::Only(only))
}

/// What still works: platforms, or plain words.
pub fn unaffected(words: &[String], site: &Site, lang: &Lang) -> Vec<Unaffected> {
    words
        .iter()
        .flat_map(|word| match find_platforms(word, site).as_slice() {
            [] => vec![Unaffected::Words(Text::new(lang, word.trim().to_string()))],
            platforms => platforms
                .iter()
                .copied()
                .map(Unaffected::Platform)
                .collect(),
        })
        .collect()
}

/// A status as a heading has it: `False alarm`.
pub fn heading(status: Option<Status>) -> String {
    let word = status.map_or("update", Status::key).replace('_', " ");
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_offered() {
        assert_eq!(
            status("monitorin", &Status::INCIDENT).unwrap_err(),
            "`monitorin` is not a status here; did you mean `monitoring`? Known: investigating, identified, monitoring, resolved, false_alarm or update."
        );
        assert_eq!(
            status("False alarm", &Status::INCIDENT),
            Ok(Some(Status::FalseAlarm))
        );
        assert_eq!(
            known::<()>("a region", "fr", &[]).unwrap_err(),
            "`fr` is not a region; status.yml names none"
        );
        assert_eq!(heading(Some(Status::InProgress)), "In progress");
    }
}
