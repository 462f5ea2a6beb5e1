//! The whole program on a project of 1,000 and 10,000 incidents, as somebody runs it.
//!
//! `cargo bench --bench program` builds into an empty folder, copies the output,
//! builds again over it with nothing changed, and once more with one file edited.
//! Prints wall time, processor time and peak memory (medians), and ratios of the
//! same run: machines differ, ratios less. Sizes may be given: `-- 1000`.
//!
//! Nothing is deleted before the end: writing right after deleting is slower. What a step
//! leaves to be written, as `cp` does with all of it, is on the disk before the next one
//! begins: a build waits until its own files are, and would wait for those as well.

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Each step is run so often; the median counts.
const RUNS: usize = 3;

/// Saves while watching.
const SAVES: usize = 30;

fn main() {
    let given: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    let sizes = if given.is_empty() {
        vec![1_000, 10_000]
    } else {
        given
    };
    for size in sizes {
        measure(size);
    }
}

fn measure(size: usize) {
    let dir = TempDir::new().expect("a temporary folder");
    let root = dir.path().join("project");
    support::large(&root, size);
    let mut steps: [(&str, Vec<Cost>); 6] = [
        ("full build, empty folder", Vec::new()),
        ("cp -r of its output", Vec::new()),
        ("walk and stat all inputs", Vec::new()),
        ("read all inputs", Vec::new()),
        ("again, nothing changed", Vec::new()),
        ("again, one file edited", Vec::new()),
    ];
    for run in 0..RUNS {
        // Each run has its own names, and starts without a memory of the one before.
        let _ = fs::rename(
            root.join(".upfront"),
            dir.path().join(format!("memory-{run}")),
        );
        let out = dir.path().join(format!("site-{run}"));
        let copy = dir.path().join(format!("copy-{run}"));
        steps[0].1.push(build(&root, &out));
        steps[1]
            .1
            .push(cost(Command::new("cp").arg("-r").args([&out, &copy])));
        steps[2]
            .1
            .push(walk(&root, |path| drop(fs::metadata(path))));
        steps[3].1.push(walk(&root, |path| drop(fs::read(path))));
        steps[4].1.push(build(&root, &out));
        edit(&root, size / 2, run);
        steps[5].1.push(build(&root, &out));
    }
    let saves = watching(&root, &dir.path().join("site-0"), size);
    let (bytes, files) = weight(&dir.path().join("site-0"));
    let (source, sources) = weight(&root.join("incidents"));
    println!(
        "\n{size} incidents: {sources} files, {:.1} MiB of source; {files} files, {:.1} MiB of site; median of {RUNS} runs",
        mib(source),
        mib(bytes)
    );
    println!(
        "{:28} {:>9} {:>9} {:>9} {:>9}",
        "", "wall s", "user s", "system s", "peak MiB"
    );
    let medians = steps.map(|(name, costs)| (name, median(costs)));
    for (name, cost) in &medians {
        println!(
            "{name:28} {:9.3} {:9.3} {:9.3} {:9.0}",
            cost.wall.as_secs_f64(),
            cost.user,
            cost.system,
            mib(cost.peak)
        );
    }
    let [full, copied, walked, hashed, same, edited] = medians.map(|(_, c)| c.wall.as_secs_f64());
    println!(
        "full build / cp -r of its output:     {:6.2}  (target 1)",
        full / copied
    );
    println!(
        "nothing changed / walking the inputs: {:6.2}  (target 2, with one manifest)",
        same / walked
    );
    println!(
        "one file edited / reading all inputs: {:6.2}  (target 3, with hashing)",
        edited / hashed
    );
    println!("{saves}");
    println!("nothing changed / full build:         {:6.3}", same / full);
    println!(
        "one file edited / full build:         {:6.3}",
        edited / full
    );
}

/// Saves while `upfront watch` keeps the site: until the page of the incident is replaced,
/// and until all that follows is on disk.
fn watching(root: &Path, out: &Path, size: usize) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_upfront"))
        .arg("--root")
        .arg(root)
        .args(["watch", "--now", support::NOW, "--out"])
        .arg(out)
        .stderr(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    let (heard, said) = std::sync::mpsc::channel();
    let outputs: [Box<dyn Read + Send>; 2] = [
        Box::new(child.stdout.take().expect("a pipe")),
        Box::new(child.stderr.take().expect("a pipe")),
    ];
    for output in outputs {
        let heard = heard.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _ = heard.send(line);
            }
        });
    }
    let line = || said.recv_timeout(Duration::from_secs(300)).expect("a line");
    line();
    settle();
    let (mut pages, mut all) = (Vec::new(), Vec::new());
    for run in 0..SAVES {
        std::thread::sleep(Duration::from_millis(300));
        let number = size / 3 + run * 7;
        let page = support::incident_path(number);
        let name = page.rsplit('/').next().unwrap_or_default();
        let page = out.join("incidents").join(name.replace(".md", ".html"));
        let inode = || fs::metadata(&page).map(|meta| meta.ino()).ok();
        let before = inode();
        edit(root, number, 100 + run);
        let saved = Instant::now();
        while inode() == before {
            std::thread::sleep(Duration::from_micros(500));
        }
        pages.push(saved.elapsed());
        line();
        all.push(saved.elapsed());
    }
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let resident = resident.unwrap_or(" unknown").trim().to_string();
    let _ = child.kill();
    let _ = child.wait();
    pages.sort_unstable();
    all.sort_unstable();
    let at = |times: &[Duration], share: usize| times[(times.len() - 1) * share / 100].as_millis();
    format!(
        "watching, {SAVES} saves: its page median {} ms, p99 {} ms; all of it median {} ms, p99 {} ms; {resident} resident  \
         (targets 50, 130 with the pause; 100 MiB)",
        at(&pages, 50),
        at(&pages, 99),
        at(&all, 50),
        at(&all, 99)
    )
}

/// What a step costs.
#[derive(Debug, Clone, Copy)]
struct Cost {
    wall: Duration,
    /// Seconds.
    user: f64,
    /// Seconds.
    system: f64,
    /// Bytes.
    peak: u64,
}

fn build(root: &Path, out: &Path) -> Cost {
    let mut command = Command::new(env!("CARGO_BIN_EXE_upfront"));
    command
        .arg("--root")
        .arg(root)
        .args(["build", "--quiet", "--now", support::NOW, "--out"]);
    cost(command.arg(out))
}

/// Waits until all is on the disk.
fn settle() {
    Command::new("sync").status().expect("sync is installed");
}

/// Runs a command under `/usr/bin/time`, which tells what the system counted for it.
fn cost(command: &mut Command) -> Cost {
    let mut timed = Command::new("/usr/bin/time");
    timed
        .args(["-f", "%U %S %M"])
        .arg(command.get_program())
        .args(command.get_args());
    settle();
    let start = Instant::now();
    let done = timed
        .stdout(Stdio::null())
        .output()
        .expect("GNU time is installed");
    let wall = start.elapsed();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    let numbers: Vec<f64> = said
        .lines()
        .last()
        .unwrap_or_default()
        .split(' ')
        .filter_map(|n| n.parse().ok())
        .collect();
    let [user, system, peak] = numbers[..] else {
        panic!("GNU time says three numbers, not: {said}");
    };
    Cost {
        wall,
        user,
        system,
        peak: peak as u64 * 1024,
    }
}

fn walk(root: &Path, look: impl Fn(&Path)) -> Cost {
    let start = Instant::now();
    files(&root.join("incidents"))
        .iter()
        .for_each(|path| look(path));
    Cost {
        wall: start.elapsed(),
        user: 0.0,
        system: 0.0,
        peak: 0,
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.file_type().is_ok_and(|t| t.is_dir()) {
            found.append(&mut files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found
}

/// Bytes and number of files.
fn weight(folder: &Path) -> (u64, usize) {
    let files = files(folder);
    let bytes = files
        .iter()
        .filter_map(|f| f.metadata().ok())
        .map(|m| m.len())
        .sum();
    (bytes, files.len())
}

/// A word more in one incident.
fn edit(root: &Path, number: usize, run: usize) {
    let path = root.join(support::incident_path(number));
    let text = fs::read_to_string(&path).expect("a file of the corpus");
    let heading = text.find("\n\n## ").map_or(text.len(), |at| at + 2);
    let (head, rest) = text.split_at(heading);
    fs::write(
        &path,
        format!("{head}Edited for the time number {run}.\n\n{rest}"),
    )
    .expect("a file to write");
}

fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|cost| cost.wall);
    costs[costs.len() / 2]
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}
