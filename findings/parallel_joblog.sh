#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The joblog of GNU parallel has no line of a try that failed and was made again (parallel
# 20221122+ds-2).
#
# The guess: with --retries each try is a line of --joblog, so that the log says which
# host lost a job. But a job has one line, of its last try: host, start, time and exit value
# of the tries before are nowhere. A lab whose host fails each of its first tries reads a
# log in which that host does not occur.
#
# The script unpacks the package in a temporary folder. Two hosts are made of a script in
# place of ssh: the first one ends each job with 255, as ssh does for a host that it cannot
# reach. Output seen on 2026-11-29:
#
#	20221122+ds-2: 4 jobs, 7 tries, 3 of them failed on one; joblog: 4 lines, 0 of one,
#	exit values 0
#
# Exit status: 0 the behaviour is still the same, 1 it has changed, 2 the script could
# not try it.
set -eu

version=20221122+ds-2
tmp=$(mktemp -d "${TMPDIR:-/tmp}/parallel-joblog.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$tmp"

untried() {
	echo "could not be tried: $*" >&2
	exit 2
}
apt-get -qq -o APT::Sandbox::User=root download "parallel=$version" >log 2>&1 ||
	untried "$(tail -n 1 log)"
dpkg-deb -x parallel_*.deb . || untried 'the package cannot be unpacked'

# Called as: ssh HOST -- COMMAND...
cat >ssh <<'END'
#!/bin/sh
host=$1
shift 2
echo "$host" >>"$TRIES"
[ "$host" = two ] || exit 255
exec sh -c "$*"
END
chmod +x ssh
export TRIES="$tmp/tries" HOME="$tmp" PATH="$tmp/usr/bin:$PATH"
unset PARALLEL
seq 4 | parallel --will-cite --jobs 1 --retries 3 --joblog joblog --ssh "$tmp/ssh" \
	--sshlogin 1/one,1/two true >said 2>&1 || untried "$(tail -n 1 said)"

tries=$(grep -c . tries) failed=$(grep -cx one tries || :)
lines=$(tail -n +2 joblog | grep -c .) of_one=$(cut -f 2 joblog | grep -cx one || :)
values=$(tail -n +2 joblog | cut -f 7 | sort -u | paste -sd ' ')
echo "$version: 4 jobs, $tries tries, $failed of them failed on one; joblog: $lines lines," \
	"$of_one of one, exit values $values"
[ "$failed" -gt 0 ] && [ "$lines" = 4 ] && [ "$of_one" = 0 ] && [ "$values" = 0 ]
