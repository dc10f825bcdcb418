//! `/containers/:cloud/:id`: one container, the schedules that reach it, and its newest sync jobs.

use super::schedules::ReachingSchedules;
use super::sync_jobs::NewestJobsOf;
use crate::components::layout::page_title::PageTitle;
use crate::components::status::freshness::freshness;
use crate::data::containers::ContainerList;
use crate::data::context::AppContext;
use crate::data::signed_in::SignedInContext;
use crate::domain::name::Name;
use crate::domain::schedule::reach::ContainerIdentity;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::container::Container;
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::unicode;
use crate::reactive::*;
use crate::routes::{Place, Route, UrlQuery};
use crate::ui::{CopyButton, SkeletonText, fact, facts};

/// The page of one container. `id` is its id in the cloud's list, or a text by which a schedule names it.
#[component]
pub fn ContainerDetail(cloud: Cloud, id: String) -> AnyView {
    let router = AppContext::expect().router;
    let SignedInContext { containers, schedules, .. } = SignedInContext::expect();
    schedules.open();
    let list = containers.of(cloud);
    let container = memo(move || match list {
        Some(list) => list.held.with(|held| ContainerIdentity::of(cloud, &id, held)),
        None => ContainerIdentity::of(cloud, &id, &[]),
    });
    let is_coming = memo(move || list.is_some_and(ContainerList::is_coming));
    let is_gone = memo(move || list.is_some_and(|list| list.done.get()) && container.with(|known| known.container.is_none()));
    let title = memo(move || container.with(ContainerIdentity::name));
    let noun = format!("{} {}", cloud.label(), cloud.container_noun(1));
    let of_cloud = Place { route: Route::Schedules, query: UrlQuery::default().with("cloud", cloud.cloud_name()) };
    let body = move || {
        if is_coming.get() {
            return view! { <SkeletonText lines=8 label="Loading the container"/> }.into_any();
        }
        let note = list.and_then(|list| unlisted(cloud, list, is_gone.get()));
        (
            note.map(|note| html::p().class("note warn").child(note)),
            view! { <ContainerFacts container=container/> },
            view! { <ReachingSchedules container=container is_gone=is_gone/> },
            view! { <NewestJobsOf container=container/> },
        )
            .into_any()
    };
    (
        html::div()
            .class("crumb")
            .child(html::a().attr("href", move || router.href(of_cloud.clone())).child(format!("Schedules of {}", cloud.label())))
            .child(freshness(
                schedules.as_of.into(),
                derived(move || schedules.error.get().map(|error| error.what())),
                Callback::new(move |()| schedules.refresh_all()),
                Signal::stored(None),
            )),
        html::div().class("head").child(view! { <PageTitle text=title count=Signal::stored(noun)/> }),
        body,
    )
        .into_any()
}

/// The reason why nothing but its id is known of a container.
fn unlisted(cloud: Cloud, list: ContainerList, is_gone: bool) -> Option<String> {
    let (one, many) = (cloud.container_noun(1), cloud.container_noun(2));
    if is_gone {
        return Some(format!("The appliance lists no such {one}. Schedules that name it are listed all the same."));
    }
    let why = list.error.with(|error| error.as_ref().map(|error| error.what()))?;
    Some(format!("The {many} of {} could not be listed: {why} This page goes by the id alone.", cloud.label()))
}

#[component]
fn ContainerFacts(container: Memo<ContainerIdentity>) -> AnyView {
    let text = move |read: fn(&Container) -> String| {
        memo(move || container.with(|known| known.container.as_ref().map(read)).unwrap_or_default())
    };
    let id = memo(move || container.with(|known| known.id.clone()));
    let place = text(|known| unicode::marked(&known.detail));
    let regions = text(|known| unicode::marked(&known.regions.join(", ")));
    let is_archived = memo(move || container.with(|known| known.container.as_ref().is_some_and(|known| known.archived)));
    let cloud = container.with_untracked(|known| known.cloud);
    let said = move |name: &'static str, text: Memo<String>| {
        move || text.with(|text| (!text.is_empty()).then(|| fact(name, text.clone())))
    };
    let shown = derived(move || id.with(|id| Name::from(id.as_str()).marked()));
    facts((
        fact("Cloud", (cloud.label(), " (", html::code().child(cloud.cloud_name()), ")")),
        said("Place", place),
        said("Regions", regions),
        move || is_archived.get().then(|| fact("State", "Archived")),
        fact(
            "Id",
            html::span().class("id").child(html::code().child(shown)).child(view! { <CopyButton text=id what="container id"/> }),
        ),
    ))
    .into_any()
}
