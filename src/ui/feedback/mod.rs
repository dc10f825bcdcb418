//! Loading, empty and failed.

mod error_state;
mod skeleton;

pub use error_state::*;
pub use skeleton::*;
