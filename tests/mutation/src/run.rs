//! Runs tests, with the program as it is or wrong in one place.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// A test that passes as things are.
#[derive(Debug, Clone)]
pub struct Test {
    /// Index of its program.
    pub program: usize,
    pub name: String,
    /// How long it takes alone.
    pub takes: Duration,
    /// Numbers of the places that it reaches.
    pub reached: Vec<u32>,
}

/// Where tests run.
pub struct Runner<'a> {
    pub copy: &'a Path,
    pub programs: &'a [(String, PathBuf)],
    /// The modules whose tests run, beside those of the library.
    pub modules: &'a [String],
}

impl Runner<'_> {
    /// Every test alone: those that pass, quickest first. What was found out before stands
    /// in a file, and holds for programs that are older than it.
    pub fn all(&self) -> Vec<Test> {
        let notes = self.copy.with_file_name("tests.tsv");
        let changed = |path: &Path| fs::metadata(path).and_then(|m| m.modified()).ok();
        let noted = fs::read_to_string(&notes).unwrap_or_default();
        let (mut all, mut text) = (Vec::new(), String::new());
        for (at, (name, program)) in self.programs.iter().enumerate() {
            let mark = format!(
                "{} {:?} {}",
                program.display(),
                changed(program),
                self.modules.join(" ")
            );
            let known: Vec<&str> = noted.lines().filter(|l| l.starts_with(&mark)).collect();
            let lines: Vec<String> = if known.is_empty() {
                self.try_out(at, name)
                    .into_iter()
                    .map(|l| format!("{mark}\t{l}"))
                    .collect()
            } else {
                known.into_iter().map(str::to_string).collect()
            };
            for line in lines {
                let mut parts = line.split('\t').skip(1);
                let mut next = || parts.next().unwrap_or_default();
                let (test, takes, reached) = (next().to_string(), next(), next());
                let takes = Duration::from_millis(takes.parse().unwrap_or_default());
                let reached = reached.split(' ').filter_map(|n| n.parse().ok()).collect();
                all.push(Test {
                    program: at,
                    name: test,
                    takes,
                    reached,
                });
                text += &format!("{line}\n");
            }
        }
        fs::write(notes, text).expect("what was found out is written");
        all.sort_by_key(|test| test.takes);
        all
    }

    /// The tests of a program that pass: name, milliseconds, and the places that they reach.
    fn try_out(&self, at: usize, name: &str) -> Vec<String> {
        let out = Command::new(&self.programs[at].1)
            .args(["--list", "--format=terse"])
            .output();
        let out = out.expect("a program of tests runs");
        let mut lines = Vec::new();
        for line in String::from_utf8_lossy(&out.stdout).lines() {
            let Some(test) = line.strip_suffix(": test") else {
                continue;
            };
            if !self.is_chosen(name, test) {
                continue;
            }
            let trace = self.copy.with_file_name("trace");
            let _ = fs::remove_file(&trace);
            let begun = Instant::now();
            let limit = Duration::from_secs(120);
            let variable = ("UPFRONT_MUTANT_TRACE", trace.to_string_lossy().into_owned());
            if let Some(why) = self.fails(at, &[test], &variable, limit) {
                eprintln!("left out, as it fails already: {name} {test}: {why}");
                continue;
            }
            let takes = begun.elapsed().as_millis();
            let reached = fs::read_to_string(&trace).unwrap_or_default();
            let mut reached: Vec<u32> = reached.lines().filter_map(|l| l.parse().ok()).collect();
            reached.sort_unstable();
            reached.dedup();
            let reached: Vec<String> = reached.iter().map(u32::to_string).collect();
            lines.push(format!("{test}\t{takes}\t{}", reached.join(" ")));
        }
        lines
    }

    /// Whether a test belongs to the chosen modules, or stands beside the code.
    fn is_chosen(&self, program: &str, test: &str) -> bool {
        let path = format!("{program}::{test}");
        let is_below = |module: &String| {
            path.strip_prefix(module.as_str())
                .is_some_and(|rest| rest.starts_with("::"))
        };
        program == "upfront" || self.modules.iter().any(is_below)
    }

    /// The first of these tests that sees the program wrong in this place.
    pub fn seen_by(&self, number: u32, tests: &[&Test]) -> Option<String> {
        let mut by_program: BTreeMap<usize, Vec<&Test>> = BTreeMap::new();
        for test in tests {
            by_program.entry(test.program).or_default().push(test);
        }
        let mut groups: Vec<(usize, Vec<&Test>)> = by_program.into_iter().collect();
        let sum = |tests: &[&Test]| tests.iter().map(|t| t.takes).sum::<Duration>();
        groups.sort_by_key(|(_, tests)| sum(tests));
        for (program, tests) in groups {
            let names: Vec<&str> = tests.iter().map(|t| t.name.as_str()).collect();
            let limit = Duration::from_secs(20) + sum(&tests) * 10;
            let variable = ("UPFRONT_MUTANT", number.to_string());
            if let Some(why) = self.fails(program, &names, &variable, limit) {
                return Some(format!("{}: {why}", self.programs[program].0));
            }
        }
        None
    }

    /// Runs some tests of a program up to the first that fails: which one, or what else ended it.
    fn fails(
        &self,
        program: usize,
        tests: &[&str],
        variable: &(&str, String),
        limit: Duration,
    ) -> Option<String> {
        let temporary = self.copy.with_file_name("tmp");
        let _ = fs::remove_dir_all(&temporary);
        fs::create_dir_all(&temporary).expect("a temporary folder");
        // A program that is wrong may take all memory that there is.
        let mut child = Command::new("sh")
            .args(["-c", "ulimit -v 8000000; exec \"$0\" \"$@\""])
            .arg(&self.programs[program].1)
            .args(["--exact", "--test-threads=2"])
            .args(tests)
            .current_dir(self.copy)
            .env("CARGO_MANIFEST_DIR", self.copy)
            .env("TMPDIR", &temporary)
            .env("INSTA_UPDATE", "no")
            .env("RUST_BACKTRACE", "0")
            .env("INSTA_WORKSPACE_ROOT", self.copy)
            .env("PROPTEST_MAX_SHRINK_ITERS", "0")
            .env(variable.0, &variable.1)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("a program of tests runs");
        let stdout = child.stdout.take().expect("it has an output");
        let (send, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        let end = Instant::now() + limit;
        let mut failed = None;
        loop {
            match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    if let Some(test) = line.strip_suffix(" ... FAILED") {
                        failed = Some(test.trim_start_matches("test ").to_string());
                        break;
                    }
                    if line.starts_with("test result: ok") {
                        break;
                    }
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    failed = Some("takes too long".to_string());
                    break;
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    failed = Some("ends before its time".to_string());
                    break;
                }
            }
        }
        let group = format!("-{}", child.id());
        let _ = Command::new("kill")
            .args(["-9", "--", &group])
            .stderr(Stdio::null())
            .status();
        let _ = child.wait();
        failed
    }
}
