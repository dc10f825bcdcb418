//! The overview as a whole: numbers, problems, the next 24 hours.

use super::coming_hours::NextDay;
use super::model::OverviewModel;
use super::problems::{Trouble, unjudged};
use crate::components::layout::page_title::PageTitle;
use crate::components::status::async_view::AsyncView;
use crate::components::status::badges::kind_tone;
use crate::components::status::freshness::freshness;
use crate::data::context::AppContext;
use crate::data::query::QueryState;
use crate::data::schedules::Schedules;
use crate::data::signed_in::SignedInContext;
use crate::domain::run::last_runs::{LastRun, LastRuns, UNORDERED_RUNS};
use crate::domain::run::missed_runs::MissedRuns;
use crate::domain::run::verdict::VerdictKind;
use crate::domain::time::Instant;
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::number::grouped;
use crate::reactive::*;
use crate::routes::{Place, Route, Router, UrlQuery};
use crate::state::preferences::Preferences;
use crate::ui::{Empty, LinkButton, SkeletonText, Tone};

/// The overview.
#[component]
pub fn Overview() -> AnyView {
    let schedules = SignedInContext::expect().schedules;
    schedules.open();
    schedules.newest.need_all();
    let router = AppContext::expect().router;
    let model = OverviewModel::start();
    let new_schedule = derived(move || router.href(Route::wizard(crate::domain::schedule::wizard::WizardMode::Create)));
    let state = memo(move || match (schedules.total.get(), schedules.error.get()) {
        (None, Some(error)) => QueryState::Failed(error),
        (None, None) => QueryState::Loading,
        (Some(0), _) => QueryState::Empty,
        (Some(_), _) => QueryState::Ready,
    });
    let retry = move || schedules.refresh_all();
    let loading = || view! { <SkeletonText lines=8 label="Loading the overview"/> };
    let empty = move || {
        let sentence = "No schedules yet. Once there is one, this page shows its firings, failures and next runs.";
        view! { <Empty sentence=sentence><LinkButton label="Create the first schedule" href=new_schedule/></Empty> }
    };
    let content = move || {
        (
            view! { <Numbers model=model/> },
            html::div().class("cols").child(view! { <Trouble model=model/> }).child(view! { <NextDay model=model/> }),
        )
    };
    (
        html::div().class("head").child(view! { <PageTitle text="Overview"/> }).child(freshness(
            schedules.newest.as_of.into(),
            derived(move || schedules.error.get().or_else(|| schedules.newest.error.get()).map(|error| error.what())),
            Callback::new(move |()| schedules.refresh_all()),
            Signal::stored(None),
        )),
        view! {
            <AsyncView
                state=state permission="to read schedules" on_retry=retry busy=schedules.busy loading=loading empty=empty
                ready=content
            />
        },
    )
        .into_any()
}

/// How many schedules ended their last run in which way, and how many runs are under way or in contradiction.
#[component]
fn Numbers(model: OverviewModel) -> AnyView {
    let schedules = SignedInContext::expect().schedules;
    let preferences = AppContext::expect().preferences;
    let counts = TileCounts::new(schedules, model);
    let links = TileLinks(AppContext::expect().router);
    let unjudged = memo(move || unjudged(schedules));
    let of_last = |kind: VerdictKind, what: &'static str| {
        tile(counts.of_kind(counts.last, kind), what, kind_tone(kind), links.schedules_with(kind))
    };
    let of_runs = |kind: VerdictKind, what: &'static str| {
        tile(counts.of_kind(counts.in_window, kind), what, kind_tone(kind), links.runs_with(kind))
    };
    (
        html::ul()
            .class("tiles")
            .child(of_last(VerdictKind::Failed, "schedules failed in their last run"))
            .child(of_last(VerdictKind::Partly, "failed in part"))
            .child(of_runs(VerdictKind::Running, "runs under way"))
            .child(tile(counts.not_in_time(model, MissedRuns::has_missed), "with missed runs", Tone::Bad, links.anchor("missed")))
            .child(tile(counts.not_in_time(model, MissedRuns::has_late), "with late runs", Tone::Warn, links.anchor("late")))
            .child(of_runs(VerdictKind::Contradiction, "runs in contradiction"))
            .child(of_runs(VerdictKind::Stuck, "runs stuck"))
            .child(tile(firings(model), "firings in the next 24 hours", Tone::Idle, links.anchor("ahead"))),
        html::p().class("dim num").child(move || window_text(schedules, preferences, unjudged)),
    )
        .into_any()
}

/// The verdicts that the tiles count.
#[derive(Clone, Copy)]
struct TileCounts {
    schedules: Schedules,
    /// The verdicts of the last run of each schedule, as far as known.
    last: Memo<Vec<VerdictKind>>,
    in_window: Memo<Vec<VerdictKind>>,
    is_computed: Memo<bool>,
}

impl TileCounts {
    fn new(schedules: Schedules, model: OverviewModel) -> Self {
        let clock = AppContext::expect().clock;
        let last = memo(move || last_verdicts(schedules, clock.minute()));
        let in_window = memo(move || {
            let now = clock.minute();
            schedules.newest.last_runs.with(|runs| runs.recent().iter().map(|run| run.verdict(now).kind()).collect::<Vec<_>>())
        });
        let is_computed = memo(move || model.hours.with(Option::is_some));
        Self { schedules, last, in_window, is_computed }
    }

    fn of_kind(self, list: Memo<Vec<VerdictKind>>, wanted: VerdictKind) -> Signal<Option<usize>> {
        derived(move || {
            let is_known = self.schedules.newest.has_loaded.get();
            is_known.then(|| list.with(|list| list.iter().filter(|kind| **kind == wanted).count()))
        })
    }

    fn not_in_time(self, model: OverviewModel, has: fn(&MissedRuns) -> bool) -> Signal<Option<usize>> {
        derived(move || {
            let is_known = self.is_computed.get() && self.schedules.newest.has_loaded.get();
            is_known.then(|| model.not_in_time.with(|list| list.iter().filter(|one| has(&one.found)).count()))
        })
    }
}

fn last_verdicts(schedules: Schedules, now: Instant) -> Vec<VerdictKind> {
    schedules.rows.with(|rows| {
        schedules.newest.last_runs.with(|runs| {
            let verdicts = rows.iter().filter_map(|row| row.row.good()).filter_map(|schedule| match runs.of(&schedule.id) {
                LastRun::Run(run) => Some(run.verdict(now).kind()),
                LastRun::Before(_) | LastRun::None | LastRun::NotRead | LastRun::Unordered => None,
            });
            verdicts.collect::<Vec<_>>()
        })
    })
}

fn firings(model: OverviewModel) -> Signal<Option<usize>> {
    derived(move || model.hours.with(|hours| hours.as_ref().map(|hours| hours.iter().map(|hour| hour.firings).sum())))
}

/// The addresses that the tiles lead to.
#[derive(Clone, Copy)]
struct TileLinks(Router);

impl TileLinks {
    fn schedules_with(self, kind: VerdictKind) -> Signal<String> {
        self.to(Route::Schedules, "result", kind.as_param())
    }

    fn runs_with(self, kind: VerdictKind) -> Signal<String> {
        self.to(Route::Runs, "verdict", kind.as_param())
    }

    /// A part of the overview itself.
    fn anchor(self, anchor: &'static str) -> Signal<String> {
        self.to(Route::Home, "show", anchor)
    }

    fn to(self, route: Route, name: &str, value: &str) -> Signal<String> {
        let query = UrlQuery::default().with(name, value);
        derived(move || self.0.href(Place { route: route.clone(), query: query.clone() }))
    }
}

/// The sentence on the runs that the tiles count.
fn window_text(schedules: Schedules, preferences: Preferences, unjudged: Memo<usize>) -> String {
    if !schedules.newest.has_loaded.get() {
        let why = schedules.newest.error.get().map(|error| format!("The runs could not be read: {}", error.what()));
        return why.unwrap_or_else(|| "Loading the newest runs.".to_owned());
    }
    if schedules.newest.last_runs.with(LastRuns::is_unordered) {
        return UNORDERED_RUNS.to_owned();
    }
    let (count, since) = schedules.newest.last_runs.with(|runs| (runs.recent().len(), runs.recent_since()));
    match since {
        Some(since) => {
            let text = format!("Runs counted: the newest {}, enqueued since {}.", grouped(count), preferences.write(since));
            match unjudged.get() {
                0 => text,
                1 => format!("{text} 1 schedule has no run in this period and is not counted."),
                many => {
                    let many = grouped(many);
                    format!("{text} {many} schedules have no run in this period and are not counted.")
                }
            }
        }
        None => format!("Runs counted: all {} that the appliance keeps.", grouped(count)),
    }
}

fn tile(count: Signal<Option<usize>>, what: &'static str, tone: Tone, href: Signal<String>) -> AnyView {
    let class = move || {
        if count.get().is_some_and(|count| count > 0) { format!("tile {}", tone.class()) } else { "tile idle".to_owned() }
    };
    let number = move || count.get().map_or_else(|| "…".to_owned(), grouped);
    html::li()
        .child(
            html::a()
                .class(class)
                .attr("href", href)
                .child(html::strong().class("num").child(number))
                .child(html::span().child(what)),
        )
        .into_any()
}
