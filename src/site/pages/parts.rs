//! Pieces of views that several pages share.

use jiff::SignedDuration;

use crate::derive::{self, Outcome};
use crate::model::{
    Advice, Incident, Kind, Lang, Markdown, PlatformId, Promise, Reach, Scope, State, Status, Text,
    Unaffected, Update,
};
use crate::render::view::{
    AdviceView, AuthorHtml, AuthorText, ChangeView, Html, IncidentLine, MovedView, PlatformState,
    PromiseView, ScopeView, TimeView, UpdateView, Word,
};
use crate::render::{Value, Words};
use crate::site::Context;
use crate::site::links::Links;
use crate::source::markdown::{self, Frame};
use crate::time::Moment;

/// Characters of a page's description: what search engines show.
const MAX_DESCRIPTION: usize = 160;

/// Makes pieces for one page.
#[derive(Debug, Clone)]
pub struct Parts<'a> {
    /// What the page is made of.
    pub context: Context<'a>,
    /// Addresses of its language.
    pub links: &'a Links<'a>,
    /// Path of the page in its language; `None` in a feed, where all is absolute.
    page: Option<&'a str>,
}

impl<'a> Parts<'a> {
    /// Pieces for the page at `page`.
    pub fn new(context: Context<'a>, links: &'a Links<'a>, page: &'a str) -> Self {
        Self {
            context,
            links,
            page: Some(page),
        }
    }

    /// Pieces for a feed.
    pub fn absolute(context: Context<'a>, links: &'a Links<'a>) -> Self {
        Self {
            context,
            links,
            page: None,
        }
    }

    /// The words of the page's language.
    pub fn words(&self) -> &'a Words {
        self.context.engine.words(self.links.lang)
    }

    /// Address of a page of this language, as seen from here.
    pub fn href(&self, to: &str) -> String {
        match self.page {
            Some(page) => self.links.from(page, to),
            None => self.links.absolute(&self.links.file(to)),
        }
    }

    /// A moment in words.
    pub fn time(&self, moment: Moment) -> TimeView {
        self.words().time(moment, &self.links.site.zone)
    }

    fn foreign(&self, lang: &Lang) -> Option<String> {
        (lang != self.links.lang).then(|| lang.to_string())
    }

    /// Text of an author.
    pub fn author(&self, text: &Text) -> AuthorText {
        let (said, lang) = text.get(self.links.lang);
        AuthorText {
            text: said.clone(),
            lang: self.foreign(lang),
        }
    }

    /// Markdown of an author. `sink` as in [`Frame`].
    pub fn prose(&self, text: &Text<Markdown>, sink: u8) -> AuthorHtml {
        let (said, lang) = text.get(self.links.lang);
        let (base, origin) = match self.page {
            // Authors write links as seen from the incident's page.
            Some(page) if page.starts_with("incidents/") => (String::new(), String::new()),
            Some(_) => (self.href("incidents/"), String::new()),
            None => (self.href("incidents/"), self.links.origin()),
        };
        let frame = Frame {
            base: &base,
            origin: &origin,
            sink,
        };
        AuthorHtml {
            html: Html(markdown::to_html(&said.0, &frame)),
            markdown: said.0.clone(),
            lang: self.foreign(lang),
        }
    }

    /// Name of a platform.
    pub fn platform(&self, id: PlatformId) -> String {
        self.links
            .site
            .platform(id)
            .name
            .get(self.links.lang)
            .0
            .clone()
    }

    /// A platform with its state.
    pub fn platform_state(&self, id: PlatformId, state: State) -> PlatformState {
        PlatformState {
            id: self.links.site.platform(id).key.clone(),
            name: self.platform(id),
            state: self.words().state(state),
        }
    }

    /// Names joined, or the word for all of them.
    fn reach<T: Copy>(&self, reach: &Reach<T>, all: &str, name: impl Fn(T) -> &'a Text) -> String {
        match reach {
            Reach::All => self.words().say(all, &[]),
            Reach::Only(ids) => {
                let names: Vec<String> = ids
                    .iter()
                    .map(|id| name(*id).get(self.links.lang).0.clone())
                    .collect();
                self.words().list(&names)
            }
        }
    }

    /// Regions in words.
    pub fn regions(&self, reach: &Reach<crate::model::RegionId>) -> String {
        let site = &self.context.model.site;
        self.reach(reach, "breadth-regions-all", |id| &site.regions[id.0].name)
    }

    /// Audiences in words.
    pub fn audiences(&self, reach: &Reach<crate::model::AudienceId>) -> String {
        let site = &self.context.model.site;
        self.reach(reach, "breadth-audiences-all", |id| {
            &site.audiences[id.0].name
        })
    }

    /// A scope, worst platforms first.
    pub fn scope(&self, scope: &Scope) -> ScopeView {
        let mut affected: Vec<(PlatformId, State)> =
            scope.affected.iter().map(|(p, s)| (*p, *s)).collect();
        affected.sort_by_key(|(platform, state)| (std::cmp::Reverse(*state), *platform));
        ScopeView {
            affected: affected
                .into_iter()
                .map(|(p, s)| self.platform_state(p, s))
                .collect(),
            regions: self.regions(&scope.regions),
            audiences: self.audiences(&scope.audiences),
            unaffected: scope
                .unaffected
                .iter()
                .map(|u| match u {
                    Unaffected::Platform(id) => AuthorText {
                        text: self.platform(*id),
                        lang: None,
                    },
                    Unaffected::Words(text) => self.author(text),
                })
                .collect(),
        }
    }

    /// What readers see and can do.
    pub fn advice(&self, advice: &Advice) -> AdviceView {
        AdviceView {
            symptoms: advice.symptoms.iter().map(|s| self.author(s)).collect(),
            error_text: advice.error_text.clone(),
            workaround: advice.workaround.as_ref().map(|w| self.author(w)),
        }
    }

    /// The promise of update number `at`; with a clock it can be overdue.
    pub fn promise(
        &self,
        incident: &Incident,
        at: usize,
        now: Option<Moment>,
    ) -> Option<PromiseView> {
        let late = |d: SignedDuration| Some(self.words().duration(d));
        let by = match incident.updates[at].promise.as_ref()? {
            Promise::None(reason) => {
                return Some(PromiseView {
                    outcome: "none",
                    by: None,
                    late_by: None,
                    reason: Some(self.author(reason)),
                });
            }
            Promise::By(by) => Some(self.time(*by)),
        };
        let (outcome, late_by) = match derive::outcome(incident, at, now)? {
            Outcome::Kept => ("kept", None),
            Outcome::Late(by) => ("late", late(by)),
            Outcome::Pending => ("pending", None),
            Outcome::Overdue(by) => ("overdue", late(by)),
        };
        Some(PromiseView {
            outcome,
            by,
            late_by,
            reason: None,
        })
    }

    /// Update number `at` of an incident.
    pub fn update(
        &self,
        incident: &Incident,
        at: usize,
        now: Option<Moment>,
        sink: u8,
    ) -> UpdateView {
        let update = &incident.updates[at];
        let body = self.prose(&update.body, sink);
        let words = self.words();
        UpdateView {
            anchor: Links::anchor(update),
            href: self.update_href(incident, update),
            status: if update.review {
                words.word("status", "review")
            } else {
                words.status(update.status)
            },
            keeps_status: update.keeps_status,
            review: update.review,
            time: self.time(update.at),
            translation_follows: body.lang.is_some() && !body.html.0.is_empty(),
            body,
            changes: update
                .change
                .states
                .iter()
                .map(|(platform, from, to)| ChangeView {
                    name: self.platform(*platform),
                    from: words.state(*from),
                    to: words.state(*to),
                })
                .collect(),
            regions: update
                .change
                .regions
                .then(|| self.regions(&update.scope.regions)),
            audiences: update
                .change
                .audiences
                .then(|| self.audiences(&update.scope.audiences)),
            moved: self.moved(incident, at),
            promise: self.promise(incident, at, now),
            corrected: update.corrected.as_ref().map(|c| self.author(c)),
        }
    }

    /// The window before and after update number `at`, if that moved it.
    fn moved(&self, incident: &Incident, at: usize) -> Option<MovedView> {
        let to = incident.updates[at].window?;
        let from = incident.window_before(at)?;
        (from != to).then(|| MovedView {
            from: self.window(from.from, from.until),
            to: self.window(to.from, to.until),
        })
    }

    /// Address of an update.
    pub fn update_href(&self, incident: &Incident, update: &Update) -> String {
        format!(
            "{}#{}",
            self.href(&Links::incident(incident)),
            Links::anchor(update)
        )
    }

    /// One line about an incident.
    pub fn line(&self, incident: &Incident) -> IncidentLine {
        let words = self.words();
        let widest = derive::widest_scope(incident);
        let names: Vec<String> = widest.affected.keys().map(|p| self.platform(*p)).collect();
        let over = match self.clock_for(incident) {
            Some(now) if derive::phase(incident, now) != derive::Phase::Over => None,
            _ => derive::over(incident),
        };
        let kind = match incident.kind {
            Kind::Incident => "incident",
            Kind::Maintenance { .. } => "maintenance",
            Kind::Notice => "notice",
        };
        IncidentLine {
            href: self.href(&Links::incident(incident)),
            address: self
                .links
                .absolute(&self.links.file(&Links::incident(incident))),
            kind: words.word("kind", kind),
            title: self.author(&incident.title),
            impact: words.impact(derive::impact(incident)),
            status: self.status_word(incident),
            drill: incident.drill,
            began: self.time(incident.began),
            ended: over.map(|over| self.time(over)),
            duration: over
                .and_then(|_| derive::duration(incident))
                .map(|d| words.duration(d)),
            platforms: words.list(&names),
        }
    }

    /// The clock, where it may show: on the home page, and for what ends by its
    /// window. Every other page is a function of the files.
    fn clock_for(&self, incident: &Incident) -> Option<Moment> {
        let clocked = self.page == Some("index.html") || derive::waits_for_clock(incident);
        clocked.then_some(self.context.now)
    }

    /// The status to show.
    fn status(&self, incident: &Incident) -> Status {
        let told = incident
            .updates
            .iter()
            .rev()
            .find(|u| !u.review)
            .map(|u| u.status);
        match (self.clock_for(incident), told) {
            (Some(now), _) => derive::status(incident, now),
            (None, Some(status)) => status,
            (None, None) if derive::over(incident).is_some() => Status::Resolved,
            (None, None) => Status::Investigating,
        }
    }

    /// The status in words.
    pub fn status_word(&self, incident: &Incident) -> Word {
        match self.clock_for(incident) {
            Some(now) => self.status_word_at(incident, now),
            None => self.words().status(self.status(incident)),
        }
    }

    /// The status in words at a moment: a window that ran out without a word from
    /// anybody is not called in progress.
    pub fn status_word_at(&self, incident: &Incident, at: Moment) -> Word {
        let mut word = self.words().status(derive::status(incident, at));
        if derive::overrun(incident, at) {
            word.word = self.words().say("status-overrun", &[]);
        }
        word
    }

    /// A window in words: one day is named once.
    pub fn window(&self, from: Moment, until: Moment) -> String {
        let (from_view, until_view) = (self.time(from), self.time(until));
        if from_view.date == until_view.date {
            let args = [
                ("date", Value::Text(&from_view.date)),
                ("from", Value::Text(&from_view.clock)),
                ("until", Value::Text(&until_view.clock)),
                ("zone", Value::Text(&until_view.zone)),
            ];
            return self.words().say("window", &args);
        }
        let args = [
            ("from", Value::Text(&from_view.full)),
            ("until", Value::Text(&until_view.full)),
            ("zone", Value::Text(&until_view.zone)),
        ];
        self.words().say("window-days", &args)
    }

    /// A page's description: the short text, else the first words that were said.
    pub fn description(&self, incident: &Incident) -> String {
        let said = |text: &Text<Markdown>| markdown::to_text(&text.get(self.links.lang).0.0);
        let newest = incident.updates.iter().rev().find(|u| !u.review);
        let advice = newest.map_or(&incident.advice, |u| &u.advice);
        let words = match (&advice.short, &incident.summary, newest) {
            (Some(short), ..) => short.get(self.links.lang).0.clone(),
            (None, Some(summary), _) => said(summary),
            (None, None, Some(update)) => said(&update.body),
            (None, None, None) => String::new(),
        };
        let words = if words.is_empty() {
            self.author(&incident.title).text
        } else {
            words
        };
        shorten(&words, MAX_DESCRIPTION)
    }
}

/// Cuts at a word, with an ellipsis.
pub fn shorten(words: &str, limit: usize) -> String {
    if words.chars().count() <= limit {
        return words.to_string();
    }
    let cut: String = words.chars().take(limit - 1).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.']))
}
