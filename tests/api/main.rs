//! The tests of the client, against a fake appliance.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod fixtures;
mod portable;
mod portable_inputs;
mod resources;
mod retry;
mod runs;
mod schedules;
mod session;
#[path = "../support/mod.rs"]
mod support;
mod sync_jobs;
mod sync_start;
mod url;
mod verified;
mod write_message;
