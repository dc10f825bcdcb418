//! How old the data on a page is, and whether it renews itself. Stale data stays on screen and says that it is stale.

use leptos::prelude::*;

use crate::domain::time::duration_text;
use crate::platform::focus;
use crate::reactive::{derived, memo, part};
use crate::state::preferences::Preferences;
use crate::state::query::Live;
use crate::ui::{Button, ButtonKind, StaleNote};

/// The note at the end of a filter bar: as of when, how often, pause; and below it what went wrong since.
#[component]
pub fn Freshness<T: PartialEq + Send + Sync + 'static>(live: Live<T>) -> impl IntoView {
    freshness(
        live.as_of.into(),
        derived(move || live.error.get().map(|error| error.what())),
        Callback::new(move |()| live.refresh()),
    )
    .into_any()
}

/// The same for data that is held elsewhere than in a live query.
pub fn freshness(
    as_of: Signal<Option<crate::domain::time::Instant>>,
    problem: Signal<Option<String>>,
    on_refresh: Callback<()>,
) -> impl IntoView {
    let preferences = Preferences::expect();
    let every = move || duration_text(i64::from(preferences.refresh_seconds.get()) * 1_000);
    let when = memo(move || as_of.get().map(|at| preferences.write_clock(at)));
    view! {
        <div class="live">
            {part(move || when.get().map(|when| view! { <span class="num">"as of " {when}</span> }))}
            <span>{derived(move || if preferences.live.get() { format!("every {}", every()) } else { "paused".to_owned() })}</span>
            // One button with two words, not two buttons: the focus stays on it.
            <Button
                label=derived(move || if preferences.live.get() { "Pause" } else { "Resume" }.to_owned())
                about=" refreshing"
                kind=ButtonKind::Quiet
                on_press=move || preferences.live.update(|live| *live = !*live)
            />
            {part(move || (!preferences.live.get()).then(|| view! {
                <Button label="Refresh now" kind=ButtonKind::Quiet on_press=move || on_refresh.run(())/>
            }))}
        </div>
        {part(move || match (problem.get(), when.get()) {
            (Some(problem), Some(when)) => {
                on_cleanup(focus::heading_if_lost);
                Some(view! {
                <StaleNote text=format!("{problem} What you see is as of {when}.") on_retry=move || on_refresh.run(())/>
            })}
            _ => None,
        })}
    }
}
