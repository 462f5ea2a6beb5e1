//! What readers see and can do, and the text for a post.

use crate::fields::{self, Shape};
use crate::model::{Advice, Lang, Text};
use crate::yaml::{Fields, Node, Reader};

/// Characters that a short text may have: what one post on X takes (`docs/glossary.md`, "short text").
pub const MAX_SHORT: usize = 280;

/// Applies `symptoms`, `error_text` and the texts of [`Advice::texts`].
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
    for (key, own) in advice.texts_mut() {
        if let Some(text) = fields
            .get(key)
            .and_then(|node| advice_text(reader, key, node))
        {
            *own = Some(Text::new(lang, text));
        }
    }
}

/// The words of a key of [`Advice::texts`].
pub fn advice_text(reader: &mut Reader, key: &str, node: &Node) -> Option<String> {
    match fields::find(key)?.shape {
        Shape::Short => short(reader, node),
        _ => reader.words(node),
    }
}

/// A short text within its limit.
fn short(reader: &mut Reader, node: &Node) -> Option<String> {
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
