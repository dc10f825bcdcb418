//! Requests for the last runs of the schedules on screen: few, and true whatever the appliance makes of several ids.

use std::collections::{BTreeMap, BTreeSet};

use super::last_runs::{run, runs};
use crate::support::rng::Rng;
use keysync::domain::appliance::id::ScheduleId;
use keysync::domain::list::row::Row;
use keysync::domain::run::last_run_requests::{GroupAnswer, LastRunRequests};
use keysync::domain::run::summary::RunSummary;

fn ids(count: usize) -> Vec<ScheduleId> {
    (0..count).map(|n| ScheduleId::from(format!("s{n}").as_str())).collect()
}

/// How an appliance reads a repeated `job_config_id` (API.md §9 Q38).
#[derive(Clone, Copy, Debug, PartialEq)]
enum Reading {
    Each,
    First,
    Last,
    /// The filter is ignored.
    None,
    Refused,
    /// Each, but oldest first.
    Oldest,
}

struct Appliance {
    reading: Reading,
    /// Newest first: minute and schedule.
    runs: Vec<(i64, usize)>,
    requests: usize,
}

impl Appliance {
    fn answer(&mut self, asked: &[ScheduleId]) -> Option<(Vec<RunSummary>, u64)> {
        self.requests += 1;
        let names: Vec<&str> = asked.iter().map(ScheduleId::as_str).collect();
        let wanted = match (self.reading, names.as_slice()) {
            (_, [_]) | (Reading::Each | Reading::Oldest, _) => Some(names),
            (Reading::First, [first, ..]) => Some(vec![*first]),
            (Reading::Last, [.., last]) => Some(vec![*last]),
            (Reading::None, _) => None,
            (Reading::Refused, _) => return None,
            (Reading::First | Reading::Last, []) => Some(Vec::new()),
        };
        let fits = |schedule: &str| wanted.as_ref().is_none_or(|wanted| wanted.contains(&schedule));
        let mut matching: Vec<_> = self.runs.iter().filter(|(_, of)| fits(&format!("s{of}"))).collect();
        if self.reading == Reading::Oldest && asked.len() > 1 {
            matching.reverse();
        }
        let rows = matching.iter().take(asked.len()).map(|(n, of)| run(&format!("r{n}"), &format!("s{of}"), *n, "completed"));
        let page = runs(rows.collect());
        Some((page.iter().filter_map(Row::good).map(RunSummary::of).collect(), matching.len() as u64))
    }

    /// The minute of each schedule's last run as the console finds it, `None` for no run.
    fn learn(&mut self, requests: &mut LastRunRequests, missing: &[ScheduleId]) -> BTreeMap<ScheduleId, Option<String>> {
        let mut known = BTreeMap::new();
        loop {
            let open: Vec<ScheduleId> = missing.iter().filter(|id| !known.contains_key(*id)).cloned().collect();
            let asked = requests.next(open.clone());
            assert!(requests.next(open).is_empty(), "each is requested once at a time");
            if asked.is_empty() {
                return known;
            }
            for asked in asked {
                let answer = self.answer(&asked);
                if let [id] = asked.as_slice() {
                    let newest = answer.and_then(|(runs, _)| runs.into_iter().next());
                    requests.end(id, newest.as_ref());
                    known.insert(id.clone(), newest.map(|run| run.id.to_string()));
                    continue;
                }
                let answer = answer.as_ref();
                let given = answer.map_or(GroupAnswer::Refused, |(runs, total)| GroupAnswer::Runs { runs, total: *total });
                for (id, run) in requests.end_group(&asked, given) {
                    known.insert(id, Some(run.id.to_string()));
                }
            }
        }
    }
}

/// Against brute force: whatever an appliance makes of several ids, the last run of each schedule is found, or none where there is
/// none, with at most one request more for every 25 schedules than one for each.
#[test]
fn last_runs_are_found_whatever_an_appliance_makes_of_several_ids() {
    let mut rng = Rng::new();
    let readings = [Reading::Each, Reading::First, Reading::Last, Reading::None, Reading::Refused, Reading::Oldest];
    for case in 0..300 {
        let reading = readings[case % readings.len()];
        let count = 1 + rng.below(60);
        let often = 1 + rng.below(count);
        let all = (0..400 - case).map(|n| {
            let most = if rng.flag() { often } else { count + 3 };
            (1_000 - i64::try_from(n).unwrap(), rng.below(most))
        });
        let mut appliance = Appliance { reading, runs: all.collect(), requests: 0 };
        let missing = ids(count);
        let known = appliance.learn(&mut LastRunRequests::default(), &missing);
        for (at, id) in missing.iter().enumerate() {
            let truth = appliance.runs.iter().find(|(_, of)| *of == at).map(|(n, _)| format!("r{n}"));
            assert_eq!(known[id], truth, "case {case}, {reading:?}: {id}");
        }
        // Groups go on only while half of one is found, and so halve.
        let groups = count.div_ceil(25) * 6;
        assert!(appliance.requests <= count + groups, "case {case}, {reading:?}: {} for {count}", appliance.requests);
    }
}

/// Schedules that run equally often cost one request, and one with no run another.
#[test]
fn schedules_of_one_pace_cost_one_request() {
    let rounds = (0..40).flat_map(|round| (0..24).map(move |of| (10_000 - round * 100 - i64::try_from(of).unwrap(), of)));
    let mut appliance = Appliance { reading: Reading::Each, runs: rounds.collect(), requests: 0 };
    let known = appliance.learn(&mut LastRunRequests::default(), &ids(24));
    assert_eq!((known.len(), appliance.requests), (24, 1));
    let known = appliance.learn(&mut LastRunRequests::default(), &ids(25));
    assert_eq!((known[&ids(25)[24]].clone(), appliance.requests), (None, 3));
}

/// An appliance that has shown that it reads one id only is asked for one at a time from then on.
#[test]
fn an_appliance_that_reads_one_id_gets_no_second_group() {
    let rounds = (0..40).flat_map(|round| (0..50).map(move |of| (10_000 - round * 100 - i64::try_from(of).unwrap(), of)));
    for reading in [Reading::First, Reading::Last, Reading::Refused] {
        let mut appliance = Appliance { reading, runs: rounds.clone().collect(), requests: 0 };
        let mut requests = LastRunRequests::default();
        let all = ids(50);
        appliance.learn(&mut requests, &all[..25]);
        let sizes: BTreeSet<usize> = requests.next(all[25..].to_vec()).iter().map(Vec::len).collect();
        assert_eq!(sizes, BTreeSet::from([1]), "{reading:?}");
    }
}
