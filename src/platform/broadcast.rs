//! Messages to the other tabs of this origin. The origin may be shared with the appliance's own console, so incoming messages are
//! untrusted and outgoing ones contain no secret.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// A channel for the life of the app.
pub struct Broadcast(Option<BroadcastChannel>);

impl Broadcast {
    /// Opens the channel with this name; `hear` gets each text message of other tabs. Without browser support no message arrives.
    #[must_use]
    pub fn open(name: &str, hear: impl Fn(&str) + 'static) -> Self {
        let channel = BroadcastChannel::new(name).ok();
        if let Some(channel) = &channel {
            let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                if let Some(text) = event.data().as_string() {
                    hear(&text);
                }
            });
            channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
            listener.forget();
        }
        Self(channel)
    }

    /// Sends a text to the other tabs.
    pub fn send(&self, text: &str) {
        if let Some(channel) = &self.0 {
            let _ = channel.post_message(&JsValue::from_str(text));
        }
    }
}
