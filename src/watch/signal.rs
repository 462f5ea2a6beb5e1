//! How a long-running verb is told to end.

use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals by which a person or a service manager ends a program.
#[derive(Debug)]
pub struct StopSignal {
    interrupt: Signal,
    terminate: Signal,
}

/// Hears of `SIGINT` and `SIGTERM` from now on.
///
/// # Errors
/// The system refuses.
pub fn stop_signal() -> std::io::Result<StopSignal> {
    Ok(StopSignal {
        interrupt: signal(SignalKind::interrupt())?,
        terminate: signal(SignalKind::terminate())?,
    })
}

impl StopSignal {
    /// Waits for one of them.
    pub async fn wait(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
