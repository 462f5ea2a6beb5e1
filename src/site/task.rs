//! A task: one subject of the site, read once, with all the files that are made of it.
//!
//! Takes what makes a view of the subject and what writes each file of that view; gives
//! the bytes. Must not know what subjects there are.

use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{self, Diagnostic};
use crate::publish::{File, Rank};

/// Which content files a task reads, beside `status.yml` and templates.
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
    /// A file that is copied, by its path in the project: it is read when its turn comes.
    Static(String),
}

/// What a task depends on. `status.yml` and templates count for every task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// Content files.
    pub sources: Sources,
    /// The clock alone can change it.
    pub clock: bool,
}

impl Inputs {
    /// `status.yml` and templates alone.
    pub fn fixed() -> Self {
        Self::files([])
    }

    /// All incidents; with `clock`, the clock too.
    pub fn all(clock: bool) -> Self {
        let sources = Sources::All;
        Self { sources, clock }
    }

    /// These files.
    pub fn files(files: impl Into<Arc<[String]>>) -> Self {
        Self {
            sources: Sources::Files(files.into()),
            clock: false,
        }
    }
}

/// Bytes of a file, or the fault of a template.
pub type Bytes = Result<Vec<u8>, Box<Diagnostic>>;

/// A file that a task makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Path in the site, `/` between parts.
    pub path: String,
    /// When it is published among the others.
    pub rank: Rank,
}

/// A file with what writes it from the view `V` of a task.
pub struct Part<'a, V> {
    target: Target,
    write: Box<dyn Fn(&V) -> Bytes + Send + Sync + 'a>,
}

impl<'a, V> Part<'a, V> {
    /// The file at `path`.
    pub fn new(
        rank: Rank,
        path: impl Into<String>,
        write: impl Fn(&V) -> Bytes + Send + Sync + 'a,
    ) -> Self {
        Self {
            target: Target {
                path: path.into(),
                rank,
            },
            write: Box::new(write),
        }
    }

    /// A file that is no page, feed or home page.
    pub fn asset(path: impl Into<String>, write: impl Fn(&V) -> Bytes + Send + Sync + 'a) -> Self {
        Self::new(Rank::Asset, path, write)
    }

    /// A page.
    pub fn page(path: impl Into<String>, write: impl Fn(&V) -> Bytes + Send + Sync + 'a) -> Self {
        Self::new(Rank::Page, path, write)
    }
}

/// Makes all files of a task in their order, or only the one at a place.
type Make<'a> =
    Box<dyn Fn(Option<usize>) -> Result<Vec<Vec<u8>>, Box<Diagnostic>> + Send + Sync + 'a>;

/// See the module's head.
pub struct Task<'a> {
    /// Names it among all tasks, in the build manifest too: `incident api-errors`.
    pub key: String,
    /// What it depends on.
    pub inputs: Inputs,
    /// Its files, in the order in which they are made.
    pub files: Vec<Target>,
    make: Make<'a>,
}

impl std::fmt::Debug for Task<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Task")
            .field("key", &self.key)
            .field("inputs", &self.inputs)
            .field("files", &self.files)
            .finish_non_exhaustive()
    }
}

impl<'a> Task<'a> {
    /// A task whose `parts` are written from one view.
    pub fn new<V>(
        key: impl Into<String>,
        inputs: Inputs,
        view: impl Fn() -> Result<V, Box<Diagnostic>> + Send + Sync + 'a,
        parts: Vec<Part<'a, V>>,
    ) -> Self
    where
        V: 'a,
    {
        let (files, writers): (Vec<_>, Vec<_>) =
            parts.into_iter().map(|p| (p.target, p.write)).unzip();
        Self {
            key: key.into(),
            inputs,
            files,
            make: Box::new(move |only| {
                let view = view()?;
                match only {
                    Some(at) => Ok(vec![writers[at](&view)?]),
                    None => writers.iter().map(|write| write(&view)).collect(),
                }
            }),
        }
    }

    /// A task whose parts share no view.
    pub fn of_files(key: impl Into<String>, inputs: Inputs, parts: Vec<Part<'a, ()>>) -> Self {
        Self::new(key, inputs, || Ok(()), parts)
    }

    /// The bytes of all its files, in their order.
    ///
    /// # Errors
    /// A fault of a template.
    pub fn render(&self) -> Result<Vec<Vec<u8>>, Box<Diagnostic>> {
        (self.make)(None)
    }

    /// The bytes of the file at a place in [`Task::files`].
    ///
    /// # Errors
    /// A fault of a template.
    pub fn render_file(&self, at: usize) -> Bytes {
        Ok((self.make)(Some(at))?.remove(0))
    }
}

/// Renders all tasks, in parallel; gives their files, sorted by path.
///
/// # Errors
/// Every fault of a template, each once. Nothing is published then.
pub fn render_all(tasks: &[Task<'_>]) -> Result<Vec<File>, Vec<Diagnostic>> {
    let rendered: Vec<_> = tasks.par_iter().map(|task| (task, task.render())).collect();
    let (mut files, mut found) = (Vec::new(), Vec::new());
    for (task, made) in rendered {
        match made {
            Ok(made) => files.extend(task.files.iter().zip(made).map(|(target, bytes)| File {
                path: target.path.clone(),
                bytes,
            })),
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
