//! The plan: every task with its files, what it depends on, and how to render them.
//!
//! Takes the model, a moment and an engine; gives a list of tasks. Every verb
//! uses this one plan. Must not read the disk (but static files, when their
//! output is rendered) and must not write at all.

mod api;
mod badge;
mod calendar;
mod card;
mod derived;
mod digests;
mod feeds;
mod hosts;
mod links;
mod pages;
mod plan;
mod task;
mod twins;
mod view_builder;

use crate::model::Model;
use crate::render::Engine;
use crate::time::Moment;

pub use digests::Digests;
pub use plan::{plan, tasks};
pub use task::{Inputs, Sources, Target, Task, faults, render_all};

/// What pages are made of.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The model.
    pub model: &'a Model,
    /// What of it can matter at `now`, as [`crate::derive::recent`] tells; or all of it.
    pub recent: &'a Model,
    /// The clock.
    pub now: Moment,
    /// The engine.
    pub engine: &'a Engine,
}
