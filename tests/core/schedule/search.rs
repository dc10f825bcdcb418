//! The search of the table by containers: as stored, by the names of the lists, and by Everything of a cloud.

use std::sync::Arc;

use super::table::{NOW, clock, known};
use crate::support::builders::{at, schedule, sync_parameters};
use crate::support::spelling::{composed, decomposed};
use keysync::domain::appliance::id::ScheduleId;
use keysync::domain::list::row::Row;
use keysync::domain::run::last_runs::LastRuns;
use keysync::domain::schedule::Schedule;
use keysync::domain::schedule::next_firings::NextFiringCache;
use keysync::domain::schedule::search::{ContainerNames, Found, TableSearch, searched_clouds, unknown_names};
use keysync::domain::schedule::table::{Column, ScheduleFilter, Sort, TableContext, TableRow, filter_rows, sort_order};
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::container::Container;
use proptest::prelude::*;

fn container(id: &str, label: &str, names: &[&str]) -> Container {
    Container {
        id: id.to_owned(),
        label: label.into(),
        detail: "westeurope".to_owned(),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        regions: Vec::new(),
        archived: false,
    }
}

/// A schedule of these containers, or of everything where none is listed.
fn row(name: &str, cloud: Cloud, containers: &[&str]) -> TableRow {
    let parameters = sync_parameters(cloud, containers);
    let schedule = Schedule { id: ScheduleId::from(name), name: name.into(), parameters, ..schedule("0 1 * * *") };
    TableRow::new(Arc::new(Row::Good(schedule)), composed)
}

fn vaults() -> Vec<Container> {
    vec![
        container("v1", "kv-payments-prod", &["kv-payments-prod::sub-1"]),
        container("v2", "kv-payments-dr", &["kv-payments-dr::sub-1"]),
        container("v3", "twin", &["twin"]),
        container("v4", "twin", &["twin"]),
    ]
}

fn search(text: &str, lists: &[(Cloud, Vec<Container>)]) -> TableSearch {
    let mut names = ContainerNames::default();
    lists.iter().for_each(|(cloud, list)| names.add(*cloud, list, composed));
    TableSearch::new(ScheduleFilter { text: text.to_owned(), ..ScheduleFilter::default() }, names, composed)
}

fn azure(text: &str) -> TableSearch {
    search(text, &[(Cloud::Azure, vaults())])
}

/// The rows on screen by name, `|` before those by Everything.
fn shown(rows: &[TableRow], search: &TableSearch, sort: Sort) -> String {
    let (ahead, last_runs) = (NextFiringCache::default(), LastRuns::default());
    let table_context = TableContext { now: at(NOW), ..known(&ahead, &last_runs) };
    let found = filter_rows(rows, &sort_order(rows, sort, table_context), search, sort, table_context);
    let names = |places: &[usize]| places.iter().map(|at| rows[*at].id()).collect::<Vec<_>>().join(" ");
    let (direct, further) = found.order.split_at(found.direct);
    if further.is_empty() { names(direct) } else { format!("{}|{}", names(direct), names(further)) }
}

/// The sentence under the name of a row.
fn why(row: &TableRow, search: &TableSearch) -> Option<String> {
    let reason = search.reason(row)?;
    let names: Vec<_> =
        reason.containers.iter().map(|container| format!("{} ({})", container.name.marked(), container.id)).collect();
    Some(format!("{:?}: {} +{}", reason.found, names.join(", "), reason.more))
}

fn estate() -> Vec<TableRow> {
    vec![
        row("payments", Cloud::Azure, &["v1", "v2"]),
        row("nightly", Cloud::Azure, &[]),
        row("by-name", Cloud::Azure, &["kv-payments-prod::sub-1"]),
        row("all-aws", Cloud::Aws, &[]),
        row("gone", Cloud::Azure, &["v9"]),
        row("twins", Cloud::Azure, &["twin"]),
    ]
}

#[test]
fn a_search_finds_schedules_by_the_names_of_their_containers() {
    let rows = estate();
    let found = |text: &str| shown(&rows, &azure(text), Sort::default());
    assert_eq!(found("KV-Payments-Prod"), "by-name payments|nightly");
    assert_eq!(found("v1"), "by-name payments|nightly", "by id, also where the schedule has the name");
    assert_eq!(found("payments-dr"), "payments|nightly");
    assert_eq!(found("v9"), "gone", "an id that the list lacks");
    assert_eq!(found("westeurope"), "", "the detail is no name");
    assert_eq!(found(""), "all-aws by-name gone nightly payments twins");
    assert_eq!(found("prod dr"), "payments", "words may be in several of the listed ones; one container of everything has both");
    assert_eq!(found("nightly kv-payments-prod"), "|nightly");
    assert_eq!(found("nightly"), "nightly");
    assert_eq!(shown(&rows, &search("v1", &[]), Sort::default()), "payments", "without the list, by id alone");
    let by_name = Sort { column: Column::Name, descending: true };
    assert_eq!(shown(&rows, &azure("kv"), by_name), "payments by-name|nightly", "each group in the order of the table");
}

#[test]
fn a_row_tells_the_containers_by_which_it_is_found() {
    let rows = estate();
    let why = |at: usize, text: &str| why(&rows[at], &azure(text));
    assert_eq!(why(0, "prod").unwrap(), "Directly: kv-payments-prod (v1) +0");
    assert_eq!(why(0, "kv").unwrap(), "Directly: kv-payments-prod (v1), kv-payments-dr (v2) +0");
    assert_eq!(why(0, "payments"), None, "its name tells");
    assert_eq!(why(0, "payments v2").unwrap(), "Directly: kv-payments-dr (v2) +0");
    assert_eq!(why(1, "prod").unwrap(), "ByEverything: kv-payments-prod (v1) +0");
    assert_eq!(why(1, "v").unwrap(), "ByEverything: kv-payments-prod (v1), kv-payments-dr (v2) +2");
    assert_eq!(why(2, "v1").unwrap(), "Directly: kv-payments-prod (v1) +0");
    assert_eq!(why(4, "v9").unwrap(), "Directly: v9 (v9) +0");
    assert_eq!(why(5, "twin"), None, "the name of the schedule");
    assert_eq!(why(3, "prod"), None, "not found");
    let twin = row("x", Cloud::Azure, &["twin"]);
    assert_eq!(self::why(&twin, &azure("twin")).unwrap(), "Directly: twin (twin) +0", "an ambiguous name stays as stored");
    assert_eq!(azure("v3").finds(&twin), None, "nobody knows which of the two");
}

/// Every spelling of a character finds every other, in names of the list as in stored ones.
#[test]
fn names_of_containers_are_found_in_any_spelling() {
    let (composed, decomposed) = (composed("Grüne Ñandú 한글"), decomposed("Grüne Ñandú 한글"));
    for (listed, typed) in [(&composed, &decomposed), (&decomposed, &composed)] {
        let rows = [row("listed", Cloud::Gcp, &["r"]), row("all", Cloud::Gcp, &[]), row("other", Cloud::Gcp, &["s"])];
        let search =
            search(&typed.to_uppercase(), &[(Cloud::Gcp, vec![container("r", listed, &[]), container("s", "Grune", &[])])]);
        assert_eq!(shown(&rows, &search, Sort::default()), "listed|all");
    }
}

#[test]
fn the_lists_of_the_clouds_that_occur_are_asked_for() {
    assert_eq!(searched_clouds(&estate()), [Cloud::Aws, Cloud::Azure]);
    assert_eq!(searched_clouds(&[]), []);
}

#[test]
fn lists_that_cannot_be_read_are_named_with_the_reason() {
    assert_eq!(unknown_names(&[]), None);
    let failed = |clouds: &[(Cloud, &str)]| {
        unknown_names(&clouds.iter().map(|(cloud, why)| (*cloud, (*why).to_owned())).collect::<Vec<_>>())
    };
    assert_eq!(
        failed(&[(Cloud::Gcp, "No licence."), (Cloud::Aws, "Broken."), (Cloud::Sap, "No licence.")]).unwrap(),
        "Names of Google Cloud key rings, SAP groups are not known: No licence. They are searched by id. \
         Names of AWS KMS are not known: Broken. They are searched by id."
    );
}

/// Words from the 64th on are looked for together; a search of a hundred words still needs each of them.
#[test]
fn every_one_of_a_hundred_words_counts() {
    let name: Vec<String> = (0..100).map(|n| format!("w{n:03}")).collect();
    let rows = [row(&name.join(" "), Cloud::Azure, &["x"])];
    assert!(azure(&name.join(" ")).finds(&rows[0]).is_some());
    assert!(azure(&name.join(" ").replace("w099", "w100")).finds(&rows[0]).is_none());
    assert!(azure(&name.join(" ").replace("w063", "w100")).finds(&rows[0]).is_none());
}

/// Ten thousand rows of two containers each, in a cloud with two thousand, are searched within 50 ms by a name in the list alone.
#[test]
fn names_are_searched_in_ten_thousand_rows_within_fifty_milliseconds() {
    let list: Vec<Container> = (0..2_000).map(|n| container(&format!("id-{n}"), &format!("vault-Größe-{n}"), &[])).collect();
    let mut names = ContainerNames::default();
    names.add(Cloud::Azure, &list, composed);
    let rows: Vec<TableRow> = (0..10_000)
        .map(|n: usize| {
            let ids: Vec<String> = (0..2).map(|k| format!("id-{}", (n * 7 + k) % 2_000)).collect();
            let listed: Vec<&str> = ids.iter().map(String::as_str).collect();
            row(&format!("schedule {n}"), Cloud::Azure, if n.is_multiple_of(50) { &[] } else { &listed })
        })
        .collect();
    let order: Vec<usize> = (0..rows.len()).collect();
    let (ahead, last) = (NextFiringCache::default(), LastRuns::default());
    for (text, direct, further) in [("größe-1999", 10, 200), ("nothing-has-this", 0, 0)] {
        let filter = ScheduleFilter { text: text.to_owned(), ..ScheduleFilter::default() };
        let once = |_| {
            let begun = clock();
            let search = TableSearch::new(filter.clone(), names.clone(), composed);
            let found = filter_rows(&rows, &order, &search, Sort::default(), known(&ahead, &last));
            assert_eq!((found.direct, found.order.len() - found.direct), (direct, further), "{text}");
            clock() - begun
        };
        // The quickest of several: other tests run beside this one.
        let took = (0..20).map(once).min().unwrap();
        assert!(took <= 50, "{text}: {took} ms");
    }
}

/// The rule, word by word: each occurs in the schedule's own texts or in a listed container; of everything, one container has all
/// that the schedule's own texts lack.
fn by_force(row: &Schedule, words: &[String], list: &[Container]) -> Option<Found> {
    let fold = |text: &str| composed(&text.to_lowercase());
    let texts = |container: &Container| {
        let names = container.names.iter().chain([&container.id]).map(|name| fold(name));
        names.chain([fold(container.label.as_sent())]).collect::<Vec<_>>()
    };
    let has = |texts: &[String], word: &String| texts.iter().any(|text| text.contains(&fold(word)));
    let own = vec![fold(row.name.as_sent()), fold(&row.description)];
    let lacking: Vec<&String> = words.iter().filter(|word| !has(&own, word)).collect();
    if row.containers().is_empty() {
        let is_met = list.iter().any(|container| lacking.iter().all(|word| has(&texts(container), word)));
        return if lacking.is_empty() { Some(Found::Directly) } else { is_met.then_some(Found::ByEverything) };
    }
    let known = |stored: &String| {
        let by_id = list.iter().find(|container| container.id == *stored);
        let named: Vec<_> = list.iter().filter(|container| container.names.contains(stored)).collect();
        by_id.or(if let [one] = named.as_slice() { Some(*one) } else { None })
    };
    let listed: Vec<String> = row
        .containers()
        .iter()
        .flat_map(|stored| std::iter::once(fold(stored)).chain(known(stored).map(texts).unwrap_or_default()))
        .collect();
    lacking.iter().all(|word| has(&listed, word)).then_some(Found::Directly)
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[abAB]{1,3}", "[abü]{1,2}", Just("a\u{308}b".to_owned()), Just("Äb".to_owned())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// The search finds what brute force finds, in the way that it finds it, and a reason names a container with a missing word.
    #[test]
    fn a_search_finds_what_brute_force_finds(
        words in prop::collection::vec(text(), 0..4),
        list in prop::collection::vec((text(), prop::collection::vec(text(), 0..3)), 0..5),
        rows in prop::collection::vec((text(), prop::collection::vec(prop_oneof!["id-[0-6]", text().boxed()], 0..3)), 1..5),
    ) {
        let list: Vec<Container> = list.iter().enumerate().map(|(at, (label, names))| {
            container(&format!("id-{at}"), label, &names.iter().map(String::as_str).collect::<Vec<_>>())
        }).collect();
        let search = search(&words.join(" "), &[(Cloud::Azure, list.clone())]);
        for (name, containers) in &rows {
            let row = row(name, Cloud::Azure, &containers.iter().map(String::as_str).collect::<Vec<_>>());
            let found = search.finds(&row);
            prop_assert_eq!(found, by_force(row.row.good().unwrap(), &words, &list));
            let reason = search.reason(&row);
            let is_own = by_force(row.row.good().unwrap(), &words, &[]).is_some() && containers.is_empty();
            prop_assert!(found.is_some() || reason.is_none());
            prop_assert!(found != Some(Found::ByEverything) || reason.is_some());
            prop_assert!(!is_own || reason.is_none());
        }
    }
}
