//! The client's view of the outside world: requests, time and randomness. `fetch::Fetch` implements it for the browser, a fake
//! for tests.

use std::future::Future;
use std::time::Duration;

use super::secret::Secret;
use super::url::ApiUrl;
use crate::domain::time::Instant;
use crate::domain::time::clock::{Moment, Uptime};

pub const LARGEST_BODY_BYTES: usize = 16 * 1024 * 1024;

/// Sends requests and tells the time. Handles are cheap to clone.
pub trait Transport: Clone + 'static {
    /// Sends a request, which ends by its deadline. Dropping the future aborts the request and closes the connection.
    fn send(&self, request: HttpRequest) -> impl Future<Output = Result<HttpResponse, TransportError>>;

    fn sleep(&self, time: Duration) -> impl Future<Output = ()>;

    /// Runs a task that outlives every view: a token renewal, a revocation.
    fn spawn(&self, task: impl Future<Output = ()> + 'static);

    /// Reads this machine's clocks and gives the time by the appliance's.
    fn observe(&self) -> Moment;

    /// Takes the header `Date` of an answer that has just arrived; its request was sent at `sent`.
    fn learn(&self, sent: Uptime, date: Instant);

    /// A number from 0 to below 1.
    fn random(&self) -> f64;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpMethod {
    Get,
    Post,
    Patch,
    Delete,
}

impl HttpMethod {
    /// The method's name in a request.
    pub fn as_str(self) -> &'static str {
        match self {
            HttpMethod::Get => "GET",
            HttpMethod::Post => "POST",
            HttpMethod::Patch => "PATCH",
            HttpMethod::Delete => "DELETE",
        }
    }
}

/// `Debug` does not show body and token, which are secrets.
#[derive(Clone, Debug)]
pub struct HttpRequest {
    pub method: HttpMethod,
    /// Below the API prefix by construction.
    pub url: ApiUrl,
    /// JSON.
    pub body: Option<Secret>,
    pub bearer: Option<Secret>,
    /// Limit of the whole exchange, body included.
    pub deadline: Duration,
}

/// An answer of any status.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpResponse {
    pub status: u16,
    /// Bytes that are not UTF-8 are replaced.
    pub body: String,
    /// The header `Date`; `None` for an answer from a cache, whose date is of another time (API.md §0.5).
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

/// The reason why a request got no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// The browser is offline; nothing was sent.
    Offline,
    /// The connection failed, before or after the request was read.
    Network,
    /// The deadline passed.
    Timeout,
    Aborted,
    /// The answer is larger than [`LARGEST_BODY_BYTES`].
    TooLarge,
    /// The answer, a success, is not UTF-8: read with replacements, a name in it would be another name.
    NotUtf8,
}
