//! One site at one moment, whose files are rendered when they are asked for.
//!
//! The plan borrows from the content, so it lives on the stack of a thread; that thread
//! ends when the snapshot is dropped.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::address::View;
use crate::diagnostic::Diagnostic;
use crate::pipeline::Content;
use crate::site::{Sources, Task};
use crate::time::Moment;

/// Requests that may wait for one snapshot.
const MAX_QUEUED: usize = 512;

/// Threads that render for one snapshot.
const RENDERERS: usize = 2;

/// What became of a request.
#[derive(Debug)]
pub enum Rendered {
    /// A file.
    File(Vec<u8>),
    /// There is none; the site's own page that says so.
    Missing(Vec<u8>),
    /// It cannot be rendered.
    Broken(Vec<Diagnostic>),
    /// Too many ask at once, or the snapshot is gone.
    Busy,
}

struct RenderRequest {
    path: String,
    answer: oneshot::Sender<Rendered>,
}

/// A site at a moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    asks: SyncSender<RenderRequest>,
    answers: bool,
}

impl Snapshot {
    /// The site that `content` makes; `now` is the clock of the preview.
    pub fn new(root: &Path, content: Arc<Content>, view: View, now: Moment) -> Self {
        Self::start(root, content, view, now, Duration::ZERO).0
    }

    /// Like [`Snapshot::new`], where pages are tried for a while, home pages first, before
    /// the site is shown.
    ///
    /// # Errors
    /// What is wrong with the site.
    pub fn tried(
        root: &Path,
        content: Arc<Content>,
        view: View,
        now: Moment,
        trial: Duration,
    ) -> Result<Self, Vec<Diagnostic>> {
        let (snapshot, tried) = Self::start(root, content, view, now, trial);
        match tried.recv() {
            Ok(Err(found)) => Err(found),
            Ok(Ok(())) | Err(_) => Ok(snapshot),
        }
    }

    fn start(
        root: &Path,
        content: Arc<Content>,
        view: View,
        now: Moment,
        trial: Duration,
    ) -> (Self, Receiver<Result<(), Vec<Diagnostic>>>) {
        let (asks, asked) = sync_channel(MAX_QUEUED);
        let (say, tried) = sync_channel(1);
        let root = root.to_path_buf();
        // Without a thread nobody takes the asks, and each answer is "busy".
        let thread = std::thread::Builder::new().spawn(move || {
            let now = match view {
                View::Now => now,
                View::At(moment) | View::AsOf(moment) => moment,
            };
            let mut model = content.model.clone();
            match view {
                View::AsOf(moment) => model = model.as_of(moment),
                View::Now | View::At(_) => drop(model.settle_announcements(now)),
            }
            let asked = Mutex::new(asked);
            let planned = content.plan(&model, now, |tasks| {
                let _ = say.send(try_out(tasks, trial));
                serve(&root, tasks, &asked);
            });
            if let Err(found) = planned {
                let _ = say.send(Err(found.clone()));
                while let Some(ask) = take(&asked) {
                    let _ = ask.answer.send(Rendered::Broken(found.clone()));
                }
            }
        });
        let answers = thread.is_ok();
        (Self { asks, answers }, tried)
    }

    /// Whether there is a thread that answers; where there was none to be had, another
    /// snapshot may get one.
    pub fn answers(&self) -> bool {
        self.answers
    }

    /// The file at a path in the site.
    pub async fn get(&self, path: &str) -> Rendered {
        let (answer, answered) = oneshot::channel();
        let ask = RenderRequest {
            path: path.to_string(),
            answer,
        };
        if self.asks.try_send(ask).is_err() {
            return Rendered::Busy;
        }
        answered.await.unwrap_or(Rendered::Busy)
    }
}

/// Renders pages until the time is over, home pages first; the first one in any case,
/// unless there is no time at all.
fn try_out(tasks: &[Task<'_>], time: Duration) -> Result<(), Vec<Diagnostic>> {
    let begun = Instant::now();
    for (at, task) in tasks.iter().enumerate() {
        if begun.elapsed() >= time && (at > 0 || time.is_zero()) {
            break;
        }
        task.render().map_err(|found| vec![*found])?;
    }
    Ok(())
}

fn take(asked: &Mutex<Receiver<RenderRequest>>) -> Option<RenderRequest> {
    asked.lock().ok()?.recv().ok()
}

fn serve(root: &Path, tasks: &[Task<'_>], asked: &Mutex<Receiver<RenderRequest>>) {
    let files = tasks.iter().flat_map(|task| {
        let files = task.files.iter().enumerate();
        files.map(move |(at, file)| (file.path.as_str(), (task, at)))
    });
    let by_path: ByPath<'_, '_> = files.collect();
    let answer = || {
        while let Some(ask) = take(asked) {
            let answer = match by_path.get(ask.path.as_str()) {
                Some(file) => render(root, *file),
                None => missing(root, &by_path, &ask.path),
            };
            let _ = ask.answer.send(answer);
        }
    };
    std::thread::scope(|scope| {
        // Where no more threads can be had, this one renders alone.
        for _ in 1..RENDERERS {
            let _ = std::thread::Builder::new().spawn_scoped(scope, answer);
        }
        answer();
    });
}

/// Each file as its task and the place in it.
type ByPath<'t, 'o> = BTreeMap<&'t str, (&'t Task<'o>, usize)>;

fn render(root: &Path, (task, at): (&Task<'_>, usize)) -> Rendered {
    // A static file that has become a link since it was listed is not followed.
    let disk = match &task.inputs.sources {
        Sources::Static(file) => Some(file),
        _ => None,
    };
    if disk.is_some_and(|file| !is_plain(root, file)) {
        return Rendered::Missing(Vec::new());
    }
    let rendered = task.render_file(at);
    if disk.is_some_and(|file| !is_plain(root, file)) {
        return Rendered::Missing(Vec::new());
    }
    match rendered {
        Ok(bytes) => Rendered::File(bytes),
        Err(found) => Rendered::Broken(vec![*found]),
    }
}

/// Whether `file` is a regular file and no part of its path is a link.
fn is_plain(root: &Path, file: &str) -> bool {
    let mut path = root.to_path_buf();
    let mut last = None;
    for part in file.split('/') {
        path.push(part);
        match std::fs::symlink_metadata(&path) {
            Ok(meta) if !meta.is_symlink() => last = Some(meta.is_file()),
            _ => return false,
        }
    }
    last == Some(true)
}

/// The page of the path's language that says that there is nothing.
fn missing(root: &Path, by_path: &ByPath<'_, '_>, path: &str) -> Rendered {
    let own = path
        .split_once('/')
        .map(|(lang, _)| format!("{lang}/404.html"));
    let page = own
        .and_then(|own| by_path.get(own.as_str()))
        .or_else(|| by_path.get("404.html"));
    match page.map(|page| render(root, *page)) {
        Some(Rendered::File(bytes)) => Rendered::Missing(bytes),
        _ => Rendered::Missing(Vec::new()),
    }
}
