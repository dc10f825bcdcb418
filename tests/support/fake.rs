//! A transport without a network: it answers from a closure, keeps a journal, and its clock moves only on command.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures::executor::{LocalPool, LocalSpawner};
use futures::task::LocalSpawnExt;
use keysync::api::client::Client;
use keysync::api::session::SessionConfig;
use keysync::api::transport::{HttpMethod, HttpRequest, HttpResponse, Transport, TransportError};
use keysync::domain::time::clock::{ApplianceClock, Moment, Reading, Uptime, WallTime};
use keysync::domain::time::{Instant, after};

use super::builders;

/// A request as the network would have seen it.
#[derive(Clone, Debug)]
pub struct Sent {
    pub method: HttpMethod,
    pub url: String,
    pub body: String,
    pub bearer: Option<String>,
    pub deadline: Duration,
    pub at: Instant,
}

/// The outcome of a request.
pub enum Reply {
    Answer(HttpResponse),
    Fail(TransportError),
    /// Nothing, until the deadline.
    Hang,
    /// An answer after some time.
    Late(Duration, HttpResponse),
}

type Handler = Box<dyn FnMut(&Sent) -> Reply>;

struct World {
    clock: Cell<Instant>,
    /// Milliseconds by which the wall clock is ahead of `clock`.
    wall_ahead: Cell<i64>,
    /// Milliseconds in which the monotonic clock stood still.
    slept_through: Cell<i64>,
    known: Cell<ApplianceClock>,
    handler: RefCell<Handler>,
    journal: RefCell<Vec<Sent>>,
    slept: RefCell<Vec<Duration>>,
    random: Cell<f64>,
}

/// The fake. Clones share one world.
#[derive(Clone)]
pub struct Fake {
    world: Rc<World>,
    spawner: LocalSpawner,
}

/// A fake, its executor, and a client over it.
pub struct TestBed {
    pub fake: Fake,
    pub pool: LocalPool,
    pub client: Client<Fake>,
}

impl TestBed {
    pub fn new(handler: impl FnMut(&Sent) -> Reply + 'static) -> TestBed {
        let pool = LocalPool::new();
        let world = World {
            clock: Cell::new(builders::now()),
            wall_ahead: Cell::new(0),
            slept_through: Cell::new(0),
            known: Cell::default(),
            handler: RefCell::new(Box::new(handler)),
            journal: RefCell::default(),
            slept: RefCell::default(),
            random: Cell::new(0.5),
        };
        let fake = Fake { world: Rc::new(world), spawner: pool.spawner() };
        let client = Client::new(fake.clone(), SessionConfig::default());
        TestBed { fake, pool, client }
    }

    /// A test bed with a signed-in user; `handler` sees all requests but those for tokens and revocations.
    pub fn signed_in(mut handler: impl FnMut(&Sent) -> Reply + 'static) -> TestBed {
        let mut tokens = Tokens::default();
        let mut bed = TestBed::new(move |sent| match tokens.answer(sent) {
            Some(reply) => reply,
            None => handler(sent),
        });
        bed.sign_in("admin");
        bed.fake.forget();
        bed
    }

    /// A test bed with a signed-in user, at an appliance that answers all requests with the same body.
    pub fn answering(body: impl ToString) -> TestBed {
        let body = body.to_string();
        TestBed::signed_in(move |_| answer(200, body.clone()))
    }

    pub fn sign_in(&mut self, user: &str) {
        let auth = self.client.auth();
        self.run(async move { auth.sign_in(credentials(user)).await }).unwrap();
    }

    /// Runs a future and every task that it started to the end.
    pub fn run<F: Future>(&mut self, future: F) -> F::Output {
        let out = self.pool.run_until(future);
        self.pool.run_until_stalled();
        out
    }

    /// Advances the clock second by second, each with a tick, as a page does.
    pub fn tick_seconds(&mut self, seconds: u64) {
        for _ in 0..seconds {
            self.fake.advance(Duration::from_secs(1));
            self.client.tick();
            self.pool.run_until_stalled();
        }
    }
}

pub fn credentials(user: &str) -> keysync::api::auth::Credentials {
    keysync::api::auth::Credentials {
        username: user.to_owned(),
        password: "canary-password".into(),
        domain: None,
        connection: None,
    }
}

impl Fake {
    pub fn handle(&self, handler: impl FnMut(&Sent) -> Reply + 'static) {
        *self.world.handler.borrow_mut() = Box::new(handler);
    }

    pub fn advance(&self, time: Duration) {
        let ms = i64::try_from(time.as_millis()).unwrap();
        self.world.clock.set(after(self.world.clock.get(), ms));
    }

    /// The true time, which is the appliance's.
    pub fn true_time(&self) -> Instant {
        self.world.clock.get()
    }

    /// Sets the wall clock of this machine.
    pub fn step_wall(&self, seconds: i64) {
        self.world.wall_ahead.set(self.world.wall_ahead.get() + seconds * 1_000);
    }

    /// Lets time pass in which the monotonic clock stands still.
    pub fn sleep_machine(&self, seconds: u64) {
        self.advance(Duration::from_secs(seconds));
        self.world.slept_through.set(self.world.slept_through.get() + i64::try_from(seconds).unwrap() * 1_000);
    }

    pub fn random(&self, random: f64) {
        self.world.random.set(random);
    }

    pub fn journal(&self) -> Vec<Sent> {
        self.world.journal.borrow().clone()
    }

    pub fn sent_to(&self, part: &str) -> Vec<Sent> {
        self.journal().into_iter().filter(|sent| sent.url.contains(part)).collect()
    }

    pub fn slept(&self) -> Vec<Duration> {
        self.world.slept.borrow().clone()
    }

    pub fn forget(&self) {
        self.world.journal.borrow_mut().clear();
        self.world.slept.borrow_mut().clear();
    }
}

impl Transport for Fake {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let sent = Sent {
            method: request.method,
            url: request.url.to_string(),
            body: request.body.as_ref().map(|body| body.expose().to_owned()).unwrap_or_default(),
            bearer: request.bearer.as_ref().map(|token| token.expose().to_owned()),
            deadline: request.deadline,
            at: self.world.clock.get(),
        };
        self.world.journal.borrow_mut().push(sent.clone());
        // Other tasks get a turn between request and answer, as on a network.
        pause().await;
        let reply = (self.world.handler.borrow_mut())(&sent);
        pause().await;
        match reply {
            Reply::Answer(response) => Ok(response),
            Reply::Fail(error) => Err(error),
            Reply::Late(time, response) if time < sent.deadline => {
                self.advance(time);
                Ok(response)
            }
            Reply::Hang | Reply::Late(..) => {
                self.advance(sent.deadline);
                Err(TransportError::Timeout)
            }
        }
    }

    async fn sleep(&self, time: Duration) {
        self.world.slept.borrow_mut().push(time);
        self.advance(time);
        pause().await;
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.spawner.spawn_local(task).unwrap();
    }

    fn observe(&self) -> Moment {
        let ms = self.world.clock.get().timestamp_millis();
        let mut known = self.world.known.get();
        let wall = WallTime::from_ms(ms + self.world.wall_ahead.get());
        let moment = known.observe(Reading { wall, monotonic_ms: ms - self.world.slept_through.get() });
        self.world.known.set(known);
        moment
    }

    fn learn(&self, sent: Uptime, date: Instant) {
        let mut known = self.world.known.get();
        known.learn(sent, date);
        self.world.known.set(known);
    }

    fn random(&self) -> f64 {
        self.world.random.get()
    }
}

/// Gives other tasks a turn.
pub async fn pause() {
    let mut done = false;
    std::future::poll_fn(move |context| {
        if done {
            return std::task::Poll::Ready(());
        }
        done = true;
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

pub fn answer(status: u16, body: impl Into<String>) -> Reply {
    Reply::Answer(response(status, body))
}

pub fn response(status: u16, body: impl Into<String>) -> HttpResponse {
    HttpResponse { status, body: body.into(), date: None, retry_after: None }
}

pub fn empty_list() -> Reply {
    answer(200, r#"{"skip":0,"limit":10,"total":0,"resources":[]}"#)
}

pub fn fixture(path: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/fixtures/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The token endpoint: tokens `access-1`, `access-2`, … of 300 s for any user, with rotation.
pub struct Tokens {
    pub issued: u32,
    pub life: i64,
    /// Seconds by which the appliance's clock is ahead of ours.
    pub skew: i64,
}

impl Default for Tokens {
    fn default() -> Self {
        Tokens { issued: 0, life: 300, skew: 0 }
    }
}

impl Tokens {
    pub fn answer(&mut self, sent: &Sent) -> Option<Reply> {
        if sent.url == "/api/v1/auth/revoke" {
            return Some(answer(204, ""));
        }
        if sent.url != "/api/v1/auth/tokens/" {
            return None;
        }
        self.issued += 1;
        let body: serde_json::Value = serde_json::from_str(&sent.body).unwrap();
        let user = body["username"].as_str().unwrap_or("admin");
        let domain = body["domain"].as_str().unwrap_or("00000000-0000-0000-0000-000000000000");
        Some(answer(200, self.issue(user, domain, sent.at)))
    }

    fn issue(&self, user: &str, domain: &str, now: Instant) -> String {
        let iat = now.timestamp() + self.skew;
        let n = self.issued;
        let claims = serde_json::json!({
            "sub": format!("local|{user}"), "preferred_username": user, "jwtid": format!("access-{n}"),
            "cust": {"domain_id": domain, "groups": [user]}, "iat": iat, "exp": iat + self.life,
        });
        let jwt = format!("e30.{}.access-{n}", base64url(claims.to_string().as_bytes()));
        serde_json::json!({"jwt": jwt, "duration": self.life, "token_type": "Bearer", "client_id": "client",
                           "refresh_token": format!("refresh-{n}")})
        .to_string()
    }
}

pub fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, byte| (word << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            out.push(char::from(ALPHABET[((word >> (18 - 6 * place)) & 63) as usize]));
        }
    }
    out
}
