//! Jobs in progress that a synchronization about to start would meet: the appliance may refuse it (tests/appliance/API.md §5.3).

use crate::components::fields::timestamp::stamp_text;
use crate::data::client::Page;
use crate::data::context::AppContext;
use crate::data::query::Query;
use crate::data::signed_in::SignedInContext;
use crate::domain::appliance::id::JobId;
use crate::domain::sync::job::SyncJob;
use crate::domain::sync::overlap::overlapping;
use crate::domain::sync::source::{Source, SyncRequest};
use crate::domain::time::Stamp;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::routes::Route;
use crate::ui::{Icon, glyph};

/// A note with a link to each job of the source that runs for the same containers as one of the requests, which are all of that
/// source. The list is read again when `refused` becomes true.
#[component]
pub fn RunningJobs(
    source: Source,
    #[prop(into)] requests: Signal<Vec<SyncRequest>>,
    #[prop(into)] refused: Signal<bool>,
) -> AnyView {
    let AppContext { session, router, preferences, clock, .. } = AppContext::expect();
    let running = Query::new(move || {
        let client = session.client();
        async move { client.sync_jobs(source).running().await }
    });
    running.poll();
    effect(move || {
        if refused.get() {
            running.refresh();
        }
    });
    let list = SignedInContext::expect().containers.of(source.cloud());
    // Without the results, so that a job that makes progress keeps its link, and the focus in it.
    let met = memo(move || {
        let held = list.map(|list| list.held.get()).unwrap_or_default();
        let shown = |job: SyncJob| (job.scope_text(), job.id, job.report.began);
        let met = |page: &Option<Page<SyncJob>>| {
            let page = page.as_ref()?;
            let met = requests.with(|requests| overlapping(requests, &page.items, &held));
            Some(met.into_iter().map(shown).collect::<Vec<_>>())
        };
        running.data.with(met).unwrap_or_default()
    });
    let line = move |(scope, id, began): (String, JobId, Option<Stamp>)| {
        let route = Route::SyncJob(source, id);
        let link = html::a().attr("href", move || router.href(route.clone())).child("Watch it");
        let since = move || stamp_text(began.as_ref(), preferences, clock);
        html::li().child(scope).child(", started ").child(since).child(". ").child(link).into_any()
    };
    (move || {
        let met = met.get();
        (!met.is_empty()).then(|| {
            let says = format!(
                "A synchronization of {} is running for the same containers; the appliance may refuse another:",
                source.label()
            );
            html::div()
                .class("note warn")
                .attr("role", "status")
                .child(glyph(Icon::Warn))
                .child(html::div().child(says).child(html::ul().child(met.into_iter().take(3).map(line).collect::<Vec<_>>())))
        })
    })
    .into_any()
}
