//! The session as the pages see it: one client, its state as a signal, and the wiring to the browser (ticks, activity,
//! other tabs).

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::reactive::*;

use crate::api::client::Client;
use crate::api::error::ApiError;
use crate::api::fetch::Fetch;
use crate::api::session::{ExpiryReason, SessionConfig, SessionState};
use crate::api::token::Identity;
use crate::platform::broadcast::Broadcast;
use crate::platform::storage::Area;
use crate::platform::{page, timer};

/// The console's client: the API over the browser's fetch.
pub type Console = Client<Fetch>;

/// The channel between the tabs. The origin may be shared with the appliance's own console, so the name is ours alone.
const CHANNEL: &str = "keysync:v1:session";

/// What is kept in the tab for the person who is signed in.
const KEPT: &str = "keysync:";
/// Of that, what was typed: followed by what tells the person apart.
pub(super) const DRAFTS: &str = "keysync:draft:";

/// The session. A context.
#[derive(Clone, Copy)]
pub struct SessionContext {
    client: StoredValue<Console, LocalStorage>,
    state: RwSignal<SessionState>,
    resumed: RwSignal<u32>,
    broadcast: StoredValue<Broadcast, LocalStorage>,
}

impl SessionContext {
    /// Makes the client and wires it to the page. One per app.
    #[must_use]
    pub fn start() -> Self {
        let client = Console::new(Fetch, SessionConfig::default());
        let state = RwSignal::new(client.session());
        let resumed = RwSignal::new(0);
        let broadcast = {
            let client = client.clone();
            Broadcast::open(CHANNEL, move |message| {
                // The only message there is. Anything else on the channel is not ours and is ignored.
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
            // What somebody else typed in this tab before goes when a person signs in.
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
        provide_context(context);
        context
    }

    /// The session of the app.
    #[must_use]
    pub fn expect() -> Self {
        use_context().unwrap_or_else(Self::start)
    }

    /// The client that every question and every write goes through.
    #[must_use]
    pub fn client(self) -> Console {
        self.client.with_value(Clone::clone)
    }

    /// The state as a signal.
    #[must_use]
    pub fn state(self) -> RwSignal<SessionState> {
        self.state
    }

    /// Counts how often an expired session was taken up again: live queries ask anew then.
    #[must_use]
    pub fn resumed(self) -> RwSignal<u32> {
        self.resumed
    }

    /// Who is signed in, also while the session is expired.
    #[must_use]
    pub fn identity(self) -> Option<Identity> {
        self.state.with(|state| identity_of(state).cloned())
    }

    /// What tells this person in this domain from others, to key what is kept in the tab; names nobody.
    #[must_use]
    pub fn identity_key(self) -> Option<String> {
        self.state.with_untracked(|state| identity_of(state).map(|who| format!("{}:{}", identity_key_of(who), who.domain.id)))
    }

    /// Seconds until the idle session ends, once the warning is due.
    #[must_use]
    pub fn seconds_left(self) -> Option<u64> {
        self.state.with(|state| match state {
            SessionState::SignedIn { warning, .. } => *warning,
            _ => None,
        })
    }

    /// Why the session is over, while the page waits for the same person to go on.
    #[must_use]
    pub fn expired(self) -> Option<ExpiryReason> {
        self.state.with(|state| match state {
            SessionState::Expired { why, .. } => Some(*why),
            _ => None,
        })
    }

    /// After a sign-in over an expired session: the pages go on where they were.
    pub fn resume(self) {
        let _ = self.resumed.try_update(|count| *count += 1);
    }

    /// Ends the session here and in the other tabs, forgets what this person typed, and revokes the token. The page shows the
    /// signed-out state at once; whether the appliance could be told does not matter for that.
    pub fn sign_out(self) {
        let client = self.client();
        if let Some(identity) = self.state.with_untracked(|state| identity_of(state).cloned()) {
            self.broadcast.with_value(|broadcast| broadcast.send(&format!("ended:{}", identity_key_of(&identity))));
        }
        Area::Session.clear(KEPT);
        spawn_local(async move { client.auth().sign_out().await });
    }

    /// Enters another domain with the same sign-in. Everything held of the old domain must be dropped by the caller.
    ///
    /// # Errors
    /// What the appliance answered; the old session goes on then.
    pub async fn enter_domain(self, domain: crate::domain::appliance::id::DomainId) -> Result<(), ApiError> {
        self.client().auth().switch_domain(&domain).await.map(|_| ())
    }
}

/// What tells the tabs of one person apart from those of another, without naming anybody to whoever else listens.
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
