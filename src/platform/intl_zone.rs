//! Clocks of any zone that the browser knows. `Intl` gives the local time and not the offset, so the offset is computed from it.

use std::cell::RefCell;
use std::rc::Rc;

use chrono::{DateTime, NaiveDate, Utc};
use js_sys::Function;
use wasm_bindgen::JsValue;

use super::zone::{Zone, make_format};
use crate::domain::time::Instant;
use crate::domain::time::zone::{CachedOffsets, MAX_OFFSET_SPAN_MS, UtcOffsets};

/// Format options of a time in digits: `28/03/2027, 03:00:00`.
const DIGITS: &[(&str, &str)] = &[
    ("day", "2-digit"),
    ("month", "2-digit"),
    ("year", "numeric"),
    ("hour", "2-digit"),
    ("minute", "2-digit"),
    ("second", "2-digit"),
];

struct IntlZone {
    format: Function,
}

impl IntlZone {
    /// `None` if the browser does not know the zone, or writes its time in another format.
    fn open(zone: &Zone) -> Option<Self> {
        let zone = Self { format: make_format(zone, DIGITS)? };
        // 3 February 2001, 04:05:06: with day and month swapped the result would be far off and be refused.
        zone.read(DateTime::from_timestamp(981_173_106, 0)?).map(|_| zone)
    }

    fn read(&self, at: Instant) -> Option<i32> {
        let seconds = at.timestamp();
        #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 stay below 2^53")]
        let milliseconds = JsValue::from_f64((seconds * 1_000) as f64);
        let text = self.format.call1(&JsValue::UNDEFINED, &milliseconds).ok()?.as_string()?;
        let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse::<u32>().ok());
        let mut next = || numbers.next();
        let (day, month, year) = (next()?, next()?, next()?);
        let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
        let time = date.and_hms_opt(next()?, next()?, next()?)?;
        let offset = time.and_utc().timestamp() - seconds;
        // A value beyond any real offset comes from a misread format.
        i32::try_from(offset).ok().filter(|_| offset.abs() * 1_000 < MAX_OFFSET_SPAN_MS)
    }
}

impl UtcOffsets for IntlZone {
    fn offset_at(&self, at: Instant) -> i32 {
        // The format was verified when the zone was opened, so parsing works at every instant of the calendar.
        self.read(at).unwrap_or_default()
    }
}

/// A requested zone, and its clocks if the browser knows it.
type CachedZone = (Zone, Option<Rc<dyn UtcOffsets>>);

thread_local! {
    // One entry per requested zone, with the browser's answers: each call into `Intl` costs microseconds.
    static OPEN: RefCell<Vec<CachedZone>> = const { RefCell::new(Vec::new()) };
}

/// Gives the clocks of a zone; `None` if the browser does not know it.
#[must_use]
pub fn clocks(zone: &Zone) -> Option<Rc<dyn UtcOffsets>> {
    let found = OPEN.with_borrow(|open| open.iter().find(|(known, _)| known == zone).map(|(_, clocks)| clocks.clone()));
    found.unwrap_or_else(|| {
        let clocks: Option<Rc<dyn UtcOffsets>> = match zone {
            Zone::Utc => Some(Rc::new(Utc)),
            _ => IntlZone::open(zone).map(|zone| -> Rc<dyn UtcOffsets> { Rc::new(CachedOffsets::new(zone)) }),
        };
        OPEN.with_borrow_mut(|open| open.push((zone.clone(), clocks.clone())));
        clocks
    })
}
