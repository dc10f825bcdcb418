//! Containers, cluster, domains (API.md §6).

mod support;

use serde_json::json;
use support::Appliance;

#[test]
fn every_cloud_has_its_list_with_the_members_that_label_it() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("viewer");
    let lists = [
        ("aws/kms", "/name"),
        ("azure/vaults", "/azure_name"),
        ("google/key-rings", "/project_id"),
        ("oci/vaults", "/display_name"),
        ("hsm/luna/partitions", "/label"),
        ("dsm/domains", "/dsm_params/name"),
        ("sfdc/organizations", "/organization_id"),
        ("sap/groups", "/Name"),
    ];
    let mut count = 0;
    for (path, label) in lists {
        let rows = me.rows(&format!("/cckm/{path}?limit=-1"));
        assert!(rows.len() >= 5, "{path}");
        assert!(rows.iter().all(|row| row.pointer(label).is_some_and(|label| label.is_string())), "{path}");
        let id = rows[0]["id"].as_str().expect("an id");
        assert_eq!(me.get(&format!("/cckm/{path}/{id}")).json(), rows[0]);
        count += rows.len();
    }
    assert!((50..70).contains(&count), "{count}");
    let kms = me.rows("/cckm/aws/kms?limit=-1");
    assert_eq!(kms.iter().filter(|kms| kms["status"] == "archived").count(), 1);
    assert_eq!(me.rows("/cckm/azure/vaults?location=northcentralus&sort=azure_name").len(), 4);
    assert_eq!(me.get("/cckm/aws/nothing/here").status, 404);
    let finance = appliance.sign_in_to("viewer", "finance");
    assert_eq!(finance.rows("/cckm/aws/kms").len(), 2);
}

#[test]
fn a_cluster_comes_on_demand_and_an_unknown_node_is_a_500() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    let cluster = me.get("/cluster").json();
    assert_eq!((&cluster["nodeCount"], &cluster["status"]["code"]), (&json!(0), &json!("none")));
    appliance.control("cluster", json!({"nodes": 2}));
    let nodes = me.rows("/nodes");
    assert_eq!((nodes.len(), me.get("/cluster").json()["nodeCount"].as_u64()), (2, Some(2)));
    let id = nodes[1]["nodeID"].as_str().expect("an id");
    assert_eq!(me.get(&format!("/nodes/{id}")).json(), nodes[1]);
    let unknown = me.get("/nodes/unknown");
    assert_eq!((unknown.status, &unknown.json()["code"]), (500, &json!(14)));
    let mut schedule = support::aws_schedule("on node 2");
    schedule["run_on"] = json!(id);
    let made = me.post("/scheduler/job-configs", &schedule).json();
    let run = me.wait(&me.run(made["id"].as_str().expect("an id")));
    assert_eq!((&run["processing_node"], &run["status"]), (&json!(id), &json!("completed")));
}

#[test]
fn the_domains_one_may_enter_are_listed() {
    let appliance = Appliance::start();
    let rows = appliance.sign_in("viewer").rows("/auth/self/domains");
    let names: Vec<&str> = rows.iter().filter_map(|domain| domain["name"].as_str()).collect();
    assert_eq!(names, ["root", "finance"]);
}
