//! A bar on the terminal, for work that takes long.

use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::complain;
use crate::pipeline::Progress;
use crate::publish::LockWait;

/// A wait for another build that is worth a word.
const LONG: Duration = Duration::from_secs(1);

/// A bar on the terminal, once work has taken a second.
pub(super) struct Bar {
    all: AtomicUsize,
    done: AtomicUsize,
    start: Instant,
    /// Tenths of a second at which it was last drawn.
    drawn: AtomicUsize,
    shown: bool,
    /// Somebody was told that another build is waited for.
    waits: AtomicBool,
}

impl Bar {
    /// A bar; shown only if it is wanted and somebody looks.
    pub fn new(wanted: bool) -> Self {
        Self {
            all: AtomicUsize::new(0),
            done: AtomicUsize::new(0),
            start: Instant::now(),
            drawn: AtomicUsize::new(10),
            shown: wanted && std::io::stderr().is_terminal(),
            waits: AtomicBool::new(false),
        }
    }

    fn draw(&self) {
        const WIDTH: usize = 30;
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let tenths = usize::try_from(self.start.elapsed().as_millis() / 100).unwrap_or(usize::MAX);
        if !self.shown || tenths <= self.drawn.fetch_max(tenths, Ordering::Relaxed) {
            return;
        }
        let all = self.all.load(Ordering::Relaxed);
        let full = (done * WIDTH / all.max(1)).min(WIDTH);
        let (full, rest) = ("#".repeat(full), ".".repeat(WIDTH - full));
        let _ = write!(std::io::stderr(), "\r[{full}{rest}] {done} of {all}");
    }

    /// Takes it away.
    pub fn clear(&self) {
        if self.shown && self.drawn.load(Ordering::Relaxed) > 10 {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

impl Progress for Bar {
    fn begin(&self, all: usize) {
        self.all.store(all, Ordering::Relaxed);
    }

    fn step(&self) {
        self.draw();
    }

    fn waits(&self, waiting: &LockWait) -> bool {
        if waiting.since >= LONG && !self.waits.swap(true, Ordering::Relaxed) {
            complain(&format!("{waiting}: waiting for it to end."));
        }
        true
    }
}
