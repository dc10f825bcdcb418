//! The appliance's cron dialect: reading it, its firings, its words, and the model of the editor.

pub mod builder;
pub mod canonical;
pub mod caret;
mod crowd;
pub mod describe;
pub mod dialect;
pub mod error;
pub mod expression;
pub mod field;
pub mod frequency;
pub mod local;
pub mod preview;
mod repair;
pub mod timetable;
pub mod understood;
pub mod walk;
pub mod warning;

pub use builder::Builder;
pub use canonical::canonical;
pub use caret::field_at;
pub use describe::{Sentence, describe, describe_at_offset, sentence};
pub use dialect::parse;
pub use error::{CronError, CronErrors, Fix, Rule};
pub use expression::{DayRule, Expression};
pub use field::{Field, Values};
pub use frequency::Frequency;
pub use preview::{Active, Clocks, Preview, next_firing, preview};
pub use timetable::Timetable;
pub use understood::Cron;
pub use warning::{Circumstances, Warning, warnings};
