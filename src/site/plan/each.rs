//! The tasks of one subject each: an incident, a platform, a month, a year.
//!
//! Takes the context and what was derived once; gives one task for each subject, with its
//! files in all languages. Must not know of other subjects.

use std::sync::Arc;

use crate::derive;
use crate::model::{Incident, PlatformId};
use crate::site::derived::Derived;
use crate::site::links::Links;
use crate::site::pages::{self, Telling, Titles};
use crate::site::task::{Inputs, Part, Sources, Task};
use crate::site::{Context, api, badge, card, twins};

/// The pages and text alternates of an incident, and its document in the API.
pub fn incidents<'a>(context: Context<'a>, all: &[Links<'a>]) -> Vec<Task<'a>> {
    let owners = card::Owners::of(context.model);
    let titles: Vec<Titles<'a>> = all
        .iter()
        .map(|links| Titles::of(context.model, links.lang))
        .collect();
    let mut tasks = Vec::new();
    for incident in context.model.incidents() {
        let own_card = owners.has(incident);
        let telling: Vec<Telling> = titles.iter().map(|t| t.telling(incident)).collect();
        tasks.push(of_incident(context, all, incident, own_card, &telling));
        if own_card {
            tasks.push(own_cards(context, all, incident));
        }
    }
    tasks
}

fn of_incident<'a>(
    context: Context<'a>,
    all: &[Links<'a>],
    incident: &'a Incident,
    own_card: bool,
    telling: &[Telling],
) -> Task<'a> {
    let mut parts = Vec::new();
    for (at, (links, telling)) in all.iter().zip(telling.iter().copied()).enumerate() {
        let own = links.clone();
        parts.push(Part::page(
            links.file(&Links::incident(incident)),
            move |views: &Vec<_>| {
                pages::incident(context, &own, incident, (own_card, telling), &views[at])
            },
        ));
        let own = links.clone();
        parts.push(Part::asset(
            links.file(&Links::incident_text(incident)),
            move |views: &Vec<_>| twins::of_incident(context, &own, &views[at]),
        ));
    }
    if !incident.drill {
        parts.push(Part::asset(api::single_path(incident), move |_| {
            Ok(api::single(context, incident))
        }));
    }
    let files = Arc::clone(&incident.files);
    // Newer ones take its card away; others may take or give back its title.
    let which = telling
        .iter()
        .fold(u128::from(own_card), |which, t| which * 4 + *t as u128);
    let sources = match which {
        0 => Sources::Files(files),
        which => Sources::Parts { files, which },
    };
    let languages = all.to_vec();
    let views = move || {
        let view = |links| pages::incident_view(context, links, incident);
        Ok(languages.iter().map(view).collect())
    };
    let inputs = Inputs {
        sources,
        clock: derive::waits_for_clock(incident),
    };
    Task::new(format!("incident {}", incident.name), inputs, views, parts)
}

/// Pictures take longest, and depend on less.
fn own_cards<'a>(context: Context<'a>, all: &[Links<'a>], incident: &'a Incident) -> Task<'a> {
    let card = |links: &Links<'a>| {
        let own = links.clone();
        Part::asset(links.file(&card::path(incident, true)), move |()| {
            Ok(card::own(context, &own, incident))
        })
    };
    let inputs = Inputs::files(Arc::clone(&incident.files));
    let parts = all.iter().map(card).collect();
    Task::of_files(format!("card {}", incident.name), inputs, parts)
}

/// Old addresses. Those of incident pages were one in each language; of any other nobody
/// but its owner knows what it was.
pub fn redirects<'a>(context: Context<'a>, all: &[Links<'a>]) -> Vec<Task<'a>> {
    let named = context.model.incidents().flat_map(|i| &i.aliases);
    let named: std::collections::BTreeSet<&str> = named.map(String::as_str).collect();
    let mut tasks = Vec::new();
    for incident in context.model.incidents() {
        for alias in &incident.aliases {
            let languages = if pages::is_incident(alias) {
                all
            } else {
                &all[..1]
            };
            let paths = languages.iter().map(|links| (links, links.file(alias)));
            let free = paths.filter(|(_, path)| path == alias || !named.contains(path.as_str()));
            let parts = free.map(|(links, path)| {
                let own = links.clone();
                Part::page(path, move |()| {
                    pages::redirect(context, &own, incident, alias)
                })
            });
            tasks.push(Task::of_files(
                format!("redirect {alias} {}", incident.name),
                Inputs::files(Arc::clone(&incident.files)),
                parts.collect(),
            ));
        }
    }
    tasks
}

/// The page and the badge of each platform.
pub fn platforms<'a>(
    context: Context<'a>,
    all: &[Links<'a>],
    derived: &Arc<Derived<'a>>,
) -> Vec<Task<'a>> {
    let platforms = context.model.site.platforms.iter().enumerate();
    let task = |(at, platform): (usize, &crate::model::Platform)| {
        let id = PlatformId(at);
        let mut parts = Vec::new();
        for links in all {
            let (own, once) = (links.clone(), Arc::clone(derived));
            parts.push(Part::page(
                links.file(&Links::platform(&platform.key)),
                move |()| pages::platform(context, &own, id, &once),
            ));
            let (own, once) = (links.clone(), Arc::clone(derived));
            let path = links.file(&format!("badge/{}.svg", platform.key));
            parts.push(Part::asset(path, move |()| {
                Ok(badge::badge(context, &own, Some(id), &once.outlook().now))
            }));
        }
        Task::of_files(
            format!("platform {}", platform.key),
            Inputs::all(true),
            parts,
        )
    };
    platforms.map(task).collect()
}

/// The page of each month.
pub fn months<'a>(
    context: Context<'a>,
    all: &[Links<'a>],
    derived: &Arc<Derived<'a>>,
) -> Vec<Task<'a>> {
    let months = derived.months();
    let task = |(at, month): (usize, &derive::Month<'a>)| {
        let page = |links: &Links<'a>| {
            let (own, once) = (links.clone(), Arc::clone(derived));
            Part::page(links.file(&Links::month(&month.key())), move |()| {
                pages::month(context, &own, once.months(), at)
            })
        };
        // It names its neighbours, which may come and go.
        let near = months[at.saturating_sub(1)..months.len().min(at + 2)].iter();
        let inputs = Inputs {
            clock: month.incidents.iter().any(|i| derive::waits_for_clock(i)),
            ..Inputs::files(files(near.flat_map(|month| month.incidents.iter())))
        };
        let parts = all.iter().map(page).collect();
        Task::of_files(format!("month {}", month.key()), inputs, parts)
    };
    months.iter().enumerate().map(task).collect()
}

/// What of each year can be searched, and its document in the API.
pub fn years<'a>(
    context: Context<'a>,
    all: &[Links<'a>],
    derived: &Arc<Derived<'a>>,
) -> Vec<Task<'a>> {
    let task = |(at, (year, incidents)): (usize, &(i16, Vec<&'a Incident>))| {
        let mut parts: Vec<Part<'a, ()>> = Vec::new();
        for links in all {
            let (own, once) = (links.clone(), Arc::clone(derived));
            parts.push(Part::asset(
                links.file(&pages::search::path(*year)),
                move |()| Ok(pages::search::index(context, &own, &once.years()[at].1)),
            ));
        }
        let once = Arc::clone(derived);
        parts.push(Part::asset(api::year_path(*year), move |()| {
            Ok(api::year(context, &once, at))
        }));
        let inputs = Inputs {
            clock: incidents.iter().any(|i| derive::waits_for_clock(i)),
            ..Inputs::files(files(incidents.iter()))
        };
        Task::of_files(format!("year {year}"), inputs, parts)
    };
    derived.years().iter().enumerate().map(task).collect()
}

fn files<'i, 'a: 'i>(incidents: impl Iterator<Item = &'i &'a Incident>) -> Vec<String> {
    incidents.flat_map(|i| i.files.iter().cloned()).collect()
}
