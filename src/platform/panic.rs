//! What happens when the program itself fails. A panic ends the wasm instance for good (its destructors do not run), so the
//! recovery screen is static HTML that `boot.js` shows; all that is left to do here is to tell it.

use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit};

/// Makes every panic send the event `keysync:panic` to the window, with the message and the place in the source.
pub fn report_to_page() {
    std::panic::set_hook(Box::new(|info| {
        let init = CustomEventInit::new();
        init.set_detail(&JsValue::from_str(&info.to_string()));
        if let (Some(window), Ok(event)) = (web_sys::window(), CustomEvent::new_with_event_init_dict("keysync:panic", &init)) {
            // The page shows its recovery screen or, if even that failed, stays as it is: nothing more can be done from here.
            let _ = window.dispatch_event(&event);
        }
    }));
}
