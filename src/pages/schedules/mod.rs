//! Schedules: what the appliance will do.

pub mod detail;
pub mod list;
mod menu;
mod row;
mod selection;
pub mod tasks;
pub mod wizard;
