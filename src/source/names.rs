//! File names: what may be one, which language it means, and names that collide.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::incident::Parsed;
use super::read;
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::model::{Lang, Site};
use crate::text::{collision_key, nearest, one_of, slug};

/// Bytes that a name may have: hosts and archives cut longer ones.
const MAX_NAME: usize = 120;

/// Device names of Windows, where sites are unpacked too (Microsoft, "Naming Files, Paths, and Namespaces").
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// An incident file's name, taken apart.
#[derive(Debug, Clone)]
pub struct FileName {
    /// Relative to the project.
    pub path: String,
    /// Without language and `.md`: name of the page.
    pub stem: String,
    /// Set for a translation.
    pub lang: Option<Lang>,
}

impl FileName {
    /// What a translation and its source have in common: folder and stem.
    pub fn key(&self) -> String {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{folder}/{}", self.stem)
    }
}

/// Takes names apart; a name that cannot become a page is a finding.
pub fn split(site: &Site, paths: Vec<String>, found: &mut Vec<Diagnostic>) -> Vec<FileName> {
    let mut names = Vec::new();
    for path in paths {
        let file = path.rsplit('/').next().unwrap_or(&path);
        let full = file.strip_suffix(".md").unwrap_or(file);
        let (stem, lang) = match full.rsplit_once('.') {
            None => (full, None),
            Some((stem, tag)) => {
                match Lang::parse(tag).filter(|lang| site.languages.contains(lang)) {
                    Some(lang) => (stem, Some(lang)),
                    None => {
                        found.push(*unknown_language(site, &path, tag));
                        continue;
                    }
                }
            }
        };
        if let Some(diagnostic) = refused(&path, stem) {
            found.push(*diagnostic);
            continue;
        }
        let (stem, lang) = (stem.to_string(), lang);
        names.push(FileName { path, stem, lang });
    }
    names
}

fn unknown_language(site: &Site, path: &str, tag: &str) -> Box<Diagnostic> {
    let languages = || site.languages.iter().map(Lang::as_str);
    let mut diagnostic = read::about(
        "unknown-language",
        path,
        format!("`{tag}` in the name {path} is not a language of this site"),
        &format!("NAME.md, or NAME.LANGUAGE.md with {}", one_of(languages())),
    );
    if let Some(near) = nearest(tag, languages()) {
        diagnostic.help.push(format!("did you mean `{near}`?"));
    }
    diagnostic
        .help
        .push("languages stand in status.yml; a name holds no other dot".to_string());
    diagnostic
}

/// True for a name that can become a page: no finding of [`split`] is about it.
pub fn fits(stem: &str) -> bool {
    refused(stem, stem).is_none()
}

fn refused(path: &str, stem: &str) -> Option<Box<Diagnostic>> {
    let allowed = |c: char| {
        c.is_alphanumeric()
            || c == '-'
            || c == '_'
            || unicode_normalization::char::is_combining_mark(c)
    };
    if stem.len() > MAX_NAME {
        return Some(read::about(
            "name-too-long",
            path,
            format!("the name has {} bytes; the limit is {MAX_NAME}", stem.len()),
            "a shorter name",
        ));
    }
    if stem.is_empty() || !stem.chars().all(allowed) || stem.starts_with('-') {
        let mut diagnostic = read::about(
            "name-bad",
            path,
            format!("the name `{stem}` cannot become an address"),
            "letters, digits, `-` and `_`",
        );
        let better = slug(stem);
        if !better.is_empty() {
            diagnostic
                .help
                .push(format!("rename the file to `{better}.md`"));
        }
        return Some(diagnostic);
    }
    let lower = stem.to_lowercase();
    if lower == "index" || DEVICES.contains(&lower.as_str()) {
        return Some(read::about(
            "name-reserved",
            path,
            format!("the name `{stem}` is reserved"),
            "a name that says what happened: `music-does-not-play.md`",
        ));
    }
    None
}

/// A translation without the file it translates.
pub fn orphan(name: &FileName, file: &Arc<SourceFile>) -> Diagnostic {
    let lang = name.lang.as_ref().map_or("", Lang::as_str);
    Diagnostic::error(
        "translation-without-source",
        Place::new(file, 0..0),
        format!("{} translates a file that does not exist", name.path),
        format!("expected {}.md beside it", name.stem),
    )
    .help(format!(
        "if this is the only text, name it {}.md and write `lang: {lang}` in its front matter",
        name.stem
    ))
}

/// What [`collisions`] finds.
pub const COLLISIONS: [&str; 5] = [
    "name-collision",
    "name-collision-case",
    "name-collision-unicode",
    "id-collision",
    "alias-collision",
];

/// Two files, ids or addresses that would be one.
pub fn collisions(
    sources: &[(FileName, Arc<SourceFile>)],
    parsed: &[Parsed],
    found: &mut Vec<Diagnostic>,
) {
    let mut seen: BTreeMap<String, (&FileName, &Arc<SourceFile>)> = BTreeMap::new();
    for (name, file) in sources {
        let key = collision_key(&name.stem);
        let Some((first, first_file)) = seen.get(&key) else {
            seen.insert(key, (name, file));
            continue;
        };
        let (code, why) = if first.stem == name.stem {
            ("name-collision", "have the same name")
        } else if first.stem.to_lowercase() == name.stem.to_lowercase() {
            (
                "name-collision-case",
                "differ only in upper and lower case: on many systems they are one file",
            )
        } else {
            (
                "name-collision-unicode",
                "look the same but are written with different characters (Unicode form)",
            )
        };
        found.push(
            Diagnostic::error(
                code,
                Place::new(file, 0..0),
                format!("{} and {} {why}", first.path, name.path),
                "rename this file",
            )
            .related(Place::new(first_file, 0..0), "or this one"),
        );
    }
    addresses(parsed, found);
}

fn addresses(parsed: &[Parsed], found: &mut Vec<Diagnostic>) {
    let mut ids: BTreeMap<&str, &Parsed> = BTreeMap::new();
    let mut paths: BTreeMap<String, &Place> = BTreeMap::new();
    let pages: BTreeMap<String, &Parsed> = parsed
        .iter()
        .map(|p| {
            (
                collision_key(&format!("incidents/{}.html", p.incident.name)),
                p,
            )
        })
        .collect();
    for one in parsed {
        if let Some(first) = ids.insert(&one.incident.id, one) {
            found.push(
                Diagnostic::error(
                    "id-collision",
                    one.id_place.clone(),
                    format!("the id `{}` is taken", one.incident.id),
                    "every incident has its own id",
                )
                .related(first.id_place.clone(), "taken here"),
            );
        }
        for (path, place) in one.incident.aliases.iter().zip(&one.alias_places) {
            let key = collision_key(path);
            let taken = pages
                .get(&key)
                .map(|p| &p.id_place)
                .or(paths.get(&key).copied());
            if let Some(first) = taken {
                found.push(
                    Diagnostic::error(
                        "alias-collision",
                        place.clone(),
                        format!("the address {path} is taken"),
                        "an old address leads to one place",
                    )
                    .related(first.clone(), "taken here"),
                );
            }
            paths.insert(key, place);
        }
    }
}
