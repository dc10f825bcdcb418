//! Tables: search, filters, sorting, pages; the last runs that they know of; lists gathered page by page.

use std::sync::Arc;

use crate::run::last_runs::{ALL, NEWEST, run, runs};
use crate::support::builders::at;
use crate::support::clocks::Counting;
use crate::support::decode::{self, list_of};
use crate::support::spelling::{composed, decomposed};
use chrono::Utc;
use chrono_tz::Tz;
use keysync::domain::appliance::id::ScheduleId;
use keysync::domain::cron::parse;
use keysync::domain::list::row::Row;
use keysync::domain::run::last_runs::LastRuns;
use keysync::domain::run::reading::ReadProgress;
use keysync::domain::run::verdict::{VerdictFilter, VerdictKind};
use keysync::domain::schedule::Schedule;
use keysync::domain::schedule::next_firings::NextFiringCache;
use keysync::domain::schedule::search::{ContainerNames, TableSearch};
use keysync::domain::schedule::status::StateKind;
use keysync::domain::schedule::table::{
    Column, FilteredRows, ScheduleFilter, Sort, TableContext, TableRow, filter_rows, is_behind, merge, missing_last_runs,
    other_enabled_expressions, page_of, select,
};
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::time::zone::{CachedOffsets, UtcOffsets};
use serde_json::{Value, json};

fn schedules(rows: Vec<Value>) -> Vec<Row<Schedule>> {
    decode::schedules(list_of(&rows)).unwrap().items
}

pub fn rows(resources: Vec<Value>) -> Vec<TableRow> {
    schedules(resources).into_iter().map(|row| TableRow::new(Arc::new(row), composed)).collect()
}

fn schedule(id: &str, name: &str, cloud: &str, list: &str, containers: &[&str]) -> Value {
    let mut params = json!({"cloud_name": cloud});
    params[list] = json!(containers);
    json!({"id": id, "name": name, "description": format!("about {id}"), "operation": "cckm_synchronization", "run_at": "0 1 * * *",
           "job_config_params": params})
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

pub const NOW: &str = "2026-11-23T08:00:00Z";

fn shown(rows: &[TableRow], filter: &ScheduleFilter, sort: Sort, last_runs: &LastRuns) -> (Vec<String>, usize) {
    let ahead = NextFiringCache::default();
    let table_context = TableContext { now: at(NOW), appliance: &Utc, ahead: &ahead, nodes: None, last_runs, compose: composed };
    let FilteredRows { order, unsure, .. } = select(rows, filter, sort, table_context);
    (order.into_iter().map(|at| rows[at].id().to_owned()).collect(), unsure)
}

fn filtered(filter: ScheduleFilter) -> String {
    shown(&sample(), &filter, Sort::default(), &LastRuns::default()).0.concat()
}

#[test]
fn search_matches_name_description_and_containers_in_any_case() {
    let text = |text: &str| filtered(ScheduleFilter { text: text.to_owned(), ..ScheduleFilter::default() });
    assert_eq!(text(""), "bacd");
    assert_eq!(text("ALPHA"), "ba");
    assert_eq!(text("night alph"), "a", "every word, in any order");
    assert_eq!(text("kms-one"), "a");
    assert_eq!(text("about c"), "c");
    assert_eq!(text("nothing"), "");
}

/// Every spelling of a character finds every other, in each part of a row; the rows themselves keep their code points.
#[test]
fn a_search_finds_canonically_equal_text() {
    let (composed, decomposed) = (composed("Schlüssel Ñandú 한글"), decomposed("Schlüssel Ñandú 한글"));
    assert_ne!(composed, decomposed);
    for (stored, typed) in [(&composed, &decomposed), (&decomposed, &composed)] {
        let rows = rows(vec![
            schedule("n", stored, "aws", "kms", &["k"]),
            schedule("k", "x", "aws", "kms", &[stored]),
            schedule("o", "Schlussel", "aws", "kms", &["other"]),
        ]);
        for word in typed.split(' ') {
            let filter = ScheduleFilter { text: word.to_uppercase(), ..ScheduleFilter::default() };
            assert_eq!(shown(&rows, &filter, Sort::default(), &LastRuns::default()).0.concat(), "nk", "{word}");
        }
    }
    let twins = rows(vec![schedule("1", &composed, "aws", "kms", &["k"]), schedule("2", &decomposed, "aws", "kms", &["k"])]);
    let names: Vec<_> = twins.iter().map(|row| row.row.good().unwrap().name.as_sent()).collect();
    assert_eq!(names, [composed.as_str(), decomposed.as_str()], "two names");
}

/// Ten thousand rows with accents are searched within 50 ms.
#[test]
fn a_search_in_ten_thousand_lines_takes_at_most_fifty_milliseconds() {
    let name = |n: usize| format!("{} {n}", if n.is_multiple_of(2) { decomposed("Schlüssel") } else { "Schlüssel".to_owned() });
    let many = rows((0..10_000).map(|n| schedule(&n.to_string(), &name(n), "aws", "kms", &["Größe"])).collect());
    let filter = ScheduleFilter { text: "schlüssel 99".to_owned(), ..ScheduleFilter::default() };
    let order: Vec<usize> = (0..many.len()).collect();
    let (ahead, last) = (NextFiringCache::default(), LastRuns::default());
    let search = || {
        let begun = clock();
        let search = TableSearch::new(filter.clone(), ContainerNames::default(), composed);
        let found = filter_rows(&many, &order, &search, Sort::default(), known(&ahead, &last));
        (found.order.len(), clock() - begun)
    };
    let (found, took) = (0..20).map(|_| search()).min_by_key(|(_, took)| *took).unwrap();
    assert_eq!(found, 280);
    assert!(took <= 50, "{took} ms");
}

#[test]
fn table_filters_combine_and_odd_rows_count_as_not_understood() {
    let all = ScheduleFilter::default;
    assert_eq!(filtered(ScheduleFilter { cloud: Some(Cloud::Aws), ..all() }), "ba");
    assert_eq!(filtered(ScheduleFilter { state: Some(StateKind::Disabled), ..all() }), "c");
    assert_eq!(filtered(ScheduleFilter { state: Some(StateKind::NotUnderstood), ..all() }), "d");
    assert_eq!(filtered(ScheduleFilter { node: Some("n1".to_owned()), ..all() }), "c");
    assert_eq!(
        filtered(ScheduleFilter { node: Some("any".to_owned()), cloud: Some(Cloud::Aws), text: "three".to_owned(), ..all() }),
        "b"
    );
}

#[test]
fn sorting_is_stable_and_rows_without_a_value_sort_last() {
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
pub fn backup(id: &str, run_at: &str) -> Value {
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
        with(backup("not-understood", "0 9 * * *"), "start_date", "soon"),
        backup("invalid", "0 9 * * 7"),
        json!({"id": "odd", "name": {"odd": true}}),
    ])
}

pub fn known<'a>(ahead: &'a NextFiringCache, last_runs: &'a LastRuns) -> TableContext<'a> {
    TableContext { now: at(NOW), appliance: &Utc, ahead, nodes: Some(&[]), last_runs, compose: composed }
}

fn ids(rows: &[TableRow], shown: &FilteredRows) -> Vec<String> {
    shown.order.iter().map(|at| rows[*at].id().to_owned()).collect()
}

#[test]
fn each_state_has_its_filter_and_urgent_states_sort_first() {
    let rows = states();
    let (empty, last) = (NextFiringCache::default(), LastRuns::default());
    for kind in StateKind::ALL {
        assert_eq!(StateKind::from_param(kind.as_param()), Some(kind));
        let filter = ScheduleFilter { state: Some(kind), ..ScheduleFilter::default() };
        let found = ids(&rows, &select(&rows, &filter, Sort::default(), known(&empty, &last)));
        let expected = if kind == StateKind::NotUnderstood { vec!["not-understood", "odd"] } else { vec![kind.as_param()] };
        assert_eq!(found, expected, "{}", kind.label());
    }
    assert_eq!(StateKind::NeverFires.label(), "Never fires");
    let by_state = Sort { column: Column::State, descending: false };
    let sorted = ids(&rows, &select(&rows, &ScheduleFilter::default(), by_state, known(&empty, &last)));
    let mut words: Vec<&str> = StateKind::ALL.map(StateKind::as_param).to_vec();
    words.push("odd");
    assert_eq!(sorted, words);
    assert_eq!(words[..4], ["invalid", "node-missing", "not-understood", "never-fires"]);
}

#[test]
fn rows_without_a_next_run_sort_last() {
    let rows = states();
    let (empty, last) = (NextFiringCache::default(), LastRuns::default());
    let by = |descending, table_context: TableContext<'_>| {
        let sort = Sort { column: Column::NextRun, descending };
        ids(&rows, &select(&rows, &ScheduleFilter::default(), sort, table_context))
    };
    let without = ["disabled", "expired", "never-fires", "node-missing", "not-understood", "invalid", "odd"];
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

#[test]
fn an_expression_is_compared_with_all_enabled_ones() {
    let mut rows = states();
    rows.extend(self::rows(vec![schedule("sync", "sync", "aws", "kms", &["k"])]));
    let now = at(NOW);
    let expressions = |texts: &[&str]| texts.iter().map(|text| parse(text).unwrap()).collect::<Vec<_>>();
    let all = expressions(&["0 12 * * *", "0 9 * * *", "0 0 31 2 *", "0 9 * * *", "0 9 * * *", "0 1 * * *"]);
    assert_eq!(
        other_enabled_expressions(&rows, None, now),
        all,
        "neither the disabled nor the expired one, nor an expression that cannot be read"
    );
    assert_eq!(other_enabled_expressions(&rows, Some(&ScheduleId::from("sync")), now), all[..5]);
    assert_eq!(other_enabled_expressions(&rows, None, at("2026-10-01T00:00:00Z")).len(), 7, "not expired then");
}

/// Rows whose last run is unknown are counted, not guessed.
#[test]
fn unknown_results_are_counted() {
    let mut last = LastRuns::default();
    let page = runs(vec![run("r2", "a", 90, "failed"), run("r1", "c", 80, "completed")]);
    assert_eq!(last.absorb(&page, 0, 2_000, NEWEST), ReadProgress::Done);
    let failed = ScheduleFilter { result: Some(VerdictFilter::Kind(VerdictKind::Failed)), ..ScheduleFilter::default() };
    assert_eq!(shown(&sample(), &failed, Sort::default(), &last), (vec!["a".to_owned()], 1), "nobody knows about b");
    let by_run = Sort { column: Column::LastRun, descending: true };
    assert_eq!(shown(&sample(), &ScheduleFilter::default(), by_run, &last).0.concat(), "acbd");
    let ask = missing_last_runs(&sample(), &last);
    assert_eq!(ask, [ScheduleId::from("b")]);
    last.answer(&ask[0], None);
    assert_eq!(shown(&sample(), &failed, Sort::default(), &last).1, 0);
}

/// The filter judges a run in progress by the time of the table, as the badge of its row does.
#[test]
fn results_are_judged_by_the_time_of_the_table() {
    let mut last = LastRuns::default();
    let page = runs(vec![run("r1", "a", 8 * 60 - 5, "in_progress")]);
    assert_eq!(last.absorb(&page, 0, 1, ALL), ReadProgress::Done);
    let ahead = NextFiringCache::default();
    for (now, kind) in [(NOW, VerdictKind::Running), ("2026-11-23T09:00:00Z", VerdictKind::Stuck)] {
        let filter = ScheduleFilter { result: Some(VerdictFilter::Kind(kind)), ..ScheduleFilter::default() };
        let table_context = TableContext { now: at(now), ..known(&ahead, &last) };
        let rows = sample();
        assert_eq!(ids(&rows, &select(&rows, &filter, Sort::default(), table_context)).concat(), "a", "{now}");
    }
}

#[test]
fn page_numbers_are_clamped_to_the_rows() {
    assert_eq!(
        [page_of(60, 1, 25), page_of(60, 3, 25), page_of(60, 9, 25), page_of(0, 1, 25), page_of(60, 0, 25)],
        [0..25, 50..60, 50..60, 0..0, 0..25]
    );
}

/// P-18: an unchanged refresh changes nothing, down to the very row.
#[test]
fn merging_a_refresh_replaces_only_changed_rows() {
    let list = |name: &str| schedules(vec![schedule("a", "x", "aws", "kms", &["k"]), schedule("b", name, "aws", "kms", &["k"])]);
    let mut held: Vec<TableRow> = list("y").into_iter().map(|row| TableRow::new(Arc::new(row), composed)).collect();
    let kept: Vec<_> = held.iter().map(|row| Arc::as_ptr(&row.row)).collect();
    assert!(!merge(&mut held, list("y"), composed));
    assert!(merge(&mut held, list("z"), composed));
    assert_eq!((Arc::as_ptr(&held[0].row), held.len()), (kept[0], 2));
    assert_ne!(Arc::as_ptr(&held[1].row), kept[1]);
    assert!(merge(&mut held, schedules(vec![schedule("n", "new", "aws", "kms", &["k"])]), composed));
    assert_eq!(held.iter().map(TableRow::id).collect::<String>(), "abn");
}

/// Pages that come in the order of the table only add rows below: also of rows that are equal in the sorted column.
#[test]
fn pages_in_the_order_of_the_table_move_no_row() {
    let name = |n: usize| format!("{}-{:03}", if n.is_multiple_of(2) { "Aws" } else { "azure" }, n / 2);
    let mut all: Vec<usize> = (0..60).collect();
    all.sort_by_key(|n| name(*n).to_lowercase());
    let row = |n: usize| schedule(&n.to_string(), &name(n), "aws", "kms", &["k"]);
    for (sort, property) in [
        (Sort::default(), "name"),
        (Sort { column: Column::Name, descending: true }, "-name"),
        (Sort { column: Column::RunAt, descending: false }, "run_at"),
        (Sort { column: Column::Updated, descending: true }, "-updatedAt"),
    ] {
        assert_eq!(sort.property(), Some(property));
        if property == "-name" {
            all.reverse();
        }
        let (mut held, mut before) = (Vec::new(), Vec::new());
        for page in all.chunks(20) {
            assert!(merge(&mut held, schedules(page.iter().map(|n| row(*n)).collect()), composed));
            let (now, _) = shown(&held, &ScheduleFilter::default(), sort, &LastRuns::default());
            assert_eq!(now[..before.len()], before, "{property}: {} rows are on screen", before.len());
            before = now;
        }
    }
    for column in [Column::Cloud, Column::NextRun, Column::State, Column::LastRun] {
        assert_eq!(Sort { column, descending: false }.property(), None);
    }
}

/// 5,000 rows are searched, filtered and sorted far below a frame's time even in wasm; natively there is room to spare
/// by a factor of four against 20 ms, in a build without optimization.
#[test]
fn five_thousand_rows_are_filtered_within_the_time_limit() {
    let many = rows(
        (0..5_000)
            .map(|n| schedule(&format!("id-{n}"), &format!("schedule {}", (n * 7919) % 5_000), "aws", "kms", &["kms-a", "kms-b"]))
            .collect(),
    );
    let last = LastRuns::default();
    let filter = ScheduleFilter { text: "SCHEDULE kms-b".to_owned(), ..ScheduleFilter::default() };
    let (order, _) = shown(&many, &filter, Sort::default(), &last);
    // The quickest of several: other tests run beside this one.
    let once = |_| {
        let begun = clock();
        let _ = shown(&many, &filter, Sort::default(), &last);
        clock() - begun
    };
    let took = (0..5).map(once).min().unwrap();
    assert_eq!(
        (order.len(), order[1].as_str()),
        (5_000, many.iter().find(|row| row.row.good().unwrap().name == "schedule 1").unwrap().id())
    );
    assert!(took < 200, "{took} ms");
}

/// Each page of the list is read in a task of its own; sorting by next run and filtering by state use cached firings. Figures of a build without optimization; `tests/bench/cron.rs` has the bars.
#[test]
fn five_thousand_rows_are_sorted_by_next_run_within_the_time_limit() {
    let resources = (0..5_000).map(|n| backup(&format!("id-{n}"), &format!("{} {} * * {}", n % 60, n % 24, n % 7)));
    let schedules: Vec<Arc<Row<Schedule>>> = schedules(resources.collect()).into_iter().map(Arc::new).collect();
    // The quickest of several: other tests run beside this one.
    let quickest = (0..5).map(|_| read_and_sort(&schedules)).reduce(|one, other| std::array::from_fn(|n| one[n].min(other[n])));
    let took = quickest.unwrap();
    assert!(took.iter().zip([1_000, 500, 200]).all(|(took, most)| *took < most), "{took:?} ms");
}

/// The milliseconds to make the rows, to find their next firings, and to filter and sort them.
fn read_and_sort(schedules: &[Arc<Row<Schedule>>]) -> [u128; 3] {
    let clocks = CachedOffsets::new(Counting::new(Tz::Europe__Berlin));
    let (now, last) = (at(NOW), LastRuns::default());
    let begun = clock();
    let many: Vec<TableRow> = schedules.iter().cloned().map(|row| TableRow::new(row, composed)).collect();
    let read = clock();
    let ahead = NextFiringCache::default().renewed(&many, &clocks, now);
    let looked = clock();
    let table_context = TableContext { now, appliance: &clocks, ahead: &ahead, nodes: None, last_runs: &last, compose: composed };
    let sort = Sort { column: Column::NextRun, descending: false };
    let scheduled = ScheduleFilter { state: Some(StateKind::Scheduled), ..ScheduleFilter::default() };
    let shown = select(&many, &scheduled, sort, table_context);
    let sorted = clock();
    let next = |at: usize| many[at].schedule_status(table_context).unwrap().next.unwrap();
    assert!(shown.order.len() == 5_000 && shown.order.is_sorted_by_key(|at| next(*at)));
    [read - begun, looked - read, sorted - looked]
}

#[allow(clippy::disallowed_types, reason = "a native test may look at the real clock")]
pub fn clock() -> u128 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis()
}

#[test]
fn r25_a_page_behind_the_last_is_told_from_the_last() {
    let behind = [(60, 3, 25), (60, 4, 25), (50, 3, 25), (0, 9, 25), (1, usize::MAX, 100), (1, 1, 0)];
    assert_eq!(behind.map(|(total, page, size)| is_behind(total, page, size)), [false, true, true, false, true, false]);
}
