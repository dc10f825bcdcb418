//! The local appliance: an honest stand-in for a CipherTrust Manager, and the server of the console's static files.
//!
//! The crate shares no code with the console, so that an error of the console cannot hide in it. A request passes `server`
//! (socket, host check, headers) → `faults` → `api` (a synchronous function from call to reply) → `store` (SQLite); time, runs
//! and direct jobs pass `engine` → `store`. The README lists the invented behaviour.

pub mod api;
pub mod appliance;
pub mod body;
pub mod calls;
pub mod clock;
pub mod containers;
pub mod controls;
pub mod cron;
pub mod engine;
pub mod faults;
pub mod files;
pub mod ids;
pub mod journal;
pub mod listing;
pub mod nodes;
pub mod options;
pub mod plan;
pub mod rows;
pub mod runs;
pub mod schedule;
pub mod schedules;
pub mod seed;
pub mod sentinels;
pub mod server;
pub mod sessions;
pub mod store;
pub mod sync_body;
pub mod sync_job;
pub mod sync_jobs;
pub mod sync_params;
pub mod sync_sources;
pub mod sync_start;
pub mod targets;
pub mod tls;
pub mod tokens;
pub mod upstream;
pub mod uri;
pub mod users;
