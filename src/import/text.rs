//! Texts of others as Markdown that cannot become structure: whatever a body
//! says, it stays the text of its update.

use super::html;
use super::report::{Loss, Report};
use crate::comments;
use crate::source::markdown::{Outline, outline};
use crate::source::{is_body, is_conflict_marker};
use crate::text::is_refused;

/// How the source means its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Words in which `## ` at the start of a line is what somebody typed.
    Words,
    /// Markdown: headings are headings, and go below those of Upfront.
    Markdown,
}

/// A body as safe Markdown. What had to change goes to the report.
pub fn body(text: &str, flavour: Flavour, source: &str, report: &mut Report) -> String {
    let text = clean(text, source, report);
    let converted = html::to_markdown(&text);
    for dropped in &converted.dropped {
        report.add(Loss::Text, format!("dropped {dropped}"), source);
    }
    let text = converted.text;
    let safe = guard(text.trim_matches('\n').trim_end(), flavour);
    let safe = indented_markers(&safe);
    if is_inert(&safe) {
        return safe;
    }
    report.add(
        Loss::Text,
        "would have been read as structure, so every sign of it was escaped",
        source,
    );
    escape_all(&text)
}

/// Lines that would be taken for conflict markers of git, with a space before them.
fn indented_markers(text: &str) -> String {
    let lines = text.split_inclusive('\n');
    let safe = lines.map(|line| {
        let before = if is_conflict_marker(line) { " " } else { "" };
        format!("{before}{line}")
    });
    safe.collect()
}

/// One line of text: titles, names.
pub fn line(text: &str, source: &str, report: &mut Report) -> String {
    let text = clean(text, source, report);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (words, fault) = comments::without(&line);
    if fault.is_some() {
        report.add(
            Loss::Text,
            "`<!--` would have been a comment without an end",
            source,
        );
        return line.replace(comments::OPEN, "<! --");
    }
    if words != line {
        report.add(Loss::Text, "a comment was left out", source);
    }
    words.into_owned()
}

/// A title; every record needs one.
pub fn title(text: Option<String>, source: &str, report: &mut Report) -> String {
    let title = line(&text.unwrap_or_default(), source, report);
    if title.is_empty() {
        report.add(
            Loss::Guess,
            "without a title, `Untitled` was written",
            source,
        );
        return "Untitled".to_string();
    }
    title
}

/// True for a path that can be an old address of a page (`aliases`).
pub fn is_old_address(path: &str) -> bool {
    let fits = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.len() <= 120
            && part
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    path.trim_matches('/').split('/').all(fits)
}

/// Line ends as LF, without characters that no page may receive.
fn clean(text: &str, source: &str, report: &mut Report) -> String {
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let bad = |c: char| is_refused(c) || matches!(c, '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}');
    let count = text.chars().filter(|c| bad(*c)).count();
    if count == 0 {
        return text;
    }
    report.add(Loss::Text, "control characters were taken out", source);
    text.chars().filter(|c| !bad(*c)).collect()
}

/// A body that holds no heading of an update, no open fence, no `update` block.
fn is_inert(text: &str) -> bool {
    let Outline {
        sections,
        too_high,
        fences,
        ..
    } = outline(text, 0..text.len());
    // What stands behind must still be found: nothing in the text may swallow it.
    let probe = format!("{text}\n\n## 10:00 Probe\n");
    let sees_end = outline(&probe, 0..probe.len()).sections.len() == 1;
    let glued = glued_lines(
        text,
        &fences.iter().map(|f| f.span.clone()).collect::<Vec<_>>(),
    );
    sections.is_empty()
        && too_high.is_empty()
        && fences.iter().all(|f| f.closed && f.tag != "update")
        && sees_end
        && !glued
        && is_body(text)
}

/// `##word` at the start of a line outside of fences, which is an error in a timeline.
fn glued_lines(text: &str, fences: &[std::ops::Range<usize>]) -> bool {
    let mut at = 0;
    text.split_inclusive('\n').any(|line| {
        let start = at;
        at += line.len();
        is_glued(line) && !fences.iter().any(|f| f.contains(&start))
    })
}

fn is_glued(line: &str) -> bool {
    let bare = line.trim_start_matches(' ');
    line.len() - bare.len() < 4 && bare.starts_with("##") && {
        let rest = bare.trim_start_matches('#');
        rest.starts_with(|c: char| !c.is_whitespace())
    }
}

/// Escapes what would be structure, line by line, and leaves the rest as it was written.
fn guard(text: &str, flavour: Flavour) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        let bare = line.trim_start_matches(' ');
        let indent = line.len() - bare.len();
        if let Some((mark, run)) = fence(bare).filter(|_| indent < 4) {
            let tag = bare.trim_start_matches(mark).trim();
            let end = lines[at + 1..].iter().position(|l| {
                let l = l.trim();
                l.len() >= run && l.chars().all(|c| c == mark)
            });
            match end {
                Some(length) => {
                    let opening = if tag.split_whitespace().next() == Some("update") {
                        line.replacen("update", "text", 1)
                    } else {
                        line.to_string()
                    };
                    out.push(opening);
                    out.extend(
                        lines[at + 1..at + 2 + length]
                            .iter()
                            .map(ToString::to_string),
                    );
                    at += length + 2;
                    continue;
                }
                None => out.push(format!("{}\\{bare}", &line[..indent])),
            }
            at += 1;
            continue;
        }
        let after_text = at > 0 && !lines[at - 1].trim().is_empty();
        out.push(guard_line(line, bare, indent, after_text, flavour));
        at += 1;
    }
    out.join("\n")
}

fn guard_line(line: &str, bare: &str, indent: usize, after_text: bool, flavour: Flavour) -> String {
    if indent > 3 {
        return line.to_string();
    }
    let escaped = || format!("{}\\{bare}", &line[..indent]);
    let signs = bare.len() - bare.trim_start_matches('#').len();
    let rest = &bare[signs..];
    if (1..=6).contains(&signs) && (rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return match flavour {
            _ if rest.trim().is_empty() => escaped(),
            Flavour::Markdown => format!("{}{rest}", "#".repeat(signs.max(3))),
            Flavour::Words if signs < 3 => escaped(),
            Flavour::Words => line.to_string(),
        };
    }
    if is_glued(line) {
        return escaped();
    }
    let trimmed = bare.trim_end();
    let underline = !trimmed.is_empty()
        && (trimmed.chars().all(|c| c == '-') || trimmed.chars().all(|c| c == '='));
    if underline && (after_text || trimmed == "---") {
        return if trimmed == "---" && !after_text {
            "***".to_string()
        } else {
            escaped()
        };
    }
    let definition = bare.starts_with('[') && bare.contains("]:");
    if definition && flavour == Flavour::Words {
        return escaped();
    }
    line.to_string()
}

fn fence(line: &str) -> Option<(char, usize)> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let run = line.chars().take_while(|c| *c == mark).count();
    let inline = mark == '`' && line[run..].contains('`');
    (run >= 3 && !inline).then_some((mark, run))
}

/// Every sign that Markdown could read, escaped: the last resort.
fn escape_all(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for line in text.lines() {
        for c in line.trim().chars() {
            if c.is_ascii_punctuation() {
                out.push('\\');
            }
            out.push(c);
        }
        out.push('\n');
    }
    out.trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        body(text, Flavour::Words, "test", &mut Report::default())
    }

    #[test]
    fn structure_stays_text() {
        assert_eq!(
            words("a\n## 10:00 Resolved\nb"),
            "a\n\\## 10:00 Resolved\nb"
        );
        assert_eq!(words("##10:00"), "\\##10:00");
        assert_eq!(words("a\n---\nb"), "a\n\\---\nb");
        assert_eq!(words("---\ntitle: x\n---"), "***\ntitle: x\n\\---");
        assert_eq!(words("```update\nid: x\n```"), "```text\nid: x\n```");
        assert_eq!(words("```\nopen"), "\\```\nopen");
        assert_eq!(
            words("<!-- open\n\n## 10:00 Resolved"),
            "\\<!-- open\n\n\\## 10:00 Resolved"
        );
        assert_eq!(words("<script>\n\nx"), "\\<script>\n\nx");
        assert_eq!(words("[a]: https://x.example"), "\\[a]: https://x.example");
    }

    #[test]
    fn comments_and_markers_of_others_stop_no_import() {
        let title = |text: &str| line(text, "test", &mut Report::default());
        assert_eq!(title("A <!-- for Ann --> b"), "A b");
        assert_eq!(title("The token <!-- is wrong"), "The token <! -- is wrong");
        assert_eq!(title("`<!--` is wrong"), "`<!--` is wrong");
        assert_eq!(
            words("```\n<<<<<<< HEAD\n=======\n>>>>>>> b\n```"),
            "```\n <<<<<<< HEAD\n=======\n >>>>>>> b\n```"
        );
    }

    #[test]
    fn headings_of_markdown_go_below() {
        let mut report = Report::default();
        assert_eq!(
            body("## Cause\n\n# Top", Flavour::Markdown, "t", &mut report),
            "### Cause\n\n### Top"
        );
    }

    #[test]
    fn whatever_is_left_is_inert() {
        for nasty in [
            "> ```\n> ## x",
            "- a\n\n  ```update",
            "1. ~~~\n## 10:00 Resolved",
            "\t## x",
            "a\n\t## 9:00 x",
        ] {
            assert!(is_inert(&words(nasty)), "{nasty}: {}", words(nasty));
        }
    }
}
