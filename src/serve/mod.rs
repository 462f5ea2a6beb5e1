//! The preview: the site in a browser while it is written.
//!
//! Takes a project's folder and a clock; answers a browser on this machine. Writes
//! nothing to disk. Requests are hostile until shown otherwise: any page that the
//! person has open can send them (`docs/decisions/0047-preview.md`).

mod address;
mod allowed_hosts;
mod handler;
mod snapshot;
mod state;

use std::collections::BTreeSet;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::diagnostic::Diagnostic;
use crate::machine::{no_threads, spare_thread};
use crate::pipeline::Choice;
use crate::time::Moment;
use crate::watch::{ProjectWatcher, Reason, stop_signal};
use allowed_hosts::AllowedHosts;
use handler::Handler;
use state::PreviewState;

/// Connections at once; more wait until one ends.
const MAX_CONNECTIONS: usize = 512;

/// How long a client may take to say what it wants, or say nothing.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(15);

/// Bytes of all headers of a request.
const MAX_HEADER_BYTES: usize = 64 * 1024;

/// The port when none is asked for, if it is free.
const DEFAULT_PORT: u16 = 4777;

/// What was chosen on the command line.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The project.
    pub root: PathBuf,
    /// The address to listen at; loopback when left out.
    pub host: Option<String>,
    /// The port; 0 takes a free one.
    pub port: Option<u16>,
    /// How the site is built.
    pub choice: Choice,
    /// The clock stands still.
    pub pinned: bool,
}

/// What the preview tells the person at the terminal.
#[derive(Debug)]
pub enum PreviewEvent<'a> {
    /// It answers at this address.
    Ready(&'a str),
    /// The files have errors; the last good site stays.
    Broken(&'a [Diagnostic]),
    /// A new site is shown, with warnings.
    Shown(&'a [Diagnostic]),
    /// Something that is no finding about a file.
    Trouble(&'a str),
}

/// Serves until a signal ends it.
///
/// # Errors
/// The address cannot be taken, or no threads can be had to follow the files and to render.
pub fn run(
    settings: &Settings,
    clock: impl Fn() -> Result<Moment, String> + Send + 'static,
    tell: impl Fn(PreviewEvent<'_>) + Send + Sync + 'static,
) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let mut end = stop_signal().map_err(|error| error.to_string())?;
        let listener = listen(settings).await?;
        let local = listener.local_addr().map_err(|error| error.to_string())?;
        let watch = ProjectWatcher::new(&settings.root);
        let now = clock()?;
        let state = Arc::new(PreviewState::new(
            watch.root(),
            settings.choice,
            settings.pinned,
            now,
        ));
        let names = AllowedHosts::new(local.port(), settings.host.as_deref());
        let tell = Arc::new(tell);
        let follow = follower(watch, Arc::clone(&state), clock, Arc::clone(&tell))?;
        // Each site that is shown is rendered on one more.
        spare_thread().map_err(|error| no_threads(&error))?;
        tell(PreviewEvent::Ready(&address(settings, local)));
        show(&state, now, None, &*tell);
        let _ = follow.send(());
        let preview = Arc::new(Handler::new(state, names));
        tokio::select! {
            () = accept(listener, preview) => {}
            () = end.wait() => {}
        }
        Ok(())
    })
}

async fn listen(settings: &Settings) -> Result<TcpListener, String> {
    let host = settings.host.as_deref().unwrap_or("127.0.0.1");
    let bare = host.trim_matches(['[', ']']);
    let at = |port| {
        let mut all = (bare, port)
            .to_socket_addrs()
            .map_err(|error| format!("`{host}` is no address of this machine: {error}"))?;
        all.next()
            .ok_or_else(|| format!("`{host}` is no address of this machine"))
    };
    let taken = |port: u16, error: std::io::Error| {
        format!("{host}, port {port}, cannot be used: {error}. Give another one with --port.")
    };
    let port = settings.port.unwrap_or(DEFAULT_PORT);
    match TcpListener::bind(at(port)?).await {
        Ok(listener) => Ok(listener),
        Err(_) if settings.port.is_none() => {
            let listener = TcpListener::bind(at(0)?).await;
            listener.map_err(|error| taken(0, error))
        }
        Err(error) => Err(taken(port, error)),
    }
}

/// What a person types.
fn address(settings: &Settings, local: SocketAddr) -> String {
    match &settings.host {
        Some(host) if !local.ip().is_unspecified() => {
            let bare = host.trim_matches(['[', ']']);
            if bare.contains(':') {
                format!("http://[{bare}]:{}/", local.port())
            } else {
                format!("http://{bare}:{}/", local.port())
            }
        }
        _ => format!("http://127.0.0.1:{}/", local.port()),
    }
}

fn show(
    state: &PreviewState,
    now: Moment,
    changed: Option<&BTreeSet<&str>>,
    tell: &impl Fn(PreviewEvent<'_>),
) {
    match state.read(now, changed) {
        Ok(warnings) => tell(PreviewEvent::Shown(&warnings)),
        Err(found) => tell(PreviewEvent::Broken(&found)),
    }
}

/// Follows files and clock on a thread of its own, as soon as it is told to: reading a
/// large project must not keep a request waiting.
fn follower(
    mut watch: ProjectWatcher,
    state: Arc<PreviewState>,
    clock: impl Fn() -> Result<Moment, String> + Send + 'static,
    tell: Arc<impl Fn(PreviewEvent<'_>) + Send + Sync + 'static>,
) -> Result<Sender<()>, String> {
    let (begin, begins) = channel();
    let follower = std::thread::Builder::new().spawn(move || {
        // Whoever would tell is gone where the preview does not come to be.
        if begins.recv().is_err() {
            return;
        }
        // It belongs to this thread: no other one may drop it while it runs one of its own.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        let runtime = match runtime {
            Ok(runtime) => runtime,
            Err(error) => {
                tell(PreviewEvent::Trouble(&error.to_string()));
                return;
            }
        };
        runtime.block_on(async {
            loop {
                if let Some(words) = watch.warning() {
                    tell(PreviewEvent::Trouble(&words));
                }
                let reason = watch.wait(state.shown(), &clock).await;
                match reason.and_then(|reason| Ok((reason, clock()?))) {
                    Ok((Reason::Clock, now)) => state.tick(now),
                    Ok((reason @ Reason::Saved(_), now)) => {
                        show(&state, now, reason.edited().as_ref(), &*tell);
                    }
                    Err(why) => {
                        tell(PreviewEvent::Trouble(&why));
                        return;
                    }
                }
            }
        });
    });
    follower.map(|_| begin).map_err(|error| no_threads(&error))
}

async fn accept(listener: TcpListener, preview: Arc<Handler>) {
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else {
            return;
        };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(_) => {
                // Out of file descriptors: clients that go away free some.
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Ok(local) = stream.local_addr() else {
            continue;
        };
        let _ = stream.set_nodelay(true);
        let preview = Arc::clone(&preview);
        tokio::spawn(async move {
            serve_connection(&preview, stream, local).await;
            drop(place);
        });
    }
}

/// Answers all requests of one connection, which came by the address `local`.
async fn serve_connection(
    preview: &Arc<Handler>,
    connection: impl AsyncRead + AsyncWrite + Unpin,
    local: SocketAddr,
) {
    let service = service_fn(|request| {
        let preview = Arc::clone(preview);
        async move { preview.answer(request, local).await }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(REQUEST_TIMEOUT)
        .max_buf_size(MAX_HEADER_BYTES)
        .half_close(true);
    let connection = http.serve_connection(TokioIo::new(connection), service);
    // A client that breaks off, or that does not speak HTTP, is no trouble.
    let _ = connection.await;
}

/// The preview without a socket and without a watcher: for whoever brings the
/// connection, as the fuzzer does.
pub struct Preview(Arc<Handler>);

impl Preview {
    /// The site of the project in `root` at `now`, under loopback names with `port`.
    ///
    /// # Errors
    /// What is wrong with the project.
    pub fn new(
        root: &Path,
        choice: Choice,
        now: Moment,
        port: u16,
    ) -> Result<Self, Vec<Diagnostic>> {
        let state = PreviewState::new(root, choice, false, now);
        state.read(now, None)?;
        let names = AllowedHosts::new(port, None);
        Ok(Self(Arc::new(Handler::new(Arc::new(state), names))))
    }

    /// Answers all requests of one connection, which came by the address `local`.
    pub async fn serve_connection(
        &self,
        connection: impl AsyncRead + AsyncWrite + Unpin,
        local: SocketAddr,
    ) {
        serve_connection(&self.0, connection, local).await;
    }
}

/// Opens a browser, where the system knows how.
pub fn open(address: &str) -> std::io::Result<()> {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let mut child = std::process::Command::new(program)
        .arg(address)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()?;
    std::thread::Builder::new()
        .spawn(move || child.wait())
        .map(|_| ())
}

/// Whether only this machine can reach an address.
pub fn is_loopback(host: &str) -> bool {
    let bare = host.trim_matches(['[', ']']);
    let ip = bare.parse::<std::net::IpAddr>();
    bare == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}
