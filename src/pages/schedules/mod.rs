//! Pages of the schedules: list, detail and wizard.

pub mod actions;
pub mod detail;
mod filters;
pub mod list;
mod list_model;
mod menu;
mod row;
mod searched_containers;
mod selection;
pub mod wizard;
