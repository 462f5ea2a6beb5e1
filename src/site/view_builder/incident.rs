//! Pieces about an incident: its line, its updates, its promises, its status.

use jiff::SignedDuration;

use super::ViewBuilder;
use crate::derive::{self, Outcome, Phase};
use crate::model::{Incident, Promise, Update};
use crate::render::view::{ChangeView, IncidentLine, MovedView, PromiseView, UpdateView, Word};
use crate::site::links::Links;
use crate::time::Moment;

impl ViewBuilder<'_> {
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

    /// Update number `at` of an incident. `top` as in [`ViewBuilder::prose`].
    pub fn update(
        &self,
        incident: &Incident,
        at: usize,
        now: Option<Moment>,
        top: u8,
    ) -> UpdateView {
        let update = &incident.updates[at];
        let body = self.prose(&update.body, top);
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
        let is_over = derive::standing(incident, self.context.now).phase == Phase::Over;
        let over = derive::over(incident).filter(|_| is_over);
        IncidentLine {
            href: self.href(&Links::incident(incident)),
            address: self
                .links
                .absolute(&self.links.file(&Links::incident(incident))),
            kind: words.kind(incident.kind.word()),
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

    /// The status in words. The clock shows in it only for what ends by its window
    /// ([`derive::waits_for_clock`]); all else is a function of the files.
    pub fn status_word(&self, incident: &Incident) -> Word {
        self.status_word_at(incident, self.context.now)
    }

    /// The status in words at a moment: a window that ran out without a word from
    /// anybody is not called in progress.
    pub fn status_word_at(&self, incident: &Incident, at: Moment) -> Word {
        let standing = derive::standing(incident, at);
        let mut word = self.words().status(standing.status);
        if standing.overrun {
            word.word = self.words().say("status-overrun", &[]);
        }
        word
    }
}
