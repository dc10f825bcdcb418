//! Writes that are read back: sent once, no change of others overwritten, lost answers resolved by a lookup (R-09, R-27).
#![allow(clippy::print_stdout, reason = "the counts that a bar wants are part of the result")]

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use crate::support::builders::{at, complete_draft, now};
use crate::support::fake::{self, Reply, Sent, TestBed, answer};
use crate::support::rng::Rng;
use keysync::api::error::ApiError;
use keysync::api::transport::{HttpMethod, TransportError};
use keysync::api::verified::{ReplaceStep, Replaced, WriteOutcome};
use keysync::domain::appliance::id::ScheduleId;
use keysync::domain::schedule::Schedule;
use keysync::domain::schedule::draft::{NewSchedule, ScheduleField};
use keysync::domain::schedule::patch::ScheduleChange;
use keysync::domain::schedule::spec::Spec;
use keysync::domain::time::{Instant, write_instant};
use serde_json::{Map, Value, json};

/// An appliance of a few lines: it stores what it is sent.
#[derive(Default)]
struct Shelf {
    rows: Vec<Map<String, Value>>,
    writes: usize,
}

impl Shelf {
    fn of(rows: &[Value]) -> Rc<RefCell<Shelf>> {
        let rows = rows.iter().map(|row| row.as_object().unwrap().clone()).collect();
        Rc::new(RefCell::new(Shelf { rows, writes: 0 }))
    }

    fn row(&mut self, id: &str) -> Option<&mut Map<String, Value>> {
        self.rows.iter_mut().find(|row| row["id"] == id)
    }

    fn store(&mut self, body: &str, now: Instant) -> Value {
        let mut row: Map<String, Value> = serde_json::from_str(body).unwrap();
        let parameters = row.remove("cckm_synchronization_params").unwrap();
        row.insert("job_config_params".to_owned(), parameters);
        row.insert("id".to_owned(), json!(format!("new-{}", self.rows.len())));
        for stamp in ["createdAt", "updatedAt"] {
            row.insert(stamp.to_owned(), json!(write_instant(now)));
        }
        self.rows.push(row.clone());
        Value::Object(row)
    }

    fn change(&mut self, id: &str, body: &Value, now: Instant) -> Option<Value> {
        let row = self.row(id)?;
        for (name, value) in body.as_object().unwrap() {
            if name == "cckm_synchronization_params" {
                let sent = value.as_object().unwrap();
                let stored = row["job_config_params"].as_object_mut().unwrap();
                if sent.contains_key("synchronize_all") {
                    stored.remove("kms");
                } else if sent.contains_key("kms") {
                    stored.remove("synchronize_all");
                }
                stored.extend(sent.clone());
            } else {
                row.insert(name.clone(), value.clone());
            }
        }
        row.insert("updatedAt".to_owned(), json!(now.to_rfc3339()));
        Some(Value::Object(row.clone()))
    }

    fn answer(&mut self, sent: &Sent) -> Reply {
        let id = sent.url.rsplit('/').next().unwrap().split('?').next().unwrap();
        let is_one = sent.url.contains("/job-configs/");
        match (sent.method, is_one) {
            (HttpMethod::Post, false) => {
                self.writes += 1;
                answer(201, self.store(&sent.body, sent.at).to_string())
            }
            (HttpMethod::Patch, true) => {
                self.writes += 1;
                match self.change(id, &serde_json::from_str(&sent.body).unwrap(), sent.at) {
                    Some(row) => answer(200, row.to_string()),
                    None => not_found(),
                }
            }
            (HttpMethod::Delete, true) => {
                self.writes += 1;
                let before = self.rows.len();
                self.rows.retain(|row| row["id"] != id);
                if self.rows.len() < before { answer(204, "") } else { not_found() }
            }
            (HttpMethod::Get, true) => match self.row(id) {
                Some(row) => answer(200, Value::Object(row.clone()).to_string()),
                None => not_found(),
            },
            _ => {
                let name = sent.url.split("name=").nth(1).map(|name| name.replace("%20", " "));
                let found: Vec<_> =
                    self.rows.iter().filter(|row| name.as_ref().is_none_or(|name| row["name"] == *name)).collect();
                answer(200, json!({"skip": 0, "limit": 100, "total": found.len(), "resources": found}).to_string())
            }
        }
    }
}

fn not_found() -> Reply {
    answer(404, r#"{"code": 17, "codeDesc": "NCERRResourceNotFound: Resource not found"}"#)
}

fn new() -> NewSchedule {
    complete_draft("nightly aws", &["kms-a"]).validate(now()).unwrap()
}

fn stored() -> Value {
    json!({
        "id": "a", "name": "nightly aws", "operation": "cckm_synchronization", "run_at": "0 1 * * *", "run_on": "any",
        "description": "", "updatedAt": "2026-11-01T00:00:00Z", "createdAt": "2026-11-01T00:00:00Z", "hue": "unknown to us",
        "job_config_params": {"cloud_name": "aws", "kms": ["kms-a"]},
    })
}

fn bed(shelf: &Rc<RefCell<Shelf>>) -> TestBed {
    let shelf = Rc::clone(shelf);
    TestBed::signed_in(move |sent| shelf.borrow_mut().answer(sent))
}

fn base(bed: &mut TestBed) -> Spec {
    let schedules = bed.client.schedules();
    Spec::of(&bed.run(async move { schedules.get(&ScheduleId::from("a")).await }).unwrap()).unwrap()
}

fn change(bed: &mut TestBed, change: ScheduleChange) -> WriteOutcome<Schedule> {
    let schedules = bed.client.schedules();
    bed.run(async move { schedules.change_verified(&ScheduleId::from("a"), &change).await })
}

fn create(bed: &mut TestBed) -> WriteOutcome<Schedule> {
    let schedules = bed.client.schedules();
    bed.run(async move { schedules.create_verified(&new()).await })
}

#[test]
fn a_created_schedule_is_read_back_even_when_a_cluster_shows_it_late() {
    let shelf = Shelf::of(&[]);
    let late = Rc::clone(&shelf);
    let mut reads = 0;
    let mut bed = TestBed::signed_in(move |sent| {
        reads += u32::from(sent.method == HttpMethod::Get);
        if sent.method == HttpMethod::Get && reads < 3 { not_found() } else { late.borrow_mut().answer(sent) }
    });
    let WriteOutcome::Applied(schedule) = create(&mut bed) else { panic!("it is there") };
    assert_eq!(Spec::of(&schedule).unwrap().differing(new().spec()).count(), 0);
    assert_eq!((shelf.borrow().writes, shelf.borrow().rows.len()), (1, 1));
}

#[test]
fn a_value_that_the_appliance_did_not_store_is_noticed() {
    let shelf = Shelf::of(&[]);
    let stubborn = Rc::clone(&shelf);
    let mut bed = TestBed::signed_in(move |sent| {
        let reply = stubborn.borrow_mut().answer(sent);
        if sent.method == HttpMethod::Post {
            stubborn.borrow_mut().rows[0].insert("disabled".to_owned(), json!(false));
        }
        reply
    });
    let asleep = new().disabled();
    let schedules = bed.client.schedules();
    let sent = asleep.clone();
    let created = bed.run(async move { schedules.create_verified(&sent).await });
    let WriteOutcome::AppliedDifferently(schedule) = created else { panic!("it is there") };
    let differing: Vec<ScheduleField> = Spec::of(&schedule).unwrap().differing(asleep.spec()).collect();
    assert_eq!(differing, [ScheduleField::Enabled]);
}

/// R-09: 200 losses: before the appliance read the request, after it stored it, or with the row to be seen only later; by a
/// connection that broke, a gateway, or time that ran out.
#[test]
fn a_lost_answer_to_a_create_is_looked_up_and_never_sent_again() {
    let mut rng = Rng::new();
    let (mut right, mut duplicates) = (0, 0);
    const CASES: usize = 200;
    for _ in 0..CASES {
        let older =
            rng.flag().then(|| json!({"id": "old", "name": "other", "createdAt": "2026-01-01T00:00:00Z", "operation": "x"}));
        let shelf = Shelf::of(older.as_slice());
        let (fate, how, delay) = (rng.below(3), rng.below(3), rng.below(3_000));
        let fickle = Rc::clone(&shelf);
        let mut pending: Option<(Instant, Sent)> = None;
        let mut bed = TestBed::signed_in(move |sent| {
            if let Some((due, held)) = pending.take() {
                if sent.at >= due {
                    fickle.borrow_mut().answer(&held);
                } else {
                    pending = Some((due, held));
                }
            }
            if sent.method != HttpMethod::Post {
                return fickle.borrow_mut().answer(sent);
            }
            match fate {
                0 => {}
                1 => drop(fickle.borrow_mut().answer(sent)),
                _ => {
                    let due = keysync::domain::time::after(sent.at, i64::try_from(delay).unwrap());
                    pending = Some((due, sent.clone()));
                }
            }
            match how {
                0 => Reply::Fail(TransportError::Network),
                1 => answer(502, "<html>bad gateway</html>"),
                _ => Reply::Hang,
            }
        });
        let created = create(&mut bed);
        let posts = bed.fake.journal().iter().filter(|sent| sent.method == HttpMethod::Post).count();
        duplicates += posts - 1;
        let is_there = shelf.borrow().rows.iter().any(|row| row["name"] == "nightly aws");
        right += usize::from(match created {
            WriteOutcome::Applied(schedule) => is_there && schedule.name == "nightly aws",
            WriteOutcome::NotApplied => !is_there,
            _ => false,
        });
    }
    println!("R-09: {CASES} lost answers, {duplicates} sent twice, {right} told right");
    assert_eq!(duplicates, 0);
    assert!(right * 100 >= CASES * 99, "{right} of {CASES}");
}

#[test]
fn a_lost_answer_that_cannot_be_looked_up_is_an_unknown_outcome() {
    let mut bed = TestBed::signed_in(|_| Reply::Fail(TransportError::Network));
    assert_eq!(create(&mut bed), WriteOutcome::Unknown(ApiError::Offline));
}

/// A browser may send a request again by itself, on a connection that broke: the second is then refused for the first.
#[test]
fn a_name_taken_by_the_schedule_just_created_is_no_conflict() {
    let taken = || answer(409, r#"{"code": 5, "codeDesc": "NCERRConflict: Conflict", "message": "taken"}"#);
    let shelf = Shelf::of(&[]);
    let twice = Rc::clone(&shelf);
    let mut bed = TestBed::signed_in(move |sent| {
        let reply = twice.borrow_mut().answer(sent);
        if sent.method == HttpMethod::Post { taken() } else { reply }
    });
    assert!(matches!(create(&mut bed), WriteOutcome::Applied(schedule) if schedule.name == "nightly aws"));
    let older = Shelf::of(&[stored()]);
    let mut bed =
        TestBed::signed_in(move |sent| if sent.method == HttpMethod::Post { taken() } else { older.borrow_mut().answer(sent) });
    assert_eq!(create(&mut bed), WriteOutcome::Refused(ApiError::Conflict("taken".to_owned())), "somebody else's");
}

#[test]
fn a_change_is_one_patch_that_keeps_unknown_members() {
    let shelf = Shelf::of(&[stored()]);
    let mut bed = bed(&shelf);
    let from = base(&mut bed);
    let mut to = from.clone();
    to.description = "as agreed".to_owned();
    let WriteOutcome::Applied(schedule) = change(&mut bed, ScheduleChange { from, to }) else { panic!("it was taken") };
    assert_eq!(schedule.description, "as agreed");
    assert_eq!((shelf.borrow().writes, &shelf.borrow().rows[0]["hue"]), (1, &json!("unknown to us")));
}

#[test]
fn a_schedule_changed_or_deleted_by_others_is_not_written() {
    let shelf = Shelf::of(&[stored()]);
    let mut bed = bed(&shelf);
    let from = base(&mut bed);
    let mut to = from.clone();
    to.description = "mine".to_owned();
    shelf.borrow_mut().rows[0].insert("run_at".to_owned(), json!("5 5 * * *"));
    let wanted = ScheduleChange { from, to };
    let WriteOutcome::Conflict(theirs) = change(&mut bed, wanted.clone()) else { panic!("it was changed") };
    assert_eq!(theirs.run_at, "5 5 * * *");
    shelf.borrow_mut().rows.clear();
    assert_eq!(change(&mut bed, wanted), WriteOutcome::Gone);
    assert_eq!(shelf.borrow().writes, 0);
}

/// R-27: 500 edits beside a second writer who may store anything at any moment. What the second writer stored before the look is
/// never overwritten; only between the look and the PATCH, one round trip, can it be, as the documentation says.
#[test]
fn no_change_of_a_second_writer_is_overwritten_unnoticed() {
    let mut rng = Rng::new();
    let (mut conflicts, mut stored_ones, mut overwritten) = (0, 0, 0);
    for case in 0..500 {
        let shelf = Shelf::of(&[stored()]);
        let mut bed = bed(&shelf);
        let from = base(&mut bed);
        let mut to = from.clone();
        to.run_at = format!("{} 3 * * *", rng.below(60));
        if rng.flag() {
            to.enabled = false;
        }
        let theirs = match rng.below(4) {
            0 => json!({}),
            1 => json!({"description": format!("theirs {case}")}),
            2 => json!({"run_at": format!("{} 4 * * *", rng.below(60))}),
            _ => json!({"cckm_synchronization_params": {"kms": ["kms-z"]}}),
        };
        let writes = theirs.as_object().is_some_and(|body| !body.is_empty());
        if writes {
            shelf.borrow_mut().change("a", &theirs, at("2026-11-23T07:59:59.123Z"));
        }
        let before = shelf.borrow().rows[0].clone();
        match change(&mut bed, ScheduleChange { from, to }) {
            WriteOutcome::Conflict(_) => conflicts += 1,
            WriteOutcome::Applied(_) => {
                stored_ones += 1;
                overwritten += usize::from(writes);
            }
            other => panic!("case {case}: {other:?}"),
        }
        if writes {
            assert_eq!(shelf.borrow().rows[0], before, "case {case}");
        }
    }
    println!("R-27: 500 concurrent edits, {conflicts} conflicts shown, {stored_ones} stored, {overwritten} overwritten unseen");
    assert_eq!(overwritten, 0);
    assert!(conflicts > 200 && stored_ones > 50);
}

/// From now on no answer to a PATCH arrives. `acts` tells whether the appliance has done what it was asked.
fn lose_answers_to_patches(bed: &TestBed, shelf: &Rc<RefCell<Shelf>>, acts: bool) {
    let shelf = Rc::clone(shelf);
    let mut tokens = fake::Tokens::default();
    bed.fake.handle(move |sent| {
        if let Some(reply) = tokens.answer(sent) {
            return reply;
        }
        if sent.method != HttpMethod::Patch {
            return shelf.borrow_mut().answer(sent);
        }
        if acts {
            shelf.borrow_mut().answer(sent);
        }
        Reply::Fail(TransportError::Network)
    });
}

#[test]
fn a_lost_answer_to_a_change_is_resolved_by_the_stored_schedule() {
    for (acts, wanted) in [(true, "stored"), (false, "not stored")] {
        let shelf = Shelf::of(&[stored()]);
        let mut bed = bed(&shelf);
        let from = base(&mut bed);
        lose_answers_to_patches(&bed, &shelf, acts);
        let mut to = from.clone();
        to.description = "mine".to_owned();
        let became = match change(&mut bed, ScheduleChange { from, to }) {
            WriteOutcome::Applied(_) => "stored",
            WriteOutcome::NotApplied => "not stored",
            other => panic!("{other:?}"),
        };
        assert_eq!(became, wanted);
    }
}

/// The appliance has accepted nothing that the schedule does not show.
#[test]
fn a_lost_answer_to_a_switch_is_resolved_by_the_stored_schedule() {
    for acts in [true, false] {
        let shelf = Shelf::of(&[stored()]);
        let mut bed = bed(&shelf);
        lose_answers_to_patches(&bed, &shelf, acts);
        let schedules = bed.client.schedules();
        let outcome = bed.run(async move { schedules.switch_verified(&ScheduleId::from("a"), false).await });
        match outcome {
            WriteOutcome::Applied(schedule) => assert!(acts && schedule.disabled),
            other => assert_eq!((acts, other), (false, WriteOutcome::NotApplied)),
        }
    }
}

#[test]
fn enabling_disabling_and_deleting_are_read_back() {
    let id = ScheduleId::from("a");
    let shelf = Shelf::of(&[stored()]);
    let mut bed = bed(&shelf);
    let schedules = bed.client.schedules();
    let (switched, removed, again) = bed.run(async move {
        let switched = schedules.switch_verified(&id, false).await;
        (switched, schedules.delete_verified(&id).await, schedules.delete_verified(&id).await)
    });
    assert!(matches!(switched, WriteOutcome::Applied(schedule) if schedule.disabled));
    assert_eq!((removed, again), (WriteOutcome::Applied(()), WriteOutcome::Applied(())), "whoever deleted it");
    let mut bed = TestBed::signed_in(|sent| match sent.method {
        HttpMethod::Delete => Reply::Late(Duration::from_secs(99), fake::response(204, "")),
        _ => answer(200, stored().to_string()),
    });
    let schedules = bed.client.schedules();
    assert_eq!(bed.run(async move { schedules.delete_verified(&ScheduleId::from("a")).await }), WriteOutcome::NotApplied);
}

#[test]
fn a_replacement_deletes_the_old_schedule_last() {
    let shelf = Shelf::of(&[stored()]);
    let mut bed = bed(&shelf);
    let stages = Rc::new(RefCell::new(Vec::new()));
    let (schedules, heard) = (bed.client.schedules(), Rc::clone(&stages));
    let replaced =
        bed.run(async move { schedules.replace(&ScheduleId::from("a"), &new(), |stage| heard.borrow_mut().push(stage)).await });
    assert!(matches!(replaced, Replaced::Done(made) if !made.disabled));
    assert_eq!(*stages.borrow(), [ReplaceStep::Create, ReplaceStep::Enable, ReplaceStep::DisableOld]);
    let created = bed.fake.journal().into_iter().find(|sent| sent.method == HttpMethod::Post).unwrap();
    let created: Value = serde_json::from_str(&created.body).unwrap();
    assert_eq!(created["disabled"], json!(true), "it must not fire before it is checked");
    let shelf = shelf.borrow();
    assert_eq!((shelf.writes, &shelf.rows[0]["disabled"], &shelf.rows[1]["disabled"]), (3, &json!(true), &json!(false)));
}

#[test]
fn a_replacement_that_differs_from_the_request_stays_disabled() {
    let shelf = Shelf::of(&[stored()]);
    let other = Rc::clone(&shelf);
    let mut bed = TestBed::signed_in(move |sent| {
        let reply = other.borrow_mut().answer(sent);
        if sent.method == HttpMethod::Post {
            other.borrow_mut().rows[1].insert("run_at".to_owned(), json!("* * * * *"));
        }
        reply
    });
    let schedules = bed.client.schedules();
    let replaced = bed.run(async move { schedules.replace(&ScheduleId::from("a"), &new(), |_| {}).await });
    assert!(matches!(replaced, Replaced::Differs(_)));
    assert_eq!((shelf.borrow().writes, shelf.borrow().rows[0].get("disabled")), (1, None));
}
