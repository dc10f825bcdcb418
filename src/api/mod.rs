//! The appliance's API over any transport: requests, answers, retries and the session (tests/appliance/API.md).
//!
//! Begin with [`client::Client`]: `client.schedules().list(&query)`. All but `fetch` is pure and runs natively.

pub mod auth;
pub mod client;
pub mod cluster;
pub mod containers;
mod decode;
pub mod error;
#[cfg(feature = "ui")]
pub mod fetch;
pub mod page;
pub mod portable;
mod refresh;
mod retry;
pub mod runs;
pub mod schedules;
pub mod secret;
pub mod session;
pub mod sync_jobs;
pub mod system;
pub mod token;
pub mod transport;
pub mod url;
pub mod verified;
