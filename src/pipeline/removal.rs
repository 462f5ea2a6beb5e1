//! Incidents that a build would take from readers. A folder that moved, a volume that is
//! not mounted or half of a checkout reads like an owner who deleted files, and turns an
//! outage green: more than a handful goes only when somebody says so
//! (`docs/decisions/0074-removal.md`).

use std::collections::BTreeSet;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::publish::read_list;
use crate::shell;
use crate::site::Task;
use crate::source::INCIDENTS;

/// So many incidents go without a question.
pub const HANDFUL: usize = 5;

/// Incidents that are named.
const NAMED: usize = 5;

/// Code of the finding.
pub const CODE: &str = "would-remove";

/// The site that is published.
pub struct Before {
    /// Its files.
    listed: BTreeSet<String>,
    /// The command that builds it whatever goes.
    again: String,
}

impl Before {
    /// Of the project in `root`, as it stands in `out`.
    pub fn read(root: &Path, out: &Path) -> Self {
        let mut again = shell::command(root, &["build", "--allow-removal"]);
        if out != root.join("site") {
            again += &format!(" --out {}", shell::path(out));
        }
        Self {
            listed: read_list(out),
            again,
        }
    }

    /// The finding where a new site leaves out too many of its incidents: more than
    /// [`HANDFUL`], or several at once with none left. Drafts are left out as well; an old
    /// address in `aliases` leaves nothing out.
    pub fn too_many(&self, tasks: &[Task<'_>]) -> Option<Diagnostic> {
        too_many(&self.listed, &self.again, tasks)
    }
}

fn too_many(listed: &BTreeSet<String>, again: &str, tasks: &[Task<'_>]) -> Option<Diagnostic> {
    // Every incident has a text twin, which an old address has not.
    let name = |path: &str| -> Option<String> {
        let below = path.strip_prefix("incidents/")?;
        Some(below.strip_suffix(".md")?.to_string())
    };
    let before: BTreeSet<String> = listed.iter().filter_map(|path| name(path)).collect();
    let files = tasks.iter().flat_map(|task| &task.files);
    let after: BTreeSet<&str> = files.map(|file| file.path.as_str()).collect();
    let has = |name: &str, end: &str| after.contains(format!("incidents/{name}.{end}").as_str());
    let gone: Vec<&String> = before.iter().filter(|name| !has(name, "html")).collect();
    let none_left = !after.iter().any(|path| name(path).is_some());
    if gone.len() <= HANDFUL && !(none_left && gone.len() > 1) {
        return None;
    }
    let file = SourceFile::new(INCIDENTS, "");
    let mut named: Vec<&str> = gone.iter().take(NAMED).map(|name| name.as_str()).collect();
    let more = format!("{} more", gone.len() - named.len());
    if gone.len() > NAMED {
        named.push(&more);
    }
    let message = format!(
        "this build would remove {} of {} published incidents: {}",
        gone.len(),
        before.len(),
        named.join(", ")
    );
    let expected = "their files: moved, not mounted, not checked out, or set to draft?";
    let diagnostic = Diagnostic::error(CODE, Place::new(&file, 0..0), message, expected);
    Some(
        diagnostic
            .help(format!("if they are to go for good: {again}"))
            .help("a file that got another name keeps its old address with `aliases`"),
    )
}
