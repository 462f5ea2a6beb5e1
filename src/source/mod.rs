//! Disk to model: reads a project and says everything that is wrong with it.
//!
//! Takes the project's folder; gives the model, the owner's templates and
//! static files, and all findings. Must not know the clock, pages or the output.

mod config;
mod incident;
pub mod markdown;
mod marks;
mod names;
mod parts;
mod places;
mod read;
mod scope;
mod timeline;
mod times;
mod translation;
mod walk;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{self, Diagnostic, Severity, SourceFile};
use crate::model::{Incident, Model, Site};
use incident::Parsed;
use names::FileName;
pub use places::{FilePlaces, Places, UpdatePlaces};

/// What was published before; see `check::ledger`.
pub const LEDGER: &str = "published.lock";

/// Folder of the incident files.
pub const INCIDENTS: &str = "incidents";

/// Findings about one file that are shown.
const MAX_FINDINGS: usize = 100;

/// What a project holds.
#[derive(Debug)]
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
}

impl Project {
    /// Forgets the owner's templates, words included.
    pub fn ignore_templates(&mut self) {
        self.templates.clear();
        let is_template = |d: &Diagnostic| d.place.file.path.starts_with("templates/");
        self.found.retain(|d| !is_template(d));
    }
}

/// Reads the project in `root`. Every fault of the content is a finding.
pub fn load(root: &Path) -> Project {
    let mut found = Vec::new();
    let mut settings = None;
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
            found.push(*diagnostic);
            None
        }
        Err(diagnostic) => {
            found.push(*diagnostic);
            None
        }
    };
    let listed = walk::incident_files(root, &mut found);
    let templates = walk::templates(root, &mut found);
    let statics = walk::statics(root, &mut found);
    let ledger = ledger(root, &mut found);
    let mut model = None;
    let (mut places, mut drafts) = (Vec::new(), Vec::new());
    if let Some(site) = site {
        let mut incidents = Vec::new();
        for parsed in self::incidents(root, &site, listed, &mut found) {
            if parsed.draft {
                drafts.push((parsed.incident, parsed.places));
            } else {
                incidents.push(parsed.incident);
                places.push(parsed.places);
            }
        }
        model = Some(Model { site, incidents });
    }
    diagnostic::sort(&mut found);
    if found.iter().any(|d| d.severity == Severity::Error) {
        model = None;
    }
    Project {
        model,
        found,
        templates,
        statics,
        places,
        drafts,
        settings,
        ledger,
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
    listed: Vec<String>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Parsed> {
    let named = names::split(site, listed, found);
    let read: Vec<_> = named
        .into_par_iter()
        .map(|name| (read::file(root, &name.path, read::MAX_FILE), name))
        .collect();
    let mut sources: Vec<(FileName, Arc<SourceFile>)> = Vec::new();
    let mut translations: BTreeMap<String, Vec<(FileName, Arc<SourceFile>)>> = BTreeMap::new();
    for (file, name) in read {
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
            let mut found = Vec::new();
            let parsed = incident::read(file, &name.stem, site, &mut found).map(|mut parsed| {
                for (name, file) in translations.get(&name.key()).into_iter().flatten() {
                    translation::merge(&mut parsed, file, name.lang.as_ref(), &mut found);
                }
                parsed
            });
            (parsed, found)
        })
        .collect();
    let mut parsed = Vec::new();
    for (one, diagnostics) in results {
        found.extend(bounded(diagnostics));
        parsed.extend(one);
    }
    for (key, orphans) in &translations {
        if !sources.iter().any(|(name, _)| name.key() == *key) {
            found.extend(orphans.iter().map(|(name, file)| names::orphan(name, file)));
        }
    }
    names::collisions(&sources, &parsed, found);
    parsed.sort_by(|a, b| {
        (a.incident.began, &a.incident.name).cmp(&(b.incident.began, &b.incident.name))
    });
    parsed
}
