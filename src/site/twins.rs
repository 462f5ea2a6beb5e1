//! Text twins of pages, for terminals and agents: the same views through
//! templates that write Markdown and plain text.

use super::Context;
use super::links::Links;
use super::pages::{frame, home};
use super::view_builder::ViewBuilder;
use crate::diagnostic::Diagnostic;
use crate::render::view::{HomeView, IncidentPageView};

type Rendered = Result<Vec<u8>, Box<Diagnostic>>;

/// `index.md`
pub fn index(context: Context<'_>, links: &Links<'_>, view: &HomeView) -> Rendered {
    of_home(context, links, view, "twins/index.md")
}

/// `status.txt`: its first line is the worst state, as one word.
pub fn status(context: Context<'_>, links: &Links<'_>, view: &HomeView) -> Rendered {
    of_home(context, links, view, "twins/status.txt")
}

fn of_home(context: Context<'_>, links: &Links<'_>, view: &HomeView, template: &str) -> Rendered {
    let parts = ViewBuilder::new(context, links, "index.html");
    let (title, description) = home::first_words(&parts, view);
    let page = frame::page(&parts, "index.html", title, description, false);
    let text = context
        .engine
        .render(links.lang, template, &[("page", &page), ("home", view)])?;
    Ok(tidy(&text))
}

/// `llms.txt` (llmstxt.org): where to find what, as text.
pub fn llms(context: Context<'_>, links: &Links<'_>) -> Rendered {
    let parts = ViewBuilder::new(context, links, "index.html");
    let site = links.site.title.get(links.lang).0.clone();
    let description = parts.site_description();
    let page = frame::page(&parts, "index.html", site, description, false);
    Ok(tidy(&context.engine.render(
        links.lang,
        "twins/llms.txt",
        &[("page", &page)],
    )?))
}

/// `incidents/NAME.md`
pub fn of_incident(context: Context<'_>, links: &Links<'_>, view: &IncidentPageView) -> Rendered {
    Ok(tidy(&context.engine.render(
        links.lang,
        "twins/incident.md",
        &[("incident", view)],
    )?))
}

/// One empty line at most between two others, none at the begin, one line end at the end.
fn tidy(text: &[u8]) -> Vec<u8> {
    let mut out = String::with_capacity(text.len());
    let mut empty = true;
    for line in String::from_utf8_lossy(text).lines() {
        let line = line.trim_end();
        if !(line.is_empty() && empty) {
            out.push_str(line);
            out.push('\n');
        }
        empty = line.is_empty();
    }
    let kept = out.trim_end().len();
    out.truncate(kept);
    out.push('\n');
    out.into_bytes()
}
