//! Rows of a table, a few in one task, so that a keystroke waits for none of them.

use crate::platform::timer;
use crate::reactive::*;

/// Rows that are built in one task; the others follow, as many at a time.
const AT_ONCE: usize = 5;

/// How long the first rows have the screen for themselves, in milliseconds: until a browser has painted them, even a slow one.
const FIRST_ROWS_DELAY_MS: i32 = 60;

/// The rows that are on the page: those wanted, soon. A row is known by its key; what stands in it follows by itself.
pub fn render_in_batches<T: Clone + PartialEq + Send + Sync + 'static>(
    wanted: Memo<Vec<T>>,
    key: fn(&T) -> &str,
) -> RwSignal<Vec<T>> {
    let on_page = RwSignal::new(Vec::<T>::new());
    let pause = timer::Slot::new();
    effect(move || {
        let rows = wanted.get();
        // What was still to be built is of an older choice.
        pause.clear();
        let (is_first, added) = on_page.with_untracked(|held| (held.is_empty(), fresh(&rows, held, key)));
        if is_first || added <= AT_ONCE {
            build(rows, on_page, pause, key);
        } else {
            // Not in the task of the keystroke that chose them.
            pause.after(0, move || build(rows, on_page, pause, key));
        }
    });
    on_page
}

/// How many of the rows are not among those held.
fn fresh<T>(rows: &[T], held: &[T], key: fn(&T) -> &str) -> usize {
    rows.iter().filter(|row| !is_held(*row, held, key)).count()
}

fn is_held<T>(row: &T, held: &[T], key: fn(&T) -> &str) -> bool {
    held.iter().any(|other| key(other) == key(row))
}

/// Puts some of the rows that are not there yet on the page, beside those that are, and soon the others.
fn build<T: Clone + PartialEq + Send + Sync + 'static>(
    rows: Vec<T>,
    on_page: RwSignal<Vec<T>>,
    pause: timer::Slot,
    key: fn(&T) -> &str,
) {
    let Some(held) = on_page.try_get_untracked() else { return };
    let mut added = 0;
    let mut next = rows.clone();
    next.retain(|row| {
        let was_there = is_held(row, &held, key);
        added += usize::from(!was_there);
        was_there || added <= AT_ONCE
    });
    let _ = on_page.try_set(next);
    if added > AT_ONCE {
        // The first rows are painted before the others are made.
        pause.after(if held.is_empty() { FIRST_ROWS_DELAY_MS } else { 0 }, move || build(rows, on_page, pause, key));
    }
}
