//! One module per command.

pub mod bench;
pub mod build;
pub mod compare;
pub mod dev;
pub mod serve;
pub mod setup;
pub mod size;
pub mod test;
pub mod vectors;
