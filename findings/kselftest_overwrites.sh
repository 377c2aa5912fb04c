#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# run_kselftest.sh > FILE loses results (Linux 6.12.117, linux-source-6.12
# 6.12.117-1~deb12u1; 7.3-rc7 does the same).
#
# The guess: it prints to a file what it prints to a terminal or a pipe. But
# kselftest/runner.sh appends what a test prints to $logfile, which is /dev/stdout: a
# file is opened anew there, with a position of its own at the end. The script's own
# lines go to the old position, which lies before that, and overwrite what the test has
# printed. A test with a long report loses its first lines, and a parser finds no version
# line in what is left. "run_kselftest.sh >> FILE" and "| cat > FILE" are right.
#
# The script unpacks the package in a temporary folder, and runs a test that prints 20
# numbered lines. Output seen on 2026-11-29:
#
#	6.12.117-1~deb12u1: of a test's 20 lines a pipe gets 20, a file 18, a file that
#	is appended to 20
#
# Exit status: 0 the behaviour is still the same, 1 it has changed, 2 the script could
# not try it.
set -eu

version=6.12.117-1~deb12u1
tmp=$(mktemp -d "${TMPDIR:-/tmp}/kselftest-overwrites.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$tmp"

untried() {
	echo "could not be tried: $*" >&2
	exit 2
}
apt-get -qq -o APT::Sandbox::User=root download "linux-source-6.12=$version" >log 2>&1 ||
	untried "$(tail -n 1 log)"
dpkg-deb --fsys-tarfile linux-source-6.12_*.deb |
	tar -xOf - ./usr/src/linux-source-6.12.tar.xz | tar --strip-components=4 --wildcards \
	-xJf - '*/selftests/run_kselftest.sh' '*/selftests/kselftest/*' ||
	untried 'the package cannot be unpacked'

mkdir numbers
echo numbers:print >kselftest-list.txt
printf '#!/bin/sh\nseq -f "line %%02g of twenty" 20\n' >numbers/print
chmod +x numbers/print

# How many of them are whole.
whole() {
	grep -c '^# line [0-9][0-9] of twenty$' "$1" || :
}
./run_kselftest.sh 2>/dev/null | cat >pipe
./run_kselftest.sh >file 2>/dev/null
: >appended
./run_kselftest.sh >>appended 2>/dev/null
said="$(whole pipe), a file $(whole file), a file that is appended to $(whole appended)"
echo "$version: of a test's 20 lines a pipe gets $said"
case $said in
20,*20) [ "$(whole file)" -lt 20 ] ;;
*) exit 1 ;;
esac
