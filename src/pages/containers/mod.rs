//! Pages of the containers: detail.

pub mod detail;
mod schedules;
mod sync_jobs;
