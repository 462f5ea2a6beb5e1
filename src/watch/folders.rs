//! Which folders the system watches for us.
//!
//! The content folders are watched with all that is in them; the project's own folder
//! and the one above it alone, so that a save of `status.yml`, a new `incidents/` and a
//! project that is moved away and replaced are seen. The output is not watched: what we
//! write there is no news.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;

use super::inputs::{FOLDERS, SETTINGS};

/// Why a project cannot be watched.
#[derive(Debug)]
pub struct WatchError(notify::Error);

impl std::fmt::Display for WatchError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.kind {
            notify::ErrorKind::MaxFilesWatch => f.write_str(
                "the system lets no more folders be watched; raise fs.inotify.max_user_watches",
            ),
            _ => write!(f, "folders cannot be watched: {}", self.0),
        }
    }
}

impl std::error::Error for WatchError {}

/// What tells one folder from another that has taken its name.
type Identity = (u64, u64);

/// The watched folders of a project.
pub struct Folders {
    root: PathBuf,
    watcher: RecommendedWatcher,
    watched: BTreeMap<PathBuf, Identity>,
    events: Arc<Notify>,
    /// Events were lost, and with them perhaps folders that should be watched.
    lost: Arc<AtomicBool>,
}

impl std::fmt::Debug for Folders {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Folders")
            .field("watched", &self.watched)
            .finish_non_exhaustive()
    }
}

impl Folders {
    /// Watches nothing yet.
    pub fn new(root: &Path) -> Result<Self, WatchError> {
        let events = Arc::new(Notify::new());
        let lost = Arc::new(AtomicBool::new(false));
        let (heard, missed) = (Arc::clone(&events), Arc::clone(&lost));
        let ours = Ours::new(root);
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let (says, lost) = match &event {
                Ok(event) => (ours.concerns(event), event.need_rescan()),
                Err(_) => (true, true),
            };
            if lost {
                missed.store(true, Ordering::SeqCst);
            }
            if says || lost {
                heard.notify_one();
            }
        });
        Ok(Self {
            root: root.to_path_buf(),
            watcher: watcher.map_err(WatchError)?,
            watched: BTreeMap::new(),
            events,
            lost,
        })
    }

    /// Told of each event; several events may be one notice.
    pub fn events(&self) -> Arc<Notify> {
        Arc::clone(&self.events)
    }

    /// Whether the project's folder itself is watched.
    pub fn complete(&self) -> bool {
        self.watched.contains_key(&self.root)
    }

    /// Watches the folders that are there now, and forgets those that are gone or were
    /// replaced by others.
    pub fn renew(&mut self) -> Result<(), WatchError> {
        if self.lost.swap(false, Ordering::SeqCst) {
            for path in std::mem::take(&mut self.watched).into_keys() {
                let _ = self.watcher.unwatch(&path);
            }
        }
        let mut wanted = vec![(self.root.clone(), RecursiveMode::NonRecursive)];
        if let Some(above) = self.root.parent() {
            wanted.push((above.to_path_buf(), RecursiveMode::NonRecursive));
        }
        for folder in FOLDERS {
            wanted.push((self.root.join(folder), RecursiveMode::Recursive));
        }
        for (path, mode) in wanted {
            let there = identity(&path);
            if self.watched.get(&path).copied() == there {
                continue;
            }
            if self.watched.remove(&path).is_some() {
                // Fails where the system has already dropped it.
                let _ = self.watcher.unwatch(&path);
            }
            let Some(identity) = there else { continue };
            match self.watcher.watch(&path, mode) {
                Ok(()) => {
                    self.watched.insert(path, identity);
                }
                Err(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => {
                    return Err(WatchError(error));
                }
                // Gone again, or not ours to read: the look at the content says so.
                Err(_) => {}
            }
        }
        Ok(())
    }
}

/// The paths whose events concern us.
struct Ours {
    root: PathBuf,
    settings: PathBuf,
    folders: Vec<PathBuf>,
}

impl Ours {
    fn new(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
            settings: root.join(SETTINGS),
            folders: FOLDERS.iter().map(|folder| root.join(folder)).collect(),
        }
    }

    /// Reading is no news, and we read much; nor is what stands beside the project or
    /// what we publish.
    fn concerns(&self, event: &notify::Event) -> bool {
        if let EventKind::Access(access) = event.kind
            && access != AccessKind::Close(AccessMode::Write)
        {
            return false;
        }
        event.paths.is_empty()
            || event.paths.iter().any(|path| {
                *path == self.root
                    || *path == self.settings
                    || self.folders.iter().any(|folder| path.starts_with(folder))
            })
    }
}

/// Links are followed: the project may be one, and content that is one is refused when
/// it is read.
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let meta = std::fs::metadata(path).ok()?;
    meta.is_dir().then(|| (meta.dev(), meta.ino()))
}
