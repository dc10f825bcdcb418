//! One folder per noun, one file per view.

pub mod containers;
pub mod cron;
#[cfg(feature = "fault-injection")]
mod faults;
#[cfg(feature = "gallery")]
pub mod gallery;
pub mod not_found;
pub mod overview;
pub mod runs;
pub mod schedules;
pub mod settings;
pub mod sign_in;
pub mod sync;
pub mod unknown_link;
