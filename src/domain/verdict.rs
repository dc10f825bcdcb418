//! Our reading of a run. The appliance's status is shown beside it, and where status and targets contradict each other, that is
//! what the verdict says (API.md §5.8).

use super::cloud::Cloud;
use super::run::{Counts, Outcome, Run, RunStatus, TargetState};
use super::time::{Instant, Stamp, ms_between};

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Ended, and nothing says otherwise.
    Succeeded,
    /// Some targets went well, others did not.
    Partly {
        /// How many went well.
        ok: usize,
        /// Of how many.
        total: usize,
    },
    /// Ended badly.
    Failed,
    /// The status says one thing, every target the other.
    Contradiction,
    /// At work.
    Running,
    /// Waiting.
    Queued,
    /// Stopped before its end.
    Cancelled,
    /// At work or waiting for longer than any run should take.
    Stuck,
    /// A status that we do not know, as given.
    Unknown(String),
}

/// The kinds of verdict, for filters and badges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the Verdict of the same name")]
pub enum VerdictKind {
    Failed,
    Contradiction,
    Stuck,
    Partly,
    Unknown,
    Cancelled,
    Running,
    Queued,
    Succeeded,
}

impl VerdictKind {
    /// All of them, what needs a look first.
    pub const ALL: [VerdictKind; 9] = [
        VerdictKind::Failed,
        VerdictKind::Contradiction,
        VerdictKind::Stuck,
        VerdictKind::Partly,
        VerdictKind::Unknown,
        VerdictKind::Cancelled,
        VerdictKind::Running,
        VerdictKind::Queued,
        VerdictKind::Succeeded,
    ];

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            VerdictKind::Failed => "Failed",
            VerdictKind::Contradiction => "Contradiction",
            VerdictKind::Stuck => "Stuck",
            VerdictKind::Partly => "Partly",
            VerdictKind::Unknown => "Unknown",
            VerdictKind::Cancelled => "Cancelled",
            VerdictKind::Running => "Running",
            VerdictKind::Queued => "Queued",
            VerdictKind::Succeeded => "Succeeded",
        }
    }

    /// The word in a URL.
    pub fn as_param(self) -> &'static str {
        match self {
            VerdictKind::Failed => "failed",
            VerdictKind::Contradiction => "contradiction",
            VerdictKind::Stuck => "stuck",
            VerdictKind::Partly => "partly",
            VerdictKind::Unknown => "unknown",
            VerdictKind::Cancelled => "cancelled",
            VerdictKind::Running => "running",
            VerdictKind::Queued => "queued",
            VerdictKind::Succeeded => "succeeded",
        }
    }

    /// Reads the word of a URL.
    pub fn from_param(text: &str) -> Option<VerdictKind> {
        VerdictKind::ALL.into_iter().find(|kind| kind.as_param() == text)
    }
}

impl Verdict {
    /// Its kind.
    pub fn kind(&self) -> VerdictKind {
        match self {
            Verdict::Succeeded => VerdictKind::Succeeded,
            Verdict::Partly { .. } => VerdictKind::Partly,
            Verdict::Failed => VerdictKind::Failed,
            Verdict::Contradiction => VerdictKind::Contradiction,
            Verdict::Running => VerdictKind::Running,
            Verdict::Queued => VerdictKind::Queued,
            Verdict::Cancelled => VerdictKind::Cancelled,
            Verdict::Stuck => VerdictKind::Stuck,
            Verdict::Unknown(_) => VerdictKind::Unknown,
        }
    }
}

/// A run that has not ended after this is called stuck: forty times the slowest documented run (API.md §5.9), and the time after
/// which an unknown status is no longer polled (§9 Q4).
const STUCK_AFTER_MS: i64 = 30 * 60 * 1_000;

/// Reads a run.
pub fn verdict(run: &Run, now: Instant) -> Verdict {
    let counts = run.counts();
    match &run.status {
        RunStatus::Queued | RunStatus::Running if is_overdue(run, now) => Verdict::Stuck,
        RunStatus::Queued => Verdict::Queued,
        RunStatus::Running => Verdict::Running,
        RunStatus::Aborted => Verdict::Cancelled,
        RunStatus::Unknown(word) => Verdict::Unknown(word.clone()),
        RunStatus::Completed => of_completed(counts),
        RunStatus::Failed => of_failed(counts),
    }
}

fn of_completed(counts: Counts) -> Verdict {
    match counts {
        Counts { running: 0, not_ok: 0, .. } => Verdict::Succeeded,
        Counts { ok: 0, .. } => Verdict::Contradiction,
        // "Completed" with a target still at work is no success and no failure either.
        Counts { not_ok: 0, .. } => Verdict::Contradiction,
        Counts { ok, .. } => Verdict::Partly { ok, total: counts.total() },
    }
}

fn of_failed(counts: Counts) -> Verdict {
    match counts {
        Counts { ok: 0, .. } => Verdict::Failed,
        Counts { running: 0, not_ok: 0, .. } => Verdict::Contradiction,
        Counts { ok, .. } => Verdict::Partly { ok, total: counts.total() },
    }
}

fn is_overdue(run: &Run, now: Instant) -> bool {
    let since = run.enqueued.as_ref().or(run.created.as_ref()).and_then(Stamp::instant);
    since.is_some_and(|since| ms_between(since, now) > STUCK_AFTER_MS)
}

/// One sentence that says what came of a run: "3 of 12 vaults failed; 9 were synchronized."
pub fn headline(run: &Run, verdict: &Verdict) -> String {
    let counts = run.counts();
    let total = counts.total();
    let noun = |n: usize| target_noun(run.parameters.cloud(), n);
    match verdict {
        Verdict::Succeeded if total == 0 => "Completed; the appliance gives no result per target.".to_owned(),
        Verdict::Succeeded if total == 1 => format!("The {} was synchronized.", noun(1)),
        Verdict::Succeeded => format!("All {total} {} were synchronized.", noun(total)),
        Verdict::Partly { ok, total } => {
            let were = if *ok == 1 { "was" } else { "were" };
            if counts.running == 0 {
                format!("{} of {total} {} failed; {ok} {were} synchronized.", counts.not_ok, noun(*total))
            } else {
                let bad = counts.not_ok;
                let open = counts.running;
                format!("{bad} of {total} {} failed, {open} did not finish; {ok} {were} synchronized.", noun(*total))
            }
        }
        Verdict::Failed if total == 0 => "Failed; the appliance gives no result per target.".to_owned(),
        Verdict::Failed if total == 1 => format!("The {} was not synchronized.", noun(1)),
        Verdict::Failed => format!("None of {total} {} was synchronized.", noun(total)),
        Verdict::Contradiction => {
            let says = run.status.label().to_lowercase();
            if counts.ok == total {
                format!("The appliance says {says}, yet {} reports success.", every(total, noun(total)))
            } else if counts.not_ok == total {
                format!("The appliance says {says}, yet {} reports no success.", every(total, noun(total)))
            } else {
                format!("The appliance says {says}, yet {} of {total} {} did not finish.", counts.running, noun(total))
            }
        }
        Verdict::Running if total == 0 => "Running; no result yet.".to_owned(),
        // How many are still to come is not known: the appliance may name only those that it is done with.
        Verdict::Running => {
            let done = counts.ok + counts.not_ok;
            format!("Running; {done} {} done so far.", noun(done))
        }
        Verdict::Queued => "Queued; it has not begun.".to_owned(),
        Verdict::Cancelled if total == 0 => "Stopped before its end.".to_owned(),
        Verdict::Cancelled => format!("Stopped before its end; {} of {total} {} done.", counts.ok, noun(total)),
        Verdict::Stuck => "Not finished after more than 30 minutes.".to_owned(),
        Verdict::Unknown(word) if word.is_empty() => "The appliance gives no status.".to_owned(),
        Verdict::Unknown(word) => format!("The appliance gives a status that this console does not know: {word}"),
    }
}

fn every(total: usize, noun: &str) -> String {
    if total == 1 { format!("the one {noun}") } else { format!("each of {total} {noun}") }
}

fn target_noun(cloud: Option<Cloud>, n: usize) -> &'static str {
    match cloud {
        Some(cloud) => cloud.target_noun(n),
        None if n == 1 => "target",
        None => "targets",
    }
}

/// The first text that says why: that of the first target not successful, else the run's own.
pub fn first_cause(run: &Run) -> Option<&str> {
    let target = run.targets().iter().find(|target| target.state == TargetState::NotOk).map(|target| target.text.as_str());
    let own = match &run.outcome {
        Outcome::Text(text) => Some(text.as_str()),
        Outcome::Nothing | Outcome::Targets(_) | Outcome::Other(_) => run.note.as_deref(),
    };
    target.or(own).filter(|text| !text.trim().is_empty())
}
