//! Text of the appliance on the page: always a text node, isolated, with invisible characters made visible.

use crate::platform::html::{AnyView, IntoView};
use crate::reactive::*;

use crate::domain::name::Name;
use crate::domain::text::{self, TextPiece};
use crate::ui::{Untrusted, UntrustedPiece};

/// A name or another text of the appliance, verbatim, with spaces at its ends and invisible characters marked.
#[component]
pub fn UntrustedText(#[prop(into)] text: Signal<Name>) -> AnyView {
    (move || view! { <Untrusted pieces=text.with(pieces)/> }).into_any()
}

impl From<&str> for Signal<Name> {
    fn from(text: &str) -> Self {
        Self::stored(text.into())
    }
}

impl From<String> for Signal<Name> {
    fn from(text: String) -> Self {
        Self::stored(text.into())
    }
}

fn pieces(text: &Name) -> Vec<UntrustedPiece> {
    text::visible(text.as_sent())
        .into_iter()
        .map(|part| match part {
            TextPiece::Plain(text) => UntrustedPiece::plain(text),
            TextPiece::Mark { shown, meaning } => UntrustedPiece::marked(shown, meaning),
        })
        .collect()
}
