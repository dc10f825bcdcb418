//! Controls for typed and chosen values.

mod choice;
mod combobox;
mod error_summary;
mod field;
mod search_box;
pub(super) mod select;
mod text_input;

pub use choice::*;
pub use combobox::*;
pub use error_summary::*;
pub use field::*;
pub use search_box::*;
pub use select::*;
pub use text_input::*;
