//! The promise of an update.

use crate::model::{Lang, Promise, Site, Text};
use crate::source::times;
use crate::text::canonical;
use crate::time::{Around, Moment, parse_span};
use crate::yaml::{Node, Reader, Value};

/// "Next update by": a time, a span after the update, or `none` with a reason.
pub(super) fn promise(
    reader: &mut Reader,
    node: &Node,
    at: Moment,
    began: Option<Moment>,
    site: &Site,
    lang: &Lang,
) -> Option<Promise> {
    if let Value::Map(fields) = &node.value
        && let [field] = fields.as_slice()
        && canonical(&field.key) == "none"
    {
        return reader
            .words(&field.value)
            .map(|reason| Promise::None(Text::new(lang, reason)));
    }
    let is_none = matches!(&node.value, Value::Text(text) if Promise::reason(text).is_some());
    let text = match is_none {
        true => reader.words(node)?,
        false => reader.text(node)?,
    };
    if let Some(reason) = Promise::reason(&text) {
        if reason.is_empty() {
            reader.error(
                "next-update-reason",
                node.span.clone(),
                "`none` gives no reason",
                "write why: `none, the fix holds and we write again only if it breaks`",
            );
            return None;
        }
        return Some(Promise::None(Text::new(lang, reason.to_string())));
    }
    let by = match parse_span(text.strip_prefix('+').unwrap_or(&text)) {
        Some(span) => at.checked_add(span).ok()?,
        None => times::resolve(
            reader,
            &text,
            node.span.clone(),
            &Around {
                zone: &site.zone,
                began,
                before: Some(at),
            },
        )?,
    };
    if by <= at {
        times::backwards(
            reader,
            node.span.clone(),
            by,
            at,
            &site.zone,
            "its own update",
        );
        return None;
    }
    Some(Promise::By(by))
}
