//! Two walls against hostile text, each enough alone, in a real browser: with the
//! policy off nothing of the content runs; with escaping off the policy stops it.
//!
//! Needs Debian's `chromium` and `chromium-driver`; `tests/run` installs both.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::chromium::{Browser, Server};
use crate::support::{self, Project};
use serde_json::{Value, json};

const NOW: &str = "2026-11-18T15:20:00+01:00";

/// Each sets `owned` when it runs, in a way of its own.
const ATTACKS: [&str; 9] = [
    "\"><script>window.owned=1</script>",
    "'><img src=x onerror=window.owned=1>",
    "</title></style></script></textarea></noscript><svg onload=window.owned=1>",
    "<details open ontoggle=window.owned=1>x</details>",
    "&lt;img src=x onerror=window.owned=1&gt;",
    "<iframe srcdoc='<script>parent.owned=1</script>'></iframe>",
    "\" autofocus onfocus=window.owned=1 x=\"",
    "\\u003cimg src=x onerror=window.owned=1\\u003e",
    "<style>@import 'x'</style><a href=javascript:window.owned=1 class=js>x</a>",
];

/// Everything a page should never do, raw. OTHER is another origin.
const RAW: &str = r##"
<script>window.owned = (window.owned || 0) + 1</script>
<img src="nowhere.png" onerror="window.owned = (window.owned || 0) + 1">
<svg onload="window.owned = (window.owned || 0) + 1"></svg>
<a id="js" href="javascript:void(window.owned = (window.owned || 0) + 1)">x</a>
<button id="handler" onclick="window.owned = (window.owned || 0) + 1">x</button>
<style>#styled { color: rgb(1, 2, 3) }</style>
<p id="styled">x</p>
<p id="attribute" style="color: rgb(1, 2, 3)">x</p>
<img src="OTHER/picture.svg">
<link rel="stylesheet" href="OTHER/style.css">
<script src="OTHER/script.js"></script>
<iframe src="OTHER/frame.html"></iframe>
<object data="OTHER/object.html"></object>
<embed src="OTHER/embed.html">
<video src="OTHER/film.webm" autoplay></video>
<form id="form" action="OTHER/form"><button>x</button></form>
<base href="OTHER/base/">
"##;

/// Another origin, which counts who asks it.
struct Other {
    address: String,
    asked: Arc<AtomicUsize>,
}

impl Other {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        // Ends with the test's process.
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut bytes = [0; 2048];
                let read = stream.read(&mut bytes).unwrap_or(0);
                if read > 0 {
                    count.fetch_add(1, Ordering::SeqCst);
                }
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
        });
        Self { address, asked }
    }
}

fn without_policy(page: &str) -> String {
    let at = page
        .find("<meta http-equiv=\"Content-Security-Policy\"")
        .expect("a page without a policy");
    let end = at + page[at..].find('>').unwrap() + 1;
    format!("{}{}", &page[..at], &page[end..])
}

/// Changes every page of a site.
fn change(site: &Path, change: impl Fn(&str) -> String) {
    for path in support::tree(site).into_keys() {
        if path.ends_with(".html") {
            let path = site.join(path);
            let page = std::fs::read_to_string(&path).unwrap();
            std::fs::write(&path, change(&page)).unwrap();
        }
    }
}

fn hostile(attack: &str) -> Project {
    let q = Value::from(attack).to_string();
    // Not the name of a platform, which would stand for it.
    let other = Value::from(format!("{attack} x")).to_string();
    let project = Project::new()
        .with("status.yml", support::STATUS
            .replace("Test Status", &q)
            .replace("iOS app", &q)
            .replace("en: France", &format!("en: {q}"))
            .replace("en: Free", &format!("en: {q}")))
        .with("incidents/a.md", format!("---\ntitle: {q}\nbegan: 2026-11-18 14:02\naffected: {{ios: major outage}}\nregions: [fr]\naudiences: [free]\nsymptoms: [{q}]\nerror_text: {q}\nworkaround: {q}\nunaffected: [{other}]\nshort: {q}\n---\n\nx {attack}\n\n## 14:20 Investigating\n\n```update\ncorrected: {q}\nnext_update: 15:30\n```\n\nx {attack}\n\n{attack}\n"))
        .with("incidents/m.md", format!("---\nkind: maintenance\ntitle: {q}\nfrom: 2026-12-10 22:00\nuntil: 23:30\naffected: [ios]\n---\n\nx {attack}\n"));
    project.run(&["build", "--quiet", "--now", NOW]).ok();
    project
}

const PAGES: [&str; 6] = [
    "index.html",
    "incidents/a.html",
    "history.html",
    "history/2026-11.html",
    "platforms/ios.html",
    "fr/index.html",
];

async fn owned(browser: &Browser) -> u64 {
    tokio::time::sleep(Duration::from_millis(150)).await;
    browser
        .run("document.querySelectorAll('a[href^=\"javascript\" i], .js').forEach((a) => a.click()); return window.owned || 0")
        .await
        .as_u64()
        .unwrap()
}

#[tokio::test]
async fn escaping_holds_with_the_policy_off() {
    let browser = Browser::new().await;
    browser.clock(NOW).await;
    for attack in ATTACKS {
        let project = hostile(attack);
        change(&project.path().join("site"), without_policy);
        let server = Server::new(&project.path().join("site"));
        for page in PAGES {
            browser.open(&format!("{}/{page}", server.address)).await;
            if page == "index.html" {
                browser.looks_for_news().await;
                browser.pick("platform", "ios").await;
                browser.pick("region", "fr").await;
                assert!(
                    !browser.text("#answer").await.is_empty(),
                    "the script of the page does not run"
                );
            }
            if page == "history.html" {
                browser
                    .run("const field = document.querySelector('input[type=search]'); if (field) { field.value = 'x'; field.dispatchEvent(new Event('input', {bubbles: true})); } return null")
                    .await;
            }
            assert_eq!(owned(&browser).await, 0, "{attack} runs on {page}");
            let title = browser.run("return document.title").await;
            assert!(title.as_str().is_some_and(|t| !t.is_empty()), "{page}");
        }
    }
    // What would be seen: the same words as markup run.
    let project = hostile("plain words");
    change(&project.path().join("site"), |page| {
        without_policy(page).replace(
            "<main id=\"content\">",
            &format!("<main id=\"content\">{}", ATTACKS[1]),
        )
    });
    let server = Server::new(&project.path().join("site"));
    browser
        .open(&format!("{}/index.html", server.address))
        .await;
    assert_eq!(owned(&browser).await, 1, "the test is blind");
    browser.end().await;
}

/// What raw HTML in every page could do: scripts that ran, styles that took, requests
/// to the other origin.
async fn raw(browser: &Browser, page: &str, policy: bool) -> (u64, Vec<bool>, usize, Value) {
    let project = hostile("plain words");
    let other = Other::new();
    change(&project.path().join("site"), |page| {
        let raw = RAW.replace("OTHER", &other.address);
        let page = page.replace(
            "<main id=\"content\">",
            &format!("<main id=\"content\">{raw}"),
        );
        if policy { page } else { without_policy(&page) }
    });
    let server = Server::new(&project.path().join("site"));
    browser.open(&format!("{}/{page}", server.address)).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    browser.run("document.querySelector('#handler').click(); document.querySelector('#js').click(); return null").await;
    let mut styled = Vec::new();
    for id in ["styled", "attribute"] {
        let colour = browser
            .run(&format!(
                "return getComputedStyle(document.querySelector('#{id}')).color"
            ))
            .await;
        styled.push(colour == json!("rgb(1, 2, 3)"));
    }
    let ran = owned(browser).await;
    // A string of an attacker cannot become markup either (trusted types).
    let sink = browser
        .run("try { document.querySelector('#styled').innerHTML = '<b>x</b>'; return 'taken' } catch (error) { return error.name }")
        .await;
    browser
        .run("document.querySelector('#form button').click(); return null")
        .await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    (ran, styled, other.asked.load(Ordering::SeqCst), sink)
}

#[tokio::test]
async fn the_policy_holds_with_escaping_off() {
    let browser = Browser::new().await;
    browser.clock(NOW).await;
    for page in [
        "index.html",
        "incidents/a.html",
        "history.html",
        "fr/index.html",
    ] {
        let (ran, styled, asked, sink) = raw(&browser, page, true).await;
        assert_eq!(ran, 0, "{page}: a script of the content ran");
        assert_eq!(
            styled,
            [false, false],
            "{page}: a style of the content took"
        );
        assert_eq!(asked, 0, "{page}: another origin was asked");
        assert_eq!(sink, json!("TypeError"), "{page}: a string became markup");
    }
    // What would be seen: without the policy all of it takes effect.
    let (ran, styled, asked, sink) = raw(&browser, "index.html", false).await;
    assert!(
        ran >= 4 && styled == [true, true] && asked >= 5,
        "the test is blind: {ran} {styled:?} {asked}"
    );
    assert_eq!(sink, json!("taken"), "the test is blind");
    browser.end().await;
}
