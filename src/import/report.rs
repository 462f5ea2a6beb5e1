//! What an import could not carry over as it was: the loss report.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::text::printable;

/// Sources shown beside a line on the terminal; the full report has all.
const SHOWN: usize = 3;

/// Why a line stands in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// A whole record or page that was not taken over.
    LeftOut,
    /// A field for which Upfront has no place.
    NoPlace,
    /// Something that had to be guessed.
    Guess,
    /// A time that could not be trusted.
    Time,
    /// Text that was changed to stay what it was.
    Text,
    /// Something to know about the source.
    Note,
}

impl Loss {
    /// All, in the order of the report, with their titles.
    pub const ALL: [(Loss, &'static str); 6] = [
        (Loss::LeftOut, "Left out"),
        (Loss::NoPlace, "Fields that have no place"),
        (Loss::Guess, "Guessed"),
        (Loss::Time, "Times that could not be trusted"),
        (Loss::Text, "Texts that were changed"),
        (Loss::Note, "To know"),
    ];
}

/// All losses of an import, in a fixed order.
#[derive(Debug, Clone, Default)]
pub struct Report {
    lines: BTreeMap<(Loss, String), Vec<String>>,
}

impl Report {
    /// Adds a line. Equal lines become one, with all their sources.
    pub fn add(&mut self, loss: Loss, what: impl Into<String>, source: impl Into<String>) {
        let source = source.into();
        let sources = self.lines.entry((loss, what.into())).or_default();
        if sources.last() != Some(&source) {
            sources.push(source);
        }
    }

    /// Adds all lines of another report.
    pub fn extend(&mut self, other: Report) {
        for ((loss, what), sources) in other.lines {
            for source in sources {
                self.add(loss, what.as_str(), source);
            }
        }
    }

    /// Nothing was lost.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Lines of one kind with the number of their sources.
    pub fn of(&self, loss: Loss) -> impl Iterator<Item = (&str, &[String])> {
        self.lines
            .iter()
            .filter(move |((kind, _), _)| *kind == loss)
            .map(|((_, what), sources)| (what.as_str(), sources.as_slice()))
    }

    /// In a few lines: how much of each kind, and what was left out or is to be known.
    pub fn summary(&self) -> String {
        let mut out = String::new();
        for (loss, title) in Loss::ALL {
            let (kinds, places) = self.of(loss).fold((0, 0), |(kinds, places), (_, sources)| {
                (kinds + 1, places + sources.len())
            });
            if kinds == 0 {
                continue;
            }
            let _ = match kinds {
                _ if kinds == places => writeln!(out, "{title}: {places}"),
                1 => writeln!(out, "{title}: {places} of one kind"),
                _ => writeln!(out, "{title}: {places} of {kinds} kinds"),
            };
            if !matches!(loss, Loss::LeftOut | Loss::Note) {
                continue;
            }
            for (what, sources) in self.of(loss).take(SHOWN) {
                let first = sources.first().map_or("", String::as_str);
                let more = match sources.len() {
                    0 | 1 => String::new(),
                    n => format!(" and {} more", n - 1),
                };
                let _ = writeln!(out, "  {} ({}{more})", printable(what), printable(first));
            }
            if kinds > SHOWN {
                let _ = writeln!(out, "  and {} more kinds", kinds - SHOWN);
            }
        }
        out
    }

    /// As text; `full` names every source.
    pub fn print(&self, full: bool) -> String {
        let mut out = String::new();
        for (loss, title) in Loss::ALL {
            let mut first = true;
            for (what, sources) in self.of(loss) {
                if first {
                    let _ = writeln!(out, "{title}:");
                    first = false;
                }
                if let [one] = sources {
                    let _ = writeln!(out, "  {} ({})", printable(what), printable(one));
                    continue;
                }
                let _ = writeln!(out, "  {}", printable(what));
                let shown = if full { sources.len() } else { SHOWN };
                for source in sources.iter().take(shown) {
                    let _ = writeln!(out, "    {}", printable(source));
                }
                if sources.len() > shown {
                    let _ = writeln!(out, "    and {} more", sources.len() - shown);
                }
            }
        }
        out
    }
}
