//! A link whose filters this page does not understand: from another version, mistyped, or for another domain.

use crate::components::fields::untrusted_text::UntrustedText;
use crate::components::layout::page_title::PageTitle;
use crate::data::context::AppContext;
use crate::platform::focus;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::ui::{Button, ButtonKind};

/// Names the parts in place of the page, whose rows would not be those of the link, and offers to clear them.
#[component]
pub fn UnknownLink(parts: Memo<Vec<(String, String)>>) -> AnyView {
    let router = AppContext::expect().router;
    let clear = move || {
        let query = router.query().get_untracked();
        let known = parts.with_untracked(|parts| parts.iter().fold(query, |query, (name, _)| query.with(name, "")));
        router.replace_query(known);
        focus::main_heading();
    };
    let line = |(name, value): (String, String)| {
        let text = format!("{name}={value}");
        html::li().child(html::code().child(view! { <UntrustedText text=text/> })).into_any()
    };
    (
        html::div().class("head").child(view! { <PageTitle text="This link is not understood"/> }),
        html::p().child("This link has a filter that is not known here, has one twice, or is for another domain:"),
        html::ul().child(move || parts.get().into_iter().map(line).collect::<Vec<_>>()),
        html::p().child("Without it, the page would show other rows than the link says, so none are shown."),
        html::p().child(view! { <Button label="Clear and show the page" kind=ButtonKind::Primary on_press=clear/> }),
    )
        .into_any()
}
