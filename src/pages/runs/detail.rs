//! `/runs/:id`: what one run did, container by container, refreshed while it runs.

use leptos::prelude::*;

use crate::domain::id::RunId;
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
use crate::reactive::{derived, effect, memo, part};
use crate::routes::{Route, Router};
use crate::state::preferences::Preferences;
use crate::state::query::{Live, Stage};
use crate::state::session::SessionContext;
use crate::ui::{Badge, Banner, Fact, Facts, Icon, SearchBox, ShortId, SkeletonText, Table, Tone};

/// A run is asked for after 2, 3, 5, 10, 20, then every 30 seconds.
const PACE: [u32; 5] = [2, 3, 5, 10, 20];

/// The page of one run.
#[component]
pub fn RunDetail(id: RunId) -> impl IntoView {
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
    Effect::new(move |before: Option<Option<Reading>>| {
        let reading = reading.get();
        if let (Some(Some(before)), Some(now)) = (before, &reading)
            && before != *now
        {
            announce::polite(&format!("The run is now: {}", verdict_look(now).2));
        }
        reading
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
    view! {
        <p class="crumb">
            <a href=move || router.href(Route::Runs)>"Runs"</a>
            " / " {part(move || run.with(|run| run.as_ref().map(|run| view! { <Words text=run.name.clone()/> })))}
        </p>
        <div class="head">
            <PageTitle text=title/>
            {part(move || reading.get().map(|reading| view! { <VerdictBadge verdict=Signal::stored(reading)/> }))}
            <span class="grow"></span>
            <Freshness live=live/>
        </div>
        {part(move || match stage.get() {
            Stage::Here => view! { <RunBody run=run asked=asked.clone() reading=reading/> }.into_any(),
            Stage::Failed(error) => view! {
                <Failure error=error permission="to read runs" on_retry=move || live.refresh() busy=live.busy/>
            }.into_any(),
            Stage::Loading => view! { <SkeletonText lines=8 label="Loading the run"/> }.into_any(),
        })}
    }
}

#[component]
fn RunBody(run: Memo<Option<Run>>, asked: RunId, reading: Memo<Option<Reading>>) -> impl IntoView {
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
    view! {
        <Banner big=true tone=derived(move || look.get().0) icon=derived(move || look.get().1) title=sentence>
            <p>
                {part(move || (!cause.with(String::is_empty)).then(|| view! { "First cause: " <Words text=cause/> ". " }))}
                "The appliance reports " <code>{status}</code> "."
            </p>
            {part(move || (!note.with(String::is_empty)).then(|| view! { <p><Words text=note/></p> }))}
        </Banner>
        {part(move || is_other.get().then(|| view! { <p class="note warn">"The appliance answered with another run than the one asked for; this is what came."</p> }))}
        <Facts>
            <Fact term="Enqueued">{enqueued}</Fact>
            <Fact term="Finished">{finished}</Fact>
            <Fact term="Took">{took}</Fact>
            <Fact term="Node">{node}</Fact>
            <Fact term="Schedule">
                {part(move || schedule.get().map(|id| view! { <a href=move || router.href(Route::Schedule(id.clone()))>"The schedule as it is today"</a> }))}
            </Fact>
            <Fact term="Id">{part(move || view! { <ShortId text=id.get() what="run id"/> })}</Fact>
        </Facts>
        <Results run=run/>
        <h2>"Parameters at the time of the run"</h2>
        {part(move || parameters.get().map(|parameters| view! { <ParameterFacts parameters=parameters/> }))}
        <Raw text=raw/>
    }
}

fn target_look(state: TargetState) -> (Tone, Icon, &'static str) {
    match state {
        TargetState::Ok => (Tone::Ok, Icon::CheckCircle, "Synchronized"),
        TargetState::Running => (Tone::Run, Icon::Ring, "Running"),
        TargetState::NotOk => (Tone::Bad, Icon::OctagonX, "Failed"),
    }
}

#[component]
fn Results(run: Memo<Option<Run>>) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let outcome = memo(move || run.with(|run| run.as_ref().map(|run| run.outcome.clone())).unwrap_or(Outcome::Nothing));
    let is_over = memo(move || run.with(|run| run.as_ref().is_some_and(|run| run.status.is_terminal())));
    let noun = memo(move || {
        let aws = run.with(|run| run.as_ref().and_then(|run| run.parameters.cloud())) == Some(crate::domain::cloud::Cloud::Aws);
        if aws { "Region" } else { "Container" }
    });
    // Failed first (the order of TargetState), then by name.
    let targets = memo(move || {
        let needle = search.get().to_lowercase();
        let mut targets: Vec<TargetResult> = match outcome.get() {
            Outcome::Targets(targets) => targets,
            _ => Vec::new(),
        };
        targets.retain(|target| {
            needle.is_empty() || target.target.to_lowercase().contains(&needle) || target.text.to_lowercase().contains(&needle)
        });
        targets.sort_by(|one, other| one.state.cmp(&other.state).then_with(|| one.target.cmp(&other.target)));
        targets
    });
    let is_table = memo(move || matches!(outcome.get(), Outcome::Targets(_)));
    let table = move || {
        view! {
            <div class="bar">
                <SearchBox id="target-search" label="Container or message" value=search on_input=Callback::new(move |text| search.set(text))/>
            </div>
            <Table id="results" caption="Results per container, failed first" stack=true>
                <thead><tr><th scope="col">{noun}</th><th scope="col">"Result"</th><th scope="col">"What the appliance said"</th></tr></thead>
                <tbody>
                    <For each=move || targets.get() key=|target| (target.target.clone(), target.state as u8, target.text.clone()) let:target>
                        {
                            let (tone, icon, word) = target_look(target.state);
                            view! {
                                <tr>
                                    <th scope="row" class="mono"><Words text=target.target/></th>
                                    <td data-label="Result"><Badge tone=Signal::stored(tone) icon=Signal::stored(icon) word=word/></td>
                                    <td data-label="What the appliance said" class="dim"><Words text=target.text/></td>
                                </tr>
                            }
                        }
                    </For>
                </tbody>
            </Table>
            {part(move || (targets.with(Vec::is_empty) && !search.with(String::is_empty)).then(|| view! { <p class="dim">"No container matches."</p> }))}
        }
    };
    view! {
        <h2>"Results"</h2>
        {part(move || if is_table.get() {
            table().into_any()
        } else {
            match outcome.get() {
                Outcome::Text(text) => view! { <p><Words text=text/></p> }.into_any(),
                Outcome::Other(pairs) => view! {
                    <Facts>{pairs.into_iter().map(|(name, value)| view! { <Fact term=name><Words text=value/></Fact> }).collect::<Vec<_>>()}</Facts>
                }.into_any(),
                _ if is_over.get() => view! { <p class="dim">"The appliance gave no result per container for this run."</p> }.into_any(),
                _ => view! { <p class="dim">"Nothing reported yet. Results appear here as containers are finished."</p> }.into_any(),
            }
        })}
    }
}
