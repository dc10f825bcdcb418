use leptos::prelude::*;

/// A moment in two lines, absolute and relative, both given as text: this knows no zone.
#[component]
pub fn TimeCell(
    /// The moment for machines, RFC 3339.
    #[prop(into)]
    datetime: Signal<String>,
    /// "22 Nov 14:00".
    #[prop(into)]
    absolute: Signal<String>,
    /// "in 7 min".
    #[prop(into)]
    relative: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="two num">
            <time datetime=datetime>{absolute}</time>
            <span>{relative}</span>
        </span>
    }
    .into_any()
}
