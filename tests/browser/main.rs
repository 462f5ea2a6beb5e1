//! Pages in a real browser.
//!
//! Needs Debian's `chromium` and `chromium-driver`; `tests/run` installs both.

#[path = "../support/browser.rs"]
mod chromium;
mod readers;
#[path = "../support/mod.rs"]
mod support;
mod walls;
