use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::{announce, timer};
use crate::reactive::*;

/// Milliseconds before the outline appears; for a quick answer it would only flash.
const SKELETON_DELAY_MS: i32 = 120;

/// The outline of a loading table, in the size of its future rows. Announced after a second; a quick answer needs no
/// announcement.
#[component]
pub fn SkeletonTable(columns: usize, #[prop(default = 8)] rows: usize, #[prop(into)] label: String) -> AnyView {
    let cell = || html::td().child(html::span().class("skeleton-bar")).child(html::span().class("skeleton-bar"));
    let row = move || html::tr().child((0..columns).map(|_| cell()).collect::<Vec<_>>());
    let outline = move || {
        html::div()
            .class("tablewrap")
            .attr("aria-hidden", "true")
            .child(html::table().child(html::tbody().child((0..rows).map(|_| row()).collect::<Vec<_>>())))
    };
    let late = RwSignal::new(false);
    timer::Slot::new().after(SKELETON_DELAY_MS, move || {
        let _ = late.try_set(true);
    });
    (view! { <SayLoading label=label/> }, move || late.get().then(outline)).into_any()
}

/// The outline of text that is being loaded.
#[component]
pub fn SkeletonText(#[prop(default = 3)] lines: usize, #[prop(default = "Loading".to_owned(), into)] label: String) -> AnyView {
    (
        view! { <SayLoading label=label/> },
        html::div()
            .class("state")
            .attr("aria-hidden", "true")
            .child((0..lines).map(|_| html::span().class("skeleton-bar")).collect::<Vec<_>>()),
    )
        .into_any()
}

#[component]
fn SayLoading(label: String) -> AnyView {
    let said = label.clone();
    timer::Slot::new().after(1000, move || announce::polite(&said));
    html::p().class("sr-only").child(label).into_any()
}
