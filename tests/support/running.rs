//! A long-running verb under test, which ends with the test.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::Project;

/// Far longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Running {
    child: Child,
    said: Arc<Mutex<String>>,
}

impl Running {
    /// Starts `upfront` in the project.
    pub fn new(project: &Project, arguments: &[&str]) -> Self {
        Self::start(project.command(arguments))
    }

    /// Starts a command.
    pub fn start(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("upfront runs");
        let said = Arc::new(Mutex::new(String::new()));
        let out: Box<dyn Read + Send> = Box::new(child.stdout.take().unwrap());
        let err: Box<dyn Read + Send> = Box::new(child.stderr.take().unwrap());
        for pipe in [out, err] {
            let said = Arc::clone(&said);
            std::thread::spawn(move || {
                for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                    *said.lock().unwrap() += &(line + "\n");
                }
            });
        }
        Self { child, said }
    }

    /// All that it has said.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits until it has said `words`.
    pub fn says(&self, words: &str) {
        until(
            &format!("`{words}`"),
            || self.said(),
            |said| said.contains(words),
        );
    }

    /// Waits until it has said `words` that often.
    pub fn says_times(&self, words: &str, times: usize) {
        until(
            &format!("`{words}` {times} times"),
            || self.said(),
            |said| said.matches(words).count() >= times,
        );
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// How it ended, if it has.
    pub fn code(&mut self) -> Option<i32> {
        let status = self.child.try_wait().unwrap()?;
        Some(status.code().unwrap_or(-1))
    }

    pub fn pid(&self) -> i32 {
        i32::try_from(self.child.id()).unwrap()
    }

    /// Sends a signal and waits for the end.
    pub fn end(&mut self, signal: rustix::process::Signal) -> ExitStatus {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).unwrap();
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it does not end: {}", self.said());
    }

    /// A number of `/proc/PID/status`, in KiB or as it is.
    pub fn status(&self, name: &str) -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap();
        let line = text.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Processor time used so far, in clock ticks.
    pub fn ticks(&self) -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).unwrap();
        let after = text.rsplit_once(") ").unwrap().1;
        let field = |n: usize| after.split(' ').nth(n).unwrap().parse::<u64>().unwrap();
        field(11) + field(12)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The ways in which the system may tell nothing of changes, and what is said of each.
pub const SILENCES: [(&str, &str); 3] = [
    (
        "instances",
        "all watchers that this user may have are in use: fs.inotify.max_user_instances",
    ),
    (
        "watches",
        "this user may watch no more folders: fs.inotify.max_user_watches",
    ),
    (
        "silent",
        "incidents/one.md changed and the system did not tell",
    ),
];

/// Puts a library before the system's that makes inotify fail so (`support/inotify.c`).
/// False where there is no compiler of C.
pub fn silence(command: &mut Command, how: &str) -> bool {
    static BUILT: std::sync::OnceLock<Option<tempfile::TempDir>> = std::sync::OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let dir = tempfile::TempDir::new().unwrap();
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-o"])
            .arg(dir.path().join("inotify.so"))
            .arg(super::repository().join("tests/support/inotify.c"))
            .status();
        built.is_ok_and(|status| status.success()).then_some(dir)
    });
    let Some(dir) = built else {
        println!("skipped: no compiler of C");
        return false;
    };
    command
        .env("LD_PRELOAD", dir.path().join("inotify.so"))
        .env("UPFRONT_TEST_INOTIFY", how);
    true
}

/// Waits until `look` sees what `fits` wants.
pub fn until<T: std::fmt::Debug>(what: &str, look: impl Fn() -> T, fits: impl Fn(&T) -> bool) -> T {
    let begun = Instant::now();
    loop {
        let seen = look();
        if fits(&seen) {
            return seen;
        }
        assert!(begun.elapsed() < PATIENCE, "never {what}, but {seen:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What a server answers to bytes sent as they are; empty when it hangs up.
pub fn raw(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).expect("it answers");
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    // It may hang up before it has read all.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let mut piece = [0; 16 * 1024];
    while let Ok(n @ 1..) = stream.read(&mut piece) {
        answer.extend_from_slice(&piece[..n]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// An answer to `GET`: status, headers in small letters, body.
pub fn get(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> (u16, String, String) {
    let mut request = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|(name, _)| *name == "Host") {
        request += &format!("Host: {address}\r\n");
    }
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    let answer = raw(address, (request + "\r\n").as_bytes());
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    (
        status.unwrap_or(0),
        head.to_ascii_lowercase(),
        body.to_string(),
    )
}
