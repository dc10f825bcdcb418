//! A page behind the last one: its rows were deleted, or a link is old.

use crate::data::context::AppContext;
use crate::domain::schedule::table::is_behind;
use crate::reactive::*;

/// Replaces the address of a page behind the last one by the last page. `past_end` gives the rows per page and the total, while
/// there are rows but none on the requested page.
pub fn clamp_page(past_end: Memo<Option<(usize, usize)>>) {
    let router = AppContext::expect().router;
    effect(move || {
        if let Some((size, total)) = past_end.get() {
            let last = total.div_ceil(size.max(1));
            let word = if last > 1 { last.to_string() } else { String::new() };
            router.replace_query(router.query().get_untracked().with("page", &word));
        }
    });
}

/// Like [`clamp_page`], for a list that is here as a whole once `is_known`.
pub fn clamp_page_of(page: Memo<usize>, size: Memo<usize>, total: Memo<usize>, is_known: impl Fn() -> bool + 'static) {
    clamp_page(memo(move || {
        let (size, total) = (size.get(), total.get());
        (is_known() && is_behind(total, page.get(), size)).then_some((size, total))
    }));
}
