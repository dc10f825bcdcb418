//! The browser's transport: `fetch` without ambient authority, with a deadline, an abort when the future is dropped, and a limit
//! on the body.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::RequestBuilder;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect,
};

use super::transport::{HttpMethod, HttpRequest, HttpResponse, LARGEST_BODY_BYTES, Transport, TransportError};
use super::url::API_BASE;
use crate::domain::time::Instant;
use crate::domain::time::clock::{Moment, Uptime};

/// `fetch` to the page's own origin, and the clock that learns from the answers.
#[derive(Clone, Copy, Debug)]
pub struct Fetch {
    pub observe: fn() -> Moment,
    pub learn: fn(Uptime, Instant),
}

impl Transport for Fetch {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let window = web_sys::window().ok_or(TransportError::Network)?;
        if !window.navigator().on_line() {
            return Err(TransportError::Offline);
        }
        let abort = Abort::after(request.deadline)?;
        exchange(&request, &abort).await.map_err(|failure| match failure {
            Failure::TooLarge => TransportError::TooLarge,
            Failure::NotUtf8 => TransportError::NotUtf8,
            Failure::Js if abort.is_timeout() => TransportError::Timeout,
            Failure::Js => TransportError::Network,
        })
    }

    async fn sleep(&self, time: Duration) {
        let mut timer = None;
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            timer = Timer::after(time, move || {
                // A resolve function cannot fail.
                let _: Result<JsValue, JsValue> = resolve.call0(&JsValue::UNDEFINED);
            });
        });
        if timer.is_some() {
            let _: Result<JsValue, JsValue> = JsFuture::from(promise).await;
        }
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        wasm_bindgen_futures::spawn_local(task);
    }

    fn observe(&self) -> Moment {
        (self.observe)()
    }

    fn learn(&self, sent: Uptime, date: Instant) {
        (self.learn)(sent, date);
    }

    fn random(&self) -> f64 {
        js_sys::Math::random()
    }
}

enum Failure {
    TooLarge,
    NotUtf8,
    Js,
}

impl From<JsValue> for Failure {
    fn from(_: JsValue) -> Failure {
        Failure::Js
    }
}

impl From<gloo_net::Error> for Failure {
    fn from(_: gloo_net::Error) -> Failure {
        Failure::Js
    }
}

async fn exchange(request: &HttpRequest, abort: &Abort) -> Result<HttpResponse, Failure> {
    let answer = build(request, abort)?.send().await?;
    let header = |name: &str| answer.headers().get(name);
    let bytes = match answer.body() {
        Some(stream) => read(ReadableStreamDefaultReader::new(&stream)?).await?,
        None => Vec::new(),
    };
    let body = match String::from_utf8(bytes) {
        Ok(body) => body,
        Err(_) if answer.ok() => return Err(Failure::NotUtf8),
        // The reason of a refusal names nothing that is sent back.
        Err(odd) => String::from_utf8_lossy(odd.as_bytes()).into_owned(),
    };
    Ok(HttpResponse {
        status: answer.status(),
        date: header("Date").filter(|_| header("Age").is_none()),
        retry_after: header("Retry-After"),
        body,
    })
}

fn build(request: &HttpRequest, abort: &Abort) -> Result<gloo_net::http::Request, gloo_net::Error> {
    let mut builder = RequestBuilder::new(request.url.as_str())
        .method(match request.method {
            HttpMethod::Get => gloo_net::http::Method::GET,
            HttpMethod::Post => gloo_net::http::Method::POST,
            HttpMethod::Patch => gloo_net::http::Method::PATCH,
            HttpMethod::Delete => gloo_net::http::Method::DELETE,
        })
        .header("Accept", "application/json")
        .credentials(RequestCredentials::Omit)
        .mode(RequestMode::SameOrigin)
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&abort.controller.signal()));
    // An ApiUrl is below the prefix by construction; the token is worth a second check.
    let below_prefix = request.url.as_str().strip_prefix(API_BASE).is_some_and(|rest| rest.starts_with('/'));
    if let Some(token) = request.bearer.as_ref().filter(|_| below_prefix) {
        builder = builder.header("Authorization", &["Bearer ", token.expose()].concat());
    }
    match &request.body {
        Some(body) => builder.header("Content-Type", "application/json").body(body.expose()),
        None => builder.build(),
    }
}

/// Reads a body piece by piece, so that a body without end is noticed before it fills the memory.
async fn read(reader: ReadableStreamDefaultReader) -> Result<Vec<u8>, Failure> {
    let mut bytes: Vec<u8> = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await?;
        if js_sys::Reflect::get(&piece, &JsValue::from_str("done"))?.is_truthy() {
            break;
        }
        let chunk: js_sys::Uint8Array = js_sys::Reflect::get(&piece, &JsValue::from_str("value"))?.dyn_into()?;
        if bytes.len().saturating_add(usize::try_from(chunk.length()).unwrap_or(usize::MAX)) > LARGEST_BODY_BYTES {
            return Err(Failure::TooLarge);
        }
        bytes.append(&mut chunk.to_vec());
    }
    Ok(bytes)
}

/// Aborts a request at its deadline or on drop; neither has an effect once the body is read. The abort carries no reason, since
/// `fetch` would reject with it in place of an AbortError.
struct Abort {
    controller: AbortController,
    timed_out: Rc<Cell<bool>>,
    _timer: Option<Timer>,
}

impl Abort {
    fn after(deadline: Duration) -> Result<Abort, TransportError> {
        let controller = AbortController::new().map_err(|_| TransportError::Network)?;
        let timed_out = Rc::new(Cell::new(false));
        let (late, at_deadline) = (Rc::clone(&timed_out), controller.clone());
        let timer = Timer::after(deadline, move || {
            late.set(true);
            at_deadline.abort();
        });
        Ok(Abort { controller, timed_out, _timer: timer })
    }

    fn is_timeout(&self) -> bool {
        self.timed_out.get()
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        self.controller.abort();
    }
}

/// A `setTimeout` that is cleared when it is dropped.
struct Timer {
    handle: i32,
    _closure: Closure<dyn FnMut()>,
}

impl Timer {
    fn after(time: Duration, then: impl FnOnce() + 'static) -> Option<Timer> {
        let closure = Closure::once(then);
        let ms = i32::try_from(time.as_millis()).unwrap_or(i32::MAX);
        let handle = web_sys::window()?
            .set_timeout_with_callback_and_timeout_and_arguments_0(closure.as_ref().unchecked_ref(), ms)
            .ok()?;
        Some(Timer { handle, _closure: closure })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.handle);
        }
    }
}
