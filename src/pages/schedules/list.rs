//! `/schedules`: the table of all schedules. Search, filters, sort and page are in the URL.

use crate::data::context::AppContext;
use crate::data::signed_in::SignedInContext;
use crate::platform::html::{self, AnyView, For, IntoView};
use crate::reactive::*;

use super::filters::Filters;
use super::list_model::{Extent, ListModel};
use super::row::ScheduleRow;
use super::selection::BulkBar;
use crate::components::layout::page_title::PageTitle;
use crate::components::status::async_view::AsyncView;
use crate::components::table::announce_found::announce_found;
use crate::components::table::row_selection::{RowSelection, SelectAll};
use crate::data::query::QueryState;
use crate::data::schedule_actions::ScheduleRequest;
use crate::data::schedules::Schedules;
use crate::domain::run::last_runs::{LastRuns, UNORDERED_RUNS};
use crate::domain::schedule::table::{Column, Sort};
use crate::domain::schedule::wizard::WizardMode;
use crate::platform::{number, timer};
use crate::routes::Route;
use crate::state::permissions::Permission;
use crate::ui::{
    Button, ButtonKind, Empty, Icon, LinkButton, Menu, MenuItem, NoMatch, Pagination, SkeletonTable, SortDir, SortHeader, Table,
};

#[component]
pub fn ScheduleList() -> AnyView {
    let schedules = SignedInContext::expect().schedules;
    schedules.open();
    let AppContext { router, clock, .. } = AppContext::expect();
    let selected_rows = RowSelection::new(SignedInContext::expect().actions.selected);
    let model = ListModel::new(schedules, router, clock);
    let choice = model.choice;
    let is_shown = first_paint(schedules);
    announce_found(memo(move || model.found()), ("schedule", "schedules"));
    let state = memo(move || model.state());
    let new_schedule = derived(move || router.href(Route::wizard(WizardMode::Create)));
    let on_filter = Callback::new(move |(name, value): (&'static str, String)| choice.set(name, &value));
    let retry = move || schedules.refresh_all();
    let title = view! { <ListHead model=model selected_rows=selected_rows new_schedule=new_schedule/> };
    let loading = || view! { <SkeletonTable columns=6 rows=12 label="Loading schedules"/> };
    let empty = move || no_schedule(new_schedule);
    let no_match = move || {
        let clear = move || choice.clear_filters();
        view! { <NoMatch sentence="No schedule matches the search and the filters." on_clear=clear/> }
    };
    let content = view! {
        <AsyncView
            state=state permission="to read schedules" on_retry=retry busy=schedules.busy
            loading=loading empty=empty no_match=no_match
            ready=move || view! { <ListTable model=model selected_rows=selected_rows/> }
        />
    };
    let filters = move || {
        if is_shown.get() {
            view! { <Filters set=on_filter filter=choice.filter/> }.into_any()
        } else {
            html::div().class("bar reserved").into_any()
        }
    };
    let notes = view! { <Notes model=model/> };
    let ticked = memo(move || model.ticked(selected_rows));
    let bulk = view! { <BulkBar model=model selected_rows=selected_rows count=ticked/> };
    (title, filters, bulk, notes, content, view! { <LoadingNote model=model/> }).into_any()
}

/// The table with a made-up schedule, for nobody to see. A browser compiles a function at its first call; after this the first rows
/// wait for none.
#[component]
pub fn Rehearsal() -> AnyView {
    SignedInContext::start();
    let SignedInContext { schedules, actions, .. } = SignedInContext::expect();
    let AppContext { router, clock, .. } = AppContext::expect();
    schedules.make_up();
    let selected_rows = RowSelection::new(actions.selected);
    let model = ListModel::new(schedules, router, clock);
    let state = memo(move || model.state());
    let rows = move || (state.get() == QueryState::Ready).then(|| view! { <ListTable model=model selected_rows=selected_rows/> });
    (rows, view! { <Notes model=model/> }, view! { <LoadingNote model=model/> }).into_any()
}

/// True once the first rows are painted: filters and pagination are built after them, so that the rows come sooner.
fn first_paint(schedules: Schedules) -> RwSignal<bool> {
    let is_shown = RwSignal::new(schedules.total.with_untracked(Option::is_some));
    let has_answer = memo(move || schedules.total.with(Option::is_some) || schedules.error.with(Option::is_some));
    effect(move || {
        if has_answer.get() && !is_shown.get_untracked() {
            timer::after_paint(move || is_shown.set(true));
        }
    });
    is_shown
}

fn no_schedule(new_schedule: Signal<String>) -> AnyView {
    let first = view! { <LinkButton label="Create the first one" kind=ButtonKind::Primary href=new_schedule/> };
    let sentence = "No schedules yet. A schedule synchronizes the keys of a cloud repeatedly, at the times that you set.";
    view! { <Empty sentence=sentence>{first.into_any()}</Empty> }.into_any()
}

/// The title, with the actions that concern no single schedule.
#[component]
fn ListHead(model: ListModel, selected_rows: RowSelection, new_schedule: Signal<String>) -> AnyView {
    let (router, actions, permissions) =
        (AppContext::expect().router, SignedInContext::expect().actions, SignedInContext::expect().permissions);
    let count = derived(move || model.count_text());
    let scratch_pad = derived(move || router.href(Route::Cron));
    let has_none = memo(move || model.has_no_match());
    let more = derived(move || {
        vec![
            MenuItem::new("Select schedules", move || selected_rows.start()).icon(Icon::Check),
            MenuItem::new("Export the shown schedules", move || {
                actions.ask(ScheduleRequest::Export(model.matching(Extent::Shown)))
            })
            .icon(Icon::ArrowDown)
            .why_not(has_none.get().then(|| "No schedule is shown.".to_owned())),
            MenuItem::new("Import", move || actions.ask(ScheduleRequest::Import))
                .icon(Icon::ArrowUp)
                .why_not(permissions.why_not(Permission::Create)),
        ]
    });
    html::div()
        .class("head")
        .child(view! { <PageTitle text="Schedules" count=count/> })
        .child(html::span().class("grow"))
        .child(view! { <LinkButton label="Cron scratch pad" kind=ButtonKind::Quiet href=scratch_pad/> })
        .child(view! { <Menu label="More for schedules" items=more/> })
        .child(move || match permissions.why_not(Permission::Create) {
            Some(why) => {
                view! { <Button label="New schedule" icon=Icon::Plus kind=ButtonKind::Primary why_not=Signal::stored(Some(why))/> }.into_any()
            }
            None => view! { <LinkButton label="New schedule" icon=Icon::Plus kind=ButtonKind::Primary href=new_schedule/> }.into_any(),
        })
        .into_any()
}

/// The rows of the page, with the pages below them.
#[component]
fn ListTable(model: ListModel, selected_rows: RowSelection) -> AnyView {
    let ListModel { choice, search, shown, on_page, is_filled, keys, direct_keys, .. } = model;
    let on_sort = Callback::new(move |value: String| choice.set("sort", &value));
    let on_page_number = Callback::new(move |page| choice.set_page(page));
    let on_size = Callback::new(move |size| choice.set_size(size));
    let header =
        move |label: &'static str, column: Column| view! { <Header label=label column=column sort=choice.sort set=on_sort/> };
    let head = html::tr()
        .child(view! { <SelectAll keys=direct_keys selected_rows=selected_rows/> })
        .child(header("Name", Column::Name))
        .child(header("Fires", Column::RunAt))
        .child(header("Next run", Column::NextRun))
        .child(header("Last run", Column::LastRun))
        .child(header("State", Column::State))
        .child(html::th().attr("scope", "col").child(html::span().class("sr-only").child("Actions")));
    let body = view! { <For each=move || keys.get() key=Clone::clone children=move |key| view! { <ScheduleRow key=key rows=on_page.into() search=search selected_rows=selected_rows/> }/> };
    let rows = (html::thead().child(head), html::tbody().child(body)).into_any();
    let total = derived(move || shown.with(|shown| shown.order.len()));
    html::div()
        .class("sheet")
        .child(view! { <Table id="schedules" caption="Schedules" stack=true>{rows}</Table> })
        .child(move || {
            is_filled.get().then(|| view! { <Pagination page=choice.page page_size=choice.size total=total on_page=on_page_number on_size=on_size/> })
        })
        .into_any()
}

#[component]
fn Header(label: &'static str, column: Column, sort: Memo<Sort>, set: Callback<String>) -> AnyView {
    let direction = derived(move || {
        let sort = sort.get();
        let direction = if sort.descending { SortDir::Descending } else { SortDir::Ascending };
        (sort.column == column).then_some(direction)
    });
    let turn = move || {
        let descending = direction.get_untracked() == Some(SortDir::Ascending);
        set.run(if descending { format!("-{}", column.as_param()) } else { column.as_param().to_owned() });
    };
    view! { <SortHeader label=label sort=direction on_sort=turn/> }.into_any()
}

/// Notes about incomplete data, shown while it affects the rows.
#[component]
fn Notes(model: ListModel) -> AnyView {
    let ListModel { choice, searched, shown, .. } = model;
    let schedules = SignedInContext::expect().schedules;
    let preferences = AppContext::expect().preferences;
    let unsure = memo(move || {
        let count = shown.with(|shown| shown.unsure);
        let is_unordered = schedules.newest.last_runs.with(LastRuns::is_unordered);
        (choice.is_by_run() && count > 0 && !is_unordered).then(|| {
            let reach = schedules.newest.last_runs.with(|runs| runs.reach());
            let reach = reach.map_or_else(|| "now".to_owned(), |at| preferences.write(at));
            let count = number::grouped(count);
            format!(
                "The runs enqueued since {reach} are known. \
                {count} schedules have none of them and are sorted and filtered without one."
            )
        })
    });
    let is_unordered = memo(move || schedules.newest.last_runs.with(LastRuns::is_unordered));
    (
        move || unsure.get().map(|text| html::p().class("note").child(text)),
        move || is_unordered.get().then(|| html::p().class("note warn").child(UNORDERED_RUNS)),
        move || searched.problem().map(|text| html::p().class("note warn").child(text)),
    )
        .into_any()
}

/// How much of a long list is here, below the table, where nothing moves when the note goes.
#[component]
fn LoadingNote(model: ListModel) -> AnyView {
    let ListModel { schedules, is_filled, .. } = model;
    let loading = memo(move || {
        let held = schedules.rows.with(Vec::len);
        let total = schedules.total.get().unwrap_or(0);
        (is_filled.get() && !schedules.complete.get() && held > 0 && (held as u64) < total).then(|| {
            format!(
                "Loaded {} of {} schedules so far. Search and sorting cover these.",
                number::grouped(held),
                number::grouped(usize::try_from(total).unwrap_or(usize::MAX))
            )
        })
    });
    (move || loading.get().map(|text| html::p().class("note num").child(text))).into_any()
}
