//! What is there already, and what is to be written beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::tz::TimeZone;
use walkdir::WalkDir;

use super::ledger::{Ledger, Line, hash};
use super::platforms::Platforms;
use super::record::{Group, Platform, Record};
use super::report::{Loss, Report};
use super::{Failure, Imported, Tool, times, write};
use crate::source::{self, INCIDENTS};
use crate::text::{collision_key, slug};

/// Characters of a title in a file's name.
const NAME: usize = 60;

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
    /// The ledger differs from the one that is there.
    pub ledger_changed: bool,
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
}

struct There {
    zone: TimeZone,
    platforms: Platforms,
    ids: BTreeMap<String, String>,
    /// Spelled so that names which would be one file are equal.
    names: BTreeSet<String>,
}

/// Compares what was read with the project.
pub fn plan(root: &Path, tool: Tool, imported: Imported, update: bool) -> Result<Planned, Failure> {
    let Imported { mut page, mut records, mut report } = imported;
    let ledger = Ledger::read(root)?;
    records.sort_by(|a, b| (a.began, &a.key).cmp(&(b.began, &b.key)));
    one_alias_each(&mut records, &mut report);
    let mut targets = Vec::new();
    let there = if root.join("status.yml").exists() {
        existing(root, &page, &records)?
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
    Ok(Planned {
        ledger_changed: planner.new != ledger,
        ledger: planner.new,
        targets: planner.targets,
        report: planner.report,
        records: planner.by_path,
    })
}

fn existing(root: &Path, page: &super::record::Page, records: &[Record]) -> Result<There, Failure> {
    let project = source::load(root);
    let Some(model) = project.model else {
        return Err(Failure::found(project.found));
    };
    let platforms = Platforms::of_site(page, &model.site);
    let missing = platforms.missing(records);
    if !missing.is_empty() {
        let lines: Vec<String> = missing
            .iter()
            .map(|p| format!("  - {{id: {}, name: {}}}", p.key.as_deref().unwrap_or(""), write::yaml(&p.name)))
            .collect();
        return Err(Failure::content(
            "import-platform",
            format!(
                "status.yml does not know {}; it is yours and is not changed. Add under `platforms:`\n{}",
                if missing.len() == 1 { "a platform of these records" } else { "some platforms of these records" },
                lines.join("\n")
            ),
        ));
    }
    let ids = model
        .incidents
        .iter()
        .map(|i| (i.id.clone(), i.files.first().cloned().unwrap_or_default()))
        .collect();
    Ok(There {
        zone: model.site.zone.clone(),
        platforms,
        ids,
        names: names(root),
    })
}

fn new_site(root: &Path, page: &super::record::Page, report: &mut Report) -> (String, There) {
    let platforms = Platforms::new(page);
    let (zone, known) = times::zone(page.timezone.as_deref());
    let name = page.timezone.as_deref().filter(|_| known).unwrap_or("UTC");
    let name = if matches!(name, "Etc/UTC" | "Etc/GMT") { "UTC" } else { name };
    if !known {
        report.add(
            Loss::Guess,
            format!("`{}` is no IANA time zone; UTC was written", page.timezone.as_deref().unwrap_or("")),
            "status.yml: timezone",
        );
    }
    let url = page
        .url
        .as_deref()
        .and_then(|u| url::Url::parse(u).ok())
        .filter(|u| matches!(u.scheme(), "http" | "https") && u.host_str().is_some() && u.username().is_empty() && u.password().is_none())
        .map(|mut u| {
            u.set_query(None);
            u.set_fragment(None);
            u.to_string()
        })
        .unwrap_or_else(|| {
            report.add(Loss::Guess, "the source has no address of the page: write yours", "status.yml: url");
            "https://status.example.com/".to_string()
        });
    let title = page.title.clone().filter(|t| !t.trim().is_empty()).unwrap_or_else(|| {
        report.add(Loss::Guess, "the source has no title of the page: write yours", "status.yml: title");
        "Status".to_string()
    });
    let text = write::status(page, name, &url, &title, &platforms);
    let there = There {
        zone,
        platforms,
        ids: BTreeMap::new(),
        names: names(root),
    };
    (text, there)
}

/// A site needs one platform at least.
fn ensure_platform(page: &mut super::record::Page, report: &mut Report) {
    if page.platforms.iter().any(|g| !g.platforms.is_empty()) {
        return;
    }
    let name = page.title.clone().unwrap_or_else(|| "Service".to_string());
    report.add(
        Loss::Guess,
        format!("the source names no platform; `{name}` stands for all: write yours"),
        "status.yml: platforms",
    );
    page.platforms = vec![Group {
        name: None,
        platforms: vec![Platform {
            source: String::new(),
            name,
            ..Platform::default()
        }],
    }];
}

fn names(root: &Path) -> BTreeSet<String> {
    WalkDir::new(root.join(INCIDENTS))
        .into_iter()
        .flatten()
        .filter(|e| e.file_type().is_file())
        .filter_map(|e| {
            let name = e.file_name().to_string_lossy().into_owned();
            name.strip_suffix(".md").map(|n| collision_key(n.split('.').next().unwrap_or(n)))
        })
        .collect()
}

/// An old address leads to one record: the first keeps it.
fn one_alias_each(records: &mut [Record], report: &mut Report) {
    let mut taken = BTreeSet::new();
    for record in records {
        let source = record.source.clone();
        record.aliases.retain(|alias| {
            let free = taken.insert(collision_key(alias.trim_matches('/')));
            if !free {
                report.add(Loss::LeftOut, format!("the old address {alias} leads to another record"), &source);
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
        let text = write::incident(&record, &self.there.zone, &self.there.platforms, &mut self.report);
        let said = write::incident(&record, &TimeZone::UTC, &self.identity, &mut Report::default());
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
            if matches!(first, Standing::Edited | Standing::Gone) && !self.new.records.contains_key(&format!("{key}#{lang}")) {
                continue;
            }
            self.target(format!("{key}#{lang}"), format!("{base}.{lang}.md"), text, &said, &record.source)?;
        }
        if matches!(first, Standing::New | Standing::Changed) {
            self.by_path.insert(path, record);
        }
        Ok(())
    }

    fn target(&mut self, key: String, path: String, text: String, said: &str, source: &str) -> Result<Standing, Failure> {
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
        let year = self.there.zone.to_datetime(record.began).strftime("%Y").to_string();
        let base = file_name(record, &self.there.zone);
        let tail = record.id.as_deref().map(slug).filter(|s| !s.is_empty());
        let candidates = std::iter::once(base.clone())
            .chain(tail.map(|t| format!("{base}-{t}")))
            .chain((2..).map(|n| format!("{base}-{n}")));
        for name in candidates {
            let path = format!("{INCIDENTS}/{year}/{name}.md");
            let own = || std::fs::read_to_string(self.root.join(&path)).is_ok_and(|disk| disk == text);
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
    let day = zone.to_datetime(record.began).strftime("%Y-%m-%d").to_string();
    match slug(&record.title) {
        words if words.is_empty() => day,
        words => format!("{day}-{}", cut(&words)),
    }
}

/// At most [`NAME`] characters and 100 bytes, at the end of a word where there is one.
fn cut(name: &str) -> String {
    let mut kept = String::new();
    for c in name.chars().take(NAME) {
        if kept.len() + c.len_utf8() > 90 {
            break;
        }
        kept.push(c);
    }
    if kept.len() < name.len()
        && let Some(at) = kept.rfind('-').filter(|at| *at > 20)
    {
        kept.truncate(at);
    }
    kept.trim_matches('-').to_string()
}
