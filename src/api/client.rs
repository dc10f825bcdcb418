//! The client of the appliance: one for a tab, with one handler per resource.
//!
//! Reads are retried where that may help, writes never. A 401 leads to one renewal of the token, shared by all calls that wait
//! for it, and to one repetition of the call.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use serde_json::Value;

use super::auth::AuthApi;
use super::cluster::ClusterApi;
use super::containers::ContainerApi;
use super::error::{ApiError, CallKind};
use super::refresh::{RefreshInFlight, RefreshOutcome};
use super::retry;
use super::runs::RunApi;
use super::schedules::ScheduleApi;
use super::secret::Secret;
use super::session::{Access, Session, SessionConfig, SessionEffect, SessionInput, SessionState};
use super::sync_jobs::SyncJobApi;
use super::system::SystemApi;
use super::transport::{HttpMethod, HttpRequest, HttpResponse, LARGEST_BODY_BYTES, Transport, TransportError};
use super::url::ApiUrl;
use crate::domain::appliance::domains::Domain;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::source::Source;
use crate::domain::time::clock::Uptime;
use crate::domain::time::{Instant, after};

pub(super) const READ_DEADLINE: Duration = Duration::from_secs(15);
pub(super) const WRITE_DEADLINE: Duration = Duration::from_secs(30);
/// Run-now waits up to 30 s for the queue (API.md §3.10).
pub(super) const RUN_NOW_DEADLINE: Duration = Duration::from_secs(60);

/// A client of the appliance. Clones share one session.
pub struct Client<T: Transport> {
    pub(super) shared: Rc<Shared<T>>,
}

impl<T: Transport> Clone for Client<T> {
    fn clone(&self) -> Self {
        Client { shared: Rc::clone(&self.shared) }
    }
}

type Watchers<F> = RefCell<Vec<Rc<F>>>;

pub(super) struct Shared<T> {
    pub(super) transport: T,
    pub(super) session: RefCell<Session>,
    pub(super) flight: RefCell<Option<RefreshInFlight>>,
    /// The domains of the last list, for the names that tokens do not carry.
    pub(super) domains: RefCell<Vec<Domain>>,
    watchers: Watchers<dyn Fn(&SessionState)>,
    wipers: Watchers<dyn Fn()>,
    paused_until: Cell<Option<Uptime>>,
    /// True from the moment in which the clocks of this machine contradict each other until an answer tells why.
    is_unsure: Cell<bool>,
}

/// A request before the token is added.
pub(super) struct Call {
    pub(super) method: HttpMethod,
    pub(super) url: ApiUrl,
    pub(super) body: Option<Secret>,
    pub(super) deadline: Duration,
    pub(super) kind: CallKind,
}

impl Call {
    pub(super) fn read(url: ApiUrl) -> Call {
        Call { method: HttpMethod::Get, url, body: None, deadline: READ_DEADLINE, kind: CallKind::Read }
    }

    pub(super) fn write(method: HttpMethod, url: ApiUrl, body: Option<&Value>) -> Call {
        let body = body.map(|body| Secret::from(body.to_string()));
        Call { method, url, body, deadline: WRITE_DEADLINE, kind: CallKind::Write }
    }
}

impl<T: Transport> Client<T> {
    /// A client whose session is signed out.
    pub fn new(transport: T, config: SessionConfig) -> Client<T> {
        Client {
            shared: Rc::new(Shared {
                transport,
                session: RefCell::new(Session::new(config)),
                flight: RefCell::new(None),
                domains: RefCell::new(Vec::new()),
                watchers: RefCell::new(Vec::new()),
                wipers: RefCell::new(Vec::new()),
                paused_until: Cell::new(None),
                is_unsure: Cell::new(false),
            }),
        }
    }

    /// Handler of sign-in, sign-out, passwords and domains.
    pub fn auth(&self) -> AuthApi<T> {
        AuthApi(self.clone())
    }

    /// Handler of schedules.
    pub fn schedules(&self) -> ScheduleApi<T> {
        ScheduleApi(self.clone())
    }

    /// Handler of runs.
    pub fn runs(&self) -> RunApi<T> {
        RunApi(self.clone())
    }

    /// Handler of the containers of one cloud.
    pub fn containers(&self, cloud: Cloud) -> ContainerApi<T> {
        ContainerApi(self.clone(), cloud)
    }

    /// Handler of the sync jobs of one source.
    pub fn sync_jobs(&self, source: Source) -> SyncJobApi<T> {
        SyncJobApi(self.clone(), source)
    }

    /// Handler of the cluster and its nodes.
    pub fn cluster(&self) -> ClusterApi<T> {
        ClusterApi(self.clone())
    }

    /// Handler of the facts about the appliance.
    pub fn system(&self) -> SystemApi<T> {
        SystemApi(self.clone())
    }

    /// The state of the session now.
    pub fn session(&self) -> SessionState {
        self.shared.session.borrow().state(self.uptime())
    }

    /// Calls `watcher` whenever the session changes: signed in, expired, signed out, one second less in the warning.
    pub fn on_session(&self, watcher: impl Fn(&SessionState) + 'static) {
        self.shared.watchers.borrow_mut().push(Rc::new(watcher));
    }

    /// Calls `wiper` whenever data read so far must be dropped: sign-out, another user, another domain.
    pub fn on_clear(&self, wiper: impl Fn() + 'static) {
        self.shared.wipers.borrow_mut().push(Rc::new(wiper));
    }

    /// Ends the session in time, warns before that, and renews the token. Call this about once a second.
    ///
    /// After a sleep of the machine, or after its clock was set, the renewal comes first: its answer tells which of the two it was,
    /// and so whether the session has ended.
    pub fn tick(&self) {
        let moment = self.shared.transport.observe();
        if !moment.is_unsure {
            self.shared.is_unsure.set(false);
            self.input(SessionInput::Tick(moment.uptime));
        } else if !self.shared.is_unsure.replace(true) && self.access().is_some_and(|access| access.is_renewable) {
            self.start_refresh(None);
        }
    }

    /// Restarts the idle time, unless it is unknown how long this machine slept. Call this on user input only.
    pub fn activity(&self) {
        let moment = self.shared.transport.observe();
        if !moment.is_unsure {
            self.input(SessionInput::Activity(moment.uptime));
        }
    }

    /// Drops tokens and data after a sign-out in another tab.
    pub fn expire_for_remote_sign_out(&self) {
        self.input(SessionInput::RemoteSignOut);
    }

    /// The end of the pause that the appliance asked for with a 429; automatic reads wait for it.
    pub fn paused_until(&self) -> Option<Uptime> {
        self.shared.paused_until.get().filter(|until| *until > self.uptime())
    }

    /// The time by the appliance's clock.
    pub(super) fn now(&self) -> Instant {
        self.shared.transport.observe().now
    }

    /// The time by the appliance's clock, less a margin for what is not known of it: nothing that is caused now is older.
    pub(super) fn just_before(&self) -> Instant {
        after(self.now(), -5_000)
    }

    pub(super) fn uptime(&self) -> Uptime {
        self.shared.transport.observe().uptime
    }

    pub(super) fn epoch(&self) -> u64 {
        self.shared.session.borrow().epoch()
    }

    fn access(&self) -> Option<Access> {
        self.shared.session.borrow().access(self.uptime())
    }

    /// Feeds an input to the session and carries out its effects.
    pub(super) fn input(&self, input: SessionInput) {
        let effects = self.shared.session.borrow_mut().handle(input);
        for effect in effects {
            match effect {
                SessionEffect::Refresh => {
                    self.start_refresh(None);
                }
                SessionEffect::Revoke(revocation) => self.revoke(revocation),
                SessionEffect::Wipe => self.clear_cached_data(),
                SessionEffect::Changed => self.notify_session_change(),
            }
        }
    }

    fn clear_cached_data(&self) {
        drop(self.shared.flight.take());
        self.shared.domains.borrow_mut().clear();
        self.shared.paused_until.set(None);
        let wipers = self.shared.wipers.borrow().clone();
        wipers.iter().for_each(|wiper| wiper());
    }

    fn notify_session_change(&self) {
        let state = self.session();
        let watchers = self.shared.watchers.borrow().clone();
        watchers.iter().for_each(|watcher| watcher(&state));
    }

    /// Makes a call with the token of the session; an answer other than a 2xx is an error.
    pub(super) async fn call(&self, call: Call) -> Result<HttpResponse, ApiError> {
        let response = self.authorized(&call).await?;
        self.accept(response, call.kind)
    }

    /// Makes a call without a token; an answer other than a 2xx is an error.
    pub(super) async fn call_openly(&self, call: Call) -> Result<HttpResponse, ApiError> {
        let sent = self.send(&call, None).await;
        let response = sent.map_err(|error| ApiError::from_transport(error, call.kind))?;
        self.accept(response, call.kind)
    }

    fn accept(&self, response: HttpResponse, kind: CallKind) -> Result<HttpResponse, ApiError> {
        if response.body.len() > LARGEST_BODY_BYTES {
            return Err(ApiError::from_transport(TransportError::TooLarge, kind));
        }
        if response.is_success() {
            return Ok(response);
        }
        let now = self.now();
        let error = ApiError::from_response(&response, kind, now);
        if let ApiError::RateLimited { retry_after, .. } = &error {
            let pause = retry_after.map_or(Duration::from_secs(5), |time| time.min(retry::LONGEST_PAUSE));
            let ms = i64::try_from(pause.as_millis()).unwrap_or(i64::MAX);
            self.shared.paused_until.set(Some(self.uptime().after(ms)));
        }
        Err(error)
    }

    async fn authorized(&self, call: &Call) -> Result<HttpResponse, ApiError> {
        let mut access = self.usable_access().await?;
        let epoch = self.epoch();
        let mut renewed = false;
        loop {
            let sent = self.send(call, Some(&access.token)).await;
            // After a sign-out or a change of user or domain the answer belongs to another session.
            if self.epoch() != epoch {
                return Err(ApiError::Aborted);
            }
            let response = sent.map_err(|error| ApiError::from_transport(error, call.kind))?;
            if response.status != 401 {
                return Ok(response);
            }
            if renewed {
                self.input(SessionInput::RefreshRefused);
                return Err(ApiError::SessionEnded);
            }
            renewed = true;
            access = self.renewed_access(access.serial).await?;
            if self.epoch() != epoch {
                return Err(ApiError::Aborted);
            }
        }
    }

    /// A token that is fit to send, renewed first if it is about to expire.
    async fn usable_access(&self) -> Result<Access, ApiError> {
        self.flight_over().await;
        let access = self.access().ok_or(ApiError::SessionEnded)?;
        if !access.is_stale {
            return Ok(access);
        }
        if !access.is_renewable {
            if access.is_dead {
                self.input(SessionInput::RefreshRefused);
                return Err(ApiError::SessionEnded);
            }
            return Ok(access);
        }
        match self.start_refresh(None).wait().await {
            RefreshOutcome::Lost(error) if access.is_dead => Err(error),
            _ => self.access().ok_or(ApiError::SessionEnded),
        }
    }

    /// A token other than the refused one.
    async fn renewed_access(&self, refused: u64) -> Result<Access, ApiError> {
        self.flight_over().await;
        let access = self.access().ok_or(ApiError::SessionEnded)?;
        if access.serial != refused {
            return Ok(access);
        }
        if !access.is_renewable {
            self.input(SessionInput::RefreshRefused);
            return Err(ApiError::SessionEnded);
        }
        match self.start_refresh(None).wait().await {
            RefreshOutcome::Lost(error) => Err(error),
            RefreshOutcome::Renewed | RefreshOutcome::Refused(_) => self.access().ok_or(ApiError::SessionEnded),
        }
    }

    /// Sends a call: once for writes, within the policy of `retry` for reads.
    pub(super) async fn send(&self, call: &Call, bearer: Option<&Secret>) -> Result<HttpResponse, TransportError> {
        let transport = &self.shared.transport;
        let begun = self.uptime();
        let mut attempt = 1;
        loop {
            let sent = self.uptime();
            let left = retry::BUDGET.saturating_sub(passed(begun, sent));
            let deadline = if call.kind == CallKind::Read { call.deadline.min(left) } else { call.deadline };
            let request = HttpRequest {
                method: call.method,
                url: call.url.clone(),
                body: call.body.clone(),
                bearer: bearer.cloned(),
                deadline,
            };
            let answer = transport.send(request).await;
            let moment = transport.observe();
            if let Some(date) = answer.as_ref().ok().and_then(|response| response.date.as_deref()).and_then(retry::http_date) {
                transport.learn(sent, date);
            }
            if call.kind != CallKind::Read || attempt >= retry::MOST_ATTEMPTS || !retry::is_worth_it(&answer) {
                return answer;
            }
            let asked = answer.as_ref().ok().and_then(|response| retry::retry_after(response, moment.now));
            let pause = retry::pause(attempt, asked, transport.random());
            let spent = passed(begun, moment.uptime);
            // The page shows a wait that leaves no time for another attempt.
            if spent.saturating_add(pause) >= retry::BUDGET {
                return answer;
            }
            transport.sleep(pause).await;
            attempt += 1;
        }
    }
}

fn passed(from: Uptime, to: Uptime) -> Duration {
    Duration::from_millis(u64::try_from(to.ms_since(from)).unwrap_or(0))
}
