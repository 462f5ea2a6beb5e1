//! The timeline of a file: sections to raw updates.
//!
//! Takes the outline that `markdown` found; gives for each `##` its time text,
//! status text, body and `update` block. Must not know what they mean.

use std::collections::BTreeSet;
use std::ops::Range;

use super::lookalike;
use super::markdown::{self, Clean, Outline, Why};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fields::{Place, names};
use crate::model::Markdown;
use crate::yaml::Reader;

/// An update as written.
#[derive(Debug, Clone)]
pub struct RawUpdate {
    /// Words of the heading.
    pub heading: String,
    /// The heading, in bytes of the file.
    pub span: Range<usize>,
    /// The time as written, with its place.
    pub time: Option<(String, Range<usize>)>,
    /// The status as written, with its place.
    pub status: Option<(String, Range<usize>)>,
    /// YAML inside the `update` block.
    pub block: Option<Range<usize>>,
    /// The text, without the block.
    pub body: Markdown,
    /// Where that text stands, in bytes of the file.
    pub body_span: Range<usize>,
}

/// A timeline as written.
#[derive(Debug, Clone)]
pub struct RawTimeline {
    /// Text before the first update.
    pub summary: Option<Markdown>,
    /// Where it stands or would stand, in bytes of the file.
    pub summary_span: Range<usize>,
    /// Updates in the order written.
    pub updates: Vec<RawUpdate>,
}

/// Takes the body of a file apart.
pub fn read(reader: &mut Reader, body: Range<usize>) -> RawTimeline {
    let file = std::sync::Arc::clone(&reader.file);
    let clean = markdown::without_comments(&file.text, body.clone());
    for fault in &clean.faults {
        let [code, message, expected, help] = fault.words();
        let place = reader.place(fault.span());
        let mut diagnostic = Diagnostic::error(code, place, message, expected);
        diagnostic.severity = fault.severity();
        reader.found.push(diagnostic.help(help));
    }
    // All places are those of the text without comments, until they are given away.
    let text: &str = &clean.text;
    let outline = markdown::outline(text, 0..text.len());
    for span in &outline.too_high {
        let mut diagnostic = Diagnostic::error(
            "heading-level",
            reader.place(clean.exact(span)),
            "this heading stands above the updates",
            "`##` for an update, `###` inside one; the title stands in the front matter",
        );
        let line = text[span.clone()].lines().next().unwrap_or("");
        if let Some(line) = lookalike::as_update(line) {
            diagnostic = diagnostic.help(format!("the line as it must be: {line}"));
        }
        reader.found.push(diagnostic);
    }
    for fence in outline.fences.iter().filter(|f| !f.closed) {
        let first_line = fence.span.start..fence.span.end.min(fence.inside.start);
        reader.error(
            "fence-open",
            clean.exact(&first_line),
            "this block has no end: everything below it would vanish into it",
            "expected a closing line of the same marks",
        );
    }
    glued_headings(reader, &outline, &clean);
    swallowed_headings(reader, &outline, &clean);
    lookalike::find(reader, body.start, &outline, &clean);
    nested_blocks(reader, &outline, &clean);
    lost_words(reader, &outline, &clean);
    let definitions = definitions(text, &outline);
    let mut used = BTreeSet::new();
    let updates = outline
        .sections
        .iter()
        .map(|section| {
            // Fences stand in order: the first behind the heading is the only candidate.
            let next = outline
                .fences
                .partition_point(|f| f.span.start < section.body.start);
            let block = outline.fences.get(next).filter(|f| {
                f.tag == "update"
                    && f.span.start < section.body.end
                    && text[section.body.start..f.span.start].trim().is_empty()
            });
            used.extend(block.map(|f| f.span.start));
            let start = block.map_or(section.body.start, |f| f.span.end);
            let HeadingParts { time, status, left } =
                heading_parts(text, section.heading_span.clone());
            if let Some(left) = left {
                reader.error(
                    "heading-words",
                    clean.exact(&left),
                    "a heading holds a time and a status, and no page shows what else stands in it",
                    "expected below the heading, as text of the update",
                );
            }
            block_tag(reader, &outline, &section.body, &clean);
            let in_file = |part: Part| part.map(|(words, span)| (words, clean.exact(&span)));
            RawUpdate {
                heading: section.heading.clone(),
                span: clean.exact(&section.heading_span),
                time: in_file(time),
                status: in_file(status),
                block: block.map(|f| clean.exact(&f.inside)),
                body: Markdown(with_definitions(
                    text[start..section.body.end].trim(),
                    &definitions,
                )),
                body_span: clean.around(&(start..section.body.end)),
            }
        })
        .collect();
    for fence in outline
        .fences
        .iter()
        .filter(|f| f.tag == "update" && !used.contains(&f.span.start))
    {
        let first_line = fence.span.start..fence.span.end.min(fence.inside.start);
        reader.error(
            "update-block-place",
            clean.exact(&first_line),
            "this `update` block does not stand under a heading",
            "expected directly under a `##` heading, before its text",
        );
    }
    let summary = text[outline.summary.clone()].trim();
    let only_definitions = outline
        .definitions
        .iter()
        .any(|d| outline.summary.contains(&d.start))
        && markdown::to_text(summary).is_empty();
    RawTimeline {
        summary_span: clean.around(&outline.summary),
        summary: (!summary.is_empty() && !only_definitions)
            .then(|| Markdown(with_definitions(summary, &definitions))),
        updates,
    }
}

/// `##14:30 Fixed`: without a space behind the signs this is no heading.
pub fn is_glued(line: &str) -> bool {
    let rest = line.trim_start_matches(' ');
    line.len() - rest.len() < 4
        && rest.strip_prefix("##").is_some_and(|rest| {
            rest.trim_start_matches('#')
                .starts_with(|c: char| !c.is_whitespace())
        })
}

/// `##14:30 Fixed` is no heading in Markdown: without a word, the update would
/// vanish into the text above it.
fn glued_headings(reader: &mut Reader, outline: &Outline, clean: &Clean<'_>) {
    let mut at = 0;
    for line in clean.text.split_inclusive('\n') {
        let span = at..at + line.trim_end().len();
        at += line.len();
        let fenced = || {
            let next = outline.fences.partition_point(|f| f.span.end <= span.start);
            outline
                .fences
                .get(next)
                .is_some_and(|f| f.span.contains(&span.start))
        };
        if is_glued(line) && !fenced() {
            let words = line.trim().trim_start_matches('#');
            reader.error(
                "heading-space",
                clean.exact(&span),
                "without a space this is no heading, but text of the update above",
                format!("expected a space behind the signs: `## {words}`"),
            );
        }
    }
}

/// `## 14:30 Fixed`, wherever it stands.
pub fn is_level_two(line: &str) -> bool {
    let rest = line.trim_start_matches(' ').strip_prefix("##");
    rest.is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// A block of raw HTML such as `<pre>` goes on to its end, whatever stands in it: without
/// a word, an update would be shown as typed and close nothing.
fn swallowed_headings(reader: &mut Reader, outline: &Outline, clean: &Clean<'_>) {
    for block in &outline.html {
        let mut at = block.start;
        for line in clean.text[block.clone()].split_inclusive('\n') {
            let span = at..at + line.trim_end().len();
            at += line.len();
            if !is_level_two(line) {
                continue;
            }
            let first = clean.text[block.clone()].lines().next().unwrap_or("");
            let begins = block.start..block.start + first.len();
            let diagnostic = Diagnostic::error(
                "heading-in-html",
                reader.place(clean.exact(&span)),
                "this heading stands inside raw HTML: it is read as text, and its update is lost",
                "expected the end of the HTML and a blank line before it",
            );
            let begins = reader.place(clean.exact(&begins));
            let diagnostic = diagnostic.related(begins, "the HTML begins here");
            reader.found.push(diagnostic);
        }
    }
}

/// In a list or a quote an `update` block changes nothing, and stands as code on the page.
fn nested_blocks(reader: &mut Reader, outline: &Outline, clean: &Clean<'_>) {
    for span in &outline.nested {
        reader.error(
            "update-block-place",
            clean.exact(span),
            "this `update` block stands inside a list or a quote",
            "expected directly under a `##` heading, at the beginning of the line",
        );
    }
}

/// A block directly under a heading whose tag is a slip of the pen for `update`, or that
/// holds keys of an update below another tag: its words would stand as code on the page.
fn block_tag(reader: &mut Reader, outline: &Outline, body: &Range<usize>, clean: &Clean<'_>) {
    const KEYS: [&str; 5] = [
        "next_update:",
        "affected:",
        "unaffected:",
        "workaround:",
        "symptoms:",
    ];
    let text = &clean.text;
    let next = outline
        .fences
        .partition_point(|f| f.span.start < body.start);
    let first = outline
        .fences
        .get(next)
        .filter(|f| f.span.start < body.end && text[body.start..f.span.start].trim().is_empty());
    let Some(fence) = first.filter(|f| f.tag != "update") else {
        return;
    };
    let tag = fence.tag.trim_matches(|c: char| !c.is_alphanumeric());
    let lines = || text[fence.inside.clone()].lines();
    let data = matches!(tag.to_lowercase().as_str(), "" | "yaml" | "yml");
    let keys = (data || crate::text::nearest(tag, ["update"]).is_some())
        && (lines().any(|line| KEYS.iter().any(|key| line.starts_with(key))) || is_block(lines()));
    let near = is_slip(&tag.to_lowercase());
    if near || keys {
        let line = text[fence.span.clone()].lines().next().unwrap_or("");
        let signs = line.len() - line.trim_start_matches(['`', '~']).len();
        reader.error(
            "update-block-tag",
            clean.exact(&(fence.span.start..fence.span.start + line.len())),
            "this block changes nothing: it would stand as code on the page",
            format!("expected {}update", &line[..signs]),
        );
    }
}

/// A word of one wrong letter, or with two in the wrong order. Words of their own are none.
fn is_slip(tag: &str) -> bool {
    const WORDS: [&str; 5] = ["updates", "updated", "updater", "uprate", "xupdate"];
    strsim::osa_distance(tag, "update") <= 1 && !WORDS.contains(&tag)
}

/// All that these lines say is what an `update` block can say.
fn is_block<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let mut own = lines
        .filter(|line| line.starts_with(|c: char| !c.is_whitespace() && !matches!(c, '#' | '-')))
        .map(|line| line.split_once(':').map_or("", |(key, _)| key))
        .peekable();
    own.peek().is_some_and(|first| *first != "id")
        && own.all(|key| names(Place::Update).contains(&key))
}

/// Words that no page shows; see [`markdown::Lost`].
fn lost_words(reader: &mut Reader, outline: &Outline, clean: &Clean<'_>) {
    for lost in &outline.lost {
        let (message, expected) = match lost.why {
            Why::Cell => (
                "this row has more cells than the head of its table: no page shows these words",
                "add a column to the head, or write the sign `|` as `\\|`",
            ),
            Why::Definition => (
                "this defines a link that the text never uses: no page shows these words",
                "a sentence does not begin with `[...]:`; or use the link in the text",
            ),
            Why::Title => (
                "no page shows the title of a link",
                "write these words into the text",
            ),
            Why::Fence => (
                "no page shows what stands behind the tag of a block",
                "write these words into the block, or above it",
            ),
            Why::Number => (
                "items are counted on from the first: no page shows this number",
                "number them in order, or write the numbers as text: `7\\.`",
            ),
            Why::Signs => (
                "these signs are read as emphasis, and no page shows them",
                "where they are meant as signs, write them as `\\*`, `\\~` or in code: `2*3`",
            ),
            Why::Other => ("no page shows these words", "write them as plain text"),
        };
        let place = reader.place(clean.exact(&lost.span));
        let mut diagnostic = Diagnostic::error("words-not-shown", place, message, expected);
        diagnostic.severity = Severity::Warning;
        reader.found.push(diagnostic);
    }
}

fn definitions(text: &str, outline: &Outline) -> String {
    outline
        .definitions
        .iter()
        .map(|span| format!("{}\n", text[span.clone()].trim()))
        .collect()
}

fn with_definitions(body: &str, definitions: &str) -> String {
    if definitions.is_empty() {
        body.to_string()
    } else {
        format!("{body}\n\n{definitions}")
    }
}

type Part = Option<(String, Range<usize>)>;

/// True for a text that says nothing but what it says where it stands below a heading: it
/// is no structure of a timeline, and no error in one.
pub fn is_body(text: &str) -> bool {
    let text = format!("## 2024-01-01 10:00 Update\n\n{text}\n");
    let file = crate::diagnostic::SourceFile::new("", text);
    let mut reader = Reader::new(&file);
    read(&mut reader, 0..file.text.len());
    let mut found = reader.found.iter();
    !found.any(|d| d.severity == Severity::Error)
}

/// What a heading holds.
pub struct HeadingParts {
    /// The time as written.
    pub time: Part,
    /// The status as written.
    pub status: Part,
    /// What belongs to neither, in bytes of the text.
    pub left: Option<Range<usize>>,
}

/// Time and status of a heading, in either order. Words of a time begin with a
/// digit or `+`; dashes, commas and colons between the two are passed over.
pub fn heading_parts(text: &str, span: Range<usize>) -> HeadingParts {
    let whole = text[span.clone()].trim_end();
    let line = whole.lines().next().unwrap_or("");
    let below = &whole[line.len()..];
    let first = below.find(char::is_alphanumeric);
    let last = below
        .rfind(char::is_alphanumeric)
        .map(|at| below[at..].chars().next().map_or(at, |c| at + c.len_utf8()));
    let start = span.start + line.len();
    let below = first
        .zip(last)
        .map(|(first, last)| start + first..start + last);
    let line = line.trim_end_matches(['#', ' ']);
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for word in line.split_inclusive(char::is_whitespace) {
        let trimmed = word.trim();
        let bare = trimmed.trim_matches(|c: char| {
            matches!(c, '#' | ',' | '|' | '·' | '–' | '—' | '*') || c == '-'
        });
        let bare = bare.strip_suffix(':').unwrap_or(bare);
        if !bare.is_empty() {
            let offset = word.find(bare).unwrap_or(0);
            words.push(at + offset..at + offset + bare.len());
        }
        at += word.len();
    }
    let is_time = |r: &Range<usize>| {
        let word = line[r.clone()].to_ascii_lowercase();
        word.starts_with(|c: char| c.is_ascii_digit() || c == '+')
            || matches!(word.as_str(), "am" | "pm" | "a.m." | "p.m.")
    };
    let run = |of_time: bool| -> Part {
        let first = words.iter().position(|w| is_time(w) == of_time)?;
        let length = words[first..]
            .iter()
            .take_while(|w| is_time(w) == of_time)
            .count();
        let range = words[first].start..words[first + length - 1].end;
        Some((
            line[range.clone()].to_string(),
            span.start + range.start..span.start + range.end,
        ))
    };
    let (time, status) = (run(true), run(false));
    let within = |part: &Part, at: usize| part.as_ref().is_some_and(|(_, r)| r.contains(&at));
    let left = words
        .iter()
        .map(|word| span.start + word.start..span.start + word.end)
        .filter(|word| !within(&time, word.start) && !within(&status, word.start))
        .reduce(|all, word| all.start..word.end)
        .or(below)
        .filter(|_| time.is_some() && status.is_some());
    HeadingParts { time, status, left }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(heading: &str) -> (Option<String>, Option<String>) {
        let HeadingParts { time, status, .. } = heading_parts(heading, 0..heading.len());
        (time.map(|t| t.0), status.map(|s| s.0))
    }

    #[test]
    fn time_and_status_in_either_order() {
        let some = |t: &str, s: &str| (Some(t.to_string()), Some(s.to_string()));
        assert_eq!(
            parts("## 14:20 Investigating"),
            some("14:20", "Investigating")
        );
        assert_eq!(
            parts("## Resolved – 2024-11-20 16:10"),
            some("2024-11-20 16:10", "Resolved")
        );
        assert_eq!(
            parts("## +1h 5m: False alarm ##"),
            some("+1h 5m", "False alarm")
        );
        assert_eq!(
            parts("## Investigating"),
            (None, Some("Investigating".into()))
        );
        assert_eq!(parts("## 14:20"), (Some("14:20".into()), None));
        assert_eq!(
            parts("## 2:20 pm Investigating"),
            some("2:20 pm", "Investigating")
        );
        let heading = "## **14:20** -Resolved-";
        let HeadingParts { time, status, .. } = heading_parts(heading, 0..heading.len());
        assert_eq!(time, Some(("14:20".into(), 5..10)));
        assert_eq!(status, Some(("Resolved".into(), 14..22)));
    }
}
