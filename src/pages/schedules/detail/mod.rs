//! `/schedules/:id`: the facts of one schedule, its last runs, and the raw answer of the appliance.

mod body;
mod copy_as;
mod head_buttons;
mod runs;
mod write_mismatches;

use crate::data::context::AppContext;
use crate::data::signed_in::SignedInContext;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

use crate::components::layout::page_title::PageTitle;
use crate::components::status::async_view::AsyncView;
use crate::components::status::freshness::Freshness;
use crate::data::client::ApiError;
use crate::data::query::Query;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::name::Name;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::wizard::WizardMode;
use crate::routes::Route;
use crate::ui::{LinkButton, SkeletonText};
use body::Body;
use head_buttons::HeadButtons;
use write_mismatches::WriteMismatchBanner;

#[component]
pub fn ScheduleDetail(id: ScheduleId) -> AnyView {
    let router = AppContext::expect().router;
    let live = live_schedule(id.clone());
    let schedule = memo(move || live.data.get());
    let title = memo(move || {
        schedule.with(|schedule| schedule.as_ref().map_or_else(|| Name::from("Schedule"), |schedule| schedule.name.clone()))
    });
    let is_busy = busy_memo(schedule, live);
    let is_here = memo(move || schedule.with(Option::is_some));
    let is_gone = memo(move || live.error.with(|error| error.as_ref().is_some_and(ApiError::is_not_found)));
    let schedules = derived(move || router.href(Route::Schedules));
    let edit_route = Route::wizard(WizardMode::Edit(id.clone()));
    let buttons = move || {
        let edit_route = edit_route.clone();
        view! { <HeadButtons schedule=schedule title=title is_busy=is_busy edit_route=edit_route/> }
    };
    let gone = "This schedule is no longer on the appliance. This page shows its last known state.";
    let body = move || {
        let id = id.clone();
        let bar = html::div().class("bar").child(view! { <Freshness live=live/> });
        let refresh = Callback::new(move |()| live.refresh());
        (bar, view! { <WriteMismatchBanner id=id.clone() on_change=refresh/> }, view! { <Body schedule=schedule id=id/> })
    };
    (
        html::p().class("crumb").child(html::a().attr("href", schedules).child("Schedules")),
        html::div()
            .class("head")
            .child(view! { <PageTitle text=title/> })
            .child(html::span().class("grow"))
            .child(move || is_here.get().then(&buttons)),
        move || (is_gone.get() && is_here.get()).then(|| html::p().class("note warn").attr("role", "status").child(gone)),
        view! {
            <AsyncView
                state=live.state() permission="to read schedules" on_retry=move || live.refresh() busy=live.busy
                loading=|| view! { <SkeletonText lines=8 label="Loading the schedule"/> }
                missing=move || unknown_schedule(schedules)
                ready=body
            />
        },
    )
        .into_any()
}

fn live_schedule(id: ScheduleId) -> Query<Schedule> {
    let session = AppContext::expect().session;
    let live = Query::new(move || {
        let client = session.client();
        let id = id.clone();
        async move { client.schedules().get(&id).await }
    });
    live.poll();
    live
}

/// True while an action on the schedule is in progress. Its end refreshes the page at once, not at the next poll.
fn busy_memo(schedule: Memo<Option<Schedule>>, live: Query<Schedule>) -> Memo<bool> {
    let actions = SignedInContext::expect().actions;
    let is_busy = memo(move || schedule.with(|schedule| schedule.as_ref().is_some_and(|schedule| actions.is_busy(&schedule.id))));
    let mut was_busy = false;
    effect(move || {
        let is_busy = is_busy.get();
        if std::mem::replace(&mut was_busy, is_busy) && !is_busy {
            live.refresh();
        }
    });
    is_busy
}

fn unknown_schedule(schedules: Signal<String>) -> AnyView {
    let unknown = "There is no schedule with this id in this domain. It may have been deleted, or belong to another domain.";
    let link = view! { <LinkButton label="Go to the schedules" href=schedules/> };
    (html::p().child(unknown), html::p().child(link)).into_any()
}
