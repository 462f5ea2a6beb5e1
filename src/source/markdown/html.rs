//! Safe HTML and plain words of an author's Markdown.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd, html};

use super::{autolink, cjk, options, wall};

/// Quotes and lists that may stand inside each other.
const MAX_DEPTH: usize = 24;

/// Where relative links lead and how deep headings begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Put before relative links, which authors write as seen from the
    /// incident's page: `""` there, `incidents/` on the home page, an absolute
    /// address in feeds.
    pub base: &'a str,
    /// The site's address without its path, put before `/path` links in feeds.
    pub origin: &'a str,
    /// Level of their first heading, from 2 to 6: one below that of the heading below which
    /// they stand, whatever signs the author gave it. None of the others skips a level.
    pub top: u8,
}

/// Safe HTML of an author's Markdown.
pub fn to_html(markdown: &str, frame: &Frame<'_>) -> String {
    framed(markdown, frame).0
}

/// As [`to_html`], and whether another base or origin would make other HTML.
pub(super) fn framed(markdown: &str, frame: &Frame<'_>) -> (String, bool) {
    let mut depends = false;
    let mut events = Vec::new();
    let mut links: Vec<bool> = Vec::new();
    let mut images: Vec<Option<TagEnd>> = Vec::new();
    let mut headings = Headings::below(frame);
    let escaped = autolink::prepare(markdown);
    let prepared = cjk::prepare(&escaped);
    for event in shallow(Parser::new_ext(&prepared, options())) {
        match event {
            // Raw HTML is shown as it was typed, never obeyed; comments are not shown.
            Event::Html(raw) | Event::InlineHtml(raw) => {
                if !raw.trim_start().starts_with("<!--") {
                    events.push(Event::Text(raw));
                }
            }
            Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => events.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::Heading { level, .. }) => {
                events.push(Event::Start(Tag::Heading {
                    level: headings.enter(level),
                    id: None,
                    classes: Vec::new(),
                    attrs: Vec::new(),
                }));
            }
            Event::End(TagEnd::Heading(_)) => {
                events.push(Event::End(TagEnd::Heading(headings.level)));
            }
            // What may not be followed stays as words.
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => {
                depends |= is_relative(&dest_url);
                let dest = link(&dest_url, link_type, frame);
                links.push(dest.is_some());
                events.extend(dest.map(|dest| Event::Start(link_to(dest))));
            }
            Event::End(TagEnd::Link) => {
                events.extend(
                    links
                        .pop()
                        .unwrap_or_default()
                        .then_some(Event::End(TagEnd::Link)),
                );
            }
            // A picture from elsewhere would tell a third party who reads: it becomes a link.
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                id,
                ..
            }) => {
                let local = !has_scheme(&dest_url) && !dest_url.starts_with("//");
                depends |= is_relative(&dest_url);
                let dest = link(&dest_url, link_type, frame);
                // A link holds no other: the one around the picture stands, with its words.
                let dest = dest.filter(|_| local || links.last() != Some(&true));
                let end = match (&dest, local) {
                    (Some(_), true) => Some(TagEnd::Image),
                    (Some(_), false) => Some(TagEnd::Link),
                    (None, _) => None,
                };
                images.push(end);
                events.extend(dest.map(|dest| {
                    Event::Start(if local {
                        let (dest_url, title) = (dest.into(), CowStr::Borrowed(""));
                        Tag::Image {
                            link_type: LinkType::Inline,
                            dest_url,
                            title,
                            id,
                        }
                    } else {
                        link_to(dest)
                    })
                }));
            }
            Event::End(TagEnd::Image) => {
                events.extend(images.pop().flatten().map(Event::End));
            }
            other => events.push(other),
        }
    }
    let wall = |dest: &str| link(dest, LinkType::Inline, frame).map(link_to);
    let events = autolink::linked(with_words(events), wall);
    let mut out = String::with_capacity(markdown.len());
    html::push_html(&mut out, events.into_iter());
    let html = cjk::restore(&wall::clean(&out)).into_owned();
    (html, depends)
}

/// The events without quotes and lists that stand deeper than [`MAX_DEPTH`]: what
/// stands in them stays, at the last depth. Nobody reads deeper, and trees of
/// 100,000 levels cost what comes after them dearly.
fn shallow<'a>(events: impl Iterator<Item = Event<'a>>) -> impl Iterator<Item = Event<'a>> {
    let mut depth = 0_usize;
    events.filter(move |event| match event {
        Event::Start(Tag::BlockQuote(_) | Tag::List(_)) => {
            depth += 1;
            depth <= MAX_DEPTH
        }
        Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)) => {
            depth -= 1;
            depth < MAX_DEPTH
        }
        // An item goes the way of its list.
        Event::Start(Tag::Item) | Event::End(TagEnd::Item) => depth <= MAX_DEPTH,
        _ => true,
    })
}

fn link_to(dest: String) -> Tag<'static> {
    let none = CowStr::Borrowed("");
    Tag::Link {
        link_type: LinkType::Inline,
        dest_url: dest.into(),
        title: none.clone(),
        id: none,
    }
}

/// Plain words of an author's Markdown, one space between them.
pub fn to_text(markdown: &str) -> String {
    let mut out = String::new();
    let escaped = autolink::prepare(markdown);
    let prepared = cjk::prepare(&escaped);
    for event in Parser::new_ext(&prepared, options()) {
        match event {
            Event::Text(words) | Event::Code(words) => out.push_str(&words),
            // As on the page: `<your name>` is words, a comment is none.
            Event::Html(raw) | Event::InlineHtml(raw) if !raw.trim_start().starts_with("<!--") => {
                out.push_str(&raw);
            }
            Event::SoftBreak | Event::HardBreak | Event::End(_) => {
                let inline = matches!(
                    event,
                    Event::End(
                        TagEnd::Emphasis
                            | TagEnd::Strong
                            | TagEnd::Link
                            | TagEnd::Strikethrough
                            | TagEnd::Image
                    )
                );
                if !inline {
                    out.push(' ');
                }
            }
            _ => {}
        }
    }
    let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
    cjk::restore(&words).into_owned()
}

/// The levels of headings in one text.
struct Headings {
    /// That of the first.
    top: usize,
    /// As written: the last one, and those that it stands below.
    written: Vec<HeadingLevel>,
    /// As it became.
    level: HeadingLevel,
}

impl Headings {
    fn below(frame: &Frame<'_>) -> Self {
        Self {
            top: usize::from(frame.top),
            written: Vec::new(),
            level: HeadingLevel::H6,
        }
    }

    /// The level that a heading gets: one below that of the heading which it stands below.
    fn enter(&mut self, written: HeadingLevel) -> HeadingLevel {
        let written = written.max(HeadingLevel::H3);
        while self.written.pop_if(|above| *above >= written).is_some() {}
        let level = self.top + self.written.len();
        self.written.push(written);
        self.level = HeadingLevel::try_from(level.min(6)).unwrap_or(HeadingLevel::H6);
        self.level
    }
}

/// The events, where a link that shows nothing shows its address.
fn with_words(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut out = Vec::with_capacity(events.len());
    let mut empty: Option<CowStr<'_>> = None;
    for event in events {
        match &event {
            Event::Start(Tag::Link { dest_url, .. }) => empty = Some(dest_url.clone()),
            Event::Text(words) | Event::Code(words) if words.trim().is_empty() => {}
            Event::Text(_) | Event::Code(_) => empty = None,
            Event::Start(Tag::Image { .. }) => empty = None,
            Event::End(TagEnd::Link) => out.extend(empty.take().map(Event::Text)),
            _ => {}
        }
        out.push(event);
    }
    out
}

/// The scheme of an address as browsers read it: tabs, line ends and leading
/// controls dropped (WHATWG URL, section 4.4, "basic URL parser").
fn scheme(url: &str) -> Option<String> {
    let plain: String = url
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .collect();
    let (scheme, _) = plain.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

fn has_scheme(url: &str) -> bool {
    scheme(url).is_some()
}

/// The place where it stands may decide where it leads.
fn is_relative(url: &str) -> bool {
    !has_scheme(url)
}

/// The address as it may stand on the page; `None` for what is not allowed.
fn link(url: &str, kind: LinkType, frame: &Frame<'_>) -> Option<String> {
    let url = url.trim();
    let url = match scheme(url) {
        _ if kind == LinkType::Email => format!("mailto:{url}"),
        Some(scheme) if wall::SCHEMES.contains(&scheme.as_str()) => url.to_string(),
        Some(_) => return None,
        None if url.contains('\\') || url.starts_with("//") => return None,
        None if url.starts_with('/') => format!("{}{url}", frame.origin),
        None => format!("{}{url}", frame.base),
    };
    // The second wall empties what is no address (`https://[`).
    match url::Url::parse(&url) {
        Ok(_) | Err(url::ParseError::RelativeUrlWithoutBase) => Some(url),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_as_browsers_read_them() {
        for (url, expected) in [
            ("https://a.example/", Some("https")),
            ("java\tscript:x", Some("javascript")),
            (" \u{1}JavaScript:x", Some("javascript")),
            ("view-source+a.b:x", Some("view-source+a.b")),
            ("1a:x", None),
            ("a_b:x", None),
            ("x.html", None),
        ] {
            assert_eq!(scheme(url).as_deref(), expected, "{url:?}");
        }
    }
}
