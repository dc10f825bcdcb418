//! The minutes of a day at which something fires, of any shape: a local day may not be minutes times hours.

use super::words::{DAY, HOUR};
use crate::domain::cron::field::{Field, Values};

/// Minutes of the day, in order.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Clock(Vec<u16>);

/// Minutes of the hour that fire in each of some hours.
pub(super) struct Block {
    pub minutes: Values,
    pub hours: Values,
}

impl Clock {
    /// Every minute in every hour.
    pub fn of(minutes: Values, hours: Values) -> Self {
        let in_hour = |hour: u8| minutes.iter().map(move |minute| u16::from(hour) * HOUR + u16::from(minute));
        Self(hours.iter().flat_map(in_hour).collect())
    }

    /// These minutes of the day, in any order.
    pub fn at(minutes: impl Iterator<Item = u16>) -> Self {
        let mut minutes: Vec<u16> = minutes.map(|minute| minute % DAY).collect();
        minutes.sort_unstable();
        minutes.dedup();
        Self(minutes)
    }

    /// The minutes of the day, in order.
    pub fn minutes(&self) -> &[u16] {
        &self.0
    }

    /// The fewest blocks that make it up, in the order of their first times: minutes of the hour with the same hours go together.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        for minute in Values::all(Field::Minute).iter() {
            let here = self.0.iter().filter(|at| **at % HOUR == u16::from(minute));
            let hours: Values = here.filter_map(|at| u8::try_from(at / HOUR).ok()).collect();
            match blocks.iter_mut().find(|block| block.hours == hours) {
                _ if hours.is_empty() => {}
                Some(block) => block.minutes = block.minutes.with(minute),
                None => blocks.push(Block { minutes: Values::NONE.with(minute), hours }),
            }
        }
        blocks.sort_by_key(|block| (block.hours.iter().next(), block.minutes.iter().next()));
        blocks
    }
}
