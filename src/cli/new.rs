//! `upfront new`: the first word about something unplanned.

use std::path::Path;

use clap::Args;

use super::flags::{self, FileFlags, Words};
use super::writing::{Desk, Outcome, refuse, usage, write};
use super::{End, ask, interview, prose};
use crate::author::when::{self, Tense, minute};
use crate::author::{
    EntryStatus, NewEntry, NewFile, NextUpdate, Scenario, ScopeChange, Timing, WriteError,
};
use crate::author::{find, words};
use crate::model::{
    AudienceId, Impact, Incident, Lang, Named, PlatformId, Reach, RegionId, Site, State, Status,
    Unaffected,
};
use crate::shell;
use crate::text::printable;
use crate::time::Moment;

/// Flags of `upfront new`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What readers see first [default: the first --see]
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true, value_parser = prose::words)]
    title: Option<String>,
    /// Since when: now, 14:20, 20m ago [default: when it is said]
    #[arg(long, value_name = "TIME")]
    began: Option<String>,
    /// investigating, identified, monitoring, ... [default: investigating, or the scenario's]
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    #[command(flatten)]
    file: FileFlags,
    #[command(flatten)]
    words: Words,
}

pub(super) fn run(
    root: &Path,
    arguments: &Arguments,
    clock: impl FnOnce() -> Result<Moment, String>,
) -> End {
    let given = arguments.title.is_some()
        || arguments.began.is_some()
        || arguments.status.is_some()
        || arguments.words.says_something();
    write(root, &arguments.words, clock, !given, "new", |desk| {
        let file = if desk.asks {
            asked(desk, arguments)?
        } else {
            by_flags(desk, arguments)?
        };
        Ok(arguments.file.piece(file))
    })
}

fn by_flags(desk: &Desk<'_>, arguments: &Arguments) -> Outcome<NewFile> {
    let (site, flags) = (&desk.site, &arguments.words);
    let lang = arguments.file.lang(site).map_err(|why| usage(&why))?;
    let (scenarios, speech) = desk.language(&lang)?;
    let wrong = |why: String| usage(&why);
    let scenario = match &flags.scenario {
        Some(name) => Some(flags::scenario(name, &scenarios).map_err(wrong)?),
        None => None,
    };
    let at = flags.at(desk.now, site).map_err(wrong)?;
    let scoped = flags
        .scoped(site, &lang, scenario.and_then(|s| s.state))
        .map_err(wrong)?;
    let next = flags.next(at, site).map_err(wrong)?;
    let text = match (flags.text().map_err(wrong)?, scenario) {
        (Some(text), _) => text,
        (None, Some(scenario)) => {
            let mut known = flags::answers(site, &lang, &speech, at, &scoped, next.as_ref());
            known.extend(flags.fills(scenario).map_err(wrong)?);
            scenario.fill(&known)
        }
        (None, None) => {
            let names: Vec<&str> = fitting(&scenarios).map(|s| s.name.as_str()).collect();
            return Err(usage(&format!(
                "say something: --text WORDS, or --scenario with one of {}",
                names.join(", ")
            )));
        }
    };
    let title = match arguments.title.as_ref().or(scoped.symptoms.first()) {
        Some(title) => title.clone(),
        None => return Err(usage("say what people see: --see WORDS, or --title WORDS")),
    };
    let began = match &arguments.began {
        Some(text) => when::moment(text, desk.now, &site.zone, Tense::Past)
            .map_err(|why| usage(&format!("--began: {why}")))?,
        None => at,
    };
    let status = match &arguments.status {
        Some(word) => words::status(word, &Status::INCIDENT)
            .map_err(|why| usage(&format!("--status: {why}")))?,
        None => scenario.map(|s| s.status),
    };
    if let Some(scenario) = scenario
        && !Status::INCIDENT.iter().any(|(_, s)| *s == scenario.status)
    {
        return Err(refuse(
            WriteError::Usage("this scenario is one of `upfront maintenance`".to_string()),
            None,
        ));
    }
    Ok(NewFile {
        lang,
        title,
        time: Timing::Began(began),
        drill: arguments.file.drill,
        scoped,
        first: NewEntry {
            at,
            said: EntryStatus::Status(status.unwrap_or(Status::Investigating)),
            scoped: ScopeChange::default(),
            next,
            reopened: false,
            text,
        },
    })
}

/// Scenarios that a first word can start from.
fn fitting(all: &[Scenario]) -> impl Iterator<Item = &Scenario> {
    all.iter()
        .filter(|s| matches!(s.status, Status::Investigating | Status::Identified))
}

fn asked(desk: &Desk<'_>, arguments: &Arguments) -> Outcome<NewFile> {
    let (site, now) = (&desk.site, minute(desk.now));
    let lang = arguments.file.lang(site).map_err(|why| usage(&why))?;
    let (scenarios, speech) = desk.language(&lang)?;
    let symptoms = ask::lines("What do people see?")?;
    let title = arguments
        .title
        .clone()
        .unwrap_or_else(|| symptoms[0].clone());
    let platforms = ask::some(
        "What is affected?",
        platform_choices(site, &lang, |_| true),
        true,
    )?;
    if let Some(open) = open_on(desk, &platforms)
        && !goes_on_beside(desk, open)?
    {
        return Err(End::WrongUsage);
    }
    let mut scoped = ScopeChange {
        symptoms,
        affected: states(site, &lang, platforms, false)?.into_iter().collect(),
        ..ScopeChange::default()
    };
    if !everywhere(site)? {
        scoped.regions = reach(
            "Where? (none picked: everywhere)",
            &site.regions,
            &lang,
            RegionId,
        )?;
        scoped.audiences = reach(
            "For whom? (none picked: everyone)",
            &site.audiences,
            &lang,
            AudienceId,
        )?;
    }
    let began = ask_time(desk, "Since when?", Tense::Past, Some("now"))?;
    scoped.unaffected = works(site, &lang, &scoped)?;
    let next = ask_next(site, now, worst(&scoped))?;
    let mut known = flags::answers(site, &lang, &speech, now, &scoped, Some(&next));
    known.entry("works".to_string()).or_default();
    let (text, scenario) = ask::text(fitting(&scenarios).collect(), &known)?;
    Ok(NewFile {
        lang,
        title,
        time: Timing::Began(began),
        drill: arguments.file.drill,
        scoped,
        first: NewEntry {
            at: now,
            said: EntryStatus::Status(scenario.map_or(Status::Investigating, |s| s.status)),
            scoped: ScopeChange::default(),
            next: Some(next),
            reopened: false,
            text,
        },
    })
}

/// An incident that is open on one of these platforms.
fn open_on<'a>(desk: &'a Desk<'_>, platforms: &[PlatformId]) -> Option<&'a Incident> {
    let open = find::open(&desk.reading, desk.now).into_iter();
    let mut touching = open.filter(|incident| {
        let affected = &incident.scope_now().affected;
        !incident.drill && platforms.iter().any(|id| affected.contains_key(id))
    });
    touching.next()
}

/// Whether another file is meant, though one is open; if not, says which command goes on there.
fn goes_on_beside(desk: &Desk<'_>, open: &Incident) -> Outcome<bool> {
    let question = format!(
        "{} is open already: \"{}\". Is it the same?",
        open.name,
        open.title.original()
    );
    let beside = ask::one(
        &question,
        vec![
            ("The same: write an update there".to_string(), false),
            ("Something else: a new file".to_string(), true),
        ],
    )?;
    if !beside {
        interview::take_back();
        let update = shell::command(desk.root, &["update", &open.name]);
        super::complain(&printable(&format!(
            "go on with: {update}\nYour answers here are kept, should it be another one after all"
        )));
    }
    Ok(beside)
}

/// Most troubles are; only where a site tells places or audiences apart is there a question.
fn everywhere(site: &Site) -> Outcome<bool> {
    if site.regions.is_empty() && site.audiences.is_empty() {
        return Ok(true);
    }
    ask::one(
        "Where, and for whom?",
        vec![
            ("Everywhere, for everyone".to_string(), true),
            ("Only somewhere, or for some".to_string(), false),
        ],
    )
}

/// A time, with the zone that it is read in; says how it was understood.
pub(super) fn ask_time(
    desk: &Desk<'_>,
    question: &str,
    tense: Tense,
    default: Option<&str>,
) -> Outcome<Moment> {
    let (zone, now) = (&desk.site.zone, minute(desk.now));
    let name = zone.iana_name().unwrap_or("UTC");
    let help = match tense {
        Tense::Past => format!("now, 14:20, 2pm, 20m ago, yesterday 23:50; read in {name}"),
        Tense::Future => format!("30m, 14:50, 2pm, tomorrow 2am; read in {name}"),
    };
    ask::told(
        question,
        &help,
        default,
        |text| when::moment(text, now, zone, tense),
        |moment| Some(when::understood(*moment, now, zone)),
    )
}

fn worst(scoped: &ScopeChange) -> Impact {
    scoped
        .affected
        .values()
        .copied()
        .max()
        .map_or(Impact::None, Impact::of)
}

/// What still works, out of what is not affected.
pub(super) fn works(site: &Site, lang: &Lang, scoped: &ScopeChange) -> Outcome<Vec<Unaffected>> {
    let rest = platform_choices(site, lang, |id| !scoped.affected.contains_key(&id));
    if rest.is_empty() {
        return Ok(Vec::new());
    }
    let picked = ask::some("What still works?", rest, false)?;
    Ok(picked.into_iter().map(Unaffected::Platform).collect())
}

/// When the next word comes; the cadence of `status.yml` is offered.
pub(super) fn ask_next(site: &Site, at: Moment, impact: Impact) -> Outcome<NextUpdate> {
    let cadence = site.cadence.by_impact.iter().find(|(i, _)| *i == impact);
    let minutes = cadence.map_or(30, |(_, span)| span.as_mins().max(1));
    let default = format!("{minutes}m");
    let name = site.zone.iana_name().unwrap_or("UTC");
    ask::told(
        "When do you speak next?",
        &format!("30m, 14:50, 3pm, half an hour; read in {name}; or: none, WHY"),
        Some(&default),
        |text| flags::next(text, at, site),
        |next| match next {
            NextUpdate::By(by) => Some(when::understood(*by, at, &site.zone)),
            NextUpdate::None(_) => None,
        },
    )
}

/// Platforms by the names that readers know.
pub(super) fn platform_choices(
    site: &Site,
    lang: &Lang,
    keep: impl Fn(PlatformId) -> bool,
) -> Vec<(String, PlatformId)> {
    (0..site.platforms.len())
        .map(PlatformId)
        .filter(|id| keep(*id))
        .map(|id| (site.platform_name(id, lang), id))
        .collect()
}

/// Some of the named; none picked, or none to pick, is all.
fn reach<T>(
    question: &str,
    named: &[Named],
    lang: &Lang,
    id: fn(usize) -> T,
) -> Outcome<Option<Reach<T>>> {
    if named.is_empty() {
        return Ok(None);
    }
    let names = named.iter().map(|n| n.name.get(lang).0.clone());
    let options = names.enumerate().map(|(at, name)| (name, at)).collect();
    let picked = ask::some(question, options, false)?;
    let ids: Vec<T> = picked.into_iter().map(id).collect();
    Ok((!ids.is_empty()).then_some(Reach::Only(ids)))
}

/// How bad it is: one state for all, or one for each.
pub(super) fn states(
    site: &Site,
    lang: &Lang,
    platforms: Vec<PlatformId>,
    back: bool,
) -> Outcome<Vec<(PlatformId, State)>> {
    if platforms.is_empty() {
        return Ok(Vec::new());
    }
    let all = |more: bool| {
        let mut options = vec![
            (
                "It does not work (major outage)".to_string(),
                Some(State::MajorOutage),
            ),
            (
                "It does not work for some (partial outage)".to_string(),
                Some(State::PartialOutage),
            ),
            (
                "It works badly (degraded performance)".to_string(),
                Some(State::DegradedPerformance),
            ),
        ];
        if back {
            options.insert(
                0,
                (
                    "It works (operational)".to_string(),
                    Some(State::Operational),
                ),
            );
        }
        if more && platforms.len() > 1 {
            options.push(("Not the same on each".to_string(), None));
        }
        options
    };
    if let Some(state) = ask::one("How bad is it?", all(true))? {
        return Ok(platforms.into_iter().map(|id| (id, state)).collect());
    }
    platforms
        .iter()
        .map(|id| {
            let question = format!("{}?", site.platform_name(*id, lang));
            let state = ask::one(&question, all(false))?;
            Ok((*id, state.unwrap_or(State::MajorOutage)))
        })
        .collect()
}
