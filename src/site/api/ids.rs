//! Ids of the Statuspage v2 documents: 12 lower-case letters and digits, as the
//! original mints them (`docs/decisions/0025-statuspage-api.md`).

use sha2::{Digest, Sha256};

use crate::model::{Incident, Site, Update};

const LENGTH: usize = 12;
const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// Whether an id has the form of the original, so that an imported one is kept.
fn is_original(id: &str) -> bool {
    id.len() == LENGTH
        && id
            .bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
}

/// Twelve digits of base 36 from a SHA-256: 62 bits, so that a million ids
/// collide once in some nine million sites.
fn minted(kind: &str, id: &str) -> String {
    let hash = Sha256::digest(format!("{kind}/{id}"));
    let mut number = hash[..16]
        .iter()
        .fold(0_u128, |n, byte| n << 8 | u128::from(*byte));
    (0..LENGTH)
        .map(|_| {
            let digit = DIGITS[(number % 36) as usize];
            number /= 36;
            char::from(digit)
        })
        .collect()
}

fn kept(kind: &str, id: &str) -> String {
    if is_original(id) {
        id.to_string()
    } else {
        minted(kind, id)
    }
}

/// Id of the page, from the site's permanent id.
pub fn page(site: &Site) -> String {
    kept("page", &site.id)
}

/// Id of a platform or a group, from its key: keys are unique among both.
pub fn component(key: &str) -> String {
    kept("component", key)
}

/// Id of an incident.
pub fn incident(incident: &Incident) -> String {
    kept("incident", &incident.id)
}

/// Id of an update. Ours are unique in their incident only, those of the
/// original everywhere: one is kept where its incident is an imported one too.
pub fn update(incident: &Incident, update: &Update) -> String {
    if is_original(&incident.id) && is_original(&update.id) {
        update.id.clone()
    } else {
        minted("update", &format!("{}/{}", incident.id, update.id))
    }
}

/// Id of what the file itself announces (`announced`, as in the feeds).
pub fn announcement(incident: &Incident) -> String {
    minted("update", &format!("{}/announced", incident.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_the_original_are_kept_and_others_get_its_form() {
        assert_eq!(kept("incident", "w554d74dv18j"), "w554d74dv18j");
        for id in ["music-does-not-play", "W554D74DV18J", "w554d74dv18", ""] {
            assert!(is_original(&kept("incident", id)), "{id}");
        }
        assert_ne!(kept("incident", "login"), kept("component", "login"));
    }
}
