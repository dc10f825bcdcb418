//! The appliance itself: identifiers, the nodes of a cluster, domains.

pub mod cluster;
pub mod domains;
pub mod id;
