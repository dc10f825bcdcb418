//! The session as a state machine without clock, network or browser: inputs in, effects out.
//!
//! `SignedOut → SignedIn → Expired{who, why}`. Idle time, the absolute end and a refused renewal give Expired: the tokens are
//! dropped, the page stays for the same user to go on. Another user, another domain, or signing out wipes all.

use std::time::Duration;

use super::secret::Secret;
use super::token::{Identity, Tokens};
use crate::domain::time::clock::Uptime;

/// Limits of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionConfig {
    idle: Duration,
    absolute: Duration,
    warn: Duration,
}

impl SessionConfig {
    /// Sessions that end after `idle` without user input (2 to 30 minutes), in any case after `absolute` (at most 12 hours), and
    /// warn `warn` before (at least a minute, at most half the idle time). Values outside are moved to the nearest bound.
    pub fn new(idle: Duration, absolute: Duration, warn: Duration) -> SessionConfig {
        let idle = idle.clamp(Duration::from_secs(2 * 60), Duration::from_secs(30 * 60));
        SessionConfig {
            idle,
            absolute: absolute.clamp(idle, Duration::from_secs(12 * 3_600)),
            warn: warn.clamp(Duration::from_secs(60), idle / 2),
        }
    }

    /// Time without user input after which the session expires.
    pub fn idle(&self) -> Duration {
        self.idle
    }
}

impl Default for SessionConfig {
    /// 15 minutes idle, 8 hours in all, a warning 2 minutes before.
    fn default() -> Self {
        SessionConfig::new(Duration::from_secs(15 * 60), Duration::from_secs(8 * 3_600), Duration::from_secs(2 * 60))
    }
}

/// The session as pages see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionState {
    SignedOut,
    SignedIn {
        who: Identity,
        /// The end of the session without more user input.
        ends_at: Uptime,
        /// Seconds left, once the warning is due.
        warning: Option<u64>,
    },
    /// The page stays, hidden, for the same user to go on.
    Expired {
        who: Identity,
        why: ExpiryReason,
    },
}

/// The reason why a session expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpiryReason {
    /// No user input for too long.
    Idle,
    /// The longest session is over.
    Absolute,
    /// The appliance refused to renew the token.
    Refused,
}

/// Input of [`Session::handle`].
#[derive(Clone, Debug)]
pub enum SessionInput {
    /// A sign-in succeeded.
    SignedIn {
        tokens: Tokens,
        who: Identity,
        now: Uptime,
    },
    /// Time passed. Neither this nor any request counts as user input.
    Tick(Uptime),
    /// User input.
    Activity(Uptime),
    /// The renewal gave new tokens, perhaps for another domain.
    RefreshOk {
        tokens: Tokens,
        who: Identity,
        now: Uptime,
    },
    /// The appliance refused to renew.
    RefreshRefused,
    /// The renewal got no answer.
    RefreshLost(Uptime),
    SignOut,
    /// The user signed out in another tab.
    RemoteSignOut,
}

/// Work that the session leaves to its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionEffect {
    /// Renew the access token.
    Refresh,
    /// Revoke the refresh token on the appliance.
    Revoke(Revocation),
    /// Drop all data of the former user or domain.
    Wipe,
    /// Notify the watchers of the session.
    Changed,
}

/// A refresh token to revoke (API.md §1.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    pub refresh: Secret,
    /// The client of the refresh token.
    pub client_id: Option<String>,
    /// The access token of the same sign-in.
    pub access: Secret,
}

/// The current access token and its condition.
#[derive(Clone, Debug)]
pub struct Access {
    /// Number of the token within the session.
    pub serial: u64,
    pub token: Secret,
    /// True when the token should be renewed before use.
    pub is_stale: bool,
    /// True after the token's end.
    pub is_dead: bool,
    pub is_renewable: bool,
}

#[derive(Clone, Debug)]
struct ActiveSession {
    who: Identity,
    tokens: Tokens,
    token_since: Uptime,
    serial: u64,
    since: Uptime,
    last_input: Uptime,
    refresh_not_before: Option<Uptime>,
}

#[derive(Clone, Debug, Default)]
enum SessionPhase {
    #[default]
    SignedOut,
    SignedIn(Box<ActiveSession>),
    Expired(Box<Identity>, ExpiryReason),
}

/// The session of one tab.
#[derive(Clone, Debug)]
pub struct Session {
    config: SessionConfig,
    stage: SessionPhase,
    serial: u64,
    epoch: u64,
    notified_warning: Option<u64>,
}

/// Pause after a renewal without an answer, before the next one that no call asks for.
const LOST_PAUSE_MS: i64 = 10_000;

impl Session {
    /// A session that is signed out.
    pub fn new(config: SessionConfig) -> Session {
        Session { config, stage: SessionPhase::SignedOut, serial: 0, epoch: 0, notified_warning: None }
    }

    /// Grows whenever data read so far becomes invalid: answers to requests of an older epoch are dropped.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The state at `now`.
    pub fn state(&self, now: Uptime) -> SessionState {
        match &self.stage {
            SessionPhase::SignedOut => SessionState::SignedOut,
            SessionPhase::Expired(who, why) => SessionState::Expired { who: (**who).clone(), why: *why },
            SessionPhase::SignedIn(live) => {
                SessionState::SignedIn { who: live.who.clone(), ends_at: self.ends_at(live), warning: self.warning(live, now) }
            }
        }
    }

    /// The identity that is, or was last, signed in.
    pub fn who(&self) -> Option<&Identity> {
        match &self.stage {
            SessionPhase::SignedOut => None,
            SessionPhase::SignedIn(live) => Some(&live.who),
            SessionPhase::Expired(who, _) => Some(who),
        }
    }

    /// The current access token; `None` unless signed in.
    pub fn access(&self, now: Uptime) -> Option<Access> {
        let SessionPhase::SignedIn(live) = &self.stage else { return None };
        let left = token_left_ms(live, now);
        Some(Access {
            serial: live.serial,
            token: live.tokens.access.clone(),
            is_stale: left <= threshold_ms(live, 30_000, 10),
            is_dead: left <= 0,
            is_renewable: live.tokens.refresh.is_some(),
        })
    }

    /// Number of the current token; `None` unless signed in.
    pub fn serial(&self) -> Option<u64> {
        match &self.stage {
            SessionPhase::SignedIn(live) => Some(live.serial),
            SessionPhase::SignedOut | SessionPhase::Expired(..) => None,
        }
    }

    /// The refresh token and its client; `None` unless signed in with one.
    pub fn renewal(&self) -> Option<Revocation> {
        match &self.stage {
            SessionPhase::SignedIn(live) => revocation(live),
            SessionPhase::SignedOut | SessionPhase::Expired(..) => None,
        }
    }

    /// Handles an input and returns the effects to carry out.
    pub fn handle(&mut self, input: SessionInput) -> Vec<SessionEffect> {
        match input {
            SessionInput::SignedIn { tokens, who, now } => self.sign_in(tokens, who, now),
            SessionInput::Tick(now) => self.tick(now),
            SessionInput::Activity(now) => self.activity(now),
            SessionInput::RefreshOk { tokens, who, now } => self.refreshed(tokens, who, now),
            SessionInput::RefreshRefused => self.expire(ExpiryReason::Refused, false),
            SessionInput::RefreshLost(now) => {
                if let SessionPhase::SignedIn(live) = &mut self.stage {
                    live.refresh_not_before = Some(now.after(LOST_PAUSE_MS));
                }
                Vec::new()
            }
            SessionInput::SignOut | SessionInput::RemoteSignOut => self.sign_out(),
        }
    }

    fn sign_in(&mut self, tokens: Tokens, who: Identity, now: Uptime) -> Vec<SessionEffect> {
        let mut effects = Vec::new();
        if let SessionPhase::SignedIn(live) = &self.stage {
            effects.extend(revocation(live).map(SessionEffect::Revoke));
        }
        if self.who().is_some_and(|former| !former.is_same(&who)) {
            self.epoch += 1;
            effects.push(SessionEffect::Wipe);
        }
        self.serial += 1;
        self.notified_warning = None;
        self.stage = SessionPhase::SignedIn(Box::new(ActiveSession {
            who,
            tokens,
            token_since: now,
            serial: self.serial,
            since: now,
            last_input: now,
            refresh_not_before: None,
        }));
        effects.push(SessionEffect::Changed);
        effects
    }

    fn tick(&mut self, now: Uptime) -> Vec<SessionEffect> {
        let SessionPhase::SignedIn(live) = &self.stage else { return Vec::new() };
        if let Some(why) = self.end_reason(live, now) {
            return self.expire(why, true);
        }
        let mut effects = Vec::new();
        let rested = live.refresh_not_before.is_none_or(|at| at <= now);
        if rested && live.tokens.refresh.is_some() && token_left_ms(live, now) <= threshold_ms(live, 60_000, 5) {
            effects.push(SessionEffect::Refresh);
        }
        let warning = self.warning(live, now);
        if warning != self.notified_warning {
            self.notified_warning = warning;
            effects.push(SessionEffect::Changed);
        }
        effects
    }

    fn activity(&mut self, now: Uptime) -> Vec<SessionEffect> {
        let SessionPhase::SignedIn(live) = &self.stage else { return Vec::new() };
        // Input after the end, before the tick that would have noticed, does not bring the session back.
        if let Some(why) = self.end_reason(live, now) {
            return self.expire(why, true);
        }
        if let SessionPhase::SignedIn(live) = &mut self.stage {
            live.last_input = now;
        }
        let warning = match &self.stage {
            SessionPhase::SignedIn(live) => self.warning(live, now),
            SessionPhase::SignedOut | SessionPhase::Expired(..) => None,
        };
        if warning == self.notified_warning {
            return Vec::new();
        }
        self.notified_warning = warning;
        vec![SessionEffect::Changed]
    }

    fn refreshed(&mut self, tokens: Tokens, who: Identity, now: Uptime) -> Vec<SessionEffect> {
        let serial = self.serial + 1;
        let SessionPhase::SignedIn(live) = &mut self.stage else { return Vec::new() };
        self.serial = serial;
        live.serial = serial;
        // Without rotation the old refresh token stays good (API.md §1.2).
        let refresh = live.tokens.refresh.take();
        let client_id = live.tokens.client_id.take();
        live.tokens =
            Tokens { refresh: tokens.refresh.clone().or(refresh), client_id: tokens.client_id.clone().or(client_id), ..tokens };
        live.token_since = now;
        live.refresh_not_before = None;
        if live.who == who {
            return Vec::new();
        }
        let stays = live.who.is_same(&who);
        live.who = who;
        if stays {
            return vec![SessionEffect::Changed];
        }
        self.epoch += 1;
        vec![SessionEffect::Wipe, SessionEffect::Changed]
    }

    fn expire(&mut self, why: ExpiryReason, revoke: bool) -> Vec<SessionEffect> {
        let SessionPhase::SignedIn(live) = &self.stage else { return Vec::new() };
        let revoked = revocation(live).filter(|_| revoke).map(SessionEffect::Revoke);
        let who = Box::new(live.who.clone());
        self.stage = SessionPhase::Expired(who, why);
        self.notified_warning = None;
        revoked.into_iter().chain([SessionEffect::Changed]).collect()
    }

    fn sign_out(&mut self) -> Vec<SessionEffect> {
        let revoked = match std::mem::take(&mut self.stage) {
            SessionPhase::SignedOut => return Vec::new(),
            SessionPhase::SignedIn(live) => revocation(&live).map(SessionEffect::Revoke),
            SessionPhase::Expired(..) => None,
        };
        self.epoch += 1;
        self.notified_warning = None;
        revoked.into_iter().chain([SessionEffect::Wipe, SessionEffect::Changed]).collect()
    }

    fn ends_at(&self, live: &ActiveSession) -> Uptime {
        live.last_input.after(ms(self.config.idle)).min(live.since.after(ms(self.config.absolute)))
    }

    fn end_reason(&self, live: &ActiveSession, now: Uptime) -> Option<ExpiryReason> {
        if now.ms_since(live.since) >= ms(self.config.absolute) {
            Some(ExpiryReason::Absolute)
        } else if now.ms_since(live.last_input) >= ms(self.config.idle) {
            Some(ExpiryReason::Idle)
        } else {
            None
        }
    }

    fn warning(&self, live: &ActiveSession, now: Uptime) -> Option<u64> {
        let left = self.ends_at(live).ms_since(now);
        if left > ms(self.config.warn) {
            return None;
        }
        Some(u64::try_from(left.max(0)).unwrap_or(0).div_ceil(1_000))
    }
}

fn ms(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

fn token_left_ms(live: &ActiveSession, now: Uptime) -> i64 {
    ms(live.tokens.life) - now.ms_since(live.token_since)
}

/// Remaining life in ms below which a token is renewed: `most`, but no more than one `part` of the whole life.
fn threshold_ms(live: &ActiveSession, most: i64, part: i64) -> i64 {
    most.min(ms(live.tokens.life) / part)
}

fn revocation(live: &ActiveSession) -> Option<Revocation> {
    live.tokens.refresh.as_ref().map(|refresh| Revocation {
        refresh: refresh.clone(),
        client_id: live.tokens.client_id.clone(),
        access: live.tokens.access.clone(),
    })
}
