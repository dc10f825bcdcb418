//! Containers, cluster, domains and the appliance itself over the wire.

use crate::support::fake::{TestBed, answer, fixture};
use keysync::api::error::ApiError;
use keysync::domain::sync::cloud::Cloud;
use serde_json::json;

/// API.md §6.1: each cloud's list, from its own path, with the label that people know.
#[test]
fn containers_of_every_cloud_have_a_label() {
    let expected = [
        (Cloud::Aws, "aws", "/cckm/aws/kms", "kms-a", "123456789012 · 2 regions"),
        (Cloud::Azure, "azure", "/cckm/azure/vaults", "vault-a", "northcentralus · Sub A"),
        (Cloud::Gcp, "gcp", "/cckm/google/key-rings", "ring-a", "p1 · global"),
        (Cloud::Oci, "oci", "/cckm/oci/vaults", "oci-a", "root · us-ashburn-1"),
        (Cloud::Salesforce, "salesforce", "/cckm/sfdc/organizations", "org-a", "00D000000000001EAA"),
        (Cloud::Sap, "sap", "/cckm/sap/groups", "group-a", "g1"),
        (Cloud::Dsm, "dsm", "/cckm/dsm/domains", "dsm-a", ""),
        (Cloud::Luna, "luna", "/cckm/hsm/luna/partitions", "part-a", ""),
    ];
    for (cloud, file, path, label, detail) in expected {
        let mut bed = TestBed::signed_in(move |_| answer(200, fixture(&format!("api/containers-{file}.json"))));
        let handler = bed.client.containers(cloud);
        let page = bed.run(async move { handler.list(100, 100).await }).unwrap();
        let container = page.good().next().unwrap();
        assert_eq!((container.label.as_sent(), container.detail.as_str(), container.archived), (label, detail, false));
        assert!(container.id.starts_with("0a000000-"));
        assert_eq!(bed.fake.journal()[0].url, format!("/api/v1{path}?skip=100&limit=100"));
    }
}

#[test]
fn archived_and_nameless_containers_stay_in_the_list() {
    let body =
        json!({"resources": [{"id": "a", "status": "archived"}, {"id": "b", "archived": true, "name": " "}, {"name": "no id"}]});
    let mut bed = TestBed::answering(body);
    let handler = bed.client.containers(Cloud::Aws);
    let page = bed.run(async move { handler.list(0, 100).await }).unwrap();
    assert!(page.good().all(|container| container.archived && container.label.as_sent() == container.id));
    assert_eq!((page.good().count(), page.items.len()), (2, 3));
}

/// API.md §2.2, §6.1: a missing licence is a 403 with a reason, so that the picker can fall back to typing.
#[test]
fn an_unlicensed_cloud_is_forbidden_with_its_reason() {
    let body = r#"{"code":3,"codeDesc":"NCERRInsufficientPermissions: no","message":"no license for feature CCKM"}"#;
    let mut bed = TestBed::signed_in(move |_| answer(403, body));
    let handler = bed.client.containers(Cloud::Sap);
    let result = bed.run(async move { handler.list(0, 100).await });
    assert_eq!(result.err(), Some(ApiError::Forbidden("no license for feature CCKM".to_owned())));
}

/// API.md §6.2: clustered or not, and node ids under three names.
#[test]
fn clusters_and_nodes_are_decoded() {
    for (file, clustered, status) in [("cluster", true, "ready"), ("cluster-none", false, "not clustered")] {
        let mut bed = TestBed::signed_in(move |_| answer(200, fixture(&format!("api/{file}.json"))));
        let handler = bed.client.cluster();
        let cluster = bed.run(async move { handler.status().await }).unwrap();
        assert_eq!(
            (cluster.is_clustered(), cluster.status.as_str(), cluster.this_node.is_some()),
            (clustered, status, clustered)
        );
    }
    let body = json!({"resources": [{"nodeID": "a", "host": "h", "publicAddress": "p"}, {"node_id": "b", "host": "h"}, {"id": "c"}, {"host": "x"}]});
    let mut bed = TestBed::answering(body);
    let handler = bed.client.cluster();
    let nodes = bed.run(async move { handler.nodes().await }).unwrap();
    let shown: Vec<(&str, &str)> = nodes.iter().map(|node| (node.id.as_str(), node.label.as_sent())).collect();
    assert_eq!(shown, [("a", "p"), ("b", "h"), ("c", "c")]);
}

/// R-18: a list of domains that repeats itself ends.
#[test]
fn domains_are_listed_page_by_page_and_once_each() {
    let mut bed = TestBed::signed_in(|_| {
        answer(200, json!({"total": 100_000, "resources": [{"id": "d"}, {"id": "e", "name": "E"}]}).to_string())
    });
    let auth = bed.client.auth();
    let domains = bed.run(async move { auth.domains().await }).unwrap();
    let shown: Vec<(&str, &str)> = domains.iter().map(|domain| (domain.id.as_str(), domain.name.as_sent())).collect();
    assert_eq!((shown, bed.fake.journal().len()), (vec![("d", "d"), ("e", "E")], 2));
}

#[test]
fn the_appliance_and_its_banner_are_decoded() {
    let mut bed = TestBed::signed_in(|sent| match sent.url.as_str() {
        "/api/v1/system/info" => answer(200, fixture("api/system-info.json")),
        _ => answer(200, fixture("api/banner.json")),
    });
    let (system, auth) = (bed.client.system(), bed.client.auth());
    let (info, banner) = bed.run(async move { (system.info().await, auth.banner().await) });
    assert_eq!(info.unwrap().version, "2.20.0+12345");
    assert_eq!(banner, Ok(Some("text or empty".to_owned())));
    assert_eq!(bed.fake.sent_to("pre-auth")[0].bearer, None, "the banner is asked for by nobody");
}

/// S-32: texts are cleaned and cut, the request's name is kept.
#[test]
fn every_error_has_texts_for_the_screen() {
    let long = format!("a\u{1b}[31mb\u{202e}c\r\nd{}", "x".repeat(600));
    let body = json!({"code": 14, "codeDesc": "NCERRInternalServerError: unexpected error", "message": long, "requestID": "r-1"})
        .to_string();
    let mut bed = TestBed::signed_in(move |_| answer(500, body.clone()));
    let system = bed.client.system();
    let Err(error @ ApiError::Server { .. }) = bed.run(async move { system.info().await }) else {
        panic!("a 500 is a server error")
    };
    let ApiError::Server { message, request_id, .. } = &error else { panic!("a server error") };
    assert!(message.starts_with("aU+001B[31mbU+202Ec\nd"), "{message}");
    assert_eq!((message.chars().count(), request_id.as_deref()), (500, Some("r-1")));
    assert!(error.what().ends_with("(HTTP 500, request r-1)"));
}
