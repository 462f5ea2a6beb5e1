//! What several tasks of one plan need of the whole history, derived once, by the first
//! that asks.

use std::sync::OnceLock;

use super::Context;
use super::pages::search;
use crate::derive::{self, Outlook, Uptimes};
use crate::model::{Incident, PlatformId};

/// See the module's head.
#[derive(Debug)]
pub struct Derived<'a> {
    context: Context<'a>,
    outlook: OnceLock<Outlook>,
    uptimes: OnceLock<Uptimes>,
    touching: OnceLock<Vec<Vec<&'a Incident>>>,
    months: OnceLock<Vec<derive::Month<'a>>>,
    years: OnceLock<Vec<(i16, Vec<&'a Incident>)>>,
    scorecards: OnceLock<Vec<derive::Year>>,
}

impl<'a> Derived<'a> {
    /// Nothing is derived yet.
    pub fn new(context: Context<'a>) -> Self {
        Self {
            context,
            outlook: OnceLock::new(),
            uptimes: OnceLock::new(),
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
}
