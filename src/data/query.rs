//! A live query: the newest answer to one question, how old it is, and what went wrong when it was last asked.
//!
//! An answer that equals the one held changes nothing, so an unchanged poll touches no node of the page. A later question
//! overtakes an earlier one: the earlier request is aborted. When the owner goes, so does the request.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use crate::reactive::*;
use futures_util::future::{AbortHandle, abortable};

use super::polling::Polling;
use crate::api::error::ApiError;
use crate::domain::time::Instant;
use crate::platform::clock;
use crate::state::preferences::Preferences;
use crate::state::session::SessionContext;

type Answer<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

/// How many seconds pass between the questions after something that is under way (API.md §5.9), and in the long run.
const PACE: [u32; 5] = [2, 3, 5, 10, 20];
const SLOWEST: u32 = 30;

/// How long to wait after so many questions.
fn pace(asked: u32) -> u32 {
    let place = usize::try_from(asked.saturating_sub(1)).unwrap_or(PACE.len());
    PACE.get(place).copied().unwrap_or(SLOWEST)
}

/// What there is to show of a question. A page that is there stays while its data changes and while a renewal fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryState {
    /// Nothing yet.
    Loading,
    /// Nothing, and this is why.
    Failed(ApiError),
    /// An answer.
    Here,
}

/// The state of one question. Copied freely; lives as long as the owner in which it was made.
pub struct Query<T: 'static> {
    /// The newest good answer. It stays when the same question fails later (stale is better than empty), and goes when another fails.
    pub data: RwSignal<Option<T>>,
    /// Why the newest question got no answer.
    pub error: RwSignal<Option<ApiError>>,
    /// When the newest good answer came.
    pub as_of: RwSignal<Option<Instant>>,
    /// Whether a question is under way that a person waits for; one that only renews what is shown does not count.
    pub busy: RwSignal<bool>,
    question: StoredValue<Rc<dyn Fn() -> Answer<T>>, LocalStorage>,
    asked: StoredValue<(u32, Option<AbortHandle>)>,
    /// Whether what is held answers another question than the one under way.
    is_other: StoredValue<bool>,
}

impl<T: 'static> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: 'static> Copy for Query<T> {}

impl<T: PartialEq + Send + Sync + 'static> Query<T> {
    /// Asks at once, and again whenever a signal that `ask` reads changes, and after an expired session is taken up again.
    #[must_use]
    pub fn new<F>(ask: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, ApiError>> + 'static,
    {
        let live = Self {
            data: RwSignal::new(None),
            error: RwSignal::new(None),
            as_of: RwSignal::new(None),
            busy: RwSignal::new(false),
            question: StoredValue::new_local(Rc::new(move || Box::pin(ask()) as Answer<T>)),
            asked: StoredValue::new((0, None)),
            is_other: StoredValue::new(false),
        };
        let session = SessionContext::expect();
        let mut resumed = None;
        effect(move || {
            let now = Some(session.resumed().get());
            // Neither the first time nor for a new session: something that it asks by is another.
            let is_other = resumed == now;
            resumed = now;
            live.is_other.update_value(|held| *held |= is_other);
            live.refresh();
        });
        on_cleanup(move || live.abort());
        live
    }

    /// What there is to show.
    #[must_use]
    pub fn stage(self) -> Memo<QueryState> {
        memo(move || match (self.data.with(Option::is_some), self.error.get()) {
            (true, _) => QueryState::Here,
            (false, Some(error)) => QueryState::Failed(error),
            (false, None) => QueryState::Loading,
        })
    }

    /// Asks again by itself, at the interval of the preferences, while the tab is seen and refreshing is not paused.
    pub fn poll(self) {
        // Taken here: in the timer that asks there is no owner to take it from.
        let preferences = Preferences::expect();
        self.poll_while(move |_| preferences.refresh_seconds.try_get_untracked());
    }

    /// Asks again by itself after as many seconds as `pace` says of the data held; `None` for not now.
    pub fn poll_while(self, pace: impl Fn(Option<&T>) -> Option<u32> + 'static) {
        let preferences = Preferences::expect();
        Polling::expect().watch(
            move || {
                let live = preferences.live.try_get_untracked().unwrap_or(false);
                let busy = self.asked.try_with_value(|(_, running)| running.is_some()).unwrap_or(true);
                if !live || busy { None } else { self.data.try_with_untracked(|data| pace(data.as_ref())).flatten() }
            },
            move || self.ask(),
        );
    }

    /// Follows something that ends: asked for after 2, 3, 5, 10, 20, then every 30 seconds, until `is_over` says that it has
    /// ended.
    pub fn watch(self, is_over: impl Fn(&T) -> bool + 'static) {
        self.poll_while(move |data| {
            let is_gone =
                self.error.try_with_untracked(|error| matches!(error, Some(ApiError::NotFound(_) | ApiError::Forbidden(_))));
            let ended = data.is_some_and(&is_over) || is_gone.unwrap_or(true);
            (!ended).then(|| pace(self.questions()))
        });
    }

    /// Follows a list: at the pace of [`Query::watch`] while `is_moving` says that something in it is under way, else at the interval
    /// of the preferences.
    pub fn watch_list(self, is_moving: impl Fn(&T) -> bool + 'static) {
        let preferences = Preferences::expect();
        // Since which question something is under way.
        let since = StoredValue::new(None::<u32>);
        self.poll_while(move |data| {
            let steady = preferences.refresh_seconds.try_get_untracked()?;
            let asked = self.questions();
            if !data.is_some_and(&is_moving) {
                since.set_value(None);
                return Some(steady);
            }
            let since = since.try_update_value(|since| *since.get_or_insert(asked)).unwrap_or(asked);
            Some(pace(asked.saturating_sub(since) + 1).min(steady))
        });
    }

    /// How many questions were asked.
    fn questions(self) -> u32 {
        self.asked.try_with_value(|(version, _)| *version).unwrap_or_default()
    }

    /// Asks now, because a person wants it.
    pub fn refresh(self) {
        let _ = self.busy.try_set(true);
        self.ask();
    }

    fn ask(self) {
        let Some(ask) = self.question.try_get_value() else { return };
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
                    if self.is_other.try_with_value(|is_other| *is_other).unwrap_or(false) {
                        let _ = self.data.try_set(None);
                        let _ = self.as_of.try_set(None);
                    }
                    let _ = self.error.try_set(Some(error));
                }
            }
        });
    }

    /// Takes an answer that came another way, such as that of a write. What was asked before knows nothing of it.
    pub fn put(self, data: T) {
        self.abort();
        self.take(data);
    }

    fn take(self, data: T) {
        let _ = self.is_other.try_set_value(false);
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
