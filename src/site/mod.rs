//! The plan: every output with its path, what it depends on, and how to render it.
//!
//! Takes the model, a moment and an engine; gives a list of outputs. Every verb
//! uses this one plan. Must not read the disk (but static files, when their
//! output is rendered) and must not write at all.

mod api;
mod badge;
mod calendar;
mod card;
mod digests;
mod edit;
mod feeds;
mod hosts;
mod lent;
mod links;
mod output;
mod pages;
mod plan;
mod twins;

use crate::model::Model;
use crate::render::Engine;
use crate::source::markdown::Memo;
use crate::time::Moment;

pub use digests::Digests;
pub use edit::Edit;
pub use output::{Inputs, Output, Sources, faults, render_all};
pub use plan::{plan, plan_edit};

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
    /// HTML of authors' words that was made before.
    pub prose: &'a Memo,
}
