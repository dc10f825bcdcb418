//! `/runs`: every run of the domain, newest first, paged and filtered by the appliance (there may be a million). New runs are
//! announced and do not move the rows that a person reads.

use super::delete::{DeleteRuns, RunsToDelete};
use super::export::{ExportDialog, Format};
use super::filters::{RunFilters, SIZES};
use super::list_model::RunListModel;
use super::row::RunRow;
use crate::components::layout::page_title::PageTitle;
use crate::components::status::failure::Failure;
use crate::components::status::freshness::{Freshness, freshness};
use crate::components::table::batched_rows::render_in_batches;
use crate::components::table::clamp_page::clamp_page;
use crate::components::table::row_selection::{RowSelection, SelectAll};
use crate::data::schedules::Schedules;
use crate::domain::list::row::Row;
use crate::domain::run::summary::RunSummary;
use crate::platform::html::{self, AnyView, For, IntoView};
use crate::platform::{announce, focus, number};
use crate::reactive::*;
use crate::routes::{Route, Router, UrlQuery};
use crate::state::permissions::{Permission, Permissions};
use crate::state::preferences::Preferences;
use crate::ui::{
    Button, ButtonKind, Empty, Icon, LinkButton, Menu, MenuItem, NoMatch, Pagination, SkeletonTable, SortDir, SortHeader, Table,
};

/// The table of runs.
#[component]
pub fn RunList() -> AnyView {
    let router = Router::expect();
    let permissions = Permissions::expect();
    let asked = memo(move || router.query().with(RunFilters::read));
    let held = RunListModel::new(asked);
    let newest = Schedules::expect().newest;
    let RunListModel { page, is_window, rows, total, error, fresh, .. } = held;
    let on_page = render_in_batches(rows, Row::id_text);
    let keys = memo(move || on_page.with(|rows| rows.iter().map(|row| row.id_text().to_owned()).collect::<Vec<_>>()));
    let selected_rows = RowSelection::new(RwSignal::new(Vec::new()));
    let doomed = RwSignal::new(None::<RunsToDelete>);
    let are_deleted = StoredValue::new(false);
    let exporting = RwSignal::new(None::<Format>);
    let set = move |name: &'static str, value: String| {
        let next = router.query().get_untracked().with(name, &value);
        router.set_query(if name == "page" { next } else { next.with("page", "") });
    };
    let clear = move || {
        router.set_query(UrlQuery::default());
        focus::main_heading();
    };
    let table = move || {
        let header = move |label: &'static str, name: &'static str| view! { <Header label=label name=name asked=asked/> };
        let head = html::tr()
            .child(view! { <SelectAll keys=keys selected_rows=selected_rows/> })
            .child(header("Run of", "name"))
            .child(html::th().attr("scope", "col").child("Verdict"))
            .child(header("The appliance says", "status"))
            .child(header("Enqueued", "enqueued_at"))
            .child(header("Finished", "updatedAt"))
            .child(html::th().attr("scope", "col").class("num").child("Took"))
            .child(header("Node", "processing_node"))
            .child(html::th().attr("scope", "col").child(html::span().class("vh").child("Actions")));
        let row = move |key: String| view! { <RunRow key=key rows=on_page.into() selected_rows=selected_rows doomed=doomed are_deleted=are_deleted/> };
        let rows = (
            html::thead().child(head),
            html::tbody().child(view! { <For each=move || keys.get() key=Clone::clone children=row/> }),
        )
            .into_any();
        let total = derived(move || total.get().unwrap_or_default());
        let on_page = Callback::new(move |page: usize| set("page", if page > 1 { page.to_string() } else { String::new() }));
        let on_size =
            Callback::new(move |size: usize| set("rows", if size == SIZES[0] { String::new() } else { size.to_string() }));
        let number = derived(move || asked.with(|asked| asked.page));
        let size = derived(move || asked.with(|asked| asked.size));
        html::div()
            .class("sheet")
            .child(view! { <Table id="runs" caption="Runs, newest first" busy=page.busy stack=true>{rows}</Table> })
            .child(view! { <Pagination page=number page_size=size total=total on_page=on_page on_size=on_size/> })
    };
    let past_end = memo(move || {
        let is_past = match is_window.get() {
            true => rows.with(Vec::is_empty),
            // Judged by the answer itself: the rows on the screen may be those of the page before.
            false => !page.busy.get() && page.data.with(|page| page.iter().flatten().any(|page| page.items.is_empty())),
        };
        let total = total.get().filter(|total| is_past && *total > 0)?;
        Some((asked.with(|asked| asked.size), total))
    });
    clamp_page(past_end);
    let screen = memo(move || match (total.get(), error.with(Option::is_some)) {
        (None, true) => Screen::Failed,
        (None, false) => Screen::Loading,
        (Some(0), _) if asked.with(RunFilters::is_filtered) => Screen::NoMatch,
        (Some(0), _) => Screen::Empty,
        (Some(_), _) => Screen::Rows,
    });
    let retry = move || held.refresh();
    let failure = move |error| view! { <Failure error=error permission="to read runs" on_retry=retry busy=page.busy/> };
    let empty = move || {
        let schedules = derived(move || router.href(Route::Schedules));
        let sentence = "No schedule has run yet. A run appears here when a schedule fires or is run by hand.";
        view! { <Empty sentence=sentence><LinkButton label="Go to the schedules" href=schedules/></Empty> }
    };
    let unmatched = derived(move || {
        let is_named = asked.with(|asked| asked.name.is_some());
        let hint = if is_named { " A name must be exactly that of the schedule." } else { "" };
        format!("No run matches the filters.{hint}")
    });
    let content = move || match screen.get() {
        Screen::Loading => view! { <SkeletonTable columns=7 rows=SIZES[0] label="Loading runs"/> }.into_any(),
        Screen::Failed => error.get().map(failure).into_any(),
        Screen::NoMatch => view! { <NoMatch sentence=unmatched on_clear=clear/> }.into_any(),
        Screen::Empty => empty().into_any(),
        Screen::Rows => table().into_any(),
    };
    let has_fresh = memo(move || fresh.get() > 0);
    let pill = move || {
        has_fresh.get().then(|| {
            let label = derived(move || {
                let count = fresh.get();
                let many = if count >= asked.with(|asked| asked.size) { " or more" } else { "" };
                format!("{count}{many} new")
            });
            announce::polite("There are new runs.");
            let show = move || {
                focus::main_heading();
                router.set_query(router.query().get_untracked().with("page", ""));
                page.refresh();
            };
            view! { <Button label=label about="runs, show them" icon=Icon::ArrowUp on_press=show/> }
        })
    };
    let window = move || is_window.get().then(|| view! { <Window/> });
    let count = derived(move || total.get().map(number::grouped).unwrap_or_default());
    let more = derived(move || {
        vec![
            MenuItem::new("Select runs", move || selected_rows.start())
                .icon(Icon::Check)
                .why_not(permissions.why_not(Permission::DeleteRun)),
            MenuItem::new("Export as CSV", move || exporting.set(Some(Format::Csv))).icon(Icon::ArrowDown),
            MenuItem::new("Export as JSON", move || exporting.set(Some(Format::Json))).icon(Icon::ArrowDown),
        ]
    });
    let title = html::div()
        .class("head")
        .child(view! { <PageTitle text="Runs" count=count/> })
        .child(pill)
        .child(html::span().class("grow"))
        .child(view! { <Menu label="More for runs" items=more/> });
    let bar = html::div().class("bar").child(view! { <RunFilters asked=asked/> }).child(move || {
        if !is_window.get() {
            return view! { <Freshness live=page/> }.into_any();
        }
        let problem = derived(move || newest.error.get().map(|error| error.what()));
        freshness(newest.as_of.into(), problem, Callback::new(move |()| newest.read()), Signal::stored(None)).into_any()
    });
    let bulk = view! { <BulkBar rows=on_page selected_rows=selected_rows doomed=doomed/> };
    let deleted = Callback::new(move |()| {
        selected_rows.chosen.set(Vec::new());
        are_deleted.set_value(true);
        held.forget();
    });
    (
        title,
        bar,
        bulk,
        window,
        content,
        view! { <DeleteRuns doomed=doomed on_end=deleted/> },
        view! { <ExportDialog format=exporting asked=asked/> },
    )
        .into_any()
}

/// The actions on the selected runs.
#[component]
fn BulkBar(rows: RwSignal<Vec<Row<RunSummary>>>, selected_rows: RowSelection, doomed: RwSignal<Option<RunsToDelete>>) -> AnyView {
    let permissions = Permissions::expect();
    let ticked = memo(move || {
        rows.with(|rows| if selected_rows.is_on() { selected_rows.count(rows.iter().map(Row::id_text)) } else { 0 })
    });
    let doom = move || {
        let list = rows.with_untracked(|rows| {
            selected_rows.chosen.with_untracked(|chosen| {
                rows.iter()
                    .filter_map(Row::good)
                    .filter(|run| chosen.iter().any(|id| id == run.id.as_str()))
                    .cloned()
                    .collect::<Vec<_>>()
            })
        });
        doomed.set((!list.is_empty()).then_some(RunsToDelete(list)));
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
                .child(view! { <Button label="Delete" kind=ButtonKind::Danger why_not=none on_press=doom/> })
                .child(html::span().class("grow"))
                .child(view! { <Button label="Done selecting" kind=ButtonKind::Quiet on_press=move || selected_rows.end()/> })
        })
    })
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Screen {
    Loading,
    Failed,
    NoMatch,
    Empty,
    Rows,
}

/// The time span of the runs whose verdicts are known.
#[component]
fn Window() -> AnyView {
    let schedules = Schedules::expect();
    let preferences = Preferences::expect();
    let text = move || {
        if !schedules.newest.settled.get() {
            return "Verdicts are this console's reading; the newest runs are being looked through.".to_owned();
        }
        let (count, since) = schedules.newest.known.with(|runs| (runs.recent().len(), runs.recent_since()));
        let of = match since {
            Some(since) => format!("the newest {} runs, since {}", number::grouped(count), preferences.write(since)),
            None => format!("all {} runs that the appliance keeps", number::grouped(count)),
        };
        format!("Verdicts are this console's reading; the filter looks through {of}.")
    };
    html::p().class("note").child(text).into_any()
}

#[component]
fn Header(label: &'static str, name: &'static str, asked: Memo<RunFilters>) -> AnyView {
    let router = Router::expect();
    let direction = derived(move || {
        asked.with(|asked| match asked.sort.as_deref() {
            Some(sort) if sort == name => Some(SortDir::Ascending),
            Some(sort) if sort.strip_prefix('-') == Some(name) => Some(SortDir::Descending),
            None if name == "enqueued_at" => Some(SortDir::Descending),
            _ => None,
        })
    });
    let turn = move || {
        let sort = match direction.get_untracked() {
            Some(SortDir::Ascending) => format!("-{name}"),
            _ => name.to_owned(),
        };
        // Newest first is the default and stays out of the address.
        let sort = if sort == "-enqueued_at" { String::new() } else { sort };
        router.set_query(router.query().get_untracked().with("page", "").with("sort", &sort));
    };
    // The newest runs are stored newest first.
    let is_fixed = memo(move || asked.with(|asked| asked.verdict.is_some()));
    (move || {
        if is_fixed.get() {
            html::th().attr("scope", "col").child(label).into_any()
        } else {
            view! { <SortHeader label=label sort=direction on_sort=turn/> }.into_any()
        }
    })
    .into_any()
}
