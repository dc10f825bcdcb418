//! The local appliance.
fn main() {}
