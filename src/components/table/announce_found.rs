//! The number of rows that a search or a filter finds, for those who do not see the table.

use crate::data::context::AppContext;
use crate::platform::number::grouped;
use crate::platform::{announce, timer};
use crate::reactive::*;
use crate::routes::UrlQuery;

/// Milliseconds without another filter or number after which the number is announced.
const PAUSE_MS: i32 = 800;

/// Announces how many things `found` has, once after each change of the filters in the address; `None` while that is not known.
/// `nouns` are the words for one and for several.
pub fn announce_found(found: Memo<Option<usize>>, nouns: (&'static str, &'static str)) {
    let router = AppContext::expect().router;
    let filters = memo(move || router.query().with(filters_of));
    let told = StoredValue::new(filters.get_untracked());
    let pause = timer::Slot::new();
    effect(move || {
        let asked = filters.get();
        let is_known = found.with(Option::is_some);
        found.track();
        if !is_known || told.with_value(|told| *told == asked) {
            pause.clear();
            return;
        }
        pause.after(PAUSE_MS, move || {
            if let Some(Some(count)) = found.try_get_untracked() {
                told.set_value(asked);
                let noun = if count == 1 { nouns.0 } else { nouns.1 };
                announce::polite(&[&*grouped(count), " ", noun, " found"].concat());
            }
        });
    });
}

/// The part of an address that chooses rows.
fn filters_of(query: &UrlQuery) -> String {
    ["page", "rows", "sort", "compare"].into_iter().fold(query.clone(), |query, name| query.with(name, "")).text()
}
