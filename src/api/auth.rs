//! Signing in and out, passwords, domains (API.md §1).

use serde::Serialize;
use serde_json::Value;

use super::client::{Call, Client};
use super::decode;
use super::error::ApiError;
use super::refresh::{RefreshOutcome, token_call};
use super::secret::Secret;
use super::session::{SessionInput, SessionState};
use super::token::{self, Identity};
use super::transport::{HttpMethod, Transport};
use super::url::Endpoint;
use crate::domain::appliance::domains::Domain;
use crate::domain::appliance::id::DomainId;

/// Input of [`AuthApi::sign_in`].
#[derive(Clone, Debug)]
pub struct Credentials {
    pub username: String,
    pub password: Secret,
    /// Name or id of the domain to work in; root when `None`.
    pub domain: Option<String>,
    /// The identity source; the appliance's own users when `None`.
    pub connection: Option<String>,
}

/// A change of password, which needs no token (API.md §1.4).
#[derive(Clone, Debug)]
pub struct PasswordChange {
    pub username: String,
    pub old: Secret,
    pub new: Secret,
    /// The domain in which the user is defined; root when `None`.
    pub auth_domain: Option<String>,
}

#[derive(Serialize)]
struct PasswordGrant<'a> {
    grant_type: &'static str,
    username: &'a str,
    password: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    connection: Option<&'a str>,
    /// Days.
    refresh_token_revoke_unused_in: u32,
    labels: [&'static str; 1],
}

#[derive(Serialize)]
struct PasswordChangeBody<'a> {
    username: &'a str,
    password: &'a str,
    new_password: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth_domain: Option<&'a str>,
}

pub struct AuthApi<T: Transport>(pub(super) Client<T>);

impl<T: Transport> AuthApi<T> {
    /// Signs in. Data read so far stays if the same user was signed in before; otherwise it is wiped.
    ///
    /// Fails with [`ApiError::Refused`] and [`ApiError::PasswordExpired`] beside the usual.
    pub async fn sign_in(&self, credentials: Credentials) -> Result<Identity, ApiError> {
        let domain = trimmed(&credentials.domain);
        let body = Secret::json(&PasswordGrant {
            grant_type: "password",
            username: &credentials.username,
            password: credentials.password.expose(),
            domain,
            connection: trimmed(&credentials.connection),
            refresh_token_revoke_unused_in: 30,
            labels: ["keysync"],
        });
        let response = self.0.call_openly(token_call(body)).await?;
        let asked = Identity {
            user: credentials.username.as_str().into(),
            user_id: credentials.username.clone(),
            domain: match domain {
                None | Some("root") => Domain::root(),
                Some(name) => Domain { id: DomainId::from(name), name: name.into() },
            },
            groups: Vec::new(),
        };
        let date = response.date.clone();
        let Some((tokens, who)) = token::read(&Secret::from(response.body), date.as_deref(), asked) else {
            return Err(ApiError::Decode { path: "$.jwt".to_owned(), what: "there is no token in it".to_owned() });
        };
        self.0.input(SessionInput::SignedIn { tokens, who: who.clone(), now: self.0.uptime() });
        Ok(who)
    }

    /// Changes a password; needs no session.
    pub async fn change_password(&self, change: PasswordChange) -> Result<(), ApiError> {
        let body = Secret::json(&PasswordChangeBody {
            username: &change.username,
            password: change.old.expose(),
            new_password: change.new.expose(),
            auth_domain: trimmed(&change.auth_domain),
        });
        let call = Call { method: HttpMethod::Patch, url: Endpoint::ChangePassword.url(), ..token_call(body) };
        self.0.call_openly(call).await.map(drop)
    }

    /// Signs out. Tokens and data are dropped at once, even if the revocation on the appliance fails.
    pub async fn sign_out(&self) {
        self.0.input(SessionInput::SignOut);
    }

    /// The text that the appliance shows before a sign-in; `None` when there is none.
    pub async fn banner(&self) -> Result<Option<String>, ApiError> {
        let response = self.0.call_openly(Call::read(Endpoint::Banner.url())).await?;
        let value: Option<Value> = serde_json::from_str(&response.body).ok();
        let text = value.as_ref().and_then(|value| value.get("value")).and_then(Value::as_str);
        Ok(text.filter(|text| !text.trim().is_empty()).map(str::to_owned))
    }

    /// The domains that the user may enter, at most 1,000.
    pub async fn domains(&self) -> Result<Vec<Domain>, ApiError> {
        let mut domains: Vec<Domain> = Vec::new();
        for page in 0..10_u64 {
            let skip = page * 100;
            let query = [("skip", skip.to_string()), ("limit", "100".to_owned())];
            let response = self.0.call(Call::read(Endpoint::OwnDomains.with_query(&query))).await?;
            let page = decode::page(&response.body, &decode::domain)?;
            let before = domains.len();
            for domain in page.good() {
                if domains.iter().all(|known| known.id != domain.id) {
                    domains.push(domain.clone());
                }
            }
            if domains.len() == before || skip + 100 >= page.total {
                break;
            }
        }
        self.0.shared.domains.replace(domains.clone());
        Ok(domains)
    }

    /// Switches to another domain with a new token; data read so far is wiped (API.md §1.2, §6.3).
    ///
    /// The session goes on when the appliance refuses the domain.
    pub async fn switch_domain(&self, id: &DomainId) -> Result<Identity, ApiError> {
        self.0.flight_over().await;
        let known = self.0.shared.domains.borrow().iter().find(|domain| domain.id == *id).cloned();
        let domain = known.unwrap_or_else(|| Domain::unnamed(id.as_str()));
        match self.0.start_refresh(Some(domain)).wait().await {
            RefreshOutcome::Renewed => match self.0.session() {
                SessionState::SignedIn { who, .. } => Ok(who),
                SessionState::SignedOut | SessionState::Expired { .. } => Err(ApiError::SessionEnded),
            },
            RefreshOutcome::Refused(error) | RefreshOutcome::Lost(error) => Err(error),
        }
    }

    /// Restarts the idle time, as user input does.
    pub fn stay_signed_in(&self) {
        self.0.activity();
    }
}

fn trimmed(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}
