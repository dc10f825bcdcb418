mod collector;
mod stable_rows;
