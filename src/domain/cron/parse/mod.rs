//! Parser of the appliance's dialect: from text to an [`expression::Expression`], with errors and repairs.

pub mod canonical;
pub mod dialect;
pub mod error;
pub mod expression;
pub mod field;
pub mod field_at_cursor;
pub mod parsed;
mod repair;
