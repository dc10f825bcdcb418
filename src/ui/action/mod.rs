//! Controls that act when pressed.

mod button;
mod copy;
mod menu;
mod toggle;

pub use button::*;
pub use copy::*;
pub use menu::*;
pub use toggle::*;
