//! Numbers as people read them.

pub use crate::domain::text::grouped;
