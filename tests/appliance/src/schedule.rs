//! A schedule in the database and in answers (API.md §3.1).

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value, json};

use crate::clock::Moment;
use crate::cron::Cron;
use crate::tokens::ROOT;

/// A schedule as stored.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The id of the schedule.
    pub id: String,
    /// The domain of the schedule.
    pub domain: String,
    /// When the schedule was created.
    pub created: Moment,
    /// When the schedule last changed.
    pub updated: Moment,
    /// The name, verbatim.
    pub name: String,
    /// The description, verbatim.
    pub description: String,
    /// The operation, such as `cckm_synchronization`.
    pub operation: String,
    /// The cron expression; stored as sent, even if the engine cannot read it.
    pub run_at: String,
    /// `any` or a node's id.
    pub run_on: String,
    /// Whether the engine skips the schedule.
    pub disabled: bool,
    /// The earliest firing.
    pub start: Option<Moment>,
    /// The latest firing.
    pub end: Option<Moment>,
    /// `job_config_params`.
    pub params: Value,
    /// An answer from a control that replaces all other members.
    pub raw: Option<Value>,
}

/// The columns of a schedule's row.
pub const COLUMNS: &str = "id, domain, created, updated, name, description, operation, run_at, run_on, disabled, start_date, end_date, \
                       params, raw";
const LONGEST_DESCRIPTION: usize = 250;

/// The `account` of a domain's objects; in a child domain invented (API.md §9 Q28).
#[must_use]
pub fn account(domain: &str) -> String {
    format!("kylo:kylo:admin:accounts:{}", if domain == ROOT { "kylo" } else { domain })
}

impl Schedule {
    /// Reads a row of [`COLUMNS`].
    ///
    /// # Errors
    /// Errors of the database.
    pub fn from_row(row: &Row<'_>) -> rusqlite::Result<Schedule> {
        let parse = |text: String| serde_json::from_str(&text).unwrap_or_default();
        Ok(Schedule {
            id: row.get(0)?,
            domain: row.get(1)?,
            created: Moment(row.get(2)?),
            updated: Moment(row.get(3)?),
            name: row.get(4)?,
            description: row.get(5)?,
            operation: row.get(6)?,
            run_at: row.get(7)?,
            run_on: row.get(8)?,
            disabled: row.get(9)?,
            start: row.get::<_, Option<i64>>(10)?.map(Moment),
            end: row.get::<_, Option<i64>>(11)?.map(Moment),
            params: parse(row.get(12)?),
            raw: row.get::<_, Option<String>>(13)?.map(parse),
        })
    }

    /// The schedule in an answer, with times formatted by `time`.
    #[must_use]
    pub fn json(&self, time: fn(Moment) -> String) -> Value {
        if let Some(raw) = &self.raw {
            return raw.clone();
        }
        let mut json = json!({
            "id": self.id, "uri": format!("kylo:kylo:scheduler:job_configs:{}", self.id), "account": account(&self.domain),
            "application": "ncryptify:gemalto:admin:apps:kylo", "devAccount": "ncryptify:gemalto:admin:accounts:gemalto",
            "createdAt": time(self.created), "name": self.name, "updatedAt": time(self.updated), "description": self.description,
            "operation": self.operation, "run_at": self.run_at, "run_on": self.run_on,
        });
        if self.disabled {
            json["disabled"] = json!(true);
        }
        for (member, date) in [("start_date", self.start), ("end_date", self.end)] {
            if let Some(date) = date {
                json[member] = json!(date.stored());
            }
        }
        json["job_config_params"] = self.params.clone();
        json
    }

    /// Whether the engine fires the schedule in the minute of `moment`.
    #[must_use]
    pub fn fires(&self, moment: Moment) -> bool {
        !self.disabled
            && self.start.is_none_or(|start| start <= moment)
            && self.end.is_none_or(|end| moment < end)
            && Cron::parse(&self.run_at).is_ok_and(|cron| cron.fires(moment))
    }

    /// Stores the schedule as a new row.
    ///
    /// # Errors
    /// Errors of the database.
    pub fn insert(&self, db: &Connection) -> rusqlite::Result<()> {
        let sql = "INSERT INTO schedule (id, domain, created, updated, name, description, operation, run_at, run_on, disabled,
                   start_date, end_date, params, raw, cloud_name)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
        db.prepare_cached(sql)?
            .execute(params![
                self.id,
                self.domain,
                self.created.0,
                self.updated.0,
                self.name,
                self.description,
                self.operation,
                self.run_at,
                self.run_on,
                self.disabled,
                self.start.map(|start| start.0),
                self.end.map(|end| end.0),
                self.params.to_string(),
                self.raw.as_ref().map(Value::to_string),
                self.params["cloud_name"].as_str()
            ])
            .map(|_| ())
    }

    /// Stores the changed members.
    ///
    /// # Errors
    /// Errors of the database.
    pub fn update(&self, db: &Connection) -> rusqlite::Result<()> {
        let sql = "UPDATE schedule SET updated = ?2, description = ?3, run_at = ?4, run_on = ?5, disabled = ?6, start_date = ?7,
                   end_date = ?8, params = ?9, raw = NULL WHERE id = ?1";
        db.execute(
            sql,
            params![
                self.id,
                self.updated.0,
                self.description,
                self.run_at,
                self.run_on,
                self.disabled,
                self.start.map(|start| start.0),
                self.end.map(|end| end.0),
                self.params.to_string()
            ],
        )
        .map(|_| ())
    }

    /// Takes over the members that a create and a change share; adds invalid ones to `faults`.
    pub fn take(&mut self, body: &Map<String, Value>, faults: &mut Vec<String>) {
        take_text(body, "description", &mut self.description, faults);
        if self.description.chars().count() > LONGEST_DESCRIPTION {
            faults.push(format!("description: has more than {LONGEST_DESCRIPTION} characters"));
        }
        take_text(body, "run_on", &mut self.run_on, faults);
        if self.run_on.is_empty() {
            "any".clone_into(&mut self.run_on);
        }
        match body.get("disabled") {
            None | Some(Value::Null) => {}
            Some(Value::Bool(disabled)) => self.disabled = *disabled,
            Some(_) => faults.push("disabled: must be true or false".to_owned()),
        }
        take_date(body, "start_date", &mut self.start, faults);
        take_date(body, "end_date", &mut self.end, faults);
        if let (Some(start), Some(end)) = (self.start, self.end)
            && end <= start
        {
            faults.push("end_date: must be after start_date".to_owned());
        }
    }

    /// Takes over a cron expression; adds to `faults` if the engine cannot read it.
    pub fn take_run_at(&mut self, run_at: &str, faults: &mut Vec<String>) {
        if let Err((field, why)) = Cron::parse(run_at) {
            let field = field.map(|name| format!("{name}: ")).unwrap_or_default();
            faults.push(format!("run_at: {field}{why}"));
        }
        run_at.clone_into(&mut self.run_at);
    }
}

fn take_text(body: &Map<String, Value>, member: &str, into: &mut String, faults: &mut Vec<String>) {
    match body.get(member) {
        None | Some(Value::Null) => {}
        Some(Value::String(text)) => text.clone_into(into),
        Some(_) => faults.push(format!("{member}: must be a text")),
    }
}

/// Empty, null and Go's zero time mean unset (API.md §0.5, §9 Q24).
fn take_date(body: &Map<String, Value>, member: &str, into: &mut Option<Moment>, faults: &mut Vec<String>) {
    match body.get(member) {
        None => {}
        Some(Value::Null) => *into = None,
        Some(Value::String(text)) if text.is_empty() || text.starts_with("0001-01-01T00:00:00") => *into = None,
        Some(Value::String(text)) if Moment::parse(text).is_some() => *into = Moment::parse(text),
        Some(_) => faults.push(format!("{member}: must be an RFC 3339 time")),
    }
}

/// Finds the schedule of an id in this domain.
///
/// # Errors
/// Errors of the database.
pub fn find(db: &Connection, domain: &str, id: &str) -> rusqlite::Result<Option<Schedule>> {
    let sql = format!("SELECT {COLUMNS} FROM schedule WHERE id = ?1 AND domain = ?2");
    db.query_row(&sql, [id, domain], Schedule::from_row).optional()
}

/// Every schedule of every domain that is not disabled.
///
/// # Errors
/// Errors of the database.
pub fn enabled(db: &Connection) -> rusqlite::Result<Vec<Schedule>> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM schedule WHERE disabled = 0"))?;
    let rows = statement.query_map([], Schedule::from_row)?;
    rows.collect()
}
