//! Disk to model: reads a project and says everything that is wrong with it.
//!
//! Takes the project's folder; gives the model, the owner's templates and
//! static files, and all findings. Must not know the clock, pages or the output.

mod cache;
mod config;
mod conflict;
mod fill_in;
pub mod imported;
mod incident;
pub mod layout;
mod left_out;
mod lookalike;
pub mod markdown;
mod names;
mod parts;
mod places;
mod read;
mod renew;
mod scope;
mod timeline;
mod times;
mod translation;
mod walk;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{self, Diagnostic, Severity, SourceFile};
use crate::digest::digest;
use crate::disk::InodeStamp;
use crate::model::{Incident, Model, Site};
use cache::CachedIncident;
use incident::Parsed;
use names::FileName;
pub use places::{FilePlaces, Places, UpdatePlaces};

/// What was published before; see `lint::ledger`.
pub const LEDGER: &str = "published.lock";

pub use cache::{FileRecord, ReadCache, write as write_cache};
pub use config::name_key;
pub use conflict::is_marker as is_conflict_marker;
pub use incident::MAX_SHORT;
pub use names::fits as name_fits;
pub use scope::find_platforms;
pub use timeline::is_body;
pub use walk::{is_dropping, is_passed_over};

/// Folder of the incident files.
pub const INCIDENTS: &str = "incidents";

/// Folder of the owner's templates.
pub const TEMPLATES: &str = "templates";

/// Folder of files that are copied into the site as they are.
pub const STATIC: &str = "static";

/// Folders whose content goes into the site.
pub const FOLDERS: [&str; 3] = [INCIDENTS, TEMPLATES, STATIC];

/// Findings about one file that are shown.
const MAX_FINDINGS: usize = 100;

/// What a project holds.
#[derive(Debug, Clone)]
pub struct Project {
    /// The model; `None` when there is an error.
    pub model: Option<Model>,
    /// All findings, sorted.
    pub found: Vec<Diagnostic>,
    /// The owner's templates: name relative to `templates/`, and text.
    pub templates: Vec<(String, Arc<SourceFile>)>,
    /// Files of `static/`: path in the site, and where it lies.
    pub statics: Vec<(String, PathBuf)>,
    /// Where everything stands, in the order of the model's incidents.
    pub places: Vec<Places>,
    /// Files with `draft: true`, which are checked but not published.
    pub drafts: Vec<(Incident, Places)>,
    /// `status.yml` as it was read.
    pub settings: Option<Arc<SourceFile>>,
    /// [`LEDGER`] as it was read.
    pub ledger: Option<Arc<SourceFile>>,
    /// Of [`load_for_build`]: each content file that is published, by path.
    pub digests: BTreeMap<String, FileRecord>,
    /// Incidents of which the cache should know, and does not.
    pub uncached: usize,
}

impl Project {
    /// Forgets the owner's templates, words included.
    pub fn ignore_templates(&mut self) {
        self.templates.clear();
        let is_template = |d: &Diagnostic| d.place.file.path.starts_with("templates/");
        self.found.retain(|d| !is_template(d));
    }
}

/// A file as it would be: its path relative to the project, and its bytes.
pub type Instead<'a> = (&'a str, &'a [u8]);

/// What can be read of a project, for those who write to it: one broken file must
/// not keep anybody from writing to another one.
#[derive(Debug)]
pub struct Reading {
    /// The site; `None` when `status.yml` has an error.
    pub site: Option<Site>,
    /// Every incident whose own file has no error, drafts included.
    pub incidents: Vec<Incident>,
    /// Where their texts stand, in the same order.
    pub places: Vec<Places>,
    /// [`LEDGER`] as it was read.
    pub ledger: Option<Arc<SourceFile>>,
    /// All findings, sorted.
    pub found: Vec<Diagnostic>,
    /// The owner's templates, as in [`Project`].
    pub templates: Vec<(String, Arc<SourceFile>)>,
}

/// Reads the project in `root`. Every fault of the content is a finding.
pub fn load(root: &Path) -> Project {
    load_with(root, Keep::All, |_| ReadCache::default())
}

/// Like [`load`], for those who only publish: lets texts and places go as soon as a file
/// is understood, which is most of the memory of a long history, and keeps digests
/// instead. [`Project::places`] and [`Project::drafts`] are empty. `cache` gives what is known
/// of a project with these settings; files that it knows are not read.
pub fn load_for_build(root: &Path, cache: impl FnOnce(&SourceFile) -> ReadCache) -> Project {
    load_with(root, Keep::Digests, cache)
}

fn load_with(root: &Path, keep: Keep, cache: impl FnOnce(&SourceFile) -> ReadCache) -> Project {
    let mut all = read_all(root, None, false, keep, cache);
    let mut uncached = 0;
    let (mut incidents, mut places, mut drafts) = (Vec::new(), Vec::new(), Vec::new());
    for parsed in all.parsed {
        if keep == Keep::Digests {
            if !parsed.draft {
                let settled = parsed.digests.iter().all(|(_, file)| file.stamp.is_some());
                uncached += usize::from(settled && !parsed.cached);
                all.digests.extend(parsed.digests);
                incidents.push(Arc::new(parsed.incident));
            }
            continue;
        }
        if parsed.draft {
            drafts.push((parsed.incident, parsed.places));
        } else {
            incidents.push(Arc::new(parsed.incident));
            places.push(parsed.places);
        }
    }
    let mut model = all.site.map(|site| Model { site, incidents });
    if all.found.iter().any(|d| d.severity == Severity::Error) {
        model = None;
    }
    Project {
        model,
        found: all.found,
        templates: all.templates,
        statics: all.statics,
        places,
        drafts,
        settings: all.settings,
        ledger: all.ledger,
        digests: all.digests,
        uncached,
    }
}

/// Reads what can be read of the project in `root`, as if one file were another.
pub fn reading(root: &Path, instead: Option<Instead<'_>>) -> Reading {
    told(read_all(root, instead, false, Keep::All, |_| {
        ReadCache::default()
    }))
}

/// Like [`reading`], of one file and its translations alone: says nothing about how it
/// stands to other files, and takes no longer in a large project.
pub fn reading_alone(root: &Path, instead: Instead<'_>) -> Reading {
    told(read_all(root, Some(instead), true, Keep::All, |_| {
        ReadCache::default()
    }))
}

fn told(all: All) -> Reading {
    let errors = all.found.iter().filter(|d| d.severity == Severity::Error);
    let broken: BTreeSet<&str> = errors.map(|d| d.place.file.path.as_str()).collect();
    let (incidents, places) = all
        .parsed
        .into_iter()
        .map(|p| (p.incident, p.places))
        .filter(|(i, _)| !broken.contains(&*i.files[0]))
        .unzip();
    Reading {
        site: all.site,
        incidents,
        places,
        ledger: all.ledger,
        found: all.found,
        templates: all.templates,
    }
}

/// What stays of the files beside the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
    /// Their texts, and where everything stands.
    All,
    /// Their digests.
    Digests,
}

struct All {
    site: Option<Site>,
    /// In the order of the model.
    parsed: Vec<Parsed>,
    found: Vec<Diagnostic>,
    templates: Vec<(String, Arc<SourceFile>)>,
    statics: Vec<(String, PathBuf)>,
    settings: Option<Arc<SourceFile>>,
    ledger: Option<Arc<SourceFile>>,
    digests: BTreeMap<String, FileRecord>,
}

fn read_all(
    root: &Path,
    instead: Option<Instead<'_>>,
    alone: bool,
    keep: Keep,
    cache: impl FnOnce(&SourceFile) -> ReadCache,
) -> All {
    let mut found = Vec::new();
    let mut settings = None;
    let beside = left_out::beside(root);
    let site = match read::file(root, "status.yml", read::MAX_FILE) {
        Ok(file) => {
            let mut own = Vec::new();
            let site = config::read(root, &file, &mut own);
            found.extend(bounded(own));
            settings = Some(file);
            site
        }
        Err(_) if !root.join("status.yml").exists() => {
            let mut diagnostic = read::about(
                "no-project",
                "status.yml",
                "there is no status.yml here".to_string(),
                "the project's folder, or its path behind --root",
            );
            diagnostic
                .help
                .push("`upfront init DIR` makes a new project".to_string());
            let near = beside.iter().find(|(_, meant)| *meant == "status.yml");
            if let Some((name, meant)) = near {
                let help = format!("`{name}` is here: rename it to `{meant}`");
                diagnostic.help.insert(0, help);
            }
            found.push(*diagnostic);
            None
        }
        Err(diagnostic) => {
            found.push(*diagnostic);
            None
        }
    };
    if settings.is_some() {
        walk::expect_incidents(root, &mut found);
    }
    if site.is_some() {
        found.extend(beside.iter().map(|(name, meant)| {
            let told = format!("{name} is not read");
            left_out::warning("left-out", name, told, &format!("the name `{meant}`"))
        }));
    }
    let mut listed = walk::incident_files(root, &mut found);
    if let Some((path, _)) = instead
        && !listed.iter().any(|known| known == path)
    {
        listed.push(path.to_string());
    }
    if let Some((path, _)) = instead.filter(|_| alone) {
        let stem = path.strip_suffix("md").unwrap_or(path);
        listed.retain(|known| known.starts_with(stem));
    }
    let templates = walk::templates(root, &mut found);
    let statics = walk::statics(root, &mut found);
    let ledger = ledger(root, &mut found);
    let parsed = site.as_ref().map_or_else(Vec::new, |site| {
        let mut cache = settings.as_deref().map_or_else(ReadCache::default, cache);
        let (mut parsed, mut own) = incidents(root, site, &listed, instead, keep, &mut cache);
        let about_cached = |d: &Diagnostic| names::COLLISIONS.contains(&d.code);
        if own.iter().any(about_cached) {
            // Where the cached ones stand is not known: said of the files themselves.
            let none = &mut ReadCache::default();
            (parsed, own) = incidents(root, site, &listed, instead, keep, none);
        }
        found.extend(own);
        parsed
    });
    diagnostic::sort(&mut found);
    All {
        site,
        parsed,
        found,
        templates,
        statics,
        settings,
        ledger,
        digests: BTreeMap::new(),
    }
}

/// The memory never stands between an incident and its readers: one that cannot be
/// read is a warning.
fn ledger(root: &Path, found: &mut Vec<Diagnostic>) -> Option<Arc<SourceFile>> {
    root.join(LEDGER).symlink_metadata().ok()?;
    read::file(root, LEDGER, read::MAX_LEDGER)
        .map_err(|mut diagnostic| {
            diagnostic.severity = Severity::Warning;
            found.push(*diagnostic);
        })
        .ok()
}

/// The first findings of one file: a file of another kind, read by mistake, would
/// have one for every line.
fn bounded(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let more = found.len().saturating_sub(MAX_FINDINGS);
    diagnostic::sort(&mut found);
    found.truncate(MAX_FINDINGS);
    if let Some(last) = found.last_mut().filter(|_| more > 0) {
        last.help
            .push(format!("{more} more in this file are not shown"));
    }
    found
}

fn incidents(
    root: &Path,
    site: &Site,
    listed: &[String],
    instead: Option<Instead<'_>>,
    keep: Keep,
    cache: &mut ReadCache,
) -> (Vec<Parsed>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let named = names::split(site, listed.to_vec(), &mut found);
    let (cached, named) = known(root, named, cache);
    let read: Vec<_> = named
        .into_par_iter()
        .map(|name| {
            let stamp = (keep == Keep::Digests).then(|| stamp(root, &name.path));
            let file = match instead {
                Some((path, bytes)) if path == name.path => read::text(path, bytes.to_vec()),
                _ => read::file(root, &name.path, read::MAX_FILE),
            };
            (file, name, stamp.flatten())
        })
        .collect();
    let mut sources: Vec<(FileName, Arc<SourceFile>)> = Vec::new();
    let mut translations: BTreeMap<String, Vec<(FileName, Arc<SourceFile>)>> = BTreeMap::new();
    let mut stamps: HashMap<String, InodeStamp> = HashMap::new();
    for (file, name, stamp) in read {
        stamps.extend(stamp.map(|stamp| (name.path.clone(), stamp)));
        match file {
            Ok(file) if name.lang.is_some() => {
                translations
                    .entry(name.key())
                    .or_default()
                    .push((name, file));
            }
            Ok(file) => sources.push((name, file)),
            Err(diagnostic) => found.push(*diagnostic),
        }
    }
    let results: Vec<_> = sources
        .par_iter()
        .map(|(name, file)| {
            let translations = translations.get(&name.key()).map_or(&[][..], Vec::as_slice);
            one(name, file, translations, site, keep)
        })
        .collect();
    let mut parsed = Vec::new();
    for (one, diagnostics) in results {
        let clean = diagnostics.is_empty();
        found.extend(bounded(diagnostics));
        parsed.extend(one.map(|mut one| {
            for (path, file) in one.digests.iter_mut().filter(|_| clean) {
                file.stamp = stamps.get(path).copied();
            }
            one
        }));
    }
    let keys: BTreeSet<String> = sources.iter().map(|(name, _)| name.key()).collect();
    for (key, orphans) in &translations {
        if !keys.contains(key) {
            found.extend(orphans.iter().map(|(name, file)| names::orphan(name, file)));
        }
    }
    for (name, one) in cached {
        let file = SourceFile::new(&name.path, "");
        parsed.push(Parsed::cached(one, &file));
        sources.push((name, file));
    }
    names::collisions(&sources, &parsed, &mut found);
    parsed.sort_by(|a, b| a.incident.order(&b.incident));
    (parsed, found)
}

/// Takes out the incidents that `cache` knows, each with the name of its source; leaves the
/// names of files that are to be read.
fn known(
    root: &Path,
    named: Vec<FileName>,
    cache: &mut ReadCache,
) -> (Vec<(FileName, CachedIncident)>, Vec<FileName>) {
    if cache.is_empty() {
        return (Vec::new(), named);
    }
    let mut by_key: BTreeMap<String, Vec<FileName>> = BTreeMap::new();
    for name in named {
        by_key.entry(name.key()).or_default().push(name);
    }
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for mut names in by_key.into_values() {
        // Stable: translations stay in their order.
        names.sort_by_key(|name| name.lang.is_some());
        let paths: Vec<&str> = names.iter().map(|name| name.path.as_str()).collect();
        match cache.take(&paths, root) {
            Some(one) => known.push((names.swap_remove(0), one)),
            None => unknown.extend(names),
        }
    }
    unknown.sort_by(|a, b| a.path.cmp(&b.path));
    (known, unknown)
}

/// By what a file will be known again, if it has not just been written.
fn stamp(root: &Path, path: &str) -> Option<InodeStamp> {
    let meta = root.join(path).symlink_metadata().ok()?;
    Some(InodeStamp::new(&meta)).filter(InodeStamp::is_settled)
}

/// An incident from its file and its translations.
fn one(
    name: &FileName,
    file: &Arc<SourceFile>,
    translations: &[(FileName, Arc<SourceFile>)],
    site: &Site,
    keep: Keep,
) -> (Option<Parsed>, Vec<Diagnostic>) {
    let mut found = fill_in::left(file);
    let parsed = incident::read(file, &name.stem, site, &mut found).map(|mut parsed| {
        for (name, file) in translations {
            found.extend(fill_in::left(file));
            let lang = name.lang.as_ref();
            translation::merge(&mut parsed, file, lang, &site.zone, &mut found);
        }
        parsed.incident.share();
        if keep == Keep::Digests {
            let files = std::iter::once(file).chain(translations.iter().map(|(_, file)| file));
            parsed.digests = files.map(|f| (f.path.clone(), record(f))).collect();
            parsed.places.files = Vec::new();
            parsed.headings = Vec::new();
        }
        parsed
    });
    (parsed, found)
}

fn record(file: &SourceFile) -> FileRecord {
    FileRecord {
        digest: digest([file.path.as_bytes(), file.text.as_bytes()]),
        stamp: None,
    }
}
