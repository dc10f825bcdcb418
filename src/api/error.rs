//! The errors of calls, as fine as pages tell them apart, with three sentences for people: the cause, the state of the data, the
//! next step.

use std::time::Duration;

use super::decode::DecodeFault;
use super::retry;
use super::transport::{HttpResponse, TransportError};
use crate::domain::text::clean_server_text;
use crate::domain::time::{Instant, duration_text};
use serde_json::Value;

/// The error of a call. Texts of the appliance are cleaned (control characters gone, at most 500 characters).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// No connection; nothing was done.
    Offline,
    /// No answer in time to a read.
    Timeout,
    /// The console gave up: the view was left, or user or domain changed.
    Aborted,
    /// The session is over; nothing was done.
    SessionEnded,
    /// Sign-in refused, in the appliance's words.
    Refused(String),
    /// Sign-in refused until the password is changed (API.md §9 Q1).
    PasswordExpired(String),
    /// 403: no permission, or no licence (API.md §2.2).
    Forbidden(String),
    /// 404, or an id that cannot be one.
    NotFound(String),
    /// 409: the name is taken, or the object is busy.
    Conflict(String),
    /// 400 and 422: the appliance does not accept the request.
    Invalid {
        /// The appliance's text as a whole.
        message: String,
        /// Names and texts of fields, where the message lists them.
        fields: Vec<(String, String)>,
    },
    /// 429.
    RateLimited {
        /// At most 120 s.
        retry_after: Option<Duration>,
        message: String,
    },
    /// Any other status with a readable reason.
    Server {
        status: u16,
        message: String,
        /// The request's name in the appliance's logs.
        request_id: Option<String>,
    },
    /// A status without a readable reason: a proxy's page, a restart.
    Unreadable { status: u16 },
    /// A 2xx whose body differs from API.md.
    Decode {
        /// JSON path of the fault.
        path: String,
        what: String,
    },
    /// More than 16 MB.
    TooLarge,
    /// A write whose answer was lost: it may or may not have been done.
    OutcomeUnknown,
}

/// The kind of a call; one status means different things for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CallKind {
    Read,
    Write,
    SignIn,
}

impl ApiError {
    /// The error for a request that got no answer.
    pub(super) fn from_transport(error: TransportError, kind: CallKind) -> ApiError {
        match (error, kind) {
            (TransportError::Aborted, _) => ApiError::Aborted,
            (TransportError::Offline, _) => ApiError::Offline,
            (
                TransportError::Network | TransportError::Timeout | TransportError::TooLarge | TransportError::NotUtf8,
                CallKind::Write,
            ) => ApiError::OutcomeUnknown,
            (TransportError::Network, _) => ApiError::Offline,
            (TransportError::Timeout, _) => ApiError::Timeout,
            (TransportError::TooLarge, _) => ApiError::TooLarge,
            (TransportError::NotUtf8, _) => ApiError::Decode { path: "$".to_owned(), what: "it is not UTF-8".to_owned() },
        }
    }

    /// The error for an answer that is not a 2xx.
    pub(super) fn from_response(response: &HttpResponse, kind: CallKind, now: Instant) -> ApiError {
        // A gateway that lost the appliance cannot say whether the appliance had acted.
        if kind == CallKind::Write && matches!(response.status, 502 | 504) {
            return ApiError::OutcomeUnknown;
        }
        let retry_after = retry::retry_after(response, now);
        let status = response.status;
        let Some(reason) = Reason::read(&response.body) else {
            return match status {
                429 => ApiError::RateLimited { retry_after, message: String::new() },
                _ => ApiError::Unreadable { status },
            };
        };
        let message = clean_server_text(&reason.message);
        match (status, kind) {
            (401 | 403, CallKind::SignIn) if demands_new_password(&message) => ApiError::PasswordExpired(message),
            (401, _) | (403, CallKind::SignIn) => ApiError::Refused(message),
            (403, _) => ApiError::Forbidden(message),
            (404, _) => ApiError::NotFound(message),
            (409, _) => ApiError::Conflict(message),
            (400 | 422, _) => ApiError::Invalid { fields: validation_lines(&reason.message), message },
            (429, _) => ApiError::RateLimited { retry_after, message },
            _ => ApiError::Server { status, message, request_id: reason.request_id },
        }
    }

    /// True for a thing that does not exist, or not in this domain.
    pub fn is_not_found(&self) -> bool {
        matches!(self, ApiError::NotFound(_))
    }

    /// True when the account may not do this.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, ApiError::Forbidden(_))
    }

    /// True when the session ended before the call was made.
    pub fn is_session_end(&self) -> bool {
        matches!(self, ApiError::SessionEnded)
    }

    /// True when the page gave the call up, or another person or domain came: nothing may be shown of it.
    pub fn is_abandoned(&self) -> bool {
        matches!(self, ApiError::Aborted)
    }

    /// The sentence about the cause.
    pub fn what(&self) -> String {
        match self {
            ApiError::Offline => "The appliance cannot be reached.".to_owned(),
            ApiError::Timeout => "The appliance did not answer in time.".to_owned(),
            ApiError::Aborted => "The request was cancelled.".to_owned(),
            ApiError::SessionEnded => "Your session has ended.".to_owned(),
            ApiError::Refused(text) => or(text, "The sign-in was refused."),
            ApiError::PasswordExpired(text) => or(text, "Your password must be changed."),
            ApiError::Forbidden(text) => or(text, "You are not permitted to do this."),
            ApiError::NotFound(text) => or(text, "It was not found."),
            ApiError::Conflict(text) => or(text, "The request conflicts with stored data."),
            ApiError::Invalid { message, .. } => or(message, "The appliance did not accept the request."),
            ApiError::RateLimited { message, .. } => or(message, "The appliance receives too many requests."),
            ApiError::Server { status, message, request_id } => {
                let text = if message.is_empty() { "The appliance failed." } else { message };
                match request_id {
                    Some(id) => format!("{text} (HTTP {status}, request {id})"),
                    None => format!("{text} (HTTP {status})"),
                }
            }
            ApiError::Unreadable { status } => format!("HTTP {status}, no readable reason."),
            ApiError::Decode { path, what } => format!("The answer cannot be read at {path}: {what}."),
            ApiError::TooLarge => "The answer is larger than 16 MB and was not read.".to_owned(),
            ApiError::OutcomeUnknown => "The answer was lost. The change may or may not have been made.".to_owned(),
        }
    }

    /// The sentence about the state of the data.
    pub fn safe(&self) -> &'static str {
        match self {
            ApiError::OutcomeUnknown => "Nothing is sent again automatically.",
            ApiError::Server { .. } | ApiError::Unreadable { .. } => "The page and your input are kept.",
            ApiError::Decode { .. } | ApiError::TooLarge => "Reading changed nothing on the appliance.",
            ApiError::SessionEnded => "Nothing was sent. Your input is kept.",
            _ => "Nothing was changed. Your input is kept.",
        }
    }

    /// The next step, if other clients have met the reason of this refusal.
    pub(super) fn known_step(&self) -> Option<&'static str> {
        match self {
            ApiError::Forbidden(text)
            | ApiError::Conflict(text)
            | ApiError::Invalid { message: text, .. }
            | ApiError::Server { message: text, .. } => known_step(text),
            _ => None,
        }
    }

    /// The sentence about the next step.
    pub fn todo(&self) -> String {
        if let Some(step) = self.known_step() {
            return step.to_owned();
        }
        match self {
            ApiError::Offline => "Check the connection, then try again.".to_owned(),
            ApiError::Timeout | ApiError::Aborted => "Try again.".to_owned(),
            ApiError::SessionEnded => "Sign in again to continue.".to_owned(),
            ApiError::Refused(_) => "Check user, password and domain.".to_owned(),
            ApiError::PasswordExpired(_) => "Choose a new password.".to_owned(),
            ApiError::Forbidden(_) => "Ask an administrator for the permission or the licence.".to_owned(),
            ApiError::NotFound(_) => "It may have been deleted, or belong to another domain.".to_owned(),
            ApiError::Conflict(_) => "Choose another name, or refresh first.".to_owned(),
            ApiError::Invalid { .. } => "Correct the marked fields, then send again.".to_owned(),
            ApiError::RateLimited { retry_after: Some(time), .. } => {
                let ms = i64::try_from(time.as_millis()).unwrap_or(i64::MAX).max(1_000);
                format!("Try again in {}.", duration_text(ms))
            }
            ApiError::RateLimited { retry_after: None, .. } => "Wait a moment, then try again.".to_owned(),
            ApiError::Server { .. } | ApiError::Unreadable { .. } => {
                "The appliance may be restarting. Try again in a minute.".to_owned()
            }
            ApiError::Decode { .. } | ApiError::TooLarge => "This console may not know the appliance's version.".to_owned(),
            ApiError::OutcomeUnknown => "Check the current state before you try again.".to_owned(),
        }
    }
}

/// The next step after a refusal whose reason other clients have met: quorum, a licence that is used up or missing (API.md §2.2).
fn known_step(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["quorum"]) {
        return Some("A quorum policy guards this: it needs approvals, which the appliance’s own console collects.");
    }
    if !has(&["license", "licence"]) {
        return None;
    }
    if has(&["quota", "limit", "exceed", "maximum", "used up"]) {
        return Some(
            "Schedules take up places of a licence. The table of schedules shows how many there are; delete one, or ask for a larger licence.",
        );
    }
    has(&["not installed"])
        .then_some("The appliance lacks the licence for this; an administrator of the appliance can install it.")
}

impl From<DecodeFault> for ApiError {
    fn from(fault: DecodeFault) -> ApiError {
        ApiError::Decode { path: fault.path, what: fault.what }
    }
}

/// The appliance's text with a full stop, since other sentences follow.
fn or(text: &str, fallback: &str) -> String {
    let mut rest = text.chars();
    let Some(first) = rest.next() else { return fallback.to_owned() };
    let end = if text.ends_with(char::is_alphanumeric) { "." } else { "" };
    // The text begins a sentence, which those of the appliance do in lower case.
    format!("{}{}{end}", first.to_ascii_uppercase(), rest.as_str())
}

/// The readable parts of an error body (API.md §2.1).
struct Reason {
    message: String,
    request_id: Option<String>,
}

impl Reason {
    /// `None` when the body is no JSON object.
    fn read(body: &str) -> Option<Reason> {
        let Ok(Value::Object(object)) = serde_json::from_str::<Value>(body) else { return None };
        let text = |name: &str| object.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        let generic = text("codeDesc").and_then(|code| code.split_once(": ")).map(|(_, generic)| generic);
        let message = text("message").or(generic).or_else(|| text("error")).or_else(|| text("detail")).unwrap_or("");
        Some(Reason { message: message.to_owned(), request_id: text("requestID").map(clean_server_text) })
    }
}

/// The fields named below "Validation errors:", one a line (API.md §2.1).
fn validation_lines(message: &str) -> Vec<(String, String)> {
    let Some((_, lines)) = message.split_once("alidation errors:") else { return Vec::new() };
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.split_once(':') {
            Some((name, text)) if !name.contains(' ') => fields.push((clean_server_text(name), clean_server_text(text))),
            _ => fields.push((String::new(), clean_server_text(line))),
        }
    }
    fields
}

/// API.md §9 Q1: the exact answer is not public, so its text decides.
fn demands_new_password(message: &str) -> bool {
    let lower = message.to_lowercase();
    lower.split_once("password").is_some_and(|(_, after)| after.contains("expired") || after.contains("change"))
}
