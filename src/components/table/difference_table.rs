//! The differences between two settings of a schedule, field by field.

use crate::components::fields::untrusted_text::UntrustedText;
use crate::domain::schedule::spec::Difference;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::ui::{Table, columns};

/// The table; `before` and `after` head its two sides.
#[component]
pub fn DifferenceTable(
    id: &'static str,
    caption: &'static str,
    before: &'static str,
    after: &'static str,
    list: Vec<Difference>,
) -> AnyView {
    let row = |difference: Difference| {
        html::tr()
            .child(html::th().attr("scope", "row").child(difference.field.label()))
            .child(html::td().attr("data-label", before).child(view! { <UntrustedText text=difference.before/> }))
            .child(html::td().attr("data-label", after).child(view! { <UntrustedText text=difference.after/> }))
            .into_any()
    };
    let body = html::tbody().child(list.into_iter().map(row).collect::<Vec<_>>());
    let rows = (columns(["Field", before, after]), body).into_any();
    view! { <Table id=id caption=caption stack=true>{rows}</Table> }.into_any()
}
