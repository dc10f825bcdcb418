//! Lists that lack a part of the request: rows in spite of a filter, or in another order. A claim about the newest of a list that
//! was read in part needs the list to be newest first, which the appliance may not heed (API.md §9 Q35, Q37).

use crate::domain::time::Instant;

/// Gives the sentences about a page: rows that came in spite of a filter and were left out, and an order other than newest first
/// in a list of which more exists. `times` are those of the rows shown, as they came; `came` counts the rows left out too.
#[must_use]
pub fn page_note(left_out: usize, came: usize, total: u64, times: &[Option<Instant>]) -> Option<String> {
    let mut note = String::new();
    if left_out > 0 {
        note = format!(
            "Left out: {left_out} of {came} that the appliance sent, since they do not fit the filters. It may not know this \
             filter; then other pages may hold what fits. "
        );
    }
    if total > came as u64 && !is_newest_first(times) {
        note.push_str("The appliance does not list these newest first, so newer ones may be on other pages. ");
    }
    note.pop().map(|_| note)
}

/// True if no time is later than the one before it. Rows without a time are passed over.
#[must_use]
pub fn is_newest_first(times: &[Option<Instant>]) -> bool {
    times.iter().flatten().is_sorted_by(|one, next| one >= next)
}
