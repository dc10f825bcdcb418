//! Text of the appliance on the page: always a text node, isolated, with invisible characters made visible.

use crate::platform::html::{AnyView, IntoView};
use crate::reactive::*;

use crate::domain::text::{self, TextPiece};
use crate::ui::{Untrusted, UntrustedPiece};

/// A name or another text of the appliance, verbatim, with spaces at its ends and invisible characters marked.
#[component]
pub fn UntrustedText(#[prop(into)] text: Signal<String>) -> AnyView {
    (move || view! { <Untrusted pieces=pieces(&text.get())/> }).into_any()
}

fn pieces(text: &str) -> Vec<UntrustedPiece> {
    text::visible(text)
        .into_iter()
        .map(|part| match part {
            TextPiece::Plain(text) => UntrustedPiece::plain(text),
            TextPiece::Mark { shown, meaning } => UntrustedPiece::marked(shown, meaning),
        })
        .collect()
}
