//! The simple fields: only what they show can be sent, and only a person's edit of them changes a text.

use super::lead::{LEADS, lead};
use crate::support::rng::Rng;
use keysync::domain::cron::editor::{
    BuilderKind, ClockTime, Lead, Minute, MinuteInterval, MonthDays, NoConversion, Weekdays, WhenForm,
};
use keysync::domain::cron::{CronBuilder, FieldValues};
use serde_json::Value;

const WINNIPEG: i32 = -300;
const BERLIN: i32 = 60;

fn form(text: &str, minutes: i32) -> WhenForm {
    WhenForm::new(text.to_owned(), lead(minutes))
}

fn shown(form: &WhenForm) -> (String, i32) {
    let (builder, lead) = form.shown();
    (builder.write(), lead.minutes())
}

#[test]
fn nine_in_winnipeg_on_workdays_is_sent_as_fourteen_in_utc() {
    let mut form = form("0 1 * * *", 0);
    form.pick(BuilderKind::Weekly);
    assert_eq!(form.text(), "0 1 * * MON");
    form.set(CronBuilder::read("0 9 * * MON-FRI"));
    form.move_to(lead(WINNIPEG));
    assert_eq!((form.text(), shown(&form)), ("0 14 * * MON-FRI", ("0 9 * * MON-FRI".to_owned(), WINNIPEG)));
    // The clocks change: what is stored stays, and the fields say what it means from then on.
    form.drift(lead(WINNIPEG + 60));
    assert_eq!((form.text(), shown(&form).0.as_str()), ("0 14 * * MON-FRI", "0 10 * * MON-FRI"));
}

#[test]
fn a_refused_entry_stays_in_the_fields_and_leaves_nothing_to_send() {
    let refused = || {
        let mut form = form("0 9 1 * *", BERLIN);
        form.set(CronBuilder::read("30 0 1 * *"));
        assert!(form.refusal().is_some());
        assert_eq!((form.text(), shown(&form)), ("", ("30 0 1 * *".to_owned(), BERLIN)));
        form
    };
    // Each way out: a nearest choice, another zone, another time, a typed text, another kind, a change of the clocks.
    for choice in CronBuilder::read("30 0 1 * *").nearest(lead(BERLIN)) {
        let mut form = refused();
        form.set(choice.clone());
        assert_eq!((form.refusal(), form.shown().0), (None, choice));
    }
    let mut form = refused();
    form.move_to(Lead::NONE);
    assert_eq!((form.text(), form.refusal()), ("30 0 1 * *", None));
    let mut form = refused();
    form.set(CronBuilder::read("30 1 1 * *"));
    assert_eq!(form.text(), "30 0 1 * *");
    let mut form = refused();
    form.typed("5 5 * * *".to_owned());
    assert_eq!((form.text(), shown(&form).0.as_str()), ("5 5 * * *", "5 6 * * *"));
    let mut form = refused();
    form.pick(BuilderKind::Monthly);
    assert!(form.refusal().is_some(), "the same kind changes nothing");
    form.pick(BuilderKind::Custom);
    assert_eq!((form.text(), shown(&form).0.as_str()), ("", ""));
    form.pick(BuilderKind::Monthly);
    assert_eq!((form.text(), shown(&form).0.as_str()), ("", "30 0 1 * *"), "the entry is remembered");
    form.drift(lead(BERLIN));
    assert!(form.refusal().is_some());
    form.drift(Lead::NONE);
    assert_eq!((form.text(), form.refusal()), ("30 0 1 * *", None));
}

/// The 1st at 0:30 is no one date in Winnipeg. An edit must not jump from one clock to the other.
#[test]
fn a_text_that_the_place_cannot_show_is_shown_and_edited_by_the_appliances_clocks() {
    let mut form = form("30 0 1 * *", WINNIPEG);
    assert_eq!((shown(&form), form.lead()), (("30 0 1 * *".to_owned(), 0), lead(WINNIPEG)));
    form.pick(BuilderKind::Custom);
    form.pick(BuilderKind::Monthly);
    assert_eq!(form.text(), "30 0 1 * *");
    form.set(CronBuilder::read("30 10 1 * *"));
    assert_eq!((form.text(), shown(&form), form.lead()), ("30 10 1 * *", ("30 10 1 * *".to_owned(), 0), Lead::NONE));
}

#[test]
fn a_custom_text_gives_its_time_and_days_by_the_clocks_of_the_place() {
    let picked = |text: &str, kind| {
        let mut form = form(text, WINNIPEG);
        form.pick(kind);
        (form.text().to_owned(), shown(&form).0)
    };
    let pair = |sent: &str, shown: &str| (sent.to_owned(), shown.to_owned());
    assert_eq!(picked("30 3 13 * FRI", BuilderKind::Daily), pair("30 3 * * *", "30 22 * * *"));
    assert_eq!(picked("30 3 13 * FRI", BuilderKind::Weekly), pair("30 3 * * FRI", "30 22 * * THU"));
    assert_eq!(picked("30 3 13 * FRI", BuilderKind::Monthly), pair("30 3 13 * *", "30 22 12 * *"));
    assert_eq!(picked("7 1-2 * 6 *", BuilderKind::Hourly), pair("7 * * * *", "7 * * * *"));
    assert_eq!(picked("nonsense", BuilderKind::Daily), pair("0 6 * * *", "0 1 * * *"));
}

/// A person may edit a text that a simple kind could write, and come back without a change of it.
#[test]
fn custom_stays_while_typing_until_a_kind_is_picked() {
    let mut form = form("0 9 * * MON-FRI", WINNIPEG);
    form.pick(BuilderKind::Custom);
    form.typed("0 9 * * fri".to_owned());
    assert_eq!(form.shown().0, CronBuilder::Custom("0 9 * * fri".to_owned()));
    form.pick(BuilderKind::Weekly);
    assert_eq!((form.text(), shown(&form).0.as_str()), ("0 9 * * fri", "0 4 * * fri"));
    form.pick(BuilderKind::Custom);
    form.put(&CronBuilder::read("0 8 * * *"));
    assert_eq!((form.text(), shown(&form).0.as_str()), ("0 8 * * *", "0 3 * * *"));
}

/// Fields without a day must not send the days of before.
#[test]
fn no_day_at_all_is_refused_until_a_day_is_selected() {
    let days = |list: &[u8]| list.iter().copied().collect::<FieldValues>();
    let mut form = form("0 14 * * MON", WINNIPEG);
    form.set_days(days(&[]));
    assert_eq!((form.text(), form.refusal(), form.days()), ("", Some(NoConversion::NoDay), days(&[])));
    form.set(CronBuilder::read("0 8 * * MON"));
    form.move_to(lead(BERLIN));
    form.drift(lead(BERLIN + 60));
    assert_eq!((form.text(), form.days()), ("", days(&[])), "the time alone is not enough");
    form.set_days(days(&[1]));
    assert_eq!((form.text(), form.refusal(), form.days()), ("0 6 * * MON", None, days(&[1])));
    form.set_days(days(&[]));
    form.pick(BuilderKind::Daily);
    form.pick(BuilderKind::Weekly);
    assert_eq!((form.text(), form.days()), ("0 6 * * MON", days(&[1])), "the last days are remembered and shown");
    form.pick(BuilderKind::Daily);
    form.set_days(days(&[2]));
    assert_eq!(form.text(), "0 6 * * *", "a day of no kind is no entry");
}

/// A text is the truth, and all that can be sent: what the fields show is what it means, by the clocks that they name.
fn holds(form: &WhenForm) {
    let (builder, lead) = form.shown();
    if form.refusal().is_some() {
        assert_eq!(form.text(), "");
        assert!(form.days() == FieldValues::NONE || builder.on_appliance(lead).is_err());
        return;
    }
    match &builder {
        CronBuilder::Custom(text) => assert_eq!(text, form.text()),
        simple => assert_eq!(simple.on_appliance(lead), Ok(CronBuilder::read(form.text())), "{form:?}"),
    }
    assert!(lead == form.lead() || lead == Lead::NONE);
}

/// The builder with one of its values changed, as one control of the fields does.
fn edited(builder: CronBuilder, rng: &mut Rng) -> CronBuilder {
    let small = |number: usize| u8::try_from(number).unwrap();
    let minute = Minute::new(small(rng.below(60))).unwrap();
    let time = |time: ClockTime, rng: &mut Rng| {
        if rng.flag() { time.at_minute(minute) } else { ClockTime::new(small(rng.below(24)), time.minute().get()).unwrap() }
    };
    match builder {
        CronBuilder::EveryMinutes(_) => CronBuilder::EveryMinutes(MinuteInterval::ALL[rng.below(11)]),
        CronBuilder::Hourly(_) => CronBuilder::Hourly(minute),
        CronBuilder::Daily(at) => CronBuilder::Daily(time(at, rng)),
        CronBuilder::Weekly(days, at) if rng.flag() => {
            let values = (0..7).filter(|_| rng.flag()).collect();
            CronBuilder::Weekly(Weekdays::new(values, days.spelling()).unwrap_or(days), at)
        }
        CronBuilder::Weekly(days, at) => CronBuilder::Weekly(days, time(at, rng)),
        CronBuilder::Monthly(days, at) if rng.flag() => {
            let share = rng.below(9) + 1;
            let values = (1..32).filter(|_| rng.below(share) == 0).collect();
            CronBuilder::Monthly(MonthDays::new(values).unwrap_or(days), at)
        }
        CronBuilder::Monthly(days, at) => CronBuilder::Monthly(days, time(at, rng)),
        custom @ CronBuilder::Custom(_) => custom,
    }
}

#[test]
fn ten_thousand_random_walks_send_only_what_the_fields_show() {
    let texts =
        ["0 1 * * *", "30 0 1 * *", "0 22 31 * *", "5 5 * * 1-5", "61 * * * *", "*/15 * * * *", "7 * * * *", "", "0 9 13 * FRI"];
    let mut rng = Rng::new();
    let (mut refused, mut sent, mut by_appliance) = (0, 0, 0);
    for _ in 0..10_000 {
        let mut form = form(rng.one_of(&texts), LEADS[rng.below(LEADS.len())]);
        for _ in 0..12 {
            let (before, clocks) = form.shown();
            let has_time = !matches!(before, CronBuilder::Custom(_) | CronBuilder::EveryMinutes(_));
            let another = lead(LEADS[rng.below(LEADS.len())]);
            match rng.below(9) {
                0 => form.typed((*rng.one_of(&texts)).to_owned()),
                1 => form.pick(BuilderKind::ALL[rng.below(6)]),
                2 => {
                    form.move_to(another);
                    assert_eq!(form.lead(), another);
                    if has_time {
                        assert_eq!(form.shown(), (before, another), "the time on the fields stays");
                    }
                }
                3 => {
                    let text = form.text().to_owned();
                    let was_refused = form.refusal().is_some();
                    form.drift(another);
                    assert!(was_refused || form.text() == text, "a text stays");
                }
                4 if form.refusal() == Some(NoConversion::NoDay) => {
                    form.set_days(FieldValues::NONE.with(5));
                    assert!(form.days().has(5));
                }
                4 if form.refusal().is_some() => {
                    let nearest = before.nearest(clocks);
                    form.set(nearest[rng.below(nearest.len())].clone());
                    assert_eq!(form.refusal(), None);
                }
                5 if form.refusal().is_none() => {
                    let text = form.text().to_owned();
                    form.set(before.clone());
                    assert_eq!((form.text(), form.shown().0), (text.as_str(), before), "the same values change nothing");
                }
                6 => {
                    let days: FieldValues = (0..32).filter(|_| rng.below(20) == 0).collect();
                    let was_custom = form.shown().0.kind() == BuilderKind::Custom;
                    form.set_days(days);
                    assert!(!was_custom || form.shown().0 == before);
                }
                _ => {
                    let next = edited(before, &mut rng);
                    form.set(next.clone());
                    assert_eq!(form.shown().0, next, "the fields show what was entered");
                }
            }
            holds(&form);
            refused += usize::from(form.refusal().is_some());
            sent += usize::from(!form.text().is_empty());
            by_appliance += usize::from(form.shown().1 != form.lead());
        }
    }
    assert!(refused > 1_000 && sent > 50_000 && by_appliance > 100, "{refused} {sent} {by_appliance}");
}

/// Reading never writes: any text that the appliance may store stays while the clocks of any place show it.
#[test]
fn a_stored_text_stays_byte_for_byte_while_it_is_shown() {
    let mut count = 0;
    for line in include_str!("../../fixtures/cron.jsonl").lines() {
        let vector: Value = serde_json::from_str(line).unwrap();
        let text = vector["expr"].as_str().unwrap();
        for minutes in LEADS {
            let mut form = form(text, minutes);
            holds(&form);
            form.drift(lead(minutes / 2));
            holds(&form);
            form.drift(Lead::NONE);
            // A person looks at the text as it is, and at the fields again.
            let kind = form.shown().0.kind();
            form.pick(BuilderKind::Custom);
            form.pick(kind);
            holds(&form);
            assert_eq!(form.text(), text);
            count += 1;
        }
    }
    assert_eq!(count, 1_551 * LEADS.len());
}
