//! RSS 2.0 feeds: one entry per update, and one per incident.
//!
//! Ids and dates of entries never change and nothing here knows the clock, so
//! that the same content gives the same bytes. Drills are left out.

use jiff::tz::TimeZone;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::Context;
use super::links::Links;
use super::pages::Parts;
use crate::diagnostic::Diagnostic;
use crate::model::{Incident, Kind, Markdown, Status, Text};
use crate::render::Value;
use crate::render::view::FeedItemView;
use crate::source::markdown;
use crate::time::Moment;

/// Entries that a feed holds: readers poll, they do not page.
const MAX_ENTRIES: usize = 100;

/// Year in the `tag:` ids (RFC 4151): a year in which this scheme was ours to
/// mint. It never changes, so that ids never do.
const TAG_YEAR: &str = "2026";

/// One entry.
struct Item {
    id: String,
    title: String,
    link: String,
    /// Left out where the file does not tell when something was said.
    said: Option<Moment>,
    description: String,
    html: String,
    categories: Vec<String>,
}

/// `feed/updates.rss`: one entry per update, never changed, newest first.
pub fn updates(context: Context<'_>, links: &Links<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let parts = Parts::absolute(context, links);
    let mut told: Vec<(Moment, &Incident, Option<usize>)> = Vec::new();
    for incident in context.model.incidents.iter().filter(|i| !i.drill) {
        if is_announced_by_file(incident) {
            told.push((
                announced(incident).unwrap_or(incident.began),
                incident,
                None,
            ));
        }
        told.extend(
            incident
                .updates
                .iter()
                .enumerate()
                .map(|(at, u)| (u.at, incident, Some(at))),
        );
    }
    told.sort_by(|a, b| (b.0, &b.1.id, b.2).cmp(&(a.0, &a.1.id, a.2)));
    let items = told
        .into_iter()
        .take(MAX_ENTRIES)
        .map(|(_, incident, at)| match at {
            Some(at) => update_item(&parts, incident, at),
            None => announcement(&parts, incident),
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(rss(&parts, "updates", &items))
}

/// `feed/incidents.rss`: one entry per incident, newest first.
pub fn incidents(context: Context<'_>, links: &Links<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let parts = Parts::absolute(context, links);
    let items = context
        .model
        .incidents
        .iter()
        .rev()
        .filter(|i| !i.drill)
        .take(MAX_ENTRIES)
        .map(|incident| incident_item(&parts, incident))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(rss(&parts, "incidents", &items))
}

/// The file itself is the first word: there is no update yet, or a maintenance
/// whose first update does not announce it.
fn is_announced_by_file(incident: &Incident) -> bool {
    match (incident.updates.first(), incident.kind) {
        (None, _) => true,
        (Some(first), Kind::Maintenance { .. }) => first.status != Status::Scheduled,
        (Some(_), _) => false,
    }
}

/// When the file's own words were said: of a maintenance nobody knows.
fn announced(incident: &Incident) -> Option<Moment> {
    (!matches!(incident.kind, Kind::Maintenance { .. })).then_some(incident.began)
}

fn tag(parts: &Parts<'_>, incident: &Incident, rest: &str) -> String {
    let kind = "incidents";
    format!(
        "tag:{},{TAG_YEAR}:{kind}/{}{rest}/{}",
        parts.links.site.id, incident.id, parts.links.lang
    )
}

fn categories(parts: &Parts<'_>, scope: &crate::model::Scope) -> Vec<String> {
    scope.affected.keys().map(|p| parts.platform(*p)).collect()
}

fn title(parts: &Parts<'_>, incident: &Incident, status: &str) -> String {
    let title = parts.author(&incident.title).text;
    parts.words().say(
        "feed-item-title-update",
        &[
            ("title", Value::Text(&title)),
            ("status", Value::Text(status)),
        ],
    )
}

fn plain(parts: &Parts<'_>, text: &Text<Markdown>) -> String {
    markdown::to_text(&text.get(parts.links.lang).0.0)
}

fn update_item(parts: &Parts<'_>, incident: &Incident, at: usize) -> Result<Item, Box<Diagnostic>> {
    let update = &incident.updates[at];
    let view = parts.update(incident, at, None, 0);
    let next = view.promise.as_ref().and_then(|p| p.by.as_ref()).map(|by| {
        let time = format!("{} {}", by.full, by.zone);
        parts
            .words()
            .say("feed-next-update", &[("time", Value::Text(&time))])
    });
    let mut description = plain(parts, &update.body);
    if let Some(next) = &next {
        description = format!("{description} {next}").trim().to_string();
    }
    let status = view.status.word.clone();
    let html = item_html(
        parts,
        &update.advice,
        FeedItemView {
            summary: None,
            scope: parts.scope(&update.scope),
            updates: vec![view],
            window: window(parts, incident),
        },
    )?;
    Ok(Item {
        id: tag(parts, incident, &format!("/{}", update.id)),
        title: title(parts, incident, &status),
        link: parts.update_href(incident, update),
        said: Some(update.at),
        description: if description.is_empty() {
            parts.author(&incident.title).text
        } else {
            description
        },
        html,
        categories: categories(parts, &update.scope),
    })
}

fn announcement(parts: &Parts<'_>, incident: &Incident) -> Result<Item, Box<Diagnostic>> {
    let status = match incident.kind {
        Kind::Incident => Status::Investigating,
        Kind::Maintenance { .. } => Status::Scheduled,
        Kind::Notice => Status::Notice,
    };
    let window = window(parts, incident);
    let summary = incident.summary.as_ref().map(|s| plain(parts, s));
    let description = [window.clone(), summary]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(". ");
    let html = item_html(
        parts,
        &incident.advice,
        FeedItemView {
            summary: incident.summary.as_ref().map(|s| parts.prose(s, 0)),
            scope: parts.scope(&incident.scope),
            updates: Vec::new(),
            window,
        },
    )?;
    let title_text = title(parts, incident, &parts.words().status(status).word);
    Ok(Item {
        id: tag(parts, incident, "/announced"),
        description: if description.is_empty() {
            title_text.clone()
        } else {
            description
        },
        title: title_text,
        link: parts.href(&Links::incident(incident)),
        said: announced(incident),
        html,
        categories: categories(parts, &incident.scope),
    })
}

fn incident_item(parts: &Parts<'_>, incident: &Incident) -> Result<Item, Box<Diagnostic>> {
    let mut updates: Vec<_> = (0..incident.updates.len())
        .map(|at| parts.update(incident, at, None, 0))
        .collect();
    updates.reverse();
    let widest = crate::derive::widest_scope(incident);
    let html = item_html(
        parts,
        incident
            .updates
            .last()
            .map_or(&incident.advice, |u| &u.advice),
        FeedItemView {
            summary: incident.summary.as_ref().map(|s| parts.prose(s, 0)),
            scope: parts.scope(&widest),
            updates,
            window: window(parts, incident),
        },
    )?;
    Ok(Item {
        id: tag(parts, incident, ""),
        title: parts.author(&incident.title).text,
        link: parts.href(&Links::incident(incident)),
        said: incident
            .updates
            .first()
            .map(|u| u.at)
            .or(announced(incident)),
        description: parts.description(incident),
        html,
        categories: categories(parts, &widest),
    })
}

fn window(parts: &Parts<'_>, incident: &Incident) -> Option<String> {
    match incident.kind {
        Kind::Maintenance { until, .. } => Some(parts.window(incident.began, until)),
        _ => None,
    }
}

fn item_html(
    parts: &Parts<'_>,
    advice: &crate::model::Advice,
    view: FeedItemView,
) -> Result<String, Box<Diagnostic>> {
    let advice = parts.advice(advice);
    let html = parts.context.engine.render(
        parts.links.lang,
        "feed-item.html",
        &[("item", &view), ("advice", &advice)],
    )?;
    let html = String::from_utf8_lossy(&html);
    Ok(html
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n"))
}

/// RFC 822 with a four-digit year (RSS 2.0, "pubDate"), always UTC.
fn rfc822(moment: Moment) -> String {
    moment
        .to_zoned_datetime(TimeZone::UTC)
        .strftime("%a, %d %b %Y %H:%M:%S +0000")
        .to_string()
}

fn rss(parts: &Parts<'_>, name: &str, items: &[Item]) -> Vec<u8> {
    let links = parts.links;
    let site_title = links.site.title.get(links.lang).0;
    let mut xml = Xml(Writer::new_with_indent(Vec::new(), b' ', 1));
    xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let mut rss = BytesStart::new("rss");
    rss.push_attribute(("version", "2.0"));
    rss.push_attribute(("xmlns:atom", "http://www.w3.org/2005/Atom"));
    rss.push_attribute(("xmlns:content", "http://purl.org/rss/1.0/modules/content/"));
    xml.event(Event::Start(rss));
    xml.event(Event::Start(BytesStart::new("channel")));
    xml.text(
        "title",
        &parts.words().say(
            &format!("feed-{name}-title"),
            &[("site", Value::Text(site_title))],
        ),
    );
    xml.text("link", &links.absolute(&links.file("index.html")));
    xml.text(
        "description",
        &parts.words().say(&format!("feed-{name}-purpose"), &[]),
    );
    xml.text("language", links.lang.as_str());
    let own = links.absolute(&links.file(&format!("feed/{name}.rss")));
    xml.empty(
        "atom:link",
        &[
            ("href", &own),
            ("rel", "self"),
            ("type", "application/rss+xml"),
        ],
    );
    for item in items {
        xml.event(Event::Start(BytesStart::new("item")));
        xml.text("title", &item.title);
        xml.text("link", &item.link);
        let mut guid = BytesStart::new("guid");
        guid.push_attribute(("isPermaLink", "false"));
        xml.element(guid, &item.id);
        if let Some(said) = item.said {
            xml.text("pubDate", &rfc822(said));
        }
        for category in &item.categories {
            xml.text("category", category);
        }
        xml.text("description", &item.description);
        xml.text("content:encoded", &item.html);
        xml.event(Event::End(BytesEnd::new("item")));
    }
    xml.event(Event::End(BytesEnd::new("channel")));
    xml.event(Event::End(BytesEnd::new("rss")));
    let mut bytes = xml.0.into_inner();
    bytes.push(b'\n');
    bytes
}

/// Writes into memory, which cannot fail.
struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn event(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect("writing into memory");
    }

    fn element(&mut self, start: BytesStart<'_>, text: &str) {
        let end = start.to_end().into_owned();
        self.event(Event::Start(start));
        self.event(Event::Text(BytesText::new(text)));
        self.event(Event::End(end));
    }

    fn text(&mut self, name: &str, text: &str) {
        self.element(BytesStart::new(name), text);
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let mut start = BytesStart::new(name);
        for attribute in attributes {
            start.push_attribute(*attribute);
        }
        self.event(Event::Empty(start));
    }
}
