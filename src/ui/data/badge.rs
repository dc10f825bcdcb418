use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::ui::{Icon, live_glyph};

/// How a status feels; always beside an icon and a word, never alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// All is well.
    Ok,
    /// Under way.
    Run,
    /// Look at it some time.
    Warn,
    /// Look at it now.
    Bad,
    /// Nothing to say.
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
pub fn Badge(
    /// The colour.
    #[prop(into)]
    tone: Signal<Tone>,
    /// The shape.
    #[prop(into)]
    icon: Signal<Icon>,
    /// The word.
    #[prop(into)]
    word: Signal<String>,
) -> AnyView {
    html::span().class(move || format!("badge {}", tone.get().class())).child(live_glyph(icon)).child(word).into_any()
}
