//! A direct synchronization job as the database keeps it and as answers show it (API.md §5.3 to §5.7).

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value, json};

use crate::clock::Moment;
use crate::schedule::account;
use crate::sync_sources::Source;

/// A direct job as it is kept.
#[derive(Clone, Debug)]
pub struct SyncJob {
    /// Its id.
    pub id: String,
    /// Its domain.
    pub domain: String,
    /// What it synchronizes.
    pub source: &'static Source,
    /// When it was started.
    pub created: Moment,
    /// When it last changed.
    pub updated: Moment,
    /// When it ended.
    pub completed: Option<Moment>,
    /// `overall_status` as it is read.
    pub status: String,
    /// Whether it was cancelled.
    pub abort: bool,
    /// Its containers as answers call them.
    pub containers: Vec<String>,
    /// Everything that a filter finds it by: what answers call its containers, their names, and what was sent.
    pub called: Vec<String>,
    /// The regions it keeps to.
    pub regions: Vec<String>,
    /// The targets that are done with their texts, as a JSON object; none before it has begun.
    pub targets: Option<String>,
    /// What a control wants served in place of all this.
    pub raw: Option<Value>,
}

/// The columns of a job's row.
pub const COLUMNS: &str = "id, domain, created, updated, completed, status, abort, containers, called, regions, targets, raw";

/// A job is updated so much after it is completed (S000: 272 µs).
const UPDATED_AFTER_COMPLETED: i64 = 272_000;

impl SyncJob {
    /// From a row of [`COLUMNS`].
    ///
    /// # Errors
    /// The database's own failure.
    pub fn from_row(source: &'static Source, row: &Row<'_>) -> rusqlite::Result<SyncJob> {
        let list = |column: usize| row.get::<_, String>(column).map(|list| serde_json::from_str(&list).unwrap_or_default());
        Ok(SyncJob {
            id: row.get(0)?,
            domain: row.get(1)?,
            source,
            created: Moment(row.get(2)?),
            updated: Moment(row.get(3)?),
            completed: row.get::<_, Option<i64>>(4)?.map(Moment),
            status: row.get(5)?,
            abort: row.get(6)?,
            containers: list(7)?,
            called: list(8)?,
            regions: list(9)?,
            targets: row.get(10)?,
            raw: row.get::<_, Option<String>>(11)?.map(|raw| serde_json::from_str(&raw).unwrap_or_default()),
        })
    }

    /// As it is answered to its start: exact times, nothing about targets, and the spellings of a start.
    #[must_use]
    pub fn posted(&self) -> Value {
        let mut json = self.envelope(Moment::exact);
        json["overall_status"] = json!(self.source.status_posted);
        self.describe(&mut json, self.source.cloud_posted);
        json
    }

    /// As it is read.
    #[must_use]
    pub fn json(&self) -> Value {
        if let Some(raw) = &self.raw {
            return raw.clone();
        }
        let mut json = self.envelope(Moment::stored);
        if let Some(completed) = self.completed {
            json["completed_at"] = json!(completed.stored());
        }
        json["overall_status"] = json!(self.status);
        if let Some(targets) = &self.targets {
            json["detailed_status"] = Value::Object(self.detailed_status(targets));
        }
        self.describe(&mut json, self.source.cloud_read);
        json
    }

    fn envelope(&self, time: fn(Moment) -> String) -> Value {
        json!({
            "id": self.id, "uri": format!("kylo:kylo:cckm:synchronize:{}", self.id), "account": account(&self.domain),
            "application": "ncryptify:gemalto:admin:apps:kylo", "devAccount": "ncryptify:gemalto:admin:accounts:gemalto",
            "createdAt": time(self.created), "updatedAt": time(self.updated),
        })
    }

    fn describe(&self, json: &mut Value, cloud: &str) {
        json["cloud"] = json!(cloud);
        if self.source.regional {
            json["regions"] = json!(self.regions);
        }
        json[self.source.shown_as] = json!(self.containers);
        json["abort"] = json!(self.abort);
        if let Some(item) = self.source.sync_item {
            json["sync_item"] = json!(item);
        }
    }

    fn detailed_status(&self, targets: &str) -> Map<String, Value> {
        let mut targets: Map<String, Value> = serde_json::from_str(targets).unwrap_or_default();
        if self.source.shows_pending && self.status == "in_progress" {
            for container in &self.containers {
                targets.entry(container).or_insert_with(|| json!("in_progress"));
            }
        }
        // Written as a map is by the appliance, whatever the order in which targets finish (API.md §7, 25).
        targets.sort_keys();
        targets
    }

    /// Stores it as a new row.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn insert(&self, db: &Connection) -> rusqlite::Result<()> {
        let sql = "INSERT INTO sync_job (id, domain, created, updated, completed, status, abort, containers, called, regions,
                   targets, raw, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
        let list = |list: &[String]| json!(list).to_string();
        db.prepare_cached(sql)?
            .execute(params![
                self.id,
                self.domain,
                self.created.0,
                self.updated.0,
                self.completed.map(|completed| completed.0),
                self.status,
                self.abort,
                list(&self.containers),
                list(&self.called),
                list(&self.regions),
                self.targets,
                self.raw.as_ref().map(Value::to_string),
                self.source.name
            ])
            .map(|_| ())
    }

    /// Ends it.
    pub fn end(&mut self, status: &str, now: Moment) {
        status.clone_into(&mut self.status);
        self.completed = Some(now);
        self.updated = now.plus(UPDATED_AFTER_COMPLETED);
    }
}

/// The job of an id, if it is one of this domain and source.
///
/// # Errors
/// The database's own failure.
pub fn find(db: &Connection, domain: &str, source: &'static Source, id: &str) -> rusqlite::Result<Option<SyncJob>> {
    let sql = format!("SELECT {COLUMNS} FROM sync_job WHERE id = ?1 AND domain = ?2 AND source = ?3");
    db.query_row(&sql, [id, domain, source.name], |row| SyncJob::from_row(source, row)).optional()
}

/// Targets with their texts as a JSON object.
#[must_use]
pub fn detailed(targets: &[(String, String)]) -> String {
    let members = targets.iter().map(|(target, text)| (target.clone(), json!(text)));
    Value::Object(members.collect()).to_string()
}

/// Moves a job on that is in progress and not cancelled. With a `status` it ends.
///
/// # Errors
/// The database's own failure.
pub fn advance(db: &Connection, id: &str, targets: &str, status: Option<&str>, now: Moment) -> rusqlite::Result<()> {
    let sql = "UPDATE sync_job SET status = coalesce(?2, status), targets = ?3, completed = max(created, ?4),
               updated = max(updated, ?5) WHERE id = ?1 AND status = 'in_progress' AND NOT abort";
    let updated = if status.is_some() { now.plus(UPDATED_AFTER_COMPLETED) } else { now };
    db.prepare_cached(sql)?.execute(params![id, status, targets, status.map(|_| now.0), updated.0]).map(|_| ())
}

/// Marks a job as cancelled; it is still in progress.
///
/// # Errors
/// The database's own failure.
pub fn cancel(db: &Connection, id: &str, now: Moment) -> rusqlite::Result<()> {
    let sql =
        "UPDATE sync_job SET abort = 1, updated = max(updated, ?2), raw = json_set(raw, '$.abort', json('true')) WHERE id = ?1";
    db.execute(sql, params![id, now.0]).map(|_| ())
}

/// Ends a cancelled job with the targets that are done so far.
///
/// # Errors
/// The database's own failure.
pub fn end_cancelled(db: &Connection, id: &str, now: Moment) -> rusqlite::Result<()> {
    let sql = "UPDATE sync_job SET status = 'completed', targets = coalesce(targets, '{}'), completed = max(created, ?2),
               updated = max(updated, ?3), raw = json_set(raw, '$.overall_status', 'completed')
               WHERE id = ?1 AND status = 'in_progress' AND abort";
    db.execute(sql, params![id, now.0, now.plus(UPDATED_AFTER_COMPLETED).0]).map(|_| ())
}

/// Ends whatever a former process left in progress: failed, or completed if it was being cancelled. Nothing public says how the
/// appliance does it. What a control put in stays as it is.
///
/// # Errors
/// The database's own failure.
pub fn fail_unfinished(db: &Connection, now: Moment) -> rusqlite::Result<()> {
    let sql = "UPDATE sync_job SET status = CASE WHEN abort THEN 'completed' ELSE 'failed' END, completed = max(created, ?1),
               updated = max(updated, ?2) WHERE status = 'in_progress' AND raw IS NULL";
    db.execute(sql, params![now.0, now.plus(UPDATED_AFTER_COMPLETED).0]).map(|_| ())
}
