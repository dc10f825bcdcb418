//! JSON web tokens in the appliance's form: HS256, 300 s, the claims of API.md §1.3.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use rusqlite::Connection;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::calls::Refusal;
use crate::clock::Moment;
use crate::ids::{hex, random_bytes, random_uuid};
use crate::store::{keep_setting, setting};

/// The id of the root domain.
pub const ROOT: &str = "00000000-0000-0000-0000-000000000000";

/// The user and session of a valid token.
#[derive(Clone, Debug)]
pub struct Claims {
    /// The user's name.
    pub user: String,
    /// The domain in which the token is valid.
    pub domain: String,
    /// The login session.
    pub sid: String,
}

/// The keys that sign tokens. A retired key has its reason stored, so that a later refusal can name it.
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    present: String,
    former: Vec<(String, String)>,
}

impl Keyring {
    /// Loads the stored keys; creates the first one.
    ///
    /// # Errors
    /// Errors of the database.
    pub fn load(connection: &Connection) -> rusqlite::Result<Keyring> {
        let Some(text) = setting(connection, "token_keys")? else {
            let keys = Keyring { present: hex(&random_bytes::<32>()), former: Vec::new() };
            keys.keep(connection)?;
            return Ok(keys);
        };
        let value: Value = serde_json::from_str(&text).unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let former = value["former"].as_array().into_iter().flatten();
        Ok(Keyring { present: text(&value["present"]), former: former.map(|pair| (text(&pair[0]), text(&pair[1]))).collect() })
    }

    /// Makes every token so far invalid; `reason` is the text for its bearer.
    ///
    /// # Errors
    /// Errors of the database.
    pub fn rotate(&mut self, connection: &Connection, reason: &str) -> rusqlite::Result<()> {
        let old = std::mem::replace(&mut self.present, hex(&random_bytes::<32>()));
        self.former.insert(0, (old, reason.to_owned()));
        self.former.truncate(20);
        self.keep(connection)
    }

    fn keep(&self, connection: &Connection) -> rusqlite::Result<()> {
        let value = json!({"present": self.present, "former": self.former});
        keep_setting(connection, "token_keys", &value.to_string())
    }

    /// A signed token, valid for `life` seconds.
    #[must_use]
    pub fn issue(&self, claims: &Claims, user_id: &str, group: &str, now: Moment, life: i64) -> String {
        let account = if claims.domain == ROOT { "kylo".to_owned() } else { format!("kylo/{}", claims.domain) };
        let payload = json!({
            "aud": "7b2d1a5e-90c4-4f0a-8d1c-3a5f6e7b8c9d", "sub": format!("local|{user_id}"),
            "iss": "kylo", "acc": account, "preferred_username": claims.user,
            "cust": {"domain_id": claims.domain, "groups": [group], "sid": claims.sid, "zone_id": ROOT},
            "jwtid": random_uuid(), "iat": now.seconds(), "exp": now.seconds() + life,
        });
        let head = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
        let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(payload.to_string()));
        let signature = URL_SAFE_NO_PAD.encode(mac(&self.present, &signed).finalize().into_bytes());
        format!("{signed}.{signature}")
    }

    /// Reads the value of an `Authorization` header.
    ///
    /// # Errors
    /// 401 with the reason (API.md §2.2).
    pub fn verify(&self, authorization: Option<&str>, now: Moment) -> Result<Claims, Refusal> {
        let invalid = || Refusal::unauthorized("Invalid token");
        let token = authorization.ok_or_else(|| Refusal::unauthorized("No token provided"))?;
        let token = token.strip_prefix("Bearer ").ok_or_else(invalid)?.trim();
        let (signed, signature) = token.rsplit_once('.').ok_or_else(invalid)?;
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| invalid())?;
        let good = |key: &str| mac(key, signed).verify_slice(&signature).is_ok();
        if !good(&self.present) {
            let former = self.former.iter().find(|(key, _)| good(key));
            return Err(former.map_or_else(invalid, |(_, reason)| Refusal::unauthorized(reason)));
        }
        let payload = signed.split_once('.').map(|(_, payload)| payload).ok_or_else(invalid)?;
        let payload = URL_SAFE_NO_PAD.decode(payload).map_err(|_| invalid())?;
        let claims: Value = serde_json::from_slice(&payload).map_err(|_| invalid())?;
        let late = now.seconds() - claims["exp"].as_i64().unwrap_or(0);
        if late >= 0 {
            return Err(Refusal::unauthorized(expired(late)));
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Ok(Claims {
            user: text(&claims["preferred_username"]),
            domain: text(&claims["cust"]["domain_id"]),
            sid: text(&claims["cust"]["sid"]),
        })
    }
}

/// The text for the bearer of a token that expired `late` seconds ago (API.md §2.2).
#[must_use]
pub fn expired(late: i64) -> String {
    format!("Bearer token malformed: Token is expired by {late}s")
}

fn mac(key: &str, text: &str) -> Hmac<Sha256> {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key.as_bytes()).expect("any key length is good");
    mac.update(text.as_bytes());
    mac
}
