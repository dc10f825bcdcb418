//! Sorting, compiled once for all element types: each use of the standard library's sort costs 3 kB per type.

use std::cmp::Ordering;

/// Sorts items; equal items keep their order.
pub fn sorted<T>(items: Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) -> Vec<T> {
    let mut places: Vec<usize> = (0..items.len()).collect();
    arrange(&mut places, &mut |one, other| match (items.get(one), items.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    places.into_iter().filter_map(|place| items.get_mut(place)?.take()).collect()
}

#[inline(never)]
#[expect(clippy::disallowed_methods, reason = "the one sort that all others share")]
fn arrange(places: &mut [usize], compare: &mut dyn FnMut(usize, usize) -> Ordering) {
    places.sort_by(|one, other| compare(*one, *other));
}
