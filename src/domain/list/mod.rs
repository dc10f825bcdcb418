//! Lists of the API: rows, the collector of pages, rows that stay in place, sorting, and the order in which they came.

pub mod collector;
pub mod order;
pub mod row;
pub mod sort;
pub mod stable_rows;
