//! The outputs that each language has: pages, text twins, cards, badges, and what scripts ask for.
//!
//! Takes the context and addresses of one language; adds outputs. Must not know of other
//! languages.

use std::sync::Arc;

use super::fixed;
use crate::derive;
use crate::model::{Incident, Lang, PlatformId};
use crate::site::edit::Wanted;
use crate::site::links::Links;
use crate::site::output::{Inputs, Output, Render, Sources};
use crate::site::{Context, badge, card, pages, twins};

/// Adds all of them to the plan.
pub fn plan<'a>(
    outputs: &mut Vec<Output<'a>>,
    context: Context<'a>,
    links: &Links<'a>,
    wanted: Wanted<'a>,
    shared: &Arc<pages::Shared<'a>>,
) {
    let mut page = |path: &str, inputs: Inputs, render: Render<'a>| {
        outputs.push(Output {
            path: links.file(path),
            inputs,
            render,
        });
    };
    let all = |clock| Inputs {
        sources: Sources::All,
        clock,
    };
    let (own, once) = (links.clone(), Arc::clone(shared));
    page(
        "index.html",
        all(true),
        Box::new(move || pages::home(context, &own, &once)),
    );
    let own = links.clone();
    page(
        "subscribe.html",
        fixed(),
        Box::new(move || pages::subscribe(context, &own)),
    );
    let own = links.clone();
    page(
        "404.html",
        fixed(),
        Box::new(move || pages::not_found(context, &own)),
    );
    scripts(&mut page, context, links, shared);
    let owners = card::Owners::of(context.model);
    let titles = pages::Titles::of(context.model, links.lang);
    cards(&mut page, context, links, wanted, owners);
    for incident in wanted.of(context) {
        let (own, once) = (links.clone(), Arc::clone(shared));
        let card = owners.has(incident);
        let telling = titles.telling(incident);
        let files = Arc::clone(&incident.files);
        let inputs = Inputs {
            sources: match (u128::from(card), telling as u128) {
                (0, 0) => Sources::Files(files),
                // Newer ones take its card away; others may take or give back its title.
                (card, telling) => Sources::Parts {
                    files,
                    which: card + 2 * telling,
                },
            },
            clock: derive::waits_for_clock(incident),
        };
        page(
            &Links::incident(incident),
            inputs,
            Box::new(move || pages::incident(context, &own, incident, (card, telling), &once)),
        );
    }
    for (at, platform) in context.model.site.platforms.iter().enumerate() {
        let (own, once) = (links.clone(), Arc::clone(shared));
        page(
            &Links::platform(&platform.key),
            all(true),
            Box::new(move || pages::platform(context, &own, PlatformId(at), &once)),
        );
    }
    twins(&mut page, context, links, wanted, shared);
    let badges = std::iter::once(None)
        .chain((0..context.model.site.platforms.len()).map(|n| Some(PlatformId(n))));
    for platform in badges {
        let (own, once) = (links.clone(), Arc::clone(shared));
        let path = platform.map_or("badge.svg".to_string(), |id| {
            format!("badge/{}.svg", links.site.platform(id).key)
        });
        page(
            &path,
            all(true),
            Box::new(move || Ok(badge::badge(context, &own, platform, &once.outlook().now))),
        );
    }
    let own = links.clone();
    page(
        "badge-unknown.svg",
        fixed(),
        Box::new(move || Ok(badge::unknown(context, &own))),
    );
    let months = shared.months();
    let clock = context.model.incidents().any(derive::waits_for_clock);
    let (own, once) = (links.clone(), Arc::clone(shared));
    page(
        "history.html",
        all(clock),
        Box::new(move || pages::history(context, &own, &once)),
    );
    for (at, month) in months.iter().enumerate() {
        let (own, once) = (links.clone(), Arc::clone(shared));
        // It names its neighbours, which may come and go.
        let near = months[at.saturating_sub(1)..months.len().min(at + 2)].iter();
        let mut incidents = near.clone().flat_map(|month| &month.incidents);
        if !incidents.any(|incident| wanted.wants(incident)) {
            continue;
        }
        let (files, _) = of(near.flat_map(|month| month.incidents.iter().copied()));
        let (_, clock) = of(month.incidents.iter().copied());
        page(
            &Links::month(&month.key()),
            Inputs {
                sources: Sources::Files(files.into()),
                clock,
            },
            Box::new(move || pages::month(context, &own, once.months(), at)),
        );
    }
}

/// Scripts, and the data that they ask for.
fn scripts<'a>(
    page: &mut impl FnMut(&str, Inputs, Render<'a>),
    context: Context<'a>,
    links: &Links<'a>,
    shared: &Arc<pages::Shared<'a>>,
) {
    type Script = fn(Context<'_>, &Lang) -> String;
    let scripts: [(&str, Script); 4] = [
        ("script.js", pages::script),
        ("news.js", pages::news_script),
        ("search.js", pages::search_script),
        ("embed.js", pages::embed_script),
    ];
    for (path, script) in scripts {
        let lang = links.lang;
        page(
            path,
            fixed(),
            Box::new(move || Ok(script(context, lang).into_bytes())),
        );
    }
    let (own, once) = (links.clone(), Arc::clone(shared));
    page(
        pages::live::NEWS,
        Inputs {
            sources: Sources::All,
            clock: true,
        },
        Box::new(move || Ok(pages::live::news(context, &own, &once))),
    );
    for (at, (year, incidents)) in shared.years().iter().enumerate() {
        let (own, once) = (links.clone(), Arc::clone(shared));
        let (files, clock) = of(incidents.iter().copied());
        page(
            &pages::search::path(*year),
            Inputs {
                sources: Sources::Files(files.into()),
                clock,
            },
            Box::new(move || Ok(pages::search::index(context, &own, &once.years()[at].1))),
        );
    }
}

/// Card images.
fn cards<'a>(
    page: &mut impl FnMut(&str, Inputs, Render<'a>),
    context: Context<'a>,
    links: &Links<'a>,
    wanted: Wanted<'a>,
    owners: card::Owners<'a>,
) {
    for tone in card::Tone::SHARED {
        let own = links.clone();
        page(
            &card::shared_path(tone),
            fixed(),
            Box::new(move || Ok(card::shared(context, &own, tone))),
        );
    }
    for incident in wanted.of(context).filter(|i| owners.has(i)) {
        let own = links.clone();
        page(
            &card::path(incident, true),
            Inputs {
                sources: Sources::Files(Arc::clone(&incident.files)),
                clock: false,
            },
            Box::new(move || Ok(card::own(context, &own, incident))),
        );
    }
}

/// The files of some incidents, and whether the clock changes what is said of any.
fn of<'a>(incidents: impl Iterator<Item = &'a Incident>) -> (Vec<String>, bool) {
    let (mut files, mut clock) = (Vec::new(), false);
    for incident in incidents {
        files.extend(incident.files.iter().cloned());
        clock |= derive::waits_for_clock(incident);
    }
    (files, clock)
}

/// Text twins of pages.
fn twins<'a>(
    twin: &mut impl FnMut(&str, Inputs, Render<'a>),
    context: Context<'a>,
    links: &Links<'a>,
    wanted: Wanted<'a>,
    shared: &Arc<pages::Shared<'a>>,
) {
    let now = || Inputs {
        sources: Sources::All,
        clock: true,
    };
    let (own, once) = (links.clone(), Arc::clone(shared));
    twin(
        "index.md",
        now(),
        Box::new(move || twins::index(context, &own, &once)),
    );
    let (own, once) = (links.clone(), Arc::clone(shared));
    twin(
        "status.txt",
        now(),
        Box::new(move || twins::status(context, &own, &once)),
    );
    let own = links.clone();
    twin(
        "llms.txt",
        fixed(),
        Box::new(move || twins::llms(context, &own)),
    );
    for incident in wanted.of(context) {
        let (own, once) = (links.clone(), Arc::clone(shared));
        let clock = derive::waits_for_clock(incident);
        twin(
            &format!("incidents/{}.md", incident.name),
            Inputs {
                sources: Sources::Files(Arc::clone(&incident.files)),
                clock,
            },
            Box::new(move || twins::of_incident(context, &own, incident, &once)),
        );
    }
}
