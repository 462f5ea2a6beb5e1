//! Addresses that stand in words become links: `https://...`, `www....`, mail addresses.
//!
//! The rules are those of GitHub Flavored Markdown (0.29-gfm, section 6.9, and what its
//! reference implementation does about brackets and quotes), which pulldown-cmark does not
//! have. Beyond them an address ends where punctuation or a script that writes no spaces
//! begins, and may stand right behind those. `docs/decisions/0081` says why.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{cjk, options};

/// An address in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Address {
    /// Bytes of the text.
    range: Range<usize>,
    /// Where it leads.
    href: String,
}

/// Signs of Markdown that an address may hold as they are.
const SIGNS: [char; 3] = ['*', '_', '~'];

/// Letters of a host (RFC 1035, section 2.3.4). No address is looked for in more.
const MAX_HOST: usize = 255;

/// Escapes the signs of emphasis inside addresses, so that the parser leaves those whole:
/// `https://x.example/_a_`.
pub fn prepare(markdown: &str) -> Cow<'_, str> {
    escape(markdown, &signs(markdown))
}

/// The text with a backslash before each of these places.
pub fn escape<'a>(markdown: &'a str, places: &[usize]) -> Cow<'a, str> {
    if places.is_empty() {
        return Cow::Borrowed(markdown);
    }
    let mut out = String::with_capacity(markdown.len() + places.len());
    let mut from = 0;
    for at in places {
        out.push_str(&markdown[from..*at]);
        out.push('\\');
        from = *at;
    }
    out.push_str(&markdown[from..]);
    Cow::Owned(out)
}

/// Where signs of emphasis stand inside addresses, in bytes of the text and in order.
pub fn signs(markdown: &str) -> Vec<usize> {
    let escapes = |whole: &str, range: &Range<usize>| -> Vec<usize> {
        let inside = whole[range.clone()].match_indices(SIGNS);
        let places = inside.map(|(at, _)| range.start + at);
        places.filter(|at| !whole[..*at].ends_with('\\')).collect()
    };
    let mut places: Vec<usize> = Vec::new();
    for address in addresses(markdown) {
        places.extend(escapes(markdown, &address.range));
    }
    if places.is_empty() {
        return places;
    }
    let kept = kept(markdown);
    places.retain(|at| {
        let next = kept.partition_point(|range| range.end <= *at);
        !kept.get(next).is_some_and(|range| range.contains(at))
    });
    places
}

/// Where a backslash would be shown, or is no business of ours: code, links, HTML; in order,
/// none in another.
fn kept(markdown: &str) -> Vec<Range<usize>> {
    let parser = Parser::new_ext(markdown, options());
    let definitions = parser.reference_definitions().iter();
    let mut kept: Vec<Range<usize>> = definitions.map(|(_, one)| one.span.clone()).collect();
    for (event, span) in parser.into_offset_iter() {
        let whole = matches!(
            event,
            Event::Code(_)
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Image { .. })
        );
        kept.extend(whole.then_some(span));
    }
    kept.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    kept.dedup_by(|inner, outer| inner.end <= outer.end);
    kept
}

/// The events with links around the addresses in their words. `wall` gives the address
/// that may be followed, `None` for one that may not.
pub fn linked<'a>(
    events: Vec<Event<'a>>,
    wall: impl Fn(&str) -> Option<Tag<'static>>,
) -> Vec<Event<'a>> {
    let mut out = Vec::with_capacity(events.len());
    let mut words: Option<Cow<'a, str>> = None;
    // Code, links and pictures hold no further links.
    let mut apart = 0_usize;
    for event in events {
        match event {
            Event::Text(more) if apart == 0 => {
                let more: Cow<'a, str> = more.into();
                words = Some(match words.take() {
                    Some(words) => Cow::Owned(words.into_owned() + &more),
                    None => more,
                });
                continue;
            }
            Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Image { .. }) => apart += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Link | TagEnd::Image) => apart -= 1,
            _ => {}
        }
        if let Some(words) = words.take() {
            split(words, &wall, &mut out);
        }
        out.push(event);
    }
    if let Some(words) = words {
        split(words, &wall, &mut out);
    }
    out
}

fn split<'a>(
    words: Cow<'a, str>,
    wall: &impl Fn(&str) -> Option<Tag<'static>>,
    out: &mut Vec<Event<'a>>,
) {
    let found = addresses(&words);
    if found.is_empty() {
        out.push(Event::Text(words.into()));
        return;
    }
    let mut from = 0;
    let text = |range: Range<usize>| Event::Text(words[range].to_string().into());
    for Address { range, href } in found {
        let Some(link) = wall(&href) else { continue };
        if from < range.start {
            out.push(text(from..range.start));
        }
        from = range.end;
        out.extend([Event::Start(link), text(range), Event::End(TagEnd::Link)]);
    }
    if from < words.len() {
        out.push(text(from..words.len()));
    }
}

/// All addresses of a text, in order.
fn addresses(text: &str) -> Vec<Address> {
    let mut found: Vec<Address> = Vec::new();
    if !text.contains("://") && !text.contains('@') && !contains_www(text) {
        return found;
    }
    let mut free = 0;
    for (at, c) in text.char_indices() {
        if at < free {
            continue;
        }
        let address = match c {
            'h' | 'H' | 'w' | 'W' if may_begin(&text[free..at]) => web(text, at),
            '@' => mail(text, free, at),
            _ => None,
        };
        if let Some(address) = address {
            free = address.range.end;
            found.push(address);
        }
    }
    found
}

fn contains_www(text: &str) -> bool {
    let is_www = |dot: usize| {
        let before = dot.checked_sub(3).map(|from| &text.as_bytes()[from..dot]);
        before.is_some_and(|before| before.eq_ignore_ascii_case(b"www"))
    };
    text.match_indices('.').any(|(dot, _)| is_www(dot))
}

/// Whether an address may stand behind this text.
fn may_begin(before: &str) -> bool {
    before.chars().next_back().is_none_or(|c| {
        if c.is_ascii() {
            c.is_ascii_whitespace() || "*_~([{<>\"'|,;:=".contains(c)
        } else {
            is_end(c) || is_unspaced(c)
        }
    })
}

/// `https://...` or `www....` that begins at `at`.
fn web(text: &str, at: usize) -> Option<Address> {
    let rest = &text[at..];
    let has = |prefix: &str| {
        let begins = rest.as_bytes().get(..prefix.len());
        begins.is_some_and(|begins| begins.eq_ignore_ascii_case(prefix.as_bytes()))
    };
    let scheme = ["http://", "https://"].into_iter().find(|s| has(s));
    if scheme.is_none() && !has("www.") {
        return None;
    }
    let host_at = scheme.map_or(0, str::len);
    let host = host(&rest[host_at..], scheme.is_some())?;
    let end = rest[host_at + host..]
        .find(|c: char| {
            c.is_ascii_whitespace() || "<>\"`|".contains(c) || is_end(c) || is_unspaced(c)
        })
        .map_or(rest.len(), |end| host_at + host + end);
    let end = trimmed(&rest[..end]);
    // What is left must still have its host.
    (end > host_at && (scheme.is_some() || end > "www.".len())).then(|| {
        let shown = &rest[..end];
        Address {
            range: at..at + end,
            href: match scheme {
                Some(_) => shown.to_string(),
                None => format!("http://{shown}"),
            },
        }
    })
}

/// Bytes of the host that the text begins with. A short one has no dot (`localhost`).
fn host(text: &str, short: bool) -> Option<usize> {
    // A host in letters of its own goes on until its script has an end.
    let unspaced = text.starts_with(is_unspaced);
    let is_host = |c: char| {
        matches!(c, '-' | '_' | '.') || c.is_alphanumeric() && (unspaced || !is_unspaced(c))
    };
    let end = text
        .char_indices()
        .take(MAX_HOST + 1)
        .find(|(_, c)| !is_host(*c))
        .map_or(text.len(), |(end, _)| end);
    if text[..end].chars().nth(MAX_HOST).is_some() {
        return None;
    }
    let host = text[..end].trim_end_matches('.');
    let mut labels = host.rsplit('.');
    let last_two = [labels.next(), labels.next()];
    let fits = host.starts_with(char::is_alphanumeric)
        && (short || host.contains('.'))
        && !last_two.iter().flatten().any(|label| label.contains('_'));
    fits.then_some(end)
}

/// Where an address ends: punctuation at the end belongs to the sentence, and so do
/// brackets that were not opened inside.
fn trimmed(address: &str) -> usize {
    let count = |sign: char| address.matches(sign).count();
    // How many of each pair close more than were opened.
    let mut open = [('(', ')'), ('[', ']'), ('{', '}')]
        .map(|(open, close)| (close, count(close).saturating_sub(count(open))));
    let mut kept = address;
    while let Some(last) = kept.chars().next_back() {
        let shorter = &kept[..kept.len() - last.len_utf8()];
        let closes = open.iter_mut().find(|(close, n)| *close == last && *n > 0);
        kept = match (last, closes) {
            ('?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"', _) => shorter,
            (';', _) => {
                let name = shorter.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                match name.strip_suffix('&') {
                    Some(before) if name.len() < shorter.len() => before,
                    _ => shorter,
                }
            }
            (_, Some((_, more))) => {
                *more -= 1;
                shorter
            }
            _ => break,
        };
    }
    kept.len()
}

/// A mail address around the `@` at `at`, that begins at `from` at the earliest.
fn mail(text: &str, from: usize, at: usize) -> Option<Address> {
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-' | '_');
    let local = text[from..at].trim_end_matches(is_local).len() + from;
    let mut before = text[from..local].chars();
    let bound = before
        .next_back()
        .is_none_or(|c| c != '/' && (is_unspaced(c) || !c.is_alphanumeric()));
    if local == at || !bound {
        return None;
    }
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let rest = &text[at + 1..];
    let whole = &rest[..rest.find(|c| !is_host(c)).unwrap_or(rest.len())];
    let host = whole.trim_end_matches('.');
    let behind = &rest[whole.len()..];
    // `git@host:path` is no mail.
    let is_path =
        |behind: &str| behind.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/');
    let fits = host.contains('.')
        && !host.contains("..")
        && host.starts_with(|c: char| c.is_ascii_alphanumeric())
        && host.ends_with(|c: char| c.is_ascii_alphanumeric())
        && !behind.starts_with('@')
        && !behind.strip_prefix(':').is_some_and(is_path);
    if !fits {
        return None;
    }
    let end = at + 1 + host.len();
    let href = format!("mailto:{}", &text[local..end]);
    let prefixed = local.checked_sub("mailto:".len()).filter(|start| {
        let prefix = text.get(*start..local);
        *start >= from && prefix.is_some_and(|p| p.eq_ignore_ascii_case("mailto:"))
    });
    // `ATTENDEE:mailto:...` is a line of something else than prose.
    let before = &text[..prefixed.unwrap_or_default()];
    if prefixed.is_some() && (before.ends_with([':', '=']) || !may_begin(before)) {
        return None;
    }
    Some(Address {
        range: prefixed.unwrap_or(local)..end,
        href,
    })
}

/// Punctuation and space beyond ASCII, signs of direction, and the mark of [`cjk`].
fn is_end(c: char) -> bool {
    !c.is_ascii()
        && (c.is_whitespace()
            || c.is_control()
            || c == cjk::MARK
            || c == '\u{FEFF}'
            || matches!(c,
                '\u{A1}' | '\u{A7}' | '\u{AB}' | '\u{B6}' | '\u{B7}' | '\u{BB}' | '\u{BF}'
                | '\u{589}' | '\u{5BE}' | '\u{60C}' | '\u{61B}'..='\u{61F}' | '\u{66D}' | '\u{6D4}'
                | '\u{964}' | '\u{965}' | '\u{2000}'..='\u{206F}' | '\u{20A0}'..='\u{20CF}'
                | '\u{2190}'..='\u{2BFF}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{303F}'
                | '\u{30FB}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}'
                | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}' | '\u{FFE0}'..='\u{FFEE}'))
}

/// Scripts that write no space between words, or none before a particle.
fn is_unspaced(c: char) -> bool {
    cjk::is_cjk(c)
        || matches!(c,
            '\u{E00}'..='\u{EFF}'       // Thai, Lao
            | '\u{1000}'..='\u{109F}'   // Burmese
            | '\u{1780}'..='\u{17FF}'   // Khmer
        )
}

#[cfg(test)]
mod tests {
    use super::super::{Frame, to_html, to_text};
    use super::{Parser, linked, options, prepare};

    fn html(markdown: &str) -> String {
        let here = Frame {
            base: "",
            origin: "",
            top: 3,
        };
        let html = to_html(markdown, &here);
        let html = html.replace(" rel=\"noopener noreferrer\"", "");
        html.trim()
            .trim_start_matches("<p>")
            .trim_end_matches("</p>")
            .to_string()
    }

    /// Asserts that exactly these addresses of a text are links, each shown as it stands.
    fn links(markdown: &str, expected: &[&str]) {
        let html = html(markdown);
        let found: Vec<&str> = html
            .split("<a href=\"")
            .skip(1)
            .map(|link| {
                link.split_once("\">")
                    .unwrap()
                    .1
                    .split("</a>")
                    .next()
                    .unwrap()
            })
            .collect();
        let expected: Vec<String> = expected.iter().map(|e| e.replace('&', "&amp;")).collect();
        assert_eq!(found, expected, "{markdown}: {html}");
    }

    /// Examples 622 to 635 of the specification (those of FTP left out: the wall).
    #[test]
    fn as_the_specification_says() {
        let link = |shown: &str| format!("<a href=\"http://{shown}\">{shown}</a>");
        for (written, shown) in [
            ("www.commonmark.org", link("www.commonmark.org")),
            (
                "Visit www.commonmark.org/help for more information.",
                format!("Visit {} for more information.", link("www.commonmark.org/help")),
            ),
            ("Visit www.commonmark.org.", format!("Visit {}.", link("www.commonmark.org"))),
            ("Visit www.commonmark.org/a.b.", format!("Visit {}.", link("www.commonmark.org/a.b"))),
            (
                "www.google.com/search?q=Markup+(business)",
                link("www.google.com/search?q=Markup+(business)"),
            ),
            (
                "www.google.com/search?q=Markup+(business)))",
                link("www.google.com/search?q=Markup+(business)") + "))",
            ),
            (
                "(www.google.com/search?q=Markup+(business))",
                format!("({})", link("www.google.com/search?q=Markup+(business)")),
            ),
            (
                "(www.google.com/search?q=Markup+(business)",
                format!("({}", link("www.google.com/search?q=Markup+(business)")),
            ),
            (
                "www.google.com/search?q=(business))+ok",
                link("www.google.com/search?q=(business))+ok"),
            ),
            (
                "www.google.com/search?q=commonmark&hl=en",
                link("www.google.com/search?q=commonmark&amp;hl=en"),
            ),
            (
                "www.google.com/search?q=commonmark&hl;",
                link("www.google.com/search?q=commonmark") + "&amp;hl;",
            ),
            ("www.commonmark.org/he<lp", link("www.commonmark.org/he") + "&lt;lp"),
            (
                "http://commonmark.org",
                "<a href=\"http://commonmark.org\">http://commonmark.org</a>".to_string(),
            ),
            (
                "(Visit https://encrypted.google.com/search?q=Markup+(business))",
                "(Visit <a href=\"https://encrypted.google.com/search?q=Markup+(business)\">https://encrypted.google.com/search?q=Markup+(business)</a>)".to_string(),
            ),
            ("foo@bar.baz", "<a href=\"mailto:foo@bar.baz\">foo@bar.baz</a>".to_string()),
            (
                "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.",
                "hello@mail+xyz.example isn't valid, but <a href=\"mailto:hello+xyz@mail.example\">hello+xyz@mail.example</a> is.".to_string(),
            ),
            (
                "a.b-c_d@a.b, a.b-c_d@a.b. a.b-c_d@a.b- a.b-c_d@a.b_",
                "<a href=\"mailto:a.b-c_d@a.b\">a.b-c_d@a.b</a>, <a href=\"mailto:a.b-c_d@a.b\">a.b-c_d@a.b</a>. a.b-c_d@a.b- a.b-c_d@a.b_".to_string(),
            ),
            ("mailto:foo@bar.baz.", "<a href=\"mailto:foo@bar.baz\">mailto:foo@bar.baz</a>.".to_string()),
        ] {
            assert_eq!(html(written), shown, "{written}");
        }
    }

    #[test]
    fn an_address_ends_where_its_words_do() {
        for (written, expected) in [
            (
                "See https://a.example/x, or \"https://b.example/y\"; 'https://c.example'!",
                &[
                    "https://a.example/x",
                    "https://b.example/y",
                    "https://c.example",
                ][..],
            ),
            (
                "[https://a.example/x] {https://b.example} https://c.example/[1]",
                &[
                    "https://a.example/x",
                    "https://b.example",
                    "https://c.example/[1]",
                ],
            ),
            (
                "https://a.example/?a=b&c=d#e_f and HTTPS://B.EXAMPLE:8443/x",
                &["https://a.example/?a=b&c=d#e_f", "HTTPS://B.EXAMPLE:8443/x"],
            ),
            (
                "http://localhost:8080/x http://10.0.0.1/ https://",
                &["http://localhost:8080/x", "http://10.0.0.1/"],
            ),
            (
                "|a|b|\n|-|-|\n|https://a.example/x|help@a.example|",
                &["https://a.example/x", "help@a.example"],
            ),
            (
                "- https://a.example/x\n- > www.b.example",
                &["https://a.example/x", "www.b.example"],
            ),
            ("### https://a.example/x", &["https://a.example/x"]),
            (
                "https://a.example/x\nnext  \nhttps://b.example/y\\\nz",
                &["https://a.example/x", "https://b.example/y"],
            ),
            // Scripts without spaces, and their punctuation.
            (
                "詳細はhttps://a.example/x。次に（https://b.example/y）、help@c.exampleへ",
                &[
                    "https://a.example/x",
                    "https://b.example/y",
                    "help@c.example",
                ],
            ),
            (
                "请看https://a.example/x？a，或 www.b.example；",
                &["https://a.example/x", "www.b.example"],
            ),
            (
                "https://a.example/help에서 확인",
                &["https://a.example/help"],
            ),
            ("ดูที่https://a.example/xนะ", &["https://a.example/x"]),
            (
                "https://例え.jp/x を https://例え.jp/道",
                &["https://例え.jp/x", "https://例え.jp/"],
            ),
            (
                "« https://a.example/x » “https://b.example/y” „www.c.example“ https://d.example/x…",
                &[
                    "https://a.example/x",
                    "https://b.example/y",
                    "www.c.example",
                    "https://d.example/x",
                ],
            ),
            (
                "انظر https://a.example/x، أو https://b.example/y؟",
                &["https://a.example/x", "https://b.example/y"],
            ),
            (
                "https://müller.example/straße",
                &["https://müller.example/straße"],
            ),
            ("**https://a.example/x.**の", &["https://a.example/x"]),
            ("**https://a.example/%です。**の", &["https://a.example/%"]),
        ] {
            links(written, expected);
        }
    }

    #[test]
    fn signs_of_emphasis_inside_stay() {
        for (written, expected) in [
            (
                "https://a.example/_a_/*b*/~c~",
                &["https://a.example/_a_/*b*/~c"][..],
            ),
            (
                "https://a.example/__init__.py and __bold__",
                &["https://a.example/__init__.py"],
            ),
            (
                "**https://a.example/a_b_c** _www.b.example/x_y_ ~~https://c.example/d~~",
                &[
                    "https://a.example/a_b_c",
                    "www.b.example/x_y",
                    "https://c.example/d",
                ],
            ),
            ("https://a.example/\\_a\\_", &["https://a.example/_a"]),
            (
                "https://a.example/*x and `https://b.example/_a_` *y*",
                &["https://a.example/*x"],
            ),
            (
                "a_b@c.example _d@e.example_",
                &["a_b@c.example", "d@e.example"],
            ),
        ] {
            links(written, expected);
        }
        assert!(html("**https://a.example/a_b_c**").starts_with("<strong><a"));
        assert!(
            html("`https://b.example/_a_` https://a.example/_a_")
                .contains("<code>https://b.example/_a_</code>")
        );
        assert_eq!(
            to_text("See https://a.example/_a_/*b*."),
            "See https://a.example/_a_/*b*."
        );
        assert_eq!(
            to_text("`https://a.example/_a_` <https://a.example/_a_>"),
            "https://a.example/_a_ https://a.example/_a_"
        );
    }

    #[test]
    fn what_is_a_link_or_code_already_stays() {
        for (written, count) in [
            ("<https://a.example/>", 1),
            ("[https://a.example/](https://b.example/)", 1),
            ("[see https://a.example/ now](https://b.example/_c_)", 1),
            ("[x][y]\n\n[y]: https://a.example/_a_", 1),
            ("<help@a.example>", 1),
            ("(mailto:help@a.example)", 1),
            ("Mail:help@a.example", 1),
            ("![https://a.example/](https://b.example/p.png)", 1),
            ("`https://a.example/`", 0),
            ("```\nhttps://a.example/\n```", 0),
            ("    https://a.example/", 0),
            (
                "xhttps://a.example/ git+https://a.example/ foo.www.a.example",
                0,
            ),
            ("javascript://a.example/ ftp://a.example/ //a.example", 0),
            ("git@a.example:b/c.git a@b @c d@e. @f.example", 0),
            ("x; ATTENDEE:mailto:a@b.example, Xmailto:a@b.example", 0),
            ("www. www http:// www._a.example http://a_b.example", 0),
            ("https://[ http://a:b:c/", 0),
        ] {
            let html = html(written);
            assert_eq!(html.matches("<a ").count(), count, "{written}: {html}");
            assert_eq!(html.matches("<a href=").count(), count, "{written}: {html}");
            assert!(!html.contains('\\'), "{written}: {html}");
        }
    }

    #[test]
    fn long_texts_take_no_time() {
        for part in [
            "_www.",
            "http://a)",
            "a@",
            ")",
            "(http://",
            "https://a.example/_a_ `b` ",
            "&a;",
            "www.a_b.",
        ] {
            let text = "http://a".to_string() + &part.repeat(200_000 / part.len());
            let begun = std::time::Instant::now();
            let prepared = prepare(&text);
            linked(Parser::new_ext(&prepared, options()).collect(), |_| None);
            assert!(
                begun.elapsed() < std::time::Duration::from_secs(20),
                "{part}"
            );
        }
    }
}
