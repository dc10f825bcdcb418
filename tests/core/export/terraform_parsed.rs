//! Terraform resources of generated schedules. tests/e2e/terraform_export.spec.ts reads them back with the parser of HCL.
//!
//! `BLESS=1` rewrites the resources.

use super::snippets::{PARTS, read, stored, terraform, with};
use crate::support::fake::fixture;
use crate::support::rng::Rng;
use keysync::domain::export::snippets::create_body;
use serde_json::{Value, json};

/// Texts that Terraform composes, beside those that break quotes.
const SPELLINGS: [&str; 6] = ["u\u{308}", "\u{212b}", "\u{1112}\u{1161}\u{11ab}", "\u{fc}", "\u{2000}", "日本🔑"];

struct Generator(Rng);

impl Generator {
    fn text(&mut self, most: usize) -> String {
        let mut text = self.0.text(&PARTS, most);
        if self.0.below(4) == 0 {
            text.push_str(self.0.one_of(&SPELLINGS));
        }
        text
    }

    fn list(&mut self) -> Value {
        (0..1 + self.0.below(3)).map(|n| Value::from(format!("c{n}{}", self.text(2)))).collect()
    }

    fn synchronization(&mut self) -> Value {
        let clouds =
            [("aws", "kms"), ("AzureCloud", "key_vaults"), ("oci", "oci_vaults"), ("gcp", "key_rings"), ("dsm", "domains")];
        let (cloud, member) = clouds[self.0.below(clouds.len())];
        let mut params = json!({"cloud_name": cloud});
        if self.0.flag() {
            params["synchronize_all"] = json!(true);
        } else {
            params[member] = self.list();
        }
        if cloud == "AzureCloud" {
            let items = [json!(null), json!(["key"]), json!(["key"]), json!(["secret", "key"]), json!(["all"])];
            params["sync_item"] = items[self.0.below(items.len())].clone();
            params["take_cloud_key_backup"] = json!(self.0.flag());
        }
        params
    }

    fn backup(&mut self) -> Value {
        json!({
            "scope": "domain", "tiedToHSM": self.0.flag(), "retentionCount": self.0.below(9), "description": self.text(3),
            "filters": [{"resourceType": "Keys", "resourceQuery": {"name": self.text(3)}}, {"resourceType": "cte_policies"}],
        })
    }

    fn schedule(&mut self, n: usize) -> Value {
        let (operation, params) = match self.0.below(9) {
            0 => ("cckm_key_backup", json!({"cloud_name": "AzureCloud"})),
            1 => {
                let aws = json!({"retain_alias": self.0.flag(), "rotate_material": self.0.flag()});
                ("cckm_key_rotation", json!({"cloud_name": "aws", "expiration": "365d", "aws_param": aws}))
            }
            2 => ("database_backup", self.backup()),
            3 if self.0.flag() => ("cckm_xks_credential_rotation", json!({"cloud_name": "aws"})),
            _ => ("cckm_synchronization", self.synchronization()),
        };
        let nodes = ["any", "0a000000-0000-4000-8000-0000000000aa"];
        let starts = ["", "2027-03-28T01:00:00Z", "2027-03-28T01:00:00.123456+02:00"];
        let more = json!({
            "id": format!("0a000000-0000-4000-8000-{n:012}"), "description": self.text(2), "disabled": self.0.flag(),
            "run_on": self.0.one_of(&nodes), "start_date": self.0.one_of(&starts),
        });
        with(stored(&self.text(5), operation, params), more)
    }
}

#[test]
fn two_hundred_generated_resources_equal_those_that_the_parser_reads() {
    let mut generator = Generator(Rng::new());
    let mut lines = Vec::new();
    for n in 0.. {
        let answer = generator.schedule(n);
        let schedule = &read(&[answer])[0];
        let text = terraform(schedule);
        if !text.starts_with("# There is no") {
            lines.push(json!({"id": schedule.id.as_str(), "body": create_body(schedule), "text": text}).to_string() + "\n");
        }
        if lines.len() == 200 {
            break;
        }
    }
    let got = lines.concat();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(format!("{}/tests/fixtures/handoff/terraform.jsonl", env!("CARGO_MANIFEST_DIR")), &got).unwrap();
    }
    for (n, (one, known)) in got.lines().zip(fixture("handoff/terraform.jsonl").lines()).enumerate() {
        assert_eq!(one, known, "line {n}");
    }
    assert_eq!(got.lines().count(), fixture("handoff/terraform.jsonl").lines().count());
}
