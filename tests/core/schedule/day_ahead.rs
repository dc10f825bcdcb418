//! Firings of the next 24 hours, by the hour.

use crate::support::builders::{self, at};
use chrono::Utc;
use keysync::domain::appliance::id::ScheduleId;
use keysync::domain::cron::ParsedCron;
use keysync::domain::schedule::Schedule;
use keysync::domain::schedule::day_ahead::{DayAhead, Hour};
use keysync::domain::time::Stamp;

fn schedule(name: &str, run_at: &str) -> Schedule {
    Schedule { id: ScheduleId::from(name), name: name.into(), ..builders::schedule(run_at) }
}

fn hours(now: &str, schedules: &[Schedule]) -> Vec<Hour> {
    let mut day = DayAhead::from(at(now));
    for schedule in schedules {
        day.add(schedule, &ParsedCron::read(&schedule.run_at), &Utc);
    }
    day.finished()
}

fn firings(hours: &[Hour]) -> usize {
    hours.iter().map(|hour| hour.firings).sum()
}

#[test]
fn the_day_ahead_counts_each_firing_in_its_hour() {
    let found = hours(
        "2026-11-23T08:30:00Z",
        &[schedule("hourly", "20 * * * *"), schedule("daily", "0 9 * * *"), schedule("often", "*/15 9 * * *")],
    );
    assert_eq!(found[0].begins, at("2026-11-23T08:00:00Z"));
    assert_eq!((found[0].firings, found[0].schedules.len()), (0, 0), "20 past eight is over");
    let nine: Vec<&str> = found[1].schedules.iter().map(|(_, _, name)| name.as_sent()).collect();
    assert_eq!((found[1].firings, nine), (6, vec!["daily", "often", "hourly"]), "in the order in which they fire");
    assert_eq!(found.last().unwrap().begins, at("2026-11-24T08:00:00Z"));
    assert_eq!(firings(&found), 24 + 1 + 4);
    assert_eq!(firings(&hours("2026-11-23T00:00:00Z", &[schedule("every", "* * * * *")])), 1_440);
}

#[test]
fn disabled_ended_unreadable_and_future_schedules_are_not_in_the_day_ahead() {
    let mut off = schedule("off", "0 * * * *");
    off.disabled = true;
    let mut over = schedule("over", "0 * * * *");
    over.end = Some(Stamp::Known(at("2026-11-23T00:00:00Z")));
    let mut later = schedule("later", "0 * * * *");
    later.start = Some(Stamp::Known(at("2026-11-23T20:00:00Z")));
    let mut odd = schedule("odd", "0 * * * *");
    odd.start = Some(Stamp::Odd("soon".to_owned()));
    let now = "2026-11-23T08:30:00Z";
    assert_eq!(firings(&hours(now, &[off, over, odd, schedule("bad", "nonsense"), schedule("never", "0 0 31 2 *")])), 0);
    let found = hours(now, &[later]);
    assert_eq!(firings(&found), 13, "20:00 to 08:00");
    assert_eq!(found[12].firings, 1, "its very start fires");
}
