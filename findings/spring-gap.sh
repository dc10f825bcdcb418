#!/bin/sh
# Packages: cron-parser 5.10.6, croner 11.0.1, cron 4.4.0 (npm); croniter 7.0.0, cronsim 2.8, APScheduler 3.11.3 (PyPI);
# systemd 252.39-1~deb12u2 (Debian 12).
# Behaviour: `30 2 * * *` in the night without a 02:30 fires at 03:30 (cron-parser), at 03:00 (croner, cron, croniter, cronsim),
# at a 02:30 that does not exist (APScheduler), or not on that day at all (systemd). In the night with two 02:30s it fires once or
# twice.
# Guess: 03:30, the same elapsed time since midnight, as Temporal, java.time and Luxon resolve such a time; and once in autumn.
# Seen: as below. croniter and APScheduler fire twice in autumn, the five others once.
# Matters: "missed" is a word that depends on the engine: of seven, one is right to have no run on that day and two to have two
# runs half a year later. A console has to use the rule of the appliance's engine and nothing of its own language.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
echo '{}' >package.json
npm install --silent --no-audit --no-fund cron-parser@5.10.6 croner@11.0.1 cron@4.4.0 luxon@3.7.2 >/dev/null
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check croniter==7.0.0 cronsim==2.8 apscheduler==3.11.3 tzdata==2026.6
apt-get download -qq systemd=252.39-1~deb12u2 libsystemd-shared=252.39-1~deb12u2 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done

cat >probe.cjs <<'END'
const { CronExpressionParser } = require('cron-parser');
const { Cron } = require('croner');
const { CronTime } = require('cron');
const { DateTime } = require('luxon');
const zone = 'Europe/Berlin';
const show = (name, dates) =>
  console.log(name, dates.map((date) => DateTime.fromJSDate(date, { zone }).toFormat('MM-dd HH:mm ZZ')).join(', '));
for (const start of ['2026-03-28T12:00:00Z', '2026-10-24T12:00:00Z']) {
  const parsed = CronExpressionParser.parse('30 2 * * *', { tz: zone, currentDate: start });
  show('cron-parser', [1, 2].map(() => parsed.next().toDate()));
  show('croner', new Cron('30 2 * * *', { timezone: zone }).nextRuns(2, new Date(start)));
  const first = new CronTime('30 2 * * *', zone).getNextDateFrom(new Date(start), zone);
  show('cron', [first.toJSDate(), new CronTime('30 2 * * *', zone).getNextDateFrom(first.toJSDate(), zone).toJSDate()]);
}
END
cat >probe.py <<'END'
from datetime import datetime
from zoneinfo import ZoneInfo
from apscheduler.triggers.cron import CronTrigger
from croniter import croniter
from cronsim import CronSim

zone, line = ZoneInfo("Europe/Berlin"), "30 2 * * *"

def show(name, dates):
    print(name, ", ".join(f"{date:%m-%d %H:%M} {date.isoformat()[-6:]}" for date in dates))

for start in (datetime(2026, 3, 28, 13, tzinfo=zone), datetime(2026, 10, 24, 14, tzinfo=zone)):
    due, simulated = croniter(line, start), CronSim(line, start)
    show("croniter", [due.get_next(datetime) for _ in range(2)])
    show("cronsim", [next(simulated) for _ in range(2)])
    trigger = CronTrigger.from_crontab(line, timezone=zone)
    first = trigger.get_next_fire_time(None, start)
    show("APScheduler", [first, trigger.get_next_fire_time(first, first)])
END
{
  TZ=UTC node probe.cjs
  PYTHONTZPATH='' venv/bin/python probe.py
  for start in '2026-03-28 13:00' '2026-10-24 14:00'; do
    TZ=Europe/Berlin LD_LIBRARY_PATH="root/usr/lib/x86_64-linux-gnu/systemd" LC_ALL=C root/usr/bin/systemd-analyze calendar \
      --iterations=2 --base-time="$start" '*-*-* 02:30:00' | sed -n 's/.*\(Next elapse\|Iter. #2\): /systemd /p'
  done
} | tee seen

cat >recorded <<'END'
cron-parser 03-29 03:30 +02:00, 03-30 02:30 +02:00
croner 03-29 03:00 +02:00, 03-30 02:30 +02:00
cron 03-29 03:00 +02:00, 03-30 02:30 +02:00
cron-parser 10-25 02:30 +02:00, 10-26 02:30 +01:00
croner 10-25 02:30 +02:00, 10-26 02:30 +01:00
cron 10-25 02:30 +02:00, 10-26 02:30 +01:00
croniter 03-29 03:00 +02:00, 03-30 02:30 +02:00
cronsim 03-29 03:00 +02:00, 03-30 02:30 +02:00
APScheduler 03-29 02:30 +01:00, 03-30 02:30 +02:00
croniter 10-25 02:30 +02:00, 10-25 02:30 +01:00
cronsim 10-25 02:30 +02:00, 10-26 02:30 +01:00
APScheduler 10-25 02:30 +02:00, 10-25 02:30 +01:00
systemd Mon 2026-03-30 02:30:00 CEST
systemd Tue 2026-03-31 02:30:00 CEST
systemd Sun 2026-10-25 02:30:00 CEST
systemd Mon 2026-10-26 02:30:00 CET
END
diff recorded seen
