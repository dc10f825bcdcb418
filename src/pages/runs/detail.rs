//! `/runs/:id`: what one run did, container by container, refreshed while it runs.

use crate::platform::html::{self, Html, IntoHtml, each, live, part};
use crate::reactive::*;

use crate::domain::id::{RunId, ScheduleId};
use crate::domain::run::{Outcome, Run, TargetResult, TargetState};
use crate::domain::time::duration_text;
use crate::domain::verdict::{Verdict as Reading, first_cause, headline, verdict};
use crate::parts::badges::{VerdictBadge, verdict_look};
use crate::parts::facts::{ParameterFacts, Raw};
use crate::parts::failure::Failure;
use crate::parts::freshness::Freshness;
use crate::parts::page_title::PageTitle;
use crate::parts::times::{clock, stamp_text};
use crate::parts::words::Words;
use crate::platform::announce;
use crate::routes::{Route, Router};
use crate::state::preferences::Preferences;
use crate::state::query::{Live, Stage};
use crate::state::session::SessionContext;
use crate::ui::{Badge, Banner, Icon, SearchBox, ShortId, SkeletonText, Table, Tone, fact, facts};

/// A run is asked for after 2, 3, 5, 10, 20, then every 30 seconds.
const PACE: [u32; 5] = [2, 3, 5, 10, 20];

/// The page of one run.
#[component]
pub fn RunDetail(id: RunId) -> Html {
    let session = SessionContext::expect();
    let asked = id.clone();
    let live = Live::new(move || {
        let client = session.client();
        let id = id.clone();
        async move { client.runs().get(&id).await }
    });
    let step = StoredValue::new(0_usize);
    live.poll_while(move |run| {
        let is_over = run.is_some_and(|run: &Run| run.status.is_terminal());
        (!is_over).then(|| PACE.get(step.get_value().saturating_sub(1)).copied().unwrap_or(30))
    });
    effect(move || {
        if live.as_of.get().is_some() {
            step.update_value(|step| *step += 1);
        }
    });
    let clock = clock();
    let reading = memo(move || {
        let now = clock.minute();
        live.data.with(|run| run.as_ref().map(|run| verdict(run, now)))
    });
    let mut before = None;
    effect(move || {
        let now = reading.get();
        if let (Some(before), Some(now)) = (&before, &now)
            && before != now
        {
            announce::polite(&format!("The run is now: {}", verdict_look(now).2));
        }
        before = now;
    });
    let run = memo(move || live.data.get());
    let preferences = Preferences::expect();
    let title = memo(move || {
        run.with(|run| {
            let at =
                run.as_ref().and_then(|run| run.enqueued.as_ref().or(run.created.as_ref())).and_then(|stamp| stamp.instant());
            at.map_or_else(|| "Run".to_owned(), |at| format!("Run of {}", preferences.write(at)))
        })
    });
    let router = Router::expect();
    let stage = live.stage();
    (
        html::p()
            .class("crumb")
            .child(html::a().attr("href", html::live(move || router.href(Route::Runs))).child("Runs"))
            .child(" / ")
            .child(part(move || run.with(|run| run.as_ref().map(|run| view! { <Words text=run.name.clone()/> })))),
        html::div()
            .class("head")
            .child(view! { <PageTitle text=title/> })
            .child(part(move || reading.get().map(|reading| view! { <VerdictBadge verdict=Signal::stored(reading)/> })))
            .child(html::span().class("grow"))
            .child(view! { <Freshness live=live/> }),
        part(move || match stage.get() {
            Stage::Here => view! { <RunBody run=run asked=asked.clone() reading=reading/> }.into_html(),
            Stage::Failed(error) => {
                view! { <Failure error=error permission="to read runs" on_retry=move || live.refresh() busy=live.busy/> }
                    .into_html()
            }
            Stage::Loading => view! { <SkeletonText lines=8 label="Loading the run"/> }.into_html(),
        }),
    )
        .into_html()
}

#[component]
fn RunBody(run: Memo<Option<Run>>, asked: RunId, reading: Memo<Option<Reading>>) -> Html {
    let preferences = Preferences::expect();
    let router = Router::expect();
    let clock = clock();
    let text = move |read: fn(&Run) -> String| memo(move || run.with(|run| run.as_ref().map(read)).unwrap_or_default());
    let took = text(|run| run.took_ms().map(duration_text).unwrap_or_else(|| "still running".to_owned()));
    let node = text(|run| run.node.clone().unwrap_or_else(|| "not known".to_owned()));
    let status = text(|run| run.status_as_given.clone());
    let cause = text(|run| first_cause(run).unwrap_or_default().to_owned());
    let note = text(|run| run.note.clone().unwrap_or_default());
    let raw = text(|run| run.raw.to_string());
    let id = text(|run| run.id.as_str().to_owned());
    let enqueued = move || run.with(|run| stamp_text(run.as_ref().and_then(|run| run.enqueued.as_ref()), preferences, clock));
    let finished = move || {
        run.with(|run| match run.as_ref() {
            Some(run) if run.status.is_terminal() => stamp_text(run.updated.as_ref(), preferences, clock),
            _ => "not yet".to_owned(),
        })
    };
    let schedule = memo(move || run.with(|run| run.as_ref().and_then(|run| run.schedule.clone())));
    let parameters = memo(move || run.with(|run| run.as_ref().map(|run| run.parameters.clone())));
    let is_other = memo(move || run.with(|run| run.as_ref().is_some_and(|run| run.id != asked)));
    let sentence = memo(move || match (run.get(), reading.get()) {
        (Some(run), Some(reading)) => headline(&run, &reading),
        _ => String::new(),
    });
    let look = memo(move || {
        reading.with(|reading| reading.as_ref().map(verdict_look)).unwrap_or((Tone::Idle, Icon::Question, String::new()))
    });
    let first_cause = move || (!cause.with(String::is_empty)).then(|| ("First cause: ", view! { <Words text=cause/> }, ". "));
    let says = html::p().child(part(first_cause)).child("The appliance reports ").child(html::code().child(status)).child(".");
    let note = part(move || (!note.with(String::is_empty)).then(|| html::p().child(view! { <Words text=note/> })));
    let tone = derived(move || look.get().0);
    let icon = derived(move || look.get().1);
    let banner_body = (says, note).into_html();
    let other = "The appliance answered with another run than the one asked for; this is what came.";
    let of_today = move |id: ScheduleId| {
        let href = live(move || router.href(Route::Schedule(id.clone())));
        html::a().attr("href", href).child("The schedule as it is today")
    };
    (
        view! { <Banner big=true tone=tone icon=icon title=sentence>{banner_body}</Banner> },
        part(move || is_other.get().then(|| html::p().class("note warn").child(other))),
        facts((
            fact("Enqueued", live(enqueued)),
            fact("Finished", live(finished)),
            fact("Took", took),
            fact("Node", node),
            fact("Schedule", part(move || schedule.get().map(of_today))),
            fact("Id", part(move || view! { <ShortId text=id.get() what="run id"/> })),
        )),
        view! { <Results run=run/> },
        html::h2().child("Parameters at the time of the run"),
        part(move || parameters.get().map(|parameters| view! { <ParameterFacts parameters=parameters/> })),
        view! { <Raw text=raw/> },
    )
        .into_html()
}

fn target_look(state: TargetState) -> (Tone, Icon, &'static str) {
    match state {
        TargetState::Ok => (Tone::Ok, Icon::CheckCircle, "Synchronized"),
        TargetState::Running => (Tone::Run, Icon::Ring, "Running"),
        TargetState::NotOk => (Tone::Bad, Icon::OctagonX, "Failed"),
    }
}

#[component]
fn Results(run: Memo<Option<Run>>) -> Html {
    let search = RwSignal::new(String::new());
    let outcome = memo(move || run.with(|run| run.as_ref().map(|run| run.outcome.clone())).unwrap_or(Outcome::Nothing));
    let is_over = memo(move || run.with(|run| run.as_ref().is_some_and(|run| run.status.is_terminal())));
    let noun = memo(move || {
        let aws = run.with(|run| run.as_ref().and_then(|run| run.parameters.cloud())) == Some(crate::domain::cloud::Cloud::Aws);
        if aws { "Region" } else { "Container" }
    });
    // As they are decoded: failed first, then by name.
    let targets = memo(move || {
        let needle = search.get().to_lowercase();
        let mut targets: Vec<TargetResult> = match outcome.get() {
            Outcome::Targets(targets) => targets,
            _ => Vec::new(),
        };
        targets.retain(|target| {
            needle.is_empty() || target.target.to_lowercase().contains(&needle) || target.text.to_lowercase().contains(&needle)
        });
        targets
    });
    let is_table = memo(move || matches!(outcome.get(), Outcome::Targets(_)));
    let row = |target: TargetResult| {
        let (tone, icon, word) = target_look(target.state);
        let badge = view! { <Badge tone=Signal::stored(tone) icon=Signal::stored(icon) word=word/> };
        html::tr()
            .child(html::th().attr("scope", "row").class("mono").child(view! { <Words text=target.target/> }))
            .child(html::td().attr("data-label", "Result").child(badge))
            .child(
                html::td().attr("data-label", "What the appliance said").class("dim").child(view! { <Words text=target.text/> }),
            )
    };
    // What stands in a row is part of its key: a result that changes is a new row.
    let key = |target: &TargetResult| format!("{} {} {}", target.state as u8, target.target, target.text);
    let table = move || {
        let on_input = Callback::new(move |text| search.set(text));
        let box_label = "Container or message";
        let head = html::thead().child(
            html::tr()
                .child(html::th().attr("scope", "col").child(noun))
                .child(html::th().attr("scope", "col").child("Result"))
                .child(html::th().attr("scope", "col").child("What the appliance said")),
        );
        let rows = (head, html::tbody().child(each(move || targets.get(), key, row))).into_html();
        let is_none = move || targets.with(Vec::is_empty) && !search.with(String::is_empty);
        (
            html::div()
                .class("bar")
                .child(view! { <SearchBox id="target-search" label=box_label value=search on_input=on_input/> }),
            view! { <Table id="results" caption="Results per container, failed first" stack=true>{rows}</Table> },
            part(move || is_none().then(|| html::p().class("dim").child("No container matches."))),
        )
    };
    let sentence = |text: &'static str| html::p().class("dim").child(text).into_html();
    let other = |pairs: Vec<(String, String)>| {
        let words = |(name, value): (String, String)| fact(name, view! { <Words text=value/> });
        facts(pairs.into_iter().map(words).collect::<Vec<_>>())
    };
    let content = part(move || {
        if is_table.get() {
            return table().into_html();
        }
        match outcome.get() {
            Outcome::Text(text) => html::p().child(view! { <Words text=text/> }).into_html(),
            Outcome::Other(pairs) => other(pairs),
            _ if is_over.get() => sentence("The appliance gave no result per container for this run."),
            _ => sentence("Nothing reported yet. Results appear here as containers are finished."),
        }
    });
    (html::h2().child("Results"), content).into_html()
}
