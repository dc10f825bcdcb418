//! Schedules: what the appliance will do.

pub mod detail;
pub mod list;
pub mod new;
mod row;
