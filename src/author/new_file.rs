//! A new incident file, from values to text.

use super::entry::{NewEntry, ScopeChange};
use crate::model::{Lang, Site};
use crate::time::{Around, Moment, written};
use crate::yaml::write::scalar;

/// When it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// Something unplanned, since then.
    Began(Moment),
    /// Something planned.
    Window {
        /// When it opens.
        from: Moment,
        /// When it closes.
        until: Moment,
        /// An update says when it is over.
        by_hand: bool,
    },
}

/// What a new file is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Language of its words.
    pub lang: Lang,
    /// Title.
    pub title: String,
    /// When it is; also says whether it is an incident or a maintenance.
    pub time: Timing,
    /// A rehearsal.
    pub drill: bool,
    /// Scope and advice of the front matter.
    pub scoped: ScopeChange,
    /// The first entry; its scope stands in the front matter.
    pub first: NewEntry,
}

impl NewFile {
    /// The text of the file.
    pub fn text(&self, site: &Site) -> String {
        let alone = Around::alone(&site.zone);
        let mut lines = Vec::new();
        if matches!(self.time, Timing::Window { .. }) {
            lines.push("kind: maintenance".to_string());
        }
        lines.push(format!("title: {}", scalar(self.title.trim())));
        if self.lang != *site.default_lang() {
            lines.push(format!("lang: {}", self.lang));
        }
        if self.drill {
            lines.push("drill: true".to_string());
        }
        let before = match self.time {
            Timing::Began(began) => {
                lines.push(format!("began: {}", written(began, &alone)));
                began
            }
            Timing::Window {
                from,
                until,
                by_hand,
            } => {
                lines.push(format!("from: {}", written(from, &alone)));
                let behind = Around {
                    began: Some(from),
                    before: Some(from),
                    ..alone
                };
                lines.push(format!("until: {}", written(until, &behind)));
                if by_hand {
                    lines.push("ends: by hand".to_string());
                }
                from
            }
        };
        lines.extend(self.scoped.lines(site));
        format!(
            "---\n{}\n---\n\n{}",
            lines.join("\n"),
            self.first.markdown(site, Some(before), &[])
        )
    }
}
