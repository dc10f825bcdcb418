#!/bin/sh
# Package: tzdata 2026.6 (PyPI), read by zoneinfo of Python 3.9 or later.
# Behaviour: an aware datetime in the hour that a zone has twice is not equal to its own conversion to UTC, neither its first nor
# its second reading; yet these two, an hour apart, are equal to one another, and a dictionary takes one for the other.
# Guess: equality of aware datetimes is equality of instants: true for a value and its conversion, false for two values an hour
# apart. `<` and subtraction between zones work that way.
# Seen: false, false, and true; the difference to UTC is zero all the same. PEP 495 wants it so, to keep hashes as they were.
# Matters: a firing from a cron engine (in the schedule's zone) looked up among runs (in UTC) is reported as missed once a year.
# Instants must be converted to UTC before they are compared.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check tzdata==2026.6

cat >probe.py <<'END'
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

zone = ZoneInfo("Europe/Berlin")
first = datetime(2026, 10, 25, 2, 30, tzinfo=zone)
second = first.replace(fold=1)
for name, value in (("first", first), ("second", second)):
    same = value.astimezone(timezone.utc)
    print(name, f"{same:%H:%MZ}", "equals itself in UTC:", value == same, "difference:", value - same)
print("first equals second:", first == second)
print("runs by firing:", {first: "run at 00:30Z"}.get(second))
noon = first.replace(hour=12)
print("noon equals itself in UTC:", noon == noon.astimezone(timezone.utc))
END
PYTHONTZPATH='' venv/bin/python probe.py | tee seen

cat >recorded <<'END'
first 00:30Z equals itself in UTC: False difference: 0:00:00
second 01:30Z equals itself in UTC: False difference: 0:00:00
first equals second: True
runs by firing: run at 00:30Z
noon equals itself in UTC: True
END
diff recorded seen
