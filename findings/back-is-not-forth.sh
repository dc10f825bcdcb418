#!/bin/sh
# Package: cron-parser 5.10.6 (npm).
# Behaviour: on the day with two 02:30s, `30 2 * * *` fires once when the firings are walked forwards and twice when the same
# iterator walks back over them.
# Guess: `prev()` is the inverse of `next()`: one set of firings, two directions.
# Seen: forwards 00:30Z only; back 01:30Z and 00:30Z.
# Matters: "next run" is computed forwards and "last due, was it missed" backwards. The second then looks for a run at 01:30Z that
# no scheduler of the same package starts. Both must come from one walk.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
echo '{}' >package.json
npm install --silent --no-audit --no-fund cron-parser@5.10.6 >/dev/null

cat >probe.cjs <<'END'
const { CronExpressionParser } = require('cron-parser');
const at = (currentDate) => CronExpressionParser.parse('30 2 * * *', { tz: 'Europe/Berlin', currentDate });
const forth = at('2026-10-24T12:00:00Z');
console.log('forwards', [1, 2].map(() => forth.next().toISOString()).join(' '));
const back = at('2026-10-26T12:00:00Z');
console.log('back', [1, 2, 3].map(() => back.prev().toISOString()).join(' '));
END
TZ=UTC node probe.cjs | tee seen

cat >recorded <<'END'
forwards 2026-10-25T00:30:00.000Z 2026-10-26T01:30:00.000Z
back 2026-10-26T01:30:00.000Z 2026-10-25T01:30:00.000Z 2026-10-25T00:30:00.000Z
END
diff recorded seen
