#!/bin/sh
# Packages: python-dateutil 4.0.0, duckdb 2.0.1 (PyPI); @electric-sql/pglite 0.5.17 (npm: PostgreSQL 18.7 as wasm).
# Behaviour: `UTC+3` and `GMT+3` are three hours EAST for dateutil and DuckDB, and three hours WEST for PostgreSQL: six hours
# apart. With `Etc/` before it DuckDB and dateutil turn west too, so that one prefix moves a clock by six hours.
# Guess: one sign. Either all follow ISO 8601 (plus is east) or all follow POSIX (plus is west); and a prefix that says only
# where a name is filed does not change its value.
# Seen: as below; noon in the zone, given in UTC. PostgreSQL even reads `+03:00` the POSIX way.
# Matters: a time zone typed as text goes through several of these on its way (a form, a database, a report) and no one of them
# raises an error. Names of places are safe.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check tzdata==2026.6 python-dateutil==4.0.0 duckdb==2.0.1
echo '{}' >package.json
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.17 >/dev/null

cat >probe.py <<'END'
from datetime import datetime, timezone
import dateutil.tz, duckdb

for name in ("UTC+3", "GMT+3", "Etc/GMT+3"):
    noon = datetime(2026, 1, 1, 12, tzinfo=dateutil.tz.gettz(name)).astimezone(timezone.utc)
    query = f"select (timestamp '2026-01-01 12:00' at time zone '{name}') at time zone 'UTC'"
    print(name, "dateutil", f"{noon:%H:%M}", "duckdb", f"{duckdb.sql(query).fetchall()[0][0]:%H:%M}")
END
cat >probe.mjs <<'END'
import { PGlite } from '@electric-sql/pglite';
const database = new PGlite();
for (const name of ['UTC+3', 'GMT+3', 'Etc/GMT+3', '+03:00']) {
  const text = `select to_char((timestamp '2026-01-01 12:00' at time zone '${name}') at time zone 'UTC', 'HH24:MI') as time`;
  console.log(name, 'postgresql', (await database.query(text)).rows[0].time);
}
END
{ venv/bin/python probe.py; node probe.mjs; } | tee seen

cat >recorded <<'END'
UTC+3 dateutil 09:00 duckdb 09:00
GMT+3 dateutil 09:00 duckdb 09:00
Etc/GMT+3 dateutil 15:00 duckdb 15:00
UTC+3 postgresql 15:00
GMT+3 postgresql 15:00
Etc/GMT+3 postgresql 15:00
+03:00 postgresql 15:00
END
diff recorded seen
