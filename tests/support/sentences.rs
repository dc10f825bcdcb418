//! Reads a sentence about a schedule back into what fires, by what the words mean to a person; shares nothing with the code that
//! writes them. It panics at words it does not know.

use std::collections::BTreeSet;

/// A date as the fields see it: day of the month, month, day of the week with 0 for Sunday.
pub type Date = (u32, u32, u32);

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const WEEK: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

fn number(text: &str) -> u32 {
    text.parse().unwrap_or_else(|_| panic!("no number: {text:?}"))
}

fn ordinal(text: &str) -> u32 {
    number(text.trim_end_matches(|c: char| c.is_ascii_lowercase()))
}

fn clock(text: &str) -> u32 {
    let (hour, minute) = text.split_once(':').unwrap_or_else(|| panic!("no time: {text:?}"));
    assert!(hour.len() == 2 && minute.len() == 2, "{text:?}");
    number(hour) * 60 + number(minute)
}

/// "a, b to c and d" as the places they have on a circle of `size` that begins at `low`.
fn list(text: &str, low: u32, size: u32, read: &dyn Fn(&str) -> u32) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    for item in text.replace(" and ", ", ").replace(" or ", ", ").split(", ") {
        let (first, last) = item.split_once(" to ").map_or_else(|| (read(item), read(item)), |(a, b)| (read(a), read(b)));
        let mut at = first;
        found.insert(at);
        while at != last {
            at = (at - low + 1) % size + low;
            found.insert(at);
        }
    }
    found
}

/// The minutes of the day that the words for the times mean.
pub fn times(text: &str) -> BTreeSet<u32> {
    if let Some(at) = text.find(", and at ").or_else(|| text.find(", and every ")) {
        let mut all = times(&text[..at]);
        let rest = &text[at + ", and ".len()..];
        all.extend(times(&(rest[..1].to_uppercase() + &rest[1..])));
        return all;
    }
    if text == "Never fires" {
        return BTreeSet::new();
    }
    if let Some(rest) = text.strip_prefix("At ") {
        let Some((minutes, scope)) = rest.split_once(" past ") else { return list(rest, 0, 1_440, &clock) };
        let minutes = minutes.strip_suffix(" minutes").or_else(|| minutes.strip_suffix(" minute")).unwrap();
        return in_scope(&list(minutes, 0, 60, &number), scope);
    }
    let rest = text.strip_prefix("Every ").unwrap_or_else(|| panic!("unknown times: {text:?}"));
    let (step, rest) = step(rest);
    if rest.is_empty() {
        assert_eq!(1_440 % step, 0, "{text:?} is not even");
        return (0..1_440).step_by(step as usize).collect();
    }
    if let Some(rest) = rest.strip_prefix(", starting at ") {
        let Some((first, rest)) = rest.split_once(" past the hour") else {
            return (clock(rest)..1_440).step_by(step as usize).collect();
        };
        let first = number(first.strip_suffix(" minutes").or_else(|| first.strip_suffix(" minute")).unwrap());
        let minutes = (first..60).step_by(step as usize).collect();
        return in_scope(&minutes, if rest.is_empty() { "every hour" } else { &rest[2..] });
    }
    if let Some(rest) = rest.strip_prefix(" from minute ") {
        let (first, rest) = rest.split_once(" to minute ").unwrap();
        let (last, scope) = rest.split_once(" of ").unwrap();
        return in_scope(&stretch(number(first), number(last), step), scope);
    }
    if let Some(scope) = rest.strip_prefix(" in ") {
        assert_eq!(60 % step, 0, "{text:?} is not even");
        let first = scope.rsplit_once(", from ").map_or(0, |(_, times)| clock(&times[..5]) % 60);
        return in_scope(&(first..60).step_by(step as usize).collect(), scope);
    }
    let mut all = BTreeSet::new();
    for part in rest.strip_prefix(" from ").unwrap_or_else(|| panic!("unknown times: {text:?}")).split("from ") {
        let part = part.trim_end_matches(" and ").trim_end_matches(", ");
        let (first, last) = part.split_once(" to ").unwrap();
        let (first, last) = (clock(first), clock(last));
        let last = if last < first { last + 1_440 } else { last };
        all.extend(stretch(first, last, step).into_iter().map(|at| at % 1_440));
    }
    all
}

/// "minute", "15 minutes", "hour", "2 hours", and what follows.
fn step(text: &str) -> (u32, &str) {
    let (count, rest) = text
        .split_once(' ')
        .filter(|(count, _)| count.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or((1, text), |(count, rest)| (number(count), rest));
    for (unit, minutes) in [("minutes", 1), ("minute", 1), ("hours", 60), ("hour", 60)] {
        if let Some(rest) = rest.strip_prefix(unit) {
            assert_eq!(unit.ends_with('s'), count > 1, "{text:?}");
            return (count * minutes, rest);
        }
    }
    panic!("no step: {text:?}")
}

fn stretch(first: u32, last: u32, step: u32) -> BTreeSet<u32> {
    assert!(first < last && (last - first).is_multiple_of(step), "{first} to {last} by {step}");
    (first..=last).step_by(step as usize).collect()
}

/// Minutes of the hour in the hours that `scope` means; where it names the first and the last time, they must be those.
fn in_scope(minutes: &BTreeSet<u32>, scope: &str) -> BTreeSet<u32> {
    let (scope, bounds) = match scope.split_once(", from ") {
        Some((scope, bounds)) => {
            let (first, last) = bounds.split_once(" to ").unwrap();
            (scope, Some((clock(first), clock(last))))
        }
        None => (scope, None),
    };
    let hours: BTreeSet<u32> = match (scope.strip_prefix("every "), bounds) {
        (Some("hour"), None) => (0..24).collect(),
        (Some(nth), Some((first, last))) => {
            assert_eq!(Some(first % 60), minutes.first().copied());
            assert_eq!(Some(last % 60), minutes.last().copied());
            let step = nth.strip_suffix(" hour").map_or(1, ordinal);
            let last = if last < first { last / 60 + 24 } else { last / 60 };
            stretch(first / 60, last, step).into_iter().map(|hour| hour % 24).collect()
        }
        _ => match scope.split_once("in hours ").or_else(|| scope.split_once("hours ")) {
            Some((_, hours)) => list(hours, 0, 24, &number),
            None => list(scope, 0, 1_440, &clock).iter().map(|at| (at % 60 == 0).then_some(at / 60).unwrap()).collect(),
        },
    };
    hours.iter().flat_map(|hour| minutes.iter().map(move |minute| hour * 60 + minute)).collect()
}

/// The meaning of the words for the dates: a predicate of a date, and how many days after a matching date the schedule fires.
pub struct Dates {
    pub matches: Box<dyn Fn(Date) -> bool>,
    pub days_later: i32,
}

pub fn dates(text: &str) -> Dates {
    if let Some(months) = text.strip_prefix("on the last day of ") {
        let months = if months == "every month" { (1..=12).collect() } else { months_of(months) };
        let matches = Box::new(move |(day, month, _)| day == 1 && months.contains(&((month + 10) % 12 + 1)));
        return Dates { matches, days_later: -1 };
    }
    for (words, several, days_later) in [
        ("on the day after ", false, 1),
        ("on the days after ", true, 1),
        ("on the day before ", false, -1),
        ("on the days before ", true, -1),
    ] {
        if let Some(noun) = text.strip_prefix(words) {
            let listed = noun.split(" or any ").next().unwrap().split(" of ").next().unwrap();
            assert_eq!(noun.starts_with("the ") && listed.contains(" and "), several, "{text:?}");
            let on = match (noun.strip_prefix("the "), noun.strip_prefix("each day from ")) {
                (Some(days), _) => format!("on the {days}"),
                (_, Some(range)) if range.starts_with("the ") => format!("from {range}"),
                (_, Some(range)) if WEEK.contains(&range.split(' ').next().unwrap()) => range.to_owned(),
                _ => noun.replace("each day", "every day"),
            };
            return Dates { matches: on_dates(&on), days_later };
        }
    }
    Dates { matches: on_dates(text), days_later: 0 }
}

fn on_dates(text: &str) -> Box<dyn Fn(Date) -> bool> {
    let text = &text.replace(", in leap years", "");
    if let Some((left, right)) = text.split_once(" or on any ").or_else(|| text.split_once(" or any ")) {
        let days_at = left.find("on the ").or_else(|| left.find("every ")).or_else(|| left.find("from the ")).unwrap();
        let (weekdays, behind) = split_months(right);
        let before = left[..days_at].trim_end_matches(", ");
        assert!(before.is_empty() || behind.is_empty(), "{text:?}");
        let months = months(if behind.is_empty() { before } else { behind });
        let (days, weekdays) = (days(&left[days_at..]), weekday_set(weekdays));
        return Box::new(move |(day, month, weekday)| {
            months.contains(&month) && (days.contains(&day) || weekdays.contains(&weekday))
        });
    }
    let (text, weekdays) = match text.split_once(", where it falls on ") {
        Some((text, weekdays)) => (text, weekday_set(weekdays)),
        None => (text.as_str(), (0..7).collect()),
    };
    if let Some((left, named)) = text.split_once(" of ") {
        let days = days(left);
        let months = match named.strip_prefix("every month") {
            // A month without the day has no date that could match.
            Some("" | " that has one" | " that has them") => (1..=12).collect(),
            Some(rest) => months(rest.trim_start()),
            None => months_of(named),
        };
        return Box::new(move |(day, month, weekday)| {
            months.contains(&month) && days.contains(&day) && weekdays.contains(&weekday)
        });
    }
    let (left, named) = split_months(text);
    let (months, weekdays) = (months(named), weekday_set(left));
    Box::new(move |(_, month, weekday)| months.contains(&month) && weekdays.contains(&weekday))
}

/// Cuts off "in January and July", "from June to August", "except in May" at the end.
fn split_months(text: &str) -> (&str, &str) {
    let is_month = |rest: &str| MONTHS.iter().any(|name| rest.starts_with(name));
    for word in ["except in ", "in ", "from "] {
        if let Some((at, _)) = text.match_indices(word).find(|(at, _)| is_month(&text[at + word.len()..])) {
            return (text[..at].trim_end_matches([' ', ',']), &text[at..]);
        }
    }
    (text, "")
}

fn month(text: &str) -> u32 {
    MONTHS.iter().position(|name| *name == text).unwrap_or_else(|| panic!("no month: {text:?}")) as u32 + 1
}

fn months_of(text: &str) -> BTreeSet<u32> {
    list(text, 1, 12, &month)
}

/// "", "in January and July", "from June to August", "except May", "except in May".
fn months(text: &str) -> BTreeSet<u32> {
    if let Some(missing) = text.strip_prefix("except in ").or_else(|| text.strip_prefix("except ")) {
        return (1..=12).filter(|value| *value != month(missing)).collect();
    }
    match text.strip_prefix("in ").or_else(|| text.strip_prefix("from ")) {
        Some(named) => months_of(named),
        None => {
            assert_eq!(text, "");
            (1..=12).collect()
        }
    }
}

/// "every day", "on Fridays", "Monday to Friday", "every day except Thursday", "day from Monday to Friday", "Saturday or Sunday".
fn weekday_set(text: &str) -> BTreeSet<u32> {
    if text.is_empty() {
        return (0..7).collect();
    }
    let weekday = |name: &str| {
        let name = name.strip_suffix('s').unwrap_or(name);
        WEEK.iter().position(|known| *known == name).unwrap_or_else(|| panic!("no day: {name:?}")) as u32
    };
    let text = text.strip_prefix("every ").unwrap_or(text);
    if let Some(missing) = text.strip_prefix("day except ") {
        return (0..7).filter(|value| *value != weekday(missing)).collect();
    }
    if text == "day" {
        return (0..7).collect();
    }
    list(text.trim_start_matches("on ").trim_start_matches("day from "), 0, 7, &weekday)
}

/// "on the 1st, 5th and 10th to 15th", "from the 1st to the 7th", "every 2nd day from the 1st to the 31st".
fn days(text: &str) -> BTreeSet<u32> {
    if let Some(listed) = text.strip_prefix("on the ") {
        return list(listed, 1, 31, &ordinal);
    }
    let (step, range) = match text.strip_prefix("every ") {
        Some(rest) => rest.split_once(" day ").map(|(step, range)| (ordinal(step), range)).unwrap(),
        None => (1, text),
    };
    let (first, last) = range.strip_prefix("from the ").unwrap().split_once(" to the ").unwrap();
    stretch(ordinal(first), ordinal(last), step)
}
