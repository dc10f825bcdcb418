//! The requests for the last runs of single schedules. One request names several schedules (`job_config_id` repeated) and so
//! brings most of their last runs; an appliance may read only one of the names or refuse them (API.md §9 Q38), which its answers
//! show, and then each schedule gets a request of its own. Only such a request can say that a schedule has no run.

use std::collections::{HashMap, HashSet};

use super::summary::RunSummary;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::list::order::is_newest_first;
use crate::domain::time::Instant;

/// Most schedules of one request, so that its address stays below 2 kB.
const MOST_NAMED: usize = 25;

/// The answer to a request for several schedules.
#[derive(Clone, Copy, Debug)]
pub enum GroupAnswer<'a> {
    /// The runs that came, and the appliance's count of those that match.
    Runs { runs: &'a [RunSummary], total: u64 },
    /// The appliance refused the request as such.
    Refused,
    /// The request failed for another reason.
    Failed,
}

/// The requests in flight, and the experience with former ones.
#[derive(Clone, Debug, Default)]
pub struct LastRunRequests {
    in_flight: HashSet<ScheduleId>,
    /// Schedules that the answer to a group left open, with the oldest run of that answer: by itself, each would have come after it.
    alone: HashMap<ScheduleId, Option<Instant>>,
    /// True once an answer has shown that the appliance does not read several names.
    is_single: bool,
}

impl LastRunRequests {
    /// Gives the requests for these schedules, but for those in flight: a request for one schedule is for its newest run, one for
    /// several is for as many runs as schedules.
    #[must_use]
    pub fn next(&mut self, missing: impl IntoIterator<Item = ScheduleId>) -> Vec<Vec<ScheduleId>> {
        let fresh: Vec<ScheduleId> = missing.into_iter().filter(|id| self.in_flight.insert(id.clone())).collect();
        let (alone, group): (Vec<_>, Vec<_>) = fresh.into_iter().partition(|id| self.is_single || self.alone.contains_key(id));
        let groups = group.chunks(MOST_NAMED).map(<[ScheduleId]>::to_vec);
        groups.chain(alone.into_iter().map(|id| vec![id])).collect()
    }

    /// Takes the answer to the request for one schedule. After an error the schedule is eligible again.
    pub fn end(&mut self, id: &ScheduleId, newest: Option<&RunSummary>) {
        self.in_flight.remove(id);
        if let (Some(oldest), Some(run)) = (self.alone.get(id), newest) {
            self.is_single |= run.made > *oldest;
        }
    }

    /// Takes the answer to the request for several schedules, and gives the last run of each that it shows.
    pub fn end_group<'a>(&mut self, asked: &[ScheduleId], answer: GroupAnswer<'a>) -> Vec<(ScheduleId, &'a RunSummary)> {
        for id in asked {
            self.in_flight.remove(id);
        }
        let (runs, total) = match answer {
            GroupAnswer::Runs { runs, total } => (runs, total),
            GroupAnswer::Refused => {
                self.is_single = true;
                return Vec::new();
            }
            GroupAnswer::Failed => return Vec::new(),
        };
        let times: Vec<_> = runs.iter().map(|run| run.made).collect();
        let mut found: HashMap<&ScheduleId, &RunSummary> = HashMap::new();
        if runs.len() as u64 >= total || is_newest_first(&times) {
            for run in runs {
                let Some(id) = asked.iter().find(|id| run.schedule.as_ref() == Some(*id)) else { continue };
                let held = found.entry(id).or_insert(run);
                if run.made > held.made {
                    *held = run;
                }
            }
        }
        // A group whose runs are mostly those of few schedules is not worth another.
        if found.len() * 2 < asked.len() {
            let oldest = times.into_iter().flatten().min();
            self.alone.extend(asked.iter().filter(|id| !found.contains_key(id)).map(|id| (id.clone(), oldest)));
        }
        found.into_iter().map(|(id, run)| (id.clone(), run)).collect()
    }
}
