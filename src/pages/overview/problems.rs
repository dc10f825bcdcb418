//! Problems: schedules whose last run failed, and schedules with missed or late runs.

use std::sync::Arc;

use super::model::{MissedBySchedule, OverviewModel};
use crate::components::fields::untrusted_text::UntrustedText;
use crate::components::status::badges::VerdictBadge;
use crate::data::context::AppContext;
use crate::data::schedules::Schedules;
use crate::data::signed_in::SignedInContext;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::list::sort::sorted;
use crate::domain::name::Name;
use crate::domain::run::last_runs::{LastRun, LastRuns};
use crate::domain::run::missed_runs::MissedRuns;
use crate::domain::run::summary::RunSummary;
use crate::domain::run::verdict::{VerdictFilter, VerdictKind};
use crate::domain::time::{Instant, duration_text, ms_between};
use crate::platform::focus;
use crate::platform::html::{self, AnyView, For, IntoView};
use crate::platform::number::grouped;
use crate::reactive::*;
use crate::routes::{Place, Route, UrlQuery};
use crate::state::preferences::Preferences;
use crate::ui::{Table, columns};

/// How many lines each list has here; the numbers above link to all of them.
const SHOWN: usize = 10;

/// A schedule and the verdict of its failed last run.
#[derive(Clone, Debug, PartialEq)]
struct Failing {
    id: ScheduleId,
    name: Name,
    run: Arc<RunSummary>,
    kind: VerdictKind,
}

impl Failing {
    /// The key has the content of the row: a changed one is a new row.
    fn key(&self) -> String {
        let cause = self.run.cause.as_deref().unwrap_or_default();
        format!("{} {} {} {cause}", self.id, self.run.id, self.kind.as_param())
    }
}

/// Both lists.
#[component]
pub fn Trouble(model: OverviewModel) -> AnyView {
    let schedules = SignedInContext::expect().schedules;
    let clock = AppContext::expect().clock;
    let failing = memo(move || failing_schedules(schedules, clock.minute()));
    let count = memo(move || failing.with(Vec::len));
    let has_any = memo(move || count.get() > 0);
    let is_known = memo(move || schedules.newest.has_loaded.get());
    let has_failed = memo(move || schedules.newest.error.with(Option::is_some));
    let are_all_judged = memo(move || unjudged(schedules) == 0);
    let none = move || match are_all_judged.get() {
        true => "No schedule went wrong in its last run.",
        false => "No schedule went wrong in its last run, among the runs loaded.",
    };
    let content = move || match (is_known.get(), has_any.get()) {
        (_, true) => view! { <FailingTable failing=failing count=count/> }.into_any(),
        (true, false) => html::p().class("dim").child(none).into_any(),
        (false, false) if has_failed.get() => html::p().class("dim").child("The runs could not be read.").into_any(),
        (false, false) => html::p().class("dimmer").child("Reading the newest runs…").into_any(),
    };
    html::section()
        .class("problems")
        .attr("aria-labelledby", "failing-title")
        .child(html::h2().attr("id", "failing-title").child("Failing now"))
        .child(content)
        .child(view! { <Unanswered model=model/> })
        .into_any()
}

/// The schedules whose last run went wrong, the worst and the newest first.
fn failing_schedules(schedules: Schedules, now: Instant) -> Vec<Failing> {
    let found = schedules.rows.with(|rows| {
        schedules.newest.last_runs.with(|runs| {
            let failing = rows.iter().filter_map(|row| row.row.good()).filter_map(|schedule| match runs.of(&schedule.id) {
                LastRun::Run(run) => {
                    let kind = run.verdict(now).kind();
                    kind.needs_a_look().then(|| Failing { id: schedule.id.clone(), name: schedule.name.clone(), run, kind })
                }
                LastRun::Before(_) | LastRun::None | LastRun::NotRead | LastRun::Unordered => None,
            });
            failing.collect::<Vec<_>>()
        })
    });
    sorted(found, |one, other| one.kind.cmp(&other.kind).then_with(|| other.run.made.cmp(&one.run.made)))
}

#[component]
fn FailingTable(failing: Memo<Vec<Failing>>, count: Memo<usize>) -> AnyView {
    let router = AppContext::expect().router;
    let list = move || failing.with(|list| list.iter().take(SHOWN).cloned().collect::<Vec<_>>());
    let body = html::tbody().child(view! { <For each=list key=Failing::key children=failing_row/> });
    let rows = (columns(["Schedule", "Last run", "First cause", "Enqueued"]), body).into_any();
    let more = move || {
        let rest = count.get().saturating_sub(SHOWN);
        let query = UrlQuery::default().with("result", VerdictFilter::NeedsALook.as_param());
        let place = Place { route: Route::Schedules, query };
        let href = move || router.href(place.clone());
        (rest > 0).then(|| html::p().child(html::a().attr("href", href).child(format!("and {} more", grouped(rest)))))
    };
    (
        html::div()
            .class("sheet")
            .child(view! { <Table id="failing" caption="Schedules whose last run went wrong" stack=true>{rows}</Table> }),
        more,
    )
        .into_any()
}

fn failing_row(failing: Failing) -> AnyView {
    let AppContext { router, clock, .. } = AppContext::expect();
    let (run, schedule) = (Route::Run(failing.run.id.clone()), Route::Schedule(failing.id));
    let at = failing.run.at();
    let cause = failing.run.cause.clone().unwrap_or_else(|| "–".to_owned());
    let held = failing.run;
    let reading = memo(move || held.verdict(clock.minute()));
    let ago = move || at.map(|at| clock.relative(at)).unwrap_or_default();
    let schedule =
        html::a().attr("href", move || router.href(schedule.clone())).child(view! { <UntrustedText text=failing.name/> });
    let run = html::a().attr("href", move || router.href(run.clone())).child(view! { <VerdictBadge verdict=reading/> });
    html::tr()
        .child(html::th().attr("scope", "row").child(schedule))
        .child(html::td().attr("data-label", "Last run").child(run))
        .child(html::td().attr("data-label", "First cause").child(view! { <UntrustedText text=cause/> }))
        .child(html::td().attr("data-label", "Enqueued").class("nowrap").child(ago))
        .into_any()
}

/// The number of schedules whose last run is unknown.
pub fn unjudged(schedules: Schedules) -> usize {
    schedules.rows.with(|rows| {
        schedules.newest.last_runs.with(|runs| {
            let is_unknown = |id| matches!(runs.of(id), LastRun::Before(_) | LastRun::NotRead | LastRun::Unordered);
            rows.iter().filter_map(|row| row.row.good()).filter(|schedule| is_unknown(&schedule.id)).count()
        })
    })
}

/// One of the two states of firings without a run in time.
#[derive(Clone, Copy)]
struct FiringList {
    /// Of the heading and of the link to it.
    word: &'static str,
    title: &'static str,
    none: &'static str,
    has: fn(&MissedRuns) -> bool,
    text: fn(&MissedRuns, Preferences) -> String,
}

/// No run came, and none will.
const MISSED: FiringList = FiringList {
    word: "missed",
    title: "Missed",
    none: "No run is missed.",
    has: MissedRuns::has_missed,
    text: |found, preferences| match (found.missed.len(), found.missed.last()) {
        (_, None) => String::new(),
        (1, Some(due)) => format!("missed, due {}", preferences.write(*due)),
        (count, Some(due)) => format!("missed {} times, last due {}", grouped(count), preferences.write(*due)),
    },
};

/// No run came yet, or one came after all.
const LATE: FiringList = FiringList {
    word: "late",
    title: "Late",
    none: "No run is late.",
    has: MissedRuns::has_late,
    text: |found, preferences| {
        let late = found.late.last().map(|due| format!("late, due {}", preferences.write(*due)));
        let came = found.delayed.last().map(|run| {
            let by = duration_text(ms_between(run.due, run.enqueued));
            format!("came {by} late, due {}", preferences.write(run.due))
        });
        late.into_iter().chain(came).collect::<Vec<_>>().join("; ")
    },
};

#[component]
fn Unanswered(model: OverviewModel) -> AnyView {
    let schedules = SignedInContext::expect().schedules;
    let preferences = AppContext::expect().preferences;
    (
        firing_list(model, MISSED),
        html::p().class("dim").child(move || extent_text(schedules, preferences)),
        firing_list(model, LATE),
        html::p().class("dim").child("A run is due and may still come, or came more than a minute late."),
    )
        .into_any()
}

fn firing_list(model: OverviewModel, state: FiringList) -> AnyView {
    let schedules = SignedInContext::expect().schedules;
    let router = AppContext::expect().router;
    let FiringList { word, title, none, has, .. } = state;
    let id = format!("{word}-title");
    let asked = router.value("show");
    let is_asked = memo(move || asked.with(|asked| asked.as_deref() == Some(word)));
    let heading = id.clone();
    effect(move || {
        if is_asked.get() {
            focus::by_id(&heading);
        }
    });
    // A link to this list shows all of its lines.
    let most = move || if is_asked.get() { usize::MAX } else { SHOWN };
    let key = |one: &MissedBySchedule| {
        let MissedRuns { missed, late, delayed, .. } = &one.found;
        let last = [missed.last(), late.last(), delayed.last().map(|run| &run.enqueued)];
        let [missed_at, late_at, came_at] = last.map(|at| at.map_or(0, |at| at.timestamp()));
        format!("{} {} {missed_at} {late_at} {came_at}", one.id, missed.len())
    };
    let list = move || {
        let is_here = |one: &&MissedBySchedule| has(&one.found);
        model.not_in_time.with(|list| list.iter().filter(is_here).take(most()).cloned().collect::<Vec<_>>())
    };
    let has_any = memo(move || model.not_in_time.with(|list| list.iter().any(|one| has(&one.found))));
    let is_known = memo(move || model.hours.with(Option::is_some) && schedules.newest.has_loaded.get());
    let has_failed = memo(move || !schedules.newest.has_loaded.get() && schedules.newest.error.with(Option::is_some));
    let is_unordered = memo(move || schedules.newest.last_runs.with(LastRuns::is_unordered));
    let line = move |one| firing_line(one, state);
    let content = move || match (is_known.get(), has_any.get()) {
        (true, _) if is_unordered.get() => html::p().class("dim").child("Not known.").into_any(),
        (true, true) => html::ul().class("lines").child(view! { <For each=list key=key children=line/> }).into_any(),
        (true, false) => html::p().class("dim").child(none).into_any(),
        (false, _) if has_failed.get() => html::p().class("dim").child("The runs could not be read.").into_any(),
        (false, _) => html::p().class("dimmer").child("Checking…").into_any(),
    };
    (html::h2().attr("id", id).attr("tabindex", "-1").child(title), content).into_any()
}

fn firing_line(one: MissedBySchedule, state: FiringList) -> AnyView {
    let AppContext { router, preferences, .. } = AppContext::expect();
    let route = Route::Schedule(one.id);
    let found = one.found;
    html::li()
        .child(html::a().attr("href", move || router.href(route.clone())).child(view! { <UntrustedText text=one.name/> }))
        .child(html::span().class("dim").child(move || (state.text)(&found, preferences)))
        .into_any()
}

/// The meaning of "missed", and how far back the runs tell it.
fn extent_text(schedules: Schedules, preferences: Preferences) -> String {
    let text = "A run was due in the last 24 hours, but none was created within 10 minutes, or half of the time to the next.";
    match schedules.newest.last_runs.with(|runs| runs.recent_since()) {
        Some(since) => format!(
            "{text} Not known before {}, when the oldest run loaded was enqueued, or before a schedule's last change.",
            preferences.write(since)
        ),
        None => format!("{text} Not known before a schedule's last change."),
    }
}
