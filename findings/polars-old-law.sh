#!/bin/sh
# Packages: pandas 3.1.1, tzdata 2026.6, duckdb 2.0.1, polars 2.1.0 (PyPI).
# Behaviour: of three libraries for tables, all newest, polars still has the laws of 2025. Five zones changed in 2026.
# Guess: one answer. A release of 2026 is built with a zone table of 2026, or reads the machine's, or the pinned tzdata beside it.
# Seen: polars is an hour off in all five, whatever tzdata is installed: its table is compiled in (by the crate chrono-tz,
# whose newest release, 0.10.4, carries 2025b). No package beside it renews that, and no warning is given.
# Matters: a run that the console and pandas show at 05:00 in Vancouver stands at 04:00 in a report made by polars from the same
# export. Instants in UTC, shown in UTC, are safe.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pandas==3.1.1 tzdata==2026.6 duckdb==2.0.1 polars==2.1.0 pytz==2026.6

cat >probe.py <<'END'
from datetime import datetime, timezone
import duckdb, pandas, polars

instant = datetime(2026, 12, 1, 12, tzinfo=timezone.utc)
for zone in ("America/Vancouver", "America/Edmonton", "America/Winnipeg", "America/Havana", "Africa/Casablanca"):
    by_pandas = pandas.Timestamp(instant).tz_convert(zone).strftime("%H:%M")
    by_polars = polars.Series([instant]).dt.convert_time_zone(zone).dt.to_string("%H:%M")[0]
    query = f"select strftime(timestamptz '2026-12-01 12:00:00+00' at time zone '{zone}', '%H:%M')"
    print(zone, "pandas", by_pandas, "duckdb", duckdb.sql(query).fetchall()[0][0], "polars", by_polars)
END
PYTHONTZPATH='' venv/bin/python probe.py | tee seen

cat >recorded <<'END'
America/Vancouver pandas 05:00 duckdb 05:00 polars 04:00
America/Edmonton pandas 06:00 duckdb 06:00 polars 05:00
America/Winnipeg pandas 07:00 duckdb 07:00 polars 06:00
America/Havana pandas 08:00 duckdb 08:00 polars 07:00
Africa/Casablanca pandas 12:00 duckdb 12:00 polars 13:00
END
diff recorded seen
