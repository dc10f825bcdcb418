use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

/// A time in two lines, absolute and relative, both given as text, since primitives know no zone.
#[component]
pub fn TimeCell(
    /// The time for machines, RFC 3339.
    #[prop(into)]
    datetime: Signal<String>,
    /// "22 Nov 14:00".
    #[prop(into)]
    absolute: Signal<String>,
    /// "in 7 min".
    #[prop(into)]
    relative: Signal<String>,
) -> AnyView {
    html::span()
        .class("two-lines num")
        .child(html::time().attr("datetime", datetime).child(absolute))
        .child(html::span().child(relative))
        .into_any()
}
