mod job_filter;
mod overlap;
mod params;
pub mod target_match;
