//! The filters of the runs. The appliance applies most of them; the verdict is computed here, for the newest runs only.

use crate::data::client::RunQuery;
use crate::data::context::AppContext;
use crate::data::schedules::Schedules;
use crate::data::signed_in::SignedInContext;
use crate::domain::appliance::cluster::may_be_node;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::run::report::RunStatus;
use crate::domain::run::summary::RunSummary;
use crate::domain::run::verdict::VerdictFilter;
use crate::domain::schedule::Operation;
use crate::domain::time::{Instant, after};
use crate::platform::html::{AnyView, IntoView};
use crate::platform::{focus, timer};
use crate::reactive::*;
use crate::routes::known::{PAGE_SIZES, PERIODS, RUN_SORTS, parse_time};
use crate::routes::{Place, Route, Router, UrlQuery};
use crate::state::preferences::Preferences;
use crate::ui::{Choice, FilterSelect, LinkButton, SearchBox};

/// The filters in an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFilters {
    /// Only runs with such a verdict: then the newest runs are filtered here, because the appliance knows no verdicts.
    pub verdict: Option<VerdictFilter>,
    /// Only runs of this status, in the appliance's spelling.
    pub status: Option<String>,
    pub schedule: Option<ScheduleId>,
    /// Only runs whose schedule had exactly this name.
    pub name: Option<String>,
    pub node: Option<String>,
    pub operation: Option<String>,
    /// How many hours to look back.
    pub hours: Option<i64>,
    /// The earliest time of creation, inclusive.
    pub from: Option<Instant>,
    /// The latest time of creation, inclusive.
    pub to: Option<Instant>,
    /// A property name, with `-` before it for descending.
    pub sort: Option<String>,
    /// From 1.
    pub page: usize,
    /// Rows per page.
    pub size: usize,
}

impl RunFilters {
    /// Reads an address, whose parts are known (see [`crate::routes::known`]).
    pub fn read(query: &UrlQuery) -> RunFilters {
        let word = |name: &str| query.get(name).map(str::to_owned);
        let sort = word("sort").filter(|sort| RUN_SORTS.contains(&sort.trim_start_matches('-')));
        RunFilters {
            verdict: query.get("verdict").and_then(VerdictFilter::from_param),
            status: word("status"),
            schedule: word("schedule").map(ScheduleId::from),
            name: word("name"),
            node: word("node"),
            operation: word("operation"),
            hours: query.get("since").and_then(|word| PERIODS.iter().find(|(own, ..)| *own == word)).map(|(_, _, hours)| *hours),
            from: query.get("from").and_then(parse_time),
            to: query.get("to").and_then(parse_time),
            sort,
            page: query.get("page").and_then(|page| page.parse().ok()).filter(|page| *page > 0).unwrap_or(1),
            size: query
                .get("rows")
                .and_then(|rows| rows.parse().ok())
                .filter(|rows| PAGE_SIZES.contains(rows))
                .unwrap_or(PAGE_SIZES[0]),
        }
    }

    /// Whether any filter is set.
    pub fn is_filtered(&self) -> bool {
        let RunFilters { verdict, status, schedule, name, node, operation, hours, from, to, .. } = self;
        let texts = [status, name, node, operation].into_iter().any(Option::is_some);
        texts || verdict.is_some() || schedule.is_some() || hours.is_some() || from.is_some() || to.is_some()
    }

    /// The earliest time, from `from` or `hours`.
    fn since(&self, now: Instant) -> Option<Instant> {
        self.hours.map(|hours| after(now, -hours * 3_600_000)).max(self.from)
    }

    /// The request to the appliance.
    pub fn query(&self, now: Instant) -> RunQuery {
        RunQuery {
            skip: (self.page as u64 - 1).saturating_mul(self.size as u64),
            limit: self.size as u64,
            sort: self.sort.clone().or(RunQuery::default().sort),
            schedule: self.schedule.clone(),
            name: self.name.clone(),
            operation: self.operation.clone(),
            status: self.status.clone(),
            node: self.node.clone(),
            created_after: self.since(now),
            created_before: self.to,
        }
    }

    /// Whether a loaded run matches the filters.
    pub fn matches(&self, run: &RunSummary, now: Instant) -> bool {
        let is = |wanted: &Option<String>, own: Option<&str>| wanted.as_deref().is_none_or(|wanted| own == Some(wanted));
        let is_on = |wanted: &String| run.node.as_ref().is_none_or(|named| may_be_node(wanted, named));
        self.verdict.is_none_or(|wanted| wanted.matches(run.verdict(now).kind()))
            && is(&self.status, Some(&run.status))
            && is(&self.name, Some(run.name.as_sent()))
            && self.node.as_ref().is_none_or(is_on)
            && is(&self.operation, Some(run.operation.as_wire()))
            && self.schedule.as_ref().is_none_or(|id| run.schedule.as_ref() == Some(id))
            && self.since(now).is_none_or(|since| run.made >= Some(since))
            && self.to.is_none_or(|to| run.made <= Some(to))
    }
}

/// The bar with the filters.
#[component]
pub fn RunFilters(asked: Memo<RunFilters>) -> AnyView {
    let AppContext { router, preferences, .. } = AppContext::expect();
    let schedules = SignedInContext::expect().schedules;
    let select = move |label: &'static str, name: &'static str, choices: &[Choice]| {
        let choices = std::iter::once(Choice::new("", "all")).chain(choices.iter().cloned()).collect::<Vec<_>>();
        view! { <AddressFilter label=label name=name choices=choices/> }
    };
    let statuses = ["scheduled", "in_progress", "completed", "failed", "aborted"];
    let statuses = statuses.map(|word| Choice::new(word, RunStatus::from_wire(word).label()));
    let verdicts = VerdictFilter::all().map(|filter| Choice::new(filter.as_param(), filter.label())).collect::<Vec<_>>();
    let operations = ["cckm_synchronization", "cckm_key_rotation", "cckm_key_backup", "key_rotation", "database_backup"];
    let operations = operations.map(|word| Choice::new(word, Operation::from_wire(word).label()));
    let periods = PERIODS.map(|(word, label, _)| Choice::new(word, label));
    let has_schedule = memo(move || asked.with(|asked| asked.schedule.is_some()));
    let one_schedule = move || {
        has_schedule.get().then(|| {
            on_cleanup(focus::heading_if_lost);
            schedules.open();
            let label =
                derived(move || if is_gone(schedules, asked) { "No such schedule now; show all" } else { ONE }.to_owned());
            let all = derived(move || router.href(Route::Runs));
            view! { <LinkButton label=label href=all/> }
        })
    };
    let times = memo(move || asked.with(|asked| times_asked(asked, preferences)));
    let has_times = memo(move || times.with(Option::is_some));
    let between = move || {
        has_times.get().then(|| {
            on_cleanup(focus::heading_if_lost);
            let label = derived(move || [&*times.get().unwrap_or_default(), "; show all times"].concat());
            let all = derived(move || {
                let query = ["from", "to", "page"].into_iter().fold(router.query().get(), |query, name| query.with(name, ""));
                router.href(Place { route: Route::Runs, query })
            });
            view! { <LinkButton label=label href=all/> }
        })
    };
    (
        view! { <NameFilter/> },
        select("Verdict", "verdict", &verdicts),
        select("The appliance says", "status", &statuses),
        select("Enqueued in", "since", &periods),
        select("Operation", "operation", &operations),
        view! { <NodeFilter/> },
        between,
        one_schedule,
    )
        .into_any()
}

const ONE: &str = "One schedule only; show all";

/// True if the list of schedules, once it is read, lacks the one whose runs are shown.
fn is_gone(schedules: Schedules, asked: Memo<RunFilters>) -> bool {
    let is_it = |id: &ScheduleId| schedules.rows.with(|rows| rows.iter().any(|row| row.id() == id.as_str()));
    schedules.complete.get() && asked.with(|asked| asked.schedule.as_ref().is_some_and(|id| !is_it(id)))
}

/// The times of `from` and `to` in words; `None` without them.
fn times_asked(asked: &RunFilters, preferences: Preferences) -> Option<String> {
    let words = |word: &str, at: Option<Instant>| at.map(|at| [word, &preferences.write_full(at)].concat());
    let both = [words(" from ", asked.from), words(" until ", asked.to)];
    let times: String = both.into_iter().flatten().collect();
    (!times.is_empty()).then(|| ["Enqueued", &times].concat())
}

/// Puts a filter into the address, back on the first page.
fn set_filter(router: Router, name: &'static str, value: &str) {
    router.set_query(router.query().get_untracked().with("page", "").with(name, value));
}

#[component]
fn AddressFilter(label: &'static str, name: &'static str, choices: Vec<Choice>) -> AnyView {
    let router = AppContext::expect().router;
    let value = memo(move || router.query().with(|query| query.get(name).unwrap_or_default().to_owned()));
    let on_change = Callback::new(move |value: String| set_filter(router, name, &value));
    view! { <FilterSelect label=label value=value choices=Signal::stored(choices) on_change=on_change/> }.into_any()
}

#[component]
fn NodeFilter() -> AnyView {
    let router = AppContext::expect().router;
    let schedules = SignedInContext::expect().schedules;
    let node = derived(move || router.query().with(|query| query.get("node").unwrap_or_default().to_owned()));
    let nodes = derived(move || {
        let known = schedules.nodes.with(|nodes| {
            nodes.iter().flatten().map(|node| Choice::new(node.id.as_str(), node.label.marked())).collect::<Vec<_>>()
        });
        let local = known.is_empty().then(|| Choice::new("local-node", "local-node"));
        std::iter::once(Choice::new("", "all")).chain(local).chain(known).collect::<Vec<_>>()
    });
    schedules.read_nodes();
    let on_node = Callback::new(move |value: String| set_filter(router, "node", &value));
    view! { <FilterSelect label="Node" value=node choices=nodes on_change=on_node/> }.into_any()
}

/// The search by name. The request waits for a pause in typing.
#[component]
fn NameFilter() -> AnyView {
    let router = AppContext::expect().router;
    let pause = timer::Slot::new();
    let name = derived(move || router.query().with(|query| query.get("name").unwrap_or_default().to_owned()));
    // A filter chosen meanwhile wins over text typed before.
    effect(move || {
        name.track();
        pause.clear();
    });
    let on_name = Callback::new(move |text: String| {
        pause.after(300, move || router.replace_query(router.query().get_untracked().with("page", "").with("name", &text)));
    });
    view! { <SearchBox id="run-name" label="Exact name of the schedule" value=name on_input=on_name/> }.into_any()
}
