//! The appliance's dialect: accepted expressions and their meaning, and the errors and repairs of all others.

#[path = "../../vectors/src/vector.rs"]
mod vector;

use keysync::domain::cron::{CronErrors, CronField, CronRule, DayRule, Expression, FieldValues, field_at, parse};

fn accepted(text: &str) -> Expression {
    parse(text).unwrap_or_else(|errors| panic!("{text}: {}", errors.first().message()))
}

fn refused(text: &str) -> CronErrors {
    parse(text).map(|_| ()).expect_err(text)
}

/// The values of a field as a list.
fn values(text: &str, field: CronField) -> Vec<u8> {
    accepted(text).values(field).iter().collect()
}

#[test]
fn the_parser_agrees_with_the_engine_on_every_vector() {
    let file = include_str!("../../fixtures/cron.jsonl");
    let mut misses = Vec::new();
    for (number, line) in (1..).zip(file.lines()) {
        if let Err(miss) = vector::check(line) {
            misses.push((number, miss));
        }
    }
    assert_eq!(misses, []);
    assert_eq!(file.lines().count(), 1_551);
}

#[test]
fn a_field_is_a_list_of_values_ranges_and_steps() {
    assert_eq!(values("1,5-7,50/4 * * * *", CronField::Minute), [1, 5, 6, 7, 50, 54, 58]);
    assert_eq!(values("* 0-23/7 * * *", CronField::Hour), [0, 7, 14, 21]);
    assert_eq!(values("* * * jan,Feb-APR,12 *", CronField::Month), [1, 2, 3, 4, 12]);
    assert_eq!(values("* * * * SUN,tUe-4", CronField::Weekday), [0, 2, 3, 4]);
    assert_eq!(values("* * 007,+8 * *", CronField::Day), [7, 8]);
    // Any step from 1 on, as far as the engine can count.
    assert_eq!(values("*/60,5/9223372036854775807 * * * *", CronField::Minute), [0, 5]);
    assert_eq!(refused("*/9223372036854775808 * * * *").first().rule, CronRule::NotAStep);
    // Empty elements are ignored, even if there are no others.
    assert_eq!(values(",1,,2, * * * *", CronField::Minute), [1, 2]);
    assert!(values(", * * * *", CronField::Minute).is_empty());
    // Text after `*-` and `?-` is ignored.
    assert_eq!(values("* *-x-,?-3/9 * * *", CronField::Hour).len(), 24);
    assert_eq!(values("* *-5/9 * * *", CronField::Hour), [0, 9, 18]);
}

#[test]
fn every_unicode_blank_separates_fields() {
    let expected = accepted("0 1 2 3 4");
    for text in ["\t0\u{a0}1\u{2003}2\u{3000}3\r\n4\u{85}", "0\u{b}1\u{c}2\u{2028}3\u{202f}4"] {
        assert_eq!(accepted(text), expected, "{text:?}");
    }
    for no_blank in ['\u{200b}', '\u{feff}', '\u{180e}', '\0'] {
        assert_eq!(refused(&format!("0{no_blank}1 2 3 4")).first().rule, CronRule::TooFew(4));
    }
}

#[test]
fn a_star_in_a_day_field_makes_both_match_unless_a_step_clears_it() {
    for text in ["0 0 * * SAT", "0 0 ? * SAT", "0 0 */1 * SAT", "0 0 3,* * SAT", "0 0 *-5 * SAT", "0 0 13 * ?", "0 0 */2,* * SAT"]
    {
        assert_eq!(accepted(text).day_rule, DayRule::Both, "{text}");
    }
    for text in
        ["0 0 */2 * SAT", "0 0 1-31 * SAT", "0 0 13 * 0-6", "0 0 13 * */2", "0 0 1/1 * SAT", "0 0 , * SAT", "0 0 *-5/2 * SAT"]
    {
        assert_eq!(accepted(text).day_rule, DayRule::Either, "{text}");
    }
    assert_eq!(accepted("0 0 */2 * SAT").weekdays, FieldValues::NONE.with(6));
}

#[test]
fn all_errors_of_all_fields_are_reported_at_once() {
    let errors = refused("1-60 */0,24 L MOND,13 FRI-MON");
    let found: Vec<_> = errors.iter().map(|error| (error.field.unwrap(), error.rule, error.token.as_str())).collect();
    assert_eq!(
        found,
        [
            (CronField::Minute, CronRule::OutOfRange, "60"),
            (CronField::Hour, CronRule::ZeroStep, "0"),
            (CronField::Hour, CronRule::OutOfRange, "24"),
            (CronField::Day, CronRule::Last, "L"),
            (CronField::Month, CronRule::UnknownName, "MOND"),
            (CronField::Month, CronRule::OutOfRange, "13"),
            (CronField::Weekday, CronRule::Backwards, "FRI-MON"),
        ]
    );
    assert!(errors.iter().all(|error| error.fix.is_none()), "the L cannot be corrected, so nothing as a whole can");
    let instead: Vec<_> = errors.iter().map(|error| error.instead.as_deref()).collect();
    assert_eq!(instead, [Some("1-59"), Some("*"), Some("0"), None, None, Some("12"), Some("FRI-SAT,SUN-MON")]);
}

#[test]
fn error_places_are_in_bytes_and_in_utf16() {
    let errors = refused("👍 0\u{3000}é,99 * 5-é");
    let places: Vec<_> = errors.iter().map(|error| (error.token.as_str(), error.bytes.clone(), error.utf16.clone())).collect();
    assert_eq!(places, [("👍", 0..4, 0..2), ("é", 9..11, 5..6), ("99", 12..14, 7..9), ("é", 19..21, 14..15)]);
    assert_eq!(refused("  ").first().bytes, 0..0);
    let six = refused("  0 0 0 * * *  ");
    assert_eq!((six.first().bytes.clone(), six.first().field), (2..13, None));
}

/// Each text with the expression that the parser offers in its place.
#[test]
fn a_repair_is_offered_for_common_mistakes() {
    let offers = [
        ("0 0 * * 7", "0 0 * * 0"),
        ("0 0 * * 07/2", "0 0 * * 0/2"),
        ("0 0 * * 5-7", "0 0 * * 5-6,0"),
        ("0 0 * * FRI-7", "0 0 * * FRI-SAT,SUN"),
        ("0 0 * * 1-7/2", "0 0 * * 1,3,5,0"),
        ("0 0 * * 0-7", "0 0 * * 0-6"),
        ("0 0 * * 7-7", "0 0 * * 0"),
        ("0 0 * * 6-7,3", "0 0 * * 6,0,3"),
        ("0 0 * * 7-2", "0 0 * * 0-2"),
        ("0 0 * * FRI-MON", "0 0 * * FRI-SAT,SUN-MON"),
        ("0 0 * * sat-SUN", "0 0 * * sat,SUN"),
        ("0 22-2 * * *", "0 22-23,0-2 * * *"),
        ("0 22-4/2 * * *", "0 22,0,2,4 * * *"),
        ("50-10 * 31-1 DEC-FEB *", "50-59,0-10 * 31,1 DEC,JAN-FEB *"),
        ("60 24 32 13 9", "0 0 31 12 6"),
        ("0-60 0-24 0-5 0 *", "0-59 0-23 1-5 1 *"),
        ("99999999999999999999 * * * *", "59 * * * *"),
        ("*/0 5/0 1-9/ */ *", "* 5 1-9 * *"),
        ("*/-5 * * * *", "*/5 * * * *"),
        ("/5 9- * * *", "*/5 9-23 * * *"),
        ("0 0 * * MOND", "0 0 * * MON"),
        ("0 0 * JANUARY-Febr monday,WEN", "0 0 * JAN-FEB MON,WED"),
        ("0 0 * FEB-JA *", "0 0 * FEB-DEC,JAN *"),
        ("0 9–17 * * MON—FRI", "0 9-17 * * MON-FRI"),
        ("0 0 0 * * *", "0 0 * * *"),
        ("0 15 10 ? * 7", "15 10 ? * 0"),
        ("0 0 12 1 1 ? 2030", "0 12 1 1 ?"),
        ("0 12 * * MON 2030", "0 12 * * MON"),
        ("0 1 * * * /usr/bin/sync keys", "0 1 * * *"),
        ("0 0 * *", "0 0 * * *"),
        ("*/15", "*/15 * * * *"),
        ("@yearly", "0 0 1 1 *"),
        ("@Annually", "0 0 1 1 *"),
        ("@monthly", "0 0 1 * *"),
        ("@weekly", "0 0 * * 0"),
        (" @daily ", "0 0 * * *"),
        ("@midnight", "0 0 * * *"),
        ("@hourly", "0 * * * *"),
        ("@every 5m", "*/5 * * * *"),
        ("@every 1m0s", "* * * * *"),
        ("@every 1h0m0s", "0 * * * *"),
        ("@every 120m", "0 */2 * * *"),
        ("@every 24h", "0 0 * * *"),
        ("TZ=UTC 0 1 * * *", "0 1 * * *"),
        ("CRON_TZ=Etc/Zulu 0 1 * * *", "0 1 * * *"),
        ("５ 3 * * *", "5 3 * * *"),
        ("＊/１５ 9-１７ * * *", "*/15 9-17 * * *"),
        ("*/１５ ９，１２ * ＪＡＮ ＭＯＮ－ＦＲＩ", "*/15 9,12 * JAN MON-FRI"),
    ];
    for (text, offered) in offers {
        let errors = refused(text);
        for error in errors.iter() {
            let fix = error.fix.as_ref().unwrap_or_else(|| panic!("{text}: {}", error.message()));
            assert_eq!((fix.expression.as_str(), fix.label.as_str()), (offered, format!("Use {offered}").as_str()), "{text}");
        }
    }
}

#[test]
fn no_repair_is_offered_for_an_ambiguous_text() {
    let texts = [
        "",
        " ",
        "@reboot",
        "@every 7m",
        "@every 90m",
        "@every 0m",
        "@every 30s",
        "@every",
        "@every -5m",
        "@every 65535h",
        "hello",
        "TZ=Asia/Tokyo 0 1 * * *",
        "CRON_TZ=Europe/Berlin 0 1 * * *",
        "0 0 L * *",
        "0 0 15W * *",
        "0 0 LW * *",
        "0 0 * * 5#2",
        "0 0 * * FRIL",
        "H * * * *",
        "H(0-9) * * * *",
        "1.5 * * * *",
        "-5 * * * *",
        "1-2-3 * * * *",
        "1/2/3 * * * *",
        "*/x * * * *",
        "0 0 * * T",
        "0 0 * * SUNNY,x",
        "MON * * * *",
        "0 0 JAN * *",
        "0 0 * MON *",
        "~ * * * *",
        "٣ * * * *",
        "0 0 * 5-JUNE-7 *",
    ];
    for text in texts {
        assert!(refused(text).iter().all(|error| error.fix.is_none()), "{text}: {:?}", refused(text).first().fix);
    }
}

#[test]
fn error_messages_name_the_fault_and_the_rule() {
    let messages = [
        ("", "There is no expression yet; write minute, hour, day of the month, month and day of the week."),
        ("5", "There is 1 field of five; write minute, hour, day of the month, month and day of the week."),
        ("@daily", "@daily is not accepted here; write the five fields."),
        ("CRON_TZ=UTC 0 3 * * *", "This console does not offer a zone in front, as in CRON_TZ=UTC; write the five fields."),
        ("0 0 * * 7", "7 is not accepted here; use 0 or SUN for Sunday."),
        ("0 0 * * 5-7", "7 is not accepted here; use 0 or SUN for Sunday. Write 5-6,0."),
        ("60 * * * *", "60 is not accepted here; the minute is 0 to 59."),
        ("0 0 * * FRI-MON", "FRI-MON runs backwards; a range goes from the smaller to the larger value. Write FRI-SAT,SUN-MON."),
        ("*/0 * * * *", "A step of 0 is not accepted; the smallest step is 1. Write *."),
        ("0 0 * MOND *", "MOND is not the name of a month; the month is 1 to 12 or JAN to DEC."),
        ("MON * * * *", "MON is a name of another field; the minute is 0 to 59."),
        ("0 0 L * *", "L for the last day is not accepted here, as in L; write the days as numbers."),
        ("0 0 * * 5#2", "# for the nth weekday of a month is not accepted here, as in 5#2."),
    ];
    for (text, message) in messages {
        assert_eq!(refused(text).first().message(), message, "{text}");
    }
    let long = format!("{} * * * *", "é".repeat(1_000));
    assert!(refused(&long).first().message().len() < 200);
}

/// Errors carry a corrected text each, so their number must not grow with a pasted text.
#[test]
fn a_long_text_gives_a_bounded_number_of_errors() {
    let errors = refused(&format!("{} * * * *", "60,".repeat(20_000)));
    assert_eq!(errors.iter().count(), 20);
    assert!(parse(&errors.first().fix.as_ref().unwrap().expression).is_ok());
}

#[test]
fn the_field_at_the_cursor_is_named_in_unfinished_texts() {
    let at = |text: &str, caret| field_at(text, caret).map(CronField::name);
    for (text, caret, field) in [
        ("", 0, Some(CronField::Minute)),
        ("0", 1, Some(CronField::Minute)),
        ("0 ", 2, Some(CronField::Hour)),
        ("  0", 0, Some(CronField::Minute)),
        ("0 12", 2, Some(CronField::Hour)),
        ("0 12", 3, Some(CronField::Hour)),
        ("0   1", 3, Some(CronField::Hour)),
        ("0 1 * * M", 9, Some(CronField::Weekday)),
        ("0 1 * * M", 999, Some(CronField::Weekday)),
        ("0 1 * * MON ", 12, None),
        ("0 1 * * MON x", 13, None),
        ("👍 1", 2, Some(CronField::Minute)),
        ("👍 1", 1, Some(CronField::Minute)),
        ("👍 1", 3, Some(CronField::Hour)),
        ("@dai", 3, None),
        ("TZ=UTC 0", 8, None),
    ] {
        assert_eq!(at(text, caret), field.map(CronField::name), "{text:?} {caret}");
    }
}
