//! Big data: so many schedules, two hundred runs of each.

use rusqlite::Connection;
use serde_json::json;

use super::estate;
use crate::clock::{DAY, MINUTE, Moment, SECOND};
use crate::containers;
use crate::ids::Dice;
use crate::plan::{Circumstances, Plan};
use crate::runs::{self, NewRun};
use crate::schedule::Schedule;
use crate::store::{create_run_indexes, drop_run_indexes};
use crate::sync_params::CLOUDS;
use crate::tokens::ROOT;

const RUNS: u32 = 200;
const TEAMS: [&str; 12] = [
    "payments",
    "retail",
    "identity",
    "data-lake",
    "logistics",
    "claims",
    "trading",
    "hr",
    "erp",
    "mobile",
    "research",
    "archive",
];

/// Stores `count` schedules with their runs, and twice as many Azure vaults.
///
/// # Errors
/// Errors of the database.
pub fn fill(db: &Connection, count: u32, now: Moment) -> rusqlite::Result<()> {
    for number in 0..count.saturating_mul(2).min(10_000) {
        let name = format!("kv-{}-{number:05}", TEAMS[number as usize % TEAMS.len()]);
        let line = (name.as_str(), "westeurope", "Production");
        let (container, json) = estate::describe(ROOT, "AzureCloud", line, now.plus(-400 * DAY - i64::from(number) * SECOND));
        containers::insert(db, ROOT, "AzureCloud", &container, &json)?;
    }
    drop_run_indexes(db)?;
    let mut stocks = Vec::new();
    for (cloud, _) in CLOUDS {
        stocks.push(containers::of_cloud(db, ROOT, cloud)?);
    }
    let mut made = Vec::new();
    for number in 0..count {
        let cloud = number as usize % CLOUDS.len();
        let mut dice = Dice::new(u64::from(number));
        let stock = &stocks[cloud];
        let first = usize::try_from(dice.below(stock.len() as u64)).unwrap_or(0);
        let chosen = &stock[first..stock.len().min(first + 1 + number as usize % 3)];
        let (name, list) = CLOUDS[cloud];
        let mut params = json!({"cloud_name": name});
        params[list] = chosen.iter().map(|container| container.id.clone()).collect();
        if name == "AzureCloud" {
            params["sync_item"] = json!(["key"]);
        }
        let created = now.plus(-60 * DAY - i64::from(number) * 7 * SECOND);
        let schedule = Schedule {
            id: dice.uuid(),
            domain: ROOT.to_owned(),
            created,
            updated: created,
            name: format!("{}-{}-{number:05}", TEAMS[number as usize % TEAMS.len()], name.to_lowercase()),
            description: format!("Schedule {number} of {count}"),
            operation: "cckm_synchronization".to_owned(),
            run_at: format!("{} {} * * *", number * 7 % 60, number * 5 % 24),
            run_on: "any".to_owned(),
            disabled: number % 10 == 9,
            start: None,
            end: None,
            params,
            raw: None,
        };
        schedule.insert(db)?;
        let given = Circumstances {
            name: &schedule.name,
            operation: &schedule.operation,
            params: &schedule.params,
            containers: chosen,
            gone_node: None,
            unknown_status: false,
        };
        let good = Plan::make(&given, &mut dice);
        let mut bad = good.clone();
        if let Some((_, text)) = bad.targets.last_mut() {
            "dial tcp: i/o timeout".clone_into(text);
            "failed".clone_into(&mut bad.status);
        }
        let texts = (schedule.params.to_string(), good.shown(good.targets.len()), bad.shown(bad.targets.len()));
        made.push((schedule, texts));
    }
    let step = 30 * DAY / i64::from(RUNS);
    let mut dice = Dice::new(u64::MAX);
    for run in 0..RUNS {
        let round = now.plus(-30 * DAY + i64::from(run) * step);
        for (at, (schedule, (params, good, bad))) in made.iter().enumerate() {
            let enqueued = round.plus(step * at as i64 / i64::from(count) - MINUTE);
            let failed = dice.below(20) == 0;
            let new = NewRun {
                id: &dice.uuid(),
                domain: ROOT,
                enqueued,
                updated: enqueued.plus(5 * SECOND),
                schedule: &schedule.id,
                name: &schedule.name,
                description: "",
                operation: &schedule.operation,
                params,
                status: if failed { "failed" } else { "completed" },
                node: "local-node",
                targets: if failed { bad.as_deref() } else { good.as_deref() },
                error: None,
            };
            runs::insert(db, &new)?;
        }
    }
    create_run_indexes(db)
}
