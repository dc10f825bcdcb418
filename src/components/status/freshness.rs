//! The age of the data on a page, and the state of its polling. Stale data stays on screen and is marked as stale.

use crate::data::context::AppContext;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

use crate::data::query::Query;
use crate::domain::time::{Instant, duration_text};
use crate::platform::{announce, clock, focus};
use crate::ui::{Button, ButtonKind, StaleNote};

/// The note at the end of a filter bar: time of the last answer, interval, pause; and below it the error since then.
#[component]
pub fn Freshness<T: PartialEq + Send + Sync + 'static>(
    live: Query<T>,
    /// Whether the subject has ended, if it ever ends. Until then it is polled at its own interval, from then on not at all.
    #[prop(into, optional)]
    is_over: Signal<Option<bool>>,
) -> AnyView {
    freshness(
        live.as_of.into(),
        derived(move || live.error.get().map(|error| error.what())),
        Callback::new(move |()| live.refresh()),
        derived(move || {
            let is_gone =
                live.error.with(|error| error.as_ref().is_some_and(|error| error.is_not_found() || error.is_forbidden()));
            is_over.get().map(|is_over| is_over || is_gone)
        }),
    )
    .into_any()
}

/// Gives the refresh of a button: its answer is announced, also when nothing has changed or the same error has come again. The signal
/// is the time of the last failure.
pub fn told_refresh(
    as_of: Signal<Option<Instant>>,
    problem: Signal<Option<String>>,
    on_refresh: Callback<()>,
) -> (Callback<()>, Signal<Option<Instant>>) {
    let preferences = AppContext::expect().preferences;
    let (is_asked, failed_at) = (RwSignal::new(false), RwSignal::new(None));
    effect(move || {
        let (at, problem) = (as_of.get(), problem.get());
        if problem.is_none() && failed_at.with_untracked(Option::is_some) {
            failed_at.set(None);
        }
        if !is_asked.get_untracked() {
            return;
        }
        is_asked.set(false);
        failed_at.set(problem.is_some().then(clock::now));
        match (problem, at) {
            (Some(problem), _) => announce::assertive(&problem),
            (None, Some(at)) => announce::polite(&format!("Up to date as of {}", untrack(|| preferences.write_clock(at)))),
            (None, None) => {}
        }
    });
    let refresh = Callback::new(move |()| {
        is_asked.set(true);
        on_refresh.run(());
    });
    (refresh, failed_at.into())
}

/// The same for data that comes from elsewhere than a [`Query`].
pub fn freshness(
    as_of: Signal<Option<Instant>>,
    problem: Signal<Option<String>>,
    on_refresh: Callback<()>,
    is_over: Signal<Option<bool>>,
) -> AnyView {
    let preferences = AppContext::expect().preferences;
    let every = move || duration_text(i64::from(preferences.refresh_seconds.get()) * 1_000);
    let when = memo(move || as_of.get().map(|at| preferences.write_clock(at)));
    let pause = derived(move || if preferences.live.get() { "Pause" } else { "Resume" }.to_owned());
    let turn = move || preferences.live.update(|live| *live = !*live);
    let (refresh, failed_at) = told_refresh(as_of, problem, on_refresh);
    let now = move || view! { <Button label="Refresh now" kind=ButtonKind::Quiet on_press=refresh/> };
    let pace = move || match (is_over.get(), preferences.live.get()) {
        (Some(true), _) => "no longer refreshed".to_owned(),
        (_, false) => "paused".to_owned(),
        (Some(false), true) => "refreshed until it ends".to_owned(),
        (None, true) => format!("every {}", every()),
    };
    let has_ended = memo(move || is_over.get() == Some(true));
    let shows_now = memo(move || has_ended.get() || !preferences.live.get());
    let problem = memo(move || problem.get());
    let stale = move || {
        let (problem, when) = problem.get().zip(when.get())?;
        on_cleanup(focus::heading_if_lost);
        // A second failure would change nothing else on screen.
        let again = failed_at.get().map(|at| format!(" Tried again at {}.", preferences.write_clock(at))).unwrap_or_default();
        let text = format!("{problem} This page shows data as of {when}.{again}");
        Some(view! { <StaleNote text=text on_retry=refresh/> })
    };
    let bar = html::div()
        .class("live")
        .child(move || when.get().map(|when| html::span().class("num").child("as of ").child(when)))
        .child(html::span().child(pace))
        .child(move || {
            (!has_ended.get()).then(|| {
                on_cleanup(focus::heading_if_lost);
                view! { <Button label=pause about=" refreshing" kind=ButtonKind::Quiet on_press=turn/> }
            })
        })
        .child(move || shows_now.get().then(now));
    (bar, stale).into_any()
}
