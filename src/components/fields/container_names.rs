//! Names of containers, where only their ids are stored.

use super::untrusted_text::UntrustedText;
use crate::data::context::AppContext;
use crate::data::signed_in::SignedInContext;
use crate::domain::name::Name;
use crate::domain::sync::cloud::Cloud;
use crate::domain::sync::container::Container;
use crate::domain::sync::target_match::{Directory, TargetMatch};
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::routes::Route;

/// The link to the page of a container, by its id or by the text that names it.
#[must_use]
pub fn container_link(cloud: Cloud, id: String, name: Name) -> AnyView {
    let router = AppContext::expect().router;
    let route = Route::Container(cloud, id);
    html::a().attr("href", move || router.href(route.clone())).child(view! { <UntrustedText text=name/> }).into_any()
}

/// The name of a container. An id that the cloud's list does not contain, or not yet, stays as it is. Reads the list reactively:
/// call it inside a closure that renders again when the list has come.
#[must_use]
pub fn called(cloud: Cloud, named: &str) -> Name {
    SignedInContext::expect().containers.of(cloud).and_then(|list| list.label(named)).unwrap_or_else(|| named.into())
}

/// The first few names in one line, for a sentence, and how many more there are.
#[must_use]
pub fn called_all(cloud: Cloud, list: &[String], most: usize) -> String {
    let shown = list.iter().take(most).map(|one| called(cloud, one).marked()).collect::<Vec<_>>().join(", ");
    match list.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// A text in which the names of these containers replace their ids.
#[must_use]
pub fn with_names<'a>(cloud: Cloud, text: &str, ids: impl Iterator<Item = &'a String>) -> String {
    ids.fold(text.to_owned(), |text, id| {
        if text.contains(id.as_str()) { text.replace(id.as_str(), &called(cloud, id).listed()) } else { text }
    })
}

/// A line for each name, with the stored text where that differs; a container that is not in the list of the cloud is marked as
/// unmatched. Reads the list reactively: call it inside a closure that renders again when the list has come.
#[must_use]
pub fn container_lines(cloud: Cloud, stored: &[String]) -> Vec<AnyView> {
    let one = |stored: &String, found: Option<&Container>, note: &'static str| {
        let label = found.map(|container| &container.label).filter(|label| label.as_sent() != stored);
        let aside = match label {
            Some(_) => Some(html::span().class("dim").child(" ").child(html::code().child(Name::from(stored.as_str()).marked()))),
            None if !note.is_empty() => Some(html::span().class("dim").child(note)),
            None => None,
        };
        let name = label.cloned().unwrap_or_else(|| stored.as_str().into());
        let id = found.map_or(stored, |container| &container.id).clone();
        html::li().child(container_link(cloud, id, name)).child(aside).into_any()
    };
    let Some(list) = SignedInContext::expect().containers.of(cloud) else {
        return stored.iter().map(|stored| one(stored, None, "")).collect();
    };
    let unmatched = if list.done.get() { " (unmatched: the appliance lists no such container)" } else { "" };
    list.held.with(|held| {
        let directory = Directory::new(cloud, held);
        let line = |stored: &String| match directory.named(stored) {
            TargetMatch::One(container) => one(stored, Some(container), ""),
            TargetMatch::Several => one(stored, None, " (several containers have this name)"),
            TargetMatch::None => one(stored, None, unmatched),
        };
        stored.iter().map(line).collect()
    })
}
