//! Words in a schedule's name that make the appliance misbehave, so that people can try every failure by hand.

use std::time::Duration;

use crate::calls::{Answer, Ending, Payload, Refusal, Reply};

/// The answer of an appliance that is starting, which is also the answer of the `html-503` sentinel.
pub const STARTING: &str = "<!doctype html><html><head><title>503</title></head><body><h1>Service starting</h1></body></html>";

/// Whether the name contains the word, not as part of a longer one: "change" does not ask for `hang`.
#[must_use]
pub fn asks(name: &str, word: &str) -> bool {
    let ends = |rest: &str, beside: Option<char>| rest.is_empty() || beside.is_some_and(|c| !c.is_alphanumeric());
    name.match_indices(word).any(|(at, _)| {
        let (before, after) = (&name[..at], &name[at + word.len()..]);
        ends(before, before.chars().next_back()) && ends(after, after.chars().next())
    })
}

/// The request for the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Create or change.
    Save,
    /// Run now.
    Run,
}

/// Whether the name's sentinels act on this request: with `on-run` in the name they ignore saving, so that such a schedule can be
/// created.
#[must_use]
pub fn armed(name: &str, act: Act) -> bool {
    act == Act::Run || !asks(name, "on-run")
}

/// Answers in place of the appliance, before the work is done, if the name asks for that.
#[must_use]
pub fn refusal(name: &str, act: Act) -> Option<Reply> {
    let asks = |word: &str| armed(name, act) && asks(name, word);
    if asks("fail-500") {
        Some(Refusal::internal().into())
    } else if asks("conflict") {
        Some(Refusal::conflict("the schedule is being changed by someone else").into())
    } else if asks("forbidden") {
        Some(Refusal::forbidden("there is no licence for this feature").into())
    } else if asks("rate-limited") {
        let mut reply = Reply::from(Refusal::too_many());
        reply.headers.push(("retry-after".to_owned(), "5".to_owned()));
        Some(reply)
    } else if asks("invalid-run-at") {
        Some(Refusal::validation(&["run_at: the engine cannot read this expression".to_owned()]).into())
    } else if asks("html-503") {
        let payload = Payload::Raw("text/html; charset=utf-8".to_owned(), STARTING.as_bytes().to_vec());
        Some(Reply { payload, ..Reply::empty(503) })
    } else {
        None
    }
}

/// Spoils an answer after the work was done, if the name asks for that.
///
/// # Errors
/// The failure in `answer`.
pub fn spoil(name: &str, act: Act, answer: Answer) -> Answer {
    let asks = |word: &str| armed(name, act) && asks(name, word);
    answer.map(|mut reply| {
        if asks("slow-5s") {
            reply.delay += Duration::from_secs(5);
        }
        if asks("hang") {
            reply.ending = Ending::Hang;
        } else if asks("cut") {
            reply.ending = Ending::Cut;
        }
        reply
    })
}
