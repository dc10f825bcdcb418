#!/bin/sh
# Packages: cron-parser 5.10.6, cronstrue 3.39.0 (npm); cronsim 2.8, croniter 7.0.0, cron-descriptor 2.2.1, pycron 3.3.0 (PyPI).
# Behaviour: `0 0 1/1 * MON` fires every day in cron-parser, croniter and cronsim, and only on Mondays in pycron; cronstrue and
# cron-descriptor say "only on Monday". cronsim's own `explain()` says Monday of a line that its own iterator fires every day.
# Guess: the words and the firings agree, at the least within one package. `1/1` is every day of the month, the same set as `*`,
# and writing it otherwise changes nothing.
# Seen: as below. The engines join the two day fields by "or" unless one BEGINS with an asterisk; the describers drop a field
# that means every day before they look at the rule.
# Matters: builders of Quartz expressions write `1/1` for "every day", and the reader of the words expects one run a week. A
# description has to be made from the set that the engine fires, not from the text.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check cronsim==2.8 croniter==7.0.0 cron-descriptor==2.2.1 pycron==3.3.0
echo '{}' >package.json
npm install --silent --no-audit --no-fund cron-parser@5.10.6 cronstrue@3.39.0 >/dev/null

cat >probe.cjs <<'END'
const { CronExpressionParser } = require('cron-parser');
const line = '0 0 1/1 * MON';
const dates = CronExpressionParser.parse(line, { tz: 'UTC', currentDate: '2026-11-30T00:00:30Z' });
console.log('cron-parser fires', [1, 2, 3].map(() => dates.next().toISOString().slice(5, 10)).join(' '));
console.log('cronstrue says', require('cronstrue').toString(line));
END
cat >probe.py <<'END'
from datetime import datetime, timedelta
from cron_descriptor import get_description
from croniter import croniter
from cronsim import CronSim
import pycron

line, start = "0 0 1/1 * MON", datetime(2026, 11, 30, 0, 0, 30)
show = lambda days: " ".join(f"{day:%m-%d}" for day in days)
by_croniter, by_cronsim = croniter(line, start), CronSim(line, start)
print("croniter fires", show(by_croniter.get_next(datetime) for _ in range(3)))
print("cronsim fires", show(next(by_cronsim) for _ in range(3)))
days = [datetime(2026, 12, 1) + timedelta(days=day) for day in range(22)]
print("pycron fires", show(day for day in days if pycron.is_now(line, day)))
print("cronsim says", CronSim(line, start).explain())
print("cron-descriptor says", get_description(line))
END
{ TZ=UTC node probe.cjs; venv/bin/python probe.py; } | tee seen

cat >recorded <<'END'
cron-parser fires 12-01 12-02 12-03
cronstrue says At 12:00 AM, only on Monday
croniter fires 12-01 12-02 12-03
cronsim fires 12-01 12-02 12-03
pycron fires 12-07 12-14 12-21
cronsim says At 00:00 on Monday
cron-descriptor says At 12:00 AM, only on Monday
END
diff recorded seen
