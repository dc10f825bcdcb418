//! A direct synchronization job in the database and in answers (API.md §5.3 to §5.7).

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value, json};

use crate::clock::Moment;
use crate::schedule::account;
use crate::sync_sources::Source;

/// A direct job as stored.
#[derive(Clone, Debug)]
pub struct SyncJob {
    /// The id of the job.
    pub id: String,
    /// The domain of the job.
    pub domain: String,
    /// The source of the job.
    pub source: &'static Source,
    /// When the job was started.
    pub created: Moment,
    /// When the job last changed.
    pub updated: Moment,
    /// When the job ended.
    pub completed: Option<Moment>,
    /// `overall_status` in a read answer.
    pub status: String,
    /// Whether the job was cancelled.
    pub abort: bool,
    /// The containers by their names in answers.
    pub containers: Vec<String>,
    /// The texts by which a filter finds the job: its containers' names or ids, as the source's filter names them.
    pub called: Vec<String>,
    /// The regions that the job is restricted to.
    pub regions: Vec<String>,
    /// The finished targets with their texts, as a JSON object; none before the job has begun.
    pub targets: Option<String>,
    /// An answer from a control that replaces all other members.
    pub raw: Option<Value>,
}

/// The columns of a job's row.
pub const COLUMNS: &str = "id, domain, created, updated, completed, status, abort, containers, called, regions, targets, raw";

/// The time from the completion of a job to its last update (S000: 272 µs).
const UPDATED_AFTER_COMPLETED: i64 = 272_000;

impl SyncJob {
    /// Reads a row of [`COLUMNS`].
    ///
    /// # Errors
    /// Errors of the database.
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

    /// The job as the answer to its start: exact times, no targets, and the spellings of a start.
    #[must_use]
    pub fn posted(&self) -> Value {
        let mut json = self.envelope(Moment::exact);
        json["overall_status"] = json!(self.source.status_posted);
        self.describe(&mut json, self.source.cloud_posted);
        json
    }

    /// The job in a read answer.
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
        // The appliance serializes a map, so the order in which targets finish is lost (API.md §7, 25).
        targets.sort_keys();
        targets
    }

    /// Stores the job as a new row.
    ///
    /// # Errors
    /// Errors of the database.
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

    /// Ends the job.
    pub fn end(&mut self, status: &str, now: Moment) {
        status.clone_into(&mut self.status);
        self.completed = Some(now);
        self.updated = now.plus(UPDATED_AFTER_COMPLETED);
    }
}

/// Finds the job in progress of a source that covers one of these containers, named as in answers.
///
/// # Errors
/// Errors of the database.
pub fn running(db: &Connection, domain: &str, source: &Source, containers: &[String]) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT id FROM sync_job WHERE domain = ?1 AND source = ?2 AND status = 'in_progress'
               AND EXISTS (SELECT 1 FROM json_each(containers) WHERE value IN (SELECT value FROM json_each(?3)))";
    db.query_row(sql, params![domain, source.name, json!(containers).to_string()], |row| row.get(0)).optional()
}

/// Finds the job of an id in this domain and source.
///
/// # Errors
/// Errors of the database.
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

/// Updates a job that is in progress and not cancelled. A `status` ends it.
///
/// # Errors
/// Errors of the database.
pub fn advance(db: &Connection, id: &str, targets: &str, status: Option<&str>, now: Moment) -> rusqlite::Result<()> {
    let sql = "UPDATE sync_job SET status = coalesce(?2, status), targets = ?3, completed = max(created, ?4),
               updated = max(updated, ?5) WHERE id = ?1 AND status = 'in_progress' AND NOT abort";
    let updated = if status.is_some() { now.plus(UPDATED_AFTER_COMPLETED) } else { now };
    db.prepare_cached(sql)?.execute(params![id, status, targets, status.map(|_| now.0), updated.0]).map(|_| ())
}

/// Marks a job as cancelled; it is still in progress.
///
/// # Errors
/// Errors of the database.
pub fn cancel(db: &Connection, id: &str, now: Moment) -> rusqlite::Result<()> {
    let sql =
        "UPDATE sync_job SET abort = 1, updated = max(updated, ?2), raw = json_set(raw, '$.abort', json('true')) WHERE id = ?1";
    db.execute(sql, params![id, now.0]).map(|_| ())
}

/// Ends a cancelled job with the targets that are finished so far.
///
/// # Errors
/// Errors of the database.
pub fn end_cancelled(db: &Connection, id: &str, now: Moment) -> rusqlite::Result<()> {
    let sql = "UPDATE sync_job SET status = 'completed', targets = coalesce(targets, '{}'), completed = max(created, ?2),
               updated = max(updated, ?3), raw = json_set(raw, '$.overall_status', 'completed')
               WHERE id = ?1 AND status = 'in_progress' AND abort";
    db.execute(sql, params![id, now.0, now.plus(UPDATED_AFTER_COMPLETED).0]).map(|_| ())
}

/// Ends the jobs that a former process left in progress: failed, or completed if cancelled. No public source describes the
/// appliance's behaviour. Rows from a control stay as they are.
///
/// # Errors
/// Errors of the database.
pub fn fail_unfinished(db: &Connection, now: Moment) -> rusqlite::Result<()> {
    let sql = "UPDATE sync_job SET status = CASE WHEN abort THEN 'completed' WHEN source LIKE 'aws-%' THEN 'error' ELSE 'failed' END, completed = max(created, ?1),
               updated = max(updated, ?2) WHERE status = 'in_progress' AND raw IS NULL";
    db.execute(sql, params![now.0, now.plus(UPDATED_AFTER_COMPLETED).0]).map(|_| ())
}
