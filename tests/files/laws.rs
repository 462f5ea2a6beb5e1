//! Laws of what follows from the model, for any incidents that are right.

use std::collections::BTreeMap;

use crate::support::Project;
use jiff::SignedDuration;
use proptest::prelude::*;
use upfront::derive::{self, Phase};
use upfront::model::{Model, PlatformId, State};
use upfront::time::Moment;

const STATES: [(&str, State); 4] = [
    ("degraded performance", State::DegradedPerformance),
    ("partial outage", State::PartialOutage),
    ("major outage", State::MajorOutage),
    ("operational", State::Operational),
];
const PLATFORMS: [&str; 3] = ["a", "b", "c"];
const WEIGHTS: [&str; 3] = ["statuspage", "incident_io", "openstatus"];

/// One incident: when it begins, and what each update changes and when, in minutes.
#[derive(Debug, Clone)]
struct Told {
    begins: i64,
    /// Minutes since the one before; the platform and state that it names.
    updates: Vec<(i64, Option<(usize, usize)>)>,
    over: bool,
    maintenance: bool,
}

fn told() -> impl Strategy<Value = Told> {
    let update = (
        1..400_i64,
        prop::option::of((0..PLATFORMS.len(), 0..STATES.len())),
    );
    (
        0..20_000_i64,
        prop::collection::vec(update, 1..6),
        any::<bool>(),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(begins, updates, over, maintenance)| Told {
            begins,
            updates,
            over,
            maintenance,
        })
}

fn start() -> Moment {
    "2026-03-20T00:00:00Z".parse().unwrap()
}

fn at(minutes: i64) -> Moment {
    start() + SignedDuration::from_mins(minutes)
}

fn model(all: &[Told], weights: &str, zone: &str) -> Model {
    let mut project = Project::empty().with(
        "status.yml",
        format!("title: x\nurl: https://x.example/\ntimezone: {zone}\nplatforms: [{{group: Two, platforms: [{{id: a}}, {{id: b}}]}}, {{id: c}}]\nuptime: {{days: 40, weights: {weights}}}\n"),
    );
    for (n, one) in all.iter().enumerate() {
        let mut clock = one.begins;
        let text = if one.maintenance {
            let until = clock + one.updates[0].0;
            format!(
                "---\nkind: maintenance\ntitle: x\nfrom: {}\nuntil: {}\naffected: [a]\n---\n",
                at(clock),
                at(until)
            )
        } else {
            let mut text = format!("---\ntitle: x\nbegan: {}\n---\n", at(clock));
            for (minutes, change) in &one.updates {
                clock += minutes;
                text += &format!("\n## {} Investigating\n", at(clock));
                if let Some((platform, state)) = change {
                    text += &format!(
                        "\n```update\naffected: {{{}: {}}}\n```\n",
                        PLATFORMS[*platform], STATES[*state].0
                    );
                }
                text += "\nx\n";
            }
            if one.over {
                text += &format!("\n## {} Resolved\n\nx\n", at(clock + 1));
            }
            text
        };
        project = project.with(&format!("incidents/n{n}.md"), text);
    }
    let loaded = upfront::source::load(project.path());
    loaded
        .model
        .unwrap_or_else(|| panic!("{:?}", loaded.found.first()))
}

/// The same told again, slowly: each platform's state at a moment by replaying every
/// file from its first update.
fn replayed(all: &[Told], minutes: i64) -> Vec<State> {
    let mut states = vec![State::Operational; PLATFORMS.len()];
    for one in all {
        let mut own: BTreeMap<usize, State> = BTreeMap::new();
        if one.maintenance {
            let until = one.begins + one.updates[0].0;
            if one.begins <= minutes && minutes < until {
                own.insert(0, State::UnderMaintenance);
            }
        } else {
            let mut clock = one.begins;
            for (wait, change) in &one.updates {
                clock += wait;
                if let Some((platform, state)) = change
                    && clock <= minutes
                {
                    own.insert(*platform, STATES[*state].1);
                }
            }
            if one.over && clock < minutes {
                own.clear();
            }
        }
        for (platform, state) in own {
            states[platform] = states[platform].max(state);
        }
    }
    states
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// What an update does not name stays as it was, and among several incidents the
    /// worst state wins.
    #[test]
    fn states_carry_over_and_the_worst_wins(
        all in prop::collection::vec(told(), 1..6),
        moments in prop::collection::vec(0..24_000_i64, 8),
    ) {
        let model = model(&all, "statuspage", "UTC");
        for minutes in moments {
            prop_assert_eq!(derive::platform_states(&model.clone().as_of(at(minutes)), at(minutes)), replayed(&all, minutes), "at {}", at(minutes));
        }
    }

    #[test]
    fn uptime_is_a_share_and_days_add_up(
        all in prop::collection::vec(told(), 1..6),
        weights in 0..WEIGHTS.len(),
        now in 0..50_000_i64,
        zone in prop::sample::select(vec!["UTC", "Europe/Paris", "America/St_Johns", "Australia/Lord_Howe"]),
    ) {
        let model = model(&all, WEIGHTS[weights], zone);
        // Asked for all at once, each is what it is alone.
        let at_once = derive::uptimes(&model, at(now));
        let each = (0..3).map(|n| derive::uptime(&model, &[PlatformId(n)], at(now)));
        prop_assert_eq!(&at_once.platforms, &each.collect::<Vec<_>>());
        for (group, uptime) in model.site.groups.iter().zip(&at_once.groups) {
            prop_assert_eq!(uptime, &derive::uptime(&model, &group.platforms, at(now)));
        }
        for platforms in [vec![PlatformId(0)], vec![PlatformId(1)], (0..3).map(PlatformId).collect()] {
            let uptime = derive::uptime(&model, &platforms, at(now));
            if let Some(ratio) = uptime.ratio() {
                prop_assert!((0.0..=1.0).contains(&ratio), "{ratio}");
            }
            prop_assert!(uptime.down >= 0.0 && uptime.counted >= 0);
            if platforms.len() > 1 {
                continue;
            }
            prop_assert_eq!(uptime.days.len(), 40);
            // The seconds of each day are the day's, and all days together are what counts.
            let mut sum = 0;
            for day in &uptime.days {
                let seconds: i64 = day.seconds.values().sum();
                prop_assert!((0..=25 * 3600).contains(&seconds), "{:?}", day);
                prop_assert!(day.seconds.values().all(|s| *s >= 0));
                let worst = day.seconds.iter().filter(|(_, s)| **s > 0).map(|(state, _)| *state).max();
                prop_assert!(worst <= day.worst, "{:?}", day);
                sum += seconds;
            }
            let maintenance = uptime.seconds(State::UnderMaintenance);
            prop_assert!(uptime.counted == sum || uptime.counted == sum - maintenance, "{} of {}", uptime.counted, sum);
            let down: f64 = STATES.iter().map(|(_, state)| {
                uptime.seconds(*state) as f64 * derive::weight(&model.site.uptime.weights, *state)
            }).sum();
            prop_assert!((down - uptime.down).abs() < 1.0, "{down} is not {}", uptime.down);
        }
    }

    /// What is said of now and later is the same of the part that can still matter.
    #[test]
    fn the_recent_part_tells_the_same(
        all in prop::collection::vec(told(), 1..6),
        now in 0..150_000_i64,
    ) {
        let model = model(&all, "statuspage", "Europe/Paris");
        let now = at(now);
        let recent = derive::recent(&model, now);
        for moment in [now, now + SignedDuration::from_mins(77), now + SignedDuration::from_hours(50)] {
            prop_assert_eq!(derive::platform_states(&recent, moment), derive::platform_states(&model, moment));
            prop_assert_eq!(derive::headline(&recent, moment), derive::headline(&model, moment));
            prop_assert_eq!(derive::next_change(&recent, moment), derive::next_change(&model, moment));
            prop_assert_eq!(derive::valid_until(&recent, moment), derive::valid_until(&model, moment));
        }
        for platform in (0..3).map(PlatformId) {
            prop_assert_eq!(derive::uptime(&recent, &[platform], now), derive::uptime(&model, &[platform], now));
        }
        let days = |model| derive::days(model, now, 7).into_iter().map(|(day, all)| (day, all.len())).collect::<Vec<_>>();
        prop_assert_eq!(days(&recent), days(&model));
        let open = |model: &Model| model.incidents.iter().filter(|i| derive::standing(i, now).phase != Phase::Over).count();
        prop_assert_eq!(open(&recent), open(&model));
        // And it is less, where something is long over.
        let past = now - SignedDuration::from_hours(24 * 60);
        let over = |i: &upfront::model::Incident| derive::over(i).is_some_and(|o| o < past)
            && i.ended.is_none_or(|e| e < past) && i.updates.iter().all(|u| u.at < past);
        let long_over = model.incidents.iter().filter(|i| over(i)).count();
        prop_assert!(recent.incidents.len() <= model.incidents.len() - long_over);
    }

    /// Until the next change nothing changes, and it lies ahead.
    #[test]
    fn the_next_change_is_the_next(
        all in prop::collection::vec(told(), 1..6),
        now in 0..24_000_i64,
        parts in prop::collection::vec(0.0..1.0_f64, 6),
    ) {
        let model = model(&all, "statuspage", "UTC");
        let now = at(now);
        let next = derive::next_change(&model, now).expect("a new day always comes");
        prop_assert!(next > now);
        let seen = |moment: Moment| {
            let phases: Vec<Phase> = model.incidents.iter().map(|i| derive::standing(i, moment).phase).collect();
            let told: Vec<Moment> = model.incidents.iter().map(|i| i.announced_by(moment)).collect();
            (derive::platform_states(&model, moment), phases, told)
        };
        let span = next.as_second() - now.as_second();
        for part in parts {
            let moment = now + SignedDuration::from_secs(((span as f64 * part) as i64).min(span - 1));
            prop_assert!(seen(moment) == seen(now), "something changes at {moment}, before {next}");
        }
        // A page is good for a while, and knows its own changes in order.
        let until = derive::valid_until(&model, now);
        prop_assert!(until > now, "{until} is not after {now}");
        let changes = derive::changes(&model, now, until);
        prop_assert!(changes.windows(2).all(|two| two[0] < two[1]));
        prop_assert!(changes.iter().all(|c| *c > now && *c <= until));
    }
}
