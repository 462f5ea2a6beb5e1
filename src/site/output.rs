//! One file of the site that is still to be made: its path, what it depends on, and how.
//!
//! Takes nothing; gives the type that every part of the plan makes, and the way to render
//! all at once. Must not know what outputs there are.

use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{self, Diagnostic};
use crate::publish::File;

/// Which content files an output is made of, beside `status.yml` and templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sources {
    /// All incident files.
    All,
    /// These, relative to the project.
    Files(Arc<[String]>),
    /// Some parts of these.
    Parts {
        /// Relative to the project.
        files: Arc<[String]>,
        /// Digest of which parts: others of the same files make other bytes.
        which: u128,
    },
}

impl Sources {
    /// The files; `None` where these are all.
    pub fn files(&self) -> Option<&[String]> {
        match self {
            Sources::All => None,
            Sources::Files(files) | Sources::Parts { files, .. } => Some(files),
        }
    }
}

/// What an output depends on. `status.yml` and templates count for every output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// Content files.
    pub sources: Sources,
    /// The clock alone can change it.
    pub clock: bool,
}

/// Makes the bytes of an output.
pub type Render<'a> = Box<dyn Fn() -> Result<Vec<u8>, Box<Diagnostic>> + Send + Sync + 'a>;

/// One file of the site.
pub struct Output<'a> {
    /// Path in the site, `/` between parts.
    pub path: String,
    /// What it depends on.
    pub inputs: Inputs,
    /// Makes its bytes.
    pub render: Render<'a>,
}

impl std::fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Output")
            .field("path", &self.path)
            .field("inputs", &self.inputs)
            .finish_non_exhaustive()
    }
}

/// Renders all outputs, in parallel, sorted by path.
///
/// # Errors
/// Every fault of a template, each once. Nothing is published then.
pub fn render_all(outputs: &[Output<'_>]) -> Result<Vec<File>, Vec<Diagnostic>> {
    let rendered: Vec<_> = outputs
        .par_iter()
        .map(|output| {
            (output.render)().map(|bytes| File {
                path: output.path.clone(),
                bytes,
            })
        })
        .collect();
    let mut files = Vec::with_capacity(rendered.len());
    let mut found = Vec::new();
    for one in rendered {
        match one {
            Ok(file) => files.push(file),
            Err(diagnostic) => found.push(diagnostic),
        }
    }
    if !found.is_empty() {
        return Err(faults(found));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Faults of templates in order, each once, however many pages have it.
pub fn faults(found: Vec<Box<Diagnostic>>) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = found.into_iter().map(|d| *d).collect();
    diagnostic::sort(&mut found);
    found.dedup_by(|a, b| a.place == b.place && a.message == b.message);
    found
}
