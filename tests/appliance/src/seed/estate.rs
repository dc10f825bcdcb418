//! The containers of the seeded company, in the shapes of API.md §6.1.

use rusqlite::Connection;
use serde_json::{Value, json};

use super::FINANCE;
use crate::clock::{DAY, Moment};
use crate::containers::{self, Container};
use crate::ids::Dice;
use crate::schedule::account;
use crate::tokens::ROOT;

/// A container in a line: name, place (regions, location), owner (account, subscription, project, …).
type Line = (&'static str, &'static str, &'static str);

const AWS: &[Line] = &[
    ("payments-prod", "eu-central-1 eu-west-1 eu-west-2", "402913558710"),
    ("payments-staging", "eu-central-1", "402913558711"),
    ("retail-web", "eu-west-1 us-east-1 us-east-2 us-west-2", "118820347765"),
    ("data-lake", "eu-central-1 us-east-1", "733401928846"),
    ("ml-training", "us-east-1 us-west-2", "733401928847"),
    ("apac-storefront", "ap-northeast-1 ap-south-1 ap-southeast-1 ap-southeast-2", "590183726450"),
    ("security-audit", "eu-central-1 us-east-1", "210047733911"),
    ("legacy-datacentre-exit", "eu-west-1", "118820340001"),
    ("gov-workloads", "us-gov-east-1 us-gov-west-1", "655720918834"),
    ("connection_for_aws", "us-gov-east-1 us-gov-west-1", "655720918835"),
];
const AZURE: &[Line] = &[
    ("kv-payments-prod", "westeurope", "Production"),
    ("kv-payments-dr", "northeurope", "Production"),
    ("kv-identity", "westeurope", "Production"),
    ("kv-hr", "germanywestcentral", "Production"),
    ("kv-webshop", "westeurope", "Production"),
    ("kv-webshop-us", "eastus2", "Production"),
    ("kv-analytics", "northcentralus", "Data Platform"),
    ("kv-lakehouse", "northcentralus", "Data Platform"),
    ("kv-ml", "eastus2", "Data Platform"),
    ("kv-sandbox", "westeurope", "Sandbox"),
    ("CCKM-Soft-Delete", "northcentralus", "Sandbox"),
    ("pkv-softkeys", "northcentralus", "Sandbox"),
];
const GOOGLE: &[Line] = &[
    ("payments", "europe-west3", "acme-payments-prod"),
    ("payments-global", "global", "acme-payments-prod"),
    ("bigquery", "europe", "acme-analytics"),
    ("bigquery-us", "us", "acme-analytics"),
    ("gke-secrets", "europe-west3", "acme-platform"),
    ("gke-secrets-us", "us-central1", "acme-platform"),
    ("backup", "europe-west1", "acme-platform"),
    ("demo-key-ring", "global", "acme-sandbox"),
];
const OCI: &[Line] = &[
    ("erp-vault", "eu-frankfurt-1", "erp"),
    ("erp-vault-dr", "eu-amsterdam-1", "erp"),
    ("database-tde", "eu-frankfurt-1", "databases"),
    ("database-tde-us", "us-ashburn-1", "databases"),
    ("object-storage", "eu-frankfurt-1", "storage"),
    ("sandbox", "us-phoenix-1", "root"),
];
const LUNA: &[Line] = &[
    ("root-ca", "1437811", "luna-fra-ha"),
    ("code-signing", "1437812", "luna-fra-ha"),
    ("database-tde", "1437813", "luna-fra-ha"),
    ("payments-hsm", "1502977", "luna-ams-ha"),
    ("test-partition", "1600214", "luna-lab"),
];
const DSM: &[Line] = &[
    ("vte-linux", "1001", "dsm-fra"),
    ("vte-windows", "1002", "dsm-fra"),
    ("vae-applications", "1003", "dsm-fra"),
    ("oracle-tde", "1004", "dsm-ams"),
    ("mainframe", "1005", "dsm-ams"),
    ("decommissioned", "1006", "dsm-ams"),
];
const SALESFORCE: &[Line] = &[
    ("Sales Europe", "00D5g00000K1aBcEAJ", "sf-prod"),
    ("Sales Americas", "00D5g00000K1aBdEAJ", "sf-prod"),
    ("Service Cloud", "00D5g00000K2xYzEAJ", "sf-prod"),
    ("Partner Portal", "00D5g00000K3pQrEAJ", "sf-prod"),
    ("Full Sandbox", "00D7Q0000004CsTUAU", "sf-sandbox"),
];
const SAP: &[Line] = &[
    ("S4HANA Production", "grp-s4-prod", "sap-dc-eu10"),
    ("S4HANA Quality", "grp-s4-qa", "sap-dc-eu10"),
    ("Ariba", "grp-ariba", "sap-dc-eu10"),
    ("SuccessFactors", "grp-sf", "sap-dc-eu10"),
    ("Datasphere", "grp-dsp", "sap-dc-us10"),
    ("Sandbox", "grp-sbx", "sap-dc-us10"),
];

const EXTERNAL_CM: &[Line] =
    &[("cm-plant-1", "root", "cm-plants"), ("cm-plant-2", "root", "cm-plants"), ("cm-lab", "research", "cm-lab")];

const ESTATE: [(&str, &[Line]); 9] = [
    ("aws", AWS),
    ("AzureCloud", AZURE),
    ("gcp", GOOGLE),
    ("oci", OCI),
    ("hsm-luna", LUNA),
    ("dsm", DSM),
    ("sfdc", SALESFORCE),
    ("sap", SAP),
    ("external-cm", EXTERNAL_CM),
];
const FINANCE_ESTATE: [(&str, &[Line]); 3] = [
    ("aws", &[("treasury", "eu-central-1 eu-west-1", "402913559001"), ("reporting", "eu-central-1", "402913559002")]),
    (
        "AzureCloud",
        &[
            ("kv-treasury", "westeurope", "Finance"),
            ("kv-ledger", "westeurope", "Finance"),
            ("kv-audit", "northeurope", "Finance"),
        ],
    ),
    ("sap", &[("S4HANA Finance", "grp-s4-fin", "sap-dc-eu10")]),
];

/// The containers that fail, how often of a hundred runs, and the text of the failure.
const FAULTS: [(&str, u64, &str); 9] = [
    ("gov-workloads", 100, "AccessDeniedException: User is not authorized to perform: kms:ListKeys"),
    ("apac-storefront", 6, "ThrottlingException: Rate exceeded"),
    ("kv-ml", 5, "Failed to list keys: dial tcp: lookup kv-ml.vault.azure.net: i/o timeout"),
    ("kv-sandbox", 12, "Caller is not authorized to perform action on resource (ForbiddenByPolicy)"),
    ("bigquery-us", 4, "rpc error: code = Unavailable desc = The service is currently unavailable."),
    ("database-tde-us", 5, "TooManyRequests: User-rate limit exceeded"),
    ("decommissioned", 100, "x509: certificate has expired or is not yet valid"),
    ("Partner Portal", 7, "REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded."),
    ("test-partition", 30, "CKR_DEVICE_ERROR: the HSM does not respond"),
];

/// Stores the containers of both domains.
///
/// # Errors
/// Errors of the database.
pub fn fill(db: &Connection, now: Moment) -> rusqlite::Result<()> {
    for (domain, estate) in [(ROOT, &ESTATE[..]), (FINANCE, &FINANCE_ESTATE[..])] {
        for (cloud, lines) in estate {
            // In reverse, so that newest-first lists show them in the order above.
            for (at, line) in lines.iter().enumerate().rev() {
                let created = now.plus(-(200 + at as i64) * DAY - 7_919_000 * at as i64);
                let (container, json) = describe(domain, cloud, *line, created);
                containers::insert(db, domain, cloud, &container, &json)?;
            }
        }
    }
    Ok(())
}

/// The id of the container with this name.
#[must_use]
pub fn id_of(domain: &str, cloud: &str, name: &str) -> String {
    Dice::of(&format!("{domain} {cloud} {name}")).uuid()
}

/// A container as runs use it and its JSON in lists.
pub fn describe(domain: &str, cloud: &str, (short, place, owner): (&str, &str, &str), created: Moment) -> (Container, Value) {
    let id = id_of(domain, cloud, short);
    let subscription = Dice::of(owner).uuid();
    let name = match cloud {
        "AzureCloud" => format!("{short}::{subscription}"),
        "gcp" => format!("projects/{owner}/locations/{place}/keyRings/{short}"),
        _ => short.to_owned(),
    };
    let targets = match cloud {
        "aws" => place.split(' ').map(str::to_owned).collect(),
        "AzureCloud" => vec![format!("{place}/{name}")],
        "dsm" | "external-cm" => vec![id.clone()],
        _ => vec![name.clone()],
    };
    let (kind, own) = match cloud {
        "aws" => (
            "aws-kms",
            json!({
                "name": name, "account_id": owner, "arn": format!("arn:aws:iam::{owner}:user/cckm"), "connection": "aws-organization",
                "cloud_name": "aws", "regions": targets, "status": if short.starts_with("legacy") { "archived" } else { "active" },
                "auto_added": false, "acls": [],
            }),
        ),
        "AzureCloud" => (
            "azure-vault",
            json!({
                "name": name, "azure_name": short, "cloud_name": "AzureCloud", "connection": "azure-tenant", "location": place,
                "subscription_id": subscription, "subscription_name": owner, "type": "vault", "synced_at": created.stored(), "tags": {},
            }),
        ),
        "gcp" => (
            "gcp-key-ring",
            json!({
                "name": name, "project_id": owner, "location": place, "cloud_name": "gcp", "connection": "google-organization",
            }),
        ),
        "oci" => (
            "oci-vault",
            json!({
                "display_name": short, "vault_id": format!("ocid1.vault.oc1.{place}.{}", Dice::of(short).roll()),
                "compartment_name": owner, "region": place, "lifecycle_state": "ACTIVE", "cloud_name": "oci",
                "connection": "oci-tenancy", "vault_type": "DEFAULT",
            }),
        ),
        "hsm-luna" => ("luna-partition", json!({"label": short, "serial_number": place, "connection": owner})),
        "dsm" => (
            "domain",
            json!({
                "dsm_params": {"id": place.parse::<i64>().unwrap_or(0), "name": short, "url": format!("/v1/domains/{place}")},
                "connection": owner,
            }),
        ),
        "sfdc" => (
            "sfdc-organization",
            json!({
                "name": short, "organization_id": place, "cloud_name": "sfdc", "connection": owner,
            }),
        ),
        "external-cm" => ("external-cm-domain", json!({"name": short, "domain": place, "connection": owner})),
        _ => ("sap-group", json!({"Name": short, "group_id": place, "cloud_name": "sap", "connection": owner})),
    };
    let mut json = json!({
        "id": id, "uri": format!("kylo:kylo:cckm:{kind}:{id}"), "account": account(domain),
        "application": "ncryptify:gemalto:admin:apps:kylo", "devAccount": "ncryptify:gemalto:admin:accounts:gemalto",
        "createdAt": created.stored(), "updatedAt": created.plus(DAY).stored(),
    });
    if let (Some(json), Value::Object(own)) = (json.as_object_mut(), own) {
        json.extend(own);
    }
    let fault = FAULTS.iter().find(|(faulty, ..)| *faulty == short);
    let container = Container {
        id,
        name,
        account: (cloud == "aws").then(|| owner.to_owned()),
        targets,
        fault: fault.map(|(_, _, text)| (*text).to_owned()),
        fault_percent: fault.map_or(0, |(_, percent, _)| *percent),
    };
    (container, json)
}
