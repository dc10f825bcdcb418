//! `/`: problems, runs in progress, and the next 24 hours. Every number links to the rows that it counts.

mod coming_hours;
mod model;
pub mod page;
mod problems;
