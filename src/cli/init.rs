//! `upfront init DIR`: a new project that builds, with a worked example.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{End, complain, say};

/// Arguments of `upfront init`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder to make
    dir: PathBuf,
}

/// The files of a new project.
const FILES: [(&str, &str); 4] = [
    ("status.yml", include_str!("init/status.yml")),
    (
        "incidents/payments-fail.md",
        include_str!("init/payments-fail.md"),
    ),
    (
        "incidents/database-upgrade.md",
        include_str!("init/database-upgrade.md"),
    ),
    (".gitignore", include_str!("init/gitignore")),
];

pub(super) fn run(arguments: &Arguments) -> End {
    let dir = &arguments.dir;
    match fs::read_dir(dir) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                complain(&format!(
                    "{} is not empty; nothing was written. Name a new folder.",
                    dir.display()
                ));
                return End::WrongUsage;
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return machine(dir, &error),
    }
    for (path, text) in FILES {
        let path = dir.join(path);
        let made = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, text));
        if let Err(error) = made {
            return machine(&path, &error);
        }
    }
    say(&format!(
        "A new project is in {dir}\n  {dir}/status.yml     the site: its name, address and platforms\n  {dir}/incidents/     one Markdown file for each incident\nBuild it:  upfront --root {dir} build",
        dir = dir.display()
    ));
    End::Done
}

fn machine(path: &Path, error: &io::Error) -> End {
    complain(&format!("{} cannot be written: {error}", path.display()));
    End::MachineFailed
}
