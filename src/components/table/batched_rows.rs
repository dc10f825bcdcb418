//! Rows of a table, a few in one task, so that a keystroke waits for none of them.

use crate::platform::timer;
use crate::reactive::*;

/// Rows that are built in one task; the others follow, as many at a time.
const AT_ONCE: usize = 5;

/// Rows that are built in one task after the first are painted, while nobody types yet.
const AT_ONCE_OPENING: usize = 20;

/// The rows on the page, which follow `wanted` in batches. A row is identified by its key; its cells update by themselves. Of
/// a page that opens a few are painted first, and the batches after these are large.
pub fn render_in_batches<T: Clone + PartialEq + Send + Sync + 'static>(
    wanted: Memo<Vec<T>>,
    key: fn(&T) -> &str,
) -> RwSignal<Vec<T>> {
    let on_page = RwSignal::new(Vec::<T>::new());
    let pause = timer::Slot::new();
    let mut is_opening = true;
    effect(move || {
        let rows = wanted.get();
        // The rest of the batch belongs to an older selection of rows.
        pause.clear();
        let (is_first, added) = on_page.with_untracked(|held| (held.is_empty(), fresh(&rows, held, key)));
        let was_opening = is_opening;
        is_opening &= rows.is_empty();
        if was_opening && added > AT_ONCE {
            let _ = on_page.try_set(rows.into_iter().take(AT_ONCE).collect());
            timer::after_paint(move || {
                // The wanted rows may be others by now.
                pause.clear();
                if let Some(rows) = wanted.try_get_untracked() {
                    build(rows, on_page, pause, key, AT_ONCE_OPENING);
                }
            });
        } else if is_first || added <= AT_ONCE {
            build(rows, on_page, pause, key, AT_ONCE);
        } else {
            // Outside the task of the keystroke that changed the rows.
            pause.after(0, move || build(rows, on_page, pause, key, AT_ONCE));
        }
    });
    on_page
}

/// The number of rows that are not on the page yet.
fn fresh<T>(rows: &[T], held: &[T], key: fn(&T) -> &str) -> usize {
    rows.iter().filter(|row| !is_held(*row, held, key)).count()
}

fn is_held<T>(row: &T, held: &[T], key: fn(&T) -> &str) -> bool {
    held.iter().any(|other| key(other) == key(row))
}

/// Adds one batch of the missing rows to those on the page, and schedules the next batch.
fn build<T: Clone + PartialEq + Send + Sync + 'static>(
    rows: Vec<T>,
    on_page: RwSignal<Vec<T>>,
    pause: timer::Slot,
    key: fn(&T) -> &str,
    at_once: usize,
) {
    let Some(held) = on_page.try_get_untracked() else { return };
    let mut added = 0;
    let mut next = rows.clone();
    next.retain(|row| {
        let was_there = is_held(row, &held, key);
        added += usize::from(!was_there);
        was_there || added <= at_once
    });
    let _ = on_page.try_set(next);
    if added > at_once {
        pause.after(0, move || build(rows, on_page, pause, key, at_once));
    }
}
