//! `upfront watch`: the site follows the files and the clock.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::time::Duration;

use clap::Args;

use super::publishing::Publishing;
use super::{End, complain, count, moment, ready, report, say, say_older, say_timings};
use crate::pipeline::{Builder, Made, Progress, Why, removal};
use crate::publish::{
    FILE_LIST, Failed, LockWait, PublishError, Standing, check_disjoint, read_list,
};
use crate::site::Sources;
use crate::time::{Moment, rfc3339};
use crate::watch::{FileChange, ProjectWatcher, PublishedFolder, Reason, Validity, stop_signal};

/// After this time a site that could not be written is tried again.
const RETRY: Duration = Duration::from_secs(30);

/// So long another build is waited for at once, and so soon again: in between somebody can
/// end the watcher.
const LOCK_TIMEOUT: Duration = Duration::from_secs(5);
const RETRY_SOON: Duration = Duration::from_secs(1);

/// A site of which files are gone is made again so often in a row, before its time is that
/// of every site that cannot be written.
const MAX_TRIES: u32 = 10;

/// Changed files that are named, without `-v`.
const NAMED: usize = 3;

/// Flags of `upfront watch`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The clock, RFC 3339 with offset; it stands still then
    /// [default: SOURCE_DATE_EPOCH, else the machine's clock]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Say what was written, and why
    #[arg(short, long)]
    verbose: bool,
    #[command(flatten)]
    publishing: Publishing,
}

pub(super) fn run(
    root: &Path,
    arguments: &Arguments,
    clock: impl Fn() -> Result<Moment, String>,
) -> End {
    let clock = || moment(arguments.now.as_deref(), &clock);
    if let Err(end) = ready(root, clock) {
        return end;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let ended = runtime
        .map_err(|error| error.to_string())
        .and_then(|runtime| runtime.block_on(follow(root, arguments, &clock)));
    match ended {
        Ok(()) => End::Done,
        Err(why) => {
            complain(&why);
            End::MachineFailed
        }
    }
}

async fn follow(
    root: &Path,
    arguments: &Arguments,
    clock: &impl Fn() -> Result<Moment, String>,
) -> Result<(), String> {
    let mut end = stop_signal().map_err(|error| error.to_string())?;
    let mut watch = ProjectWatcher::new(root);
    let root = watch.root().to_path_buf();
    check_disjoint(&root, &arguments.publishing.out(&root)).map_err(|error| error.to_string())?;
    let out = arguments.publishing.out(&root);
    let mut builder = arguments.publishing.builder(&root, false);
    let mut reason = None;
    let mut held_back = None;
    // Files of the site, and how often it was made again because some are gone.
    let (mut site, mut tries) = (None::<PublishedSite>, 0);
    loop {
        if let Some(words) = watch.warning() {
            complain(&words);
        }
        let now = clock()?;
        let after = build(
            &mut builder,
            arguments,
            now,
            reason.as_ref(),
            &mut held_back,
        );
        let (published, patience) = match after {
            After::Published(until, standing) => (Some((until, standing)), None),
            After::Broken => (None, None),
            After::HeldBack => (None, Some(RETRY)),
            After::Unwritten if (1..MAX_TRIES).contains(&tries) => (None, Some(RETRY_SOON)),
            After::Unwritten => (None, Some(RETRY)),
            After::Busy => (None, Some(RETRY_SOON)),
        };
        if let Some((_, standing)) = published {
            // Of a large site the list is long, and most saves leave it as it is.
            if site.as_ref().is_none_or(|site| site.standing != standing) {
                site = Some(PublishedSite::read(&out, standing));
            }
            tries = 0;
        } else if tries > 0 {
            tries += 1;
        }
        let shown = published.map(|(until, _)| Validity { from: now, until });
        let again = async {
            match patience {
                Some(patience) => tokio::time::sleep(patience).await,
                None => std::future::pending().await,
            }
        };
        reason = tokio::select! {
            reason = watch.wait(shown, clock) => Some(reason?),
            () = again => None,
            () = loses_files(site.as_mut()), if shown.is_some() => {
                complain("files of the site are gone: it is made again.");
                tries = 1;
                None
            }
            () = end.wait() => {
                builder.remember();
                return Ok(());
            }
        };
    }
}

/// The published folder, and which one it was.
struct PublishedSite {
    standing: Option<Standing>,
    place: PublishedFolder,
}

impl PublishedSite {
    fn read(out: &Path, standing: Option<Standing>) -> Self {
        let files = read_list(out);
        let tops = files.iter().filter_map(|path| path.split('/').next());
        let tops: BTreeSet<&str> = tops.chain([FILE_LIST]).collect();
        let place = PublishedFolder::new(out, tops.into_iter().map(str::to_string));
        Self { standing, place }
    }
}

/// Returns when a published site is no longer whole.
async fn loses_files(site: Option<&mut PublishedSite>) {
    match site {
        Some(site) => site.place.loses_something().await,
        None => std::future::pending().await,
    }
}

/// Waits for another build, but not for ever.
struct LockTimeout;

impl Progress for LockTimeout {
    fn waits(&self, waiting: &LockWait) -> bool {
        waiting.since < LOCK_TIMEOUT
    }
}

/// What a build came to.
enum After {
    /// The clock changes the site next at this moment; which folder it is.
    Published(Option<Moment>, Option<Standing>),
    /// The content has errors: only a save can help.
    Broken,
    /// Too much would go: a save can help, or somebody who builds with the flag for it.
    HeldBack,
    /// The machine failed: time may help.
    Unwritten,
    /// Another build has the turn.
    Busy,
}

impl After {
    /// After errors that end a command like this.
    fn errors(end: End) -> Self {
        match end {
            End::MachineFailed => Self::Unwritten,
            _ => Self::Broken,
        }
    }
}

/// Builds once. What held the site back is said once, and stands in `held_back`.
fn build(
    builder: &mut Builder,
    arguments: &Arguments,
    now: Moment,
    reason: Option<&Reason>,
    held_back: &mut Option<String>,
) -> After {
    let changed = match reason {
        Some(Reason::Clock) => Some(BTreeSet::new()),
        Some(saved) => saved.edited(),
        None => None,
    };
    let made = match changed {
        Some(changed) => builder.renew(now, &changed, &LockTimeout),
        None => builder.make(now, &LockTimeout),
    };
    let made = match made {
        Ok(made) => made,
        Err(Failed::Made(found)) if found.iter().any(|d| d.code == removal::CODE) => {
            let words = found.iter().map(|d| d.message.as_str()).collect();
            if held_back.as_ref() != Some(&words) {
                report(&found);
                complain(
                    "the site stays as it was; it follows as soon as the files are back, or after a build with --allow-removal.",
                );
                *held_back = Some(words);
            }
            return After::HeldBack;
        }
        Err(Failed::Made(found)) => {
            *held_back = None;
            let after = After::errors(report(&found));
            complain("the site stays as it was; it follows as soon as this is put right.");
            return after;
        }
        Err(Failed::Publish(error)) => {
            complain(&error.to_string());
            return match error {
                PublishError::Busy(_) => After::Busy,
                _ => After::Unwritten,
            };
        }
    };
    *held_back = None;
    report(&made.found);
    say_older(&made);
    if arguments.verbose {
        explain(&made, reason);
    }
    if !arguments.publishing.quiet {
        say(&format!(
            "{}: {} written, {} unchanged",
            cause(reason),
            count(made.published.written.len(), "file", "files"),
            made.published.unchanged,
        ));
    }
    if arguments.publishing.timings {
        say_timings(&made);
    }
    if let (true, Some(next), Some(content)) = (arguments.verbose, made.next, builder.content()) {
        let next = rfc3339(next, &content.model.site.zone);
        say(&format!("the clock changes the site next at {next}"));
    }
    After::Published(made.next, made.published.standing)
}

/// Why the site was built, in a few words.
fn cause(reason: Option<&Reason>) -> String {
    match reason {
        None => "built".to_string(),
        Some(Reason::Clock) => "the clock".to_string(),
        Some(Reason::Saved(changes)) => {
            let mut words: Vec<String> = changes
                .iter()
                .take(NAMED)
                .map(|(path, change)| saved(path, *change))
                .collect();
            if changes.len() > NAMED {
                words.push(format!("{} more", changes.len() - NAMED));
            }
            words.join(", ")
        }
    }
}

fn saved(path: &str, change: FileChange) -> String {
    let path = crate::text::printable(path);
    match change {
        FileChange::New => format!("{path} is new"),
        FileChange::Edited => format!("{path} changed"),
        FileChange::Gone => format!("{path} is gone"),
    }
}

fn explain(made: &Made, reason: Option<&Reason>) {
    let tasks = made.made.iter();
    let by_path = tasks.flat_map(|task| task.paths.iter().map(move |path| (path.as_str(), task)));
    let by_path: HashMap<&str, &Why> = by_path.collect();
    for path in &made.published.written {
        let task = by_path.get(path.as_str()).copied();
        say(&format!("wrote    {path} ({})", why(task, path, reason)));
    }
    for path in &made.published.removed {
        say(&format!("removed  {path}"));
    }
}

/// Which of the inputs of a file's task changed.
fn why(task: Option<&Why>, path: &str, reason: Option<&Reason>) -> String {
    if path == FILE_LIST {
        return "the list of files".to_string();
    }
    let changes = match reason {
        None => return "first build".to_string(),
        Some(Reason::Clock) => return "the clock".to_string(),
        Some(Reason::Saved(changes)) => changes,
    };
    let Some(Why { inputs, .. }) = task else {
        return "new".to_string();
    };
    let is_input = |changed: &str| {
        let content = changed.starts_with("incidents/");
        let for_all = changed == "status.yml" || changed.starts_with("templates");
        for_all
            || match &inputs.sources {
                Sources::All => content,
                Sources::Files(files) | Sources::Parts { files, .. } => {
                    files.iter().any(|file| file == changed)
                }
                Sources::Static(file) => file == changed,
            }
    };
    let mut found = changes.iter().filter(|(path, _)| is_input(path));
    match (found.next(), found.count()) {
        (Some((path, change)), 0) => saved(path, *change),
        (Some((path, change)), more) => format!("{}, {more} more", saved(path, *change)),
        (None, _) if inputs.clock => "the clock".to_string(),
        // An incident that is gone or new moves others from page to page.
        (None, _) => "what it lists changed".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::end_of;
    use crate::diagnostic::{Diagnostic, Place, SourceFile};

    #[test]
    fn what_cannot_be_read_is_tried_again() {
        let file = SourceFile::new("incidents/a.md", "x");
        let error = |code| Diagnostic::error(code, Place::new(&file, 0..0), "x", "y");
        let after = |found: &[Diagnostic]| After::errors(end_of(found));
        let (broken, unreadable) = (error("title-missing"), error("unreadable"));
        assert!(matches!(
            after(std::slice::from_ref(&broken)),
            After::Broken
        ));
        assert!(matches!(after(&[broken, unreadable]), After::Unwritten));
    }
}
