//! Sentences of schedules: each is true, each set of firings has exactly one, and each reads like a person's.

use std::collections::{BTreeSet, HashMap};

use crate::support::rng::Rng;
use crate::support::sentences::{self, Date};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike};
use keysync::domain::cron::describe::{LocalFiring, local_firings};
use keysync::domain::cron::{
    CronField, DayRule, Expression, FieldValues, canonical, describe, describe_at_offset, parse, sentence,
};

/// 28 years in which every date that there is falls on every day of the week, and a day on either side.
fn calendar() -> Vec<Date> {
    let first = NaiveDate::from_ymd_opt(2000, 12, 31).unwrap();
    let dates = first.iter_days().take_while(|date| *date <= NaiveDate::from_ymd_opt(2029, 1, 1).unwrap());
    dates.map(|date| (date.day(), date.month(), date.weekday().num_days_from_sunday())).collect()
}

/// All that a field can see of a date: every day of every month on every day of the week.
fn kinds_of_dates() -> BTreeSet<Date> {
    calendar().into_iter().collect()
}

/// True if an expression fires on a date, by the definition of the dialect alone.
fn fires_on(expression: &Expression, (day, month, weekday): Date) -> bool {
    let has = |field, value| expression.values(field).has(u8::try_from(value).unwrap());
    let (day, weekday) = (has(CronField::Day, day), has(CronField::Weekday, weekday));
    let matches = match expression.day_rule {
        DayRule::Both => day && weekday,
        DayRule::Either => day || weekday,
    };
    has(CronField::Month, month) && matches
}

fn minutes_of_day(expression: &Expression) -> BTreeSet<u32> {
    let in_hour = |hour: u8| expression.minutes.iter().map(move |minute| u32::from(hour) * 60 + u32::from(minute));
    expression.hours.iter().flat_map(in_hour).collect()
}

/// When an expression fires: the minutes of a day, and whether it does on each of the dates.
fn firings(expression: &Expression, dates: &BTreeSet<Date>) -> (BTreeSet<u32>, Vec<bool>) {
    let days: Vec<bool> = dates.iter().map(|date| fires_on(expression, *date)).collect();
    let minutes = minutes_of_day(expression);
    if minutes.is_empty() || !days.contains(&true) {
        return (BTreeSet::new(), Vec::new());
    }
    (minutes, days)
}

fn range(first: u8, last: u8, step: usize) -> FieldValues {
    (first..=last).step_by(step.max(1)).collect()
}

/// Sets of all shapes: full, none, single, stepped, a few, nearly all, and at random.
fn any_values(rng: &mut Rng, field: CronField) -> FieldValues {
    let (min, max) = (field.min(), field.max());
    let size = usize::from(max - min) + 1;
    let value = |rng: &mut Rng| min + rng.below(size) as u8;
    match rng.below(12) {
        0 | 1 => FieldValues::all(field),
        2 if rng.below(100) < 10 => FieldValues::NONE,
        2 | 3 => FieldValues::NONE.with(value(rng)),
        4 => range(min, max, 1 + rng.below(size)),
        5 | 6 => {
            let (a, b) = (value(rng), value(rng));
            range(a.min(b), a.max(b), 1 + rng.below(4))
        }
        7 | 8 => (0..2 + rng.below(4)).map(|_| value(rng)).collect(),
        9 => {
            let missing = value(rng);
            (min..=max).filter(|value| *value != missing).collect()
        }
        10 => {
            let (a, b) = (value(rng), value(rng));
            (min..=max).filter(|value| !(a.min(b)..=a.max(b)).contains(value)).collect()
        }
        _ => (min..=max).filter(|_| rng.flag()).collect(),
    }
}

/// As [`any_values`], with what the lengths of months make special.
fn any_days(rng: &mut Rng) -> FieldValues {
    let first = [1, 1, 28, 29, 30, 31][rng.below(6)];
    let last = 28 + rng.below(4) as u8;
    if rng.below(100) < 40 { range(first, last.max(first), 1) } else { any_values(rng, CronField::Day) }
}

fn any_months(rng: &mut Rng) -> FieldValues {
    let special: [&[u8]; 6] =
        [&[2], &[4, 6, 9, 11], &[2, 4, 6, 9, 11], &[1, 3, 5, 7, 8, 10, 12], &[1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], &[2, 4]];
    if rng.below(100) < 40 { special[rng.below(6)].iter().copied().collect() } else { any_values(rng, CronField::Month) }
}

fn any_dates(rng: &mut Rng) -> Expression {
    Expression {
        minutes: FieldValues::NONE.with(0),
        hours: FieldValues::NONE.with(1),
        days: any_days(rng),
        months: any_months(rng),
        weekdays: any_values(rng, CronField::Weekday),
        day_rule: if rng.flag() { DayRule::Both } else { DayRule::Either },
    }
}

fn any_times(rng: &mut Rng) -> Expression {
    let dates = if rng.flag() { parse("* * * * *") } else { parse("* * * * FRI") };
    Expression { minutes: any_values(rng, CronField::Minute), hours: any_values(rng, CronField::Hour), ..dates.unwrap() }
}

/// Equal firings, equal canonical forms and equal sentences are one and the same, in both directions.
#[test]
fn each_set_of_dates_has_one_form_and_one_sentence() {
    let dates = kinds_of_dates();
    let mut rng = Rng::new();
    let mut by_firings: HashMap<Vec<bool>, (Expression, String)> = HashMap::new();
    let mut by_sentence: HashMap<String, Expression> = HashMap::new();
    let mut alike = 0;
    for _ in 0..3_000 {
        let expression = any_dates(&mut rng);
        let (_, days) = firings(&expression, &dates);
        let (form, said) = (canonical(&expression), describe(&expression));
        assert_eq!(firings(&form, &dates).1, days, "{expression:?} {form:?}");
        assert_eq!(canonical(&form), form);
        let (other_form, other_said) = by_firings.entry(days).or_insert_with(|| (form, said.clone()));
        alike += usize::from(canonical(&expression) != expression);
        assert_eq!((&form, &said), (&*other_form, &*other_said), "{expression:?}");
        assert_eq!(*by_sentence.entry(said.clone()).or_insert(form), form, "two schedules say {said:?}");
    }
    assert!(by_firings.len() > 1_000 && alike > 500, "{} {alike}", by_firings.len());
}

#[test]
fn each_set_of_times_has_its_own_sentence() {
    let mut rng = Rng::new();
    let mut by_sentence: HashMap<String, Expression> = HashMap::new();
    for _ in 0..4_000 {
        let expression = any_times(&mut rng);
        let (form, said) = (canonical(&expression), describe(&expression));
        assert_eq!(*by_sentence.entry(said.clone()).or_insert(form), form, "two schedules say {said:?}");
    }
    assert!(by_sentence.len() > 1_500);
}

/// The words for the times mean the minutes that fire.
#[test]
fn sentences_of_times_are_true() {
    let mut rng = Rng::new();
    for _ in 0..4_000 {
        let expression = any_times(&mut rng);
        let said = sentence(&expression);
        assert_eq!(sentences::times(&said.times), minutes_of_day(&expression), "{said:?}");
    }
}

/// The words for the dates mean the dates that fire, and "or" appears exactly where either day field is enough.
#[test]
fn sentences_of_dates_are_true_and_or_means_either_field() {
    let kinds = kinds_of_dates();
    let mut rng = Rng::new();
    for _ in 0..3_000 {
        let expression = any_dates(&mut rng);
        let said = sentence(&expression);
        let is_either = canonical(&expression).day_rule == DayRule::Either;
        assert_eq!(said.text().contains(" or "), is_either, "{said:?}");
        if said.times != "Never fires" {
            let meant = sentences::dates(&said.dates);
            for date in &kinds {
                assert_eq!((meant.matches)(*date), fires_on(&expression, *date), "{said:?} on {date:?}");
            }
        }
    }
}

/// At every minute at which the appliance's engine fires, so does the schedule as its sentence tells it.
#[test]
fn sentences_describe_the_firings_of_the_engine() {
    let mut firings = 0;
    for line in include_str!("../../fixtures/cron.jsonl").lines() {
        let vector: serde_json::Value = serde_json::from_str(line).unwrap();
        let Ok(expression) = parse(vector["expr"].as_str().unwrap()) else { continue };
        let said = sentence(&expression);
        let Some(next) = vector["next"].as_array() else { continue };
        let (times, dates) = (sentences::times(&said.times), sentences::dates(&said.dates));
        for at in next {
            let at = NaiveDateTime::parse_from_str(at.as_str().unwrap(), "%Y-%m-%dT%H:%MZ").unwrap();
            let date = (at.day(), at.month(), at.weekday().num_days_from_sunday());
            assert!(times.contains(&(at.hour() * 60 + at.minute())) && (dates.matches)(date), "{at}: {said:?}");
            firings += 1;
        }
    }
    assert!(firings > 5_000, "{firings}");
}

/// The local groups fire at the same instants as the schedule, and what each says of its times and dates is true.
#[test]
fn local_sentences_describe_the_same_instants() {
    let calendar = calendar();
    let mut rng = Rng::new();
    let offsets = [60, 120, 330, 345, 540, 570, 765, 840, -60, -180, -210, -300, -480, -720, 1, -1, 1_439, -1_439, 0];
    let (mut moved, mut unmoved, mut over_midnight) = (0, 0, 0);
    for round in 0..600 {
        let mut expression = any_dates(&mut rng);
        (expression.minutes, expression.hours) = (any_values(&mut rng, CronField::Minute), any_values(&mut rng, CronField::Hour));
        let offset = offsets[round % offsets.len()];
        let mut local: HashMap<i32, i32> = HashMap::new();
        if canonical(&expression).months != FieldValues::NONE {
            let minutes = minutes_of_day(&expression).into_iter().map(|minute| minute as i32 + offset);
            local.extend(minutes.map(|minute| (minute.rem_euclid(1_440), minute.div_euclid(1_440))));
        }
        let groups = local_firings(&expression, offset).unwrap();
        assert!(groups.len() <= 2);
        for group in &groups {
            let said = group.sentence();
            let days_later: BTreeSet<i32> =
                group.minutes_of_day().iter().map(|minute| local.remove(&i32::from(*minute)).unwrap()).collect();
            let times = sentences::times(&said.times);
            assert!(times.iter().copied().eq(group.minutes_of_day().iter().map(|minute| u32::from(*minute))), "{said:?}");
            let meant = sentences::dates(&said.dates);
            // Every local date of a group is the date of the schedule's own firing, moved by as many days as its minutes.
            for days_later in days_later {
                (moved, unmoved) = if group.days_later() == 0 { (moved + 1, unmoved) } else { (moved, unmoved + 1) };
                for day in 1..calendar.len() - 1 {
                    let earlier_by = |days: i32| calendar[(day as i32 - days) as usize];
                    let fires = fires_on(&expression, earlier_by(days_later));
                    assert_eq!(fires_on(group.dates(), earlier_by(group.days_later().into())), fires, "{expression:?} {said:?}");
                    assert_eq!((meant.matches)(earlier_by(meant.days_later)), fires, "{expression:?} {said:?}");
                }
            }
        }
        assert!(local.is_empty(), "{expression:?} misses {local:?}");
        over_midnight += usize::from(is_told_by_its_parts(&describe_at_offset(&expression, offset, "").unwrap(), &groups));
    }
    assert!(moved > 100 && unmoved > 100 && over_midnight > 20, "{moved} {unmoved} {over_midnight}");
    assert_eq!(describe_at_offset(&parse("0 1 * * *").unwrap(), 1_440, "there"), None);
    assert_eq!(describe_at_offset(&parse("0 1 * * *").unwrap(), -1_440, "there"), None);
}

/// A whole local sentence equals its parts. True if one stretch of time runs from the date of the earlier part into the next day.
fn is_told_by_its_parts(whole: &str, groups: &[LocalFiring]) -> bool {
    let Some((times, dates)) = whole.split_once(" the next day, ") else {
        let parts: Vec<String> = groups.iter().map(|group| group.sentence().text()).collect();
        assert!(parts.join("; ").eq_ignore_ascii_case(whole) || (parts.is_empty() && whole == "Never fires"), "{whole}");
        return false;
    };
    let [earlier, later] = groups else { panic!("{whole}") };
    let begins = times.split_once(" from ").map(|(_, bounds)| &bounds[..5]).unwrap();
    let first = u32::from(earlier.minutes_of_day()[0]);
    assert_eq!(begins, format!("{:02}:{:02}", first / 60, first % 60), "{whole}");
    assert_eq!(dates, earlier.sentence().dates);
    assert!(later.minutes_of_day().iter().all(|minute| u32::from(*minute) < first), "{whole}");
    let all = groups.iter().flat_map(|group| group.minutes_of_day().iter().map(|minute| u32::from(*minute)));
    assert_eq!(sentences::times(times), all.collect(), "{whole}");
    true
}

/// "The last day of March" means the day before the 1st of April.
#[test]
fn the_last_day_of_a_month_is_the_day_before_the_first_of_the_next() {
    for month in 1..=12_u32 {
        let expression = parse(&format!("0 1 1 {month} *")).unwrap();
        let said = describe_at_offset(&expression, -120, "there").unwrap();
        let before = NaiveDate::from_ymd_opt(2026, month, 1).unwrap() - Days::new(1);
        assert_eq!(said, format!("At 23:00 there, on the last day of {}", before.format("%B")));
    }
}

#[test]
fn a_sentence_puts_the_zone_after_the_times() {
    let said = |text: &str| sentence(&parse(text).unwrap()).text_in("UTC");
    assert_eq!(said("0 1 * * *"), "At 01:00 UTC, every day");
    assert_eq!(said("*/15 * * * *"), "Every 15 minutes");
    assert_eq!(said("*/15 * * * 1-5"), "Every 15 minutes, Monday to Friday UTC");
    assert_eq!(said("*/15 9-17 * * 1-5"), "Every 15 minutes from 09:00 to 17:45 UTC, Monday to Friday");
    assert_eq!(said("5 * * * *"), "At 5 minutes past every hour UTC");
    assert_eq!(said("0 0 30 2 *"), "Never fires");
    let parts = sentence(&parse("0 1 13 * FRI").unwrap());
    assert_eq!((parts.times.as_str(), parts.dates.as_str()), ("At 01:00", "on the 13th or on any Friday"));
}

/// A person has reviewed each sentence of the table.
#[test]
fn sentences_equal_the_reviewed_table() {
    let rows = table(include_str!("../../fixtures/cron-sentences.tsv"));
    assert!(rows.len() >= 120, "{}", rows.len());
    for [expression, expected] in rows {
        let parsed = parse(expression).unwrap_or_else(|_| panic!("{expression}"));
        assert_eq!(describe(&parsed), expected, "{expression}");
    }
}

#[test]
fn local_sentences_equal_the_reviewed_table() {
    for [expression, offset, expected] in table(include_str!("../../fixtures/cron-sentences-local.tsv")) {
        let parsed = parse(expression).unwrap_or_else(|_| panic!("{expression}"));
        let said = describe_at_offset(&parsed, offset.parse().unwrap(), "in Berlin").unwrap();
        assert_eq!(said, expected, "{expression} at {offset}");
    }
}

fn table<const N: usize>(text: &str) -> Vec<[&str; N]> {
    let rows = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| line.split('\t').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("{line:?}"))).collect()
}
