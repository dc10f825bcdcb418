//! The simple editor: it reads only texts that it can write again byte for byte.

use crate::support::rng::Rng;
use keysync::domain::cron::editor::{
    BuilderKind, ClockTime, LastChoices, Lead, Minute, MinuteInterval, MonthDays, Spelling, Weekdays, WhenForm,
};
use keysync::domain::cron::{CronBuilder, CronField, FieldValues, canonical, describe, parse};
use proptest::prelude::*;

fn time(hour: u8, minute: u8) -> ClockTime {
    ClockTime::new(hour, minute).unwrap()
}

fn weekdays(days: &[u8], spelling: Spelling) -> Weekdays {
    Weekdays::new(days.iter().copied().collect(), spelling).unwrap()
}

fn days(days: &[u8]) -> MonthDays {
    MonthDays::new(days.iter().copied().collect()).unwrap()
}

/// Any builder but a custom one.
pub fn simple() -> impl Strategy<Value = CronBuilder> {
    let time = || (0..24_u8, 0..60_u8).prop_map(|(hour, minute)| time(hour, minute));
    let picked = |field: CronField| {
        proptest::collection::btree_set(field.min()..=field.max(), 1..=usize::from(field.max()))
            .prop_map(|values| values.into_iter().collect::<FieldValues>())
    };
    let spelling = prop_oneof![Just(Spelling::Upper), Just(Spelling::Lower), Just(Spelling::Digits)];
    prop_oneof![
        (0..MinuteInterval::ALL.len()).prop_map(|at| CronBuilder::EveryMinutes(MinuteInterval::ALL[at])),
        (0..60_u8).prop_map(|minute| CronBuilder::Hourly(Minute::new(minute).unwrap())),
        time().prop_map(CronBuilder::Daily),
        (picked(CronField::Weekday), spelling, time())
            .prop_map(|(values, spelling, time)| CronBuilder::Weekly(Weekdays::new(values, spelling).unwrap(), time)),
        (picked(CronField::Day), time()).prop_map(|(values, time)| CronBuilder::Monthly(MonthDays::new(values).unwrap(), time)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// A builder's text is read back as the very same builder, and means to the parser what the builder says it means.
    #[test]
    fn a_builder_is_read_back_from_its_own_text(builder in simple()) {
        let text = builder.write();
        prop_assert_eq!(&CronBuilder::read(&text), &builder, "{}", &text);
        let parsed = parse(&text).map_err(|_| TestCaseError::fail(text.clone()))?;
        prop_assert_eq!(builder.expression(), Some(parsed), "{}", &text);
        let custom = CronBuilder::Custom(text.clone());
        prop_assert_eq!((custom.write(), custom.expression(), custom.kind()), (text, None, BuilderKind::Custom));
    }

    /// A suggestion fires at the same minutes as its expression, and a simple expression is its own suggestion.
    #[test]
    fn a_suggestion_fires_at_the_same_minutes(builder in simple()) {
        let meant = builder.expression().unwrap();
        let offered = CronBuilder::suggest(&meant);
        prop_assert!(offered.is_some(), "{}", builder.write());
        let offered = offered.unwrap().expression().unwrap();
        prop_assert_eq!(canonical(&offered), canonical(&meant));
        prop_assert_eq!(describe(&offered), describe(&meant));
    }

    /// The last choices of each kind survive a switch to another kind.
    #[test]
    fn switching_kinds_there_and_back_loses_nothing(builder in simple(), before in simple(), at in 0..BuilderKind::ALL.len()) {
        let mut held = LastChoices::default();
        held.keep(&before, Lead::NONE);
        held.keep(&builder, Lead::NONE);
        if let Some(there) = held.builder(BuilderKind::ALL[at]) {
            prop_assert_eq!(there.kind(), BuilderKind::ALL[at]);
            held.keep(&there, Lead::NONE);
        }
        prop_assert_eq!(held.builder(builder.kind()), Some(builder));
    }
}

/// Texts put together from pieces of expressions, and from anything else.
#[test]
fn the_editor_keeps_every_text_byte_for_byte() {
    let pieces = [
        "0",
        "1",
        "5",
        "00",
        "07",
        "15",
        "30",
        "59",
        "60",
        "23",
        "24",
        "31",
        "32",
        "*",
        "?",
        "/",
        "*/",
        "*/15",
        "*/7",
        "*/1",
        "-",
        ",",
        " ",
        " ",
        " ",
        "  ",
        "\t",
        "\u{a0}",
        "MON",
        "mon",
        "Mon",
        "FRI",
        "MON-FRI",
        "1-5",
        "SAT,SUN",
        "1,2,3",
        "1-3",
        "6-2",
        "JAN",
        "* * *",
        " * * *",
        " * *",
        "* * * * *",
        "+1",
        "-1",
        "256",
        "99999999999999999999",
        "@daily",
        "L",
        "#",
        "",
    ];
    let mut rng = Rng::new();
    let (mut drawn, mut custom) = (0, 0);
    for _ in 0..200_000 {
        let mut text = rng.text(&pieces, 9);
        if rng.flag() {
            // Five fields, so that simple kinds occur.
            let minute = rng.one_of(&["0", "5", "05", "59", "60", "*", "*/5", "*/7", "5,6", "?"]);
            let hour = rng.one_of(&["0", "9", "09", "23", "24", "*", "*/1", "1-2"]);
            let day = rng.one_of(&["*", "*", "1", "01", "1,15", "15,1", "1,2", "1-2", "1-3", "1,2,3", "31", "32", "0", "?"]);
            let month = rng.one_of(&["*", "*", "*", "1", "JAN", "?"]);
            let weekday =
                rng.one_of(&["*", "*", "MON", "mon", "Mon", "1", "1-5", "MON-FRI", "fri", "SAT,SUN", "SUN,SAT", "1-FRI", "7"]);
            text = [minute, hour, day, month, weekday].join(" ");
        }
        let builder = CronBuilder::read(&text);
        assert_eq!(builder.write(), text);
        match builder {
            CronBuilder::Custom(_) => custom += 1,
            simple => {
                drawn += 1;
                assert_eq!(simple.expression().unwrap(), parse(&text).unwrap_or_else(|_| panic!("{text:?}")), "{text:?}");
            }
        }
    }
    assert!(drawn > 1_000 && custom > 100_000, "{drawn} {custom}");
}

#[test]
fn each_kind_of_builder_is_read_from_its_own_text() {
    let drawn = [
        ("* * * * *", CronBuilder::EveryMinutes(MinuteInterval::new(1).unwrap())),
        ("*/15 * * * *", CronBuilder::EveryMinutes(MinuteInterval::new(15).unwrap())),
        ("5 * * * *", CronBuilder::Hourly(Minute::new(5).unwrap())),
        ("0 1 * * *", CronBuilder::Daily(time(1, 0))),
        ("59 23 * * *", CronBuilder::Daily(time(23, 59))),
        ("0 9 * * fri", CronBuilder::Weekly(weekdays(&[5], Spelling::Lower), time(9, 0))),
        ("45 23 * * 6", CronBuilder::Weekly(weekdays(&[6], Spelling::Digits), time(23, 45))),
        ("30 9 * * MON-FRI", CronBuilder::Weekly(weekdays(&[1, 2, 3, 4, 5], Spelling::Upper), time(9, 30))),
        ("30 9 * * SUN,SAT", CronBuilder::Weekly(weekdays(&[0, 6], Spelling::Upper), time(9, 30))),
        ("30 9 * * MON,WED,FRI", CronBuilder::Weekly(weekdays(&[1, 3, 5], Spelling::Upper), time(9, 30))),
        ("0 0 1 * *", CronBuilder::Monthly(days(&[1]), time(0, 0))),
        ("0 0 1,15,29-31 * *", CronBuilder::Monthly(days(&[1, 15, 29, 30, 31]), time(0, 0))),
    ];
    for (text, builder) in drawn {
        assert_eq!(builder.write(), text);
        assert_eq!(CronBuilder::read(text), builder, "{text}");
    }
}

#[test]
fn other_spellings_and_shapes_are_custom_expressions() {
    let custom = [
        "00 1 * * *",
        "0 01 * * *",
        "0 1 * * ?",
        "0 1 ? * *",
        "0 1 */1 * *",
        " 0 1 * * *",
        "0 1 * * * ",
        "0  1 * * *",
        "0\t1 * * *",
        "*/1 * * * *",
        "*/7 * * * *",
        "*/60 * * * *",
        "*/05 * * * *",
        "*/15 9-17 * * *",
        "0 1 * 1 *",
        "0 1 13 * FRI",
        "0 9 * * Fri",
        "0 9 * * MON,TUE,WED",
        "0 9 * * 1-2",
        "0 9 * * FRI,MON",
        "0 9 * * 7",
        "0 9 1,2,3 * *",
        "0 9 32 * *",
        "60 * * * *",
        "0 24 * * *",
        "@daily",
        "",
        "* * * *",
        "0 0 1 * * *",
        "nonsense",
        "+5 * * * *",
    ];
    for text in custom {
        assert_eq!(CronBuilder::read(text), CronBuilder::Custom(text.to_owned()));
    }
}

#[test]
fn a_custom_text_may_have_a_simple_form() {
    let offers = [
        ("00 1 * * ?", Some("0 1 * * *")),
        ("0 1 1-31 * FRI", Some("0 1 * * *")),
        ("*/1 * * * *", Some("* * * * *")),
        ("0,15,30,45 * * * *", Some("*/15 * * * *")),
        ("0-59/20 0-23 * * *", Some("*/20 * * * *")),
        ("*/60 * * * *", Some("0 * * * *")),
        ("5 */1 ? * ?", Some("5 * * * *")),
        ("0 9 * * Mon,TUE,3,4,fri", Some("0 9 * * MON-FRI")),
        ("0 9 15,1 * *", Some("0 9 1,15 * *")),
        ("0 9 31 1,3,5,7,8,10,12 *", Some("0 9 31 * *")),
        ("5/15 * * * *", None),
        ("*/7 * * * *", None),
        ("0 9 13 * FRI", None),
        ("0 9 1 1 *", None),
        ("0 9,10 * * *", None),
        ("0 9 30 2 *", None),
    ];
    for (text, offer) in offers {
        let offered = CronBuilder::suggest(&parse(text).unwrap_or_else(|_| panic!("{text}")));
        assert_eq!(offered.map(|simple| simple.write()).as_deref(), offer, "{text}");
    }
}

/// A switch keeps the time where the new kind has one, and remembers all other values.
#[test]
fn switching_kinds_keeps_values_that_both_have() {
    let mut form = WhenForm::new("30 9 * * MON-FRI".to_owned(), Lead::NONE);
    let mut seen = Vec::new();
    for kind in [
        BuilderKind::Daily,
        BuilderKind::Hourly,
        BuilderKind::EveryMinutes,
        BuilderKind::Monthly,
        BuilderKind::Weekly,
        BuilderKind::Custom,
        BuilderKind::Daily,
    ] {
        form.pick(kind);
        seen.push(form.text().to_owned());
    }
    let expected =
        ["30 9 * * *", "30 * * * *", "*/15 * * * *", "30 9 1 * *", "30 9 * * MON-FRI", "30 9 * * MON-FRI", "30 9 * * *"];
    assert_eq!(seen, expected);
    let from = |text: &str, kind| {
        let mut form = WhenForm::new(text.to_owned(), Lead::NONE);
        form.pick(BuilderKind::Custom);
        form.pick(kind);
        form.text().to_owned()
    };
    assert_eq!(from("30 5 13 * FRI", BuilderKind::Daily), "30 5 * * *");
    assert_eq!(from("30 5 13 * FRI", BuilderKind::Weekly), "30 5 * * FRI");
    assert_eq!(from("30 5 13 * FRI", BuilderKind::Monthly), "30 5 13 * *");
    assert_eq!(from("*/20 9-17 * * mon-fri", BuilderKind::EveryMinutes), "*/20 * * * *");
    assert_eq!(from("*/20 9-17 * * mon-fri", BuilderKind::Weekly), "0 1 * * MON-FRI");
    assert_eq!(from("0 9 * * fri", BuilderKind::Weekly), "0 9 * * fri", "its own spelling");
    assert_eq!(from("nonsense", BuilderKind::Daily), "0 1 * * *");
}

#[test]
fn builders_cannot_have_values_out_of_range() {
    assert_eq!(
        (0..=255).filter_map(MinuteInterval::new).map(MinuteInterval::get).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30]
    );
    assert_eq!((0..=255).filter_map(Minute::new).count(), 60);
    assert!(ClockTime::new(24, 0).is_none() && ClockTime::new(0, 60).is_none());
    for values in [FieldValues::NONE, FieldValues::NONE.with(7), FieldValues::NONE.with(1).with(63)] {
        assert!(Weekdays::new(values, Spelling::Upper).is_none());
    }
    for values in [FieldValues::NONE, FieldValues::NONE.with(0), FieldValues::NONE.with(1).with(32)] {
        assert!(MonthDays::new(values).is_none());
    }
}
