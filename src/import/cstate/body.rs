//! The text of an issue taken apart: status words in italics, `track` marks.

use super::super::record::Word;
use crate::text::canonical;

/// One paragraph or more that belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segment {
    /// What the word in italics means; `None` where there is none.
    pub word: Option<Word>,
    /// That word, where it is none of ours and must stay in the text.
    pub kept: Option<String>,
    /// The text, without word and marks.
    pub text: String,
    /// The time in the `track` mark.
    pub track: Option<String>,
}

/// Takes a body apart. One segment without word and track: plain text.
pub fn segments(body: &str) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut pending: Option<String> = None;
    for block in blocks(body) {
        if block.trim() == "---" || block.trim() == "***" {
            if let Some(last) = segments.last_mut() {
                last.text.push_str("\n\n***");
            }
            continue;
        }
        let (text, track) = take_track(&block);
        let track = track.or_else(|| pending.take());
        let lead = lead(&text);
        if text.trim().is_empty() {
            match segments.last_mut() {
                Some(last) if last.track.is_none() => last.track = track,
                _ => pending = track,
            }
            continue;
        }
        let closed = segments.last().is_none_or(|s| s.track.is_some());
        if lead.is_some() || segments.is_empty() || (track.is_some() && closed) {
            let (word, kept, rest) = match lead {
                Some((word, kept, rest)) => (Some(word), kept, rest),
                None => (None, None, text),
            };
            // A rule between updates is no part of either.
            if let Some(last) = segments.last_mut() {
                last.text = trim_rules(&last.text);
            }
            segments.push(Segment {
                word,
                kept,
                text: rest,
                track,
            });
        } else if let Some(last) = segments.last_mut() {
            last.text.push_str("\n\n");
            last.text.push_str(&text);
            last.track = last.track.take().or(track);
        }
    }
    for segment in &mut segments {
        segment.text = trim_rules(&segment.text);
    }
    segments
}

fn trim_rules(text: &str) -> String {
    let mut text = text.trim_end();
    while let Some(before) = text
        .strip_suffix("***")
        .filter(|b| b.ends_with('\n') || b.is_empty())
    {
        text = before.trim_end();
    }
    text.trim_matches('\n').to_string()
}

/// Paragraphs; a fenced block is one, whatever it holds.
fn blocks(body: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut fence: Option<String> = None;
    for line in body.lines() {
        let bare = line.trim_start();
        let marks: String = bare
            .chars()
            .take_while(|c| matches!(c, '`' | '~'))
            .collect();
        match &fence {
            Some(open)
                if bare.trim_end().starts_with(open.as_str()) && bare.trim_end() == marks =>
            {
                fence = None
            }
            None if marks.len() >= 3 => fence = Some(marks),
            _ => {}
        }
        let rule = fence.is_none() && line.trim() == "---" && current.is_empty();
        if fence.is_none() && (line.trim().is_empty() || rule) {
            if !current.is_empty() {
                blocks.push(std::mem::take(&mut current));
            }
            if rule {
                blocks.push("---".to_string());
            }
            continue;
        }
        if !current.is_empty() {
            current.push('\n');
        }
        current.push_str(line);
    }
    if !current.trim().is_empty() {
        blocks.push(current);
    }
    blocks
}

/// Takes `{{< track "2018-04-13 17:30:00" >}}` out of a text; the first counts.
fn take_track(text: &str) -> (String, Option<String>) {
    let mut rest = text;
    let mut out = String::new();
    let mut track = None;
    while let Some(at) = rest.find("{{") {
        let Some(end) = rest[at..].find("}}") else {
            break;
        };
        let inside = &rest[at + 2..at + end];
        let inside =
            inside.trim_matches(|c: char| matches!(c, '<' | '>' | '%' | '/') || c.is_whitespace());
        match inside
            .strip_prefix("track")
            .filter(|r| r.starts_with([' ', '"', '\'', '`']))
        {
            Some(time) => {
                let time =
                    time.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`'));
                track.get_or_insert_with(|| time.to_string());
                out.push_str(rest[..at].trim_end_matches(' '));
            }
            None => out.push_str(&rest[..at + end + 2]),
        }
        rest = &rest[at + end + 2..];
    }
    out.push_str(rest);
    (out.trim_matches('\n').trim_end().to_string(), track)
}

/// `*Resolved* - text`: the word, the word again if it must be kept, the text.
fn lead(text: &str) -> Option<(Word, Option<String>, String)> {
    let text = text.trim_start();
    let mark = text.chars().next().filter(|c| matches!(c, '*' | '_'))?;
    let run = text.chars().take_while(|c| *c == mark).count();
    let marks = &text[..run];
    let inside = &text[run..];
    let end = inside.find(marks).filter(|end| *end > 0 && run <= 3)?;
    let word = inside[..end].trim().trim_end_matches(':');
    let rest = inside[end + run..].trim_start_matches([' ', '\t']);
    let dash = rest.strip_prefix(['-', '–', '—', ':']);
    let alone = rest.is_empty() || rest.starts_with('\n') || inside[..end].trim().ends_with(':');
    if word.chars().count() > 30 || word.contains(['\n', '*', '.']) || (dash.is_none() && !alone) {
        return None;
    }
    let rest = dash.unwrap_or(rest).trim_start().to_string();
    let known = match canonical(word).as_str() {
        "investigating" | "investigation" => Word::Status("investigating"),
        "identified" => Word::Status("identified"),
        "monitoring" => Word::Status("monitoring"),
        "resolved" | "fixed" | "solved" => Word::Status("resolved"),
        "false_alarm" => Word::Status("false_alarm"),
        "update" | "updated" => Word::Update,
        "post_mortem" | "postmortem" | "review" | "retrospective" => Word::Review,
        _ => return Some((Word::Update, Some(word.to_string()), rest)),
    };
    Some((known, None, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_marks_in_either_order() {
        let one = segments(
            "*Resolved* - Done. {{< track \"2020-01-01 10:00:00\" >}}\n\n{{<track '2020-01-01 09:00'>}} *Investigating* -\nLooking.",
        );
        assert_eq!(one.len(), 2);
        assert_eq!(one[0].word, Some(Word::Status("resolved")));
        assert_eq!(one[0].track.as_deref(), Some("2020-01-01 10:00:00"));
        assert_eq!(one[0].text, "Done.");
        assert_eq!(one[1].track.as_deref(), Some("2020-01-01 09:00"));
        assert_eq!(one[1].text, "Looking.");
    }

    #[test]
    fn sentences_in_italics_are_no_words() {
        let one = segments(
            "*This has been going on for a number of checks. A human was told.* {{< track \"2020-01-01\" >}}",
        );
        assert_eq!((one.len(), one[0].word), (1, None));
        assert_eq!(
            segments("This has *some* marks.\n\n---\n\n```\n*Resolved* - no\n```").len(),
            1
        );
        assert_eq!(
            segments("*Just began* - Down.")[0].kept.as_deref(),
            Some("Just began")
        );
    }

    #[test]
    fn rules_between_updates_go() {
        let one = segments("*Post-mortem*\n\nLong.\n\n---\n\n*Update* - Short.");
        assert_eq!(one[0].text, "Long.");
        assert_eq!(one[1].text, "Short.");
    }
}
