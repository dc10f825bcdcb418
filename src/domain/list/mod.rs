//! Lists of the API: rows, the collector of pages, rows that stay in place, sorting.

pub mod collector;
pub mod row;
pub mod sort;
pub mod stable_rows;
