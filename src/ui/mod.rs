//! Primitives that know no resource: they take text, signals and callbacks, and give native elements with the keyboard
//! behaviour of the ARIA Authoring Practices. Nothing here writes a `style` attribute (the policy forbids it), a URL or storage.

mod action;
mod data;
mod feedback;
mod form;
mod icon;
mod id;
mod overlay;

pub use action::*;
pub use data::*;
pub use feedback::*;
pub use form::*;
pub use icon::*;
pub use id::unique_id;
pub use overlay::*;
