//! A picker of a cloud's containers with search, and with typing where the list is unavailable.

use crate::data::signed_in::SignedInContext;
use crate::platform::html::{AnyView, IntoView};
use crate::reactive::*;

use crate::domain::sync::cloud::Cloud;
use crate::ui::{ComboOption, Combobox, Field, OptionsState};

/// The form field for containers of one cloud.
#[component]
pub fn ContainerField(
    cloud: Cloud,
    selected: RwSignal<Vec<String>>,
    /// Text in the input that is not added yet.
    typed: RwSignal<String>,
    #[prop(into)] error: Signal<Option<String>>,
) -> AnyView {
    let mut letters = cloud.container_noun(2).chars();
    let label = letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default();
    view! {
        <Field id="containers" label=label hint="Choose from the list, or type or paste names or ids." error=error>
            <ContainerPicker cloud=cloud selected=selected typed=typed/>
        </Field>
    }
    .into_any()
}

/// Picks containers of one cloud. Typed or pasted text that is not in the list is kept: the list may be unreadable.
#[component]
fn ContainerPicker(cloud: Cloud, selected: RwSignal<Vec<String>>, typed: RwSignal<String>) -> AnyView {
    let containers = SignedInContext::expect().containers.of(cloud);
    let options = memo(move || {
        containers.map_or_else(Vec::new, |containers| {
            containers.held.with(|list| {
                let option = |container: &crate::domain::sync::container::Container| ComboOption {
                    value: container.id.clone(),
                    label: container.label.marked(),
                    detail: if container.archived {
                        format!("archived · {}", container.detail)
                    } else {
                        container.detail.clone()
                    },
                    muted: container.archived,
                };
                list.iter().map(option).collect::<Vec<_>>()
            })
        })
    });
    let state = derived(move || match containers.map(|containers| (containers.error.get(), containers.done.get())) {
        Some((Some(error), _)) => {
            let what = if error.is_forbidden() {
                format!("You may not read the list of {}: {}", cloud.container_noun(2), error.what())
            } else {
                error.what()
            };
            OptionsState::Failed(format!("{what} Type names or ids instead."))
        }
        Some((None, false)) => OptionsState::Loading,
        Some((None, true)) | None => OptionsState::Ready,
    });
    let noun = cloud.container_noun(2);
    let retry = move || containers.iter().for_each(|containers| containers.read());
    view! { <Combobox selected=selected options=options noun=noun free=true state=state on_retry=retry query=typed/> }.into_any()
}
