#!/bin/sh
# Packages: tzdata 2026.6, pytz 2026.6, python-dateutil 4.0.0, pendulum 3.3.0 (PyPI); luxon 3.7.2, moment-timezone 0.6.6 (npm).
# Behaviour: libraries disagree whether Dublin is in daylight saving time in July. Python's `dst()` is zero in July and MINUS one
# hour in January (zoneinfo, pytz, dateutil); pendulum's flag is true in January; the JavaScript libraries say July.
# Guess: July everywhere, `dst()` one hour then and zero in winter. Irish clocks move on the days of London's and by the same
# hour, and a negative saving looks like a bug.
# Seen: as below. Irish law calls summer the standard time, tz data says so, and JavaScript has only offsets to go by.
# Matters: a label "summer time" by `dst() > 0`, or `bool(dst())`, is wrong for a whole country (and was for Morocco while it kept
# Ramadan time). An offset has no such trouble.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check tzdata==2026.6 pytz==2026.6 python-dateutil==4.0.0 pendulum==3.3.0
echo '{}' >package.json
npm install --silent --no-audit --no-fund luxon@3.7.2 moment-timezone@0.6.6 >/dev/null

cat >probe.py <<'END'
import pathlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo
import dateutil.tz, pendulum, pytz, tzdata

name = "Europe/Dublin"
path = pathlib.Path(tzdata.__file__).parent / "zoneinfo" / name
for month in (1, 7):
    noon = datetime(2026, month, 10, 12)
    values = {
        "zoneinfo": noon.replace(tzinfo=ZoneInfo(name)).dst(),
        "pytz": pytz.timezone(name).localize(noon).dst(),
        "dateutil": noon.replace(tzinfo=dateutil.tz.tzfile(str(path))).dst(),
    }
    hours = [f"{library} {value / timedelta(hours=1):+g} h" for library, value in values.items()]
    print(f"{noon:%B}", *hours, "pendulum", pendulum.instance(noon, name).is_dst(), sep=", ")
END
cat >probe.cjs <<'END'
const { DateTime } = require('luxon');
const moment = require('moment-timezone');
for (const day of ['2026-01-10', '2026-07-10'])
  console.log(day, 'luxon', DateTime.fromISO(day, { zone: 'Europe/Dublin' }).isInDST,
    'moment-timezone', moment.tz(day, 'Europe/Dublin').isDST());
END
{ PYTHONTZPATH='' venv/bin/python probe.py; TZ=UTC node probe.cjs; } | tee seen

cat >recorded <<'END'
January, zoneinfo -1 h, pytz -1 h, dateutil -1 h, pendulum, True
July, zoneinfo +0 h, pytz +0 h, dateutil +0 h, pendulum, False
2026-01-10 luxon false moment-timezone false
2026-07-10 luxon true moment-timezone true
END
diff recorded seen
