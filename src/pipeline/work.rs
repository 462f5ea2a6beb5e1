//! Tasks beside what is known of each: which are to be made, and making them.
//!
//! Takes tasks of the plan, digests of their inputs, and the manifest of the last
//! build; publishes, and says what was made and why. Must not know how a project is read.

use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::manifest::Manifest;
use crate::diagnostic::Diagnostic;
use crate::publish::{
    Failed, LockWait, Mark, Piece, PublishLock, Published, Standing, Strategy, publish_made,
    replace_made,
};
use crate::site::{Digests, Inputs, Sources, Target, Task, faults};
use crate::source::Project;
use crate::time::Moment;

/// Is told how far the work is.
pub trait Progress: Sync {
    /// So many tasks are to be made.
    fn begin(&self, _all: usize) {}
    /// One of them was.
    fn step(&self) {}
    /// Another build has the turn; whether to wait on.
    fn waits(&self, _waiting: &LockWait) -> bool {
        true
    }
}

/// Nobody wants to know.
impl Progress for () {}

/// A task that was made.
#[derive(Debug, Clone)]
pub struct Why {
    /// Its key.
    pub key: String,
    /// The paths of its files.
    pub paths: Vec<String>,
    /// What it is made of.
    pub inputs: Inputs,
    /// Why what was known of it did not do.
    pub reason: &'static str,
    /// How long that took.
    pub took: Duration,
}

/// One time of making.
pub(super) struct Work<'w> {
    /// The right to publish.
    pub turn: &'w PublishLock<'w>,
    /// The clock.
    pub now: Moment,
    /// Who wants to know.
    pub progress: &'w dyn Progress,
}

/// A task with what is known of it.
pub(super) struct Known<'t, 'o> {
    task: &'t Task<'o>,
    /// The digest of its inputs.
    inputs: Option<u128>,
    /// The marks of its files as they were published, or why these do not count.
    marks: Result<&'t [Mark], &'static str>,
}

impl<'t, 'o> Known<'t, 'o> {
    /// Compares.
    pub fn new(
        task: &'t Task<'o>,
        clock: Moment,
        project: &Project,
        digests: &Digests,
        manifest: &'t Manifest,
    ) -> Self {
        let inputs = digests.of(project, &task.inputs);
        let marks = match (manifest.tasks.get(&task.key), inputs) {
            (None, _) => Err("it is new, or nothing is known of an earlier build"),
            (_, None) => Err("it is copied, so it is always compared"),
            _ if manifest.base != digests.base => {
                Err("status.yml, a template or the program changed")
            }
            (Some((before, marks)), Some(inputs))
                if *before != inputs || marks.len() != task.files.len() =>
            {
                Err("a file that it is made from changed")
            }
            _ if task.inputs.clock && manifest.clock != clock.as_nanosecond() => {
                Err("the clock moved")
            }
            (Some((_, marks)), _) => Ok(marks.as_slice()),
        };
        Self {
            task,
            inputs,
            marks,
        }
    }

    /// It must be made.
    pub fn is_due(&self) -> bool {
        self.marks.is_err()
    }

    /// Its files are copied as they are.
    pub fn is_copied(&self) -> bool {
        matches!(self.task.inputs.sources, Sources::Static(_))
    }

    /// It has as many files as before, so that none comes or goes.
    pub fn stays(&self, manifest: &Manifest) -> bool {
        let before = manifest.tasks.get(&self.task.key);
        before.is_some_and(|(_, marks)| marks.len() == self.task.files.len())
    }

    /// So many files it has.
    pub fn files(&self) -> usize {
        self.task.files.len()
    }

    /// Its files, for publishing.
    fn pieces(&self) -> Vec<Piece<'t>> {
        let files = self.task.files.iter().enumerate();
        let piece = |(at, file): (usize, &'t Target)| Piece {
            path: &file.path,
            rank: file.rank,
            known: self.marks.ok().map(|marks| marks[at]),
        };
        files.map(piece).collect()
    }
}

impl Work<'_> {
    /// Makes and publishes the whole site, or some files of one that stands as it was
    /// left; `None` where it does not. Gives what was made, too.
    pub fn publish(
        &self,
        tasks: &[Known<'_, '_>],
        left: Option<Standing>,
    ) -> Result<(Option<Published>, Vec<Why>), Failed<Diagnostic>> {
        let progress = self.progress;
        progress.begin(tasks.iter().filter(|task| task.is_due()).count());
        let batches: Vec<Vec<Piece<'_>>> = tasks.iter().map(Known::pieces).collect();
        let made = Mutex::new(Vec::new());
        let make = |at: usize| {
            let Known { task, marks, .. } = &tasks[at];
            let begun = Instant::now();
            let bytes = task.render()?;
            progress.step();
            let why = Why {
                key: task.key.clone(),
                paths: task.files.iter().map(|file| file.path.clone()).collect(),
                inputs: task.inputs.clone(),
                reason: marks
                    .err()
                    .unwrap_or("what was published is gone, or not ours"),
                took: begun.elapsed(),
            };
            let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
            made.push(why);
            Ok(bytes.into_iter().map(Cow::Owned).collect())
        };
        let published = match left {
            None => publish_made(self.turn, &batches, &make, Strategy::Exchange).map(Some),
            Some(left) => replace_made(self.turn, &batches, &make, left),
        };
        let published = published.map_err(|failed| match failed {
            Failed::Made(found) => Failed::Made(faults(found)),
            Failed::Publish(error) => Failed::Publish(error),
        })?;
        let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
        made.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        Ok((published, made))
    }
}

/// A task's key, and what is known of it now; `None` where that is nothing.
type Entry = (String, Option<(u128, Vec<Mark>)>);

/// What is known of published tasks now, for the manifest.
pub(super) fn learn(tasks: &[Known<'_, '_>], published: &Published) -> Vec<Entry> {
    let mut marks = published.marks.iter().copied();
    let mut learned = Vec::with_capacity(tasks.len());
    for Known { task, inputs, .. } in tasks {
        let own: Vec<Option<Mark>> = marks.by_ref().take(task.files.len()).collect();
        let own: Option<Vec<Mark>> = own.into_iter().collect();
        learned.push((task.key.clone(), inputs.zip(own)));
    }
    learned
}
