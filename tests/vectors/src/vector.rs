//! One line of a file of vectors: an expression, and what the appliance's engine makes of it.
//!
//! `expr` and `valid` must be there. `from` and `next` are the firings after a time, `never` says that there is none, `field` names
//! the field that the engine refuses. What is `undocumented` may be refused; if it is accepted, its firings must be right.

use chrono::{DateTime, NaiveDateTime};
use keysync::domain::cron::{CronField, Expression, Timetable, parse};
use keysync::domain::time::{Instant, parse_instant};
use serde_json::Value;

/// An answer of ours that differs, or a line that cannot be held against anything.
#[derive(Debug, PartialEq, Eq)]
pub struct Miss {
    /// The expression, as far as it could be read.
    pub expression: String,
    /// What the line says.
    pub expected: String,
    /// What came.
    pub came: String,
}

/// Holds our answers against a line. Fails with the first difference.
pub fn check(line: &str) -> Result<(), Miss> {
    let unreadable = |came: String| Miss { expression: line.to_owned(), expected: "a vector".to_owned(), came };
    let vector: Value = serde_json::from_str(line).map_err(|error| unreadable(format!("no JSON: {error}")))?;
    let Some(text) = vector.get("expr").and_then(Value::as_str) else {
        return Err(unreadable("no text `expr`".to_owned()));
    };
    let miss = |expected: String, came: String| Err(Miss { expression: text.to_owned(), expected, came });
    let Some(is_valid) = vector.get("valid").and_then(Value::as_bool) else {
        return miss("a vector".to_owned(), "no truth value `valid`".to_owned());
    };
    let is_undocumented = vector.get("undocumented").and_then(Value::as_bool) == Some(true);
    match (parse(text), is_valid) {
        (Ok(_), false) => miss("refused".to_owned(), "accepted".to_owned()),
        (Err(_), true) if is_undocumented => Ok(()),
        (Err(errors), true) => miss("accepted".to_owned(), format!("refused: {}", errors.first().message())),
        (Err(errors), false) => match vector.get("field").and_then(Value::as_str) {
            Some(wanted) if !errors.first().field.is_some_and(|field| names(field).contains(&wanted)) => {
                let came = errors.first().field.map_or("no field", CronField::name);
                miss(format!("refused for the {wanted}"), format!("refused for {came}: {}", errors.first().message()))
            }
            _ => Ok(()),
        },
        (Ok(expression), true) => {
            check_firings(&expression, &vector).map_err(|(expected, came)| Miss { expression: text.to_owned(), expected, came })
        }
    }
}

/// The names that vectors and we have for a field.
fn names(field: CronField) -> [&'static str; 2] {
    match field {
        CronField::Day => ["day of month", field.name()],
        CronField::Weekday => ["day of week", field.name()],
        _ => [field.name(); 2],
    }
}

fn check_firings(expression: &Expression, vector: &Value) -> Result<(), (String, String)> {
    let next = vector.get("next").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let is_never = vector.get("never").and_then(Value::as_bool) == Some(true);
    if next.is_empty() && !is_never {
        return Ok(());
    }
    let Some(from) = vector.get("from").and_then(read_time) else {
        return Err(("firings after a time".to_owned(), "no time `from`".to_owned()));
    };
    let timetable = Timetable::of(expression);
    if is_never {
        return match timetable.next_after(from) {
            None => Ok(()),
            Some(at) => Err(("never".to_owned(), at.to_string())),
        };
    }
    let mut ours = timetable.after(from);
    for (nth, wanted) in next.iter().enumerate() {
        let Some(wanted) = read_time(wanted) else {
            return Err(("a time".to_owned(), wanted.to_string()));
        };
        let came = ours.next();
        if came != Some(wanted) {
            let nth = nth + 1;
            return Err((format!("firing {nth} at {wanted}"), came.map_or("none".to_owned(), |at| at.to_string())));
        }
    }
    Ok(())
}

/// RFC 3339, with or without seconds.
fn read_time(value: &Value) -> Option<Instant> {
    let text = value.as_str()?;
    parse_instant(text)
        .or_else(|| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%MZ").ok().map(|at| at.and_utc()))
        .or_else(|| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z").ok().map(|at| at.to_utc()))
}
