//! `feeds.opml`: all feeds of a language for a feed reader (OPML 2.0, "Subscription lists").
//!
//! Each feed stands in it once, as RSS: a reader that imports the file would
//! otherwise follow everything three times.

use super::xml::Xml;
use super::{Contract, Feed, Filter, Format, all};
use crate::site::Context;
use crate::site::links::Links;

/// The bytes of the file.
pub fn write(context: Context<'_>, links: &Links<'_>) -> Vec<u8> {
    let words = context.engine.words(links.lang);
    let site = links.site.title.get(links.lang).0;
    let mut xml = Xml::new();
    xml.open("opml", &[("version", "2.0")]);
    xml.open("head", &[]);
    xml.text("title", site);
    xml.close("head");
    xml.open("body", &[]);
    let feeds = all(context);
    for group in feeds.chunk_by(|a, b| heading(*a) == heading(*b)) {
        let heading = heading(group[0]).map(|key| words.say(key, &[]));
        if let Some(heading) = &heading {
            xml.open("outline", &[("text", heading)]);
        }
        for feed in group {
            outline(&mut xml, context, links, *feed);
        }
        if heading.is_some() {
            xml.close("outline");
        }
    }
    xml.close("body");
    xml.close("opml");
    xml.finish()
}

fn outline(xml: &mut Xml, context: Context<'_>, links: &Links<'_>, feed: Feed) {
    let words = context.engine.words(links.lang);
    let title = feed.title(links, words);
    let file = format!("{}.{}", feed.stem(links), Format::Rss.ending());
    let attributes = [
        ("text", title.as_str()),
        ("title", &title),
        ("type", "rss"),
        ("version", "RSS2"),
        ("xmlUrl", &links.absolute(&links.file(&file))),
        ("htmlUrl", &links.absolute(&links.file("index.html"))),
        ("description", &feed.purpose(links, words)),
        ("language", links.lang.as_str()),
    ];
    xml.empty("outline", &attributes);
}

/// The word over feeds of one kind.
pub fn heading(feed: Feed) -> Option<&'static str> {
    match (feed.filter, feed.contract) {
        (Filter::All | Filter::Major, Contract::Updates | Contract::Incidents) => None,
        (Filter::Platform(_), _) => Some("feeds-by-platform"),
        (Filter::Region(_), _) => Some("feeds-by-region"),
        (Filter::Audience(_), _) => Some("feeds-by-audience"),
    }
}
