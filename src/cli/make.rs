//! How `upfront build` makes a site: what changed, with a bar on long work.

use std::borrow::Cow;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::say;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::publish::memory::Memory;
use crate::publish::{Failed, Mark, Piece, Published, Strategy, apart, publish_made};
use crate::render::Engine;
use crate::site::{Context, Digests, Output, faults, plan};
use crate::source::Project;
use crate::time::Moment;

/// What is to be made.
pub(super) struct Order<'a> {
    /// The project's folder.
    pub root: &'a Path,
    /// Where the site goes.
    pub out: &'a Path,
    /// The clock.
    pub now: Moment,
    /// The model was cut at that clock.
    pub as_of: bool,
    /// Show a bar if it takes long and somebody looks.
    pub bar: bool,
}

/// What was made.
pub(super) struct Made {
    /// What publishing did.
    pub published: Published,
    /// Outputs that were made, sorted, and why.
    pub why: Vec<(String, &'static str)>,
    /// Pages of the site.
    pub pages: usize,
    /// Warnings of the engine.
    pub warnings: Vec<Diagnostic>,
}

/// Makes and publishes the site; what is known from the last build is left as it is.
///
/// # Errors
/// Faults of templates and of the plan, else why it cannot be published.
pub(super) fn make(
    project: &Project,
    model: &Model,
    order: &Order<'_>,
    timings: &mut Timings,
) -> Result<Made, Failed<Diagnostic>> {
    apart(order.root, order.out).map_err(Failed::Publish)?;
    let engine = Engine::new(&model.site.languages, &project.templates).map_err(Failed::Made)?;
    let context = Context {
        model,
        now: order.now,
        engine: &engine,
    };
    let outputs = plan(context, &project.statics).map_err(Failed::Made)?;
    timings.step("planning");
    let memory = Memory::read(order.root);
    let clock = order.now.as_nanosecond();
    let digests = Digests::new(project, context, &program(order));
    let from: Vec<Option<u128>> = outputs.iter().map(|o| digests.of(&o.inputs)).collect();
    let known = |output: &Output<'_>, from: Option<u128>| -> Result<Mark, &'static str> {
        let Some((sources, mark)) = memory.files.get(&output.path) else {
            return Err("it is new, or nothing is known of an earlier build");
        };
        match from {
            None => Err("it is copied, so it is always compared"),
            _ if memory.base != digests.base => {
                Err("status.yml, a template or the program changed")
            }
            Some(from) if from != *sources => Err("a file that it is made from changed"),
            _ if output.inputs.clock && memory.clock != clock => Err("the clock moved"),
            _ => Ok(*mark),
        }
    };
    let known: Vec<_> = outputs
        .iter()
        .zip(&from)
        .map(|(o, f)| known(o, *f))
        .collect();
    let pieces: Vec<Piece<'_>> = outputs
        .iter()
        .zip(&known)
        .map(|(output, known)| Piece {
            path: &output.path,
            known: known.ok(),
        })
        .collect();
    timings.step("comparing");
    let bar = Bar::new(known.iter().filter(|k| k.is_err()).count(), order.bar);
    let why = Mutex::new(Vec::new());
    let render = |at: usize| {
        let bytes = (outputs[at].render)().map(Cow::Owned);
        bar.step();
        let reason = known[at]
            .err()
            .unwrap_or("what was published is gone, or not ours");
        why.lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push((outputs[at].path.clone(), reason));
        bytes
    };
    let published = publish_made(order.out, &pieces, &render, Strategy::Exchange);
    bar.clear();
    let published = published.map_err(|failed| match failed {
        Failed::Made(found) => Failed::Made(faults(found)),
        Failed::Publish(error) => Failed::Publish(error),
    })?;
    timings.step("making and publishing");
    let kept = outputs
        .iter()
        .zip(&from)
        .zip(&published.marks)
        .filter_map(|((output, from), mark)| Some((output.path.as_str(), (*from)?, (*mark)?)));
    // A project that cannot be written to is built anew each time.
    let _ = Memory::write(order.root, digests.base, clock, kept);
    timings.step("remembering");
    let mut why = why
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    why.sort_unstable();
    Ok(Made {
        published,
        why,
        pages: outputs.iter().filter(|o| o.path.ends_with(".html")).count(),
        warnings: engine.warnings().to_vec(),
    })
}

/// Words that name this very program and the way it was called: another one may
/// make other bytes of the same files.
fn program(order: &Order<'_>) -> String {
    let file = std::env::current_exe().and_then(std::fs::metadata).ok();
    let changed = file.as_ref().and_then(|meta| meta.modified().ok());
    let size = file.as_ref().map(std::fs::Metadata::len);
    format!(
        "{} {size:?} {changed:?} {:?}",
        env!("CARGO_PKG_VERSION"),
        order.as_of.then_some(order.now)
    )
}

/// Where the time went.
pub(super) struct Timings {
    last: Instant,
    steps: Vec<(&'static str, Duration)>,
}

impl Timings {
    /// Begins to count.
    pub fn new() -> Self {
        Self {
            last: Instant::now(),
            steps: Vec::new(),
        }
    }

    /// What came since the last step was this.
    pub fn step(&mut self, name: &'static str) {
        let now = Instant::now();
        self.steps.push((name, now - self.last));
        self.last = now;
    }

    /// Says all steps.
    pub fn say(&self) {
        for (name, took) in &self.steps {
            say(&format!("{:8.3} s  {name}", took.as_secs_f64()));
        }
    }
}

/// A bar on the terminal, once work has taken a second.
struct Bar {
    all: usize,
    done: AtomicUsize,
    start: Instant,
    /// Tenths of a second at which it was last drawn.
    drawn: AtomicUsize,
    shown: bool,
}

impl Bar {
    fn new(all: usize, wanted: bool) -> Self {
        Self {
            all,
            done: AtomicUsize::new(0),
            start: Instant::now(),
            drawn: AtomicUsize::new(10),
            shown: wanted && std::io::stderr().is_terminal(),
        }
    }

    fn step(&self) {
        const WIDTH: usize = 30;
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let tenths = usize::try_from(self.start.elapsed().as_millis() / 100).unwrap_or(usize::MAX);
        if !self.shown || tenths <= self.drawn.fetch_max(tenths, Ordering::Relaxed) {
            return;
        }
        let full = (done * WIDTH / self.all.max(1)).min(WIDTH);
        let (full, rest) = ("#".repeat(full), ".".repeat(WIDTH - full));
        let _ = write!(std::io::stderr(), "\r[{full}{rest}] {done} of {}", self.all);
    }

    fn clear(&self) {
        if self.shown && self.drawn.load(Ordering::Relaxed) > 10 {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
