//! Whole pages, and what only one of them shows.

use serde::Serialize;

use super::{
    AdviceView, AuthorHtml, AuthorText, IncidentCard, IncidentLine, MaintenanceCard, NavItem,
    PromiseView, ScopeView, TimeView, UpdateView, Word,
};

#[derive(Debug, Clone, Serialize)]
pub struct PlatformGroup {
    /// `None`: platforms that stand in no group.
    pub name: Option<String>,
    /// Worst state in the group.
    pub state: Word,
    /// `99.98%`; `None` where nothing counts.
    pub uptime: Option<String>,
    pub platforms: Vec<PlatformRow>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PlatformRow {
    pub id: String,
    /// Its name as it stands in its group.
    pub name: String,
    /// Its name anywhere else: with its group where another has the name too.
    pub full_name: String,
    pub state: Word,
    pub href: String,
    pub bars: BarsView,
}

/// Days as bars: all of them operational in the shape that a page draws once,
/// and here only what differs, as paths for an SVG. The words say the same.
#[derive(Debug, Clone, Serialize)]
pub struct BarsView {
    /// `99.98%`; `None` where nothing counts.
    pub uptime: Option<String>,
    /// `Last 90 days: 99.98% uptime, trouble on 2 days`
    pub label: String,
    /// Bars that are not the operational ones.
    pub covered: String,
    /// Days of which nothing is known.
    pub unknown: String,
    /// By state.
    pub marks: Vec<BarsMark>,
}

#[derive(Debug, Clone, Serialize)]
pub struct BarsMark {
    pub key: &'static str,
    pub path: String,
}

/// What a page draws once for all bars.
#[derive(Debug, Clone, Serialize)]
pub struct BarsShape {
    /// Four for each day: a bar of three, and a gap.
    pub width: usize,
    /// `90 days`
    pub span: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Headline {
    /// Worst state now, as key: `operational` ... `major_outage`.
    pub state: Word,
    /// The same, or `open` where an incident is open and every platform works.
    pub key: &'static str,
    /// The sentence: `Major outage on 5 of 8 platforms`.
    pub text: String,
    /// `5 of 8 platforms, all regions`; `None` when all is well.
    pub breadth: Option<String>,
    pub as_of: TimeView,
}

#[derive(Debug, Clone, Serialize)]
pub struct DayView {
    pub iso: String,
    /// `Wednesday 18 November`
    pub label: String,
    pub incidents: Vec<IncidentLine>,
}

/// `index.html`
#[derive(Debug, Clone, Serialize)]
pub struct HomeView {
    pub headline: Headline,
    pub open: Vec<IncidentCard>,
    pub drills: Vec<IncidentCard>,
    pub maintenance_now: Vec<MaintenanceCard>,
    pub maintenance_ahead: Vec<MaintenanceCard>,
    pub notices: Vec<IncidentCard>,
    pub groups: Vec<PlatformGroup>,
    pub bars: BarsShape,
    /// The last seven days, today first.
    pub days: Vec<DayView>,
    pub history_href: String,
    /// What a reader can pick to ask "am I affected?"; `None` while nothing is open.
    pub pick: Option<PickView>,
}

/// The lists of "am I affected?".
#[derive(Debug, Clone, Serialize)]
pub struct PickView {
    pub platforms: Vec<Choice>,
    pub regions: Vec<Choice>,
    pub audiences: Vec<Choice>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PlatformLink {
    pub id: String,
    pub name: String,
    pub href: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub id: String,
    pub name: String,
}

/// `incidents/NAME.html`
#[derive(Debug, Clone, Serialize)]
pub struct IncidentPageView {
    pub line: IncidentLine,
    /// From when to when, in words: of a maintenance, and of an incident that is over.
    pub window: Option<String>,
    pub until: Option<TimeView>,
    /// Scope as it is; of what is over, at its widest.
    pub scope: ScopeView,
    pub advice: AdviceView,
    pub summary: Option<AuthorHtml>,
    /// Newest first; the review is not among them.
    pub updates: Vec<UpdateView>,
    pub review: Option<UpdateView>,
    /// A day; its `iso` is a date without a time.
    pub review_due: Option<TimeView>,
    /// `4 of 5`; `None` when nothing was promised.
    pub promises: Option<PromiseTally>,
    pub short: Option<AuthorText>,
    /// The newest promise of an incident that is not over.
    pub next: Option<PromiseView>,
    /// As on the home page; `None` once it is over.
    pub pick: Option<PickView>,
    /// The history page of the month.
    pub month_href: String,
    pub month_label: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct PromiseTally {
    pub kept: usize,
    pub made: usize,
}

#[derive(Debug, Clone, Serialize)]
pub struct MonthLink {
    pub label: String,
    pub href: String,
    pub count: usize,
    pub incidents: Vec<IncidentLine>,
}

/// `history.html`
#[derive(Debug, Clone, Serialize)]
pub struct HistoryView {
    /// Newest first. Titles stand here for the newest months; every month has its page.
    pub months: Vec<MonthLink>,
    /// Years that have a search index, newest first, with a space between.
    pub years: String,
    /// For the search.
    pub platforms: Vec<PlatformLink>,
    /// Newest first; empty where no incident was ever reported.
    pub scorecard: Vec<ScorecardYear>,
}

/// Speed and transparency of a year, in words; what cannot be counted is left out.
#[derive(Debug, Clone, Serialize)]
pub struct ScorecardYear {
    pub year: i16,
    pub incidents: usize,
    pub first_word: Option<String>,
    pub slowest: Option<String>,
    pub silence: Option<String>,
    pub promises: Option<PromiseTally>,
    pub reviews: usize,
    pub review: Option<String>,
}

/// `history/YYYY-MM.html`
#[derive(Debug, Clone, Serialize)]
pub struct MonthView {
    pub label: String,
    /// Newest first.
    pub incidents: Vec<IncidentLine>,
    pub earlier: Option<NavItem>,
    pub later: Option<NavItem>,
}

/// A page that only leads elsewhere: an old address of an incident.
#[derive(Debug, Clone, Serialize)]
pub struct RedirectView {
    pub href: String,
    pub title: AuthorText,
}

/// The body of one entry of a feed.
#[derive(Debug, Clone, Serialize)]
pub struct FeedItemView {
    pub status: Word,
    /// `Impact: Major`, of incidents.
    pub impact: Option<String>,
    /// What the entry corrects.
    pub corrects: Option<CorrectsView>,
    pub summary: Option<AuthorHtml>,
    pub scope: ScopeView,
    /// One update, or all of an incident, newest first.
    pub updates: Vec<UpdateView>,
    /// The window in words, for maintenance.
    pub window: Option<String>,
}

/// `subscribe.html`
#[derive(Debug, Clone, Serialize)]
pub struct SubscribeView {
    pub groups: Vec<FeedGroup>,
    pub calendars: Vec<FeedRow>,
    /// Relative address of `feeds.opml`.
    pub opml: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct FeedGroup {
    /// For the heading's id.
    pub key: &'static str,
    pub heading: String,
    /// How to choose.
    pub words: String,
    pub feeds: Vec<FeedRow>,
}

/// A feed or calendar with its files.
#[derive(Debug, Clone, Serialize)]
pub struct FeedRow {
    pub title: String,
    pub purpose: String,
    pub files: Vec<FeedFile>,
}

#[derive(Debug, Clone, Serialize)]
pub struct FeedFile {
    /// `RSS`, `Atom`, `JSON`, `iCalendar`
    pub format: &'static str,
    pub href: String,
    /// Media type.
    pub media: &'static str,
}

/// A link to what an entry corrects.
#[derive(Debug, Clone, Serialize)]
pub struct CorrectsView {
    /// Absolute address.
    pub href: String,
    pub words: String,
}

/// `platforms/ID.html`
#[derive(Debug, Clone, Serialize)]
pub struct PlatformPageView {
    pub row: PlatformRow,
    pub group: Option<String>,
    /// The uptime of its group and how it comes about, in one sentence.
    pub group_uptime: Option<String>,
    pub shape: BarsShape,
    /// The day from which its uptime counts.
    pub since: Option<String>,
    /// How the number comes about.
    pub formula: FormulaView,
    /// Days with trouble, newest first.
    pub days: Vec<BarDay>,
    /// What touched it, newest first.
    pub incidents: Vec<IncidentLine>,
    /// There is more than that; where all of it is.
    pub history_href: Option<String>,
}

/// The inputs of an uptime.
#[derive(Debug, Clone, Serialize)]
pub struct FormulaView {
    /// `statuspage`, `incident_io`, `openstatus` or `own`.
    pub weights: &'static str,
    /// Time that counts, in words.
    pub counted: String,
    /// Time that counts as down, in words.
    pub down: String,
    pub rows: Vec<FormulaRow>,
}

#[derive(Debug, Clone, Serialize)]
pub struct FormulaRow {
    pub state: Word,
    /// Time in this state, in words.
    pub time: String,
    /// `30%`
    pub weight: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct BarDay {
    pub iso: String,
    pub label: String,
    pub worst: Word,
    /// Time in every state but operational.
    pub parts: Vec<FormulaRow>,
}
