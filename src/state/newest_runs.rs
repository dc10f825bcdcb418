//! The last run of each schedule, as far as the newest runs tell, and one question each for those on screen that they do not.

use crate::reactive::*;

use super::session::SessionContext;
use crate::api::runs::RunQuery;
use crate::domain::id::ScheduleId;
use crate::domain::last_run::{LastRuns, Reading};
use crate::domain::row::Row;

const PAGE: u64 = 100;
const IN_FLIGHT: usize = 4;

/// The newest runs of the domain.
#[derive(Clone, Copy)]
pub struct NewestRuns {
    session: SessionContext,
    /// What is known.
    pub known: RwSignal<LastRuns>,
    /// Whether the newest runs have been read once: before that, no single schedule is asked for.
    pub settled: RwSignal<bool>,
    asked: StoredValue<Vec<ScheduleId>>,
    waiting: StoredValue<Vec<ScheduleId>>,
    in_flight: StoredValue<usize>,
}

impl NewestRuns {
    /// Nothing known yet; in the present owner.
    #[must_use]
    pub fn new() -> Self {
        Self {
            session: SessionContext::expect(),
            known: RwSignal::new(LastRuns::default()),
            settled: RwSignal::new(false),
            asked: StoredValue::new(Vec::new()),
            waiting: StoredValue::new(Vec::new()),
            in_flight: StoredValue::new(0),
        }
    }

    /// Reads the newest runs, page after page until it meets what is known.
    pub fn read(self) {
        self.read_from(0);
    }

    fn read_from(self, skip: u64) {
        let client = self.session.client();
        spawn_local(async move {
            let query = RunQuery { skip, limit: PAGE, sort: Some("-createdAt".to_owned()), ..RunQuery::default() };
            // Without the newest runs the column says so; the schedules themselves are there.
            let Ok(page) = client.runs().list(&query).await else { return };
            let reading = self.known.try_maybe_update(|runs| {
                let before = runs.clone();
                let reading = runs.absorb(&page.items, skip, page.total);
                (*runs != before, reading)
            });
            match reading {
                Some(Reading::More { skip }) => self.read_from(skip),
                Some(Reading::Done) if self.settled.try_get_untracked() == Some(false) => {
                    let _ = self.settled.try_set(true);
                }
                _ => {}
            }
        });
    }

    /// Asks for the last run of these schedules, 4 at a time; one that is being asked for is not asked for twice.
    pub fn ask(self, of: Vec<ScheduleId>) {
        for id in of {
            let is_new = self.asked.try_update_value(|asked| {
                let is_new = !asked.contains(&id);
                if is_new {
                    asked.push(id.clone());
                }
                is_new
            });
            if is_new == Some(true) {
                let _ = self.waiting.try_update_value(|waiting| waiting.push(id));
            }
        }
        self.ask_waiting();
    }

    fn ask_waiting(self) {
        while self.in_flight.try_get_value().is_some_and(|count| count < IN_FLIGHT) {
            let Some(id) = self.waiting.try_update_value(Vec::pop).flatten() else { return };
            let _ = self.in_flight.try_update_value(|count| *count += 1);
            let client = self.session.client();
            spawn_local(async move {
                let query =
                    RunQuery { limit: 1, sort: Some("-createdAt".to_owned()), schedule: Some(id.clone()), ..RunQuery::default() };
                let answer = client.runs().list(&query).await;
                let _ = self.in_flight.try_update_value(|count| *count = count.saturating_sub(1));
                // What is answered is known; what is not is asked again when it is next on screen.
                let _ = self.asked.try_update_value(|asked| asked.retain(|other| *other != id));
                if let Ok(page) = answer {
                    let _ = self.known.try_update(|runs| runs.answer(&id, page.items.first().and_then(Row::good)));
                }
                self.ask_waiting();
            });
        }
    }
}

impl Default for NewestRuns {
    fn default() -> Self {
        Self::new()
    }
}
