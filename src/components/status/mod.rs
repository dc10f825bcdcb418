//! Views of outcomes and of the age of data.

pub mod async_view;
pub mod badges;
pub mod failure;
pub mod freshness;
pub mod running_jobs;
pub mod verdict_banner;
