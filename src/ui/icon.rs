use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;

/// The icon set: one path each, drawn on a 16 px grid with a 1.5 px stroke of the current colour. Shapes of statuses differ, so
/// that no status needs its colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Icon {
    Key,
    Home,
    Calendar,
    List,
    Sync,
    Gear,
    Search,
    Plus,
    Play,
    Pause,
    More,
    /// Succeeded.
    CheckCircle,
    /// Partly.
    HalfCircle,
    /// Running.
    Ring,
    /// Failed.
    OctagonX,
    Warn,
    /// Disabled, or nothing there.
    #[default]
    DashCircle,
    Clock,
    Question,
    Copy,
    ChevronDown,
    ChevronRight,
    Check,
    X,
    ArrowUp,
    ArrowDown,
    External,
    Sun,
    Moon,
    Monitor,
    User,
    Info,
    SignOut,
    Offline,
    Lock,
    Eye,
    EyeOff,
    Trash,
    Pencil,
}

impl Icon {
    /// The path to draw.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Key => "M8.5 10.5a3 3 0 1 1-6 0a3 3 0 0 1 6 0zM7.7 8.3 13.5 3M11 5.5l2 2",
            Self::Home => "M2.5 7.5 8 3l5.5 4.5V13h-11z",
            Self::Calendar => {
                "M3.5 3.5h9a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1zM2.5 6.5h11M5.5 2v3M10.5 2v3"
            }
            Self::List => "M3 4h10M3 8h7M3 12h9",
            Self::Sync => "M13 6.5A5.3 5.3 0 0 0 3.5 5M3 9.5A5.3 5.3 0 0 0 12.5 11M3 2.5v3h3M13 13.5v-3h-3",
            Self::Gear => {
                "M10.2 8a2.2 2.2 0 1 1-4.4 0a2.2 2.2 0 0 1 4.4 0zM8 2v2M8 12v2M2 8h2M12 8h2M3.8 3.8l1.4 1.4M10.8 10.8l1.4 1.4M3.8 12.2l1.4-1.4M10.8 5.2l1.4-1.4"
            }
            Self::Search => "M11 7a4 4 0 1 1-8 0a4 4 0 0 1 8 0zM10 10l3.5 3.5",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Play => "M5 3.5v9l7-4.5z",
            Self::Pause => "M5.5 3.5v9M10.5 3.5v9",
            Self::More => "M3.5 7.6v.8M8 7.6v.8M12.5 7.6v.8",
            Self::Ring => "M13.5 8A5.5 5.5 0 1 1 8 2.5",
            Self::OctagonX => "M5.6 2.5h4.8l3.1 3.1v4.8l-3.1 3.1H5.6l-3.1-3.1V5.6zM6 6l4 4M10 6l-4 4",
            Self::Warn => "M8 2.5 14 13H2zM8 6.5v3M8 11.2v.1",
            Self::Copy => {
                "M6 5.5h6.5a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1zM2.5 10.5v-7a1 1 0 0 1 1-1h7"
            }
            Self::ChevronDown => "m4 6.5 4 4 4-4",
            Self::ChevronRight => "m6 4 4 4-4 4",
            Self::Check => "m3.5 8.5 3 3 6-7",
            Self::X => "m4 4 8 8M12 4l-8 8",
            Self::ArrowUp => "M8 13V3.5M4.5 6.5 8 3l3.5 3.5",
            Self::ArrowDown => "M8 3v9.5M4.5 9.5 8 13l3.5-3.5",
            Self::External => "M9.5 3H13v3.5M13 3 7.5 8.5M7 3.5H3.5v9h9V9",
            Self::Sun => {
                "M10.5 8a2.5 2.5 0 1 1-5 0a2.5 2.5 0 0 1 5 0zM8 1.5V3M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1"
            }
            Self::Moon => "M13.5 9.5A6 6 0 0 1 6.5 2.5a5.5 5.5 0 1 0 7 7z",
            Self::Monitor => "M2.5 3h11v7.5h-11zM5.5 13.5h5M8 10.5v3",
            Self::User => "M10.5 5.5a2.5 2.5 0 1 1-5 0a2.5 2.5 0 0 1 5 0zM3 13.5c.6-2.6 2.5-4 5-4s4.4 1.4 5 4",
            Self::SignOut => "M6.5 2.5h-4v11h4M6 8h7.5M10.5 5l3 3-3 3",
            Self::Offline => "M2.5 6.5a8 8 0 0 1 11 0M5 9.3a4.3 4.3 0 0 1 6 0M8 12v.1M3 13 13 3",
            Self::Eye => {
                "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM9.8 8a1.8 1.8 0 1 1-3.6 0a1.8 1.8 0 0 1 3.6 0z"
            }
            Self::EyeOff => "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM3 13 13 3",
            Self::Trash => "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9M6.7 7v4M9.3 7v4",
            Self::Pencil => "M10.5 3.5l2 2L5.5 12.5l-3 1 1-3zM9 5l2 2",
            Self::Lock => "M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
            Self::CheckCircle => "M13.5 8a5.5 5.5 0 1 1-11 0a5.5 5.5 0 0 1 11 0zM5.5 8.2l1.8 1.8 3.2-3.8",
            Self::HalfCircle => "M13.5 8a5.5 5.5 0 1 1-11 0a5.5 5.5 0 0 1 11 0zM8 2.5v11M5.6 6.3v3.4",
            Self::DashCircle => "M13.5 8a5.5 5.5 0 1 1-11 0a5.5 5.5 0 0 1 11 0zM5.5 8h5",
            Self::Clock => "M13.5 8a5.5 5.5 0 1 1-11 0a5.5 5.5 0 0 1 11 0zM8 5v3.2l2 1.3",
            Self::Question => {
                "M13.5 8a5.5 5.5 0 1 1-11 0a5.5 5.5 0 0 1 11 0zM6.6 6.5a1.5 1.5 0 1 1 1.9 1.6c-.3.1-.5.4-.5.8M8 11v.1"
            }
            Self::Info => "M13.5 8a5.5 5.5 0 1 1-11 0a5.5 5.5 0 0 1 11 0zM8 7.5V11M8 5.2v.1",
        }
    }
}

/// The icon as decoration beside a word of the same meaning.
pub fn glyph(icon: Icon) -> AnyView {
    html::svg()
        .class("glyph")
        .attr("viewBox", "0 0 16 16")
        .attr("aria-hidden", "true")
        .child(html::path().attr("d", icon.path()))
        .into_any()
}

/// [`glyph`] for an icon that changes.
pub fn live_glyph(icon: Signal<Icon>) -> AnyView {
    html::svg()
        .class("glyph")
        .attr("viewBox", "0 0 16 16")
        .attr("aria-hidden", "true")
        .child(html::path().attr("d", move || icon.get().path()))
        .into_any()
}
