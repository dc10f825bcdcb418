//! Verdicts and effective states as badges: a shape, a word and a colour, readable in greyscale.

use crate::platform::html::{AnyView, IntoView};
use crate::reactive::*;

use crate::domain::run::verdict::{Verdict, VerdictKind};
use crate::domain::schedule::EffectiveState;
use crate::platform::announce;
use crate::ui::{Badge, Icon, Tone};

/// Tone, icon and word of a verdict.
#[must_use]
pub fn verdict_look(verdict: &Verdict) -> (Tone, Icon, String) {
    match verdict {
        Verdict::Succeeded => (Tone::Ok, Icon::CheckCircle, "Succeeded".into()),
        Verdict::Partly { .. } => (Tone::Bad, Icon::HalfCircle, "Partly".into()),
        Verdict::Failed => (Tone::Bad, Icon::OctagonX, "Failed".into()),
        Verdict::Contradiction => (Tone::Warn, Icon::Warn, "Contradiction".into()),
        Verdict::Running => (Tone::Run, Icon::Ring, "Running".into()),
        Verdict::Cancelling => (Tone::Run, Icon::Ring, "Cancelling".into()),
        Verdict::Queued => (Tone::Idle, Icon::Clock, "Queued".into()),
        Verdict::Cancelled => (Tone::Idle, Icon::DashCircle, "Cancelled".into()),
        Verdict::Stuck => (Tone::Warn, Icon::Warn, "Stuck".into()),
        Verdict::Unknown(raw) if raw.trim().is_empty() => (Tone::Idle, Icon::Question, "No status".into()),
        Verdict::Unknown(raw) => (Tone::Idle, Icon::Question, format!("Unknown: {raw}")),
    }
}

/// The tone of a kind of verdict.
#[must_use]
pub fn kind_tone(kind: VerdictKind) -> Tone {
    match kind {
        VerdictKind::Succeeded => Tone::Ok,
        VerdictKind::Partly | VerdictKind::Failed => Tone::Bad,
        VerdictKind::Contradiction | VerdictKind::Stuck => Tone::Warn,
        VerdictKind::Running => Tone::Run,
        VerdictKind::Queued | VerdictKind::Cancelled | VerdictKind::Unknown => Tone::Idle,
    }
}

/// The badge of a verdict.
#[component]
pub fn VerdictBadge(#[prop(into)] verdict: Signal<Verdict>) -> AnyView {
    let look = memo(move || verdict.with(verdict_look));
    view! { <Badge tone=derived(move || look.get().0) icon=derived(move || look.get().1) word=derived(move || look.get().2)/> }
        .into_any()
}

/// Tone, icon and word of an effective state.
#[must_use]
pub fn state_look(state: &EffectiveState) -> (Tone, Icon, String) {
    match state {
        EffectiveState::Scheduled => (Tone::Idle, Icon::Calendar, "Scheduled".into()),
        EffectiveState::StartsLater(_) => (Tone::Idle, Icon::Clock, "Starts later".into()),
        EffectiveState::Expired(_) => (Tone::Warn, Icon::Warn, "Expired".into()),
        EffectiveState::NeverFires(_) => (Tone::Warn, Icon::Warn, "Never fires".into()),
        EffectiveState::Disabled => (Tone::Idle, Icon::DashCircle, "Disabled".into()),
        EffectiveState::NodeMissing(_) => (Tone::Bad, Icon::OctagonX, "Node missing".into()),
        EffectiveState::Invalid(_) => (Tone::Bad, Icon::OctagonX, "Invalid".into()),
        EffectiveState::NotUnderstood(_) => (Tone::Warn, Icon::Question, "Not understood".into()),
    }
}

/// The badge of an effective state.
#[component]
pub fn StateBadge(#[prop(into)] state: Signal<EffectiveState>) -> AnyView {
    let look = memo(move || state.with(state_look));
    view! { <Badge tone=derived(move || look.get().0) icon=derived(move || look.get().1) word=derived(move || look.get().2)/> }
        .into_any()
}

/// Announces each change of the verdict after the first. `what` names its subject: "The run".
pub fn announce_changes(what: &'static str, verdict: Memo<Option<Verdict>>) {
    let mut before = None;
    effect(move || {
        let now = verdict.get();
        if let (Some(before), Some(now)) = (&before, &now)
            && before != now
        {
            announce::polite(&format!("{what} is now: {}", verdict_look(now).2));
        }
        before = now;
    });
}
