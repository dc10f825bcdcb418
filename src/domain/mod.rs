//! Rules about clouds, schedules and runs, without a browser and without a network: values in, values out.
//!
//! `now` is always a parameter. Words are those of the glossary in the README: a *schedule* is the API's job configuration, a *run*
//! is its job (tests/appliance/API.md §3, §4).

pub mod appliance;
pub mod batch;
pub mod cron;
pub mod export;
pub mod list;
pub mod run;
pub mod schedule;
pub mod sync;
pub mod text;
pub mod time;
