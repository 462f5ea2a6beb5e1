//! Hostile size: bounded memory, a clear error, and the old site untouched.
//!
//! Memory is read while the program runs (Linux, `VmHWM`). The number of files in
//! one folder is small here; `UPFRONT_FILES=100000 cargo test --test machine size:: -- --nocapture`
//! tries the promised one.

use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Project, Run, tree};

/// Seconds after which a program of the test counts as endless. The promises in
/// seconds are for the benchmarks.
const ENDLESS: Duration = Duration::from_secs(60);

/// Peak of a process's memory in KiB; 0 where the system does not say.
fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().split(' ').next()?.parse().ok())
        .unwrap_or(0)
}

/// Runs to the end; gives what was said and the peak in KiB.
fn measured(mut command: Command, endless: Duration) -> (Run, u64) {
    use std::io::{Read, Seek};
    let (out, err) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
    let mut child = command
        .stdin(Stdio::null())
        .stdout(out.try_clone().unwrap())
        .stderr(err.try_clone().unwrap())
        .spawn()
        .unwrap();
    let (begun, mut most) = (Instant::now(), 0);
    let status = loop {
        most = most.max(peak(child.id()));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > endless {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("no end: {command:?}");
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let text = |mut file: std::fs::File| {
        let mut bytes = Vec::new();
        file.rewind().unwrap();
        file.read_to_end(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let run = Run {
        code: status.code().unwrap_or(-1),
        stdout: text(out),
        stderr: text(err),
    };
    (run, most)
}

const GOOD: &str = "---\ntitle: x\nbegan: 2026-11-18 14:02\n---\n\n## 14:20 Investigating\n\nx\n";

/// A project whose site is built, and then one file more.
fn refused(what: &str, path: &str, bytes: &[u8], code: &str) {
    let project = Project::new().with("incidents/good.md", GOOD);
    project.run(&["build", "--quiet"]).ok();
    let before = tree(&project.path().join("site"));
    project.write(path, bytes);
    let (run, most) = measured(project.command(&["build"]), ENDLESS);
    assert_eq!(run.code, 1, "{what}: {}", run.stderr);
    assert!(
        run.stderr.contains(&format!("error[{code}")) && run.stderr.contains(path),
        "{what}: {}",
        &run.stderr[..run.stderr.len().min(2000)]
    );
    assert!(run.stderr.len() < 1_000_000, "{what}: an endless message");
    assert!(most < 200 * 1024, "{what}: {most} KiB");
    assert!(tree(&project.path().join("site")) == before, "{what}");
}

#[test]
fn large_files_and_bombs_are_refused() {
    let front = |front: &str| format!("---\n{front}\n---\n\n## 14:20 Investigating\n\nx\n");
    let file = "incidents/x.md";
    let long = "x".repeat(10 * 1024 * 1024);
    refused(
        "a line of 10 MB",
        file,
        format!("{GOOD}{long}").as_bytes(),
        "file-too-large",
    );
    refused(
        "a front matter of 10 MB",
        file,
        front(&format!("title: {long}")).as_bytes(),
        "file-too-large",
    );
    refused(
        "a template of 10 MB",
        "templates/home.html",
        long.as_bytes(),
        "file-too-large",
    );
    refused(
        "status.yml of 10 MB",
        "status.yml",
        long.as_bytes(),
        "file-too-large",
    );
    let mut keys = String::new();
    for n in 0..120_000 {
        writeln!(keys, "k{n}: 1").unwrap();
    }
    refused(
        "a million bytes of keys",
        "status.yml",
        &keys.as_bytes()[..900_000],
        "",
    );
    refused(
        "many keys",
        file,
        front(&keys[..60_000]).as_bytes(),
        "unknown-key",
    );
    let mut laughs = "a0: &a0 [lol]\n".to_string();
    for n in 1..30 {
        writeln!(
            laughs,
            "a{n}: &a{n} [{}]",
            vec![format!("*a{}", n - 1); 9].join(",")
        )
        .unwrap();
    }
    for (what, yaml, code) in [
        ("a billion laughs", laughs, "yaml-a"),
        ("an alias to itself", "a: &a [*a]".to_string(), "yaml-a"),
        (
            "a merge bomb",
            "a: &a {x: 1}\nb: {<<: [*a, *a]}".to_string(),
            "yaml-",
        ),
        ("lists in lists", "[".repeat(60_000), "yaml-too-deep"),
        (
            "lists in lists by dashes",
            "- ".repeat(30_000),
            "yaml-too-deep",
        ),
        ("maps in maps", "{a: ".repeat(15_000), "yaml-too-deep"),
        ("maps by question marks", "? ".repeat(30_000), "yaml-"),
        (
            "a tag",
            "title: !!python/object/apply:os.system [ls]".to_string(),
            "yaml-tag",
        ),
        ("tags in tags", "!a ".repeat(20_000) + "x", "yaml-"),
        ("a long key", format!("? {}\n: x", "k".repeat(60_000)), ""),
        (
            "quotes",
            format!("title: \"{}", "\\\"".repeat(30_000)),
            "yaml-",
        ),
    ] {
        refused(what, file, front(&yaml).as_bytes(), code);
        refused(what, "status.yml", yaml.as_bytes(), code);
    }
}

/// Nearly as long as a file may be, of what costs other renderers their time.
#[test]
fn a_file_as_long_as_may_be_is_built_or_refused() {
    for piece in [
        "x",
        "[",
        "![](",
        "*a ",
        "`",
        "> ",
        "&#0;",
        "<a ",
        "- ",
        "## 14:30 Update\n\n",
        "a|",
        "[a]: b\n",
        "https://x.example/ ",
        "```update\n",
    ] {
        let text: String = piece.chars().cycle().take(400_000).collect();
        let project = Project::new().with("incidents/x.md", format!("{GOOD}\n{text}\n"));
        let (run, most) = measured(project.command(&["check"]), ENDLESS * 4);
        assert!([0, 1].contains(&run.code), "{piece:?}: {}", run.stderr);
        assert!(most < 1024 * 1024, "{piece:?}: {most} KiB");
    }
}

#[test]
fn templates_that_loop_are_stopped() {
    // Each thread renders a page of its own.
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let project = Project::new();
    project.run(&["build", "--quiet"]).ok();
    let before = tree(&project.path().join("site"));
    let large_page = format!(
        "{{% for a in range(end=300) %}}{{% for b in range(end=300) %}}{}{{% endfor %}}{{% endfor %}}",
        "x".repeat(800)
    );
    for (what, template, says) in [
        (
            "includes itself",
            "{% include \"partials/footer.html\" %}",
            "partials/footer.html:1:1",
        ),
        (
            "a part of itself",
            "{% component f() %}{{ <f /> }}{% endcomponent f %}{{ <f /> }}",
            "components stand more than 19 deep",
        ),
        (
            "loops in loops",
            "{% for a in range(end=90000) %}{% for b in range(end=90000) %}{% endfor %}{% endfor %}",
            "more than 100000 steps",
        ),
        (
            "empty loops in loops",
            "{% for a in range(end=90000) %}{% for b in range(end=20) %}{% for c in range(end=0) %}{% endfor %}{% endfor %}{% endfor %}",
            "more than 100000 steps",
        ),
        (
            "a long list",
            "{% for a in range(end=9999999999) %}{% endfor %}",
            "more than 100000 steps",
        ),
        ("a large page", &large_page, "64 MiB"),
        (
            "lists in lists",
            &format!(
                "{{% set l = range(end=1000) %}}{}x{}",
                "{% for a in l %}".repeat(8),
                "{% endfor %}".repeat(8)
            ),
            "more than 1000000 steps",
        ),
        (
            "empty lists in lists",
            &format!(
                "{{% set l = range(end=1000) %}}{}{}",
                "{% for a in l %}".repeat(8),
                "{% endfor %}".repeat(8)
            ),
            "more than 1000000 steps",
        ),
        (
            "lists made in lists",
            "{% set l = range(end=1000) %}{% for a in l %}{% for b in l %}{% if [c for c in l if c == a and c == b] %}{% endif %}{% endfor %}{% endfor %}",
            "more than 1000000 steps",
        ),
        (
            "letters of a long text",
            "{% set t = \"abcdefghij\" %}{% for a in t %}{% for b in t %}{% for c in t %}{% for d in t %}{% for e in t %}{% for f in t %}{% for g in t %}{% for h in t %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
            "more than 1000000 steps",
        ),
        (
            "a text that doubles itself",
            "{% set_global t = \"abcdefgh\" %}{% for a in range(end=60) %}{% set_global t = t ~ t %}{% endfor %}",
            " MiB",
        ),
        (
            "a text that doubles itself, without a loop",
            &format!(
                "{{% set t = \"abcdefgh\" %}}{}",
                "{% set t = t ~ t %}".repeat(60)
            ),
            " MiB",
        ),
        (
            "a list that doubles itself",
            &format!(
                "{{% set t = [1, 2] %}}{}",
                "{% set t = [...t, ...t] %}".repeat(60)
            ),
            " MiB",
        ),
        (
            "a list of itself",
            &format!(
                "{{% set t = [1, 2] %}}{}{{{{ t }}}}",
                "{% set t = [t, t] %}".repeat(60)
            ),
            " MiB",
        ),
        (
            "a text that replaces itself",
            &format!(
                "{{% set t = \"aaaaaaaaaa\" %}}{}",
                "{% set t = t | replace(from=\"a\", to=t) %}".repeat(6)
            ),
            "more than 128 MiB",
        ),
        (
            "what is printed and kept",
            "{% set l = range(end=2000) %}{% set t = \"a\" ~ l %}{% set x %}{% for a in l %}{% for b in l %}{{ t }}{% endfor %}{% endfor %}{% endset %}",
            "more than 128 MiB",
        ),
        (
            "a component whose text grows",
            "{% component f(t) %}{{ <f t={t ~ t ~ t} /> }}{% endcomponent f %}{{ <f t=\"abcdefgh\" /> }}",
            " MiB",
        ),
        (
            "components that call two of the next",
            &format!(
                "{}{{% component f0() %}}{{% endcomponent f0 %}}{{{{ <f18 /> }}}}",
                (1..19)
                    .map(|n| format!(
                        "{{% component f{n}() %}}{}{{% endcomponent f{n} %}}",
                        format!("{{{{ <f{} /> }}}}", n - 1).repeat(9)
                    ))
                    .collect::<String>()
            ),
            "more than 1000000 steps",
        ),
    ] {
        project.write("templates/partials/footer.html", template);
        let (run, kib) = measured(project.command(&["build"]), ENDLESS);
        assert!(kib < threads * 320 * 1024, "{what}: {kib} KiB");
        assert_eq!(run.code, 1, "{what}: {}", run.stderr);
        assert!(run.stderr.contains(says), "{what}: {}", run.stderr);
        let placed = run.stderr.contains("--> templates/partials/footer.html:1:");
        assert!(placed || what == "a large page", "{what}: {}", run.stderr);
        assert!(tree(&project.path().join("site")) == before, "{what}");
    }
    let mut command = project.command(&["build", "--quiet"]);
    command.arg("--ignore-templates");
    Run::of(command).ok();
    let project = Project::new().with("templates/partials/footer.html", "{% for a in range(start=5, end=1, step_by=-2) %}{{ a }},{% endfor %}{% for a in range(end=3) %}{{ a }},{% endfor %}");
    project.run(&["build", "--quiet"]).ok();
    assert!(project.site("index.html").contains("5,3,0,1,2,"));
}

fn many(count: usize) -> Project {
    let project = Project::empty().with(
        "status.yml",
        "title: x\nurl: https://x.example/\nplatforms: [{id: a}]\n",
    );
    let folder = project.path().join("incidents");
    std::fs::create_dir_all(&folder).unwrap();
    for n in 0..count {
        let (year, month, day) = (2000 + n % 20, 1 + n / 20 % 12, 1 + n / 240 % 28);
        let text = format!(
            "---\ntitle: Music {n} stops\nbegan: {year}-{month:02}-{day:02} 14:02\naffected: {{a: major outage}}\n---\n\n## 14:20 Investigating\n\nSongs do not start.\n\n## 16:10 Resolved\n\nAll plays.\n"
        );
        std::fs::write(folder.join(format!("n{n}.md")), text).unwrap();
    }
    project
}

/// Memory of each further file stays what it was.
#[test]
fn memory_grows_with_the_files_in_a_line() {
    let most = std::env::var("UPFRONT_FILES").map_or(2000, |n| n.parse().unwrap());
    let mut seen = Vec::new();
    for count in [most / 4, most / 2, most] {
        let project = many(count);
        let begun = Instant::now();
        let (run, kib) = measured(
            project.command(&["build", "--quiet", "--now", "2026-11-24T10:00:00Z"]),
            Duration::from_secs(3600),
        );
        run.ok();
        println!(
            "{count} files in one folder: {kib} KiB, {:.1} s",
            begun.elapsed().as_secs_f64()
        );
        assert!(
            project
                .path()
                .join(format!("site/incidents/n{}.html", count - 1))
                .exists()
        );
        seen.push(kib);
    }
    if seen[2] == 0 {
        return println!("skipped: the system does not say a process's memory");
    }
    // Twice the files, twice the growth. Below some thousand files the peak is mostly what the
    // allocator keeps for its threads, up or down by some ten MiB: that much is let pass.
    let first = seen[1].saturating_sub(seen[0]);
    let second = seen[2].saturating_sub(seen[1]);
    assert!(second <= first * 3 + 32 * 1024, "{seen:?} KiB");
}
