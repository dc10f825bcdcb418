#!/bin/sh
# Package: saffron 0.1.0 (crates.io); chrono 0.4.45.
# Behaviour: a range that wraps around the end of its field fires one value too early: `58-2` fires at minute 57 too, `22-2` at 21
# o'clock, `28-3` on the 27th, `11-2` in October.
# Guess: refused, as most engines do, or the values from 58 to 2: the crate takes such ranges on purpose, as Quartz does.
# Seen: 57, 58, 59, 0, 1, 2. A range that does not wrap is right.
# Matters: nobody counts the firings of a night; the one at 21:00 falls into working hours. A console that fires such a
# line by one engine and lists its firings by another shows one run too many, which nobody asked for.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
mkdir src
cat >Cargo.toml <<'END'
[package]
name = "probe"
version = "0.1.0"
edition = "2021"
[dependencies]
chrono = { version = "=0.4.45", default-features = false, features = ["std"] }
saffron = "=0.1.0"
END
cat >src/main.rs <<'END'
use chrono::{DateTime, Utc};
fn show(line: &str, format: &str, count: usize) {
    let start: DateTime<Utc> = "2026-11-30T12:30:30Z".parse().unwrap();
    let due = line.parse::<saffron::Cron>().unwrap().iter_after(start).take(count);
    println!("{line}: {}", due.map(|date| date.format(format).to_string()).collect::<Vec<_>>().join(" "));
}
fn main() {
    show("58-2 * * * *", "%H:%M", 7);
    show("0 22-2 * * *", "%H:%M", 7);
    show("0 0 28-3 * *", "%m-%d", 9);
    show("0 0 1 11-2 *", "%m-%d", 6);
    show("0 20-23 * * *", "%H:%M", 5);
}
END
cargo run --quiet --target-dir target | tee seen

cat >recorded <<'END'
58-2 * * * *: 12:57 12:58 12:59 13:00 13:01 13:02 13:57
0 22-2 * * *: 21:00 22:00 23:00 00:00 01:00 02:00 21:00
0 0 28-3 * *: 12-01 12-02 12-03 12-27 12-28 12-29 12-30 12-31 01-01
0 0 1 11-2 *: 12-01 01-01 02-01 10-01 11-01 12-01
0 20-23 * * *: 20:00 21:00 22:00 23:00 20:00
END
diff recorded seen
