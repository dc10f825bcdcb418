use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::ui::{Icon, live_glyph};

/// The severity of a status; always beside an icon and a word, since colour alone is not enough.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// Success.
    Ok,
    /// In progress.
    Run,
    /// Needs attention some time.
    Warn,
    /// Needs attention now.
    Bad,
    /// Neutral.
    #[default]
    Idle,
}

impl Tone {
    /// The class that sets the two colours of the tone.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Run => "run",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Idle => "idle",
        }
    }
}

/// A status: icon, word, colour.
#[component]
pub fn Badge(#[prop(into)] tone: Signal<Tone>, #[prop(into)] icon: Signal<Icon>, #[prop(into)] word: Signal<String>) -> AnyView {
    html::span().class(move || format!("badge {}", tone.get().class())).child(live_glyph(icon)).child(word).into_any()
}
