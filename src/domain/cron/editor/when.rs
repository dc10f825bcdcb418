//! The state of the simple fields: an expression, and the clocks of the place by which a person sets its time.
//!
//! The expression is the truth. Fields show it by the clocks of the place, and only an edit of the fields writes it, so that a
//! stored text stays byte for byte. An entry that no expression says leaves no text: nothing can be sent but what is shown.

use super::{BuilderKind, CronBuilder, LastChoices, Lead, MonthDays, NoConversion, Weekdays};
use crate::domain::cron::parse::field::FieldValues;

/// The state of the simple fields.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WhenForm {
    entry: Entry,
    lead: Lead,
    /// By the clocks of the place.
    held: LastChoices,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Entry {
    Text {
        text: String,
        /// A person who chose Custom edits the text, even if a simple kind could express it.
        is_custom: bool,
    },
    /// An entry by the clocks of the place that no expression says; for want of a day with the last ones.
    Refused(CronBuilder, NoConversion),
}

impl WhenForm {
    /// Takes any text and the lead of the chosen place.
    #[must_use]
    pub fn new(text: String, lead: Lead) -> Self {
        Self { entry: Entry::Text { text, is_custom: false }, lead, held: LastChoices::default() }
    }

    /// Gives the expression to send; empty while an entry is refused.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.entry {
            Entry::Text { text, .. } => text,
            Entry::Refused(..) => "",
        }
    }

    /// Gives the lead of the chosen place.
    #[must_use]
    pub const fn lead(&self) -> Lead {
        self.lead
    }

    /// Gives the schedule that the fields show, and the lead of the clocks by which they do: those of the place, or the
    /// appliance's for a text that the place cannot show.
    #[must_use]
    pub fn shown(&self) -> (CronBuilder, Lead) {
        match &self.entry {
            Entry::Text { text, is_custom: true } => (CronBuilder::Custom(text.clone()), self.lead),
            _ => self.drawn(),
        }
    }

    /// The same, whether or not a person chose Custom.
    fn drawn(&self) -> (CronBuilder, Lead) {
        match &self.entry {
            Entry::Text { text, .. } => {
                let simple = CronBuilder::read(text);
                simple.in_place(self.lead).map_or((simple, Lead::NONE), |simple| (simple, self.lead))
            }
            Entry::Refused(entry, _) => (entry.clone(), self.lead),
        }
    }

    /// Gives the reason why the entry in the fields has no expression.
    #[must_use]
    pub const fn refusal(&self) -> Option<NoConversion> {
        match self.entry {
            Entry::Text { .. } => None,
            Entry::Refused(_, refusal) => Some(refusal),
        }
    }

    /// Gives the selected days, of the week or of the month.
    #[must_use]
    pub fn days(&self) -> FieldValues {
        match self.shown().0 {
            _ if self.refusal() == Some(NoConversion::NoDay) => FieldValues::NONE,
            CronBuilder::Weekly(days, _) => days.values(),
            CronBuilder::Monthly(days, _) => days.values(),
            _ => FieldValues::NONE,
        }
    }

    /// Takes over a text from elsewhere: typed, or put by a button.
    pub fn typed(&mut self, text: String) {
        let is_custom = matches!(self.entry, Entry::Text { is_custom: true, .. });
        self.entry = Entry::Text { text, is_custom };
    }

    /// Takes over a simple schedule by the appliance's clocks; the place stays.
    pub fn put(&mut self, simple: &CronBuilder) {
        self.entry = Entry::Text { text: simple.write(), is_custom: false };
    }

    /// Takes the entry of a person in the fields, by the clocks by which they show. Days that are missing are still missing.
    pub fn set(&mut self, entry: CronBuilder) {
        let (_, lead) = self.shown();
        self.keep_on(entry, lead);
    }

    /// Takes the days that a person selected; none of them is an entry that is refused.
    pub fn set_days(&mut self, days: FieldValues) {
        let (now, lead) = self.shown();
        let next = match &now {
            CronBuilder::Weekly(last, time) => Weekdays::new(days, last.spelling()).map(|days| CronBuilder::Weekly(days, *time)),
            CronBuilder::Monthly(_, time) => MonthDays::new(days).map(|days| CronBuilder::Monthly(days, *time)),
            _ => return,
        };
        match next {
            Some(next) => self.enter(next, lead),
            None => (self.entry, self.lead) = (Entry::Refused(now, NoConversion::NoDay), lead),
        }
    }

    /// Shows another kind, with its last values. Custom edits the text as it stands.
    pub fn pick(&mut self, kind: BuilderKind) {
        let (now, lead) = self.drawn();
        self.held.keep(&now, lead);
        match self.held.builder(kind) {
            None => self.entry = Entry::Text { text: self.text().to_owned(), is_custom: true },
            Some(_) if now.kind() == kind => {
                if let Entry::Text { is_custom, .. } = &mut self.entry {
                    *is_custom = false;
                }
            }
            Some(next) => self.enter(next, lead),
        }
    }

    /// Takes the lead of another place that a person chose: the time in the fields stays and is meant there.
    pub fn move_to(&mut self, lead: Lead) {
        match self.shown().0 {
            CronBuilder::EveryMinutes(_) | CronBuilder::Custom(_) => self.lead = lead,
            entry => self.keep_on(entry, lead),
        }
    }

    /// Takes the lead that the same place has from now on: a text stays, and the fields show it by the changed clocks.
    pub fn drift(&mut self, lead: Lead) {
        match &self.entry {
            Entry::Text { .. } => self.lead = lead,
            Entry::Refused(entry, _) => self.keep_on(entry.clone(), lead),
        }
    }

    fn keep_on(&mut self, entry: CronBuilder, lead: Lead) {
        match self.refusal() {
            Some(refusal @ NoConversion::NoDay) => (self.entry, self.lead) = (Entry::Refused(entry, refusal), lead),
            _ => self.enter(entry, lead),
        }
    }

    fn enter(&mut self, entry: CronBuilder, lead: Lead) {
        self.lead = lead;
        self.entry = match entry.on_appliance(lead) {
            Ok(simple) => Entry::Text { text: simple.write(), is_custom: entry.kind() == BuilderKind::Custom },
            Err(refusal) => Entry::Refused(entry, refusal),
        };
    }
}
