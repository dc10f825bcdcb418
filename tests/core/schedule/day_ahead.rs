//! What fires in the next 24 hours by the hour, and which rows of a page stay where they are.

use std::sync::Arc;

use chrono::Utc;
use keysync::domain::appliance::id::ScheduleId;
use keysync::domain::cron::ParsedCron;
use keysync::domain::list::stable_rows::StableRows;
use keysync::domain::schedule::day_ahead::{DayAhead, Hour};
use keysync::domain::schedule::{Operation, Parameters, RunOn, Schedule};
use keysync::domain::time::{Instant, Stamp, parse_instant};

fn at(text: &str) -> Instant {
    parse_instant(text).unwrap()
}

fn schedule(name: &str, run_at: &str) -> Schedule {
    Schedule {
        id: ScheduleId::from(name),
        name: name.to_owned(),
        description: String::new(),
        operation: Operation::Synchronization,
        run_at: run_at.to_owned(),
        run_on: RunOn::Any,
        disabled: false,
        start: None,
        end: None,
        created: None,
        updated: None,
        parameters: Parameters::Foreign { pairs: Vec::new() },
        raw: Arc::from("{}"),
    }
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
fn each_firing_of_the_next_24_hours_is_in_its_hour() {
    let found = hours(
        "2026-11-23T08:30:00Z",
        &[schedule("hourly", "20 * * * *"), schedule("daily", "0 9 * * *"), schedule("often", "*/15 9 * * *")],
    );
    assert_eq!(found[0].begins, at("2026-11-23T08:00:00Z"));
    assert_eq!((found[0].firings, found[0].schedules.len()), (0, 0), "20 past eight is over");
    let nine: Vec<&str> = found[1].schedules.iter().map(|(_, _, name)| name.as_str()).collect();
    assert_eq!((found[1].firings, nine), (6, vec!["daily", "often", "hourly"]), "in the order in which they fire");
    assert_eq!(found.last().unwrap().begins, at("2026-11-24T08:00:00Z"));
    assert_eq!(firings(&found), 24 + 1 + 4);
    assert_eq!(firings(&hours("2026-11-23T00:00:00Z", &[schedule("every", "* * * * *")])), 1_440);
}

#[test]
fn what_is_off_over_unreadable_or_not_begun_does_not_fire() {
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

#[test]
fn new_rows_are_counted_and_do_not_push_those_that_are_read() {
    let ids = |text: &str| text.chars().map(String::from).collect::<Vec<_>>();
    let shown = StableRows::showing(ids("dcba"));
    let renewed = shown.clone().renewed(ids("fedc"));
    assert_eq!((renewed.shown().concat(), renewed.fresh()), ("dcba".to_owned(), 2));
    let more = renewed.renewed(ids("wxyz"));
    assert_eq!((more.shown().concat(), more.fresh()), ("dcba".to_owned(), 4), "the whole page is new");
    let asked = StableRows::showing(ids("wxyz"));
    assert_eq!((asked.shown().concat(), asked.fresh()), ("wxyz".to_owned(), 0));
    let deleted = shown.renewed(ids("dba"));
    assert_eq!((deleted.shown().concat(), deleted.fresh()), ("dba".to_owned(), 0), "what was deleted goes");
    assert_eq!(StableRows::default().renewed(ids("ab")).shown().concat(), "ab", "nothing was shown, so nothing jumps");
}
