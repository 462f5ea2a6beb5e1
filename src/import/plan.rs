//! What is there already, and what is to be written beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::tz::TimeZone;
use unicode_segmentation::UnicodeSegmentation;

use super::platforms::Platforms;
use super::record::Record;
use super::report::{Loss, Report};
use super::there::{There, ensure_platform, existing, new_site};
use super::{Failure, Imported, Tool, write};
use crate::source::INCIDENTS;
use crate::source::imported::{Ledger, Line, hash};
use crate::text::{beginning, collision_key, slug};

/// Signs of a title in a file's name.
const NAME: usize = 60;

/// Bytes of a title in a file's name.
const NAME_BYTES: usize = 90;

/// How a file of the import stands to the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is not there.
    New,
    /// Imported before, changed in the source, and to be written anew.
    Changed,
    /// Imported before, changed in the source, and left as it is.
    Behind,
    /// Imported before, edited by hand since, and left as it is.
    Edited,
    /// Imported before, taken away since, and not written again.
    Gone,
    /// An incident with this id is there that was not imported.
    Foreign,
    /// As it was imported.
    Same,
}

/// A file of the import.
#[derive(Debug, Clone)]
pub struct Target {
    /// Relative to the project.
    pub path: String,
    /// What the import would write.
    pub text: String,
    /// How it stands to what is there.
    pub standing: Standing,
    /// Where its record stands in the source.
    pub source: String,
}

/// Everything that an import will do.
#[derive(Debug)]
pub struct Planned {
    /// All files of the import, in a fixed order.
    pub targets: Vec<Target>,
    /// The new ledger.
    pub ledger: Ledger,
    /// The ledger that is there.
    before: Ledger,
    /// The project has no folder of incidents.
    lacks_folder: bool,
    /// What was lost.
    pub report: Report,
    /// Records that were written, by the path of their file.
    pub records: BTreeMap<String, Record>,
}

impl Planned {
    /// Files that will be written.
    pub fn writes(&self) -> impl Iterator<Item = &Target> {
        self.targets
            .iter()
            .filter(|t| matches!(t.standing, Standing::New | Standing::Changed))
    }

    /// Something will be written.
    pub fn changes(&self) -> bool {
        self.writes().next().is_some() || self.ledger_changed()
    }

    /// The ledger differs from the one that is there.
    pub fn ledger_changed(&self) -> bool {
        self.ledger != self.before
    }

    /// Leaves out the records that `failure` is about, and says so in the report, so
    /// that one record does not stand in the way of all others. `false`: it is about
    /// something else, and nothing was left out.
    pub fn leave_out(&mut self, failure: &Failure) -> bool {
        if failure.files.is_empty() {
            return false;
        }
        for (path, why) in &failure.files {
            let base = path.strip_suffix(".md").unwrap_or(path);
            let goes = |file: &str| {
                let translation = file
                    .strip_prefix(base)
                    .and_then(|rest| rest.strip_prefix('.'))
                    .is_some_and(|rest| rest.matches('.').count() == 1);
                file == path || translation
            };
            for target in self.targets.iter().filter(|t| t.path == *path) {
                self.report.add(
                    Loss::LeftOut,
                    format!("a record that cannot be written: {why}"),
                    &target.source,
                );
            }
            self.targets.retain(|t| !goes(&t.path));
            self.records.retain(|file, _| !goes(file));
            let before = &self.before.records;
            self.ledger.records.retain(|key, line| {
                if goes(&line.file)
                    && let Some(old) = before.get(key)
                {
                    *line = old.clone();
                    return true;
                }
                !goes(&line.file)
            });
        }
        self.keep_folder();
        true
    }

    /// A project needs the folder of its incidents, be there none of them yet. Git keeps
    /// it with an empty file, as after `upfront init`.
    fn keep_folder(&mut self) {
        let has_file = |t: &Target| {
            t.path.starts_with(INCIDENTS) && matches!(t.standing, Standing::New | Standing::Changed)
        };
        if self.lacks_folder && !self.targets.iter().any(has_file) {
            self.targets.push(Target {
                path: format!("{INCIDENTS}/.gitkeep"),
                text: String::new(),
                standing: Standing::New,
                source: "an empty history".to_string(),
            });
        }
    }
}

/// Compares what was read with the project.
pub fn plan(root: &Path, tool: Tool, imported: Imported, update: bool) -> Result<Planned, Failure> {
    let Imported {
        mut page,
        mut records,
        mut report,
    } = imported;
    let ledger = Ledger::read(root)?;
    records.sort_by(|a, b| (a.began, &a.key).cmp(&(b.began, &b.key)));
    one_record_each(&mut records, &mut report);
    one_alias_each(&mut records, &mut report);
    let mut targets = Vec::new();
    let there = if root.join("status.yml").exists() {
        let there = existing(root, &page, &records)?;
        // What was guessed for a file that nobody touched since is a guess still.
        let mut again = Report::default();
        ensure_platform(&mut page, &mut again);
        let (text, _) = new_site(root, &page, &mut again);
        if std::fs::read_to_string(root.join("status.yml")).is_ok_and(|disk| disk == text) {
            report.extend(again);
        }
        there
    } else {
        ensure_platform(&mut page, &mut report);
        let (text, there) = new_site(root, &page, &mut report);
        targets.push(Target {
            path: "status.yml".to_string(),
            text,
            standing: Standing::New,
            source: tool.key().to_string(),
        });
        there
    };
    let mut planner = Planner {
        root,
        tool,
        update,
        there,
        identity: Platforms::identity(),
        new: ledger.clone(),
        targets,
        by_path: BTreeMap::new(),
        report,
    };
    for record in records {
        planner.record(record)?;
    }
    let mut planned = Planned {
        lacks_folder: !root.join(INCIDENTS).exists(),
        ledger: planner.new,
        before: ledger,
        targets: planner.targets,
        report: planner.report,
        records: planner.by_path,
    };
    planned.keep_folder();
    Ok(planned)
}

/// The ledger knows records by their keys: the oldest of one key keeps it.
fn one_record_each(records: &mut Vec<Record>, report: &mut Report) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    records.retain(|record| {
        let Some(first) = seen.get(&record.key) else {
            seen.insert(record.key.clone(), record.source.clone());
            return true;
        };
        report.add(
            Loss::LeftOut,
            format!("a second record with the id `{}` of {first}", record.key),
            &record.source,
        );
        false
    });
}

/// An old address leads to one record: the first keeps it.
fn one_alias_each(records: &mut [Record], report: &mut Report) {
    let mut taken = BTreeSet::new();
    for record in records {
        let source = record.source.clone();
        record.aliases.retain(|alias| {
            let free = taken.insert(collision_key(alias.trim_matches('/')));
            if !free {
                report.add(
                    Loss::LeftOut,
                    format!("the old address {alias} leads to another record"),
                    &source,
                );
            }
            free
        });
    }
}

struct Planner<'a> {
    root: &'a Path,
    tool: Tool,
    update: bool,
    there: There,
    identity: Platforms,
    new: Ledger,
    targets: Vec<Target>,
    by_path: BTreeMap<String, Record>,
    report: Report,
}

impl Planner<'_> {
    fn record(&mut self, record: Record) -> Result<(), Failure> {
        let key = format!("{}:{}", self.tool.key(), record.key);
        let text = write::incident(
            &record,
            &self.there.zone,
            &self.there.platforms,
            &mut self.report,
        );
        let said = write::incident(
            &record,
            &TimeZone::UTC,
            &self.identity,
            &mut Report::default(),
        );
        let path = match self.new.records.get(&key) {
            Some(line) => line.file.clone(),
            None => match self.path(&record, &text) {
                Ok(path) => path,
                Err(there) => {
                    self.targets.push(Target {
                        path: there,
                        text,
                        standing: Standing::Foreign,
                        source: record.source,
                    });
                    return Ok(());
                }
            },
        };
        let base = path.strip_suffix(".md").unwrap_or(&path).to_string();
        let first = self.target(key.clone(), path.clone(), text, &said, &record.source)?;
        for (lang, words) in &record.translations {
            let text = write::translation(&record, words, &self.there.zone);
            let said = write::translation(&record, words, &TimeZone::UTC);
            if matches!(first, Standing::Edited | Standing::Gone)
                && !self.new.records.contains_key(&format!("{key}#{lang}"))
            {
                continue;
            }
            self.target(
                format!("{key}#{lang}"),
                format!("{base}.{lang}.md"),
                text,
                &said,
                &record.source,
            )?;
        }
        if matches!(first, Standing::New | Standing::Changed) {
            self.by_path.insert(path, record);
        }
        Ok(())
    }

    fn target(
        &mut self,
        key: String,
        path: String,
        text: String,
        said: &str,
        source: &str,
    ) -> Result<Standing, Failure> {
        let disk = match std::fs::read_to_string(self.root.join(&path)) {
            Ok(disk) => Some(disk),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
            Err(e) => return Err(Failure::machine(format!("{path}: {e}"))),
        };
        let said = hash(said);
        let line = self.new.records.get(&key);
        let standing = match (&disk, line) {
            (None, None) => Standing::New,
            (None, Some(_)) => Standing::Gone,
            // What an import wrote that was stopped before its ledger.
            (Some(disk), None) if *disk == text => Standing::Same,
            (Some(_), None) => Standing::Foreign,
            (Some(disk), Some(line)) if hash(disk) != line.written => Standing::Edited,
            (Some(_), Some(line)) if line.source == said => Standing::Same,
            (Some(_), Some(_)) if self.update => Standing::Changed,
            (Some(_), Some(_)) => Standing::Behind,
        };
        let noted = match standing {
            Standing::New | Standing::Changed => true,
            Standing::Same => line.is_none(),
            _ => false,
        };
        if noted {
            self.new.records.insert(
                key,
                Line {
                    file: path.clone(),
                    written: hash(&text),
                    source: said,
                },
            );
        }
        self.targets.push(Target {
            path,
            text,
            standing,
            source: source.to_string(),
        });
        Ok(standing)
    }

    /// A free path; `Err` with the file that holds an incident of this id already.
    fn path(&mut self, record: &Record, text: &str) -> Result<String, String> {
        let year = self
            .there
            .zone
            .to_datetime(record.began)
            .strftime("%Y")
            .to_string();
        let base = file_name(record, &self.there.zone);
        let tail = record.id.as_deref().map(slug).filter(|s| !s.is_empty());
        let candidates = std::iter::once(base.clone())
            .chain(tail.map(|t| format!("{base}-{t}")))
            .chain((2..).map(|n| format!("{base}-{n}")));
        for name in candidates {
            let path = format!("{INCIDENTS}/{year}/{name}.md");
            let own =
                || std::fs::read_to_string(self.root.join(&path)).is_ok_and(|disk| disk == text);
            if self.there.names.contains(&collision_key(&name)) {
                if own() && !self.new.records.values().any(|l| l.file == path) {
                    return Ok(path);
                }
                continue;
            }
            let id = record.id.clone().unwrap_or_else(|| name.clone());
            if let Some(file) = self.there.ids.get(&id) {
                return Err(file.clone());
            }
            self.there.names.insert(collision_key(&name));
            return Ok(path);
        }
        Err(base)
    }
}

/// `2023-10-06-incident-with-api-requests`.
fn file_name(record: &Record, zone: &TimeZone) -> String {
    if let Some(name) = &record.name {
        return cut(name);
    }
    let day = zone
        .to_datetime(record.began)
        .strftime("%Y-%m-%d")
        .to_string();
    match slug(&record.title) {
        words if words.is_empty() => day,
        words => format!("{day}-{}", cut(&words)),
    }
}

/// At most [`NAME`] signs and [`NAME_BYTES`], at the end of a word where there is one.
fn cut(name: &str) -> String {
    let signs: usize = name.graphemes(true).take(NAME).map(str::len).sum();
    let mut kept = beginning(name, signs.min(NAME_BYTES));
    if kept.len() < name.len()
        && let Some(at) = kept.rfind('-').filter(|at| *at > 20)
    {
        kept = &kept[..at];
    }
    kept.trim_matches('-').to_string()
}
