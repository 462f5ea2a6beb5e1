//! Where the time of a build went.

use std::time::{Duration, Instant};

/// Steps, and how long each took.
#[derive(Debug)]
pub struct Timings {
    last: Instant,
    steps: Vec<(&'static str, Duration)>,
}

impl Default for Timings {
    /// Begins to count.
    fn default() -> Self {
        Self {
            last: Instant::now(),
            steps: Vec::new(),
        }
    }
}

impl Timings {
    /// What came since the last step was this.
    pub fn step(&mut self, name: &'static str) {
        let now = Instant::now();
        self.steps.push((name, now - self.last));
        self.last = now;
    }

    /// All steps, in order.
    pub fn steps(&self) -> &[(&'static str, Duration)] {
        &self.steps
    }
}
