//! Thirty days of runs of the seeded schedules, as the engine would have created them.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::clock::{DAY, MINUTE, Moment, SECOND};
use crate::containers;
use crate::cron::Cron;
use crate::ids::Dice;
use crate::plan::{Circumstances, Plan};
use crate::runs::{self, NewRun};
use crate::schedule::Schedule;

const DAYS: i64 = 30;
/// The schedule whose newest run was cut short, so that the newest runs of all schedules cover every verdict.
const CUT_SHORT: &str = "salesforce-organizations";

/// Stores the runs, oldest first.
///
/// # Errors
/// Errors of the database.
pub fn fill(db: &Connection, schedules: &[Schedule], now: Moment) -> rusqlite::Result<()> {
    let mut stocks = HashMap::new();
    let mut fired: Vec<(Moment, &Schedule)> = Vec::new();
    for schedule in schedules {
        fired.extend(firings(schedule, now).into_iter().map(|at| (at, schedule)));
        let cloud = schedule.params["cloud_name"].as_str().unwrap_or_default();
        if let std::collections::hash_map::Entry::Vacant(gap) = stocks.entry((&schedule.domain, cloud)) {
            gap.insert(containers::of_cloud(db, &schedule.domain, cloud)?);
        }
    }
    fired.sort_by_key(|(at, schedule)| (*at, &schedule.id));
    let cut_short = fired.iter().rposition(|(_, schedule)| schedule.name == CUT_SHORT);
    for (number, (at, schedule)) in fired.into_iter().enumerate() {
        let mut dice = Dice::of(&format!("{} {}", schedule.id, at.0.div_euclid(MINUTE) - now.0.div_euclid(DAY) * 1440));
        let cloud = schedule.params["cloud_name"].as_str().unwrap_or_default();
        let given = Circumstances {
            name: &schedule.name,
            operation: &schedule.operation,
            params: &schedule.params,
            containers: stocks.get(&(&schedule.domain, cloud)).map_or(&[], Vec::as_slice),
            gone_node: (schedule.run_on != "any").then_some(schedule.run_on.as_str()),
            unknown_status: false,
        };
        let id = dice.uuid();
        let mut plan = Plan::make(&given, &mut dice);
        // The documented contradiction: failed, although every target succeeded (API.md §5.8).
        if schedule.name == "sandbox-azure-secrets" && at >= now.plus(-8 * DAY) {
            "failed".clone_into(&mut plan.status);
        }
        insert(db, schedule, &id, (at, now), &plan, cut_short == Some(number), &mut dice)?;
    }
    Ok(())
}

/// When the schedule fired within the time of the history; a disabled one before it was switched off.
fn firings(schedule: &Schedule, now: Moment) -> Vec<Moment> {
    let Ok(cron) = Cron::parse(&schedule.run_at) else { return Vec::new() };
    let begin = now.plus(-DAYS * DAY).max(schedule.start.unwrap_or(schedule.created)).max(schedule.created);
    let mut end = schedule.end.unwrap_or(now).min(now);
    if schedule.disabled {
        end = end.min(schedule.updated);
    }
    // A pilot of a quarter-hour schedule would dominate the history; its last hours are enough.
    let begin = if schedule.disabled { begin.max(end.plus(-6 * 60 * MINUTE)) } else { begin };
    let mut times = Vec::new();
    let mut at = begin;
    while let Some(next) = cron.next(at).filter(|next| *next < end) {
        times.push(next);
        at = next;
    }
    times
}

fn insert(
    db: &Connection,
    schedule: &Schedule,
    id: &str,
    (at, now): (Moment, Moment),
    plan: &Plan,
    cut_short: bool,
    dice: &mut Dice,
) -> rusqlite::Result<()> {
    let mut below = |limit: u64| i64::try_from(dice.below(limit)).unwrap_or(0);
    // A run of the last seconds is over at once: the history has none under way.
    let enqueued = at.plus(below(900_000_000) + 2_000_000).min(now);
    let targets = i64::try_from(plan.targets.len()).unwrap_or(0);
    let took = 2 * SECOND + targets * (SECOND / 2) + below(9 * SECOND as u64);
    // A few times the appliance restarted in the middle of a run.
    let aborted = (below(400) == 0 || cut_short) && !plan.targets.is_empty();
    let shown = if aborted { plan.shown(plan.targets.len() / 2) } else { plan.shown(plan.targets.len()) };
    let params = schedule.params.to_string();
    runs::insert(
        db,
        &NewRun {
            id,
            domain: &schedule.domain,
            enqueued,
            updated: enqueued.plus(took).min(now),
            schedule: &schedule.id,
            name: &schedule.name,
            description: &schedule.description,
            operation: &schedule.operation,
            params: &params,
            status: if aborted { "aborted" } else { &plan.status },
            node: "local-node",
            targets: shown.as_deref(),
            error: if aborted { Some("node restarted") } else { plan.error.as_deref() },
        },
    )
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::firings;
    use crate::clock::{DAY, MINUTE, Moment, SECOND};
    use crate::schedule::Schedule;

    #[test]
    fn the_firing_of_the_minute_that_runs_has_its_run() {
        let now = Moment(20_000 * DAY + 30 * SECOND);
        let schedule = Schedule {
            id: String::new(),
            domain: String::new(),
            created: now.plus(-DAY),
            updated: now.plus(-DAY),
            name: String::new(),
            description: String::new(),
            operation: String::new(),
            run_at: "* * * * *".to_owned(),
            run_on: "any".to_owned(),
            disabled: false,
            start: None,
            end: None,
            params: Value::Null,
            raw: None,
        };
        let times = firings(&schedule, now);
        assert_eq!(times.last(), Some(&now.minute()));
        assert!(times.windows(2).all(|pair| pair[1] == pair[0].plus(MINUTE)), "no minute is left out");
    }
}
