//! Text in, text out: what incident files say and what follows from it, what is refused,
//! the writing rules, the verbs that write, histories that are imported.

mod check;
mod commands;
mod corpus;
mod derive;
mod errors;
mod format;
#[cfg(feature = "import")]
mod fuzz_corpus;
#[cfg(feature = "import")]
mod import;
#[cfg(feature = "import")]
mod import_api;
mod laws;
mod measured;
mod properties;
mod read_cache;
mod reading;
mod refused;
mod rules;
mod scenarios;
mod schema;
mod scorecard;
mod supply;
#[path = "../support/mod.rs"]
mod support;
mod translation;
mod uptime;
mod write_rules;
mod writing;
mod writing_properties;
