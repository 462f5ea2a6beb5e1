//! What the preview shows: the last content without errors, and the errors since.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::watch;

use super::address::View;
use super::snapshot::Snapshot;
use crate::derive;
use crate::diagnostic::{Diagnostic, Format, print_all};
use crate::model::{Kind, Model};
use crate::pipeline::{self, Choice, Content};
use crate::time::{Moment, rfc3339};
use crate::watch::Validity;

/// Sites at a moment that are kept ready.
const MAX_SNAPSHOTS: usize = 4;

/// How long pages are tried before a save is shown. What is not tried by then is
/// rendered when it is asked for, and says then what is wrong with it.
const TRIAL_TIME: Duration = Duration::from_millis(60);

/// Stops of the slider, at most.
const MAX_STOPS: usize = 500;

/// What is shown.
#[derive(Debug)]
pub struct PreviewState {
    root: PathBuf,
    choice: Choice,
    pinned: bool,
    inner: Mutex<Inner>,
    generation: watch::Sender<u64>,
}

#[derive(Debug)]
struct Inner {
    content: Option<Arc<Content>>,
    errors: Option<String>,
    now: Moment,
    next: Option<Moment>,
    snapshots: VecDeque<(View, Snapshot)>,
    stops: Vec<String>,
}

impl Inner {
    /// Keeps a snapshot that answers, as the one that was asked last.
    fn keep(&mut self, view: View, snapshot: Snapshot) {
        if !snapshot.answers() {
            return;
        }
        self.snapshots.push_back((view, snapshot));
        if self.snapshots.len() > MAX_SNAPSHOTS {
            self.snapshots.pop_front();
        }
    }
}

/// What the bar shows.
#[derive(Debug, Serialize)]
pub struct BarState {
    generation: u64,
    /// All errors as text, when the files have some.
    errors: Option<String>,
    /// Whether there is a site to show at all.
    shown: bool,
    title: String,
    /// The clock of the preview, and the same in the zone of the site.
    now: String,
    local: String,
    next: Option<String>,
    /// Where the site stands by the clock of the preview. Of a pinned one, an address
    /// that tells the browser as well.
    home: String,
    languages: Vec<BarLanguage>,
    /// Moments at which the site says something new.
    stops: Vec<String>,
}

#[derive(Debug, Serialize)]
struct BarLanguage {
    code: String,
    /// Its folder in the site, empty for the first one.
    folder: String,
}

impl PreviewState {
    /// An empty preview. A `pinned` clock stands still at `now`.
    pub fn new(root: &Path, choice: Choice, pinned: bool, now: Moment) -> Self {
        Self {
            root: root.to_path_buf(),
            choice,
            pinned,
            inner: Mutex::new(Inner {
                content: None,
                errors: None,
                now,
                next: None,
                snapshots: VecDeque::new(),
                stops: Vec::new(),
            }),
            generation: watch::channel(0).0,
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts what was shown; wakes up whoever waits for something new.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.generation.subscribe()
    }

    /// As long as which clock what is shown is right; `None` while there is nothing.
    pub fn shown(&self) -> Option<Validity> {
        let inner = self.inner();
        inner.content.as_ref()?;
        Some(Validity {
            from: inner.now,
            until: inner.next,
        })
    }

    /// Reads the project anew, or only the files in `changed`, paths relative to it. With
    /// errors, the last good site stays.
    ///
    /// # Errors
    /// The findings, for the terminal; they are shown on the page as well.
    pub fn read(
        &self,
        now: Moment,
        changed: Option<&BTreeSet<&str>>,
    ) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
        let read = self.content(now, changed).and_then(|content| {
            let content = Arc::new(content);
            let (root, view) = (&self.root, self.view(now));
            let trial = self.trial(&content);
            let snapshot = Snapshot::tried(root, Arc::clone(&content), view, now, trial)?;
            Ok((content, snapshot))
        });
        let told = match read {
            Ok((content, snapshot)) => {
                let mut warnings = content.project.found.clone();
                if !self.choice.as_of {
                    let ahead = pipeline::warnings(&self.root, &content.model, now);
                    warnings.extend(ahead);
                }
                let stops = stops(&content.model);
                let mut inner = self.inner();
                inner.next = derive::next_change(&content.model, now);
                inner.content = Some(content);
                inner.errors = None;
                inner.now = now;
                inner.stops = stops;
                inner.snapshots.clear();
                inner.keep(self.view(now), snapshot);
                Ok(warnings)
            }
            Err(found) => {
                self.inner().errors = Some(print_all(&found, Format::Text { colour: false }));
                Err(found)
            }
        };
        self.generation.send_modify(|count| *count += 1);
        told
    }

    fn content(
        &self,
        now: Moment,
        changed: Option<&BTreeSet<&str>>,
    ) -> Result<Content, Vec<Diagnostic>> {
        let before = {
            let inner = self.inner();
            // After an error more has changed than what was saved last.
            inner.content.clone().filter(|_| inner.errors.is_none())
        };
        let renewed = before
            .zip(changed.filter(|_| !self.choice.as_of))
            .and_then(|(before, changed)| before.renewed(&self.root, changed));
        if let Some(content) = renewed {
            return Ok(content);
        }
        pipeline::read(&self.root, self.choice, now)
    }

    /// What the bar shows first: see [`BarState`].
    fn view(&self, now: Moment) -> View {
        if self.pinned {
            View::At(now)
        } else {
            View::Now
        }
    }

    /// How long pages are tried: at the start nothing is there to stay, and our own
    /// templates have been tried.
    fn trial(&self, content: &Content) -> Duration {
        let first = self.inner().content.is_none();
        if first || content.project.templates.is_empty() {
            Duration::ZERO
        } else {
            TRIAL_TIME
        }
    }

    /// By the clock, what is shown is right no longer: see [`PreviewState::shown`].
    pub fn tick(&self, now: Moment) {
        let mut inner = self.inner();
        inner.now = now;
        let content = inner.content.clone();
        inner.next = content.and_then(|content| derive::next_change(&content.model, now));
        inner.snapshots.clear();
        drop(inner);
        self.generation.send_modify(|count| *count += 1);
    }

    /// The site at a moment; `None` while there has been none without errors.
    pub fn snapshot(&self, view: View) -> Option<Snapshot> {
        let mut inner = self.inner();
        let content = Arc::clone(inner.content.as_ref()?);
        let at = inner.snapshots.iter().position(|(known, _)| *known == view);
        let kept = match at.and_then(|at| inner.snapshots.remove(at)) {
            Some((_, snapshot)) => snapshot,
            None => Snapshot::new(&self.root, content, view, inner.now),
        };
        inner.keep(view, kept.clone());
        Some(kept)
    }

    /// What the bar shows.
    pub fn bar_state(&self) -> BarState {
        let generation = *self.generation.borrow();
        let inner = self.inner();
        let site = inner.content.as_ref().map(|content| &content.model.site);
        let languages = site
            .map(|site| site.languages.as_slice())
            .unwrap_or_default();
        let in_zone = |moment| site.map(|site| rfc3339(moment, &site.zone));
        BarState {
            generation,
            errors: inner.errors.clone(),
            shown: site.is_some(),
            title: site.map_or_else(String::new, |site| {
                site.title.get(site.default_lang()).0.clone()
            }),
            now: inner.now.to_string(),
            local: in_zone(inner.now).unwrap_or_else(|| inner.now.to_string()),
            next: inner.next.and_then(in_zone),
            home: if self.pinned {
                format!("at/{}", inner.now)
            } else {
                "site".to_string()
            },
            languages: languages
                .iter()
                .enumerate()
                .map(|(at, lang)| BarLanguage {
                    code: lang.to_string(),
                    folder: if at == 0 {
                        String::new()
                    } else {
                        format!("{lang}/")
                    },
                })
                .collect(),
            stops: inner.stops.clone(),
        }
    }
}

/// The moments at which something begins, is said, or ends: the latest ones, in order.
fn stops(model: &Model) -> Vec<String> {
    let mut moments: Vec<Moment> = Vec::new();
    for incident in &model.incidents {
        moments.push(incident.began);
        moments.extend(incident.ended);
        if let Kind::Maintenance { until, .. } = incident.kind {
            moments.push(until);
        }
        moments.extend(incident.updates.iter().map(|update| update.at));
    }
    moments.sort_unstable();
    moments.dedup();
    let from = moments.len().saturating_sub(MAX_STOPS);
    moments[from..].iter().map(ToString::to_string).collect()
}
