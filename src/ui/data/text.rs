use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

/// A piece of text that came from elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UntrustedPiece {
    pub text: String,
    /// Why it stands out, when it is shown in place of something that cannot be seen: "trailing blank".
    pub mark: Option<&'static str>,
}

impl UntrustedPiece {
    /// Ordinary text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), mark: None }
    }

    /// A visible stand-in for what cannot be seen.
    pub fn marked(shown: impl Into<String>, mark: &'static str) -> Self {
        Self { text: shown.into(), mark: Some(mark) }
    }
}

/// Text that came from elsewhere: isolated, so that its direction changes nothing around it, and with marks for what cannot be
/// seen.
#[component]
pub fn Untrusted(
    /// The text in pieces.
    pieces: Vec<UntrustedPiece>,
) -> AnyView {
    let pieces = pieces.into_iter().map(|UntrustedPiece { text, mark }| match mark {
        None => text.into_any(),
        Some(mark) => html::span()
            .class("trail")
            .attr("title", mark)
            .child(html::span().attr("aria-hidden", "true").child(text))
            .child(html::span().class("vh").child(format!("({mark})")))
            .into_any(),
    });
    html::bdi().child(pieces.collect::<Vec<_>>()).into_any()
}
