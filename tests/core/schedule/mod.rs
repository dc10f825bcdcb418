mod day_ahead;
mod draft;
mod next_firings;
mod requests;
mod spec;
mod status;
mod table;
mod wizard;
