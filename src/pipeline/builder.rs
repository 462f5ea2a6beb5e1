//! A site made once, or kept up to date for as long as somebody watches.
//!
//! Takes the project's folder, where the site goes, a moment, and what is known to have
//! changed; publishes. What is known from the last time is left as it is: on the disk by
//! the build manifest, in a process that goes on by what it still holds. Both
//! go the same way: tasks of the plan, compared by what they are made of, made if that
//! changed (`docs/decisions/0053-one-way.md`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::age::{Older, updated};
use super::incident_cache;
use super::manifest::Manifest;
use super::work::{Known, Progress, Why, Work, learn};
use super::{Choice, Content, Timings, read, removal, warnings};
use crate::derive;
use crate::diagnostic::{self, Diagnostic};
use crate::publish::Rank;
use crate::publish::{Failed, PublishLock, Published, Standing, check_disjoint};
use crate::site::{self, Digests, Task, plan};
use crate::time::Moment;

/// A site that is kept by a process that goes on replaces at most so many files one by
/// one, which are in memory for the moment; more are exchanged as a whole.
const ONE_BY_ONE: usize = 2_000;

/// What was made.
#[derive(Debug)]
pub struct Made {
    /// What publishing did.
    pub published: Published,
    /// Tasks that were made, sorted by key.
    pub made: Vec<Why>,
    /// Pages of the site.
    pub pages: usize,
    /// Warnings.
    pub found: Vec<Diagnostic>,
    /// When the clock alone changes the site next.
    pub next: Option<Moment>,
    /// It says that it is older than the site before.
    pub older: Option<Older>,
    /// Where the time went.
    pub timings: Timings,
}

/// Makes the site of one project.
#[derive(Debug)]
pub struct Builder {
    root: PathBuf,
    out: PathBuf,
    choice: Choice,
    held: Option<Held>,
    /// Where nothing is held: what is known of the last site all the same.
    manifest: Option<Manifest>,
    /// Incidents may go, however many.
    removes: bool,
}

/// What is held from the last time.
#[derive(Debug)]
struct Held {
    content: Content,
    digests: Digests,
    manifest: Manifest,
    standing: Option<Standing>,
    /// Pages of the site.
    pages: usize,
    /// Files of the site.
    files: usize,
    /// Tasks of the plan.
    tasks: usize,
    /// The manifest on the disk is older.
    unwritten: bool,
}

impl Builder {
    /// For the project in `root`; its site goes to `out`.
    pub fn new(root: &Path, out: &Path, choice: Choice) -> Self {
        Self {
            root: root.to_path_buf(),
            out: out.to_path_buf(),
            choice,
            held: None,
            manifest: None,
            removes: false,
        }
    }

    /// Published incidents may go, however many; see [`removal::Before::too_many`].
    #[must_use]
    pub fn allow_removal(mut self, allowed: bool) -> Self {
        self.removes = allowed;
        self
    }

    /// What was read last, where it was published.
    pub fn content(&self) -> Option<&Content> {
        self.held.as_ref().map(|held| &held.content)
    }

    /// Reads the project and publishes its site as it is to be at `now`, all or nothing.
    /// From a [`Choice::as_of`] all that was written later is left out.
    ///
    /// # Errors
    /// All findings when one is an error, faults of templates and of the plan, else why
    /// it cannot be published. The site is then as it was.
    pub fn make(
        &mut self,
        now: Moment,
        progress: &dyn Progress,
    ) -> Result<Made, Failed<Diagnostic>> {
        let mut timings = Timings::default();
        check_disjoint(&self.root, &self.out).map_err(Failed::Publish)?;
        let turn = PublishLock::wait(&self.out, &|waiting| progress.waits(waiting))
            .map_err(Failed::Publish)?;
        // Whatever comes of it, what was read before is no ground to build on.
        if let Some(held) = self.held.take() {
            self.manifest = Some(held.manifest);
        }
        let content = read(&self.root, self.choice, now).map_err(Failed::Made)?;
        timings.step("reading");
        let before = updated(&self.out).filter(|_| !self.choice.as_of);
        let work = Work {
            turn: &turn,
            now,
            progress,
        };
        let manifest = self.manifest.take();
        let manifest = manifest.unwrap_or_else(|| Manifest::read(&self.root));
        let digests = Digests::new(&content.project, &content.model, &self.program(now));
        // A look back leaves out what came later on purpose.
        let guards = !self.removes && !self.choice.as_of;
        let published = guards.then(|| removal::Before::read(&self.root, &self.out));
        let published = published.as_ref();
        let (mut made, held) = work.all(content, digests, &manifest, published, timings)?;
        made.older = Older::of(before, updated(&self.out));
        self.warn(&mut made, &held, now);
        self.held = Some(held);
        self.remember();
        Ok(made)
    }

    /// Like [`Builder::make`], where only `changed` was changed, paths relative to the
    /// project: costs what follows from these. The files are replaced one by one, each
    /// whole, so that a reader may meet pages of two builds for a moment; home pages and
    /// feeds come last. Where more may follow, or somebody else has published since, all
    /// is made.
    ///
    /// # Errors
    /// As [`Builder::make`]; a fault of the machine can come between two files.
    pub fn renew(
        &mut self,
        now: Moment,
        changed: &BTreeSet<&str>,
        progress: &dyn Progress,
    ) -> Result<Made, Failed<Diagnostic>> {
        if let Some(mut held) = self.held.take() {
            let timings = Timings::default();
            let turn = match PublishLock::wait(&self.out, &|waiting| progress.waits(waiting)) {
                Ok(turn) => turn,
                Err(busy) => {
                    self.held = Some(held);
                    return Err(Failed::Publish(busy));
                }
            };
            let content = &mut held.content;
            let renewed = content
                .project
                .renew(&mut content.model, &self.root, changed)
                .is_some();
            content.model.settle_announcements(now);
            let work = Work {
                turn: &turn,
                now,
                progress,
            };
            let before = updated(&self.out);
            match renewed.then(|| work.some(&mut held, timings)) {
                Some(Ok(Some(mut made))) => {
                    made.older = Older::of(before, updated(&self.out));
                    self.warn(&mut made, &held, now);
                    self.held = Some(held);
                    return Ok(made);
                }
                // What is held no longer fits what was published.
                Some(Err(failed)) => return Err(failed),
                Some(Ok(None)) | None => self.held = Some(held),
            }
        }
        self.make(now, progress)
    }

    /// Adds what the clock shows to be wrong; who looks back knows it.
    fn warn(&self, made: &mut Made, held: &Held, now: Moment) {
        if !self.choice.as_of {
            made.found
                .extend(warnings(&self.root, &held.content.model, now));
            diagnostic::sort(&mut made.found);
        }
    }

    /// Writes the manifest of what was published, and what was read, for the next process.
    /// What cannot be written costs time, nothing else.
    pub fn remember(&mut self) {
        let Some(held) = self.held.as_mut().filter(|held| held.unwritten) else {
            return;
        };
        held.unwritten = held.manifest.write(&self.root).is_err();
        // A look back holds less than the files say.
        if !self.choice.as_of {
            let Content { project, model, .. } = &mut held.content;
            incident_cache::keep(&self.root, project, model);
        }
    }

    /// Words that name this very program and the way it was called: another one may
    /// make other bytes of the same files.
    fn program(&self, now: Moment) -> String {
        let program = incident_cache::program();
        format!("{program} {:?}", self.choice.as_of.then_some(now))
    }
}

impl Work<'_> {
    /// Makes all tasks that are not known, and publishes the site as a whole.
    fn all(
        &self,
        content: Content,
        digests: Digests,
        manifest: &Manifest,
        before: Option<&removal::Before>,
        mut timings: Timings,
    ) -> Result<(Made, Held), Failed<Diagnostic>> {
        let recent = derive::recent(&content.model, self.now);
        let context = content.context(&recent, self.now);
        let tasks = plan(context, &content.project.statics).map_err(Failed::Made)?;
        timings.step("planning");
        if let Some(found) = before.and_then(|before| before.too_many(&tasks)) {
            return Err(Failed::Made(vec![found]));
        }
        let known = self.compare(&tasks, &content, &digests, manifest);
        timings.step("comparing");
        let (published, made) = self.publish(&known, None)?;
        let Some(published) = published else {
            unreachable!("only a renewal can give way");
        };
        timings.step("making and publishing");
        let learned = learn(&known, &published).into_iter();
        let manifest = Manifest {
            base: digests.base,
            clock: self.now.as_nanosecond(),
            tasks: learned
                .filter_map(|(key, known)| Some((key, known?)))
                .collect(),
        };
        let files = || tasks.iter().flat_map(|task| &task.files);
        let is_page = |rank: Rank| matches!(rank, Rank::Page | Rank::Home);
        let pages = files().filter(|file| is_page(file.rank)).count();
        let (files, count) = (files().count() + 1, tasks.len());
        drop(known);
        drop(tasks);
        timings.step("remembering");
        let next = derive::next_change(&content.model, self.now);
        let found = content.project.found.clone();
        let held = Held {
            content,
            digests,
            manifest,
            standing: published.standing,
            pages,
            files,
            tasks: count,
            unwritten: true,
        };
        let made = Made {
            published,
            made,
            pages,
            found,
            next,
            older: None,
            timings,
        };
        Ok((made, held))
    }

    /// Makes what follows from an edit; `None` where files come or go, or too many change.
    fn some(
        &self,
        held: &mut Held,
        mut timings: Timings,
    ) -> Result<Option<Made>, Failed<Diagnostic>> {
        let content = &held.content;
        let Some(standing) = held.standing else {
            return Ok(None);
        };
        held.digests.renew(&content.project, &content.model);
        timings.step("reading");
        let recent = derive::recent(&content.model, self.now);
        let context = content.context(&recent, self.now);
        let tasks = site::tasks(context, &content.project.statics);
        timings.step("planning");
        let mut known = self.compare(&tasks, content, &held.digests, &held.manifest);
        // A file that is copied is no part of an edit.
        known.retain(|task| !task.is_copied());
        if known.len() != held.tasks || !known.iter().all(|task| task.stays(&held.manifest)) {
            return Ok(None);
        }
        known.retain(Known::is_due);
        timings.step("comparing");
        if known.iter().map(Known::files).sum::<usize>() > ONE_BY_ONE {
            return Ok(None);
        }
        let (published, made) = self.publish(&known, Some(standing))?;
        let Some(mut published) = published else {
            return Ok(None);
        };
        timings.step("making and publishing");
        published.unchanged = held.files - published.written.len();
        let learned = learn(&known, &published);
        drop(known);
        drop(tasks);
        held.manifest.clock = self.now.as_nanosecond();
        for (key, known) in learned {
            match known {
                Some(known) => held.manifest.tasks.insert(key, known),
                None => held.manifest.tasks.remove(&key),
            };
        }
        held.unwritten = true;
        timings.step("remembering");
        Ok(Some(Made {
            published,
            made,
            pages: held.pages,
            found: held.content.project.found.clone(),
            next: derive::next_change(&held.content.model, self.now),
            older: None,
            timings,
        }))
    }

    /// Each task with what is known of it.
    fn compare<'t, 'o>(
        &self,
        tasks: &'t [Task<'o>],
        content: &Content,
        digests: &Digests,
        manifest: &'t Manifest,
    ) -> Vec<Known<'t, 'o>> {
        let known = |task| Known::new(task, self.now, &content.project, digests, manifest);
        tasks.iter().map(known).collect()
    }
}
