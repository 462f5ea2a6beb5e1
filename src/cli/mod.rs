//! The command line: one file per verb.
//!
//! Takes arguments and the clock; gives an exit code. Everything else is done
//! by the library, so that every verb goes the same way.

mod ask;
mod bar;
mod build;
mod check;
mod completions;
mod editor;
mod flags;
#[cfg(feature = "import")]
mod import;
mod init;
mod interview;
mod line;
mod maintenance;
mod new;
mod next;
mod out;
mod prose;
mod publishing;
mod schema;
mod serve;
mod update;
mod watch;
mod writing;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::diagnostic::{Diagnostic, Format, Severity, print_all};
use crate::machine::no_threads;
use crate::time::Moment;
use out::{complain, say};

/// Incident files become a status site, feeds and an API.
#[derive(Debug, Parser)]
#[command(name = "upfront", version, about, disable_help_subcommand = true)]
struct Arguments {
    /// The project: the folder that holds status.yml
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    #[command(subcommand)]
    verb: Verb,
}

/// Makes of the list of verbs the arguments and the way to each.
macro_rules! verbs {
    ($($(#[doc = $about:literal])* $(#[cfg($wing:meta)])? $name:ident($flags:ty) => $run:expr,)*) => {
        #[derive(Debug, Subcommand)]
        enum Verb {
            $($(#[doc = $about])* $(#[cfg($wing)])? $name($flags),)*
        }

        impl Verb {
            fn run(&self, root: &Path, clock: Clock) -> End {
                match self {
                    $($(#[cfg($wing)])? Self::$name(flags) => $run(root, flags, clock),)*
                }
            }
        }
    };
}

// All verbs, in the order of `--help`: what each is for, its flags, and what runs it. A
// verb of a wing names its feature.
verbs! {
    /// Make a new project that builds, with a worked example
    Init(init::Arguments) => init::run,
    /// Build the site
    Build(build::Arguments) => build::run,
    /// Find every error, and what the writing rules say
    Check(check::Arguments) => check::run,
    /// Bring the records of another tool: statuspage, cstate, stactus, statusfy or a feed
    #[cfg(feature = "import")]
    Import(import::Arguments) => import::run,
    /// Write the first word about something that does not work
    New(Box<new::Arguments>) => new::run,
    /// Write the next word about an open incident
    Update(Box<update::Arguments>) => update::run,
    /// Write that an incident is over
    Resolve(Box<update::ResolveArguments>) => update::resolve,
    /// Plan work, move it or call it off
    Maintenance(Box<maintenance::Arguments>) => maintenance::run,
    /// Preview the site while you write: reloads on each save, shows errors
    Serve(serve::Arguments) => serve::run,
    /// Rebuild the site on each save, and whenever the clock changes what it says
    Watch(watch::Arguments) => watch::run,
    /// Print when the clock alone changes the site next, for schedulers
    Next(next::Arguments) => next::run,
    /// Print a JSON Schema, or snippets for an editor
    Schema(schema::Arguments) => schema::run,
    /// Print completions for a shell
    Completions(completions::Arguments) => completions::run,
}

/// Reads the clock, or says why it cannot.
type Clock = fn() -> Result<Moment, String>;

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatName {
    /// For people
    Text,
    /// For editors
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// For code scanners: SARIF 2.1.0
    Sarif,
}

/// How a command ends (`docs/commands.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Done = 0,
    ContentHasErrors = 1,
    WrongUsage = 2,
    MachineFailed = 3,
    /// Inside a writing verb: the question before is asked again.
    OneBack = 4,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        ExitCode::from(end as u8)
    }
}

/// Runs the command line. `clock` is read at most once, by the verbs that need it;
/// `serve` and `watch` read it again whenever they wake up.
pub fn run(clock: Clock) -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return out::end(out::usage(&error)).into(),
    };
    let end = arguments.verb.run(&arguments.root, clock);
    match arguments.verb {
        // Their words are no result: a full log keeps nobody from following a project.
        Verb::Serve(_) | Verb::Watch(_) => end,
        _ => out::end(end),
    }
    .into()
}

/// The moment of `--now` or the like, else the clock's.
fn moment(
    given: Option<&str>,
    clock: impl FnOnce() -> Result<Moment, String>,
) -> Result<Moment, String> {
    match given {
        Some(text) => text
            .parse::<Moment>()
            .map_err(|_| format!("`{text}` is not a moment: expected RFC 3339 with an offset, such as 2026-11-18T15:00:00+01:00")),
        None => clock(),
    }
}

/// The clock, where it can be told and there is a folder to work in; else how the verb
/// ends, which has been said.
fn ready(root: &Path, clock: impl FnOnce() -> Result<Moment, String>) -> Result<Moment, End> {
    let now = clock().map_err(|why| {
        complain(&why);
        End::WrongUsage
    })?;
    is_project(root)?;
    threads()?;
    Ok(now)
}

/// Makes the threads that share the work, or says that they cannot be had. Whoever reads a
/// project asks for them first: on the way they would be missed by a panic.
fn threads() -> Result<(), End> {
    use std::error::Error as _;
    match rayon::ThreadPoolBuilder::new().build_global() {
        // Without a source, they are there already.
        Err(error) if error.source().is_some() => {
            complain(&no_threads(&error));
            Err(End::MachineFailed)
        }
        _ => Ok(()),
    }
}

fn is_project(root: &Path) -> Result<(), End> {
    if !root.is_dir() {
        complain(&format!(
            "{} is not a folder. Give the project's folder with --root.",
            root.display()
        ));
        return Err(End::WrongUsage);
    }
    Ok(())
}

/// Says that a site goes back in time, where it does.
fn say_older(made: &crate::pipeline::Made) {
    if let Some(older) = made.older {
        complain(&format!(
            "warning: feeds say now that they were last updated at {}; the site before said {}. \
             Updates were removed, or their times changed; readers of feeds may miss the next one.",
            older.after, older.before
        ));
    }
}

/// Tasks that are named because they took longest.
const SLOWEST: usize = 12;

/// Says where the time of a build went.
fn say_timings(made: &crate::pipeline::Made) {
    for (name, took) in made.timings.steps() {
        say(&format!("{:8.3} s  {name}", took.as_secs_f64()));
    }
    let mut slowest: Vec<_> = made.made.iter().collect();
    slowest.sort_by_key(|why| std::cmp::Reverse(why.took));
    for why in slowest.into_iter().take(SLOWEST) {
        let took = why.took.as_secs_f64();
        say(&format!("{took:8.3} s  of it: {}", why.key));
    }
}

/// Prints findings for people and says how the command ends.
fn report(found: &[Diagnostic]) -> End {
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    out::error(&print_all(found, Format::Text { colour }));
    end_of(found)
}

fn end_of(found: &[Diagnostic]) -> End {
    let errors = || found.iter().filter(|d| d.severity == Severity::Error);
    match errors().count() {
        0 => End::Done,
        _ if errors().any(|d| d.code == "unreadable") => End::MachineFailed,
        _ => End::ContentHasErrors,
    }
}

/// `1 error`, `2 errors`.
fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {many}")
    }
}
