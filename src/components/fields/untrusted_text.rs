//! Text of the appliance on the page: always a text node, isolated, with what cannot be seen made visible.

use crate::platform::html::{Html, part};
use crate::reactive::*;

use crate::domain::text::{self, Piece as Part};
use crate::ui::{Piece, Untrusted};

/// A name or another text of the appliance, verbatim, with blanks at its ends and invisible characters marked.
#[component]
pub fn Words(#[prop(into)] text: Signal<String>) -> Html {
    part(move || view! { <Untrusted pieces=pieces(&text.get())/> })
}

fn pieces(text: &str) -> Vec<Piece> {
    text::visible(text)
        .into_iter()
        .map(|part| match part {
            Part::Plain(text) => Piece::plain(text),
            Part::Mark { shown, meaning } => Piece::marked(shown, meaning),
        })
        .collect()
}
