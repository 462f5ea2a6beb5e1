//! What the tests share: small projects in temporary folders, and the command.
#![allow(dead_code)]

pub mod faults;
pub mod feeds;
#[path = "../../benches/support/mod.rs"]
pub mod generated;
pub mod running;
pub mod writing;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A site with three platforms, two regions and two languages.
pub const STATUS: &str = "\
title: Test Status
url: https://status.test.example/
languages: [en, fr]
timezone: Europe/Paris
platforms:
  - {id: ios, name: iOS app}
  - {id: web, name: {en: Web player, fr: Lecteur web}}
  - {id: offline, name: Offline mode}
regions: {fr: {en: France}, de: {en: Germany}}
audiences: {free: {en: Free}, premium: {en: Premium}}
";

/// A project in a temporary folder.
pub struct Project {
    pub dir: TempDir,
}

impl Project {
    /// A project with `STATUS` and an empty history.
    pub fn new() -> Self {
        Self::empty().with("status.yml", STATUS)
    }

    /// An empty folder.
    pub fn empty() -> Self {
        Self {
            dir: TempDir::new().expect("a temporary folder"),
        }
    }

    /// Adds a file.
    pub fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.write(path, bytes);
        self
    }

    /// Writes a file. Whoever has settings has a history, empty at first.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        if path == "status.yml" {
            fs::create_dir_all(self.path().join("incidents")).unwrap();
        }
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Runs `upfront` in the project.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments))
    }

    /// The command, to be changed before it runs.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command
            .args(arguments)
            .current_dir(self.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .env_remove("GITHUB_ACTIONS")
            .env("TZ", "UTC")
            .env("NO_COLOR", "1");
        command
    }

    /// Reads a file of the built site.
    pub fn site(&self, path: &str) -> String {
        let path = self.path().join("site").join(path);
        fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }
}

/// The program under test.
pub fn binary() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_upfront"))
}

/// The repository, which holds the demo.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What a command did.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    pub fn of(mut command: Command) -> Self {
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().expect("upfront runs");
        Self {
            code: status.code().unwrap_or(-1),
            stdout: String::from_utf8(stdout).expect("UTF-8 on stdout"),
            stderr: String::from_utf8(stderr).expect("UTF-8 on stderr"),
        }
    }

    /// Fails the test unless the command ended well.
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.stdout, self.stderr);
        self
    }

    /// What a person sees, with the exit code.
    pub fn transcript(&self, command: &str) -> String {
        let mut out = format!("$ {command}\n{}{}", self.stdout, self.stderr);
        if !out.ends_with('\n') {
            out.push('\n');
        }
        writeln!(out, "(exit {})", self.code).unwrap();
        out
    }
}

/// A file or folder: kind and mode as the system gives them, and bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    pub mode: u32,
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:o} {} bytes", self.mode, self.bytes.len())
    }
}

pub type Tree = BTreeMap<String, Entry>;

/// A folder as a map from path to entry; dot entries included.
pub fn tree(dir: &Path) -> Tree {
    use std::os::unix::fs::PermissionsExt;
    let mut tree = BTreeMap::new();
    for entry in walkdir::WalkDir::new(dir).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry
            .path()
            .strip_prefix(dir)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let meta = fs::symlink_metadata(entry.path()).unwrap();
        let bytes = if meta.is_file() {
            fs::read(entry.path()).unwrap()
        } else if meta.is_symlink() {
            fs::read_link(entry.path())
                .unwrap()
                .to_string_lossy()
                .into_owned()
                .into_bytes()
        } else {
            Vec::new()
        };
        tree.insert(
            path,
            Entry {
                mode: meta.permissions().mode(),
                bytes,
            },
        );
    }
    tree
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).unwrap();
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// The demo, copied into a project of its own.
pub fn demo() -> Project {
    let project = Project::empty();
    fs::copy(
        repository().join("status.yml"),
        project.path().join("status.yml"),
    )
    .unwrap();
    copy(
        &repository().join("incidents"),
        &project.path().join("incidents"),
    );
    project
}
