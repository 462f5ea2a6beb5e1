//! `upfront build`: the site, all or nothing.

use std::path::Path;

use clap::Args;

use super::bar::Bar;
use super::publishing::Publishing;
use super::{End, complain, count, moment, out, ready, report, say, say_older, say_timings};
use crate::diagnostic::{Diagnostic, Format, print_all};
use crate::disk;
use crate::lint::ledger::PublishedLedger;
use crate::model::Model;
use crate::pipeline::{Content, Why};
use crate::publish::Failed;
use crate::source::{LEDGER, Project};
use crate::time::{Moment, rfc3339};

/// Flags of `upfront build`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The clock, RFC 3339 with offset [default: SOURCE_DATE_EPOCH, else the machine's clock]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// The site as it stood at a time: like --now, and without updates that were written later
    #[arg(long, value_name = "TIME", conflicts_with = "now")]
    as_of: Option<String>,
    /// This is what goes public: note its updates in published.lock, so that `check`
    /// sees when one changes silently
    #[arg(long, conflicts_with = "as_of")]
    remember: bool,
    /// Say what was made, why, and what was written
    #[arg(short, long)]
    verbose: bool,
    #[command(flatten)]
    publishing: Publishing,
}

pub(super) fn run(
    root: &Path,
    arguments: &Arguments,
    clock: impl FnOnce() -> Result<Moment, String>,
) -> End {
    let given = arguments.as_of.as_deref().or(arguments.now.as_deref());
    let now = match ready(root, || moment(given, clock)) {
        Ok(now) => now,
        Err(end) => return end,
    };
    let out = arguments.publishing.out(root);
    let bar = Bar::new(!arguments.publishing.quiet);
    let mut builder = arguments
        .publishing
        .builder(root, arguments.as_of.is_some());
    let made = builder.make(now, &bar);
    bar.clear();
    let made = match made {
        Ok(made) => made,
        Err(Failed::Made(found)) => return failed(&found),
        Err(Failed::Publish(error)) => {
            complain(&error.to_string());
            return End::MachineFailed;
        }
    };
    report(&made.found);
    annotate(&made.found);
    say_older(&made);
    let Some(Content { project, model, .. }) = builder.content() else {
        return End::Done;
    };
    let published = &made.published;
    if arguments.remember
        && let Err(error) = remember(root, project, model)
    {
        complain(&format!(
            "the site is published, but {LEDGER} cannot be written: {error}"
        ));
        return End::MachineFailed;
    }
    if arguments.verbose {
        for Why { paths, reason, .. } in &made.made {
            for path in paths {
                say(&format!("made     {path}: {reason}"));
            }
        }
        for path in &published.written {
            say(&format!("wrote    {path}"));
        }
        for path in &published.removed {
            say(&format!("removed  {path}"));
        }
        say(&format!(
            "{} unchanged",
            count(published.unchanged, "file", "files")
        ));
        if let Some(next) = made.next {
            say(&format!(
                "the clock changes the site next at {}",
                rfc3339(next, &model.site.zone)
            ));
        }
    }
    if !arguments.publishing.quiet {
        let home = out.join("index.html");
        say(&format!(
            "{} from {} are in {}\nOpen {}",
            count(made.pages, "page", "pages"),
            count(model.incidents.len(), "file", "files"),
            out.display(),
            home.display()
        ));
    }
    if arguments.publishing.timings {
        say_timings(&made);
    }
    End::Done
}

/// On GitHub what was found stands beside the lines of a change as well: the log of a build
/// that passes is read by nobody.
fn annotate(found: &[Diagnostic]) {
    if std::env::var_os("GITHUB_ACTIONS").is_some_and(|set| set == "true") {
        out::result(&print_all(found, Format::Github));
    }
}

/// Writes [`LEDGER`] anew, whole or not at all, and only if it changes.
fn remember(root: &Path, project: &Project, model: &Model) -> std::io::Result<()> {
    let text = PublishedLedger::read(project.ledger.as_ref()).remember(model);
    if project.ledger.as_ref().is_some_and(|old| old.text == text) {
        return Ok(());
    }
    let path = root.join(LEDGER);
    if project.ledger.is_none() && path.symlink_metadata().is_ok() {
        return Err(std::io::Error::other(
            "what is there cannot be read, and would be lost",
        ));
    }
    disk::replace(&path, text.as_bytes())
}

fn failed(found: &[Diagnostic]) -> End {
    let end = report(found);
    complain(&format!(
        "{}; nothing was published, the site is as it was.",
        count(
            found
                .iter()
                .filter(|d| d.severity == crate::diagnostic::Severity::Error)
                .count(),
            "error",
            "errors"
        )
    ));
    end
}
