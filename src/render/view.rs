//! What templates see: plain structs, made for one page, already localised.
//!
//! Takes nothing and decides nothing: `site::pages` fills these structs, the
//! engine hands them to a template. Text is escaped by the template; a field of
//! type [`Html`] is the only one that is markup already. Must not know the
//! model, the clock or the disk. `docs/templates.md` lists every field; here only
//! those are explained that their names do not explain.

#![allow(missing_docs)]

use serde::{Serialize, Serializer};

/// Markup that is safe to print as it is: rendered and cleaned by `source::markdown`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(pub String);

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// What every page has.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// BCP 47 tag of the page, for `<html lang>`.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// For `<title>`: unique in the site.
    pub title: String,
    /// For `<meta name="description">`.
    pub description: String,
    /// Absolute address of this page.
    pub canonical: String,
    /// Relative path from this page to the site's root: `""`, `"../"`, ...
    pub root: String,
    /// Relative path from this page to the home page of its language.
    pub home: String,
    pub site: SiteView,
    pub nav: Vec<NavItem>,
    /// The other languages of this page (and its own, marked `current`).
    pub languages: Vec<LanguageLink>,
    /// Feeds to advertise by `<link rel="alternate">`.
    pub feeds: Vec<FeedLink>,
    /// Style sheet to put inside the page; `None`: link to `style.css`.
    pub css: Option<Html>,
    /// Script to put inside the page; `None`: link to `script.js`.
    pub script: Option<Html>,
    /// Relative path from this page to the root of its language.
    pub folder: String,
    /// Content security policy, for a meta element.
    pub policy: String,
    /// Absolute address of the card image.
    pub card: Option<String>,
    /// `website` or `article` (OpenGraph, `og:type`).
    pub og_type: &'static str,
    /// The page of a rehearsal: search engines leave it out.
    pub drill: bool,
    /// JSON-LD.
    pub linked_data: Option<Html>,
}

#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    pub title: String,
    /// Absolute address of the site in this language, with a slash at its end.
    pub address: String,
    pub description: Option<String>,
    /// Address of the help pages.
    pub support: Option<String>,
    /// The owner's logo, as a `data:` address.
    pub logo: Option<String>,
    /// Path of the icon from the site's root.
    pub icon: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct NavItem {
    pub label: String,
    pub href: String,
    pub current: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct LanguageLink {
    pub lang: String,
    /// The language's own name: `English`, `français`.
    pub name: String,
    /// Relative address.
    pub href: String,
    /// Absolute address, for `hreflang`.
    pub absolute: String,
    pub current: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct FeedLink {
    pub title: String,
    pub href: String,
    /// Media type.
    pub media: &'static str,
    /// What the feed is for, in one sentence.
    pub purpose: String,
}

/// A moment, in the words of the page's language and the site's zone.
#[derive(Debug, Clone, Serialize)]
pub struct TimeView {
    /// RFC 3339 with offset, for `<time datetime>`.
    pub iso: String,
    /// `18 Nov 2026, 14:20`
    pub full: String,
    /// `18 November 2026`
    pub date: String,
    /// `14:20`
    pub clock: String,
    /// `GMT+1`
    pub zone: String,
}

/// A state, status or impact: the key for CSS classes and icons, the word for people.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Word {
    /// `major_outage`, `investigating`, `critical`, ...
    pub key: &'static str,
    pub word: String,
}

/// Text of an author. `lang` is set when it is not in the page's language.
#[derive(Debug, Clone, Serialize)]
pub struct AuthorText {
    pub text: String,
    pub lang: Option<String>,
}

/// Like [`AuthorText`], but rendered Markdown.
#[derive(Debug, Clone, Serialize)]
pub struct AuthorHtml {
    pub html: Html,
    /// The same as it was written, for text twins.
    pub markdown: String,
    pub lang: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PlatformState {
    pub id: String,
    pub name: String,
    pub state: Word,
}

/// One line about what an incident touches.
#[derive(Debug, Clone, Serialize)]
pub struct ScopeView {
    /// Platforms in scope with their states, worst first.
    pub affected: Vec<PlatformState>,
    /// `all regions`, or the names joined by the language's rules.
    pub regions: String,
    /// `all plans`, or the names.
    pub audiences: String,
    /// What is explicitly not affected.
    pub unaffected: Vec<AuthorText>,
}

/// What readers see and can do.
#[derive(Debug, Clone, Serialize)]
pub struct AdviceView {
    pub symptoms: Vec<AuthorText>,
    /// The exact text that an app shows, never translated.
    pub error_text: Option<String>,
    pub workaround: Option<AuthorText>,
}

/// A promise: "next update by ...".
#[derive(Debug, Clone, Serialize)]
pub struct PromiseView {
    /// `kept`, `late`, `pending`, `overdue`, `none`.
    pub outcome: &'static str,
    /// The promised time; `None` with outcome `none`.
    pub by: Option<TimeView>,
    /// How late in words (`12 minutes`), with `late` and `overdue`.
    pub late_by: Option<String>,
    /// Why no update is promised, with `none`.
    pub reason: Option<AuthorText>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ChangeView {
    pub name: String,
    pub from: Word,
    pub to: Word,
}

/// A window that was moved, in words.
#[derive(Debug, Clone, Serialize)]
pub struct MovedView {
    pub from: String,
    pub to: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct UpdateView {
    /// Fragment of this update on its page.
    pub anchor: String,
    /// Relative address with fragment.
    pub href: String,
    pub status: Word,
    /// The update repeats the status before it ("Update").
    pub keeps_status: bool,
    pub review: bool,
    pub time: TimeView,
    pub body: AuthorHtml,
    /// The text is not yet translated into the page's language.
    pub translation_follows: bool,
    pub changes: Vec<ChangeView>,
    /// Regions, when this update changed them.
    pub regions: Option<String>,
    /// Audiences, when this update changed them.
    pub audiences: Option<String>,
    /// The window, when this update moved it.
    pub moved: Option<MovedView>,
    /// The promise made here; on the incident's page with its outcome.
    pub promise: Option<PromiseView>,
    /// What was wrong in this update.
    pub corrected: Option<AuthorText>,
}

/// An incident, maintenance or notice as home and history show it in one line.
#[derive(Debug, Clone, Serialize)]
pub struct IncidentLine {
    pub href: String,
    /// Absolute address.
    pub address: String,
    /// `incident`, `maintenance`, `notice`.
    pub kind: Word,
    pub title: AuthorText,
    pub impact: Word,
    pub status: Word,
    pub drill: bool,
    pub began: TimeView,
    pub ended: Option<TimeView>,
    /// `2 hours`; `None` while it goes on.
    pub duration: Option<String>,
    /// Names of the platforms, joined.
    pub platforms: String,
}

/// An open incident on the home page: what you see, what to do, what is not
/// affected, when the next word comes.
#[derive(Debug, Clone, Serialize)]
pub struct IncidentCard {
    pub line: IncidentLine,
    pub scope: ScopeView,
    pub advice: AdviceView,
    /// The promise of the newest update.
    pub next: Option<PromiseView>,
    /// Text before the first update, where there is no update yet.
    pub summary: Option<AuthorHtml>,
    pub latest: Option<UpdateView>,
    /// Updates before the latest.
    pub earlier: usize,
}

#[derive(Debug, Clone, Serialize)]
pub struct MaintenanceCard {
    /// The incident's id.
    pub id: String,
    pub line: IncidentLine,
    pub scope: ScopeView,
    pub from: TimeView,
    pub until: TimeView,
    /// `18 Nov 2026, 22:00 – 23:30 GMT+1`
    pub window: String,
    pub summary: Option<AuthorHtml>,
    pub latest: Option<UpdateView>,
}

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
    pub name: String,
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
    /// All that ever touched it, newest first.
    pub incidents: Vec<IncidentLine>,
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
