use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

/// A piece of untrusted text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UntrustedPiece {
    pub text: String,
    /// The meaning of a stand-in for an invisible character: "trailing space".
    pub mark: Option<&'static str>,
}

impl UntrustedPiece {
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), mark: None }
    }

    /// A visible stand-in for an invisible character.
    pub fn marked(shown: impl Into<String>, mark: &'static str) -> Self {
        Self { text: shown.into(), mark: Some(mark) }
    }
}

/// Untrusted text: isolated, so that its direction changes nothing around it, and with marks for invisible characters.
#[component]
pub fn Untrusted(pieces: Vec<UntrustedPiece>) -> AnyView {
    let pieces = pieces.into_iter().map(|UntrustedPiece { text, mark }| match mark {
        None => text.into_any(),
        Some(mark) => html::span()
            .class("trail")
            .attr("title", mark)
            .child(html::span().attr("aria-hidden", "true").child(text))
            .child(html::span().class("sr-only").child(format!("({mark})")))
            .into_any(),
    });
    html::bdi().child(pieces.collect::<Vec<_>>()).into_any()
}
