//! Upfront turns a folder of Markdown incident files into a static status site
//! and feeds. Data flows one way: disk, `source`, `model`, `derive`, `site`,
//! `render`, `publish`. `docs/architecture.md` shows the way of an update.

#![forbid(unsafe_code)]

pub mod author;
pub mod cli;
pub mod comments;
pub mod derive;
pub mod diagnostic;
pub mod digest;
pub mod disk;
pub mod fields;
#[cfg(feature = "import")]
pub mod import;
pub mod lint;
pub mod machine;
pub mod media;
pub mod model;
pub mod pipeline;
pub mod publish;
pub mod render;
pub mod schema;
pub mod serve;
pub mod shell;
pub mod site;
pub mod source;
pub mod text;
pub mod time;
pub mod watch;
pub mod yaml;
