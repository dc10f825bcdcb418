//! The session against a fake appliance and a fake clock.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use crate::support::fake::{self, Reply, TestBed, Tokens, answer, credentials, empty_list, response};
use futures::future::join_all;
use keysync::api::error::ApiError;
use keysync::api::runs::RunQuery;
use keysync::api::schedules::ScheduleQuery;
use keysync::api::session::{ExpiryReason, SessionState};
use keysync::api::transport::{HttpResponse, TransportError};
use keysync::domain::appliance::id::{DomainId, ScheduleId};

fn list(bed: &mut TestBed) -> Result<(), ApiError> {
    let schedules = bed.client.schedules();
    bed.run(async move { schedules.list(&ScheduleQuery::default()).await.map(drop) })
}

fn expiry(bed: &TestBed) -> Option<ExpiryReason> {
    match bed.client.session() {
        SessionState::Expired { why, .. } => Some(why),
        SessionState::SignedOut | SessionState::SignedIn { .. } => None,
    }
}

fn user(bed: &TestBed) -> Option<String> {
    match bed.client.session() {
        SessionState::SignedIn { who, .. } => Some(who.user.as_sent().to_owned()),
        SessionState::SignedOut | SessionState::Expired { .. } => None,
    }
}

fn wipes(bed: &TestBed) -> Rc<Cell<u32>> {
    let count = Rc::new(Cell::new(0));
    let counter = Rc::clone(&count);
    bed.client.on_clear(move || counter.set(counter.get() + 1));
    count
}

fn grants(bed: &TestBed) -> usize {
    bed.fake.sent_to("/auth/tokens/").len()
}

/// S-23: half an hour of work costs at most 8 renewals and shows no 401, however wrong our clock is.
#[test]
fn thirty_active_minutes_renew_at_most_eight_times_at_any_clock_error() {
    for skew in [-600, 0, 600] {
        let mut tokens = Tokens { skew, ..Tokens::default() };
        let mut bed = TestBed::new(move |sent| tokens.answer(sent).unwrap_or_else(empty_list));
        bed.sign_in("admin");
        bed.fake.forget();
        for _ in 0..60 {
            bed.client.activity();
            bed.tick_seconds(30);
            list(&mut bed).unwrap();
        }
        assert!(grants(&bed) <= 8, "{} renewals with a clock error of {skew} s", grants(&bed));
        assert!(grants(&bed) >= 7, "tokens of 300 s cannot last without");
        // A token is never used after the end that the appliance gave it.
        let mut born = bed.fake.journal()[0].at;
        for sent in bed.fake.journal() {
            if sent.url.contains("/auth/tokens/") {
                born = sent.at;
            } else {
                assert!((sent.at - born).num_seconds() < 300);
            }
        }
    }
}

/// S-23: before a call when at most 30 s are left, and not before.
#[test]
fn a_call_with_thirty_seconds_left_renews_first() {
    for (wait, renewals) in [(269, 0), (270, 1), (400, 1)] {
        let mut bed = TestBed::signed_in(|_| empty_list());
        bed.fake.advance(Duration::from_secs(wait));
        list(&mut bed).unwrap();
        assert_eq!(grants(&bed), renewals, "after {wait} s");
        let used = bed.fake.sent_to("/scheduler/")[0].bearer.clone().unwrap();
        assert!(used.ends_with(if renewals == 0 { "access-1" } else { "access-2" }));
    }
}

/// S-23: rotation is respected, each refresh token is used once.
#[test]
fn each_renewal_uses_the_refresh_token_of_the_one_before() {
    let mut bed = TestBed::signed_in(|_| empty_list());
    for _ in 0..3 {
        bed.fake.advance(Duration::from_secs(280));
        list(&mut bed).unwrap();
    }
    let used: Vec<String> = bed.fake.sent_to("/auth/tokens/").iter().map(|sent| sent.body.clone()).collect();
    for (n, body) in used.iter().enumerate() {
        assert!(body.contains(&format!("\"refresh_token\":\"refresh-{}\"", n + 1)), "{body}");
        assert!(body.contains("\"renew_refresh_token\":true"));
    }
    assert_eq!(used.len(), 3);
}

/// R-06: fifty calls that find the token refused make one renewal, and each goes out at most twice.
#[test]
fn fifty_refused_calls_share_one_renewal() {
    let mut bed = TestBed::signed_in(|sent| match sent.bearer.as_deref() {
        Some(token) if token.ends_with("access-2") => empty_list(),
        _ => answer(401, r#"{"code":5,"codeDesc":"NCERRUnauthorizedAccess","message":"Token is expired by 50s"}"#),
    });
    let runs = bed.client.runs();
    let query = RunQuery::default();
    let results = bed.run(async { join_all((0..50).map(|_| runs.list(&query))).await });
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 50);
    assert_eq!(grants(&bed), 1);
    assert_eq!(bed.fake.sent_to("/scheduler/jobs").len(), 100);
}

/// R-06, S-23: fifty calls that find the token about to end make one renewal and go out once.
#[test]
fn fifty_calls_at_expiry_wait_for_one_renewal() {
    let mut bed = TestBed::signed_in(|_| empty_list());
    bed.fake.advance(Duration::from_secs(299));
    let runs = bed.client.runs();
    let query = RunQuery::default();
    let results = bed.run(async { join_all((0..50).map(|_| runs.list(&query))).await });
    assert!(results.iter().all(Result::is_ok));
    assert_eq!((grants(&bed), bed.fake.sent_to("/scheduler/jobs").len()), (1, 50));
}

/// R-06, S-29: a refused renewal is tried once, ends the session in place, and no call leaves any more.
#[test]
fn a_refused_renewal_expires_the_session_after_one_attempt() {
    let mut tokens = Tokens::default();
    let mut bed = TestBed::new(move |sent| {
        if sent.body.contains("\"grant_type\":\"refresh_token\"") {
            return answer(401, r#"{"code":5,"codeDesc":"NCERRUnauthorizedAccess","message":"Token has been revoked"}"#);
        }
        tokens.answer(sent).unwrap_or_else(|| answer(401, "{}"))
    });
    bed.sign_in("admin");
    let wiped = wipes(&bed);
    bed.fake.forget();
    let runs = bed.client.runs();
    let query = RunQuery::default();
    let results = bed.run(async { join_all((0..50).map(|_| runs.list(&query))).await });
    assert!(results.iter().all(|result| result.as_ref().err() == Some(&ApiError::SessionEnded)));
    assert_eq!(grants(&bed), 1);
    assert_eq!(expiry(&bed), Some(ExpiryReason::Refused));
    assert_eq!(wiped.get(), 0, "the page stays for the same user to go on");
    let before = bed.fake.journal().len();
    assert_eq!(list(&mut bed), Err(ApiError::SessionEnded));
    bed.tick_seconds(120);
    assert_eq!(bed.fake.journal().len(), before, "nothing is sent for an expired session");
}

/// R-06: an appliance that refuses even fresh tokens is asked twice, not for ever.
#[test]
fn a_refusal_of_a_fresh_token_ends_the_session() {
    let mut bed = TestBed::signed_in(|_| answer(401, "{}"));
    assert_eq!(list(&mut bed), Err(ApiError::SessionEnded));
    assert_eq!((grants(&bed), bed.fake.sent_to("/scheduler/").len()), (1, 2));
    assert_eq!(expiry(&bed), Some(ExpiryReason::Refused));
}

/// A write refused by 401 was not acted on; after a silent renewal it is sent once more, and no more.
#[test]
fn a_write_is_repeated_once_after_a_renewal() {
    let mut bed = TestBed::signed_in(|sent| match sent.bearer.as_deref() {
        Some(token) if token.ends_with("access-2") => answer(204, ""),
        _ => answer(401, "{}"),
    });
    let schedules = bed.client.schedules();
    bed.run(async move { schedules.delete(&ScheduleId::from("a")).await }).unwrap();
    assert_eq!(bed.fake.sent_to("/job-configs/a").len(), 2);
}

/// A renewal without an answer is no refusal: the session stays, and while the token lives so do the calls.
#[test]
fn a_lost_renewal_keeps_the_session() {
    let mut tokens = Tokens::default();
    let mut bed = TestBed::new(move |sent| {
        if sent.body.contains("\"grant_type\":\"refresh_token\"") {
            return Reply::Fail(TransportError::Network);
        }
        tokens.answer(sent).unwrap_or_else(empty_list)
    });
    bed.sign_in("admin");
    bed.fake.forget();
    bed.fake.advance(Duration::from_secs(280));
    list(&mut bed).expect("the old token is good for 20 s");
    assert_eq!(grants(&bed), 1);
    bed.tick_seconds(9);
    assert_eq!(grants(&bed), 1, "no hammering");
    bed.tick_seconds(2);
    assert_eq!(grants(&bed), 2);
    bed.fake.advance(Duration::from_secs(60));
    assert_eq!(list(&mut bed), Err(ApiError::Offline));
    assert_eq!(user(&bed).as_deref(), Some("admin"));
}

/// R-06: a view that is left while its call waits for the renewal does not lose the rotated token for the others.
#[test]
fn leaving_a_page_does_not_lose_a_renewal() {
    let mut bed = TestBed::signed_in(|_| empty_list());
    bed.fake.advance(Duration::from_secs(290));
    let schedules = bed.client.schedules();
    {
        let query = ScheduleQuery::default();
        let mut call = Box::pin(schedules.list(&query));
        let waker = futures::task::noop_waker();
        assert!(call.as_mut().poll(&mut std::task::Context::from_waker(&waker)).is_pending());
    }
    list(&mut bed).unwrap();
    assert_eq!(grants(&bed), 1);
    assert!(bed.fake.sent_to("/scheduler/")[0].bearer.as_deref().unwrap().ends_with("access-2"));
}

/// S-25: polling, renewals and ticks are no activity: the session ends at 900 s, warned at least 60 s before.
#[test]
fn an_idle_session_ends_after_fifteen_minutes_of_polling() {
    let mut bed = TestBed::signed_in(|_| empty_list());
    let warned = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&warned);
    bed.client.on_session(move |state| {
        if let SessionState::SignedIn { warning: Some(left), .. } = state {
            seen.borrow_mut().push(*left);
        }
    });
    let mut seconds = 0;
    while expiry(&bed).is_none() {
        bed.tick_seconds(1);
        seconds += 1;
        if seconds % 30 == 0 && expiry(&bed).is_none() {
            list(&mut bed).unwrap();
        }
        assert!(seconds <= 905);
    }
    assert!((895..=905).contains(&seconds), "{seconds}");
    assert_eq!(expiry(&bed), Some(ExpiryReason::Idle));
    assert_eq!(warned.borrow().first(), Some(&120));
    assert_eq!(warned.borrow().len(), 120, "one word a second");
    assert_eq!(bed.fake.sent_to("/auth/revoke").len(), 1);
}

/// S-25, WCAG 2.2.1: one key press extends a warned session, as often as one likes.
#[test]
fn one_key_press_extends_a_warned_session_again_and_again() {
    let mut bed = TestBed::signed_in(|_| empty_list());
    for _ in 0..12 {
        bed.tick_seconds(850);
        assert!(matches!(bed.client.session(), SessionState::SignedIn { warning: Some(50), .. }));
        bed.client.activity();
        assert!(matches!(bed.client.session(), SessionState::SignedIn { warning: None, .. }));
    }
}

/// S-25: input after the end does not bring a session back, even if no tick came in between (a laptop that slept).
#[test]
fn input_after_a_long_sleep_does_not_revive_the_session() {
    let bed = TestBed::signed_in(|_| empty_list());
    bed.fake.advance(Duration::from_secs(3 * 3_600));
    bed.client.activity();
    assert_eq!(expiry(&bed), Some(ExpiryReason::Idle));
}

/// S-26: eight hours, whatever one does.
#[test]
fn a_session_ends_after_eight_hours_of_work() {
    let mut bed = TestBed::signed_in(|_| empty_list());
    let mut minutes = 0;
    while expiry(&bed).is_none() {
        bed.client.activity();
        bed.tick_seconds(60);
        minutes += 1;
        assert!(minutes <= 480);
    }
    assert_eq!((minutes, expiry(&bed)), (480, Some(ExpiryReason::Absolute)));
}

/// S-27: signing out drops all data at once, whether the appliance accepts, refuses or does not answer.
#[test]
fn signing_out_clears_all_data_whatever_the_appliance_answers() {
    type Make = fn() -> Reply;
    let appliances: [Make; 3] = [|| answer(204, ""), || Reply::Fail(TransportError::Network), || Reply::Hang];
    for make in appliances {
        let mut tokens = Tokens::default();
        let mut bed =
            TestBed::new(
                move |sent| {
                    if sent.url.contains("/auth/revoke") { make() } else { tokens.answer(sent).unwrap_or_else(empty_list) }
                },
            );
        bed.sign_in("admin");
        let wiped = wipes(&bed);
        let auth = bed.client.auth();
        bed.run(async move { auth.sign_out().await });
        assert_eq!(bed.client.session(), SessionState::SignedOut);
        assert_eq!(wiped.get(), 1);
        let revoked = bed.fake.sent_to("/auth/revoke");
        assert_eq!(revoked.len(), 1);
        assert!(revoked[0].body.contains("refresh-1") && revoked[0].deadline <= Duration::from_secs(3));
        assert_eq!(list(&mut bed), Err(ApiError::SessionEnded));
    }
}

/// S-27, S-28: an answer that arrives after signing out is dropped, and so are tokens of a renewal in flight.
#[test]
fn answers_that_arrive_after_signing_out_are_dropped() {
    let mut bed = TestBed::signed_in(|_| empty_list());
    bed.fake.advance(Duration::from_secs(290));
    let (schedules, auth) = (bed.client.schedules(), bed.client.auth());
    let query = ScheduleQuery::default();
    let (late, ()) = bed.run(async {
        futures::join!(schedules.list(&query), async {
            fake::pause().await;
            fake::pause().await;
            auth.sign_out().await;
        })
    });
    assert_eq!(grants(&bed), 1, "a renewal was under way");
    assert!(matches!(late, Err(ApiError::Aborted | ApiError::SessionEnded)), "{late:?}");
    assert_eq!(bed.client.session(), SessionState::SignedOut);
    let revoked: Vec<String> = bed.fake.sent_to("/auth/revoke").iter().map(|sent| sent.body.clone()).collect();
    assert!(revoked.iter().any(|body| body.contains("refresh-2")), "the token that came too late: {revoked:?}");
}

/// S-28, S-29: the same user goes on after expiry; another one finds nothing.
#[test]
fn only_the_same_user_continues_after_expiry() {
    for (next, wiped_times) in [("admin", 0), ("viewer", 1)] {
        let mut bed = TestBed::signed_in(|_| empty_list());
        let wiped = wipes(&bed);
        bed.tick_seconds(901);
        assert_eq!(expiry(&bed), Some(ExpiryReason::Idle));
        bed.sign_in(next);
        assert_eq!(wiped.get(), wiped_times, "{next}");
        assert_eq!(user(&bed).as_deref(), Some(next));
        list(&mut bed).unwrap();
    }
}

/// S-24: signing out in another tab ends this one.
#[test]
fn a_sign_out_in_another_tab_clears_this_tab() {
    let mut bed = TestBed::signed_in(|_| empty_list());
    let wiped = wipes(&bed);
    bed.client.expire_for_remote_sign_out();
    assert_eq!((bed.client.session(), wiped.get()), (SessionState::SignedOut, 1));
    bed.run(async {});
    bed.fake.forget();
    assert_eq!(list(&mut bed), Err(ApiError::SessionEnded));
    assert!(bed.fake.journal().is_empty());
}

/// API.md §1.2: another domain is one renewal with its id; what was read belongs to the domain before.
#[test]
fn switching_the_domain_clears_data_and_keeps_the_user() {
    let finance = DomainId::from("0a000000-0000-4000-8000-0000000000d1");
    let mut bed = TestBed::signed_in(|sent| match sent.url.contains("/self/domains") {
        true => answer(200, fake::fixture("api/domains.json")),
        false => empty_list(),
    });
    let wiped = wipes(&bed);
    let auth = bed.client.auth();
    let who = bed.run(async move {
        auth.domains().await?;
        auth.switch_domain(&finance).await
    });
    let who = who.unwrap();
    assert_eq!((who.domain.name.as_sent(), who.user.as_sent()), ("finance", "admin"));
    assert_eq!(wiped.get(), 1);
    assert!(bed.fake.sent_to("/auth/tokens/")[0].body.contains("\"domain\":\"0a000000-0000-4000-8000-0000000000d1\""));
}

/// A domain that may not be entered leaves the session where it is.
#[test]
fn a_refused_domain_keeps_the_session() {
    let mut tokens = Tokens::default();
    let mut bed = TestBed::new(move |sent| match sent.body.contains("\"domain\"") {
        true => answer(403, r#"{"code":3,"codeDesc":"NCERRInsufficientPermissions","message":"not your domain"}"#),
        false => tokens.answer(sent).unwrap_or_else(empty_list),
    });
    bed.sign_in("admin");
    let wiped = wipes(&bed);
    let auth = bed.client.auth();
    let refused = bed.run(async move { auth.switch_domain(&DomainId::from("x")).await });
    assert_eq!(refused, Err(ApiError::Refused("not your domain".to_owned())));
    assert_eq!((user(&bed).as_deref(), wiped.get()), (Some("admin"), 0));
}

/// S-20, S-21, S-31: no secret in an address or in anything printed, and the token under the API prefix alone.
#[test]
fn secrets_are_in_bodies_and_headers_only() {
    let mut bed = TestBed::signed_in(|_| empty_list());
    list(&mut bed).unwrap();
    bed.fake.advance(Duration::from_secs(290));
    list(&mut bed).unwrap();
    let auth = bed.client.auth();
    bed.run(async move { auth.sign_out().await });
    for sent in bed.fake.journal() {
        assert!(sent.url.starts_with("/api/v1/"));
        assert!(["access-", "refresh-", "canary"].iter().all(|secret| !sent.url.contains(secret)), "{}", sent.url);
    }
    let printed = format!("{:?} {:?}", credentials("admin"), keysync::api::secret::Secret::from("canary-token"));
    assert!(!printed.contains("canary"), "{printed}");
}

/// API.md §1.1: an old appliance gives a token and nothing else; it is used while it lives, then the person signs in again.
#[test]
fn a_token_without_a_refresh_token_is_used_until_it_expires() {
    let mut bed = TestBed::new(|sent| match sent.url.contains("/auth/tokens/") {
        true => answer(200, r#"{"jwt":"opaque","duration":300}"#),
        false => empty_list(),
    });
    bed.sign_in("admin");
    bed.tick_seconds(290);
    list(&mut bed).unwrap();
    bed.tick_seconds(15);
    assert_eq!(list(&mut bed), Err(ApiError::SessionEnded));
    assert_eq!(expiry(&bed), Some(ExpiryReason::Refused));
    assert_eq!(grants(&bed), 1);
}

/// API.md §9 Q1: the text tells an expired password from a wrong one.
#[test]
fn sign_in_tells_an_expired_password_from_a_refusal() {
    let say = |text: &str| format!(r#"{{"code":5,"codeDesc":"NCERRUnauthorizedAccess","message":"{text}"}}"#);
    let cases = [
        (401, say("Wrong username or password."), ApiError::Refused("Wrong username or password.".to_owned())),
        (
            401,
            say("password expired, change required"),
            ApiError::PasswordExpired("password expired, change required".to_owned()),
        ),
        (403, say("Password must be changed"), ApiError::PasswordExpired("Password must be changed".to_owned())),
        (503, "<html>starting".to_owned(), ApiError::Unreadable { status: 503 }),
    ];
    for (status, body, expected) in cases {
        let mut bed = TestBed::new(move |_| answer(status, body.clone()));
        let auth = bed.client.auth();
        assert_eq!(bed.run(async move { auth.sign_in(credentials("admin")).await }), Err(expected));
        assert_eq!(bed.fake.journal().len(), 1, "sign-in is sent once");
        assert_eq!(bed.client.session(), SessionState::SignedOut);
    }
}

/// Texts with quotes, backslashes and control characters arrive as they were typed.
#[test]
fn any_password_survives_the_request_body() {
    let password = "a\"b\\c\n\u{1}é😀";
    let mut bed = TestBed::new(|_| Reply::Answer(response(401, "{}")));
    let auth = bed.client.auth();
    let typed = keysync::api::auth::Credentials { password: password.into(), ..credentials("a\"b") };
    let _ = bed.run(async move { auth.sign_in(typed).await });
    let body: serde_json::Value = serde_json::from_str(&bed.fake.journal()[0].body).unwrap();
    assert_eq!((body["password"].as_str(), body["username"].as_str()), (Some(password), Some("a\"b")));
}

/// S-28: a refusal for the tokens of the session before is nothing to the one that followed it.
#[test]
fn a_refused_renewal_of_an_earlier_session_does_not_end_this_one() {
    let mut tokens = Tokens::default();
    let mut bed = TestBed::new(move |sent| match sent.body.contains("\"grant_type\":\"refresh_token\"") {
        true => answer(401, "{}"),
        false => tokens.answer(sent).unwrap_or_else(empty_list),
    });
    bed.sign_in("admin");
    bed.fake.advance(Duration::from_secs(290));
    let (schedules, auth) = (bed.client.schedules(), bed.client.auth());
    let query = ScheduleQuery::default();
    let _ = bed.run(async {
        futures::join!(schedules.list(&query), async {
            fake::pause().await;
            auth.sign_in(credentials("admin")).await
        })
    });
    assert!(bed.fake.sent_to("/auth/tokens/").iter().any(|sent| sent.body.contains("refresh-1")));
    assert_eq!(user(&bed).as_deref(), Some("admin"));
}

/// An appliance that answers with its time, which is the true one.
fn dated(reply: Reply, sent: &fake::Sent) -> Reply {
    match reply {
        Reply::Answer(response) => {
            let date = sent.at.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
            Reply::Answer(HttpResponse { date: Some(date), ..response })
        }
        other => other,
    }
}

fn at_a_dated_appliance() -> TestBed {
    let mut tokens = Tokens::default();
    let mut bed = TestBed::new(move |sent| dated(tokens.answer(sent).unwrap_or_else(empty_list), sent));
    bed.sign_in("admin");
    bed.fake.forget();
    bed
}

/// R-14, S-25: a clock that is set in an open tab ends no session and causes one renewal, which tells that no time has passed.
#[test]
fn a_clock_that_is_set_ends_no_session() {
    for (step, renewals) in [(40 * 60, 1), (86_400, 1), (-40 * 60, 0), (-86_400, 0)] {
        let mut bed = at_a_dated_appliance();
        bed.tick_seconds(60);
        bed.fake.step_wall(step);
        bed.tick_seconds(60);
        assert_eq!((user(&bed).as_deref(), grants(&bed)), (Some("admin"), renewals), "{step}");
        list(&mut bed).unwrap();
        bed.tick_seconds(15 * 60);
        assert_eq!(expiry(&bed), Some(ExpiryReason::Idle), "the idle time goes on: {step}");
    }
}

/// R-13, S-25: time in which the machine slept counts as idle, though the monotonic clock stood still, and input right after
/// waking does not bring the session back.
#[test]
fn a_session_ends_in_a_sleep_longer_than_the_idle_time() {
    for (minutes, is_over) in [(10, false), (20, true), (400, true)] {
        for answers in [true, false] {
            let mut bed = at_a_dated_appliance();
            if !answers {
                bed.fake.handle(|_| Reply::Fail(TransportError::Network));
            }
            bed.tick_seconds(60);
            bed.fake.sleep_machine(minutes * 60);
            bed.client.activity();
            bed.tick_seconds(6);
            assert_eq!(expiry(&bed), is_over.then_some(ExpiryReason::Idle), "{minutes} min, answers: {answers}");
        }
    }
}
