//! Minutes of the day at which an expression fires. A local day need not be a product of minutes and hours, unlike a day in UTC.

use super::words::HOUR_MINUTES;
use crate::domain::cron::parse::field::FieldValues;

/// Minutes of the day, ascending.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct DayMinutes(Vec<u16>);

/// Minutes of the hour that fire in each of some hours.
pub(super) struct Block {
    pub minutes: FieldValues,
    pub hours: FieldValues,
}

impl DayMinutes {
    /// Every given minute in every given hour.
    pub fn of(minutes: FieldValues, hours: FieldValues) -> Self {
        let mut all = Vec::new();
        for hour in hours.iter() {
            for minute in minutes.iter() {
                all.push(u16::from(hour) * HOUR_MINUTES + u16::from(minute));
            }
        }
        Self(all)
    }

    /// Minutes of the day after a shift to another clock: ascending except for at most one place where they pass midnight.
    pub fn turned(mut minutes: Vec<u16>) -> Self {
        let begin = minutes.iter().zip(minutes.iter().skip(1)).position(|(a, b)| a > b);
        if let Some(last) = begin {
            minutes.rotate_left(last + 1);
        }
        Self(minutes)
    }

    /// The minutes of the day, ascending.
    pub fn minutes(&self) -> &[u16] {
        &self.0
    }

    /// The fewest blocks that cover all minutes, by first time. Hours with the same minutes share a block.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut done = FieldValues::NONE;
        for at in &self.0 {
            let minute = (at % HOUR_MINUTES) as u8;
            if done.has(minute) {
                continue;
            }
            done = done.with(minute);
            let mut hours = FieldValues::NONE;
            for other in &self.0 {
                if other % HOUR_MINUTES == at % HOUR_MINUTES {
                    hours = hours.with((other / HOUR_MINUTES) as u8);
                }
            }
            match blocks.iter_mut().find(|block| block.hours == hours) {
                Some(block) => block.minutes = block.minutes.with(minute),
                None => blocks.push(Block { minutes: FieldValues::NONE.with(minute), hours }),
            }
        }
        blocks
    }
}
