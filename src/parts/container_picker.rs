//! The containers of a cloud to choose from, with search, and typing where the list cannot be had.

use crate::platform::html::{Html, IntoHtml};
use crate::reactive::*;

use crate::domain::cloud::Cloud;
use crate::domain::container::Container;
use crate::domain::gather::Gather;
use crate::domain::row::Row;
use crate::state::client::ApiError;
use crate::state::session::SessionContext;
use crate::ui::{ComboOption, ComboState, Combobox};

const PAGE: u64 = 100;
const IN_FLIGHT: usize = 4;

/// A list of containers being read: all pages, so that the search covers them all.
#[derive(Clone, Copy)]
struct Containers {
    session: SessionContext,
    cloud: Cloud,
    gather: StoredValue<Gather<Container>>,
    held: RwSignal<Vec<Container>>,
    done: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
}

impl Containers {
    fn read(self) {
        let _ = self.gather.try_update_value(|gather| *gather = Gather::new(PAGE));
        let _ = self.error.try_set(None);
        self.ask();
    }

    fn ask(self) {
        while let Some(skip) = self.gather.try_update_value(|gather| gather.ask(IN_FLIGHT)).flatten() {
            let client = self.session.client();
            spawn_local(async move {
                match client.containers(self.cloud).list(skip, PAGE).await {
                    Ok(page) => {
                        let all = self.gather.try_update_value(|gather| {
                            gather.absorb(page.items, page.total);
                            gather.is_done().then(|| gather.rows().iter().filter_map(Row::good).cloned().collect::<Vec<_>>())
                        });
                        if let Some(Some(all)) = all {
                            let _ = self.held.try_set(all);
                            let _ = self.done.try_set(true);
                        } else {
                            self.ask();
                        }
                    }
                    Err(error) => {
                        let _ = self.error.try_set(Some(error));
                    }
                }
            });
        }
    }
}

/// Picks containers of one cloud. What is typed or pasted and not in the list is kept: the list may not be readable.
#[component]
pub fn ContainerPicker(cloud: Cloud, selected: RwSignal<Vec<String>>) -> Html {
    let containers = Containers {
        session: SessionContext::expect(),
        cloud,
        gather: StoredValue::new(Gather::new(PAGE)),
        held: RwSignal::new(Vec::new()),
        done: RwSignal::new(false),
        error: RwSignal::new(None),
    };
    containers.read();
    let options = memo(move || {
        containers.held.with(|list| {
            list.iter()
                .map(|container| ComboOption {
                    value: container.id.clone(),
                    label: container.label.clone(),
                    detail: if container.archived {
                        format!("archived · {}", container.detail)
                    } else {
                        container.detail.clone()
                    },
                    muted: container.archived,
                })
                .collect::<Vec<_>>()
        })
    });
    let state = derived(move || match (containers.error.get(), containers.done.get()) {
        (Some(error), _) => ComboState::Failed(format!("{} Type a name or an id instead.", error.what())),
        (None, false) => ComboState::Loading,
        (None, true) => ComboState::Ready,
    });
    let noun = cloud.container_noun(2);
    let retry = move || containers.read();
    view! { <Combobox selected=selected options=options noun=noun free=true state=state on_retry=retry/> }.into_html()
}
