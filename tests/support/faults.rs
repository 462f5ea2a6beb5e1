//! What tests of faults share: small disks, looks at what is left over, links of a site.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::{Tree, tree};

pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

pub fn skipped(test: &str, reason: &str) {
    println!("skipped: {test}: {reason}");
}

/// Neither staging folders nor waiting files below `top`.
pub fn nothing_is_left(top: &Path) {
    let left: Vec<String> = tree(top)
        .into_keys()
        .filter(|path| path.contains(".upfront-") || path.contains("upfront-"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

/// A small disk of its own; gone with the test.
pub struct Disk(pub PathBuf, #[allow(dead_code)] TempDir);

impl Disk {
    /// `None`, with the reason, where this process may not mount.
    pub fn new(test: &str, options: &str) -> Option<Self> {
        if !is_root() {
            skipped(test, "only root may mount a small disk");
            return None;
        }
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("disk");
        fs::create_dir(&path).unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(&path)
            .output();
        match mount {
            Ok(output) if output.status.success() => Some(Self(path, dir)),
            Ok(output) => {
                skipped(test, &String::from_utf8_lossy(&output.stderr));
                None
            }
            Err(error) => {
                skipped(test, &format!("mount: {error}"));
                None
            }
        }
    }

    pub fn remount(&self, options: &str) {
        let done = Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(&self.0)
            .status();
        assert!(done.unwrap().success(), "remount with {options}");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// A fixed seed: the moments are random, the test is the same each time.
pub struct Random(u64);

impl Random {
    pub fn new() -> Self {
        Self(0x2545_F491_4F6C_DD1D)
    }

    /// Of 0..1.
    pub fn share(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Links of a page or a feed that lead to files of the site itself, as paths in it.
pub fn links(path: &str, bytes: &[u8], url: &str) -> BTreeSet<String> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return BTreeSet::new();
    };
    let is_page = path.ends_with(".html");
    let mut found = Vec::new();
    if is_page {
        for key in [" href=\"", " src=\""] {
            let values = text.split(key).skip(1);
            found.extend(values.filter_map(|rest| rest.split('"').next()));
        }
    } else if path.starts_with("feed/") || path.contains("/feed/") || path.ends_with(".ics") {
        let ends = |c: char| c.is_whitespace() || "\"'<>&\\)],;".contains(c);
        let starts = text.match_indices(url).map(|(at, _)| &text[at..]);
        found.extend(starts.filter_map(|rest| rest.split(ends).next()));
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    found
        .into_iter()
        .filter_map(|link| {
            let link = link.split(['#', '?']).next().unwrap_or_default();
            let (from, link) = match link.strip_prefix(url) {
                Some(below) => ("", below),
                None if link.contains(':') || link.starts_with("//") => return None,
                None if link.is_empty() => return None,
                // The page that hosts show at any depth.
                None if link.starts_with('/') => ("", link),
                None => (folder, link),
            };
            let mut parts: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
            for part in link.split('/') {
                match part {
                    "" | "." => {}
                    ".." => {
                        parts.pop();
                    }
                    part => parts.push(part),
                }
            }
            if link.is_empty() || link.ends_with(['/', '.']) {
                parts.push("index.html");
            }
            Some(parts.join("/"))
        })
        .collect()
}

/// Links that lead nowhere, of pages that a reader may stand on: `open` ones, and all
/// that can be reached from the home pages and the feeds.
pub fn dangling<'a>(site: &'a Tree, url: &str, open: impl Iterator<Item = &'a str>) -> Vec<String> {
    let is_start = |path: &&str| {
        let name = path.rsplit('/').next().unwrap_or_default();
        let waits = name.starts_with(".upfront-");
        !waits && (name == "index.html" || path.contains("feed/"))
    };
    let mut pages: Vec<&str> = site.keys().map(String::as_str).filter(is_start).collect();
    pages.extend(open);
    let mut seen: BTreeSet<&str> = pages.iter().copied().collect();
    let mut nowhere = Vec::new();
    while let Some(page) = pages.pop() {
        let Some(entry) = site.get(page) else {
            continue;
        };
        for link in links(page, &entry.bytes, url) {
            match site.get_key_value(&link) {
                Some((link, _)) => {
                    if seen.insert(link) {
                        pages.push(link);
                    }
                }
                None => nowhere.push(format!("{page} -> {link}")),
            }
        }
    }
    nowhere
}
