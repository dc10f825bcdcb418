//! Delayed, late and missed runs of a schedule, and firings that cannot be judged.

use std::collections::BTreeSet;

use crate::support::builders;
use crate::support::clocks::{Counting, ZONES};
use crate::support::rng::Rng;
use chrono::Utc;
use chrono_tz::Tz;
use keysync::domain::cron::ParsedCron;
use keysync::domain::cron::firing::iter::{FiringEvent, FiringIter};
use keysync::domain::run::missed_runs::{
    Delayed, EARLY_MS, GIVEN_UP_MS, IN_TIME_MS, LATEST_MS, MOST_FIRINGS, MissedRuns, Window,
};
use keysync::domain::schedule::Schedule;
use keysync::domain::time::zone::{CachedOffsets, UtcOffsets};
use keysync::domain::time::{Instant, Stamp, after, ms_between, parse_instant, write_instant};

const HOUR: i64 = 3_600_000;

/// A time of a day in November, or a date and a time.
fn at(text: &str) -> Instant {
    let text = if text.contains('T') { text.to_owned() } else { format!("2026-11-23T{text}") };
    parse_instant(&format!("{text}Z")).unwrap_or_else(|| panic!("{text}"))
}

fn known(text: &str) -> Option<Stamp> {
    Some(Stamp::Known(at(text)))
}

/// Stored long ago and not changed since.
fn schedule(run_at: &str) -> Schedule {
    let long_ago = known("2020-01-01T00:00:00");
    Schedule { created: long_ago.clone(), updated: long_ago, ..builders::schedule(run_at) }
}

fn judged(schedule: &Schedule, appliance: &dyn UtcOffsets, window: Window<'_>, now: Instant) -> MissedRuns {
    MissedRuns::of(schedule, &ParsedCron::read(&schedule.run_at), appliance, window, now)
}

/// Of the last 24 hours, all runs known.
fn seen(schedule: &Schedule, runs: &[&str], now: &str) -> MissedRuns {
    let enqueued: Vec<Instant> = runs.iter().map(|run| at(run)).collect();
    judged(schedule, &Utc, Window { enqueued: &enqueued, reach: None, since: after(at(now), -24 * HOUR) }, at(now))
}

/// Firings without a timely run: "00:00 missed", "00:05 delayed by 61000", "00:05 late".
fn told(found: &MissedRuns) -> Vec<String> {
    let time = |at: Instant| write_instant(at)[11..16].to_owned();
    let delayed = |run: &Delayed| (run.due, format!("{} delayed by {}", time(run.due), ms_between(run.due, run.enqueued)));
    let missed = found.missed.iter().map(|due| (*due, format!("{} missed", time(*due))));
    let late = found.late.iter().map(|due| (*due, format!("{} late", time(*due))));
    let mut all: Vec<_> = missed.chain(late).chain(found.delayed.iter().map(delayed)).collect();
    all.sort();
    all.into_iter().map(|(_, text)| text).collect()
}

/// Firings at 0, 6, 12 and 18 o'clock, of which one is looked at; it is long past.
fn at_six(runs: &[&str]) -> Vec<String> {
    let mut runs = runs.to_vec();
    runs.extend(["00:00:00.1", "12:00:00.1"]);
    let enqueued: Vec<Instant> = runs.iter().map(|run| at(run)).collect();
    let window = Window { enqueued: &enqueued, reach: None, since: at("00:00:00") };
    told(&judged(&schedule("0 */6 * * *"), &Utc, window, at("17:00:00")))
}

#[test]
fn a_run_up_to_a_minute_later_is_in_time() {
    for run in ["05:59:55", "05:59:59.9", "06:00:00", "06:00:00.104516", "06:00:59.999", "06:01:00"] {
        assert_eq!(at_six(&[run]), [""; 0], "{run}");
    }
    assert_eq!(at_six(&["06:01:00.001"]), ["06:00 delayed by 60001"]);
    assert_eq!(at_six(&["06:10:00"]), ["06:00 delayed by 600000"]);
    assert_eq!(at_six(&["07:00:00"]), ["06:00 delayed by 3600000"], "an hour is the most");
}

#[test]
fn a_run_outside_the_window_of_a_firing_does_not_count() {
    for run in ["05:00:00", "05:59:54.999", "07:00:00.001", "09:00:00", "11:59:54"] {
        assert_eq!(at_six(&[run]), ["06:00 missed"], "{run}");
    }
    assert_eq!(at_six(&[]), ["06:00 missed"]);
}

#[test]
fn the_first_run_of_a_firing_counts_and_later_ones_change_nothing() {
    assert_eq!(at_six(&["06:30:00", "06:00:01", "06:20:00"]), [""; 0]);
    assert_eq!(at_six(&["06:30:00", "06:20:00", "05:50:00"]), ["06:00 delayed by 1200000"]);
    assert_eq!(at_six(&["00:10:00", "00:20:00", "12:00:02", "12:00:03"]), ["06:00 missed"], "spare runs stand for nothing else");
}

#[test]
fn a_late_run_counts_up_to_half_of_the_time_to_the_next_firing() {
    let quarters = |run| told(&seen(&schedule("*/15 8 * * *"), &["08:00:00", "08:30:00", "08:45:00", run], "10:00:00"));
    assert_eq!(quarters("08:22:30"), ["08:15 delayed by 450000"]);
    assert_eq!(quarters("08:22:30.1"), ["08:15 missed"]);
    assert_eq!(quarters("08:29:56"), ["08:15 missed"], "this is the next one's time already");
    // Half of two minutes is just in time; of one minute it would be less.
    let pair = |minutes, run| told(&seen(&schedule(&format!("{minutes} 8 * * *")), &["08:00:00", run], "10:00:00"));
    assert_eq!(pair("0,2", "08:02:59"), [""; 0]);
    let minutes = |runs: &[&str]| told(&seen(&schedule("0-2 8 * * *"), runs, "10:00:00"));
    assert_eq!(minutes(&["08:00:54.9", "08:01:54.9", "08:02:59"]), [""; 0]);
    assert_eq!(minutes(&["08:00:55", "08:01:55", "08:02:55"]), ["08:00 missed"], "each of them is early for the next");
    assert_eq!(minutes(&["08:00:30", "08:02:30"]), ["08:01 missed"]);
}

#[test]
fn a_firing_without_a_run_is_overdue_before_it_is_missed() {
    let hourly = schedule("0 8 * * *");
    for (now, expected, fired) in [
        ("07:59:59.999", &[] as &[&str], 1),
        ("08:00:00", &[], 1),
        ("08:01:00", &[], 1),
        ("08:01:00.001", &["08:00 late"], 1),
        ("08:10:00", &["08:00 late"], 1),
        ("08:10:00.001", &["08:00 missed"], 1),
        ("09:30:00", &["08:00 missed"], 1),
    ] {
        let found = seen(&hourly, &["2026-11-22T08:00:01"], now);
        assert_eq!((told(&found), found.fired), (expected.iter().map(|text| (*text).to_owned()).collect(), fired), "{now}");
    }
    let found = seen(&hourly, &["2026-11-22T08:00:01"], "08:05:00");
    assert_eq!((found.late.as_slice(), found.delayed.as_slice()), ([at("08:00:00")].as_slice(), [].as_slice()));
    let found = seen(&hourly, &["08:05:00", "2026-11-22T08:00:01"], "12:00:00");
    let delayed = Delayed { due: at("08:00:00"), enqueued: at("08:05:00") };
    assert_eq!((found.late.as_slice(), found.delayed.as_slice()), ([].as_slice(), [delayed].as_slice()));
}

/// A firing is missed once no run can answer it any more, be the time to give up ever so far.
#[test]
fn a_firing_is_missed_as_soon_as_its_window_is_over() {
    let minutes = |now: &str| told(&seen(&schedule("0-2 8 * * *"), &["2026-11-22T08:02:01", "08:00:01"], now));
    assert_eq!(minutes("08:01:54.999"), [""; 0]);
    assert_eq!(minutes("08:01:55"), ["08:01 missed"], "a run of now would be early for 08:02");
    assert_eq!(minutes("08:03:30"), ["08:01 missed", "08:02 late"]);
    let fives = |now: &str| told(&seen(&schedule("0,5 8 * * *"), &["2026-11-22T08:05:01"], now));
    assert_eq!(fives("08:02:30"), ["08:00 late"]);
    assert_eq!(fives("08:02:30.001"), ["08:00 missed"], "half of the time to the next is over");
}

/// A run that is late by more than a firing is given up for takes the word "missed" back: it is there, after all.
#[test]
fn a_missed_run_that_starts_after_all_is_delayed() {
    let daily = schedule("0 8 * * *");
    assert_eq!(told(&seen(&daily, &["2026-11-22T08:00:01"], "08:20:00")), ["08:00 missed"]);
    assert_eq!(told(&seen(&daily, &["2026-11-22T08:00:01", "08:21:00"], "08:22:00")), ["08:00 delayed by 1260000"]);
}

#[test]
fn firings_before_the_last_change_are_not_judged() {
    let changed = |created: Option<Stamp>, updated: Option<Stamp>| {
        let schedule = Schedule { created, updated, ..schedule("0 * * * *") };
        let found = seen(&schedule, &[], "12:30:00");
        (found.missed, found.fired, found.looked_since)
    };
    let long_ago = || known("2020-01-01T00:00:00");
    assert_eq!(
        changed(long_ago(), known("10:30:00")),
        (vec![at("11:00:00"), at("12:00:00")], 2, at("10:30:05")),
        "what was stored before may have been another expression, or switched off"
    );
    assert_eq!(changed(long_ago(), known("10:59:54.999")).1, 2);
    assert_eq!(changed(long_ago(), known("10:59:55")).1, 1, "too short before a firing to be sure");
    assert_eq!(changed(known("11:20:00"), known("10:30:00")).1, 1, "what is older than the schedule");
    assert_eq!(changed(None, known("10:30:00")).1, 2);
    let nothing = (Vec::new(), 0, at("12:30:00"));
    assert_eq!(changed(long_ago(), None), nothing);
    assert_eq!(changed(long_ago(), Some(Stamp::Odd("yesterday".to_owned()))), nothing);
    assert_eq!(changed(long_ago(), known("12:30:00")), nothing);
    assert_eq!(changed(long_ago(), known("2030-01-01T00:00:00")), nothing, "clocks that are apart");
}

#[test]
fn firings_before_the_oldest_run_read_are_not_judged() {
    let reaching = |reach: Option<&str>, since: &str| {
        let window = Window { enqueued: &[], reach: reach.map(at), since: at(since) };
        let found = judged(&schedule("0 * * * *"), &Utc, window, at("12:30:00"));
        (found.missed.len(), found.looked_since)
    };
    assert_eq!(reaching(Some("09:00:01"), "06:00:00"), (3, at("09:00:06")));
    assert_eq!(reaching(Some("08:59:54"), "06:00:00"), (4, at("08:59:59")));
    assert_eq!(reaching(Some("08:59:55"), "06:00:00"), (3, at("09:00:00")), "its run may have been a little early");
    assert_eq!(reaching(None, "06:00:00"), (6, at("06:00:00")), "all are known, and a look back does not begin with its bound");
    assert_eq!(reaching(None, "05:59:59.999"), (7, at("05:59:59.999")));
    assert_eq!(reaching(Some("09:00:01"), "11:30:00"), (1, at("11:30:00")));
    assert_eq!(reaching(None, "12:30:00"), (0, at("12:30:00")));
    assert_eq!(reaching(None, "13:00:00"), (0, at("12:30:00")));
}

#[test]
fn firings_at_the_start_are_judged_and_at_the_end_are_not() {
    let dated = |start: Option<&str>, end: Option<&str>| {
        let stamp = |text: Option<&str>| text.and_then(known);
        let schedule = Schedule { start: stamp(start), end: stamp(end), ..schedule("0 * * * *") };
        let found = seen(&schedule, &[], "12:30:00");
        (found.missed.first().copied(), found.missed.last().copied(), found.fired)
    };
    assert_eq!(dated(Some("09:00:00"), None), (Some(at("09:00:00")), Some(at("12:00:00")), 4));
    assert_eq!(dated(Some("09:00:01"), None), (Some(at("10:00:00")), Some(at("12:00:00")), 3));
    assert_eq!(dated(Some("09:30:00"), Some("11:00:00")), (Some(at("10:00:00")), Some(at("10:00:00")), 1));
    assert_eq!(dated(Some("09:30:00"), Some("11:00:01")), (Some(at("10:00:00")), Some(at("11:00:00")), 2));
    assert_eq!(dated(None, Some("2026-11-22T13:00:01")), (Some(at("2026-11-22T13:00:00")), Some(at("2026-11-22T13:00:00")), 1));
    for (start, end) in [(Some("12:30:01"), None), (None, Some("2026-11-22T13:00:00")), (Some("11:00:00"), Some("09:00:00"))] {
        assert_eq!(dated(start, end), (None, None, 0), "{start:?} {end:?}");
    }
}

#[test]
fn looked_since_is_the_start_of_the_judged_window() {
    let since = |start: &str, now: &str| {
        let schedule = Schedule { start: known(start), ..schedule("0 * * * *") };
        seen(&schedule, &[], now).looked_since
    };
    assert_eq!(since("09:00:00", "12:30:00"), at("09:00:00"));
    assert_eq!(since("2026-11-22T12:00:00", "12:30:00"), at("2026-11-22T12:30:00"));
    assert_eq!(since("13:00:00", "12:30:00"), at("12:30:00"), "it has not begun");
}

#[test]
fn disabled_and_unreadable_schedules_have_no_missed_runs() {
    let odd = || Some(Stamp::Odd("soon".to_owned()));
    for (why, schedule) in [
        ("switched off", Schedule { disabled: true, ..schedule("0 * * * *") }),
        ("no start to be read", Schedule { start: odd(), ..schedule("0 * * * *") }),
        ("no end to be read", Schedule { end: odd(), ..schedule("0 * * * *") }),
        ("an hour too many", schedule("0 24 * * *")),
        ("no expression", schedule("")),
        ("a date that no calendar has", schedule("0 0 31 2 *")),
        ("no minute", schedule(", * * * *")),
    ] {
        let found = seen(&schedule, &["09:00:00"], "12:30:00");
        assert_eq!((found.is_in_time(), found.fired, found.is_capped), (true, 0, false), "{why}");
    }
}

/// 25 Oct 2026: Berlin's clocks show the hour from two to three twice, from 00:00Z and from 01:00Z on. 29 Mar 2026: not at all.
#[test]
fn missed_runs_are_judged_by_the_clocks_of_the_appliance() {
    let berlin = CachedOffsets::new(Counting::new(Tz::Europe__Berlin));
    let day = |expression: &str, runs: &[&str], midnight: &str| {
        let enqueued: Vec<Instant> = runs.iter().map(|run| at(run)).collect();
        let since = at(midnight);
        let found =
            judged(&schedule(expression), &berlin, Window { enqueued: &enqueued, reach: None, since }, after(since, 24 * HOUR));
        (told(&found), found.fired)
    };
    let nothing = Vec::<String>::new();
    let (autumn, spring) = ("2026-10-24T22:00:00", "2026-03-28T23:00:00");
    assert_eq!(day("30 2 * * *", &["2026-10-25T00:30:00", "2026-10-25T01:30:00"], autumn), (nothing.clone(), 2));
    assert_eq!(day("30 2 * * *", &["2026-10-25T00:30:00"], autumn), (vec!["01:30 missed".to_owned()], 2));
    assert_eq!(day("30 2 * * *", &[], spring), (nothing.clone(), 0), "a time that the clocks skip is not missed");
    assert_eq!(day("30 3 * * *", &["2026-03-29T01:30:00"], spring), (nothing.clone(), 1));
    assert_eq!(day("30 3 * * *", &["2026-03-29T02:30:00"], spring), (vec!["01:30 delayed by 3600000".to_owned()], 1));
    assert_eq!(day("0 12 * * *", &["2026-10-25T11:00:00"], autumn), (nothing, 1), "winter");
    assert_eq!(day("0 12 * * *", &["2026-10-25T10:00:00"], autumn), (vec!["11:00 missed".to_owned()], 1));
}

#[test]
fn at_most_as_many_firings_are_judged_as_a_day_has_minutes() {
    let back = |expression: &str, hours: i64| {
        let window = Window { enqueued: &[], reach: None, since: after(at("12:30:00"), -hours * HOUR) };
        let found = judged(&schedule(expression), &Utc, window, at("12:30:00"));
        (found.fired, found.is_capped, ms_between(found.looked_since, at("12:30:00")) / HOUR)
    };
    let most = usize::try_from(MOST_FIRINGS).unwrap();
    assert_eq!(back("* * * * *", 24), (most, false, 24));
    assert_eq!(back("* * * * *", 25), (most, true, 24));
    assert_eq!(back("* * * * *", 24 * 365), (most, true, 24));
    assert_eq!(back("0 * * * *", 24 * 60), (most, false, 24 * 60));
    assert_eq!(back("0 * * * *", 24 * 61), (most, true, 24 * 60));
    assert_eq!(back("0 1 * * *", 24 * 1_000), (1_000, false, 24 * 1_000));
    assert_eq!(back("0 1 * * SUN", 24 * 7), (1, false, 24 * 7));
    let window = Window { enqueued: &[], reach: Some(at("12:00:00")), since: at("2020-01-01T00:00:00") };
    let found = judged(&schedule("* * * * *"), &Utc, window, at("12:30:00"));
    assert_eq!((found.fired, found.is_capped), (30, false), "the runs read end earlier");
}

#[test]
fn missed_runs_near_the_ends_of_the_calendar_do_not_panic() {
    for now in [Instant::MIN_UTC, Instant::MAX_UTC, after(Instant::MIN_UTC, HOUR), after(Instant::MAX_UTC, -HOUR)] {
        for since in [Instant::MIN_UTC, Instant::MAX_UTC, now] {
            for expression in ["* * * * *", "0 0 29 2 *", "0 1 * * *"] {
                let dated = Schedule { updated: Some(Stamp::Known(Instant::MIN_UTC)), ..schedule(expression) };
                let enqueued = [Instant::MIN_UTC, Instant::MAX_UTC, now];
                let window = Window { enqueued: &enqueued, reach: Some(Instant::MIN_UTC), since };
                assert!(judged(&dated, &Utc, window, now).fired <= 1_500);
            }
        }
    }
}

/// Expressions and how many hours of each are enough.
const EXPRESSIONS: [(&str, usize); 10] = [
    ("* * * * *", 1),
    ("*/2 * * * *", 1),
    ("*/5 * * * *", 2),
    ("0-3,50 * * * *", 4),
    ("0 * * * *", 20),
    ("30 2 * * *", 24 * 8),
    ("15,45 1-3 * * *", 24 * 3),
    ("0 0 * * SUN", 24 * 40),
    ("5 */6 * * 1-5", 24 * 5),
    ("0 0 1,15 * *", 24 * 45),
];

/// A schedule at some time, and its firings that are to be judged.
struct Case<'a> {
    schedule: &'a Schedule,
    cron: &'a ParsedCron,
    zone: &'a dyn UtcOffsets,
    since: Instant,
    now: Instant,
    firings: Vec<Instant>,
    /// The first that comes after now.
    next: Instant,
}

impl Case<'_> {
    fn judged_at(&self, enqueued: &[Instant], now: Instant) -> MissedRuns {
        MissedRuns::of(self.schedule, self.cron, self.zone, Window { enqueued, reach: None, since: self.since }, now)
    }

    fn judged(&self, enqueued: &[Instant]) -> MissedRuns {
        self.judged_at(enqueued, self.now)
    }
}

fn below(rng: &mut Rng, most: i64) -> i64 {
    i64::try_from(rng.below(usize::try_from(most).unwrap())).unwrap()
}

/// 10,000 times some schedule on the clocks of some appliance, somewhere in three years.
fn each_case(mut check: impl FnMut(&Case<'_>, &mut Rng)) {
    let mut rng = Rng::new();
    let zones = ZONES.map(|tz| CachedOffsets::new(Counting::new(tz)));
    let schedules = EXPRESSIONS.map(|(text, hours)| (schedule(text), ParsedCron::read(text), hours));
    let mut firings_seen = 0;
    for _ in 0..10_000 {
        let (schedule, cron, hours) = &schedules[rng.below(schedules.len())];
        let zone = &zones[rng.below(zones.len())];
        let since = after(at("2025-01-01T00:00:00"), below(&mut rng, 3 * 365 * 24 * HOUR));
        let now = after(since, below(&mut rng, i64::try_from(*hours).unwrap() * HOUR));
        let steps =
            FiringIter::new(cron.timetable().unwrap(), zone, since).filter(|step| matches!(step, FiringEvent::Fires { .. }));
        let mut steps = steps.map(|step| step.instant()).peekable();
        let firings: Vec<Instant> = std::iter::from_fn(|| steps.next_if(|firing| *firing <= now)).collect();
        let next = steps.next().unwrap();
        firings_seen += firings.len();
        check(&Case { schedule, cron, zone, since, now, firings, next }, &mut rng);
    }
    assert!(firings_seen > 50_000, "only {firings_seen} firings");
}

fn shuffled(mut list: Vec<Instant>, rng: &mut Rng) -> Vec<Instant> {
    for place in (1..list.len()).rev() {
        list.swap(place, rng.below(place + 1));
    }
    list
}

/// Runs right after some firings, anywhere near others, and anywhere at all.
fn some_runs(case: &Case<'_>, rng: &mut Rng) -> Vec<Instant> {
    let mut runs = Vec::new();
    for firing in &case.firings {
        match rng.below(6) {
            0 => {}
            1 => runs.push(after(*firing, below(rng, 3 * HOUR) - HOUR / 2)),
            2 => runs.push(after(*firing, below(rng, 3 * IN_TIME_MS) - EARLY_MS)),
            _ => runs.push(after(*firing, below(rng, 1_000))),
        }
    }
    shuffled(runs, rng)
}

#[test]
fn runs_at_every_firing_leave_no_missed_run() {
    each_case(|case, rng| {
        let runs = case.firings.iter().map(|firing| after(*firing, below(rng, 2 * EARLY_MS) - EARLY_MS)).collect();
        let found = case.judged(&shuffled(runs, rng));
        assert_eq!((found.is_in_time(), found.fired), (true, case.firings.len()), "{}", case.schedule.run_at);
    });
}

#[test]
fn exactly_the_firings_without_a_run_are_missed() {
    each_case(|case, rng| {
        let old = |firing: &Instant| ms_between(*firing, case.now) > GIVEN_UP_MS;
        let (gone, kept): (Vec<Instant>, Vec<Instant>) = case.firings.iter().partition(|firing| old(firing) && rng.flag());
        let found = case.judged(&shuffled(kept, rng));
        assert_eq!((&found.missed, &found.late, &found.delayed), (&gone, &vec![], &vec![]), "{}", case.schedule.run_at);
    });
}

#[test]
fn a_missed_firing_stays_missed_later() {
    each_case(|case, rng| {
        let runs = some_runs(case, rng);
        let later = case.judged_at(&runs, after(case.now, below(rng, 3 * HOUR)));
        for missed in case.judged(&runs).missed {
            assert!(later.missed.contains(&missed), "{} at {missed}", case.schedule.run_at);
        }
    });
}

#[test]
fn missed_runs_do_not_depend_on_the_order_of_runs() {
    each_case(|case, rng| {
        let runs = some_runs(case, rng);
        assert_eq!(case.judged(&runs), case.judged(&shuffled(runs.clone(), rng)), "{}", case.schedule.run_at);
    });
}

/// A run started by hand answers at most one firing, and makes none delayed, late or missed.
#[test]
fn one_additional_run_answers_at_most_one_firing() {
    each_case(|case, rng| {
        let mut runs = some_runs(case, rng);
        let before = case.judged(&runs);
        let since = after(case.since, -HOUR);
        runs.push(after(since, below(rng, ms_between(since, case.now))));
        let with_it = case.judged(&runs);
        let wrong = |found: &MissedRuns| -> BTreeSet<Instant> {
            let delayed = found.delayed.iter().map(|run| run.due);
            found.missed.iter().chain(&found.late).copied().chain(delayed).collect()
        };
        assert!(wrong(&with_it).is_subset(&wrong(&before)), "{}", case.schedule.run_at);
        assert!(wrong(&before).len() - wrong(&with_it).len() <= 1, "{}", case.schedule.run_at);
        assert!(with_it.missed.iter().all(|missed| before.missed.contains(missed)), "{}", case.schedule.run_at);
        assert!(before.missed.len() - with_it.missed.len() <= 1, "{}", case.schedule.run_at);
    });
}

/// The definition, counted out, firing by firing and run by run.
#[test]
fn missed_runs_equal_a_plain_search_of_each_firing() {
    each_case(|case, rng| {
        let runs = some_runs(case, rng);
        let (mut missed, mut late, mut delayed) = (Vec::new(), Vec::new(), Vec::new());
        for (firing, next) in case.firings.iter().zip(case.firings.iter().skip(1).chain([&case.next])) {
            let gap = ms_between(*firing, *next);
            let longest = (gap / 2).clamp(IN_TIME_MS, LATEST_MS);
            let delays = runs.iter().map(|run| ms_between(*firing, *run));
            let delay = delays.filter(|ms| (-EARLY_MS..=longest).contains(ms) && *ms < gap - EARLY_MS).min();
            let by_ms = delay.unwrap_or(ms_between(*firing, case.now));
            let is_over = by_ms > longest || by_ms >= gap - EARLY_MS;
            match delay {
                None if is_over || by_ms > GIVEN_UP_MS => missed.push(*firing),
                None if by_ms > IN_TIME_MS => late.push(*firing),
                Some(ms) if by_ms > IN_TIME_MS => delayed.push(Delayed { due: *firing, enqueued: after(*firing, ms) }),
                _ => {}
            }
        }
        let found = case.judged(&runs);
        assert_eq!((found.missed, found.late, found.delayed), (missed, late, delayed), "{}", case.schedule.run_at);
    });
}
