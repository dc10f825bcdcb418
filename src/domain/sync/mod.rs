//! Synchronization: clouds, containers, parameters of a schedule, sources and direct sync jobs.

pub mod aws_region;
pub mod cloud;
pub mod container;
pub mod form;
pub mod job;
pub mod job_filter;
pub mod overlap;
pub mod params;
pub mod source;
pub mod target_match;
