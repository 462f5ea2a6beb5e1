//! From a request to an answer.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame};
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use tokio::sync::{Semaphore, mpsc};

use super::address::{Address, View, parse};
use super::allowed_hosts::AllowedHosts;
use super::snapshot::Rendered;
use super::state::PreviewState;
use crate::diagnostic::{Format, print_all};
use crate::media;

/// Pages that may wait for reloads at once.
const MAX_LISTENERS: usize = 64;

/// How often a silent channel is tried, so that one whose reader has gone ends.
const KEEP_ALIVE: Duration = Duration::from_secs(25);

/// Whoever listens learns that there is something new, and nothing else.
const CHANGED: &[u8] = b"data: changed\n\n";
const ALIVE: &[u8] = b": \n\n";

const FRAME: &str = include_str!("bar/frame.html");
const STYLE: &str = include_str!("bar/bar.css");
const SCRIPT: &str = include_str!("bar/bar.js");
const CLOCK: &str = include_str!("bar/clock.js");

/// Of the page with the bar: nothing but our own files, and no frame around it.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; connect-src 'self'; \
     frame-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
     frame-ancestors 'none'";

/// Of the pages of the site, beside the policy that they carry themselves.
const SITE_POLICY: &str = "frame-ancestors 'self'";

/// The body of an answer.
pub enum ResponseBody {
    /// Whole.
    Whole(Option<Bytes>),
    /// Piece by piece.
    Pieces(mpsc::Receiver<&'static [u8]>),
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match &mut *self {
            ResponseBody::Whole(bytes) => {
                Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes))))
            }
            ResponseBody::Pieces(pieces) => pieces
                .poll_recv(context)
                .map(|piece| piece.map(|piece| Ok(Frame::data(Bytes::from_static(piece))))),
        }
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        match self {
            ResponseBody::Whole(bytes) => {
                let length = bytes.as_ref().map_or(0, Bytes::len);
                hyper::body::SizeHint::with_exact(length as u64)
            }
            ResponseBody::Pieces(_) => hyper::body::SizeHint::default(),
        }
    }
}

type HttpResponse = Response<ResponseBody>;

/// Answers requests.
pub struct Handler {
    state: Arc<PreviewState>,
    names: AllowedHosts,
    listeners: Arc<Semaphore>,
}

impl Handler {
    /// Answers with what `state` shows, under `names`.
    pub fn new(state: Arc<PreviewState>, names: AllowedHosts) -> Self {
        Self {
            state,
            names,
            listeners: Arc::new(Semaphore::new(MAX_LISTENERS)),
        }
    }

    /// Answers one request that came by the address `local`.
    pub async fn answer<B>(
        &self,
        request: Request<B>,
        local: SocketAddr,
    ) -> Result<HttpResponse, Infallible> {
        let (uri, headers) = (request.uri(), request.headers());
        let mut answered = match self.names.check(request.method(), uri, headers, local) {
            Ok(()) => match parse(uri.path()) {
                Some(address) => self.at(address).await,
                None => words(StatusCode::NOT_FOUND, "There is nothing here."),
            },
            Err(status) => refused(status),
        };
        if request.method() == Method::HEAD {
            *answered.body_mut() = ResponseBody::Whole(None);
        }
        always(answered.headers_mut());
        Ok(answered)
    }

    async fn at(&self, address: Address) -> HttpResponse {
        match address {
            Address::Frame => framed(whole(media::of_ending("html"), FRAME)),
            Address::Style => whole(media::of_ending("css"), STYLE),
            Address::Script => whole(media::of_ending("js"), SCRIPT),
            Address::Clock(moment) => {
                // The form of a moment is digits and a few signs; see `address`.
                let script = CLOCK.replace("MOMENT", &moment.to_string());
                whole(media::of_ending("js"), script)
            }
            Address::State => match serde_json::to_vec(&self.state.bar_state()) {
                Ok(state) => whole(media::of_ending("json"), state),
                Err(_) => words(StatusCode::INTERNAL_SERVER_ERROR, "No state."),
            },
            Address::Events => self.events(),
            Address::Moved(to) => {
                let mut answered = words(StatusCode::PERMANENT_REDIRECT, "It is in a folder.");
                if let Ok(to) = HeaderValue::from_str(&to) {
                    answered.headers_mut().insert("location", to);
                }
                answered
            }
            Address::File(view, path) => self.file(view, &path).await,
        }
    }

    async fn file(&self, view: View, path: &str) -> HttpResponse {
        let Some(snapshot) = self.state.snapshot(view) else {
            return words(
                StatusCode::SERVICE_UNAVAILABLE,
                "There is no site yet: the files have errors.",
            );
        };
        let (status, kind, bytes) = match snapshot.get(path).await {
            Rendered::File(bytes) => (StatusCode::OK, media::of_path(path), bytes),
            Rendered::Missing(bytes) => (StatusCode::NOT_FOUND, media::of_ending("html"), bytes),
            Rendered::Broken(found) => {
                let text = print_all(&found, Format::Text { colour: false });
                return words(StatusCode::INTERNAL_SERVER_ERROR, text);
            }
            Rendered::Busy => {
                return words(StatusCode::SERVICE_UNAVAILABLE, "Too many ask at once.");
            }
        };
        let bytes = match view {
            View::At(moment) | View::AsOf(moment) if kind.starts_with("text/html") => {
                with_clock(bytes, &moment.to_string())
            }
            _ => bytes,
        };
        let mut answered = whole(kind, bytes);
        *answered.status_mut() = status;
        set(
            answered.headers_mut(),
            "content-security-policy",
            SITE_POLICY,
        );
        set(answered.headers_mut(), "x-frame-options", "SAMEORIGIN");
        answered
    }

    fn events(&self) -> HttpResponse {
        let Ok(place) = Arc::clone(&self.listeners).try_acquire_owned() else {
            return words(StatusCode::SERVICE_UNAVAILABLE, "Too many listen at once.");
        };
        let mut changes = self.state.changes();
        changes.mark_unchanged();
        let (send, pieces) = mpsc::channel(1);
        tokio::spawn(async move {
            let mut piece = ALIVE;
            // An answer that is not taken for this long has no reader.
            while let Ok(Ok(())) = tokio::time::timeout(KEEP_ALIVE, send.send(piece)).await {
                piece = tokio::select! {
                    changed = changes.changed() => match changed {
                        Ok(()) => CHANGED,
                        Err(_) => break,
                    },
                    () = tokio::time::sleep(KEEP_ALIVE) => ALIVE,
                    () = send.closed() => break,
                };
            }
            drop(place);
        });
        typed("text/event-stream", ResponseBody::Pieces(pieces))
    }
}

/// The clock of the page, before any other script of it. Its policy allows scripts of
/// its own origin.
fn with_clock(bytes: Vec<u8>, moment: &str) -> Vec<u8> {
    const HEAD: &[u8] = b"<head>";
    let Some(at) = bytes.windows(HEAD.len()).position(|part| part == HEAD) else {
        return bytes;
    };
    let (before, after) = bytes.split_at(at + HEAD.len());
    let script = format!("<script src=\"/.upfront/clock/{moment}.js\"></script>");
    [before, script.as_bytes(), after].concat()
}

fn framed(mut answered: HttpResponse) -> HttpResponse {
    set(answered.headers_mut(), "content-security-policy", POLICY);
    set(answered.headers_mut(), "x-frame-options", "DENY");
    answered
}

fn refused(status: StatusCode) -> HttpResponse {
    let why = match status {
        StatusCode::MISDIRECTED_REQUEST => {
            "This preview answers to 127.0.0.1, [::1] and localhost, with its port."
        }
        StatusCode::METHOD_NOT_ALLOWED => "A preview can only be read.",
        StatusCode::FORBIDDEN => "Another site asked for this.",
        _ => "This is no request.",
    };
    let mut answered = words(status, why);
    if status == StatusCode::METHOD_NOT_ALLOWED {
        set(answered.headers_mut(), "allow", "GET, HEAD");
    }
    // What follows on this connection may be part of the same trick.
    set(answered.headers_mut(), "connection", "close");
    answered
}

fn words(status: StatusCode, text: impl Into<Bytes>) -> HttpResponse {
    let mut answered = whole(media::PLAIN, text);
    *answered.status_mut() = status;
    answered
}

fn whole(kind: &'static str, bytes: impl Into<Bytes>) -> HttpResponse {
    typed(kind, ResponseBody::Whole(Some(bytes.into())))
}

fn typed(kind: &'static str, body: ResponseBody) -> HttpResponse {
    let mut answered = Response::new(body);
    set(answered.headers_mut(), "content-type", kind);
    answered
}

/// What every answer says: nothing is kept, guessed, or for others to read.
fn always(headers: &mut HeaderMap) {
    set(headers, "cache-control", "no-store");
    set(headers, "x-content-type-options", "nosniff");
    set(headers, "referrer-policy", "no-referrer");
    set(headers, "cross-origin-resource-policy", "same-origin");
    set(headers, "cross-origin-opener-policy", "same-origin");
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &'static str) {
    headers.insert(
        HeaderName::from_static(name),
        HeaderValue::from_static(value),
    );
}
