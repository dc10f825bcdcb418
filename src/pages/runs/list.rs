//! `/runs`: every run of the domain, newest first, paged and filtered by the appliance (there may be a million). New runs are
//! announced and do not move the rows that a person reads.

use super::delete::{DeleteRuns, RunsToDelete};
use super::export::{ExportDialog, Format};
use super::filters::RunFilters;
use super::list_model::RunListModel;
use super::table::RunTable;
use crate::components::layout::page_title::PageTitle;
use crate::components::status::async_view::AsyncView;
use crate::components::status::freshness::{Freshness, freshness};
use crate::components::table::announce_found::announce_found;
use crate::components::table::batched_rows::render_in_batches;
use crate::components::table::clamp_page::clamp_page;
use crate::components::table::row_selection::RowSelection;
use crate::data::context::AppContext;
use crate::data::query::QueryState;
use crate::data::signed_in::SignedInContext;
use crate::domain::list::row::Row;
use crate::domain::run::last_runs::{LastRuns, UNORDERED_RUNS};
use crate::domain::run::summary::RunSummary;
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::{announce, focus, number};
use crate::reactive::*;
use crate::routes::known::PAGE_SIZES;
use crate::routes::{Route, UrlQuery};
use crate::state::permissions::Permission;
use crate::ui::{Button, ButtonKind, Empty, Icon, LinkButton, Menu, MenuItem, NoMatch, SkeletonTable};

/// The page of all runs.
#[component]
pub fn RunList() -> AnyView {
    let router = AppContext::expect().router;
    let asked = memo(move || router.query().with(RunFilters::read));
    let model = RunListModel::new(asked);
    let on_page = render_in_batches(model.rows, Row::id_text);
    let selected_rows = RowSelection::new(RwSignal::new(Vec::new()));
    let deletion = RwSignal::new(None::<RunsToDelete>);
    let are_deleted = StoredValue::new(false);
    let exporting = RwSignal::new(None::<Format>);
    clamp_page(past_end(model, asked));
    // While others are read, the number is that of the filters before.
    let found = memo(move || model.total.get().filter(|_| model.is_window.get() || !model.page.busy.get()));
    announce_found(found, ("run", "runs"));
    let table = Callback::new(move |()| {
        view! {
            <RunTable model=model asked=asked on_page=on_page selected_rows=selected_rows deletion=deletion are_deleted=are_deleted/>
        }
        .into_any()
    });
    let window = move || model.is_window.get().then(|| view! { <Window/> });
    let deleted = Callback::new(move |()| {
        selected_rows.chosen.set(Vec::new());
        are_deleted.set_value(true);
        model.forget();
    });
    (
        view! { <Head model=model asked=asked selected_rows=selected_rows exporting=exporting/> },
        view! { <Bar model=model asked=asked/> },
        view! { <BulkBar rows=on_page selected_rows=selected_rows deletion=deletion/> },
        window,
        view! { <Content model=model asked=asked table=table/> },
        view! { <DeleteRuns deletion=deletion on_end=deleted/> },
        view! { <ExportDialog format=exporting asked=asked/> },
    )
        .into_any()
}

/// The rows per page and the total, while the requested page is behind the last one.
fn past_end(model: RunListModel, asked: Memo<RunFilters>) -> Memo<Option<(usize, usize)>> {
    let RunListModel { page, is_window, rows, total, .. } = model;
    memo(move || {
        let is_past = match is_window.get() {
            true => rows.with(Vec::is_empty),
            // Judged by the answer itself: the rows on the screen may be those of the page before.
            false => {
                !page.busy.get()
                    && page.data.with(|page| page.iter().flatten().any(|page| page.items.is_empty() && page.left_out == 0))
            }
        };
        let total = total.get().filter(|total| is_past && *total > 0)?;
        Some((asked.with(|asked| asked.size), total))
    })
}

/// The title, the note of new runs, and the menu.
#[component]
fn Head(
    model: RunListModel,
    asked: Memo<RunFilters>,
    selected_rows: RowSelection,
    exporting: RwSignal<Option<Format>>,
) -> AnyView {
    let permissions = SignedInContext::expect().permissions;
    let count = derived(move || model.total.get().map(number::grouped).unwrap_or_default());
    let more = derived(move || {
        vec![
            MenuItem::new("Select runs", move || selected_rows.start())
                .icon(Icon::Check)
                .why_not(permissions.why_not(Permission::DeleteRun)),
            MenuItem::new("Export as CSV", move || exporting.set(Some(Format::Csv))).icon(Icon::ArrowDown),
            MenuItem::new("Export as JSON", move || exporting.set(Some(Format::Json))).icon(Icon::ArrowDown),
        ]
    });
    html::div()
        .class("head")
        .child(view! { <PageTitle text="Runs" count=count/> })
        .child(view! { <NewRuns model=model asked=asked/> })
        .child(html::span().class("grow"))
        .child(view! { <Menu label="More for runs" items=more/> })
        .into_any()
}

/// The button that shows the runs which came meanwhile.
#[component]
fn NewRuns(model: RunListModel, asked: Memo<RunFilters>) -> AnyView {
    let router = AppContext::expect().router;
    let RunListModel { page, fresh, .. } = model;
    let has_fresh = memo(move || fresh.get() > 0);
    let label = move || {
        let count = fresh.get();
        let many = if count >= asked.with(|asked| asked.size) { " or more" } else { "" };
        format!("{count}{many} new")
    };
    let show = move || {
        focus::main_heading();
        router.set_query(router.query().get_untracked().with("page", ""));
        page.refresh();
    };
    (move || {
        has_fresh.get().then(|| {
            announce::polite("There are new runs.");
            view! { <Button label=derived(label) about="runs, show them" icon=Icon::ArrowUp on_press=show/> }
        })
    })
    .into_any()
}

/// The filters, and the age of the rows.
#[component]
fn Bar(model: RunListModel, asked: Memo<RunFilters>) -> AnyView {
    let newest = SignedInContext::expect().schedules.newest;
    let age = move || {
        if !model.is_window.get() {
            return view! { <Freshness live=model.page/> }.into_any();
        }
        let problem = derived(move || newest.error.get().map(|error| error.what()));
        freshness(newest.as_of.into(), problem, Callback::new(move |()| newest.read()), Signal::stored(None)).into_any()
    };
    html::div().class("bar").child(view! { <RunFilters asked=asked/> }).child(age).into_any()
}

/// The actions on the selected runs.
#[component]
fn BulkBar(
    rows: RwSignal<Vec<Row<RunSummary>>>,
    selected_rows: RowSelection,
    deletion: RwSignal<Option<RunsToDelete>>,
) -> AnyView {
    let permissions = SignedInContext::expect().permissions;
    let ticked = memo(move || {
        rows.with(|rows| if selected_rows.is_on() { selected_rows.count(rows.iter().map(Row::id_text)) } else { 0 })
    });
    let ask = move || {
        let list = rows.with_untracked(|rows| {
            selected_rows.chosen.with_untracked(|chosen| {
                rows.iter()
                    .filter_map(Row::good)
                    .filter(|run| chosen.iter().any(|id| id == run.id.as_str()))
                    .cloned()
                    .collect::<Vec<_>>()
            })
        });
        deletion.set((!list.is_empty()).then_some(RunsToDelete(list)));
    };
    let none = derived(move || {
        let none = (ticked.get() == 0).then(|| "Nothing is selected.".to_owned());
        none.or_else(|| permissions.why_not(Permission::DeleteRun))
    });
    (move || {
        selected_rows.is_on().then(|| {
            html::div()
                .class("bar bulk")
                .attr("role", "group")
                .attr("aria-label", "Selected runs")
                .child(html::span().class("num").attr("role", "status").child(move || format!("{} selected", ticked.get())))
                .child(view! { <Button label="Delete" kind=ButtonKind::Danger why_not=none on_press=ask/> })
                .child(html::span().class("grow"))
                .child(view! { <Button label="Done selecting" kind=ButtonKind::Quiet on_press=move || selected_rows.end()/> })
        })
    })
    .into_any()
}

fn list_state(model: RunListModel, asked: Memo<RunFilters>) -> Memo<QueryState> {
    memo(move || match (model.total.get(), model.error.get()) {
        (None, Some(error)) => QueryState::Failed(error),
        (None, None) => QueryState::Loading,
        (Some(0), _) if asked.with(RunFilters::is_filtered) => QueryState::NoMatch,
        (Some(0), _) => QueryState::Empty,
        (Some(_), _) => QueryState::Ready,
    })
}

/// The table, or the reason why there is none.
#[component]
fn Content(model: RunListModel, asked: Memo<RunFilters>, table: Callback<(), AnyView>) -> AnyView {
    let router = AppContext::expect().router;
    let clear = move || {
        router.set_query(UrlQuery::default());
        focus::main_heading();
    };
    let retry = move || model.refresh();
    let empty = move || {
        let schedules = derived(move || router.href(Route::Schedules));
        let sentence = "No schedule has run yet. A run appears here when a schedule fires or is run by hand.";
        view! { <Empty sentence=sentence><LinkButton label="Go to the schedules" href=schedules/></Empty> }
    };
    let unmatched = derived(move || {
        let is_named = asked.with(|asked| asked.name.is_some());
        let hint = if is_named { " The name must match the schedule's name exactly." } else { "" };
        format!("No run matches the filters.{hint}")
    });
    let loading = || view! { <SkeletonTable columns=7 rows=PAGE_SIZES[0] label="Loading runs"/> };
    let no_match = move || view! { <NoMatch sentence=unmatched on_clear=clear/> };
    let note = move || model.note.get().map(|note| html::p().class("note warn").attr("role", "status").child(note));
    view! {
        <AsyncView
            state=list_state(model, asked) permission="to read runs" on_retry=retry busy=model.page.busy
            loading=loading empty=empty no_match=no_match
            ready=move || (note, table.run(()))
        />
    }
    .into_any()
}

/// The time span of the runs whose verdicts are known.
#[component]
fn Window() -> AnyView {
    let schedules = SignedInContext::expect().schedules;
    let preferences = AppContext::expect().preferences;
    let text = move || {
        if !schedules.newest.has_loaded.get() {
            return "Verdicts are this console's reading; it is searching the newest runs.".to_owned();
        }
        let (count, since) = schedules.newest.last_runs.with(|runs| (runs.recent().len(), runs.recent_since()));
        if schedules.newest.last_runs.with(LastRuns::is_unordered) {
            let count = number::grouped(count);
            return format!(
                "Verdicts are this console's reading; the filter looks through the {count} runs that came. {UNORDERED_RUNS}"
            );
        }
        let of = match since {
            Some(since) => format!("the newest {} runs, enqueued since {}", number::grouped(count), preferences.write(since)),
            None => format!("all {} runs that the appliance keeps", number::grouped(count)),
        };
        format!("Verdicts are this console's reading; the filter searches {of}.")
    };
    html::p().class("note").child(text).into_any()
}
