//! Thirty days of direct jobs that people started by hand beside the schedules.

use rusqlite::Connection;

use super::{FINANCE, estate};
use crate::clock::{MINUTE, Moment, SECOND};
use crate::containers::{self, Container};
use crate::ids::Dice;
use crate::plan::Plan;
use crate::sync_body::Wish;
use crate::sync_job::{SyncJob, detailed};
use crate::sync_sources::{SOURCES, Source};
use crate::sync_start;
use crate::tokens::ROOT;

/// The end of a job.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Decided by the targets.
    Plain,
    /// Failed although every target succeeded (API.md §5.8).
    Contradiction,
    /// Cancelled half-way.
    Cancelled,
}

use End::{Cancelled, Contradiction, Plain};

struct Line {
    source: &'static str,
    /// Seeded names of containers, sent as ids; empty for all.
    names: &'static [&'static str],
    regions: &'static [&'static str],
    /// The age of each job in hours.
    hours: &'static [i64],
    end: End,
}

const fn line(source: &'static str, names: &'static [&'static str], hours: &'static [i64]) -> Line {
    Line { source, names, regions: &[], hours, end: Plain }
}

const ALL: &[&str] = &[];
const ROOT_LINES: &[Line] = &[
    Line { regions: &["eu-central-1"], ..line("aws-keys", &["payments-prod", "payments-staging"], &[5, 170, 411]) },
    line("aws-keys", &["gov-workloads"], &[29, 53]),
    line("aws-keys", &["retail-web"], &[98, 350]),
    line("aws-keys", ALL, &[262]),
    line("aws-custom-key-stores", &["security-audit"], &[75, 500]),
    line("aws-custom-key-stores", ALL, &[310]),
    line("azure-keys", &["kv-payments-prod", "kv-payments-dr"], &[3, 122, 380]),
    Line { end: Cancelled, ..line("azure-keys", ALL, &[50]) },
    line("azure-keys", &["kv-sandbox"], &[200, 201, 202]),
    // A vault that has been removed since.
    line("azure-keys", &["kv-hr", "kv-retired"], &[333]),
    Line { end: Contradiction, ..line("azure-secrets", &["pkv-softkeys", "CCKM-Soft-Delete"], &[27]) },
    Line { end: Contradiction, ..line("azure-secrets", &["pkv-softkeys"], &[28]) },
    line("azure-secrets", &["kv-identity"], &[140, 444]),
    line("azure-certificates", &["kv-webshop", "kv-webshop-us"], &[7, 180, 520]),
    line("google", &["payments", "payments-global"], &[11, 260]),
    Line { end: Cancelled, ..line("google", ALL, &[100]) },
    line("google", &["bigquery-us"], &[420, 421]),
    line("google", &["gke-secrets", "gke-secrets-us"], &[15]),
    line("oci", &["erp-vault", "erp-vault-dr"], &[31, 480]),
    line("oci", &["database-tde-us"], &[150, 290]),
    line("oci", ALL, &[600]),
    line("salesforce-keys", &["Sales Europe", "Sales Americas"], &[46, 390]),
    line("salesforce-keys", &["Partner Portal"], &[160, 161]),
    line("salesforce-certificates", &["Service Cloud"], &[640]),
    line("salesforce-certificates", ALL, &[220]),
    line("sap", &["S4HANA Production"], &[66, 300]),
    line("sap", &["Ariba"], &[181]),
    line("sap", ALL, &[560]),
    line("dsm", &["vte-linux", "oracle-tde"], &[20, 340]),
    line("dsm", &["decommissioned"], &[120, 121]),
    line("luna", &["test-partition"], &[82, 83, 460]),
    line("luna", &["root-ca", "code-signing"], &[230, 700]),
    line("luna-synchronize", &["root-ca"], &[232, 702]),
    line("external-cm", &["cm-plant-2"], &[61]),
    line("external-cm", ALL, &[370]),
];
const FINANCE_LINES: &[Line] =
    &[line("aws-keys", &["treasury"], &[40, 400]), line("azure-keys", &["kv-ledger"], &[90]), line("sap", ALL, &[250])];

/// Stores the jobs, oldest first.
///
/// # Errors
/// Errors of the database.
pub fn fill(db: &Connection, now: Moment) -> rusqlite::Result<()> {
    let mut jobs = Vec::new();
    for (domain, lines) in [(ROOT, ROOT_LINES), (FINANCE, FINANCE_LINES)] {
        for source in &SOURCES {
            let stock = containers::of_cloud(db, domain, source.cloud)?;
            for line in lines.iter().filter(|line| line.source == source.name) {
                jobs.extend(line.hours.iter().map(|hours| job(domain, source, line, &stock, *hours, now)));
            }
        }
    }
    jobs.sort_by_key(|job| job.created);
    jobs.iter().try_for_each(|job| job.insert(db))
}

fn job(domain: &str, source: &'static Source, line: &Line, stock: &[Container], hours: i64, now: Moment) -> SyncJob {
    let mut dice = Dice::of(&format!("direct {domain} {} {hours}", source.name));
    let id = dice.uuid();
    let minutes = hours * 60 + below(&mut dice, 55);
    let begun = now.plus(-minutes * MINUTE - below(&mut dice, MINUTE));
    let called = || line.names.iter().map(|name| estate::id_of(domain, source.cloud, name)).collect();
    let wish = Wish {
        called: (!line.names.is_empty()).then(called),
        regions: line.regions.iter().map(|region| (*region).to_owned()).collect(),
    };
    let (mut job, targets) = sync_start::begin(source, (&id, domain), &wish, stock, begun, &mut dice);
    let plan = Plan::of_targets(targets, false);
    let (least, most) = length(source.cloud);
    let took = least + below(&mut dice, most - least);
    let (status, done, took) = match line.end {
        Plain if plan.status == "failed" => (source.status_failed, plan.targets.len(), took),
        Plain => (plan.status.as_str(), plan.targets.len(), took),
        Contradiction => (source.status_failed, plan.targets.len(), took),
        Cancelled => ("completed", plan.targets.len() / 2, took / 2),
    };
    job.abort = line.end == Cancelled;
    job.targets = Some(detailed(&plan.targets[..done]));
    job.end(status, begun.plus(took));
    job
}

/// The shortest and the longest duration of a cloud's jobs (API.md §5.9).
fn length(cloud: &str) -> (i64, i64) {
    let (least, most) = match cloud {
        "AzureCloud" => (19, 26),
        "gcp" => (42, 48),
        "dsm" => (1, 3),
        _ => (3, 6),
    };
    (least * SECOND, most * SECOND)
}

fn below(dice: &mut Dice, limit: i64) -> i64 {
    i64::try_from(dice.below(limit.unsigned_abs())).unwrap_or(0)
}
