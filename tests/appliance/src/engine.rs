//! The engine: fires schedules minute by minute, and moves runs and direct jobs to their end over seconds.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::appliance::Appliance;
use crate::calls::Refusal;
use crate::clock::{MINUTE, Moment};
use crate::ids::{Dice, random_uuid};
use crate::plan::{Circumstances, Plan};
use crate::runs::{self, NewRun};
use crate::schedule::{self, Schedule};
use crate::{containers, nodes, sync_job};

/// Work that progresses, by id.
#[derive(Clone, Debug)]
pub enum Work {
    /// A run of a schedule.
    Run(String),
    /// A direct job.
    Job(String),
}

/// A change that is due at some time.
enum Step {
    /// Some more targets are done.
    Forward {
        work: Work,
        plan: Arc<Plan>,
        /// How many targets are finished after this step.
        done: usize,
        /// Whether the step ends the work.
        last: bool,
    },
    /// The end of a direct job that was cancelled.
    Cancelled(String),
}

/// The steps to come, in memory only: runs and direct jobs in progress end as aborted when the process ends.
#[derive(Default)]
pub struct Engine {
    agenda: Mutex<BTreeMap<(Instant, u64), Step>>,
    /// The start of the last minute whose firings have runs, in nanoseconds since 1970.
    fired: AtomicI64,
}

/// The largest number of steps in which targets are reported.
const STEPS: usize = 12;
/// The latest time of the first step, whatever the whole duration: work that is slow on request begins at once.
const LATEST_BEGIN: Duration = Duration::from_millis(700);
/// How often the engine looks for due steps.
const BEAT: Duration = Duration::from_millis(50);

impl Engine {
    /// Takes the firings up to `now` as run, as those of the seeded history are.
    pub fn has_fired(&self, now: Moment) {
        self.fired.store(now.minute().0, Ordering::Relaxed);
    }

    /// Starts a run of each schedule. The runs are on disk when this returns; they progress after `queue`.
    ///
    /// Returns the ids of the runs.
    ///
    /// # Errors
    /// Errors of the database.
    pub fn run(&self, appliance: &Appliance, fired: &[Schedule], now: Moment, queue: Duration) -> Result<Vec<String>, Refusal> {
        let settings = appliance.settings();
        let started = appliance.store.write(|db| {
            let mut stocks = HashMap::new();
            let mut started = Vec::new();
            for schedule in fired {
                let id = random_uuid();
                let mut dice = Dice::of(&id);
                let cloud = schedule.params["cloud_name"].as_str().unwrap_or_default();
                let stock = match stocks.entry((&schedule.domain, cloud)) {
                    std::collections::hash_map::Entry::Occupied(held) => held.into_mut(),
                    std::collections::hash_map::Entry::Vacant(gap) => {
                        gap.insert(containers::of_cloud(db, &schedule.domain, cloud)?)
                    }
                };
                let node = node(&schedule.run_on, &settings.nodes, &mut dice);
                let plan = Plan::make(
                    &Circumstances {
                        name: &schedule.name,
                        operation: &schedule.operation,
                        params: &schedule.params,
                        containers: stock,
                        gone_node: node.is_none().then_some(schedule.run_on.as_str()),
                        unknown_status: settings.unknown_status,
                    },
                    &mut dice,
                );
                let params = schedule.params.to_string();
                runs::insert(
                    db,
                    &NewRun {
                        id: &id,
                        domain: &schedule.domain,
                        enqueued: now,
                        updated: now,
                        schedule: &schedule.id,
                        name: &schedule.name,
                        description: &schedule.description,
                        operation: &schedule.operation,
                        params: &params,
                        status: "scheduled",
                        node: node.as_deref().unwrap_or("local-node"),
                        targets: None,
                        error: None,
                    },
                )?;
                started.push((id, Arc::new(plan), dice));
            }
            Ok::<_, Refusal>(started)
        })?;
        let mut ids = Vec::new();
        for (id, plan, mut dice) in started {
            let total = length(settings.run_seconds, appliance.time_scale, &mut dice);
            self.follow(&Work::Run(id.clone()), &plan, queue, total);
            ids.push(id);
        }
        Ok(ids)
    }

    /// Makes work progress by its plan: it begins after `queue` and takes `total` from then on.
    pub fn follow(&self, work: &Work, plan: &Arc<Plan>, queue: Duration, total: Duration) {
        let steps = plan.targets.len().clamp(1, STEPS);
        let mut agenda = self.agenda();
        let start = Instant::now() + queue;
        let mut add = |at: Duration, done: usize, last: bool| {
            let order = agenda.len() as u64;
            let step = Step::Forward { work: work.clone(), plan: Arc::clone(plan), done, last };
            agenda.insert((start + at, order), step);
        };
        add(total.mul_f64(0.1).min(LATEST_BEGIN), 0, false);
        for step in 1..=steps {
            let at = total.mul_f64(0.1 + 0.8 * step as f64 / steps as f64);
            let done = plan.targets.len() * step / steps;
            let never = !plan.ends && step == steps;
            add(at, if never { done.saturating_sub(1) } else { done }, false);
        }
        if plan.ends {
            add(total, plan.targets.len(), true);
        }
    }

    /// Ends a cancelled job after some time.
    pub fn end_cancelled(&self, job: &str, after: Duration) {
        let mut agenda = self.agenda();
        let order = agenda.len() as u64;
        agenda.insert((Instant::now() + after, order), Step::Cancelled(job.to_owned()));
    }

    /// Drops every step to come.
    pub fn forget(&self) {
        self.agenda().clear();
    }

    fn agenda(&self) -> MutexGuard<'_, BTreeMap<(Instant, u64), Step>> {
        self.agenda.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_due(&self) -> Vec<Step> {
        let mut agenda = self.agenda();
        let later = agenda.split_off(&(Instant::now(), u64::MAX));
        std::mem::replace(&mut *agenda, later).into_values().collect()
    }
}

/// The duration of work: the requested seconds, or a random duration if these are 0.
pub fn length(asked: f64, time_scale: f64, dice: &mut Dice) -> Duration {
    if asked > 0.0 {
        return Duration::from_secs_f64(asked);
    }
    Duration::from_millis(3000 + dice.below(4000)).div_f64(time_scale)
}

/// The node of a run, or `None` if the requested one is gone.
fn node(run_on: &str, members: &[nodes::Node], dice: &mut Dice) -> Option<String> {
    match (run_on, members) {
        ("any" | "" | "local-node", []) => Some("local-node".to_owned()),
        ("any" | "", members) => Some(members[usize::try_from(dice.below(members.len() as u64)).unwrap_or(0)].id.clone()),
        _ => members.iter().find(|node| node.id == run_on).map(|node| node.id.clone()),
    }
}

/// Starts the engine's thread, which lives as long as another owner of the appliance does.
pub fn start(appliance: &Arc<Appliance>) {
    appliance.engine.has_fired(appliance.clock.now());
    let held = Arc::downgrade(appliance);
    std::thread::spawn(move || {
        while let Some(appliance) = held.upgrade() {
            if let Err(why) = progress(&appliance).and_then(|()| tick(&appliance)) {
                eprintln!("the engine could not go on: {why:?}");
            }
            drop(appliance);
            std::thread::sleep(BEAT);
        }
    });
}

fn progress(appliance: &Appliance) -> Result<(), Refusal> {
    let due = appliance.engine.take_due();
    if due.is_empty() {
        return Ok(());
    }
    let now = appliance.clock.now();
    appliance.store.write(|db| {
        for step in due {
            match step {
                Step::Forward { work: Work::Run(id), plan, done, last } => {
                    let shown = plan.shown(done);
                    let (status, error) = match last {
                        true => (plan.status.as_str(), plan.error.as_deref()),
                        false => ("in_progress", None),
                    };
                    runs::advance(db, &id, status, shown.as_deref(), error, now)?;
                }
                Step::Forward { work: Work::Job(id), plan, done, last } => {
                    let status = last.then_some(plan.status.as_str());
                    sync_job::advance(db, &id, &sync_job::detailed(&plan.targets[..done]), status, now)?;
                }
                Step::Cancelled(id) => sync_job::end_cancelled(db, &id, now)?,
            }
        }
        Ok(())
    })
}

/// Fires the schedules of the minutes since the last call. A jump of the clock skips the minutes in between (API.md §9 Q22).
fn tick(appliance: &Appliance) -> Result<(), Refusal> {
    let now = appliance.clock.now();
    let minute = now.minute();
    let last = Moment(appliance.engine.fired.swap(minute.0, Ordering::Relaxed));
    if minute == last {
        return Ok(());
    }
    let first = if last < minute && minute.0 - last.0 <= 2 * MINUTE { last.plus(MINUTE) } else { minute };
    let schedules = schedule::enabled(&appliance.store.read())?;
    let mut at = first;
    while at <= minute {
        let fired: Vec<Schedule> = schedules.iter().filter(|schedule| schedule.fires(at)).cloned().collect();
        if !fired.is_empty() {
            let queue = Duration::from_millis(500).div_f64(appliance.time_scale);
            appliance.engine.run(appliance, &fired, now, queue)?;
        }
        at = at.plus(MINUTE);
    }
    Ok(())
}
