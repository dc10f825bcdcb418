use super::{Icon, Tone, live_glyph};
use crate::reactive::derived;
use leptos::prelude::*;

/// A block across the page that says one thing: a headline and what explains it. It is no live region; who shows it announces it.
#[component]
pub fn Banner(
    /// The colour.
    #[prop(into)]
    tone: Signal<Tone>,
    /// The shape.
    #[prop(into)]
    icon: Signal<Icon>,
    /// The headline, a sentence.
    #[prop(into)]
    title: Signal<String>,
    /// What the page is about: larger.
    #[prop(optional)]
    big: bool,
    /// Paragraphs below the headline.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = if big { "banner big" } else { "banner" };
    view! {
        <div class=derived(move || format!("{class} {}", tone.get().class()))>
            {live_glyph(icon)}
            <div>
                <strong>{title}</strong>
                {children.map(|children| children())}
            </div>
        </div>
    }
    .into_any()
}

/// How a whole is made up, as a bar; the label says it in words.
#[component]
pub fn Meter(
    /// The parts, in order.
    #[prop(into)]
    parts: Signal<Vec<(Tone, usize)>>,
    /// "9 of 12 synchronized, 3 failed".
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let bars = move || {
        let parts = parts.get();
        parts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(tone, count)| view! { <i class=tone.class() style:flex-grow=count.to_string()></i> })
            .collect_view()
    };
    view! { <div class="meter" role="img" aria-label=label>{bars}</div> }
}
