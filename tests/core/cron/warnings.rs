//! Warnings about accepted expressions.

use crate::support::rng::Rng;
use chrono::Timelike;
use keysync::domain::cron::{Circumstances, CronWarning, Expression, Timetable, parse, warnings};
use keysync::domain::time::{Instant, parse_instant};

/// A Sunday.
const FROM: &str = "2026-11-22T13:53:27Z";

fn from() -> Instant {
    parse_instant(FROM).unwrap()
}

fn expressions(texts: &[&str]) -> Vec<Expression> {
    texts.iter().map(|text| parse(text).unwrap_or_else(|_| panic!("{text}"))).collect()
}

/// The warnings without other schedules; a limit of 1,440 firings a day is never exceeded.
fn alone(text: &str) -> Vec<CronWarning> {
    warnings(text, &Circumstances { most_per_day: 1_440, usual_ms: None, others: &[], from: from(), days: 7 })
}

fn beside(text: &str, others: &[Expression]) -> Option<CronWarning> {
    let found = warnings(text, &Circumstances { most_per_day: 1_440, usual_ms: None, others, from: from(), days: 7 });
    found.into_iter().find(|warning| matches!(warning, CronWarning::Crowded { .. }))
}

/// Hour, minute, how many others, and the minute and the expression that are free.
type DecodedResults = (u8, u8, u32, Option<(u8, String)>);

fn crowd(text: &str, others: &[&str]) -> Option<DecodedResults> {
    match beside(text, &expressions(others))? {
        CronWarning::Crowded { hour, minute, others, free, .. } => {
            Some((hour, minute, others, free.map(|(minute, fix)| (minute, fix.expression))))
        }
        _ => None,
    }
}

#[test]
fn ordinary_and_refused_expressions_have_no_warnings() {
    for text in
        ["0 1 * * *", "*/15 * * * *", "0 9 * * fri", "0 0 1 * ?", "0 0 */2 * *", "0 0 ? * 5", "0 0 */1 * SAT", "", "0 0 * * 7"]
    {
        assert_eq!(alone(text), [], "{text}");
    }
}

#[test]
fn two_restricted_day_fields_warn_that_either_fires() {
    let found = alone("0 0 13 * FRI");
    assert_eq!(found, [CronWarning::EitherDay]);
    assert!(found[0].message().contains("matches either"));
    assert_eq!(found[0].fix(), None);
}

#[test]
fn a_step_beside_another_day_field_warns_that_engines_differ() {
    for (text, token, offered) in [
        ("0 0 */10 * SAT", "*/10", "0 0 1,11,21,31 * SAT"),
        ("0 0 ?/15 * 1-5", "?/15", "0 0 1,16,31 * 1-5"),
        ("0 0 13 * 1,*/3", "*/3", "0 0 13 * 0,1,3,6"),
        ("0 0  */16 * */4", "*/16", "0 0 1,17 * 0,4"),
    ] {
        let found = alone(text);
        assert_eq!(found[0], CronWarning::EitherDay);
        let CronWarning::EnginesDiffer { token: ours, fix } = &found[1] else { panic!("{text}: {found:?}") };
        assert_eq!((ours.as_str(), fix.expression.as_str()), (token, offered), "{text}");
        assert_eq!(parse(&fix.expression).ok(), parse(text).ok(), "what is offered fires at the same minutes");
        assert!(found[1].message().starts_with(&format!("Cron engines differ on {token} ")));
    }
    // A plain star means the same in every engine.
    assert_eq!(alone("0 0 */10,* * SAT"), []);
}

#[test]
fn undocumented_spellings_have_a_documented_one() {
    for (text, token, offered) in [
        ("?/5 * * * *", "?/5", "*/5 * * * *"),
        ("0 +1 * * *", "+1", "0 1 * * *"),
        (" 1,,2 ?-9 *-x/2 ? ?-1 ", "1,,2", "1,2 * */2 * ?"),
        ("0 0 * * ,1-+3,", ",1-+3,", "0 0 * * 1-3"),
    ] {
        let found = alone(text);
        let Some(CronWarning::Undocumented { token: ours, fix }) = found.first() else { panic!("{text}: {found:?}") };
        assert_eq!((ours.as_str(), fix.expression.as_str()), (token, offered), "{text}");
        assert_eq!(parse(&fix.expression).ok(), parse(text).ok(), "what is offered fires at the same minutes");
    }
}

#[test]
fn warnings_of_too_many_firings_and_of_overlapping_runs_have_numbers() {
    let around = Circumstances { most_per_day: 24, usual_ms: Some(20 * 60_000), others: &[], from: from(), days: 7 };
    assert_eq!(warnings("0 * * * *", &around), []);
    let found = warnings("*/15 * * * *", &around);
    assert_eq!(
        found,
        [CronWarning::TooFrequent { per_day: 96, most: 24 }, CronWarning::Overlap { gap_ms: 15 * 60_000, usual_ms: 20 * 60_000 },]
    );
    assert_eq!(found[0].message(), "96 firings a day; more than 24 may use up what the cloud allows.");
    assert_eq!(found[1].message(), "The next firing comes after 15 min, but a run usually takes 20 min: runs will overlap.");
    // A gap as long as a run is long enough.
    assert_eq!(warnings("0,20 * * * *", &around).len(), 1);
    let slow = Circumstances { usual_ms: Some(26 * 3_600_000), ..around };
    assert_eq!(warnings("0 1 * * *", &slow), [CronWarning::Overlap { gap_ms: 86_400_000, usual_ms: 26 * 3_600_000 }]);
    // Gaps beyond 28 days are not exact, so they give no warning.
    let endless = Circumstances { usual_ms: Some(30 * 86_400_000), ..around };
    assert_eq!(warnings("0 1 1 1 *", &endless), []);
}

#[test]
fn the_nearest_free_minute_is_offered() {
    let six = ["0 1 * * *"; 6];
    assert_eq!(crowd("0 1 * * *", &six), Some((1, 0, 6, Some((1, "1 1 * * *".to_owned())))));
    let message = beside("0 1 * * *", &expressions(&six)).unwrap().message();
    assert_eq!(message, "At 01:00 UTC 6 other schedules also fire within 7 days; 01:01 is free.");
    let one = beside(" 30 2 * * *", &expressions(&["30 2 * * *", "31,32 * * * *", "28-29 2 * * *"])).unwrap();
    assert_eq!(one.message(), "At 02:30 UTC 1 other schedule also fires within 7 days; 02:33 is free.");
    assert_eq!(one.fix().unwrap().expression, " 33 2 * * *", "only the minute is touched");
    // All hours of the schedule must be free, and all its minutes move together.
    assert_eq!(crowd("0 1,2 * * *", &["0 1 * * *", "1-9 2 * * *"]), Some((1, 0, 1, Some((10, "10 1,2 * * *".to_owned())))));
    assert_eq!(crowd("*/20 * * * *", &["20 5 * * *", "1 0 * * *"]), Some((5, 20, 1, Some((22, "2,22,42 * * * *".to_owned())))));
    // Backwards where that is nearer.
    assert_eq!(crowd("59 1 * * *", &["59 1 * * *"]), Some((1, 59, 1, Some((58, "58 1 * * *".to_owned())))));
    // The warning names the minute with most collisions.
    assert_eq!(crowd("0,30 1 * * *", &["0 1 * * *", "30 1 * * *", "30 * * * *"]).map(|crowd| (crowd.1, crowd.2)), Some((30, 2)));
    // Of equal minutes, the earliest.
    assert_eq!(crowd("0,30 1,5 * * *", &["0,30 * * * *"]).map(|crowd| (crowd.0, crowd.1)), Some((1, 0)));
    // No minute is free.
    assert_eq!(crowd("0 1 * * *", &["* * * * *"]), Some((1, 0, 1, None)));
    assert!(beside("0 1 * * *", &expressions(&["* 1 * * *"])).unwrap().message().ends_with("no minute of that hour is free."));
}

#[test]
fn only_schedules_that_fire_on_a_shared_date_collide() {
    for other in ["0 2 * * *", "1 1 * * *", "0 1 * * MON", "0 1 30 2 *", "0 1 1 1 *", "0 1 29 11 *", ", 1 * * *"] {
        assert_eq!(crowd("0 1 * * SAT", &[other]), None, "{other}");
    }
    // Saturday the 28th is the last of the seven dates; the 29th is the eighth.
    assert!(crowd("0 1 * * SAT", &["0 1 28 * *"]).is_some());
    assert!(crowd("0 1 28 * *", &["0 1 31 11 SAT"]).is_some(), "either day is enough");
    assert_eq!(crowd("0 1 29 * *", &["0 1 29 * *"]), None);
    assert_eq!(beside("0 1 * * *", &[]), None);
}

/// Collisions come from comparing sets; the result must equal a count of firings.
#[test]
fn collisions_equal_those_counted_from_the_firings() {
    let mut rng = Rng::new();
    let minutes = ["0", "0", "15", "*/15", "0-5", "30,31", "17"];
    let hours = ["1", "2", "1-3", "*", "*/2", "23"];
    let days = ["*", "*", "*", "22-24", "28", "*/2"];
    let weekdays = ["*", "*", "SUN", "1-5", "6"];
    let text =
        |rng: &mut Rng| [rng.one_of(&minutes), rng.one_of(&hours), rng.one_of(&days), "*", rng.one_of(&weekdays)].join(" ");
    let midnight = parse_instant("2026-11-21T23:59:59Z").unwrap();
    let end = parse_instant("2026-11-29T00:00:00Z").unwrap();
    let firings = |expression: &Expression| -> Vec<Instant> {
        Timetable::of(expression).after(midnight).take_while(|at| *at < end).collect()
    };
    let mut crowds = 0;
    for case in 0..400 {
        let own = text(&mut rng);
        let others: Vec<Expression> = (0..4).map(|_| parse(&text(&mut rng)).unwrap()).collect();
        let own_firings = firings(&parse(&own).unwrap());
        let other_firings: Vec<Vec<Instant>> = others.iter().map(firings).collect();
        let shared = |hour: u8, minute: u8| {
            let meets = |theirs: &&Vec<Instant>| {
                own_firings.iter().any(|at| (at.hour(), at.minute()) == (hour.into(), minute.into()) && theirs.contains(at))
            };
            other_firings.iter().filter(meets).count()
        };
        match beside(&own, &others) {
            None => {
                assert!(own_firings.iter().all(|at| !other_firings.iter().any(|other| other.contains(at))), "case {case}: {own}")
            }
            Some(CronWarning::Crowded { hour, minute, others: told, free, .. }) => {
                crowds += 1;
                // Dates and times are compared separately; schedules that share both do collide.
                assert_eq!(told as usize, shared(hour, minute), "case {case}: {own}");
                if let Some((_, fix)) = free {
                    let moved = firings(&parse(&fix.expression).unwrap());
                    assert_eq!(moved.len(), own_firings.len());
                    assert!(moved.iter().all(|at| !other_firings.iter().any(|other| other.contains(at))), "case {case}: {own}");
                }
            }
            Some(other) => panic!("{other:?}"),
        }
    }
    assert!(crowds > 100, "{crowds}");
}

/// The time limit is in the bench.
#[test]
fn collisions_with_five_thousand_schedules_are_counted() {
    let others = vec![parse("0 1 * * *").unwrap(); 5_000];
    assert!(matches!(beside("0 * * * *", &others), Some(CronWarning::Crowded { hour: 1, others: 5_000, free: Some(_), .. })));
}
