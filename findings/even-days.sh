#!/bin/sh
# Packages: libschedule-cron-events-perl 1.96-2, libset-crontab-perl 1.03-1.1 (Debian 12); croniter 7.0.0 (PyPI).
# Behaviour: `*/2` for the day of the month means the even days in Perl's Schedule::Cron::Events, and the odd days elsewhere; with
# `*/3` for the month Perl has March, June, September, December, others January, April, July, October.
# Guess: 1, 3, 5 …, from the lowest value of the field, as cron(5) has it: `*/2` is `1-31/2`.
# Seen: as below. Set::Crontab keeps the numbers that the step divides, so fields that begin at 0 hide the difference. Written out
# as `1-31/2` the days are odd in Perl too.
# Matters: a quarterly rotation moves by two months, and no field that people test first (minutes, hours) shows it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
apt-get download -qq libschedule-cron-events-perl=1.96-2 libset-crontab-perl=1.03-1.1 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check croniter==7.0.0

cat >probe.pl <<'END'
use Schedule::Cron::Events;
for my $line ('0 0 */2 * *', '0 0 1-31/2 * *', '0 0 1 */3 *', '*/20 * * * *') {
  my $events = Schedule::Cron::Events->new($line, Date => [30, 0, 0, 30, 10, 126]);
  my @due = map { [$events->nextEvent] } 1 .. 4;
  print "perl $line:", (map { sprintf ' %02d-%02dT%02d:%02d', $$_[4] + 1, @$_[3, 2, 1] } @due), "\n";
}
END
cat >probe.py <<'END'
from datetime import datetime
from croniter import croniter
for line in ("0 0 */2 * *", "0 0 1-31/2 * *", "0 0 1 */3 *", "*/20 * * * *"):
    due = croniter(line, datetime(2026, 11, 30, 0, 0, 30))
    print(f"croniter {line}:", " ".join(f"{due.get_next(datetime):%m-%dT%H:%M}" for _ in range(4)))
END
{ TZ=UTC perl -Iroot/usr/share/perl5 probe.pl; venv/bin/python probe.py; } | tee seen

cat >recorded <<'END'
perl 0 0 */2 * *: 12-02T00:00 12-04T00:00 12-06T00:00 12-08T00:00
perl 0 0 1-31/2 * *: 12-01T00:00 12-03T00:00 12-05T00:00 12-07T00:00
perl 0 0 1 */3 *: 12-01T00:00 03-01T00:00 06-01T00:00 09-01T00:00
perl */20 * * * *: 11-30T00:20 11-30T00:40 11-30T01:00 11-30T01:20
croniter 0 0 */2 * *: 12-01T00:00 12-03T00:00 12-05T00:00 12-07T00:00
croniter 0 0 1-31/2 * *: 12-01T00:00 12-03T00:00 12-05T00:00 12-07T00:00
croniter 0 0 1 */3 *: 01-01T00:00 04-01T00:00 07-01T00:00 10-01T00:00
croniter */20 * * * *: 11-30T00:20 11-30T00:40 11-30T01:00 11-30T01:20
END
diff recorded seen
