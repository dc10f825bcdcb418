//! Clocks by the tz database, which the console does not carry: the oracle of its own clocks.
#![allow(dead_code, reason = "a bench uses a part of it")]

use std::cell::Cell;

use chrono::{Offset, TimeZone};
use chrono_tz::Tz;
use keysync::domain::time::Instant;
use keysync::domain::time::zone::UtcOffsets;

/// Zones with oddities: half and quarter hours, half-hour changes, a change at midnight, a skipped day, changes at Ramadan, winter
/// time that counts as the change, no change at all.
pub const ZONES: [Tz; 14] = [
    Tz::UTC,
    Tz::Europe__Berlin,
    Tz::Europe__Dublin,
    Tz::America__New_York,
    Tz::America__St_Johns,
    Tz::America__Santiago,
    Tz::America__Sao_Paulo,
    Tz::Asia__Kolkata,
    Tz::Asia__Kathmandu,
    Tz::Asia__Tehran,
    Tz::Australia__Lord_Howe,
    Tz::Pacific__Apia,
    Tz::Pacific__Chatham,
    Tz::Africa__Casablanca,
];

/// A zone of the tz database that counts how often it is asked.
pub struct Counting {
    pub tz: Tz,
    pub asked: Cell<usize>,
}

impl Counting {
    pub fn new(tz: Tz) -> Counting {
        Counting { tz, asked: Cell::new(0) }
    }
}

impl UtcOffsets for Counting {
    fn offset_at(&self, at: Instant) -> i32 {
        self.asked.set(self.asked.get() + 1);
        offset(self.tz, at)
    }
}

pub fn offset(tz: Tz, at: Instant) -> i32 {
    tz.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}
