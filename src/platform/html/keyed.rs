//! Keyed rows: a row is made once, moved when the order changes, and removed with its signals.

use leptos::prelude::{Owner, untrack};
use web_sys::Node;

use crate::platform::focus;
use crate::reactive::component;

use super::diff::{Diff, Step, diff};
use super::{AnyView, IntoView, anchor, append, fragment, watch};

struct KeyedRow {
    key: String,
    owner: Owner,
    first: Node,
    last: Node,
}

/// A wanted row: its key, and the function that makes it if no row has this key.
type Wanted = (String, Box<dyn FnOnce() -> AnyView>);

/// One row per item. A row with a known key keeps its nodes; signals change its content. Of items with equal keys the first
/// counts.
#[component]
pub fn For<T: 'static, V: IntoView>(
    /// Gives the items; runs again after each change of a signal that it reads.
    each: impl Fn() -> Vec<T> + 'static,
    /// Gives the key of an item.
    key: impl Fn(&T) -> String + 'static,
    /// Makes the row of an item.
    children: impl Fn(T) -> V + Clone + 'static,
) -> AnyView {
    rows(Box::new(move || {
        let wanted = |item: T| -> Wanted {
            let children = children.clone();
            (key(&item), Box::new(move || children(item).into_any()))
        };
        each().into_iter().map(wanted).collect()
    }))
}

fn rows(wanted: Box<dyn Fn() -> Vec<Wanted>>) -> AnyView {
    let whole = fragment();
    let end = anchor();
    append(&whole, &end);
    // Rows outlive the run of the effect that makes them.
    let parent_owner = Owner::current().unwrap_or_default();
    let mut shown: Vec<KeyedRow> = Vec::new();
    watch(move || {
        let wanted = wanted();
        let focused = focus::current();
        let Some(parent) = end.parent_node() else { return };
        let keys = |row: &KeyedRow| row.key.clone();
        let old_keys: Vec<String> = shown.iter().map(keys).collect();
        let old_keys: Vec<&str> = old_keys.iter().map(String::as_str).collect();
        let new_keys: Vec<&str> = wanted.iter().map(|(key, _)| key.as_str()).collect();
        let Diff { removed, steps } = diff(&old_keys, &new_keys);
        let mut old: Vec<Option<KeyedRow>> = std::mem::take(&mut shown).into_iter().map(Some).collect();
        for place in removed {
            if let Some(row) = old.get_mut(place).and_then(Option::take) {
                remove(&parent, row);
            }
        }
        shown = place_rows(&parent, &end, &parent_owner, old, wanted, &steps);
        // A moved node loses the focus.
        if let Some(focused) = focused.filter(|focused| focused.is_connected()) {
            focus::keep(&focused);
        }
    });
    AnyView(whole)
}

fn remove(parent: &Node, row: KeyedRow) {
    for node in nodes(&row) {
        let _ = parent.remove_child(&node);
    }
    row.owner.cleanup();
}

/// Puts each row before the next kept one, the last rows before `end`.
fn place_rows(
    parent: &Node,
    end: &Node,
    owner: &Owner,
    mut old: Vec<Option<KeyedRow>>,
    wanted: Vec<Wanted>,
    steps: &[(usize, Step)],
) -> Vec<KeyedRow> {
    let stays = |(_, step): &(usize, Step)| match step {
        Step::Keep(place) => old.get(*place)?.as_ref().map(|row| row.first.clone()),
        Step::Move(_) | Step::Make => None,
    };
    let mut anchors = steps.iter().filter_map(stays).collect::<Vec<_>>().into_iter();
    let mut anchor = anchors.next();
    let mut wanted: Vec<Option<Wanted>> = wanted.into_iter().map(Some).collect();
    let mut rows = Vec::with_capacity(steps.len());
    for (at, step) in steps {
        let before = anchor.as_ref().unwrap_or(end);
        match step {
            Step::Keep(place) => {
                rows.extend(old.get_mut(*place).and_then(Option::take));
                anchor = anchors.next();
            }
            Step::Move(place) => {
                let Some(row) = old.get_mut(*place).and_then(Option::take) else { continue };
                for node in nodes(&row) {
                    let _ = parent.insert_before(&node, Some(before));
                }
                rows.push(row);
            }
            Step::Make => {
                let Some((key, make)) = wanted.get_mut(*at).and_then(Option::take) else { continue };
                let owner = owner.with(Owner::new);
                let AnyView(node) = owner.with(|| untrack(make));
                let (first, last) = ends(&node);
                let _ = parent.insert_before(&node, Some(before));
                rows.push(KeyedRow { key, owner, first, last });
            }
        }
    }
    rows
}

/// First and last node of a row; equal unless the row is a fragment.
fn ends(node: &Node) -> (Node, Node) {
    let is_fragment = node.node_type() == Node::DOCUMENT_FRAGMENT_NODE;
    let (first, last) = if is_fragment { (node.first_child(), node.last_child()) } else { (None, None) };
    (first.unwrap_or_else(|| node.clone()), last.unwrap_or_else(|| node.clone()))
}

/// The nodes of a row at this time.
fn nodes(row: &KeyedRow) -> Vec<Node> {
    let mut nodes = vec![row.first.clone()];
    while let Some(next) = nodes.last().filter(|node| **node != row.last).and_then(Node::next_sibling) {
        nodes.push(next);
    }
    nodes
}
