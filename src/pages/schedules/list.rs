//! `/schedules`: the table of all schedules. Search, filters, sort and page stand in the URL.

use crate::platform::html::{self, AnyView, For, IntoView};
use crate::reactive::*;

use super::filters::Filters;
use super::list_model::{ListModel, Screen};
use super::row::ScheduleRow;
use super::selection::BulkBar;
use crate::components::fields::timestamp::clock;
use crate::components::layout::page_title::PageTitle;
use crate::components::status::failure::Failure;
use crate::components::table::row_selection::{RowSelection, SelectAll};
use crate::data::schedule_actions::{ScheduleActions, ScheduleRequest};
use crate::data::schedules::Schedules;
use crate::domain::schedule::table::{Column, FilteredRows, ScheduleFilter, Sort};
use crate::domain::schedule::wizard::WizardMode;
use crate::platform::{number, timer};
use crate::routes::{Route, Router};
use crate::state::permissions::{Permission, Permissions};
use crate::state::preferences::Preferences;
use crate::ui::{
    Button, ButtonKind, Empty, Icon, LinkButton, Menu, MenuItem, NoMatch, Pagination, SkeletonTable, SortDir, SortHeader, Table,
};

/// The table of schedules.
#[component]
pub fn ScheduleList() -> AnyView {
    let schedules = Schedules::expect();
    schedules.open();
    let router = Router::expect();
    let clock = clock();
    let selected_rows = RowSelection::new(ScheduleActions::expect().selected);
    let model = ListModel::new(schedules, router, clock);
    let choice = model.choice;
    let is_shown = first_paint(schedules);
    let screen = memo(move || model.screen());
    let new_schedule = derived(move || router.href(Route::wizard(WizardMode::Create)));
    let on_filter = Callback::new(move |(name, value): (&'static str, String)| choice.set(name, &value));
    let error = memo(move || schedules.error.get());
    let failure = move |error| {
        let retry = move || schedules.refresh_all();
        view! { <Failure error=error permission="to read schedules" on_retry=retry busy=schedules.busy/> }
    };
    let title = view! { <ListHead model=model selected_rows=selected_rows new_schedule=new_schedule/> };
    let content = move || match screen.get() {
        Screen::Loading => view! { <SkeletonTable columns=6 rows=12 label="Loading schedules"/> }.into_any(),
        Screen::Failed => error.get().map(failure).into_any(),
        Screen::Empty => no_schedule(new_schedule),
        Screen::NoMatch => {
            let clear = move || choice.clear_filters();
            view! { <NoMatch sentence="No schedule matches the search and the filters." on_clear=clear/> }.into_any()
        }
        Screen::Rows => view! { <ListTable model=model selected_rows=selected_rows/> }.into_any(),
    };
    let filters = move || {
        if is_shown.get() {
            view! { <Filters set=on_filter filter=choice.filter/> }.into_any()
        } else {
            html::div().class("bar hold").into_any()
        }
    };
    let notes = view! { <Notes shown=model.shown sort=choice.sort filter=choice.filter/> };
    let ticked = memo(move || model.ticked(selected_rows));
    let bulk = view! { <BulkBar selected_rows=selected_rows matching=Callback::new(move |()| model.matching()) count=ticked/> };
    (title, filters, bulk, notes, content, view! { <LoadingNote model=model/> }).into_any()
}

/// True once the first rows are painted: a person waits for these first, and the controls that choose among them come after.
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
    let sentence = "No schedule yet. A schedule synchronizes the keys of a cloud again and again, at the times that you set.";
    view! { <Empty sentence=sentence>{first.into_any()}</Empty> }.into_any()
}

/// The title, with the actions that concern no single schedule.
#[component]
fn ListHead(model: ListModel, selected_rows: RowSelection, new_schedule: Signal<String>) -> AnyView {
    let (router, tasks, permissions) = (Router::expect(), ScheduleActions::expect(), Permissions::expect());
    let count = derived(move || model.count_text());
    let scratch_pad = derived(move || router.href(Route::Cron));
    let more = derived(move || {
        vec![
            MenuItem::new("Select schedules", move || selected_rows.start()).icon(Icon::Check),
            MenuItem::new("Export what is shown", move || tasks.ask(ScheduleRequest::Export(model.matching())))
                .icon(Icon::ArrowDown),
            MenuItem::new("Import", move || tasks.ask(ScheduleRequest::Import))
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
    let ListModel { choice, shown, on_page, is_filled, keys, .. } = model;
    let on_sort = Callback::new(move |value: String| choice.set("sort", &value));
    let on_page_number = Callback::new(move |page| choice.set_page(page));
    let on_size = Callback::new(move |size| choice.set_size(size));
    let header =
        move |label: &'static str, column: Column| view! { <Header label=label column=column sort=choice.sort set=on_sort/> };
    let head = html::tr()
        .child(view! { <SelectAll keys=keys selected_rows=selected_rows/> })
        .child(header("Name", Column::Name))
        .child(header("Fires", Column::RunAt))
        .child(header("Next run", Column::NextRun))
        .child(header("Last run", Column::LastRun))
        .child(header("State", Column::State))
        .child(html::th().attr("scope", "col").child(html::span().class("vh").child("Actions")));
    let body = view! { <For each=move || keys.get() key=Clone::clone children=move |key| view! { <ScheduleRow key=key rows=on_page.into() selected_rows=selected_rows/> }/> };
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

/// What the table cannot know yet, said where it matters.
#[component]
fn Notes(shown: Memo<FilteredRows>, sort: Memo<Sort>, filter: Memo<ScheduleFilter>) -> AnyView {
    let schedules = Schedules::expect();
    let preferences = Preferences::expect();
    let unsure = memo(move || {
        let count = shown.with(|shown| shown.unsure);
        let by_run = sort.get().column == Column::LastRun || filter.with(|filter| filter.result.is_some());
        (by_run && count > 0).then(|| {
            let reach = schedules.newest.last_runs.with(|runs| runs.reach());
            let reach = reach.map_or_else(|| "now".to_owned(), |at| preferences.write(at));
            let count = number::grouped(count);
            format!(
                "The last run is known for runs since {reach}. \
                {count} schedules last ran before that, if ever, and are placed without it."
            )
        })
    });
    (move || unsure.get().map(|text| html::p().class("note").child(text))).into_any()
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
                "Loading: {} of {} schedules are here. Search and sorting cover these.",
                number::grouped(held),
                number::grouped(usize::try_from(total).unwrap_or(usize::MAX))
            )
        })
    });
    (move || loading.get().map(|text| html::p().class("note num").child(text))).into_any()
}
