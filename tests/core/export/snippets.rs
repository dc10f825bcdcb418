//! Snippets of a schedule for other tools: their texts, and that no value of a schedule leaves its quotes.
//!
//! `BLESS=1` rewrites the golden texts.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::support::fake::{TestBed, answer, fixture};
use crate::support::rng::Rng;
use keysync::domain::appliance::id::ScheduleId;
use keysync::domain::export::snippets::{self, create_body, curl, json, ksctl};
use keysync::domain::schedule::Schedule;
use keysync::domain::sync::cloud::Cloud;
use serde_json::{Value, json as object};

const ORIGIN: &str = "https://cm.example";

/// Schedules as the appliance answers them, read by the client.
pub fn read(answers: &[Value]) -> Vec<Schedule> {
    let mut left = answers.iter().map(Value::to_string).collect::<Vec<_>>().into_iter();
    let mut bed = TestBed::signed_in(move |_| answer(200, left.next().unwrap()));
    let (count, schedules) = (answers.len(), bed.client.schedules());
    bed.run(async move {
        let mut all = Vec::new();
        for _ in 0..count {
            all.push(schedules.get(&ScheduleId::from("a")).await.unwrap());
        }
        all
    })
}

pub fn stored(name: &str, operation: &str, parameters: Value) -> Value {
    object!({
        "id": "0a000000-0000-4000-8000-000000000001", "createdAt": "2026-01-02T03:04:05.678901Z", "name": name,
        "updatedAt": "2026-01-02T03:04:05.678901Z", "description": "", "operation": operation, "run_at": "0 1 * * *",
        "run_on": "any", "job_config_params": parameters,
    })
}

pub fn with(mut answer: Value, more: Value) -> Value {
    answer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    answer
}

/// The Terraform resource; composed characters are known as the browser knows them.
pub fn terraform(schedule: &Schedule) -> String {
    let nfc = icu_normalizer::ComposingNormalizerBorrowed::new_nfc();
    snippets::terraform(schedule, &|text| nfc.is_normalized(text))
}

const NASTY: &str = "it's \"x\" $(id) `id` ${HOME} %{if} \\ !! #; \n\u{1b}[2J\u{202e}\u{e0041}é";

/// Every case with the name of its golden text.
fn cases() -> Vec<(&'static str, Value)> {
    let sync = |name: &str, parameters: Value| stored(name, "cckm_synchronization", parameters);
    vec![
        (
            "aws-list",
            sync("nightly-aws", object!({"cloud_name": "aws", "kms": ["kms-a", "0a000000-0000-4000-8000-000000000010"]})),
        ),
        (
            "azure-items-backup",
            sync(
                "azure weekly",
                object!({
                    "cloud_name": "AzureCloud", "key_vaults": ["vault::one"], "sync_item": ["azure-key", "azure-secret"],
                    "take_cloud_key_backup": true,
                }),
            ),
        ),
        (
            "azure-everything",
            sync("azure", object!({"cloud_name": "azure", "synchronize_all": "true", "sync_item": ["all"], "key_vaults": null})),
        ),
        (
            "gcp-disabled-dates",
            with(
                sync("gcp", object!({"cloud_name": "gcp", "key_rings": ["ring"]})),
                object!({
                    "description": "Until the move", "disabled": true, "start_date": "2027-01-01T00:00:00Z",
                    "end_date": "2027-06-30T22:00:00+02:00", "run_on": "0a000000-0000-4000-8000-0000000000aa",
                }),
            ),
        ),
        (
            "oci-zero-dates",
            with(
                sync("7 oci", object!({"cloud_name": "oci", "oci_vaults": ["vault-id"]})),
                object!({"start_date": "0001-01-01T00:00:00Z", "end_date": "0001-01-01T00:00:00Z", "disabled": false}),
            ),
        ),
        ("sfdc-everything", sync("sfdc", object!({"cloud_name": "sfdc", "synchronize_all": true}))),
        ("sap-list", sync("sap", object!({"cloud_name": "sap", "groups": ["group-id"]}))),
        ("dsm-list", sync("dsm", object!({"cloud_name": "dsm", "domains": ["domain a", "domain b"]}))),
        ("luna-everything", sync("luna", object!({"cloud_name": "hsm-luna", "synchronize_all": true}))),
        (
            "unknown-members",
            sync("later version", object!({"cloud_name": "aws", "synchronize_all": true, "depth": {"most": 3}, "sync_item": ""})),
        ),
        ("odd", sync("odd", object!({"cloud_name": "aws", "kms": ["a"], "groups": ["b"], "synchronize_all": true}))),
        ("nasty-name", sync(NASTY, object!({"cloud_name": "aws", "kms": ["a'b", "$(id)"]}))),
        ("exclamation", sync("it's on!! $x", object!({"cloud_name": "aws", "kms": ["a'b", "$(id)"]}))),
        (
            "key-rotation",
            stored(
                "rotate",
                "cckm_key_rotation",
                object!({
                    "cloud_name": "aws", "expiration": "365d", "expire_in": null, "rotation_after": "",
                    "aws_param": {"retain_alias": true, "rotate_material": false, "later": 1},
                }),
            ),
        ),
        ("xks", stored("xks", "cckm_xks_credential_rotation", object!({"cloud_name": "aws"}))),
        (
            "database-backup",
            stored(
                "backup",
                "database_backup",
                object!({
                    "tiedToHSM": false, "description": "", "backupKey": "0a000000-0000-4000-8000-0000000000bb", "scope": "domain",
                    "filters": [{"resourceType": "Keys", "resourceQuery": {"name": "*${x}*"}}, {"resourceType": "cte_policies"}],
                    "retentionCount": 5, "do_scp": true, "connection": "scp",
                }),
            ),
        ),
        ("key-backup", stored("vault keys", "cckm_key_backup", object!({"cloud_name": "AzureCloud"}))),
        ("unknown-operation", stored("x", "later\n\"operation\"", object!({"a": 1}))),
        ("no-parameters", stored("crl", "sync_crl", Value::Null)),
    ]
}

fn all_texts(schedule: &Schedule) -> String {
    let parts = [
        ("json", json(schedule)),
        ("curl", curl(schedule, ORIGIN)),
        ("ksctl", ksctl(schedule)),
        ("terraform", terraform(schedule)),
    ];
    parts.map(|(kind, text)| format!("=== {kind}\n{text}\n")).concat()
}

#[test]
fn snippets_equal_their_golden_texts() {
    let cases = cases();
    let answers: Vec<Value> = cases.iter().map(|(_, answer)| answer.clone()).collect();
    for ((case, _), schedule) in cases.iter().zip(read(&answers)) {
        let got = all_texts(&schedule);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(format!("{}/tests/fixtures/handoff/{case}.txt", env!("CARGO_MANIFEST_DIR")), &got).unwrap();
        }
        assert_eq!(got, fixture(&format!("handoff/{case}.txt")), "{case}");
    }
}

/// Reading what a body would store gives the same body again.
#[test]
fn reading_a_created_schedule_gives_its_body_again() {
    let answers: Vec<Value> = cases().into_iter().map(|(_, answer)| answer).collect();
    let bodies: Vec<Value> = read(&answers).iter().map(create_body).collect();
    let echoed: Vec<Value> = bodies
        .iter()
        .map(|body| {
            let mut answer = body.clone();
            let name = format!("{}_params", body["operation"].as_str().unwrap());
            let parameters = answer.as_object_mut().unwrap().remove(&name).unwrap_or_default();
            with(answer, object!({"id": "b", "job_config_params": parameters}))
        })
        .collect();
    let again: Vec<Value> = read(&echoed).iter().map(create_body).collect();
    assert_eq!(bodies, again);
}

#[test]
fn snippets_keep_every_member_of_the_parameters() {
    let cases = cases();
    let answers: Vec<Value> = cases.iter().map(|(_, answer)| answer.clone()).collect();
    for ((case, answer), schedule) in cases.iter().zip(read(&answers)) {
        let body = create_body(&schedule);
        let written = &body[format!("{}_params", schedule.operation.as_wire())];
        let Some(stored) = answer["job_config_params"].as_object() else {
            assert!(written.is_null(), "{case}");
            continue;
        };
        if *case == "unknown-members" {
            assert_eq!(written, &object!({"cloud_name": "aws", "synchronize_all": true, "depth": {"most": 3}}));
        } else if *case != "azure-items-backup" && *case != "azure-everything" {
            assert_eq!(written.as_object().unwrap(), stored, "{case}");
        }
    }
}

fn lines_of(path: &str) -> Vec<Vec<String>> {
    let text = fixture(path);
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// Every attribute written is one that the provider documents, in its place.
#[test]
fn terraform_has_documented_names_only() {
    let documented = lines_of("handoff/terraform-attributes.tsv");
    let known =
        |block: &str, name: &str| assert!(documented.iter().any(|row| row[0] == block && row[1] == name), "{block} {name}");
    let answers: Vec<Value> = cases().into_iter().map(|(_, answer)| answer).collect();
    let mut seen = 0;
    for schedule in read(&answers) {
        let mut block = "-".to_owned();
        let text = terraform(&schedule);
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#') && !line.is_empty()) {
            if line.starts_with("resource \"ciphertrust_scheduler\" \"") || line == "}" {
                block = "-".to_owned();
            } else if let Some(name) = line.strip_suffix(" {").map(|name| name.trim_end_matches(" =")) {
                known("-", name);
                block = name.to_owned();
            } else {
                let (name, value) = line.split_once(" = ").unwrap();
                known(&block, name.trim());
                if name == "filters" {
                    for part in ["resource_type", "resource_query"] {
                        assert!(value.contains(part));
                        known("database_backup_params.filters", part);
                    }
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "only {seen} attributes were looked at");
}

#[test]
fn ksctl_commands_have_known_flags_only() {
    let known = lines_of("handoff/ksctl-flags.tsv");
    let answers: Vec<Value> = cases().into_iter().map(|(_, answer)| answer).collect();
    for schedule in read(&answers) {
        for line in ksctl(&schedule).lines().filter(|line| line.starts_with("  --")) {
            let flag = line.trim().split(' ').next().unwrap();
            assert!(known.iter().any(|row| row[0] == flag), "{flag}");
        }
    }
}

pub const PARTS: [&str; 26] = [
    "'",
    "''",
    "\"",
    "\\",
    "\\'",
    "$",
    "${",
    "$(id)",
    "`id`",
    "!",
    "!!",
    "\n",
    "\r\n",
    "\t",
    "#",
    ";",
    "&",
    "%{",
    "%",
    "{",
    "\u{0}",
    "\u{1b}[2J",
    "\u{202e}",
    "\nEOF\n",
    " -",
    "a",
];

fn nasty_schedules(count: usize) -> Vec<Schedule> {
    let mut rng = Rng::new();
    let answers: Vec<Value> = (0..count)
        .map(|_| {
            let parameters =
                object!({"cloud_name": "aws", "kms": [format!("k{}", rng.text(&PARTS, 4))], "more": rng.text(&PARTS, 3)});
            let answer = stored(&rng.text(&PARTS, 8), "cckm_synchronization", parameters);
            with(answer, object!({"description": rng.text(&PARTS, 4), "run_at": rng.text(&PARTS, 3)}))
        })
        .collect();
    read(&answers)
}

/// The arguments that a shell passes to `program` for each text, one list per call.
fn run_in(shell: &str, setting: &str, program: &str, texts: &[String]) -> Vec<Vec<String>> {
    let body = format!("{program}() {{ printf '%s\\0' \"$@\"; printf '\\001\\0'; }}\nCM_TOKEN='secret'\n{setting}\n");
    let script = texts.iter().fold(body, |script, text| script + text + "\n");
    let mut child = Command::new(shell).arg("-s").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(script.as_bytes()).unwrap());
    let out = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(out.status.success());
    let words = String::from_utf8(out.stdout).unwrap();
    let calls = words.strip_suffix("\0").unwrap_or(&words).split("\0\u{1}");
    let mut calls: Vec<Vec<String>> =
        calls.map(|call| call.trim_start_matches('\0').split('\0').map(str::to_owned).collect()).collect();
    calls.pop();
    calls
}

/// The shells of this machine, and how each is made to act as if a person typed.
fn shells() -> Vec<(&'static str, &'static str)> {
    let bash = Command::new("bash").arg("-c").arg(":").status().is_ok();
    [("sh", "")].into_iter().chain(bash.then_some(("bash", "set -o history; set -H"))).collect()
}

#[test]
fn a_shell_passes_every_body_to_curl_byte_for_byte() {
    let schedules = nasty_schedules(2_000);
    let texts: Vec<String> = schedules.iter().map(|schedule| curl(schedule, ORIGIN)).collect();
    for (shell, setting) in shells() {
        let calls = run_in(shell, setting, "curl", &texts);
        assert_eq!(calls.len(), schedules.len(), "{shell}");
        for (schedule, args) in schedules.iter().zip(calls) {
            let expected = [
                "--fail-with-body",
                "-X",
                "POST",
                "https://cm.example/api/v1/scheduler/job-configs",
                "-H",
                "Authorization: Bearer secret",
                "-H",
                "Content-Type: application/json",
                "--data-binary",
                &json(schedule).replace('!', "\\u0021"),
            ];
            assert_eq!(args, expected, "{shell}");
            assert_eq!(serde_json::from_str::<Value>(&args[9]).unwrap(), create_body(schedule));
        }
    }
}

#[test]
fn a_shell_passes_every_name_to_ksctl_or_there_is_no_command() {
    let schedules = nasty_schedules(2_000);
    let is_comment = |text: &String| text.lines().all(|line| line.starts_with('#'));
    let written: Vec<(&Schedule, String)> =
        schedules.iter().map(|schedule| (schedule, ksctl(schedule))).filter(|(_, text)| !is_comment(text)).collect();
    assert!(written.len() > 50, "only {} could be written", written.len());
    let texts: Vec<String> = written.iter().map(|(_, text)| text.clone()).collect();
    for (shell, setting) in shells() {
        let calls = run_in(shell, setting, "ksctl", &texts);
        assert_eq!(calls.len(), written.len(), "{shell}");
        for ((schedule, _), args) in written.iter().zip(calls) {
            let start = [
                "scheduler",
                "configs",
                "create",
                "cckm-synchronization",
                "--name",
                schedule.name.as_sent(),
                "--run-at",
                &schedule.run_at,
            ];
            assert_eq!(args[..8], start, "{shell}");
            let value = |flag: &str| args.iter().position(|arg| arg == flag).map(|at| args[at + 1].as_str());
            assert_eq!(value("--kms"), Some(schedule.containers()[0].as_str()));
        }
    }
}

/// Some interactive shells read a comment as a command, so a comment has no characters with a meaning to them.
#[test]
fn comments_in_shell_snippets_are_plain_words() {
    let answers: Vec<Value> = cases().into_iter().map(|(_, answer)| answer).collect();
    for schedule in read(&answers).into_iter().chain(nasty_schedules(200)) {
        for text in [ksctl(&schedule), curl(&schedule, ORIGIN)] {
            // Quotes close within a line in ksctl, and a line of JSON never starts with a number sign.
            for line in text.lines().filter(|line| line.starts_with('#')) {
                assert!(line[1..].chars().all(|c| c.is_ascii_alphanumeric() || " .,:-_".contains(c)), "{line}");
            }
        }
    }
}

/// The dates go out as whole seconds, which the provider of Terraform takes (API.md §12, D15).
#[test]
fn d15_a_cut_fraction_of_a_second_is_said_beside_the_snippets_and_in_curl() {
    let sync = object!({"cloud_name": "aws", "synchronize_all": true});
    let dated = |dates: Value| with(stored("n", "cckm_synchronization", sync.clone()), dates);
    let answers = [
        dated(object!({"start_date": "2031-01-01T00:00:00.123456Z", "end_date": "2032-01-01T00:00:00Z"})),
        dated(object!({"start_date": "2031-01-01T00:00:00Z", "end_date": "2032-01-01T00:00:00.5+01:00"})),
        dated(object!({"start_date": "2031-01-01T00:00:00.1Z", "end_date": "2032-01-01T00:00:00.000001Z"})),
        dated(object!({"start_date": "2031-01-01T00:00:00.000Z", "end_date": "2032-01-01T00:00:00Z"})),
        dated(object!({})),
    ];
    let said = [Some("start_date"), Some("end_date"), Some("start_date and end_date"), None, None];
    for (schedule, dates) in read(&answers).iter().zip(said) {
        let note = dates.map(|dates| format!("The fraction of a second is cut in {dates}."));
        assert_eq!(snippets::cut_note(schedule), note);
        let comment = curl(schedule, ORIGIN).lines().nth(1).and_then(|line| line.strip_prefix("# ")).map(str::to_owned);
        assert_eq!(comment, note);
        assert!(!json(schedule).contains("fraction") && !json(schedule).contains("00."), "the JSON stays a body");
    }
}

/// Reads one quoted template the way HCL does; `None` where something in it would be replaced or is wrong.
fn unquote(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text.strip_prefix('"')?.strip_suffix('"')?;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("$${").or_else(|| rest.strip_prefix("%%{")) {
            out.push(c);
            out.push('{');
            rest = after;
        } else if let Some(escape) = rest.strip_prefix('\\') {
            let kind = escape.chars().next()?;
            let (value, length) = match kind {
                'n' => ('\n', 1),
                '"' | '\\' => (kind, 1),
                'U' => (char::from_u32(u32::from_str_radix(escape.get(1..9)?, 16).ok()?)?, 9),
                _ => return None,
            };
            out.push(value);
            rest = &escape[length..];
        } else if c == '"' || c.is_control() || rest.starts_with("${") || rest.starts_with("%{") {
            return None;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    Some(out)
}

#[test]
fn every_name_stays_in_its_quotes_in_terraform() {
    for schedule in nasty_schedules(5_000) {
        let text = terraform(&schedule);
        let (head, block) = text.split_once(" {\n  name ").unwrap();
        let identifier = head.rsplit('"').nth(1).unwrap();
        assert!(identifier.starts_with(|c: char| c.is_ascii_alphabetic()), "{identifier}");
        assert!(identifier.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{identifier}");
        let mut lines = format!("  name {block}").lines().map(str::to_owned).collect::<Vec<_>>().into_iter();
        let mut next = |name: &str| {
            let line = lines.next().unwrap();
            let (left, right) = line.split_once("= ").unwrap();
            assert_eq!(left.trim(), name);
            right.to_owned()
        };
        assert_eq!(unquote(&next("name")).as_deref(), Some(schedule.name.as_sent()));
        assert_eq!(unquote(&next("operation")).as_deref(), Some("cckm_synchronization"));
        if !schedule.description.is_empty() {
            assert_eq!(unquote(&next("description")).as_deref(), Some(schedule.description.as_str()));
        }
        assert_eq!(unquote(&next("run_at")).as_deref(), Some(schedule.run_at.as_str()));
        assert_eq!(lines.collect::<Vec<_>>().len(), 6, "{text}");
    }
}

#[test]
fn terraform_identifiers_are_never_empty_and_never_equal() {
    let of = |id: &str, name: &str| {
        let answer = stored(name, "cckm_synchronization", object!({"cloud_name": "aws", "kms": ["a"]}));
        let text = terraform(&read(&[with(answer, object!({"id": id}))])[0]);
        text.split_once("resource \"ciphertrust_scheduler\" \"").unwrap().1.split_once('"').unwrap().0.to_owned()
    };
    for (name, identifier) in
        [("", "schedule_0a_b"), ("é!", "schedule_0a_b"), ("7 up", "schedule_7_up_0a_b"), ("a - b_", "a_b_0a_b")]
    {
        assert_eq!(of("0a-b", name), identifier, "{name}");
    }
    assert_eq!((of("1", "a/b"), of("2", "a b")), ("a_b_1".to_owned(), "a_b_2".to_owned()));
    assert_eq!((of("1", "日"), of("b", "本")), ("schedule_1".to_owned(), "b".to_owned()));
}

/// What the provider does not have, or has for keys alone, gives the reason and no resource (D4).
#[test]
fn d4_no_terraform_resource_becomes_another_schedule() {
    let azure = |items: Value| {
        ("cckm_synchronization", object!({"cloud_name": "AzureCloud", "synchronize_all": true, "sync_item": items}))
    };
    let refused = [
        (azure(object!(["secret"])), "Azure keys alone"),
        (azure(object!(["certificate"])), "Azure keys alone"),
        (azure(object!(["key", "secret"])), "Azure keys alone"),
        (azure(object!(["all"])), "Azure keys alone"),
        (
            ("cckm_synchronization", object!({"cloud_name": "gcp", "key_rings": ["a"]})),
            "Google Cloud for this operation since version 1.0",
        ),
        (("cckm_synchronization", object!({"cloud_name": "sfdc", "synchronize_all": true})), "Salesforce"),
        (("cckm_synchronization", object!({"cloud_name": "aws"})), "parameters are unclear"),
        (("cckm_key_rotation", object!({"cloud_name": "gcp", "expiration": "5d"})), "Google Cloud"),
        (("cckm_key_backup", object!({"cloud_name": "aws"})), "AWS"),
        (("cckm_key_backup", object!({})), "cloud is unclear"),
        (("cckm_add_containers", object!({"cloud_name": "aws"})), "no operation"),
    ];
    for ((operation, params), why) in refused {
        let text = terraform(&read(&[stored("n", operation, params)])[0]);
        assert!(text.starts_with("# There is no Terraform resource") && text.contains(why) && !text.contains('\n'), "{text}");
    }
    let kept = [
        (azure(object!(["key"])), "sync_items      = [\"key\"]\n"),
        (azure(Value::Null), "synchronize_all = true\n"),
        (
            ("cckm_synchronization", object!({"cloud_name": "AzureCloud", "key_vaults": ["a"], "take_cloud_key_backup": true})),
            "take_cloud_key_backup = true\n",
        ),
        (("cckm_synchronization", object!({"cloud_name": "oci", "oci_vaults": ["a"]})), "oci_vaults = [\"a\"]\n"),
        (("cckm_key_backup", object!({"cloud_name": "AzureCloud"})), "  cckm_key_backup_params = {\n"),
        (("cckm_key_rotation", object!({"cloud_name": "AzureCloud", "expire_in": "5d"})), "  cckm_key_rotation_params = {\n"),
    ];
    for ((operation, params), line) in kept {
        let text = terraform(&read(&[stored("n", operation, params)])[0]);
        assert!(text.starts_with("# For version 1.0.1 ") && text.contains(line), "{text}");
        assert_eq!(text.contains("sync_items"), line.starts_with("sync_items"), "never an item that nobody chose");
    }
}

/// Terraform composes letters, so another name would be created (D11).
#[test]
fn d11_values_that_terraform_composes_are_named() {
    let comment = |name: &str, kms: &str| {
        let text = terraform(&read(&[stored(name, "cckm_synchronization", object!({"cloud_name": "aws", "kms": [kms]}))])[0]);
        text.lines().find_map(|line| line.split_once("which changes: ").map(|(_, names)| names.to_owned()))
    };
    assert_eq!(comment("Zu\u{308}rich", "a").as_deref(), Some("name"));
    assert_eq!(comment("\u{212b}", "e\u{301}").as_deref(), Some("name, kms"));
    assert_eq!(comment("a", "\u{1112}\u{1161}").as_deref(), Some("kms"));
    assert_eq!(comment("a\n\u{303}", "k"), None, "a line break composes with nothing");
    assert_eq!(comment("Z\u{fc}rich, 日本, b\u{327}\u{301}", "q\u{308}"), None, "composed as far as it can be");
}

#[test]
fn every_cloud_has_a_golden_text() {
    let answers: Vec<Value> = cases().into_iter().map(|(_, answer)| answer).collect();
    let schedules = read(&answers);
    for cloud in Cloud::ALL {
        assert!(schedules.iter().any(|schedule| schedule.cloud() == Some(cloud)), "{}", cloud.label());
    }
}
