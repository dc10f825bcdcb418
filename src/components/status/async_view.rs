//! A view of data that may be loading, failed, missing or empty.

use super::failure::Failure;
use crate::components::layout::page_title::PageTitle;
use crate::data::query::QueryState;
use crate::platform::announce;
use crate::platform::html::{AnyView, IntoView, ViewFn};
use crate::reactive::*;

/// The view of each state: `ready` once the data is there, a failure with a way to retry, and what the page gives for the rest.
/// `permission` names the permission that reading needs: "to read runs".
#[component]
pub fn AsyncView(
    state: Memo<QueryState>,
    #[prop(into)] permission: String,
    #[prop(into)] on_retry: Callback<()>,
    #[prop(into)] busy: Signal<bool>,
    /// The heading above a failure, on a page whose heading comes with the data.
    #[prop(into, optional)]
    title: Option<String>,
    #[prop(into)] loading: ViewFn,
    /// Shown if the appliance knows no such thing; without it, that is a failure like any other.
    #[prop(into, optional)]
    missing: Option<ViewFn>,
    #[prop(into, optional)] empty: Option<ViewFn>,
    #[prop(into, optional)] no_match: Option<ViewFn>,
    #[prop(into)] ready: ViewFn,
) -> AnyView {
    // Another failure of the same kind changes nothing on screen. Attempts that nobody asked for stay silent.
    let (is_asked, mut was_busy) = (StoredValue::new(false), false);
    let on_retry = Callback::new(move |()| {
        is_asked.set_value(true);
        on_retry.run(());
    });
    effect(move || {
        let is_busy = busy.get();
        if std::mem::replace(&mut was_busy, is_busy)
            && !is_busy
            && is_asked.try_update_value(std::mem::take) == Some(true)
            && let QueryState::Failed(error) = state.get_untracked()
        {
            announce::assertive(&error.what());
        }
    });
    let optional = |view: &Option<ViewFn>| view.as_ref().map(ViewFn::run).into_any();
    (move || match state.get() {
        QueryState::Loading => loading.run(),
        QueryState::Failed(error) if missing.is_some() && error.is_not_found() => optional(&missing),
        QueryState::Failed(error) => {
            let failure = view! { <Failure error=error permission=permission.clone() on_retry=on_retry busy=busy/> };
            (title.clone().map(|text| view! { <PageTitle text=text/> }), failure).into_any()
        }
        QueryState::Empty => optional(&empty),
        QueryState::NoMatch => optional(&no_match),
        QueryState::Ready => ready.run(),
    })
    .into_any()
}
