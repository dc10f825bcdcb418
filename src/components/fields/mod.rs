//! Values of resources in forms and tables.

pub mod container_names;
pub mod container_picker;
pub mod look_alikes;
pub mod parameter_facts;
pub mod timestamp;
pub mod untrusted_text;
