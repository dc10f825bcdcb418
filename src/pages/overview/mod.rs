//! `/`: what needs a look, what is under way, and what comes. Every number leads to what it counts.

mod coming_hours;
mod model;
pub mod page;
mod problems;
