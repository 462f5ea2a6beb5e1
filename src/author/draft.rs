//! What is about to be written: shown, checked and written from the same value.

use std::path::Path;

use super::edit::{Edit, apply, gap};
use super::entry::{Entry, Said};
use super::file::NewFile;
use super::when::{minute, written};
use super::{Refused, checked, free_name, store};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Incident, Kind, Site, Update};
use crate::source::{self, INCIDENTS, Reading, layout};
use crate::time::{Around, Moment};

/// A new window of a maintenance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// When it opens.
    pub from: Moment,
    /// When it closes.
    pub until: Moment,
}

/// What is about to be written.
#[derive(Debug, Clone)]
pub enum Piece {
    /// A new file, made of values.
    File {
        /// Its values.
        file: Box<NewFile>,
        /// The name that was asked for.
        name: Option<String>,
    },
    /// A new file as a person edited it.
    FileText {
        /// Where it goes.
        path: String,
        /// All of it.
        text: String,
    },
    /// An entry at the end of a file, and what its front matter must say with it.
    Entry {
        /// The file, relative to the project.
        path: String,
        /// The entry.
        entry: Box<Entry>,
        /// A new `ended`.
        ended: Option<Moment>,
        /// A new `from` and `until`.
        window: Option<Window>,
    },
    /// Entries at the end of a file as a person edited them, and the rest as before.
    EntryText {
        /// The file, relative to the project.
        path: String,
        /// All that is added.
        text: String,
        /// A new `ended`.
        ended: Option<Moment>,
        /// A new `from` and `until`.
        window: Option<Window>,
    },
}

/// A piece in the project whose folder is `root`.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// The project's folder.
    pub root: &'a Path,
    /// What is about to be written.
    pub piece: Piece,
}

/// A draft that was read again by `source`.
#[derive(Debug)]
pub struct Checked {
    /// The file, relative to the project.
    pub path: String,
    /// All bytes of the file.
    pub bytes: Vec<u8>,
    /// What is new in it: the whole file, or the entry.
    pub added: String,
    /// What `check` says, errors included.
    pub found: Vec<Diagnostic>,
}

impl Checked {
    /// `check` finds an error.
    pub fn is_wrong(&self) -> bool {
        self.found.iter().any(|d| d.severity == Severity::Error)
    }
}

impl Piece {
    /// The words that a person gave.
    pub fn words(&self) -> &str {
        match self {
            Piece::File { file, .. } => &file.first.text,
            Piece::Entry { entry, .. } => &entry.text,
            Piece::FileText { text, .. } | Piece::EntryText { text, .. } => text,
        }
    }
}

impl Draft<'_> {
    /// What would be written, and what `check` says of it. Writes nothing.
    ///
    /// # Errors
    /// A file that cannot be changed, or a change that would alter what was said before.
    pub fn check(&self) -> Result<Checked, Refused> {
        match &self.piece {
            Piece::File { .. } | Piece::FileText { .. } => self.new_file(),
            Piece::Entry { path, .. } | Piece::EntryText { path, .. } => {
                let bytes =
                    layout::bytes(self.root, path).map_err(|d| Refused::Content(vec![*d]))?;
                self.changed(path, &bytes)
            }
        }
    }

    /// Writes it; gives what was written, with what `check` says of it.
    ///
    /// # Errors
    /// As [`Draft::check`]; what `check` calls an error; and what the disk says.
    /// Nothing is written then.
    pub fn write(&self) -> Result<Checked, Refused> {
        let right = |checked: Checked| {
            if checked.is_wrong() {
                Err(Refused::Content(checked.found))
            } else {
                Ok(checked)
            }
        };
        match &self.piece {
            Piece::File { .. } | Piece::FileText { .. } => {
                store::create(self.root, || right(self.new_file()?))
            }
            Piece::Entry { path, .. } | Piece::EntryText { path, .. } => {
                store::change(self.root, path, |bytes| right(self.changed(path, bytes)?))
            }
        }
    }

    fn new_file(&self) -> Result<Checked, Refused> {
        let (path, text) = match &self.piece {
            Piece::File { file, name } => {
                let reading = source::reading(self.root, None);
                let site = site(&reading)?;
                let fallback = match file.time {
                    super::file::Time::Began(_) => "incident",
                    super::file::Time::Window { .. } => "maintenance",
                };
                let name = match name {
                    Some(name) => {
                        let path = format!("{INCIDENTS}/{name}.md");
                        if self.root.join(&path).symlink_metadata().is_ok() {
                            return Err(Refused::Usage(format!(
                                "{path} exists; choose another name, or write to it: upfront update {name}"
                            )));
                        }
                        name.clone()
                    }
                    None => free_name(&file.title, fallback, &reading, &names(self.root)),
                };
                let text = file.text(site).replace("\r\n", "\n");
                (format!("{INCIDENTS}/{name}.md"), text)
            }
            Piece::FileText { path, text } => (path.clone(), text.clone()),
            _ => return Err(Refused::Usage("this is no new file".to_string())),
        };
        let (after, found) = checked(self.root, &path, text.as_bytes());
        if let (Piece::File { file, .. }, Some(read)) = (&self.piece, of_file(&after, &path)) {
            only_entry(&file.first, &read.updates)?;
        }
        Ok(Checked {
            path,
            bytes: text.clone().into_bytes(),
            added: text,
            found,
        })
    }

    /// The file with its entry, from the bytes that it has now.
    fn changed(&self, path: &str, bytes: &[u8]) -> Result<Checked, Refused> {
        let before = source::reading_alone(self.root, (path, bytes));
        let site = site(&before)?;
        let here = |d: &&Diagnostic| d.severity == Severity::Error && d.place.file.path == path;
        let errors: Vec<Diagnostic> = before.found.iter().filter(here).cloned().collect();
        let Some(old) = of_file(&before, path).filter(|_| errors.is_empty()) else {
            return Err(Refused::Content(errors));
        };
        let layout = layout::layout(path, bytes).map_err(Refused::Content)?;
        let (added, ended, window) = match &self.piece {
            Piece::Entry {
                entry,
                ended,
                window,
                ..
            } => {
                let began = window.map_or(old.began, |w| w.from);
                let last = old.updates.last().map_or(began, |u| u.at);
                let shown = entry.scoped.lines(site);
                (entry.markdown(site, Some(last), &shown), ended, window)
            }
            Piece::EntryText {
                text,
                ended,
                window,
                ..
            } => (format!("{}\n", text.trim()), ended, window),
            _ => return Err(Refused::Usage("this is no entry".to_string())),
        };
        let added = added.replace("\r\n", "\n");
        let mut edits = vec![Edit {
            at: bytes.len()..bytes.len(),
            text: format!("{}{added}", gap(bytes)),
        }];
        let mut set = |key: &str, value: String| {
            let known = layout.keys.iter().find(|k| k.name == key);
            edits.push(match known {
                Some(key) => Edit {
                    at: key.value.clone(),
                    text: value,
                },
                None => Edit {
                    at: layout.front_matter.end..layout.front_matter.end,
                    text: format!("{}{key}: {value}\n", " ".repeat(layout.indent)),
                },
            });
        };
        let around = |before| Around {
            zone: &site.zone,
            began: before,
            before,
        };
        if let Some(window) = window {
            set("from", written(window.from, &around(None)));
            set("until", written(window.until, &around(Some(window.from))));
        }
        if let Some(ended) = ended {
            set("ended", written(*ended, &around(Some(old.began))));
        }
        let changed = apply(bytes, edits, layout.line_end);
        let (after, found) = checked(self.root, path, &changed);
        if !found.iter().any(|d| d.severity == Severity::Error) {
            let new = of_file(&after, path).ok_or_else(|| swallowed(path))?;
            self.only_added(old, new, ended.as_ref(), window.as_ref())?;
        }
        Ok(Checked {
            path: path.to_string(),
            bytes: changed,
            added,
            found,
        })
    }

    /// Nothing that was said before may change, and all that is new must be there.
    fn only_added(
        &self,
        old: &Incident,
        new: &Incident,
        ended: Option<&Moment>,
        window: Option<&Window>,
    ) -> Result<(), Refused> {
        let path = &old.files[0];
        let mut expected = old.clone();
        expected.had_updates = true;
        expected.ended = ended.map(|m| minute(*m)).or(expected.ended);
        if let (Some(window), Kind::Maintenance { until, .. }) = (window, &mut expected.kind) {
            expected.began = window.from;
            *until = window.until;
        }
        let before = old.updates.len();
        let mut kept = new.clone();
        let added = kept.updates.split_off(before.min(kept.updates.len()));
        if added.is_empty() {
            return Err(swallowed(path));
        }
        if kept != expected {
            return Err(Refused::Usage(match window {
                Some(_) => format!(
                    "{path} has times that count from the old window; write their dates first: `## 2026-12-10 22:10 In progress`"
                ),
                None => format!(
                    "the new text would change what {path} said before; write links as `[words](address)`"
                ),
            }));
        }
        let Piece::Entry { entry, .. } = &self.piece else {
            return Ok(());
        };
        only_entry(entry, &added)
    }
}

/// What was read is the one entry that was meant.
fn only_entry(entry: &Entry, read: &[Update]) -> Result<(), Refused> {
    let [one] = read else {
        return Err(Refused::Usage(
            "the text holds a heading `##`, which would begin an update of its own; headings inside a text begin at `###`".to_string(),
        ));
    };
    let text = entry.text.trim().replace("\r\n", "\n");
    let status = match entry.said {
        Said::Update => one.keeps_status,
        Said::Status(status) => one.status == status && !one.keeps_status,
    };
    if one.body.original().0.starts_with(&text) && one.at == minute(entry.at) && status {
        return Ok(());
    }
    Err(Refused::Usage(
        "the text begins with a block that Upfront would read as its own; begin it with a sentence"
            .to_string(),
    ))
}

fn swallowed(path: &str) -> Refused {
    Refused::Usage(format!(
        "{path} ends in something that would swallow the new entry, such as an open comment; close it first"
    ))
}

fn site(reading: &Reading) -> Result<&Site, Refused> {
    reading.site.as_ref().ok_or_else(|| {
        Refused::Content(
            reading
                .found
                .iter()
                .filter(|d| d.place.file.path == "status.yml")
                .cloned()
                .collect(),
        )
    })
}

fn of_file<'a>(reading: &'a Reading, path: &str) -> Option<&'a Incident> {
    reading.incidents.iter().find(|i| i.files[0] == path)
}

/// Names of all files below `incidents/`, readable or not.
fn names(root: &Path) -> Vec<String> {
    walkdir::WalkDir::new(root.join(INCIDENTS))
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().to_str()?;
            Some(name.split('.').next().unwrap_or(name).to_string())
        })
        .collect()
}
