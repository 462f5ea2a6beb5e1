//! Incidents, maintenance and notices, told in updates.

use std::sync::{Arc, LazyLock};

use jiff::SignedDuration;
use jiff::fmt::serde::timestamp::nanosecond::{optional, required};
use serde::{Deserialize, Serialize};

use super::{Impact, KindWord, Lang, PlatformId, Scope, State, Status, Text};
use crate::time::Moment;

/// How long before its window a maintenance counts as announced where nobody tells when
/// it was: two weeks.
pub const LEAD: SignedDuration = SignedDuration::from_hours(14 * 24);

/// No window is announced earlier than that: some 115 years.
const FARTHEST: SignedDuration = SignedDuration::from_hours(14 * 24 * 3000);

/// Markdown as the author wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Markdown(pub String);

/// What a file tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Something unplanned.
    Incident,
    /// Something planned; it begins at [`Incident::began`].
    Maintenance {
        /// Planned end.
        #[serde(with = "required")]
        until: Moment,
        /// It ends by an update, not by its window (`ends: by hand`).
        by_hand: bool,
    },
    /// Changes no platform's state.
    Notice,
}

impl Kind {
    /// Which of the three it is.
    pub fn word(self) -> KindWord {
        match self {
            Kind::Incident => KindWord::Incident,
            Kind::Maintenance { .. } => KindWord::Maintenance,
            Kind::Notice => KindWord::Notice,
        }
    }
}

/// One incident, maintenance or notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// How long before that window its own words count as said, where no update tells when
    /// they were: [`LEAD`], or more while that would lie ahead
    /// ([`super::Model::settle_announcements`]).
    pub lead: SignedDuration,
    /// When the impact began; of a maintenance, when its window opens.
    #[serde(with = "required")]
    pub began: Moment,
    /// When the impact ended, where the file says it.
    #[serde(with = "optional")]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// It opens.
    #[serde(with = "required")]
    pub from: Moment,
    /// It closes, later than it opens.
    #[serde(with = "required")]
    pub until: Moment,
}

/// What readers see and can do; carried over from update to update.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// Permanent, unique in its incident.
    pub id: String,
    /// When it was said.
    #[serde(with = "required")]
    pub at: Moment,
    /// Status from now on.
    pub status: Status,
    /// The heading says `Update`: the status before it stays.
    pub keeps_status: bool,
    /// The post-incident review.
    pub review: bool,
    /// What it says.
    pub body: Text<Markdown>,
    /// Scope from now on; that of the update before, where it changed nothing. Stored by
    /// [`Incident::carried`].
    #[serde(skip, default = "nothing_affected")]
    pub scope: Arc<Scope>,
    /// What of the scope it changed.
    pub change: Change,
    /// Advice from now on; as the scope.
    #[serde(skip)]
    pub advice: Arc<Advice>,
    /// The promise it makes.
    pub promise: Option<Promise>,
    /// What was wrong in it.
    pub corrected: Option<Text>,
    /// When that was corrected, where the file says it.
    #[serde(with = "optional")]
    pub corrected_at: Option<Moment>,
    /// The window of a maintenance from now on, where this update moved it.
    pub window: Option<Window>,
}

fn nothing_affected() -> Arc<Scope> {
    static EMPTY: LazyLock<Arc<Scope>> = LazyLock::new(|| Arc::new(Scope::empty()));
    Arc::clone(&EMPTY)
}

/// Scope and advice of one update, where it changed them.
pub type Carried = (Option<Arc<Scope>>, Option<Arc<Advice>>);

/// What an update changed in the scope.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Platform, state before, state from now on.
    pub states: Vec<(PlatformId, State, State)>,
    /// Regions were named.
    pub regions: bool,
    /// Audiences were named.
    pub audiences: bool,
}

/// "Next update by ...".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Promise {
    /// By this time.
    By(#[serde(with = "required")] Moment),
    /// None is promised, for this reason.
    None(Text),
}

impl Advice {
    /// What can be translated as one text.
    pub fn texts(&self) -> [Option<&Text>; 2] {
        [self.workaround.as_ref(), self.short.as_ref()]
    }

    /// The same, each with its key.
    pub fn texts_mut(&mut self) -> [(&'static str, &mut Option<Text>); 2] {
        [
            ("workaround", &mut self.workaround),
            ("short", &mut self.short),
        ]
    }
}

impl Promise {
    /// The reason in `none, REASON`; empty where it gives none. `None` where the text
    /// promises something.
    pub fn reason(text: &str) -> Option<&str> {
        let (word, rest) = text.trim_start().split_at_checked("none".len())?;
        let is_none = word.eq_ignore_ascii_case("none") && !rest.starts_with(char::is_alphanumeric);
        let around = |c: char| c.is_whitespace() || ",;:-–—()".contains(c);
        is_none.then(|| rest.trim_matches(around))
    }

    /// `none, REASON`, as files have it.
    pub fn none(reason: &str) -> String {
        format!("none, {}", reason.trim())
    }
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

    /// What each update changed of what is carried over, after [`Incident::share`].
    pub fn carried(&self) -> Vec<Carried> {
        let (mut scope, mut advice) = (&self.scope, &self.advice);
        let mut all = Vec::with_capacity(self.updates.len());
        for update in &self.updates {
            let same_scope = Arc::ptr_eq(&update.scope, scope);
            let same_advice = Arc::ptr_eq(&update.advice, advice);
            all.push((
                (!same_scope).then(|| Arc::clone(&update.scope)),
                (!same_advice).then(|| Arc::clone(&update.advice)),
            ));
            (scope, advice) = (&update.scope, &update.advice);
        }
        all
    }

    /// The opposite of [`Incident::carried`].
    pub fn carry(&mut self, carried: Vec<Carried>) {
        let (mut scope, mut advice) = (Arc::clone(&self.scope), Arc::clone(&self.advice));
        for (update, (new_scope, new_advice)) in self.updates.iter_mut().zip(carried) {
            scope = new_scope.unwrap_or(scope);
            advice = new_advice.unwrap_or(advice);
            update.scope = Arc::clone(&scope);
            update.advice = Arc::clone(&advice);
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
    /// counts as announced [`Incident::lead`] before the window that its front matter
    /// gives.
    pub fn announced(&self) -> Moment {
        self.announced_with(self.lead)
    }

    /// The same, with the lead that counts at `now`.
    pub fn announced_by(&self, now: Moment) -> Moment {
        self.announced_with(self.lead_at(now))
    }

    fn announced_with(&self, lead: SignedDuration) -> Moment {
        match self.planned {
            Some(window) => before(window.from, lead),
            None => self.began,
        }
    }

    /// The lead that keeps [`Incident::announced`] from lying later than `now` or than the
    /// first update: [`LEAD`], doubled as often as it takes. It is the same for weeks, and
    /// for ever once there is an update, so that feeds are.
    pub(super) fn lead_at(&self, now: Moment) -> SignedDuration {
        let Some(window) = self.planned else {
            return LEAD;
        };
        let first = self.updates.first();
        let now = first.map_or(now, |first| first.at.min(now));
        let mut lead = LEAD;
        while before(window.from, lead) > now && lead < FARTHEST {
            lead *= 2;
        }
        lead
    }

    /// The moments at which [`Incident::lead`] becomes shorter, the latest first.
    pub fn leads(&self) -> impl Iterator<Item = Moment> {
        let shorter = |lead: &SignedDuration| (*lead < FARTHEST).then(|| *lead * 2);
        let leads = std::iter::successors(Some(LEAD), shorter);
        let opens = self.planned.map(|window| window.from);
        opens
            .into_iter()
            .flat_map(move |from| leads.clone().map(move |lead| before(from, lead)))
    }

    /// Makes begin and end those of the window that counts after the last update, and the
    /// lead what the first one leaves.
    pub fn settle_window(&mut self) {
        self.lead = self.lead_at(Moment::MAX);
        if let Some(window) = self.window()
            && let Kind::Maintenance { until, .. } = &mut self.kind
        {
            self.began = window.from;
            *until = window.until;
        }
    }

    /// The scope that holds now, whether or not the impact lasts.
    pub fn scope_now(&self) -> &Scope {
        self.newest().map_or(&self.scope, |update| &update.scope)
    }

    /// The newest word, the review left out. An update is said as soon as it stands in the
    /// file: no clock hides it, only [`super::Model::as_of`] looks back.
    pub fn newest(&self) -> Option<&Update> {
        self.newest_at().map(|at| &self.updates[at])
    }

    /// The number of the newest word.
    pub fn newest_at(&self) -> Option<usize> {
        self.told().next_back().map(|(at, _)| at)
    }

    /// Updates with their numbers, oldest first, reviews left out.
    pub fn told(&self) -> impl DoubleEndedIterator<Item = (usize, &Update)> {
        let all = self.updates.iter().enumerate();
        all.filter(|(_, update)| !update.review)
    }

    /// The first word, the review left out.
    pub fn first(&self) -> Option<&Update> {
        self.told().next().map(|(_, update)| update)
    }

    /// The next word after update number `at`, the review left out.
    pub fn next_after(&self, at: usize) -> Option<&Update> {
        let next = self.told().find(|(number, _)| *number > at);
        next.map(|(_, update)| update)
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

fn before(moment: Moment, span: SignedDuration) -> Moment {
    moment.saturating_sub(span).unwrap_or(moment)
}

/// What is now: the same as before, or what the next one is compared with.
fn carry<T: PartialEq>(now: &mut Arc<T>, before: &mut Arc<T>) {
    if now == before {
        *now = Arc::clone(before);
    } else {
        *before = Arc::clone(now);
    }
}
