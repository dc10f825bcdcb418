use crate::platform::{announce, timer};
use leptos::prelude::*;

/// The outline of a table that is being loaded, of the size that its rows will have. Said after a second; a quick answer says
/// nothing.
#[component]
pub fn SkeletonTable(
    /// Columns.
    columns: usize,
    /// Rows.
    #[prop(default = 8)]
    rows: usize,
    /// What is loading: "Loading schedules".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let cell = || view! { <td><span class="bone"></span><span class="bone"></span></td> };
    let row = || view! { <tr>{(0..columns).map(|_| cell()).collect_view()}</tr> };
    view! {
        <SayLoading label=label/>
        <div class="tablewrap" aria-hidden="true">
            <table><tbody>{(0..rows).map(|_| row()).collect_view()}</tbody></table>
        </div>
    }
}

/// The outline of text that is being loaded.
#[component]
pub fn SkeletonText(
    /// Lines.
    #[prop(default = 3)]
    lines: usize,
    /// What is loading.
    #[prop(default = "Loading".to_owned(), into)]
    label: String,
) -> impl IntoView {
    view! {
        <SayLoading label=label/>
        <div class="state" aria-hidden="true">{(0..lines).map(|_| view! { <span class="bone"></span> }).collect_view()}</div>
    }
}

#[component]
fn SayLoading(label: String) -> impl IntoView {
    let said = label.clone();
    timer::Slot::new().after(1000, move || announce::polite(&said));
    view! { <p class="vh">{label}</p> }
}
