//! What keeps the appliance from starting is one sentence and exit code 2.

mod support;

use std::process::Stdio;

use support::{Appliance, Folder, command};

fn refusal(folder: &Folder, arguments: &[&str]) -> String {
    let output = command(&folder.0, arguments).stderr(Stdio::piped()).output().expect("it ends");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), output.stdout.len(), text.lines().count()), (Some(2), 0, 1), "{text}");
    text
}

#[test]
fn a_taken_port_a_missing_build_and_a_wrong_argument_are_named() {
    let appliance = Appliance::start();
    let listen = format!("127.0.0.1:{}", appliance.port);
    let folder = Folder::new();
    assert!(refusal(&folder, &["--listen", &listen]).contains("is taken"));
    assert!(refusal(&folder, &["--dist", "/nowhere"]).contains("cargo xtask build"));
    assert!(refusal(&folder, &["--frobnicate"]).contains("unknown argument"));
    assert!(refusal(&folder, &["--base", "/api/x"]).contains("--base"));
    std::fs::create_dir_all(folder.0.join("data")).expect("a folder");
    std::fs::write(folder.0.join("data/appliance.sqlite"), "this is no database, but long enough to be read as one")
        .expect("a file");
    assert!(refusal(&folder, &[]).contains("cannot use the data"));
}
