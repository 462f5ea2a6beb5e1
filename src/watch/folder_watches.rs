//! Which folders the system watches for us.
//!
//! The content folders are watched with all that is in them; the project's own folder
//! and the one above it alone, so that a save of `status.yml`, a new `incidents/` and a
//! project that is moved away and replaced are seen. The output is not watched: what we
//! write there is no news.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;

use super::event_loss::{EventLoss, MountKind, mount_kind};
use super::input_hashes::{FOLDERS, SETTINGS};
use super::watcher::watcher;
use crate::disk::FileId;

/// The watched folders of a project.
pub struct FolderWatches {
    root: PathBuf,
    /// `None` where the system does not let folders be watched.
    watcher: Option<RecommendedWatcher>,
    /// The folders as they were last seen, watched where there is a watcher.
    watched: BTreeMap<PathBuf, FileId>,
    /// Events have told of a change.
    proven: bool,
    /// The files may be changed below what is watched.
    layered: bool,
    /// Something is known to go without events, whatever they have told.
    doubted: bool,
    /// The first reason for it, until somebody is told.
    event_loss: Option<EventLoss>,
    events: Arc<Notify>,
    /// What the events were about since somebody asked.
    heard: Arc<Mutex<PendingEvents>>,
}

/// What events were about.
#[derive(Debug, Default)]
pub struct PendingEvents {
    /// More than [`PendingEvents::paths`]: all is to be looked at.
    pub all: bool,
    /// These.
    pub paths: BTreeSet<PathBuf>,
    /// Events were lost, and with them perhaps folders that should be watched.
    lost: bool,
}

impl PendingEvents {
    fn add(&mut self, event: &notify::Result<notify::Event>) {
        match event {
            Ok(event) if !event.need_rescan() => {
                self.all |= event.paths.is_empty();
                self.paths.extend(event.paths.iter().cloned());
            }
            _ => self.lost = true,
        }
        if self.lost || self.paths.len() > MAX_SINGLE_PATHS {
            self.all = true;
            self.paths.clear();
        }
    }
}

/// So many paths are looked at one by one; with more it is quicker to look at all.
const MAX_SINGLE_PATHS: usize = 100;

impl std::fmt::Debug for FolderWatches {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FolderWatches")
            .field("watched", &self.watched)
            .finish_non_exhaustive()
    }
}

impl FolderWatches {
    /// Watches nothing yet.
    pub fn new(root: &Path) -> Self {
        let events = Arc::new(Notify::new());
        let heard = Arc::new(Mutex::new(PendingEvents::default()));
        let (told, listener) = (Arc::clone(&events), Arc::clone(&heard));
        let ours = EventFilter::new(root);
        let listen = move |event: notify::Result<notify::Event>| {
            let concerns = |event: &notify::Event| event.need_rescan() || ours.concerns(event);
            if event.as_ref().map_or(true, concerns) {
                lock(&listener).add(&event);
                told.notify_one();
            }
        };
        let watcher = watcher(listen);
        let mut folders = Self {
            root: root.to_path_buf(),
            watcher: None,
            watched: BTreeMap::new(),
            proven: false,
            layered: false,
            doubted: false,
            event_loss: None,
            events,
            heard,
        };
        match watcher {
            Ok(watcher) => folders.watcher = Some(watcher),
            Err(event_loss) => folders.doubt(event_loss),
        }
        folders
    }

    /// Events are not relied upon from now on; the first reason is kept to be told.
    fn doubt(&mut self, event_loss: EventLoss) {
        if !std::mem::replace(&mut self.doubted, true) {
            self.event_loss = Some(event_loss);
        }
    }

    /// Whether events alone say when it is time to look.
    pub fn suffice(&self) -> bool {
        self.proven && !self.layered && !self.doubted
    }

    /// Why they do not, once.
    pub fn event_loss(&mut self) -> Option<EventLoss> {
        self.event_loss.take()
    }

    /// A change was found where events said that there is one.
    pub fn told(&mut self) {
        self.proven = true;
    }

    /// The change of this path was found, and no event told of it.
    pub fn missed(&mut self, path: &str) {
        self.proven = false;
        self.doubt(EventLoss::Missed(path.to_string()));
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
    pub fn renew(&mut self) -> PendingEvents {
        let mut heard = std::mem::take(&mut *lock(&self.heard));
        if heard.lost {
            for path in std::mem::take(&mut self.watched).into_keys() {
                self.unwatch(&path);
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
                self.unwatch(&path);
            }
            let Some(identity) = there else { continue };
            self.look_at_kind(&path);
            if self.watch(&path, mode) {
                self.watched.insert(path, identity);
            }
        }
        heard
    }

    /// False for a folder that is gone again, or not ours to read: the look at the content
    /// says so.
    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> bool {
        let Some(watcher) = &mut self.watcher else {
            return true;
        };
        let Err(error) = watcher.watch(path, mode) else {
            return true;
        };
        let passes = match &error.kind {
            notify::ErrorKind::PathNotFound => true,
            notify::ErrorKind::Io(error) => matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied
            ),
            _ => false,
        };
        if passes {
            return false;
        }
        // Half of the folders are worth little: their watches are left to other programs.
        self.watcher = None;
        self.doubt(EventLoss::from_notify(error));
        true
    }

    /// Fails where the system has already dropped it.
    fn unwatch(&mut self, path: &Path) {
        if let Some(watcher) = &mut self.watcher {
            let _ = watcher.unwatch(path);
        }
    }

    /// Takes note of a file system that others change.
    fn look_at_kind(&mut self, path: &Path) {
        let Ok(folder) = path.strip_prefix(&self.root) else {
            return;
        };
        match mount_kind(path) {
            MountKind::Local => {}
            // Who changes it by this layer is heard: no word before one was missed.
            MountKind::Layered => self.layered = true,
            MountKind::Shared(kind) => self.doubt(EventLoss::Mount {
                folder: folder.to_string_lossy().into_owned(),
                kind,
            }),
        }
    }
}

fn lock(heard: &Mutex<PendingEvents>) -> std::sync::MutexGuard<'_, PendingEvents> {
    heard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The paths whose events concern us.
struct EventFilter {
    root: PathBuf,
    settings: PathBuf,
    folders: Vec<PathBuf>,
}

impl EventFilter {
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
pub fn identity(path: &Path) -> Option<FileId> {
    let meta = std::fs::metadata(path).ok()?;
    meta.is_dir().then(|| FileId::new(&meta))
}
