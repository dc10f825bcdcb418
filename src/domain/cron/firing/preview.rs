//! The next firings of an expression, on the appliance's clocks and on the reader's.

use chrono::{NaiveDateTime, TimeDelta};

use super::iter::{ClockChange, FiringEvent, FiringIter};
use super::timetable::Timetable;
use crate::domain::cron::Expression;
use crate::domain::time::zone::{DayLength, LOOKAHEAD_MS, LocalTime, OffsetChange, UtcOffsets, next_change};
use crate::domain::time::{self, Instant};

/// Period in which a schedule fires.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Active {
    /// The schedule is switched off.
    Off,
    /// Within these bounds.
    On {
        /// Inclusive.
        start: Option<Instant>,
        /// Exclusive.
        end: Option<Instant>,
    },
}

/// Clocks of the appliance and of the reader.
#[derive(Clone, Copy)]
pub struct Clocks<'a> {
    /// Clocks by which the appliance reads the expression; UTC unless the settings say otherwise.
    pub appliance: &'a dyn UtcOffsets,
    /// The reader's clocks.
    pub shown: &'a dyn UtcOffsets,
}

/// Lead of the reader's clocks over the appliance's.
struct Lead<'a>(Clocks<'a>);

impl UtcOffsets for Lead<'_> {
    fn offset_at(&self, at: Instant) -> i32 {
        self.0.shown.offset_at(at) - self.0.appliance.offset_at(at)
    }
}

/// Result of a preview.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Preview {
    Fires(Firings),
    Silent(NoFiringReason),
}

/// Reason why a schedule has no next firing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NoFiringReason {
    /// The schedule is switched off.
    Off,
    /// The schedule's end has passed.
    Over(Instant),
    /// The schedule's end comes before its next firing.
    EndsFirst {
        end: Instant,
        /// The firing that the end prevents.
        first: Instant,
    },
    /// The expression never fires, or not for so long that the appliance gives up.
    Never,
}

/// The next firings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Firings {
    rows: Vec<PreviewRow>,
    starts: Option<Instant>,
    then: Then,
}

impl Firings {
    /// Gives the rows in order; at least one is a firing.
    #[must_use]
    pub fn rows(&self) -> &[PreviewRow] {
        &self.rows
    }

    /// Gives the start if it lies ahead.
    #[must_use]
    pub const fn starts(&self) -> Option<Instant> {
        self.starts
    }

    /// Gives the state after the last row.
    #[must_use]
    pub const fn then(&self) -> Then {
        self.then
    }
}

/// State after the requested firings.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Then {
    /// More firings follow.
    More,
    /// The schedule ends.
    Ends(Instant),
    /// No firing follows for so long that the appliance gives up.
    Nothing,
}

/// A row of the preview.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PreviewRow {
    Fires(Firing),
    /// Firings that do not happen, since the appliance's clocks skip their times.
    Skipped {
        first: NaiveDateTime,
        /// Equal to `first` for a single skipped time.
        last: NaiveDateTime,
        count: u32,
        /// The offset change that skips the times.
        change: OffsetChange,
    },
}

/// A firing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Firing {
    pub at: Instant,
    /// Local time on the appliance's clocks.
    pub appliance: LocalTime,
    /// Occurrence of a repeated local time; `None` for a time that occurs once.
    pub turn: Option<ClockChange>,
    /// Local time on the reader's clocks.
    pub shown: LocalTime,
    /// Seconds by which an offset change shifted the reader's time against the appliance's since the previous firing; for the
    /// first firing, since now or the start. Mostly 0.
    pub moved: i32,
}

impl Firing {
    fn new(step: FiringEvent, clocks: Clocks<'_>, lead_before: i32) -> Option<Self> {
        let FiringEvent::Fires { at, wall, turn } = step else { return None };
        let shown = LocalTime::at(clocks.shown, at);
        Some(Self { at, appliance: wall, turn, shown, moved: shown.offset - wall.offset - lead_before })
    }

    /// Compares the reader's date with the appliance's.
    #[must_use]
    pub fn day(&self) -> DayLength {
        DayLength::between(self.appliance.time.date(), self.shown.time.date())
    }

    /// Compares the reader's date with the one that the reader's clocks would show without the shift.
    #[must_use]
    pub fn moved_day(&self) -> DayLength {
        let unmoved = self.shown.time.checked_sub_signed(TimeDelta::seconds(self.moved.into())).unwrap_or(self.shown.time);
        DayLength::between(unmoved.date(), self.shown.time.date())
    }

    const fn lead(&self) -> i32 {
        self.shown.offset - self.appliance.offset
    }
}

/// Range of the search for firings.
struct Bounds {
    /// The start, if it lies ahead.
    starts: Option<Instant>,
    /// Exclusive.
    after: Instant,
    /// Exclusive.
    end: Option<Instant>,
}

impl Active {
    fn bounds(self, now: Instant) -> Result<Bounds, NoFiringReason> {
        let Self::On { start, end } = self else { return Err(NoFiringReason::Off) };
        if let Some(end) = end.filter(|end| *end <= now) {
            return Err(NoFiringReason::Over(end));
        }
        let starts = start.filter(|start| *start > now);
        Ok(Bounds { starts, after: starts.map_or(now, just_before), end })
    }
}

/// Takes a timetable and gives the first firing after `now`, or the reason why there is none. Much cheaper than [`preview`].
pub fn next_firing(
    timetable: &Timetable,
    active: Active,
    appliance: &dyn UtcOffsets,
    now: Instant,
) -> Result<Instant, NoFiringReason> {
    let Bounds { after, end, .. } = active.bounds(now)?;
    let first = FiringIter::new(timetable, appliance, after).find_map(|step| match step {
        FiringEvent::Fires { at, .. } => Some(at),
        FiringEvent::Skips { .. } => None,
    });
    let first = first.ok_or(NoFiringReason::Never)?;
    match end.filter(|end| *end <= first) {
        Some(end) => Err(NoFiringReason::EndsFirst { end, first }),
        None => Ok(first),
    }
}

/// Gives the next `count` firings after `now`, or the reason why there is none. Skipped times get rows of their own and do not
/// count.
#[must_use]
pub fn preview(timetable: &Timetable, active: Active, clocks: Clocks<'_>, now: Instant, count: usize) -> Preview {
    let Bounds { starts, after, end } = match active.bounds(now) {
        Ok(bounds) => bounds,
        Err(why) => return Preview::Silent(why),
    };
    let mut lead = Lead(clocks).offset_at(starts.unwrap_or(now));
    let mut rows = Vec::new();
    let mut skipped = Vec::new();
    let mut fired = 0;
    for step in FiringIter::new(timetable, clocks.appliance, after) {
        let Some(firing) = Firing::new(step, clocks, lead) else {
            skip(&mut skipped, step);
            continue;
        };
        let ended = end.filter(|end| *end <= firing.at);
        match ended {
            Some(end) if fired == 0 => return Preview::Silent(NoFiringReason::EndsFirst { end, first: firing.at }),
            _ if ended.is_none() && fired < count.max(1) => {
                rows.append(&mut skipped);
                rows.push(PreviewRow::Fires(firing));
                lead = firing.lead();
                fired += 1;
            }
            _ => return Preview::Fires(Firings { rows, starts, then: ended.map_or(Then::More, Then::Ends) }),
        }
    }
    if fired == 0 {
        Preview::Silent(NoFiringReason::Never)
    } else {
        Preview::Fires(Firings { rows, starts, then: Then::Nothing })
    }
}

/// Merges a skipped time into the row of the same offset change.
fn skip(skipped: &mut Vec<PreviewRow>, step: FiringEvent) {
    let FiringEvent::Skips { time, change } = step else { return };
    match skipped.last_mut() {
        Some(PreviewRow::Skipped { last, count, change: same, .. }) if *same == change => {
            *last = time;
            *count += 1;
        }
        _ => skipped.push(PreviewRow::Skipped { first: time, last: time, count: 1, change }),
    }
}

/// The appliance's time of day on the reader's clocks: "02:00 in Berlin until 28 Mar 2027, then 03:00".
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LocalReading {
    pub first: Firing,
    /// The first firing that an offset change moves to another time; `None` if that is not foreseen.
    pub then: Option<Firing>,
}

impl LocalReading {
    /// Gives the first firing that an offset change moves from the reader's time of now; `None` if that is not foreseen.
    #[must_use]
    pub fn change(&self) -> Option<Firing> {
        if self.first.moved == 0 { self.then } else { Some(self.first) }
    }
}

/// Converts the time of an expression with a single time of day; `None` if it has several, or never fires.
#[must_use]
pub fn reading(expression: &Expression, clocks: Clocks<'_>, now: Instant) -> Option<LocalReading> {
    if expression.minutes.len() != 1 || expression.hours.len() != 1 {
        return None;
    }
    let timetable = Timetable::of(expression);
    let firing_after =
        |after, lead| FiringIter::new(&timetable, clocks.appliance, after).find_map(|step| Firing::new(step, clocks, lead));
    let lead = Lead(clocks);
    let first = firing_after(now, lead.offset_at(now))?;
    let until = time::after(first.at, LOOKAHEAD_MS);
    let mut at = first.at;
    let then = std::iter::from_fn(|| {
        let change = next_change(&lead, at, until)?;
        at = change.at;
        firing_after(just_before(change.at), first.lead())
    })
    // An offset change that is reversed before the next firing moves nothing.
    .find(|firing| firing.moved != 0);
    Some(LocalReading { first, then })
}

fn just_before(at: Instant) -> Instant {
    time::after(at, -1)
}
