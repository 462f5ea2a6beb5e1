//! Pieces that several pages show: times, words, platforms, updates, lines and cards.

use serde::Serialize;

use super::Html;

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
