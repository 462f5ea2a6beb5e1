//! One entry of a timeline, from values to Markdown.

use std::collections::BTreeMap;

use super::words::heading;
use crate::model::{
    AudienceId, Impact, Named, PlatformId, Promise, Reach, RegionId, Site, State, Status,
    Unaffected,
};
use crate::time::{Around, Moment, written};
use crate::yaml::write::{list, map, scalar};

/// When the next word comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextUpdate {
    /// By this time.
    By(Moment),
    /// None is promised, for this reason.
    None(String),
}

/// What is said of scope and advice; what is left out is not written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScopeChange {
    /// Platforms with their states.
    pub affected: BTreeMap<PlatformId, State>,
    /// What still works.
    pub unaffected: Vec<Unaffected>,
    /// Where.
    pub regions: Option<Reach<RegionId>>,
    /// For whom.
    pub audiences: Option<Reach<AudienceId>>,
    /// By hand; else the worst state says it.
    pub impact: Option<Impact>,
    /// What people see, one line each.
    pub symptoms: Vec<String>,
    /// The exact words that an app shows.
    pub error_text: Option<String>,
    /// What people can do.
    pub workaround: Option<String>,
    /// For chat and social posts.
    pub short: Option<String>,
}

/// The status of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryStatus {
    /// The one before it stays.
    Update,
    /// This one.
    Status(Status),
}

/// An entry to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// When it is said.
    pub at: Moment,
    /// Its status.
    pub said: EntryStatus,
    /// What of the scope it changes.
    pub scoped: ScopeChange,
    /// The promise.
    pub next: Option<NextUpdate>,
    /// The status goes back on purpose.
    pub reopened: bool,
    /// The text, in Markdown.
    pub text: String,
}

impl ScopeChange {
    /// Lines of YAML, in the order of `docs/format.md`.
    pub(super) fn lines(&self, site: &Site) -> Vec<String> {
        let mut lines = Vec::new();
        let platform = |id: &PlatformId| site.platform(*id).key.clone();
        if let Some(impact) = self.impact {
            lines.push(format!("impact: {}", impact.key()));
        }
        if !self.affected.is_empty() {
            let entries: Vec<(String, String)> = self
                .affected
                .iter()
                .map(|(id, state)| (platform(id), state.key().replace('_', " ")))
                .collect();
            lines.push(format!("affected: {}", map(&entries)));
        }
        if !self.unaffected.is_empty() {
            let items: Vec<String> = self
                .unaffected
                .iter()
                .map(|one| match one {
                    Unaffected::Platform(id) => platform(id),
                    Unaffected::Words(words) => words.original().clone(),
                })
                .collect();
            lines.push(format!("unaffected: {}", list(&items)));
        }
        let key = |named: &[Named], at: usize| named[at].key.clone();
        match &self.regions {
            Some(Reach::Only(ids)) => {
                let keys: Vec<String> = ids.iter().map(|r| key(&site.regions, r.0)).collect();
                lines.push(format!("regions: {}", list(&keys)));
            }
            Some(Reach::All) => lines.push("regions: all".to_string()),
            None => {}
        }
        match &self.audiences {
            Some(Reach::Only(ids)) => {
                let keys: Vec<String> = ids.iter().map(|a| key(&site.audiences, a.0)).collect();
                lines.push(format!("audiences: {}", list(&keys)));
            }
            Some(Reach::All) => lines.push("audiences: all".to_string()),
            None => {}
        }
        if !self.symptoms.is_empty() {
            lines.push("symptoms:".to_string());
            lines.extend(
                self.symptoms
                    .iter()
                    .map(|s| format!("  - {}", scalar(s.trim()))),
            );
        }
        for (key, words) in [
            ("error_text", &self.error_text),
            ("workaround", &self.workaround),
            ("short", &self.short),
        ] {
            if let Some(words) = words {
                lines.push(format!("{key}: {}", scalar(words.trim())));
            }
        }
        lines
    }
}

impl NewEntry {
    /// The Markdown, from the heading to the last line end. `before` is the time of
    /// the entry before it, or of the beginning.
    pub(super) fn markdown(&self, site: &Site, before: Option<Moment>, shown: &[String]) -> String {
        let around = |before| Around {
            zone: &site.zone,
            began: None,
            before,
        };
        let status = match self.said {
            EntryStatus::Update => None,
            EntryStatus::Status(status) => Some(status),
        };
        let mut block = shown.to_vec();
        match &self.next {
            Some(NextUpdate::By(by)) => {
                let time = written(*by, &around(Some(self.at)));
                block.push(format!("next_update: {time}"));
            }
            Some(NextUpdate::None(reason)) => {
                block.push(format!("next_update: {}", scalar(&Promise::none(reason))));
            }
            None => {}
        }
        if self.reopened {
            block.push("reopened: true".to_string());
        }
        let mut out = format!(
            "## {} {}\n",
            written(self.at, &around(before)),
            heading(status)
        );
        if !block.is_empty() {
            out.push_str("\n```update\n");
            for line in block {
                out.push_str(&line);
                out.push('\n');
            }
            out.push_str("```\n");
        }
        let text = self.text.trim();
        if !text.is_empty() {
            out.push('\n');
            out.push_str(text);
            out.push('\n');
        }
        out
    }
}
