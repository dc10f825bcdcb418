//! What an expression comes to: its next firings, on the appliance's clocks and on the reader's.

use chrono::NaiveDateTime;

use super::iter::{ClockChange, FiringEvent, FiringIter};
use super::timetable::Timetable;
use crate::domain::cron::Expression;
use crate::domain::time::zone::{DayLength, LOOKAHEAD_MS, LocalTime, OffsetChange, UtcOffsets, next_change};
use crate::domain::time::{self, Instant};

/// When a schedule is on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Active {
    /// Never: it is switched off.
    Off,
    /// Within these bounds.
    On {
        /// Not before.
        start: Option<Instant>,
        /// Before this, and not any more then.
        end: Option<Instant>,
    },
}

/// Whose clocks count.
#[derive(Clone, Copy)]
pub struct Clocks<'a> {
    /// Those by which the appliance reads the expression; UTC unless someone said otherwise.
    pub appliance: &'a dyn UtcOffsets,
    /// Those that the reader looks at.
    pub shown: &'a dyn UtcOffsets,
}

/// How far the reader's clocks are ahead of the appliance's.
struct Lead<'a>(Clocks<'a>);

impl UtcOffsets for Lead<'_> {
    fn offset_at(&self, at: Instant) -> i32 {
        self.0.shown.offset_at(at) - self.0.appliance.offset_at(at)
    }
}

/// What comes of an expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Preview {
    /// Firings.
    Fires(Firings),
    /// Nothing.
    Silent(NoFiringReason),
}

/// Why nothing comes of an expression.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NoFiringReason {
    /// The schedule is switched off.
    Off,
    /// Its end has passed.
    Over(Instant),
    /// Its end comes before its first firing.
    EndsFirst {
        /// Its end.
        end: Instant,
        /// When it would have fired.
        first: Instant,
    },
    /// It fires never, or not for so long that the appliance gives up.
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
    /// One after the other; there is a firing among them.
    #[must_use]
    pub fn rows(&self) -> &[PreviewRow] {
        &self.rows
    }

    /// The start, if it is still to come.
    #[must_use]
    pub const fn starts(&self) -> Option<Instant> {
        self.starts
    }

    /// What follows.
    #[must_use]
    pub const fn then(&self) -> Then {
        self.then
    }
}

/// What follows the firings that were asked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Then {
    /// More firings.
    More,
    /// None, since the schedule ends.
    Ends(Instant),
    /// None for so long that the appliance gives up.
    Nothing,
}

/// A line of the preview.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PreviewRow {
    /// A firing.
    Fires(Firing),
    /// Firings that do not happen, since the appliance's clocks skip their times.
    Skipped {
        /// The first of the times skipped.
        first: NaiveDateTime,
        /// The last of them, which may be the same.
        last: NaiveDateTime,
        /// How many they are.
        count: u32,
        /// The change of the clocks that leaves them out.
        change: OffsetChange,
    },
}

/// A firing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Firing {
    /// When.
    pub at: Instant,
    /// What the appliance's clocks show.
    pub appliance: LocalTime,
    /// Which of two firings at the same time of the appliance's clocks it is; none if there is one.
    pub turn: Option<ClockChange>,
    /// What the reader's clocks show.
    pub shown: LocalTime,
    /// Seconds by which the time shown has moved against the appliance's since the firing before, since clocks were changed; before
    /// the first firing, since now or the start. Mostly 0.
    pub moved: i32,
}

impl Firing {
    fn new(step: FiringEvent, clocks: Clocks<'_>, lead_before: i32) -> Option<Self> {
        let FiringEvent::Fires { at, wall, turn } = step else { return None };
        let shown = LocalTime::at(clocks.shown, at);
        Some(Self { at, appliance: wall, turn, shown, moved: shown.offset - wall.offset - lead_before })
    }

    /// How the date shown, and with it the weekday, stands to the appliance's.
    #[must_use]
    pub fn day(&self) -> DayLength {
        DayLength::between(self.appliance.time.date(), self.shown.time.date())
    }

    const fn lead(&self) -> i32 {
        self.shown.offset - self.appliance.offset
    }
}

/// Where the search for firings begins and ends.
struct Bounds {
    /// The start, if it is still to come.
    starts: Option<Instant>,
    /// Firings are later than this,
    after: Instant,
    /// and earlier than this.
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

/// The next firing after `now`, or why there is none: how [`preview`] begins, at a fraction of its cost.
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

/// The next `count` firings after `now`, or why there is none. What is skipped between them is told and not counted.
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

/// Adds what a change of the clocks skips to what else the same change skips.
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

/// What a time of day of the appliance is on the reader's clocks: "02:00 in Berlin until 28 Mar 2027, then 03:00".
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LocalReading {
    /// The next firing.
    pub first: Firing,
    /// The first firing after clocks are changed so that the time shown is another; none if that is not foreseen.
    pub then: Option<Firing>,
}

/// What the time of an expression that has one time of day is on the reader's clocks; none if it has several, or fires never.
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
    // Clocks may be changed and changed back between two firings.
    .find(|firing| firing.moved != 0);
    Some(LocalReading { first, then })
}

fn just_before(at: Instant) -> Instant {
    time::after(at, -1)
}
