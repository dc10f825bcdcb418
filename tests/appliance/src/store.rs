//! The database: one SQLite file, written with full synchronization so that a kill loses no acknowledged write.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS user (
  name TEXT PRIMARY KEY, id TEXT NOT NULL, password TEXT NOT NULL, role TEXT NOT NULL, must_change INTEGER NOT NULL,
  failed_logins INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS domain (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, created INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS refresh_token (
  id TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, user TEXT NOT NULL, domain TEXT NOT NULL, sid TEXT NOT NULL,
  created INTEGER NOT NULL, used INTEGER NOT NULL, unused_minutes INTEGER, expires INTEGER, revoked INTEGER NOT NULL DEFAULT 0,
  labels TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS container (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL, domain TEXT NOT NULL, cloud TEXT NOT NULL, name TEXT NOT NULL,
  targets TEXT NOT NULL, fault TEXT, fault_percent INTEGER NOT NULL DEFAULT 0, json TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS container_cloud ON container (domain, cloud, seq);
CREATE TABLE IF NOT EXISTS schedule (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, domain TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
  name TEXT NOT NULL, description TEXT NOT NULL, operation TEXT NOT NULL, run_at TEXT NOT NULL, run_on TEXT NOT NULL,
  disabled INTEGER NOT NULL, start_date INTEGER, end_date INTEGER, cloud_name TEXT, params TEXT NOT NULL, raw TEXT);
CREATE INDEX IF NOT EXISTS schedule_created ON schedule (domain, created);
CREATE INDEX IF NOT EXISTS schedule_updated ON schedule (domain, updated);
CREATE INDEX IF NOT EXISTS schedule_name ON schedule (domain, name);
CREATE TABLE IF NOT EXISTS run (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL, domain TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
  job_config_id TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, operation TEXT NOT NULL, params TEXT NOT NULL,
  enqueued INTEGER NOT NULL, status TEXT NOT NULL, node TEXT NOT NULL, targets TEXT, error TEXT, raw TEXT);
CREATE TABLE IF NOT EXISTS run_count (domain TEXT PRIMARY KEY, total INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sync_job (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, domain TEXT NOT NULL, source TEXT NOT NULL, created INTEGER NOT NULL,
  updated INTEGER NOT NULL, completed INTEGER, status TEXT NOT NULL, abort INTEGER NOT NULL, containers TEXT NOT NULL,
  called TEXT NOT NULL, regions TEXT NOT NULL, targets TEXT, raw TEXT);
CREATE INDEX IF NOT EXISTS sync_job_created ON sync_job (domain, source, created);
";

/// Triggers for the number of a domain's runs, because counting a million of them takes a quarter of a second for every page.
const RUN_TRIGGERS: &str = "
CREATE TRIGGER IF NOT EXISTS run_made AFTER INSERT ON run BEGIN
  INSERT INTO run_count VALUES (new.domain, 1) ON CONFLICT (domain) DO UPDATE SET total = total + 1;
END;
CREATE TRIGGER IF NOT EXISTS run_gone AFTER DELETE ON run BEGIN
  UPDATE run_count SET total = total - 1 WHERE domain = old.domain;
END;
";

/// Separate, so that a large seed can insert first and create the indexes afterwards.
const RUN_INDEXES: [(&str, &str); 8] = [
    ("run_operation", "INDEX IF NOT EXISTS run_operation ON run (domain, operation, created)"),
    ("run_active", "INDEX IF NOT EXISTS run_active ON run (status) WHERE status IN ('scheduled', 'in_progress')"),
    ("run_id", "UNIQUE INDEX IF NOT EXISTS run_id ON run (id)"),
    ("run_created", "INDEX IF NOT EXISTS run_created ON run (domain, created)"),
    ("run_updated", "INDEX IF NOT EXISTS run_updated ON run (domain, updated)"),
    ("run_schedule", "INDEX IF NOT EXISTS run_schedule ON run (domain, job_config_id, created)"),
    ("run_status", "INDEX IF NOT EXISTS run_status ON run (domain, status, created)"),
    ("run_name", "INDEX IF NOT EXISTS run_name ON run (domain, name, created)"),
];

/// The database file with a connection for writing and one for reading, so that lists do not wait for a write's disk.
pub struct Store {
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
}

impl Store {
    /// Opens the file, creating it with its tables if there is none.
    ///
    /// # Errors
    /// If the file cannot be opened or is no database of this crate.
    pub fn open(file: &Path) -> rusqlite::Result<Store> {
        let writer = connect(file)?;
        writer.execute_batch(SCHEMA)?;
        create_run_indexes(&writer)?;
        let counted = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name = 'run_made'";
        if writer.query_row(counted, [], |row| row.get::<_, i64>(0))? == 0 {
            stop_counting(&writer)?;
            start_counting(&writer)?;
        }
        let reader = connect(file)?;
        reader.pragma_update(None, "query_only", true)?;
        Ok(Store { writer: Mutex::new(writer), reader: Mutex::new(reader) })
    }

    /// The connection for reading.
    pub fn read(&self) -> MutexGuard<'_, Connection> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` in one transaction, which is on disk when this returns; a failure rolls it back.
    ///
    /// # Errors
    /// The failure of `work`, or of the database.
    pub fn write<T, E: From<rusqlite::Error>>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

fn connect(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Creates the indexes of the runs.
///
/// # Errors
/// Errors of the database.
pub fn create_run_indexes(connection: &Connection) -> rusqlite::Result<()> {
    for (_, definition) in RUN_INDEXES {
        connection.execute_batch(&format!("CREATE {definition}"))?;
    }
    Ok(())
}

/// Drops the indexes of the runs before a large insertion.
///
/// # Errors
/// Errors of the database.
pub fn drop_run_indexes(connection: &Connection) -> rusqlite::Result<()> {
    for (name, _) in RUN_INDEXES {
        connection.execute_batch(&format!("DROP INDEX IF EXISTS {name}"))?;
    }
    Ok(())
}

/// Stops counting the runs before a large change of them.
///
/// # Errors
/// Errors of the database.
pub fn stop_counting(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("DROP TRIGGER IF EXISTS run_made; DROP TRIGGER IF EXISTS run_gone; DELETE FROM run_count;")
}

/// Counts the runs, and updates the count from then on.
///
/// # Errors
/// Errors of the database.
pub fn start_counting(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("INSERT INTO run_count SELECT domain, count(*) FROM run GROUP BY domain;")?;
    connection.execute_batch(RUN_TRIGGERS)
}

/// Reads a stored setting.
///
/// # Errors
/// Errors of the database.
pub fn setting(connection: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    connection.query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| row.get(0)).optional()
}

/// Stores a setting.
///
/// # Errors
/// Errors of the database.
pub fn keep_setting(connection: &Connection, name: &str, value: &str) -> rusqlite::Result<()> {
    let sql = "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    connection.execute(sql, params![name, value]).map(|_| ())
}
