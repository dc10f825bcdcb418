//! Timers that end with their owner, and the wait for a frame. The only module that calls `setTimeout`, `setInterval` and
//! `requestAnimationFrame`.

use crate::reactive::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, closure::Closure};

/// A pending call; dropping it cancels it.
#[must_use = "a dropped timeout never fires"]
pub struct Timeout {
    id: i32,
    _callback: Closure<dyn FnMut()>,
}

impl Drop for Timeout {
    fn drop(&mut self) {
        window().clear_timeout_with_handle(self.id);
    }
}

/// Calls `f` once after `ms` milliseconds.
pub fn after(ms: i32, f: impl FnOnce() + 'static) -> Timeout {
    let callback = Closure::once(f);
    let id =
        window().set_timeout_with_callback_and_timeout_and_arguments_0(callback.as_ref().unchecked_ref(), ms).unwrap_or_default();
    Timeout { id, _callback: callback }
}

/// Waits until the browser has painted the changes so far. A hidden tab paints nothing; there the wait ends soon anyway.
pub async fn painted() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let after_frame = resolve.clone();
        let frame = Closure::once_into_js(move || {
            let _ = window().set_timeout_with_callback(&after_frame);
        });
        let _ = window().request_animation_frame(frame.unchecked_ref());
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 100);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Calls `then` once the browser has painted the changes so far.
pub fn after_paint(then: impl FnOnce() + 'static) {
    spawn_local(async move {
        painted().await;
        then();
    });
}

/// Comes back after `ms` milliseconds.
pub async fn sleep(ms: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// A repeated call; dropping it ends it.
#[must_use = "a dropped interval never fires"]
pub struct Interval {
    id: i32,
    _callback: Closure<dyn FnMut()>,
}

impl Interval {
    /// Keeps the interval for the life of the page.
    pub fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Interval {
    fn drop(&mut self) {
        window().clear_interval_with_handle(self.id);
    }
}

/// Calls `f` every `ms` milliseconds.
pub fn every(ms: i32, f: impl FnMut() + 'static) -> Interval {
    let callback = Closure::<dyn FnMut()>::new(f);
    let id = window()
        .set_interval_with_callback_and_timeout_and_arguments_0(callback.as_ref().unchecked_ref(), ms)
        .unwrap_or_default();
    Interval { id, _callback: callback }
}

/// At most one timeout, owned by the current reactive owner: setting it replaces the pending one, and the end of the owner clears
/// it.
#[derive(Clone, Copy)]
pub struct Slot(StoredValue<Rc<RefCell<Option<Timeout>>>, LocalStorage>);

impl Slot {
    /// Creates an empty slot.
    #[must_use]
    pub fn new() -> Self {
        Self(StoredValue::new_local(Rc::default()))
    }

    /// Calls `f` after `ms` milliseconds unless the slot is set again or cleared first.
    pub fn after(self, ms: i32, f: impl FnOnce() + 'static) {
        self.put(Some(after(ms, f)));
    }

    /// Cancels the pending timeout.
    pub fn clear(self) {
        self.put(None);
    }

    fn put(self, timeout: Option<Timeout>) {
        // The old timeout is dropped outside the borrow: a callback that sets its own slot drops itself here.
        if let Some(place) = self.0.try_get_value() {
            let old = place.replace(timeout);
            drop(old);
        }
    }
}

impl Default for Slot {
    fn default() -> Self {
        Self::new()
    }
}
