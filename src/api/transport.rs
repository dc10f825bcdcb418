//! What the client needs from the world outside: requests, time and chance. The browser's is `fetch::Fetch`, the tests' a fake.

use std::future::Future;
use std::time::Duration;

use super::secret::Secret;
use super::url::ApiUrl;
use crate::domain::time::Instant;

/// The most that a response body may hold.
pub const LARGEST_BODY_BYTES: usize = 16 * 1024 * 1024;

/// Sends requests and tells the time. Handles are cheap to clone.
pub trait Transport: Clone + 'static {
    /// Sends a request. It ends by the request's deadline; dropping the future aborts it and closes the connection.
    fn send(&self, request: HttpRequest) -> impl Future<Output = Result<HttpResponse, TransportError>>;

    /// Waits.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()>;

    /// Runs a task of the client's own, which no view may cut short: a token renewal, a revocation.
    fn spawn(&self, task: impl Future<Output = ()> + 'static);

    /// The time of this machine's clock, which may be wrong.
    fn now(&self) -> Instant;

    /// A number from 0 to below 1.
    fn random(&self) -> f64;
}

/// The verbs that the API uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpMethod {
    Get,
    Post,
    Patch,
    Delete,
}

impl HttpMethod {
    /// The word in a request.
    pub fn as_str(self) -> &'static str {
        match self {
            HttpMethod::Get => "GET",
            HttpMethod::Post => "POST",
            HttpMethod::Patch => "PATCH",
            HttpMethod::Delete => "DELETE",
        }
    }
}

/// A request. Its body may hold a password, so its `Debug` does not show it.
#[derive(Clone, Debug)]
pub struct HttpRequest {
    /// The verb.
    pub method: HttpMethod,
    /// The address, below the API prefix by construction.
    pub url: ApiUrl,
    /// The JSON body.
    pub body: Option<Secret>,
    /// The token.
    pub bearer: Option<Secret>,
    /// When to give up, body included.
    pub deadline: Duration,
}

/// An answer, whatever its status.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The HTTP status.
    pub status: u16,
    /// The body as text; bytes that are not UTF-8 are replaced.
    pub body: String,
    /// The header `Date`.
    pub date: Option<String>,
    /// The header `Retry-After`.
    pub retry_after: Option<String>,
}

impl HttpResponse {
    /// Whether the status is a 2xx; which one does not matter (API.md §0.7).
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// The browser is offline; nothing was sent.
    Offline,
    /// The connection failed, before or after the request was read.
    Network,
    /// The deadline passed.
    Timeout,
    /// Somebody aborted it.
    Aborted,
    /// The answer is larger than [`LARGEST_BODY_BYTES`].
    TooLarge,
}
