//! Every address leads to its page and back, whatever an id holds.
#![cfg(not(target_arch = "wasm32"))]

use keysync::domain::appliance::id::{JobId, RunId, ScheduleId};
use keysync::domain::schedule::wizard::{Errand, Step};
use keysync::domain::sync::source::Source;
use keysync::routes::{Place, Query, Route};
use proptest::prelude::*;

#[test]
fn every_page_has_one_path() {
    let table = [
        ("/", Route::Home),
        ("/sign-in", Route::SignIn),
        ("/schedules", Route::Schedules),
        ("/schedules/new/cloud", Route::Wizard(Errand::Create, Step::Cloud)),
        ("/schedules/new/review", Route::Wizard(Errand::Create, Step::Review)),
        ("/schedules/abc/edit/when", Route::Wizard(Errand::Edit(ScheduleId::from("abc")), Step::When)),
        ("/schedules/abc/copy/name", Route::Wizard(Errand::Copy(ScheduleId::from("abc")), Step::Name)),
        ("/schedules/abc", Route::Schedule(ScheduleId::from("abc".to_owned()))),
        ("/runs", Route::Runs),
        ("/runs/abc", Route::Run(RunId::from("abc".to_owned()))),
        ("/sync", Route::Sync),
        ("/sync/aws-keys", Route::SyncJobs(Source::AwsKeys)),
        ("/sync/salesforce-certificates/new", Route::NewSyncJob(Source::SalesforceCertificates)),
        ("/sync/luna/abc", Route::SyncJob(Source::Luna, JobId::from("abc"))),
        ("/settings", Route::Settings),
    ];
    for (path, route) in table {
        assert_eq!(Route::parse(path), route);
        assert_eq!(route.path(), path);
    }
}

#[test]
fn a_path_that_is_no_page_is_kept_as_it_was_asked_for() {
    for path in [
        "/nothing",
        "/sync/x",
        "/sync/luna/a/b",
        "/schedules/a/b",
        "/schedules/new/pay",
        "/schedules/a/edit/when/x",
        "/runs/%zz",
        "/sign-in/x",
        "/%ff",
    ] {
        assert_eq!(Route::parse(path), Route::Missing(path.to_owned()));
    }
}

#[test]
fn an_errand_without_a_step_begins_where_it_begins() {
    for (path, route) in [
        ("/schedules/new", Route::wizard(Errand::Create)),
        ("/schedules/abc/edit", Route::Wizard(Errand::Edit(ScheduleId::from("abc")), Step::Review)),
        ("/schedules/abc/copy", Route::Wizard(Errand::Copy(ScheduleId::from("abc")), Step::Name)),
    ] {
        assert_eq!(Route::parse(path), route);
    }
}

#[test]
fn the_steps_of_an_errand_are_one_page() {
    let step = |step| Route::Wizard(Errand::Create, step);
    assert_eq!(step(Step::When).page(), step(Step::Review).page());
    assert_ne!(step(Step::When).page(), Route::Wizard(Errand::Copy(ScheduleId::from("a")), Step::When).page());
}

#[test]
fn a_trailing_slash_leads_to_the_same_page() {
    assert_eq!(Route::parse("/schedules/"), Route::Schedules);
}

#[test]
fn a_query_keeps_the_last_of_a_repeated_name_and_drops_what_cannot_be_read() {
    let query = Query::parse("cloud=aws&cloud=gcp&bad=%zz&q=a+b%26c&empty=");
    assert_eq!(query.get("cloud"), Some("gcp"));
    assert_eq!(query.get("bad"), None);
    assert_eq!(query.get("q"), Some("a b&c"));
    assert_eq!(query.text(), "cloud=gcp&q=a%20b%26c");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn an_id_is_one_segment_whatever_it_holds(id in "\\PC{1,40}") {
        // "new" is the page that creates a schedule; no appliance gives it as an id.
        prop_assume!(id != "new");
        let route = Route::Schedule(ScheduleId::from(id));
        let path = route.path();
        prop_assert_eq!(path.matches('/').count(), 2);
        prop_assert_eq!(Route::parse(&path), route);
    }

    #[test]
    fn a_place_survives_its_address(path in "(/[a-z%.]{0,9}){0,3}", pairs in prop::collection::vec(("[a-z]{1,6}", "\\PC{1,12}"), 0..5)) {
        let query = pairs.iter().fold(Query::default(), |query, (name, value)| query.with(name, value));
        let place = Place { route: Route::parse(&path), query };
        prop_assert_eq!(Place::parse(&place.href()), place);
    }

    #[test]
    fn reading_an_address_never_panics(text in "\\PC*") {
        let _ = Place::parse(&text);
    }
}
