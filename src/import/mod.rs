//! What a team has today into Upfront's files.
//!
//! Takes files, folders or an address of another tool; gives Markdown files,
//! `status.yml` and a report of what was lost. One importer for each source
//! makes neutral [`record::Record`]s; one writer makes files of them; one plan
//! compares them with what is there; nothing is written before the whole
//! project was read without errors from a staged copy
//! (`docs/decisions/0030-import.md`). Must not know the clock, pages or the output.

mod broken;
mod cstate;
mod feed;
mod fetch;
mod front_matter;
mod html;
mod input;
mod json;
mod plan;
mod platforms;
pub mod record;
pub mod report;
mod stactus;
mod stage;
mod statusfy;
mod statuspage;
mod text;
mod there;
mod times;
mod write;

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::lint::ahead::is_ahead;
use crate::source::Project;
use crate::source::imported::LedgerError;
use crate::time::Moment;
use record::{Kind, Page, Record};
use report::Report;

pub use plan::{Planned, Standing};
pub use stage::REPORT;

/// The tools whose records can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// A hosted Statuspage's public v2 API, or a page that copies it.
    Statuspage,
    /// cState: a folder with `config.yml` and `content/`.
    Cstate,
    /// stactus: `stactus.yaml` and YAML incidents.
    Stactus,
    /// Statusfy: a folder with `content/`.
    Statusfy,
    /// An Atom or RSS history.
    Feed,
}

impl Tool {
    /// Its name in the ledger.
    pub fn key(self) -> &'static str {
        match self {
            Tool::Statuspage => "statuspage",
            Tool::Cstate => "cstate",
            Tool::Stactus => "stactus",
            Tool::Statusfy => "statusfy",
            Tool::Feed => "feed",
        }
    }
}

/// Whose fault a failure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The command named something that cannot be read.
    Usage,
    /// The records are broken.
    Content,
    /// Disk or network.
    Machine,
}

/// Why nothing was written.
#[derive(Debug)]
pub struct Failure {
    /// Whose fault.
    pub fault: Fault,
    /// Stable code and words of each fault.
    pub faults: Vec<(&'static str, String)>,
    /// Findings in files, with their places.
    pub found: Vec<Diagnostic>,
    /// Files of this import, and what is wrong with each, if nothing else is wrong.
    pub files: Vec<(String, String)>,
}

impl Failure {
    fn new(fault: Fault, code: &'static str, words: impl Into<String>) -> Self {
        Self {
            fault,
            faults: vec![(code, words.into())],
            found: Vec::new(),
            files: Vec::new(),
        }
    }

    /// The command names something wrong.
    pub fn usage(words: impl Into<String>) -> Self {
        Self::new(Fault::Usage, "import-source", words)
    }

    /// The records are broken.
    pub fn content(code: &'static str, words: impl Into<String>) -> Self {
        Self::new(Fault::Content, code, words)
    }

    /// Disk or network.
    pub fn machine(words: impl Into<String>) -> Self {
        Self::new(Fault::Machine, "import-machine", words)
    }

    /// Several broken records.
    pub fn faults(code: &'static str, faults: Vec<String>) -> Self {
        Self {
            fault: Fault::Content,
            faults: faults.into_iter().map(|words| (code, words)).collect(),
            found: Vec::new(),
            files: Vec::new(),
        }
    }

    /// Findings in files.
    pub fn found(found: Vec<Diagnostic>) -> Self {
        Self {
            fault: Fault::Content,
            faults: Vec::new(),
            found,
            files: Vec::new(),
        }
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Unreadable(words) => Self::machine(words),
            LedgerError::Broken(words) => Self::content("import-ledger", words),
        }
    }
}

/// What an importer read.
#[derive(Debug, Default)]
pub struct Imported {
    /// The site.
    pub page: Page,
    /// Its records.
    pub records: Vec<Record>,
    /// What was lost on the way.
    pub report: Report,
}

/// Reads `from`, a file, a folder or an address, in the shapes of `tool`.
///
/// # Errors
/// What cannot be read or is broken, all of it in one go.
pub fn read(tool: Tool, from: &str) -> Result<Imported, Failure> {
    let address = fetch::is_address(from);
    if address && !matches!(tool, Tool::Statuspage | Tool::Feed) {
        return Err(Failure::usage(format!(
            "{} is read from files: clone or download it, and give the folder",
            tool.key()
        )));
    }
    let path = Path::new(from);
    match tool {
        Tool::Statuspage if address => statuspage::from_address(from),
        Tool::Statuspage => statuspage::from_path(path),
        Tool::Cstate => cstate::from_path(path),
        Tool::Stactus => stactus::from_path(path),
        Tool::Statusfy => statusfy::from_path(path),
        Tool::Feed if address => feed::from_inputs(&[fetch::get(from)?]),
        Tool::Feed => feed::from_inputs(&[input::one(path, from.to_string())?]),
    }
}

/// Notes the records that tell of what has not come yet at `now`: `check` refuses them
/// until then (`docs/decisions/0030-import.md`).
pub fn note_ahead(imported: &mut Imported, now: Moment) {
    for record in &imported.records {
        let own = match record.kind {
            Kind::Maintenance { .. } => [None, None],
            Kind::Notice => [Some(record.began), None],
            Kind::Incident => [Some(record.began), record.ended],
        };
        let told = record.entries.iter().map(|entry| entry.at);
        let all = own.into_iter().flatten().chain(told);
        if let Some(at) = all.filter(|at| is_ahead(*at, now)).max() {
            imported.report.add(
                report::Loss::Note,
                "a time that lies ahead, which `upfront check` refuses until it has come: write when it was",
                format!("{}: {}", record.source, times::whole(at)),
            );
        }
    }
}

/// Compares what was read with the project in `root`. `update`: files that were
/// imported and not edited since may be written anew.
///
/// # Errors
/// The project that is there has errors, or does not know a platform.
pub fn plan(root: &Path, tool: Tool, imported: Imported, update: bool) -> Result<Planned, Failure> {
    plan::plan(root, tool, imported, update)
}

/// Reads the project as it will be. Nothing in `root` changes.
///
/// # Errors
/// It would have errors, or would not say what the records say.
pub fn verify(root: &Path, planned: &Planned) -> Result<Project, Failure> {
    stage::verify(root, planned)
}

/// Verifies, then writes all files or none.
///
/// # Errors
/// As [`verify`]; another import runs; the disk refuses. Nothing is left behind.
pub fn write(root: &Path, planned: &Planned) -> Result<(), Failure> {
    stage::write(root, planned)
}
