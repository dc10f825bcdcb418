//! What a schedule or a run synchronizes, and the answer it was read from.

use leptos::prelude::*;

use super::words::Words;
use crate::domain::schedule::Parameters;
use crate::domain::sync::Selection;
use crate::reactive::memo;
use crate::ui::{CodeBlock, Fact, Facts};

/// Parameters as facts; those of operations that this console does not know as the names and values that came.
#[component]
pub fn ParameterFacts(parameters: Parameters) -> impl IntoView {
    match parameters {
        Parameters::Sync(params) => {
            let cloud = params.cloud();
            let items = params.items().map(|items| items.iter().map(|item| item.label()).collect::<Vec<_>>().join(", "));
            let containers = match params.selection() {
                Selection::Everything => view! { "Everything, containers added later too" }.into_any(),
                Selection::These(list) => view! {
                    <ul class="names">{list.as_slice().iter().map(|name| view! { <li><Words text=name.clone()/></li> }).collect::<Vec<_>>()}</ul>
                }.into_any(),
            };
            view! {
                <Facts>
                    <Fact term="Cloud">{cloud.label()} " (" <code>{cloud.cloud_name()}</code> ")"</Fact>
                    {items.map(|items| view! { <Fact term="Items">{items}</Fact> })}
                    <Fact term="Containers">{containers}</Fact>
                </Facts>
            }
            .into_any()
        }
        Parameters::Odd { why, pairs, .. } => view! {
            <p class="note warn">"These parameters contradict themselves: " <Words text=why/> " They are shown as they came."</p>
            {pair_facts(pairs)}
        }
        .into_any(),
        Parameters::Foreign { pairs } => pair_facts(pairs).into_any(),
    }
}

fn pair_facts(pairs: Vec<(String, String)>) -> impl IntoView {
    view! { <Facts>{pairs.into_iter().map(|(name, value)| view! { <Fact term=name><Words text=value/></Fact> }).collect::<Vec<_>>()}</Facts> }
}

/// The answer of the appliance as it came, indented, behind a disclosure.
#[component]
pub fn Raw(#[prop(into)] text: Signal<String>) -> impl IntoView {
    let pretty = memo(move || {
        text.with(|text| {
            serde_json::from_str::<serde_json::Value>(text)
                .and_then(|value| serde_json::to_string_pretty(&value))
                .unwrap_or_else(|_| text.clone())
        })
    });
    view! {
        <details class="raw">
            <summary>"Raw JSON of the appliance"</summary>
            <CodeBlock text=pretty label="Raw JSON"/>
        </details>
    }
}
