//! Incidents, maintenance and notices, told in updates.

use std::sync::Arc;

use super::{Impact, Lang, PlatformId, Scope, State, Status, Text};
use crate::time::Moment;

/// Markdown as the author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Markdown(pub String);

/// What a file tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something unplanned.
    Incident,
    /// Something planned; it begins at [`Incident::began`].
    Maintenance {
        /// Planned end.
        until: Moment,
        /// It ends by an update, not by its window (`ends: by hand`).
        by_hand: bool,
    },
    /// Changes no platform's state.
    Notice,
}

/// One incident, maintenance or notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// File name without `.md`: name of its page.
    pub name: String,
    /// Permanent id; the name unless the file says otherwise.
    pub id: String,
    /// Files it was read from, relative to the project, translations after the source.
    pub files: Arc<[String]>,
    /// Language of the file.
    pub lang: Lang,
    /// What it is.
    pub kind: Kind,
    /// Title.
    pub title: Text,
    /// Text before the first update.
    pub summary: Option<Text<Markdown>>,
    /// The window of a maintenance as the front matter gives it; updates may have moved it since.
    pub planned: Option<Window>,
    /// When the impact began; of a maintenance, when its window opens.
    pub began: Moment,
    /// When the impact ended, where the file says it.
    pub ended: Option<Moment>,
    /// Scope before the first update.
    pub scope: Arc<Scope>,
    /// Advice before the first update.
    pub advice: Arc<Advice>,
    /// Oldest first.
    pub updates: Vec<Update>,
    /// The file has updates, also where a view of the past leaves them out.
    pub had_updates: bool,
    /// Stays on top of the home page.
    pub pinned: bool,
    /// A rehearsal.
    pub drill: bool,
    /// Old addresses, relative to the site's root.
    pub aliases: Vec<String>,
    /// The day on which the review is due.
    pub review_due: Option<jiff::civil::Date>,
}

/// When a maintenance is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// It opens.
    pub from: Moment,
    /// It closes, later than it opens.
    pub until: Moment,
}

/// What readers see and can do; carried over from update to update.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Advice {
    /// What they see.
    pub symptoms: Vec<Text>,
    /// The exact text that an app shows.
    pub error_text: Option<String>,
    /// What they can do.
    pub workaround: Option<Text>,
    /// At most 280 characters, for chat and social posts.
    pub short: Option<Text>,
}

/// One dated entry of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// Permanent, unique in its incident.
    pub id: String,
    /// When it was said.
    pub at: Moment,
    /// Status from now on.
    pub status: Status,
    /// The heading says `Update`: the status before it stays.
    pub keeps_status: bool,
    /// The post-incident review.
    pub review: bool,
    /// What it says.
    pub body: Text<Markdown>,
    /// Scope from now on; that of the update before, where it changed nothing.
    pub scope: Arc<Scope>,
    /// What of the scope it changed.
    pub change: Change,
    /// Advice from now on; as the scope.
    pub advice: Arc<Advice>,
    /// The promise it makes.
    pub promise: Option<Promise>,
    /// What was wrong in it.
    pub corrected: Option<Text>,
    /// When that was corrected, where the file says it.
    pub corrected_at: Option<Moment>,
    /// The window of a maintenance from now on, where this update moved it.
    pub window: Option<Window>,
}

/// What an update changed in the scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Platform, state before, state from now on.
    pub states: Vec<(PlatformId, State, State)>,
    /// Regions were named.
    pub regions: bool,
    /// Audiences were named.
    pub audiences: bool,
}

/// "Next update by ...".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Promise {
    /// By this time.
    By(Moment),
    /// None is promised, for this reason.
    None(Text),
}

impl Incident {
    /// The order of the model: as they began, then by name.
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.began, &self.name).cmp(&(other.began, &other.name))
    }

    /// Lets updates that change nothing of scope or advice hold those of the update before:
    /// of a long history these are most.
    pub fn share(&mut self) {
        let (mut scope, mut advice) = (Arc::clone(&self.scope), Arc::clone(&self.advice));
        for update in &mut self.updates {
            carry(&mut update.scope, &mut scope);
            carry(&mut update.advice, &mut advice);
        }
    }

    /// The window of a maintenance: as planned, or where an update moved it last.
    pub fn window(&self) -> Option<Window> {
        self.window_before(self.updates.len())
    }

    /// The window before update number `at`.
    pub fn window_before(&self, at: usize) -> Option<Window> {
        let moved = self.updates[..at].iter().rev().find_map(|u| u.window);
        moved.or(self.planned)
    }

    /// When the file's own words were said. Of a maintenance nobody knows it; it
    /// counts as announced 14 days before the window that its front matter gives.
    pub fn announced(&self) -> Moment {
        match self.planned {
            Some(window) => window
                .from
                .saturating_sub(jiff::SignedDuration::from_hours(14 * 24))
                .unwrap_or(window.from),
            None => self.began,
        }
    }

    /// Makes begin and end those of the window that counts after the last update.
    pub fn settle_window(&mut self) {
        if let Some(window) = self.window()
            && let Kind::Maintenance { until, .. } = &mut self.kind
        {
            self.began = window.from;
            *until = window.until;
        }
    }

    /// The scope that holds at `now`, whether or not the impact lasts.
    pub fn scope_at(&self, now: Moment) -> &Scope {
        self.update_at(now)
            .map_or(&self.scope, |update| &update.scope)
    }

    /// The newest update at `now`, the review left out.
    pub fn update_at(&self, now: Moment) -> Option<&Update> {
        self.updates.iter().rev().find(|u| u.at <= now && !u.review)
    }

    /// Scope before the first update, then after each that changed it.
    pub fn scopes(&self) -> impl Iterator<Item = &Scope> {
        let mut before: Option<&Arc<Scope>> = None;
        std::iter::once(&self.scope)
            .chain(self.updates.iter().map(|update| &update.scope))
            .filter(move |scope| {
                let same = before.is_some_and(|before| Arc::ptr_eq(before, scope));
                before = Some(scope);
                !same
            })
            .map(|scope| &**scope)
    }

    /// The impact that the file gives by hand, the gravest of its updates.
    pub fn stated_impact(&self) -> Option<Impact> {
        self.scopes().filter_map(|s| s.impact).max()
    }
}

/// What is now: the same as before, or what the next one is compared with.
fn carry<T: PartialEq>(now: &mut Arc<T>, before: &mut Arc<T>) {
    if now == before {
        *now = Arc::clone(before);
    } else {
        *before = Arc::clone(now);
    }
}
