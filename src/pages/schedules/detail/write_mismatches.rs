//! Banner for settings that the appliance stored with other values than requested, with a button that repairs them.

use crate::components::table::difference_table::DifferenceTable;
use crate::data::client::{WriteKind, WriteOutcome, describe};
use crate::data::command::Command;
use crate::data::schedules::Schedules;
use crate::data::write_mismatches::WriteMismatches;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::schedule::draft::ScheduleField;
use crate::domain::schedule::spec::{ScheduleChange, Spec, differences};
use crate::platform::focus;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::state::permissions::Permission;
use crate::state::preferences::Preferences;
use crate::ui::{Banner, Button, ButtonKind, Icon, Tone};

/// The banner of one schedule, while its stored settings differ from the requested ones.
#[component]
pub fn WriteMismatchBanner(id: ScheduleId, on_change: Callback<()>) -> AnyView {
    let (mismatches, preferences) = (WriteMismatches::expect(), Preferences::expect());
    let (schedules, command) = (Schedules::expect(), Command::new());
    let busy = RwSignal::new(false);
    let own = id.clone();
    let change = memo(move || mismatches.of(&own));
    let repair = {
        let id = id.clone();
        move || {
            let Some(change) = change.get_untracked().filter(|_| !busy.get_untracked()) else { return };
            busy.set(true);
            let (client, wanted, own) = (command.client(), change.to.clone(), id.clone());
            let send = {
                let id = id.clone();
                async move { client.schedules().change_verified(&id, &change).await }
            };
            let ended = move || {
                let _ = busy.try_set(false);
            };
            command.run(Permission::Change, send, ended, move |outcome| {
                command.show(&describe(&outcome, WriteKind::Repair, "the schedule"), None);
                match outcome {
                    WriteOutcome::Applied(stored) | WriteOutcome::AppliedDifferently(stored) => {
                        if let Ok(now) = Spec::of(&stored) {
                            mismatches.hold(&own, now, wanted);
                        }
                        schedules.put(stored);
                        focus::heading_if_lost();
                    }
                    WriteOutcome::ChangedConcurrently(stored) => {
                        if let Ok(now) = Spec::of(&stored) {
                            mismatches.hold(&own, now, wanted);
                        }
                    }
                    WriteOutcome::Conflict(_) | WriteOutcome::Gone => mismatches.forget(&own),
                    _ => {}
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
            let body = move || html::p().child("The appliance reported success, but reading the schedule back shows other values.").into_any();
            html::div()
                .class("section")
                .child(view! { <Banner tone=Tone::Bad icon=Icon::OctagonX title="The stored values differ from what you saved">{body()}</Banner> })
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

/// The label of the repair button: the action itself if only `enabled` differs.
fn label(change: &ScheduleChange) -> String {
    let only_enabled = change.from.differing(&change.to).all(|field| field == ScheduleField::Enabled);
    match (only_enabled, change.to.enabled) {
        (true, true) => "Enable it now".to_owned(),
        (true, false) => "Disable it now".to_owned(),
        (false, _) => "Store it as asked for".to_owned(),
    }
}
