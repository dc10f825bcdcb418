//! The frame around every page.

pub mod page_title;
pub mod shell;
