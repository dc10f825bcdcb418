//! Starts the appliance as a process and calls it over HTTP by hand.
// Every test file is its own crate and uses its own part of this.
#![allow(dead_code)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A folder that goes when the test is over, with a small build of a console in it.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Folder {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("appliance-{}-{number}", std::process::id()));
        std::fs::create_dir_all(path.join("dist")).expect("a folder");
        std::fs::write(path.join("dist/index.html"), "<!doctype html><title>console</title>").expect("a file");
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running appliance.
pub struct Appliance {
    child: Child,
    pub url: String,
    pub port: u16,
    pub folder: Folder,
}

pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_appliance"));
    command.args(["--listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist")).arg("--data").arg(folder.join("data"));
    command.args(arguments).stdout(Stdio::piped());
    command
}

impl Appliance {
    /// One whose runs take a tenth of the usual time.
    pub fn start() -> Appliance {
        Appliance::with(&["--time-scale", "10"])
    }

    pub fn with(arguments: &[&str]) -> Appliance {
        Appliance::over(Folder::new(), arguments)
    }

    pub fn over(folder: Folder, arguments: &[&str]) -> Appliance {
        let mut child = command(&folder.0, arguments).spawn().expect("the appliance starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let url = line.trim().strip_prefix("listening on ").expect("the first line").to_owned();
        let port = url.rsplit(':').next().and_then(|rest| rest.split('/').next()).and_then(|port| port.parse().ok());
        Appliance { child, url, port: port.expect("a port"), folder }
    }

    /// Kill -9, and start again over the same data.
    pub fn kill_and_restart(mut self, arguments: &[&str]) -> Appliance {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
        let folder = Folder(std::mem::take(&mut self.folder.0));
        Appliance::over(folder, arguments)
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Option<Answer> {
        send(self.port, method, path, headers, body)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "").expect("an answer")
    }

    pub fn control(&self, name: &str, body: Value) -> Value {
        let method = if name == "journal" { "GET" } else { "POST" };
        let path = format!("/__appliance/{name}");
        let answer = self.send(method, &path, &[("X-Appliance-Control", "1")], &body.to_string()).expect("an answer");
        assert!(answer.status < 300, "{name}: {}", answer.text());
        answer.json()
    }

    pub fn grant(&self, body: Value) -> Answer {
        self.send("POST", "/api/v1/auth/tokens/", &[], &body.to_string()).expect("an answer")
    }

    pub fn sign_in(&self, user: &str) -> Client<'_> {
        self.sign_in_to(user, "root")
    }

    pub fn sign_in_to(&self, user: &str, domain: &str) -> Client<'_> {
        let body = json!({"grant_type": "password", "username": user, "password": "local", "domain": domain});
        let answer = self.grant(body);
        assert_eq!(answer.status, 200, "{}", answer.text());
        Client { appliance: self, jwt: answer.json()["jwt"].as_str().expect("a token").to_owned() }
    }
}

impl Drop for Appliance {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Someone who is signed in.
pub struct Client<'a> {
    pub appliance: &'a Appliance,
    pub jwt: String,
}

impl Client<'_> {
    pub fn call(&self, method: &str, path: &str, body: &Value) -> Option<Answer> {
        let bearer = format!("Bearer {}", self.jwt);
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.appliance.send(method, &format!("/api/v1{path}"), &[("Authorization", &bearer)], &body)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.call("GET", path, &Value::Null).expect("an answer")
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.call("POST", path, body).expect("an answer")
    }

    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        self.call("PATCH", path, body).expect("an answer")
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.call("DELETE", path, &Value::Null).expect("an answer")
    }

    /// A list's elements.
    pub fn rows(&self, path: &str) -> Vec<Value> {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["resources"].as_array().expect("resources").clone()
    }

    /// Makes a schedule over some container of AWS that never fails and gives its id.
    pub fn make(&self, name: &str) -> String {
        let made = self.post("/scheduler/job-configs", &aws_schedule(name));
        assert_eq!(made.status, 201, "{}", made.text());
        made.json()["id"].as_str().expect("an id").to_owned()
    }

    /// Runs a schedule now and gives the run's id.
    pub fn run(&self, schedule: &str) -> String {
        let ran = self.post(&format!("/scheduler/job-configs/{schedule}/run-now"), &Value::Null);
        assert_eq!(ran.status, 202, "{}", ran.text());
        ran.json()["job_id"].as_str().expect("a job_id").to_owned()
    }

    /// Waits until a run is over and gives it.
    pub fn wait(&self, run: &str) -> Value {
        let path = format!("/scheduler/jobs/{run}");
        wait_for(|| {
            Some(self.get(&path).json()).filter(|run| !matches!(run["status"].as_str(), Some("scheduled" | "in_progress")))
        })
    }
}

pub fn aws_schedule(name: &str) -> Value {
    json!({"name": name, "operation": "cckm_synchronization", "run_at": "0 1 * * *",
           "cckm_synchronization_params": {"cloud_name": "aws", "kms": ["payments-prod"]}})
}

/// Asks until there is something, for at most twenty seconds.
pub fn wait_for<T>(ask: impl Fn() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(begin.elapsed() < Duration::from_secs(20), "waited in vain");
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// An HTTP answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
    /// Whether the body ended before its announced length.
    pub broken: bool,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub fn message(&self) -> String {
        self.json()["message"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

pub fn request(port: u16, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> String {
    let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    if !headers.iter().any(|(name, _)| *name == "Host") {
        text += &format!("Host: 127.0.0.1:{port}\r\n");
    }
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    text + "\r\n" + body
}

/// Sends a request; `None` if the connection closes without an answer, or stays silent for eight seconds.
pub fn send(port: u16, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(8))).expect("a timeout");
    stream.write_all(request(port, method, path, headers, body).as_bytes()).ok()?;
    let mut bytes = Vec::new();
    let mut buffer = [0; 65536];
    let cut = loop {
        match stream.read(&mut buffer) {
            Ok(0) => break false,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
            Err(_) => break true,
        }
    };
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: HashMap<String, String> =
        lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    let body = bytes[head + 4..].to_vec();
    let announced = headers.get("content-length").and_then(|length| length.parse::<usize>().ok());
    let broken = cut || method != "HEAD" && status != 304 && announced.is_some_and(|length| length != body.len());
    Some(Answer { status, headers, body, broken })
}
