use crate::platform::html::{self, AnyView, Children, IntoView};
use crate::reactive::*;
use crate::ui::{Icon, Tone, live_glyph};

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

/// How a whole is made up, as a bar; the label says it in words.
#[component]
pub fn Meter(
    /// The parts, in order.
    #[prop(into)]
    parts: Signal<Vec<(Tone, usize)>>,
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
