//! Markdown: where the updates of a timeline stand, and safe HTML.
//!
//! The only user of pulldown-cmark. Takes text; gives ranges of it, or markup
//! that holds two walls: events are filtered here (no raw HTML, links by an
//! allow-list of schemes, after decoding), and `ammonia` cleans what comes out.
//! Must not know what a heading means.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html,
};

/// A `##` heading with what belongs to it. All ranges are bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Words of the heading.
    pub heading: String,
    /// The heading's line.
    pub heading_span: Range<usize>,
    /// Everything below it.
    pub body: Range<usize>,
}

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// First word behind the fence.
    pub tag: String,
    /// The whole block.
    pub span: Range<usize>,
    /// The text inside.
    pub inside: Range<usize>,
    /// The closing fence is there.
    pub closed: bool,
}

/// What a timeline is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Text before the first section.
    pub summary: Range<usize>,
    /// In the order written.
    pub sections: Vec<Section>,
    /// Headings above `##`.
    pub too_high: Vec<Range<usize>>,
    /// Fenced blocks at the top level.
    pub fences: Vec<Fence>,
    /// `[label]: address` lines, which hold for the whole file.
    pub definitions: Vec<Range<usize>>,
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// Finds the sections of `text[range]`; ranges count from the start of `text`.
pub fn outline(text: &str, range: Range<usize>) -> Outline {
    let base = range.start;
    let text = &text[range.clone()];
    let shift = |r: Range<usize>| r.start + base..r.end + base;
    let mut outline = Outline::default();
    let parser = Parser::new_ext(text, options());
    let mut definitions: Vec<Range<usize>> = parser
        .reference_definitions()
        .iter()
        .map(|(_, d)| shift(d.span.clone()))
        .collect();
    definitions.sort_by_key(|d| d.start);
    outline.definitions = definitions;
    let mut depth = 0_usize;
    let mut heading: Option<(String, Range<usize>)> = None;
    for (event, span) in parser.into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    match tag {
                        Tag::Heading {
                            level: HeadingLevel::H2,
                            ..
                        } => {
                            heading = Some((String::new(), trimmed(text, span)));
                        }
                        Tag::Heading {
                            level: HeadingLevel::H1,
                            ..
                        } => outline.too_high.push(shift(trimmed(text, span))),
                        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                            outline.fences.push(shifted(fence(text, span, &info), base));
                        }
                        _ => {}
                    }
                }
                depth += 1;
            }
            Event::End(_) => {
                depth -= 1;
                if depth == 0
                    && let Some((words, span)) = heading.take()
                {
                    let span = shift(span);
                    if let Some(last) = outline.sections.last_mut() {
                        last.body.end = span.start;
                    }
                    outline.sections.push(Section {
                        heading: words,
                        body: span.end..base + text.len(),
                        heading_span: span,
                    });
                }
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some((heading, _)) = heading.as_mut() {
                    heading.push_str(&words);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((heading, _)) = heading.as_mut() {
                    heading.push(' ');
                }
            }
            _ => {}
        }
    }
    let end = outline
        .sections
        .first()
        .map_or(base + text.len(), |s| s.heading_span.start);
    outline.summary = base..end;
    outline
}

fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let kept = text[span.clone()].trim_end().len();
    span.start..span.start + kept
}

fn shifted(fence: Fence, base: usize) -> Fence {
    Fence {
        span: fence.span.start + base..fence.span.end + base,
        inside: fence.inside.start + base..fence.inside.end + base,
        ..fence
    }
}

fn fence(text: &str, span: Range<usize>, info: &str) -> Fence {
    let span = trimmed(text, span);
    let block = &text[span.clone()];
    let marker = block.chars().next().unwrap_or('`');
    let opening = block.chars().take_while(|c| *c == marker).count();
    let first_line = block.find('\n').map_or(block.len(), |at| at + 1);
    let last = block.rfind('\n').map_or("", |at| &block[at + 1..]);
    let closing = last.trim();
    let closed = closing.len() >= opening && closing.chars().all(|c| c == marker);
    let inside_end = if closed {
        block.len() - last.len()
    } else {
        block.len()
    };
    Fence {
        tag: info.split_whitespace().next().unwrap_or("").to_string(),
        inside: span.start + first_line.min(inside_end)..span.start + inside_end,
        span,
        closed,
    }
}

/// Where relative links lead and how deep headings begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Put before relative links, which authors write as seen from the
    /// incident's page: `""` there, `incidents/` on the home page, an absolute
    /// address in feeds.
    pub base: &'a str,
    /// The site's address without its path, put before `/path` links in feeds.
    pub origin: &'a str,
    /// Levels by which headings sink (`###` with 1 becomes `<h4>`).
    pub sink: u8,
}

/// Safe HTML of an author's Markdown.
pub fn to_html(markdown: &str, frame: &Frame<'_>) -> String {
    let mut events = Vec::new();
    let mut links: Vec<bool> = Vec::new();
    let mut images: Vec<Option<TagEnd>> = Vec::new();
    for event in Parser::new_ext(markdown, options()) {
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
                    level: sunk(level, frame.sink),
                    id: None,
                    classes: Vec::new(),
                    attrs: Vec::new(),
                }));
            }
            Event::End(TagEnd::Heading(level)) => {
                events.push(Event::End(TagEnd::Heading(sunk(level, frame.sink))))
            }
            // What may not be followed stays as words.
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => {
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
                let dest = link(&dest_url, link_type, frame);
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
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut out, events.into_iter());
    CLEANER.clean(&out).to_string()
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
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Text(words) | Event::Code(words) => out.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(_) if !out.ends_with(' ') => {
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
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sunk(level: HeadingLevel, sink: u8) -> HeadingLevel {
    let deep = (level as usize).max(3) + usize::from(sink);
    HeadingLevel::try_from(deep.min(6)).unwrap_or(HeadingLevel::H6)
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

/// The address as it may stand on the page; `None` for what is not allowed.
fn link(url: &str, kind: LinkType, frame: &Frame<'_>) -> Option<String> {
    let url = url.trim();
    if kind == LinkType::Email {
        return Some(format!("mailto:{url}"));
    }
    match scheme(url) {
        Some(scheme) => {
            matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel").then(|| url.to_string())
        }
        None if url.contains('\\') || url.starts_with("//") => None,
        None if url.starts_with('/') => Some(format!("{}{url}", frame.origin)),
        None if url.starts_with('#') && frame.base.is_empty() => Some(url.to_string()),
        None => Some(format!("{}{url}", frame.base)),
    }
}

/// The second wall: allows only what the first one makes.
static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(HashSet::from([
            "a",
            "blockquote",
            "br",
            "code",
            "del",
            "em",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "img",
            "li",
            "ol",
            "p",
            "pre",
            "strong",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
        ]))
        .tag_attributes(std::collections::HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src", "alt"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer"));
    cleaner
});

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Frame<'static> = Frame {
        base: "",
        origin: "",
        sink: 0,
    };

    #[test]
    fn sections_and_fences() {
        let text = "Sum.\n\n## 14:20 Investigating\n\n```update\na: 1\n```\n\nWords.\n\n### Inside\n\n## 15:00 Resolved\n\nDone.\n";
        let outline = outline(text, 0..text.len());
        assert_eq!(text[outline.summary.clone()].trim(), "Sum.");
        assert_eq!(outline.sections.len(), 2);
        assert_eq!(outline.sections[0].heading, "14:20 Investigating");
        assert_eq!(&text[outline.fences[0].inside.clone()], "a: 1\n");
        assert!(outline.fences[0].closed);
        assert!(text[outline.sections[0].body.clone()].contains("### Inside"));
    }

    #[test]
    fn an_open_fence_is_seen() {
        let text = "## 14:20 Investigating\n\n```update\na: 1\n\n## 15:00 Resolved\n";
        assert!(!outline(text, 0..text.len()).fences[0].closed);
    }

    #[test]
    fn html_is_shown_and_never_obeyed() {
        let shown = to_html(
            "a <b onclick=x>b</b>\n\n<script>alert(1)</script>\n\n<!-- c -->",
            &HERE,
        );
        assert!(
            !shown.contains("<b") && !shown.contains("<script"),
            "{shown}"
        );
        assert!(shown.contains("&lt;script&gt;alert(1)"), "{shown}");
        assert!(!shown.contains("c --"), "{shown}");
    }

    #[test]
    fn only_known_schemes_stay() {
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java&#x73;cript:alert(1)",
            "&#x6A;avascript:1",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example/x",
            "<java\tscript:alert(1)>",
        ] {
            let shown = to_html(&format!("[x]({bad})"), &HERE);
            assert!(
                !shown.contains("script:") && !shown.contains("data:") && !shown.contains("evil"),
                "{bad}: {shown}"
            );
        }
        for good in [
            "https://a.example/",
            "mailto:a@b.example",
            "tel:+331",
            "other.html",
            "#x",
        ] {
            assert!(
                to_html(&format!("[x]({good})"), &HERE).contains(&format!("href=\"{good}\"")),
                "{good}"
            );
        }
    }

    #[test]
    fn pictures_from_elsewhere_become_links() {
        let shown = to_html("![a](https://x.example/p.png) ![b](../pic.png)", &HERE);
        assert!(
            shown.contains("<a href=\"https://x.example/p.png\""),
            "{shown}"
        );
        assert!(
            shown.contains("<img src=\"../pic.png\" alt=\"b\">"),
            "{shown}"
        );
    }

    #[test]
    fn links_follow_the_frame() {
        let feed = Frame {
            base: "https://s.example/incidents/",
            origin: "https://s.example",
            sink: 0,
        };
        let shown = to_html("[x](y.html) [z](/w)", &feed);
        assert!(
            shown.contains("https://s.example/incidents/y.html"),
            "{shown}"
        );
        assert!(shown.contains("https://s.example/w"), "{shown}");
        assert!(to_html("# a\n\n### b", &Frame { sink: 1, ..HERE }).contains("<h4>b</h4>"));
    }

    #[test]
    fn plain_words() {
        assert_eq!(
            to_text("**All** [well](x) again.\n\n- one\n- two"),
            "All well again. one two"
        );
    }
}
