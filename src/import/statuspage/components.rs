//! Components of a page: from its own list where there is one, else from what incidents say.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::json::Object;
use super::super::record::{Group, Platform};
use super::super::report::{Loss, Report};
use super::super::times;
use crate::time::Moment;

/// What says how a component is called; the last counts most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Update,
    Incident,
    Page,
}

#[derive(Debug, Clone)]
struct Component {
    rank: (Rank, Option<Moment>),
    name: String,
    is_group: bool,
    group: Option<String>,
    position: i64,
    since: Option<Date>,
    lost: Vec<String>,
}

/// All components by id.
#[derive(Debug, Clone, Default)]
pub struct Components {
    all: BTreeMap<String, Component>,
    /// All names that each one had.
    names: BTreeMap<String, BTreeSet<String>>,
}

/// The id of a component in `affected_components`; without a code its name serves.
pub fn code(one: &Object<'_>, faults: &mut Vec<String>) -> Option<String> {
    ["code", "id", "name"]
        .iter()
        .find_map(|key| one.text(key, faults))
        .filter(|t| !t.trim().is_empty())
}

impl Components {
    /// A component of the page's own list.
    pub fn of_page(&mut self, one: &Object<'_>, faults: &mut Vec<String>) {
        self.add(one, Rank::Page, None, faults);
    }

    /// The components that an incident and its updates name.
    pub fn of_incident(&mut self, incident: &Object<'_>, faults: &mut Vec<String>) {
        for one in incident.objects("components", faults) {
            self.add(&one, Rank::Incident, None, faults);
        }
        for update in incident.objects("incident_updates", faults) {
            let at = moment(&update, "created_at", faults);
            for one in update.objects("affected_components", faults) {
                self.add(&one, Rank::Update, at, faults);
            }
        }
    }

    fn add(&mut self, one: &Object<'_>, rank: Rank, at: Option<Moment>, faults: &mut Vec<String>) {
        let Some(id) = code(one, faults) else {
            faults.push(format!("{}: a component needs an id or a name", one.place));
            return;
        };
        let at = at.or_else(|| moment(one, "updated_at", faults));
        let name = one.text("name", faults).unwrap_or_else(|| id.clone());
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let rank = (rank, at);
        self.names
            .entry(id.clone())
            .or_default()
            .insert(name.clone());
        if self.all.get(&id).is_some_and(|known| known.rank > rank) {
            return;
        }
        let lost = one
            .keys()
            .filter(|(key, value)| match key.as_str() {
                "description" => value.as_str().is_some_and(|t| !t.trim().is_empty()),
                "only_show_if_degraded" => value.as_bool() == Some(true),
                "showcase" => value.as_bool() == Some(false),
                _ => false,
            })
            .map(|(key, _)| key.clone())
            .collect();
        let component = Component {
            rank,
            name: if name.is_empty() { id.clone() } else { name },
            is_group: one.flag("group", faults),
            group: one.text("group_id", faults),
            position: one.number("position", faults).unwrap_or(i64::MAX),
            since: one
                .text("start_date", faults)
                .and_then(|t| t.get(..10)?.parse().ok()),
            lost,
        };
        self.all.insert(id, component);
    }

    /// Groups and platforms in the order of the page.
    pub fn groups(&self) -> Vec<Group> {
        let mut top: Vec<(&String, &Component)> = self
            .all
            .iter()
            .filter(|(_, c)| c.is_group || !self.in_group(c))
            .collect();
        top.sort_by_key(|(id, c)| (c.position, *id));
        let mut groups: Vec<Group> = Vec::new();
        for (id, component) in top {
            if component.is_group {
                let mut members: Vec<(&String, &Component)> = self
                    .all
                    .iter()
                    .filter(|(_, c)| !c.is_group && c.group.as_ref() == Some(id))
                    .collect();
                members.sort_by_key(|(id, c)| (c.position, *id));
                if !members.is_empty() {
                    groups.push(Group {
                        name: Some(component.name.clone()),
                        platforms: members.into_iter().map(platform).collect(),
                    });
                }
            } else {
                match groups.last_mut() {
                    Some(last) if last.name.is_none() => {
                        last.platforms.push(platform((id, component)))
                    }
                    _ => groups.push(Group {
                        name: None,
                        platforms: vec![platform((id, component))],
                    }),
                }
            }
        }
        groups
    }

    fn in_group(&self, component: &Component) -> bool {
        component
            .group
            .as_ref()
            .and_then(|id| self.all.get(id))
            .is_some_and(|group| group.is_group)
    }

    /// The members of a group, or the component itself.
    pub fn members(&self, id: &str) -> Vec<String> {
        match self.all.get(id) {
            Some(group) if group.is_group => self
                .all
                .iter()
                .filter(|(_, c)| !c.is_group && c.group.as_deref() == Some(id))
                .map(|(id, _)| id.clone())
                .collect(),
            _ => vec![id.to_string()],
        }
    }

    /// What of the components has no place.
    pub fn report(&self, report: &mut Report) {
        for (id, component) in &self.all {
            let source = format!("component {id} ({})", component.name);
            report.add(
                Loss::NoPlace,
                "components[].id: platforms have ids of words here",
                &source,
            );
            for old in self.names.get(id).into_iter().flatten() {
                if *old != component.name {
                    report.add(
                        Loss::NoPlace,
                        format!("`{old}`, a former name of a component"),
                        &source,
                    );
                }
            }
            for key in &component.lost {
                report.add(Loss::NoPlace, format!("components[].{key}"), &source);
            }
        }
    }
}

fn platform((id, component): (&String, &Component)) -> Platform {
    Platform {
        source: id.clone(),
        name: component.name.clone(),
        since: component.since,
        ..Platform::default()
    }
}

/// A time of the API; `None` where it is missing or no time.
pub fn moment(one: &Object<'_>, key: &str, faults: &mut Vec<String>) -> Option<Moment> {
    times::read(&one.text(key, faults)?, &TimeZone::UTC)
}
