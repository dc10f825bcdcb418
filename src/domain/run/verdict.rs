//! The console's reading of a run or a sync job. The screen shows the appliance's status beside the verdict; a contradiction
//! between status and texts is a verdict of its own (API.md §5.8).

use super::report::{Counts, Report, RunStatus, SILENT_MS};
use crate::domain::sync::cloud::Cloud;
use crate::domain::time::{Instant, ms_between};

/// Verdict about a run or a sync job.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Completed, and every text reports success, or there is no text.
    Succeeded,
    /// Some targets succeeded, others did not.
    Partly {
        /// Number of targets that succeeded.
        ok: usize,
        /// Number of all targets.
        total: usize,
    },
    /// Ended without success.
    Failed,
    /// Status and texts contradict each other.
    Contradiction,
    Running,
    /// Running, with an abort requested (API.md §5.6).
    Cancelling,
    Queued,
    /// Stopped before the end.
    Cancelled,
    /// Not ended, and without a change for longer than any run should take.
    Stuck,
    /// An unknown status, verbatim.
    Unknown(String),
}

/// The kinds of verdict, for filters and badges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// All kinds, most urgent first.
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

    /// Gives the text on the screen.
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

    /// Gives the word in a URL.
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

    /// Reads the word of a URL; `None` for an unknown word.
    pub fn from_param(text: &str) -> Option<VerdictKind> {
        VerdictKind::ALL.into_iter().find(|kind| kind.as_param() == text)
    }

    /// True if the verdict requires action.
    pub fn needs_a_look(self) -> bool {
        matches!(self, VerdictKind::Failed | VerdictKind::Contradiction | VerdictKind::Stuck | VerdictKind::Partly)
    }
}

/// A filter by verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictFilter {
    /// Every verdict that requires action.
    NeedsALook,
    /// One kind of verdict.
    Kind(VerdictKind),
}

impl VerdictFilter {
    /// Gives all filters, the widest first, then the kinds by urgency.
    pub fn all() -> impl Iterator<Item = VerdictFilter> {
        std::iter::once(VerdictFilter::NeedsALook).chain(VerdictKind::ALL.map(VerdictFilter::Kind))
    }

    /// Gives the text on the screen.
    pub fn label(self) -> &'static str {
        match self {
            VerdictFilter::NeedsALook => "Needs a look",
            VerdictFilter::Kind(kind) => kind.label(),
        }
    }

    /// Gives the word in a URL.
    pub fn as_param(self) -> &'static str {
        match self {
            VerdictFilter::NeedsALook => "needs-a-look",
            VerdictFilter::Kind(kind) => kind.as_param(),
        }
    }

    /// Reads the word of a URL; `None` for an unknown word.
    pub fn from_param(text: &str) -> Option<VerdictFilter> {
        VerdictFilter::all().find(|filter| filter.as_param() == text)
    }

    /// True if the filter includes a verdict.
    pub fn matches(self, kind: VerdictKind) -> bool {
        match self {
            VerdictFilter::NeedsALook => kind.needs_a_look(),
            VerdictFilter::Kind(wanted) => kind == wanted,
        }
    }
}

impl Verdict {
    /// Gives the kind of the verdict.
    pub fn kind(&self) -> VerdictKind {
        match self {
            Verdict::Succeeded => VerdictKind::Succeeded,
            Verdict::Partly { .. } => VerdictKind::Partly,
            Verdict::Failed => VerdictKind::Failed,
            Verdict::Contradiction => VerdictKind::Contradiction,
            Verdict::Running | Verdict::Cancelling => VerdictKind::Running,
            Verdict::Queued => VerdictKind::Queued,
            Verdict::Cancelled => VerdictKind::Cancelled,
            Verdict::Stuck => VerdictKind::Stuck,
            Verdict::Unknown(_) => VerdictKind::Unknown,
        }
    }
}

/// Input of a verdict; kept with a run's summary in place of its targets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictInputs {
    status: RunStatus,
    abort: bool,
    targets: Counts,
    said: Counts,
    changed: Option<Instant>,
}

impl VerdictInputs {
    /// Takes the input from a report.
    #[must_use]
    pub fn of(report: &Report) -> VerdictInputs {
        let (targets, said) = (report.counts(), report.said_counts());
        VerdictInputs { status: report.status.clone(), abort: report.abort, targets, said, changed: report.changed() }
    }

    /// Counts the targets by state.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.targets
    }

    /// Gives the verdict as of `now`.
    #[must_use]
    pub fn verdict(&self, now: Instant) -> Verdict {
        let texts = Counts {
            ok: self.targets.ok + self.said.ok,
            running: self.targets.running + self.said.running,
            not_ok: self.targets.not_ok + self.said.not_ok,
        };
        let Counts { ok, .. } = self.targets;
        match &self.status {
            RunStatus::Aborted => Verdict::Cancelled,
            RunStatus::Completed | RunStatus::Failed if self.abort => Verdict::Cancelled,
            RunStatus::Completed if texts.total() == 0 || texts.all_ok() => Verdict::Succeeded,
            RunStatus::Completed => Verdict::Contradiction,
            RunStatus::Failed if texts.all_ok() => Verdict::Contradiction,
            RunStatus::Failed if ok > 0 => Verdict::Partly { ok, total: self.targets.total() },
            RunStatus::Failed => Verdict::Failed,
            RunStatus::Queued | RunStatus::Running | RunStatus::Unknown(_) if self.is_silent(now) => Verdict::Stuck,
            RunStatus::Queued | RunStatus::Running if self.abort => Verdict::Cancelling,
            RunStatus::Queued => Verdict::Queued,
            RunStatus::Running => Verdict::Running,
            RunStatus::Unknown(word) => Verdict::Unknown(word.clone()),
        }
    }

    fn is_silent(&self, now: Instant) -> bool {
        self.changed.is_some_and(|at| ms_between(at, now) > SILENT_MS)
    }
}

/// Gives the verdict about a report as of `now`.
#[must_use]
pub fn verdict(report: &Report, now: Instant) -> Verdict {
    VerdictInputs::of(report).verdict(now)
}

/// Gives the verdict as one sentence: "3 of 12 vaults failed; 9 were synchronized."
#[must_use]
pub fn headline(report: &Report, verdict: &Verdict) -> String {
    let counts = report.counts();
    let total = counts.total();
    let noun = |n: usize| target_noun(report.cloud, n);
    match verdict {
        Verdict::Succeeded if total == 0 && report.said.is_empty() => "Completed; no details given.".to_owned(),
        Verdict::Succeeded if total == 0 => "Completed, and the appliance's message reports success.".to_owned(),
        Verdict::Succeeded if total == 1 => format!("The {} was synchronized.", noun(1)),
        Verdict::Succeeded => format!("All {total} {} were synchronized.", noun(total)),
        Verdict::Partly { ok, total } => {
            let were = if *ok == 1 { "was" } else { "were" };
            match (counts.not_ok, counts.running) {
                // All targets succeeded, so a text without a target reports the failure.
                (0, 0) => format!("Failed as a whole; {ok} of {total} {} {were} synchronized.", noun(*total)),
                (bad, 0) => format!("{bad} of {total} {} failed; {ok} {were} synchronized.", noun(*total)),
                (0, open) => format!("{open} of {total} {} did not finish; {ok} {were} synchronized.", noun(*total)),
                (bad, open) => {
                    format!("{bad} of {total} {} failed, {open} did not finish; {ok} {were} synchronized.", noun(*total))
                }
            }
        }
        Verdict::Failed if total == 0 => "Failed; the appliance gives no result per target.".to_owned(),
        Verdict::Failed if total == 1 => format!("The {} was not synchronized.", noun(1)),
        Verdict::Failed => format!("None of {total} {} was synchronized.", noun(total)),
        Verdict::Contradiction => contradiction(report, counts),
        Verdict::Running if total == 0 => "Running; no result yet.".to_owned(),
        Verdict::Cancelling => "Asked to stop; the work in progress is being finished.".to_owned(),
        // The number of remaining targets is unknown: the appliance may list only the finished ones.
        Verdict::Running => {
            let done = counts.ok + counts.not_ok;
            format!("Running; {done} {} done so far.", noun(done))
        }
        Verdict::Queued => "Queued; not started yet.".to_owned(),
        Verdict::Cancelled => {
            let how = match report.status {
                RunStatus::Aborted => "Stopped before its end".to_owned(),
                _ => format!("Cancelled (reported as {})", report.status_as_given),
            };
            // The appliance leaves out targets that it did not reach, so the sentence gives no total.
            if total == 0 { format!("{how}.") } else { format!("{how}; {} {} synchronized.", counts.ok, noun(counts.ok)) }
        }
        Verdict::Stuck => "Not finished, and no change for more than 30 minutes.".to_owned(),
        Verdict::Unknown(word) if word.is_empty() => "The appliance gives no status.".to_owned(),
        Verdict::Unknown(word) => format!("The appliance gives a status that this console does not know: {word}"),
    }
}

/// Gives a next step for a contradiction or a stuck run; `None` if no action is needed, and for failures, whose causes give it.
#[must_use]
pub fn advice(report: &Report, verdict: &Verdict) -> Option<&'static str> {
    match verdict {
        Verdict::Contradiction if report.status == RunStatus::Failed => {
            Some("The results do not name a failure: check the appliance's own log before you synchronize again.")
        }
        Verdict::Contradiction => Some(match report.counts() {
            counts if counts.not_ok + counts.running > 0 => {
                "Trust the single results rather than the status: containers without a reported success may not be synchronized."
            }
            counts if counts.total() == 0 => "Read the appliance's message before you rely on the status.",
            _ => "Read the error beside the results before you rely on them.",
        }),
        Verdict::Stuck => {
            Some("Check whether its node is up. If it is, the status may never change; containers with a result keep it.")
        }
        _ => None,
    }
}

fn contradiction(report: &Report, counts: Counts) -> String {
    let says = report.status.label().to_lowercase();
    let total = counts.total();
    let noun = target_noun(report.cloud, total);
    let every = || if total == 1 { format!("the one {noun}") } else { format!("each of {total} {noun}") };
    match counts {
        Counts { ok: 0, running: 0, not_ok: 0 } => {
            let is = if report.status == RunStatus::Failed { "success" } else { "no success" };
            format!("The appliance says {says}, yet its message reports {is}.")
        }
        counts if counts.all_ok() && report.status == RunStatus::Failed => {
            format!("The appliance says {says}, yet {} reports success.", every())
        }
        // All targets succeeded, so a text without a target is the contradiction.
        counts if counts.all_ok() => {
            format!("The appliance says {says} and {} reports success, yet it also gives an error.", every())
        }
        Counts { ok: 0, running: 0, .. } => format!("The appliance says {says}, yet {} reports no success.", every()),
        Counts { running: 0, not_ok, .. } => format!("The appliance says {says}, yet {not_ok} of {total} {noun} failed."),
        Counts { running, not_ok: 0, .. } => {
            format!("The appliance says {says}, yet {running} of {total} {noun} did not finish.")
        }
        Counts { running, not_ok, .. } => {
            format!("The appliance says {says}, yet {not_ok} of {total} {noun} failed and {running} did not finish.")
        }
    }
}

fn target_noun(cloud: Option<Cloud>, n: usize) -> &'static str {
    match cloud {
        Some(cloud) => cloud.target_noun(n),
        None if n == 1 => "target",
        None => "targets",
    }
}
