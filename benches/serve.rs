//! The preview as a writer meets it: how long until the first page, and until a save shows.
//!
//! `cargo bench --bench serve` starts `upfront serve` on a project of 1,000 incidents (or of
//! as many as given: `-- 200`), asks for the home page, and opens the page of an incident in
//! Chromium. Then it saves that incident again and again, and waits each time until the page
//! shows the new words. Prints medians and the worst. Needs `chromium-driver`.

#[path = "../tests/support/browser.rs"]
mod browser;
mod support;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use browser::Browser;
use tempfile::TempDir;

/// Each step is taken so often.
const RUNS: usize = 5;
const SAVES: usize = 30;

/// Where the preview shows the site.
const FRAME: &str = "document.getElementById('site')";

#[tokio::main]
async fn main() {
    let given = std::env::args().find_map(|argument| argument.parse().ok());
    let size: usize = given.unwrap_or(1_000);
    let dir = TempDir::new().expect("a temporary folder");
    let root = dir.path().join("project");
    support::large(&root, size);

    let mut firsts = Vec::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        let mut preview = Preview::new(&root);
        preview.get("/");
        preview.get("/site/index.html");
        firsts.push(begun.elapsed());
        preview.end();
    }

    let mut preview = Preview::new(&root);
    let number = size / 2;
    let file = root.join(support::incident_path(number));
    let name = file.file_stem().expect("a name").to_string_lossy();
    let browser = Browser::new().await;
    browser.open(&format!("http://{}/", preview.address)).await;
    shows(&browser, "body?.innerText.includes('Bench Status')").await;
    let page = format!("incidents/{name}.html");
    browser
        .run(&format!(
            "const at = {FRAME}.contentWindow.location; \
             at.replace(at.pathname.replace('index.html', '{page}'))"
        ))
        .await;
    shows(&browser, &format!("location.pathname.endsWith('{page}')")).await;
    let mut reloads = Vec::new();
    for run in 0..SAVES {
        tokio::time::sleep(Duration::from_millis(400)).await;
        let words = format!("Save number {run} shows.");
        save(&file, &words);
        let saved = Instant::now();
        let look = format!("body?.innerText.includes('{words}')");
        shows(&browser, &look).await;
        reloads.push(saved.elapsed());
    }
    browser.end().await;
    preview.end();

    firsts.sort_unstable();
    reloads.sort_unstable();
    println!("{size} incidents");
    println!(
        "start to the whole home page: median {} ms, worst {} ms of {RUNS} (target 100)",
        firsts[RUNS / 2].as_millis(),
        firsts[RUNS - 1].as_millis()
    );
    println!(
        "save to new words in the browser: median {} ms, worst {} ms of {SAVES} (target 150)",
        reloads[SAVES / 2].as_millis(),
        reloads[SAVES - 1].as_millis()
    );
}

/// Waits until something holds of the document in the frame.
async fn shows(browser: &Browser, what: &str) {
    let begun = Instant::now();
    let look = format!("return !!{FRAME}.contentDocument?.{what}");
    loop {
        // A page that is just being replaced has no answer.
        let answer = browser.driver.execute(&look, Vec::new()).await;
        if answer.is_ok_and(|answer| answer.json().as_bool() == Some(true)) {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "{what}");
    }
}

/// As most editors save: another file takes the name.
fn save(file: &Path, words: &str) {
    let text = fs::read_to_string(file).expect("a file of the corpus");
    let heading = text.find("\n\n## ").map_or(text.len(), |at| at + 2);
    let (head, rest) = text.split_at(heading);
    let new = file.with_extension("tmp");
    fs::write(&new, format!("{head}{words}\n\n{rest}")).expect("a file to write");
    fs::rename(new, file).expect("a file to replace");
}

/// A running `upfront serve`.
struct Preview {
    child: Child,
    address: String,
}

impl Preview {
    /// Starts it, and waits until it says where.
    fn new(root: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_upfront"))
            .arg("--root")
            .arg(root)
            .args(["serve", "--now", support::NOW, "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let address = lines.map_while(Result::ok).find_map(|line| {
            let (_, rest) = line.split_once("http://")?;
            let end = rest.find(|c: char| c == '/' || c.is_whitespace());
            Some(rest[..end.unwrap_or(rest.len())].to_string())
        });
        Self {
            child,
            address: address.expect("an address"),
        }
    }

    fn get(&self, path: &str) {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let host = &self.address;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
