#!/bin/sh
# Packages: @electric-sql/pglite 0.5.17 (npm: PostgreSQL 18.7 as wasm); duckdb 2.0.1 (PyPI).
# Behaviour: a daily series at 02:30 that crosses the night in which 02:30 does not exist stays at 03:30 for good.
# Guess: 03:30 on the one day, 02:30 again from the next. The start and the step say 02:30 each day, a step of "1 day" (not of 24
# hours) exists for that very purpose, and the series in October keeps its hour.
# Seen: 03:30 to the end, in both. Each row is the row before plus a day, and that row has been moved already. In October the two
# differ by an hour on the day with two 02:30s: PostgreSQL takes the second, DuckDB the first.
# Matters: firings made by `generate_series` to be joined with runs are an hour late from the last Sunday of March to the end of
# the series, and each run counts as missed. Such a series must be made in local time and converted row by row.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check duckdb==2.0.1 tzdata==2026.6
echo '{}' >package.json
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.17 >/dev/null

cat >probe.mjs <<'END'
import { PGlite } from '@electric-sql/pglite';
const database = new PGlite();
await database.query(`set timezone = 'Europe/Berlin'`);
for (const [from, to] of [['2026-03-28', '2026-04-01'], ['2026-10-24', '2026-10-27']]) {
  const text = `select to_char(x, 'MM-DD HH24:MI') as due, to_char(x at time zone 'UTC', 'HH24:MI') as utc
    from generate_series(timestamptz '${from} 02:30', timestamptz '${to} 00:00', interval '1 day') x`;
  for (const { due, utc } of (await database.query(text)).rows) console.log('postgresql', due, 'is', utc + 'Z');
}
END
cat >probe.py <<'END'
import duckdb
duckdb.sql("set timezone = 'Europe/Berlin'")
for first, last in (("2026-03-28", "2026-04-01"), ("2026-10-24", "2026-10-27")):
    text = f"""select strftime(x at time zone 'Europe/Berlin', '%m-%d %H:%M'), strftime(x at time zone 'UTC', '%H:%M')
      from generate_series(timestamptz '{first} 02:30', timestamptz '{last} 00:00', interval '1 day') series(x)"""
    for due, utc in duckdb.sql(text).fetchall():
        print("duckdb", due, "is", utc + "Z")
END
{ node probe.mjs; venv/bin/python probe.py; } | tee seen

cat >recorded <<'END'
postgresql 03-28 02:30 is 01:30Z
postgresql 03-29 03:30 is 01:30Z
postgresql 03-30 03:30 is 01:30Z
postgresql 03-31 03:30 is 01:30Z
postgresql 10-24 02:30 is 00:30Z
postgresql 10-25 02:30 is 01:30Z
postgresql 10-26 02:30 is 01:30Z
duckdb 03-28 02:30 is 01:30Z
duckdb 03-29 03:30 is 01:30Z
duckdb 03-30 03:30 is 01:30Z
duckdb 03-31 03:30 is 01:30Z
duckdb 10-24 02:30 is 00:30Z
duckdb 10-25 02:30 is 00:30Z
duckdb 10-26 02:30 is 01:30Z
END
diff recorded seen
