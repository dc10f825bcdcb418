//! The appliance's time, estimated from its answers on a machine whose own clocks drift, step and sleep.

use crate::support::rng::Rng;
use chrono::DateTime;
use keysync::domain::time::clock::{ApplianceClock, Moment, Reading, Uptime, WallTime};
use keysync::domain::time::{Instant, ahead_text, relative};

const SECOND: i64 = 1_000;
const HOUR: i64 = 3_600 * SECOND;

fn instant(ms: i64) -> Instant {
    DateTime::from_timestamp_millis(ms).unwrap()
}

/// A machine and an appliance, in milliseconds.
struct World {
    known: ApplianceClock,
    /// The appliance's time.
    true_ms: i64,
    wall_ahead: i64,
    monotonic: i64,
    /// Time awake or asleep since the first observation.
    passed: i64,
}

impl World {
    fn new(wall_ahead: i64) -> World {
        let mut world = World { known: ApplianceClock::new(), true_ms: 1_790_000_000_123, wall_ahead, monotonic: 777, passed: 0 };
        world.observe();
        world
    }

    fn observe(&mut self) -> Moment {
        self.known.observe(Reading { wall: WallTime::from_ms(self.true_ms + self.wall_ahead), monotonic_ms: self.monotonic })
    }

    fn pass(&mut self, ms: i64) {
        self.true_ms += ms;
        self.monotonic += ms;
        self.passed += ms;
    }

    /// Passes time second by second, as a page does that ticks.
    fn tick(&mut self, seconds: i64) -> Moment {
        for _ in 0..seconds {
            self.pass(SECOND);
            self.observe();
        }
        self.observe()
    }

    fn sleep(&mut self, ms: i64, is_standing_still: bool) {
        self.pass(ms);
        self.monotonic -= if is_standing_still { ms } else { 0 };
    }

    /// A request of this duration, answered at some time within it.
    fn answer(&mut self, takes: i64, answered_after: i64) -> Moment {
        let sent = self.observe().uptime;
        self.pass(answered_after);
        let date = instant(self.true_ms / SECOND * SECOND);
        self.pass(takes - answered_after);
        self.observe();
        self.known.learn(sent, date);
        self.observe()
    }

    fn error(&mut self) -> i64 {
        (self.observe().now.timestamp_millis() - self.true_ms).abs()
    }
}

fn between(rng: &mut Rng, low: i64, high: i64) -> i64 {
    low + i64::try_from(rng.below(usize::try_from(high - low).unwrap())).unwrap()
}

/// Whatever the clocks do, the time after an answer is right to a second and the time that the answer took: steps, sleeps and
/// corrections of the appliance's own clock come between answers. Time passed never goes back.
#[test]
fn after_each_answer_the_time_is_right_to_a_second_and_its_duration() {
    let mut rng = Rng::new();
    for case in 0..300 {
        let mut world = World::new(between(&mut rng, -48 * HOUR, 48 * HOUR));
        let mut uptime = Uptime::default();
        for _ in 0..80 {
            match rng.below(10) {
                0 => world.wall_ahead += between(&mut rng, -HOUR, HOUR),
                1 => {
                    let ms = between(&mut rng, 6 * SECOND, 12 * HOUR);
                    world.sleep(ms, rng.flag());
                }
                2 => world.true_ms += between(&mut rng, -2 * HOUR, 2 * HOUR),
                3 => {
                    // Half a second in an hour: the drift of quartz.
                    world.pass(HOUR);
                    world.monotonic += between(&mut rng, -500, 500);
                }
                4 | 5 => {
                    world.tick(between(&mut rng, 1, 20));
                }
                _ => {
                    let takes = between(&mut rng, 2, 3_000);
                    let answered_after = between(&mut rng, 0, takes);
                    let moment = world.answer(takes, answered_after);
                    let (error, bound) = (world.error(), SECOND + takes);
                    assert!(error <= bound, "case {case}: {error} ms wrong, {bound} allowed");
                    let told = moment.wall_ahead_ms.unwrap();
                    assert!((told - (world.wall_ahead)).abs() <= bound, "case {case}: {told} for {}", world.wall_ahead);
                    assert!(!moment.is_unsure);
                }
            }
            let now = world.observe().uptime;
            assert!(now >= uptime, "case {case}: time passed went back");
            uptime = now;
        }
    }
}

/// Many quick answers tell more than one: their bounds meet.
#[test]
fn several_answers_narrow_the_error_to_a_fraction_of_the_second_that_the_header_cuts() {
    let mut rng = Rng::new();
    let mut worst = 0;
    for _ in 0..200 {
        let mut world = World::new(between(&mut rng, -HOUR, HOUR));
        for _ in 0..60 {
            world.pass(between(&mut rng, 900, 5_000));
            world.answer(40, 20);
        }
        worst = worst.max(world.error());
    }
    assert!(worst <= 150, "{worst} ms");
}

/// R26: before the next answer, a wall clock that is set changes neither the time nor what has passed.
#[test]
fn a_step_of_the_wall_clock_changes_no_time_before_the_next_answer() {
    for step in [-86_400, -600, -40 * 60, -6, 6, 40 * 60, 86_400] {
        let mut world = World::new(45 * 60 * SECOND);
        world.answer(40, 20);
        let before = world.tick(5);
        world.wall_ahead += step * SECOND;
        let after = world.tick(1);
        assert_eq!(after.now - before.now, chrono::TimeDelta::seconds(1), "{step}");
        assert_eq!(after.uptime.ms_since(before.uptime), SECOND, "{step}");
        assert_eq!(after.is_unsure, step > 0, "a step back cannot be sleep");
        let answered = world.answer(40, 20);
        assert!(!answered.is_unsure && world.error() <= 520, "{step}");
        assert_eq!(world.observe().uptime.ms_since(before.uptime), SECOND + 40, "nothing else has passed: {step}");
    }
}

/// After a sleep in which the monotonic clock stood still, an answer, or five seconds without one, tell how long it was.
#[test]
fn a_sleep_counts_as_time_passed_once_an_answer_or_five_seconds_tell() {
    for (minutes, has_answer) in [(1, true), (1, false), (600, true), (600, false)] {
        let mut world = World::new(-86_400 * SECOND);
        world.answer(40, 20);
        let before = world.tick(5);
        world.sleep(minutes * 60 * SECOND, true);
        let woken = world.tick(1);
        assert!(woken.is_unsure && woken.uptime.ms_since(before.uptime) == SECOND, "nothing is late before it is known");
        let passed = if has_answer {
            world.answer(40, 20);
            SECOND + 40
        } else {
            assert!(world.tick(4).is_unsure);
            world.tick(1);
            6 * SECOND
        };
        assert!(!world.observe().is_unsure && world.error() <= 520, "{minutes}");
        assert_eq!(world.observe().uptime.ms_since(before.uptime), minutes * 60 * SECOND + passed, "{minutes}");
    }
    // The monotonic clock of some systems goes on: there is nothing to find out.
    let mut world = World::new(0);
    world.answer(40, 20);
    world.sleep(8 * HOUR, false);
    assert!(!world.observe().is_unsure && world.error() <= 520);
}

/// A request that was under way when the machine slept tells no more than when it was answered.
#[test]
fn a_request_over_a_sleep_is_no_proof_of_a_fast_clock() {
    let mut world = World::new(0);
    world.answer(40, 20);
    let sent = world.observe().uptime;
    world.pass(20);
    let date = instant(world.true_ms / SECOND * SECOND);
    world.sleep(2 * HOUR, true);
    world.observe();
    world.known.learn(sent, date);
    world.tick(6);
    assert!(world.error() <= 520, "{}", world.error());
}

/// Requests overlap: the first answer tells how long the machine slept, and the second was sent before that was known.
#[test]
fn a_second_answer_after_a_sleep_changes_nothing() {
    for (slept, is_sleep) in [(2 * HOUR, true), (2 * HOUR, false)] {
        for first in [Some(40), None] {
            let mut world = World::new(0);
            world.answer(40, 20);
            world.tick(5);
            if is_sleep {
                world.sleep(slept, true);
            } else {
                world.wall_ahead += slept;
            }
            let sent = world.observe().uptime;
            let _ = match first {
                Some(takes) => world.answer(takes, 20),
                None => world.tick(6),
            };
            let date = instant(world.true_ms / SECOND * SECOND);
            world.observe();
            world.known.learn(sent, date);
            assert!(world.error() <= 3_600, "{} ms, {is_sleep} {first:?}", world.error());
        }
    }
}

/// A clock that is set there and back again has not moved.
#[test]
fn a_step_that_is_taken_back_leaves_no_doubt() {
    let mut world = World::new(0);
    world.answer(40, 20);
    world.wall_ahead += HOUR;
    assert!(world.observe().is_unsure);
    world.wall_ahead -= HOUR;
    assert!(!world.observe().is_unsure && world.error() <= 520);
}

/// Before the first answer there is nothing but the wall clock, and no difference is claimed.
#[test]
fn without_an_answer_the_wall_clock_is_believed() {
    let mut world = World::new(HOUR);
    let moment = world.tick(3);
    assert_eq!((moment.now, moment.wall_ahead_ms), (instant(world.true_ms + HOUR), None));
}

/// Every age is right whenever it is painted: after a second, an hour and three days without an answer, whichever way they went by.
#[test]
fn ages_are_right_after_a_second_an_hour_and_three_days_without_an_answer() {
    for wall_ahead in [0, 45 * 60 * SECOND, -600 * SECOND, -86_400 * SECOND] {
        for slept in [None, Some(true), Some(false)] {
            let mut world = World::new(wall_ahead);
            for _ in 0..20 {
                world.pass(1_300);
                world.answer(40, 20);
            }
            // Half a second on either side of the estimate's error.
            let made = instant(world.true_ms - 40_500);
            let mut seen = vec![relative(made, world.observe().now)];
            for seconds in [1, 3_600, 3 * 86_400] {
                match slept {
                    Some(is_standing_still) if seconds > 1 => {
                        world.sleep((seconds - 6) * SECOND, is_standing_still);
                        world.tick(6);
                    }
                    _ => {
                        world.pass(seconds * SECOND);
                        world.observe();
                    }
                }
                seen.push(relative(made, world.observe().now));
            }
            assert_eq!(seen, ["40 s ago", "41 s ago", "1 h ago", "3 d 1 h ago"], "{wall_ahead} {slept:?}");
        }
    }
}

#[test]
fn a_difference_of_clocks_has_a_direction_and_an_amount_in_whole_minutes() {
    for (seconds, text) in
        [(2_700, "45 min ahead"), (2_699, "45 min ahead"), (-601, "10 min behind"), (-86_400, "1 d behind"), (7, "7 s ahead")]
    {
        assert_eq!(ahead_text(seconds), text);
    }
}
