//! `/schedules`: the table of all schedules. Search, filters, sort and page stand in the URL.

use leptos::prelude::*;

use super::row::ScheduleRow;
use crate::domain::cloud::Cloud;
use crate::domain::table::{Column, ScheduleFilter, Shown, Sort, StateKind, TableRow, choose, order, page_of, to_ask};
use crate::domain::verdict::VerdictKind;
use crate::parts::failure::Failure;
use crate::parts::freshness::freshness;
use crate::parts::page_title::PageTitle;
use crate::parts::run_now::RunNow;
use crate::parts::times::clock;
use crate::platform::{focus, number, timer};
use crate::reactive::{derived, effect, memo, part};
use crate::routes::{Query, Route, Router};
use crate::state::preferences::Preferences;
use crate::state::schedules::Schedules;
use crate::ui::{
    ButtonKind, Choice, Empty, FilterSelect, Icon, LinkButton, NoMatch, Pagination, SearchBox, SkeletonTable, SortDir,
    SortHeader, Table,
};

const SIZES: [usize; 3] = [25, 50, 100];

/// The table of schedules.
#[component]
pub fn ScheduleList() -> impl IntoView {
    let schedules = Schedules::expect();
    schedules.open();
    let router = Router::expect();
    let clock = clock();
    let run_now = RunNow::new();
    let filter = memo(move || router.query().with(read_filter));
    let sort = memo(move || router.query().with(read_sort));
    let size = memo(move || {
        let rows = router.query().with(|query| query.get("rows").and_then(|rows| rows.parse().ok()));
        rows.filter(|rows| SIZES.contains(rows)).unwrap_or(25)
    });
    let page = memo(move || {
        router.query().with(|query| query.get("page").and_then(|page| page.parse::<usize>().ok())).unwrap_or(1).max(1)
    });
    let order = memo(move || schedules.know(clock.minute(), |rows, knowledge| order(rows, sort.get(), knowledge)));
    let shown = memo(move || {
        schedules.know(clock.minute(), |rows, knowledge| {
            order.with(|order| filter.with(|filter| choose(rows, order, filter, sort.get(), knowledge)))
        })
    });
    // The rows on this page, by key; what stands in each is a memo of its own in the row.
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
    // Choosing among thousands and building the rows are two tasks, so that a keystroke waits for neither to end.
    let on_page = RwSignal::new(Vec::<TableRow>::new());
    let pause = timer::Slot::new();
    effect(move || {
        let rows = chosen.get();
        let is_same = on_page.with_untracked(|held| held.iter().map(TableRow::id).eq(rows.iter().map(TableRow::id)));
        if is_same || on_page.with_untracked(Vec::is_empty) {
            pause.clear();
            on_page.set(rows);
        } else {
            pause.after(0, move || {
                let _ = on_page.try_set(rows);
            });
        }
    });
    let keys = memo(move || on_page.with(|rows| rows.iter().map(|row| row.id().to_owned()).collect::<Vec<_>>()));
    effect(move || {
        if schedules.newest.settled.get() {
            schedules.newest.ask(schedules.newest.known.with(|runs| on_page.with(|rows| to_ask(rows, runs))));
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
    view! {
        <div class="head">
            <PageTitle text="Schedules" count=count/>
            <span class="grow"></span>
            <LinkButton
                label="New schedule"
                icon=Icon::Plus
                kind=ButtonKind::Primary
                href=derived(move || router.href(Route::NewSchedule))
            />
        </div>
        <Filters set=Callback::new(move |(name, value)| set(name, value)) filter=filter/>
        <Notes shown=shown sort=sort filter=filter/>
        {part(move || match state.get() {
            Screen::Loading => view! { <SkeletonTable columns=5 rows=12 label="Loading schedules"/> }.into_any(),
            Screen::Failed => schedules.error.get().map(|error| view! {
                <Failure error=error permission="to read schedules" on_retry=move || schedules.refresh_all() busy=schedules.busy/>
            }).into_any(),
            Screen::Empty => view! {
                <Empty sentence="No schedule yet. A schedule synchronizes the keys of a cloud again and again, at the times that you set.">
                    <LinkButton label="Create the first one" kind=ButtonKind::Primary href=derived(move || router.href(Route::NewSchedule))/>
                </Empty>
            }.into_any(),
            Screen::NoMatch => view! { <NoMatch sentence="No schedule matches the search and the filters." on_clear=clear/> }.into_any(),
            Screen::Rows => view! {
                <div class="sheet">
                    <Table id="schedules" caption="Schedules" stack=true>
                        <thead><tr>
                            <Header label="Name" column=Column::Name sort=sort set=Callback::new(move |value| set("sort", value))/>
                            <Header label="Fires" column=Column::RunAt sort=sort set=Callback::new(move |value| set("sort", value))/>
                            <Header label="Last run" column=Column::LastRun sort=sort set=Callback::new(move |value| set("sort", value))/>
                            <Header label="State" column=Column::State sort=sort set=Callback::new(move |value| set("sort", value))/>
                            <th scope="col"><span class="vh">"Actions"</span></th>
                        </tr></thead>
                        <tbody>
                            <For each=move || keys.get() key=|key| key.clone() let:key>
                                <ScheduleRow key=key rows=on_page.into() run_now=run_now/>
                            </For>
                        </tbody>
                    </Table>
                    <Pagination
                        page=page
                        page_size=size
                        total=derived(move || shown.with(|shown| shown.order.len()))
                        on_page=Callback::new(move |page: usize| set("page", if page > 1 { page.to_string() } else { String::new() }))
                        on_size=Callback::new(move |size: usize| set("rows", if size == 25 { String::new() } else { size.to_string() }))
                    />
                </div>
            }.into_any(),
        })}
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Screen {
    Loading,
    Failed,
    Empty,
    NoMatch,
    Rows,
}

fn read_filter(query: &Query) -> ScheduleFilter {
    ScheduleFilter {
        text: query.get("q").unwrap_or_default().to_owned(),
        cloud: query.get("cloud").and_then(Cloud::from_wire),
        state: query.get("state").and_then(StateKind::from_param),
        result: query.get("result").and_then(VerdictKind::from_param),
        node: query.get("node").map(str::to_owned),
    }
}

/// `name`, or `-name` for last things first.
fn read_sort(query: &Query) -> Sort {
    let word = query.get("sort").unwrap_or_default();
    let (word, descending) = word.strip_prefix('-').map_or((word, false), |rest| (rest, true));
    Column::from_param(word).map_or_else(Sort::default, |column| Sort { column, descending })
}

#[component]
fn Header(label: &'static str, column: Column, sort: Memo<Sort>, set: Callback<String>) -> impl IntoView {
    let direction = derived(move || {
        let sort = sort.get();
        let direction = if sort.descending { SortDir::Descending } else { SortDir::Ascending };
        (sort.column == column).then_some(direction)
    });
    let turn = move || {
        let descending = direction.get_untracked() == Some(SortDir::Ascending);
        set.run(if descending { format!("-{}", column.as_param()) } else { column.as_param().to_owned() });
    };
    view! { <SortHeader label=label sort=direction on_sort=turn/> }
}

#[component]
fn Filters(filter: Memo<ScheduleFilter>, set: Callback<(&'static str, String)>) -> impl IntoView {
    let schedules = Schedules::expect();
    let router = Router::expect();
    // What is typed waits for a pause before it reaches the URL, so that a keystroke never waits for the table.
    let pause = timer::Slot::new();
    let search = move |text: String| {
        pause.after(120, move || {
            let next = router.query().get_untracked().with("q", &text).with("page", "");
            router.replace_query(next);
        });
    };
    let clouds = std::iter::once(Choice::new("", "all"))
        .chain(Cloud::ALL.map(|cloud| Choice::new(cloud.cloud_name(), cloud.label())))
        .collect::<Vec<_>>();
    let states = std::iter::once(Choice::new("", "all"))
        .chain(StateKind::ALL.map(|kind| Choice::new(kind.as_param(), kind.label())))
        .collect::<Vec<_>>();
    let results = std::iter::once(Choice::new("", "all"))
        .chain(VerdictKind::ALL.map(|kind| Choice::new(kind.as_param(), kind.label())))
        .collect::<Vec<_>>();
    let nodes = memo(move || {
        let known = schedules.nodes.with(|nodes| {
            nodes
                .as_ref()
                .map(|nodes| nodes.iter().map(|node| Choice::new(node.id.as_str(), node.label.clone())).collect::<Vec<_>>())
                .unwrap_or_default()
        });
        [Choice::new("", "all"), Choice::new("any", "any node")].into_iter().chain(known).collect::<Vec<_>>()
    });
    let chosen = move |read: fn(&ScheduleFilter) -> String| derived(move || filter.with(read));
    view! {
        <div class="bar">
            <SearchBox id="search" label="Name, description or container" value=chosen(|filter| filter.text.clone()) on_input=Callback::new(search)/>
            <FilterSelect label="Cloud" value=chosen(|filter| filter.cloud.map(Cloud::cloud_name).unwrap_or_default().to_owned())
                choices=Signal::stored(clouds) on_change=Callback::new(move |value| set.run(("cloud", value)))/>
            <FilterSelect label="State" value=chosen(|filter| filter.state.map(StateKind::as_param).unwrap_or_default().to_owned())
                choices=Signal::stored(states) on_change=Callback::new(move |value| set.run(("state", value)))/>
            <FilterSelect label="Last result" value=chosen(|filter| filter.result.map(VerdictKind::as_param).unwrap_or_default().to_owned())
                choices=Signal::stored(results) on_change=Callback::new(move |value| set.run(("result", value)))/>
            <FilterSelect label="Node" value=chosen(|filter| filter.node.clone().unwrap_or_default())
                choices=nodes on_change=Callback::new(move |value| set.run(("node", value)))/>
            {freshness(
            schedules.as_of.into(),
            derived(move || schedules.error.get().map(|error| error.what())),
            Callback::new(move |()| schedules.refresh_all()),
        )}
        </div>
    }
}

/// What the table cannot know yet, said where it matters.
#[component]
fn Notes(shown: Memo<Shown>, sort: Memo<Sort>, filter: Memo<ScheduleFilter>) -> impl IntoView {
    let schedules = Schedules::expect();
    let preferences = Preferences::expect();
    let unsure = memo(move || {
        let count = shown.with(|shown| shown.unsure);
        let by_run = sort.get().column == Column::LastRun || filter.with(|filter| filter.result.is_some());
        (by_run && count > 0).then(|| {
            let reach = schedules.newest.known.with(|runs| runs.reach()).map(|at| preferences.write(at)).unwrap_or_else(|| "now".to_owned());
            format!("The last run is known for runs since {reach}. {} schedules last ran before that, if ever, and are placed without it.", number::grouped(count))
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
    view! {
        {part(move || loading.get().map(|text| view! { <p class="note num">{text}</p> }))}
        {part(move || unsure.get().map(|text| view! { <p class="note">{text}</p> }))}
    }
}
