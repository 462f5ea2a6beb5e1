//! `upfront serve`: the preview shows what `build` writes, to this machine's browser and
//! nobody else, whatever is sent to it.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::symlink;
use std::time::Duration;

use crate::chromium::Browser;
use crate::support::running::{Running, SILENCES, get, raw, silence, until};
use crate::support::{self, Project, demo, tree};
use rustix::process::Signal;
use serde_json::Value;

const NOW: &str = "2026-11-18T15:00:00+01:00";

fn incident(title: &str) -> String {
    format!(
        "---\ntitle: {title}\naffected: {{ios: major outage}}\n---\n\n## 2026-11-18 14:20 Investigating\n\nSongs do not start.\n"
    )
}

fn project() -> Project {
    Project::new()
        .with("incidents/one.md", incident("Nothing plays"))
        .with("static/logo.txt", "a picture")
}

fn serving_with(project: &Project, more: &[&str]) -> (Running, SocketAddr) {
    let running = Running::new(project, &[&["serve", "--port", "0"], more].concat());
    let address = address(&running);
    (running, address)
}

fn address(serve: &Running) -> SocketAddr {
    serve.says("Ctrl-C ends it.");
    let said = serve.said();
    let address = said.split("http://").nth(1).unwrap();
    address.split('/').next().unwrap().parse().unwrap()
}

fn serving(project: &Project) -> (Running, SocketAddr) {
    serving_with(project, &["--now", NOW])
}

fn state(address: SocketAddr) -> Value {
    let (status, _, body) = get(address, "/.upfront/state.json", &[]);
    assert_eq!(status, 200);
    serde_json::from_str(&body).expect("JSON")
}

fn shows(address: SocketAddr, path: &str, text: &str) {
    until(
        &format!("`{text}` at {path}"),
        || get(address, path, &[]).2,
        |page| page.contains(text),
    );
}

#[test]
fn every_file_is_the_one_that_build_writes_and_none_is_written() {
    let project = demo();
    project.write("static/data.bin", [0, 159, 146, 150]);
    project.write("static/.well-known/security.txt", "Contact: us");
    project
        .run(&["build", "--quiet", "--now", NOW, "--out", "../built"])
        .ok();
    let out = project.path().parent().unwrap().join("built");
    let built = tree(&out);
    fs::remove_dir_all(&out).unwrap();
    let before = tree(project.path());
    let (_serve, address) = serving(&project);
    let mut compared = 0;
    for (path, entry) in built {
        let file = entry.mode & 0o170_000 == 0o100_000;
        let hidden = path.starts_with('.') && !path.starts_with(".well-known/");
        if !file || path == "files.json" || hidden {
            continue;
        }
        let request =
            format!("GET /site/{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 200 "), "{path}");
        let head = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        assert!(answer[head + 4..] == entry.bytes, "{path} differs");
        compared += 1;
    }
    assert!(compared > 200, "{compared}");
    assert!(
        tree(project.path()) == before,
        "the preview wrote something"
    );
}

#[test]
fn where_no_events_come_the_preview_looks_and_says_so() {
    for (how, words) in SILENCES {
        let project = project();
        let mut command = project.command(&["serve", "--port", "0", "--now", NOW]);
        if !silence(&mut command, how) {
            return;
        }
        let serve = Running::start(command);
        let address = address(&serve);
        let begun = std::time::Instant::now();
        project.write("incidents/one.md", incident("Seen by looking"));
        shows(address, "/site/incidents/one.html", "Seen by looking");
        assert!(begun.elapsed() < Duration::from_secs(20), "{how}");
        serve.says(words);
        serve.says("Changes are found by looking");
    }
}

#[test]
fn a_save_is_shown_and_told() {
    let project = project();
    let (serve, address) = serving(&project);
    shows(address, "/site/incidents/one.html", "Nothing plays");
    let mut events = TcpStream::connect(address).unwrap();
    let request = format!("GET /.upfront/events HTTP/1.1\r\nHost: {address}\r\n\r\n");
    events.write_all(request.as_bytes()).unwrap();
    let mut heard = String::new();
    let mut hear = |what: &str| {
        events
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        let mut piece = [0; 4096];
        while !heard.contains(what) {
            let n = events.read(&mut piece).expect("an event");
            assert!(n > 0, "the channel ended: {heard}");
            heard += &String::from_utf8_lossy(&piece[..n]);
        }
        std::mem::take(&mut heard)
    };
    assert!(
        hear(": \n\n")
            .to_ascii_lowercase()
            .contains("text/event-stream")
    );
    // Line ends in a title must not become lines of the channel.
    project.write("incidents/one.md", incident("\"A new\\r\\ndata: forged\""));
    let event = hear("data:");
    assert!(event.contains("data: changed\n\n"), "{event}");
    assert!(!event.contains("forged"), "{event}");

    project.write("incidents/one.md", incident("One more"));
    shows(address, "/site/incidents/one.html", "One more");
    project.write(
        "incidents/one.md",
        incident("<img src=x>").replace("ios", "iso"),
    );
    serve.says("the preview keeps the last site without errors");
    let errors = until("errors", || state(address), |s| s["errors"].is_string());
    let errors = errors["errors"].as_str().unwrap();
    assert!(
        errors.contains("incidents/one.md:3:12") && errors.contains("`ios`"),
        "{errors}"
    );
    shows(address, "/site/incidents/one.html", "One more");
    project.write("incidents/one.md", incident("Mended"));
    shows(address, "/site/incidents/one.html", "Mended");
    assert_eq!(state(address)["errors"], Value::Null);
}

#[test]
fn a_broken_template_keeps_the_last_good_site() {
    let project = project();
    let (serve, address) = serving(&project);
    // There is a good site to keep.
    shows(address, "/site/index.html", "Nothing plays");
    project.write("templates/home.html", "{{ home.nothing.at.all }}");
    serve.says("template-render");
    let (status, _, page) = get(address, "/site/index.html", &[]);
    assert_eq!(status, 200);
    assert!(page.contains("Nothing plays"));
    assert!(
        state(address)["errors"]
            .as_str()
            .unwrap()
            .contains("templates/home.html:1")
    );
}

#[test]
fn it_begins_with_a_broken_project() {
    let project = project().with("status.yml", "title: [");
    let (_serve, address) = serving(&project);
    assert_eq!(get(address, "/", &[]).0, 200);
    assert_eq!(get(address, "/site/index.html", &[]).0, 503);
    assert!(
        state(address)["errors"]
            .as_str()
            .unwrap()
            .contains("status.yml:1")
    );
    project.write("status.yml", support::STATUS);
    shows(address, "/site/index.html", "Nothing plays");
}

#[test]
fn any_moment_can_be_shown() {
    let project = demo();
    let (_serve, address) = serving_with(&project, &["--now", "2026-11-24T10:00:00Z"]);
    let page = |path: &str| get(address, path, &[]).2;
    let home = page("/site/index.html");
    assert!(
        !home.contains("/.upfront/"),
        "the page is the published one"
    );
    let during = page("/as-of/2026-11-18T14:20:00Z/index.html");
    project
        .run(&["build", "--quiet", "--as-of", "2026-11-18T14:20:00Z"])
        .ok();
    let clock = "<script src=\"/.upfront/clock/2026-11-18T14:20:00Z.js\"></script>";
    assert!(during.contains(clock), "{during}");
    assert_eq!(during.replace(clock, ""), project.site("index.html"));
    let later = page("/at/2026-12-08T21:30:00Z/index.html");
    project
        .run(&["build", "--quiet", "--now", "2026-12-08T21:30:00Z"])
        .ok();
    let clock = "<script src=\"/.upfront/clock/2026-12-08T21:30:00Z.js\"></script>";
    assert_eq!(later.replace(clock, ""), project.site("index.html"));
    assert!(page("/.upfront/clock/2026-12-08T21:30:00Z.js").contains("'2026-12-08T21:30:00Z'"));
    for wrong in [
        "/at/yesterday/index.html",
        "/at//index.html",
        "/.upfront/clock/';x.js",
        "/at/2026-12-08T21:30:00Z",
    ] {
        assert_eq!(get(address, wrong, &[]).0, 404, "{wrong}");
    }
}

#[test]
fn nothing_but_the_build_is_served() {
    let project = project();
    project.write("secret.txt", "SECRET-BYTES");
    project.write("static/.env", "SECRET-BYTES");
    project.write("incidents/.env", "SECRET-BYTES");
    project.write(".git/config", "SECRET-BYTES");
    let above = project
        .path()
        .parent()
        .unwrap()
        .join("upfront-secret-of-tests");
    fs::write(&above, "SECRET-BYTES").unwrap();
    let (mut serve, address) = serving(&project);
    let bases = [
        "/site/",
        "/",
        "/at/2026-11-18T14:00:00Z/",
        "/as-of/2026-11-18T14:00:00Z/",
        "/.upfront/",
    ];
    let spellings = [
        "../secret.txt",
        "../../upfront-secret-of-tests",
        "./../secret.txt",
        "%2e%2e/secret.txt",
        "%2e%2e%2fsecret.txt",
        "..%2fsecret.txt",
        ".%2e/secret.txt",
        "%2e./secret.txt",
        "..%5csecret.txt",
        "..\\secret.txt",
        "%252e%252e/secret.txt",
        "%252e%252e%252fsecret.txt",
        "..;/secret.txt",
        "..%00/secret.txt",
        "..%c0%afsecret.txt",
        "%c0%ae%c0%ae/secret.txt",
        "%e0%80%ae%e0%80%ae/secret.txt",
        "..%u2215secret.txt",
        "%uff0e%uff0e/secret.txt",
        "....//secret.txt",
        "..../secret.txt",
        "incidents/../../secret.txt",
        "fr/../../secret.txt",
        "incidents/one.html/../../../secret.txt",
        "/etc/passwd",
        "//etc/passwd",
        "%2fetc%2fpasswd",
        "file:///etc/passwd",
        "C:/secret.txt",
        ".env",
        "%2eenv",
        ".git/config",
        ".nojekyll",
        "incidents/.env",
        "../.git/config",
        "logo.txt/.",
        "logo.txt/",
        "logo.txt%00.html",
        "logo.txt%",
        "logo.txt%2",
        "logo.txt%zz",
        "static/logo.txt",
        "status.yml",
        "../status.yml",
        "../incidents/one.md",
        "@fs/etc/passwd",
        "~/secret.txt",
    ];
    for base in bases {
        for spelling in spellings {
            let path = format!("{base}{spelling}");
            let (status, _, body) = get(address, &path, &[]);
            assert!(matches!(status, 400 | 404), "{path}: {status}");
            assert!(
                !body.contains("SECRET") && !body.contains("root:"),
                "{path}: {body}"
            );
        }
    }
    let odd = [
        "/site/logo.txt#/../secret.txt",
        "/site/logo.txt?/../../secret.txt",
    ];
    for path in odd {
        assert!(!get(address, path, &[]).2.contains("SECRET"), "{path}");
    }
    assert_eq!(get(address, "/site/logo.txt", &[]).2, "a picture");
    assert!(serve.is_running());
    fs::remove_file(above).unwrap();
}

#[test]
fn links_that_were_put_into_the_project_are_not_followed() {
    let project = project().with("static/deep/file.txt", "inside");
    let secret = Project::empty().with("file.txt", "SECRET-BYTES");
    let (_serve, address) = serving(&project);
    assert_eq!(get(address, "/site/deep/file.txt", &[]).2, "inside");
    fs::remove_file(project.path().join("static/logo.txt")).unwrap();
    symlink(
        secret.path().join("file.txt"),
        project.path().join("static/logo.txt"),
    )
    .unwrap();
    fs::rename(
        project.path().join("static/deep"),
        project.path().join("away"),
    )
    .unwrap();
    symlink(secret.path(), project.path().join("static/deep")).unwrap();
    // Before the change is noticed and after it.
    for _ in 0..50 {
        for path in ["/site/logo.txt", "/site/deep/file.txt"] {
            let (_, _, body) = get(address, path, &[]);
            assert!(!body.contains("SECRET"), "{path}");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    until("an error", || state(address), |s| s["errors"].is_string());
    assert!(!get(address, "/site/logo.txt", &[]).2.contains("SECRET"));
}

#[test]
fn only_this_machine_is_answered() {
    let project = project();
    let (_serve, address) = serving(&project);
    let port = address.port();
    let host = |host: &str| get(address, "/site/index.html", &[("Host", host)]).0;
    for fine in ["127.0.0.1", "localhost", "LocalHost", "[::1]"] {
        assert_eq!(host(&format!("{fine}:{port}")), 200, "{fine}");
    }
    let wrong = [
        "evil.example".to_string(),
        format!("evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("127.0.0.2:{port}"),
        format!("192.168.1.1:{port}"),
        format!("0.0.0.0:{port}"),
        format!("[::]:{port}"),
        format!("localhost@evil.example:{port}"),
        format!("evil.example@localhost:{port}"),
        "localhost".to_string(),
        "localhost:".to_string(),
        "localhost:1".to_string(),
        format!("localhost.:{port}"),
        format!("localhost:+{port}"),
        format!("[::1]evil.example:{port}"),
        format!("localhost:0{port}"),
    ];
    for name in wrong {
        let status = host(&name);
        assert!(matches!(status, 400 | 421), "{name}: {status}");
    }
    for malformed in [
        "",
        ":",
        "[",
        "[::1",
        "a b",
        "localhost:999999",
        "\u{e9}",
        "localhost:4777/x",
    ] {
        let status = host(malformed);
        assert!(matches!(status, 400 | 421), "{malformed}: {status}");
    }
    let none = raw(address, b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    assert!(none.starts_with("HTTP/1.1 400"), "{none}");
    let two = format!(
        "GET / HTTP/1.1\r\nHost: localhost:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    );
    assert!(raw(address, two.as_bytes()).starts_with("HTTP/1.1 400"));
    let absolute = format!(
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"
    );
    assert!(raw(address, absolute.as_bytes()).starts_with("HTTP/1.1 421"));
    for method in [
        "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "NONSENSE",
    ] {
        let request = format!(
            "{method} / HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        assert!(
            raw(address, request.as_bytes()).starts_with("HTTP/1.1 405"),
            "{method}"
        );
    }
}

#[test]
fn other_sites_cannot_read_it() {
    let project = project();
    let (_serve, address) = serving(&project);
    let paths = [
        "/",
        "/site/index.html",
        "/site/feed/updates.json",
        "/.upfront/state.json",
        "/.upfront/bar.js",
    ];
    let own = format!("http://{address}");
    for path in paths.iter().chain(&["/.upfront/events"]) {
        for origin in [
            "http://evil.example".to_string(),
            "null".to_string(),
            "file://".to_string(),
            format!("https://{address}"),
            format!("http://127.0.0.1:{}", address.port().wrapping_add(1)),
            format!("http://192.168.1.1:{}", address.port()),
            format!("{own}.evil.example"),
            format!("{own}@evil.example"),
            String::new(),
        ] {
            let (status, head, _) = get(address, path, &[("Origin", &origin)]);
            assert_eq!(status, 403, "{path} for `{origin}`");
            assert!(!head.contains("access-control"), "{head}");
        }
        let cross = [
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", "no-cors"),
        ];
        assert_eq!(get(address, path, &cross).0, 403, "{path} in another page");
        let frame = [
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", "navigate"),
            ("Sec-Fetch-Dest", "iframe"),
        ];
        assert_eq!(
            get(address, path, &frame).0,
            403,
            "{path} in a frame elsewhere"
        );
    }
    for path in paths {
        let (status, head, _) = get(address, path, &[("Origin", &own)]);
        assert_eq!(status, 200, "{path}");
        assert!(!head.contains("access-control"), "{head}");
        for needed in [
            "cache-control: no-store",
            "x-content-type-options: nosniff",
            "cross-origin-resource-policy: same-origin",
        ] {
            assert!(head.contains(needed), "{path}: {head}");
        }
    }
    // What is no text is no word that admits.
    let bytes = [
        format!("GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nSec-Fetch-Site: ")
            .as_bytes(),
        b"same-\xd1origin\r\n\r\n",
    ]
    .concat();
    assert!(raw(address, &bytes).starts_with("HTTP/1.1 403"));
    let link = [
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Mode", "navigate"),
        ("Sec-Fetch-Dest", "document"),
    ];
    assert_eq!(get(address, "/", &link).0, 200, "a link may lead here");
}

#[test]
fn it_survives_whatever_is_sent() {
    let project = project();
    let (mut serve, address) = serving(&project);
    shows(address, "/site/index.html", "Nothing plays");
    let resting = serve.status("VmRSS");
    let long = "a".repeat(1024 * 1024);
    let many: String = (0..20_000).map(|n| format!("X-{n}: 1\r\n")).collect();
    let requests: Vec<Vec<u8>> = vec![
        b"\r\n\r\n".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nHost\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\n: x\r\n\r\n".to_vec(),
        b"GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        vec![0xFF; 4096],
        vec![b'\n'; 200_000],
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_vec(),
        format!("GET / HTTP/1.1\r\nHost: {address}\r\nContent-Length: 99999999999999999999\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\nHost: {address}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nZZZ\r\n").into_bytes(),
        format!("GET /{long} HTTP/1.1\r\nHost: {address}\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\nHost: {address}\r\nX: {long}\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\nHost: {address}\r\n{many}\r\n").into_bytes(),
    ];
    for request in &requests {
        let answer = raw(address, request);
        let shown = String::from_utf8_lossy(&request[..request.len().min(60)]);
        assert!(
            answer.is_empty()
                || answer.starts_with("HTTP/1.1 4")
                || shown.contains("Transfer")
                || shown.contains("GET / HTTP/1.1\r\nHost: 127"),
            "{shown}: {answer}"
        );
        assert!(serve.is_running());
    }
    let huge = raw(address, &requests[14]);
    assert!(
        huge.is_empty() || huge.starts_with("HTTP/1.1 431"),
        "{huge}"
    );

    // Two hundred clients that say nothing, and some that stop half-way.
    let idle: Vec<TcpStream> = (0..200)
        .map(|n| {
            let mut stream = TcpStream::connect(address).unwrap();
            if n % 3 == 0 {
                let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: ");
            }
            stream
        })
        .collect();
    // Channels beyond the limit are refused.
    let channel = format!("GET /.upfront/events HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let channels: Vec<TcpStream> = (0..80)
        .map(|_| {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(channel.as_bytes()).unwrap();
            stream
        })
        .collect();
    shows(address, "/site/index.html", "Nothing plays");
    project.write("incidents/one.md", incident("Still here"));
    shows(address, "/site/incidents/one.html", "Still here");
    // Any moment can be asked for; few are kept.
    for n in 0..60 {
        let path = format!("/at/2026-11-18T14:{n:02}:00Z/index.html");
        assert_eq!(get(address, &path, &[]).0, 200);
    }
    let threads = serve.status("Threads");
    assert!(threads < 60, "{threads} threads");
    let grown = serve.status("VmRSS").saturating_sub(resting);
    assert!(grown < 100 * 1024, "{grown} KiB more than at rest");
    drop((idle, channels));
    assert_eq!(serve.end(Signal::TERM).code(), Some(0));
}

#[test]
fn the_clock_changes_the_preview() {
    let in_seconds = |n: i64| {
        let second = upfront::time::Moment::now().as_second() + n;
        upfront::time::Moment::from_second(second)
            .unwrap()
            .to_string()
    };
    let project = Project::new().with(
        "incidents/move.md",
        format!(
            "---\nkind: maintenance\ntitle: Servers move\nfrom: {}\nuntil: {}\naffected: {{ios: under maintenance}}\n---\n",
            in_seconds(6),
            in_seconds(3600)
        ),
    );
    let (_serve, address) = serving_with(&project, &[]);
    shows(address, "/site/status.txt", "Under maintenance: iOS app");
}

#[test]
fn beyond_loopback_it_warns() {
    let project = project();
    let (serve, address) = serving_with(&project, &["--host", "0.0.0.0", "--now", NOW]);
    serve.says("warning: at 0.0.0.0, everybody");
    let port = address.port();
    assert_eq!(
        get(address, "/", &[("Host", &format!("127.0.0.1:{port}"))]).0,
        200
    );
    assert_eq!(
        get(address, "/", &[("Host", &format!("evil.example:{port}"))]).0,
        421
    );
    let (serve, _) = serving_with(&project, &["--now", NOW]);
    assert!(!serve.said().contains("warning"), "{}", serve.said());
    let taken = project.run(&["serve", "--port", &port.to_string()]);
    assert_eq!(taken.code, 3, "{}", taken.stderr);
    assert!(taken.stderr.contains("--port"), "{}", taken.stderr);
}

#[tokio::test]
async fn a_browser_sees_saves_errors_and_other_moments() {
    let project = demo();
    let (serve, address) = serving_with(&project, &["--now", "2026-11-24T10:00:00Z"]);
    let browser = Browser::new().await;
    browser.open(&format!("http://{address}/")).await;
    let seen = async |script: &str, wanted: &str| {
        let mut last = Value::Null;
        for _ in 0..300 {
            // A page that is just being replaced has no answer.
            let script = format!("return String({script})");
            if let Ok(answer) = browser.driver.execute(script, Vec::new()).await {
                last = answer.json().clone();
            }
            if last.as_str().is_some_and(|text| text.contains(wanted)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!(
            "{script} never was `{wanted}`, but {last}: {}",
            serve.said()
        );
    };
    let inside = "document.getElementById('site').contentDocument";
    let heading = format!("{inside}?.querySelector('h1')?.textContent");
    seen(&heading, "All platforms are working").await;
    assert_eq!(
        browser
            .run(&format!(
                "return new ({inside}.defaultView.Date)().toISOString().slice(0, 13)"
            ))
            .await,
        serde_json::json!("2026-11-24T10"),
        "the page's clock is the preview's"
    );

    // A save reloads the page in the frame.
    let status = fs::read_to_string(project.path().join("status.yml")).unwrap();
    project.write(
        "status.yml",
        status.replace("Sonora Status", "Saved Status"),
    );
    seen(&format!("{inside}?.title"), "Saved Status").await;

    // An error stands over the last good page, as text.
    project.write(
        "incidents/broken.md",
        "---\ntitle: Broken\naffected: {\"<img src=x>\": major outage}\n---\n",
    );
    seen(
        "document.querySelector('#errors pre').textContent",
        "<img src=x>",
    )
    .await;
    assert_eq!(
        browser
            .run("return document.querySelector('#errors').hidden")
            .await,
        Value::Bool(false)
    );
    assert_eq!(
        browser
            .run("return document.querySelectorAll('#errors img').length")
            .await,
        serde_json::json!(0)
    );
    seen(&format!("{inside}?.title"), "Saved Status").await;
    fs::remove_file(project.path().join("incidents/broken.md")).unwrap();
    seen("document.querySelector('#errors').hidden", "true").await;

    // The clock: mid-outage, and the moment is kept behind a link.
    browser
        .run("const f = document.getElementById('clock'); f.value = '2026-11-18T14:20'; f.dispatchEvent(new Event('change'));")
        .await;
    seen(&heading, "outage").await;
    seen("location.hash", "#as-of/2026-11-18T14:20:00Z/index.html").await;
    browser
        .run(&format!(
            "{inside}.querySelector('a[href*=\"history.html\"]').click()"
        ))
        .await;
    seen("location.hash", "#as-of/2026-11-18T14:20:00Z/history.html").await;

    // The language, the width, and back to now.
    browser.pick_by_id("language", "fr/").await;
    seen(&format!("{inside}?.documentElement?.lang"), "fr").await;
    seen(
        "location.hash",
        "#as-of/2026-11-18T14:20:00Z/fr/history.html",
    )
    .await;
    browser.pick_by_id("width", "w360").await;
    seen("document.getElementById('site').clientWidth", "358").await;
    browser.run("document.getElementById('live').click()").await;
    seen("location.hash", "#at/2026-11-24T10:00:00Z/fr/history.html").await;
    browser.end().await;
}
