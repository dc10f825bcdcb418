//! The schedules of the seeded company: ordinary ones, and one of every unusual kind that a console must handle.

use rusqlite::Connection;
use serde_json::{Value, json};

use super::{FINANCE, estate};
use crate::clock::{DAY, Moment, SECOND};
use crate::ids::Dice;
use crate::schedule::Schedule;
use crate::sync_params::list_of;
use crate::tokens::ROOT;

/// The selection of containers.
enum What {
    /// Every container of the cloud.
    All,
    /// Containers by their seeded names; sent as ids.
    These(&'static [&'static str]),
    /// Texts that are sent unchanged, for names, and for containers that are gone.
    Verbatim(&'static [&'static str]),
}

use What::{All, These, Verbatim};

struct Line {
    name: &'static str,
    description: &'static str,
    run_at: &'static str,
    cloud: &'static str,
    what: What,
    items: &'static [&'static str],
}

const fn line(name: &'static str, run_at: &'static str, cloud: &'static str, what: What, description: &'static str) -> Line {
    Line { name, description, run_at, cloud, what, items: &[] }
}

const fn azure(
    name: &'static str,
    run_at: &'static str,
    what: What,
    items: &'static [&'static str],
    description: &'static str,
) -> Line {
    Line { name, description, run_at, cloud: "AzureCloud", what, items }
}

const ROOT_LINES: &[Line] = &[
    line(
        "payments-aws-hourly",
        "20 * * * *",
        "aws",
        These(&["payments-prod", "payments-staging"]),
        "Payments keys must never be more than an hour stale (audit finding 2025-14).",
    ),
    azure(
        "payments-azure",
        "15 */6 * * *",
        These(&["kv-payments-prod", "kv-payments-dr"]),
        &["key", "secret"],
        "Keys and secrets of the payment platform.",
    ),
    line("payments-google", "45 */6 * * *", "gcp", These(&["payments", "payments-global"]), "Key rings of acme-payments-prod."),
    line("nightly-aws-everything", "0 1 * * *", "aws", All, "All accounts, all regions."),
    azure("nightly-azure-keys", "0 1 * * *", All, &["key"], "All vaults."),
    azure(
        "nightly-azure-certificates",
        "30 1 * * *",
        These(&["kv-webshop", "kv-webshop-us", "kv-identity"]),
        &["certificate"],
        "TLS certificates of the web shop and the identity provider.",
    ),
    azure(
        "sandbox-azure-secrets",
        "10 3 * * *",
        These(&["CCKM-Soft-Delete", "pkv-softkeys"]),
        &["secret"],
        "Reported as failed although every vault succeeds; case 01877213 is open with the vendor.",
    ),
    line("nightly-google", "0 1 * * *", "gcp", All, ""),
    line("nightly-oci", "0 1 * * *", "oci", All, ""),
    line("erp-vaults", "0 5 * * *", "oci", These(&["erp-vault", "erp-vault-dr"]), "Before the ERP batch at 06:00 UTC."),
    line(
        "salesforce-organizations",
        "30 2 * * *",
        "sfdc",
        These(&["Sales Europe", "Sales Americas", "Service Cloud", "Partner Portal"]),
        "Production organizations.",
    ),
    line("sap-landscape", "0 4 * * 1-5", "sap", All, "On workdays only; weekends belong to SAP maintenance."),
    line(
        "dsm-import",
        "0 22 * * *",
        "dsm",
        These(&["vte-linux", "vte-windows", "vae-applications", "oracle-tde"]),
        "Keys that still live on the old Data Security Managers.",
    ),
    line(
        "dsm-decommissioned",
        "30 22 * * 0",
        "dsm",
        These(&["decommissioned", "mainframe"]),
        "Remove after the migration is signed off.",
    ),
    line("luna-partitions", "0 23 * * *", "hsm-luna", All, "Every partition we can see."),
    line("luna-code-signing", "0 6 * * *", "hsm-luna", These(&["code-signing"]), ""),
    line("retail-web", "5 7 * * *", "aws", These(&["retail-web"]), "Web shop, four regions."),
    line("apac-storefront", "0 18 * * *", "aws", These(&["apac-storefront"]), "03:00 in Tokyo."),
    line(
        "gov-workloads",
        "0 8 * * *",
        "aws",
        These(&["gov-workloads", "security-audit"]),
        "The role lost kms:ListKeys; ticket KEY-4471.",
    ),
    line(
        "data-platform-aws",
        "0 9 * * fri",
        "aws",
        These(&["data-lake", "ml-training"]),
        "Weekly is enough: keys rotate monthly.",
    ),
    azure(
        "data-platform-azure",
        "45 23 * * 6",
        These(&["kv-analytics", "kv-lakehouse", "kv-ml"]),
        &["all"],
        "Keys, secrets and certificates of the data platform.",
    ),
    line("Sync CCKM AWS keys ", "0 1 * * *", "aws", Verbatim(&["connection_for_aws"]), "This is to sync CCKM AWS gov keys"),
    line("quarterly-review", "0 6 1 1,4,7,10 *", "sap", These(&["Ariba", "SuccessFactors"]), "First day of the quarter."),
    line(
        "old-backup-ring",
        "0 12 * * *",
        "gcp",
        Verbatim(&["projects/acme-platform/locations/europe-west1/keyRings/backup-2019"]),
        "The ring was deleted; nobody told the schedule.",
    ),
    line("every-15-minutes-pilot", "*/15 * * * *", "oci", These(&["sandbox"]), "Pilot, switched off again: too many runs."),
    line("migration-wave-1", "0 2 * * *", "dsm", These(&["mainframe"]), "Ended with the first wave."),
    line("migration-wave-2", "0 2 * * *", "dsm", These(&["oracle-tde", "mainframe"]), "Begins with the second wave."),
    line("leap-of-faith", "0 0 30 2 *", "sfdc", These(&["Full Sandbox"]), "30 February: fires never."),
    line("pinned-to-node-3", "40 3 * * *", "sap", These(&["S4HANA Production"]), "The node left the cluster."),
    line(
        "imported-with-bad-cron",
        "0 0 L * *",
        "gcp",
        These(&["demo-key-ring"]),
        "Imported from another scheduler; the engine cannot read it.",
    ),
    line(
        "💳 Zahlungen \u{202e}gpj.exe\u{202c} مفاتيح",
        "50 6 * * *",
        "aws",
        These(&["payments-staging"]),
        "A name with an emoji, a right-to-left override and Arabic.",
    ),
];
const FINANCE_LINES: &[Line] = &[
    line("treasury-aws", "0 */6 * * *", "aws", These(&["treasury"]), ""),
    azure("ledger-secrets", "30 1 * * *", These(&["kv-ledger", "kv-treasury"]), &["secret"], "Secrets of the ledger."),
    line("month-end-sap", "0 20 28 * *", "sap", All, "Before the close."),
    azure("nightly-azure-keys", "0 1 * * *", All, &["key"], "Same name as in root, another schedule."),
];

/// The other operations: name, operation, expression, parameters.
const OTHERS: [(&str, &str, &str, &str); 5] = [
    ("system_auto_key_rotation", "key_rotation", "0 0 * * *", r#"{"query":{"auto_rotate":true}}"#),
    ("system_auto_user_password_expiry_notification", "user_password_expiry_notifications", "0 2 * * *", "{}"),
    (
        "rotate-payment-keys",
        "cckm_key_rotation",
        "0 3 1 * *",
        r#"{"cloud_name":"aws","expire_in":"30d","rotation_after":"90d","aws_param":{"retain_alias":true}}"#,
    ),
    (
        "weekly-backup",
        "database_backup",
        "0 0 * * sun",
        r#"{"tiedToHSM":false,"description":"weekly","scope":"domain","filters":[],"retentionCount":4,"do_scp":true,"connection":"sftp-fra"}"#,
    ),
    (
        "post-quantum-inventory",
        "cckm_pqc_inventory",
        "0 5 * * 3",
        r#"{"depth":"full","report":{"format":"csv","to":["security@example.com"]}}"#,
    ),
];

/// Stores the schedules of both domains and returns those that have runs in the history.
///
/// # Errors
/// Errors of the database.
pub fn fill(db: &Connection, now: Moment) -> rusqlite::Result<Vec<Schedule>> {
    let mut schedules = Vec::new();
    for (domain, lines) in [(ROOT, ROOT_LINES), (FINANCE, FINANCE_LINES)] {
        for line in lines {
            let params = params(domain, line);
            schedules.push(schedule(domain, line.name, "cckm_synchronization", line.run_at, line.description, params, now));
        }
    }
    for (name, operation, run_at, params) in OTHERS {
        let params = serde_json::from_str(params).unwrap_or_default();
        schedules.push(schedule(ROOT, name, operation, run_at, "", params, now));
    }
    for schedule in &mut schedules {
        peculiarity(schedule, now);
        schedule.insert(db)?;
    }
    Ok(schedules)
}

fn params(domain: &str, line: &Line) -> Value {
    let mut params = json!({"cloud_name": line.cloud});
    let list = list_of(line.cloud).unwrap_or_default();
    match line.what {
        All => params["synchronize_all"] = json!(true),
        These(names) => {
            params[list] = names.iter().map(|name| estate::id_of(domain, line.cloud, name)).collect();
        }
        Verbatim(texts) => params[list] = json!(texts),
    }
    if !line.items.is_empty() {
        params["sync_item"] = json!(line.items);
    }
    params
}

fn schedule(domain: &str, name: &str, operation: &str, run_at: &str, description: &str, params: Value, now: Moment) -> Schedule {
    let mut dice = Dice::of(&format!("{domain} {name}"));
    let age = 35 + i64::try_from(dice.below(500)).unwrap_or(0);
    let created = now.plus(-age * DAY - i64::try_from(dice.below(86_400_000_000)).unwrap_or(0) * 1000);
    Schedule {
        id: dice.uuid(),
        domain: domain.to_owned(),
        created,
        updated: if dice.below(3) == 0 { created.plus(DAY / 2) } else { created },
        name: name.to_owned(),
        description: description.to_owned(),
        operation: operation.to_owned(),
        run_at: run_at.to_owned(),
        run_on: "any".to_owned(),
        disabled: false,
        start: None,
        end: None,
        params,
        raw: None,
    }
}

fn peculiarity(schedule: &mut Schedule, now: Moment) {
    let midnight = |days: i64| Moment((now.0.div_euclid(DAY) + days) * DAY);
    match schedule.name.as_str() {
        "system_auto_key_rotation" => schedule.disabled = true,
        "every-15-minutes-pilot" => {
            schedule.disabled = true;
            schedule.updated = now.plus(-12 * DAY);
        }
        "old-backup-ring" => schedule.end = Some(midnight(200)),
        "migration-wave-1" => {
            schedule.start = Some(midnight(-28));
            schedule.end = Some(midnight(-9));
        }
        "migration-wave-2" => {
            schedule.start = Some(midnight(12));
            schedule.created = now.plus(-3 * DAY - 17 * SECOND);
            schedule.updated = schedule.created;
        }
        "pinned-to-node-3" => "9b2f4c1e-73aa-4c06-8b1d-2f6f1a0d9c33".clone_into(&mut schedule.run_on),
        _ => {}
    }
}
