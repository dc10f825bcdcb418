//! Any address that is no page.

use leptos::prelude::*;

use crate::parts::page_title::PageTitle;
use crate::parts::words::Words;
use crate::reactive::derived;
use crate::routes::{Route, Router};
use crate::ui::{ButtonKind, LinkButton};

/// Says that there is nothing at the path, and shows a way on.
#[component]
pub fn NotFound(path: String) -> impl IntoView {
    let router = Router::expect();
    view! {
        <div class="head"><PageTitle text="Page not found"/></div>
        <p>"There is no page at " <code><Words text=path/></code> ". The link may be mistyped or of another version."</p>
        <p><LinkButton label="Go to the schedules" kind=ButtonKind::Primary href=derived(move || router.href(Route::Schedules))/></p>
    }
}
