//! C07 to C10, C34, C35: what happened to whom, and what helps.

use super::shapes::Shape;
use super::table::Rule;
use super::words::TermClass;
use super::{Findings, Subject};
use crate::derive::widest_scope;
use crate::model::{Impact, Level, Reach, State, Status};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "C07",
        name: "The impact is told in the user's words",
        level: Level::Hint,
        why: "Readers compare what they see with what you write. The name of a part of your system tells them nothing.",
        looks: "Title, text before the first update and the updates: whether they hold any words beside names of platforms and words for trouble (\"issue\", \"degraded performance\", \"we are investigating\"). Fields that list symptoms pass.",
        words: true,
        format: None,
        source: "Atlassian, incident communication tips; openstatus; GOV.UK Notify manual; incident.io.",
        bad: "title: Authentication service outage\n\nWe are having trouble with the authentication service.",
        good: "title: Log-in fails on every app\nsymptoms: [You cannot log in]",
    },
    Rule {
        id: "C08",
        name: "The scope is filled in by the second update",
        level: Level::Warning,
        why: "\"Am I affected?\" is the first question. Feeds, bars and badges know it only from `affected`.",
        looks: "`affected` in the front matter or the first two updates. `impact: none` and a false alarm pass.",
        words: false,
        format: None,
        source: "PagerDuty, external communication (components and regions).",
        bad: "## 14:20 Investigating\n...\n## 14:48 Identified      # still no `affected`",
        good: "affected: {ios: major outage, web: major outage}\nregions: [fr, de]",
    },
    Rule {
        id: "C09",
        name: "It says what still works",
        level: Level::Hint,
        why: "What works is what people can do now, and it shows that you know how far the trouble goes.",
        looks: "A major or critical incident that names neither in `unaffected` nor in a sentence what works; not where regions or audiences narrow it, or everything is hit.",
        words: true,
        format: None,
        source: "AtomPing, communication templates; a worldwide outage in which offline mode worked and nobody said so.",
        bad: "affected: {web: major outage}",
        good: "affected: {web: major outage}\nunaffected: [offline]",
    },
    Rule {
        id: "C10",
        name: "It says what to do, or that nothing helps",
        level: Level::Hint,
        why: "Once you know what is wrong, readers want to know what they can do. Without a word they reinstall the app.",
        looks: "From `identified` on: a `workaround`, an `unaffected`, a sentence that tells readers what to do or that they need not, in any form (an imperative, \"you can\", \"need not\", \"nobody has to\"), or what works.",
        words: true,
        format: None,
        source: "Google Cloud status (workaround field); GOV.UK Notify manual.",
        bad: "## 14:48 Identified\n\nA faulty setting reached our servers.",
        good: "workaround: Music that you downloaded still plays in offline mode.",
    },
    Rule {
        id: "C34",
        name: "The stated impact fits the scope",
        level: Level::Hint,
        why: "`minor` for everything everywhere reads as hiding it; `critical` for one corner cries wolf.",
        looks: "An `impact` written by hand: `none` or `minor` with a major outage on every platform, for all; `critical` for one platform in one region or for one audience.",
        words: false,
        format: None,
        source: "openstatus severity matrix; Google Cloud (major: high scope and high severity).",
        bad: "impact: minor\naffected: {ios: major outage, android: major outage, web: major outage}   # all there is",
        good: "affected: {ios: major outage, android: major outage, web: major outage}   # impact follows: critical",
    },
    Rule {
        id: "C35",
        name: "A false alarm is closed as one",
        level: Level::Hint,
        why: "`resolved` says that something was broken. It then counts in history and in memory.",
        looks: "`resolved` where no platform was ever affected, or where the text says that nobody was.",
        words: false,
        format: None,
        source: "Sorry, notice statuses; Azure resource health.",
        bad: "## 09:47 Resolved\n\nNo one was affected. A probe had a wrong clock.",
        good: "## 09:47 False alarm\n\nNo one was affected. A probe had a wrong clock.",
    },
];

pub(super) fn check(subject: &Subject<'_>, found: &mut Findings<'_>) {
    if !subject.is_incident() {
        return;
    }
    symptoms(subject, found);
    scope(subject, found);
    still_works(subject, found);
    way_out(subject, found);
    stated(subject, found);
    false_alarm(subject, found);
}

fn symptoms(subject: &Subject<'_>, found: &mut Findings<'_>) {
    if !subject.readable() || subject.tells_anything() {
        return;
    }
    let first = subject.timeline().next().map(|(at, _)| at);
    found.add(
        7,
        first.map_or_else(
            || subject.places.source().place_of("title"),
            |at| subject.heading(at),
        ),
        "nothing says what users see or cannot do",
        "title and text name no more than a part and that it has trouble",
        "say what people notice: \"Search results are empty\", \"Cards are declined at the till\"; or list it under `symptoms:`",
    );
}

fn scope(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let updates: Vec<_> = subject.timeline().take(2).collect();
    let [(_, first), (at, second)] = updates.as_slice() else {
        return;
    };
    let named = [&subject.incident.scope, &first.scope, &second.scope]
        .iter()
        .any(|scope| !scope.affected.is_empty());
    let none = subject.incident.stated_impact() == Some(Impact::None);
    if !named && !none && !second.status.is_final() {
        found.add(
            8,
            subject.heading(*at),
            "the second update, and still no platform is named",
            "expected `affected` by now",
            "write `affected: {PLATFORM: major outage}` into the front matter, or `impact: none` if nothing is hit",
        );
    }
}

fn still_works(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let widest = widest_scope(subject.incident);
    let said = subject
        .incident
        .scopes()
        .any(|scope| !scope.unaffected.is_empty());
    let all = widest.affected.len() >= subject.site.platforms.len();
    let narrowed = widest.regions != Reach::All || widest.audiences != Reach::All;
    let told = subject.texts.iter().any(|text| text.tells(Shape::Works));
    let long = subject.timeline().nth(2).is_some();
    if long && subject.severe() && subject.readable() && !said && !all && !narrowed && !told {
        found.add(
            9,
            subject.places.source().place_of("affected"),
            "nothing says what still works",
            "and not everything is hit",
            "add `unaffected:` with platforms or plain words: \"Cash machines work\"",
        );
    }
}

fn way_out(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let known = |status| matches!(status, Status::Identified | Status::Monitoring);
    let Some((at, update)) = subject.timeline().find(|(_, update)| known(update.status)) else {
        return;
    };
    let field = subject
        .timeline()
        .any(|(_, update)| update.advice.workaround.is_some());
    // What works is a way to manage, too.
    let told = subject.texts.iter().any(|text| {
        text.update.is_none_or(|of| of <= at)
            && (text.tells(Shape::Advice) || text.tells(Shape::Works))
    });
    let unaffected = |scope: &crate::model::Scope| !scope.unaffected.is_empty();
    let given = field || told || subject.incident.scopes().any(unaffected);
    if subject.impact > Impact::None && subject.readable() && !given && !update.status.is_final() {
        found.add(
            10,
            subject.heading(at),
            "nothing says what readers can do meanwhile",
            "expected a way to manage, what works instead, or that nothing helps yet",
            "add `workaround:`, or a sentence: \"Pay in cash until then\", \"You need not call\", \"Nothing helps yet\"",
        );
    }
}

fn stated(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let Some(stated) = subject.incident.stated_impact() else {
        return;
    };
    let widest = widest_scope(subject.incident);
    let everything = widest.affected.len() == subject.site.platforms.len()
        && subject.site.platforms.len() > 1
        && widest
            .affected
            .values()
            .all(|state| *state == State::MajorOutage)
        && widest.regions == Reach::All
        && widest.audiences == Reach::All;
    let one = |n: usize, total: usize| n == 1 && total > 1;
    let corner = one(widest.affected.len(), subject.site.platforms.len())
        && (matches!(&widest.regions, Reach::Only(r) if one(r.len(), subject.site.regions.len()))
            || matches!(&widest.audiences, Reach::Only(a) if one(a.len(), subject.site.audiences.len())));
    let odd = (stated <= Impact::Minor && everything) || (stated == Impact::Critical && corner);
    if odd {
        found.add(
            34,
            subject.places.source().place_of("impact"),
            format!(
                "`{}` does not fit what the file says is affected",
                stated.key()
            ),
            if everything {
                "every platform is down, for everyone"
            } else {
                "one platform, for a part of the readers"
            },
            "take `impact` out, and the states say it; or correct the scope",
        );
    }
}

fn false_alarm(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let Some((at, last)) = subject.timeline().rfind(|(_, update)| !update.keeps_status) else {
        return;
    };
    let hit = subject
        .incident
        .scopes()
        .any(|scope| !scope.affected.is_empty())
        || subject
            .incident
            .stated_impact()
            .is_some_and(|impact| impact > Impact::None);
    let denied = subject
        .bodies(at)
        .any(|text_span| text_span.has(TermClass::NoIncident))
        && !subject.incident.drill;
    if last.status == Status::Resolved && (!hit || denied) {
        found.add(
            35,
            subject.heading(at),
            "this is closed as `resolved`, and nothing was broken",
            if hit {
                "the text says that nobody was hit"
            } else {
                "no platform was ever affected"
            },
            "if it was no incident, write `False alarm` in the heading",
        );
    }
}
