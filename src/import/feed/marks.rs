//! Where the updates of an entry begin: `<small>Aug 21, 00:37 UTC</small><br>
//! <strong>Resolved</strong> - text`, and its kin.

use std::sync::LazyLock;

use regex::Regex;

use super::super::html;

/// An update as it stands in the text: its time, its status, the HTML behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// As written; empty where there is none.
    pub time: String,
    /// The word of the status.
    pub word: String,
    /// HTML.
    pub body: String,
}

/// An entry's text taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    /// HTML before the first update.
    pub(super) preface: String,
    /// Updates in the order written.
    pub(super) parts: Vec<Part>,
}

/// Statuses as pages write them.
const WORDS: &str = "investigating|identified|monitoring|resolved|false alarm|scheduled|in progress\
                     |verifying|completed|cancell?ed|post-?mortem|update";

/// A time in small print with a status in bold; or a status in bold alone, at the
/// start of a paragraph or line, if it is one that pages use.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    let timed = r"(?:<p[^>]*>\s*)?<small[^>]*>(?P<time>.*?)</small>\s*(?:<br\s*/?>\s*)*<(?:strong|b)(?:\s[^>]*)?>(?P<word>[^<]*)</(?:strong|b)>";
    let bare = format!(
        r"(?P<lead>^|<p[^>]*>|</p>|<br\s*/?>|<div[^>]*>)\s*<(?:strong|b)(?:\s[^>]*)?>\s*(?P<bare>{WORDS})\s*:?\s*</(?:strong|b)>\s*:?"
    );
    let all = format!("(?is){timed}|{bare}");
    Regex::new(&all).unwrap_or_else(|e| panic!("{all}: {e}"))
});

/// The same without HTML: `Sep 25, 15:15:00 GMT+0 - Investigating - text`.
static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    let all = format!(
        r"(?P<time>\b[A-Z][a-z]{{2,8}} \d{{1,2}},? (?:\d{{4}},? )?\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?: ?[AaPp][Mm])? [A-Za-z0-9+:/_-]+) - (?P<word>(?i:{WORDS})) -"
    );
    Regex::new(&all).unwrap_or_else(|e| panic!("{all}: {e}"))
});

/// Takes an entry's HTML apart. Where all of its marks are escaped once more than
/// they should be, they are read as they were meant.
pub(super) fn content(html: &str) -> Content {
    let mut text = html.to_string();
    // A tool that escapes twice may stand behind another one.
    for _ in 0..3 {
        let found = split(&MARK, &text);
        if !found.parts.is_empty() {
            return found;
        }
        let next = unescaped(&text);
        if next == text {
            break;
        }
        text = next;
    }
    let found = split(&PLAIN, html);
    if !found.parts.is_empty() {
        return found;
    }
    let once = unescaped(html);
    let has_tags = html.contains('<');
    let preface = if !has_tags && once.trim_start().starts_with('<') {
        once
    } else {
        html.to_string()
    };
    Content {
        preface,
        parts: Vec::new(),
    }
}

fn split(mark: &Regex, html: &str) -> Content {
    let marks: Vec<regex::Captures<'_>> = mark.captures_iter(html).collect();
    let mut found = Content::default();
    let start = |mark: &regex::Captures<'_>| {
        let whole = mark.get(0).map_or(0, |m| m.start());
        // What closes the text before belongs to it.
        mark.name("lead").map_or(whole, |lead| lead.end())
    };
    found.preface = html[..marks.first().map_or(html.len(), start)].to_string();
    for (number, mark) in marks.iter().enumerate() {
        let from = mark.get(0).map_or(0, |m| m.end());
        let to = marks.get(number + 1).map_or(html.len(), start);
        let word = mark.name("word").or(mark.name("bare"));
        found.parts.push(Part {
            time: mark
                .name("time")
                .map_or(String::new(), |t| plain(t.as_str())),
            word: word.map_or(String::new(), |w| plain(w.as_str())),
            body: body(&html[from..to.max(from)]).to_string(),
        });
    }
    found
}

/// Without the dash before and half a paragraph behind.
fn body(html: &str) -> &str {
    let html = html.trim();
    let html = html.strip_prefix(['-', '–', '—']).unwrap_or(html).trim();
    let html = html.strip_suffix("<p>").unwrap_or(html).trim();
    html.strip_suffix("</p>").unwrap_or(html).trim()
}

/// HTML as one line of words.
pub(super) fn plain(html: &str) -> String {
    html::to_markdown(html)
        .text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

static ENTITY: LazyLock<Regex> = LazyLock::new(|| {
    let all = "&(?:(?P<name>lt|gt|amp|quot|apos|nbsp)|#(?P<number>[0-9]{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6}));";
    Regex::new(all).unwrap_or_else(|e| panic!("{all}: {e}"))
});

/// One level of escapes taken away.
pub(super) fn unescaped(text: &str) -> String {
    ENTITY
        .replace_all(text, |found: &regex::Captures<'_>| {
            let number = found
                .name("number")
                .and_then(|n| n.as_str().parse().ok())
                .or_else(|| u32::from_str_radix(found.name("hex")?.as_str(), 16).ok());
            match (found.name("name").map(|n| n.as_str()), number) {
                (Some("lt"), _) => "<".to_string(),
                (Some("gt"), _) => ">".to_string(),
                (Some("amp"), _) => "&".to_string(),
                (Some("quot"), _) => "\"".to_string(),
                (Some("apos"), _) => "'".to_string(),
                (Some("nbsp"), _) => "\u{a0}".to_string(),
                (_, Some(number)) => {
                    char::from_u32(number).map_or_else(|| found[0].to_string(), |c| c.to_string())
                }
                _ => found[0].to_string(),
            }
        })
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(html: &str) -> Vec<(String, String, String)> {
        content(html)
            .parts
            .into_iter()
            .map(|p| (p.time, p.word, p.body))
            .collect()
    }

    fn part(time: &str, word: &str, body: &str) -> (String, String, String) {
        (time.to_string(), word.to_string(), body.to_string())
    }

    #[test]
    fn marks_with_and_without_a_time() {
        let timed = "<p><small>Aug <var>26</var>, <var>06:56</var> UTC</small><br /><strong>Identified</strong> - Found.</p>";
        assert_eq!(
            parts(timed),
            [part("Aug 26, 06:56 UTC", "Identified", "Found.")]
        );
        assert_eq!(
            parts(&format!("{timed}<p><strong>In Progress</strong>: Go.</p>")),
            [
                part("Aug 26, 06:56 UTC", "Identified", "Found."),
                part("", "In Progress", "Go.")
            ]
        );
        assert_eq!(
            parts("<strong>Identified</strong>"),
            [part("", "Identified", "")]
        );
        // Bold words of a text are no status.
        assert_eq!(parts("<p><strong>Type:</strong> Incident</p>"), []);
        assert_eq!(parts("<p>It is <strong>resolved</strong> now.</p>"), []);
    }

    #[test]
    fn marks_of_plain_text() {
        let text = "Type: Incident\n Sep 25, 15:15:00 GMT+0 - Investigating - We look - now. Sep 25, 4:01 PM GMT+0 - Resolved - It is over. ";
        assert_eq!(
            parts(text),
            [
                part("Sep 25, 15:15:00 GMT+0", "Investigating", "We look - now."),
                part("Sep 25, 4:01 PM GMT+0", "Resolved", "It is over.")
            ]
        );
        assert_eq!(content(text).preface, "Type: Incident\n ");
        assert_eq!(
            parts("On Sep 25, 15:15 UTC - as planned - it is resolved."),
            []
        );
    }

    #[test]
    fn marks_that_were_escaped_twice_or_more() {
        let timed = "<small>Aug 26, 06:56 UTC</small><br><strong>Resolved</strong> - Use &lt;b&gt; &amp; go.";
        let escape = |text: &str| {
            text.replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
        };
        let once = escape(timed);
        for text in [timed, &once, &escape(&once)] {
            assert_eq!(
                parts(text),
                [part(
                    "Aug 26, 06:56 UTC",
                    "Resolved",
                    "Use &lt;b&gt; &amp; go."
                )]
            );
        }
        let words = "<p>Write &lt;strong&gt; for bold.</p>";
        assert_eq!(content(words).preface, words);
        assert_eq!(content("&lt;p&gt;Late.&lt;/p&gt;").preface, "<p>Late.</p>");
    }
}
