//! A browser console for cloud-key synchronization schedules on a CipherTrust Manager appliance.
//!
//! `domain` and `api` are pure and build without a browser (`--no-default-features`); everything else needs the feature `ui`.
//! What may import what: `domain` nothing; `api` domain; `platform` domain; `state` api, platform, domain; `ui` platform;
//! `parts` ui, state, platform, domain; `pages` all below, never another page. `tests/tidy.rs` holds this.

pub mod api;
pub mod domain;
