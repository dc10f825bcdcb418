//! The clocks of any zone that the browser knows. It tells the time there and not the offset, so that is worked out.

use std::cell::RefCell;
use std::rc::Rc;

use chrono::{DateTime, NaiveDate, Utc};
use js_sys::Function;
use wasm_bindgen::JsValue;

use super::zone::{Zone, make_format};
use crate::domain::time::Instant;
use crate::domain::time::zone::{CachedOffsets, MAX_OFFSET_SPAN_MS, UtcOffsets};

/// A time in digits: `28/03/2027, 03:00:00`.
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
    /// None if the browser does not know the zone, or writes its time in a way that we do not read.
    fn open(zone: &Zone) -> Option<Self> {
        let zone = Self { format: make_format(zone, DIGITS)? };
        // 3 February 2001, 04:05:06: whoever takes the day for the month is far off.
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
        // What is farther from UTC than any clock was misread.
        i32::try_from(offset).ok().filter(|_| offset.abs() * 1_000 < MAX_OFFSET_SPAN_MS)
    }
}

impl UtcOffsets for IntlZone {
    fn offset_at(&self, at: Instant) -> i32 {
        // What was read when the zone was opened is read at any other instant of the calendar, too.
        self.read(at).unwrap_or_default()
    }
}

/// A zone that was asked for, and its clocks if the browser knows it.
type CachedZone = (Zone, Option<Rc<dyn UtcOffsets>>);

thread_local! {
    // One for each zone that was ever asked for, with what the browser has answered: a question costs microseconds.
    static OPEN: RefCell<Vec<CachedZone>> = const { RefCell::new(Vec::new()) };
}

/// The clocks of a zone; none if the browser does not know it.
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
