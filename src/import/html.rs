//! HTML inside texts to Markdown. Texts of status pages mix plain words,
//! Markdown and HTML in one body, so Markdown passes through untouched and only
//! known elements are turned into marks (`docs/decisions/0031-html-in-texts.md`).

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Elements that are markup in a status text; anything else in `<>` is words.
const KNOWN: [&str; 58] = [
    "a", "abbr", "b", "big", "blockquote", "br", "center", "cite", "code", "dd", "del", "div",
    "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd",
    "li", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strike",
    "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt",
    "u", "ul", "var", "article", "figure", "label", "wbr",
];

/// Stands for a piece of code or an address in `<>` while tags are read. A
/// non-character of Unicode, taken out of every text before.
const HOLD: char = '\u{FDD0}';

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
    let sink = Sink(RefCell::new(Writer {
        dropped,
        ..Writer::default()
    }));
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

/// Puts code and addresses in `<>` aside: what looks like a tag there is none.
fn hold(text: &str) -> (String, Vec<String>) {
    let mut out = String::with_capacity(text.len());
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut line_start = true;
    let keep = |out: &mut String, pieces: &mut Vec<String>, piece: &str| {
        out.push(HOLD);
        pieces.push(piece.to_string());
    };
    while let Some(c) = rest.chars().next() {
        let indent = rest.len() - rest.trim_start_matches(' ').len();
        if line_start && indent < 4 {
            let line = &rest[indent..];
            let mark = line.chars().next().unwrap_or(' ');
            let run = line.chars().take_while(|m| *m == mark).count();
            if matches!(mark, '`' | '~') && run >= 3 && let Some(end) = fence_end(rest, mark, run) {
                keep(&mut out, &mut pieces, &rest[..end]);
                rest = &rest[end..];
                continue;
            }
        }
        line_start = c == '\n';
        if c == '\\' && rest.len() > 1 {
            let next = rest[1..].chars().next().map_or(0, char::len_utf8);
            if rest[1..].starts_with(['<', '`', '&']) {
                keep(&mut out, &mut pieces, &rest[..1 + next]);
                rest = &rest[1 + next..];
                continue;
            }
        }
        if c == '`' {
            let run = rest.chars().take_while(|m| *m == '`').count();
            if let Some(end) = code_end(rest, run) {
                keep(&mut out, &mut pieces, &rest[..end]);
                rest = &rest[end..];
                continue;
            }
            out.push_str(&rest[..run]);
            rest = &rest[run..];
            continue;
        }
        if let Some(end) = address_end(rest) {
            keep(&mut out, &mut pieces, &rest[..end]);
            rest = &rest[end..];
            continue;
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    (out, pieces)
}

fn release(text: &str, pieces: &[String]) -> String {
    let mut pieces = pieces.iter();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            HOLD => out.push_str(pieces.next().map_or("", String::as_str)),
            c => out.push(c),
        }
    }
    out
}

/// End of a fenced block that has one.
fn fence_end(text: &str, mark: char, run: usize) -> Option<usize> {
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let bare = line.trim();
        if number > 0 && bare.len() >= run && bare.chars().all(|c| c == mark) {
            return Some(at - usize::from(line.ends_with('\n')));
        }
    }
    None
}

/// End of a code span in the same paragraph.
fn code_end(text: &str, run: usize) -> Option<usize> {
    let paragraph = text.find("\n\n").unwrap_or(text.len());
    let mut at = run;
    while at < paragraph {
        let next = text[at..paragraph].find('`')? + at;
        let length = text[next..].chars().take_while(|c| *c == '`').count();
        if length == run {
            return Some(next + run);
        }
        at = next + length;
    }
    None
}

/// End of `<https://...>` or `<mailto:...>` (CommonMark, "Autolinks").
fn address_end(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    if !["http://", "https://", "mailto:"].iter().any(|s| inside.starts_with(s)) {
        return None;
    }
    let end = inside.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>'))?;
    inside[end..].starts_with('>').then_some(end + 2)
}

/// Leaves known tags; escapes every other `<`, drops comments by name.
fn only_known_tags(text: &str, dropped: &mut Vec<String>) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut had = false;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(end) = rest.strip_prefix("<!--").and_then(|r| r.find("-->")) {
            let words = rest[4..4 + end].replace(HOLD, "");
            dropped.push(format!("comment: {}", first_words(&words)));
            // The pieces put aside inside a comment must go on being counted.
            out.extend(rest[..4 + end].chars().filter(|c| *c == HOLD));
            rest = &rest[4 + end + 3..];
            had = true;
            continue;
        }
        match tag_end(rest) {
            Some(end) => {
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                had = true;
            }
            None => {
                out.push_str("&lt;");
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    (out, had)
}

/// End of a tag of a known element; quotes in attributes are respected.
fn tag_end(text: &str) -> Option<usize> {
    let inside = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let offset = text.len() - inside.len();
    let length = inside.find(|c: char| !c.is_ascii_alphanumeric())?;
    let name = inside[..length].to_ascii_lowercase();
    if !KNOWN.contains(&name.as_str()) {
        return None;
    }
    let after = inside[length..].chars().next()?;
    if !(after.is_whitespace() || after == '>' || after == '/') {
        return None;
    }
    let mut quote = None;
    for (at, c) in inside.char_indices().skip(length) {
        match (quote, c) {
            (None, '>') => return Some(offset + at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (None, '<') | (_, HOLD) => return None,
            (Some(q), c) if c == q => quote = None,
            _ => {}
        }
    }
    None
}

fn first_words(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

struct Sink(RefCell<Writer>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut writer = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => writer.words(&text),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => writer.open(&tag),
            Token::TagToken(tag) => writer.close(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Builds Markdown out of tags and words.
#[derive(Default)]
struct Writer {
    out: String,
    /// `ul` or the next number of an `ol`, outermost first.
    lists: Vec<Option<usize>>,
    links: Vec<(usize, Option<String>)>,
    /// Elements in which a line end is a space.
    blocks: usize,
    quotes: Vec<usize>,
    pre: Option<usize>,
    cells: usize,
    dropped: Vec<String>,
}

impl Writer {
    fn words(&mut self, text: &str) {
        if self.pre.is_some() {
            self.out.push_str(text);
            return;
        }
        let mut text = text.replace('<', "\\<");
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
            self.out.push_str(if self.out.ends_with('\n') { "\n" } else { "\n\n" });
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
        line == "-" || line.strip_suffix('.').is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()))
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
                let words = if alt.is_empty() { "picture".to_string() } else { alt };
                self.out.push_str(&format!("[{}]({})", link_words(&words), link_target(&src)));
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
            "pre" => {
                if self.pre.take().is_some() {
                    self.line();
                    self.out.push_str("```\n\n");
                }
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
                    self.out.push_str(&format!("[{}]({})", link_words(shown), link_target(&href)));
                }
            }
            Some(href) => {
                self.out.push_str(&words);
                self.dropped.push(format!("link to {}", first_words(&href)));
            }
            None => self.out.push_str(&words),
        }
    }

    fn finish(&self) -> String {
        let mut out = self.out.clone();
        if self.pre.is_some() {
            out.push_str("\n```\n");
        }
        out
    }
}

fn is_web(address: &str) -> bool {
    url::Url::parse(address)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "mailto" | "tel"))
}

fn link_words(text: &str) -> String {
    text.replace(['[', ']'], "").replace('\n', " ")
}

fn link_target(address: &str) -> String {
    address
        .chars()
        .map(|c| match c {
            ' ' => "%20".to_string(),
            '(' => "%28".to_string(),
            ')' => "%29".to_string(),
            '<' => "%3C".to_string(),
            '>' => "%3E".to_string(),
            '\\' => "%5C".to_string(),
            c => c.to_string(),
        })
        .collect()
}

/// `&lt;` that shall be read as these four characters.
fn escape_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let name = rest.trim_start_matches('#');
        let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        if c == '&' && length > 0 && name[length..].starts_with(';') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Hard breaks at the end of a paragraph go, more than one blank line becomes one.
fn tidy(text: &str) -> String {
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
    text.strip_suffix('\\').unwrap_or(text).trim_end().to_string()
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
            md("<ul><li><strong>15:14</strong> - We look.</li><li>Done, see <a href=\"https://a.example/x\">here</a>.</li></ul>"),
            "- **15:14** - We look.\n- Done, see [here](https://a.example/x)."
        );
        assert_eq!(md("One<br>two<br /><br />three"), "One\\\ntwo\n\nthree");
        assert_eq!(md("<p>A</p><p>B</p>"), "A\n\nB");
        assert_eq!(md("<ol><li>A<ul><li>B</li></ul></li><li>C</li></ol>"), "1. A\n   - B\n2. C");
    }

    #[test]
    fn markdown_passes_and_words_stay_words() {
        assert_eq!(md("**a** _b_\n\n* c"), "**a** _b_\n\n* c");
        assert_eq!(md("a < b, send <username> to x"), "a \\< b, send \\<username> to x");
        assert_eq!(md("use `<b>` now, <https://a.example>"), "use `<b>` now, <https://a.example>");
        assert_eq!(md("&lt;script&gt; &amp;amp; &copy;"), "\\<script> \\&amp; ©");
        assert_eq!(md("if x <b"), "if x \\<b");
    }

    #[test]
    fn nothing_is_dropped_without_a_word() {
        let out = to_markdown("a<!-- secret --> <a href=\"javascript:x\">b</a>");
        assert_eq!(out.text, "a b");
        assert_eq!(out.dropped, ["comment: secret", "link to javascript:x"]);
    }
}
