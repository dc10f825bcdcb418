//! The start of a direct job: the selected containers, their names in answers, and the results of their targets (API.md §5.3,
//! §5.7).

use crate::clock::Moment;
use crate::containers::Container;
use crate::ids::Dice;
use crate::sync_body::Wish;
use crate::sync_job::SyncJob;
use crate::sync_sources::{FilterBy, Source};
use crate::targets::{self, Reports};

/// Creates a job that begins now, with the final results of its targets.
#[must_use]
pub fn begin(
    source: &'static Source,
    (id, domain): (&str, &str),
    wish: &Wish,
    stock: &[Container],
    now: Moment,
    dice: &mut Dice,
) -> (SyncJob, Vec<(String, String)>) {
    let sent = wish.called.as_deref().unwrap_or_default();
    let (chosen, unknown) = match wish.called {
        None => (stock.iter().collect(), Vec::new()),
        Some(_) => targets::choose(stock, sent.iter().map(String::as_str)),
    };
    let mut containers: Vec<String> = chosen.iter().map(|container| source.calls(container).to_owned()).collect();
    containers.extend(unknown.iter().map(|called| (*called).to_owned()));
    let by_id = || chosen.iter().map(|container| container.id.clone());
    let mut called: Vec<String> = match source.filter {
        FilterBy::Name => containers.clone(),
        FilterBy::Id => by_id().collect(),
        FilterBy::Both => containers.iter().cloned().chain(by_id()).collect(),
    };
    called.extend(unknown.iter().map(|called| (*called).to_owned()));
    let regions = if source.regional { regions(&chosen, &wish.regions) } else { Vec::new() };
    // The second time is 2 to 3 ms after the first (API.md §0.5).
    let updated = now.plus(2_000_000 + i64::try_from(dice.below(1_000_000)).unwrap_or(0));
    let job = SyncJob {
        id: id.to_owned(),
        domain: domain.to_owned(),
        source,
        created: now,
        updated,
        completed: None,
        status: "in_progress".to_owned(),
        abort: false,
        containers,
        called,
        regions,
        targets: None,
        raw: None,
    };
    (job, reports(source, wish, &chosen, &unknown, dice))
}

/// The requested regions, or all regions of the containers.
fn regions(chosen: &[&Container], asked: &[String]) -> Vec<String> {
    let all = chosen.iter().flat_map(|container| &container.targets);
    let mut regions = Vec::new();
    for region in if asked.is_empty() { all.collect::<Vec<_>>() } else { asked.iter().collect() } {
        if !regions.contains(region) {
            regions.push(region.clone());
        }
    }
    regions
}

fn reports(source: &Source, wish: &Wish, chosen: &[&Container], unknown: &[&str], dice: &mut Dice) -> Vec<(String, String)> {
    let mut reports = Reports::default();
    let nowhere = |region: &&String| !chosen.iter().any(|container| container.targets.contains(region));
    let astray: Vec<&String> = wish.regions.iter().filter(nowhere).collect();
    for container in chosen {
        let text = targets::outcome(container, source.target, dice);
        let wanted = |target: &&String| wish.regions.is_empty() || wish.regions.contains(target);
        let account = container.account.as_deref().filter(|_| source.regional);
        let key = |target: &str| account.map_or_else(|| target.to_owned(), |account| format!("{account}/{target}"));
        container.targets.iter().filter(wanted).for_each(|target| reports.note(&key(target), &text));
        // A region of only some of the containers does not concern the others; a region of none fails for each.
        astray.iter().for_each(|region| reports.note(&key(region), "the account has no such region"));
    }
    for called in unknown {
        reports.note(called, &targets::unknown_text(source.noun));
    }
    reports.into_list()
}
