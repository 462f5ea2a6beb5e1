//! `upfront import`: what a team has today into Upfront's files.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{End, complain, count, report, say};
use crate::import::record::Kind;
use crate::import::{self, Failure, Fault, Planned, Standing, Tool};
use crate::shell;
use crate::time::Moment;

/// Arguments of `upfront import`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    source: Source,
    /// Show what would be written, and write nothing
    #[arg(long, global = true)]
    dry_run: bool,
    /// Write files anew that changed in the source and were not edited here
    #[arg(long, global = true)]
    update: bool,
    /// Write the whole loss report to a file
    #[arg(long, global = true, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Name every file; with --dry-run, show its text
    #[arg(short, long, global = true)]
    verbose: bool,
}

#[derive(Debug, Subcommand)]
enum Source {
    /// A hosted Statuspage's public API, or a page that copies it
    Statuspage {
        /// A .json file, a folder of them, or the address of the page
        #[arg(value_name = "FILE|DIR|URL")]
        from: String,
    },
    /// A cState site
    Cstate {
        /// The folder that holds config.yml and content/
        #[arg(value_name = "DIR")]
        from: String,
    },
    /// A stactus site
    Stactus {
        /// The folder of its YAML files, or one of them
        #[arg(value_name = "FILE|DIR")]
        from: String,
    },
    /// A Statusfy site
    Statusfy {
        /// The folder that holds content/
        #[arg(value_name = "DIR")]
        from: String,
    },
    /// An Atom or RSS history, for pages that offer nothing else
    Feed {
        /// The feed, or its address
        #[arg(value_name = "FILE|URL")]
        from: String,
    },
}

pub(super) fn run(
    root: &Path,
    arguments: &Arguments,
    clock: impl FnOnce() -> Result<Moment, String>,
) -> End {
    let (tool, from) = match &arguments.source {
        Source::Statuspage { from } => (Tool::Statuspage, from),
        Source::Cstate { from } => (Tool::Cstate, from),
        Source::Stactus { from } => (Tool::Stactus, from),
        Source::Statusfy { from } => (Tool::Statusfy, from),
        Source::Feed { from } => (Tool::Feed, from),
    };
    let now = match clock() {
        Ok(now) => now,
        Err(why) => {
            complain(&why);
            return End::WrongUsage;
        }
    };
    if let Err(end) = super::threads() {
        return end;
    }
    let planned = import::read(tool, from).and_then(|mut imported| {
        import::note_ahead(&mut imported, now);
        import::plan(root, tool, imported, arguments.update)
    });
    let mut planned = match planned {
        Ok(planned) => planned,
        Err(failure) => return failed(failure),
    };
    loop {
        let done = if arguments.dry_run {
            import::verify(root, &planned).map(|_| ())
        } else {
            import::write(root, &planned)
        };
        match done {
            Ok(()) => break,
            Err(failure) if planned.leave_out(&failure) => {}
            Err(failure) => return failed(failure),
        }
    }
    tell(root, &planned, arguments);
    if let Some(file) = &arguments.report
        && let Err(error) = std::fs::write(file, planned.report.print(true))
    {
        complain(&format!("{}: {error}", file.display()));
        return End::MachineFailed;
    }
    End::Done
}

fn tell(root: &Path, planned: &Planned, arguments: &Arguments) {
    let verb = if arguments.dry_run {
        "would write"
    } else {
        "wrote"
    };
    for target in planned.writes() {
        if arguments.dry_run || arguments.verbose {
            say(&format!("{verb}  {}", target.path));
        }
        if arguments.dry_run && arguments.verbose {
            say(&crate::text::printable(&target.text));
        }
    }
    for (standing, words) in [
        (
            Standing::Edited,
            "left as it is, edited since it was imported",
        ),
        (
            Standing::Behind,
            "left as it is, though the source has news (--update brings them)",
        ),
        (
            Standing::Gone,
            "not written again, it was taken away or renamed",
        ),
        (
            Standing::Foreign,
            "left as it is, it was there before this import",
        ),
    ] {
        for target in planned.targets.iter().filter(|t| t.standing == standing) {
            say(&format!(
                "{words}: {} ({})",
                target.path,
                crate::text::printable(&target.source)
            ));
        }
    }
    if !planned.report.is_empty() {
        let lost = if arguments.dry_run && arguments.report.is_none() {
            planned.report.print(arguments.verbose)
        } else {
            planned.report.summary()
        };
        say(&format!(
            "\nWhat could not be carried over as it was\n{}",
            lost.trim_end()
        ));
        match &arguments.report {
            Some(file) => say(&format!("The whole list: {}", file.display())),
            None if arguments.dry_run => {
                say("The whole list: --verbose, or --report FILE");
            }
            None if planned.changes() => say(&format!(
                "The whole list: {}",
                below(root, import::REPORT).display()
            )),
            None => say("The whole list: --report FILE"),
        }
    }
    let same = planned
        .targets
        .iter()
        .filter(|t| t.standing == Standing::Same)
        .count();
    say(&format!(
        "\n{verb} {}, {} as before",
        count(planned.writes().count(), "file", "files"),
        count(same, "file", "files")
    ));
    if planned.writes().next().is_none() {
        return;
    }
    if !planned.records.is_empty() {
        say(&kinds(planned));
    }
    if arguments.dry_run {
        say("Nothing was written. The same command without --dry-run does it.");
        return;
    }
    let next = ["check", "serve", "build"].map(|verb| command(root, verb));
    say(&format!("\nNext:\n  {}", next.join("\n  ")));
}

/// What the records are, and why a site of drafts alone shows nothing.
fn kinds(planned: &Planned) -> String {
    let of = |is: fn(&Kind) -> bool| planned.records.values().filter(|r| is(&r.kind)).count();
    let all = [
        (of(|k| matches!(k, Kind::Incident)), "incident", "incidents"),
        (
            of(|k| matches!(k, Kind::Maintenance { .. })),
            "maintenance",
            "maintenances",
        ),
        (of(|k| matches!(k, Kind::Notice)), "notice", "notices"),
    ];
    let words: Vec<String> = all
        .into_iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, many)| count(n, one, many))
        .collect();
    let words = words.join(", ");
    let drafts = planned.records.values().filter(|r| r.draft).count();
    if drafts == planned.records.len() {
        return format!(
            "{words}, all of them drafts, which the site does not show: the source does not publish \
             them (`draft: true` or `published: false`). Take `draft: true` out of a file to show it."
        );
    }
    match drafts {
        0 => words,
        n => format!(
            "{words}; {}, which the site does not show",
            count(n, "is a draft", "are drafts")
        ),
    }
}

/// A file of the project as a person types it.
fn below(root: &Path, file: &str) -> PathBuf {
    if root == Path::new(".") {
        PathBuf::from(file)
    } else {
        root.join(file)
    }
}

/// A command on the project, as a person types it.
fn command(root: &Path, verb: &str) -> String {
    shell::command(root, &[verb])
}

fn failed(failure: Failure) -> End {
    for (code, words) in &failure.faults {
        complain(&format!("error[{code}]: {}", crate::text::printable(words)));
    }
    let end = report(&failure.found);
    complain("nothing was written");
    match failure.fault {
        Fault::Usage => End::WrongUsage,
        Fault::Machine => End::MachineFailed,
        Fault::Content if end == End::MachineFailed => end,
        Fault::Content => End::ContentHasErrors,
    }
}
