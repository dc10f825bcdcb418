//! The content of new data. It is the same at every start but for its times, which are relative to the start.

mod direct;
mod estate;
mod history;
mod plans;
mod scale;

use rusqlite::{Connection, params};

use crate::clock::{DAY, Moment};
use crate::options::Seeding;
use crate::store::{keep_setting, start_counting, stop_counting};
use crate::tokens::ROOT;
use crate::users;

/// The id of the second domain.
pub const FINANCE: &str = "5f0c7c1e-8a44-4e0e-9d55-0b1f7f3c2a10";

/// Deletes everything but the signing keys and fills the database.
///
/// # Errors
/// Errors of the database.
pub fn fill(db: &Connection, seeding: Seeding, now: Moment) -> rusqlite::Result<()> {
    stop_counting(db)?;
    db.execute_batch(
        "DELETE FROM run; DELETE FROM schedule; DELETE FROM sync_job; DELETE FROM container; DELETE FROM refresh_token;
         DELETE FROM domain;
         DELETE FROM setting WHERE name <> 'token_keys';",
    )?;
    users::seed(db)?;
    for (id, name, age) in [(ROOT, "root", 700), (FINANCE, "finance", 400)] {
        db.execute("INSERT INTO domain VALUES (?1, ?2, ?3)", params![id, name, now.plus(-age * DAY).0])?;
    }
    match seeding {
        Seeding::Empty => {}
        Seeding::Company => {
            estate::fill(db, now)?;
            let schedules = plans::fill(db, now)?;
            history::fill(db, &schedules, now)?;
            direct::fill(db, now)?;
        }
        Seeding::Scale(count) => {
            estate::fill(db, now)?;
            scale::fill(db, count, now)?;
        }
    }
    start_counting(db)?;
    keep_setting(db, "seeded", &now.stored())
}
