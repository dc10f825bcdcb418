//! The tests of the pure half: `domain` and `routes`, by the folders of `src`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod batch;
mod cron;
mod export;
mod list;
mod name;
mod refusals;
mod routes;
mod run;
mod schedule;
#[path = "../support/mod.rs"]
mod support;
mod sync;
mod text;
mod time;
