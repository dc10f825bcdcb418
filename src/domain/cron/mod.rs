//! The appliance's cron dialect: parser, firings, descriptions, warnings, and the model of the simple editor.

pub mod describe;
pub mod editor;
pub mod firing;
pub mod parse;
pub mod warning;

pub use describe::{Sentence, describe, describe_at_offset, sentence};
pub use editor::CronBuilder;
pub use firing::frequency::Frequency;
pub use firing::preview::{Active, Clocks, Preview, next_firing, preview};
pub use firing::timetable::Timetable;
pub use parse::canonical::canonical;
pub use parse::dialect::parse;
pub use parse::error::{CronError, CronErrors, CronFix, CronRule};
pub use parse::expression::{DayRule, Expression};
pub use parse::field::{CronField, FieldValues};
pub use parse::field_at_cursor::field_at;
pub use parse::parsed::{ParsedCron, StoredExpression, parse_stored};
pub use warning::{Circumstances, CronWarning, warnings};
