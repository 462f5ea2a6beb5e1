//! A window that an update moves.

use super::update::Setting;
use super::{Status, Window};
use crate::diagnostic::Diagnostic;
use crate::model::Kind;
use crate::source::times;
use crate::time::{Around, Moment, rfc3339};
use crate::yaml::{Fields, Reader};

/// The window from this update on, if it names `from` or `until`. What it does
/// not name stays. A time without a date means the day on which it was before;
/// `until` without a date follows `from`.
pub(super) fn moved(
    reader: &mut Reader,
    fields: Fields<'_>,
    before: Option<Window>,
    status: Status,
    at: Option<Moment>,
    setting: &Setting<'_>,
) -> Option<Window> {
    let (from_node, until_node) = (fields.get("from"), fields.get("until"));
    let node = until_node.or(from_node)?;
    if !matches!(setting.kind, Kind::Maintenance { .. }) {
        for field in fields
            .iter()
            .filter(|f| matches!(f.key.as_str(), "from" | "until"))
        {
            let diagnostic = Diagnostic::error(
                "key-not-here",
                reader.place(field.key_span.clone()),
                format!("only a maintenance has a window; `{}` moves one", field.key),
                "does not belong here",
            )
            .help("something planned is `kind: maintenance`");
            reader.found.push(diagnostic);
        }
        return None;
    }
    if status.is_final() {
        reader.error(
            "window-over",
            node.span.clone(),
            format!(
                "`{}` ends the maintenance: there is no window left to move",
                status.key()
            ),
            "leave `from` and `until` out, or write another status",
        );
        return None;
    }
    let before = before?;
    let zone = &setting.site.zone;
    let around = |day: Moment| Around {
        zone,
        began: setting.began,
        before: Some(day),
    };
    let midnight = zone
        .to_datetime(before.from)
        .date()
        .to_zoned_datetime(zone.clone())
        .map_or(before.from, |day| day.timestamp());
    let from = match from_node {
        Some(node) => times::read(reader, node, &around(midnight))?,
        None => before.from,
    };
    let until = match until_node {
        Some(node) => times::read(reader, node, &around(from))?,
        None => before.until,
    };
    if until <= from {
        match until_node {
            Some(node) => {
                times::backwards(reader, node.span.clone(), until, from, zone, "`from`");
            }
            None => reader.error(
                "window-backwards",
                node.span.clone(),
                "the window would open after it closes",
                "add `until:` with its new end",
            ),
        }
        return None;
    }
    if let Some(at) = at.filter(|at| until <= *at) {
        reader.error(
            "window-past",
            node.span.clone(),
            format!(
                "this window is over by {}, before the update that tells of it",
                rfc3339(until, zone)
            ),
            format!("expected an end after {}", rfc3339(at, zone)),
        );
        return None;
    }
    Some(Window { from, until })
}
