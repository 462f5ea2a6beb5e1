//! Our own documents: complete, versioned, and described by a JSON Schema that is
//! made from these very structs.
//!
//! Nothing here knows the clock: every document is a function of the files. What
//! depends on it (is a window open, did a promise run out) readers compute from the
//! times. Texts are maps from language to words; times carry the site's offset.

mod build;
mod collection;
mod listed;
mod schema;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;

use self::listed::Listed;
use crate::model;
use crate::time::{Moment, rfc3339};

pub use collection::{collection, single, single_path, year, year_path};
pub use schema::schema;

/// Version of the documents. A field that is added keeps it; one that is renamed,
/// removed or means something else raises it.
pub const VERSION: u32 = 2;

/// Words by language (BCP 47 tag).
type Texts = BTreeMap<String, String>;

/// A time with offset, RFC 3339.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(extend("format" = "date-time"))]
struct Time(String);

impl Time {
    fn new(moment: Moment, zone: &TimeZone) -> Self {
        Self(rfc3339(moment, zone))
    }
}

/// A URL.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(extend("format" = "uri"))]
struct Url(String);

type Impact = Listed<model::Impact>;
type State = Listed<model::State>;
type Status = Listed<model::Status>;

/// What a file tells.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Incident,
    Maintenance,
    Notice,
}

/// Planned times of a maintenance.
#[derive(Debug, Serialize, JsonSchema)]
struct Window {
    from: Time,
    until: Time,
    /// It ends by an update, not by its window.
    ends_by_hand: bool,
}

/// A platform with a state.
#[derive(Debug, Serialize, JsonSchema)]
struct PlatformState {
    /// Key in `site.platforms`.
    platform: String,
    state: State,
}

/// Something that is explicitly not affected: a platform, or plain words.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Unaffected {
    Platform(String),
    Words(Texts),
}

/// What is affected, where and for whom.
#[derive(Debug, Serialize, JsonSchema)]
struct Scope {
    /// In the site's order; empty: no platform.
    affected: Vec<PlatformState>,
    /// Keys in `site.regions`; null: all of them.
    regions: Option<Vec<String>>,
    /// Keys in `site.audiences`; null: all of them.
    audiences: Option<Vec<String>>,
    unaffected: Vec<Unaffected>,
    /// Impact written by hand; null: the worst state says it.
    stated_impact: Option<Impact>,
}

/// What readers see and can do.
#[derive(Debug, Serialize, JsonSchema)]
struct Advice {
    symptoms: Vec<Texts>,
    /// The exact text that an app shows.
    error_text: Option<String>,
    workaround: Option<Texts>,
    /// For chat and social posts.
    short: Option<Texts>,
}

/// What became of a promise, as far as the files tell it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// An update came in time.
    Kept,
    /// An update came later.
    Late,
    /// No update came yet. Compare `by` with your clock.
    Unanswered,
}

/// "Next update by", or why none is promised.
#[derive(Debug, Serialize, JsonSchema)]
struct Promise {
    /// null: none is promised, and `reason` says why.
    by: Option<Time>,
    reason: Option<Texts>,
    /// null where none is promised.
    outcome: Option<Outcome>,
    /// When the answer came.
    answered: Option<Time>,
    /// Whole minutes that it came late; 0 when kept.
    late_minutes: Option<i64>,
}

/// What an update changed in the scope.
#[derive(Debug, Serialize, JsonSchema)]
struct Change {
    platform: String,
    from: State,
    to: State,
}

/// One dated entry of a timeline.
#[derive(Debug, Serialize, JsonSchema)]
struct Update {
    /// Permanent; unique in its incident.
    id: String,
    /// On the page in the site's first language.
    url: Url,
    /// When it was said, as its heading tells.
    at: Time,
    /// When it was first published: files tell no other time than `at`.
    created: Time,
    /// When it was last changed: `created` while nothing is corrected, then the time of
    /// the correction; null where the file does not tell that.
    modified: Option<Time>,
    status: Status,
    /// The status of the entry before it stays.
    keeps_status: bool,
    /// The post-incident review.
    review: bool,
    /// Markdown.
    body: Texts,
    /// What holds from now on, whole.
    scope: Scope,
    changes: Vec<Change>,
    regions_changed: bool,
    audiences_changed: bool,
    /// What holds from now on, whole.
    advice: Advice,
    promise: Option<Promise>,
    /// What was wrong in it.
    corrected: Option<Texts>,
}

/// Speed and transparency as numbers; null: nothing to count.
#[derive(Debug, Serialize, JsonSchema)]
struct Scorecard {
    /// Whole minutes from `began` to the first update.
    minutes_to_first_word: Option<i64>,
    /// Whole minutes of the longest span between two updates while it was open.
    longest_silence_minutes: Option<i64>,
    promises_kept: usize,
    /// Kept or answered late.
    promises_made: usize,
    /// Whole days from its end to its first review.
    days_to_review: Option<i64>,
}

/// The same of all incidents that began in a year.
#[derive(Debug, Serialize, JsonSchema)]
struct YearScorecard {
    incidents: usize,
    median_minutes_to_first_word: Option<i64>,
    slowest_minutes_to_first_word: Option<i64>,
    longest_silence_minutes: Option<i64>,
    promises_kept: usize,
    promises_made: usize,
    reviews: usize,
    median_days_to_review: Option<i64>,
}

/// The key facts of an incident, a maintenance or a notice.
#[derive(Debug, Serialize, JsonSchema)]
struct Brief {
    /// Permanent.
    id: String,
    kind: Kind,
    title: Texts,
    /// Its page in the site's first language.
    url: Url,
    /// All of it.
    json: Url,
    /// When the impact began, or the window opens.
    began: Time,
    /// When it was over; null: the files do not tell it yet.
    ended: Option<Time>,
    /// What the newest update says; null: there is none.
    status: Option<Status>,
    impact: Impact,
    /// Platforms that it ever affected: keys in `site.platforms`.
    platforms: Vec<String>,
    /// How many updates it has.
    updates: usize,
}

/// An incident, a maintenance or a notice.
#[derive(Debug, Serialize, JsonSchema)]
struct Incident {
    /// Permanent.
    id: String,
    /// Name of its page.
    name: String,
    kind: Kind,
    /// The language it was written in.
    lang: String,
    title: Texts,
    /// Markdown before the first update.
    summary: Option<Texts>,
    /// Its page, by language.
    urls: BTreeMap<String, Url>,
    /// This object alone.
    json: Url,
    /// Old addresses that lead to its page.
    aliases: Vec<Url>,
    /// When the impact began, which may lie before the first word.
    began: Time,
    /// When it was over; null: the files do not tell it yet.
    ended: Option<Time>,
    window: Option<Window>,
    /// When readers first heard of it; null: its file alone announces it and does
    /// not say since when.
    created: Option<Time>,
    /// When readers last heard of it.
    modified: Option<Time>,
    /// What the newest update says; null: there is none.
    status: Option<Status>,
    impact: Impact,
    pinned: bool,
    /// The day on which the review is promised.
    #[schemars(extend("format" = "date"))]
    review_due: Option<String>,
    /// Scope before the first update.
    scope: Scope,
    /// Advice before the first update.
    advice: Advice,
    /// Oldest first.
    updates: Vec<Update>,
    /// null for what is no incident.
    scorecard: Option<Scorecard>,
}
