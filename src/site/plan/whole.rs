//! The tasks of the site as a whole: the state now in each language, the whole history, and
//! what `status.yml` and templates alone decide.
//!
//! Takes the context and what was derived once; gives tasks. Must not know of single
//! incidents.

use std::sync::Arc;

use crate::derive;
use crate::model::Lang;
use crate::publish::Rank;
use crate::site::derived::Derived;
use crate::site::links::Links;
use crate::site::pages;
use crate::site::task::{Inputs, Part, Task};
use crate::site::{Context, badge, card, hosts, twins};

/// The home page of a language and all that says the same: text alternates, news, badge.
pub fn home<'a>(context: Context<'a>, links: &Links<'a>, derived: &Arc<Derived<'a>>) -> Task<'a> {
    type View = crate::render::view::HomeView;
    let own = || (links.clone(), Arc::clone(derived));
    let (home, index, status, news, badge) = (own(), own(), own(), own(), own());
    let parts: Vec<Part<'a, View>> = vec![
        Part::new(Rank::Home, links.file("index.html"), move |view| {
            pages::home(context, &home.0, view, &home.1)
        }),
        Part::asset(links.file("index.md"), move |view| {
            twins::index(context, &index.0, view)
        }),
        Part::asset(links.file("status.txt"), move |view| {
            twins::status(context, &status.0, view)
        }),
        Part::asset(links.file(pages::live::NEWS), move |_| {
            Ok(pages::live::news(context, &news.0, &news.1))
        }),
        Part::asset(links.file("badge.svg"), move |_| {
            let states = &badge.1.outlook().now;
            Ok(badge::badge(context, &badge.0, None, states))
        }),
    ];
    let (own, once) = own();
    Task::new(
        format!("home {}", links.lang),
        Inputs::all(true),
        move || Ok(pages::home_view(context, &own, &once)),
        parts,
    )
}

/// The page of the whole history.
pub fn history<'a>(
    context: Context<'a>,
    links: &Links<'a>,
    derived: &Arc<Derived<'a>>,
) -> Task<'a> {
    let clock = context.model.incidents().any(derive::waits_for_clock);
    let (own, once) = (links.clone(), Arc::clone(derived));
    let page = Part::page(links.file("history.html"), move |()| {
        pages::history(context, &own, &once)
    });
    Task::of_files(
        format!("history {}", links.lang),
        Inputs::all(clock),
        vec![page],
    )
}

/// What a language has of its own, whatever happens: scripts, and pages that tell of no
/// incident.
pub fn language<'a>(context: Context<'a>, links: &Links<'a>) -> Task<'a> {
    type Script = fn(Context<'_>, &Lang) -> String;
    let scripts: [(&str, Script); 4] = [
        ("script.js", pages::script),
        ("news.js", pages::news_script),
        ("search.js", pages::search_script),
        ("embed.js", pages::embed_script),
    ];
    let script = |(path, script): (&str, Script)| {
        let lang = links.lang;
        Part::asset(links.file(path), move |()| {
            Ok(script(context, lang).into_bytes())
        })
    };
    let mut parts: Vec<Part<'a, ()>> = scripts.into_iter().map(script).collect();
    let own = || links.clone();
    let (subscribe, missing, llms, badge) = (own(), own(), own(), own());
    parts.extend([
        Part::page(links.file("subscribe.html"), move |()| {
            pages::subscribe(context, &subscribe)
        }),
        Part::page(links.file("404.html"), move |()| {
            pages::not_found(context, &missing)
        }),
        Part::asset(links.file("llms.txt"), move |()| {
            twins::llms(context, &llms)
        }),
        Part::asset(links.file("badge-unknown.svg"), move |()| {
            Ok(badge::unknown(context, &badge))
        }),
    ]);
    Task::of_files(format!("language {}", links.lang), Inputs::fixed(), parts)
}

/// The cards that several incidents share.
pub fn shared_cards<'a>(context: Context<'a>, links: &Links<'a>) -> Task<'a> {
    let card = |tone: card::Tone| {
        let own = links.clone();
        Part::asset(links.file(&card::shared_path(tone)), move |()| {
            Ok(card::shared(context, &own, tone))
        })
    };
    let parts = card::Tone::SHARED.map(card).into();
    Task::of_files(format!("cards {}", links.lang), Inputs::fixed(), parts)
}

/// Style sheet, icon, and what crawlers and hosts ask for.
pub fn site<'a>(context: Context<'a>) -> Vec<Task<'a>> {
    let mut parts: Vec<Part<'a, ()>> = vec![
        Part::asset(
            "style.css",
            move |()| Ok(pages::style(context).into_bytes()),
        ),
        Part::asset("robots.txt", move |()| Ok(hosts::robots(context))),
        Part::asset("_headers", move |()| Ok(hosts::headers(context))),
        // GitHub Pages leaves names with `_` alone when this file is there.
        Part::asset(".nojekyll", |()| Ok(b"\n".to_vec())),
    ];
    if context.model.site.theme.icon.is_none() {
        parts.push(Part::asset(pages::ICON, move |()| {
            Ok(pages::icon(context).into_bytes())
        }));
    }
    let sitemap = Part::asset("sitemap.xml", move |()| Ok(hosts::sitemap(context)));
    vec![
        Task::of_files("site", Inputs::fixed(), parts),
        Task::of_files("sitemap", Inputs::all(false), vec![sitemap]),
    ]
}
