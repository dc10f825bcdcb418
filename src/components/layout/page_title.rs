//! The one h1 of a page, and the signs of a page change for a person who does not see it: the title of the tab, one polite
//! announcement, and the focus at the start of the new page.

use crate::data::context::AppContext;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

use crate::components::fields::untrusted_text::UntrustedText;
use crate::domain::name::Name;
use crate::platform::{announce, focus, page};

/// The product's name, at the end of every title.
const PRODUCT: &str = "Key synchronization";

/// The heading. `text` also names the tab; `count` is shown beside it.
#[component]
pub fn PageTitle(
    #[prop(into)] text: Signal<Name>,
    #[prop(into, optional)] count: Option<Signal<String>>,
    /// The title of the tab, where it is longer than the heading.
    #[prop(into, optional)]
    tab: Option<Signal<String>>,
) -> AnyView {
    let tab = tab.unwrap_or_else(|| derived(move || text.with(Name::marked)));
    name_tab(tab);
    enter_page(tab);
    (
        html::h1().attr("id", "page-title").attr("tabindex", "-1").child(view! { <UntrustedText text=text/> }),
        count.map(|count| html::span().class("count num").child(count)),
    )
        .into_any()
}

/// Names the tab after the page.
pub fn name_tab(tab: Signal<String>) {
    effect(move || page::set_title(&format!("{} – {PRODUCT}", tab.get())));
}

/// Moves the focus to the heading of a page that was just entered, and announces the page.
pub fn enter_page(tab: Signal<String>) {
    let router = AppContext::expect().router;
    let mut ran = false;
    effect(move || {
        // Not on the first page: there the browser itself reads the title. Not again when the heading's text changes.
        if !std::mem::replace(&mut ran, true) && router.moves() > 0 {
            focus::entered_page();
            announce::polite(&tab.get_untracked());
        }
    });
}
