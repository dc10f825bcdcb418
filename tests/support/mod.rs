//! Code that several test programs share.
#![allow(dead_code, reason = "each program uses its own part of it")]

#[cfg(not(target_arch = "wasm32"))]
pub mod builders;
#[cfg(not(target_arch = "wasm32"))]
pub mod clocks;
#[cfg(not(target_arch = "wasm32"))]
pub mod decode;
#[cfg(not(target_arch = "wasm32"))]
pub mod expressions;
#[cfg(not(target_arch = "wasm32"))]
pub mod fake;
#[cfg(target_arch = "wasm32")]
pub mod page_harness;
#[cfg(not(target_arch = "wasm32"))]
pub mod rng;
#[cfg(not(target_arch = "wasm32"))]
pub mod sentences;
#[cfg(not(target_arch = "wasm32"))]
pub mod spelling;
