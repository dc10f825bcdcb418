use super::CopyButton;
use leptos::prelude::*;

/// Text as it was sent, to read, scroll and copy.
#[component]
pub fn CodeBlock(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// What it is: "JSON of the schedule".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <div class="code">
            <pre tabindex="0" role="region" aria-label=label.clone()>{text}</pre>
            <CopyButton text=text what=label/>
        </div>
    }
}
