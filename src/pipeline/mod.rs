//! The one way from a project's folder to the files of its site: read, plan, render.
//!
//! Takes the folder, what was chosen on the command line, and a moment; gives tasks
//! that are rendered when they are asked for, or a published site ([`Builder`]). Must not
//! read a clock. What makes a second run quicker than the first belongs here, so that
//! every verb gains from it.

mod age;
mod ahead;
mod builder;
mod incident_cache;
pub mod manifest;
pub mod removal;
pub mod state_folder;
mod timings;
mod work;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

pub use age::Older;
pub use ahead::warnings;
pub use builder::{Builder, Made};
pub use timings::Timings;
pub use work::{Progress, Why};

use crate::derive;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::render::Engine;
use crate::site::{Context, Task, faults, plan};
use crate::source::{self, Project};
use crate::time::Moment;

/// What a person chose for the whole run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Choice {
    /// Leave out what was written after the moment of the build.
    pub as_of: bool,
    /// Use the built-in templates, whatever the project's `templates/` holds.
    pub ignore_templates: bool,
}

/// A project without errors, and the engine for its templates.
#[derive(Debug)]
pub struct Content {
    /// As it was read; its model is in [`Content::model`].
    pub project: Project,
    /// All that the files say.
    pub model: Model,
    engine: Arc<Engine>,
}

/// Reads a project and makes it ready for rendering at `now`, or as it was then.
///
/// # Errors
/// All findings, when one of them is an error.
pub fn read(root: &Path, choice: Choice, now: Moment) -> Result<Content, Vec<Diagnostic>> {
    let mut project = source::load_for_build(root, |settings| incident_cache::read(root, settings));
    if choice.ignore_templates {
        project.ignore_templates();
    }
    let Some(mut model) = project.model.take() else {
        return Err(project.found);
    };
    if choice.as_of {
        model = model.as_of(now);
    } else {
        model.settle_announcements(now);
    }
    let engine = Engine::new(&model.site.languages, &project.templates)?;
    project.found.extend(engine.warnings().iter().cloned());
    Ok(Content {
        project,
        model,
        engine: Arc::new(engine),
    })
}

/// Makes every file at a moment and lets it go: what a build would find, warnings of the
/// engine or faults of templates and of the plan.
pub fn rehearse(project: &Project, model: &Model, now: Moment) -> Vec<Diagnostic> {
    let engine = match Engine::new(&model.site.languages, &project.templates) {
        Ok(engine) => engine,
        Err(found) => return found,
    };
    let recent = derive::recent(model, now);
    let context = Context {
        model,
        recent: &recent,
        now,
        engine: &engine,
    };
    let tasks = match plan(context, &project.statics) {
        Ok(tasks) => tasks,
        Err(found) => return found,
    };
    let found: Vec<_> = tasks
        .par_iter()
        .filter_map(|task| task.render().err())
        .collect();
    if found.is_empty() {
        engine.warnings().to_vec()
    } else {
        faults(found)
    }
}

impl Content {
    /// The same after a save of `changed` files, paths relative to `root`, as
    /// [`Project::renew`] reads them; `None` where all must be read. What is here stays as
    /// it is.
    pub fn renewed(&self, root: &Path, changed: &BTreeSet<&str>) -> Option<Self> {
        if self.engine.has_given_up() {
            return None;
        }
        let mut project = self.project.clone();
        let mut model = self.model.clone();
        project.renew(&mut model, root, changed)?;
        Some(Self {
            project,
            model,
            engine: Arc::clone(&self.engine),
        })
    }

    /// Calls `with` with all tasks at a moment, none of them rendered yet. `model` is
    /// [`Content::model`], or what was known of it at an earlier moment.
    ///
    /// # Errors
    /// Two files with one path.
    pub fn plan<T>(
        &self,
        model: &Model,
        now: Moment,
        with: impl FnOnce(&[Task<'_>]) -> T,
    ) -> Result<T, Vec<Diagnostic>> {
        let recent = derive::recent(model, now);
        let context = Context {
            model,
            ..self.context(&recent, now)
        };
        let tasks = plan(context, &self.project.statics)?;
        Ok(with(&tasks))
    }

    fn context<'a>(&'a self, recent: &'a Model, now: Moment) -> Context<'a> {
        Context {
            model: &self.model,
            recent,
            now,
            engine: &self.engine,
        }
    }
}
