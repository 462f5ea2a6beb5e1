//! Names of new files: from the title, free, and fit for an address.

use crate::source::{self, Reading};
use crate::text::{beginning, collision_key, slug};

/// Bytes of a name made of a title; addresses stay short enough to read out.
const MAX_BYTES: usize = 60;

/// A name for a new file that no other file has, made of the title. `fallback` is
/// the name where the title has no letter that can stand in one.
pub fn free_name(title: &str, fallback: &str, reading: &Reading, on_disk: &[String]) -> String {
    let mut name = String::new();
    for part in slug(title).split_inclusive('-') {
        if !name.is_empty() && name.len() + part.len() > MAX_BYTES {
            break;
        }
        name.push_str(part);
    }
    let name = beginning(&name, MAX_BYTES)
        .trim_end_matches('-')
        .to_string();
    let name = if source::name_fits(&name) {
        name
    } else {
        fallback.to_string()
    };
    let taken: Vec<String> = reading
        .incidents
        .iter()
        .flat_map(|i| [i.name.as_str(), i.id.as_str()])
        .chain(on_disk.iter().map(String::as_str))
        .map(collision_key)
        .collect();
    let free = |name: &String| !taken.contains(&collision_key(name));
    (1..)
        .map(|n| match n {
            1 => name.clone(),
            n => format!("{name}-{n}"),
        })
        .find(free)
        .unwrap_or(name)
}
