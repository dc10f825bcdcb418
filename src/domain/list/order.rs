//! Lists that lack a part of the request: rows in spite of a filter, or in another order. A claim about the newest of a list that
//! was read in part needs the list to be newest first, which the appliance may not heed (API.md §9 Q35, Q37).

use crate::domain::time::Instant;

/// Sentence about a list that is not in the order asked for, and of which more exists than came.
pub const UNORDERED: &str = "The appliance does not list these newest first, so newer ones may be on other pages.";

/// Gives the sentence about rows that came in spite of a filter, out of all that came.
#[must_use]
pub fn left_out_text(left_out: usize, came: usize) -> String {
    format!(
        "Left out: {left_out} of {came} that the appliance sent, since they do not fit the filters. It may not know this filter; \
         then other pages may hold what fits."
    )
}

/// True if no time is later than the one before it. Rows without a time are passed over.
#[must_use]
pub fn is_newest_first(times: &[Option<Instant>]) -> bool {
    times.iter().flatten().is_sorted_by(|one, next| one >= next)
}
