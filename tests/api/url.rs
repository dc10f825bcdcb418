//! Addresses that no id can escape.

use crate::support::rng::Rng;
use keysync::api::url::Endpoint;

const COLLECTION: &str = "/api/v1/scheduler/job-configs/";

/// A path, as a browser and any number of decoding proxies could resolve it.
fn stays_inside(path: &str, id: &str) {
    let segment = path.strip_prefix(COLLECTION).unwrap();
    assert!(!segment.is_empty());
    assert!(segment.chars().all(|c| c.is_ascii_alphanumeric() || "-._~%".contains(c)), "{path}");
    let decoded = decode(segment);
    assert_eq!(decoded, id, "one decoding gives the id back");
    assert!(!decoded.contains(['/', '\\', '%']), "{path}");
    assert!(!decoded.chars().all(|c| c == '.'), "{path}");
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// S-13's own ids, and their kin.
#[test]
fn ids_with_path_characters_are_encoded_or_refused() {
    let refused = ["", ".", "..", "...", "../../auth/tokens", "%2e%2e%2f", "a/b", "a%00", "a\0", "..\\x", "a\nb", "/", "\u{7f}"];
    for id in refused {
        assert_eq!(Endpoint::Schedules.one(id), None, "{id:?}");
        assert_eq!(Endpoint::Schedules.action(id, "run-now"), None, "{id:?}");
    }
    for id in ["a?x=1", "a#b", "a b", "é😀", "a;b", "a&b", "name@host", "..a", "a.."] {
        stays_inside(Endpoint::Schedules.one(id).unwrap().as_str(), id);
    }
    let action = Endpoint::Schedules.action("a?b", "run-now").unwrap();
    assert_eq!(action.as_str(), "/api/v1/scheduler/job-configs/a%3Fb/run-now");
}

const FRAGMENTS: [&str; 18] =
    ["..", ".", "/", "\\", "%", "%2e", "%2F", "%252e", "?", "#", "&", "=", ";", "a", "0a000000-0000-4000", "\0", "é", "😀"];

/// S-13: of 100,000 ids made of everything that ever escaped a path, each stays one segment or is refused.
#[test]
fn any_id_stays_one_segment_of_the_url() {
    let mut rng = Rng::new();
    let mut accepted = 0;
    for _ in 0..100_000 {
        let id = rng.text(&FRAGMENTS, 5);
        if let Some(url) = Endpoint::Schedules.one(&id) {
            stays_inside(url.as_str(), &id);
            accepted += 1;
        }
    }
    assert!((10_000..90_000).contains(&accepted), "{accepted} ids were accepted");
}

/// Any value of a query stays the value of its own name.
#[test]
fn any_query_value_stays_one_value() {
    let mut rng = Rng::new();
    for _ in 0..20_000 {
        let (name, sort) = (rng.text(&FRAGMENTS, 5), rng.text(&FRAGMENTS, 5));
        let url = Endpoint::Runs.with_query(&[("name", name.clone()), ("sort", sort.clone())]);
        let query = url.as_str().strip_prefix("/api/v1/scheduler/jobs?name=").unwrap();
        let (first, second) = query.split_once("&sort=").unwrap();
        assert!(!query.contains(['#', '?', ' ', '/', '\\']));
        assert_eq!((decode(first), decode(second)), (name, sort));
    }
}
