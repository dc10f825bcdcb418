//! Loading, empty and failed.

mod empty_state;
mod error_state;
mod skeleton;

pub use empty_state::*;
pub use error_state::*;
pub use skeleton::*;

use super::{Icon, Tone, glyph};
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

/// The frame of a state that stands in for missing content.
fn state(tone: Tone, icon: Icon, title: Signal<String>, body: AnyView, actions: Option<AnyView>) -> AnyView {
    html::section()
        .class(format!("state {}", tone.class()))
        .child(glyph(icon))
        .child(html::h2().child(title))
        .child(body)
        .child(actions.map(|actions| html::div().class("button-row").child(actions)))
        .into_any()
}
