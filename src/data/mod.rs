//! Reading and writing of the appliance's data: queries, polling, schedules, runs, containers, and actions on them.

pub mod batch_runner;
pub mod client;
pub mod command;
pub mod container_jobs;
pub mod containers;
pub mod context;
pub mod newest_sync_jobs;
pub mod paged_query;
pub mod polling;
pub mod query;
pub mod recent_runs;
pub mod request_queue;
pub mod run_reports;
pub mod schedule_actions;
pub mod schedules;
pub mod signed_in;
pub mod write_mismatches;
