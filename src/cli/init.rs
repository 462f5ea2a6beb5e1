//! `upfront init DIR`: a new project that builds, with a worked example.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Clock, End, complain, say};
use crate::{schema, shell, source};

/// Arguments of `upfront init`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder to make
    dir: PathBuf,
}

/// The files of a new project.
const FILES: [(&str, &str); 6] = [
    ("status.yml", include_str!("init/status.yml")),
    (
        "incidents/payments-fail.md",
        include_str!("init/payments-fail.md"),
    ),
    (
        "incidents/database-upgrade.md",
        include_str!("init/database-upgrade.md"),
    ),
    // Without its examples the folder stays, in a clone too: an empty history is an empty
    // folder, and none at all is an error.
    ("incidents/.gitkeep", ""),
    (".gitignore", include_str!("init/gitignore")),
    (
        ".vscode/settings.json",
        include_str!("init/vscode-settings.json"),
    ),
];

/// The schema that `status.yml` and the editor settings name.
const SCHEMA: &str = ".vscode/status.schema.json";

/// Snippets for Markdown, with the platforms of the new project.
const SNIPPETS: &str = ".vscode/upfront.code-snippets";

pub(super) fn run(_: &Path, arguments: &Arguments, _: Clock) -> End {
    if let Err(end) = super::threads() {
        return end;
    }
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
    let zone = machine_zone();
    for (path, text) in FILES {
        let text = text.replacen("timezone: UTC ", &format!("timezone: {zone} "), 1);
        if let Err(end) = write(&dir.join(path), &text) {
            return end;
        }
    }
    let site = source::reading(dir, None).site;
    for (path, value) in [
        (SCHEMA, schema::status()),
        (SNIPPETS, schema::snippets(site.as_ref())),
    ] {
        if let Err(end) = write(&dir.join(path), &format!("{value:#}\n")) {
            return end;
        }
    }
    say(&format!(
        "A new project is in {dir}\n  {dir}/status.yml     the site: its name, address and platforms\n  {dir}/incidents/     one Markdown file for each incident\n  {dir}/.vscode/       words for your editor to offer\nTimes are read in {zone}, the zone of this machine (`timezone` in status.yml).\nWrite one: {new}\nBuild it:  {build}",
        dir = dir.display(),
        new = shell::command(dir, &["new"]),
        build = shell::command(dir, &["build"]),
    ));
    End::Done
}

/// The zone in which people at this machine live, by its name; UTC where it has none.
fn machine_zone() -> String {
    let link = || {
        let link = fs::read_link("/etc/localtime").ok()?;
        let (_, name) = link.to_str()?.split_once("zoneinfo/")?;
        Some(name.to_string())
    };
    let named = std::env::var("TZ").ok().or_else(link);
    let name = named.map(|name| name.trim_start_matches(':').to_string());
    let known = name.filter(|name| name.contains('/') && jiff::tz::TimeZone::get(name).is_ok());
    known
        .filter(|name| !name.starts_with("Etc/"))
        .unwrap_or_else(|| "UTC".to_string())
}

fn write(path: &Path, text: &str) -> Result<(), End> {
    path.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| machine(path, &error))
}

fn machine(path: &Path, error: &io::Error) -> End {
    complain(&format!("{} cannot be written: {error}", path.display()));
    End::MachineFailed
}
