//! Flags that the writing verbs share, and their reading against the site.

use std::cell::OnceCell;
use std::io::{IsTerminal, Read};

use clap::Args;

use super::prose;
use crate::author::when::{self, Tense};
use crate::author::{
    Answers, DraftContent, NewFile, NextUpdate, Scenario, ScopeChange, Speech, says_something,
    words,
};
use crate::lint::ahead;
use crate::model::{Incident, Lang, Promise, Site, State, Unaffected};
use crate::source;
use crate::text::one_of;
use crate::time::Moment;

/// Bytes that a text from standard input may have.
const MAX_STDIN: u64 = 1024 * 1024;

/// What is asked of a new file beside its words.
#[derive(Debug, Default, Args)]
pub(super) struct FileFlags {
    /// A rehearsal: watermarked, in no feed, badge or uptime
    #[arg(long)]
    pub(super) drill: bool,
    /// Language of your words [default: the site's first]
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Option<String>,
    /// Name of the file and of its page [default: made of the title]
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
}

impl FileFlags {
    /// The file as it is to be written, under the name that was given.
    pub(super) fn piece(&self, file: NewFile) -> DraftContent {
        DraftContent::File {
            file: Box::new(file),
            name: self.name.clone(),
        }
    }

    /// The language of the words. The name is checked with it.
    pub(super) fn lang(&self, site: &Site) -> Result<Lang, String> {
        if let Some(name) = &self.name
            && !source::name_fits(name)
        {
            return Err(format!(
                "--name: `{name}` cannot become an address; expected letters, digits, `-` and `_`"
            ));
        }
        let Some(tag) = &self.lang else {
            return Ok(site.default_lang().clone());
        };
        let languages = site.languages.iter().enumerate();
        let tags: Vec<(&str, usize)> = languages.map(|(at, lang)| (lang.as_str(), at)).collect();
        words::known("a language of this site", tag, &tags)
            .map(|at| site.languages[at].clone())
            .map_err(|why| format!("--lang: {why}"))
    }
}

/// What is said, to whom, and when the next word comes.
#[derive(Debug, Default, Args)]
pub(super) struct Words {
    /// What you tell readers, in Markdown; - reads it from standard input
    #[arg(short = 'm', long, visible_alias = "message", value_name = "WORDS", allow_hyphen_values = true, value_parser = prose::words)]
    pub(super) text: Option<String>,
    /// Start from a text of templates/scenarios/: outage, degraded, third-party, security, data, ...
    #[arg(long, value_name = "NAME")]
    pub(super) scenario: Option<String>,
    /// Words for a place of the scenario: --fill "do=Change your password"
    #[arg(long, value_name = "PLACE=WORDS", allow_hyphen_values = true, value_parser = prose::words)]
    pub(super) fill: Vec<String>,
    /// When you speak next: 30m, 14:50, or "none, WHY"
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(super) next: Option<String>,
    /// When this is said: now, 14:20, 20m ago [default: now]
    #[arg(long, value_name = "TIME")]
    pub(super) at: Option<String>,
    /// What is affected and how: ios=major_outage, a group too
    #[arg(long, value_name = "PLATFORM=STATE", value_delimiter = ',')]
    pub(super) affected: Vec<String>,
    /// What still works: a platform or plain words
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true, value_parser = prose::words)]
    pub(super) still_works: Vec<String>,
    /// Where: regions of status.yml, or all
    #[arg(long = "where", value_name = "REGION", value_delimiter = ',')]
    pub(super) regions: Vec<String>,
    /// For whom: audiences of status.yml, or all
    #[arg(long = "for", value_name = "AUDIENCE", value_delimiter = ',')]
    pub(super) audiences: Vec<String>,
    /// none, minor, major or critical, where the states do not say it
    #[arg(long, value_name = "IMPACT")]
    pub(super) impact: Option<String>,
    /// What people see, in their words
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true, value_parser = prose::words)]
    pub(super) see: Vec<String>,
    /// The exact words that an app shows
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true, value_parser = prose::words)]
    pub(super) error_text: Option<String>,
    /// What people can do now
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true, value_parser = prose::words)]
    pub(super) workaround: Option<String>,
    /// For chat and social posts, at most 280 characters
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true, value_parser = prose::words)]
    pub(super) short: Option<String>,
    /// An emergency: writing rules warn, and refuse nothing
    #[arg(long)]
    pub(super) urgent: bool,
    /// Open the result in $VISUAL or $EDITOR before it is written
    #[arg(long)]
    pub(super) edit: bool,
    /// The clock, RFC 3339 with offset [default: SOURCE_DATE_EPOCH, else the machine's clock]
    #[arg(long, value_name = "TIME")]
    pub(super) now: Option<String>,
    /// What standard input held, once it was read.
    #[arg(skip)]
    stdin: OnceCell<Result<Vec<u8>, String>>,
}

impl Words {
    /// Something was said by flags: then nothing is asked.
    pub(super) fn says_something(&self) -> bool {
        let lists = [
            &self.affected,
            &self.still_works,
            &self.regions,
            &self.audiences,
            &self.see,
            &self.fill,
        ];
        let words = [
            &self.text,
            &self.scenario,
            &self.next,
            &self.at,
            &self.impact,
            &self.error_text,
            &self.workaround,
            &self.short,
        ];
        lists.iter().any(|list| !list.is_empty()) || words.iter().any(|word| word.is_some())
    }

    /// When it is said.
    pub(super) fn at(&self, now: Moment, site: &Site) -> Result<Moment, String> {
        let text = self.at.as_deref().unwrap_or("now");
        when::moment(text, now, &site.zone, Tense::Past).map_err(|why| format!("--at: {why}"))
    }

    /// When the next word of an incident is said. Two watches may differ: one that was said
    /// by another a little ahead of this clock keeps nobody from going on.
    pub(super) fn at_in(
        &self,
        now: Moment,
        site: &Site,
        incident: &Incident,
    ) -> Result<Moment, String> {
        let at = self.at(now, site)?;
        let last = incident.updates.last().map(|update| update.at);
        let near = last.filter(|last| *last > at && !ahead::is_ahead(*last, now));
        Ok(near.filter(|_| self.at.is_none()).unwrap_or(at))
    }

    /// The promise; spans count from `at`.
    pub(super) fn next(&self, at: Moment, site: &Site) -> Result<Option<NextUpdate>, String> {
        self.next
            .as_deref()
            .map(|text| next(text, at, site).map_err(|why| format!("--next: {why}")))
            .transpose()
    }

    /// Scope and advice. `state` is that of a platform named without one.
    pub(super) fn scoped(
        &self,
        site: &Site,
        lang: &Lang,
        state: Option<State>,
    ) -> Result<ScopeChange, String> {
        let flag = |name: &'static str| move |why: String| format!("--{name}: {why}");
        let impact = self.impact.as_deref().map(words::impact).transpose();
        let impact = impact.map_err(flag("impact"))?;
        let mut scoped = ScopeChange {
            impact,
            unaffected: words::unaffected(&self.still_works, site, lang),
            symptoms: self.see.clone(),
            error_text: self.error_text.clone(),
            workaround: self.workaround.clone(),
            short: self.short.clone(),
            ..ScopeChange::default()
        };
        for one in &self.affected {
            let (platform, given) = match one.split_once(['=', ':']) {
                Some((platform, word)) => (
                    platform,
                    Some(words::state(word).map_err(flag("affected"))?),
                ),
                None => (one.as_str(), None),
            };
            let platforms = words::platforms(platform, site).map_err(flag("affected"))?;
            let state = given.or(impact.map(crate::model::Impact::state)).or(state);
            let Some(state) = state else {
                let states = one_of(State::WORDS.iter().map(|(word, _)| *word));
                return Err(format!(
                    "--affected: `{one}` does not say how; write {one}=major_outage (or {states})"
                ));
            };
            scoped
                .affected
                .extend(platforms.into_iter().map(|platform| (platform, state)));
        }
        if !self.regions.is_empty() {
            scoped.regions = Some(words::regions(&self.regions, site).map_err(flag("where"))?);
        }
        if !self.audiences.is_empty() {
            let audiences = words::audiences(&self.audiences, site).map_err(flag("for"))?;
            scoped.audiences = Some(audiences);
        }
        Ok(scoped)
    }

    /// The text that was given, from standard input where it says so.
    ///
    /// # Errors
    /// A sentence where it cannot be read, or where no reader would see a word of it: a
    /// pipe whose first program failed must publish nothing.
    pub(super) fn text(&self) -> Result<Option<String>, String> {
        let (from, text) = match self.text.as_deref() {
            None => return Ok(None),
            Some("-") => {
                let bytes = self.stdin.get_or_init(read_stdin).clone()?;
                let text = String::from_utf8(bytes);
                let text = text.map_err(|_| "standard input is not UTF-8".to_string())?;
                ("standard input", text)
            }
            Some(text) => ("--text", text.to_string()),
        };
        if says_something(&text) {
            return Ok(Some(text));
        }
        Err(match (text.trim().is_empty(), from) {
            (true, "--text") => "--text is empty".to_string(),
            (true, from) => {
                format!("{from} is empty; did the program that was to write it fail?")
            }
            (false, from) => format!("{from} has no words that readers would see"),
        })
    }

    /// All words that flags and standard input give, to be shown again.
    pub(super) fn typed(&self) -> Option<String> {
        let text = self.text.clone().filter(|text| text != "-");
        let given = text.or_else(|| self.piped()).into_iter();
        let more = [&self.see, &self.still_works, &self.fill];
        let one = [&self.error_text, &self.workaround, &self.short];
        let words: Vec<String> = given
            .chain(more.into_iter().flatten().cloned())
            .chain(one.into_iter().flatten().cloned())
            .collect();
        (!words.is_empty()).then(|| words.join("\n\n"))
    }

    /// What came, or still waits, on standard input. Nobody is asked at a terminal.
    pub(super) fn piped(&self) -> Option<String> {
        let asked = self.text.as_deref() == Some("-");
        if !asked || self.stdin.get().is_none() && std::io::stdin().is_terminal() {
            return None;
        }
        let bytes = self.stdin.get_or_init(read_stdin).as_ref().ok()?;
        let text = String::from_utf8_lossy(bytes).trim().to_string();
        (!text.is_empty()).then_some(text)
    }

    /// `--fill`, checked against the places of the scenario.
    pub(super) fn fills(&self, scenario: &Scenario) -> Result<Answers, String> {
        let places = crate::author::placeholders(&scenario.text);
        let keys: Vec<(&str, ())> = places.iter().map(|p| (p.key.as_str(), ())).collect();
        let mut answers = Answers::new();
        for fill in &self.fill {
            let Some((key, words)) = fill.split_once('=') else {
                return Err(format!("--fill: `{fill}` is not PLACE=WORDS"));
            };
            words::known("a place of this scenario", key, &keys)
                .map_err(|why| format!("--fill: {why}"))?;
            answers.insert(key.trim().to_string(), words.to_string());
        }
        Ok(answers)
    }
}

fn read_stdin() -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .take(MAX_STDIN)
        .read_to_end(&mut bytes)
        .map(|_| bytes)
        .map_err(|e| format!("standard input cannot be read: {e}"))
}

/// "Next update by": a time, a span, or none with a reason.
pub(super) fn next(text: &str, at: Moment, site: &Site) -> Result<NextUpdate, String> {
    if let Some(reason) = Promise::reason(text) {
        if reason.is_empty() {
            return Err("`none` wants a reason: \"none, the fix holds\"".to_string());
        }
        return Ok(NextUpdate::None(reason.to_string()));
    }
    when::moment(text, at, &site.zone, Tense::Future).map(NextUpdate::By)
}

/// The scenario of a name.
pub(super) fn scenario<'a>(name: &str, all: &'a [Scenario]) -> Result<&'a Scenario, String> {
    let names: Vec<(&str, usize)> = all
        .iter()
        .enumerate()
        .map(|(at, s)| (s.name.as_str(), at))
        .collect();
    words::known("a scenario", name, &names)
        .map(|at| &all[at])
        .map_err(|why| format!("--scenario: {why}"))
}

/// Answers that scope and promise already give to the places of a scenario.
pub(super) fn answers(
    site: &Site,
    lang: &Lang,
    speech: &Speech,
    at: Moment,
    scoped: &ScopeChange,
    next: Option<&NextUpdate>,
) -> Answers {
    let mut answers = Answers::new();
    if !scoped.symptoms.is_empty() {
        answers.insert("see".to_string(), speech.sentences(&scoped.symptoms));
    }
    if !scoped.unaffected.is_empty() {
        let works: Vec<String> = scoped
            .unaffected
            .iter()
            .map(|one| match one {
                Unaffected::Platform(id) => site.platform_name(*id, lang),
                Unaffected::Words(words) => words.original().clone(),
            })
            .collect();
        answers.insert("works".to_string(), speech.list(&works));
    }
    if let Some(workaround) = &scoped.workaround {
        answers.insert(
            "do".to_string(),
            workaround.trim_end_matches('.').to_string(),
        );
    }
    if let Some(NextUpdate::By(by)) = next {
        answers.insert("next".to_string(), speech.time(*by, at, &site.zone));
    }
    answers
}

/// Answers that an incident gives: what it reported, since when, until when.
pub(super) fn answers_of(
    incident: &Incident,
    site: &Site,
    speech: &Speech,
    ended: Moment,
) -> Answers {
    let symptoms: Vec<String> = incident
        .updates
        .last()
        .map_or(&incident.advice, |u| &u.advice)
        .symptoms
        .iter()
        .map(|s| s.original().clone())
        .collect();
    let mut answers = Answers::new();
    if !symptoms.is_empty() {
        answers.insert("see".to_string(), speech.sentences(&symptoms));
    }
    for (key, moment) in [("began", incident.began), ("ended", ended)] {
        answers.insert(key.to_string(), speech.time(moment, ended, &site.zone));
    }
    answers
}
