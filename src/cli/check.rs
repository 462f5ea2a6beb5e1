//! `upfront check`: every error, and nothing is written.

use std::path::Path;

use clap::Args;

use super::{End, FormatName, build, complain, count, end_of, load, moment, report, say, say_on};
use crate::author;
use crate::diagnostic::{self, Format, Severity, print_all};
use crate::time::Moment;

/// Flags of `upfront check`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How to print what was found
    #[arg(long, value_enum, default_value = "text")]
    format: FormatName,
    /// The clock, RFC 3339 with offset [default: SOURCE_DATE_EPOCH, else the machine's clock]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

pub(super) fn run(
    root: &Path,
    arguments: &Arguments,
    clock: impl FnOnce() -> Result<Moment, String>,
) -> End {
    let now = match moment(arguments.now.as_deref(), clock) {
        Ok(now) => now,
        Err(why) => {
            complain(&why);
            return End::WrongUsage;
        }
    };
    let mut project = match load(root) {
        Ok(project) => project,
        Err(end) => return end,
    };
    let mut found = std::mem::take(&mut project.found);
    if let Some(model) = project.model.take() {
        let (Ok((_, more)) | Err(more)) = build::render(&project, &model, now);
        found.extend(more);
        let languages = &model.site.languages;
        found.extend(author::faults(&project.templates, languages));
        diagnostic::sort(&mut found);
    }
    match arguments.format {
        FormatName::Json => say_on(&mut std::io::stdout(), &print_all(&found, Format::Json)),
        FormatName::Github => say_on(&mut std::io::stdout(), &print_all(&found, Format::Github)),
        FormatName::Text => {
            let end = report(&found);
            match found
                .iter()
                .filter(|d| d.severity == Severity::Error)
                .count()
            {
                0 => say("no errors"),
                n => complain(&count(n, "error", "errors")),
            }
            return end;
        }
    }
    end_of(&found)
}
