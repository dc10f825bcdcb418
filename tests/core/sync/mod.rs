mod params;
pub mod target_match;
