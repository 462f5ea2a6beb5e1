//! What a person may have put into a project, and nobody reads: named, never silently left
//! out. Droppings of editors and systems alone go without a word.

use std::path::Path;

use super::walk::is_leftover;
use super::{INCIDENTS, STATIC, read};
use crate::diagnostic::{Diagnostic, Severity};

/// Of one kind, so many are named one by one.
const NAMED: usize = 10;

/// The hidden folder of a site that is published (RFC 8615).
const WELL_KNOWN: &str = ".well-known";

/// Hidden names that no person chose to publish: of systems, editors and version control.
const SILENT: [&str; 15] = [
    ".DS_Store",
    ".directory",
    ".localized",
    ".Spotlight-V100",
    ".Trashes",
    ".fseventsd",
    ".git",
    ".gitkeep",
    ".gitignore",
    ".gitattributes",
    ".hg",
    ".svn",
    ".keep",
    ".placeholder",
    // We write it ourselves.
    ".nojekyll",
];

/// Beginnings of such names.
const SILENT_BEGINNINGS: [&str; 9] = [
    "._",
    ".#",
    ".~",
    ".goutputstream-",
    ".nfs",
    ".fuse_hidden",
    ".Trash-",
    ".syncthing.",
    ".upfront-",
];

/// Ends of such names, beside those of what is not hidden.
const SILENT_ENDS: [&str; 3] = [".kate-swp", ".upfront-new", ".swx"];

/// Whether a name below `static/` is passed over without a word.
pub fn is_silent_in_static(name: &str) -> bool {
    is_leftover(name) || is_silent_hidden(name)
}

fn is_silent_hidden(name: &str) -> bool {
    name.starts_with('.')
        && (SILENT.contains(&name)
            || SILENT_BEGINNINGS
                .iter()
                .any(|begin| name.starts_with(begin))
            || SILENT_ENDS.iter().any(|end| name.ends_with(end)))
}

/// Whether the entry at `path` is hidden by its name, and may be meant all the same: any in
/// `static/` but [`WELL_KNOWN`] at its top, and hidden incident files.
pub fn is_hidden(folder: &str, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    if !name.starts_with('.') || is_leftover(name) || is_silent_hidden(name) {
        return false;
    }
    match folder {
        STATIC => path != format!("{STATIC}/{WELL_KNOWN}"),
        INCIDENTS => Path::new(name)
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("md")),
        _ => false,
    }
}

/// Findings about such entries.
pub fn hidden(folder: &str, paths: Vec<String>) -> Vec<Diagnostic> {
    let (told, way_out) = match folder {
        STATIC => (
            "is not published: its name begins with a dot",
            "another name; of hidden ones `static/.well-known/` alone is published",
        ),
        _ => (
            "is not read: its name begins with a dot",
            "another name; `draft: true` keeps a file from being published",
        ),
    };
    let help = |_: &str| None;
    named(folder, "left-out", paths, told, way_out, help)
}

/// Whether a file of this name, which is no incident file, is what a program that writes
/// another file leaves beside it. Of a folder the name says nothing.
pub fn is_half_written(name: &str) -> bool {
    let sed = |letters: &str| {
        letters.len() == 6
            && letters.bytes().all(|b| b.is_ascii_alphanumeric())
            && !letters.bytes().all(|b| b.is_ascii_lowercase())
    };
    // Vim tries whether it may write to a folder by a file 4913, and by numbers 123 further
    // on where that one exists.
    let vim = |number: u32| number >= 4913 && (number - 4913).is_multiple_of(123);
    [".part", ".save"].iter().any(|end| name.ends_with(end))
        // The second copy of nano, and what macOS replaces a file with.
        || name.rsplit_once(".save.").is_some_and(|(_, n)| n.parse::<u32>().is_ok())
        || name.rsplit_once(".sb-").is_some_and(|(stem, _)| !stem.is_empty())
        || name.strip_prefix("sed").is_some_and(sed)
        || name.len() < 6 && name.parse().is_ok_and(vim)
}

/// Findings about files among the incidents that are none.
pub fn of_incidents(root: &Path, paths: Vec<String>) -> Vec<Diagnostic> {
    named(
        INCIDENTS,
        "left-out",
        paths,
        "is not read: incident files end in `.md`",
        "a name that ends in `.md`, or another folder",
        |path| better(root, path),
    )
}

/// What the file may be meant to be.
fn better(root: &Path, path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    // A file that is there must not be written over.
    let there = |name: &str| {
        root.join(folder)
            .join(name)
            .symlink_metadata()
            .is_ok()
            .then(|| {
                format!(
                    "`{name}` is there: put into it by hand what it lacks, and delete this file"
                )
            })
    };
    let lower = name.to_ascii_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
    if let Some(at) = lower.find(".md").filter(|at| *at > 0) {
        let meant = format!("{}.md", &name[..at]);
        return there(&meant).or_else(|| Some(format!("rename it to `{meant}`")));
    }
    if ends(&[".txt", ".mkd", ".mdown", ".mdx", ".text"]) {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let meant = format!("{stem}.md");
        let rename = format!("if it is an incident, rename it to `{meant}`");
        return there(&meant).or(Some(rename));
    }
    ends(&[
        ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".pdf", ".mp4",
    ])
    .then(|| format!("what readers shall see beside the words stands in {STATIC}/"))
}

/// A warning for each path, up to a number; then one about how many more there are.
fn named(
    folder: &str,
    code: &'static str,
    paths: Vec<String>,
    told: &str,
    way_out: &str,
    help: impl Fn(&str) -> Option<String>,
) -> Vec<Diagnostic> {
    let more = paths.len().saturating_sub(NAMED);
    let mut found: Vec<Diagnostic> = paths
        .iter()
        .take(NAMED)
        .map(|path| {
            let mut one = warning(code, path, format!("{path} {told}"), way_out);
            one.help.extend(help(path));
            one
        })
        .collect();
    if let (Some(last), true) = (found.last_mut(), more > 0) {
        last.help
            .push(format!("so it is with {more} more in {folder}/"));
    }
    found
}

/// A finding about a file as a whole that keeps nothing from being published.
pub fn warning(code: &'static str, path: &str, message: String, expected: &str) -> Diagnostic {
    let mut one = *read::about(code, path, message, expected);
    one.severity = Severity::Warning;
    one
}

/// Names at the top of a project that are nearly ones of ours.
pub fn beside(root: &Path) -> Vec<(String, &'static str)> {
    let Ok(entries) = std::fs::read_dir(root) else {
        return Vec::new();
    };
    let mut near: Vec<(String, &'static str)> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let lower = name.to_lowercase();
            let meant = match lower.as_str() {
                "status.yml" | "status.yaml" | "status.yml.txt" | "status.yaml.txt" => "status.yml",
                "template" | "templates" => "templates",
                "static" | "statics" => "static",
                _ => return None,
            };
            let meant_too = root.join(meant);
            // Where letters of both sizes are one, the other name is there too.
            let ours = name == meant || is_same(&entry.path(), &meant_too);
            // A folder beside ours may be another program's.
            let theirs = meant != "status.yml" && meant_too.exists();
            (!ours && !theirs).then_some((name, meant))
        })
        .collect();
    near.sort();
    near
}

fn is_same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let of = |path: &Path| std::fs::metadata(path).map(|meta| (meta.dev(), meta.ino()));
    matches!((of(one), of(other)), (Ok(one), Ok(other)) if one == other)
}
