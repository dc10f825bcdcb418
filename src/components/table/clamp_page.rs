//! A page behind the last one: its rows were deleted, or a link is old.

use crate::reactive::*;
use crate::routes::Router;

/// Leads to the last page, in place of one behind it. `past_end` gives the rows of a page and those in all while there are some, and
/// the page that the address asks for has none of them.
pub fn clamp_page(past_end: Memo<Option<(usize, usize)>>) {
    let router = Router::expect();
    effect(move || {
        if let Some((size, total)) = past_end.get() {
            let last = total.div_ceil(size.max(1));
            let word = if last > 1 { last.to_string() } else { String::new() };
            router.replace_query(router.query().get_untracked().with("page", &word));
        }
    });
}
