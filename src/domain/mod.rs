//! What the console knows about clouds, schedules and runs, without a browser and without a network: values in, values out.
//!
//! `now` is always a parameter. Words are those of the field: a *schedule* is what the API calls a job configuration, a *run* is
//! what it calls a job (tests/appliance/API.md §3, §4).

pub mod ahead;
pub mod bulk;
pub mod cause;
pub mod cloud;
pub mod cluster;
pub mod compare;
pub mod container;
pub mod cron;
pub mod day_ahead;
pub mod domains;
pub mod draft;
pub mod durations;
pub mod export;
pub mod gather;
pub mod glance;
pub mod handoff;
pub mod id;
pub mod last_run;
pub mod next;
pub mod order;
pub mod pace;
pub mod pinned;
pub mod punctual;
pub mod report;
pub mod rerun;
pub mod row;
pub mod run;
pub mod schedule;
pub mod source;
pub mod spec;
pub mod state_kind;
pub mod sync;
pub mod sync_form;
pub mod sync_job;
pub mod table;
pub mod targets;
pub mod text;
pub mod time;
pub mod verdict;
pub mod wizard;
pub mod zone;
