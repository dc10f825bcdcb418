//! The minutes of a day at which something fires, of any shape: a local day may not be minutes times hours.

use super::words::HOUR;
use crate::domain::cron::parse::field::FieldValues;

/// Minutes of the day, in order.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Clock(Vec<u16>);

/// Minutes of the hour that fire in each of some hours.
pub(super) struct Block {
    pub minutes: FieldValues,
    pub hours: FieldValues,
}

impl Clock {
    /// Every minute in every hour.
    pub fn of(minutes: FieldValues, hours: FieldValues) -> Self {
        let mut all = Vec::new();
        for hour in hours.iter() {
            for minute in minutes.iter() {
                all.push(u16::from(hour) * HOUR + u16::from(minute));
            }
        }
        Self(all)
    }

    /// Minutes of a day that another clock calls by other numbers: in order but for one place where midnight is passed, if any.
    pub fn turned(mut minutes: Vec<u16>) -> Self {
        let begin = minutes.iter().zip(minutes.iter().skip(1)).position(|(a, b)| a > b);
        if let Some(last) = begin {
            minutes.rotate_left(last + 1);
        }
        Self(minutes)
    }

    /// The minutes of the day, in order.
    pub fn minutes(&self) -> &[u16] {
        &self.0
    }

    /// The fewest blocks that make it up, in the order of their first times: minutes of the hour with the same hours go together.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut done = FieldValues::NONE;
        for at in &self.0 {
            let minute = (at % HOUR) as u8;
            if done.has(minute) {
                continue;
            }
            done = done.with(minute);
            let mut hours = FieldValues::NONE;
            for other in &self.0 {
                if other % HOUR == at % HOUR {
                    hours = hours.with((other / HOUR) as u8);
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
