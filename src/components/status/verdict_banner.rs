//! The summary at the top of a run or a sync job: verdict, reason, and the appliance's own text.

use super::badges::verdict_look;
use crate::components::fields::untrusted_text::UntrustedText;
use crate::domain::name::Name;
use crate::domain::run::report::Report;
use crate::domain::run::verdict::{Verdict, advice, headline};
use crate::platform::html::{self, AnyView, IntoView};
use crate::platform::number::grouped;
use crate::reactive::*;
use crate::ui::{Banner, Icon, Meter, Tone};

/// The banner, with the counts of its targets.
#[component]
pub fn VerdictBanner(
    report: Memo<Option<Report>>,
    reading: Memo<Option<Verdict>>,
    /// Finished targets and all targets, where known.
    #[prop(into, optional)]
    progress: Signal<Option<(usize, usize)>>,
) -> AnyView {
    let sentence = memo(move || match (report.get(), reading.get()) {
        (Some(report), Some(reading)) => headline(&report, &reading),
        _ => String::new(),
    });
    let look = memo(move || {
        reading.with(|reading| reading.as_ref().map(verdict_look)).unwrap_or((Tone::Idle, Icon::Question, String::new()))
    });
    let status =
        memo(move || report.with(|report| report.as_ref().map(|report| report.status_as_given.clone())).unwrap_or_default());
    let cause = memo(move || report.with(|report| report.as_ref().and_then(Report::first_cause)));
    let why = move || {
        cause.get().map(|cause| {
            let often = if cause.count > 1 { format!(", {} times", grouped(cause.count)) } else { String::new() };
            ("First cause: ", view! { <UntrustedText text=cause.name.trim_end_matches('.').to_owned()/> }, often, ". ")
        })
    };
    let says = html::p().child(why).child(move || match status.get() {
        none if none.trim().is_empty() => "The appliance reports no status.".into_any(),
        status => ("The appliance reports ", html::code().child(Name::from(status).marked()), ".").into_any(),
    });
    let todo = memo(move || report.with(|report| reading.with(|reading| advice(report.as_ref()?, reading.as_ref()?))));
    let todo = move || todo.get().map(|text| html::p().child(text));
    let counts = memo(move || report.with(|report| report.as_ref().map(Report::counts).unwrap_or_default()));
    let parts = derived(move || {
        let counts = counts.get();
        let open = progress.get().map_or(counts.running, |(_, all)| all.saturating_sub(counts.ok + counts.not_ok));
        vec![(Tone::Ok, counts.ok), (Tone::Bad, counts.not_ok), (Tone::Idle, open)]
    });
    let in_words = memo(move || {
        let counts = counts.get();
        let done = progress.get().map(|(done, all)| format!("{} of {} done: ", grouped(done), grouped(all))).unwrap_or_default();
        format!("{done}{} synchronized, {} failed", grouped(counts.ok), grouped(counts.not_ok))
    });
    let meter = move || {
        let is_worth_it = counts.get().total() > 1 || progress.get().is_some_and(|(_, all)| all > 1);
        is_worth_it.then(|| {
            let words = move || progress.get().map(|_| html::p().class("dim num").child(in_words));
            (view! { <Meter parts=parts label=in_words/> }, words)
        })
    };
    let (tone, icon) = (derived(move || look.get().0), derived(move || look.get().1));
    let body = (says, todo, meter).into_any();
    view! { <Banner big=true tone=tone icon=icon title=sentence>{body}</Banner> }.into_any()
}
