//! Lines that read as an update and are none: `### 14:45 Resolved`, `**14:45 Resolved**`.
//! Their words are shown as text of the update above, and what they say is never done.
//!
//! Takes a file and where its updates stand; gives a finding for each such line, with
//! the line as it must be written.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::markdown::{Clean, Outline};
use super::timeline::{heading_parts, is_glued, is_level_two};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::KindWord;
use crate::text::canonical;
use crate::time::Written;
use crate::yaml::Reader;

mod spoken;

/// How much of a heading a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// It begins with `#`, is underlined, or is a heading of HTML.
    Heading,
    /// Words in bold.
    Bold,
    /// Words.
    Plain,
}

struct Line {
    form: Form,
    /// Inside a list or a quote.
    inside: bool,
    /// `14:45 Resolved`
    words: String,
    /// It says nothing but a time and a status.
    sure: bool,
    /// What `words` leave out of it.
    left_out: &'static str,
}

/// Finds such lines in the front matter, which ends at `body` of the file, and in the text
/// below it.
pub fn find(reader: &mut Reader, body: usize, outline: &Outline, clean: &Clean<'_>) {
    let file = std::sync::Arc::clone(&reader.file);
    let comments = lines(&file.text[..body]).filter(|(_, line, _)| line.starts_with('#'));
    for (span, line, (_, next)) in comments {
        let Some(found) = look(line, next) else {
            continue;
        };
        // A note may tell anything.
        let note = !found.sure || !found.left_out.is_empty() && !line.starts_with("##");
        if !note {
            reader.error(
                CODE,
                span,
                "this reads as an update, and is none: in the front matter it is a comment",
                format!("expected `## {}` below the front matter", found.words),
            );
        }
    }
    for (span, line, (before, next)) in lines(&clean.text) {
        let alone = before.trim().is_empty() && next.trim().is_empty();
        if !alone && !may_be_heading(line, next) || stands_for_itself(outline, &span) {
            continue;
        }
        let Some(found) = look(line, next) else {
            continue;
        };
        if found.form != Form::Heading && (!alone || found.inside) {
            continue;
        }
        let swallowed = is_level_two(line) && at(&outline.html, |block| block, &span).is_some();
        if is_glued(line) || swallowed {
            continue;
        }
        let Some(severity) = severity(outline, &span, &found, &clean.text) else {
            continue;
        };
        let (message, expected) = if found.sure {
            (
                "this reads as an update, and is none: it is text of what stands above it",
                "expected",
            )
        } else {
            (
                "this may be meant as an update, and is none: it is text of what stands above it",
                "if it is one, expected",
            )
        };
        let mut diagnostic = Diagnostic::error(
            CODE,
            reader.place(clean.exact(&span)),
            message,
            format!(
                "{expected} `## {}`, at the beginning of the line{}",
                found.words, found.left_out
            ),
        );
        diagnostic.severity = severity;
        reader.found.push(diagnostic);
    }
}

/// Each line with its place, the one before and the one behind it.
fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str, (&str, &str))> {
    let mut lines: Vec<(Range<usize>, &str)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        lines.push((at..at + line.trim_end().len(), line.trim_end()));
        at += line.len();
    }
    let words: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
    let around = move |n: Option<usize>| n.and_then(|n| words.get(n)).copied().unwrap_or("");
    lines
        .into_iter()
        .enumerate()
        .map(move |(n, (span, line))| (span, line, (around(n.checked_sub(1)), around(Some(n + 1)))))
}

/// Stable name of these findings.
const CODE: &str = "update-not-heading";

/// The line as it must be, of a heading that stands elsewhere than at `##`.
pub fn as_update(line: &str) -> Option<String> {
    let found = look(line, "").filter(|found| found.sure)?;
    Some(format!("## {}", found.words))
}

/// The line is an update, or another finding says that it should be one.
fn stands_for_itself(outline: &Outline, span: &Range<usize>) -> bool {
    at(&outline.sections, |s| &s.heading_span, span).is_some()
        || at(&outline.too_high, |range| range, span).is_some()
        || at(&outline.fences, |f| &f.span, span).is_some_and(|fence| !fence.closed)
}

/// The one of `all`, which stand in order, in whose place a line stands.
fn at<'a, T>(all: &'a [T], place: fn(&T) -> &Range<usize>, span: &Range<usize>) -> Option<&'a T> {
    let next = all.partition_point(|one| place(one).end <= span.start);
    all.get(next).filter(|one| place(one).start < span.end)
}

/// How grave it is; `None` where it may well be meant. A review may tell what happened
/// hour by hour, and a block of code may show a file of Upfront.
fn severity(outline: &Outline, span: &Range<usize>, found: &Line, text: &str) -> Option<Severity> {
    let sections = &outline.sections;
    let next = sections.partition_point(|section| section.heading_span.start < span.start);
    let section = next.checked_sub(1).map(|last| &sections[last]);
    let review = section.is_some_and(|section| {
        canonical(&section.heading)
            .split('_')
            .any(|word| word == "review")
    });
    let fence = at(&outline.fences, |fence| &fence.span, span);
    let code = fence.is_some_and(|fence| fence.tag != "update")
        || text[span.clone()].starts_with(['\t'])
        || text[span.clone()].starts_with("    ");
    match found.form {
        Form::Heading if !found.sure && (review || code || found.inside) => None,
        Form::Heading if !found.sure || review || code || found.inside => Some(Severity::Warning),
        Form::Heading => Some(Severity::Error),
        Form::Bold | Form::Plain if review || code || fence.is_some() => None,
        Form::Bold | Form::Plain => Some(Severity::Warning),
    }
}

/// Most lines are no heading in any form: to see it costs less than to [`look`].
fn may_be_heading(line: &str, next: &str) -> bool {
    !line.is_ascii() || line.contains(['#', '<']) || is_underline(next)
}

/// A figure stands before what makes a time of it, in any form that `spoken` and `plainly`
/// know: `14:05`, `14.05`, `14h`, `2 pm`, `1405z`, `1405 UTC`.
fn may_tell_time(line: &str) -> bool {
    if !line.is_ascii() {
        return line.contains(char::is_numeric);
    }
    let bytes = line.as_bytes();
    let signs = |b: Option<&u8>| b.is_some_and(|b| b":.hHaApPzZuUgG".contains(b));
    (0..bytes.len()).any(|at| {
        let blank = bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace);
        bytes[at].is_ascii_digit() && signs(bytes.get(at + 1 + usize::from(blank)))
    })
}

/// The line makes a heading of the one above it (CommonMark, section 4.3), in a quote too.
fn is_underline(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ', '\t']).trim_end();
    !line.is_empty()
        && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-') && line.len() > 1)
}

/// Reads a line as a heading of an update: signs around it off, wide signs and blanks
/// made plain (Unicode NFKC).
fn look(line: &str, next: &str) -> Option<Line> {
    let most = if line.contains(['#', '＃']) {
        2000
    } else {
        200
    };
    if line.len() > most || !may_tell_time(line) {
        return None;
    }
    let plain = match line.is_ascii() {
        true => Cow::Borrowed(line),
        false => Cow::Owned(line.nfkc().collect::<String>()),
    };
    let (mut rest, mut inside) = (plain.trim(), false);
    while let Some(inner) = inner(rest) {
        rest = inner.trim_start();
        inside = true;
    }
    let mut form = Form::Plain;
    if let Some(words) = rest.strip_prefix('#') {
        rest = words.trim_start_matches('#').trim();
        rest = rest.trim_end_matches('#').trim();
        form = Form::Heading;
    }
    let words;
    if form == Form::Plain
        && let Some((tag, inside)) = html(rest)
    {
        words = inside;
        rest = words.trim();
        form = tag;
    }
    if form == Form::Plain && is_underline(next) {
        form = Form::Heading;
    }
    let bare = rest.trim_matches(['*', '_']).trim();
    if form == Form::Plain && bare.len() < rest.len() && rest.ends_with(['*', '_']) {
        form = Form::Bold;
    }
    if let Some(words) = plainly(bare) {
        return Some(Line {
            form,
            inside,
            words,
            sure: true,
            left_out: "",
        });
    }
    if form != Form::Heading && !spoken::may_be_sure(bare) {
        return None;
    }
    let spoken = spoken::read(bare)?;
    let fits = match form {
        Form::Heading => true,
        Form::Bold => spoken.sure,
        Form::Plain => spoken.sure && spoken.bare,
    };
    fits.then_some(Line {
        form,
        inside,
        left_out: match (spoken.sure, spoken.day, spoken.zone) {
            (false, ..) => ", and what else it says below it",
            (_, true, true) => ", the day before the time as `2024-11-20`, in the site's zone",
            (_, true, false) => ", the day before the time as `2024-11-20`",
            (_, false, true) => ", the time in the site's zone",
            (_, false, false) => "",
        },
        words: spoken.words,
        sure: spoken.sure,
    })
}

/// `14:45 Resolved` for a time and a status as a heading holds them.
fn plainly(words: &str) -> Option<String> {
    let parts = heading_parts(words, 0..words.len());
    let (time, _) = parts.time?;
    let (status, _) = parts.status?;
    let status = status.trim_end_matches(['.', ':', '!', '*', '_']);
    let time = as_written(&time)?;
    (parts.left.is_none() && is_status(status)).then(|| format!("{time} {status}"))
}

/// What stands behind the sign of a quote or of an item.
fn inner(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix('>') {
        return Some(rest);
    }
    let rest = match line.strip_prefix(['-', '*', '+']) {
        Some(rest) => rest,
        None => line
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .strip_prefix(['.', ')'])
            .filter(|rest| rest.len() + 1 < line.len())?,
    };
    rest.starts_with([' ', '\t']).then_some(rest)
}

/// The words between tags of HTML, and what these make of them.
fn html(line: &str) -> Option<(Form, String)> {
    let (tag, _) = line.strip_prefix('<')?.split_once('>')?;
    let name = tag
        .split(char::is_whitespace)
        .next()
        .unwrap_or("")
        .as_bytes();
    let heading = matches!(name, [b'h' | b'H', b'1'..=b'6']);
    let form = if heading { Form::Heading } else { Form::Bold };
    let words = line.split('<').map(|piece| match piece.split_once('>') {
        Some((_, words)) => words,
        None => piece,
    });
    Some((form, words.collect()))
}

/// A time in a form that is read: `14.45`, `14h45` and `2:45 pm` are none.
fn as_written(text: &str) -> Option<String> {
    if Written::parse(text).is_ok() {
        return Some(text.to_string());
    }
    let lower = text.to_lowercase().replace(['.', 'h'], ":");
    let (hours, rest) = lower.split_once(':')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (minutes, rest) = rest.split_at(digits);
    let hours: u8 = hours.parse().ok()?;
    let half: String = rest.chars().filter(char::is_ascii_alphabetic).collect();
    let hours = match (half.as_str(), hours) {
        ("", hours) => hours,
        ("am", 12) => 0,
        ("am", hours @ 1..=11) => hours,
        ("pm", 12) => 12,
        ("pm", hours @ 1..=11) => hours + 12,
        _ => return None,
    };
    let clock = format!("{hours:02}:{minutes}");
    Written::parse(&clock).is_ok().then_some(clock)
}

fn is_status(text: &str) -> bool {
    let spelled = canonical(text);
    statuses().any(|word| word == spelled)
}

/// The words of all statuses, as [`canonical`] spells them.
fn statuses() -> impl Iterator<Item = &'static str> {
    KindWord::WORDS
        .into_iter()
        .flat_map(|(_, kind)| kind.statuses())
        .map(|(word, _)| *word)
        .chain(["update", "review"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_as_an_update() {
        for line in [
            "### 14:45 Resolved",
            "#### Resolved 14:45",
            "# 14:45 Resolved",
            "##14:45 Resolved",
            "##\u{a0}14:45\u{a0}Resolved",
            "＃＃　１４：４５　Resolved",
            "> ## 14:45 – Resolved ##",
            "- ### **14:45** Resolved:",
            "1. ## 14:45 Resolved",
            "<h2>14:45 Resolved</h2>",
            "**14:45 Resolved**",
            "__Resolved, 14:45__",
            "14:45 resolved",
            "    ## 14:45 Resolved",
            "### 14h45 Resolved",
            "### 2:45 p.m. Resolved",
            "### 14.45 – Resolved",
        ] {
            let found = look(line, "").unwrap_or_else(|| panic!("{line}"));
            let words = found.words.to_lowercase();
            assert_eq!(words, "14:45 resolved", "{line}");
        }
        for line in [
            "### What happened at 14:45",
            "### Resolved",
            "### 14:45",
            "It was 14:45. Resolved is near.",
            "### 5 Resolved",
            "| 14:45 | Resolved | all of it |",
            "**Resolved by restart at 14:45**",
            "Resolved at 14:45",
        ] {
            assert!(look(line, "").is_none(), "{line}");
        }
        for (line, form, sure) in [
            ("### Resolved at 14:45", Form::Heading, true),
            (
                "<h3 class=\"x\"><b>14:45</b> Resolved</h3>",
                Form::Heading,
                true,
            ),
            ("### 14:45 Resolved for most", Form::Heading, false),
            ("**Resolved (14:45)**", Form::Bold, true),
            ("14:45 UTC Resolved", Form::Plain, true),
        ] {
            let found = look(line, "").unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.form, found.sure), (form, sure), "{line}");
        }
    }
}
