//! A browser console for cloud-key synchronization schedules on a CipherTrust Manager appliance.
//!
//! The layers, each of which imports only those before it (`tests/tidy.rs` holds this):
//!
//! - [`domain`]: rules, values in and values out; no browser, no network, `now` is a parameter.
//! - [`api`]: requests, decoding, retries, the session and verified writes over a `Transport`; the browser's is in `fetch.rs`.
//! - `reactive` and `platform`: Leptos' signals compiled once, and the only calls into the browser.
//! - [`routes`]: every address, and the router.
//! - `state`: session, permissions, preferences, drafts and messages of the person.
//! - `data`: queries, commands, polling, and the lists that pages share.
//! - `ui`: primitives that know no resource; `components`: pieces that do; `pages`: one folder per noun; `app`: the frame and the
//!   pieces in which the program is loaded.
//!
//! `domain`, `api` and the addresses of `routes` build without a browser (`--no-default-features`); the rest needs the feature `ui`.
//!
//! The life of a click on *Disable*: the menu of a row (`pages::schedules::menu`) asks `data::schedule_actions` for the action;
//! `pages::schedules::actions::single` hands `data::command` the write, which `api::verified` sends once, reads back and compares;
//! the [`WriteOutcome`](api::verified::WriteOutcome) goes to `data::schedules`, whose row changes on every page that shows it, to
//! `state::permissions` if it was refused, and through [`describe`](api::verified::describe) to a message.

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
