//! The only modules that call the browser (with `api::fetch`): clock, zone, storage, history, focus, announcements, timers,
//! spellings of characters.

pub mod announce;
pub mod broadcast;
pub mod clipboard;
pub mod clock;
pub mod dom;
pub mod file;
pub mod focus;
pub mod history;
pub mod html;
pub mod intl_zone;
pub mod number;
pub mod page;
pub mod panic;
pub mod storage;
pub mod timer;
pub mod unicode;
pub mod zone;
