//! The users with their roles and passwords.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::calls::Refusal;
use crate::ids::{Dice, hex};

/// The permissions of a user (API.md §9 Q29; invented).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Every request.
    Admin,
    /// Every request but deleting.
    Operator,
    /// Only reading.
    Viewer,
}

impl Role {
    /// The group in the token.
    #[must_use]
    pub fn group(self) -> &'static str {
        match self {
            Role::Admin => "admin",
            Role::Operator => "CCKM Users",
            Role::Viewer => "Read Only",
        }
    }

    /// Refuses methods that the role does not permit.
    ///
    /// # Errors
    /// 403 for a method that the role does not permit.
    pub fn permit(self, method: &str) -> Result<(), Refusal> {
        match (self, method) {
            (Role::Admin, _) | (_, "GET") => Ok(()),
            (Role::Operator, "DELETE") => Err(Refusal::forbidden("you may not delete; ask for the permission DeleteJob")),
            (Role::Operator, _) => Ok(()),
            (Role::Viewer, _) => Err(Refusal::forbidden("your account may only read")),
        }
    }
}

/// A user of the appliance.
#[derive(Clone, Debug)]
pub struct User {
    /// The name for the sign-in.
    pub name: String,
    /// The id, a UUID.
    pub id: String,
    /// The role of the user.
    pub role: Role,
    /// Whether the password must be changed before the first sign-in.
    pub must_change: bool,
    /// Wrong passwords since the last correct one.
    pub failed_logins: i64,
    password: String,
}

impl User {
    /// Whether this is the user's password.
    #[must_use]
    pub fn has_password(&self, password: &str) -> bool {
        self.password == digest(&self.name, password)
    }
}

const USERS: [(&str, &str, &str, bool); 4] = [
    ("admin", "admin", "local", false),
    ("operator", "operator", "local", false),
    ("viewer", "viewer", "local", false),
    ("newcomer", "operator", "expired", true),
];

/// Restores the four users.
///
/// # Errors
/// Errors of the database.
pub fn seed(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM user", [])?;
    for (name, role, password, must_change) in USERS {
        let sql = "INSERT INTO user (name, id, password, role, must_change) VALUES (?1, ?2, ?3, ?4, ?5)";
        connection.execute(sql, params![name, Dice::of(name).uuid(), digest(name, password), role, must_change])?;
    }
    Ok(())
}

/// A user by name.
///
/// # Errors
/// Errors of the database.
pub fn find(connection: &Connection, name: &str) -> rusqlite::Result<Option<User>> {
    let sql = "SELECT name, id, password, role, must_change, failed_logins FROM user WHERE name = ?1";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(User {
            name: row.get(0)?,
            id: row.get(1)?,
            password: row.get(2)?,
            role: match row.get::<_, String>(3)?.as_str() {
                "admin" => Role::Admin,
                "operator" => Role::Operator,
                _ => Role::Viewer,
            },
            must_change: row.get(4)?,
            failed_logins: row.get(5)?,
        })
    };
    connection.query_row(sql, [name], read).optional()
}

/// Gives a user a new password, which need not be changed.
///
/// # Errors
/// Errors of the database.
pub fn change_password(connection: &Connection, name: &str, password: &str) -> rusqlite::Result<()> {
    let sql = "UPDATE user SET password = ?2, must_change = 0 WHERE name = ?1";
    connection.execute(sql, params![name, digest(name, password)]).map(|_| ())
}

/// Counts a wrong password, or resets the count.
///
/// # Errors
/// Errors of the database.
pub fn count_failure(connection: &Connection, name: &str, failed: bool) -> rusqlite::Result<()> {
    let sql = "UPDATE user SET failed_logins = CASE WHEN ?2 THEN failed_logins + 1 ELSE 0 END WHERE name = ?1";
    connection.execute(sql, params![name, failed]).map(|_| ())
}

fn digest(name: &str, password: &str) -> String {
    hex(&Sha256::digest(format!("{name}\n{password}")))
}
