//! Rows with keys: a row is made once, moved when the order changes, and removed with its signals.

use leptos::prelude::{Owner, untrack};
use web_sys::Node;

use crate::platform::focus;

use super::{AnyView, IntoView, append, fragment, text_node, watch};

struct KeyedRow {
    key: String,
    owner: Owner,
    first: Node,
    last: Node,
}

/// A row that is wanted: its key, and what makes it should there be none with this key.
type Wanted = (String, Box<dyn FnOnce() -> AnyView>);

/// One row for each item. A row with a key that was there before stays as it is; what changes in it follows signals.
/// Of items with equal keys the first counts.
pub fn each<T: 'static, H: IntoView>(
    items: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> String + 'static,
    row: impl Fn(T) -> H + Clone + 'static,
) -> AnyView {
    rows(Box::new(move || {
        let wanted = |item: T| -> Wanted {
            let row = row.clone();
            (key(&item), Box::new(move || row(item).into_any()))
        };
        items().into_iter().map(wanted).collect()
    }))
}

fn rows(wanted: Box<dyn Fn() -> Vec<Wanted>>) -> AnyView {
    let whole = fragment();
    let end = text_node("");
    append(&whole, &end);
    // Rows outlive the run of the effect that makes them.
    let parent_owner = Owner::current().unwrap_or_default();
    let mut held: Vec<KeyedRow> = Vec::new();
    watch(move || {
        let wanted = wanted();
        let focused = focus::current();
        let Some(parent) = end.parent_node() else { return };
        let mut old: Vec<Option<KeyedRow>> = std::mem::take(&mut held).into_iter().map(Some).collect();
        let mut places = std::collections::HashMap::new();
        for (place, row) in old.iter().flatten().enumerate() {
            places.insert(row.key.clone(), place);
        }
        // Where each wanted row stood; a key is taken once.
        let stood: Vec<Option<usize>> = wanted.iter().map(|(key, _)| places.remove(key)).collect();
        for gone in places.into_values() {
            if let Some(row) = old.get_mut(gone).and_then(Option::take) {
                for node in nodes(&row) {
                    let _ = parent.remove_child(&node);
                }
                row.owner.cleanup();
            }
        }
        let stays = longest_rise(&stood);
        let mut seen = std::collections::HashSet::new();
        let mut fresh = Vec::with_capacity(wanted.len());
        // Where the next row belongs: before the next row that stays.
        let mut staying = stays.iter().copied().peekable();
        let anchors: Vec<Option<Node>> =
            stays.iter().map(|place| old.get(*place)?.as_ref().map(|row| row.first.clone())).collect();
        let mut anchor = 0;
        for ((key, make), stood) in wanted.into_iter().zip(stood) {
            if !seen.insert(key.clone()) {
                continue;
            }
            let before = |anchor: usize| anchors.get(anchor).cloned().flatten().unwrap_or_else(|| end.clone());
            match stood.and_then(|place| Some((place, old.get_mut(place)?.take()?))) {
                Some((place, row)) => {
                    if staying.next_if_eq(&place).is_some() {
                        anchor += 1;
                    } else {
                        for node in nodes(&row) {
                            let _ = parent.insert_before(&node, Some(&before(anchor)));
                        }
                    }
                    fresh.push(row);
                }
                None => {
                    let owner = parent_owner.with(Owner::new);
                    let AnyView(node) = owner.with(|| untrack(make));
                    let first = first_of(&node);
                    let last = last_of(&node);
                    let _ = parent.insert_before(&node, Some(&before(anchor)));
                    fresh.push(KeyedRow { key, owner, first, last });
                }
            }
        }
        held = fresh;
        // A node that is moved loses the focus.
        if let Some(focused) = focused.filter(|focused| focused.is_connected()) {
            focus::keep(&focused);
        }
    });
    AnyView(whole)
}

fn first_of(node: &Node) -> Node {
    if node.node_type() == Node::DOCUMENT_FRAGMENT_NODE { node.first_child() } else { None }.unwrap_or_else(|| node.clone())
}

fn last_of(node: &Node) -> Node {
    if node.node_type() == Node::DOCUMENT_FRAGMENT_NODE { node.last_child() } else { None }.unwrap_or_else(|| node.clone())
}

/// The nodes of a row, as they are now.
fn nodes(row: &KeyedRow) -> Vec<Node> {
    let mut nodes = vec![row.first.clone()];
    while let Some(next) = nodes.last().filter(|node| **node != row.last).and_then(Node::next_sibling) {
        nodes.push(next);
    }
    nodes
}

/// The longest series of places that rises: the rows that need not move.
fn longest_rise(places: &[Option<usize>]) -> Vec<usize> {
    // For each length, the place that ends the series of that length lowest, and what came before each place.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = std::collections::HashMap::new();
    for place in places.iter().flatten() {
        let length = ends.partition_point(|end| end < place);
        before.insert(*place, length.checked_sub(1).and_then(|shorter| ends.get(shorter).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = *place,
            None => ends.push(*place),
        }
    }
    let mut series: Vec<usize> =
        std::iter::successors(ends.last().copied(), |place| before.get(place).copied().flatten()).collect();
    series.reverse();
    series
}
