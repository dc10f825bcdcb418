//! The appliance's cron dialect: reading it, its firings, its words, and the model of the editor.

pub mod expression;
pub mod field;

pub use expression::{DayRule, Expression};
pub use field::{Field, Values};
