//! The schedule as text for other tools: a command, a block of code, a request.

use crate::domain::export::snippets;
use crate::domain::schedule::Schedule;
use crate::platform::history;
use crate::platform::html::{self, AnyView, IntoView, ViewFn};
use crate::platform::unicode::is_composed;
use crate::reactive::*;
use crate::ui::{CodeBlock, Tab, Tabs};

/// The "Copy as" section, with one tab per format.
#[component]
pub fn CopyAs(schedule: Memo<Option<Schedule>>) -> AnyView {
    let selected = RwSignal::new("curl".to_owned());
    let panel = move |label: &'static str, write: fn(&Schedule) -> String| -> ViewFn {
        let text = derived(move || schedule.with(|schedule| schedule.as_ref().map(write).unwrap_or_default()));
        (move || view! { <CodeBlock text=text label=label/> }.into_any()).into()
    };
    let tabs = vec![
        Tab::new("curl", "curl", panel("curl command", |schedule| snippets::curl(schedule, &history::origin()))),
        Tab::new("ksctl", "ksctl", panel("ksctl command", snippets::ksctl)),
        Tab::new("terraform", "Terraform", panel("Terraform resource", |schedule| snippets::terraform(schedule, &is_composed))),
        Tab::new("json", "JSON", panel("JSON of the request", snippets::json)),
    ];
    let cut = memo(move || schedule.with(|schedule| schedule.as_ref().and_then(snippets::cut_note)));
    let select = Callback::new(move |id| selected.set(id));
    (
        html::h2().child("Copy as"),
        html::p().class("dim").child("Each creates the same schedule again. The token is never included."),
        move || cut.get().map(|note| html::p().class("hint").child(note)),
        view! { <Tabs label="Copy as" tabs=tabs selected=selected on_select=select/> },
    )
        .into_any()
}
