//! Processes and disks: kills, faults, locks, terminals, sizes, and the verbs that go on.

#[path = "../support/browser.rs"]
mod chromium;
mod deploy;
mod faults;
mod faults_watch;
mod kill;
mod serve;
mod session;
mod size;
#[path = "../support/mod.rs"]
mod support;
mod watch;
mod writers;
