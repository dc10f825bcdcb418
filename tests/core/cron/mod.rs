mod editor;
mod local_time;
mod parse;
mod preview;
mod properties;
mod sentences;
mod timetable;
mod warnings;
