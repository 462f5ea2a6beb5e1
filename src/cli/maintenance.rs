//! `upfront maintenance`: planned work, its move and its end before it began.

use std::path::Path;

use clap::{Args, Subcommand};

use super::flags::{self, FileFlags, Words};
use super::new::{ask_time, platform_choices, works};
use super::update::{over_already, pick};
use super::writing::{Desk, Outcome, refuse, usage, write};
use super::{End, ask, prose};
use crate::author::when::{self, Tense, minute};
use crate::author::{
    DraftContent, EntryStatus, NewEntry, NewFile, NextUpdate, ScopeChange, Timing, WriteError, find,
};
use crate::model::{Incident, State, Status, Window};
use crate::shell;
use crate::text::printable;
use crate::time::Moment;

/// Flags of `upfront maintenance`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    change: Option<Change>,
    /// What the work is, in words of your readers
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true, value_parser = prose::words)]
    title: Option<String>,
    /// When it begins: 2026-12-10 22:00, 22:00, +2h
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// When it ends: a time, or a span after --from
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// It ends when an update says so, not by itself
    #[arg(long)]
    by_hand: bool,
    #[command(flatten)]
    file: FileFlags,
    #[command(flatten)]
    words: Words,
}

#[derive(Debug, Subcommand)]
enum Change {
    /// Give it another window, and tell readers
    Move(MoveArguments),
    /// Call it off, and tell readers
    Cancel(CancelArguments),
}

/// Flags of `upfront maintenance move`.
#[derive(Debug, Args)]
struct MoveArguments {
    /// The maintenance: its name or its file [default: the one that is planned]
    #[arg(value_name = "INC")]
    incident: Option<String>,
    /// When it begins now
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// When it ends now: a time, or a span after --from [default: as long as before]
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    #[command(flatten)]
    words: Words,
}

/// Flags of `upfront maintenance cancel`.
#[derive(Debug, Args)]
struct CancelArguments {
    /// The maintenance: its name or its file [default: the one that is planned]
    #[arg(value_name = "INC")]
    incident: Option<String>,
    #[command(flatten)]
    words: Words,
}

pub(super) fn run(
    root: &Path,
    arguments: &Arguments,
    clock: impl FnOnce() -> Result<Moment, String>,
) -> End {
    match &arguments.change {
        None => plan(root, arguments, clock),
        Some(Change::Move(change)) => {
            let given = change.from.is_some() || change.words.says_something();
            write(
                root,
                &change.words,
                clock,
                !given,
                "maintenance move",
                |desk| shift(desk, change),
            )
        }
        Some(Change::Cancel(change)) => {
            let given = change.words.says_something();
            write(
                root,
                &change.words,
                clock,
                !given,
                "maintenance cancel",
                |desk| cancel(desk, change),
            )
        }
    }
}

fn plan(root: &Path, arguments: &Arguments, clock: impl FnOnce() -> Result<Moment, String>) -> End {
    let given = arguments.title.is_some()
        || arguments.from.is_some()
        || arguments.until.is_some()
        || arguments.words.says_something();
    write(
        root,
        &arguments.words,
        clock,
        !given,
        "maintenance",
        |desk| {
            let file = if desk.asks {
                asked(desk, arguments)?
            } else {
                by_flags(desk, arguments)?
            };
            Ok(arguments.file.piece(file))
        },
    )
}

/// A window: `until` may be a span after `from`.
fn window(desk: &Desk<'_>, from: &str, until: &str) -> Result<Window, String> {
    let zone = &desk.site.zone;
    let from =
        when::moment(from, desk.now, zone, Tense::Future).map_err(|e| format!("--from: {e}"))?;
    let until =
        when::moment(until, from, zone, Tense::Future).map_err(|e| format!("--until: {e}"))?;
    if until <= from {
        return Err("--until is not after --from".to_string());
    }
    Ok(Window { from, until })
}

/// A window with another end.
fn longer(desk: &Desk<'_>, old: Window, until: &str) -> Result<Window, String> {
    let until = when::moment(until, old.from, &desk.site.zone, Tense::Future)
        .map_err(|e| format!("--until: {e}"))?;
    if until <= old.from {
        return Err("--until is not after the beginning of the window".to_string());
    }
    Ok(Window { until, ..old })
}

fn by_flags(desk: &Desk<'_>, arguments: &Arguments) -> Outcome<NewFile> {
    let (site, flags) = (&desk.site, &arguments.words);
    let wrong = |why: String| usage(&why);
    let lang = arguments.file.lang(site).map_err(|why| usage(&why))?;
    let (scenarios, speech) = desk.language(&lang)?;
    let (Some(title), Some(from), Some(until)) =
        (&arguments.title, &arguments.from, &arguments.until)
    else {
        return Err(usage("a maintenance wants --title, --from and --until"));
    };
    let window = window(desk, from, until).map_err(wrong)?;
    let scoped = flags
        .scoped(site, &lang, Some(State::UnderMaintenance))
        .map_err(wrong)?;
    let at = flags.at(desk.now, site).map_err(wrong)?;
    let next = flags.next(at, site).map_err(wrong)?;
    let text = match (flags.text().map_err(wrong)?, &flags.scenario) {
        (Some(text), _) => text,
        (None, Some(name)) => {
            let scenario = flags::scenario(name, &scenarios).map_err(wrong)?;
            let mut known = flags::answers(site, &lang, &speech, at, &scoped, next.as_ref());
            let words = speech.window(window.from, window.until, &site.zone);
            known.insert("window".to_string(), words);
            known.extend(flags.fills(scenario).map_err(wrong)?);
            scenario.fill(&known)
        }
        (None, None) => {
            return Err(usage(
                "say something: --text WORDS, or --scenario maintenance",
            ));
        }
    };
    Ok(NewFile {
        lang,
        title: title.clone(),
        time: time(window, arguments.by_hand),
        drill: arguments.file.drill,
        scoped,
        first: first(at, next, text),
    })
}

fn time(window: Window, by_hand: bool) -> Timing {
    Timing::Window {
        from: window.from,
        until: window.until,
        by_hand,
    }
}

fn first(at: Moment, next: Option<NextUpdate>, text: String) -> NewEntry {
    NewEntry {
        at,
        said: EntryStatus::Status(Status::Scheduled),
        scoped: ScopeChange::default(),
        next,
        reopened: false,
        text,
    }
}

fn ask_window(desk: &Desk<'_>, span: &str) -> Outcome<Window> {
    let zone = &desk.site.zone;
    let from = ask_time(desk, "When does it begin?", Tense::Future, None)?;
    let until = ask::told(
        "When does it end?",
        "a time, or how long: 1h30, 90, 23:30",
        Some(span),
        |text| {
            let until = when::moment(text, from, zone, Tense::Future)?;
            (until > from)
                .then_some(until)
                .ok_or_else(|| "this is not after its beginning".to_string())
        },
        |until| Some(when::understood(*until, minute(desk.now), zone)),
    )?;
    Ok(Window { from, until })
}

fn asked(desk: &Desk<'_>, arguments: &Arguments) -> Outcome<NewFile> {
    let (site, now) = (&desk.site, minute(desk.now));
    let lang = arguments.file.lang(site).map_err(|why| usage(&why))?;
    let (scenarios, speech) = desk.language(&lang)?;
    let title = ask::some_words("What do you work on?", "in the words of your readers", None)?;
    let window = ask_window(desk, "1h")?;
    let picked = ask::some(
        "What is affected?",
        platform_choices(site, &lang, |_| true),
        true,
    )?;
    let state = ask::one(
        "How much of it works meanwhile?",
        vec![
            (
                "Nothing (under maintenance)".to_string(),
                State::UnderMaintenance,
            ),
            (
                "It works badly (degraded performance)".to_string(),
                State::DegradedPerformance,
            ),
        ],
    )?;
    let mut scoped = ScopeChange {
        affected: picked.into_iter().map(|id| (id, state)).collect(),
        ..ScopeChange::default()
    };
    scoped.unaffected = works(site, &lang, &scoped)?;
    let mut known = flags::answers(site, &lang, &speech, now, &scoped, None);
    known.insert("work".to_string(), title.clone());
    known.entry("works".to_string()).or_default();
    let words = speech.window(window.from, window.until, &site.zone);
    known.insert("window".to_string(), words);
    let fitting = scenarios
        .iter()
        .filter(|s| s.status == Status::Scheduled)
        .collect();
    let (text, _) = ask::text(fitting, &known)?;
    Ok(NewFile {
        lang,
        title,
        time: time(window, arguments.by_hand),
        drill: arguments.file.drill,
        scoped,
        first: first(now, None, text),
    })
}

/// The maintenance meant, with its window.
fn which<'a>(desk: &'a Desk<'_>, word: Option<&str>) -> Outcome<(&'a Incident, Window)> {
    let incident = match word {
        Some(word) => find::named(&desk.reading, word).map_err(|refused| refuse(refused, None))?,
        None => pick(desk, find::planned(&desk.reading, desk.now), "planned")?,
    };
    match incident.window() {
        Some(window) => Ok((incident, window)),
        None => Err(usage(&format!("{} is no maintenance", incident.name))),
    }
}

fn entry(
    at: Moment,
    said: EntryStatus,
    words: &Words,
    desk: &Desk<'_>,
    text: String,
) -> Outcome<NewEntry> {
    let wrong = |why: String| usage(&why);
    Ok(NewEntry {
        at,
        said,
        scoped: words
            .scoped(
                &desk.site,
                desk.site.default_lang(),
                Some(State::UnderMaintenance),
            )
            .map_err(wrong)?,
        next: words.next(at, &desk.site).map_err(wrong)?,
        reopened: false,
        text,
    })
}

fn shift(desk: &Desk<'_>, change: &MoveArguments) -> Outcome<DraftContent> {
    let wrong = |why: String| usage(&why);
    let (incident, old) = which(desk, change.incident.as_deref())?;
    let minutes = old.from.duration_until(old.until).as_mins().max(1);
    let as_long = format!("{minutes}m");
    let new = match &change.from {
        Some(from) => {
            window(desk, from, change.until.as_deref().unwrap_or(&as_long)).map_err(wrong)?
        }
        None if desk.asks => {
            let (_, speech) = desk.language(&incident.lang)?;
            let present = speech.window(old.from, old.until, &desk.site.zone);
            super::out::error(&printable(&format!("{}: {present}\n", incident.files[0])));
            ask_window(desk, &as_long)?
        }
        // What is not named stays.
        None => match &change.until {
            Some(until) => longer(desk, old, until).map_err(wrong)?,
            None => {
                return Err(usage(
                    "say when it begins now: --from TIME, or ends: --until TIME",
                ));
            }
        },
    };
    let (_, speech) = desk.language(&incident.lang)?;
    let told = speech.moved(old, new, &desk.site.zone);
    let text = match change.words.text().map_err(wrong)? {
        Some(more) => format!("{told}\n\n{}", more.trim()),
        None => told,
    };
    let at = change
        .words
        .at_in(desk.now, &desk.site, incident)
        .map_err(wrong)?;
    Ok(DraftContent::Entry {
        path: incident.files[0].clone(),
        entry: Box::new(entry(at, EntryStatus::Update, &change.words, desk, text)?),
        ended: None,
        window: Some(new),
    })
}

fn cancel(desk: &Desk<'_>, change: &CancelArguments) -> Outcome<DraftContent> {
    let wrong = |why: String| usage(&why);
    let (incident, _) = which(desk, change.incident.as_deref())?;
    if let Some(over) = over_already(desk, incident) {
        let why = format!(
            "{over}; more to say: {}",
            shell::command(desk.root, &["update", &incident.name, "-m", "WORDS"])
        );
        return Err(refuse(WriteError::Usage(why), change.words.text.as_deref()));
    }
    let (_, speech) = desk.language(&incident.lang)?;
    let text = change.words.text().map_err(wrong)?;
    let text = text.unwrap_or_else(|| speech.cancelled());
    let at = change
        .words
        .at_in(desk.now, &desk.site, incident)
        .map_err(wrong)?;
    let said = EntryStatus::Status(Status::Cancelled);
    Ok(DraftContent::Entry {
        path: incident.files[0].clone(),
        entry: Box::new(entry(at, said, &change.words, desk, text)?),
        ended: None,
        window: None,
    })
}
