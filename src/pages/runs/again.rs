//! "Synchronize the failed ones again": what would be sent is shown first, one request for each source, each sent once.

use crate::domain::container::Container;
use crate::domain::rerun::{NoRerun, Rerun, failed, rerun};
use crate::domain::run::Run;
use crate::domain::source::SyncRequest;
use crate::parts::bulk_dialog::names_of;
use crate::parts::container_names::called;
use crate::platform::html::{self, Html, IntoHtml, live, part};
use crate::platform::{announce, focus};
use crate::reactive::*;
use crate::routes::{Route, Router};
use crate::state::client::Started;
use crate::state::containers::ContainerLists;
use crate::state::permissions::{Deed, Permissions};
use crate::state::session::SessionContext;
use crate::ui::{Button, ButtonKind, CodeBlock, Dialog, DialogKind, Icon};

/// What came of one request.
#[derive(Clone, Debug, PartialEq)]
enum Sent {
    /// On its way.
    Waiting,
    /// Where to see it.
    Started(Route),
    /// Told in words, with where to look.
    Not(String, Route),
}

/// The button, and the dialog behind it.
#[component]
pub fn Again(run: Memo<Option<Run>>) -> Html {
    let open = RwSignal::new(false);
    let sent = RwSignal::new(Vec::<Sent>::new());
    let (session, permissions) = (SessionContext::expect(), Permissions::expect());
    let count = memo(move || run.with(|run| run.as_ref().map_or(0, |run| failed(run).len())));
    // The containers are asked for when somebody wants to know: a run that went well needs none.
    let is_asked = memo(move || count.get() > 0);
    let cloud = memo(move || run.with(|run| run.as_ref().and_then(|run| run.parameters.cloud())));
    let plan = memo(move || {
        let list = cloud.get().filter(|_| is_asked.get()).and_then(ContainerLists::of);
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
            (Some(Err(NoRerun::Unmatched)), Some(why)) => Err(why),
            (Some(Err(NoRerun::Unmatched)), None) if !is_here => Err("The containers are being read.".to_owned()),
            (Some(Err(why)), _) => Err(why.reason().to_owned()),
            (Some(Ok(plan)), _) => Ok(plan),
            (None, _) => Err(String::new()),
        }
    });
    let why_not = derived(move || plan.with(|plan| plan.as_ref().err().cloned()));
    let label = derived(move || match count.get() {
        1 => "Synchronize the failed one again".to_owned(),
        count => format!("Synchronize the failed {count} again"),
    });
    let ask = move || {
        sent.set(Vec::new());
        open.set(true);
    };
    let send = move || {
        let Some(Ok(Rerun { requests, .. })) = Some(plan.get_untracked()) else { return };
        if sent.with_untracked(|sent| !sent.is_empty()) {
            return;
        }
        sent.set(vec![Sent::Waiting; requests.len()]);
        for (at, request) in requests.into_iter().enumerate() {
            let client = session.client();
            spawn_local(async move {
                let source = request.source();
                let came = match client.start_verified(&request).await {
                    Started::Job(job) => Sent::Started(Route::SyncJob(source, job.id)),
                    Started::Nameless => {
                        Sent::Not("Accepted; the job is not to be seen yet.".to_owned(), Route::SyncJobs(source))
                    }
                    Started::NotStarted => Sent::Not(
                        "The answer was lost, and no job has appeared. It was not sent again.".to_owned(),
                        Route::SyncJobs(source),
                    ),
                    Started::Perhaps(_) => Sent::Not(
                        "The answer was lost; a job has appeared since. It was not sent again.".to_owned(),
                        Route::SyncJobs(source),
                    ),
                    Started::Unknown(error) => Sent::Not(
                        format!("The answer was lost. {} It was not sent again.", error.what()),
                        Route::SyncJobs(source),
                    ),
                    Started::Refused(error) => {
                        permissions.learn(Deed::Sync(source), &error);
                        Sent::Not(format!("Not started. {} {}", error.what(), error.todo()), Route::SyncJobs(source))
                    }
                };
                let _ = sent.try_update(|sent| sent.get_mut(at).map(|place| *place = came));
                if sent.try_with_untracked(|sent| !sent.contains(&Sent::Waiting)) == Some(true) {
                    announce::polite("All answers are there.");
                }
            });
        }
    };
    let close = move || open.set(false);
    let has_begun = memo(move || sent.with(|sent| !sent.is_empty()));
    let busy = derived(move || sent.with(|sent| sent.contains(&Sent::Waiting)));
    let is_over = memo(move || has_begun.get() && !busy.get());
    // The button that was pressed goes with its question.
    effect(move || {
        if is_over.get() {
            focus::by_id("again-close");
        }
    });
    let actions = move || {
        let leave = derived(move || if has_begun.get() { "Close" } else { "Cancel" }.to_owned());
        let start = part(move || {
            (!is_over.get())
                .then(|| view! { <Button label="Start" icon=Icon::Sync kind=ButtonKind::Primary busy=busy on_press=send/> })
        });
        (view! { <Button id="again-close" label=leave autofocus=true on_press=close/> }, start)
    };
    let body = move || match plan.get_untracked() {
        Ok(plan) => planned(plan, sent),
        Err(_) => ().into_html(),
    };
    let button = part(move || {
        (count.get() > 0)
            .then(|| view! { <Button label=label icon=Icon::Sync kind=ButtonKind::Primary why_not=why_not on_press=ask/> })
    });
    (
        button,
        view! {
            <Dialog open=open on_close=close title="Synchronize the failed ones again?" kind=DialogKind::Alert actions=actions>
                {body()}
            </Dialog>
        },
    )
        .into_html()
}

/// What would be sent, and what came of it.
fn planned(plan: Rerun, sent: RwSignal<Vec<Sent>>) -> Html {
    let router = Router::expect();
    let one = move |(at, request): (usize, SyncRequest)| {
        let source = request.source();
        let names = request.containers().iter().map(|name| called(source.cloud(), name)).collect::<Vec<_>>();
        let body = format!("{:#}", request.to_json());
        let came = part(move || match sent.with(|sent| sent.get(at).cloned()) {
            None => ().into_html(),
            Some(Sent::Waiting) => html::p().class("dim").child("Sent; waiting for the answer.").into_html(),
            Some(Sent::Started(route)) => html::p()
                .child("Started. ")
                .child(html::a().attr("href", live(move || router.href(route.clone()))).child("Watch it"))
                .into_html(),
            Some(Sent::Not(says, route)) => html::p()
                .class("err")
                .child(says)
                .child(" ")
                .child(html::a().attr("href", live(move || router.href(route.clone()))).child("Look at the jobs"))
                .into_html(),
        });
        let exactly = html::details()
            .class("raw")
            .child(html::summary().child("The exact request"))
            .child(view! { <CodeBlock text=body label="Body of the request"/> });
        html::li()
            .child(html::strong().child(source.label()))
            .child(names_of(names.iter().map(String::as_str)))
            .child(exactly)
            .child(came)
            .into_html()
    };
    let unmatched = (!plan.unmatched.is_empty()).then(|| {
        (
            html::p().class("note warn").child("Left out, since the appliance lists no container that is surely meant:"),
            names_of(plan.unmatched.iter().map(String::as_str)),
        )
    });
    (
        html::p().child("One direct job for each source, with exactly these containers. The schedule stays as it is."),
        html::ul().class("requests").child(plan.requests.into_iter().enumerate().map(one).collect::<Vec<_>>()),
        unmatched,
    )
        .into_html()
}
