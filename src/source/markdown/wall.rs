//! The second wall around an author's Markdown: whatever the parser and the filter of its
//! events let through, only these tags and addresses come out.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The markup as a browser understands it, without all that is not allowed.
pub fn clean(html: &str) -> String {
    plain(html).unwrap_or_else(|| CLEANER.clean(html).to_string())
}

/// What [`CLEANER`] makes of markup that has nothing to be taken away: links, and tags without
/// attributes, each inside what may hold it and closed in turn. Of most texts nothing else
/// comes, and to make a document of each would take longer than everything before.
/// `None` where anything else stands.
fn plain(html: &str) -> Option<String> {
    let mut out = String::with_capacity(html.len());
    let mut open: Vec<Element> = Vec::new();
    let mut rest = html;
    loop {
        let special = |b: u8| matches!(b, b'<' | b'>' | b'&' | 0xC2) || b < b' ' && b != b'\n';
        let words = rest.bytes().position(special).unwrap_or(rest.len());
        let (before, from) = rest.split_at_checked(words)?;
        if !holds_words(open.last()) && !before.trim_ascii().is_empty() {
            return None;
        }
        out.push_str(before);
        if from.is_empty() {
            return open.is_empty().then_some(out);
        }
        let kept = if let Some(tag) = from.strip_prefix('<') {
            let (tag, after) = tag.split_once('>')?;
            rest = after;
            if tag == "br /" && holds_words(open.last()) {
                out.push_str("<br>");
                continue;
            }
            if let Some(href) = href(tag) {
                let nested = open.contains(&Element::Link);
                (holds_words(open.last()) && !nested && may_follow(href)).then_some(())?;
                open.push(Element::Link);
                out.extend(["<a href=\"", href, "\" ", REL, ">"]);
                continue;
            }
            match tag.strip_prefix('/') {
                Some(name) => (open.pop()? == element(name)?).then_some(())?,
                None => {
                    let element = element(tag).filter(|e| *e != Element::Link)?;
                    may_stand(&element, open.last()).then_some(())?;
                    open.push(element);
                }
            }
            from.len() - after.len()
        } else if from.starts_with('&') {
            let known = ["&amp;", "&lt;", "&gt;"];
            let entity = known.into_iter().find(|known| from.starts_with(known))?;
            holds_words(open.last()).then_some(())?;
            entity.len()
        } else {
            // A space that does not break is written by name (HTML, section 13.3), the other
            // characters that begin with its first byte as they are.
            let first = from.chars().next()?;
            let written = !first.is_ascii() && !first.is_control();
            written.then_some(())?;
            holds_words(open.last()).then_some(())?;
            rest = &from[first.len_utf8()..];
            match first {
                '\u{A0}' => out.push_str("&nbsp;"),
                other => out.push(other),
            }
            continue;
        };
        out.push_str(&from[..kept]);
        rest = &from[kept..];
    }
}

/// The address of a link that says nothing else, in signs that mean themselves everywhere.
fn href(tag: &str) -> Option<&str> {
    let href = tag.strip_prefix("a href=\"")?.strip_suffix('"')?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#@!$*+,;=%()".contains(&b);
    href.bytes().all(plain).then_some(href)
}

/// As [`CLEANER`] decides it.
fn may_follow(href: &str) -> bool {
    match url::Url::parse(href) {
        Ok(url) => SCHEMES.contains(&url.scheme()),
        Err(error) => error == url::ParseError::RelativeUrlWithoutBase,
    }
}

/// Schemes that may be followed.
pub const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// What every link says of itself.
const REL: &str = "rel=\"noopener noreferrer\"";

/// A tag without attributes, or a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Paragraph,
    Quote,
    List { ordered: bool },
    Item,
    Link,
    Inline(&'static str),
}

fn element(name: &str) -> Option<Element> {
    Some(match name {
        "p" => Element::Paragraph,
        "blockquote" => Element::Quote,
        "ul" => Element::List { ordered: false },
        "ol" => Element::List { ordered: true },
        "li" => Element::Item,
        "a" => Element::Link,
        _ => {
            let inline = ["em", "strong", "del", "code"];
            Element::Inline(inline.into_iter().find(|known| *known == name)?)
        }
    })
}

fn holds_words(parent: Option<&Element>) -> bool {
    matches!(
        parent,
        Some(Element::Paragraph | Element::Item | Element::Link | Element::Inline(_))
    )
}

fn may_stand(child: &Element, parent: Option<&Element>) -> bool {
    match child {
        Element::Link | Element::Inline(_) => holds_words(parent),
        Element::Item => matches!(parent, Some(Element::List { .. })),
        Element::Paragraph | Element::Quote | Element::List { .. } => {
            matches!(parent, None | Some(Element::Item | Element::Quote))
        }
    }
}

/// Allows only what the first wall makes.
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
            "h2",
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
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer"));
    cleaner
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_markup_needs_no_document() {
        for html in [
            "<p>Words &amp; \"more\" &lt;b&gt;.</p>\n",
            "<p>One<br />\ntwo</p>\n<ul>\n<li>a</li>\n<li><em>b</em>\n<ol>\n<li>c</li>\n</ol>\n</li>\n</ul>\n",
            "<blockquote>\n<p>Un mot\u{A0}: <strong><del>é</del></strong> ½</p>\n</blockquote>\n",
            "<p><a href=\"https://a.example/x?y=1#z\">a <em>b</em></a> <a href=\"../c.html\">c</a></p>\n",
            "<p><a href=\"mailto:a@b.example\">a@b.example</a></p>\n",
            "",
        ] {
            let plain = plain(html);
            assert_eq!(plain, Some(CLEANER.clean(html).to_string()), "{html}");
        }
    }

    #[test]
    fn all_else_goes_through_the_wall() {
        for html in [
            "<p><a href=\"javascript:a\">a</a></p>",
            "<p><a href=\"https://[\">a</a></p>",
            "<p><a href=\"https://a.example/\" title=\"x\">a</a></p>",
            "<p><a href=\"a&amp;b\">a</a></p>",
            "<p><a href=\"a\"><a href=\"b\">a</a></a></p>",
            "<p><a>a</a></p>",
            "<a href=\"a\">a</a>",
            "<p onclick=\"x\">a</p>",
            "<P>a</P>",
            "<p >a</p>",
            "<script>a</script>",
            "<p><script>a</script></p>",
            "<p>a<p>b</p></p>",
            "<p><em>a</p></em>",
            "<p>a",
            "a</p>",
            "a",
            "<p>&nbsp;</p>",
            "<p>&#60;script></p>",
            "<p>\u{0}</p>",
            "<p>\r</p>",
            "<p>\u{85}</p>",
            "<ul>a</ul>",
            "<li>a</li>",
            "<p><ul></ul></p>",
            "<p><!-- a --></p>",
            "<p>a < b</p>",
        ] {
            assert_eq!(plain(html), None, "{html}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        /// Tags in any order: whatever is let through is what the wall would have made of it.
        #[test]
        fn what_is_plain_is_what_the_wall_makes(
            tokens in proptest::collection::vec(prop_oneof![
                Just("<p>"), Just("</p>"), Just("<em>"), Just("</em>"), Just("<code>"), Just("</code>"),
                Just("<a href=\"https://a.example/\">"), Just("<a href=\"x:y\">"), Just("</a>"), Just("<strong>"), Just("</strong>"), Just("<del>"), Just("</del>"), Just("<ul>"), Just("</ul>"), Just("<ol>"),
                Just("</ol>"), Just("<li>"), Just("</li>"), Just("<blockquote>"), Just("</blockquote>"),
                Just("<br />"), Just("a"), Just(" "), Just("\n"), Just("\t"), Just("&amp;"), Just("&lt;"), Just("\u{A0}"),
                Just("é"), Just("\u{80}"), Just(">"), Just("\""),
            ], 0..14),
            nested in any::<bool>(),
        ) {
            let html = tokens.concat();
            let html = if nested { format!("<p>{html}</p>") } else { html };
            if let Some(plain) = plain(&html) {
                prop_assert_eq!(plain, CLEANER.clean(&html).to_string());
            }
        }
    }
}
