//! `upfront schema`: what editors need to know about our files.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::{Clock, End, say};
use crate::{schema, source};

/// Arguments of `upfront schema`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Of which file
    #[arg(value_enum, default_value = "status")]
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// JSON Schema of status.yml
    Status,
    /// JSON Schema of a front matter, with the platforms of the project
    Incident,
    /// JSON Schema of an update block, with the platforms of the project
    Update,
    /// Snippets of Visual Studio Code, with the platforms of the project
    Snippets,
}

pub(super) fn run(root: &Path, arguments: &Arguments, _: Clock) -> End {
    if let Err(end) = super::threads() {
        return end;
    }
    // Outside a project, or with a broken one, the schema knows no platform's name.
    let site = source::reading(root, None).site;
    let site = site.as_ref();
    let value = match arguments.what {
        What::Status => schema::status(),
        What::Incident => schema::incident(site),
        What::Update => schema::update(site),
        What::Snippets => schema::snippets(site),
    };
    say(&format!("{value:#}"));
    End::Done
}
