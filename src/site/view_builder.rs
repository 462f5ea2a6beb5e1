//! Pieces of views that several pages share.

mod incident;

use crate::model::{
    Advice, Incident, Lang, Markdown, PlatformId, Reach, Scope, State, Text, Unaffected,
};
use crate::render::view::{
    AdviceView, AuthorHtml, AuthorText, Choice, Html, PickView, PlatformState, ScopeView, TimeView,
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
pub struct ViewBuilder<'a> {
    /// What the page is made of.
    pub context: Context<'a>,
    /// Addresses of its language.
    pub links: &'a Links<'a>,
    /// Path of the page in its language; `None` in a feed, where all is absolute.
    page: Option<&'a str>,
}

impl<'a> ViewBuilder<'a> {
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

    /// Markdown of an author. `top` as in [`Frame`].
    pub fn prose(&self, text: &Text<Markdown>, top: u8) -> AuthorHtml {
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
            top,
        };
        AuthorHtml {
            html: Html(markdown::to_html(&said.0, &frame)),
            markdown: said.0.clone(),
            lang: self.foreign(lang),
        }
    }

    /// Name of a platform outside its group.
    pub fn platform(&self, id: PlatformId) -> String {
        self.words().platform(self.links.site, id)
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

    /// A window in words.
    pub fn window(&self, from: Moment, until: Moment) -> String {
        self.words().window(from, until, &self.links.site.zone)
    }

    /// A page's description: the short text, else the first words that were said.
    pub fn description(&self, incident: &Incident) -> String {
        let said = |text: &Text<Markdown>| markdown::to_text(&text.get(self.links.lang).0.0);
        let newest = incident.newest();
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

    /// One sentence about the site: the owner's, else ours.
    pub fn site_description(&self) -> String {
        let site = self.links.site;
        match &site.description {
            Some(text) => text.get(self.links.lang).0.clone(),
            None => {
                let title = site.title.get(self.links.lang).0;
                self.words()
                    .say("description-home", &[("site", Value::Text(title))])
            }
        }
    }

    /// What a reader can pick, where there is something to pick.
    pub fn choices(&self) -> PickView {
        let site = self.links.site;
        let named = |list: &[crate::model::Named]| {
            list.iter()
                .map(|n| Choice {
                    id: n.key.clone(),
                    name: n.name.get(self.links.lang).0.clone(),
                })
                .collect()
        };
        PickView {
            platforms: (0..site.platforms.len())
                .map(|n| Choice {
                    id: site.platforms[n].key.clone(),
                    name: self.platform(PlatformId(n)),
                })
                .collect(),
            regions: named(&site.regions),
            audiences: named(&site.audiences),
        }
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
