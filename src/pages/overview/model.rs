//! Facts computed schedule by schedule: the firings of the day ahead, and the missed runs. A task handles a few of thousands of
//! schedules, so that nothing on the page waits.

use std::collections::HashMap;

use crate::data::context::AppContext;
use crate::data::signed_in::SignedInContext;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::name::Name;
use crate::domain::run::last_runs::LastRuns;
use crate::domain::run::missed_runs::{MissedRuns, Window};
use crate::domain::run::summary::RunSummary;
use crate::domain::schedule::day_ahead::{DayAhead, Hour};
use crate::domain::schedule::table::TableRow;
use crate::domain::time::{Instant, after};
use crate::platform::{clock as now, timer};
use crate::reactive::*;
use crate::state::preferences::Preferences;

/// How many steps of the calendar are taken in one task: a few milliseconds.
const STEPS: usize = 1_500;
/// How far back runs count as missed.
const BACK_MS: i64 = 24 * 60 * 60 * 1_000;

/// A schedule with delayed, late or missed runs.
#[derive(Clone, Debug, PartialEq)]
pub struct MissedBySchedule {
    pub id: ScheduleId,
    pub name: Name,
    pub found: MissedRuns,
}

/// The computed facts of the overview.
#[derive(Clone, Copy)]
pub struct OverviewModel {
    /// The hours ahead; `None` before the first computation.
    pub hours: RwSignal<Option<Vec<Hour>>>,
    /// The schedules with delayed, late or missed runs.
    pub not_in_time: RwSignal<Vec<MissedBySchedule>>,
}

struct Work {
    rows: Vec<TableRow>,
    runs: HashMap<ScheduleId, Vec<Instant>>,
    reach: Option<Instant>,
    /// When the runs were read; later ones are unknown. `None` until the first read.
    read_at: Option<Instant>,
    next: usize,
    day: DayAhead,
    not_in_time: Vec<MissedBySchedule>,
}

impl OverviewModel {
    /// Starts the computation, and repeats it when schedules or runs change.
    pub fn start() -> Self {
        let schedules = SignedInContext::expect().schedules;
        let preferences = AppContext::expect().preferences;
        let model = Self { hours: RwSignal::new(None), not_in_time: RwSignal::new(Vec::new()) };
        let work = StoredValue::new_local(None::<Work>);
        let pause = timer::Slot::new();
        let clock = AppContext::expect().clock;
        // Once a minute is enough: the hours ahead move slowly.
        let minute = memo(move || clock.minute().timestamp() / 60);
        // The hours ahead do not wait for runs that cannot be read.
        let has_runs = move || schedules.newest.has_loaded.get() || schedules.newest.error.with(Option::is_some);
        let is_ready = memo(move || schedules.complete.get() && has_runs());
        effect(move || {
            minute.track();
            preferences.appliance_zone.track();
            if !is_ready.get() {
                return;
            }
            let rows = schedules.rows.get();
            let (runs, reach) = schedules.newest.last_runs.with(|runs| (by_schedule(runs.recent()), runs.recent_since()));
            let now = now::now();
            // Runs that came in another order say nothing about those that did not come.
            let is_unordered = schedules.newest.last_runs.with_untracked(LastRuns::is_unordered);
            let is_known = !is_unordered && schedules.newest.has_loaded.get_untracked();
            let read_at = schedules.newest.as_of.get_untracked().filter(|_| is_known);
            let day = DayAhead::from(now);
            work.set_value(Some(Work { rows, runs, reach, read_at, next: 0, day, not_in_time: Vec::new() }));
            pause.after(0, move || model.go_on(work, pause, preferences));
        });
        model
    }

    fn go_on(self, work: StoredValue<Option<Work>, LocalStorage>, pause: timer::Slot, preferences: Preferences) {
        let Some(Some(mut held)) = work.try_update_value(Option::take) else { return };
        let appliance = untrack(|| preferences.appliance_clocks());
        let mut steps = 0;
        while steps < STEPS
            && let Some(row) = held.rows.get(held.next)
        {
            held.next += 1;
            let (Some(schedule), Some(cron)) = (row.row.good(), row.cron()) else { continue };
            steps += held.day.add(schedule, cron, &*appliance);
            let Some(read_at) = held.read_at else { continue };
            let enqueued = held.runs.get(&schedule.id).map(Vec::as_slice).unwrap_or_default();
            let window = Window { enqueued, reach: held.reach, since: after(read_at, -BACK_MS) };
            let found = MissedRuns::of(schedule, cron, &*appliance, window, read_at);
            steps += found.fired;
            if !found.is_in_time() {
                held.not_in_time.push(MissedBySchedule { id: schedule.id.clone(), name: schedule.name.clone(), found });
            }
        }
        if held.next < held.rows.len() {
            let _ = work.try_set_value(Some(held));
            return pause.after(0, move || self.go_on(work, pause, preferences));
        }
        let hours = held.day.finished();
        if self.hours.try_with_untracked(|known| known.as_ref() != Some(&hours)).unwrap_or(false) {
            let _ = self.hours.try_set(Some(hours));
        }
        if self.not_in_time.try_with_untracked(|known| *known != held.not_in_time).unwrap_or(false) {
            let _ = self.not_in_time.try_set(held.not_in_time);
        }
    }
}

fn by_schedule(runs: &[std::sync::Arc<RunSummary>]) -> HashMap<ScheduleId, Vec<Instant>> {
    let mut found: HashMap<ScheduleId, Vec<Instant>> = HashMap::new();
    for run in runs {
        if let (Some(schedule), Some(at)) = (&run.schedule, run.at()) {
            found.entry(schedule.clone()).or_default().push(at);
        }
    }
    found
}
