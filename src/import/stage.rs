//! The project as it will be, in a folder of its own: read without errors, then
//! moved into place, all of it or nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::plan::{Planned, Standing};
use super::record::{Kind, Record, Word};
use super::{Failure, times};
use crate::diagnostic::{Diagnostic, Severity};
use crate::disk::{self, Lock, Staged, TemporaryFolder};
use crate::model::{self, Incident};
use crate::source::imported::{FOLDER, LEDGER};
use crate::source::{self, INCIDENTS, Project};

/// The whole loss report of the last import that wrote something.
pub const REPORT: &str = ".upfront/import-report.txt";

fn machine(path: &Path) -> impl Fn(io::Error) -> Failure {
    move |e| Failure::machine(format!("{}: {e}", path.display()))
}

/// Nothing is written through a link: it could lead out of the project.
fn no_links(root: &Path) -> Result<(), Failure> {
    for top in [INCIDENTS, FOLDER] {
        for entry in WalkDir::new(root.join(top)).into_iter().flatten() {
            if entry.path_is_symlink() {
                return Err(Failure::content(
                    "not-a-file",
                    format!(
                        "{} is a link: only regular files and folders are written",
                        entry.path().display()
                    ),
                ));
            }
        }
    }
    Ok(())
}

/// Reads the project as it will be, in the system's folder for temporary files.
pub fn verify(root: &Path, planned: &Planned) -> Result<Project, Failure> {
    no_links(root)?;
    let place = std::env::temp_dir();
    let name = |n| place.join(format!("upfront-import-{}-{n}", std::process::id()));
    let staging = TemporaryFolder::new(name).map_err(machine(&name(0)))?;
    fill(root, staging.path(), planned)?;
    checked(staging.path(), planned)
}

/// Verifies beside the project, then moves every file into place.
pub fn write(root: &Path, planned: &Planned) -> Result<(), Failure> {
    no_links(root)?;
    let folder = root.join(FOLDER);
    if !planned.changes() {
        verify(root, planned)?;
        // A run that was killed after its last file has left nothing but its staging.
        if let Ok(Some(_lock)) = Lock::try_folder(&folder) {
            remove_stale(&folder);
        }
        return Ok(());
    }
    let is_new = !folder.exists();
    let root_new = !root.exists();
    fs::create_dir_all(&folder).map_err(machine(&folder))?;
    let result = locked(root, &folder, planned);
    if result.is_err() {
        // Leave no trace of folders that only this run needed.
        if is_new {
            let _ = fs::remove_dir(&folder);
        }
        if root_new {
            let _ = fs::remove_dir(root);
        }
    }
    result
}

fn locked(root: &Path, folder: &Path, planned: &Planned) -> Result<(), Failure> {
    let file = disk::open_folder(folder).map_err(machine(folder))?;
    let lock = Lock::wait(file, |_| false).ok().flatten();
    let _lock = lock.ok_or_else(|| {
        Failure::machine(format!(
            "another import writes to {}; try again when it is done",
            root.display()
        ))
    })?;
    remove_stale(folder);
    let name = |n| folder.join(format!("staging-{}-{n}", std::process::id()));
    let staging = TemporaryFolder::new(name).map_err(machine(&name(0)))?;
    fill(root, staging.path(), planned)?;
    checked(staging.path(), planned)?;
    let mut done = Done::default();
    match place_all(root, staging.path(), planned, &mut done) {
        Ok(()) => Ok(()),
        Err(failure) => {
            done.undo();
            Err(failure)
        }
    }
}

/// What a run left that was killed; the lock says that it is gone.
fn remove_stale(folder: &Path) {
    for left in disk::entries_named(folder, |name| name.starts_with("staging-")) {
        let _ = fs::remove_dir_all(left);
    }
}

/// What is there (as second names of the same files) and what will be.
fn fill(root: &Path, staging: &Path, planned: &Planned) -> Result<(), Failure> {
    let incidents = staging.join(INCIDENTS);
    fs::create_dir_all(&incidents).map_err(machine(&incidents))?;
    for top in ["status.yml", INCIDENTS, "static"] {
        let from = root.join(top);
        if !from.exists() {
            continue;
        }
        for entry in WalkDir::new(&from) {
            let entry = entry.map_err(|e| Failure::machine(e.to_string()))?;
            let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
            let to = staging.join(below);
            if entry.file_type().is_dir() {
                fs::create_dir_all(&to).map_err(machine(&to))?;
            } else if entry.file_type().is_file() && fs::hard_link(entry.path(), &to).is_err() {
                fs::copy(entry.path(), &to).map_err(machine(&to))?;
            }
        }
    }
    for target in planned.writes() {
        let to = staging.join(&target.path);
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).map_err(machine(parent))?;
        }
        // A second name of the file that is there must not be written into.
        let _ = fs::remove_file(&to);
        disk::write_new(&to, target.text.as_bytes(), None).map_err(machine(&to))?;
    }
    Ok(())
}

/// Loads the staged project and compares it with the records.
fn checked(staging: &Path, planned: &Planned) -> Result<Project, Failure> {
    let project = source::load(staging);
    if project.found.iter().any(|d| d.severity == Severity::Error) {
        let files = ours(&project.found, planned);
        return Err(Failure {
            files,
            ..Failure::found(project.found)
        });
    }
    let Some(model) = &project.model else {
        return Err(Failure::found(project.found));
    };
    let by_file: BTreeMap<&str, &Incident> = model
        .incidents()
        .filter_map(|i| i.files.first().map(|f| (f.as_str(), i)))
        .collect();
    let mut faults = Vec::new();
    let mut files = Vec::new();
    for (path, record) in planned.records.iter().filter(|(_, r)| !r.draft) {
        let what = match by_file.get(path.as_str()) {
            Some(incident) => difference(record, incident),
            None => Some("it was not read".to_string()),
        };
        if let Some(what) = what {
            faults.push(format!("{path}: {what} ({})", record.source));
            files.push((path.clone(), what));
        }
    }
    if faults.is_empty() {
        Ok(project)
    } else {
        Err(Failure {
            files,
            ..Failure::faults("import-differs", faults)
        })
    }
}

/// The files of incidents that this import would write, with their first error.
/// Empty where an error stands in any other file.
fn ours(found: &[Diagnostic], planned: &Planned) -> Vec<(String, String)> {
    let written: BTreeSet<&str> = planned
        .writes()
        .map(|target| target.path.as_str())
        .filter(|path| path.starts_with(INCIDENTS))
        .collect();
    let mut files = BTreeMap::new();
    for error in found.iter().filter(|d| d.severity == Severity::Error) {
        let name = error.place.file.path.as_str();
        if !written.contains(name) {
            return Vec::new();
        }
        files
            .entry(name.to_string())
            .or_insert_with(|| error.message.clone());
    }
    files.into_iter().collect()
}

/// What the file says otherwise than the record.
fn difference(record: &Record, incident: &Incident) -> Option<String> {
    let title = incident.title.original();
    if *title != record.title {
        return Some(format!("the title reads `{title}`, not `{}`", record.title));
    }
    let kind = matches!(
        (record.kind, incident.kind),
        (Kind::Incident, model::Kind::Incident)
            | (Kind::Notice, model::Kind::Notice)
            | (Kind::Maintenance { .. }, model::Kind::Maintenance { .. })
    );
    if !kind {
        return Some("it is of another kind".to_string());
    }
    if incident.updates.len() != record.entries.len() {
        return Some(format!(
            "{} updates were read, not {}",
            incident.updates.len(),
            record.entries.len()
        ));
    }
    let began = times::whole(record.began);
    if incident.began != began {
        return Some(format!("it began at {}, not {began}", incident.began));
    }
    record
        .entries
        .iter()
        .zip(&incident.updates)
        .find_map(|(entry, update)| {
            let at = times::whole(entry.at);
            let word = match entry.word {
                Word::Status(word) => !update.keeps_status && update.status.key() == word,
                Word::Update => update.keeps_status && !update.review,
                Word::Review => update.review,
            };
            let id = entry.id.as_ref().is_none_or(|id| *id == update.id);
            (update.at != at
                || !word
                || !id
                || update.body.original().0.trim() != entry.body.trim()
                    && !update.body.original().0.starts_with(entry.body.trim()))
            .then(|| format!("the update of {at} reads otherwise"))
        })
}

/// What was moved into place, so that it can be taken back.
#[derive(Default)]
struct Done {
    made: Vec<PathBuf>,
    replaced: Vec<(PathBuf, PathBuf)>,
    folders: Vec<PathBuf>,
}

impl Done {
    fn undo(&self) {
        for path in &self.made {
            let _ = fs::remove_file(path);
        }
        for (backup, path) in &self.replaced {
            let _ = fs::rename(backup, path);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }

    fn folder(&mut self, path: &Path) -> io::Result<()> {
        for folder in disk::missing_folders(path) {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_path_buf());
        }
        Ok(())
    }
}

/// Moves files, the ledger last: a kill leaves complete files, and the next run
/// knows them by their bytes.
fn place_all(
    root: &Path,
    staging: &Path,
    planned: &Planned,
    done: &mut Done,
) -> Result<(), Failure> {
    let mut parents = BTreeSet::new();
    // Side by side: one journal entry then serves many files.
    planned
        .writes()
        .collect::<Vec<_>>()
        .par_iter()
        .try_for_each(|target| {
            let from = staging.join(&target.path);
            File::open(&from)
                .and_then(|f| f.sync_all())
                .map_err(machine(&root.join(&target.path)))
        })?;
    for target in planned.writes() {
        let from = staging.join(&target.path);
        let to = root.join(&target.path);
        if let Some(parent) = to.parent() {
            done.folder(parent).map_err(machine(parent))?;
            parents.insert(parent.to_path_buf());
        }
        if target.standing == Standing::New {
            place_new(&from, &to).map_err(machine(&to))?;
            done.made.push(to);
        } else {
            let backup = staging.join(format!("backup-{}", done.replaced.len()));
            fs::hard_link(&to, &backup)
                .or_else(|_| fs::copy(&to, &backup).map(|_| ()))
                .map_err(machine(&to))?;
            done.replaced.push((backup, to.clone()));
            fs::rename(&from, &to).map_err(machine(&to))?;
        }
    }
    let report = ("report.txt", REPORT, planned.report.print(true));
    let ledger = ("imported.json", LEDGER, planned.ledger.print());
    let ledger = Some(ledger).filter(|_| planned.ledger_changed());
    for (name, place, text) in std::iter::once(report).chain(ledger) {
        let from = staging.join(name);
        let to = root.join(place);
        Staged::write_synced(from, text.as_bytes(), None)
            .and_then(|staged| staged.replace(&to))
            .map_err(machine(&to))?;
    }
    parents.insert(root.join(FOLDER));
    for parent in parents {
        // Some systems cannot sync a folder; the files themselves are on disk.
        let _ = disk::sync_folder(&parent);
    }
    Ok(())
}

/// An existing file is never replaced. Between file systems, and where names cannot be
/// given like that, the bytes are copied.
fn place_new(from: &Path, to: &Path) -> io::Result<()> {
    match disk::rename_new(from, to) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => {
            disk::write_new(to, &fs::read(from)?, None)?.sync_all()
        }
        placed => placed,
    }
}
