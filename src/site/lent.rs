//! A value that several outputs share: made when the first asks, let go when
//! the last has it, so that a long history is never in memory as a whole.
//!
//! Takes how many will ask, and from each of them a way to make it; gives the value. Must
//! not know what it is.

use std::sync::{Arc, Mutex, PoisonError};

/// See the module's head.
#[derive(Debug)]
pub struct Lent<T: ?Sized> {
    users: usize,
    /// How often it was asked for, and the value until all have it.
    state: Mutex<(usize, Option<Arc<T>>)>,
}

impl<T: ?Sized> Lent<T> {
    /// A value for so many users.
    pub fn new(users: usize) -> Self {
        Self {
            users,
            state: Mutex::new((0, None)),
        }
    }

    /// The value. Whoever asks more often than announced makes it again.
    ///
    /// # Errors
    /// What making it gives; the next user tries again.
    pub fn get<E>(&self, make: impl FnOnce() -> Result<Arc<T>, E>) -> Result<Arc<T>, E> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let value = match state.1.take() {
            Some(value) => value,
            None => make()?,
        };
        state.0 += 1;
        if !state.0.is_multiple_of(self.users) {
            state.1 = Some(Arc::clone(&value));
        }
        Ok(value)
    }
}
