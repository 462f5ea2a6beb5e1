//! Permanent ids and old addresses.

use crate::diagnostic::Place;
use crate::yaml::{Fields, Node, Reader};

/// The incident's id: written, else its file's name.
pub(super) fn id(reader: &mut Reader, fields: Fields<'_>, name: &str) -> (String, Place) {
    match fields
        .get("id")
        .and_then(|node| id_text(reader, node).map(|id| (id, node)))
    {
        Some((id, node)) => (id, reader.place(node.span.clone())),
        None => (name.to_string(), reader.place(0..3)),
    }
}

/// A permanent id: letters, digits and `-_.`, so that it can stand in any address.
pub(super) fn id_text(reader: &mut Reader, node: &Node) -> Option<String> {
    let id = reader.text(node)?;
    let fits = id.len() <= 120
        && id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if !fits {
        reader.error(
            "id-bad",
            node.span.clone(),
            format!("`{id}` cannot be an id"),
            "expected letters a-z, digits, `-`, `_` and `.`, at most 120",
        );
        return None;
    }
    Some(id)
}

/// Old addresses, each with its place.
pub(super) fn aliases(reader: &mut Reader, fields: Fields<'_>) -> (Vec<String>, Vec<Place>) {
    let Some(node) = fields.get("aliases") else {
        return Default::default();
    };
    let mut aliases = (Vec::new(), Vec::new());
    for item in reader.list(node) {
        let Some(text) = reader.text(item) else {
            continue;
        };
        match alias_path(&text) {
            Some(path) => {
                aliases.0.push(path);
                aliases.1.push(reader.place(item.span.clone()));
            }
            None => reader.error(
                "alias-bad",
                item.span.clone(),
                format!("`{text}` cannot be an old address"),
                "expected a name (`old-name`) or a path below the site (`2023/old-name.html`)",
            ),
        }
    }
    aliases
}

/// The file that answers at an old address: `old-name` is a former name of the
/// incident, anything with `/` a path below the site.
fn alias_path(text: &str) -> Option<String> {
    let text = text.strip_prefix('/').unwrap_or(text);
    let (path, folder) = match text.strip_suffix('/') {
        Some(path) => (path, true),
        None => (text, false),
    };
    let part_fits = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.len() <= 120
            && part
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    if !path.split('/').all(part_fits) {
        return None;
    }
    let html = path.ends_with(".html") || path.ends_with(".htm");
    Some(match (folder, path.contains('/'), html) {
        (true, ..) => format!("{path}/index.html"),
        (_, false, false) => format!("incidents/{path}.html"),
        (_, _, true) => path.to_string(),
        (_, true, false) => format!("{path}.html"),
    })
}
