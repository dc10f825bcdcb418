//! The state of a cron editor that outlives its view: the expression, the zone of its time, and an entry that is refused.

use crate::data::context::AppContext;
use crate::domain::cron::editor::{BuilderKind, Lead, WhenForm};
use crate::domain::cron::{CronBuilder, FieldValues};
use crate::platform::announce;
use crate::platform::intl_zone::clocks;
use crate::platform::zone::Zone;
use crate::reactive::*;

/// The expression and the simple fields of it; `Copy`, and valid as long as its owner.
#[derive(Clone, Copy)]
pub struct CronForm {
    /// The expression, both ways; empty while an entry of the fields is refused.
    pub text: RwSignal<String>,
    pub(super) when: RwSignal<WhenForm>,
    zone: RwSignal<Zone>,
    pub(super) context: AppContext,
}

impl CronForm {
    /// Takes the expression. Its time is shown in the zone of the header's switch at first.
    pub fn new(text: RwSignal<String>) -> Self {
        let context = AppContext::expect();
        let form = Self {
            text,
            when: RwSignal::new(WhenForm::new(text.get_untracked(), Lead::NONE)),
            zone: RwSignal::new(context.preferences.zone.get_untracked()),
            context,
        };
        untrack(|| form.follow_clocks());
        // A person types, a button mends the text, or a draft is restored.
        effect(move || {
            let text = text.get();
            if form.when.with_untracked(|when| when.text() != text) {
                form.when.update(|when| when.typed(text));
            }
        });
        effect(move || form.follow_clocks());
        form
    }

    /// Takes over the lead that the zone has now.
    fn follow_clocks(self) {
        let zone = self.zone.get();
        let Some(lead) = self.lead_of(&zone) else { return self.zone.set(self.appliance_zone()) };
        let mut next = self.when.get_untracked();
        if next.lead() != lead {
            next.drift(lead);
            self.write(next);
        }
    }

    /// The zone by whose clocks the fields show the time.
    pub(super) fn shown_zone(self) -> Zone {
        let is_by_place = self.when.with(|when| when.shown().1 == when.lead());
        if is_by_place { self.zone.get() } else { self.appliance_zone() }
    }

    /// The zone that a person chose.
    pub(super) fn zone(self) -> Zone {
        self.zone.get()
    }

    pub(super) fn appliance_zone(self) -> Zone {
        self.context.preferences.appliance_zone.get()
    }

    /// `None` for clocks of which no expression can be computed.
    fn lead_of(self, zone: &Zone) -> Option<Lead> {
        let now = self.context.clock.minute();
        Lead::from_seconds(clocks(zone)?.offset_at(now) - self.context.preferences.appliance_clocks().offset_at(now))
    }

    /// Takes the zone that a person chose: the time in the fields is meant there.
    pub(super) fn choose(self, zone: Zone) {
        let place = self.lead_of(&zone).map(|lead| (zone, lead));
        let (zone, lead) = place.unwrap_or_else(|| (self.appliance_zone(), Lead::NONE));
        let mut next = self.when.get_untracked();
        next.move_to(lead);
        self.zone.set(zone);
        self.write(next);
    }

    pub(super) fn set(self, builder: CronBuilder) {
        let mut next = self.when.get_untracked();
        next.set(builder);
        self.write(next);
    }

    pub(super) fn set_days(self, days: FieldValues) {
        let mut next = self.when.get_untracked();
        next.set_days(days);
        self.write(next);
    }

    /// Takes a schedule by the appliance's clocks.
    pub(super) fn put(self, simple: &CronBuilder) {
        let mut next = self.when.get_untracked();
        next.put(simple);
        self.write(next);
    }

    pub(super) fn pick(self, kind: BuilderKind) {
        let mut next = self.when.get_untracked();
        next.pick(kind);
        self.write(next);
    }

    fn write(self, next: WhenForm) {
        // An edit of a text that the place cannot show goes on by the appliance's clocks.
        if next.lead() == Lead::NONE && untrack(|| self.lead_of(&self.zone.get())) != Some(Lead::NONE) {
            self.zone.set(untrack(|| self.appliance_zone()));
        }
        let before = self.when.with_untracked(WhenForm::refusal);
        if let Some(refusal) = next.refusal().filter(|refusal| before != Some(*refusal)) {
            announce::assertive(refusal.text());
        }
        let text = next.text().to_owned();
        self.when.set(next);
        if self.text.with_untracked(|held| *held != text) {
            self.text.set(text);
        }
    }
}
