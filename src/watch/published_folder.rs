//! Whether a published folder still stands.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::event::{EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;

use super::event_loss::EventLoss;
use super::folder_watches::identity;
use super::watcher::watcher;
use crate::disk::FileId;

/// How often it is looked where the system tells nothing.
const POLL: Duration = Duration::from_secs(5);

/// How long whoever takes it away is given to be done.
const REMOVAL_GRACE: Duration = Duration::from_millis(250);

/// What must stand at the top of a published folder. What is in its folders is not
/// looked at: a person takes away a site, or a folder of it.
#[derive(Debug)]
pub struct PublishedFolder {
    out: PathBuf,
    names: Vec<String>,
    /// The folder that is listened to: another one takes its name with each build.
    folder: Option<FileId>,
    /// Told of what goes; `None` where the system refuses.
    told: Option<(RecommendedWatcher, Arc<Notify>)>,
}

impl PublishedFolder {
    /// The folder `out`, in which `names` must stand.
    pub fn new(out: &Path, names: impl Iterator<Item = String>) -> Self {
        Self {
            out: out.to_path_buf(),
            names: names.collect(),
            folder: identity(out),
            told: listen(out).ok(),
        }
    }

    /// Returns when something is gone.
    pub async fn loses_something(&mut self) {
        while self.stands() {
            let folder = identity(&self.out);
            if folder != self.folder {
                self.folder = folder;
                self.told = listen(&self.out).ok();
                continue;
            }
            match &self.told {
                Some((_, told)) => told.notified().await,
                None => tokio::time::sleep(POLL).await,
            }
        }
        tokio::time::sleep(REMOVAL_GRACE).await;
    }

    fn stands(&self) -> bool {
        let there = |name: &String| self.out.join(name).symlink_metadata().is_ok();
        self.names.iter().all(there)
    }
}

/// What is written there is no news; what goes is.
fn listen(out: &Path) -> Result<(RecommendedWatcher, Arc<Notify>), EventLoss> {
    let told = Arc::new(Notify::new());
    let tell = Arc::clone(&told);
    let mut watcher = watcher(move |event: notify::Result<notify::Event>| {
        let goes = |event: &notify::Event| {
            event.need_rescan()
                || matches!(
                    event.kind,
                    EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
                )
        };
        if event.as_ref().map_or(true, goes) {
            tell.notify_one();
        }
    })?;
    for folder in [Some(out), out.parent()].into_iter().flatten() {
        let watched = watcher.watch(folder, RecursiveMode::NonRecursive);
        watched.map_err(EventLoss::from_notify)?;
    }
    Ok((watcher, told))
}
