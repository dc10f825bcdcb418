//! Firings of an expression: the timetable of a day, the iterator over instants, the preview, the frequency.

pub mod frequency;
pub mod iter;
pub mod preview;
pub mod timetable;
