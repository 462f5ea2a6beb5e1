//! What was imported, by files of the project: `.upfront/imported.json`, which `import`
//! writes and `check` asks. It belongs into git beside the files it speaks of
//! (`docs/decisions/0030-import.md`).

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::diagnostic::SourceFile;

/// Folder of what Upfront notes about a project.
pub const FOLDER: &str = ".upfront";
/// The ledger, relative to the project.
pub const LEDGER: &str = ".upfront/imported.json";

const VERSION: u32 = 1;

/// Why the ledger cannot be used.
#[derive(Debug)]
pub enum LedgerError {
    /// The disk does not give it.
    Unreadable(String),
    /// It is none of ours, or of another version.
    Broken(String),
}

/// All imported files by key of their record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    version: u32,
    /// `statuspage:ID`, with `#fr` for a translation.
    pub records: BTreeMap<String, Line>,
}

/// One imported file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Where it was written, relative to the project.
    pub file: String,
    /// SHA-256 of the file as it was written.
    pub written: String,
    /// SHA-256 of what the source said.
    pub source: String,
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            version: VERSION,
            records: BTreeMap::new(),
        }
    }
}

impl Ledger {
    /// The project's ledger; an empty one where there is none.
    ///
    /// # Errors
    /// It cannot be read, or is none of this version.
    pub fn read(root: &Path) -> Result<Self, LedgerError> {
        let bytes = match std::fs::read(root.join(LEDGER)) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(e) => return Err(LedgerError::Unreadable(format!("{LEDGER}: {e}"))),
        };
        let broken = |why: String| {
            LedgerError::Broken(format!(
                "{LEDGER} cannot be read: {why}; take it back from git"
            ))
        };
        let ledger: Self = serde_json::from_slice(&bytes).map_err(|e| broken(e.to_string()))?;
        let outside = |file: &str| {
            !file.starts_with("incidents/") || file.split('/').any(|p| matches!(p, ".." | "." | ""))
        };
        if ledger.version != VERSION {
            return Err(broken(format!(
                "version {} is not {VERSION}",
                ledger.version
            )));
        }
        match ledger.records.values().find(|line| outside(&line.file)) {
            Some(line) => Err(broken(format!("`{}` is no incident file", line.file))),
            None => Ok(ledger),
        }
    }

    /// As text, the same bytes for the same records.
    pub fn print(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// SHA-256 in hexadecimal.
pub fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

/// Tells files that are byte for byte as an import wrote them: words of another tool's
/// history, which nobody has edited here. A ledger that cannot be read names none.
pub fn as_imported(root: &Path) -> impl Fn(&SourceFile) -> bool + Sync + use<> {
    let ledger = Ledger::read(root).unwrap_or_default();
    let written: BTreeMap<String, String> = ledger
        .records
        .into_values()
        .map(|line| (line.file, line.written))
        .collect();
    move |file| {
        written
            .get(&file.path)
            .is_some_and(|hash| *hash == self::hash(&file.text))
    }
}
