//! `/`: what needs a look, what is under way, and what comes. Every number leads to what it counts.

mod ahead;
pub mod page;
mod reckoning;
mod trouble;
