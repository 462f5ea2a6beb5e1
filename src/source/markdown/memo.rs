//! HTML of authors' Markdown, made once for the pages and feeds that show the same words.
//!
//! Takes what [`super::to_html`] takes, and gives what it gives. Holds a few megabytes of it, however
//! long the history: whoever makes what belongs together one after the other finds it there.

use std::fmt;
use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::html::{Frame, framed};
use crate::digest::digest;

/// Bytes of HTML that are held.
const ROOM: u64 = 8 * 1024 * 1024;

/// Bytes of a usual update as HTML.
const USUAL: u64 = 1024;

/// See the module's head.
pub struct Memo(Cache<Key, Arc<str>, Weight>);

/// Words and what else their HTML is made of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    /// Digest of the Markdown.
    words: u128,
    top: u8,
    /// Base and origin, where the words hold links that depend on them.
    place: Option<(Box<str>, Box<str>)>,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Arc<str>> for Weight {
    fn weight(&self, _: &Key, html: &Arc<str>) -> u64 {
        html.len() as u64 + size_of::<Key>() as u64
    }
}

impl Default for Memo {
    fn default() -> Self {
        let usual = usize::try_from(ROOM / USUAL).unwrap_or_default();
        Self(Cache::with_weighter(usual, ROOM, Weight))
    }
}

impl fmt::Debug for Memo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memo")
            .field("held", &self.0.len())
            .finish_non_exhaustive()
    }
}

impl Memo {
    /// What [`super::to_html`] makes of the same.
    pub fn html(&self, markdown: &str, frame: &Frame<'_>) -> Arc<str> {
        let mut key = Key {
            words: digest([markdown.as_bytes()]),
            top: frame.top,
            place: None,
        };
        if let Some(html) = self.0.get(&key) {
            return html;
        }
        let placed = Key {
            place: Some((frame.base.into(), frame.origin.into())),
            ..key.clone()
        };
        if let Some(html) = self.0.get(&placed) {
            return html;
        }
        let (html, depends) = framed(markdown, frame);
        let html: Arc<str> = html.into();
        if depends {
            key = placed;
        }
        self.0.insert(key, Arc::clone(&html));
        html
    }
}

#[cfg(test)]
mod tests {
    use super::super::to_html;
    use super::*;

    #[test]
    fn each_frame_has_its_own_links() {
        let memo = Memo::default();
        let frames = [
            ("", ""),
            ("incidents/", ""),
            ("https://s.example/incidents/", "https://s.example"),
        ];
        for words in [
            "Plain.",
            "[a](b.html)",
            "[a](/b)",
            "[a](#b)",
            "![a](b.png)",
            "[a](https://b.example/)",
            "### Head",
        ] {
            for round in 0..2 {
                for (base, origin) in frames {
                    for top in 2..5 {
                        let frame = Frame { base, origin, top };
                        assert_eq!(
                            *memo.html(words, &frame),
                            *to_html(words, &frame),
                            "{words}, {frame:?}, round {round}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_long_history_takes_no_more_room() {
        let memo = Memo::default();
        let frame = Frame {
            base: "",
            origin: "",
            top: 3,
        };
        for n in 0..200 {
            memo.html(&format!("{n} {}", "word ".repeat(20_000)), &frame);
        }
        assert!(memo.0.weight() <= ROOM);
        assert!(memo.0.len() > 10);
    }
}
