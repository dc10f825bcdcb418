//! The API passed on to a real appliance, played by a second local one with a self-signed certificate.

mod support;

use std::process::Stdio;

use serde_json::json;
use support::{Appliance, Folder, command, wait_for};

#[test]
fn a_self_signed_certificate_is_refused_in_one_sentence() {
    let real = Appliance::with(&["--tls-self-signed"]);
    let url = format!("https://127.0.0.1:{}", real.port);
    assert!(real.url.starts_with("https://"));
    let folder = Folder::new();
    let output = command(&folder.0, &["--upstream", &url]).stderr(Stdio::piped()).output().expect("it ends");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), text.lines().count()), (Some(2), 1), "{text}");
    assert!(text.contains("not trusted") && text.contains("--insecure"), "{text}");
}

#[test]
fn with_insecure_the_whole_journey_passes() {
    let real = Appliance::with(&["--tls-self-signed", "--time-scale", "10"]);
    let url = format!("https://127.0.0.1:{}", real.port);
    let proxy = Appliance::with(&["--upstream", &url, "--insecure"]);
    let me = proxy.sign_in("admin");
    let id = me.make("through the proxy");
    let run = me.wait(&me.run(&id));
    assert_eq!(run["details"]["details"]["eu-west-1"], "region synchronized successfully");
    let refused = me.post("/scheduler/job-configs", &json!({}));
    assert_eq!((refused.status, &refused.json()["code"]), (400, &json!(15)));
    assert_eq!(refused.header("cache-control"), "no-store");
    assert!(refused.header("content-security-policy").contains("default-src 'none'"));
    assert_eq!(me.delete(&format!("/scheduler/job-configs/{id}")).status, 204);
    let control = proxy.send("POST", "/__appliance/reset", &[("X-Appliance-Control", "1")], "{}").expect("an answer");
    assert_eq!(control.status, 405, "no controls there");
    drop(real);
    let lost = wait_for(|| Some(me.get("/system/info")).filter(|answer| answer.status == 502));
    assert!(lost.message().contains("cannot be reached"), "{}", lost.text());
}
