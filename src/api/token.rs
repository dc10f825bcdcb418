//! Reads the answer to a sign-in: the tokens, and the claims for display (API.md §1.1, §1.3). The signature is not verified and
//! no claim decides anything: the appliance authorizes every call.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::retry::http_date;
use super::secret::Secret;
use crate::domain::appliance::domains::{Domain, ROOT_ID};
use crate::domain::name::Name;
use crate::domain::time::ms_between;

/// The signed-in user and domain, for display.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub user: Name,
    pub user_id: String,
    pub domain: Domain,
    pub groups: Vec<String>,
}

impl Identity {
    /// Whether `other` is the same user in the same domain. Data shown for one identity must not stay for another.
    pub fn is_same(&self, other: &Identity) -> bool {
        self.user_id == other.user_id && self.user == other.user && self.domain.id == other.domain.id
    }
}

#[derive(Clone, Debug)]
pub struct Tokens {
    pub access: Secret,
    pub refresh: Option<Secret>,
    /// The client that the refresh token belongs to.
    pub client_id: Option<String>,
    /// Life of the access token from its receipt, by the appliance's clock: a wrong clock here does not shorten it.
    pub life: Duration,
}

/// Life of a token that names none (API.md §1.3).
const USUAL_LIFE: Duration = Duration::from_secs(300);

#[derive(Deserialize)]
struct TokenAnswer<'a> {
    #[serde(borrow, default)]
    jwt: Option<&'a RawValue>,
    #[serde(borrow, default)]
    refresh_token: Option<&'a RawValue>,
    #[serde(borrow, default)]
    client_id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    duration: Option<&'a RawValue>,
}

/// Reads the answer to a password or refresh grant. `None` when there is no token in it.
///
/// `asked` is the identity to assume where the token cannot be read.
pub(super) fn read(body: &Secret, date: Option<&str>, asked: Identity) -> Option<(Tokens, Identity)> {
    let answer: TokenAnswer<'_> = serde_json::from_str(body.expose()).ok()?;
    let access = secret(answer.jwt?).filter(|token| !token.is_empty())?;
    let claims = claims(access.expose());
    let life = life(claims.as_ref(), answer.duration, date);
    let who = match &claims {
        Some(claims) => identity(claims, asked),
        None => asked,
    };
    let tokens = Tokens {
        access,
        refresh: answer.refresh_token.and_then(secret).filter(|token| !token.is_empty()),
        client_id: answer.client_id.and_then(secret).map(|id| id.expose().to_owned()),
        life,
    };
    Some((tokens, who))
}

/// A JSON string as a secret, without an intermediate copy unless it holds escapes.
fn secret(raw: &RawValue) -> Option<Secret> {
    let inner = raw.get().strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str::<String>(raw.get()).ok().map(Secret::from)
    } else {
        Some(Secret::from(inner))
    }
}

fn life(claims: Option<&Value>, duration: Option<&RawValue>, date: Option<&str>) -> Duration {
    let seconds = |name: &str| claims.and_then(|claims| claims.get(name)).and_then(Value::as_i64);
    let by_claims = match (seconds("exp"), seconds("iat")) {
        (Some(exp), Some(iat)) => Some(exp - iat),
        (Some(exp), None) => date.and_then(http_date).map(|sent| {
            let at = crate::domain::time::Instant::from_timestamp(exp, 0).unwrap_or(sent);
            ms_between(sent, at) / 1_000
        }),
        (None, _) => None,
    };
    let by_advice = duration.and_then(|raw| raw.get().trim_matches('"').parse::<i64>().ok());
    by_claims
        .or(by_advice)
        .filter(|seconds| *seconds > 0)
        .and_then(|seconds| u64::try_from(seconds).ok())
        .map_or(USUAL_LIFE, Duration::from_secs)
}

fn identity(claims: &Value, asked: Identity) -> Identity {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    let custom = claims.get("cust");
    let domain = text(custom.and_then(|custom| custom.get("domain_id")));
    let groups = custom.and_then(|custom| custom.get("groups")).and_then(Value::as_array);
    Identity {
        user: text(claims.get("preferred_username")).map_or(asked.user, Name::from),
        user_id: text(claims.get("sub")).unwrap_or(asked.user_id),
        domain: match domain {
            Some(id) if id == asked.domain.id.as_str() => asked.domain,
            // The appliance answers a domain's name by its id.
            Some(id) if id != ROOT_ID && !asked.domain.is_root() => Domain { id: id.into(), name: asked.domain.name },
            Some(id) => Domain::unnamed(&id),
            None => asked.domain,
        },
        groups: groups.map(|list| list.iter().filter_map(|group| text(Some(group))).collect()).unwrap_or_default(),
    }
}

/// The payload of a JWT.
fn claims(jwt: &str) -> Option<Value> {
    let payload = jwt.split('.').nth(1)?;
    serde_json::from_slice(&base64url(payload)?).ok()
}

/// Decodes base64url with or without padding.
fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text.trim_end_matches('=').bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from((bits >> held) & 0xFF).ok()?);
        }
    }
    Some(out)
}
