//! The difference of two lists of keys: rows that go, rows that stay, and rows that are moved or made.

use std::collections::HashMap;

/// Step that produces a wanted row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The old row at this position keeps its place.
    Keep(usize),
    /// The old row at this position moves before the next kept row.
    Move(usize),
    /// A new row goes before the next kept row.
    Make,
}

/// The steps from one list to another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Diff {
    /// Positions of the removed rows, ascending.
    pub removed: Vec<usize>,
    /// For each wanted row its position in the list of wanted keys, and its step. Of equal keys the first counts.
    pub steps: Vec<(usize, Step)>,
}

/// The fewest moves that turn `old` into `wanted`; the keys of `old` are distinct.
pub(super) fn diff(old: &[&str], wanted: &[&str]) -> Diff {
    let mut places: HashMap<&str, usize> = old.iter().enumerate().map(|(place, key)| (*key, place)).collect();
    let mut seen = std::collections::HashSet::new();
    let first = |(at, key): (usize, &&str)| seen.insert((*key).to_owned()).then(|| (at, places.remove(*key)));
    let former: Vec<(usize, Option<usize>)> = wanted.iter().enumerate().filter_map(first).collect();
    let removed: Vec<usize> = (0..).zip(old).filter(|(_, key)| places.contains_key(**key)).map(|(place, _)| place).collect();
    let rising = longest_rise(former.iter().filter_map(|(_, place)| *place));
    let mut staying = rising.into_iter().peekable();
    let step = |(at, place)| {
        let step = match place {
            None => Step::Make,
            Some(place) if staying.next_if_eq(&place).is_some() => Step::Keep(place),
            Some(place) => Step::Move(place),
        };
        (at, step)
    };
    Diff { removed, steps: former.into_iter().map(step).collect() }
}

/// A longest ascending subsequence of distinct positions: the rows that need not move.
fn longest_rise(places: impl Iterator<Item = usize>) -> Vec<usize> {
    // For each length the lowest end of a subsequence of that length, and for each position its predecessor.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = HashMap::new();
    for place in places {
        let length = ends.partition_point(|end| *end < place);
        before.insert(place, length.checked_sub(1).and_then(|shorter| ends.get(shorter).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = place,
            None => ends.push(place),
        }
    }
    let mut series: Vec<usize> =
        std::iter::successors(ends.last().copied(), |place| before.get(place).copied().flatten()).collect();
    series.reverse();
    series
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All lists of distinct letters up to this length.
    fn lists(letters: &[&'static str]) -> Vec<Vec<&'static str>> {
        let mut all = vec![Vec::new()];
        let mut from = 0;
        while from < all.len() {
            for letter in letters {
                if !all[from].contains(letter) {
                    let mut longer = all[from].clone();
                    longer.push(*letter);
                    all.push(longer);
                }
            }
            from += 1;
        }
        all
    }

    /// The length of the longest common subsequence: the most rows that can stay.
    fn most_kept(old: &[&str], wanted: &[&str]) -> usize {
        match (old, wanted) {
            ([a, old @ ..], [b, wanted @ ..]) if a == b => 1 + most_kept(old, wanted),
            ([_, rest @ ..], [_, wanted_rest @ ..]) => most_kept(rest, wanted).max(most_kept(old, wanted_rest)),
            _ => 0,
        }
    }

    #[test]
    fn every_list_of_five_becomes_every_other_with_the_fewest_moves() {
        let all = lists(&["a", "b", "c", "d", "e"]);
        for old in all.iter().filter(|old| old.len() >= 4) {
            for wanted in &all {
                let Diff { removed, steps } = diff(old, wanted);
                let gone: Vec<&str> = removed.iter().map(|place| old[*place]).collect();
                assert!(gone.iter().all(|key| !wanted.contains(key)));
                assert_eq!(gone.len(), old.iter().filter(|key| !wanted.contains(key)).count());
                let built: Vec<&str> = steps
                    .iter()
                    .map(|(at, step)| match step {
                        Step::Keep(place) | Step::Move(place) => old[*place],
                        Step::Make => wanted[*at],
                    })
                    .collect();
                assert_eq!(built, *wanted);
                let kept: Vec<usize> = steps
                    .iter()
                    .filter_map(|(_, step)| match step {
                        Step::Keep(place) => Some(*place),
                        Step::Move(_) | Step::Make => None,
                    })
                    .collect();
                assert!(kept.is_sorted(), "rows that stay are in their old order");
                assert_eq!(kept.len(), most_kept(old, wanted), "{} to {}", old.concat(), wanted.concat());
            }
        }
    }

    #[test]
    fn of_equal_keys_the_first_counts() {
        let Diff { removed, steps } = diff(&["a"], &["b", "a", "b", "a"]);
        assert_eq!((removed, steps), (Vec::new(), vec![(0, Step::Make), (1, Step::Keep(0))]));
    }
}
