//! The appliance's cron dialect: reading it, its firings, its words, and the model of the editor.

pub mod dialect;
pub mod error;
pub mod expression;
pub mod field;
mod repair;

pub use dialect::parse;
pub use error::{CronError, CronErrors, Fix, Rule};
pub use expression::{DayRule, Expression};
pub use field::{Field, Values};
