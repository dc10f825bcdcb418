#!/bin/sh
# Package: pycron 3.3.0 (PyPI).
# Behaviour: Sunday written as 7 is accepted and never comes: `0 0 * * 7` does not fire in ten years, and `5-7` and `1,7` fire
# without their Sundays. `0` and `SUN` work.
# Guess: 7 is Sunday, as in cron(5), or it is refused with an error.
# Seen: no error, no firing.
# Matters: a line that a console accepts and explains as Sunday is dead where a small Python daemon runs it; only a list of runs
# shows that. A console has to name the engine of its dialect.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pycron==3.3.0

cat >probe.py <<'END'
from datetime import datetime, timedelta
import pycron

days = [datetime(2026, 1, 1) + timedelta(days=day) for day in range(3652)]
for line in ("0 0 * * 7", "0 0 * * 0", "0 0 * * SUN", "0 0 * * 5-7", "0 0 * * 1,7"):
    firings = [day for day in days if pycron.is_now(line, day)]
    print(line, "firings", len(firings), "weekdays", sorted({f"{day:%a}" for day in firings}))
END
venv/bin/python probe.py | tee seen

cat >recorded <<'END'
0 0 * * 7 firings 0 weekdays []
0 0 * * 0 firings 522 weekdays ['Sun']
0 0 * * SUN firings 522 weekdays ['Sun']
0 0 * * 5-7 firings 1044 weekdays ['Fri', 'Sat']
0 0 * * 1,7 firings 522 weekdays ['Mon']
END
diff recorded seen
