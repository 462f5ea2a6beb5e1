//! The site that comes out: pages, feeds, API and calendars, byte for byte, and how it
//! is kept from build to build.

mod api;
mod budget;
mod bytes;
mod calendar;
mod direction;
mod drills;
mod feeds;
mod golden;
mod guards;
mod hostile;
mod incremental;
mod pages;
mod publish;
#[path = "../support/mod.rs"]
mod support;
mod templates;
mod truth;
