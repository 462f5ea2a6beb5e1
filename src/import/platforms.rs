//! Platforms by the names that a source uses: ids for new ones, those of
//! `status.yml` where there is one.

use std::collections::BTreeMap;

use super::record::{Group, Page, Platform, Record};
use crate::model::{self, PlatformId, Site, State, Text};
use crate::text::{canonical, plain_slug};

/// Names of the source to ids of the project.
#[derive(Debug, Clone, Default)]
pub struct Platforms {
    ids: BTreeMap<String, String>,
    groups: BTreeMap<String, String>,
    /// Platforms of which the project knows nothing yet.
    pub unknown: Vec<Platform>,
    /// Names stand for themselves.
    identity: bool,
}

/// The platform of this name: of several the one in the group of that name, else none.
fn by_name<'a>(site: &'a Site, group: Option<&str>, name: &str) -> Option<&'a model::Platform> {
    let is = |text: &Text, name: &str| {
        let mut said = site.languages.iter().map(|lang| text.get(lang).0);
        said.any(|said| canonical(said) == canonical(name))
    };
    let all = (0..site.platforms.len()).map(PlatformId);
    let named: Vec<PlatformId> = all
        .filter(|id| is(&site.platform(*id).name, name))
        .collect();
    let of_group = named.iter().find(|id| match (site.group_of(**id), group) {
        (Some(known), Some(group)) => is(&known.name, group),
        (None, None) => true,
        _ => false,
    });
    let id = match (of_group, named.as_slice()) {
        (Some(id), _) | (None, [id]) => id,
        _ => return None,
    };
    Some(site.platform(*id))
}

impl Platforms {
    /// Ids for the platforms of a page that has no `status.yml` yet.
    pub fn new(page: &Page) -> Self {
        let mut platforms = Self::default();
        let mut taken = Vec::new();
        for group in &page.platforms {
            for platform in &group.platforms {
                let wanted = platform.key.as_deref().unwrap_or(&platform.name);
                let id = free_id(wanted, &taken);
                taken.push(id.clone());
                platforms.ids.insert(platform.source.clone(), id);
            }
        }
        for name in page.platforms.iter().filter_map(|g| g.name.as_ref()) {
            let id = free_id(name, &taken);
            taken.push(id.clone());
            platforms.groups.insert(name.clone(), id);
        }
        platforms
    }

    /// Every name is its own id: for what the source says, whatever the project calls it.
    pub fn identity() -> Self {
        Self {
            identity: true,
            ..Self::default()
        }
    }

    /// The platforms of a page among those of a site, by id or by name.
    pub fn of_site(page: &Page, site: &Site) -> Self {
        let mut platforms = Self::default();
        let fresh = Self::new(page);
        let members = |group: &Group| {
            let name = group.name.clone();
            let one = move |platform| (name.clone(), platform);
            group.platforms.clone().into_iter().map(one)
        };
        for (group, platform) in page.platforms.iter().flat_map(members) {
            let wanted = fresh.key(&platform.source).unwrap_or_default().to_string();
            let known = site
                .platforms
                .iter()
                .find(|p| p.key == wanted)
                .or_else(|| by_name(site, group.as_deref(), &platform.name));
            match known {
                Some(known) => {
                    platforms
                        .ids
                        .insert(platform.source.clone(), known.key.clone());
                }
                None => platforms.unknown.push(Platform {
                    key: Some(wanted),
                    ..platform.clone()
                }),
            }
        }
        platforms
    }

    /// The id of a platform.
    pub fn key(&self, source: &str) -> Option<&str> {
        self.ids.get(source).map(String::as_str)
    }

    /// The id of a group.
    pub fn group_key(&self, name: &str) -> Option<&str> {
        self.groups.get(name).map(String::as_str)
    }

    /// States by id, in the order given; the last of one platform counts.
    pub fn keys(&self, states: &[(String, State)]) -> Vec<(String, State)> {
        let mut out: Vec<(String, State)> = Vec::new();
        for (source, state) in states {
            let key = if self.identity {
                Some(source.as_str())
            } else {
                self.key(source)
            };
            let Some(key) = key else { continue };
            match out.iter_mut().find(|(k, _)| k == key) {
                Some(known) => known.1 = *state,
                None => out.push((key.to_string(), *state)),
            }
        }
        out
    }

    /// The unknown platforms that a record speaks of.
    pub fn missing<'a>(&'a self, records: &'a [Record]) -> Vec<&'a Platform> {
        let named = |source: &str| {
            records.iter().any(|r| {
                r.affected
                    .iter()
                    .chain(r.entries.iter().flat_map(|e| &e.states))
                    .any(|(s, _)| s == source)
            })
        };
        self.unknown.iter().filter(|p| named(&p.source)).collect()
    }
}

fn ascii_slug(name: &str) -> String {
    let id: String = plain_slug(name).chars().filter(|c| c.is_ascii()).collect();
    let id = id.trim_matches('-');
    let id: String = id.chars().take(50).collect();
    id.trim_matches('-').to_string()
}

fn free_id(name: &str, taken: &[String]) -> String {
    let base = match ascii_slug(name) {
        id if id.is_empty() => "platform".to_string(),
        id if matches!(id.as_str(), "all" | "index") => format!("{id}-platform"),
        id => id,
    };
    let free = |id: &String| !taken.contains(id);
    std::iter::once(base.clone())
        .chain((2..).map(|n| format!("{base}-{n}")))
        .find(free)
        .unwrap_or(base)
}
