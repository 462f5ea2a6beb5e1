//! The writing rules over 10,000 incidents, against the reading that every build
//! does. Prints the ratio first: `cargo bench --bench check`.

mod support;

use std::hint::black_box;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use upfront::lint::{self, LintScope, Strictness};
use upfront::source::{self, Project};
use upfront::time::Moment;

const INCIDENTS: usize = 10_000;
const RUNS: usize = 5;

fn main() {
    let dir = TempDir::new().expect("a temporary folder");
    support::project(dir.path(), INCIDENTS);
    let project = source::load(dir.path());
    let now = now();
    let model = project
        .model
        .as_ref()
        .expect("the generated project is right");
    let found = lint::run(&project, model, now, Strictness::Usual, LintScope::All)
        .found
        .len();
    let reading = median(|| drop(black_box(source::load(dir.path()))));
    let checking = median(|| {
        drop(black_box(lint::run(
            &project,
            model,
            now,
            Strictness::Usual,
            LintScope::All,
        )))
    });
    println!("{INCIDENTS} incidents, {found} findings, median of {RUNS} runs");
    println!("reading {reading:?}, rules {checking:?}");
    println!(
        "ratio of rules to reading: {:.2}\n",
        checking.as_secs_f64() / reading.as_secs_f64()
    );
    drop(project);
    divan::main();
}

fn now() -> Moment {
    support::NOW.parse().expect("a moment")
}

fn median(mut run: impl FnMut()) -> Duration {
    let mut took: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    took.sort();
    took[RUNS / 2]
}

fn small() -> (TempDir, Project) {
    let dir = TempDir::new().expect("a temporary folder");
    support::project(dir.path(), 500);
    let project = source::load(dir.path());
    (dir, project)
}

#[divan::bench(sample_count = 10)]
fn read_500(bencher: divan::Bencher<'_, '_>) {
    let (dir, _) = small();
    bencher.bench_local(|| source::load(dir.path()));
}

#[divan::bench(sample_count = 10)]
fn check_500(bencher: divan::Bencher<'_, '_>) {
    let (_dir, project) = small();
    let model = project
        .model
        .as_ref()
        .expect("the generated project is right");
    bencher.bench_local(|| lint::run(&project, model, now(), Strictness::Usual, LintScope::All));
}
