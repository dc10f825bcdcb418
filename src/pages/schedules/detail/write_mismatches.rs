//! Values that the appliance stored differently from the saved ones, with a button that repairs them.

use crate::components::table::difference_table::DifferenceTable;
use crate::data::client::{WriteKind, WriteOutcome, describe};
use crate::data::command::Command;
use crate::data::context::AppContext;
use crate::data::schedules::Schedules;
use crate::data::signed_in::SignedInContext;
use crate::data::write_mismatches::WriteMismatches;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::draft::ScheduleField;
use crate::domain::schedule::patch::ScheduleChange;
use crate::domain::schedule::spec::{Spec, differences};
use crate::platform::focus;
use crate::platform::html::{self, AnyView, IntoView};
use crate::reactive::*;
use crate::state::permissions::Permission;
use crate::ui::{Banner, Button, ButtonKind, Icon, Tone};

/// The banner, shown while stored values differ from the saved ones.
#[component]
pub fn WriteMismatchBanner(id: ScheduleId, on_change: Callback<()>) -> AnyView {
    let (mismatches, preferences) = (SignedInContext::expect().write_mismatches, AppContext::expect().preferences);
    let repair = Repair {
        mismatches,
        schedules: SignedInContext::expect().schedules,
        command: Command::new(),
        busy: RwSignal::new(false),
        on_change,
    };
    let own = id.clone();
    let change = memo(move || mismatches.of(&own));
    let busy = repair.busy;
    let own = id.clone();
    let on_repair = Callback::new(move |()| {
        if let Some(change) = change.get_untracked().filter(|_| !busy.get_untracked()) {
            repair.send(own.clone(), change);
        }
    });
    let accept = Callback::new(move |()| {
        mismatches.forget(&id);
        focus::heading_if_lost();
    });
    (move || {
        change.get().map(|change| {
            let list = preferences.with_time_labels(|labels| differences(&change.from, &change.to, labels));
            let label = label(&change);
            let body = move || html::p().child("The appliance reported success, but reading the schedule back shows other values.").into_any();
            html::div()
                .class("section")
                .child(view! { <Banner tone=Tone::Bad icon=Icon::OctagonX title="The stored values differ from what you saved">{body()}</Banner> })
                .child(view! { <DifferenceTable id="mismatches" caption="Differences" before="Stored" after="Asked for" list=list/> })
                .child(
                    html::div()
                        .class("button-row")
                        .child(view! { <Button label=label kind=ButtonKind::Primary busy=busy on_press=on_repair/> })
                        .child(view! { <Button label="Keep the stored values" on_press=accept/> }),
                )
                .into_any()
        })
    }).into_any()
}

/// The write that stores the saved values again.
#[derive(Clone, Copy)]
struct Repair {
    mismatches: WriteMismatches,
    schedules: Schedules,
    command: Command,
    busy: RwSignal<bool>,
    on_change: Callback<()>,
}

impl Repair {
    fn send(self, id: ScheduleId, change: ScheduleChange) {
        self.busy.set(true);
        let (client, wanted, own) = (self.command.client(), change.to.clone(), id.clone());
        let send = async move { client.schedules().change_verified(&id, &change).await };
        let ended = move || {
            let _ = self.busy.try_set(false);
        };
        self.command.run(Permission::Change, send, ended, move |outcome| {
            self.command.show(&describe(&outcome, WriteKind::Repair, "the schedule"), None);
            self.settle(outcome, &own, wanted);
            self.on_change.try_run(());
        });
    }

    /// Keeps or drops the mismatch, by the values stored now.
    fn settle(self, outcome: WriteOutcome<Schedule>, id: &ScheduleId, wanted: Spec) {
        match outcome {
            WriteOutcome::Applied(stored) | WriteOutcome::AppliedDifferently(stored) => {
                if let Ok(now) = Spec::of(&stored) {
                    self.mismatches.hold(id, now, wanted);
                }
                self.schedules.put(stored);
                focus::heading_if_lost();
            }
            WriteOutcome::ChangedConcurrently(stored) => {
                if let Ok(now) = Spec::of(&stored) {
                    self.mismatches.hold(id, now, wanted);
                }
            }
            WriteOutcome::Conflict(_) | WriteOutcome::Gone => self.mismatches.forget(id),
            _ => {}
        }
    }
}

/// The label of the repair: by name where it is only the state.
fn label(change: &ScheduleChange) -> String {
    let only_enabled = change.from.differing(&change.to).all(|field| field == ScheduleField::Enabled);
    match (only_enabled, change.to.enabled) {
        (true, true) => "Enable it now".to_owned(),
        (true, false) => "Disable it now".to_owned(),
        (false, _) => "Save my values again".to_owned(),
    }
}
