//! The differences between the present schedule and the schedule at the time of a run.

use crate::components::fields::untrusted_text::UntrustedText;
use crate::data::context::AppContext;
use crate::data::query::{Query, QueryState};
use crate::domain::name::Name;
use crate::domain::run::Run;
use crate::domain::run::comparison::since_then;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::ui::{Table, columns};

/// The differences, or that there are none, or that the schedule is deleted.
#[component]
pub fn ScheduleDrift(run: Memo<Option<Run>>) -> AnyView {
    let session = AppContext::expect().session;
    let ids = memo(move || {
        run.with(|run| run.as_ref().map(|run| [run.schedule.clone(), run.schedule_in_details.clone()]))
            .into_iter()
            .flatten()
            .flatten()
            .collect::<Vec<_>>()
    });
    let today = Query::new(move || {
        let client = session.client();
        let ids = ids.get();
        async move {
            // The details may name another schedule than the run does (tests/appliance/API.md §4).
            for id in ids {
                match client.schedules().get(&id).await {
                    Err(error) if error.is_not_found() => {}
                    answer => return answer.map(Some),
                }
            }
            Ok(None)
        }
    });
    let differences =
        memo(move || run.with(|run| today.data.with(|today| Some(since_then(run.as_ref()?, today.as_ref()?.as_ref()?)))));
    let state = today.state();
    let has_schedule = memo(move || ids.with(|ids| !ids.is_empty()));
    let sentence = |text: &'static str| html::p().class("dim").child(text).into_any();
    (move || match (state.get(), today.data.with(|today| matches!(today, Some(None)))) {
        (QueryState::Ready, true) if has_schedule.get() => sentence("The schedule has been deleted since."),
        (QueryState::Ready, true) => ().into_any(),
        (QueryState::Ready, false) => match differences.get() {
            Some(list) if list.is_empty() => sentence(
                "The schedule's name, description and containers have not changed since this run. Runs do not record its times.",
            ),
            Some(list) => {
                let row = |(what, then, now): (&'static str, Name, Name)| {
                    html::tr()
                        .child(html::th().attr("scope", "row").child(what))
                        .child(html::td().attr("data-label", "Then").child(view! { <UntrustedText text=then/> }))
                        .child(html::td().attr("data-label", "Today").child(view! { <UntrustedText text=now/> }))
                        .into_any()
                };
                let body = html::tbody().child(list.into_iter().map(row).collect::<Vec<_>>());
                let rows = (columns(["Changes since this run", "Then", "Today"]), body).into_any();
                view! { <Table id="since-then" caption="Differences of the current schedule" stack=true>{rows}</Table> }
                    .into_any()
            }
            None => ().into_any(),
        },
        // A failed comparison is no alarm on the page of a run.
        _ => ().into_any(),
    })
    .into_any()
}
