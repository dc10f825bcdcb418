mod job_filter;
mod params;
pub mod target_match;
