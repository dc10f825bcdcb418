#!/bin/sh
# Packages: APScheduler 3.11.3, croniter 7.0.0 (PyPI); cron 0.17.0 (crates.io); chrono 0.4.45.
# Behaviour: `0 0 * * 1` is Monday in croniter, TUESDAY by APScheduler's `from_crontab`, and SUNDAY in the Rust crate `cron`.
# Guess: Monday, or an error. A function with "crontab" in its name reads crontab's numbers, and the crate takes `MON` for Monday.
# Seen: as below. APScheduler counts from Monday as 0, the crate from Sunday as 1 as Quartz does. Names agree in all three.
# Matters: one stored line runs on three days of the week by the language of the worker, once a week in each, so that nothing
# fails. A console should store and show names of weekdays where it has the choice.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check apscheduler==3.11.3 croniter==7.0.0
mkdir src
cat >Cargo.toml <<'END'
[package]
name = "probe"
version = "0.1.0"
edition = "2021"
[dependencies]
chrono = { version = "=0.4.45", default-features = false, features = ["std"] }
cron = "=0.17.0"
END
cat >src/main.rs <<'END'
use std::str::FromStr;
fn main() {
    let start = chrono::DateTime::parse_from_rfc3339("2026-11-30T00:00:30Z").unwrap().to_utc();
    for line in ["0 0 * * 1", "0 0 * * MON"] {
        let schedule = cron::Schedule::from_str(&format!("0 {line}")).unwrap();
        println!("crate cron {line}: {}", schedule.after(&start).next().unwrap().format("%a %F"));
    }
}
END
cat >probe.py <<'END'
from datetime import datetime, timezone
from apscheduler.triggers.cron import CronTrigger
from croniter import croniter
start = datetime(2026, 11, 30, 0, 0, 30, tzinfo=timezone.utc)
for line in ("0 0 * * 1", "0 0 * * MON"):
    print(f"croniter {line}: {croniter(line, start).get_next(datetime):%a %F}")
    print(f"APScheduler {line}: {CronTrigger.from_crontab(line, timezone.utc).get_next_fire_time(None, start):%a %F}")
END
{ venv/bin/python probe.py; cargo run --quiet --target-dir target; } | tee seen

cat >recorded <<'END'
croniter 0 0 * * 1: Mon 2026-12-07
APScheduler 0 0 * * 1: Tue 2026-12-01
croniter 0 0 * * MON: Mon 2026-12-07
APScheduler 0 0 * * MON: Mon 2026-12-07
crate cron 0 0 * * 1: Sun 2026-12-06
crate cron 0 0 * * MON: Mon 2026-12-07
END
diff recorded seen
