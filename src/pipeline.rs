//! The one way from a project's folder to the files of its site: read, plan, render.
//!
//! Takes the folder, what was chosen on the command line, and a moment; gives finished
//! files, or outputs that are rendered when they are asked for. Must not read a clock
//! and writes nothing. What makes a second run quicker than the first belongs behind
//! [`build`], so that every verb gains from it.

use std::path::Path;

use crate::derive;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::publish::File;
use crate::render::Engine;
use crate::site::{Context, Inputs, Output, plan, render_all};
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
    engine: Engine,
}

/// A finished site, not yet on disk.
#[derive(Debug)]
pub struct Built {
    /// Its files, sorted by path.
    pub files: Vec<File>,
    /// What each output depends on, in the order of the plan.
    pub inputs: Vec<(String, Inputs)>,
    /// Warnings.
    pub found: Vec<Diagnostic>,
    /// When the clock alone changes the site next.
    pub next: Option<Moment>,
    /// What was read.
    pub project: Project,
    /// What the site was made of.
    pub model: Model,
}

/// Reads a project and makes it ready for rendering.
///
/// # Errors
/// All findings, when one of them is an error.
pub fn read(root: &Path, choice: Choice) -> Result<Content, Vec<Diagnostic>> {
    let mut project = source::load(root);
    if choice.ignore_templates {
        project.ignore_templates();
    }
    let Some(model) = project.model.take() else {
        return Err(project.found);
    };
    let engine = Engine::new(&model.site.languages, &project.templates)?;
    project.found.extend(engine.warnings().iter().cloned());
    Ok(Content {
        project,
        model,
        engine,
    })
}

impl Content {
    /// Calls `with` with all outputs at a moment, none of them rendered yet. `model` is
    /// [`Content::model`], or what was known of it at an earlier moment.
    ///
    /// # Errors
    /// Two outputs with one path.
    pub fn plan<T>(
        &self,
        model: &Model,
        now: Moment,
        with: impl FnOnce(&[Output<'_>]) -> T,
    ) -> Result<T, Vec<Diagnostic>> {
        let context = Context {
            model,
            now,
            engine: &self.engine,
        };
        let outputs = plan(context, &self.project.statics)?;
        Ok(with(&outputs))
    }
}

/// The whole site of the project in `root` as it is to be at `now`.
///
/// # Errors
/// All findings, when one of them is an error.
pub fn build(root: &Path, choice: Choice, now: Moment) -> Result<Built, Vec<Diagnostic>> {
    let mut content = read(root, choice)?;
    if choice.as_of {
        content.model = content.model.as_of(now);
    }
    let (files, inputs) = content.plan(&content.model, now, |outputs| {
        let inputs = outputs
            .iter()
            .map(|output| (output.path.clone(), output.inputs.clone()));
        render_all(outputs).map(|files| (files, inputs.collect()))
    })??;
    Ok(Built {
        files,
        inputs,
        found: std::mem::take(&mut content.project.found),
        next: derive::next_change(&content.model, now),
        project: content.project,
        model: content.model,
    })
}
