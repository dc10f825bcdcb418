//! Containers by what they are called, where only their ids are stored.

use crate::domain::cloud::Cloud;
use crate::state::containers::ContainerLists;

/// What a container is called; one that the cloud's list does not have, or not yet, stays as it is. To be called where the answer is
/// shown anew when the list has come.
#[must_use]
pub fn called(cloud: Cloud, named: &str) -> String {
    ContainerLists::of(cloud).and_then(|list| list.label(named)).unwrap_or_else(|| named.to_owned())
}

/// The first few of them in one line, and how many more there are.
#[must_use]
pub fn called_all(cloud: Cloud, list: &[String], most: usize) -> String {
    let shown = list.iter().take(most).map(|one| called(cloud, one)).collect::<Vec<_>>().join(", ");
    match list.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// A text with the ids of these containers replaced by what they are called.
#[must_use]
pub fn with_names<'a>(cloud: Cloud, text: &str, ids: impl Iterator<Item = &'a String>) -> String {
    ids.fold(
        text.to_owned(),
        |text, id| if text.contains(id.as_str()) { text.replace(id.as_str(), &called(cloud, id)) } else { text },
    )
}
