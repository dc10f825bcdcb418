//! What fires in the next 24 hours, hour by hour.

use super::Schedule;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::cron::firing::iter::{FiringEvent, FiringIter};
use crate::domain::cron::{Active, ParsedCron};
use crate::domain::time::zone::UtcOffsets;
use crate::domain::time::{Instant, after, ms_between};

const HOUR_MS: i64 = 60 * 60 * 1_000;
/// The hour under way and the 24 that follow: the last one ends with the day ahead.
const HOURS: usize = 25;
const DAY_MS: i64 = 24 * HOUR_MS;

/// What fires in one hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hour {
    /// Its beginning.
    pub begins: Instant,
    /// How many firings.
    pub firings: usize,
    /// The schedules that fire, each with its first firing in this hour, in the order of these.
    pub schedules: Vec<(Instant, ScheduleId, String)>,
}

/// The hours, to be filled schedule by schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayAhead {
    now: Instant,
    hours: Vec<Hour>,
}

impl DayAhead {
    /// Nothing fires yet.
    #[must_use]
    pub fn from(now: Instant) -> DayAhead {
        let first = now.timestamp_millis().rem_euclid(HOUR_MS);
        let begin = after(now, -first);
        let hour =
            |n: usize| Hour { begins: after(begin, i64::try_from(n).unwrap_or(0) * HOUR_MS), firings: 0, schedules: Vec::new() };
        DayAhead { now, hours: (0..HOURS).map(hour).collect() }
    }

    /// Adds the firings of a schedule, if it is on. How many steps that took, for who must not take too many at once.
    pub fn add(&mut self, schedule: &Schedule, cron: &ParsedCron, appliance: &dyn UtcOffsets) -> usize {
        let (Some(timetable), Ok(Active::On { start, end })) = (cron.timetable(), schedule.active()) else { return 1 };
        let until = after(self.now, DAY_MS);
        let until = end.map_or(until, |end| until.min(end));
        // One that begins later is walked from there: what fires before its start does not count.
        let from = start.map_or(self.now, |start| after(start, -1).max(self.now));
        let mut steps = 1;
        for step in FiringIter::new(timetable, appliance, from).take_while(|step| step.instant() <= until) {
            steps += 1;
            if let FiringEvent::Fires { at, .. } = step {
                self.count(at, schedule);
            }
        }
        steps
    }

    fn count(&mut self, at: Instant, schedule: &Schedule) {
        let Some(first) = self.hours.first().map(|hour| hour.begins) else { return };
        let place = usize::try_from(ms_between(first, at).div_euclid(HOUR_MS)).ok();
        let Some(hour) = place.and_then(|place| self.hours.get_mut(place)) else { return };
        hour.firings += 1;
        // A schedule's firings come in order: if it fired in this hour before, it is the last that was added by it.
        if hour.schedules.last().is_none_or(|(_, id, _)| *id != schedule.id) {
            hour.schedules.push((at, schedule.id.clone(), schedule.name.clone()));
        }
    }

    /// The hours, in order, with the schedules of each in the order in which they fire.
    #[must_use]
    pub fn finished(mut self) -> Vec<Hour> {
        for hour in &mut self.hours {
            let found = std::mem::take(&mut hour.schedules);
            hour.schedules =
                crate::domain::list::sort::sorted(found, |one, other| one.0.cmp(&other.0).then_with(|| one.2.cmp(&other.2)));
        }
        self.hours
    }
}
