//! HTML inside texts to Markdown. Texts of status pages mix plain words,
//! Markdown and HTML in one body, so Markdown passes through untouched and only
//! known elements are turned into marks (`docs/decisions/0031-html-in-texts.md`).

mod scan;
mod writer;

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};

use scan::{HOLD, hold, only_known_tags, release};
use writer::{Sink, Writer, tidy};

/// What came out, and what did not.
#[derive(Debug, Default)]
pub struct Converted {
    /// Markdown.
    pub text: String,
    /// What was dropped: comments, elements that carry no words.
    pub dropped: Vec<String>,
}

/// Turns known elements into Markdown; every other `<` becomes text.
pub fn to_markdown(text: &str) -> Converted {
    let text = text.replace(HOLD, "");
    let (held, pieces) = hold(&text);
    if !held.contains(['<', '&']) {
        return Converted {
            text: release(&held, &pieces),
            ..Converted::default()
        };
    }
    let mut dropped = Vec::new();
    let (marked, had_html) = only_known_tags(&held, &mut dropped);
    let sink = Sink(RefCell::new(Writer::new(dropped)));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(&marked));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let writer = tokenizer.sink.0.into_inner();
    let mut text = release(&writer.finish(), &pieces);
    if had_html {
        text = tidy(&text);
    }
    Converted {
        text,
        dropped: writer.dropped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn md(html: &str) -> String {
        to_markdown(html).text
    }

    #[test]
    fn lists_links_and_breaks() {
        assert_eq!(
            md(
                "<ul><li><strong>15:14</strong> - We look.</li><li>Done, see <a href=\"https://a.example/x\">here</a>.</li></ul>"
            ),
            "- **15:14** - We look.\n- Done, see [here](https://a.example/x)."
        );
        assert_eq!(md("One<br>two<br /><br />three"), "One\\\ntwo\n\nthree");
        assert_eq!(md("<p>A</p><p>B</p>"), "A\n\nB");
        assert_eq!(
            md("<ol><li>A<ul><li>B</li></ul></li><li>C</li></ol>"),
            "1. A\n   - B\n2. C"
        );
    }

    #[test]
    fn markdown_passes_and_words_stay_words() {
        assert_eq!(md("**a** _b_\n\n* c"), "**a** _b_\n\n* c");
        assert_eq!(
            md("a < b, send <username> to x"),
            "a < b, send \\<username> to x"
        );
        assert_eq!(
            md("use `<b>` now, <https://a.example>"),
            "use `<b>` now, <https://a.example>"
        );
        assert_eq!(
            md("&lt;script&gt; &amp;amp; &copy;"),
            "\\<script> \\&amp; ©"
        );
        assert_eq!(md("if x <b"), "if x \\<b");
    }

    #[test]
    fn nothing_is_dropped_without_a_word() {
        let out = to_markdown("a<!-- secret --> <a href=\"javascript:x\">b</a>");
        assert_eq!(out.text, "a b");
        assert_eq!(out.dropped, ["comment: secret", "link to javascript:x"]);
    }
}
