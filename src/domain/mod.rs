//! Rules about clouds, schedules and runs, without browser and network: pure functions of their arguments.
//!
//! `now` is always a parameter. Words follow the glossary in the README: a *schedule* is the API's job configuration, a *run* is
//! its job (tests/appliance/API.md §3, §4).

pub mod appliance;
pub mod batch;
pub mod cron;
pub mod export;
pub mod list;
pub mod name;
pub mod run;
pub mod schedule;
pub mod sync;
pub mod text;
pub mod time;
