//! Passes the API on to a real appliance, so that the console can be used with one without an installation there.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::tls;

/// The headers of a request that are passed on; the others concern only the browser and this server.
const PASSED: [HeaderName; 6] = [
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    header::ACCEPT_LANGUAGE,
    header::AUTHORIZATION,
    header::CONTENT_TYPE,
    header::USER_AGENT,
];
/// The headers of an answer that are not passed back: they concern one connection, or another origin.
const KEPT_BACK: [&str; 11] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "set-cookie",
    "alt-svc",
    "date",
];
const CONNECTING: Duration = Duration::from_secs(10);

type Connection = SendRequest<Full<Bytes>>;

/// A real appliance.
pub struct Upstream {
    url: String,
    host: String,
    port: u16,
    authority: HeaderValue,
    tls: Option<TlsConnector>,
    idle: Mutex<Vec<Connection>>,
}

impl Upstream {
    /// Connects to the appliance at a URL such as `https://cm.example.com`, and tests the connection.
    ///
    /// # Errors
    /// A sentence: the URL is invalid, no server answers, or the certificate is not trusted.
    pub async fn open(url: &str, insecure: bool) -> Result<Upstream, String> {
        let unusable = || format!("--upstream: \"{url}\" is not a URL such as https://cm.example.com");
        let uri: Uri = url.parse().map_err(|_| unusable())?;
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(unusable()),
        };
        let authority = uri.authority().ok_or_else(unusable)?;
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() || authority.as_str().contains('@') {
            return Err(unusable());
        }
        let upstream = Upstream {
            url: url.trim_end_matches('/').to_owned(),
            host: authority.host().trim_matches(['[', ']']).to_owned(),
            port: authority.port_u16().unwrap_or(if https { 443 } else { 80 }),
            authority: HeaderValue::from_str(authority.as_str()).map_err(|_| unusable())?,
            tls: if https { Some(tls::connector(insecure)?) } else { None },
            idle: Mutex::default(),
        };
        let probe = upstream.request(Request::builder().uri("/api/v1/auth/banners/pre-auth"), Bytes::new())?;
        upstream.send(probe).await?;
        if insecure {
            eprintln!("warning: the certificate of {} is not checked (--insecure)", upstream.url);
        }
        Ok(upstream)
    }

    /// The URL as given, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Passes a request on and returns the answer with the headers that concern the browser.
    ///
    /// # Errors
    /// A sentence: the appliance cannot be reached.
    pub async fn pass(&self, parts: &Parts, body: Bytes) -> Result<Response<Incoming>, String> {
        let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
        let mut onward = Request::builder().method(&parts.method).uri(target);
        for name in PASSED {
            if let Some(value) = parts.headers.get(&name) {
                onward = onward.header(name, value);
            }
        }
        let mut answer = self.send(self.request(onward, body)?).await?;
        let headers = answer.headers_mut();
        let foreign: Vec<HeaderName> =
            headers.keys().filter(|name| name.as_str().starts_with("access-control-")).cloned().collect();
        for name in foreign.iter().map(HeaderName::as_str).chain(KEPT_BACK) {
            headers.remove(name);
        }
        Ok(answer)
    }

    fn request(&self, onward: hyper::http::request::Builder, body: Bytes) -> Result<Request<Full<Bytes>>, String> {
        let request = onward.header(header::HOST, &self.authority).body(Full::new(body));
        request.map_err(|why| format!("the request cannot be passed on: {why}"))
    }

    /// Sends over an idle connection, or over a new one if the idle one is closed before any byte was sent.
    async fn send(&self, mut request: Request<Full<Bytes>>) -> Result<Response<Incoming>, String> {
        if let Some(mut connection) = self.idle_connection() {
            match connection.try_send_request(request).await {
                Ok(answer) => return Ok(self.keep(connection, answer)),
                Err(mut failed) => match failed.take_message() {
                    Some(unsent) => request = unsent,
                    None => return Err(self.unreachable(failed.error())),
                },
            }
        }
        let mut connection = self.connect().await?;
        let answer = connection.send_request(request).await.map_err(|why| self.unreachable(&why))?;
        Ok(self.keep(connection, answer))
    }

    fn idle_connection(&self) -> Option<Connection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|connection| !connection.is_closed());
        let ready = idle.iter().position(SendRequest::is_ready)?;
        Some(idle.swap_remove(ready))
    }

    fn keep(&self, connection: Connection, answer: Response<Incoming>) -> Response<Incoming> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        answer
    }

    async fn connect(&self) -> Result<Connection, String> {
        let connecting = tokio::time::timeout(CONNECTING, TcpStream::connect((self.host.as_str(), self.port)));
        let stream = connecting.await.map_err(|_| self.unreachable(&"no answer within 10 s"))?;
        let stream = stream.map_err(|why| self.unreachable(&why))?;
        let Some(tls) = &self.tls else { return self.shake_hands(stream).await };
        let name = ServerName::try_from(self.host.clone()).map_err(|why| self.unreachable(&why))?;
        let stream = tls.connect(name, stream).await.map_err(|why| self.untrusted(&why))?;
        self.shake_hands(stream).await
    }

    async fn shake_hands(
        &self,
        stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin + 'static,
    ) -> Result<Connection, String> {
        let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(|why| self.unreachable(&why))?;
        // A connection's error shows in its requests.
        tokio::spawn(async move { connection.await.unwrap_or_default() });
        Ok(sender)
    }

    fn unreachable(&self, why: &dyn std::fmt::Display) -> String {
        format!("the appliance at {} cannot be reached: {why}", self.url)
    }

    fn untrusted(&self, why: &dyn std::fmt::Display) -> String {
        let url = &self.url;
        format!("the certificate of {url} is not trusted ({why}); give --insecure to accept it all the same")
    }
}
