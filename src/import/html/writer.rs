//! Tags and words, as they come, to Markdown.

mod escape;

use std::cell::RefCell;

use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};

use super::scan::first_words;
use escape::{escape_entities, escape_tags, is_web, link_target, link_words};

/// Takes what the tokenizer finds.
pub(super) struct Sink(pub(super) RefCell<Writer>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut writer = self.0.borrow_mut();
        if matches!(token, Token::TagToken(_) | Token::EOFToken) {
            writer.flush();
        }
        match token {
            Token::CharacterTokens(text) => writer.pending.push_str(&text),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => writer.open(&tag),
            Token::TagToken(tag) => writer.close(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Builds Markdown out of tags and words.
#[derive(Default)]
pub(super) struct Writer {
    out: String,
    /// Words not written yet: entities arrive on their own.
    pending: String,
    /// `ul` or the next number of an `ol`, outermost first.
    lists: Vec<Option<usize>>,
    links: Vec<(usize, Option<String>)>,
    /// Elements in which a line end is a space.
    blocks: usize,
    quotes: Vec<usize>,
    pre: Option<usize>,
    cells: usize,
    /// What was dropped, in words.
    pub(super) dropped: Vec<String>,
}

impl Writer {
    /// A writer that goes on with what was dropped before.
    pub(super) fn new(dropped: Vec<String>) -> Self {
        Self {
            dropped,
            ..Self::default()
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.pending);
        self.words(&text);
    }

    fn words(&mut self, text: &str) {
        if self.pre.is_some() {
            self.out.push_str(text);
            return;
        }
        let mut text = escape_tags(text);
        if text.contains('&') {
            text = escape_entities(&text);
        }
        if self.blocks == 0 {
            self.out.push_str(&text);
            return;
        }
        for c in text.chars() {
            if !c.is_whitespace() {
                self.out.push(c);
            } else if !self.out.ends_with([' ', '\n']) && !self.out.is_empty() {
                self.out.push(' ');
            }
        }
    }

    fn paragraph(&mut self) {
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        if !self.out.is_empty() && !self.out.ends_with("\n\n") && !self.at_item() {
            self.out.push_str(if self.out.ends_with('\n') {
                "\n"
            } else {
                "\n\n"
            });
            self.indent();
        }
    }

    fn line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Directly behind the mark of a list item.
    fn at_item(&self) -> bool {
        let line = self.out.rsplit('\n').next().unwrap_or("").trim();
        line == "-"
            || line
                .strip_suffix('.')
                .is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()))
    }

    fn indent(&mut self) {
        let depth = self.lists.len();
        for list in &self.lists[..depth] {
            self.out.push_str(if list.is_some() { "   " } else { "  " });
        }
    }

    fn open(&mut self, tag: &Tag) {
        let attribute = |name: &str| {
            tag.attrs
                .iter()
                .find(|a| &*a.name.local == name)
                .map(|a| a.value.to_string())
        };
        match &*tag.name {
            "p" | "div" | "section" | "article" | "figure" | "center" | "table" | "dl" => {
                self.paragraph();
                self.blocks += 1;
            }
            "br" => {
                while self.out.ends_with(' ') {
                    self.out.pop();
                }
                self.out.push_str("\\\n");
            }
            "hr" => {
                self.paragraph();
                self.out.push_str("***\n\n");
            }
            "ul" | "ol" => {
                if self.lists.is_empty() {
                    self.paragraph();
                } else {
                    self.line();
                }
                self.lists.push((&*tag.name == "ol").then_some(1));
                self.blocks += 1;
            }
            "li" => {
                while self.out.ends_with(' ') {
                    self.out.pop();
                }
                self.line();
                if self.lists.is_empty() {
                    self.lists.push(None);
                    self.blocks += 1;
                }
                let last = self.lists.pop().flatten();
                self.indent();
                match last {
                    Some(number) => {
                        self.out.push_str(&format!("{number}. "));
                        self.lists.push(Some(number + 1));
                    }
                    None => {
                        self.out.push_str("- ");
                        self.lists.push(None);
                    }
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.paragraph();
                let level: usize = tag.name[1..].parse().unwrap_or(3);
                self.out.push_str(&"#".repeat(level.max(3)));
                self.out.push(' ');
                self.blocks += 1;
            }
            "b" | "strong" => self.out.push_str("**"),
            "em" | "i" | "cite" => self.out.push('*'),
            "s" | "strike" | "del" => self.out.push_str("~~"),
            "code" | "kbd" | "samp" | "tt" if self.pre.is_none() => self.out.push('`'),
            "pre" => {
                self.paragraph();
                self.out.push_str("```\n");
                self.pre = Some(self.out.len());
            }
            "blockquote" => {
                self.paragraph();
                self.quotes.push(self.out.len());
                self.blocks += 1;
            }
            "a" => {
                self.links.push((self.out.len(), attribute("href")));
            }
            "img" => self.image(attribute("alt"), attribute("src")),
            "tr" | "dt" => {
                self.line();
                self.cells = 0;
            }
            "dd" => self.line(),
            "td" | "th" => {
                if self.cells > 0 {
                    self.out.push_str(" · ");
                }
                self.cells += 1;
            }
            _ => {}
        }
    }

    fn image(&mut self, alt: Option<String>, src: Option<String>) {
        let alt = alt.unwrap_or_default();
        match src.filter(|s| is_web(s)) {
            Some(src) => {
                let words = if alt.is_empty() {
                    "picture".to_string()
                } else {
                    alt
                };
                self.out
                    .push_str(&format!("[{}]({})", link_words(&words), link_target(&src)));
            }
            None => {
                self.dropped.push(format!("picture: {}", first_words(&alt)));
                self.out.push_str(&alt);
            }
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "div" | "section" | "article" | "figure" | "center" | "table" | "dl" => {
                self.blocks = self.blocks.saturating_sub(1);
                self.paragraph();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.blocks = self.blocks.saturating_sub(1);
                self.paragraph();
            }
            "ul" | "ol" => {
                if self.lists.pop().is_some() {
                    self.blocks = self.blocks.saturating_sub(1);
                }
                if self.lists.is_empty() {
                    self.paragraph();
                }
            }
            "b" | "strong" => self.mark("**"),
            "em" | "i" | "cite" => self.mark("*"),
            "s" | "strike" | "del" => self.mark("~~"),
            "code" | "kbd" | "samp" | "tt" if self.pre.is_none() => self.mark("`"),
            "pre" if self.pre.take().is_some() => {
                self.line();
                self.out.push_str("```\n\n");
            }
            "blockquote" => {
                if let Some(start) = self.quotes.pop() {
                    self.blocks = self.blocks.saturating_sub(1);
                    let inside = self.out.split_off(start);
                    for line in inside.trim().lines() {
                        self.out.push_str(if line.is_empty() { ">" } else { "> " });
                        self.out.push_str(line);
                        self.out.push('\n');
                    }
                    self.out.push('\n');
                }
            }
            "a" => {
                if let Some((start, href)) = self.links.pop() {
                    self.link(start, href);
                }
            }
            _ => {}
        }
    }

    /// Closes an emphasis; an empty one leaves nothing, space goes outside.
    fn mark(&mut self, mark: &str) {
        let space = self.out.ends_with(' ');
        if space {
            self.out.pop();
        }
        if self.out.ends_with(mark) {
            let kept = self.out.len() - mark.len();
            self.out.truncate(kept);
        } else {
            self.out.push_str(mark);
        }
        if space {
            self.out.push(' ');
        }
    }

    fn link(&mut self, start: usize, href: Option<String>) {
        let words = self.out.split_off(start.min(self.out.len()));
        let href = href.map(|h| h.trim().to_string()).filter(|h| !h.is_empty());
        match href {
            Some(href) if is_web(&href) => {
                let shown = words.trim();
                if shown.is_empty() || shown == href {
                    self.out.push_str(&format!("<{}>", link_target(&href)));
                } else {
                    self.out
                        .push_str(&format!("[{}]({})", link_words(shown), link_target(&href)));
                }
            }
            Some(href) => {
                self.out.push_str(&words);
                self.dropped.push(format!("link to {}", first_words(&href)));
            }
            None => self.out.push_str(&words),
        }
    }

    /// The Markdown.
    pub(super) fn finish(&self) -> String {
        let mut out = self.out.clone();
        if self.pre.is_some() {
            out.push_str("\n```\n");
        }
        out
    }
}

/// Hard breaks at the end of a paragraph go, more than one blank line becomes one.
pub(super) fn tidy(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let bare = line.trim();
        if bare.is_empty() || bare == "\\" {
            if let Some(last) = lines.last_mut() {
                let kept = last.strip_suffix('\\').map(|l| l.trim_end().to_string());
                if let Some(kept) = kept {
                    *last = kept;
                }
            }
            if lines.last().is_some_and(|l| !l.is_empty()) {
                lines.push(String::new());
            }
        } else {
            lines.push(line.trim_end().to_string());
        }
    }
    let text = lines.join("\n");
    let text = text.trim();
    text.strip_suffix('\\')
        .unwrap_or(text)
        .trim_end()
        .to_string()
}
