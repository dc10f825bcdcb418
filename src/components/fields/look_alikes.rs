//! Schedules whose names people may take for one another, told apart by their ids in every question.

use crate::data::schedules::Schedules;
use crate::domain::appliance::id::ScheduleId;
use crate::domain::name::Name;
use crate::ui::shortened;

/// How many of the other schedules are named.
const NAMED: usize = 3;

/// Gives the name of a schedule for a question: with the short id, and without a character that has a double, where another
/// schedule has a name like it. Where not all schedules were read, a name with letters beyond ASCII may have a double, and gets the
/// id as well. `id` is `None` where only the name is known.
#[must_use]
pub fn told_apart(schedules: Schedules, id: Option<&ScheduleId>, name: &Name) -> String {
    let has_double = !schedules.look_alikes(id, name).is_empty();
    let may_have = !name.is_ascii() && !schedules.complete.get_untracked();
    match id {
        Some(id) if has_double => with_id(id, name.spelled()),
        Some(id) if may_have => with_id(id, name.marked()),
        None if has_double => name.spelled(),
        Some(_) | None => name.marked(),
    }
}

/// The sentence that names the other schedules with a name like this one, and a blank after it; empty where there are none.
#[must_use]
pub fn look_alikes_text(schedules: Schedules, id: Option<&ScheduleId>, name: &Name) -> String {
    let others = schedules.look_alikes(id, name);
    let named: Vec<String> = others.iter().take(NAMED).map(|(id, name)| with_id(id, name.spelled())).collect();
    let more = match others.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    match others.len() {
        0 => String::new(),
        1 => format!("Another schedule has a similar name: {}. ", named.concat()),
        _ => format!("Other schedules have similar names: {}{more}. ", named.join(", ")),
    }
}

fn with_id(id: &ScheduleId, called: String) -> String {
    format!("{called} (schedule id {})", shortened(id.as_str()))
}
