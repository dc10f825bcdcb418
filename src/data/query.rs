//! A live query: the newest answer to a request, its age, and the error of the last attempt.
//!
//! An answer equal to the present one changes no signal, so an unchanged poll touches no node of the page. A new request aborts
//! the previous one, and so does the end of the owner.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use crate::data::context::AppContext;
use crate::reactive::*;
use futures_util::future::{AbortHandle, abortable};

use crate::api::error::ApiError;
use crate::domain::time::Instant;
use crate::platform::clock;

type Answer<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

/// Seconds between requests for an entity in progress (API.md §5.9), and the limit of that interval.
const POLL_INTERVALS_S: [u32; 5] = [2, 3, 5, 10, 20];
const SLOWEST_POLL_S: u32 = 30;

/// Seconds to wait after so many requests.
fn poll_interval(asked: u32) -> u32 {
    let place = usize::try_from(asked.saturating_sub(1)).unwrap_or(POLL_INTERVALS_S.len());
    POLL_INTERVALS_S.get(place).copied().unwrap_or(SLOWEST_POLL_S)
}

/// State of read data for the screen. An answer stays on screen while it is refreshed, and if the refresh fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryState {
    /// No answer yet.
    Loading,
    /// No answer, because of this error.
    Failed(ApiError),
    /// A list without rows.
    Empty,
    /// A list without rows that match its filters.
    NoMatch,
    Ready,
}

/// State of one query; `Copy`, and valid as long as the owner that made it.
pub struct Query<T: 'static> {
    /// The newest successful answer. It stays if a refresh fails (stale is better than empty), and is dropped if a request with
    /// other parameters fails.
    pub data: RwSignal<Option<T>>,
    /// The error of the newest request, if it failed.
    pub error: RwSignal<Option<ApiError>>,
    /// Time of the newest successful answer.
    pub as_of: RwSignal<Option<Instant>>,
    /// True while a person waits for a request; automatic refreshes do not count.
    pub busy: RwSignal<bool>,
    fetch: StoredValue<Rc<dyn Fn() -> Answer<T>>, LocalStorage>,
    asked: StoredValue<(u32, Option<AbortHandle>)>,
    /// True while `data` belongs to other parameters than the request in flight.
    is_stale_key: StoredValue<bool>,
}

impl<T: 'static> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: 'static> Copy for Query<T> {}

impl<T: PartialEq + Send + Sync + 'static> Query<T> {
    /// Sends a request at once, after each change of a signal that `ask` reads, and after an expired session resumes.
    #[must_use]
    pub fn new<F>(ask: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, ApiError>> + 'static,
    {
        let query = Self {
            data: RwSignal::new(None),
            error: RwSignal::new(None),
            as_of: RwSignal::new(None),
            busy: RwSignal::new(false),
            fetch: StoredValue::new_local(Rc::new(move || Box::pin(ask()) as Answer<T>)),
            asked: StoredValue::new((0, None)),
            is_stale_key: StoredValue::new(false),
        };
        let session = AppContext::expect().session;
        let mut resumed = None;
        effect(move || {
            let now = Some(session.resumed().get());
            // The cause is neither the first run nor a resumed session, so a parameter of the request changed.
            let is_other = resumed == now;
            resumed = now;
            query.is_stale_key.update_value(|held| *held |= is_other);
            query.refresh();
        });
        on_cleanup(move || query.abort());
        query
    }

    /// Gives the state for the screen: loading, failed or ready.
    #[must_use]
    pub fn state(self) -> Memo<QueryState> {
        memo(move || match (self.data.with(Option::is_some), self.error.get()) {
            (true, _) => QueryState::Ready,
            (false, Some(error)) => QueryState::Failed(error),
            (false, None) => QueryState::Loading,
        })
    }

    /// Refreshes automatically at the interval of the preferences, while the tab is visible and refreshing is on.
    pub fn poll(self) {
        // Read here, since the timer's callback has no owner to take the context from.
        let preferences = AppContext::expect().preferences;
        self.poll_while(move |_| preferences.refresh_seconds.try_get_untracked());
    }

    /// Refreshes automatically; `pace` gives the seconds until the next request from the present data, or `None` to pause.
    pub fn poll_while(self, pace: impl Fn(Option<&T>) -> Option<u32> + 'static) {
        let preferences = AppContext::expect().preferences;
        AppContext::expect().polling.watch(
            move || {
                let live = preferences.live.try_get_untracked().unwrap_or(false);
                let busy = self.asked.try_with_value(|(_, running)| running.is_some()).unwrap_or(true);
                if !live || busy { None } else { self.data.try_with_untracked(|data| pace(data.as_ref())).flatten() }
            },
            move || self.ask(),
        );
    }

    /// Follows an entity in progress: requests after 2, 3, 5, 10, 20, then every 30 seconds, until `is_over` gives true.
    pub fn watch(self, is_over: impl Fn(&T) -> bool + 'static) {
        self.poll_while(move |data| {
            let is_gone =
                self.error.try_with_untracked(|error| matches!(error, Some(ApiError::NotFound(_) | ApiError::Forbidden(_))));
            let ended = data.is_some_and(&is_over) || is_gone.unwrap_or(true);
            (!ended).then(|| poll_interval(self.request_count()))
        });
    }

    /// Follows a list: at the pace of [`Query::watch`] while `is_moving` gives true for the data, else at the interval of the
    /// preferences.
    pub fn watch_list(self, is_moving: impl Fn(&T) -> bool + 'static) {
        let preferences = AppContext::expect().preferences;
        // Number of the request since which the list is moving.
        let since = StoredValue::new(None::<u32>);
        self.poll_while(move |data| {
            let steady = preferences.refresh_seconds.try_get_untracked()?;
            let asked = self.request_count();
            if !data.is_some_and(&is_moving) {
                since.set_value(None);
                return Some(steady);
            }
            let since = since.try_update_value(|since| *since.get_or_insert(asked)).unwrap_or(asked);
            Some(poll_interval(asked.saturating_sub(since) + 1).min(steady))
        });
    }

    /// Number of requests so far.
    fn request_count(self) -> u32 {
        self.asked.try_with_value(|(version, _)| *version).unwrap_or_default()
    }

    /// Sends a request that a person waits for.
    pub fn refresh(self) {
        let _ = self.busy.try_set(true);
        self.ask();
    }

    fn ask(self) {
        let Some(ask) = self.fetch.try_get_value() else { return };
        self.abort();
        let (answer, handle) = abortable(ask());
        let version = self.asked.try_update_value(|(version, running)| {
            *version += 1;
            *running = Some(handle);
            *version
        });
        spawn_local(async move {
            let Ok(answer) = answer.await else { return };
            if self.asked.try_with_value(|(newest, _)| *newest) != version {
                return;
            }
            let _ = self.asked.try_update_value(|(_, running)| *running = None);
            if self.busy.try_get_untracked() == Some(true) {
                let _ = self.busy.try_set(false);
            }
            match answer {
                Ok(data) => self.take(data),
                Err(error) => {
                    if self.is_stale_key.try_with_value(|is_other| *is_other).unwrap_or(false) {
                        let _ = self.data.try_set(None);
                        let _ = self.as_of.try_set(None);
                    }
                    let _ = self.error.try_set(Some(error));
                }
            }
        });
    }

    /// Takes data from elsewhere, such as the answer of a write. A request in flight is older than this data and is aborted.
    pub fn put(self, data: T) {
        self.abort();
        self.take(data);
    }

    fn take(self, data: T) {
        let _ = self.is_stale_key.try_set_value(false);
        let same = self.data.try_with_untracked(|held| held.as_ref() == Some(&data)).unwrap_or(true);
        if !same {
            let _ = self.data.try_set(Some(data));
        }
        if self.error.try_with_untracked(Option::is_some).unwrap_or(false) {
            let _ = self.error.try_set(None);
        }
        let _ = self.as_of.try_set(Some(clock::now()));
    }

    fn abort(self) {
        if let Some(Some(handle)) = self.asked.try_update_value(|(_, running)| running.take()) {
            handle.abort();
        }
    }
}
