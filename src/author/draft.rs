//! What is about to be written: shown, checked and written from the same value.

use std::path::Path;

use super::entry::{EntryStatus, NewEntry};
use super::new_file::NewFile;
use super::text_edit::{TextEdit, apply, gap};
use super::{LintOptions, WriteError, checked, free_name, store};
use crate::comments;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::model::{Incident, Kind, Site, Update, Window};
use crate::shell;
use crate::source::{self, INCIDENTS, Reading, layout, markdown};
use crate::time::{Around, Moment};
use crate::time::{minute, written};

/// What is about to be written.
#[derive(Debug, Clone)]
pub enum DraftContent {
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
        entry: Box<NewEntry>,
        /// A new `ended`.
        ended: Option<Moment>,
        /// The window from this entry on.
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
    },
}

/// A piece in the project whose folder is `root`.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// The project's folder.
    pub root: &'a Path,
    /// What is about to be written.
    pub content: DraftContent,
    /// What `check` is asked with.
    pub options: LintOptions,
}

/// A draft that was read again by `source`.
#[derive(Debug)]
pub struct CheckedDraft {
    /// The file, relative to the project.
    pub path: String,
    /// All bytes of the file.
    pub bytes: Vec<u8>,
    /// What is new in it: the whole file, or the entry.
    pub added: String,
    /// What `check` says of the format, errors included.
    pub found: Vec<Diagnostic>,
    /// What the writing rules say of what is new.
    pub rules: Vec<Diagnostic>,
}

impl CheckedDraft {
    /// The format has an error: this cannot be written.
    pub fn is_wrong(&self) -> bool {
        is_wrong(&self.found)
    }

    /// A writing rule that is an error is broken: a person decides.
    pub fn breaks_rules(&self) -> bool {
        is_wrong(&self.rules)
    }

    /// All that was found, sorted.
    pub fn all(&self) -> Vec<Diagnostic> {
        let mut all = [self.found.as_slice(), &self.rules].concat();
        diagnostic::sort(&mut all);
        all
    }
}

fn is_wrong(found: &[Diagnostic]) -> bool {
    found.iter().any(|d| d.severity == Severity::Error)
}

impl DraftContent {
    /// The file that an entry goes into; `None` of a new one.
    pub fn existing(&self) -> Option<&str> {
        match self {
            DraftContent::File { .. } | DraftContent::FileText { .. } => None,
            DraftContent::Entry { path, .. } | DraftContent::EntryText { path, .. } => Some(path),
        }
    }

    /// The words that a person gave.
    pub fn words(&self) -> &str {
        match self {
            DraftContent::File { file, .. } => &file.first.text,
            DraftContent::Entry { entry, .. } => &entry.text,
            DraftContent::FileText { text, .. } | DraftContent::EntryText { text, .. } => text,
        }
    }
}

impl Draft<'_> {
    /// What would be written, and what `check` says of it. Writes nothing.
    ///
    /// # Errors
    /// A file that cannot be changed, or a change that would alter what was said before.
    pub fn check(&self) -> Result<CheckedDraft, WriteError> {
        match &self.content {
            DraftContent::File { .. } | DraftContent::FileText { .. } => self.new_file(),
            DraftContent::Entry { path, .. } | DraftContent::EntryText { path, .. } => {
                let bytes =
                    layout::bytes(self.root, path).map_err(|d| WriteError::Content(vec![*d]))?;
                self.changed(path, &bytes)
            }
        }
    }

    /// Writes it; gives what was written, with what `check` says of it.
    ///
    /// # Errors
    /// As [`Draft::check`]; what `check` calls an error, of rules too; and what the disk says.
    /// Nothing is written then.
    pub fn write(&self) -> Result<CheckedDraft, WriteError> {
        let right = |checked: CheckedDraft| {
            if checked.is_wrong() {
                Err(WriteError::Content(checked.found))
            } else if checked.breaks_rules() {
                Err(WriteError::Rules(checked.all()))
            } else {
                Ok(checked)
            }
        };
        match &self.content {
            DraftContent::File { .. } | DraftContent::FileText { .. } => {
                store::create(self.root, || right(self.new_file()?))
            }
            DraftContent::Entry { path, .. } | DraftContent::EntryText { path, .. } => {
                store::change(self.root, path, |bytes| right(self.changed(path, bytes)?))
            }
        }
    }

    fn new_file(&self) -> Result<CheckedDraft, WriteError> {
        let (path, text) = match &self.content {
            DraftContent::File { file, name } => {
                let reading = source::reading(self.root, None);
                let site = site(&reading)?;
                let fallback = match file.time {
                    super::new_file::Timing::Began(_) => "incident",
                    super::new_file::Timing::Window { .. } => "maintenance",
                };
                let name = match name {
                    Some(name) => {
                        let path = format!("{INCIDENTS}/{name}.md");
                        if self.root.join(&path).symlink_metadata().is_ok() {
                            return Err(WriteError::Usage(format!(
                                "{path} exists; choose another name, or write to it: {}",
                                shell::command(self.root, &["update", name])
                            )));
                        }
                        name.clone()
                    }
                    None => free_name(
                        &comments::without(&file.title).0,
                        fallback,
                        &reading,
                        &names(self.root),
                    ),
                };
                let text = file.text(site).replace("\r\n", "\n");
                (format!("{INCIDENTS}/{name}.md"), text)
            }
            DraftContent::FileText { path, text } => (path.clone(), text.clone()),
            _ => return Err(WriteError::Usage("this is no new file".to_string())),
        };
        let answer = checked(self.root, &path, text.as_bytes(), None, self.options);
        let read = of_file(&answer.reading, &path);
        if let (DraftContent::File { file, .. }, Some(read)) = (&self.content, read) {
            only_entry(&file.first, None, &read.updates)?;
        }
        Ok(CheckedDraft {
            path,
            bytes: text.clone().into_bytes(),
            added: text,
            found: answer.found,
            rules: answer.rules,
        })
    }

    /// The file with its entry, from the bytes that it has now.
    fn changed(&self, path: &str, bytes: &[u8]) -> Result<CheckedDraft, WriteError> {
        let before = source::reading_alone(self.root, (path, bytes));
        let site = site(&before)?;
        let here = |d: &&Diagnostic| d.severity == Severity::Error && d.place.file.path == path;
        let errors: Vec<Diagnostic> = before.found.iter().filter(here).cloned().collect();
        let Some(old) = of_file(&before, path).filter(|_| errors.is_empty()) else {
            return Err(WriteError::Content(errors));
        };
        let layout = layout::layout(path, bytes).map_err(WriteError::Content)?;
        let (added, ended) = match &self.content {
            DraftContent::Entry {
                entry,
                ended,
                window,
                ..
            } => {
                let began = old.planned.map_or(old.began, |planned| planned.from);
                let last = old.updates.last().map_or(began, |u| u.at);
                let mut shown = window.map_or_else(Vec::new, |window| moved(window, site));
                shown.extend(entry.scoped.lines(site));
                (entry.markdown(site, Some(last), &shown), ended)
            }
            DraftContent::EntryText { text, ended, .. } => (format!("{}\n", text.trim()), ended),
            _ => return Err(WriteError::Usage("this is no entry".to_string())),
        };
        let added = added.replace("\r\n", "\n");
        let mut edits = vec![TextEdit {
            at: bytes.len()..bytes.len(),
            text: format!("{}{added}", gap(bytes)),
        }];
        if let Some(ended) = ended {
            let known = layout.keys.iter().find(|k| k.name == "ended");
            let value = written(*ended, &around(site, Some(old.began)));
            edits.push(match known {
                Some(key) => TextEdit {
                    at: key.value.clone(),
                    text: value,
                },
                None => TextEdit {
                    at: layout.front_matter.end..layout.front_matter.end,
                    text: format!("{}ended: {value}\n", " ".repeat(layout.indent)),
                },
            });
        }
        let changed = apply(bytes, edits, layout.line_end);
        let answer = checked(self.root, path, &changed, Some(&before), self.options);
        if !is_wrong(&answer.found) {
            let new = of_file(&answer.reading, path).ok_or_else(|| swallowed(path))?;
            self.only_added(old, new, ended.as_ref())?;
        }
        Ok(CheckedDraft {
            path: path.to_string(),
            bytes: changed,
            added,
            found: answer.found,
            rules: answer.rules,
        })
    }

    /// Nothing that was said before may change, and all that is new must be there.
    fn only_added(
        &self,
        old: &Incident,
        new: &Incident,
        ended: Option<&Moment>,
    ) -> Result<(), WriteError> {
        let path = &old.files[0];
        let mut expected = old.clone();
        expected.had_updates = true;
        // The first update tells until when the file's own words were said at the latest.
        expected.lead = new.lead;
        expected.ended = ended.map(|m| minute(*m)).or(expected.ended);
        let before = old.updates.len();
        let mut kept = new.clone();
        let added = kept.updates.split_off(before.min(kept.updates.len()));
        let moved = added.iter().rev().find_map(|update| update.window);
        if let (Some(window), Kind::Maintenance { until, .. }) = (moved, &mut expected.kind) {
            expected.began = window.from;
            *until = window.until;
        }
        if added.is_empty() {
            return Err(swallowed(path));
        }
        if kept != expected {
            return Err(WriteError::Usage(format!(
                "the new text would change what {path} said before; write links as `[words](address)`"
            )));
        }
        let DraftContent::Entry { entry, window, .. } = &self.content else {
            let silent = |update: &Update| !says_something(&update.body.original().0);
            return if added.iter().any(silent) {
                Err(WriteError::Usage("an entry has no words".to_string()))
            } else {
                Ok(())
            };
        };
        only_entry(entry, *window, &added)
    }
}

/// Lines of an `update` block that move a window.
fn moved(window: Window, site: &Site) -> Vec<String> {
    let until = written(window.until, &around(site, Some(window.from)));
    vec![
        format!("from: {}", written(window.from, &around(site, None))),
        format!("until: {until}"),
    ]
}

fn around(site: &Site, before: Option<Moment>) -> Around<'_> {
    Around {
        zone: &site.zone,
        began: before,
        before,
    }
}

/// What was read is the one entry that was meant.
fn only_entry(entry: &NewEntry, window: Option<Window>, read: &[Update]) -> Result<(), WriteError> {
    let [one] = read else {
        return Err(WriteError::Usage(
            "the text holds a heading `##`, which would begin an update of its own; headings inside a text begin at `###`".to_string(),
        ));
    };
    let text = entry.text.replace("\r\n", "\n");
    let clean = markdown::without_comments(&text, 0..text.len()).text;
    let status = match entry.said {
        EntryStatus::Update => one.keeps_status,
        EntryStatus::Status(status) => one.status == status && !one.keeps_status,
    };
    let window = window.map(|window| Window {
        from: minute(window.from),
        until: minute(window.until),
    });
    if !says_something(&text) {
        return Err(WriteError::Usage(
            "the text has no words that readers would see".to_string(),
        ));
    }
    let meant = one.at == minute(entry.at) && one.window == window && status;
    if meant && one.body.original().0.starts_with(clean.trim()) {
        return Ok(());
    }
    Err(WriteError::Usage(
        "the text begins with a block that Upfront would read as its own; begin it with a sentence"
            .to_string(),
    ))
}

/// Whether readers see any words of an author's Markdown: comments, rules, signs without a
/// shape and what a slip in a shell leaves, such as a quote or a backslash, are none.
pub fn says_something(markdown: &str) -> bool {
    let clean = markdown::without_comments(markdown, 0..markdown.len()).text;
    let words = markdown::to_text(&clean);
    words
        .chars()
        .any(|c| !c.is_whitespace() && !c.is_ascii_punctuation() && !is_shapeless(c))
}

/// Letters that take no ink (Unicode 16, Default_Ignorable_Code_Point, those that a
/// keyboard or a web page leaves behind).
fn is_shapeless(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
    )
}

fn swallowed(path: &str) -> WriteError {
    WriteError::Usage(format!(
        "{path} ends in something that would swallow the new entry, such as an open comment; close it first"
    ))
}

fn site(reading: &Reading) -> Result<&Site, WriteError> {
    reading.site.as_ref().ok_or_else(|| {
        WriteError::Content(
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
