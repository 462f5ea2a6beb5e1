//! Pages: model and derivation to view structs, then through a template.

pub mod frame;
pub mod home;
pub mod incident;
mod linked_data;
pub mod live;
mod platform;
pub mod policy;
mod scorecard;
mod script_words;
pub mod search;
mod subscribe;
mod title;

use super::derived::Derived;
use super::links::Links;
use super::view_builder::ViewBuilder;
use super::{Context, card};
use crate::derive;
use crate::diagnostic::Diagnostic;
use crate::model::{Incident, PlatformId};
use crate::render::Value;
use crate::render::view::{
    HistoryView, HomeView, IncidentPageView, MonthLink, MonthView, NavItem, PlatformLink,
    RedirectView,
};

use frame::json;
pub use frame::{
    ICON, embed_script, icon, inline_style, news_script, script, search_script, style,
};
pub use title::{Telling, Titles};

type Rendered = Result<Vec<u8>, Box<Diagnostic>>;

/// Months whose titles stand on the history page itself, and how many titles these are at
/// most where the newest month alone has less: it is read on phones.
const MONTHS_IN_FULL: usize = 12;
const TITLES_IN_FULL: usize = 200;

/// The view of the home page and of its text alternates.
pub fn home_view(context: Context<'_>, links: &Links<'_>, derived: &Derived<'_>) -> HomeView {
    home::view(&ViewBuilder::new(context, links, "index.html"), derived)
}

/// `index.html`
pub fn home(
    context: Context<'_>,
    links: &Links<'_>,
    view: &HomeView,
    derived: &Derived<'_>,
) -> Rendered {
    let parts = ViewBuilder::new(context, links, "index.html");
    let (title, description) = home::first_words(&parts, view);
    let page = frame::page(&parts, "index.html", title, description, true);
    let live = live::home(&parts, view, derived.outlook());
    context.engine.render(
        links.lang,
        "home.html",
        &[("page", &page), ("home", view), ("live", &live)],
    )
}

/// `404.html`: hosts show it at any depth, so its links begin at the site's path.
pub fn not_found(context: Context<'_>, links: &Links<'_>) -> Rendered {
    let parts = ViewBuilder::new(context, links, "404.html");
    let title = parts.words().say("title-404", &[]);
    let description = parts.words().say("description-404", &[]);
    let mut page = frame::page(&parts, "404.html", title, description, true);
    frame::from_root(&mut page, links);
    context
        .engine
        .render(links.lang, "404.html", &[("page", &page)])
}

/// The view of an incident's page and of its text alternate.
pub fn incident_view(
    context: Context<'_>,
    links: &Links<'_>,
    incident: &Incident,
) -> IncidentPageView {
    let path = Links::incident(incident);
    incident::view(&ViewBuilder::new(context, links, &path), incident)
}

/// `incidents/NAME.html`; with `own`, a card of its own stands beside it. `telling`: what
/// tells it from pages with the same title.
pub fn incident(
    context: Context<'_>,
    links: &Links<'_>,
    incident: &Incident,
    (own, telling): (bool, Telling),
    view: &IncidentPageView,
) -> Rendered {
    let path = Links::incident(incident);
    let parts = ViewBuilder::new(context, links, &path);
    let words = parts.words();
    let (title, _) = incident.title.get(links.lang);
    // What is shared and searched shows the title alone: it must say it too.
    let drill = |said: &str| format!("[{}] {said}", words.say("drill", &[]));
    let title = match incident.drill {
        true => drill(title),
        false => title.clone(),
    };
    let title = telling.title(title, incident, context.model, words);
    let site = links.site.title.get(links.lang).0;
    let args = [("title", Value::Text(&title)), ("site", Value::Text(site))];
    let page_title = words.say("title-incident", &args);
    let mut page = frame::page(
        &parts,
        &path,
        page_title,
        parts.description(incident),
        false,
    );
    page.og_type = "article";
    page.card = Some(links.absolute(&links.file(&card::path(incident, own))));
    if incident.drill {
        page.drill = true;
        page.description = drill(&page.description);
    }
    page.linked_data = (!incident.drill).then(|| linked_data::incident(&parts, incident));
    let live = live::incident(&parts, incident, view);
    context.engine.render(
        links.lang,
        "incident.html",
        &[("page", &page), ("incident", view), ("live", &live)],
    )
}

/// `history.html`
pub fn history(context: Context<'_>, links: &Links<'_>, derived: &Derived<'_>) -> Rendered {
    let parts = ViewBuilder::new(context, links, "history.html");
    let words = parts.words();
    let full = in_full(derived.months().iter().map(|month| month.incidents.len()));
    let months = derived
        .months()
        .iter()
        .enumerate()
        .map(|(at, month)| MonthLink {
            label: words.month(month.first),
            href: links.from("history.html", &Links::month(&month.key())),
            count: month.incidents.len(),
            incidents: match at < full {
                true => month.incidents.iter().map(|i| parts.line(i)).collect(),
                false => Vec::new(),
            },
        })
        .collect();
    let title = words.say(
        "title-history",
        &[("site", Value::Text(links.site.title.get(links.lang).0))],
    );
    let view = HistoryView {
        months,
        scorecard: scorecard::years(&parts, derived.scorecards()),
        years: derived
            .years()
            .iter()
            .map(|(year, _)| year.to_string())
            .collect::<Vec<_>>()
            .join(" "),
        platforms: parts
            .choices()
            .platforms
            .into_iter()
            .map(|one| PlatformLink {
                href: parts.href(&Links::platform(&one.id)),
                id: one.id,
                name: one.name,
            })
            .collect(),
    };
    let page = frame::page(
        &parts,
        "history.html",
        title,
        words.say("description-history", &[]),
        false,
    );
    context.engine.render(
        links.lang,
        "history.html",
        &[("page", &page), ("history", &view)],
    )
}

/// How many months are shown in full, by how much happened in each, newest first.
fn in_full(months: impl Iterator<Item = usize>) -> usize {
    let sums = months.take(MONTHS_IN_FULL).scan(0, |sum, titles| {
        *sum += titles;
        Some(*sum)
    });
    sums.take_while(|sum| *sum <= TITLES_IN_FULL).count().max(1)
}

/// `history/YYYY-MM.html`, by the month's place in [`derive::months`], of which these are all.
pub fn month(
    context: Context<'_>,
    links: &Links<'_>,
    months: &[derive::Month<'_>],
    at: usize,
) -> Rendered {
    let month = &months[at];
    let path = Links::month(&month.key());
    let parts = ViewBuilder::new(context, links, &path);
    let words = parts.words();
    let neighbour = |at: Option<usize>| {
        let month = months.get(at?)?;
        Some(NavItem {
            label: words.month(month.first),
            href: links.from(&path, &Links::month(&month.key())),
            current: false,
        })
    };
    let view = MonthView {
        label: words.month(month.first),
        incidents: month.incidents.iter().map(|i| parts.line(i)).collect(),
        earlier: neighbour(Some(at + 1)),
        later: neighbour(at.checked_sub(1)),
    };
    let site = links.site.title.get(links.lang).0;
    let args = [
        ("month", Value::Text(&view.label)),
        ("site", Value::Text(site)),
    ];
    let page = frame::page(
        &parts,
        &path,
        words.say("title-month", &args),
        words.say("description-month", &args),
        false,
    );
    context.engine.render(
        links.lang,
        "month.html",
        &[("page", &page), ("month", &view)],
    )
}

/// `subscribe.html`
pub fn subscribe(context: Context<'_>, links: &Links<'_>) -> Rendered {
    let parts = ViewBuilder::new(context, links, "subscribe.html");
    let site = links.site.title.get(links.lang).0;
    let args = [("site", Value::Text(site))];
    let words = parts.words();
    let (title, description) = (
        words.say("title-subscribe", &args),
        words.say("description-subscribe", &args),
    );
    let page = frame::page(&parts, "subscribe.html", title, description, false);
    let view = subscribe::view(&parts);
    context.engine.render(
        links.lang,
        "subscribe.html",
        &[("page", &page), ("subscribe", &view)],
    )
}

/// `platforms/ID.html`
pub fn platform(
    context: Context<'_>,
    links: &Links<'_>,
    id: PlatformId,
    derived: &Derived<'_>,
) -> Rendered {
    let path = Links::platform(&links.site.platform(id).key);
    let parts = ViewBuilder::new(context, links, &path);
    let site = links.site.title.get(links.lang).0;
    let name = parts.platform(id);
    let args = [
        ("platform", Value::Text(&name)),
        ("site", Value::Text(site)),
    ];
    let words = parts.words();
    let (title, description) = (
        words.say("title-platform", &args),
        words.say("description-platform", &args),
    );
    let page = frame::page(&parts, &path, title, description, false);
    let view = platform::view(&parts, id, derived);
    let live = live::platform(&parts, id, derived.outlook());
    context.engine.render(
        links.lang,
        "platform.html",
        &[("page", &page), ("platform", &view), ("live", &live)],
    )
}

/// An address is that of an incident's page, which there is in each language.
pub fn is_incident(path: &str) -> bool {
    path.starts_with("incidents/")
}

/// An old address of an incident.
pub fn redirect(
    context: Context<'_>,
    links: &Links<'_>,
    incident: &Incident,
    alias: &str,
) -> Rendered {
    let parts = ViewBuilder::new(context, links, alias);
    let target = Links::incident(incident);
    let title = parts.author(&incident.title);
    let mut page = frame::page(
        &parts,
        alias,
        title.text.clone(),
        parts.description(incident),
        true,
    );
    page.canonical = links.absolute(&links.file(&target));
    if !is_incident(alias) {
        page.languages.clear();
    }
    let view = RedirectView {
        href: links.from(alias, &target),
        title,
    };
    context.engine.render(
        links.lang,
        "redirect.html",
        &[("page", &page), ("redirect", &view)],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_shown_in_full_where_little_happened() {
        for (months, full) in [
            (vec![1; 40], 12),
            (vec![1; 3], 3),
            (vec![100, 100, 1], 2),
            (vec![100, 101, 1], 1),
            (vec![5_000, 1], 1),
        ] {
            assert_eq!(in_full(months.iter().copied()), full, "{months:?}");
        }
    }
}
