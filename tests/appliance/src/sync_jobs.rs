//! Requests about direct synchronization jobs (API.md §5).

use std::sync::Arc;
use std::time::Duration;

use crate::appliance::Appliance;
use crate::calls::{Answer, Call, Refusal, Reply};
use crate::containers;
use crate::engine::{self, Work};
use crate::ids::{Dice, random_uuid};
use crate::listing::{self, Filter};
use crate::plan::Plan;
use crate::sync_job::{self, COLUMNS, SyncJob};
use crate::sync_sources::Source;
use crate::tokens::Claims;
use crate::{sync_body, sync_start};

const SORTABLE: [(&str, &str); 4] =
    [("createdAt", "created"), ("updatedAt", "updated"), ("completed_at", "completed"), ("overall_status", "status")];
/// How many seconds a cancelled job stays in progress.
const CANCELLING: f64 = 2.0;

/// Answers a request below a source's path; `rest` is the path after it.
///
/// # Errors
/// 403 without a licence for the source; the refusals of each request.
pub fn answer(appliance: &Appliance, call: &Call, who: &Claims, source: &'static Source, rest: &[&str]) -> Answer {
    if appliance.settings().unlicensed.iter().any(|word| source.goes_by(word)) {
        return Err(Refusal::forbidden(format!("License not installed yet for feature {}", source.name)));
    }
    match (call.method.as_str(), rest) {
        ("POST", []) => start(appliance, call, who, source),
        ("GET", []) => list(appliance, call, who, source),
        ("GET", [id]) => read(appliance, who, source, id),
        ("POST", [id, "cancel"]) => cancel(appliance, call, who, source, id),
        _ => Err(Refusal::method()),
    }
}

fn start(appliance: &Appliance, call: &Call, who: &Claims, source: &'static Source) -> Answer {
    let wish = sync_body::read(source, &call.object()?)?;
    let settings = appliance.settings();
    let id = random_uuid();
    let mut dice = Dice::of(&id);
    let (job, targets) = appliance.store.write(|db| {
        let stock = containers::of_cloud(db, &who.domain, source.cloud)?;
        let (job, targets) = sync_start::begin(source, (&id, &who.domain), &wish, &stock, call.now, &mut dice);
        if settings.running_sync != 0 && sync_job::running(db, &who.domain, source, &job.containers)?.is_some() {
            let why = "a synchronization is already in progress";
            return Err(if settings.running_sync == 400 { Refusal::bad_request(why) } else { Refusal::conflict(why) });
        }
        job.insert(db)?;
        Ok::<_, Refusal>((job, targets))
    })?;
    let mut plan = Plan::of_targets(targets, settings.unknown_status);
    if plan.status == "failed" {
        source.status_failed.clone_into(&mut plan.status);
    }
    let plan = Arc::new(plan);
    let total = engine::length(settings.sync_seconds, appliance.time_scale, &mut dice);
    appliance.engine.follow(&Work::Job(id), &plan, Duration::ZERO, total);
    Ok(Reply::json(settings.sync_status, job.posted()))
}

fn list(appliance: &Appliance, call: &Call, who: &Claims, source: &'static Source) -> Answer {
    let mut filter = Filter::domain(&who.domain)
        .and("source = ?", source.name.to_owned())
        .matching(call, "id", "id")
        .matching(call, "overall_status", "status")
        .created(call)?;
    filter = filter.holding(call, source.shown_as, "called");
    let element = |row: &rusqlite::Row<'_>| SyncJob::from_row(source, row).map(|job| job.json());
    let list = listing::list(&appliance.store.read(), call, "sync_job", COLUMNS, &filter, &SORTABLE, element)?;
    Ok(Reply::json(200, list))
}

fn read(appliance: &Appliance, who: &Claims, source: &'static Source, id: &str) -> Answer {
    let found = sync_job::find(&appliance.store.read(), &who.domain, source, id)?;
    found.map(|job| Reply::json(200, job.json())).ok_or_else(Refusal::not_found)
}

/// Cancels a job. A repeated request changes nothing and gets the same answer.
fn cancel(appliance: &Appliance, call: &Call, who: &Claims, source: &'static Source, id: &str) -> Answer {
    let job = appliance.store.write(|db| {
        let find = || sync_job::find(db, &who.domain, source, id)?.ok_or_else(Refusal::not_found);
        if find()?.status != "in_progress" {
            return Err(Refusal::conflict("only a synchronization in progress can be cancelled"));
        }
        sync_job::cancel(db, id, call.now)?;
        find()
    })?;
    appliance.engine.end_cancelled(id, Duration::from_secs_f64(CANCELLING / appliance.time_scale));
    Ok(Reply::json(200, job.json()))
}
