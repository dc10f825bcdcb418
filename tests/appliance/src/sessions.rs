//! Sign-in, renewal, revocation, and the user's questions about itself (API.md §1).

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value, json};

use crate::appliance::Appliance;
use crate::calls::{Answer, Call, Refusal, Reply};
use crate::clock::{MINUTE, Moment, SECOND};
use crate::ids::{hex, random_bytes, random_uuid};
use crate::listing::{self, Filter};
use crate::tokens::{Claims, ROOT};
use crate::users::{self, User};

const CLIENT: &str = "3d1c0b5e-5a0b-4a51-9d0e-6f1c2b3a4d5e";
const WRONG: &str = "Wrong username or password.";
const REVOKED: &str = "Token has been revoked";

/// `POST /v1/auth/tokens`.
///
/// # Errors
/// 401 for a user who may not sign in; 400 for another grant.
pub fn grant(appliance: &Appliance, call: &Call) -> Answer {
    let body = call.object()?;
    match text(&body, "grant_type") {
        "" | "password" => sign_in(appliance, call, &body),
        "refresh_token" => renew(appliance, call, &body),
        other => Err(Refusal::bad_request(format!("grant_type: \"{other}\" is not offered"))),
    }
}

fn sign_in(appliance: &Appliance, call: &Call, body: &Map<String, Value>) -> Answer {
    let user = authenticate(appliance, body)?;
    if user.must_change {
        return Err(Refusal::unauthorized("password expired, change required"));
    }
    appliance.store.write(|db| {
        users::count_failure(db, &user.name, false)?;
        let claims = Claims { user: user.name.clone(), domain: domain_id(db, text(body, "domain"))?, sid: random_uuid() };
        let refresh = issue_refresh(db, body, &claims, call.now)?;
        Ok(answer(appliance, call, &user, &claims, Some(refresh)))
    })
}

fn authenticate(appliance: &Appliance, body: &Map<String, Value>) -> Result<User, Refusal> {
    let name = match text(body, "username") {
        "" => text(body, "name"),
        name => name,
    };
    let name = name.strip_prefix("local_account|").unwrap_or(name);
    let known_source = matches!(text(body, "connection"), "" | "local_account");
    let known_domain = matches!(text(body, "auth_domain"), "" | "root" | ROOT);
    let found = users::find(&appliance.store.read(), name)?;
    let Some(user) = found.filter(|_| known_source && known_domain) else { return Err(Refusal::unauthorized(WRONG)) };
    if user.has_password(text(body, "password")) {
        return Ok(user);
    }
    appliance.store.write(|db| users::count_failure(db, &user.name, true))?;
    Err(Refusal::unauthorized(WRONG))
}

/// The stored session from which a token is renewed.
struct Refresh {
    id: String,
    token: String,
    lifetime: Option<i64>,
}

fn issue_refresh(db: &Connection, body: &Map<String, Value>, claims: &Claims, now: Moment) -> Result<Refresh, Refusal> {
    let minutes = |name: &str| body.get(name).and_then(Value::as_i64).filter(|minutes| *minutes > 0);
    let lifetime = minutes("refresh_token_lifetime");
    let refresh = Refresh { id: random_uuid(), token: hex(&random_bytes::<32>()), lifetime };
    let labels = body.get("labels").filter(|labels| labels.is_array()).cloned().unwrap_or_else(|| json!([]));
    let sql = "INSERT INTO refresh_token (id, token, user, domain, sid, created, used, unused_minutes, expires, labels)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9)";
    let expires = lifetime.map(|minutes| now.plus(minutes * MINUTE).0);
    let unused = minutes("refresh_token_revoke_unused_in");
    let (domain, sid) = (&claims.domain, &claims.sid);
    db.execute(sql, params![refresh.id, refresh.token, claims.user, domain, sid, now.0, unused, expires, labels.to_string()])?;
    Ok(refresh)
}

fn answer(appliance: &Appliance, call: &Call, user: &User, claims: &Claims, refresh: Option<Refresh>) -> Reply {
    let life = appliance.settings().token_life;
    let jwt = appliance.keys().issue(claims, &user.id, user.role.group(), call.now, life);
    let mut body = json!({"jwt": jwt, "duration": life, "token_type": "Bearer", "client_id": CLIENT});
    if let Some(refresh) = refresh {
        body["refresh_token"] = json!(refresh.token);
        body["refresh_token_id"] = json!(refresh.id);
        if let Some(minutes) = refresh.lifetime {
            body["refresh_token_expires_in"] = json!(minutes * 60 - 1);
        }
    }
    Reply::json(200, body)
}

fn renew(appliance: &Appliance, call: &Call, body: &Map<String, Value>) -> Answer {
    let renewed = appliance.store.write(|db| {
        let sql = "SELECT id, user, domain, sid, used, unused_minutes, expires, revoked FROM refresh_token WHERE token = ?1";
        let held = db.query_row(sql, [text(body, "refresh_token")], |row| {
            let claims = Claims { user: row.get(1)?, domain: row.get(2)?, sid: row.get(3)? };
            let unused: Option<i64> = row.get(5)?;
            let idle = unused.is_some_and(|minutes| Moment(row.get(4).unwrap_or(0)).plus(minutes * MINUTE) <= call.now);
            let over = row.get::<_, Option<i64>>(6)?.is_some_and(|expires| Moment(expires) <= call.now);
            Ok((row.get::<_, String>(0)?, claims, idle || over || row.get(7)?, unused, row.get::<_, Option<i64>>(6)?))
        });
        let Some((id, mut claims, dead, unused, expires)) = held.optional()? else {
            return Err(Refusal::unauthorized("Invalid token"));
        };
        let user = users::find(db, &claims.user)?.filter(|_| !dead).ok_or_else(|| Refusal::unauthorized(REVOKED))?;
        let asked = match text(body, "domain") {
            "" => claims.domain.clone(),
            domain => domain_id(db, domain)?,
        };
        let moved = asked != claims.domain;
        claims.domain = asked;
        let rotate = body.get("renew_refresh_token") == Some(&json!(true));
        let refresh = if rotate {
            let mut wanted = Map::new();
            wanted.insert("refresh_token_revoke_unused_in".to_owned(), json!(unused));
            let left = expires.map(|expires| (expires - call.now.0).div_euclid(60 * SECOND).max(1));
            wanted.insert("refresh_token_lifetime".to_owned(), json!(left));
            Some(issue_refresh(db, &wanted, &claims, call.now)?)
        } else {
            None
        };
        db.execute(
            "UPDATE refresh_token SET used = ?2, revoked = revoked OR ?3 WHERE id = ?1",
            params![id, call.now.0, rotate || moved],
        )?;
        Ok((user, claims, refresh))
    });
    let (user, claims, refresh) = renewed?;
    Ok(answer(appliance, call, &user, &claims, refresh))
}

/// `POST /v1/auth/revoke`.
///
/// # Errors
/// 400 without a token, 401 for an unknown token.
pub fn revoke(appliance: &Appliance, call: &Call) -> Answer {
    let body = call.object()?;
    let token = text(&body, "token");
    if token.is_empty() {
        return Err(Refusal::validation(&["token: token is a required field".to_owned()]));
    }
    let sql = "UPDATE refresh_token SET revoked = 1 WHERE token = ?1";
    match appliance.store.write(|db| db.execute(sql, [token]))? {
        0 => Err(Refusal::unauthorized("Invalid token")),
        _ => Ok(Reply::empty(204)),
    }
}

/// `PATCH /v1/auth/changepw`.
///
/// # Errors
/// 401 for a wrong password, 400 for an unacceptable new one.
pub fn change_password(appliance: &Appliance, call: &Call) -> Answer {
    let body = call.object()?;
    let user = authenticate(appliance, &body)?;
    let new = text(&body, "new_password");
    if new.chars().count() < MINIMUM_LENGTH {
        let why = format!("new_password: must have at least {MINIMUM_LENGTH} characters");
        return Err(Refusal::validation(&[why]));
    }
    if user.has_password(new) {
        return Err(Refusal::validation(&["new_password: must differ from the old one".to_owned()]));
    }
    appliance.store.write(|db| users::change_password(db, &user.name, new))?;
    Ok(Reply::empty(204))
}

const MINIMUM_LENGTH: usize = 8;

/// `GET /v1/auth/self/pwdpolicy`.
///
/// # Errors
/// Never fails.
pub fn password_policy() -> Answer {
    Ok(Reply::json(200, json!({"inclusive_min_total_length": MINIMUM_LENGTH, "inclusive_max_total_length": 30})))
}

/// `GET /v1/auth/self/user`.
///
/// # Errors
/// 401 if the user is gone.
pub fn this_user(appliance: &Appliance, who: &Claims) -> Answer {
    let db = appliance.store.read();
    let user = users::find(&db, &who.user)?.ok_or_else(|| Refusal::unauthorized("Invalid token"))?;
    let domain = json!({"id": who.domain, "name": domain_name(&db, &who.domain)?});
    Ok(Reply::json(
        200,
        json!({
            "user_id": format!("local|{}", user.id), "username": user.name, "name": user.name,
            "failed_logins_count": user.failed_logins, "user_metadata": {"current_domain": domain},
        }),
    ))
}

/// `GET /v1/auth/self/domains` and `GET /v1/domains`.
///
/// # Errors
/// 400 for a bad query.
pub fn domains(appliance: &Appliance, call: &Call) -> Answer {
    let every = Filter::domain("every");
    let sortable = [("name", "name"), ("createdAt", "created")];
    let table = "(SELECT 'every' AS domain, id, name, created, created AS seq FROM domain)";
    let element = |row: &Row<'_>| Ok(json!({"id": row.get::<_, String>(0)?, "name": row.get::<_, String>(1)?}));
    let mut call = call.clone();
    if call.parameter("sort").is_none() {
        call.query.push(("sort".to_owned(), "createdAt".to_owned()));
    }
    listing::list(&appliance.store.read(), &call, table, "id, name", &every, &sortable, element)
        .map(|list| Reply::json(200, list))
}

/// `GET /v1/domain`.
///
/// # Errors
/// Errors of the database.
pub fn this_domain(appliance: &Appliance, who: &Claims) -> Answer {
    let name = domain_name(&appliance.store.read(), &who.domain)?;
    Ok(Reply::json(200, json!({"id": who.domain, "name": name})))
}

fn domain_name(db: &Connection, id: &str) -> rusqlite::Result<String> {
    db.query_row("SELECT name FROM domain WHERE id = ?1", [id], |row| row.get(0))
}

fn domain_id(db: &Connection, domain: &str) -> Result<String, Refusal> {
    let domain = if domain.is_empty() { "root" } else { domain };
    let sql = "SELECT id FROM domain WHERE name = ?1 OR id = ?1";
    let id = db.query_row(sql, [domain], |row| row.get(0)).optional()?;
    id.ok_or_else(|| Refusal::unauthorized(format!("there is no domain \"{domain}\" for you")))
}

/// `GET /v1/auth/tokens`: the refresh tokens, never their secrets.
///
/// # Errors
/// 400 for a bad query.
pub fn list_refresh_tokens(appliance: &Appliance, call: &Call, who: &Claims) -> Answer {
    let sortable = [("createdAt", "created"), ("updatedAt", "used")];
    let filter = Filter::domain(&who.domain).and("user = ?", who.user.clone());
    let table = "(SELECT *, rowid AS seq FROM refresh_token)";
    listing::list(&appliance.store.read(), call, table, TOKEN_COLUMNS, &filter, &sortable, token_json)
        .map(|list| Reply::json(200, list))
}

/// `GET /v1/auth/tokens/{id}`.
///
/// # Errors
/// 404 for an unknown id.
pub fn read_refresh_token(appliance: &Appliance, who: &Claims, id: &str) -> Answer {
    let sql = format!("SELECT {TOKEN_COLUMNS} FROM refresh_token WHERE id = ?1 AND user = ?2");
    let found = appliance.store.read().query_row(&sql, [id, &who.user], token_json).optional()?;
    found.map(|token| Reply::json(200, token)).ok_or_else(Refusal::not_found)
}

/// `DELETE /v1/auth/tokens/{id}`: a user's own token, in any role.
///
/// # Errors
/// 404 for an unknown id.
pub fn delete_refresh_token(appliance: &Appliance, who: &Claims, id: &str) -> Answer {
    let sql = "DELETE FROM refresh_token WHERE id = ?1 AND user = ?2";
    match appliance.store.write(|db| db.execute(sql, [id, &who.user]))? {
        0 => Err(Refusal::not_found()),
        _ => Ok(Reply::empty(204)),
    }
}

const TOKEN_COLUMNS: &str = "id, user, created, used, revoked, labels";

fn token_json(row: &Row<'_>) -> rusqlite::Result<Value> {
    let labels: Value = serde_json::from_str(&row.get::<_, String>(5)?).unwrap_or_default();
    Ok(json!({
        "id": row.get::<_, String>(0)?, "username": row.get::<_, String>(1)?, "createdAt": Moment(row.get(2)?).stored(),
        "updatedAt": Moment(row.get(3)?).stored(), "revoked": row.get::<_, bool>(4)?, "labels": labels,
    }))
}

fn text<'a>(body: &'a Map<String, Value>, name: &str) -> &'a str {
    body.get(name).and_then(Value::as_str).unwrap_or_default()
}
