//! `/schedules`: the table of all schedules. The URL holds search, filters, sort order and page.

use crate::platform::html::{self, AnyView, For, IntoView};
use crate::reactive::*;

use super::filters::{Filters, read_filter};
use super::row::ScheduleRow;
use super::selection::BulkBar;
use crate::components::fields::timestamp::clock;
use crate::components::layout::page_title::PageTitle;
use crate::components::status::failure::Failure;
use crate::components::table::batched_rows::render_in_batches;
use crate::components::table::row_selection::{RowSelection, SelectAll};
use crate::data::schedule_actions::{ScheduleActions, ScheduleRequest};
use crate::data::schedules::Schedules;
use crate::domain::schedule::table::{
    Column, FilteredRows, ScheduleFilter, Sort, TableRow, filter_rows, missing_last_runs, page_of, sort_order,
};
use crate::domain::schedule::wizard::WizardMode;
use crate::platform::{focus, number, timer};
use crate::routes::{Route, Router, UrlQuery};
use crate::state::permissions::{Permission, Permissions};
use crate::state::preferences::Preferences;
use crate::ui::{
    Button, ButtonKind, Empty, Icon, LinkButton, Menu, MenuItem, NoMatch, Pagination, SkeletonTable, SortDir, SortHeader, Table,
};

const SIZES: [usize; 3] = [25, 50, 100];
/// The page with the table of schedules.
#[component]
pub fn ScheduleList() -> AnyView {
    let schedules = Schedules::expect();
    schedules.open();
    let router = Router::expect();
    let clock = clock();
    let (tasks, permissions) = (ScheduleActions::expect(), Permissions::expect());
    let selected_rows = RowSelection::new(tasks.selected);
    let filter = memo(move || router.query().with(read_filter));
    let sort = memo(move || router.query().with(read_sort));
    let size = memo(move || {
        let rows = router.query().with(|query| query.get("rows").and_then(|rows| rows.parse().ok()));
        rows.filter(|rows| SIZES.contains(rows)).unwrap_or(25)
    });
    let page = memo(move || {
        router.query().with(|query| query.get("page").and_then(|page| page.parse::<usize>().ok())).unwrap_or(1).max(1)
    });
    let looks_ahead = memo(move || {
        matches!(sort.get().column, Column::NextRun | Column::State) || filter.with(|filter| filter.state.is_some())
    });
    let order = memo(move || {
        schedules.with_table_context(clock, looks_ahead.get(), |rows, table_context| sort_order(rows, sort.get(), table_context))
    });
    let shown = memo(move || {
        schedules.with_table_context(clock, looks_ahead.get(), |rows, table_context| {
            order.with(|order| filter.with(|filter| filter_rows(rows, order, filter, sort.get(), table_context)))
        })
    });
    // The rows of this page, by key. Each row keeps its content in a memo of its own.
    let chosen = memo(move || {
        schedules.rows.with(|rows| {
            shown.with(|shown| {
                let range = page_of(shown.order.len(), page.get(), size.get());
                shown
                    .order
                    .get(range)
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|at| rows.get(*at).cloned())
                    .collect::<Vec<TableRow>>()
            })
        })
    });
    // The selection among thousands of rows and the rendering are separate tasks, so a keystroke waits for neither.
    let on_page = render_in_batches(chosen, TableRow::id);
    let keys = memo(move || on_page.with(|rows| rows.iter().map(|row| row.id().to_owned()).collect::<Vec<_>>()));
    effect(move || {
        if schedules.newest.settled.get() {
            schedules.newest.ask(schedules.newest.known.with(|runs| on_page.with(|rows| missing_last_runs(rows, runs))));
        }
    });
    // Filters and pagination are built after the first rows are painted, so that they do not delay the rows.
    let is_shown = RwSignal::new(schedules.total.with_untracked(Option::is_some));
    let has_answer = memo(move || schedules.total.with(Option::is_some) || schedules.error.with(Option::is_some));
    effect(move || {
        if has_answer.get() && !is_shown.get_untracked() {
            timer::after_paint(move || is_shown.set(true));
        }
    });
    let set = move |name: &'static str, value: String| {
        let next = router.query().get_untracked().with(name, &value);
        router.set_query(if name == "page" { next } else { next.with("page", "") });
    };
    let clear = move || {
        let kept = router.query().get_untracked();
        let next = ["q", "cloud", "state", "result", "node", "page"].into_iter().fold(kept, |query, name| query.with(name, ""));
        router.set_query(next);
        focus::by_id("search");
    };
    let state = memo(move || {
        let rows = schedules.rows.with(Vec::len);
        match (rows, schedules.total.get()) {
            (0, None) if schedules.error.with(Option::is_some) => Screen::Failed,
            (0, None) => Screen::Loading,
            (0, Some(_)) if schedules.complete.get() => Screen::Empty,
            (0, Some(_)) => Screen::Loading,
            _ if shown.with(|shown| shown.order.is_empty()) => Screen::NoMatch,
            _ => Screen::Rows,
        }
    });
    let count = derived(move || {
        let found = shown.with(|shown| shown.order.len());
        match schedules.total.get() {
            None => String::new(),
            Some(total) if filter.with(|filter| *filter == ScheduleFilter::default()) => {
                number::grouped(usize::try_from(total).unwrap_or(usize::MAX))
            }
            Some(total) => {
                format!("{} of {}", number::grouped(found), number::grouped(usize::try_from(total).unwrap_or(usize::MAX)))
            }
        }
    });
    let scratch_pad = derived(move || router.href(Route::Cron));
    let new_schedule = derived(move || router.href(Route::wizard(WizardMode::Create)));
    let on_sort = Callback::new(move |value| set("sort", value));
    let on_filter = Callback::new(move |(name, value)| set(name, value));
    let on_page_number = Callback::new(move |page: usize| set("page", if page > 1 { page.to_string() } else { String::new() }));
    let on_size = Callback::new(move |size: usize| set("rows", if size == 25 { String::new() } else { size.to_string() }));
    let header = move |label: &'static str, column: Column| view! { <Header label=label column=column sort=sort set=on_sort/> };
    let table = move || {
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
                is_shown
                    .get()
                    .then(|| view! { <Pagination page=page page_size=size total=total on_page=on_page_number on_size=on_size/> })
            })
            .into_any()
    };
    let error = memo(move || schedules.error.get());
    let failure = move |error| {
        let retry = move || schedules.refresh_all();
        view! { <Failure error=error permission="to read schedules" on_retry=retry busy=schedules.busy/> }
    };
    let empty = move || {
        let first = view! { <LinkButton label="Create the first one" kind=ButtonKind::Primary href=new_schedule/> };
        let sentence = "No schedule yet. A schedule synchronizes the keys of a cloud again and again, at the times that you set.";
        view! { <Empty sentence=sentence>{first.into_any()}</Empty> }
    };
    // The schedules that match the filters; undecodable rows are excluded, since no action applies to them.
    let matching = move || {
        untrack(|| {
            schedules.rows.with(|rows| {
                shown.with(|shown| {
                    let matching = shown.order.iter().filter_map(|at| rows.get(*at)).filter_map(|row| row.row.good().cloned());
                    matching.collect::<Vec<_>>()
                })
            })
        })
    };
    let more = derived(move || {
        vec![
            MenuItem::new("Select schedules", move || selected_rows.start()).icon(Icon::Check),
            MenuItem::new("Export what is shown", move || tasks.ask(ScheduleRequest::Export(matching()))).icon(Icon::ArrowDown),
            MenuItem::new("Import", move || tasks.ask(ScheduleRequest::Import))
                .icon(Icon::ArrowUp)
                .why_not(permissions.why_not(Permission::Create)),
        ]
    });
    let title = html::div()
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
        });
    let content = move || match state.get() {
        Screen::Loading => view! { <SkeletonTable columns=6 rows=12 label="Loading schedules"/> }.into_any(),
        Screen::Failed => error.get().map(failure).into_any(),
        Screen::Empty => empty().into_any(),
        Screen::NoMatch => {
            view! { <NoMatch sentence="No schedule matches the search and the filters." on_clear=clear/> }.into_any()
        }
        Screen::Rows => table(),
    };
    let filters = move || {
        if is_shown.get() {
            view! { <Filters set=on_filter filter=filter/> }.into_any()
        } else {
            html::div().class("bar hold").into_any()
        }
    };
    let notes = view! { <Notes shown=shown sort=sort filter=filter/> };
    let ticked = memo(move || {
        if !selected_rows.is_on() {
            return 0;
        }
        schedules.rows.with(|rows| {
            shown.with(|shown| {
                let good = shown.order.iter().filter_map(|at| rows.get(*at)).filter(|row| row.row.good().is_some());
                selected_rows.count(good.map(TableRow::id))
            })
        })
    });
    let bulk = view! { <BulkBar selected_rows=selected_rows matching=Callback::new(move |()| matching()) count=ticked/> };
    (title, filters, bulk, notes, content).into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Screen {
    Loading,
    Failed,
    Empty,
    NoMatch,
    Rows,
}

/// Parses `name`, or `-name` for descending order.
fn read_sort(query: &UrlQuery) -> Sort {
    let word = query.get("sort").unwrap_or_default();
    let (word, descending) = word.strip_prefix('-').map_or((word, false), |rest| (rest, true));
    Column::from_param(word).map_or_else(Sort::default, |column| Sort { column, descending })
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

/// Notes about incomplete data: rows that are still loading, and last runs that are unknown.
#[component]
fn Notes(shown: Memo<FilteredRows>, sort: Memo<Sort>, filter: Memo<ScheduleFilter>) -> AnyView {
    let schedules = Schedules::expect();
    let preferences = Preferences::expect();
    let unsure = memo(move || {
        let count = shown.with(|shown| shown.unsure);
        let by_run = sort.get().column == Column::LastRun || filter.with(|filter| filter.result.is_some());
        (by_run && count > 0).then(|| {
            let reach = schedules.newest.known.with(|runs| runs.reach());
            let reach = reach.map_or_else(|| "now".to_owned(), |at| preferences.write(at));
            let count = number::grouped(count);
            format!(
                "The last run is known for runs since {reach}. \
                {count} schedules last ran before that, if ever, and are placed without it."
            )
        })
    });
    let loading = memo(move || {
        let held = schedules.rows.with(Vec::len);
        let total = schedules.total.get().unwrap_or(0);
        (!schedules.complete.get() && held > 0 && (held as u64) < total).then(|| {
            format!(
                "Loading: {} of {} schedules are here. Search and sorting cover these.",
                number::grouped(held),
                number::grouped(usize::try_from(total).unwrap_or(usize::MAX))
            )
        })
    });
    (
        move || loading.get().map(|text| html::p().class("note num").child(text)),
        move || unsure.get().map(|text| html::p().class("note").child(text)),
    )
        .into_any()
}
