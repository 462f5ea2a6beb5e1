//! One incident of the model as one object of the API.

use super::{
    Advice, Brief, Change, Incident, Kind, Listed, Outcome, PlatformState, Promise, Scope,
    Scorecard, Texts, Time, Unaffected, Update, Url, Window,
};
use crate::derive;
use crate::model;
use crate::site::links::Links;

/// The address of an incident's own document.
pub(super) fn path(incident: &model::Incident) -> String {
    format!("api/incidents/{}.json", incident.name)
}

/// What of an incident stands in the list of its year.
pub(super) fn brief(site: &model::Site, incident: &model::Incident) -> Brief {
    let time = |moment| Time::new(moment, &site.zone);
    let links = Links::new(site, site.default_lang());
    let widest = derive::widest_scope(incident);
    Brief {
        id: incident.id.clone(),
        kind: kind(incident),
        title: texts(&incident.title),
        url: Url(links.absolute(&links.file(&Links::incident(incident)))),
        json: Url(links.absolute(&path(incident))),
        began: time(incident.began),
        ended: derive::over(incident).map(time),
        status: incident.newest().map(|u| Listed(u.status)),
        impact: Listed(derive::impact(incident)),
        platforms: widest
            .affected
            .keys()
            .map(|id| site.platform(*id).key.clone())
            .collect(),
        updates: incident.updates.len(),
    }
}

fn kind(incident: &model::Incident) -> Kind {
    match incident.kind {
        model::Kind::Incident => Kind::Incident,
        model::Kind::Maintenance { .. } => Kind::Maintenance,
        model::Kind::Notice => Kind::Notice,
    }
}

/// One incident.
pub(super) fn incident(site: &model::Site, incident: &model::Incident) -> Incident {
    let time = |moment| Time::new(moment, &site.zone);
    let links = Links::new(site, site.default_lang());
    let page = Links::incident(incident);
    let url = |lang: &model::Lang| Url(links.absolute(&links.file_in(lang, &page)));
    let window = match incident.kind {
        model::Kind::Maintenance { until, by_hand } => Some(Window {
            from: time(incident.began),
            until: time(until),
            ends_by_hand: by_hand,
        }),
        _ => None,
    };
    Incident {
        id: incident.id.clone(),
        name: incident.name.clone(),
        kind: kind(incident),
        lang: incident.lang.to_string(),
        title: texts(&incident.title),
        summary: incident.summary.as_ref().map(markdown),
        urls: site
            .languages
            .iter()
            .map(|lang| (lang.to_string(), url(lang)))
            .collect(),
        json: Url(links.absolute(&path(incident))),
        aliases: incident
            .aliases
            .iter()
            .map(|a| Url(links.absolute(a)))
            .collect(),
        began: time(derive::started(incident)),
        ended: derive::over(incident).map(time),
        window,
        created: derive::first_word(incident).map(time),
        modified: incident
            .updates
            .iter()
            .flat_map(|u| [Some(u.at), u.corrected_at])
            .flatten()
            .max()
            .map(time),
        status: incident.newest().map(|u| Listed(u.status)),
        impact: Listed(derive::impact(incident)),
        pinned: incident.pinned,
        review_due: incident.review_due.map(|day| day.to_string()),
        scope: scope(site, &incident.scope),
        advice: advice(&incident.advice),
        updates: (0..incident.updates.len())
            .map(|at| update(&links, incident, at))
            .collect(),
        scorecard: derive::scorecard(incident).map(scorecard),
    }
}

fn update(links: &Links<'_>, incident: &model::Incident, at: usize) -> Update {
    let site = links.site;
    let update = &incident.updates[at];
    let said = || Time::new(update.at, &site.zone);
    let changed = match update.corrected {
        None => Some(update.at),
        Some(_) => update.corrected_at,
    };
    let page = links.file(&Links::incident(incident));
    let platform = |id: &model::PlatformId| site.platform(*id).key.clone();
    Update {
        id: update.id.clone(),
        url: Url(links.absolute(&format!("{page}#{}", Links::anchor(update)))),
        at: said(),
        created: said(),
        modified: changed.map(|at| Time::new(at, &site.zone)),
        status: Listed(update.status),
        keeps_status: update.keeps_status,
        review: update.review,
        body: markdown(&update.body),
        scope: scope(site, &update.scope),
        changes: update
            .change
            .states
            .iter()
            .map(|(id, from, to)| Change {
                platform: platform(id),
                from: Listed(*from),
                to: Listed(*to),
            })
            .collect(),
        regions_changed: update.change.regions,
        audiences_changed: update.change.audiences,
        advice: advice(&update.advice),
        promise: promise(site, incident, at),
        corrected: update.corrected.as_ref().map(texts),
    }
}

fn promise(site: &model::Site, incident: &model::Incident, at: usize) -> Option<Promise> {
    let by = match incident.updates[at].promise.as_ref()? {
        model::Promise::By(by) => *by,
        model::Promise::None(reason) => {
            return Some(Promise {
                by: None,
                reason: Some(texts(reason)),
                outcome: None,
                answered: None,
                late_minutes: None,
            });
        }
    };
    let answer = incident.next_after(at);
    let (outcome, late_minutes) = match derive::outcome(incident, at, None) {
        Some(derive::Outcome::Kept) => (Outcome::Kept, Some(0)),
        Some(derive::Outcome::Late(late)) => (Outcome::Late, Some(late.as_mins())),
        _ => (Outcome::Unanswered, None),
    };
    Some(Promise {
        by: Some(Time::new(by, &site.zone)),
        reason: None,
        outcome: Some(outcome),
        answered: answer.map(|u| Time::new(u.at, &site.zone)),
        late_minutes,
    })
}

fn scope(site: &model::Site, scope: &model::Scope) -> Scope {
    let regions = match &scope.regions {
        model::Reach::All => None,
        model::Reach::Only(ids) => Some(ids.iter().map(|id| site.regions[id.0].key.clone())),
    };
    let audiences = match &scope.audiences {
        model::Reach::All => None,
        model::Reach::Only(ids) => Some(ids.iter().map(|id| site.audiences[id.0].key.clone())),
    };
    Scope {
        affected: scope
            .affected
            .iter()
            .map(|(id, of)| PlatformState {
                platform: site.platform(*id).key.clone(),
                state: Listed(*of),
            })
            .collect(),
        regions: regions.map(Iterator::collect),
        audiences: audiences.map(Iterator::collect),
        unaffected: scope
            .unaffected
            .iter()
            .map(|one| match one {
                model::Unaffected::Platform(id) => {
                    Unaffected::Platform(site.platform(*id).key.clone())
                }
                model::Unaffected::Words(words) => Unaffected::Words(texts(words)),
            })
            .collect(),
        stated_impact: scope.impact.map(Listed),
    }
}

fn advice(advice: &model::Advice) -> Advice {
    Advice {
        symptoms: advice.symptoms.iter().map(texts).collect(),
        error_text: advice.error_text.clone(),
        workaround: advice.workaround.as_ref().map(texts),
        short: advice.short.as_ref().map(texts),
    }
}

fn scorecard(card: derive::Scorecard) -> Scorecard {
    Scorecard {
        minutes_to_first_word: card.to_first_word.map(|d| d.as_mins()),
        longest_silence_minutes: card.longest_silence.map(|d| d.as_mins()),
        promises_kept: card.promises_kept,
        promises_made: card.promises_made,
        days_to_review: card.to_review.map(|d| d.as_hours() / 24),
    }
}

pub(super) fn texts(text: &model::Text) -> Texts {
    text.all()
        .map(|(lang, words)| (lang.to_string(), words.clone()))
        .collect()
}

fn markdown(text: &model::Text<model::Markdown>) -> Texts {
    text.all()
        .map(|(lang, words)| (lang.to_string(), words.0.clone()))
        .collect()
}
