#!/bin/sh
# Package: luxon 3.7.2 (npm).
# Behaviour: a local time that a zone has twice (the hour after summer time ends) becomes the first or the second of its two
# instants by the season in which the program runs: the text, the zone and the version are the same.
# Guess: the earlier instant, always. A parser with a fixed zone and a full date has no reason to read the clock, and Temporal,
# java.time and zoneinfo all take the earlier one unless they are told otherwise.
# Seen: read in July the text is 00:30Z, read in December it is 01:30Z, an hour later. `set` does not depend on the clock: there
# the offset of the value that is changed decides.
# Matters: a console that keeps a schedule's start as local text shows another instant after the clocks change, and a test of it
# that passes in summer fails in winter. Instants need their offset.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
echo '{}' >package.json
npm install --silent --no-audit --no-fund luxon@3.7.2 >/dev/null

cat >probe.cjs <<'END'
const { DateTime, Settings } = require('luxon');
const zone = 'Europe/Berlin';
for (const now of ['2026-07-01T00:00Z', '2026-12-01T00:00Z']) {
  Settings.now = () => Date.parse(now);
  const text = DateTime.fromISO('2026-10-25T02:30', { zone });
  const fields = DateTime.fromObject({ year: 2026, month: 10, day: 25, hour: 2, minute: 30 }, { zone });
  console.log('clock at', now, 'text', text.toUTC().toISOTime(), 'fields', fields.toUTC().toISOTime());
}
for (const start of ['2026-10-25T00:00', '2026-10-25T12:00']) {
  const changed = DateTime.fromISO(start, { zone }).set({ hour: 2, minute: 30 });
  console.log('set from', start, changed.toUTC().toISOTime());
}
END
TZ=UTC node probe.cjs | tee seen

cat >recorded <<'END'
clock at 2026-07-01T00:00Z text 00:30:00.000Z fields 00:30:00.000Z
clock at 2026-12-01T00:00Z text 01:30:00.000Z fields 01:30:00.000Z
set from 2026-10-25T00:00 00:30:00.000Z
set from 2026-10-25T12:00 01:30:00.000Z
END
diff recorded seen
