//! What readers see and can do, and the text for a post.

use crate::model::{Advice, Lang, Text};
use crate::yaml::{Fields, Node, Reader};

/// Characters that a short text may have: what one post on X takes (`docs/glossary.md`, "short text").
pub const MAX_SHORT: usize = 280;

/// Applies `symptoms`, `error_text`, `workaround` and `short`.
pub(super) fn advice(reader: &mut Reader, fields: Fields<'_>, lang: &Lang, advice: &mut Advice) {
    if let Some(node) = fields.get("symptoms") {
        advice.symptoms = reader
            .words_list(node)
            .into_iter()
            .map(|t| Text::new(lang, t))
            .collect();
    }
    if let Some(text) = fields.get("error_text").and_then(|node| reader.words(node)) {
        advice.error_text = Some(text);
    }
    if let Some(text) = fields.get("workaround").and_then(|node| reader.words(node)) {
        advice.workaround = Some(Text::new(lang, text));
    }
    if let Some(text) = fields.get("short").and_then(|node| short(reader, node)) {
        advice.short = Some(Text::new(lang, text));
    }
}

/// A short text within its limit.
pub fn short(reader: &mut Reader, node: &Node) -> Option<String> {
    let text = reader.lines(node)?;
    let length = text.chars().count();
    if length > MAX_SHORT {
        reader.error(
            "short-too-long",
            node.span.clone(),
            format!("`short` has {length} characters; the limit is {MAX_SHORT}"),
            format!("take out {}", length - MAX_SHORT),
        );
    }
    Some(text)
}
