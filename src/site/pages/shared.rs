//! What several outputs of one build need, made once, by the first that asks.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use quick_cache::sync::Cache;

use super::{Parts, home, incident as incident_page, live, search};
use crate::derive::{self, Outlook, Uptimes};
use crate::model::{Incident, Lang, PlatformId};
use crate::render::view::{HomeView, IncidentPageView};
use crate::site::Context;

/// Views that are held: those of an incident that is just made into pages.
const VIEWS: usize = 64;

/// Shared between the outputs of one plan.
#[derive(Debug)]
pub struct Shared<'a> {
    context: Context<'a>,
    outlook: OnceLock<Outlook>,
    uptimes: OnceLock<Uptimes>,
    /// By language: the home page has twins.
    home: BTreeMap<&'a Lang, OnceLock<HomeView>>,
    /// Views of the incidents that `news.json` tells of, which have a page as well.
    /// By language and name.
    recent: BTreeMap<&'a Lang, BTreeMap<&'a str, OnceLock<Arc<IncidentPageView>>>>,
    /// Views of others, which have a page and a text twin. By language and name.
    views: Cache<(Lang, String), Arc<IncidentPageView>>,
    touching: OnceLock<Vec<Vec<&'a Incident>>>,
    months: OnceLock<Vec<derive::Month<'a>>>,
    years: OnceLock<Vec<(i16, Vec<&'a Incident>)>>,
    scorecards: OnceLock<Vec<derive::Year>>,
}

impl<'a> Shared<'a> {
    /// Nothing is made yet.
    pub fn new(context: Context<'a>) -> Self {
        let model = context.recent;
        let recent = model
            .incidents()
            .filter(|incident| live::in_news(incident, context.now))
            .map(|incident| (incident.name.as_str(), OnceLock::new()));
        let recent: BTreeMap<_, _> = recent.collect();
        let languages = || model.site.languages.iter();
        Self {
            context,
            outlook: OnceLock::new(),
            uptimes: OnceLock::new(),
            home: languages().map(|lang| (lang, OnceLock::new())).collect(),
            recent: languages().map(|lang| (lang, recent.clone())).collect(),
            views: Cache::new(VIEWS),
            touching: OnceLock::new(),
            months: OnceLock::new(),
            years: OnceLock::new(),
            scorecards: OnceLock::new(),
        }
    }

    /// The states of all platforms, now and later.
    pub fn outlook(&self) -> &Outlook {
        self.outlook
            .get_or_init(|| derive::outlook(self.context.recent, self.context.now))
    }

    /// The uptime of all platforms and groups.
    pub fn uptimes(&self) -> &Uptimes {
        self.uptimes
            .get_or_init(|| derive::uptimes(self.context.recent, self.context.now))
    }

    /// The view of the home page; `parts` are those of this page.
    pub fn home(&self, parts: &Parts<'_>) -> &HomeView {
        self.home[parts.links.lang].get_or_init(|| home::view(parts, self))
    }

    /// The incidents in whose scope a platform ever was, in the order of the model.
    pub fn touching(&self, id: PlatformId) -> &[&'a Incident] {
        let all = || derive::touching(self.context.model);
        &self.touching.get_or_init(all)[id.0]
    }

    /// All months in which something began, newest first.
    pub fn months(&self) -> &[derive::Month<'a>] {
        self.months
            .get_or_init(|| derive::months(self.context.model))
    }

    /// What can be searched, by the year in which it began: see [`search::by_year`].
    pub fn years(&self) -> &[(i16, Vec<&'a Incident>)] {
        self.years
            .get_or_init(|| search::by_year(self.context.model))
    }

    /// The numbers of all years, newest first: see [`derive::years`].
    pub fn scorecards(&self) -> &[derive::Year] {
        self.scorecards
            .get_or_init(|| derive::years(self.context.model))
    }

    /// The view of an incident's page; `parts` are those of this page.
    pub fn incident(&self, parts: &Parts<'_>, incident: &Incident) -> Arc<IncidentPageView> {
        let make = || Arc::new(incident_page::view(parts, incident));
        let recent = self.recent.get(parts.links.lang);
        if let Some(once) = recent.and_then(|names| names.get(&*incident.name)) {
            return Arc::clone(once.get_or_init(make));
        }
        let key = (parts.links.lang.clone(), incident.name.clone());
        if let Some(view) = self.views.get(&key) {
            return view;
        }
        let view = make();
        self.views.insert(key, Arc::clone(&view));
        view
    }
}
