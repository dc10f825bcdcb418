//! A browser console for cloud-key synchronization schedules on a CipherTrust Manager appliance.
//!
//! `domain`, `api` and `routes` are pure and build without a browser (`--no-default-features`); everything else needs the
//! feature `ui`. What may import what: `domain` nothing; `api` domain; `platform` domain; `state` api, platform, domain, routes;
//! `ui` platform; `parts` ui, state, platform, domain, routes; `pages` all below, never another page. `tests/tidy.rs` holds this.

#![warn(clippy::disallowed_methods)]

pub mod api;
pub mod domain;
pub mod routes;

#[cfg(feature = "ui")]
pub mod reactive;

#[cfg(feature = "ui")]
pub mod app;
#[cfg(feature = "ui")]
mod components;
#[cfg(feature = "ui")]
pub mod data;
#[cfg(feature = "ui")]
mod pages;
#[cfg(feature = "ui")]
pub mod platform;
#[cfg(feature = "ui")]
pub mod state;
#[cfg(feature = "ui")]
pub mod ui;
