//! Static files and the headers of every response (the console's rules S-02, S-06, P-09, P-11).

mod support;

use serde_json::json;
use support::{Appliance, Folder};

const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; \
                   connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
                   require-trusted-types-for 'script'; trusted-types 'none'";

fn build() -> Folder {
    let folder = Folder::new();
    let dist = folder.0.join("dist");
    let files = [
        "boot.js",
        "boot.js.br",
        "boot.js.gz",
        "app-0123456789abcdef.js",
        "app-0123456789abcdef_bg.wasm",
        "app-0123456789abcdef_bg.wasm.br",
        "style-fedcba9876543210.css",
        "favicon.svg",
    ];
    for name in files {
        std::fs::write(dist.join(name), format!("content of {name}")).expect("a file");
    }
    std::fs::write(folder.0.join("secret.txt"), "outside").expect("a file");
    folder
}

#[test]
fn every_response_carries_the_production_headers() {
    let appliance = Appliance::over(build(), &[]);
    let token = appliance.sign_in("admin");
    let answers = [
        appliance.get("/"),
        appliance.get("/nothing"),
        appliance.get("/app-0123456789abcdef_bg.wasm"),
        appliance.get("/api/v1/scheduler/jobs"),
        token.get("/scheduler/jobs"),
        token.get("/nothing"),
        appliance.send("GET", "/", &[("Host", "evil.example")], "").expect("an answer"),
        appliance.send("POST", "/__appliance/reset", &[], "").expect("an answer"),
        appliance.send("PUT", "/", &[], "").expect("an answer"),
    ];
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [200, 404, 200, 401, 200, 404, 421, 403, 405]);
    for answer in answers {
        assert_eq!(answer.header("content-security-policy"), CSP);
        assert_eq!(answer.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), value);
        }
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert!(!answer.headers.keys().any(|name| name.starts_with("access-control-allow")));
        let kind = answer.header("content-type");
        assert!(kind == "application/wasm" || kind.contains("charset=utf-8"), "{kind}");
    }
    assert_eq!(token.get("/scheduler/jobs").header("cache-control"), "no-store");
}

#[test]
fn names_decide_caching_and_the_browser_decides_compression() {
    let appliance = Appliance::over(build(), &[]);
    let get = |path: &str, headers: &[(&str, &str)]| appliance.send("GET", path, headers, "").expect("an answer");
    for hashed in ["/app-0123456789abcdef.js", "/app-0123456789abcdef_bg.wasm", "/style-fedcba9876543210.css"] {
        assert_eq!(get(hashed, &[]).header("cache-control"), "public, max-age=31536000, immutable");
    }
    for named in ["/", "/boot.js", "/favicon.svg", "/schedules/x"] {
        let first = get(named, &[]);
        assert_eq!(first.header("cache-control"), "no-cache");
        let again = get(named, &[("If-None-Match", first.header("etag"))]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{named}");
    }
    let wasm = get("/app-0123456789abcdef_bg.wasm", &[("Accept-Encoding", "gzip, deflate, br")]);
    assert_eq!((wasm.header("content-encoding"), wasm.header("content-type")), ("br", "application/wasm"));
    assert_eq!(wasm.text(), "content of app-0123456789abcdef_bg.wasm.br");
    assert_eq!(wasm.header("vary"), "Accept-Encoding");
    assert_eq!(get("/boot.js", &[("Accept-Encoding", "gzip")]).header("content-encoding"), "gzip");
    let plain = get("/boot.js", &[("Accept-Encoding", "br;q=0")]);
    assert_eq!((plain.header("content-encoding"), plain.text().as_str()), ("", "content of boot.js"));
    let head = appliance.send("HEAD", "/boot.js", &[], "").expect("an answer");
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, "18", 0));
}

#[test]
fn the_index_answers_for_the_console_s_routes_only() {
    let appliance = Appliance::over(build(), &[]);
    for route in [
        "/",
        "/sign-in",
        "/schedules",
        "/schedules/new/cloud",
        "/runs/a/b/c",
        "/cron",
        "/sync/aws-keys",
        "/settings",
        "/__gallery",
    ] {
        assert!(appliance.get(route).text().contains("<title>console"), "{route}");
    }
    for other in [
        "/schedule",
        "/index",
        "/assets/x.js",
        "/.git/config",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/schedules/..%2f..%2fsecret.txt",
    ] {
        let answer = appliance.get(other);
        assert_eq!((answer.status, answer.text().as_str()), (404, "Not found\n"), "{other}");
    }
}

#[test]
fn a_prefix_holds_the_console_and_not_the_api() {
    let appliance = Appliance::over(build(), &["--base", "/keys/"]);
    assert!(appliance.url.ends_with("/keys/"));
    assert!(appliance.get("/keys/runs/x").text().contains("<title>console"));
    assert_eq!(appliance.get("/keys/boot.js").status, 200);
    let bare = appliance.get("/keys");
    assert_eq!((bare.status, bare.header("location")), (308, "/keys/"));
    assert_eq!(appliance.get("/boot.js").status, 404);
    assert_eq!(appliance.get("/runs").status, 404);
    assert_eq!(appliance.get("/api/v1/auth/banners/pre-auth").status, 200);
}

#[test]
fn controls_need_their_header_and_known_names() {
    let appliance = Appliance::over(build(), &[]);
    let headers = [("X-Appliance-Control", "1")];
    let control = |name: &str, body: &str| appliance.send("POST", name, &headers, body).expect("an answer").status;
    assert_eq!(control("/__appliance/nothing", "{}"), 400);
    assert_eq!(control("/__appliance/faults", r#"[{"pth": "x"}]"#), 400);
    assert_eq!(control("/__appliance/clock", "{"), 400);
    let without = appliance.send("POST", "/__appliance/clock", &[], &json!({"offset_seconds": 1}).to_string());
    assert_eq!(without.expect("an answer").status, 403);
}
