//! How something went, and how old that is.

pub mod badges;
pub mod failure;
pub mod freshness;
pub mod verdict_banner;
