//! Elements that show data.

mod badge;
mod banner;
mod code_block;
mod description_list;
mod pagination;
mod table;
mod tabs;
mod text;
mod time;

pub use badge::*;
pub use banner::*;
pub use code_block::*;
pub use description_list::*;
pub use pagination::*;
pub use table::*;
pub use tabs::*;
pub use text::*;
pub use time::*;
