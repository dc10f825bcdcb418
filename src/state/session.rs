//! The session for the pages: one client, its state as a signal, and the wiring to the browser (ticks, activity, other tabs).

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::reactive::*;

use crate::api::client::Client;
use crate::api::error::ApiError;
use crate::api::fetch::Fetch;
use crate::api::session::{ExpiryReason, SessionConfig, SessionState};
use crate::api::token::Identity;
use crate::platform::broadcast::Broadcast;
use crate::platform::storage::Area;
use crate::platform::{clock, page, timer};

/// The console's client: the API over the browser's fetch.
pub type Console = Client<Fetch>;

/// Channel between the tabs. The origin may be shared with the appliance's own console, so the name has a prefix of this console.
const CHANNEL: &str = "keysync:v1:session";

/// Prefix of the tab's data of the signed-in person.
const KEPT: &str = "keysync:";
/// Prefix of drafts, followed by the person's key.
pub(super) const DRAFTS: &str = "keysync:draft:";

/// The session.
#[derive(Clone, Copy)]
pub struct SessionContext {
    client: StoredValue<Console, LocalStorage>,
    state: RwSignal<SessionState>,
    resumed: RwSignal<u32>,
    broadcast: StoredValue<Broadcast, LocalStorage>,
}

impl SessionContext {
    /// Creates the client and wires it to the page, once per app.
    #[must_use]
    pub fn start() -> Self {
        let client = Console::new(Fetch { observe: clock::observe, learn: clock::learn }, SessionConfig::default());
        let state = RwSignal::new(client.session());
        let resumed = RwSignal::new(0);
        let broadcast = {
            let client = client.clone();
            Broadcast::open(CHANNEL, move |message| {
                // The only message of this channel; any other text comes from elsewhere and is ignored.
                if let Some(user) = message.strip_prefix("ended:").filter(|user| !user.is_empty()) {
                    Area::Session.clear(&format!("{DRAFTS}{user}:"));
                }
                if message
                    .strip_prefix("ended:")
                    .is_some_and(|user| identity_of(&client.session()).is_some_and(|who| identity_key_of(who) == user))
                {
                    client.expire_for_remote_sign_out();
                    Area::Session.clear(KEPT);
                }
            })
        };
        let context =
            Self { client: StoredValue::new_local(client.clone()), state, resumed, broadcast: StoredValue::new_local(broadcast) };
        client.on_session(move |new| {
            // A sign-in deletes the drafts of other people who used this tab.
            if let SessionState::SignedIn { who, .. } = new
                && state.try_with_untracked(identity_key_in) != Some(Some(identity_key_of(who)))
            {
                Area::Session.clear_but(DRAFTS, &format!("{DRAFTS}{}:", identity_key_of(who)));
            }
            let _ = state.try_set(new.clone());
        });
        StoredValue::new_local(timer::every(1_000, {
            let client = client.clone();
            move || client.tick()
        }));
        page::on_visibility({
            let client = client.clone();
            move || client.tick()
        });
        page::on_activity(move || client.activity());
        context
    }

    /// Gives the client for every request.
    #[must_use]
    pub fn client(self) -> Console {
        self.client.with_value(Clone::clone)
    }

    /// Gives the state as a signal.
    #[must_use]
    pub fn state(self) -> RwSignal<SessionState> {
        self.state
    }

    /// Counts the resumptions of an expired session; live queries ask again after each.
    #[must_use]
    pub fn resumed(self) -> RwSignal<u32> {
        self.resumed
    }

    /// Gives the signed-in person, also while the session is expired.
    #[must_use]
    pub fn identity(self) -> Option<Identity> {
        self.state.with(|state| identity_of(state).cloned())
    }

    /// Gives a key for this person in this domain, for data in the tab; the key does not reveal the name.
    #[must_use]
    pub fn identity_key(self) -> Option<String> {
        self.state.with_untracked(|state| identity_of(state).map(|who| format!("{}:{}", identity_key_of(who), who.domain.id)))
    }

    /// Gives the seconds until the idle session ends, once the warning is due.
    #[must_use]
    pub fn seconds_left(self) -> Option<u64> {
        self.state.with(|state| match state {
            SessionState::SignedIn { warning, .. } => *warning,
            _ => None,
        })
    }

    /// Gives the reason of an expired session, while the page waits for the same person to sign in.
    #[must_use]
    pub fn expired(self) -> Option<ExpiryReason> {
        self.state.with(|state| match state {
            SessionState::Expired { why, .. } => Some(*why),
            _ => None,
        })
    }

    /// Resumes after a sign-in over an expired session: the pages continue with their state.
    pub fn resume(self) {
        let _ = self.resumed.try_update(|count| *count += 1);
    }

    /// Ends the session here and in the other tabs, deletes this person's drafts, and revokes the token. The page shows the
    /// signed-out state at once, whether or not the revocation succeeds.
    pub fn sign_out(self) {
        let client = self.client();
        if let Some(identity) = self.state.with_untracked(|state| identity_of(state).cloned()) {
            self.broadcast.with_value(|broadcast| broadcast.send(&format!("ended:{}", identity_key_of(&identity))));
        }
        Area::Session.clear(KEPT);
        spawn_local(async move { client.auth().sign_out().await });
    }

    /// Enters another domain with the same sign-in. The caller must drop all data of the old domain.
    ///
    /// # Errors
    /// Gives the appliance's error; the old session continues then.
    pub async fn enter_domain(self, domain: crate::domain::appliance::id::DomainId) -> Result<(), ApiError> {
        self.client().auth().switch_domain(&domain).await.map(|_| ())
    }
}

/// A key that distinguishes people across tabs, without revealing a name to other listeners of the channel.
fn identity_key_of(who: &Identity) -> String {
    let mut hasher = DefaultHasher::new();
    who.user_id.hash(&mut hasher);
    hasher.finish().to_string()
}

fn identity_key_in(state: &SessionState) -> Option<String> {
    identity_of(state).map(identity_key_of)
}

fn identity_of(state: &SessionState) -> Option<&Identity> {
    match state {
        SessionState::SignedOut => None,
        SessionState::SignedIn { who, .. } | SessionState::Expired { who, .. } => Some(who),
    }
}
