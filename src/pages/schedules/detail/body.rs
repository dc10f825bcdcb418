//! The facts of a schedule: its state, times and parameters, with its runs and its texts.

use super::copy_as::CopyAs;
use super::runs::LastRunsOf;
use crate::components::cron_editor::CronPreview;
use crate::components::fields::parameter_facts::{ParameterFacts, Raw};
use crate::components::fields::timestamp::{Timestamp, stamp_text};
use crate::components::fields::untrusted_text::UntrustedText;
use crate::components::status::badges::StateBadge;
use crate::data::context::AppContext;
use crate::data::query::Query;
use crate::domain::appliance::cluster::Node;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::cron::{self, Active, ParsedCron, StoredExpression};
use crate::domain::name::Name;
use crate::domain::schedule::{RunOn, Schedule, ScheduleStatus};
use crate::domain::time::Stamp;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::ui::{ShortId, fact, facts};

#[component]
pub fn Body(schedule: Memo<Option<Schedule>>, id: ScheduleId) -> AnyView {
    let text = move |read: fn(&Schedule) -> String| text_memo(schedule, read);
    let name = name_memo(schedule, |schedule| schedule.name.clone());
    let description = name_memo(schedule, |schedule| schedule.description.as_str().into());
    let run_at = text(|schedule| schedule.run_at.clone());
    let raw = text(|schedule| schedule.raw.to_string());
    let parameters = memo(move || schedule.with(|schedule| schedule.as_ref().map(|schedule| schedule.parameters.clone())));
    let is_other = {
        let id = id.clone();
        memo(move || schedule.with(|schedule| schedule.as_ref().is_some_and(|schedule| schedule.id != id)))
    };
    let other = "The appliance answered with a different schedule than requested; this page shows that schedule.";
    let blank = move || {
        html::p()
            .class("dim")
            .child("The name begins or ends with a space: ")
            .child(view! { <UntrustedText text=name/> })
            .child(". The appliance keeps it as given.")
    };
    (
        move || is_other.get().then(|| html::p().class("note warn").child(other)),
        view! { <Facts schedule=schedule run_at=run_at/> },
        move || (!description.with(Name::is_empty)).then(|| html::p().child(view! { <UntrustedText text=description/> })),
        move || name.with(Name::has_outer_blank).then(blank),
        view! { <Firings schedule=schedule run_at=run_at/> },
        html::h2().child("What it synchronizes"),
        move || parameters.get().map(|parameters| view! { <ParameterFacts parameters=parameters/> }),
        view! { <LastRunsOf id=id/> },
        view! { <CopyAs schedule=schedule/> },
        view! { <Raw text=raw/> },
    )
        .into_any()
}

fn text_memo(schedule: Memo<Option<Schedule>>, read: fn(&Schedule) -> String) -> Memo<String> {
    memo(move || schedule.with(|schedule| schedule.as_ref().map(read)).unwrap_or_default())
}

fn name_memo(schedule: Memo<Option<Schedule>>, read: fn(&Schedule) -> Name) -> Memo<Name> {
    memo(move || schedule.with(|schedule| schedule.as_ref().map(read)).unwrap_or_default())
}

#[component]
fn Facts(schedule: Memo<Option<Schedule>>, run_at: Memo<String>) -> AnyView {
    let AppContext { preferences, clock, session, .. } = AppContext::expect();
    let nodes = Query::new(move || {
        let client = session.client();
        async move { client.cluster().nodes().await }
    });
    let status = status_memo(schedule, nodes.data);
    let state = memo(move || status.with(|status| status.as_ref().map(|status| status.state.clone())));
    let detail = memo(move || {
        state.with(|state| state.as_ref().map(|state| state.detail(|at| preferences.write(at))).unwrap_or_default())
    });
    let next = memo(move || status.with(|status| status.as_ref().and_then(|status| status.next).map(Stamp::Known)));
    let operation = text_memo(schedule, |schedule| schedule.operation.label().to_owned());
    let own_id = text_memo(schedule, |schedule| schedule.id.as_str().to_owned());
    let run_on = memo(move || nodes.data.with(|nodes| schedule.with(|schedule| node_name(schedule.as_ref(), nodes.as_deref()))));
    let stamp = move |read: fn(&Schedule) -> Option<Stamp>, none: &'static str| {
        move || match schedule.with(|schedule| schedule.as_ref().and_then(read)) {
            None => none.to_owned(),
            some => stamp_text(some.as_ref(), preferences, clock),
        }
    };
    facts((
        fact(
            "State",
            (
                move || state.get().map(|state| view! { <StateBadge state=Signal::stored(state)/> }),
                " ",
                html::span().class("dim").child(detail),
            ),
        ),
        fact("Next run", view! { <Timestamp at=next/> }),
        fact("Fires", html::code().child(run_at)),
        fact("Starts", stamp(|schedule| schedule.start.clone(), "at once")),
        fact("Ends", stamp(|schedule| schedule.end.clone(), "never")),
        fact("Runs on", run_on),
        fact("Operation", operation),
        fact("Created", stamp(|schedule| schedule.created.clone(), "–")),
        fact("Changed", stamp(|schedule| schedule.updated.clone(), "–")),
        fact("Id", move || view! { <ShortId text=own_id.get() what="schedule id"/> }),
    ))
    .into_any()
}

fn status_memo(schedule: Memo<Option<Schedule>>, nodes: RwSignal<Option<Vec<Node>>>) -> Memo<Option<ScheduleStatus>> {
    let AppContext { preferences, clock, .. } = AppContext::expect();
    memo(move || {
        let appliance = preferences.appliance_clocks();
        nodes.with(|nodes| {
            schedule.with(|schedule| {
                let schedule = schedule.as_ref()?;
                let cron = ParsedCron::read(&schedule.run_at);
                Some(ScheduleStatus::of(schedule, &cron, nodes.as_deref(), &*appliance, clock.minute()))
            })
        })
    })
}

/// The node that runs the schedule, by its id where its label is unknown.
fn node_name(schedule: Option<&Schedule>, nodes: Option<&[Node]>) -> String {
    match schedule.map(|schedule| &schedule.run_on) {
        Some(RunOn::Node(id)) => nodes
            .iter()
            .copied()
            .flatten()
            .find(|node| node.id.as_str() == id)
            .map_or_else(|| Name::from(id.as_str()).marked(), |node| node.label.marked()),
        _ => "any node".to_owned(),
    }
}

/// The preview of the firings, or the error of an unreadable expression.
#[component]
fn Firings(schedule: Memo<Option<Schedule>>, run_at: Memo<String>) -> AnyView {
    let active = memo(move || {
        let always = Active::On { start: None, end: None };
        schedule.with(|schedule| schedule.as_ref().and_then(|schedule| schedule.active().ok()).unwrap_or(always))
    });
    let expression = memo(move || run_at.with(|text| StoredExpression::read(text)));
    let wrong = memo(move || match run_at.with(|text| cron::parse_stored(text)) {
        Err(errors) if errors.is_foreign() => vec![errors.reason()],
        Err(errors) => errors.iter().map(cron::CronError::message).collect::<Vec<_>>(),
        Ok(_) => Vec::new(),
    });
    (
        html::h2().child("When it fires"),
        move || {
            wrong.with(|wrong| wrong.iter().map(|error| html::p().class("note warn").child(error.clone())).collect::<Vec<_>>())
        },
        view! { <CronPreview expression=expression active=active/> },
    )
        .into_any()
}
