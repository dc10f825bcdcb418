//! One row of the table of schedules. Every cell is a memo of its own, so that a refresh touches changed cells alone.

use crate::data::context::AppContext;
use crate::data::signed_in::SignedInContext;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

use super::menu::{Menus, menu_of};
use crate::components::fields::container_names::container_link;
use crate::components::fields::timestamp::Timestamp;
use crate::components::fields::untrusted_text::UntrustedText;
use crate::components::status::badges::{StateBadge, VerdictBadge};
use crate::components::table::row_selection::{RowSelection, SelectRow};
use crate::data::schedule_actions::ScheduleAction;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::list::row::Row;
use crate::domain::name::Name;
use crate::domain::run::last_runs::LastRun;
use crate::domain::schedule::search::{ContainerRef, Found, MatchReason, TableSearch};
use crate::domain::schedule::table::TableRow;
use crate::domain::schedule::{EffectiveState, Schedule};
use crate::domain::time::Stamp;
use crate::platform::number::grouped;
use crate::platform::zone::Zone;
use crate::routes::Route;
use crate::state::permissions::Permission;
use crate::ui::{Icon, IconButton, Menu};

/// The row of the schedule with this key.
#[component]
pub fn ScheduleRow(key: String, rows: Signal<Vec<TableRow>>, search: Memo<TableSearch>, selected_rows: RowSelection) -> AnyView {
    let row = memo(move || rows.with(|rows| rows.iter().find(|row| row.id() == key).cloned()));
    let is_odd = memo(move || row.with(|row| row.as_ref().is_some_and(|row| row.row.good().is_none())));
    let odd = move || {
        row.with(|row| match row.as_ref().map(|row| &*row.row) {
            Some(Row::Odd(odd)) => {
                let name = odd.called().unwrap_or_else(|| "A schedule without a name".into());
                (name, format!("{}: {}", odd.path, odd.what))
            }
            _ => (Name::default(), String::new()),
        })
    };
    (move || {
        if is_odd.get() {
            html::tr()
                .class("odd")
                .child(html::th().attr("scope", "row").child(view! { <UntrustedText text=odd().0/> }))
                .child(
                    html::td()
                        .attr("colspan", "5")
                        .attr("data-label", "Problem")
                        .child("The appliance sent a schedule that this console cannot read (")
                        .child(odd().1)
                        .child("). It is listed so that nothing is hidden."),
                )
                .into_any()
        } else {
            view! { <GoodRow row=row search=search selected_rows=selected_rows/> }.into_any()
        }
    })
    .into_any()
}

/// The contents of the cells of a schedule.
#[derive(Clone, Copy)]
struct RowModel {
    schedule: Memo<Option<Schedule>>,
    id: Memo<Option<ScheduleId>>,
    name: Memo<Name>,
    run_at: Memo<String>,
    what: Memo<String>,
    sentence: Memo<String>,
    state: Memo<Option<EffectiveState>>,
    next: Memo<Option<Stamp>>,
}

impl RowModel {
    fn new(row: Memo<Option<TableRow>>) -> Self {
        let preferences = AppContext::expect().preferences;
        let schedule = memo(move || row.with(|row| row.as_ref().and_then(|row| row.row.good().cloned())));
        let read = move |read: fn(&Schedule) -> String| {
            memo(move || schedule.with(|schedule| schedule.as_ref().map(read)).unwrap_or_default())
        };
        let name =
            memo(move || schedule.with(|schedule| schedule.as_ref().map(|schedule| schedule.name.clone())).unwrap_or_default());
        let run_at = read(|schedule| schedule.run_at.clone());
        let what = read(|schedule| match schedule.cloud() {
            Some(cloud) => format!("{} · {}", cloud.cloud_name(), schedule.selection_text()),
            None => schedule.operation.label().to_owned(),
        });
        let id = memo(move || schedule.with(|schedule| schedule.as_ref().map(|schedule| schedule.id.clone())));
        let sentence = memo(move || {
            let place = preferences.appliance_zone.with(Zone::in_words);
            row.with(|row| row.as_ref()?.cron()?.words(&place)).unwrap_or_default()
        });
        let (schedules, clock) = (SignedInContext::expect().schedules, AppContext::expect().clock);
        let status = memo(move || row.with(|row| schedules.status(row.as_ref()?, clock)));
        let state = memo(move || status.with(|status| status.as_ref().map(|status| status.state.clone())));
        let next = memo(move || status.with(|status| status.as_ref().and_then(|status| status.next).map(Stamp::Known)));
        Self { schedule, id, name, run_at, what, sentence, state, next }
    }
}

#[component]
fn GoodRow(row: Memo<Option<TableRow>>, search: Memo<TableSearch>, selected_rows: RowSelection) -> AnyView {
    let model = RowModel::new(row);
    let RowModel { id, name, run_at, what, sentence, state, next, .. } = model;
    let router = AppContext::expect().router;
    let link = html::a().attr("href", move || id.get().map(|id| router.href(Route::Schedule(id))));
    let badge = move || state.get().map(|state| view! { <StateBadge state=Signal::stored(state)/> });
    let two = || html::span().class("two-lines");
    let tick_id = derived(move || id.with(|id| id.as_ref().map(|id| id.as_str().to_owned())));
    html::tr()
        .child(view! { <SelectRow id=tick_id name=derived(move || name.with(Name::marked)) selected_rows=selected_rows/> })
        .child(
            html::th().attr("scope", "row").child(
                two()
                    .child(link.child(view! { <UntrustedText text=name/> }))
                    .child(html::span().child(what))
                    .child(view! { <WhyFound row=row search=search/> }),
            ),
        )
        .child(
            html::td()
                .attr("data-label", "Fires")
                .child(two().child(html::code().child(run_at)).child(html::span().child(sentence))),
        )
        .child(html::td().attr("data-label", "Next run").child(view! { <Timestamp at=next/> }))
        .child(html::td().attr("data-label", "Last run").child(view! { <LastRunCell id=id/> }))
        .child(
            html::td()
                .attr("data-label", "State")
                .child(two().child(html::span().child(badge)).child(view! { <StateDetail state=state/> })),
        )
        .child(view! { <ActionCell model=model selected_rows=selected_rows/> })
        .into_any()
}

/// The containers by which the search finds the row, where its name and description do not tell.
#[component]
fn WhyFound(row: Memo<Option<TableRow>>, search: Memo<TableSearch>) -> AnyView {
    let reason = memo(move || row.with(|row| search.with(|search| search.reason(row.as_ref()?))));
    (move || {
        reason.get().map(|MatchReason { found, containers, more }| {
            let name = |(at, container): (usize, ContainerRef)| {
                let ContainerRef { cloud, id, name } = container;
                (if at > 0 { ", " } else { "" }, container_link(cloud, id, name)).into_any()
            };
            let names: Vec<AnyView> = containers.into_iter().enumerate().map(name).collect();
            let more = if more > 0 { format!(" and {} more", grouped(more)) } else { String::new() };
            let how = if found == Found::ByEverything { " by Everything" } else { "" };
            html::span().class("reason").child("reaches ").child(names).child(more).child(how)
        })
    })
    .into_any()
}

#[component]
fn ActionCell(model: RowModel, selected_rows: RowSelection) -> AnyView {
    let RowModel { schedule, id, name, .. } = model;
    let (actions, permissions, menus) = (SignedInContext::expect().actions, SignedInContext::expect().permissions, Menus::new());
    let is_busy = memo(move || id.with(|id| id.as_ref().is_some_and(|id| actions.is_busy(id))));
    let why_not_run = derived(move || permissions.why_not(Permission::Run));
    let start = move || actions.ask_one(ScheduleAction::Run, schedule.get_untracked());
    let menu = derived(move || schedule.get().map(|schedule| menu_of(menus, &schedule, true)).unwrap_or_default());
    let run_label = derived(move || format!("Run {} now", name.with(Name::marked)));
    let menu_label = derived(move || format!("More for {}", name.with(Name::marked)));
    let run_button = move || {
        view! { <IconButton icon=Icon::Play label=run_label busy=is_busy why_not=why_not_run on_press=start/> }
    };
    html::td()
        .class("row-actions")
        // A row has at most four tab stops: the check box replaces the button, whose action is also in the menu.
        .child(move || (!selected_rows.is_on()).then(run_button))
        .child(view! { <Menu label=menu_label items=menu/> })
        .into_any()
}

/// The reason for the state of a schedule, where its label alone does not tell it.
#[component]
fn StateDetail(state: Memo<Option<EffectiveState>>) -> AnyView {
    let preferences = AppContext::expect().preferences;
    let text = memo(move || {
        state.with(|state| state.as_ref().map(|state| state.detail(|at| preferences.write(at))).unwrap_or_default())
    });
    html::span().child(text).into_any()
}

#[component]
fn LastRunCell(id: Memo<Option<ScheduleId>>) -> AnyView {
    let router = AppContext::expect().router;
    let schedules = SignedInContext::expect().schedules;
    let AppContext { preferences, clock, .. } = AppContext::expect();
    let last = memo(move || {
        schedules.newest.last_runs.with(|runs| id.with(|id| id.as_ref().map(|id| runs.of(id)))).unwrap_or(LastRun::NotRead)
    });
    (move || match last.get() {
        LastRun::Run(run) => {
            let at = run.at();
            let route = Route::Run(run.id.clone());
            let reading = memo(move || run.verdict(clock.minute()));
            let ago = memo(move || at.map(|at| clock.relative(at)).unwrap_or_default());
            // The head of the column tells the eye which time this is.
            let event = html::span().class("sr-only").child("enqueued ");
            let title = move || at.map(|at| format!("Enqueued {}", preferences.write_full(at)));
            html::a()
                .class("two-lines")
                .attr("href", move || router.href(route.clone()))
                .attr("title", title)
                .child(html::span().child(move || view! { <VerdictBadge verdict=Signal::stored(reading.get())/> }))
                .child(html::span().child(event).child(ago))
                .into_any()
        }
        LastRun::Before(at) => {
            html::span().class("dim").child("enqueued before ").child(move || preferences.write(at)).into_any()
        }
        LastRun::None => html::span().class("dim").child("No run").into_any(),
        LastRun::Unordered => html::span().class("dim").child("not known").into_any(),
        LastRun::NotRead => html::span().class("dimmer").child("…").into_any(),
    })
    .into_any()
}
