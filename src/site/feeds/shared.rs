//! A value that several outputs share: made when the first asks, let go when
//! the last has it, so that a long history is never in memory as a whole.

use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::Diagnostic;

type Made<T> = Result<T, Box<Diagnostic>>;

/// See the module's head.
pub struct Shared<'a, T> {
    users: usize,
    state: Mutex<(usize, Option<Arc<T>>)>,
    make: Box<dyn Fn() -> Made<T> + Send + Sync + 'a>,
}

impl<'a, T> Shared<'a, T> {
    /// A value for so many users.
    pub fn new(users: usize, make: impl Fn() -> Made<T> + Send + Sync + 'a) -> Self {
        Self {
            users,
            state: Mutex::new((0, None)),
            make: Box::new(make),
        }
    }

    /// The value. Whoever asks more often than announced makes it again.
    ///
    /// # Errors
    /// What making it gives; the next user tries again.
    pub fn get(&self) -> Made<Arc<T>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let value = match state.1.take() {
            Some(value) => value,
            None => Arc::new((self.make)()?),
        };
        state.0 += 1;
        if !state.0.is_multiple_of(self.users) {
            state.1 = Some(Arc::clone(&value));
        }
        Ok(value)
    }
}
