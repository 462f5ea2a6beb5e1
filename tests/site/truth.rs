//! Whatever is written, and whatever the clock says: all outputs tell the same, no date that
//! we make up lies ahead, and nothing is green while a file says otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::support::Project;
use crate::support::feeds::rendered_at;
use jiff::SignedDuration;
use proptest::prelude::*;
use regex::Regex;
use serde_json::Value;
use upfront::time::Moment;

const PLATFORMS: [&str; 3] = ["ios", "web", "tv"];
const STATES: [&str; 4] = [
    "operational",
    "degraded_performance",
    "partial_outage",
    "major_outage",
];
const SITE: &str = "title: Test Status\nurl: https://status.test.example/\ntimezone: Europe/Paris\nplatforms:\n  - {id: ios, name: iOS app}\n  - {id: web, name: Web}\n  - {id: tv, name: TV}\n";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Incident,
    Maintenance,
    ByHand,
    Notice,
}

/// A word of a timeline: minutes after the one before, how far the status moves, and a
/// platform with its state from then on.
type Word = (i64, usize, Option<(usize, usize)>);

#[derive(Debug, Clone)]
struct Story {
    kind: Kind,
    /// Minutes from the build to the begin, or to the opening of the window.
    begins: i64,
    /// Minutes of the window.
    lasts: i64,
    /// Minutes from the begin to the first word; of a maintenance often before.
    first: i64,
    words: Vec<Word>,
    drill: bool,
}

fn story() -> impl Strategy<Value = Story> {
    let kind = prop_oneof![
        3 => Just(Kind::Incident),
        3 => Just(Kind::Maintenance),
        1 => Just(Kind::ByHand),
        1 => Just(Kind::Notice),
    ];
    let far = prop_oneof![
        6 => -3_000..300_i64,
        2 => -200_000..200_000_i64,
    ];
    let word = (
        0..500_i64,
        0..3_usize,
        prop::option::of((0..PLATFORMS.len(), 0..STATES.len())),
    );
    (
        kind,
        far,
        1..400_i64,
        -30_000..200_i64,
        prop::collection::vec(word, 0..5),
        prop::bool::weighted(0.1),
    )
        .prop_map(|(kind, begins, lasts, first, words, drill)| Story {
            kind,
            begins,
            lasts,
            first: match kind {
                Kind::Incident | Kind::Notice => first.rem_euclid(200),
                Kind::Maintenance | Kind::ByHand => first,
            },
            words,
            drill,
        })
}

/// What a story comes to, told by hand: slowly, and by other code than the program's.
#[derive(Debug, Default)]
struct Expected {
    open: bool,
    ahead: bool,
    /// Platforms in another state than operational.
    states: BTreeMap<usize, usize>,
    /// The newest word about a status, as it stands in the file.
    newest: Option<&'static str>,
    /// All moments that its file names.
    named: BTreeSet<Moment>,
}

fn statuses(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Incident => &["investigating", "identified", "monitoring", "resolved"],
        Kind::Maintenance | Kind::ByHand => &["scheduled", "in_progress", "verifying", "completed"],
        Kind::Notice => &["notice", "resolved"],
    }
}

fn minutes(n: i64) -> SignedDuration {
    SignedDuration::from_mins(n)
}

/// The file, and what must be said of it at `now`.
fn told(story: &Story, now: Moment) -> (String, Expected) {
    let begins = now + minutes(story.begins);
    let until = begins + minutes(story.lasts);
    let planned = matches!(story.kind, Kind::Maintenance | Kind::ByHand);
    let mut text = String::from("---\ntitle: Story\n");
    let mut expected = Expected::default();
    expected.named.insert(begins);
    match story.kind {
        Kind::Maintenance | Kind::ByHand => {
            text +=
                &format!("kind: maintenance\nfrom: {begins}\nuntil: {until}\naffected: [web]\n");
            expected.named.insert(until);
            if story.kind == Kind::ByHand {
                text += "ends: by hand\n";
            }
        }
        Kind::Incident => text += &format!("began: {begins}\naffected: {{web: major outage}}\n"),
        Kind::Notice => text += &format!("kind: notice\nbegan: {begins}\n"),
    }
    if story.drill {
        text += "drill: true\n";
    }
    text += "---\n\nWhat it is about.\n";
    let list = statuses(story.kind);
    let last = list.len() - 1;
    let mut at = begins + minutes(story.first);
    let mut status = None;
    let mut scope: BTreeMap<usize, usize> = BTreeMap::new();
    if story.kind != Kind::Notice {
        scope.insert(1, 3);
    }
    let mut told = Vec::new();
    for (wait, step, change) in &story.words {
        if status == Some(last) {
            break;
        }
        at += minutes(*wait);
        let next = match status {
            None => *step.min(&last),
            Some(before) => (before + step).min(last),
        };
        status = Some(next);
        expected.named.insert(at);
        text += &format!("\n## {at} {}\n", list[next].replace('_', " "));
        if let Some((platform, state)) = change
            && next != last
            && story.kind != Kind::Notice
        {
            let word = STATES[*state].replace('_', " ");
            text += &format!(
                "\n```update\naffected: {{{}: {word}}}\n```\n",
                PLATFORMS[*platform]
            );
            scope.insert(*platform, *state);
        }
        text += &format!("\nWord {}.\n", told.len());
        told.push((at, next));
    }
    expected.newest = status.map(|status| list[status]);
    let ends_by_clock = story.kind == Kind::Maintenance && until <= now;
    let after = told.last().is_some_and(|(at, _)| *at >= until);
    (expected.open, expected.ahead) = match (story.kind, status) {
        (_, Some(status)) if status == last => (false, false),
        (Kind::Incident | Kind::Notice, _) => (true, false),
        (_, Some(0)) if after => (false, true),
        (_, _) if ends_by_clock && !after => (false, false),
        (_, Some(1 | 2)) => (true, false),
        (_, _) => (begins <= now, begins > now),
    };
    if expected.open && !story.drill && story.kind != Kind::Notice {
        // A list beside no impact means under maintenance.
        let under = planned.then_some(4);
        let first = |(p, s): (usize, usize)| match (p, s, under) {
            (1, 3, Some(under)) if !told_web(story) => (p, under),
            (p, s, _) => (p, s),
        };
        expected.states = scope
            .into_iter()
            .filter(|(_, s)| *s > 0)
            .map(first)
            .collect();
    }
    (text, expected)
}

/// An update named the platform that the front matter puts under maintenance.
fn told_web(story: &Story) -> bool {
    let list = statuses(story.kind);
    let mut status = 0;
    story.words.iter().any(|(_, step, change)| {
        status += step;
        status < list.len() - 1 && change.is_some_and(|(platform, _)| platform == 1)
    })
}

fn key(state: usize) -> &'static str {
    STATES.get(state).copied().unwrap_or("under_maintenance")
}

/// How grave a state is: maintenance is the least of what is not operational.
fn rank(state: usize) -> usize {
    match state {
        0 => 0,
        4 => 1,
        n => n + 1,
    }
}

static DATES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)|\b\d{8}T\d{6}Z|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}",
    )
    .unwrap()
});

fn moment(text: &str) -> Moment {
    if let Ok(moment) = text.parse() {
        return moment;
    }
    let utc = jiff::tz::TimeZone::UTC;
    let compact = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text);
    if let Ok(compact) = compact {
        return compact.to_zoned_datetime(utc).unwrap().timestamp();
    }
    jiff::fmt::rfc2822::parse(text)
        .unwrap_or_else(|_| panic!("{text} is no date"))
        .timestamp()
}

/// Names at the end of addresses of incidents, in the order of a text.
fn names(value: &Value, key: &str) -> BTreeSet<String> {
    let list = value.as_array().unwrap().iter();
    list.map(|one| {
        let url = one[key].as_str().unwrap();
        url.rsplit_once('/')
            .unwrap()
            .1
            .trim_end_matches(".html")
            .to_string()
    })
    .collect()
}

fn captured(pattern: &str, text: &str) -> Option<String> {
    let found = Regex::new(pattern).unwrap().captures(text)?;
    Some(found[1].to_string())
}

/// What the words of a status are as a key: `In progress` is `in_progress`.
fn as_key(words: &str) -> String {
    words.to_lowercase().replace(' ', "_")
}

fn agrees(stories: &[Story], now: Moment) -> Result<(), TestCaseError> {
    let mut project = Project::empty().with("status.yml", SITE);
    let mut all = BTreeMap::new();
    for (n, story) in stories.iter().enumerate() {
        let (text, expected) = told(story, now);
        project = project.with(&format!("incidents/n{n}.md"), text);
        all.insert(format!("n{n}"), (story, expected));
    }
    let files = rendered_at(&project, &now.to_string(), |path| !path.ends_with(".png"));
    let json = |path: &str| serde_json::from_str::<Value>(&files[path]).unwrap();
    let which = |wanted: &dyn Fn(&Story, &Expected) -> bool| -> BTreeSet<String> {
        let fits = all
            .iter()
            .filter(|(_, (story, expected))| wanted(story, expected));
        fits.map(|(name, _)| name.clone()).collect()
    };
    let planned = |story: &Story| matches!(story.kind, Kind::Maintenance | Kind::ByHand);
    let real = |story: &Story| !story.drill;

    // Each platform's state.
    let mut states = [0_usize; 3];
    for (_, expected) in all.values() {
        for (platform, state) in &expected.states {
            if rank(*state) > rank(states[*platform]) {
                states[*platform] = *state;
            }
        }
    }
    let worst = states
        .iter()
        .copied()
        .max_by_key(|state| rank(*state))
        .unwrap();
    let home = &files["index.html"];
    let components = json("api/v2/components.json");
    for (platform, state) in states.iter().enumerate() {
        let (id, state) = (PLATFORMS[platform], key(*state));
        let row = format!(
            r#"data-platform="{id}">(?:<p><a [^>]*>[^<]*</a> )?<span class="state is-([a-z_]+)""#
        );
        for path in ["index.html", &format!("platforms/{id}.html")] {
            let shown = captured(&row, &files[path]);
            prop_assert_eq!(shown.as_deref(), Some(state), "{} in {}", id, path);
        }
        let badge = captured("<title>[^:]*: ([^,]*),", &files[&format!("badge/{id}.svg")]);
        prop_assert_eq!(badge.map(|words| as_key(&words)), Some(state.to_string()));
        let name = ["iOS app", "Web", "TV"][platform];
        let component = components["components"]
            .as_array()
            .unwrap()
            .iter()
            .find(|c| c["name"] == name)
            .unwrap();
        prop_assert_eq!(&component["status"], state, "{} in the API", id);
        let gauge = format!("upfront_platform_state{{platform=\"{id}\",state=\"{state}\"}} 1");
        prop_assert!(files["metrics"].contains(&gauge), "{}", gauge);
        let line = captured(
            &format!(r"(?m)^([A-Z][a-z ]+): .*\b{name}\b"),
            &files["status.txt"],
        );
        prop_assert_eq!(line.map(|words| as_key(&words)), Some(state.to_string()));
    }

    // What is open, and how the whole site is.
    let open = which(&|story, e| e.open && real(story) && story.kind != Kind::Notice);
    let news = json("news.json");
    prop_assert_eq!(names(&news["open"], "url"), open.clone());
    prop_assert_eq!(news["state"].as_str(), Some(key(worst)));
    prop_assert_eq!(files["status.txt"].lines().next(), Some(key(worst)));
    for name in &open {
        let href = format!("incidents/{name}.html");
        let cards = home.split_once("<h2 id=\"platforms\">").unwrap().0;
        prop_assert!(
            cards.contains(&href),
            "{} is open, and the home page does not begin with it",
            name
        );
        for twin in ["index.md", "status.txt"] {
            prop_assert!(
                files[twin].contains(&href),
                "{} is open, and {} does not say so",
                name,
                twin
            );
        }
    }
    let (incidents, works) = (
        which(&|story, e| e.open && real(story) && story.kind == Kind::Incident),
        which(&|story, e| e.open && real(story) && planned(story)),
    );
    let unresolved = json("api/v2/incidents/unresolved.json");
    prop_assert_eq!(
        names(&unresolved["incidents"], "shortlink"),
        incidents.clone()
    );
    let active = json("api/v2/scheduled-maintenances/active.json");
    prop_assert_eq!(names(&active["scheduled_maintenances"], "shortlink"), works);
    let upcoming = json("api/v2/scheduled-maintenances/upcoming.json");
    let ahead = which(&|story, e| e.ahead && real(story));
    prop_assert_eq!(
        names(&upcoming["scheduled_maintenances"], "shortlink"),
        ahead
    );
    let calm = home.contains("class=\"headline is-operational\"");
    prop_assert_eq!(
        calm,
        worst == 0 && incidents.is_empty(),
        "green only where no file says otherwise"
    );
    let indicator = json("api/v2/status.json")["status"]["indicator"]
        .as_str()
        .unwrap()
        .to_string();
    prop_assert_eq!(indicator == "none", worst == 0, "{}", indicator);

    // The newest word.
    let feed = json("feed/incidents.json");
    for (name, (story, expected)) in &all {
        let page = &files[&format!("incidents/{name}.html")];
        let shown = captured(r#"<p class="facts"><strong[^>]*>([^<]*)</strong>"#, page);
        // A notice is known by its kind, and shows no status.
        prop_assert_eq!(shown.is_none(), story.kind == Kind::Notice);
        let listed = feed["items"].as_array().unwrap().iter().find(|item| {
            item["url"]
                .as_str()
                .unwrap()
                .ends_with(&format!("/{name}.html"))
        });
        prop_assert_eq!(listed.is_some(), real(story));
        let Some(newest) = expected.newest else {
            continue;
        };
        if real(story) {
            let own = &json(&format!("api/incidents/{name}.json"))["incident"]["status"];
            prop_assert_eq!(own.as_str(), Some(newest), "{} in our API", name);
            let tags = listed.unwrap()["tags"].as_array().unwrap();
            prop_assert!(
                tags.contains(&Value::from(format!("status:{newest}"))),
                "{:?}",
                tags
            );
        }
        let Some(shown) = shown else {
            continue;
        };
        let as_told = as_key(&shown) == newest;
        // Where no word counts any more, the window does.
        let by_window = planned(story)
            && ["scheduled", "in_progress", "completed"].contains(&as_key(&shown).as_str());
        let overrun = story.kind == Kind::ByHand && expected.open;
        prop_assert!(
            as_told || by_window || overrun,
            "{}: {} is shown, {} is told",
            name,
            shown,
            newest
        );
        if !expected.open && !expected.ahead {
            prop_assert!(
                ["resolved", "completed"].contains(&as_key(&shown).as_str()),
                "{} is over: {}",
                name,
                shown
            );
        }
    }

    // Dates. A time that a person wrote stands for its whole minute.
    let mut named: BTreeSet<Moment> = BTreeSet::new();
    for (_, expected) in all.values() {
        named.extend(&expected.named);
    }
    let minute = SignedDuration::from_secs(59);
    let of_files = |at: Moment| {
        named
            .iter()
            .any(|named| *named <= at && at <= *named + minute)
    };
    for (path, text) in &files {
        let is_page = path.ends_with(".html");
        for date in DATES.find_iter(text) {
            let at = moment(date.as_str());
            let before = &text[..date.start()];
            // Until when a page may be believed, and what the clock will change by then.
            let script = is_page
                && before
                    .rfind("<script")
                    .is_some_and(|s| !before[s..].contains("</script>"));
            let outlook = path == "news.json" && before.ends_with("\"until\":\"");
            prop_assert!(
                at <= now || script || outlook || of_files(at),
                "{} in {} is later than the build at {}",
                date.as_str(),
                path,
                now
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn all_outputs_tell_the_same(
        stories in prop::collection::vec(story(), 1..5),
        // Days with a change of clocks in them, too.
        at in 0..500_000_i64,
    ) {
        let now = "2026-03-20T10:00:00Z".parse::<Moment>().unwrap() + minutes(at);
        agrees(&stories, now)?;
    }
}
