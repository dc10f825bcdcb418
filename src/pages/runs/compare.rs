//! The differences from an earlier run of the same schedule: the last good one, unless another is requested.

use crate::components::fields::untrusted_text::UntrustedText;
use crate::components::status::async_view::AsyncView;
use crate::data::client::RunQuery;
use crate::data::context::AppContext;
use crate::data::query::{Query, QueryState};
use crate::domain::appliance::id::ScheduleId;
use crate::domain::list::order::is_newest_first;
use crate::domain::list::row::Row;
use crate::domain::run::Run;
use crate::domain::run::comparison::{ChangedTarget, Comparison, TargetChange, compare};
use crate::domain::run::verdict::{Verdict, verdict};
use crate::domain::time::{Stamp, duration_text};
use crate::platform::focus;
use crate::platform::html::{self, AnyView, For, IntoView};
use crate::platform::number::grouped;
use crate::reactive::*;
use crate::routes::Route;
use crate::routes::known::COMPARISONS;
use crate::ui::{Badge, Icon, SkeletonText, Table, ToggleChip, Tone, columns};

/// How many earlier completed runs are searched for a good one.
const LOOKED_THROUGH: u64 = 50;
/// How many lines are shown; more differences than that are not read line by line.
const SHOWN: usize = 200;

/// The run to compare with, as the address spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Baseline {
    LastGood,
    Previous,
}

impl Baseline {
    const ALL: [Baseline; 2] = [Baseline::LastGood, Baseline::Previous];

    fn word(self) -> &'static str {
        let [good, previous] = COMPARISONS;
        match self {
            Baseline::LastGood => good,
            Baseline::Previous => previous,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Baseline::LastGood => "Last good run",
            Baseline::Previous => "Previous run",
        }
    }
}

/// How far the earlier runs were searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Looked {
    /// All earlier runs were searched.
    is_all: bool,
    /// All of them were readable.
    are_all_read: bool,
    /// They came newest first.
    is_ordered: bool,
}

/// The query parameter that asks for the comparison.
pub const PARAMETER: &str = "compare";
/// The value of [`PARAMETER`] in a link that names no baseline.
pub const DEFAULT: &str = "good";

/// The comparison, while the address asks for one.
#[component]
pub fn ComparedWith(run: Memo<Option<Run>>) -> AnyView {
    let router = AppContext::expect().router;
    let with = memo(move || {
        let word = router.value(PARAMETER).get()?;
        Baseline::ALL.into_iter().find(|with| with.word() == word)
    });
    let schedule = memo(move || run.with(|run| run.as_ref().and_then(|run| run.schedule.clone())));
    let is_asked = memo(move || with.with(Option::is_some));
    (move || {
        is_asked.get().then_some(())?;
        schedule.get().map(|schedule| view! { <Earlier run=run schedule=schedule with=with/> })
    })
    .into_any()
}

#[component]
fn Earlier(run: Memo<Option<Run>>, schedule: ScheduleId, with: Memo<Option<Baseline>>) -> AnyView {
    // The chip with the focus may go with the section.
    on_cleanup(focus::heading_if_lost);
    let earlier = earlier_runs(run, schedule, with);
    let other = baseline_run(earlier, with);
    let comparison =
        memo(move || run.with(|run| other.with(|other| Some(compare(&other.as_ref()?.report, &run.as_ref()?.report)))));
    let chips = Baseline::ALL.map(|own| chip(own, with));
    let is_answered = memo(move || earlier.data.with(|runs| runs.as_ref().is_some_and(|(asked, ..)| *asked == with.get())));
    let stage = earlier.state();
    let state = memo(move || match stage.get() {
        QueryState::Ready if !is_answered.get() => QueryState::Loading,
        other => other,
    });
    let told = move || match (other.get(), comparison.get()) {
        (Some(other), Some(comparison)) => told(&other, &comparison),
        _ => nothing(earlier, with),
    };
    let content = view! {
        <AsyncView
            state=state permission="to read runs" on_retry=move || earlier.refresh() busy=earlier.busy
            loading=|| view! { <SkeletonText lines=3 label="Loading the earlier runs"/> }
            ready=told
        />
    };
    html::section()
        .class("compare")
        .attr("aria-labelledby", "compare-title")
        .child(
            html::div()
                .class("bar")
                .child(html::h2().attr("id", "compare-title").attr("tabindex", "-1").child("Compared with"))
                .child(chips.into_iter().collect::<Vec<_>>()),
        )
        .child(content)
        .into_any()
}

/// The earlier runs, newest first, with the baseline that they were requested for.
type EarlierRuns = (Option<Baseline>, Vec<Run>, Looked);

fn earlier_runs(run: Memo<Option<Run>>, schedule: ScheduleId, with: Memo<Option<Baseline>>) -> Query<EarlierRuns> {
    let session = AppContext::expect().session;
    let made = memo(move || {
        run.with(|run| run.as_ref().and_then(|run| run.created.as_ref().or(run.enqueued.as_ref()).and_then(Stamp::instant)))
    });
    Query::new(move || {
        let client = session.client();
        let asked = with.get();
        let (status, limit) = match asked {
            Some(Baseline::Previous) => (None, 2),
            _ => (Some("completed".to_owned()), LOOKED_THROUGH),
        };
        let query =
            RunQuery { schedule: Some(schedule.clone()), created_before: made.get(), status, limit, ..RunQuery::default() };
        let own = run.with_untracked(|run| run.as_ref().map(|run| run.id.clone()));
        async move {
            let page = client.runs().list(&query).await?;
            let is_all = page.total <= query.limit;
            let made = |run: &Run| run.created.as_ref().and_then(Stamp::instant);
            let times = page.good().map(made).collect::<Vec<_>>();
            let is_ordered = page.left_out == 0 && is_newest_first(&times);
            let are_all_read = page.items.iter().all(|row| matches!(row, Row::Good(_)));
            let is_earlier = |other: &Run| {
                Some(&other.id) != own.as_ref() && other.created.as_ref().and_then(Stamp::instant) <= query.created_before
            };
            let runs = page.items.into_iter().filter_map(|row| match row {
                // Of a list in another order, the run before this one need not have come.
                Row::Good(run) if is_ordered && is_earlier(&run) => Some(run),
                _ => None,
            });
            Ok((asked, runs.collect::<Vec<Run>>(), Looked { is_all, are_all_read, is_ordered }))
        }
    })
}

/// The run to compare with, if the earlier runs have one.
fn baseline_run(earlier: Query<EarlierRuns>, with: Memo<Option<Baseline>>) -> Memo<Option<Run>> {
    let clock = AppContext::expect().clock;
    memo(move || {
        let now = clock.minute();
        earlier.data.with(|runs| {
            let with = with.get();
            let mut runs = runs.iter().filter(|(asked, ..)| *asked == with).flat_map(|(_, runs, _)| runs);
            match with {
                Some(Baseline::LastGood) => runs.find(|run| verdict(&run.report, now) == Verdict::Succeeded).cloned(),
                Some(Baseline::Previous) => runs.next().cloned(),
                None => None,
            }
        })
    })
}

fn chip(own: Baseline, with: Memo<Option<Baseline>>) -> AnyView {
    let router = AppContext::expect().router;
    let is_on = derived(move || with.get() == Some(own));
    let turn = move || {
        let word = if is_on.get_untracked() { "" } else { own.word() };
        router.replace_query(router.query().get_untracked().with(PARAMETER, word));
    };
    view! { <ToggleChip label=own.label() pressed=is_on on_toggle=turn/> }.into_any()
}

/// The reason why there is no run to compare with.
fn nothing(earlier: Query<EarlierRuns>, with: Memo<Option<Baseline>>) -> AnyView {
    let (count, looked) =
        earlier.data.with(|runs| runs.as_ref().map(|(_, runs, looked)| (runs.len(), *looked)).unwrap_or_default());
    let text = match (with.get(), looked.is_all, looked.are_all_read) {
        _ if !looked.is_ordered => {
            "The appliance does not list runs newest first, so the one before this is not known.".to_owned()
        }
        (Some(Baseline::LastGood), true, true) => {
            "No earlier run on the appliance went well, so there is nothing to compare with.".to_owned()
        }
        (Some(Baseline::LastGood), true, false) => "No readable earlier run went well.".to_owned(),
        (Some(Baseline::LastGood), false, _) => format!("None of the {count} completed runs before this one went well."),
        (_, true, true) => "The appliance keeps no older run of this schedule.".to_owned(),
        _ => "The previous run cannot be read.".to_owned(),
    };
    html::p().class("dim").child(text).into_any()
}

/// The differences: a sentence, then line by line.
fn told(other: &Run, comparison: &Comparison) -> AnyView {
    let AppContext { router, preferences, .. } = AppContext::expect();
    let at = other.report.began.as_ref().and_then(Stamp::instant);
    let route = Route::Run(other.id.clone());
    let link = html::a().attr("href", move || router.href(route.clone())).child(move || match at {
        Some(at) => format!("the run enqueued {}", preferences.write(at)),
        None => "an earlier run".to_owned(),
    });
    let kinds = [
        TargetChange::NewlyFailing,
        TargetChange::Recovered,
        TargetChange::Appeared,
        TargetChange::Vanished,
        TargetChange::StillFailing,
    ];
    let counts = kinds.into_iter().map(|kind| (kind, comparison.count(kind))).filter(|(_, count)| *count > 0);
    let counts = counts.map(|(kind, count)| format!("{} {}", grouped(count), kind.label().to_lowercase())).collect::<Vec<_>>();
    let counts = if counts.is_empty() { "nothing differs".to_owned() } else { counts.join(", ") };
    let longer = comparison.took_longer_ms.map(|ms| match ms {
        0 => " Both took the same time.".to_owned(),
        1.. => format!(" This run took {} longer.", duration_text(ms)),
        _ => format!(" This run took {} less.", duration_text(-ms)),
    });
    let sentence = html::p()
        .child("Against ")
        .child(link)
        .child(format!(": {counts}; {} went well both times.", grouped(comparison.unchanged)))
        .child(longer);
    let row = |changed: ChangedTarget| {
        let (tone, icon) = look(changed.change);
        let badge = view! { <Badge tone=Signal::stored(tone) icon=Signal::stored(icon) word=changed.change.label().to_owned()/> };
        let text = |text: Option<String>| match text {
            Some(text) => view! { <UntrustedText text=text/> }.into_any(),
            None => html::span().class("dimmer").child("not there").into_any(),
        };
        html::tr()
            .child(html::th().attr("scope", "row").class("mono").child(view! { <UntrustedText text=changed.target/> }))
            .child(html::td().attr("data-label", "Change").child(badge))
            .child(html::td().attr("data-label", "Then").class("dim").child(text(changed.before)))
            .child(html::td().attr("data-label", "In this run").class("dim").child(text(changed.after)))
            .into_any()
    };
    let count = comparison.targets.len();
    let list = comparison.targets.iter().take(SHOWN).cloned().collect::<Vec<_>>();
    let table = (count > 0).then(|| {
        let body =
            html::tbody().child(view! { <For each=move || list.clone() key=|changed| changed.target.clone() children=row/> });
        let rows = (columns(["Container", "Change", "Then", "In this run"]), body).into_any();
        view! { <Table id="changes" caption="Differences from the earlier run" stack=true>{rows}</Table> }
    });
    let more = (count > SHOWN)
        .then(|| html::p().class("dim").child(format!("The first {} of {} differences.", grouped(SHOWN), grouped(count))));
    (sentence, table, more).into_any()
}

fn look(change: TargetChange) -> (Tone, Icon) {
    match change {
        TargetChange::NewlyFailing => (Tone::Bad, Icon::OctagonX),
        TargetChange::StillFailing => (Tone::Bad, Icon::DashCircle),
        TargetChange::Recovered => (Tone::Ok, Icon::CheckCircle),
        TargetChange::Appeared => (Tone::Idle, Icon::Plus),
        TargetChange::Vanished => (Tone::Warn, Icon::Question),
    }
}
