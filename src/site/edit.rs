//! A small edit of a project whose outputs were all planned before, and what of the
//! plan it concerns: so that a save costs what it changes, not what there is.
//!
//! Takes the incidents before and after; gives which outputs to plan. An output too many
//! costs time, one too few would be a lie: in doubt an edit concerns it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::output::{Inputs, Sources};
use super::pages::Titles;
use super::{Context, card, feeds};
use crate::derive;
use crate::model::{Incident, Kind, Model};
use crate::source::Renewed;
use crate::time::Moment;

/// An edit that makes no output come or go.
#[derive(Debug, Default)]
pub struct Edit {
    /// The content files of the incidents that it is about.
    files: BTreeSet<String>,
    /// The earliest incident whose place in the feed of incidents is another now.
    told: Option<Moment>,
}

impl Edit {
    /// What became of the incidents in `renewed`, which are in `model` as they are now.
    /// `None` where an output may come or go: then all must be planned.
    pub fn new(renewed: &[Renewed], model: &Model) -> Option<Self> {
        let mut edit = Self::default();
        for Renewed { before, at } in renewed {
            let after = &model.incidents[*at];
            if Outline::of(before, model) != Outline::of(after, model)
                || concerns_titles(before, after, model)
            {
                return None;
            }
            edit.files.extend(after.files.iter().cloned());
            let told = [&**before, after].map(derive::published);
            if told[0] != told[1] {
                let since = told[0].min(told[1]);
                edit.told = Some(edit.told.map_or(since, |told| told.min(since)));
            }
        }
        Some(edit)
    }

    /// An output with these inputs may have changed.
    pub fn concerns(&self, inputs: &Inputs) -> bool {
        inputs.clock
            || match &inputs.sources {
                Sources::All | Sources::Parts { .. } => true,
                Sources::Files(files) => files.iter().any(|file| self.files.contains(file)),
            }
    }

    fn is_about(&self, incident: &Incident) -> bool {
        let first = incident.files.first();
        first.is_some_and(|file| self.files.contains(file))
    }
}

/// Its title or day is another now, and that may change what tells the pages of one title
/// apart.
fn concerns_titles(before: &Incident, after: &Incident, model: &Model) -> bool {
    if before.title == after.title && before.began == after.began {
        return false;
    }
    let languages = model.site.languages.iter();
    languages
        .map(|lang| Titles::of(model, lang))
        .any(|titles| titles.shares(before, after) || titles.shares(after, after))
}

/// What of an incident decides which outputs there are.
#[derive(PartialEq)]
struct Outline<'a> {
    name: &'a str,
    id: &'a str,
    aliases: &'a [String],
    drill: bool,
    kind: std::mem::Discriminant<Kind>,
    /// When it began, where that decides whose card is its own.
    card: Option<Moment>,
    month: Date,
}

impl<'a> Outline<'a> {
    fn of(incident: &'a Incident, model: &Model) -> Self {
        Self {
            name: &incident.name,
            id: &incident.id,
            aliases: &incident.aliases,
            drill: incident.drill,
            kind: std::mem::discriminant(&incident.kind),
            card: card::may_be_own(incident).then_some(incident.began),
            month: model
                .site
                .zone
                .to_datetime(incident.began)
                .date()
                .first_of_month(),
        }
    }
}

/// Which outputs are to be planned.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// All.
    All,
    /// Those that an edit concerns; perhaps some more.
    Edit(&'a Edit),
}

impl<'a> Wanted<'a> {
    /// What is made of this incident alone is wanted.
    pub fn wants(self, incident: &Incident) -> bool {
        match self {
            Wanted::All => true,
            Wanted::Edit(edit) => edit.is_about(incident) || derive::waits_for_clock(incident),
        }
    }

    /// The incidents of which that is so.
    pub fn of(self, context: Context<'a>) -> impl Iterator<Item = &'a Incident> {
        let all = context.model.incidents();
        all.filter(move |incident| self.wants(incident))
    }

    /// An archive of feeds with these entries is wanted.
    pub fn wants_archive(self, told: &[feeds::Told<'_>]) -> bool {
        match self {
            Wanted::All => true,
            Wanted::Edit(edit) => {
                let last = told.last().map(|told| told.at);
                edit.told
                    .is_some_and(|since| last.is_none_or(|last| since <= last))
                    || told.iter().any(|told| edit.is_about(told.incident))
            }
        }
    }
}
