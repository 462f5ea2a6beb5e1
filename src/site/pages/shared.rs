//! What several outputs of one build need, made once, by the first that asks.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{Parts, incident as incident_page, live, search};
use crate::derive::{self, Outlook};
use crate::model::{Incident, Lang, PlatformId};
use crate::render::view::IncidentPageView;
use crate::site::Context;

/// Shared between the outputs of one plan.
#[derive(Debug)]
pub struct Shared<'a> {
    context: Context<'a>,
    outlook: OnceLock<Outlook>,
    /// Views of the incidents that `news.json` tells of, which have a page as well.
    /// By language and name.
    recent: BTreeMap<&'a Lang, BTreeMap<&'a str, OnceLock<IncidentPageView>>>,
    touching: OnceLock<Vec<Vec<&'a Incident>>>,
    months: OnceLock<Vec<derive::Month<'a>>>,
    years: OnceLock<Vec<(i16, Vec<&'a Incident>)>>,
}

impl<'a> Shared<'a> {
    /// Nothing is made yet.
    pub fn new(context: Context<'a>) -> Self {
        let model = context.recent;
        let recent = model
            .incidents
            .iter()
            .filter(|incident| live::in_news(incident, context.now))
            .map(|incident| (incident.name.as_str(), OnceLock::new()));
        let recent: BTreeMap<_, _> = recent.collect();
        Self {
            context,
            outlook: OnceLock::new(),
            recent: model
                .site
                .languages
                .iter()
                .map(|lang| (lang, recent.clone()))
                .collect(),
            touching: OnceLock::new(),
            months: OnceLock::new(),
            years: OnceLock::new(),
        }
    }

    /// The states of all platforms, now and later.
    pub fn outlook(&self) -> &Outlook {
        self.outlook
            .get_or_init(|| derive::outlook(self.context.recent, self.context.now))
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

    /// The view of an incident's page; `parts` are those of this page.
    pub fn incident(&self, parts: &Parts<'_>, incident: &Incident) -> Cow<'_, IncidentPageView> {
        let make = || incident_page::view(parts, incident);
        let recent = self.recent.get(parts.links.lang);
        match recent.and_then(|names| names.get(&*incident.name)) {
            Some(once) => Cow::Borrowed(once.get_or_init(make)),
            None => Cow::Owned(make()),
        }
    }
}
