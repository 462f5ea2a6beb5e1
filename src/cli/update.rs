//! `upfront update` and `upfront resolve`: the next word, and the last one.

use std::path::Path;

use clap::Args;

use super::flags::{self, Words};
use super::new::{ask_next, ask_time, platform_choices, states};
use super::writing::{Desk, Outcome, refuse, usage, write};
use super::{End, ask, complain, interview};
use crate::author::when::{self, Tense, minute};
use crate::author::{
    Answers, DraftContent, EntryStatus, NewEntry, NextUpdate, ScopeChange, WriteError, find, words,
};
use crate::derive;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Incident, Kind, Status};
use crate::shell;
use crate::source::INCIDENTS;
use crate::text::printable;
use crate::time::{Around, Moment, written};

/// Flags of `upfront update`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The incident: its name or its file [default: the one that is open]
    #[arg(value_name = "INC")]
    incident: Option<String>,
    /// investigating, identified, monitoring, ... [default: it stays]
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// The status goes back on purpose: the fix did not hold
    #[arg(long)]
    reopened: bool,
    #[command(flatten)]
    words: Words,
}

/// Flags of `upfront resolve`.
#[derive(Debug, Args)]
pub(super) struct ResolveArguments {
    /// The incident: its name or its file [default: the one that is open]
    #[arg(value_name = "INC")]
    incident: Option<String>,
    /// Since when it works again: now, 16:02, 20m ago [default: when it is said]
    #[arg(long, value_name = "TIME")]
    ended: Option<String>,
    /// It was none: nothing was affected
    #[arg(long, conflicts_with = "ended")]
    false_alarm: bool,
    #[command(flatten)]
    words: Words,
}

/// What a verb fixes, and what it leaves to be asked.
struct Ask<'a> {
    /// Of flags; `None` for a verb that fixes it.
    status: Option<&'a str>,
    fixed: Option<Status>,
    reopened: bool,
    ended: Option<&'a str>,
    words: &'a Words,
}

pub(super) fn run(
    root: &Path,
    arguments: &Arguments,
    clock: impl FnOnce() -> Result<Moment, String>,
) -> End {
    let ask = Ask {
        status: arguments.status.as_deref(),
        fixed: None,
        reopened: arguments.reopened,
        ended: None,
        words: &arguments.words,
    };
    begin(root, arguments.incident.as_deref(), &ask, clock)
}

pub(super) fn resolve(
    root: &Path,
    arguments: &ResolveArguments,
    clock: impl FnOnce() -> Result<Moment, String>,
) -> End {
    let fixed = if arguments.false_alarm {
        Status::FalseAlarm
    } else {
        Status::Resolved
    };
    let ask = Ask {
        status: None,
        fixed: Some(fixed),
        reopened: false,
        ended: arguments.ended.as_deref(),
        words: &arguments.words,
    };
    begin(root, arguments.incident.as_deref(), &ask, clock)
}

fn begin(
    root: &Path,
    incident: Option<&str>,
    ask: &Ask<'_>,
    clock: impl FnOnce() -> Result<Moment, String>,
) -> End {
    let given = ask.status.is_some() || ask.ended.is_some() || ask.words.says_something();
    let verb = match ask.fixed {
        Some(_) => "resolve",
        None => "update",
    };
    write(root, ask.words, clock, !given, verb, |desk| {
        let incident = which(desk, incident, ask.words)?;
        interview::about(&incident.files[0]);
        let meant = once_more(desk, incident, ask)?;
        let ask = meant.as_ref().unwrap_or(ask);
        if desk.asks {
            asked(desk, incident, ask)
        } else {
            by_flags(desk, incident, ask)
        }
    })
}

/// What was over is not over once more without a word: asks what is meant at a terminal,
/// refuses elsewhere. `None` where nothing is to be asked, or it is meant.
fn once_more<'a>(desk: &Desk<'_>, incident: &Incident, ask: &Ask<'a>) -> Outcome<Option<Ask<'a>>> {
    let closes = match (ask.fixed, ask.status) {
        (Some(status), _) => Some(of_kind(status, incident.kind)),
        (None, Some(word)) => {
            words::status(word, incident.kind.word().statuses()).unwrap_or_default()
        }
        (None, None) => None,
    };
    let ends = closes.is_some_and(Status::is_final) && !ask.reopened;
    let Some(over) = over_already(desk, incident).filter(|_| ends) else {
        return Ok(None);
    };
    if !desk.terminal {
        let update = |more: &[&str]| {
            let words = [&["update", &incident.name], more, &["-m", "WORDS"]].concat();
            shell::command(desk.root, &words)
        };
        let again = match incident.kind {
            Kind::Maintenance { .. } => Status::InProgress,
            Kind::Incident | Kind::Notice => Status::Investigating,
        };
        return Err(refuse(
            WriteError::Usage(format!(
                "{over}.\n  More to say:   {}\n  It came back:  {}",
                update(&[]),
                update(&["--reopened", "--status", again.key()])
            )),
            typed(ask.words),
        ));
    }
    enum Meant {
        More,
        Again,
        Nothing,
    }
    let meant = ask::one(
        &format!("{over}. What do you mean?"),
        vec![
            ("Say something more; it stays over".to_string(), Meant::More),
            ("Say once more that it is over".to_string(), Meant::Again),
            ("Nothing".to_string(), Meant::Nothing),
        ],
    )?;
    match meant {
        Meant::Again => Ok(None),
        Meant::More => Ok(Some(Ask {
            status: Some("update"),
            fixed: None,
            ..*ask
        })),
        Meant::Nothing => {
            complain("nothing was written");
            Err(End::WrongUsage)
        }
    }
}

/// `NAME is resolved already, since ...`, where the last word of an incident is that it is over.
pub(super) fn over_already(desk: &Desk<'_>, incident: &Incident) -> Option<String> {
    let last = incident.updates.iter().rev().find(|u| !u.keeps_status);
    let last = last.filter(|last| last.status.is_final())?;
    let around = Around::alone(&desk.site.zone);
    Some(format!(
        "{} is {} already, since {}",
        incident.name,
        last.status.key().replace('_', " "),
        written(last.at, &around),
    ))
}

/// Words of the command line, to be shown again where nothing is written.
fn typed(words: &Words) -> Option<&str> {
    words.text.as_deref().filter(|text| *text != "-")
}

/// The incident meant: the one named, the one open, or the one picked.
fn which<'a>(desk: &'a Desk<'_>, word: Option<&str>, words: &Words) -> Outcome<&'a Incident> {
    match word {
        Some(word) => {
            find::named(&desk.reading, word).map_err(|refused| refuse(refused, typed(words)))
        }
        None => pick(desk, find::open(&desk.reading, desk.now), "open"),
    }
}

/// The only one, or the one that a person picks.
pub(super) fn pick<'a>(
    desk: &Desk<'_>,
    incidents: Vec<&'a Incident>,
    what: &str,
) -> Outcome<&'a Incident> {
    let title = |i: &Incident| {
        let drill = if i.drill { " [drill]" } else { "" };
        printable(&format!("{}  {}{drill}", i.name, i.title.original()))
    };
    match incidents.as_slice() {
        [] => {
            // What cannot be read may be what is meant.
            let content = |d: &&Diagnostic| {
                d.severity == Severity::Error && d.place.file.path.starts_with(INCIDENTS)
            };
            let broken: Vec<_> = desk.reading.found.iter().filter(content).cloned().collect();
            if !broken.is_empty() {
                complain(&format!(
                    "nothing is {what} of what can be read; these files have errors"
                ));
                return Err(refuse(WriteError::Content(broken), None));
            }
            Err(usage(&none_is(desk, what)))
        }
        [only] => Ok(only),
        several if desk.asks => {
            let options = several.iter().map(|i| (title(i), *i)).collect();
            ask::one("Which one?", options)
        }
        several => {
            let lines: Vec<String> = several.iter().map(|i| format!("  {}", title(i))).collect();
            Err(usage(&format!(
                "{} are {what}; name one:\n{}",
                several.len(),
                lines.join("\n")
            )))
        }
    }
}

/// Nothing is open: what ended last, and how to go on with it.
fn none_is(desk: &Desk<'_>, what: &str) -> String {
    if what != "open" {
        return format!("nothing is {what}; name the file");
    }
    let over = desk
        .reading
        .incidents
        .iter()
        .filter(|incident| incident.kind == Kind::Incident)
        .filter(|incident| over_already(desk, incident).is_some())
        .max_by_key(|incident| incident.updates.last().map(|update| update.at));
    let Some(last) = over else {
        return format!("nothing is {what}; name the file");
    };
    let words = [
        "update",
        &last.name,
        "--reopened",
        "--status",
        "investigating",
        "-m",
        "WORDS",
    ];
    format!(
        "nothing is {what}. {}.\n  It came back:  {}\n  Another one:   name its file",
        over_already(desk, last).unwrap_or_default(),
        shell::command(desk.root, &words),
    )
}

/// A fixed status in the words of the kind: a maintenance is completed, not resolved.
fn of_kind(status: Status, kind: Kind) -> Status {
    match (status, kind) {
        (Status::Resolved, Kind::Maintenance { .. }) => Status::Completed,
        (status, _) => status,
    }
}

fn by_flags(desk: &Desk<'_>, incident: &Incident, ask: &Ask<'_>) -> Outcome<DraftContent> {
    let (site, flags) = (&desk.site, ask.words);
    let wrong = |why: String| usage(&why);
    let (scenarios, speech) = desk.language(&incident.lang)?;
    let scenario = match &flags.scenario {
        Some(name) => Some(flags::scenario(name, &scenarios).map_err(wrong)?),
        None => None,
    };
    let at = flags.at_in(desk.now, site, incident).map_err(wrong)?;
    let state = scenario.and_then(|s| s.state);
    let scoped = flags.scoped(site, &incident.lang, state).map_err(wrong)?;
    let next = flags.next(at, site).map_err(wrong)?;
    let ended = ended(desk, ask)?;
    let text = match (flags.text().map_err(wrong)?, scenario) {
        (Some(text), _) => text,
        (None, Some(scenario)) => {
            let mut known = flags::answers_of(incident, site, &speech, ended.unwrap_or(at));
            let said = flags::answers(site, &incident.lang, &speech, at, &scoped, next.as_ref());
            known.extend(said);
            known.extend(flags.fills(scenario).map_err(wrong)?);
            scenario.fill(&known)
        }
        (None, None) => return Err(usage("say something: -m WORDS")),
    };
    let status = match (ask.fixed, ask.status) {
        (Some(status), _) => Some(of_kind(status, incident.kind)),
        (None, Some(word)) => words::status(word, incident.kind.word().statuses())
            .map_err(|why| usage(&format!("--status: {why}")))?,
        (None, None) => None,
    };
    let entry = NewEntry {
        at,
        said: status.map_or(EntryStatus::Update, EntryStatus::Status),
        scoped,
        next,
        reopened: ask.reopened,
        text,
    };
    Ok(piece(incident, entry, ended.filter(|ended| *ended < at)))
}

fn piece(incident: &Incident, entry: NewEntry, ended: Option<Moment>) -> DraftContent {
    DraftContent::Entry {
        path: incident.files[0].clone(),
        entry: Box::new(entry),
        ended,
        window: None,
    }
}

fn ended(desk: &Desk<'_>, ask: &Ask<'_>) -> Outcome<Option<Moment>> {
    ask.ended
        .map(|text| {
            when::moment(text, desk.now, &desk.site.zone, Tense::Past)
                .map_err(|why| usage(&format!("--ended: {why}")))
        })
        .transpose()
}

fn asked(desk: &Desk<'_>, incident: &Incident, ask: &Ask<'_>) -> Outcome<DraftContent> {
    let (site, now) = (&desk.site, minute(desk.now));
    let (scenarios, speech) = desk.language(&incident.lang)?;
    super::out::error(&printable(&format!(
        "{}: {}\n",
        incident.files[0],
        incident.title.original()
    )));
    let before = derive::standing(incident, desk.now).status;
    let status = match ask.fixed {
        Some(status) => Some(of_kind(status, incident.kind)),
        None => {
            let mut options = vec![(format!("Still {}", before.key().replace('_', " ")), None)];
            options.extend(
                incident
                    .kind
                    .word()
                    .statuses()
                    .iter()
                    .filter(|(_, s)| *s != before && s.rank() >= before.rank())
                    .map(|(_, s)| (words::heading(Some(*s)), Some(*s))),
            );
            ask::one("How far are you?", options)?
        }
    };
    let closes = status.is_some_and(Status::is_final);
    let mut ended = None;
    let mut scoped = ScopeChange::default();
    let next = if closes {
        if status == Some(Status::Resolved) && incident.kind == Kind::Incident {
            let question = "Since when does it work again?";
            let since = ask_time(desk, question, Tense::Past, Some("now"))?;
            ended = Some(since).filter(|since| *since < now);
        }
        None
    } else {
        let platforms = platform_choices(site, &incident.lang, |_| true);
        let picked = ask::some(
            "What changes its state? (none picked: nothing)",
            platforms,
            false,
        )?;
        scoped.affected = states(site, &incident.lang, picked, true)?
            .into_iter()
            .collect();
        Some(ask_next(site, now, derive::impact(incident))?)
    };
    let mut known: Answers = flags::answers_of(incident, site, &speech, ended.unwrap_or(now));
    if let Some(NextUpdate::By(by)) = &next {
        known.insert("next".to_string(), speech.time(*by, now, &site.zone));
    }
    let fitting = scenarios
        .iter()
        .filter(|s| closes && Some(s.status) == status)
        .collect();
    let (text, _) = ask::text(fitting, &known)?;
    let entry = NewEntry {
        at: now,
        said: status.map_or(EntryStatus::Update, EntryStatus::Status),
        scoped,
        next,
        reopened: false,
        text,
    };
    Ok(piece(incident, entry, ended))
}
