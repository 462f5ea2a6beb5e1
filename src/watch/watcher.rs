//! A watcher of the system that is known to listen.

use std::sync::Arc;

use notify::{Event, RecommendedWatcher};

use super::event_loss::EventLoss;

/// A watcher that tells `hear` of each event, on a thread of its own.
///
/// # Errors
/// The system refuses one, or there is no thread for it. `notify` does not say the latter, and
/// panics later on: when it is asked for a folder, and when it is dropped.
pub fn watcher(
    hear: impl Fn(notify::Result<Event>) + Send + 'static,
) -> Result<RecommendedWatcher, EventLoss> {
    let listens = Arc::new(());
    let theirs = Arc::downgrade(&listens);
    let watcher = notify::recommended_watcher(move |event| {
        // Whoever listens owns this.
        let _ = &listens;
        hear(event);
    })
    .map_err(EventLoss::from_notify)?;
    if theirs.strong_count() > 0 {
        return Ok(watcher);
    }
    // What would listen was dropped with the thread that was not made.
    std::mem::forget(watcher);
    Err(EventLoss::Threads(rustix::io::Errno::AGAIN.into()))
}
