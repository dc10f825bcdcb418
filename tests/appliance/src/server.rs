//! The socket: host check, the production headers on every response, and the choice between API, controls and files.

use std::io;
use std::io::Write;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Either, Limited};
use hyper::body::Incoming;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;

use crate::appliance::Appliance;
use crate::body::Parcel;
use crate::calls::{Call, Ending, Payload, Refusal, Reply};
use crate::files::{Site, Wish};
use crate::journal::Entry;
use crate::options::Options;
use crate::upstream::Upstream;
use crate::{api, controls, engine, tls, uri};

/// The headers of every response (the console's rules S-02 and S-06).
const HEADERS: [(&str, &str); 9] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), \
         geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), \
         payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), \
         xr-spatial-tracking=()",
    ),
    ("x-frame-options", "DENY"),
];
const LARGEST_BODY: usize = 16 * 1024 * 1024;
/// The note after the address at the start (API.md §11).
const HONESTY: &str = "This is a stand-in, not a CipherTrust Manager. Everything that API.md marks INFERRED, and the column \
                       \"Simulator does\" of its §9, is invented; tests/appliance/README.md lists it.";

enum Backend {
    Local(Arc<Appliance>),
    Remote(Upstream),
}

struct Server {
    backend: Backend,
    site: Site,
    port: u16,
}

type Answer = Result<Response<Either<Parcel, Incoming>>, io::Error>;

/// Serves until the process is ended.
///
/// # Errors
/// A sentence with the reason why it cannot start.
pub fn run(options: Options) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|why| format!("cannot start: {why}"))?.block_on(serve(options))
}

async fn serve(options: Options) -> Result<(), String> {
    let site = Site::open(&options.dist, &options.base)?;
    let listener = TcpListener::bind(options.listen).await.map_err(|why| match why.kind() {
        io::ErrorKind::AddrInUse => format!("port {} is taken; give another one", options.listen.port()),
        _ => format!("cannot listen on {}: {why}", options.listen),
    })?;
    let address = listener.local_addr().map_err(|why| format!("cannot listen: {why}"))?;
    let tls = if options.tls_self_signed { Some(tls::self_signed()?) } else { None };
    let backend = backend(&options).await?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    announce(&format!("{scheme}://{address}{}", options.base), &backend);
    let server = Arc::new(Server { backend, site, port: address.port() });
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        // Small answers must not wait for each other's acknowledgement; a failure here only makes them slower.
        let _ = stream.set_nodelay(true);
        let (server, tls) = (Arc::clone(&server), tls.clone());
        tokio::spawn(async move {
            match tls {
                None => server.converse(stream).await,
                Some(tls) => {
                    if let Ok(stream) = tls.accept(stream).await {
                        server.converse(stream).await;
                    }
                }
            }
        });
    }
}

async fn backend(options: &Options) -> Result<Backend, String> {
    if let Some(url) = &options.upstream {
        return Upstream::open(url, options.insecure).await.map(Backend::Remote);
    }
    if options.reset {
        delete_data(options)?;
    }
    let appliance = Arc::new(Appliance::open(&options.data, options.seeding, options.time_scale)?);
    engine::start(&appliance);
    Ok(Backend::Local(appliance))
}

fn delete_data(options: &Options) -> Result<(), String> {
    for name in ["appliance.sqlite", "appliance.sqlite-wal", "appliance.sqlite-shm"] {
        let file = options.data.join(name);
        match std::fs::remove_file(&file) {
            Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(format!("cannot delete {}: {why}", file.display())),
            _ => {}
        }
    }
    Ok(())
}

fn announce(url: &str, backend: &Backend) {
    let mut out = io::stdout().lock();
    let note = match backend {
        Backend::Local(_) => HONESTY.to_owned(),
        Backend::Remote(upstream) => format!("/api is passed on to {}", upstream.url()),
    };
    // A closed output is no reason to stop serving.
    let _ = writeln!(out, "listening on {url}\n{note}");
    let _ = out.flush();
}

impl Server {
    async fn converse(self: Arc<Server>, stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static) {
        let service = service_fn(move |request| {
            let server = Arc::clone(&self);
            async move { server.answer(request).await }
        });
        // A connection that ends badly is the client's affair, or a requested fault.
        let _ = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .serve_connection(TokioIo::new(stream), service)
            .await;
    }

    async fn answer(&self, request: Request<Incoming>) -> Answer {
        if let Some(refusal) = self.check_host(request.headers()) {
            return Ok(response(refusal, None));
        }
        let path = request.uri().path().to_owned();
        let of_api = path == "/api" || path.starts_with("/api/");
        match (&self.backend, path.strip_prefix("/__appliance/")) {
            (Backend::Local(appliance), None) if of_api => api_answer(appliance, request, &path).await,
            (Backend::Remote(upstream), None) if of_api => Ok(pass_on(upstream, request).await),
            (Backend::Local(appliance), Some(name)) => Ok(response(control(appliance, request, name).await, None)),
            _ => Ok(response(self.file(&request, &path).await, None)),
        }
    }

    /// Refuses other host names than this machine's own, so that no web site can reach the server by a name of its own (DNS
    /// rebinding).
    fn check_host(&self, headers: &HeaderMap) -> Option<Reply> {
        let host = text(headers, header::HOST);
        let allowed = ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{}", self.port));
        match host {
            "" => Some(Reply::text(400, "The Host header is missing.")),
            host if allowed.iter().any(|name| name == host) => None,
            _ => Some(Reply::text(421, &format!("This server answers to {} only.", allowed.join(", ")))),
        }
    }

    async fn file(&self, request: &Request<Incoming>, path: &str) -> Reply {
        if request.method() != Method::GET && request.method() != Method::HEAD {
            return Reply::text(405, "Method not allowed");
        }
        let encodings = text(request.headers(), header::ACCEPT_ENCODING).to_owned();
        let known = text(request.headers(), header::IF_NONE_MATCH).to_owned();
        let (site, path) = (self.site.clone(), path.to_owned());
        blocking(move || site.answer(&Wish { path: &path, encodings: &encodings, known: &known })).await
    }
}

async fn pass_on(upstream: &Upstream, request: Request<Incoming>) -> Response<Either<Parcel, Incoming>> {
    let (parts, body) = request.into_parts();
    match upstream.pass(&parts, whole(body).await).await {
        Err(why) => response(Refusal::unreachable(why).into(), None),
        Ok(answer) => {
            let mut answer = answer.map(Either::Right);
            dress(answer.headers_mut());
            answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            answer
        }
    }
}

async fn api_answer(appliance: &Arc<Appliance>, request: Request<Incoming>, path: &str) -> Answer {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let call = call(appliance, request, path).await;
    let mut entry = Entry::open(appliance, &call, path, &query);
    let rule = appliance.faults.take(&call, path);
    let mut reply = match rule.as_ref().and_then(crate::faults::Rule::answer) {
        Some(reply) => reply,
        None => {
            let appliance = Arc::clone(appliance);
            blocking(move || api::answer(&appliance, &call)).await
        }
    };
    if let Some(rule) = rule {
        rule.spoil(&mut reply);
    }
    reply.headers.push(("cache-control".to_owned(), "no-store".to_owned()));
    // The clock that tests set, of which clients learn by this header.
    if !reply.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("date")) {
        reply.headers.push(("date".to_owned(), appliance.clock.now().http_date()));
    }
    tokio::time::sleep(reply.delay).await;
    match reply.ending {
        Ending::Hang => std::future::pending::<()>().await,
        Ending::Reset => {
            entry.close();
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        _ => {}
    }
    entry.answered(reply.status);
    Ok(response(reply, Some(entry)))
}

async fn call(appliance: &Appliance, request: Request<Incoming>, path: &str) -> Call {
    let (parts, body) = request.into_parts();
    let header = |name: HeaderName| Some(text(&parts.headers, name).to_owned()).filter(|value| !value.is_empty());
    let path = path.strip_prefix("/api/v1").and_then(uri::segments).unwrap_or_default();
    let settings = appliance.settings();
    Call {
        method: parts.method.to_string(),
        path,
        query: uri::pairs(parts.uri.query().unwrap_or_default()),
        authorization: header(header::AUTHORIZATION),
        accept: header(header::ACCEPT),
        body: whole(body).await.to_vec(),
        now: appliance.clock.now(),
        refuses_unknown: settings.refuse_unknown_query,
        order: settings.list_order,
    }
}

async fn control(appliance: &Arc<Appliance>, request: Request<Incoming>, name: &str) -> Reply {
    if text(request.headers(), HeaderName::from_static("x-appliance-control")) != "1" {
        return Reply::text(403, "A control needs the header X-Appliance-Control: 1.");
    }
    let (method, name) = (request.method().clone(), name.to_owned());
    let body = whole(request.into_body()).await;
    let appliance = Arc::clone(appliance);
    let mut reply = blocking(move || controls::answer(&appliance, method.as_str(), &name, &body)).await;
    reply.headers.push(("cache-control".to_owned(), "no-store".to_owned()));
    reply
}

async fn whole(body: Incoming) -> Bytes {
    // A body that breaks off or is too large reads as empty, which the resource refuses.
    Limited::new(body, LARGEST_BODY).collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default()
}

async fn blocking(work: impl FnOnce() -> Reply + Send + 'static) -> Reply {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Refusal::internal().into())
}

fn text(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn dress(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

fn response(reply: Reply, entry: Option<Entry>) -> Response<Either<Parcel, Incoming>> {
    let (kind, bytes) = match reply.payload {
        Payload::Empty => (None, Bytes::new()),
        Payload::Json(value) => (Some("application/json; charset=utf-8".to_owned()), Bytes::from(value.to_string())),
        Payload::Raw(kind, bytes) => (Some(kind), Bytes::from(bytes)),
    };
    let mut response = Response::new(Either::Left(Parcel::new(bytes, reply.ending, entry)));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    dress(headers);
    let own = reply.headers.into_iter().chain(kind.map(|kind| ("content-type".to_owned(), kind)));
    for (name, value) in own {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    response
}
