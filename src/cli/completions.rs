//! `upfront completions SHELL`: completions for a shell.

use std::path::Path;

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::{Clock, End};

/// Arguments of `upfront completions`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(_: &Path, arguments: &Arguments, _: Clock) -> End {
    let mut out = Vec::new();
    generate(
        arguments.shell,
        &mut super::Arguments::command(),
        "upfront",
        &mut out,
    );
    super::out::result(&String::from_utf8_lossy(&out));
    End::Done
}
