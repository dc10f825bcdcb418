//! Input and output of a resource: a call, a reply, and a refusal in the appliance's error shape (API.md §2).

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::appliance::ListOrder;
use crate::clock::Moment;
use crate::ids::random_uuid;

/// A request to the API, its path without `/api/v1`.
#[derive(Clone, Debug)]
pub struct Call {
    /// `GET`, `POST`, `PATCH` or `DELETE`.
    pub method: String,
    /// The path's segments, percent-decoded, empty ones left out.
    pub path: Vec<String>,
    /// The query's pairs in their order, percent-decoded.
    pub query: Vec<(String, String)>,
    /// The body, unparsed.
    pub body: Vec<u8>,
    /// The value of `Authorization`.
    pub authorization: Option<String>,
    /// The value of `Accept`.
    pub accept: Option<String>,
    /// When the call arrived, by the appliance's clock.
    pub now: Moment,
    /// Whether a list refuses query members that it does not know.
    pub refuses_unknown: bool,
    /// The order in which a list comes.
    pub order: ListOrder,
}

impl Call {
    /// The first value of a query parameter, unless empty.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let pair = self.query.iter().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The body as a JSON object; an empty body counts as an empty object.
    ///
    /// # Errors
    /// 400 for anything else.
    pub fn object(&self) -> Result<Map<String, Value>, Refusal> {
        if self.body.is_empty() {
            return Ok(Map::new());
        }
        match serde_json::from_slice(&self.body) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err(Refusal::bad_request("the body must be a JSON object")),
            Err(why) => Err(Refusal::bad_request(format!("the body is not JSON: {why}"))),
        }
    }
}

/// The content of a body.
#[derive(Clone, Debug)]
pub enum Payload {
    /// No body.
    Empty,
    /// JSON.
    Json(Value),
    /// Any other content, with its type.
    Raw(String, Vec<u8>),
}

/// The way a body is sent; every variant but `Whole` is a fault on request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    /// The whole body.
    #[default]
    Whole,
    /// Half of the body, then the connection closes.
    Cut,
    /// Half of the body as if it were the whole: the JSON does not end.
    Truncated,
    /// One byte at a time, each after this many milliseconds.
    Drip(u64),
    /// Headers and half of the body, then nothing.
    Stalled,
    /// No answer at all; the connection stays open.
    Hang,
    /// The connection closes before any answer.
    Reset,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Headers besides the common ones.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub payload: Payload,
    /// The time to wait before answering.
    pub delay: Duration,
    /// The way the body is sent.
    pub ending: Ending,
}

impl Reply {
    /// A JSON answer.
    #[must_use]
    pub fn json(status: u16, value: Value) -> Reply {
        Reply { payload: Payload::Json(value), ..Reply::empty(status) }
    }

    /// An answer without body.
    #[must_use]
    pub fn empty(status: u16) -> Reply {
        Reply { status, headers: Vec::new(), payload: Payload::Empty, delay: Duration::ZERO, ending: Ending::Whole }
    }

    /// A plain text answer.
    #[must_use]
    pub fn text(status: u16, text: &str) -> Reply {
        let payload = Payload::Raw("text/plain; charset=utf-8".to_owned(), format!("{text}\n").into_bytes());
        Reply { payload, ..Reply::empty(status) }
    }
}

/// A refusal, written as `{"code", "codeDesc", "message", "requestID"}` (API.md §2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    code: i64,
    symbol: &'static str,
    message: String,
}

impl Refusal {
    fn new(status: u16, code: i64, symbol: &'static str, message: impl Into<String>) -> Refusal {
        Refusal { status, code, symbol, message: message.into() }
    }

    /// 400, code 15.
    #[must_use]
    pub fn bad_request(message: impl Into<String>) -> Refusal {
        Refusal::new(400, 15, "NCERRBadRequest: Bad HTTP request", message)
    }

    /// 400, code 15, with one line per field.
    #[must_use]
    pub fn validation(faults: &[String]) -> Refusal {
        Refusal::bad_request(format!("Validation errors:\n{}", faults.join("\n")))
    }

    /// 400, code 9: a query parameter's value is refused.
    #[must_use]
    pub fn parameter(message: impl Into<String>) -> Refusal {
        Refusal::new(400, 9, "NCERRInvalidParamValue: Invalid parameter value", message)
    }

    /// 401, code 5.
    #[must_use]
    pub fn unauthorized(message: impl Into<String>) -> Refusal {
        Refusal::new(401, 5, "NCERRUnauthorizedAccess: Unauthorized access", message)
    }

    /// 403.
    #[must_use]
    pub fn forbidden(message: impl Into<String>) -> Refusal {
        Refusal::new(403, 6, "NCERRInsufficientPermissions: Insufficient permissions", message)
    }

    /// 404, code 16, without a message, like the appliance.
    #[must_use]
    pub fn not_found() -> Refusal {
        Refusal::new(404, 16, "NCERRResourceNotFound: Resource not found", "")
    }

    /// 405.
    #[must_use]
    pub fn method() -> Refusal {
        Refusal::new(405, 15, "NCERRMethodNotAllowed: Method not allowed", "")
    }

    /// 409.
    #[must_use]
    pub fn conflict(message: impl Into<String>) -> Refusal {
        Refusal::new(409, 17, "NCERRConflict: Conflict", message)
    }

    /// 429.
    #[must_use]
    pub fn too_many() -> Refusal {
        Refusal::new(429, 15, "NCERRTooManyRequests: Too many requests", "TooManyRequests: slow down")
    }

    /// 500, code 14, like the appliance.
    #[must_use]
    pub fn internal() -> Refusal {
        Refusal::new(500, 14, "NCERRInternalServerError: unexpected error", "")
    }
}

impl Refusal {
    /// 502: the real appliance did not answer. The text is not the appliance's own.
    #[must_use]
    pub fn unreachable(message: impl Into<String>) -> Refusal {
        Refusal::new(502, 14, "NCERRInternalServerError: bad gateway", message)
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Reply {
        let mut body = json!({"code": refusal.code, "codeDesc": refusal.symbol});
        if !refusal.message.is_empty() {
            body["message"] = json!(refusal.message);
            body["requestID"] = json!(random_uuid());
        }
        Reply::json(refusal.status, body)
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(why: rusqlite::Error) -> Refusal {
        eprintln!("the database failed: {why}");
        Refusal::internal()
    }
}

/// The result of a resource.
pub type Answer = Result<Reply, Refusal>;
