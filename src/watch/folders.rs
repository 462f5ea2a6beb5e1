//! Which folders the system watches for us.
//!
//! The content folders are watched with all that is in them; the project's own folder
//! and the one above it alone, so that a save of `status.yml`, a new `incidents/` and a
//! project that is moved away and replaced are seen. The output is not watched: what we
//! write there is no news.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

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
pub type Identity = (u64, u64);

/// The watched folders of a project.
pub struct Folders {
    root: PathBuf,
    watcher: RecommendedWatcher,
    watched: BTreeMap<PathBuf, Identity>,
    events: Arc<Notify>,
    /// What the events were about since somebody asked.
    heard: Arc<Mutex<Heard>>,
}

/// What events were about.
#[derive(Debug, Default)]
pub struct Heard {
    /// More than [`Heard::paths`]: all is to be looked at.
    pub all: bool,
    /// These.
    pub paths: BTreeSet<PathBuf>,
    /// Events were lost, and with them perhaps folders that should be watched.
    lost: bool,
}

impl Heard {
    fn add(&mut self, event: &notify::Result<notify::Event>) {
        match event {
            Ok(event) if !event.need_rescan() => {
                self.all |= event.paths.is_empty();
                self.paths.extend(event.paths.iter().cloned());
            }
            _ => self.lost = true,
        }
        if self.lost || self.paths.len() > SINGLE {
            self.all = true;
            self.paths.clear();
        }
    }
}

/// So many paths are looked at one by one; with more it is quicker to look at all.
const SINGLE: usize = 100;

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
        let heard = Arc::new(Mutex::new(Heard::default()));
        let (told, listener) = (Arc::clone(&events), Arc::clone(&heard));
        let ours = Ours::new(root);
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let concerns = |event: &notify::Event| event.need_rescan() || ours.concerns(event);
            if event.as_ref().map_or(true, concerns) {
                lock(&listener).add(&event);
                told.notify_one();
            }
        });
        Ok(Self {
            root: root.to_path_buf(),
            watcher: watcher.map_err(WatchError)?,
            watched: BTreeMap::new(),
            events,
            heard,
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
    /// replaced by others. Gives what was heard since the last time.
    pub fn renew(&mut self) -> Result<Heard, WatchError> {
        let mut heard = std::mem::take(&mut *lock(&self.heard));
        if heard.lost {
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
            heard.all = true;
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
        Ok(heard)
    }
}

fn lock(heard: &Mutex<Heard>) -> std::sync::MutexGuard<'_, Heard> {
    heard.lock().unwrap_or_else(PoisonError::into_inner)
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
pub fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let meta = std::fs::metadata(path).ok()?;
    meta.is_dir().then(|| (meta.dev(), meta.ino()))
}
