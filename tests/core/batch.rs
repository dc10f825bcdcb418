//! One action over many items: items in flight, stops, lost sessions, retries; no item is sent twice or forgotten.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::rng::Rng;
use keysync::domain::batch::{Batch, BatchProgress, ItemOutcome, WRITES_IN_FLIGHT};

fn bulk(n: usize) -> Batch {
    Batch::new((0..n).map(|id| id.to_string()))
}

fn failed(why: &str) -> ItemOutcome {
    ItemOutcome::Failed(why.to_owned())
}

fn unsure(why: &str) -> ItemOutcome {
    ItemOutcome::Unknown(why.to_owned())
}

fn give(bulk: &mut Batch) -> Vec<String> {
    std::iter::from_fn(|| bulk.next()).collect()
}

/// Answers items by their ids until the batch is over.
fn finish(bulk: &mut Batch, of: impl Fn(&str) -> ItemOutcome) {
    let mut waiting = std::collections::VecDeque::from(give(bulk));
    while let Some(id) = waiting.pop_front() {
        bulk.answer(&id, of(&id));
        waiting.extend(give(bulk));
    }
}

fn failures(bulk: &Batch) -> Vec<(&str, &str)> {
    bulk.failures().collect()
}

#[test]
fn four_items_are_in_flight_and_an_answer_makes_room() {
    let mut bulk = bulk(7);
    assert_eq!(give(&mut bulk), ["0", "1", "2", "3"]);
    bulk.answer("2", ItemOutcome::Done);
    assert_eq!(give(&mut bulk), ["4"]);
    let expected = BatchProgress { total: 7, done: 1, in_flight: 4, waiting: 2, ..BatchProgress::default() };
    assert_eq!(bulk.progress(), expected);
}

#[test]
fn an_id_given_twice_is_one_item() {
    let mut bulk = Batch::new(["a", "b", "a", "b", "a"].map(str::to_owned));
    assert_eq!(give(&mut bulk), ["a", "b"]);
    assert_eq!(bulk.progress().total, 2);
}

#[test]
fn an_empty_batch_is_over_at_once() {
    let mut bulk = bulk(0);
    assert_eq!(bulk.next(), None);
    assert!(bulk.progress().is_over);
    assert_eq!((bulk.summary().as_str(), bulk.unfinished().len()), ("0 done", 0));
}

#[test]
fn the_summary_counts_each_outcome() {
    let mut fifty = bulk(50);
    finish(
        &mut fifty,
        |id| if id.ends_with('7') || id.starts_with('4') && id.len() == 1 { failed("no") } else { ItemOutcome::Done },
    );
    assert_eq!(fifty.summary(), "44 done, 6 failed");
    let mut one = bulk(1);
    finish(&mut one, |_| ItemOutcome::Done);
    assert_eq!(one.summary(), "1 done");
    let mut none = bulk(3);
    finish(&mut none, |_| unsure("lost"));
    assert_eq!(none.summary(), "0 done, 3 failed");
    let mut stopped = bulk(9);
    give(&mut stopped);
    stopped.answer("0", failed("no"));
    stopped.stop();
    for id in ["1", "2", "3"] {
        stopped.answer(id, ItemOutcome::Done);
    }
    assert_eq!(stopped.summary(), "3 done, 1 failed, 5 not tried");
    let mut unbegun = bulk(2);
    unbegun.stop();
    assert_eq!(unbegun.summary(), "0 done, 2 not tried");
}

/// An undo takes back exactly what the batch changed.
#[test]
fn what_was_so_already_is_neither_done_nor_failed() {
    let mut bulk = bulk(10);
    finish(&mut bulk, |id| if id == "4" { ItemOutcome::Already } else { ItemOutcome::Done });
    assert_eq!(bulk.summary(), "9 done, 1 was so already");
    assert_eq!(bulk.unfinished(), Vec::<String>::new());
    let done: Vec<bool> = (0..10).map(|id| bulk.is_done(&id.to_string())).collect();
    assert_eq!(done.iter().position(|is_done| !is_done), Some(4));
    let progress = bulk.progress();
    assert_eq!((progress.done, progress.already, progress.is_over), (9, 1, true));
}

#[test]
fn failures_are_listed_in_the_order_given_and_stay_selected() {
    let mut bulk = bulk(6);
    give(&mut bulk);
    bulk.answer("3", failed("forbidden"));
    bulk.answer("1", unsure("answer lost"));
    bulk.answer("0", ItemOutcome::Done);
    bulk.stop();
    bulk.answer("2", ItemOutcome::Done);
    assert_eq!(failures(&bulk), [("1", "answer lost"), ("3", "forbidden")]);
    assert_eq!(bulk.unfinished(), ["1", "3", "4", "5"]);
    assert!(bulk.progress().is_over);
}

/// A lost answer may hide a completed write, so only a person decides on a repetition.
#[test]
fn a_retry_sends_only_failed_items() {
    let mut bulk = bulk(4);
    finish(&mut bulk, |id| match id {
        "1" => failed("no"),
        "2" => unsure("lost"),
        _ => ItemOutcome::Done,
    });
    assert_eq!((bulk.progress().failed, bulk.progress().retryable), (2, 1));
    bulk.retry();
    assert_eq!(give(&mut bulk), ["1"]);
    bulk.answer("1", ItemOutcome::Done);
    assert_eq!((bulk.summary().as_str(), bulk.unfinished()), ("3 done, 1 failed", vec!["2".to_owned()]));
}

#[test]
fn a_stopped_batch_awaits_items_in_flight() {
    let mut bulk = bulk(6);
    give(&mut bulk);
    bulk.stop();
    assert_eq!(bulk.progress(), BatchProgress { total: 6, in_flight: 4, not_tried: 2, ..BatchProgress::default() });
    bulk.answer("0", ItemOutcome::SessionLost);
    bulk.resume();
    assert_eq!(bulk.next(), None, "refused before it was done, and there is no later");
    for id in ["1", "2", "3"] {
        assert!(!bulk.progress().is_over);
        bulk.answer(id, ItemOutcome::Done);
    }
    let expected = BatchProgress { total: 6, done: 3, not_tried: 3, is_over: true, ..BatchProgress::default() };
    assert_eq!(bulk.progress(), expected);
}

#[test]
fn a_lost_session_pauses_the_batch_and_repeats_only_refused_items() {
    let mut bulk = bulk(7);
    give(&mut bulk);
    bulk.answer("1", ItemOutcome::SessionLost);
    bulk.answer("0", ItemOutcome::Done);
    assert!(bulk.progress().is_paused);
    assert_eq!(bulk.next(), None);
    bulk.answer("2", ItemOutcome::SessionLost);
    bulk.answer("3", failed("no"));
    assert_eq!(bulk.progress().in_flight, 0);
    assert!(!bulk.progress().is_over, "a pause is no end");
    bulk.resume();
    let mut given = give(&mut bulk);
    given.sort();
    assert_eq!(given, ["1", "2", "4", "5"], "what was refused goes before what is new");
}

/// The refusal of a request that was sent under the former session may come after the sign-in.
#[test]
fn a_refusal_from_before_the_sign_in_does_not_pause_the_batch_again() {
    let mut bulk = bulk(3);
    give(&mut bulk);
    bulk.answer("0", ItemOutcome::SessionLost);
    bulk.resume();
    assert_eq!(give(&mut bulk), ["0"]);
    bulk.answer("1", ItemOutcome::SessionLost);
    assert!(!bulk.progress().is_paused);
    assert_eq!(give(&mut bulk), ["1"]);
    bulk.answer("1", ItemOutcome::SessionLost);
    assert!(bulk.progress().is_paused, "this one was sent under the present session");
}

#[test]
fn answers_for_items_not_in_flight_are_ignored() {
    let mut bulk = bulk(6);
    give(&mut bulk);
    bulk.answer("0", ItemOutcome::Done);
    let before = bulk.clone();
    bulk.answer("0", failed("a second answer"));
    bulk.answer("5", ItemOutcome::Done);
    bulk.answer("another", ItemOutcome::SessionLost);
    assert_eq!(bulk, before);
}

/// A plain model of a [`Batch`], kept beside the real one.
struct Model {
    bulk: Batch,
    /// In the order given, each once.
    ids: Vec<String>,
    in_flight: Vec<String>,
    /// Sent, and not lost with the session since.
    given: BTreeSet<String>,
    done: BTreeSet<String>,
    failed: BTreeMap<String, String>,
    unsure: BTreeMap<String, String>,
    is_stopped: bool,
}

impl Model {
    fn new(rng: &mut Rng) -> Model {
        let many = rng.below(40);
        let all: Vec<String> = (0..many).map(|_| rng.below(40).to_string()).collect();
        let mut ids: Vec<String> = Vec::new();
        for id in &all {
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        Model {
            bulk: Batch::new(all),
            ids,
            in_flight: Vec::new(),
            given: BTreeSet::new(),
            done: BTreeSet::new(),
            failed: BTreeMap::new(),
            unsure: BTreeMap::new(),
            is_stopped: false,
        }
    }

    fn take(&mut self) {
        let may = !self.is_stopped && !self.bulk.progress().is_paused && self.in_flight.len() < WRITES_IN_FLIGHT;
        let left = self.ids.len() > self.given.len();
        let id = self.bulk.next();
        assert_eq!(id.is_some(), may && left, "given out exactly when there is room and something left");
        if let Some(id) = id {
            assert!(self.given.insert(id.clone()), "{id} was given out a second time");
            self.in_flight.push(id);
        }
    }

    fn answer(&mut self, rng: &mut Rng, may_lose: bool) {
        if self.in_flight.is_empty() {
            return;
        }
        let id = self.in_flight.swap_remove(rng.below(self.in_flight.len()));
        let why = format!("why {}", rng.below(100));
        let answered = match rng.below(8) {
            0 | 1 => {
                self.failed.insert(id.clone(), why.clone());
                ItemOutcome::Failed(why)
            }
            2 => {
                self.unsure.insert(id.clone(), why.clone());
                ItemOutcome::Unknown(why)
            }
            3 | 4 if may_lose => {
                self.given.remove(&id);
                ItemOutcome::SessionLost
            }
            _ => {
                self.done.insert(id.clone());
                ItemOutcome::Done
            }
        };
        self.bulk.answer(&id, answered);
    }

    fn check(&self) {
        let progress = self.bulk.progress();
        assert!(progress.in_flight <= WRITES_IN_FLIGHT);
        assert_eq!(progress.in_flight, self.in_flight.len());
        assert_eq!(progress.total, self.ids.len());
        assert_eq!(progress.done, self.done.len());
        assert_eq!(progress.failed, self.failed.len() + self.unsure.len());
        assert_eq!(progress.retryable, self.failed.len());
        let untouched = self.ids.len() - self.given.len();
        let (waiting, not_tried) = if self.is_stopped { (0, untouched) } else { (untouched, 0) };
        assert_eq!((progress.waiting, progress.not_tried), (waiting, not_tried));
        assert_eq!(progress.is_over, waiting + self.in_flight.len() == 0);
    }

    fn check_end(&self) {
        let why = |id: &String| self.failed.get(id).or_else(|| self.unsure.get(id));
        let told = self.ids.iter().filter_map(|id| Some((id.as_str(), why(id)?.as_str()))).collect::<Vec<_>>();
        assert_eq!(failures(&self.bulk), told);
        let undone = self.ids.iter().filter(|id| !self.done.contains(*id)).cloned().collect::<Vec<_>>();
        assert_eq!(self.bulk.unfinished(), undone);
        let failed = self.ids.iter().filter(|id| self.failed.contains_key(*id)).cloned().collect::<Vec<_>>();
        let mut again = self.bulk.clone();
        again.retry();
        let mut given = Vec::new();
        while let Some(id) = again.next() {
            again.answer(&id, ItemOutcome::Done);
            given.push(id);
        }
        assert_eq!(given, failed);
    }
}

#[test]
fn no_item_is_sent_twice_or_forgotten() {
    let mut rng = Rng::new();
    let (mut stopped, mut lost) = (0, 0);
    for _ in 0..10_000 {
        let mut model = Model::new(&mut rng);
        let hasty = rng.below(3);
        for _ in 0..rng.below(120) {
            match rng.below(16) {
                0 => model.bulk.pause(),
                1..=3 => model.bulk.resume(),
                4 if hasty == 0 && rng.below(4) == 0 => {
                    model.bulk.stop();
                    model.is_stopped = true;
                }
                5..=9 => model.take(),
                _ => model.answer(&mut rng, true),
            }
            model.check();
        }
        lost += usize::from(model.bulk.progress().is_paused);
        // The session no longer expires from here on, so the batch ends.
        model.bulk.resume();
        for _ in 0..2 * model.ids.len() {
            model.take();
            model.answer(&mut rng, false);
            model.check();
        }
        assert!(model.bulk.progress().is_over);
        model.check_end();
        stopped += usize::from(model.is_stopped);
    }
    assert!(stopped > 1_000 && lost > 1_000, "{stopped} stops and {lost} pauses are too few to say anything");
}
