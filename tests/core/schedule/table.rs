//! Tables: search, filters, sorting, pages; the last runs that they know of; lists gathered page by page.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::support::clocks::Counting;
use crate::support::fake::{ApiHarness, answer, at};
use chrono::Utc;
use chrono_tz::Tz;
use keysync::api::runs::RunQuery;
use keysync::api::schedules::ScheduleQuery;
use keysync::domain::appliance::id::ScheduleId;
use keysync::domain::cron::parse;
use keysync::domain::list::collector::PageCollector;
use keysync::domain::list::row::Row;
use keysync::domain::run::Run;
use keysync::domain::run::last_runs::{LastRun, LastRuns, NEWEST_RUNS_READ, ReadDepth, ReadProgress};
use keysync::domain::run::verdict::{VerdictFilter, VerdictKind};
use keysync::domain::schedule::Schedule;
use keysync::domain::schedule::next_firings::NextFiringCache;
use keysync::domain::schedule::status::StateKind;
use keysync::domain::schedule::table::{
    Column, FilteredRows, ScheduleFilter, Sort, TableContext, TableRow, merge, missing_last_runs, other_enabled_expressions,
    page_of, select,
};
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::time::zone::{CachedOffsets, UtcOffsets};
use keysync::domain::time::{after, write_instant};
use proptest::prelude::*;
use serde_json::{Value, json};

fn schedules(resources: Vec<Value>) -> Vec<Row<Schedule>> {
    let body = json!({"resources": resources}).to_string();
    let mut context = ApiHarness::signed_in(move |_| answer(200, body.clone()));
    let handler = context.client.schedules();
    context.run(async move { handler.list(&ScheduleQuery::default()).await }).unwrap().items
}

fn runs(resources: Vec<Value>) -> Vec<Row<Run>> {
    let body = json!({"resources": resources}).to_string();
    let mut context = ApiHarness::signed_in(move |_| answer(200, body.clone()));
    let handler = context.client.runs();
    context.run(async move { handler.list(&RunQuery::default()).await }).unwrap().items
}

fn rows(resources: Vec<Value>) -> Vec<TableRow> {
    schedules(resources).into_iter().map(|row| TableRow::new(Arc::new(row))).collect()
}

fn schedule(id: &str, name: &str, cloud: &str, list: &str, containers: &[&str]) -> Value {
    let mut params = json!({"cloud_name": cloud});
    params[list] = json!(containers);
    json!({"id": id, "name": name, "description": format!("about {id}"), "operation": "cckm_synchronization", "run_at": "0 1 * * *",
           "job_config_params": params})
}

/// A run `minutes` after the beginning of the day.
fn run(id: &str, schedule: &str, minutes: i64, status: &str) -> Value {
    let made = write_instant(after(at("2026-11-23T00:00:00Z"), minutes * 60_000));
    json!({"id": id, "job_config_id": schedule, "createdAt": made, "enqueued_at": made, "status": status})
}

fn sample() -> Vec<TableRow> {
    let mut disabled = schedule("c", "beta", "gcp", "key_rings", &["ring"]);
    disabled["disabled"] = json!(true);
    disabled["run_on"] = json!("n1");
    rows(vec![
        schedule("a", "Alpha Nightly", "aws", "kms", &["KMS-One", "two"]),
        schedule("b", "alpha", "aws", "kms", &["three"]),
        disabled,
        json!({"id": "d", "name": {"odd": true}}),
    ])
}

const NOW: &str = "2026-11-23T08:00:00Z";

fn shown(rows: &[TableRow], filter: &ScheduleFilter, sort: Sort, last_runs: &LastRuns) -> (Vec<String>, usize) {
    let ahead = NextFiringCache::default();
    let table_context =
        TableContext { now: at(NOW), appliance_now: at(NOW), appliance: &Utc, ahead: &ahead, nodes: None, last_runs };
    let FilteredRows { order, unsure } = select(rows, filter, sort, table_context);
    (order.into_iter().map(|at| rows[at].id().to_owned()).collect(), unsure)
}

fn filtered(filter: ScheduleFilter) -> String {
    shown(&sample(), &filter, Sort::default(), &LastRuns::default()).0.concat()
}

#[test]
fn search_is_contains_over_name_description_and_containers_in_any_case() {
    let text = |text: &str| filtered(ScheduleFilter { text: text.to_owned(), ..ScheduleFilter::default() });
    assert_eq!(text(""), "bacd");
    assert_eq!(text("ALPHA"), "ba");
    assert_eq!(text("night alph"), "a", "every word, in any order");
    assert_eq!(text("kms-one"), "a");
    assert_eq!(text("about c"), "c");
    assert_eq!(text("nothing"), "");
}

#[test]
fn filters_combine_and_odd_rows_count_as_invalid() {
    let all = ScheduleFilter::default;
    assert_eq!(filtered(ScheduleFilter { cloud: Some(Cloud::Aws), ..all() }), "ba");
    assert_eq!(filtered(ScheduleFilter { state: Some(StateKind::Disabled), ..all() }), "c");
    assert_eq!(filtered(ScheduleFilter { state: Some(StateKind::Invalid), ..all() }), "d");
    assert_eq!(filtered(ScheduleFilter { node: Some("n1".to_owned()), ..all() }), "c");
    assert_eq!(
        filtered(ScheduleFilter { node: Some("any".to_owned()), cloud: Some(Cloud::Aws), text: "three".to_owned(), ..all() }),
        "b"
    );
}

#[test]
fn sorting_is_stable_and_rows_without_a_value_come_last() {
    let by = |column, descending| {
        shown(&sample(), &ScheduleFilter::default(), Sort { column, descending }, &LastRuns::default()).0.concat()
    };
    assert_eq!(by(Column::Name, false), "bacd");
    assert_eq!(by(Column::Name, true), "cabd");
    assert_eq!(by(Column::Cloud, false), "abcd");
    assert_eq!(by(Column::Cloud, true), "cabd", "equal rows keep their order either way");
    assert_eq!(by(Column::State, false), "cabd");
}

/// A foreign schedule that fires at `run_at`.
fn backup(id: &str, run_at: &str) -> Value {
    json!({"id": id, "name": id, "operation": "database_backup", "run_at": run_at, "job_config_params": {"scope": "system"}})
}

fn with(mut schedule: Value, name: &str, value: impl Into<Value>) -> Value {
    schedule[name] = value.into();
    schedule
}

/// Every state that a row may be in, one row each, and a row that cannot be read.
fn states() -> Vec<TableRow> {
    rows(vec![
        backup("scheduled", "0 12 * * *"),
        with(backup("starts-later", "0 9 * * *"), "start_date", "2026-11-25T00:00:00Z"),
        with(backup("disabled", "0 9 * * *"), "disabled", true),
        with(backup("expired", "0 9 * * *"), "end_date", "2026-11-01T00:00:00Z"),
        backup("never-fires", "0 0 31 2 *"),
        with(backup("node-missing", "0 9 * * *"), "run_on", "gone"),
        backup("invalid", "0 9 * * 7"),
        json!({"id": "odd", "name": {"odd": true}}),
    ])
}

fn known<'a>(ahead: &'a NextFiringCache, last_runs: &'a LastRuns) -> TableContext<'a> {
    TableContext { now: at(NOW), appliance_now: at(NOW), appliance: &Utc, ahead, nodes: Some(&[]), last_runs }
}

fn ids(rows: &[TableRow], shown: &FilteredRows) -> Vec<String> {
    shown.order.iter().map(|at| rows[*at].id().to_owned()).collect()
}

#[test]
fn each_state_is_found_by_its_word_and_what_needs_a_look_comes_first() {
    let rows = states();
    let (empty, last) = (NextFiringCache::default(), LastRuns::default());
    for kind in StateKind::ALL {
        assert_eq!(StateKind::from_param(kind.as_param()), Some(kind));
        let filter = ScheduleFilter { state: Some(kind), ..ScheduleFilter::default() };
        let found = ids(&rows, &select(&rows, &filter, Sort::default(), known(&empty, &last)));
        let expected = if kind == StateKind::Invalid { vec!["invalid", "odd"] } else { vec![kind.as_param()] };
        assert_eq!(found, expected, "{}", kind.label());
    }
    assert_eq!(StateKind::NeverFires.label(), "Never fires");
    let by_state = Sort { column: Column::State, descending: false };
    let sorted = ids(&rows, &select(&rows, &ScheduleFilter::default(), by_state, known(&empty, &last)));
    let mut words: Vec<&str> = StateKind::ALL.map(StateKind::as_param).to_vec();
    words.push("odd");
    assert_eq!(sorted, words);
    assert_eq!(words[..3], ["invalid", "node-missing", "never-fires"]);
}

#[test]
fn rows_sort_by_their_next_run_and_those_without_come_last() {
    let rows = states();
    let (empty, last) = (NextFiringCache::default(), LastRuns::default());
    let by = |descending, table_context: TableContext<'_>| {
        let sort = Sort { column: Column::NextRun, descending };
        ids(&rows, &select(&rows, &ScheduleFilter::default(), sort, table_context))
    };
    let without = ["disabled", "expired", "never-fires", "node-missing", "invalid", "odd"];
    let first = |two: [&'static str; 2]| [two.as_slice(), &without].concat();
    assert_eq!(by(false, known(&empty, &last)), first(["scheduled", "starts-later"]));
    assert_eq!(by(true, known(&empty, &last)), first(["starts-later", "scheduled"]));
    // By the clocks of the appliance, not by the hour in the expression; and a minute later the next one is another.
    let two = self::rows(vec![backup("nine", "0 9 * * *"), backup("eight", "30 8 * * *")]);
    let sort = Sort { column: Column::NextRun, descending: false };
    let at_minute = |now: &str, appliance: &dyn UtcOffsets| {
        let table_context = TableContext { now: at(now), appliance, ..known(&empty, &last) };
        ids(&two, &select(&two, &ScheduleFilter::default(), sort, table_context)).join(" ")
    };
    assert_eq!(at_minute("2026-11-23T08:29:00Z", &Utc), "eight nine");
    assert_eq!(at_minute("2026-11-23T08:30:00Z", &Utc), "nine eight");
    assert_eq!(at_minute("2026-11-23T07:45:00Z", &Counting::new(Tz::Europe__Berlin)), "nine eight");
    assert_eq!(Column::from_param("next-run"), Some(Column::NextRun));
    for column in Column::ALL {
        assert_eq!(Column::from_param(column.as_param()), Some(column));
    }
}

/// Looking ahead asks the clocks, so how often they are asked tells what was kept.
#[test]
fn what_comes_is_kept_until_it_has_come_to_pass() {
    let clocks = Counting::new(Tz::Europe__Berlin);
    let asked = || clocks.asked.replace(0);
    let one = |id: &str, run_at: &str| rows(vec![backup(id, run_at)]).remove(0);
    let mut held: Vec<TableRow> = (0..300).map(|n| one(&format!("s{n}"), &format!("{} 12 * * *", n % 60))).collect();
    let now = at(NOW);
    let first = NextFiringCache::default().renewed(&held, &clocks, now);
    assert!(asked() >= 300);
    let later = at("2026-11-23T10:59:00Z");
    assert_eq!(first.renewed(&held, &clocks, later), first);
    assert_eq!(asked(), 0, "nothing has come to pass");
    // Rows that came, went and changed; each is found again, those behind it are kept.
    held.splice(0..0, [one("new", "0 0 * * *")]);
    held.drain(40..60);
    held[200] = one("s219", "0 13 * * *");
    let second = first.renewed(&held, &clocks, later);
    assert!((2..20).contains(&asked()), "two rows are new");
    assert_ne!(second, first);
    for (place, row) in held.iter().enumerate() {
        assert_eq!(second.of(place, row, later), Some(row.coming(&clocks, later)), "{}", row.id());
    }
    asked();
    // At 12:00 in Berlin the runs of that minute have come to pass.
    let noon = at("2026-11-23T11:00:00Z");
    let due = held.iter().filter(|row| row.row.good().unwrap().run_at == "0 12 * * *").count();
    let third = second.renewed(&held, &clocks, noon);
    assert_eq!(due, 5);
    assert!((1..60).contains(&asked()), "a few questions for each of them");
    assert_ne!(third, second);
    assert_eq!(third, NextFiringCache::default().renewed(&held, &clocks, noon));
    // What is not known, or of another row, or from a time to come, is found on the spot.
    assert_eq!(third.of(0, &held[1], noon), None);
    assert_eq!(third.of(held.len(), &held[0], noon), None);
    assert_eq!(second.of(1, &held[1], noon), None, "s0 fires at noon");
    assert_eq!(third.of(1, &held[1], later), None, "found later");
    let sort = Sort { column: Column::NextRun, descending: false };
    let (empty, last) = (NextFiringCache::default(), LastRuns::default());
    let order = |ahead| {
        let table_context = TableContext { now: noon, appliance: &clocks, ..known(ahead, &last) };
        select(&held, &ScheduleFilter::default(), sort, table_context)
    };
    asked();
    let kept = order(&third);
    assert_eq!(asked(), 0, "sorting takes what is known");
    for ahead in [&empty, &first, &second] {
        assert_eq!(order(ahead), kept, "what is known changes nothing");
    }
}

#[test]
fn a_new_time_is_held_against_all_that_fire() {
    let mut rows = states();
    rows.extend(self::rows(vec![schedule("sync", "sync", "aws", "kms", &["k"])]));
    let now = at(NOW);
    let expressions = |texts: &[&str]| texts.iter().map(|text| parse(text).unwrap()).collect::<Vec<_>>();
    let all = expressions(&["0 12 * * *", "0 9 * * *", "0 0 31 2 *", "0 9 * * *", "0 1 * * *"]);
    assert_eq!(
        other_enabled_expressions(&rows, None, now),
        all,
        "neither the disabled nor the expired one, nor what cannot be read"
    );
    assert_eq!(other_enabled_expressions(&rows, Some(&ScheduleId::from("sync")), now), all[..4]);
    assert_eq!(other_enabled_expressions(&rows, None, at("2026-10-01T00:00:00Z")).len(), 6, "not expired then");
}

/// What the last runs cannot tell is counted, not guessed.
#[test]
fn results_that_are_not_known_are_said() {
    let mut last = LastRuns::default();
    let page = runs(vec![run("r2", "a", 90, "failed"), run("r1", "c", 80, "completed")]);
    assert_eq!(last.absorb(&page, 998, 2_000, ReadDepth::UntilKnown), ReadProgress::Done);
    let failed = ScheduleFilter { result: Some(VerdictFilter::Kind(VerdictKind::Failed)), ..ScheduleFilter::default() };
    assert_eq!(shown(&sample(), &failed, Sort::default(), &last), (vec!["a".to_owned()], 1), "nobody knows about b");
    let by_run = Sort { column: Column::LastRun, descending: true };
    assert_eq!(shown(&sample(), &ScheduleFilter::default(), by_run, &last).0.concat(), "acbd");
    let ask = missing_last_runs(&sample(), &last);
    assert_eq!(ask, [ScheduleId::from("b")]);
    last.answer(&ask[0], None);
    assert_eq!(shown(&sample(), &failed, Sort::default(), &last).1, 0);
}

/// A run under way is held against the appliance's clock, as its badge is: a browser that is ahead calls nothing stuck.
#[test]
fn results_go_by_the_appliances_clock() {
    let mut last = LastRuns::default();
    let page = runs(vec![run("r1", "a", 8 * 60 - 5, "in_progress")]);
    assert_eq!(last.absorb(&page, 0, 1, ReadDepth::UntilKnown), ReadProgress::Done);
    let ahead = NextFiringCache::default();
    let found = |now: &str, wanted: VerdictFilter| {
        let filter = ScheduleFilter { result: Some(wanted), ..ScheduleFilter::default() };
        let table_context = TableContext { now: at(now), ..known(&ahead, &last) };
        let rows = sample();
        ids(&rows, &select(&rows, &filter, Sort::default(), table_context)).concat()
    };
    for now in [NOW, "2026-11-23T09:00:00Z", "2026-11-23T07:00:00Z"] {
        assert_eq!(found(now, VerdictFilter::Kind(VerdictKind::Running)), "a", "{now}");
        assert_eq!(found(now, VerdictFilter::NeedsALook), "", "{now}");
    }
}

#[test]
fn pages_are_cut_and_clamped() {
    assert_eq!(
        [page_of(60, 1, 25), page_of(60, 3, 25), page_of(60, 9, 25), page_of(0, 1, 25), page_of(60, 0, 25)],
        [0..25, 50..60, 50..60, 0..0, 0..25]
    );
}

/// P-18: an unchanged refresh changes nothing, down to the very row.
#[test]
fn merging_replaces_only_what_changed() {
    let list = |name: &str| schedules(vec![schedule("a", "x", "aws", "kms", &["k"]), schedule("b", name, "aws", "kms", &["k"])]);
    let mut held: Vec<TableRow> = list("y").into_iter().map(|row| TableRow::new(Arc::new(row))).collect();
    let kept: Vec<_> = held.iter().map(|row| Arc::as_ptr(&row.row)).collect();
    assert!(!merge(&mut held, list("y")));
    assert!(merge(&mut held, list("z")));
    assert_eq!((Arc::as_ptr(&held[0].row), held.len()), (kept[0], 2));
    assert_ne!(Arc::as_ptr(&held[1].row), kept[1]);
    assert!(merge(&mut held, schedules(vec![schedule("n", "new", "aws", "kms", &["k"])])));
    assert_eq!(held.iter().map(TableRow::id).collect::<String>(), "nab");
}

/// The newest 1,000 runs, then only newer ones; "before …" and never "no run" until it is known.
#[test]
fn last_runs_are_known_asked_for_or_before_a_time() {
    let page = |from: i64| {
        runs(
            (0..100)
                .map(|n| run(&format!("r{}", from - n), if (from - n) % 2 == 0 { "even" } else { "odd" }, from - n, "completed"))
                .collect(),
        )
    };
    let (even, odd, rare) = (ScheduleId::from("even"), ScheduleId::from("odd"), ScheduleId::from("rare"));
    let mut last = LastRuns::default();
    assert_eq!(last.of(&rare), LastRun::NotRead);
    for n in 0..10 {
        let more = if n < 9 { ReadProgress::More { skip: (n + 1) * 100 } } else { ReadProgress::Done };
        assert_eq!(last.absorb(&page(1_000 - i64::try_from(n).unwrap() * 100), n * 100, 2_000, ReadDepth::UntilKnown), more);
    }
    let newest = |last: &LastRuns, id: &ScheduleId| match last.of(id) {
        LastRun::Run(run) => run.id.as_str().to_owned(),
        other => format!("{other:?}"),
    };
    assert_eq!((newest(&last, &even), newest(&last, &odd)), ("r1000".to_owned(), "r999".to_owned()));
    let reach = at("2026-11-23T00:01:00Z");
    assert_eq!(last.of(&rare), LastRun::Before(reach));
    // Asked for by itself, it is known for good.
    let Row::Good(old) = &runs(vec![run("old", "elsewhere", 1, "failed")])[0] else { panic!("a run") };
    last.answer(&rare, Some(old));
    assert_eq!(newest(&last, &rare), "old");
    // Later, one page that meets known runs is enough.
    assert_eq!(last.absorb(&page(1_010), 0, 2_010, ReadDepth::UntilKnown), ReadProgress::Done);
    assert_eq!((newest(&last, &even), newest(&last, &rare)), ("r1010".to_owned(), "old".to_owned()));
    assert_eq!(last.reach(), Some(reach));
    // 1,000 runs that do not touch what was known: nothing older is sure any more.
    for n in 0..10 {
        last.absorb(&page(3_000 - n * 100), u64::try_from(n).unwrap() * 100, 4_000, ReadDepth::UntilKnown);
    }
    assert!(matches!(last.of(&rare), LastRun::Before(at) if at > reach));
    // All runs read: what has none has none.
    let mut all = LastRuns::default();
    assert_eq!(all.absorb(&runs(vec![run("r", "even", 1, "completed")]), 0, 1, ReadDepth::UntilKnown), ReadProgress::Done);
    assert_eq!((all.of(&rare), all.reach()), (LastRun::None, None));
}

/// What is counted is counted over the newest 1,000 runs, and says since when.
#[test]
fn the_newest_runs_are_held_up_to_a_thousand() {
    let page = |from: i64, status: &str| runs((0..100).map(|n| run(&format!("r{}", from - n), "s", from - n, status)).collect());
    let mut last = LastRuns::default();
    assert_eq!((last.recent().len(), last.recent_since()), (0, None));
    for n in 0..10 {
        // One of them, far back, has not ended.
        let status = if n == 8 { "in_progress" } else { "completed" };
        last.absorb(&page(1_000 - n * 100, status), u64::try_from(n).unwrap() * 100, 1_500, ReadDepth::UntilKnown);
    }
    let ids = |last: &LastRuns| {
        let runs = last.recent();
        (runs.len(), runs.first().unwrap().id.to_string(), runs.last().unwrap().id.to_string())
    };
    assert_eq!(ids(&last), (1_000, "r1000".to_owned(), "r1".to_owned()));
    assert_eq!(last.recent_since(), Some(at("2026-11-23T00:01:00Z")));
    // New ones push out old ones, and the window begins later; a refresh that changes nothing keeps the very same runs.
    let before = last.clone();
    last.absorb(&page(1_000, "completed"), 0, 1_500, ReadDepth::UntilKnown);
    assert!(before.recent().iter().zip(last.recent()).all(|(one, other)| Arc::ptr_eq(one, other)));
    last.absorb(&page(1_050, "completed"), 0, 1_550, ReadDepth::UntilKnown);
    assert_eq!(ids(&last), (1_000, "r1050".to_owned(), "r51".to_owned()));
    assert_eq!(last.recent_since(), Some(at("2026-11-23T00:51:00Z")));
    // Now and then it is looked whether those that had not ended have: from page to page as far back as they are.
    let unfinished = |last: &LastRuns| last.recent().iter().filter(|run| !run.is_over).count();
    assert_eq!(unfinished(&last), 100);
    let mut skip = 0;
    let mut pages = 0;
    loop {
        let from = 1_050 - i64::try_from(skip).unwrap();
        pages += 1;
        match last.absorb(&page(from, "completed"), skip, 1_550, ReadDepth::UntilFinished) {
            ReadProgress::More { skip: next } => skip = next,
            ReadProgress::Done => break,
        }
    }
    assert_eq!((unfinished(&last), pages), (0, 10));
    assert_eq!(last.recent().len(), NEWEST_RUNS_READ);
}

/// A list that changes while it is read, by an appliance that may not tell the truth about it.
#[derive(Debug, Clone)]
struct Server {
    rows: Vec<u32>,
    total_lie: i64,
    ignores_skip: bool,
    ignores_limit: bool,
    inserts: Vec<bool>,
    deletes: Vec<bool>,
}

impl Server {
    fn page(&mut self, call: usize, skip: u64, limit: usize) -> (Vec<u32>, u64) {
        if self.inserts.get(call).copied().unwrap_or(false) {
            self.rows.insert(0, 10_000 + u32::try_from(call).unwrap());
        }
        if self.deletes.get(call).copied().unwrap_or(false) && !self.rows.is_empty() {
            self.rows.remove(0);
        }
        let skip = if self.ignores_skip { 0 } else { usize::try_from(skip).unwrap() };
        let limit = if self.ignores_limit { usize::MAX } else { limit };
        let page = self.rows.iter().skip(skip).take(limit).copied().collect();
        (page, u64::try_from(i64::try_from(self.rows.len()).unwrap() + self.total_lie).unwrap_or(0))
    }
}

struct Item(String);

impl keysync::domain::list::row::Identified for Item {
    fn id_text(&self) -> &str {
        &self.0
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// R-18: each id once, an end after at most ⌈total/limit⌉ + 2 requests, and a quiet list is read whole.
    #[test]
    fn gathering_ends_and_repeats_nothing(
        count in 0..300_u32, lie in -50..50_i64, flags in any::<(bool, bool, bool)>(),
        inserts in proptest::collection::vec(any::<bool>(), 0..12), deletes in proptest::collection::vec(any::<bool>(), 0..12),
    ) {
        let (quiet, ignores_skip, ignores_limit) = flags;
        let mut server = Server {
            rows: (0..count).collect(), total_lie: if quiet { 0 } else { lie },
            ignores_skip: ignores_skip && !quiet, ignores_limit: ignores_limit && !quiet,
            inserts: if quiet { vec![] } else { inserts }, deletes: if quiet { vec![] } else { deletes },
        };
        let mut collector: PageCollector<Item> = PageCollector::new(25);
        let (mut calls, mut most_total) = (0, 0);
        loop {
            let mut flight = Vec::new();
            while let Some(skip) = collector.ask(4) {
                flight.push(skip);
            }
            prop_assert!(flight.len() <= 4);
            if flight.is_empty() {
                break;
            }
            for skip in flight {
                let (page, total) = server.page(calls, skip, 25);
                calls += 1;
                most_total = most_total.max(total);
                collector.absorb(page.into_iter().map(|n| Row::Good(Item(n.to_string()))).collect(), total);
            }
            prop_assert!(calls as u64 <= most_total.div_ceil(25) + 2, "{calls} requests for {most_total}");
        }
        prop_assert!(collector.is_done());
        let ids: BTreeSet<&str> = collector.rows().iter().map(|row| row.id_text()).collect();
        prop_assert_eq!(ids.len(), collector.rows().len());
        if quiet {
            prop_assert_eq!(collector.rows().len(), count as usize);
            prop_assert!(!collector.is_about());
        }
        prop_assert_eq!(collector.is_about(), collector.total() != Some(collector.rows().len() as u64));
    }
}

/// 5,000 rows are searched, filtered and sorted far below a frame's time even in wasm; natively there is room to spare
/// by a factor of four against 20 ms, in a build without optimization.
#[test]
fn five_thousand_rows_are_selected_in_no_time() {
    let many = rows(
        (0..5_000)
            .map(|n| schedule(&format!("id-{n}"), &format!("schedule {}", (n * 7919) % 5_000), "aws", "kms", &["kms-a", "kms-b"]))
            .collect(),
    );
    let last = LastRuns::default();
    let filter = ScheduleFilter { text: "SCHEDULE kms-b".to_owned(), ..ScheduleFilter::default() };
    let begun = clock();
    let (order, _) = shown(&many, &filter, Sort::default(), &last);
    let took = clock() - begun;
    assert_eq!(
        (order.len(), order[1].as_str()),
        (5_000, many.iter().find(|row| row.row.good().unwrap().name == "schedule 1").unwrap().id())
    );
    assert!(took < 200, "{took} ms");
}

/// A page of the list is read in a task of its own; sorting by the next run, and filtering by state at each keystroke, take what is
/// known. Figures of a build without optimization; `tests/bench/cron.rs` has the bars.
#[test]
fn five_thousand_rows_are_read_and_sorted_by_their_next_run_in_no_time() {
    let resources = (0..5_000).map(|n| backup(&format!("id-{n}"), &format!("{} {} * * {}", n % 60, n % 24, n % 7)));
    let schedules: Vec<Arc<Row<Schedule>>> = schedules(resources.collect()).into_iter().map(Arc::new).collect();
    let clocks = CachedOffsets::new(Counting::new(Tz::Europe__Berlin));
    let (now, last) = (at(NOW), LastRuns::default());
    let begun = clock();
    let many: Vec<TableRow> = schedules.into_iter().map(TableRow::new).collect();
    let read = clock();
    let ahead = NextFiringCache::default().renewed(&many, &clocks, now);
    let looked = clock();
    let table_context =
        TableContext { now, appliance_now: now, appliance: &clocks, ahead: &ahead, nodes: None, last_runs: &last };
    let sort = Sort { column: Column::NextRun, descending: false };
    let scheduled = ScheduleFilter { state: Some(StateKind::Scheduled), ..ScheduleFilter::default() };
    let shown = select(&many, &scheduled, sort, table_context);
    let sorted = clock();
    let next = |at: usize| many[at].schedule_status(table_context).unwrap().next.unwrap();
    assert!(shown.order.len() == 5_000 && shown.order.is_sorted_by_key(|at| next(*at)));
    let took = [read - begun, looked - read, sorted - looked];
    assert!(took.iter().zip([1_000, 500, 200]).all(|(took, most)| *took < most), "{took:?} ms");
}

#[allow(clippy::disallowed_types, reason = "a native test may look at the real clock")]
fn clock() -> u128 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis()
}
