//! The parameters of a schedule or a run, and the raw answer.

use crate::domain::name::Name;
use crate::platform::html::{self, AnyView, IntoView, ev};
use crate::reactive::*;

use super::container_names::container_lines;
use super::untrusted_text::UntrustedText;
use crate::domain::schedule::Parameters;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::params::{Selection, UNSAID_ITEMS};
use crate::ui::{CodeBlock, fact, facts};

/// Parameters as a description list; for an unknown operation, the names and values as received.
#[component]
pub fn ParameterFacts(parameters: Parameters) -> AnyView {
    match parameters {
        Parameters::Sync(params) => {
            let cloud = params.cloud();
            let items = match (params.items(), cloud) {
                (None, Cloud::Azure) => Some(UNSAID_ITEMS.to_owned()),
                (None, _) => None,
                (Some(items), _) if items.is_all() => Some("All kinds".to_owned()),
                (Some(items), _) => Some(items.iter().map(|item| item.label()).collect::<Vec<_>>().join(", ")),
            };
            let containers = match params.selection() {
                Selection::Everything => "Everything, including containers added later".into_any(),
                Selection::These(list) => {
                    let stored = list.as_slice().to_vec();
                    html::ul().class("names").child(move || container_lines(cloud, &stored)).into_any()
                }
            };
            facts((
                fact("Cloud", (cloud.label(), " (", html::code().child(cloud.cloud_name()), ")")),
                items.map(|items| fact("Items", items)),
                fact("Containers", containers),
            ))
        }
        Parameters::Odd { why, pairs, .. } => (
            html::p()
                .class("note warn")
                .child("This console does not understand these parameters. ")
                .child(view! { <UntrustedText text=why/> })
                .child(" They are shown as received."),
            pair_facts(pairs),
        )
            .into_any(),
        Parameters::Foreign { pairs } => pair_facts(pairs),
    }
}

fn pair_facts(pairs: Vec<(String, String)>) -> AnyView {
    let words = |(name, value): (String, String)| fact(Name::from(name).marked(), view! { <UntrustedText text=value/> });
    facts(pairs.into_iter().map(words).collect::<Vec<_>>())
}

/// The answer of the appliance as received, indented, behind a disclosure.
#[component]
pub fn Raw(#[prop(into)] text: Signal<String>) -> AnyView {
    // Pretty-print only when opened; the raw answer may be a megabyte.
    let is_open = RwSignal::new(false);
    let pretty = move || {
        text.with(|text| {
            serde_json::from_str::<serde_json::Value>(text)
                .and_then(|value| serde_json::to_string_pretty(&value))
                .unwrap_or_else(|_| text.clone())
        })
    };
    html::details()
        .class("raw")
        .on(ev::toggle, move |_| is_open.set(true))
        .child(html::summary().child("Raw JSON of the appliance"))
        .child(move || is_open.get().then(|| view! { <CodeBlock text=derived(pretty) label="Raw JSON"/> }))
        .into_any()
}
