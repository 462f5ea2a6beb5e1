//! Makes the program wrong in one place after the other, and shows what no test sees: one build
//! holds all places, an environment variable chooses the one that is wrong.
//!
//! `mutation [--again] FOLDER... [-- TEST...]`: folders or files of the repository (`src/derive`),
//! modules of tests (`files::errors`). With `--again` what was seen the last time is taken for
//! seen. What `explained.tsv` says of a place is believed: file, its line, what is done, why
//! nothing sees it.

mod build;
mod places;
mod run;
mod values;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use places::Place;
use run::{Runner, Test};

/// A place is shown to its quickest tests, for as long as this at most in all; seconds in
/// `UPFRONT_PATIENCE` say otherwise.
const PATIENCE: Duration = Duration::from_secs(40);

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let tests = arguments
        .iter()
        .position(|a| a == "--")
        .map_or_else(Vec::new, |at| arguments.split_off(at).split_off(1));
    let again = arguments.iter().any(|a| a == "--again");
    let folders: Vec<String> = arguments.into_iter().filter(|a| a != "--again").collect();
    let root = std::env::current_dir().expect("a folder to work in");
    let work = root.join("target/mutation");
    let copy = work.join("tree");
    let results = work.join("results.tsv");
    let known = if again {
        seen_before(&results)
    } else {
        BTreeMap::new()
    };

    let explained = fs::read_to_string(root.join("tests/mutation/explained.tsv"));
    let explained = explained.expect("a file of what is explained");
    let built = build::build(&root, &copy, &folders, &tests);
    let runner = Runner {
        copy: &copy,
        programs: &built.programs,
        modules: &tests,
    };
    let tests = runner.all();
    let takes: Duration = tests.iter().map(|t| t.takes).sum();
    eprintln!("{} tests, {:.0} s", tests.len(), takes.as_secs_f64());
    let mut log = fs::File::create(&results).expect("a file for the results");
    let mut counts: BTreeMap<String, [usize; 5]> = BTreeMap::new();
    for folder in &folders {
        let mut recent: Vec<&Test> = Vec::new();
        for place in built
            .places
            .iter()
            .filter(|p| p.at.starts_with(folder.as_str()))
        {
            let count = counts.entry(folder.clone()).or_default();
            count[0] += 1;
            if built.left_out.contains(&place.number) {
                count[1] += 1;
                continue;
            }
            if let Some(line) = known.get(&format!("{}\t{}", place.at, place.what)) {
                count[2] += 1;
                writeln!(log, "{line}").expect("a result is written");
                continue;
            }
            let told = told(&root, place);
            if explained.lines().any(|line| line.starts_with(&told)) {
                count[4] += 1;
                continue;
            }
            let outcome = outcome(&runner, place, &tests, &mut recent);
            count[if outcome.is_ok() { 2 } else { 3 }] += 1;
            let (word, why) = match &outcome {
                Ok(why) => ("seen", why),
                Err(why) => ("UNSEEN", why),
            };
            let line = format!("{word}\t{}\t{}\t{why}", place.at, place.what);
            println!("{line}");
            writeln!(log, "{line}").expect("a result is written");
        }
    }
    for (folder, [places, not, seen, unseen, explained]) in &counts {
        println!(
            "{folder}: {places} places, {not} do not compile, {seen} seen, {explained} explained, {unseen} not seen"
        );
    }
    ExitCode::from(u8::from(counts.values().any(|c| c[3] > 0)))
}

/// Which test sees a place made wrong; else how many looked.
fn outcome<'a>(
    runner: &Runner,
    place: &Place,
    tests: &'a [Test],
    recent: &mut Vec<&'a Test>,
) -> Result<String, String> {
    let reach: Vec<&Test> = tests
        .iter()
        .filter(|t| t.reached.binary_search(&place.number).is_ok())
        .collect();
    if reach.is_empty() {
        return Err("no test reaches it".to_string());
    }
    // What saw the places before this one most likely sees this one too.
    let is_recent = |t: &&&Test| recent.iter().any(|r| std::ptr::eq(*r, **t));
    let first: Vec<&Test> = reach.iter().filter(is_recent).copied().collect();
    if let Some(why) = runner.seen_by(place.number, &first) {
        return Ok(why);
    }
    let seconds = std::env::var("UPFRONT_PATIENCE")
        .ok()
        .and_then(|s| s.parse().ok());
    let mut left = seconds.map_or(PATIENCE, Duration::from_secs);
    let others: Vec<&Test> = reach
        .iter()
        .filter(|t| !is_recent(t))
        .copied()
        .take_while(|t| {
            let enough = left.is_zero();
            left = left.saturating_sub(t.takes);
            !enough
        })
        .collect();
    let Some(why) = runner.seen_by(place.number, &others) else {
        return Err(format!(
            "{} of {} tests that reach it",
            first.len() + others.len(),
            reach.len()
        ));
    };
    let quick = |t: &&&Test| t.takes < Duration::from_millis(1500);
    if let Some(test) = others
        .iter()
        .filter(quick)
        .find(|t| why.ends_with(&format!(": {}", t.name)))
    {
        recent.insert(0, test);
        recent.truncate(5);
    }
    Ok(why)
}

/// A place as `explained.tsv` has it, up to the reason; no number of a line, which moves.
fn told(root: &Path, place: &Place) -> String {
    let mut parts = place.at.splitn(3, ':');
    let (file, line) = (parts.next(), parts.next());
    let file = file.unwrap_or_default();
    let number: usize = line.and_then(|n| n.parse().ok()).unwrap_or(1);
    let text = fs::read_to_string(root.join(file)).unwrap_or_default();
    let line = text.lines().nth(number - 1).unwrap_or_default().trim();
    format!("{file}\t{line}\t{}\t", place.what)
}

/// What was seen the last time, by place.
fn seen_before(path: &Path) -> BTreeMap<String, String> {
    fs::read_to_string(path)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| {
            let (key, _) = line.strip_prefix("seen\t")?.rsplit_once('\t')?;
            Some((key.to_string(), line.to_string()))
        })
        .collect()
}
