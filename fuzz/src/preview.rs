//! Any bytes on a connection to the preview.

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::OnceLock;

use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use upfront::pipeline::{self, Choice};
use upfront::serve::Preview;
use upfront::site::render_all;

use super::{STATUS, moment};

const PORT: u16 = 4777;

/// Stands in every file that must not be served.
const INSIDE: &str = "FOR-NOBODY-7f3a";

/// Names of the preview, as a client writes them.
const NAMES: [&str; 3] = ["127.0.0.1:4777", "localhost:4777", "[::1]:4777"];

struct Shown {
    desk: Preview,
    /// The bytes of every file of the site.
    files: BTreeSet<Vec<u8>>,
    root: PathBuf,
    runtime: tokio::runtime::Runtime,
}

fn shown() -> &'static Shown {
    static SHOWN: OnceLock<Shown> = OnceLock::new();
    SHOWN.get_or_init(|| {
        let root = super::folder("preview");
        for folder in ["incidents", "static", "templates"] {
            fs::create_dir_all(root.join(folder)).expect("a folder");
        }
        let write = |path: &str, text: &str| fs::write(root.join(path), text).expect("a file");
        write("status.yml", &format!("# {INSIDE}\n{STATUS}"));
        write("secret.txt", INSIDE);
        write("templates/own.txt", &format!("{{# {INSIDE} #}}"));
        write("incidents/.hidden.md", INSIDE);
        write("static/note.txt", "a note");
        write("static/moved.txt", "a file that becomes a link");
        write(
            "incidents/one.md",
            &format!("---\n# {INSIDE}\ntitle: Nothing plays\naffected: {{ios: major outage}}\n---\n\n## 2026-11-18 14:20 Investigating\n\nSongs do not start.\n"),
        );
        write(
            "incidents/draft.md",
            &format!("---\ntitle: {INSIDE}\ndraft: true\naffected: {{web: major outage}}\n---\n\n## 2026-11-18 14:20 Investigating\n\nNo.\n"),
        );
        let choice = Choice::default();
        let content = pipeline::read(&root, choice, moment()).expect("a project");
        let built = content
            .plan(&content.model, moment(), render_all)
            .and_then(|built| built)
            .expect("a site");
        let files = built.into_iter().map(|file| file.bytes).collect();
        let desk = Preview::new(&root, choice, moment(), PORT).expect("a preview");
        fs::remove_file(root.join("static/moved.txt")).expect("a file");
        #[cfg(unix)]
        std::os::unix::fs::symlink("../secret.txt", root.join("static/moved.txt")).expect("a link");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        Shown {
            desk,
            files,
            root,
            runtime,
        }
    })
}

/// Any bytes as requests: no panic, and an answer only to whom it is for, only with
/// what is for him.
pub fn preview(bytes: &[u8]) {
    let shown = shown();
    let answer = shown.runtime.block_on(talk(&shown.desk, bytes));
    judge(shown, bytes, &answer);
}

pub(super) fn tidy() {
    let _ = fs::remove_dir_all(&shown().root);
}

/// Sends the bytes, then nothing more; reads until the preview has nothing to say
/// either. The reload channel never ends, so its first words are enough.
async fn talk(desk: &'static Preview, bytes: &[u8]) -> Vec<u8> {
    let (mut ours, theirs) = duplex(16 * 1024 * 1024);
    let local = SocketAddr::from(([127, 0, 0, 1], PORT));
    let answering = tokio::spawn(desk.serve_connection(theirs, local));
    let mut answer = Vec::new();
    // It may close before it has read all.
    let sent = ours.write_all(bytes).await.is_ok() && ours.shutdown().await.is_ok();
    let mut piece = vec![0; 64 * 1024];
    while let Ok(count) = ours.read(&mut piece).await {
        answer.extend_from_slice(&piece[..count]);
        if count == 0 || channel(&answer) {
            break;
        }
    }
    if channel(&answer) {
        // It would find out at its next beat that nobody listens.
        answering.abort();
    }
    drop(ours);
    match answering.await {
        Err(failed) if failed.is_panic() => {
            panic!("the connection failed (all sent: {sent}): {failed}")
        }
        _ => {}
    }
    answer
}

fn channel(answer: &[u8]) -> bool {
    answer.windows(17).any(|part| part == b"text/event-stream")
}

fn judge(shown: &Shown, request: &[u8], answer: &[u8]) {
    let all = String::from_utf8_lossy(answer);
    assert!(!all.contains(INSIDE), "something from inside was served");
    let lower = all.to_ascii_lowercase();
    assert!(
        !lower.contains("access-control-"),
        "another origin may read"
    );
    if answer.is_empty() {
        return;
    }
    let (head, body) = parted(answer).expect("a head");
    let head = String::from_utf8(head.to_vec()).expect("a head of text");
    let status: u16 = head
        .strip_prefix("HTTP/1.1 ")
        .or_else(|| head.strip_prefix("HTTP/1.0 "))
        .and_then(|rest| rest.get(..3)?.parse().ok())
        .expect("a status");
    let header = |name: &str| {
        head.lines().skip(1).find_map(|line| {
            let (given, value) = line.split_once(':')?;
            given.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    };
    if matches!(
        status,
        400 | 403 | 405 | 408 | 413 | 414 | 421 | 431 | 501 | 505
    ) {
        return;
    }
    // It was answered: by the names of the preview, and for no other site.
    let asked = request.split(|byte| *byte == b'\n').skip_while(is_blank);
    let asked: Vec<String> = asked
        .take_while(|line| !is_blank(line))
        .map(|line| String::from_utf8_lossy(line).trim().to_ascii_lowercase())
        .collect();
    let values = |name: &str| {
        asked
            .iter()
            .skip(1)
            .filter_map(move |line| {
                let (given, value) = line.split_once(':')?;
                (given == name).then(|| value.trim().to_string())
            })
            .collect::<Vec<_>>()
    };
    let hosts = values("host");
    let own = |name: &str| NAMES.contains(&name);
    assert!(hosts.len() == 1 && own(&hosts[0]), "answered to {hosts:?}");
    for origin in values("origin") {
        let name = origin.strip_prefix("http://");
        assert!(name.is_some_and(own), "answered to the origin {origin}");
    }
    for from in values("sec-fetch-site") {
        let fits = matches!(from.as_str(), "same-origin" | "none")
            || values("sec-fetch-mode").contains(&"navigate".to_string());
        assert!(fits, "answered to a page of {from}");
    }
    assert_eq!(header("x-content-type-options"), Some("nosniff"));
    assert_eq!(header("cache-control"), Some("no-store"));
    assert_eq!(header("cross-origin-resource-policy"), Some("same-origin"));
    let line = asked.first().cloned().unwrap_or_default();
    let target = line.split(' ').nth(1).unwrap_or_default();
    let path = match target.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => target,
    };
    if status == 200 && line.starts_with("get ") && path.starts_with("/site/") {
        let length: usize = header("content-length")
            .and_then(|length| length.parse().ok())
            .expect("a length");
        let file = body.get(..length).expect("a whole file");
        assert!(shown.files.contains(file), "{path} is no file of the build");
        assert!(header("content-security-policy").is_some());
    }
}

fn is_blank(line: &&[u8]) -> bool {
    line.iter().all(|byte| *byte == b'\r')
}

fn parted(answer: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = answer.windows(4).position(|part| part == b"\r\n\r\n")?;
    Some((&answer[..at], &answer[at + 4..]))
}
