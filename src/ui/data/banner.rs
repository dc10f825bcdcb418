use crate::platform::html::{self, AnyView, Children, IntoView};
use crate::reactive::*;
use crate::ui::{Icon, Tone, live_glyph};

/// A block across the page: a headline and its explanation. No live region; the caller announces it.
#[component]
pub fn Banner(
    #[prop(into)] tone: Signal<Tone>,
    #[prop(into)] icon: Signal<Icon>,
    /// The headline, a sentence.
    #[prop(into)]
    title: Signal<String>,
    #[prop(optional)] big: bool,
    /// Paragraphs below the headline.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let class = if big { "banner big" } else { "banner" };
    html::div()
        .class(move || format!("{class} {}", tone.get().class()))
        .child(live_glyph(icon))
        .child(html::div().child(html::strong().child(title)).child(children.map(|children| children.run())))
        .into_any()
}

/// The parts of a whole as a bar; the label gives them in words.
#[component]
pub fn Meter(
    #[prop(into)] parts: Signal<Vec<(Tone, usize)>>,
    /// "9 of 12 synchronized, 3 failed".
    #[prop(into)]
    label: Signal<String>,
) -> AnyView {
    let bars = move || {
        let parts = parts.get();
        parts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(tone, count)| html::i().class(tone.class()).style("flex-grow", count.to_string()))
            .collect::<Vec<_>>()
    };
    html::div().class("meter").attr("role", "img").attr("aria-label", label).child(bars).into_any()
}
