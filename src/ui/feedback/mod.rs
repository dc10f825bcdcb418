//! Loading, empty and failed.

mod non_ideal;
mod skeleton;

pub use non_ideal::*;
pub use skeleton::*;
