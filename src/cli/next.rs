//! `upfront next`: when the clock alone changes the site next.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::{End, end_of, moment, ready, report, say};
use crate::derive;
use crate::pipeline::{self, Choice};
use crate::time::{Moment, rfc3339};

/// Flags of `upfront next`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The clock, RFC 3339 with offset [default: SOURCE_DATE_EPOCH, else the machine's clock]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// How to print the moment
    #[arg(long, value_enum, default_value = "rfc3339")]
    format: Form,
}

/// How a moment is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// 2026-11-25T00:00:00+01:00, in the site's zone
    Rfc3339,
    /// Seconds from now, for `sleep`
    Seconds,
    /// Seconds since 1970
    Epoch,
    /// 2026-11-24 23:00:00 UTC, for `OnCalendar=` and `systemd-run --on-calendar`
    Systemd,
}

pub(super) fn run(
    root: &Path,
    arguments: &Arguments,
    clock: impl FnOnce() -> Result<Moment, String>,
) -> End {
    let now = match ready(root, || moment(arguments.now.as_deref(), clock)) {
        Ok(now) => now,
        Err(end) => return end,
    };
    let content = match pipeline::read(root, Choice::default(), now) {
        Ok(content) => content,
        Err(found) => {
            report(&found);
            return end_of(&found);
        }
    };
    // Only at the end of the calendar is there none: each midnight is one.
    if let Some(next) = derive::next_change(&content.model, now) {
        say(&match arguments.format {
            Form::Rfc3339 => rfc3339(next, &content.model.site.zone),
            Form::Seconds => next.duration_since(now).as_secs().to_string(),
            Form::Epoch => next.as_second().to_string(),
            Form::Systemd => next.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
        });
    }
    End::Done
}
