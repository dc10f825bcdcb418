//! Panics of the program. A panic ends the wasm instance for good (its destructors do not run), so `boot.js` shows a static
//! recovery screen; this module only sends the event for it.

use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit};

/// Makes every panic send the event `keysync:panic` to the window, with the message and the source location.
pub fn report_to_page() {
    std::panic::set_hook(Box::new(|info| {
        let init = CustomEventInit::new();
        init.set_detail(&JsValue::from_str(&info.to_string()));
        if let (Some(window), Ok(event)) = (web_sys::window(), CustomEvent::new_with_event_init_dict("keysync:panic", &init)) {
            // If even the recovery screen fails, the page stays unchanged: no code of the program can run any more.
            let _ = window.dispatch_event(&event);
        }
    }));
}
