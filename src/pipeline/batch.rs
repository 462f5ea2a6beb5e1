//! Outputs beside what is known of each: which are to be made, and making them.
//!
//! Takes outputs of the plan, digests of what they are made of, and the memory of the last
//! build; publishes, and says what was made and why. Must not know how a project is read.

use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::diagnostic::Diagnostic;
use crate::publish::memory::Memory;
use crate::publish::{
    Failed, LockWait, Mark, Piece, PublishLock, Published, Standing, Strategy, publish_made,
    replace_made,
};
use crate::site::{Digests, Inputs, Output, faults};
use crate::source::Project;
use crate::time::Moment;

/// Is told how far the work is.
pub trait Progress: Sync {
    /// So many outputs are to be made.
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

/// An output that was made.
#[derive(Debug, Clone)]
pub struct Why {
    /// Its path.
    pub path: String,
    /// Why what was known of it did not do.
    pub reason: &'static str,
    /// What it is made of.
    pub inputs: Inputs,
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

/// Outputs with what is known of each.
pub(super) struct Batch<'b, 'o> {
    work: &'b Work<'b>,
    outputs: &'b [Output<'o>],
    from: Vec<Option<u128>>,
    known: Vec<Result<Mark, &'static str>>,
}

impl<'b, 'o> Batch<'b, 'o> {
    /// Compares.
    pub fn new(
        work: &'b Work<'b>,
        outputs: &'b [Output<'o>],
        project: &Project,
        digests: &Digests,
        memory: &Memory,
    ) -> Self {
        let clock = work.now.as_nanosecond();
        let from: Vec<Option<u128>> = outputs
            .iter()
            .map(|o| digests.of(project, &o.inputs))
            .collect();
        let known = |output: &Output<'_>, from: Option<u128>| {
            let Some((sources, mark)) = memory.files.get(&output.path) else {
                return Err("it is new, or nothing is known of an earlier build");
            };
            match from {
                None => Err("it is copied, so it is always compared"),
                _ if memory.base != digests.base => {
                    Err("status.yml, a template or the program changed")
                }
                Some(from) if from != *sources => Err("a file that it is made from changed"),
                _ if output.inputs.clock && memory.clock != clock => Err("the clock moved"),
                _ => Ok(*mark),
            }
        };
        let known = outputs.iter().zip(&from).map(|(o, f)| known(o, *f));
        let known = known.collect();
        Self {
            work,
            outputs,
            from,
            known,
        }
    }

    /// How many are to be made at least.
    pub fn unknown(&self) -> usize {
        self.known.iter().filter(|known| known.is_err()).count()
    }

    /// Makes and publishes the whole site, or some files of one that stands as it was
    /// left; `None` where it does not. Gives what was made, too.
    pub fn publish(
        &self,
        left: Option<Standing>,
    ) -> Result<(Option<Published>, Vec<Why>), Failed<Diagnostic>> {
        let progress = self.work.progress;
        progress.begin(self.unknown());
        let pieces: Vec<Piece<'_>> = self
            .outputs
            .iter()
            .zip(&self.known)
            .map(|(output, known)| Piece {
                path: &output.path,
                known: known.ok(),
            })
            .collect();
        let made = Mutex::new(Vec::new());
        let make = |at: usize| {
            let output = &self.outputs[at];
            let begun = Instant::now();
            let bytes = (output.render)().map(Cow::Owned);
            progress.step();
            let why = Why {
                path: output.path.clone(),
                reason: self.known[at]
                    .err()
                    .unwrap_or("what was published is gone, or not ours"),
                inputs: output.inputs.clone(),
                took: begun.elapsed(),
            };
            let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
            made.push(why);
            bytes
        };
        let turn = self.work.turn;
        let published = match left {
            None => publish_made(turn, &pieces, &make, Strategy::Exchange).map(Some),
            Some(left) => replace_made(turn, &pieces, &make, left),
        };
        let published = published.map_err(|failed| match failed {
            Failed::Made(found) => Failed::Made(faults(found)),
            Failed::Publish(error) => Failed::Publish(error),
        })?;
        let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
        made.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok((published, made))
    }

    /// What is known of the outputs now.
    pub fn learn(&self, published: &Published, memory: &mut Memory) {
        let outputs = self.outputs.iter().zip(&self.from).zip(&published.marks);
        for ((output, from), mark) in outputs {
            match (from, mark) {
                (Some(from), Some(mark)) => {
                    memory.files.insert(output.path.clone(), (*from, *mark));
                }
                _ => {
                    memory.files.remove(&output.path);
                }
            }
        }
    }
}
