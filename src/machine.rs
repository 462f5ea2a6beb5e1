//! What a machine may lack, and what people can do about it.
//!
//! Knows nothing of a project.

use std::io;

/// Whether one more thread can be had. Libraries that make threads of their own panic, or
/// work on without them, where there is none: whoever uses one asks before.
///
/// # Errors
/// What the system says.
pub fn spare_thread() -> io::Result<()> {
    let spare = std::thread::Builder::new().spawn(|| ())?;
    let _ = spare.join();
    Ok(())
}

/// Words for a thread that could not be made: what was wanted, why not, and how to get it.
pub fn no_threads(error: &dyn std::fmt::Display) -> String {
    format!(
        "the system lets no more threads be made ({error}). Raise the limit of processes \
         (`ulimit -u`, `TasksMax=` of systemd, `--pids-limit` of a container) or of memory \
         (`ulimit -v`), or end other programs, and try again."
    )
}
