//! What is to be published, batch by batch: made when its turn comes, and let go at once.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fs;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::existing_site::ExistingSite;
use super::{Mark, Piece, PublishError};

/// Makes the bytes of pieces that are made together, in their order, by the place of the
/// batch. The same place gives the same bytes, however often it is asked.
pub type Make<'a, E> = dyn Fn(usize) -> Result<Vec<Cow<'a, [u8]>>, E> + Sync + 'a;

/// Why nothing was published.
#[derive(Debug)]
pub enum Failed<E> {
    /// Pieces that could not be made.
    Made(Vec<E>),
    /// See there.
    Publish(PublishError),
}

impl<E> From<PublishError> for Failed<E> {
    fn from(error: PublishError) -> Self {
        Failed::Publish(error)
    }
}

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileOutcome {
    /// Its bytes are those that the old site had.
    pub same: bool,
    /// How the published file is known again.
    pub mark: Option<Mark>,
}

/// One publication.
pub struct Job<'a, E> {
    /// The target.
    pub out: PathBuf,
    /// What stood there.
    pub old: ExistingSite,
    /// All pieces; the list of files, where there is one, is the last.
    pub pieces: Vec<Piece<'a>>,
    /// Which of them are made together: all, in their order.
    pub batches: Vec<Range<usize>>,
    /// Makes all but the list.
    pub make: &'a Make<'a, E>,
    /// The bytes of the list.
    pub list: Option<Vec<u8>>,
    /// Files of the old site that are gone.
    pub removed: Vec<String>,
}

impl<E: Send> Job<'_, E> {
    /// The bytes of a batch of pieces.
    fn bytes(&self, batch: usize) -> Result<Vec<Cow<'_, [u8]>>, E> {
        match &self.list {
            Some(list) if batch + 1 == self.batches.len() => Ok(vec![Cow::Borrowed(list)]),
            _ => (self.make)(batch),
        }
    }

    /// The piece is the list of files.
    pub fn is_list(&self, at: usize) -> bool {
        self.list.is_some() && at + 1 == self.pieces.len()
    }

    /// The piece stands in the old site, as far as its mark tells.
    pub fn is_known(&self, at: usize) -> bool {
        let Piece { path, known, .. } = self.pieces[at];
        self.old.exists && known.is_some_and(|mark| Mark::of(&self.out.join(path)) == Some(mark))
    }

    /// The old site has these bytes at a piece's place.
    pub fn stands(&self, at: usize, bytes: &[u8]) -> bool {
        let disk = self.out.join(self.pieces[at].path);
        self.old.exists
            && fs::symlink_metadata(&disk)
                .is_ok_and(|m| m.is_file() && m.len() == bytes.len() as u64)
            && fs::read(&disk).is_ok_and(|old| old == bytes)
    }

    /// Nothing is to be made, written or removed.
    pub fn is_done(&self) -> bool {
        let Some(list) = &self.list else { return false };
        let last = self.pieces.len() - 1;
        self.old.exists
            && self.removed.is_empty()
            && self.stands(last, list)
            && (0..last).into_par_iter().all(|at| self.is_known(at))
    }

    /// Does something with every piece, in parallel. After a piece that cannot be
    /// made only more of these are looked for; after a fault of the machine nothing.
    ///
    /// # Errors
    /// All pieces that cannot be made, else the first fault of the machine.
    pub fn each<'s, T: Send>(
        &'s self,
        work: impl Fn(usize, &dyn Fn() -> Result<Cow<'s, [u8]>, SkipReason>) -> Result<T, SkipReason>
        + Sync,
    ) -> Result<Vec<T>, Failed<E>> {
        let unmade = Mutex::new(Vec::new());
        let fault = Mutex::new(None);
        let (is_unmade, is_fault) = (AtomicBool::new(false), AtomicBool::new(false));
        let batch = |batch: usize| {
            let made: RefCell<Option<Vec<Cow<'s, [u8]>>>> = RefCell::new(None);
            let pieces = self.batches[batch].clone();
            let mut done = Vec::with_capacity(pieces.len());
            for at in pieces.clone() {
                if is_fault.load(Ordering::Relaxed) {
                    break;
                }
                let make = || {
                    let mut made = made.borrow_mut();
                    let bytes = match &mut *made {
                        Some(bytes) => bytes,
                        None => match self.bytes(batch) {
                            Ok(_) if is_unmade.load(Ordering::Relaxed) => {
                                return Err(SkipReason::Unmade);
                            }
                            Ok(bytes) => made.insert(bytes),
                            Err(error) => {
                                is_unmade.store(true, Ordering::Relaxed);
                                lock(&unmade).push(error);
                                return Err(SkipReason::Unmade);
                            }
                        },
                    };
                    Ok(std::mem::take(&mut bytes[at - pieces.start]))
                };
                match work(at, &make) {
                    Ok(value) => done.push(value),
                    Err(SkipReason::Unmade) => break,
                    Err(SkipReason::Fault(error)) => {
                        is_fault.store(true, Ordering::Relaxed);
                        lock(&fault).get_or_insert(error);
                    }
                }
            }
            done
        };
        let batches = (0..self.batches.len()).into_par_iter();
        let done: Vec<Vec<T>> = batches.map(batch).collect();
        let unmade = unmade.into_inner().unwrap_or_else(PoisonError::into_inner);
        if !unmade.is_empty() {
            return Err(Failed::Made(unmade));
        }
        match fault.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error.into()),
            None => Ok(done.into_iter().flatten().collect()),
        }
    }
}

/// Why a piece is left.
pub enum SkipReason {
    /// It, or one before it, cannot be made.
    Unmade,
    /// The machine failed.
    Fault(PublishError),
}

impl From<PublishError> for SkipReason {
    fn from(error: PublishError) -> Self {
        SkipReason::Fault(error)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
