//! The appliance itself: identifiers, the nodes of a cluster, domains, what it refuses.

pub mod cluster;
pub mod domains;
pub mod id;
pub mod refusals;
