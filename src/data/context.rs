//! The parts of the console that live as long as the app. One context holds them all.

use super::polling::Polling;
use crate::platform::clock::Clock;
use crate::reactive::*;
use crate::routes::Router;
use crate::state::preferences::Preferences;
use crate::state::session::SessionContext;
use crate::state::toasts::Toasts;

/// The parts of the app, each `Copy`.
#[derive(Clone, Copy)]
pub struct AppContext {
    pub router: Router,
    pub clock: Clock,
    pub preferences: Preferences,
    pub toasts: Toasts,
    pub session: SessionContext,
    pub polling: Polling,
}

impl AppContext {
    /// Starts every part and provides the context, once per app.
    #[must_use]
    pub fn start() -> Self {
        let clock = Clock::start();
        let router = Router::start();
        let preferences = Preferences::start();
        let toasts = Toasts::empty();
        let session = SessionContext::start();
        let app = Self { router, clock, preferences, toasts, session, polling: Polling::start(session) };
        provide_context(app);
        app
    }

    /// Gives the context of the app. Called while a component is built: an event handler has no owner to take it from.
    #[must_use]
    pub fn expect() -> Self {
        use_context().unwrap_or_else(Self::start)
    }
}
