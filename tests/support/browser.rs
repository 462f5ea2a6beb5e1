//! A real browser for the tests: Debian's Chromium, driven by WebDriver, with a
//! clock that a test sets, and a server that a test can take away.
#![allow(dead_code)]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1280,900",
];

/// A browser; ends with the test.
pub struct Browser {
    pub driver: WebDriver,
    /// The program between us and Chromium.
    between: Child,
}

impl Browser {
    /// A new browser with an empty profile, in UTC.
    pub async fn new() -> Self {
        Self::with(json!({})).await
    }

    /// One that runs no script of any page.
    pub async fn without_scripts() -> Self {
        Self::with(json!({"profile.managed_default_content_settings.javascript": 2})).await
    }

    async fn with(preferences: Value) -> Self {
        let mut between = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("chromedriver runs: tests/run installs chromium and chromium-driver");
        let lines = BufReader::new(between.stdout.take().unwrap()).lines();
        let port = lines
            .map_while(Result::ok)
            .find_map(|line| {
                let port = line.split("successfully on port ").nth(1)?;
                port.trim_end_matches('.').parse::<u16>().ok()
            })
            .expect("chromedriver says its port");
        let mut chrome = DesiredCapabilities::chrome();
        for flag in FLAGS {
            chrome.add_arg(flag).unwrap();
        }
        chrome
            .add_experimental_option("prefs", preferences)
            .unwrap();
        let driver = WebDriver::new(&format!("http://127.0.0.1:{port}"), chrome)
            .await
            .expect("a session");
        let browser = Self { driver, between };
        browser.zone("UTC").await;
        browser
    }

    async fn devtools(&self, method: &str, parameters: Value) {
        self.driver
            .cdp()
            .send_raw(method, parameters)
            .await
            .unwrap_or_else(|error| panic!("{method}: {error}"));
    }

    /// The reader's zone.
    pub async fn zone(&self, zone: &str) {
        self.devtools("Emulation.setTimezoneOverride", json!({"timezoneId": zone}))
            .await;
    }

    /// Sets the clock of all pages that are opened from now on. It runs on.
    pub async fn clock(&self, time: &str) {
        let source = format!(
            "{{ const real = Date; const begun = real.now(); let ahead = real.parse('{time}') - begun;
               window.later = (ms) => {{ ahead += ms; }};
               window.Date = new Proxy(real, {{
                 construct: (_, args) => args.length ? new real(...args) : new real(real.now() + ahead),
                 apply: () => new real(real.now() + ahead).toString(),
                 get: (_, name) => name === 'now' ? () => real.now() + ahead : real[name],
               }}); }}"
        );
        self.devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({"source": source}),
        )
        .await;
    }

    /// Lets time pass at once, and looks at the page again.
    pub async fn later(&self, minutes: i64) {
        self.run(&format!(
            "window.later({}); document.dispatchEvent(new Event('visibilitychange'));",
            minutes * 60_000
        ))
        .await;
    }

    /// Width and height of the screen in CSS pixels.
    pub async fn screen(&self, width: u32, height: u32) {
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}),
        )
        .await;
    }

    pub async fn open(&self, address: &str) {
        self.driver.goto(address).await.expect("the page opens");
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str) -> Value {
        self.driver
            .execute(script, Vec::new())
            .await
            .unwrap_or_else(|error| panic!("{script}: {error}"))
            .json()
            .clone()
    }

    /// The words of the first element, as seen.
    pub async fn text(&self, selector: &str) -> String {
        self.driver
            .find(By::Css(selector))
            .await
            .unwrap_or_else(|_| panic!("no {selector}"))
            .text()
            .await
            .unwrap()
            // WebDriver leaves the space that ties a word to its shape.
            .trim()
            .to_string()
    }

    /// The words of all elements, as seen.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self.driver.find_all(By::Css(selector)).await.unwrap() {
            texts.push(element.text().await.unwrap().trim().to_string());
        }
        texts
    }

    /// Waits until the words of an element hold `part`; ten seconds at most.
    pub async fn wait_for(&self, selector: &str, part: &str) {
        let mut last = String::new();
        let begun = std::time::Instant::now();
        while begun.elapsed() < Duration::from_secs(10) {
            if let Ok(element) = self.driver.find(By::Css(selector)).await {
                last = element.text().await.unwrap_or_default();
                if last.contains(part) {
                    return;
                }
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{selector} never said `{part}`, but `{last}`");
    }

    /// Waits until the page has what it needs to look for news.
    pub async fn looks_for_news(&self) {
        let loaded = "return performance.getEntriesByType('resource').some((e) => e.name.endsWith('/news.js') && e.responseEnd > 0)";
        for _ in 0..150 {
            if self.run(loaded).await == json!(true) {
                tokio::time::sleep(Duration::from_millis(300)).await;
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the page never looks for news");
    }

    /// How many places of which a screen reader tells the changes are there for it.
    pub async fn told(&self) -> usize {
        let cdp = self.driver.cdp();
        let tree = cdp.send_raw("Accessibility.getFullAXTree", json!({})).await;
        let tree = tree.expect("the tree that screen readers see");
        let nodes = tree["nodes"].as_array().expect("nodes").iter();
        nodes
            .filter(|node| node["ignored"] == false && node["role"]["value"] == "status")
            .count()
    }

    /// Picks an option of a list, as a reader does.
    pub async fn pick(&self, name: &str, value: &str) {
        let option = format!("select[name={name}] option[value='{value}']");
        self.driver
            .find(By::Css(option.as_str()))
            .await
            .unwrap_or_else(|_| panic!("no {option}"))
            .click()
            .await
            .unwrap();
    }

    /// Picks an option of the list with this id.
    pub async fn pick_by_id(&self, id: &str, value: &str) {
        let option = format!("#{id} option[value='{value}']");
        let found = self.driver.find(By::Css(option.as_str())).await;
        let option = found.unwrap_or_else(|_| panic!("no {option}"));
        option.click().await.unwrap();
    }

    pub async fn end(self) {
        let _ = self.driver.clone().quit().await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Its group holds Chromium as well, also where a test has failed.
        let group = rustix::process::Pid::from_child(&self.between);
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        let _ = self.between.wait();
    }
}

/// Serves a folder on loopback, to pages of any origin, until it is dropped. Then
/// nobody answers any more.
pub struct Server {
    pub address: String,
    gone: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves the files below `dir` as they are at the moment that they are asked for.
    pub fn new(dir: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().unwrap();
        let gone = Arc::new(AtomicBool::new(false));
        let (dir, stop) = (dir.to_path_buf(), Arc::clone(&gone));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let dir = dir.clone();
                std::thread::spawn(move || stream.and_then(|stream| answer(stream, &dir)));
            }
        });
        Self {
            address: format!("http://{address}"),
            gone,
            thread: Some(thread),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.gone.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address.trim_start_matches("http://"));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// One request on one connection.
fn answer(mut stream: TcpStream, dir: &Path) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    while lines
        .next()
        .transpose()?
        .is_some_and(|line| !line.is_empty())
    {}
    let path = first.split(' ').nth(1).unwrap_or("/");
    let found = file(dir, path.split(['?', '#']).next().unwrap_or("/"));
    let (status, bytes, kind) = match found {
        Some((bytes, kind)) => ("200 OK", bytes, kind),
        None => ("404 Not Found", Vec::new(), "text/plain"),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n",
        bytes.len()
    )?;
    stream.write_all(&bytes)
}

fn file(dir: &Path, path: &str) -> Option<(Vec<u8>, &'static str)> {
    let mut file = PathBuf::from(dir);
    for part in path.split('/').filter(|part| !part.is_empty()) {
        (part != "..").then(|| file.push(part))?;
    }
    if path.ends_with('/') {
        file.push("index.html");
    }
    let kind = match file.extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "json" => "application/json",
        _ => "text/plain; charset=utf-8",
    };
    Some((std::fs::read(file).ok()?, kind))
}
