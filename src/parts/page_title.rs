//! The one h1 of a page, and all that a change of page means for a person who does not see it: the title of the tab, one
//! polite announcement, and the focus at the start of the new page.

use leptos::prelude::*;

use super::words::Words;
use crate::platform::{announce, focus, page};
use crate::reactive::effect;
use crate::routes::Router;

/// The product's name at the end of every title.
const PRODUCT: &str = "Key synchronization";

/// The heading. `text` also names the tab. `count` stands beside it.
#[component]
pub fn PageTitle(#[prop(into)] text: Signal<String>, #[prop(into, optional)] count: Option<Signal<String>>) -> impl IntoView {
    let router = Router::expect();
    effect(move || page::set_title(&format!("{} – {PRODUCT}", text.get())));
    Effect::new(move |ran: Option<()>| {
        // Not on the first page: there the browser itself reads the title. Not again when the heading's text changes.
        if ran.is_none() && router.moves() > 0 {
            focus::main_heading();
            announce::polite(&text.get_untracked());
        }
    });
    view! {
        <h1 id="page-title" tabindex="-1"><Words text=text/></h1>
        {count.map(|count| view! { <span class="count num">{count}</span> })}
    }
}
