//! The disk: locks, whole files, durable folders, stamps, and which paths may be written.
//!
//! Takes paths and bytes; gives what the system says. Must not know what the files mean.
//! Everything that is written goes through here, so that a full disk, a kill or a second
//! writer leaves whole files (`docs/decisions/0004-publishing.md`, `0039-two-writers.md`).

mod folder;
mod lock;
pub mod path;
mod rename;
mod stamp;
mod write;

pub use folder::{TemporaryFolder, entries_named, is_folder, make_folder, missing_folders};
pub use folder::{sync_folder, sync_tree, under_free_name};
pub use lock::{Lock, POLL, holder, open_folder};
pub use path::by_name;
pub use rename::{exchange, is_impossible, rename_new};
pub use stamp::{FileId, InodeStamp};
pub use write::{Staged, replace, write_new};
