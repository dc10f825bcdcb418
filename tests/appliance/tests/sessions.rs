//! Sign-in, renewal, revocation, passwords, roles (API.md §1).

mod support;

use base64::Engine;
use serde_json::{Value, json};
use support::Appliance;

fn claims(jwt: &str) -> Value {
    let payload = jwt.split('.').nth(1).expect("three parts");
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).expect("base64");
    serde_json::from_slice(&bytes).expect("claims")
}

fn renewal(token: &Value) -> Value {
    json!({"grant_type": "refresh_token", "refresh_token": token, "renew_refresh_token": true})
}

#[test]
fn a_sign_in_gives_a_token_of_300_seconds_with_the_documented_claims() {
    let appliance = Appliance::start();
    let answer = appliance.grant(json!({"username": "admin", "password": "local", "refresh_token_lifetime": 30}));
    let body = answer.json();
    assert_eq!((answer.status, &body["duration"], &body["token_type"]), (200, &json!(300), &json!("Bearer")));
    assert_eq!(body["refresh_token_expires_in"], 1799);
    let claims = claims(body["jwt"].as_str().expect("a token"));
    assert_eq!(claims["exp"].as_i64().expect("exp") - claims["iat"].as_i64().expect("iat"), 300);
    assert_eq!(
        (&claims["preferred_username"], &claims["iss"], &claims["acc"]),
        (&json!("admin"), &json!("kylo"), &json!("kylo"))
    );
    assert_eq!(claims["cust"]["domain_id"], "00000000-0000-0000-0000-000000000000");
    assert_eq!(claims["cust"]["groups"], json!(["admin"]));
    let me = appliance.sign_in("admin").get("/auth/self/user").json();
    assert_eq!(me["user_metadata"]["current_domain"]["name"], "root");
}

#[test]
fn refusals_say_why_in_the_appliance_s_words() {
    let appliance = Appliance::start();
    let wrong = appliance.grant(json!({"username": "admin", "password": "nonsense"}));
    assert_eq!((wrong.status, wrong.message().as_str()), (401, "Wrong username or password."));
    assert_eq!(wrong.json()["code"], 5);
    let me = appliance.sign_in("admin");
    let jwt = me.jwt.clone();
    assert_eq!(me.get("/system/info").status, 200);
    appliance.control("clock", json!({"offset_seconds": 350}));
    let late = me.get("/system/info");
    assert_eq!(late.status, 401);
    assert!(late.message().contains("Token is expired by"), "{}", late.message());
    appliance.control("clock", json!({"offset_seconds": 0}));
    let forged = support::Client { appliance: &appliance, jwt: jwt.replace('.', ".e30") };
    assert_eq!(forged.get("/system/info").message(), "Invalid token");
}

#[test]
fn a_renewal_hands_out_a_new_refresh_token_and_the_old_one_dies() {
    let appliance = Appliance::start();
    let first = appliance.grant(json!({"username": "admin", "password": "local"})).json();
    let second = appliance.grant(renewal(&first["refresh_token"]));
    assert_eq!(second.status, 200, "{}", second.text());
    let second = second.json();
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    let sid = |body: &Value| claims(body["jwt"].as_str().expect("a token"))["cust"]["sid"].clone();
    assert_eq!(sid(&first), sid(&second));
    assert_eq!(appliance.grant(renewal(&first["refresh_token"])).message(), "Token has been revoked");
    assert_eq!(appliance.grant(renewal(&second["refresh_token"])).status, 200);
}

#[test]
fn a_refresh_token_dies_of_inactivity_of_revocation_and_of_another_domain() {
    let appliance = Appliance::start();
    let sign_in = || {
        let body = json!({"username": "admin", "password": "local", "refresh_token_revoke_unused_in": 30});
        appliance.grant(body).json()["refresh_token"].clone()
    };
    let idle = sign_in();
    appliance.control("clock", json!({"offset_seconds": 29 * 60}));
    let used = appliance.grant(renewal(&idle)).json()["refresh_token"].clone();
    appliance.control("clock", json!({"offset_seconds": 60 * 60}));
    assert_eq!(appliance.grant(renewal(&used)).status, 401);

    let gone = sign_in();
    let revoke = |token: &Value| {
        let body = json!({"token": token}).to_string();
        appliance.send("POST", "/api/v1/auth/revoke", &[], &body).expect("an answer").status
    };
    assert_eq!(revoke(&gone), 204);
    assert_eq!(appliance.grant(renewal(&gone)).message(), "Token has been revoked");

    let moved = sign_in();
    let mut to_finance = json!({"grant_type": "refresh_token", "refresh_token": moved, "domain": "finance"});
    let finance = appliance.grant(to_finance.clone());
    assert_eq!(claims(finance.json()["jwt"].as_str().expect("a token"))["acc"], "kylo/5f0c7c1e-8a44-4e0e-9d55-0b1f7f3c2a10");
    to_finance["domain"] = json!("root");
    assert_eq!(appliance.grant(to_finance).status, 401);
}

#[test]
fn controls_expire_and_revoke_every_token() {
    let appliance = Appliance::start();
    let me = appliance.sign_in("admin");
    appliance.control("tokens", json!({"expire_all": true}));
    assert!(me.get("/system/info").message().contains("expired"));
    let me = appliance.sign_in("admin");
    appliance.control("tokens", json!({"revoke_all": true, "life_seconds": 2}));
    assert_eq!(me.get("/system/info").message(), "Token has been revoked");
    let short = appliance.grant(json!({"username": "admin", "password": "local"})).json();
    assert_eq!(short["duration"], 2);
}

#[test]
fn a_newcomer_changes_the_password_before_the_first_sign_in() {
    let appliance = Appliance::start();
    let sign_in = |password: &str| appliance.grant(json!({"username": "newcomer", "password": password}));
    assert_eq!(sign_in("expired").message(), "password expired, change required");
    let change = |new: &str| {
        let body = json!({"username": "newcomer", "password": "expired", "new_password": new}).to_string();
        appliance.send("PATCH", "/api/v1/auth/changepw", &[], &body).expect("an answer")
    };
    assert!(change("short").message().contains("new_password"));
    assert_eq!(change("long enough").status, 204);
    assert_eq!(sign_in("long enough").status, 200);
    assert_eq!(sign_in("expired").status, 401);
}

#[test]
fn roles_decide_who_may_write_and_who_may_delete() {
    let appliance = Appliance::start();
    let (admin, operator, viewer) = (appliance.sign_in("admin"), appliance.sign_in("operator"), appliance.sign_in("viewer"));
    assert_eq!(viewer.get("/scheduler/job-configs").status, 200);
    assert_eq!(viewer.post("/scheduler/job-configs", &support::aws_schedule("no")).status, 403);
    let path = format!("/scheduler/job-configs/{}", operator.make("by the operator"));
    assert_eq!(viewer.post(&format!("{path}/run-now"), &Value::Null).status, 403);
    assert_eq!(operator.delete(&path).status, 403);
    assert_eq!(admin.delete(&path).status, 204);
}

#[test]
fn the_banner_is_told_to_anyone() {
    let appliance = Appliance::start();
    assert!(!appliance.get("/api/v1/auth/banners/pre-auth").json()["value"].as_str().expect("a text").is_empty());
    appliance.control("banner", json!({"value": "Maintenance at noon"}));
    assert_eq!(appliance.get("/api/v1/auth/banners/pre-auth").json()["value"], "Maintenance at noon");
}
