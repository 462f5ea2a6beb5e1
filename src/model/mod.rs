//! What an incident file says, as plain types. No I/O, no clock.
//!
//! After `source` no string here is a platform id, a status or a time any more.

mod check;
mod incident;
mod scope;
mod site;
mod words;

use std::sync::Arc;

pub use check::{CheckSettings, LAST_RULE, Level, RuleId};
pub use incident::{
    Advice, Carried, Change, Incident, Kind, LEAD, Markdown, Promise, Update, Window,
};
pub use scope::{AudienceId, PlatformId, Reach, RegionId, Scope, Unaffected};
pub use site::{Cadence, Group, Named, Platform, Site, Theme, Uptime, Weights};
pub use words::{Impact, KindWord, Lang, State, Status, Text};

/// Everything that was read: the site and all that was reported.
#[derive(Debug, Clone)]
pub struct Model {
    /// `status.yml`.
    pub site: Site,
    /// Incidents, maintenance and notices without drafts, by `began`, then by name. Shared
    /// between models: what a save leaves alone is the same as before.
    pub incidents: Vec<Arc<Incident>>,
}

impl Model {
    /// Each of [`Model::incidents`].
    pub fn incidents(
        &self,
    ) -> impl DoubleEndedIterator<Item = &Incident> + ExactSizeIterator + Clone {
        self.incidents.iter().map(Arc::as_ref)
    }

    /// Puts incidents into the order of the model: as they began, then by name.
    pub fn sort(&mut self) {
        self.incidents.sort_by(|a, b| Incident::order(a, b));
    }

    /// The model as it stood at `now`: without what was written later. Front
    /// matter has no history, so it stands as it stands now; a maintenance that
    /// was announced without an update counts as announced 14 days ahead.
    #[must_use]
    pub fn as_of(mut self, now: crate::time::Moment) -> Self {
        self.settle_announcements(crate::time::Moment::MAX);
        let later = |at: Option<crate::time::Moment>| at.is_some_and(|at| at > now);
        for incident in &mut self.incidents {
            let mut updates = incident.updates.iter();
            if !later(incident.ended) && !updates.any(|u| u.at > now || later(u.corrected_at)) {
                continue;
            }
            let incident = Arc::make_mut(incident);
            incident.updates.retain(|update| update.at <= now);
            for update in &mut incident.updates {
                if later(update.corrected_at) {
                    update.corrected = None;
                    update.corrected_at = None;
                }
            }
            incident.settle_window();
            if later(incident.ended) {
                incident.ended = None;
            }
        }
        self.incidents.retain(|incident| match incident.kind {
            _ if !incident.updates.is_empty() => true,
            Kind::Maintenance { .. } => incident.announced() <= now,
            _ => !incident.had_updates && incident.began <= now,
        });
        self.sort();
        self.settle_announcements(now);
        self
    }

    /// Sets [`Incident::lead`] of each maintenance so that none counts as announced later
    /// than `now`: a date that we make up never lies ahead. Gives the incidents of which it
    /// changed, by their place.
    pub fn settle_announcements(&mut self, now: crate::time::Moment) -> Vec<usize> {
        let mut changed = Vec::new();
        for (at, incident) in self.incidents.iter_mut().enumerate() {
            let lead = incident.lead_at(now);
            if lead != incident.lead {
                Arc::make_mut(incident).lead = lead;
                changed.push(at);
            }
        }
        changed
    }
}
