//! Renewal of the access token: one in flight per tab, as a task of its own, so that leaving a view cannot lose a rotated token.

use std::time::Duration;

use futures_channel::oneshot;
use futures_util::FutureExt;
use futures_util::future::Shared;
use serde::Serialize;

use super::client::{Call, Client, READ_DEADLINE};
use super::error::{ApiError, CallKind};
use super::secret::Secret;
use super::session::{Revocation, SessionInput};
use super::token;
use super::transport::{HttpMethod, HttpResponse, Transport, TransportError};
use super::url::Endpoint;
use crate::domain::appliance::domains::Domain;

/// A renewal under way. Dropping it ends the waiting with [`ApiError::Aborted`]; the renewal itself goes on.
pub(super) struct RefreshInFlight {
    outcome: SharedOutcome,
    sender: oneshot::Sender<RefreshOutcome>,
}

/// The outcome of one renewal, for every call that waits for it.
#[derive(Clone)]
pub(super) struct SharedOutcome(Shared<oneshot::Receiver<RefreshOutcome>>);

impl SharedOutcome {
    pub(super) async fn wait(self) -> RefreshOutcome {
        self.0.await.unwrap_or(RefreshOutcome::Lost(ApiError::Aborted))
    }
}

#[derive(Clone)]
pub(super) enum RefreshOutcome {
    /// The session has a new token.
    Renewed,
    Refused(ApiError),
    /// No answer, or one without a readable token.
    Lost(ApiError),
}

#[derive(Serialize)]
struct RefreshGrant<'a> {
    grant_type: &'static str,
    refresh_token: &'a str,
    renew_refresh_token: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<&'a str>,
}

#[derive(Serialize)]
struct RevocationBody<'a> {
    token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<&'a str>,
}

impl<T: Transport> Client<T> {
    /// Waits until no renewal is under way.
    pub(super) async fn flight_over(&self) {
        let outcome = self.shared.flight.borrow().as_ref().map(|flight| flight.outcome.clone());
        if let Some(outcome) = outcome {
            outcome.wait().await;
        }
    }

    /// Begins a renewal, or joins the one under way. A renewal for a domain must not join another: wait for
    /// [`Client::flight_over`] first.
    pub(super) fn start_refresh(&self, domain: Option<Domain>) -> SharedOutcome {
        if let Some(flight) = &*self.shared.flight.borrow() {
            return flight.outcome.clone();
        }
        let (sender, receiver) = oneshot::channel();
        let outcome = SharedOutcome(receiver.shared());
        self.shared.flight.replace(Some(RefreshInFlight { outcome: outcome.clone(), sender }));
        let (client, ours, serial) = (self.clone(), outcome.clone(), self.serial());
        self.shared.transport.spawn(async move {
            let (outcome, input) = client.refresh(domain).await;
            // Off the slot before the session hears of it: a wipe drops the flight that it finds there.
            let flight = client.shared.flight.borrow_mut().take_if(|flight| flight.outcome.0.ptr_eq(&ours.0));
            // Another sign-in has followed if the serial differs; these tokens mean nothing to it.
            if let Some(input) = input.filter(|_| client.serial() == serial) {
                client.input(input);
            }
            if let Some(flight) = flight {
                // The send fails when no call waits any more.
                let _: Result<(), RefreshOutcome> = flight.sender.send(outcome);
            }
        });
        outcome
    }

    fn serial(&self) -> Option<u64> {
        self.shared.session.borrow().serial()
    }

    /// Renews the token; returns the outcome and the input for the session.
    async fn refresh(&self, domain: Option<Domain>) -> (RefreshOutcome, Option<SessionInput>) {
        let serial = self.serial();
        let (renewal, who) = {
            let session = self.shared.session.borrow();
            (session.renewal(), session.who().cloned())
        };
        let (Some(renewal), Some(mut who)) = (renewal, who) else {
            return (RefreshOutcome::Refused(ApiError::SessionEnded), None);
        };
        let body = Secret::json(&RefreshGrant {
            grant_type: "refresh_token",
            refresh_token: renewal.refresh.expose(),
            renew_refresh_token: true,
            domain: domain.as_ref().map(|domain| domain.id.as_str()).filter(|id| !id.is_empty()),
        });
        let call = token_call(body);
        let answer = self.send(&call, None).await;
        let switching = domain.is_some();
        if let Some(domain) = domain {
            who.domain = domain;
        }
        let response = match answer {
            Err(error) => return self.lost(ApiError::from_transport(error, CallKind::SignIn)),
            Ok(response) => response,
        };
        if !response.is_success() {
            return self.not_renewed(&response, switching);
        }
        let date = response.date.clone();
        let Some((tokens, who)) = token::read(&Secret::from(response.body), date.as_deref(), who) else {
            let what = "there is no token in it".to_owned();
            return self.lost(ApiError::Decode { path: "$.jwt".to_owned(), what });
        };
        if self.serial() != serial {
            // After a sign-out or another sign-in no session uses these tokens.
            if let Some(refresh) = tokens.refresh.clone() {
                self.revoke(Revocation { refresh, client_id: tokens.client_id.clone(), access: tokens.access.clone() });
            }
            return (RefreshOutcome::Lost(ApiError::Aborted), None);
        }
        (RefreshOutcome::Renewed, Some(SessionInput::RefreshOk { tokens, who, now: self.uptime() }))
    }

    fn not_renewed(&self, response: &HttpResponse, switching: bool) -> (RefreshOutcome, Option<SessionInput>) {
        let error = ApiError::from_response(response, CallKind::SignIn, self.now());
        let refused = (400..500).contains(&response.status) && !matches!(response.status, 408 | 429);
        if !refused {
            return self.lost(error);
        }
        // A refused domain does not end the session in the current one. If the appliance has dropped the refresh token over it
        // (API.md §1.2), the next renewal fails.
        (RefreshOutcome::Refused(error), (!switching).then_some(SessionInput::RefreshRefused))
    }

    fn lost(&self, error: ApiError) -> (RefreshOutcome, Option<SessionInput>) {
        (RefreshOutcome::Lost(error), Some(SessionInput::RefreshLost(self.uptime())))
    }

    /// Revokes a refresh token on the appliance. The result is ignored: this tab has dropped the token either way.
    pub(super) fn revoke(&self, revocation: Revocation) {
        let body = Secret::json(&RevocationBody {
            token: revocation.refresh.expose(),
            client_id: revocation.client_id.as_deref().filter(|id| !id.is_empty()),
        });
        let call = Call {
            method: HttpMethod::Post,
            url: Endpoint::Revoke.url(),
            body: Some(body),
            deadline: Duration::from_secs(3),
            kind: CallKind::Write,
        };
        let client = self.clone();
        self.shared.transport.spawn(async move {
            let _: Result<HttpResponse, TransportError> = client.send(&call, Some(&revocation.access)).await;
        });
    }
}

/// A call to the token endpoint.
pub(super) fn token_call(body: Secret) -> Call {
    Call {
        method: HttpMethod::Post,
        url: Endpoint::Tokens.url(),
        body: Some(body),
        deadline: READ_DEADLINE,
        kind: CallKind::SignIn,
    }
}
