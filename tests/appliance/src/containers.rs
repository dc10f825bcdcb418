//! The containers of the eight clouds and of External CM: pick lists (API.md §6.1), and the targets that a synchronization finds in them.

use rusqlite::{Connection, params};
use serde_json::Value;

use crate::appliance::Appliance;
use crate::calls::{Answer, Call, Refusal, Reply};
use crate::listing::{self, Filter};
use crate::tokens::Claims;

/// A container as a synchronization sees it.
#[derive(Clone, Debug)]
pub struct Container {
    /// The id on the appliance.
    pub id: String,
    /// The name, which a schedule may use in place of the id.
    pub name: String,
    /// The account of the container, by which direct jobs of AWS name it; other clouds have none.
    pub account: Option<String>,
    /// The targets that a run reports for the container (API.md §5.7).
    pub targets: Vec<String>,
    /// The text of a failure, if the container fails at times.
    pub fault: Option<String>,
    /// How many runs of a hundred fail on it.
    pub fault_percent: u64,
}

/// The list path of each cloud, without `/v1/cckm`.
const PATHS: [(&[&str], &str); 9] = [
    (&["aws", "kms"], "aws"),
    (&["azure", "vaults"], "AzureCloud"),
    (&["google", "key-rings"], "gcp"),
    (&["oci", "vaults"], "oci"),
    (&["hsm", "luna", "partitions"], "hsm-luna"),
    (&["dsm", "domains"], "dsm"),
    (&["sfdc", "organizations"], "sfdc"),
    (&["sap", "groups"], "sap"),
    (&["external-cm", "domains"], "external-cm"),
];
/// Members of the JSON by which a list can be filtered.
const MEMBERS: [&str; 13] = [
    "azure_name",
    "location",
    "cloud_name",
    "subscription_id",
    "subscription_name",
    "type",
    "connection",
    "account_id",
    "region",
    "project_id",
    "display_name",
    "organization_id",
    "status",
];

/// The cloud whose containers are under the path after `/v1/cckm`.
#[must_use]
pub fn cloud_at(path: &[&str]) -> Option<&'static str> {
    PATHS.iter().find(|(at, _)| *at == path).map(|(_, cloud)| *cloud)
}

/// `GET /v1/cckm/…`: the containers of a cloud.
///
/// # Errors
/// 400 for a bad query.
pub fn list(appliance: &Appliance, call: &Call, who: &Claims, cloud: &str) -> Answer {
    let mut filter = Filter::domain(&who.domain).and("cloud = ?", cloud.to_owned());
    filter = filter.matching(call, "id", "id").matching(call, "name", "name");
    for member in MEMBERS {
        filter = filter.matching(call, member, &format!("json_extract(json, '$.{member}')"));
    }
    let sortable = [
        ("createdAt", "json_extract(json, '$.createdAt')"),
        ("updatedAt", "json_extract(json, '$.updatedAt')"),
        ("name", "name"),
        ("azure_name", "json_extract(json, '$.azure_name')"),
    ];
    let element = |row: &rusqlite::Row<'_>| Ok(serde_json::from_str(&row.get::<_, String>(0)?).unwrap_or(Value::Null));
    let list = listing::list(&appliance.store.read(), call, "container", "json", &filter, &sortable, element)?;
    Ok(Reply::json(200, list))
}

/// `GET /v1/cckm/…/{id}`: one container.
///
/// # Errors
/// 404 for an unknown id.
pub fn read(appliance: &Appliance, who: &Claims, cloud: &str, id: &str) -> Answer {
    let sql = "SELECT json FROM container WHERE domain = ?1 AND cloud = ?2 AND id = ?3";
    let db = appliance.store.read();
    let found = db.query_row(sql, [&who.domain, cloud, id], |row| row.get::<_, String>(0));
    let json = found.map_err(|_| Refusal::not_found())?;
    Ok(Reply::json(200, serde_json::from_str(&json).unwrap_or_default()))
}

/// The containers of a cloud in a domain.
///
/// # Errors
/// Errors of the database.
pub fn of_cloud(db: &Connection, domain: &str, cloud: &str) -> rusqlite::Result<Vec<Container>> {
    let sql = "SELECT id, name, targets, fault, fault_percent, json_extract(json, '$.account_id') FROM container
               WHERE domain = ?1 AND cloud = ?2 ORDER BY seq";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([domain, cloud], |row| {
        Ok(Container {
            id: row.get(0)?,
            name: row.get(1)?,
            targets: serde_json::from_str(&row.get::<_, String>(2)?).unwrap_or_default(),
            fault: row.get(3)?,
            fault_percent: row.get::<_, i64>(4)?.unsigned_abs(),
            account: row.get(5)?,
        })
    })?;
    rows.collect()
}

/// Stores a container with its JSON in lists.
///
/// # Errors
/// Errors of the database.
pub fn insert(db: &Connection, domain: &str, cloud: &str, container: &Container, json: &Value) -> rusqlite::Result<()> {
    let sql = "INSERT INTO container (id, domain, cloud, name, targets, fault, fault_percent, json)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let targets = serde_json::json!(container.targets).to_string();
    let percent = i64::try_from(container.fault_percent).unwrap_or(100);
    let (id, name, fault) = (&container.id, &container.name, &container.fault);
    db.prepare_cached(sql)?.execute(params![id, domain, cloud, name, targets, fault, percent, json.to_string()]).map(|_| ())
}
