//! What the appliance stored otherwise than it was asked for, with one press to repair it.

use crate::components::table::difference_table::DifferenceTable;
use crate::data::schedules::Schedules;
use crate::data::write_mismatches::WriteMismatches;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::schedule::draft::ScheduleField;
use crate::domain::schedule::spec::{ScheduleChange, Spec, differences};
use crate::platform::focus;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::state::client::Changed;
use crate::state::preferences::Preferences;
use crate::state::session::SessionContext;
use crate::state::toasts::{ToastKind, Toasts};
use crate::ui::{Banner, Button, ButtonKind, Icon, Tone};

/// The banner, while the schedule is not as it was asked for.
#[component]
pub fn UnmetBanner(id: ScheduleId, on_change: Callback<()>) -> AnyView {
    let (mismatches, preferences) = (WriteMismatches::expect(), Preferences::expect());
    let (session, schedules, toasts) = (SessionContext::expect(), Schedules::expect(), Toasts::expect());
    let busy = RwSignal::new(false);
    let own = id.clone();
    let change = memo(move || mismatches.of(&own));
    let repair = {
        let id = id.clone();
        move || {
            let Some(change) = change.get_untracked().filter(|_| !busy.get_untracked()) else { return };
            busy.set(true);
            let (client, id, who) = (session.client(), id.clone(), session.identity_key());
            spawn_local(async move {
                let changed = client.schedules().change_verified(&id, &change).await;
                let _ = busy.try_set(false);
                if session.identity_key() != who {
                    return;
                }
                match changed {
                    Changed::Stored(stored) => {
                        let is_met = match Spec::of(&stored) {
                            Ok(now) => !mismatches.hold(&id, now, change.to),
                            Err(_) => false,
                        };
                        schedules.put(*stored);
                        let (kind, text) = if is_met {
                            (ToastKind::Done, "The appliance has it now as you asked for.")
                        } else {
                            (ToastKind::Failed, "The appliance took the repair, but did not store all of it.")
                        };
                        toasts.show(kind, text, None);
                        focus::heading_if_lost();
                    }
                    Changed::Conflict(_) => {
                        mismatches.forget(&id);
                        toasts.show(
                            ToastKind::Failed,
                            "Somebody else changed it meanwhile; nothing was sent. Look at it as it is now.",
                            None,
                        );
                    }
                    Changed::Gone => {
                        mismatches.forget(&id);
                        toasts.show(ToastKind::Failed, "It does not exist any more.", None);
                    }
                    Changed::Overtaken(stored) => {
                        if let Ok(now) = Spec::of(&stored) {
                            mismatches.hold(&id, now, change.to);
                        }
                        toasts.show(ToastKind::Failed, "The answer was lost. Look at it as it is now.", None);
                    }
                    Changed::NotStored => {
                        toasts.show(ToastKind::Failed, "The answer was lost, and it is as it was. Try again.", None)
                    }
                    Changed::Unseen(error) | Changed::Unknown(error) => {
                        let text = format!("Whether it was repaired is not known: {} Look at it again.", error.what());
                        toasts.show(ToastKind::Failed, text, None);
                    }
                    Changed::Refused(error) => {
                        toasts.show(ToastKind::Failed, format!("It was not repaired. {} {}", error.what(), error.todo()), None);
                    }
                }
                on_change.try_run(());
            });
        }
    };
    let accept = move || {
        mismatches.forget(&id);
        focus::heading_if_lost();
    };
    let repair = Callback::new(move |()| repair());
    let accept = Callback::new(move |()| accept());
    (move || {
        change.get().map(|change| {
            let list = preferences.with_time_labels(|labels| differences(&change.from, &change.to, labels));
            let label = label(&change);
            let body = move || html::p().child("It answered that all is well, and then showed something else.").into_any();
            html::div()
                .class("section")
                .child(view! { <Banner tone=Tone::Bad icon=Icon::OctagonX title="The appliance stored this otherwise than you asked for">{body()}</Banner> })
                .child(view! { <DifferenceTable id="unmet" caption="What differs" before="Stored" after="Asked for" list=list/> })
                .child(
                    html::div()
                        .class("do")
                        .child(view! { <Button label=label kind=ButtonKind::Primary busy=busy on_press=repair/> })
                        .child(view! { <Button label="Keep it as it is stored" on_press=accept/> }),
                )
                .into_any()
        })
    }).into_any()
}

/// The repair by its name where it is one thing.
fn label(change: &ScheduleChange) -> String {
    let only_enabled = change.from.differing(&change.to).all(|field| field == ScheduleField::Enabled);
    match (only_enabled, change.to.enabled) {
        (true, true) => "Enable it now".to_owned(),
        (true, false) => "Disable it now".to_owned(),
        (false, _) => "Store it as asked for".to_owned(),
    }
}
