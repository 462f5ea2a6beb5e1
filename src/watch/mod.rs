//! What changes in a project's folder, and when the clock changes what it says.
//!
//! Takes the folder; gives a signal when its content may have changed, and says what
//! did. Must not know what the files mean. Events are only a reason to look, and say where:
//! what has changed is found by content, so lost, doubled and misleading events do no harm
//! (`docs/decisions/0046-watching.md`). Where they do not come at all, it looks by itself
//! (`docs/decisions/0083-looking.md`).

mod event_loss;
mod folder_watches;
mod input_hashes;
mod published_folder;
mod signal;
mod watcher;

use std::collections::BTreeSet;
use std::future::Future;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

pub use event_loss::EventLoss;
pub use input_hashes::FileChange;
pub use published_folder::PublishedFolder;
pub use signal::{StopSignal, stop_signal};

use crate::time::Moment;
use folder_watches::FolderWatches;
use input_hashes::InputHashes;

/// How long the folder must be still before it is looked at.
const DEBOUNCE: Duration = Duration::from_millis(20);

/// How long events may go on before it is looked at all the same.
const MAX_DEBOUNCE: Duration = Duration::from_millis(200);

/// The longest sleep. A sleep is measured by the monotonic clock, which nobody can set and
/// which stands still while the machine is suspended; the moments that are waited for are
/// those of the wall clock. So it is read again after this time, whatever was computed
/// before: a clock that was set forwards or back, or a machine that slept, is noticed
/// within it (`docs/decisions/0076-the-clock-goes-back.md`).
const MAX_SLEEP: Duration = Duration::from_secs(20);

/// How often it looks where events do not come, or have not come yet.
const POLL: Duration = Duration::from_secs(2);

/// At most one part in so many of the time goes into looking.
const POLL_SHARE: u32 = 40;

/// How late an event may come for what was found without it.
const EVENT_GRACE: Duration = Duration::from_secs(1);

/// How often a folder that is gone is looked for, where nothing above it can say so.
const POLL_MISSING: Duration = Duration::from_secs(1);

/// Why it is time to build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The clock reached the moment that was waited for.
    Clock,
    /// Content changed: what, sorted by path.
    Saved(Vec<(String, FileChange)>),
}

impl Reason {
    /// The files, where all that happened is that files changed which were there before.
    pub fn edited(&self) -> Option<BTreeSet<&str>> {
        let Reason::Saved(changes) = self else {
            return None;
        };
        let edited = changes.iter().map(|(path, change)| match change {
            FileChange::Edited => Some(path.as_str()),
            FileChange::New | FileChange::Gone => None,
        });
        edited.collect()
    }
}

/// What stands now, and as long as which clock it is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// It was made for this moment: before it, other things may have held.
    pub from: Moment,
    /// The first moment behind it at which the clock changes it.
    pub until: Option<Moment>,
}

impl Validity {
    /// Whether it is right by this clock.
    pub fn holds(&self, now: Moment) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

/// Watches one project.
#[derive(Debug)]
pub struct ProjectWatcher {
    root: PathBuf,
    folders: FolderWatches,
    content: InputHashes,
    /// How long the last look at all took.
    cost: Duration,
}

impl ProjectWatcher {
    /// Begins to watch `root`: what changes from now on is a change.
    pub fn new(root: &Path) -> Self {
        let root = fixed(root);
        let mut folders = FolderWatches::new(&root);
        folders.renew();
        let mut watch = Self {
            root,
            folders,
            content: InputHashes::default(),
            cost: Duration::ZERO,
        };
        watch.look();
        watch
    }

    /// Words for a person, once, where the system does not tell of changes.
    pub fn warning(&mut self) -> Option<String> {
        let event_loss = self.folders.event_loss()?;
        Some(format!(
            "warning: {event_loss}. Changes are found by looking, every {} seconds or so; that is slower and costs more.",
            self.pause().as_secs()
        ))
    }

    fn look(&mut self) -> Vec<(String, FileChange)> {
        let begun = Instant::now();
        let changes = self.content.look(&self.root);
        self.cost = begun.elapsed();
        changes
    }

    /// The longest time without a look.
    fn pause(&self) -> Duration {
        if !self.folders.complete() {
            POLL_MISSING
        } else if self.folders.suffice() {
            MAX_SLEEP
        } else {
            POLL.max(self.cost * POLL_SHARE).min(MAX_SLEEP)
        }
    }

    /// The project's folder, by a name that stays right when the folder is replaced.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Waits until content has changed, or until what is `shown` is right no longer by the
    /// `clock`, which may have been set back as well. `None` where no clock changes
    /// anything. Whoever drops the wait before its end builds before the next one.
    ///
    /// # Errors
    /// The clock cannot be read.
    pub async fn wait(
        &mut self,
        shown: Option<Validity>,
        clock: &impl Fn() -> Result<Moment, String>,
    ) -> Result<Reason, String> {
        loop {
            let events = self.folders.events();
            let until = match shown {
                Some(shown) => {
                    let now = clock()?;
                    if !shown.holds(now) {
                        return Ok(Reason::Clock);
                    }
                    let left = shown.until.map(|until| until.duration_since(now));
                    let left = left.and_then(|left| Duration::try_from(left).ok());
                    left.unwrap_or(MAX_SLEEP).min(MAX_SLEEP)
                }
                None => MAX_SLEEP,
            };
            let complete = self.folders.complete();
            let told = within(until.min(self.pause()), events.notified()).await;
            if told {
                debounce(&events).await;
            }
            let heard = self.folders.renew();
            let changes = if told && !heard.all && self.folders.suffice() {
                self.content.look_at(&self.root, &heard.paths)
            } else {
                self.look()
            };
            let Some((first, _)) = changes.first() else {
                continue;
            };
            if told {
                self.folders.told();
            } else if complete && !within(EVENT_GRACE, events.notified()).await {
                self.folders.missed(first);
            }
            return Ok(Reason::Saved(changes));
        }
    }
}

/// Whether it came within a time.
async fn within(time: Duration, what: impl Future<Output = ()>) -> bool {
    tokio::time::timeout(time, what).await.is_ok()
}

/// Waits until no event has come for a while.
async fn debounce(events: &Notify) {
    let begun = tokio::time::Instant::now();
    while begun.elapsed() < MAX_DEBOUNCE && within(DEBOUNCE, events.notified()).await {}
}

fn fixed(root: &Path) -> PathBuf {
    let upwards = root.components().any(|part| part == Component::ParentDir);
    let fixed = if upwards {
        root.canonicalize()
    } else {
        std::path::absolute(root)
    };
    fixed.unwrap_or_else(|_| root.to_path_buf())
}
