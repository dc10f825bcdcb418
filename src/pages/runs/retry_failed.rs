//! "Synchronize the failed ones again": the dialog shows the requests first, one for each source, and each is sent once.

use crate::components::batch::bulk_dialog::names_of;
use crate::components::fields::container_names::called;
use crate::components::status::running_jobs::RunningJobs;
use crate::data::client::{WriteKind, WriteOutcome, describe};
use crate::data::command::Command;
use crate::data::context::AppContext;
use crate::data::signed_in::SignedInContext;
use crate::domain::name::Name;
use crate::domain::run::Run;
use crate::domain::run::retry_failed::{NoRetryReason, RetryPlan, failed, rerun};
use crate::domain::sync::container::Container;
use crate::domain::sync::source::SyncRequest;
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::{announce, focus};
use crate::reactive::*;
use crate::routes::Route;
use crate::state::permissions::Permission;
use crate::ui::{Button, ButtonKind, CodeBlock, Dialog, DialogKind, Icon};

/// The outcome of one request.
#[derive(Clone, Debug, PartialEq)]
enum Sent {
    Not,
    /// In flight.
    Waiting,
    /// The page of the started job.
    Started(Route),
    /// Nothing was started, for this reason; the request can be sent again.
    Refused(String),
    /// The outcome is unknown, with a text about it; the request is not sent again.
    Unknown(String),
}

/// The requests as the dialog shows them. They are sent unchanged, whatever happens to the run or the containers meanwhile.
#[derive(Clone, Debug, PartialEq)]
struct Offer {
    requests: Vec<(SyncRequest, Sent)>,
    unmatched: Vec<String>,
}

impl Offer {
    fn of(plan: RetryPlan) -> Offer {
        let requests = plan.requests.into_iter().map(|request| (request, Sent::Not)).collect();
        Offer { requests, unmatched: plan.unmatched }
    }

    fn has(&self, is: impl Fn(&Sent) -> bool) -> bool {
        self.requests.iter().any(|(_, sent)| is(sent))
    }
}

/// The offer that the dialog shows, and its sending.
#[derive(Clone, Copy)]
struct Retry {
    offer: RwSignal<Option<Offer>>,
    command: Command,
}

impl Retry {
    fn new() -> Retry {
        Retry { offer: RwSignal::new(None), command: Command::new() }
    }

    fn has(self, is: fn(&Sent) -> bool) -> bool {
        self.offer.with(|offer| offer.as_ref().is_some_and(|offer| offer.has(is)))
    }

    /// Takes over the plan. A batch that has begun is shown as it is, not replaced by a new one.
    fn take(self, plan: Memo<Result<RetryPlan, String>>) {
        let has_begun = untrack(|| self.has(|sent| matches!(sent, Sent::Waiting | Sent::Started(_) | Sent::Unknown(_))));
        if !has_begun {
            self.offer.set(plan.get_untracked().ok().map(Offer::of));
        }
    }

    /// Sends every request that has started nothing yet.
    fn send(self) {
        if untrack(|| self.has(|sent| *sent == Sent::Waiting)) {
            return;
        }
        let requests = self.offer.with_untracked(|offer| offer.as_ref().map(|offer| offer.requests.clone()).unwrap_or_default());
        let to_send = |(_, (_, sent)): &(usize, (SyncRequest, Sent))| matches!(sent, Sent::Not | Sent::Refused(_));
        for (at, (request, _)) in requests.into_iter().enumerate().filter(to_send) {
            self.send_one(at, request);
        }
    }

    fn send_one(self, at: usize, request: SyncRequest) {
        self.put(at, Sent::Waiting);
        let (client, source) = (self.command.client(), request.source());
        let send = async move { client.start_verified(&request).await };
        self.command.run(
            Permission::Sync(source),
            send,
            || {},
            move |outcome| {
                let message = describe(&outcome, WriteKind::StartSync, "The job");
                let came = match outcome {
                    WriteOutcome::Applied(job) => Sent::Started(Route::SyncJob(source, job.id)),
                    _ if message.may_send_again => Sent::Refused(message.text()),
                    _ => Sent::Unknown(message.text()),
                };
                if !self.put(at, came.clone()) {
                    let (label, route) = match came {
                        Sent::Started(route) => ("Show the job", route),
                        _ => ("Show the jobs", Route::SyncJobs(source)),
                    };
                    return self.command.show(&message, Some((label.to_owned(), route.path())));
                }
                let is_waiting = self
                    .offer
                    .try_with_untracked(|offer| offer.as_ref().is_some_and(|offer| offer.has(|sent| *sent == Sent::Waiting)));
                if is_waiting == Some(false) {
                    announce::polite("All answers have arrived.");
                }
            },
        );
    }

    /// Gives false if the dialog is gone, and with it the place of the message.
    fn put(self, at: usize, came: Sent) -> bool {
        let place = self.offer.try_update(|offer| {
            let place = offer.as_mut().and_then(|offer| offer.requests.get_mut(at));
            place.map(|(_, sent)| *sent = came).is_some()
        });
        place.unwrap_or(false)
    }
}

/// The button, and the dialog behind it.
#[component]
pub fn RetryFailed(run: Memo<Option<Run>>) -> AnyView {
    let open = RwSignal::new(false);
    let retry = Retry::new();
    let count = memo(move || run.with(|run| run.as_ref().map_or(0, |run| failed(run).len())));
    let plan = retry_plan(run, count);
    let why_not = derived(move || plan.with(|plan| plan.as_ref().err().cloned()));
    let label = derived(move || match count.get() {
        1 => "Synchronize the failed one again".to_owned(),
        count => format!("Synchronize the failed {count} again"),
    });
    let ask = move || {
        retry.take(plan);
        open.set(true);
    };
    let close = move || open.set(false);
    let has_begun = memo(move || retry.has(|sent| *sent != Sent::Not));
    let busy = derived(move || retry.has(|sent| *sent == Sent::Waiting));
    let is_over = memo(move || !busy.get() && !retry.has(|sent| matches!(sent, Sent::Not | Sent::Refused(_))));
    // The pressed button disappears with its question.
    effect(move || {
        if is_over.get() {
            focus::by_id("again-close");
        }
    });
    let actions = move || {
        let leave = derived(move || if has_begun.get() { "Close" } else { "Cancel" }.to_owned());
        let send = move || retry.send();
        let start = move || {
            (!is_over.get())
                .then(|| view! { <Button label="Start" icon=Icon::Sync kind=ButtonKind::Primary busy=busy on_press=send/> })
        };
        (view! { <Button id="again-close" label=leave autofocus=true on_press=close/> }, start)
    };
    let body = move || retry.offer.get_untracked().map(|shown| planned(shown, retry.offer)).into_any();
    let button = move || {
        (count.get() > 0)
            .then(|| view! { <Button label=label icon=Icon::Sync kind=ButtonKind::Primary why_not=why_not on_press=ask/> })
    };
    (
        button,
        view! {
            <Dialog open=open on_close=close title="Synchronize the failed ones again?" kind=DialogKind::Alert actions=actions>
                {body()}
            </Dialog>
        },
    )
        .into_any()
}

/// The requests for the failed targets, or the reason why there are none.
fn retry_plan(run: Memo<Option<Run>>, count: Memo<usize>) -> Memo<Result<RetryPlan, String>> {
    let containers = SignedInContext::expect().containers;
    // The containers are loaded only if there are failed targets to match: a run that went well needs none.
    let is_asked = memo(move || count.get() > 0);
    let cloud = memo(move || run.with(|run| run.as_ref().and_then(|run| run.parameters.cloud())));
    memo(move || {
        let list = cloud.get().filter(|_| is_asked.get()).and_then(|cloud| containers.of(cloud));
        let why_not =
            list.and_then(|list| list.error.get()).map(|error| format!("The containers cannot be read: {}", error.what()));
        let is_here = list.is_none_or(|list| list.done.get());
        let none = Vec::new();
        let plan = |held: &Vec<Container>| run.with(|run| run.as_ref().map(|run| rerun(run, held)));
        let plan = match list {
            Some(list) => list.held.with(plan),
            None => plan(&none),
        };
        match (plan, why_not) {
            (Some(Err(NoRetryReason::Unmatched)), Some(why)) => Err(why),
            (Some(Err(NoRetryReason::Unmatched)), None) if !is_here => Err("Loading the containers.".to_owned()),
            (Some(Err(why)), _) => Err(why.reason().to_owned()),
            (Some(Ok(plan)), _) => Ok(plan),
            (None, _) => Err(String::new()),
        }
    })
}

/// The requests and their outcomes.
fn planned(shown: Offer, offer: RwSignal<Option<Offer>>) -> AnyView {
    let router = AppContext::expect().router;
    let link = move |route: Route, words: &'static str| html::a().attr("href", move || router.href(route.clone())).child(words);
    let one = move |(at, (request, _)): (usize, (SyncRequest, Sent))| {
        let source = request.source();
        let names = request.containers().iter().map(|name| called(source.cloud(), name)).collect();
        let count = request.containers().len();
        let regions = request.regions().iter().map(|one| Name::from(one.as_str()).marked()).collect::<Vec<_>>().join(", ");
        let regions = (!regions.is_empty()).then(|| html::p().class("dim").child(format!("Only in {regions}")));
        let body = format!("{:#}", request.to_json());
        let requests = Signal::stored(vec![request]);
        let sent = memo(move || offer.with(|offer| Some(offer.as_ref()?.requests.get(at)?.1.clone())));
        let came = move || match sent.get() {
            None | Some(Sent::Not) => ().into_any(),
            Some(Sent::Waiting) => html::p().class("dim").child("Sent; waiting for the answer.").into_any(),
            Some(Sent::Started(route)) => html::p().child("Started. ").child(link(route, "Show the job")).into_any(),
            Some(Sent::Refused(says) | Sent::Unknown(says)) => {
                html::p().class("err").child(says).child(" ").child(link(Route::SyncJobs(source), "Show the jobs")).into_any()
            }
        };
        let refused = derived(move || matches!(sent.get(), Some(Sent::Refused(_))));
        // A job that this dialog has started is no reason to warn.
        let running = move || {
            let is_open = memo(move || matches!(sent.get(), Some(Sent::Not | Sent::Refused(_))));
            is_open.get().then(|| view! { <RunningJobs source=source requests=requests refused=refused/> })
        };
        let exactly = html::details()
            .class("raw")
            .child(html::summary().child("The exact request"))
            .child(view! { <CodeBlock text=body label="Body of the request"/> });
        html::li()
            .child(html::strong().child(source.label()))
            .child(names_of(names, count))
            .child(regions)
            .child(exactly)
            .child(running)
            .child(came)
            .into_any()
    };
    let unmatched = (!shown.unmatched.is_empty()).then(|| {
        (
            html::p().class("note warn").child("Skipped, because no single container matches:"),
            names_of(shown.unmatched.iter().map(|name| name.as_str().into()).collect(), shown.unmatched.len()),
        )
    });
    (
        html::p().child("Starts one sync job for each source, with exactly these containers. The schedule stays as it is."),
        html::ul().class("requests").child(shown.requests.into_iter().enumerate().map(one).collect::<Vec<_>>()),
        unmatched,
    )
        .into_any()
}
