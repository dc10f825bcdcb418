//! Any address that is no page.

use crate::data::context::AppContext;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

use crate::components::fields::untrusted_text::UntrustedText;
use crate::components::layout::page_title::PageTitle;
use crate::routes::Route;
use crate::ui::{ButtonKind, LinkButton};

/// Shows that the path has no page, with a link onwards.
#[component]
pub fn NotFound(path: String) -> AnyView {
    let router = AppContext::expect().router;
    let schedules = derived(move || router.href(Route::Schedules));
    (
        html::div().class("head").child(view! { <PageTitle text="Page not found"/> }),
        html::p()
            .child("There is no page at ")
            .child(html::code().child(view! { <UntrustedText text=path/> }))
            .child(". The link may be mistyped or from another version."),
        html::p().child(view! { <LinkButton label="Go to the schedules" kind=ButtonKind::Primary href=schedules/> }),
    )
        .into_any()
}
