use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(1);

/// Gives an element id that no other call gives: `aria-*` references need ids that are unique on the page and fixed for the life
/// of the element.
#[must_use]
pub fn unique_id(prefix: &str) -> String {
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
