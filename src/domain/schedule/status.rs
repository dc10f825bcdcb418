//! Kinds of effective state, for filters and sorting.

use super::EffectiveState;

/// The kinds of effective state, for filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StateKind {
    Invalid,
    NodeMissing,
    NotUnderstood,
    NeverFires,
    Expired,
    Disabled,
    StartsLater,
    Scheduled,
}

impl StateKind {
    /// All kinds, most urgent first.
    pub const ALL: [StateKind; 8] = [
        StateKind::Invalid,
        StateKind::NodeMissing,
        StateKind::NotUnderstood,
        StateKind::NeverFires,
        StateKind::Expired,
        StateKind::Disabled,
        StateKind::StartsLater,
        StateKind::Scheduled,
    ];

    /// Gives the text on the screen.
    pub fn label(self) -> &'static str {
        match self {
            StateKind::Invalid => "Invalid",
            StateKind::NodeMissing => "Node missing",
            StateKind::NotUnderstood => "Not understood",
            StateKind::NeverFires => "Never fires",
            StateKind::Expired => "Expired",
            StateKind::Disabled => "Disabled",
            StateKind::StartsLater => "Starts later",
            StateKind::Scheduled => "Scheduled",
        }
    }

    /// Gives the word in a URL.
    pub fn as_param(self) -> &'static str {
        match self {
            StateKind::Invalid => "invalid",
            StateKind::NodeMissing => "node-missing",
            StateKind::NotUnderstood => "not-understood",
            StateKind::NeverFires => "never-fires",
            StateKind::Expired => "expired",
            StateKind::Disabled => "disabled",
            StateKind::StartsLater => "starts-later",
            StateKind::Scheduled => "scheduled",
        }
    }

    /// Reads the word of a URL; `None` for an unknown word.
    pub fn from_param(text: &str) -> Option<StateKind> {
        StateKind::ALL.into_iter().find(|kind| kind.as_param() == text)
    }
}

impl EffectiveState {
    /// Gives the kind of the state.
    pub fn kind(&self) -> StateKind {
        match self {
            EffectiveState::Scheduled => StateKind::Scheduled,
            EffectiveState::StartsLater(_) => StateKind::StartsLater,
            EffectiveState::Expired(_) => StateKind::Expired,
            EffectiveState::Disabled => StateKind::Disabled,
            EffectiveState::NeverFires(_) => StateKind::NeverFires,
            EffectiveState::NodeMissing(_) => StateKind::NodeMissing,
            EffectiveState::Invalid(_) => StateKind::Invalid,
            EffectiveState::NotUnderstood(_) => StateKind::NotUnderstood,
        }
    }
}
