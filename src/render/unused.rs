//! Files of the owner's `templates/` that nothing uses: a name with a slip in it replaces
//! nothing, and nobody would see why.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::builtin;
use crate::diagnostic::{Diagnostic, Place, Severity, SourceFile};
use crate::model::Lang;
use crate::text::nearest;

/// Files about the folder itself.
const ABOUT: [&str; 2] = ["README", "LICENSE"];

/// A warning for each file of `own` that neither replaces a built-in one nor is named by a
/// template, and for words of languages that the site does not have.
pub fn find(languages: &[Lang], own: &[(String, Arc<SourceFile>)]) -> Vec<Diagnostic> {
    let built_in: BTreeMap<String, Arc<SourceFile>> = builtin::files().collect();
    own.iter()
        .filter(|(name, file)| {
            let copied = built_in
                .get(name)
                .is_some_and(|ours| ours.text == file.text);
            !copied && !ABOUT.iter().any(|about| name.starts_with(about))
        })
        .filter_map(|(name, file)| {
            let (told, way_out) = if let Some(words) = name.strip_prefix("locales/") {
                of_language(languages, words, words.strip_suffix(".ftl"), "locales/")?
            } else if let Some(text) = name.strip_prefix("scenarios/") {
                // A name without a language is an error already.
                let (_, tag) = text.strip_suffix(".md")?.rsplit_once('.')?;
                of_language(languages, text, Some(tag), "scenarios/")?
            } else if built_in.contains_key(name) || is_named(name, own) {
                return None;
            } else {
                let near = nearest(name, built_in.keys().map(String::as_str));
                (
                    format!("no template has the name templates/{name}, and none includes it"),
                    near.map_or_else(
                        || "the name of a built-in template, or an `include` of this one".into(),
                        |near| format!("did you mean `templates/{near}`?"),
                    ),
                )
            };
            let mut one = Diagnostic::error("left-out", Place::new(file, 0..0), told, way_out);
            one.severity = Severity::Warning;
            Some(one)
        })
        .collect()
}

/// What is wrong with a file for the language `tag`, or `None`.
fn of_language(
    languages: &[Lang],
    name: &str,
    tag: Option<&str>,
    folder: &str,
) -> Option<(String, String)> {
    let known = || languages.iter().map(Lang::as_str);
    // Words of `pt` serve `pt-BR`, and English serves whoever has no words.
    let serves = |tag: &str| known().any(|lang| lang == tag || base(lang) == tag) || tag == "en";
    if tag.is_some_and(serves) {
        return None;
    }
    let expected = known().collect::<Vec<_>>().join(", ");
    Some((
        format!("templates/{folder}{name} is of no language of this site"),
        format!("one of these languages, or another one in `languages` of status.yml: {expected}"),
    ))
}

fn base(lang: &str) -> &str {
    lang.split('-').next().unwrap_or(lang)
}

/// Whether another template of the owner names this one.
fn is_named(name: &str, own: &[(String, Arc<SourceFile>)]) -> bool {
    own.iter()
        .filter(|(other, _)| other != name)
        .any(|(_, file)| {
            ['"', '\'']
                .iter()
                .any(|q| file.text.contains(&format!("{q}{name}{q}")))
        })
}
