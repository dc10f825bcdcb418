//! Firings of all schedules in the next 24 hours, hour by hour.

use super::Schedule;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::cron::firing::iter::{FiringEvent, FiringIter};
use crate::domain::cron::{Active, ParsedCron};
use crate::domain::name::Name;
use crate::domain::time::zone::UtcOffsets;
use crate::domain::time::{Instant, after, ms_between};

const HOUR_MS: i64 = 60 * 60 * 1_000;
/// The current hour and the next 24; the last one ends with the day ahead.
const HOURS: usize = 25;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Firings in one hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hour {
    /// Start of the hour.
    pub begins: Instant,
    /// Number of firings.
    pub firings: usize,
    /// Each schedule with its first firing in this hour, ascending.
    pub schedules: Vec<(Instant, ScheduleId, Name)>,
}

/// Hours that [`DayAhead::add`] fills, schedule by schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayAhead {
    now: Instant,
    hours: Vec<Hour>,
}

impl DayAhead {
    /// Starts the day at `now`, without firings.
    #[must_use]
    pub fn from(now: Instant) -> DayAhead {
        let first = now.timestamp_millis().rem_euclid(HOUR_MS);
        let begin = after(now, -first);
        let hour =
            |n: usize| Hour { begins: after(begin, i64::try_from(n).unwrap_or(0) * HOUR_MS), firings: 0, schedules: Vec::new() };
        DayAhead { now, hours: (0..HOURS).map(hour).collect() }
    }

    /// Adds the firings of a schedule, if it is on. Gives the number of steps, so that the caller can split the work over several
    /// tasks.
    pub fn add(&mut self, schedule: &Schedule, cron: &ParsedCron, appliance: &dyn UtcOffsets) -> usize {
        let (Some(timetable), Ok(Active::On { start, end })) = (cron.timetable(), schedule.active()) else { return 1 };
        let until = after(self.now, DAY_MS);
        let until = end.map_or(until, |end| until.min(end));
        // A schedule that starts later is searched from its start, since firings before it do not count.
        let from = start.map_or(self.now, |start| after(start, -1).max(self.now));
        let mut steps = 1;
        for step in FiringIter::new(timetable, cron.clocks(appliance), from).take_while(|step| step.instant() <= until) {
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
        // Firings of one schedule are consecutive: if the schedule is listed in this hour, it is the last entry.
        if hour.schedules.last().is_none_or(|(_, id, _)| *id != schedule.id) {
            hour.schedules.push((at, schedule.id.clone(), schedule.name.clone()));
        }
    }

    /// Gives the hours in order, each with its schedules by first firing.
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
