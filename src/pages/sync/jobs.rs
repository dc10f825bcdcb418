//! `/sync/:source`: the sync jobs of one source, paged and filtered by the appliance.

use crate::components::fields::timestamp::Timestamp;
use crate::components::fields::untrusted_text::UntrustedText;
use crate::components::layout::page_title::PageTitle;
use crate::components::status::async_view::AsyncView;
use crate::components::status::badges::VerdictBadge;
use crate::components::status::freshness::Freshness;
use crate::components::table::clamp_page::clamp_page;
use crate::data::client::Page;
use crate::data::client::SyncJobQuery;
use crate::data::context::AppContext;
use crate::data::query::{Query, QueryState};
use crate::data::signed_in::SignedInContext;
use crate::domain::list::row::Row;
use crate::domain::name::Name;
use crate::domain::run::report::RunStatus;
use crate::domain::run::verdict::verdict;
use crate::domain::sync::job::SyncJob;
use crate::domain::sync::job_filter::{CheckedJobs, JobFilter};
use crate::domain::sync::source::Source;
use crate::domain::time::duration_text;
use crate::platform::html::{self, AnyView, For, IntoView};
use crate::platform::{focus, number, timer};
use crate::reactive::*;
use crate::routes::known::PAGE_SIZES;
use crate::routes::{Place, Route, Router, UrlQuery};
use crate::state::permissions::Permission;
use crate::ui::{
    Button, ButtonKind, Choice, Empty, FilterSelect, Icon, LinkButton, NoMatch, Pagination, SearchBox, SkeletonTable, Table,
    columns,
};

/// How many containers of a job are named in its row.
const NAMED: usize = 3;

fn read(query: &UrlQuery) -> SyncJobQuery {
    let size: u64 =
        query.get("rows").and_then(|rows| rows.parse().ok()).filter(|rows| PAGE_SIZES.contains(rows)).unwrap_or(25) as u64;
    let page: u64 = query.get("page").and_then(|page| page.parse().ok()).filter(|page| *page > 0).unwrap_or(1);
    SyncJobQuery {
        skip: (page - 1).saturating_mul(size),
        limit: size,
        status: query.get("status").map(str::to_owned),
        container: query.get("container").map(str::to_owned),
    }
}

/// The table of jobs.
#[component]
pub fn SyncJobList(source: Source) -> AnyView {
    let router = AppContext::expect().router;
    let jobs = JobPage::new(source);
    clamp_page(jobs.past_end());
    let start = derived(move || router.href(Route::NewSyncJob(source)));
    let items = jobs.items;
    let count =
        derived(move || items.data.with(|page| page.as_ref().map(|_| number::grouped(jobs.total.get()))).unwrap_or_default());
    (
        html::p().class("crumb").child(html::a().attr("href", move || router.href(Route::Sync)).child("Sync jobs")),
        html::div()
            .class("head")
            .child(view! { <PageTitle text=format!("Sync jobs: {}", source.label()) count=count/> })
            .child(html::span().class("grow"))
            .child(view! { <StartButton source=source start=start/> }),
        view! { <FilterBar jobs=jobs/> },
        view! { <JobContent jobs=jobs start=start/> },
    )
        .into_any()
}

/// The page of jobs that the address asks for.
#[derive(Clone, Copy)]
struct JobPage {
    source: Source,
    query: Memo<SyncJobQuery>,
    items: Query<Page<SyncJob>>,
    total: Memo<usize>,
    filter: Memo<JobFilter>,
    /// The rows that fit the filter.
    checked: Memo<CheckedJobs>,
    /// The number of jobs over all pages, as far as known of those that fit.
    found: Memo<usize>,
}

impl JobPage {
    fn new(source: Source) -> Self {
        let AppContext { session, router, .. } = AppContext::expect();
        let query = memo(move || router.query().with(read));
        let items = Query::new(move || {
            let client = session.client();
            let query = query.get();
            async move { client.sync_jobs(source).list(&query).await }
        });
        // One query of the list follows all jobs in progress.
        items.watch_list(|page: &Page<SyncJob>| page.good().any(|job| !job.report.status.is_terminal()));
        let total = memo(move || {
            items.data.with(|page| page.as_ref().map_or(0, |page| usize::try_from(page.total).unwrap_or(usize::MAX)))
        });
        let filter = memo(move || {
            let region = router.query().with(|query| query.get("region").map(str::to_owned)).filter(|_| source.has_regions());
            query.with(|query| JobFilter { status: query.status.clone(), container: query.container.clone(), region })
        });
        let list = SignedInContext::expect().containers.of(source.cloud());
        let checked = memo(move || {
            let (rows, total) =
                items.data.with(|page| page.as_ref().map(|page| (page.items.clone(), page.total)).unwrap_or_default());
            let held = list.map(|list| list.held.get()).unwrap_or_default();
            filter.with(|filter| filter.check(rows, total, &held))
        });
        let found = memo(move || checked.with(|checked| usize::try_from(checked.total).unwrap_or(usize::MAX)));
        Self { source, query, items, total, filter, checked, found }
    }

    /// Rows per page.
    fn size(self) -> usize {
        usize::try_from(self.query.with(|query| query.limit)).unwrap_or(25)
    }

    fn number(self) -> usize {
        self.query.with(|query| usize::try_from(query.skip / query.limit.max(1)).unwrap_or(0)) + 1
    }

    fn is_filtered(self) -> bool {
        !self.filter.with(JobFilter::is_empty)
    }

    fn past_end(self) -> Memo<Option<(usize, usize)>> {
        let items = self.items;
        memo(move || {
            let is_past = !items.busy.get() && items.data.with(|page| page.as_ref().is_some_and(|page| page.items.is_empty()));
            (is_past && self.total.get() > 0).then(|| (self.size(), self.total.get()))
        })
    }
}

/// Writes a filter or a page into the address. Another filter begins with its first page.
fn set_parameter(router: Router, name: &'static str, value: &str) {
    let next = router.query().get_untracked().with(name, value);
    router.set_query(if name == "page" { next } else { next.with("page", "") });
}

#[component]
fn JobContent(jobs: JobPage, start: Signal<String>) -> AnyView {
    let router = AppContext::expect().router;
    let JobPage { source, items, total, found, .. } = jobs;
    let clear = move || {
        router.set_query(UrlQuery::default());
        focus::main_heading();
    };
    let empty = move || {
        let sentence = format!(
            "No sync jobs of {} yet. A sync job synchronizes {} once, right away.",
            source.label(),
            source.cloud().container_noun(2)
        );
        view! { <Empty sentence=sentence><LinkButton label="Start the first one" kind=ButtonKind::Primary href=start/></Empty> }
    };
    let permission = format!("to synchronize {}, and a licence for it", source.label());
    let stage = items.state();
    let state = memo(move || match stage.get() {
        QueryState::Ready if found.get() == 0 && jobs.is_filtered() => QueryState::NoMatch,
        QueryState::Ready if total.get() == 0 => QueryState::Empty,
        other => other,
    });
    let loading = || view! { <SkeletonTable columns=5 rows=8 label="Loading sync jobs"/> };
    let unmatched = derived(move || {
        let asked = jobs.query.with(|query| query.asked(source));
        let asked = if asked.is_empty() { asked } else { [" The appliance was asked for ", &asked, "."].concat() };
        ["No sync job matches the filters.", &asked].concat()
    });
    let no_match = move || view! { <NoMatch sentence=unmatched on_clear=clear/> };
    view! {
        <AsyncView
            state=state permission=permission on_retry=move || items.refresh() busy=items.busy
            loading=loading empty=empty no_match=no_match
            ready=move || view! { <JobTable jobs=jobs/> }
        />
    }
    .into_any()
}

#[component]
fn JobTable(jobs: JobPage) -> AnyView {
    let router = AppContext::expect().router;
    let JobPage { source, items, found, checked, .. } = jobs;
    let rows = memo(move || checked.with(|checked| checked.rows.clone()));
    let note = memo(move || checked.with(|checked| checked.note.clone()));
    let keys = memo(move || rows.with(|rows| rows.iter().map(|row| row.id_text().to_owned()).collect::<Vec<_>>()));
    let row = move |key| view! { <JobRow source=source key=key rows=rows/> };
    let body = html::tbody().child(view! { <For each=move || keys.get() key=Clone::clone children=row/> });
    let rows = (columns(["Started", "Verdict", "The appliance says", "Scope", "Took"]), body).into_any();
    let (size, number) = (derived(move || jobs.size()), derived(move || jobs.number()));
    let set = move |name, value: &str| set_parameter(router, name, value);
    let on_page = Callback::new(move |page: usize| set("page", &if page > 1 { page.to_string() } else { String::new() }));
    let on_size = Callback::new(move |size: usize| set("rows", &if size == 25 { String::new() } else { size.to_string() }));
    let caption = format!("Sync jobs of {}, newest first", source.label());
    let note = move || note.get().map(|note| html::p().class("note warn").attr("role", "status").child(note));
    let sheet = html::div()
        .class("sheet")
        .child(view! { <Table id="sync-jobs" caption=caption busy=items.busy stack=true>{rows}</Table> })
        .child(view! { <Pagination page=number page_size=size total=found on_page=on_page on_size=on_size/> });
    (note, sheet).into_any()
}

#[component]
fn FilterBar(jobs: JobPage) -> AnyView {
    let router = AppContext::expect().router;
    let JobPage { source, query, items, .. } = jobs;
    // One reading, but two words of the appliance: the filter takes the word.
    let failed = source.failed_words().iter().map(|word| match source.failed_words() {
        [_] => Choice::new(*word, RunStatus::from_wire(word).label()),
        _ => Choice::new(*word, format!("{} ({word})", RunStatus::from_wire(word).label())),
    });
    let known =
        ["in_progress", "completed"].map(|word| Choice::new(word, RunStatus::from_wire(word).label())).into_iter().chain(failed);
    let statuses = Signal::stored(std::iter::once(Choice::new("", "all")).chain(known).collect::<Vec<_>>());
    let status = derived(move || query.with(|query| query.status.clone()).unwrap_or_default());
    let on_status = Callback::new(move |value: String| set_parameter(router, "status", &value));
    let sources = Source::ALL.map(|other| Choice::new(other.word(), other.label())).to_vec();
    let here = Signal::stored(source.word().to_owned());
    let on_source = Callback::new(move |word: String| {
        if let Some(other) = Source::from_word(&word) {
            router.go(Place::from(Route::SyncJobs(other)));
        }
    });
    html::div()
        .class("bar")
        .child(view! { <FilterSelect label="Source" value=here choices=Signal::stored(sources) on_change=on_source/> })
        .child(view! { <FilterSelect label="The appliance says" value=status choices=statuses on_change=on_status/> })
        .child(view! { <ContainerFilter source=source/> })
        .child(source.has_regions().then(|| view! { <TypedFilter name="region" label="Exact region"/> }))
        .child(view! { <Freshness live=items/> })
        .into_any()
}

#[component]
fn StartButton(source: Source, start: Signal<String>) -> AnyView {
    let permissions = SignedInContext::expect().permissions;
    let why_not = derived(move || permissions.why_not(Permission::Sync(source)));
    let begin = move || match why_not.get() {
        Some(_) => {
            view! { <Button label="Start a sync job" icon=Icon::Sync kind=ButtonKind::Primary why_not=why_not/> }.into_any()
        }
        None => view! { <LinkButton label="Start a sync job" icon=Icon::Sync kind=ButtonKind::Primary href=start/> }.into_any(),
    };
    begin.into_any()
}

/// A filter by typed text; it waits for a pause.
#[component]
fn TypedFilter(name: &'static str, #[prop(into)] label: String) -> AnyView {
    let router = AppContext::expect().router;
    let pause = timer::Slot::new();
    let value = derived(move || router.query().with(|query| query.get(name).unwrap_or_default().to_owned()));
    let set = move |text: &str| router.replace_query(router.query().get_untracked().with("page", "").with(name, text));
    let on_input = Callback::new(move |text: String| pause.after(300, move || set(&text)));
    view! { <SearchBox id=name label=label value=value on_input=on_input/> }.into_any()
}

/// The filter by container, by name or id as the source's list takes it.
#[component]
fn ContainerFilter(source: Source) -> AnyView {
    let router = AppContext::expect().router;
    let cloud = source.cloud();
    let by = if source.filters_by_name() { "Name" } else { "Id" };
    let value = derived(move || router.query().with(|query| query.get("container").unwrap_or_default().to_owned()));
    let set = move |value: &str| {
        router.set_query(router.query().get_untracked().with("page", "").with("container", value));
    };
    let list = SignedInContext::expect().containers.of(cloud);
    let choices = memo(move || {
        let mut choices = vec![Choice::new("", "all")];
        if let Some(list) = list {
            list.held.with(|held| {
                choices.extend(held.iter().map(|container| Choice::new(source.filter_value(container), container.label.marked())))
            });
        }
        choices
    });
    // A list of thousands is no choice: then the name is typed.
    let is_many = memo(move || list.is_some_and(|list| list.held.with(Vec::len) > 200 || list.error.with(Option::is_some)));
    (move || {
        if is_many.get() {
            view! { <TypedFilter name="container" label=format!("{by} of a {}", cloud.container_noun(1))/> }.into_any()
        } else {
            let on_change = Callback::new(move |value: String| set(&value));
            view! { <FilterSelect label="Container" value=value choices=choices on_change=on_change/> }.into_any()
        }
    })
    .into_any()
}

/// The row of the job with this key. Every cell is reactive: a job that makes progress keeps its row, and the focus in it.
#[component]
fn JobRow(source: Source, key: String, rows: Memo<Vec<Row<SyncJob>>>) -> AnyView {
    let row = memo(move || rows.with(|rows| rows.iter().find(|row| row.id_text() == key).cloned()));
    let is_odd = memo(move || matches!(row.get(), Some(Row::Odd(_))));
    (move || match (is_odd.get(), row.get_untracked()) {
        (true, Some(Row::Odd(odd))) => {
            let name = odd.id.clone().unwrap_or_else(|| "A sync job without an id".to_owned());
            let text = format!("The appliance sent a sync job that this console cannot read ({}: {}).", odd.path, odd.what);
            html::tr()
                .class("odd")
                .child(html::th().attr("scope", "row").child(view! { <UntrustedText text=name/> }))
                .child(html::td().attr("colspan", "4").attr("data-label", "Problem").child(text))
                .into_any()
        }
        _ => view! { <GoodJob source=source row=row/> }.into_any(),
    })
    .into_any()
}

#[component]
fn GoodJob(source: Source, row: Memo<Option<Row<SyncJob>>>) -> AnyView {
    let AppContext { router, clock, .. } = AppContext::expect();
    let job = memo(move || row.with(|row| row.as_ref().and_then(Row::good).cloned()));
    let text = move |read: fn(&SyncJob) -> String| memo(move || job.with(|job| job.as_ref().map(read)).unwrap_or_default());
    let id = memo(move || job.with(|job| job.as_ref().map(|job| job.id.clone())));
    let href = move || id.get().map(|id| router.href(Route::SyncJob(source, id)));
    let began = memo(move || job.with(|job| job.as_ref().and_then(|job| job.report.began.clone())));
    let reading = memo(move || {
        let now = clock.minute();
        job.with(|job| job.as_ref().map(|job| verdict(&job.report, now)))
    });
    let badge = move || reading.get().map(|reading| view! { <VerdictBadge verdict=Signal::stored(reading)/> });
    let status = text(|job| Name::from(job.report.status_as_given.as_str()).marked());
    let took = text(|job| job.report.took_ms().map_or_else(|| "–".to_owned(), duration_text));
    let names = text(|job| {
        let first = job.containers.iter().take(NAMED).map(|one| Name::from(one.as_str()).marked()).collect::<Vec<_>>().join(", ");
        match job.containers.len().saturating_sub(NAMED) {
            0 => first,
            more => format!("{first} and {more} more"),
        }
    });
    let what =
        html::span().class("two-lines").child(html::span().child(text(SyncJob::scope_text))).child(html::span().child(names));
    html::tr()
        .child(html::th().attr("scope", "row").child(html::a().attr("href", href).child(view! { <Timestamp at=began/> })))
        .child(html::td().attr("data-label", "Verdict").child(badge))
        .child(html::td().attr("data-label", "The appliance says").child(html::code().child(status)))
        .child(html::td().attr("data-label", "Scope").child(what))
        .child(html::td().class("num nowrap").attr("data-label", "Took").child(took))
        .into_any()
}
