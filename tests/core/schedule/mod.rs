mod day_ahead;
mod draft;
mod requests;
mod spec;
mod status;
mod table;
mod wizard;
