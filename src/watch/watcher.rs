//! A watcher of the system that is known to listen.

use std::sync::Arc;

use notify::{Event, RecommendedWatcher};

use super::silence::Silence;

/// A watcher that tells `hear` of each event, on a thread of its own.
///
/// # Errors
/// The system refuses one, or there is no thread for it. `notify` does not say the latter, and
/// panics later on: when it is asked for a folder, and when it is dropped.
pub fn watcher(
    hear: impl Fn(notify::Result<Event>) + Send + 'static,
) -> Result<RecommendedWatcher, Silence> {
    let listens = Arc::new(());
    let theirs = Arc::downgrade(&listens);
    let watcher = notify::recommended_watcher(move |event| {
        // Whoever listens owns this.
        let _ = &listens;
        hear(event);
    })
    .map_err(Silence::of)?;
    if theirs.strong_count() > 0 {
        return Ok(watcher);
    }
    // What would listen was dropped with the thread that was not made.
    std::mem::forget(watcher);
    Err(Silence::Threads(rustix::io::Errno::AGAIN.into()))
}
