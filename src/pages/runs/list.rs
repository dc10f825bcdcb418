//! `/runs`: every run of the domain, newest first, paged and filtered by the appliance (there may be a million).

use crate::platform::html::{self, Html, IntoHtml, each, live, part};
use crate::reactive::*;

use crate::api::page::Page;
use crate::api::runs::RunQuery;
use crate::domain::row::Row;
use crate::domain::run::{Run, RunStatus};
use crate::domain::time::duration_text;
use crate::domain::verdict::verdict;
use crate::parts::badges::VerdictBadge;
use crate::parts::failure::Failure;
use crate::parts::freshness::Freshness;
use crate::parts::page_title::PageTitle;
use crate::parts::times::{When, clock};
use crate::parts::words::Words;
use crate::platform::{focus, number};
use crate::routes::{Route, Router};
use crate::state::query::Live;
use crate::state::session::SessionContext;
use crate::ui::{Choice, Empty, FilterSelect, LinkButton, NoMatch, Pagination, SkeletonTable, Table, columns};

const SIZES: [usize; 3] = [25, 50, 100];

/// The table of runs.
#[component]
pub fn RunList() -> Html {
    let session = SessionContext::expect();
    let router = Router::expect();
    let query = memo(move || router.query().with(read));
    let page = Live::new(move || {
        let client = session.client();
        let query = query.get();
        async move { client.runs().list(&query).await }
    });
    page.poll();
    let size = memo(move || query.with(|query| usize::try_from(query.limit).unwrap_or(25)));
    let number_of_page =
        memo(move || query.with(|query| usize::try_from(query.skip.checked_div(query.limit).unwrap_or(0)).unwrap_or(0) + 1));
    let total = memo(move || page.data.with(|page| page.as_ref().map(|page| usize::try_from(page.total).unwrap_or(usize::MAX))));
    let is_filtered =
        memo(move || query.with(|query| query.status.is_some() || query.schedule.is_some() || query.name.is_some()));
    let set = move |name: &'static str, value: String| {
        let next = router.query().get_untracked().with(name, &value);
        router.set_query(if name == "page" { next } else { next.with("page", "") });
    };
    let clear = move || {
        router.set_query(crate::routes::Query::default());
        focus::main_heading();
    };
    let keys = memo(move || {
        page.data.with(|page| {
            page.as_ref()
                .map(|page| page.items.iter().map(|row| row.id_text().to_owned()).collect::<Vec<_>>())
                .unwrap_or_default()
        })
    });
    let of_schedule = memo(move || query.with(|query| query.schedule.clone()));

    let on_page = Callback::new(move |page: usize| set("page", if page > 1 { page.to_string() } else { String::new() }));
    let on_size = Callback::new(move |size: usize| set("rows", if size == 25 { String::new() } else { size.to_string() }));
    let table = move || {
        let row = move |key: String| {
            let find = move |page: &Page<Run>| page.items.iter().find(|row| row.id_text() == key).cloned();
            let row = derived(move || page.data.with(|page| page.as_ref().and_then(&find)));
            view! { <RunRow row=row/> }
        };
        let head = columns(["Run of", "Verdict", "The appliance says", "Enqueued", "Took", "Node"]);
        let rows = (head, html::tbody().child(each(move || keys.get(), Clone::clone, row))).into_html();
        let total = derived(move || total.get().unwrap_or_default());
        html::div()
            .class("sheet")
            .child(view! { <Table id="runs" caption="Runs, newest first" busy=page.busy stack=true>{rows}</Table> })
            .child(view! { <Pagination page=number_of_page page_size=size total=total on_page=on_page on_size=on_size/> })
    };
    let shown = memo(move || match (total.get(), page.error.with(Option::is_some)) {
        (None, true) => Shown::Failed,
        (None, false) => Shown::Loading,
        (Some(0), _) if is_filtered.get() => Shown::NoMatch,
        (Some(0), _) => Shown::Empty,
        (Some(_), _) => Shown::Rows,
    });
    let count = derived(move || total.get().map(number::grouped).unwrap_or_default());
    let status = derived(move || query.with(|query| query.status.clone()).unwrap_or_default());
    let on_status = Callback::new(move |value| set("status", value));
    let choices = Signal::stored(statuses());
    let status_filter = view! { <FilterSelect label="The appliance says" value=status choices=choices on_change=on_status/> };
    let schedule_filter = part(move || {
        of_schedule.get().map(|_| {
            on_cleanup(focus::heading_if_lost);
            let all = derived(move || router.href(Route::Runs));
            view! { <LinkButton label="Only of one schedule; show all" href=all/> }
        })
    });
    let failure = move |error| {
        view! { <Failure error=error permission="to read runs" on_retry=move || page.refresh() busy=page.busy/> }
    };
    let empty = move || {
        let schedules = derived(move || router.href(Route::Schedules));
        let sentence = "No schedule has run yet. A run appears here when a schedule fires or is run by hand.";
        view! { <Empty sentence=sentence><LinkButton label="Go to the schedules" href=schedules/></Empty> }
    };
    let content = part(move || match shown.get() {
        Shown::Loading => view! { <SkeletonTable columns=6 rows=SIZES[0] label="Loading runs"/> }.into_html(),
        Shown::Failed => page.error.get().map(failure).into_html(),
        Shown::NoMatch => view! { <NoMatch sentence="No run matches the filters." on_clear=clear/> }.into_html(),
        Shown::Empty => empty().into_html(),
        Shown::Rows => table().into_html(),
    });
    let title = html::div().class("head").child(view! { <PageTitle text="Runs" count=count/> });
    let bar = html::div().class("bar").child(status_filter).child(schedule_filter).child(view! { <Freshness live=page/> });
    (title, bar, content).into_html()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Loading,
    Failed,
    NoMatch,
    Empty,
    Rows,
}

fn statuses() -> Vec<Choice> {
    let words = ["scheduled", "in_progress", "completed", "failed", "aborted"];
    let known = words.into_iter().map(|word| Choice::new(word, RunStatus::from_wire(word).label()));
    std::iter::once(Choice::new("", "all")).chain(known).collect()
}

/// The question that the URL asks.
fn read(query: &crate::routes::Query) -> RunQuery {
    let limit = query.get("rows").and_then(|rows| rows.parse().ok()).filter(|rows| SIZES.contains(rows)).unwrap_or(25);
    let page: usize = query.get("page").and_then(|page| page.parse().ok()).filter(|page| *page > 0).unwrap_or(1);
    RunQuery {
        skip: (page as u64 - 1).saturating_mul(limit as u64),
        limit: limit as u64,
        sort: Some("-createdAt".to_owned()),
        status: query.get("status").map(str::to_owned),
        schedule: query.get("schedule").map(|id| id.to_owned().into()),
        name: query.get("name").map(str::to_owned),
        ..RunQuery::default()
    }
}

#[component]
fn RunRow(row: Signal<Option<Row<Run>>>) -> Html {
    // A memo per row: a refresh that changes one row touches that row alone.
    let row = memo(move || row.get());
    let odd = memo(move || matches!(row.get(), Some(Row::Odd(_))));
    part(move || if odd.get() { view! { <OddRun row=row/> }.into_html() } else { view! { <GoodRun row=row/> }.into_html() })
}

#[component]
fn GoodRun(row: Memo<Option<Row<Run>>>) -> Html {
    let router = Router::expect();
    let clock = clock();
    let run = move |read: fn(&Run) -> String| {
        memo(move || row.with(|row| row.as_ref().and_then(Row::good).map(read)).unwrap_or_default())
    };
    let name = run(|run| run.name.clone());
    let id = memo(move || row.with(|row| row.as_ref().and_then(Row::good).map(|run| run.id.clone())));
    let verdict = memo(move || {
        let now = clock.minute();
        row.with(|row| row.as_ref().and_then(Row::good).map(|run| verdict(run, now)))
    });
    let status = run(|run| run.status_as_given.clone());
    let took = run(|run| run.took_ms().map(duration_text).unwrap_or_else(|| "–".to_owned()));
    let node = run(|run| run.node.clone().unwrap_or_else(|| "–".to_owned()));
    let what = run(|run| match run.parameters.cloud() {
        Some(cloud) => format!("{} · {}", cloud.cloud_name(), run.parameters.selection_text()),
        None => run.operation.label().to_owned(),
    });
    let enqueued = memo(move || {
        row.with(|row| row.as_ref().and_then(Row::good).and_then(|run| run.enqueued.clone().or_else(|| run.created.clone())))
    });
    html::tr()
        .child(
            html::th().attr("scope", "row").child(
                html::span()
                    .class("two")
                    .child(
                        html::a()
                            .attr("href", live(move || id.get().map(|id| router.href(Route::Run(id)))))
                            .child(view! { <Words text=name/> }),
                    )
                    .child(html::span().child(what)),
            ),
        )
        .child(
            html::td()
                .attr("data-label", "Verdict")
                .child(part(move || verdict.get().map(|verdict| view! { <VerdictBadge verdict=Signal::stored(verdict)/> }))),
        )
        .child(html::td().attr("data-label", "The appliance says").child(html::code().child(status)))
        .child(html::td().attr("data-label", "Enqueued").class("nowrap").child(view! { <When at=enqueued/> }))
        .child(html::td().attr("data-label", "Took").class("num").child(took))
        .child(html::td().attr("data-label", "Node").child(node))
        .into_html()
}

#[component]
fn OddRun(row: Memo<Option<Row<Run>>>) -> Html {
    let text = move || {
        row.with(|row| match row {
            Some(Row::Odd(odd)) => (
                odd.name.clone().or_else(|| odd.id.clone()).unwrap_or_else(|| "A run without a name".to_owned()),
                format!("{}: {}", odd.path, odd.what),
            ),
            _ => (String::new(), String::new()),
        })
    };
    html::tr()
        .class("odd")
        .child(html::th().attr("scope", "row").child(view! { <Words text=derived(move || text().0)/> }))
        .child(
            html::td()
                .attr("colspan", "5")
                .attr("data-label", "Problem")
                .child("The appliance sent a run that this console cannot read (")
                .child(part(move || text().1))
                .child("). It is listed so that nothing is hidden."),
        )
        .into_html()
}
