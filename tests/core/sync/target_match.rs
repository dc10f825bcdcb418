//! Matching targets of results to containers.

use crate::support::decode;
use crate::support::fake::fixture;
use keysync::domain::sync::cloud::Cloud;
use keysync::domain::sync::container::Container;
use keysync::domain::sync::target_match::{Directory, TargetMatch, region_of};

/// The documented containers of a cloud (API.md §6.1), as the client reads them.
pub fn documented(cloud: Cloud) -> Vec<Container> {
    let word = match cloud {
        Cloud::Aws => "aws",
        Cloud::Azure => "azure",
        Cloud::Gcp => "gcp",
        Cloud::Oci => "oci",
        Cloud::Salesforce => "salesforce",
        Cloud::Sap => "sap",
        Cloud::Dsm => "dsm",
        Cloud::Luna => "luna",
        Cloud::ExternalCm => "external-cm",
    };
    decode::containers(cloud, fixture(&format!("api/containers-{word}.json")))
}

pub fn a_container(id: &str, names: &[&str], regions: &[&str]) -> Container {
    let own = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
    Container {
        id: id.to_owned(),
        label: id.into(),
        detail: String::new(),
        names: own(names),
        regions: own(regions),
        archived: false,
    }
}

fn id_of<'a>(found: TargetMatch<'a>) -> Result<&'a str, TargetMatch<'a>> {
    match found {
        TargetMatch::One(container) => Ok(&container.id),
        other => Err(other),
    }
}

type Names = &'static [&'static str];

/// API.md §5.7 and §6.1: the id, the names that a schedule, a job or a result gives it, and names that are none of it.
#[test]
fn every_documented_name_matches_its_container() {
    let id = |tail: &str| format!("0a000000-0000-4000-8000-0000000000{tail}");
    let cases: [(Cloud, &str, Names, Names, Names); 8] = [
        (
            Cloud::Aws,
            "10",
            &["kms-a"],
            &["123456789012/ap-south-1", "123456789012/eu-west-1"],
            &["ap-south-1", "eu-west-1", "123456789013/eu-west-1", "KMS-A", "kms-a ", "kms", "/eu-west-1", ""],
        ),
        (
            Cloud::Azure,
            "11",
            &["vault-a::0a000000-0000-4000-8000-0000000000b1"],
            &["northcentralus/vault-a::0a000000-0000-4000-8000-0000000000b1"],
            &[
                "northcentralus/vault-b::0a000000-0000-4000-8000-0000000000b1",
                "vault-a::0a000000-0000-4000-8000-0000000000b2",
                "northcentralus",
                "northcentralus/",
                "vault-a::",
                "::",
            ],
        ),
        (
            Cloud::Gcp,
            "12",
            &["projects/p1/locations/global/keyRings/ring-a"],
            &["projects/p1/locations/global/keyRings/ring-a"],
            &["projects/p2/locations/global/keyRings/ring-a", "projects/p1/locations/global/keyRings/", "global/ring-a", "p1"],
        ),
        (
            Cloud::Oci,
            "13",
            &["oci-a", "ocid1.vault.oc1..x"],
            &["ocid1.vault.oc1..x", "oci-a"],
            &["us-ashburn-1", "root", "ocid1.vault.oc1..y", "us-ashburn-1/oci-b"],
        ),
        (
            Cloud::Salesforce,
            "16",
            &["org-a", "00D000000000001EAA"],
            &["org-a", "00D000000000001EAA"],
            &["sf-conn", "00D000000000002EAA"],
        ),
        (Cloud::Sap, "17", &["group-a", "g1"], &["group-a", "g1"], &["g", "g2", "Group-A"]),
        (Cloud::Dsm, "15", &["dsm-a"], &["0a000000-0000-4000-8000-000000000015"], &["1002", "dsm", "/v1/domains/1001"]),
        (Cloud::Luna, "14", &["part-a"], &["part-a"], &["luna-conn", "part-a/", "part-b"]),
    ];
    for (cloud, tail, names, targets, others) in cases {
        let list = documented(cloud);
        assert_eq!(list.len(), 1, "{cloud:?}");
        let directory = Directory::new(cloud, &list);
        let id = id(tail);
        assert_eq!(id_of(directory.named(&id)), Ok(&*id), "{cloud:?}");
        for name in names {
            assert_eq!(id_of(directory.named(name)), Ok(&*id), "{cloud:?} {name}");
        }
        for target in targets {
            assert_eq!(id_of(directory.target(target)), Ok(&*id), "{cloud:?} {target}");
        }
        for other in others {
            assert_eq!(id_of(directory.named(other)), Err(TargetMatch::None), "{cloud:?} {other}");
            assert_eq!(id_of(directory.target(other)), Err(TargetMatch::None), "{cloud:?} {other}");
        }
    }
}

/// Only results of Azure have a location and only those of AWS an account, so names of other clouds are not cut.
#[test]
fn target_names_are_cut_only_where_documented() {
    for cloud in Cloud::ALL {
        let list = [a_container("1", &["x"], &[])];
        let directory = Directory::new(cloud, &list);
        assert_eq!(directory.named("there/x"), TargetMatch::None, "{cloud:?}");
        assert_eq!(id_of(directory.target("there/x")).is_ok(), cloud == Cloud::Azure, "{cloud:?}");
        assert_eq!(id_of(directory.target("x/there")).is_ok(), cloud == Cloud::Aws, "{cloud:?}");
    }
    assert_eq!(region_of("123456789012/eu-west-1"), "eu-west-1");
    assert_eq!(region_of("eu-west-1"), "eu-west-1");
}

#[test]
fn a_name_of_several_containers_matches_none() {
    for cloud in Cloud::ALL {
        let list = [
            a_container("1", &["one", "both", "both"], &[]),
            a_container("2", &["two", "both"], &[]),
            a_container("3", &["1"], &[]),
        ];
        let directory = Directory::new(cloud, &list);
        assert_eq!(directory.named("both"), TargetMatch::Several, "{cloud:?}");
        // A target of AWS without an account is a region, whatever else is called so.
        let target = if cloud == Cloud::Aws { "both/eu-west-1" } else { "both" };
        assert_eq!(directory.target(target), TargetMatch::Several, "{cloud:?}");
        assert_eq!(id_of(directory.named("one")), Ok("1"), "{cloud:?}");
        assert_eq!(id_of(directory.named("1")), Ok("1"), "{cloud:?}: an id stands before a name that looks like it");
    }
    let list = [a_container("1", &["123456789012"], &[]), a_container("2", &["123456789012"], &[])];
    assert_eq!(
        Directory::new(Cloud::Aws, &list).target("123456789012/eu-west-1"),
        TargetMatch::Several,
        "two KMS of one account"
    );
    let list = [a_container("1", &["a::s", "a"], &[]), a_container("2", &["a::t", "a"], &[])];
    let azure = Directory::new(Cloud::Azure, &list);
    assert_eq!(azure.target("northcentralus/a"), TargetMatch::Several, "vaults of one name in two subscriptions");
    assert_eq!(id_of(azure.target("northcentralus/a::t")), Ok("2"));
}
