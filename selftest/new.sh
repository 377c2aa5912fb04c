#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# new.sh BUILD: `make new` writes a test that builds without a warning and lists its
# cases; where there is a KVM, the test passes, and it fails with a fault injected. TAP
# on standard output.
#
# What "$@" calls looks unreachable to shellcheck.
# shellcheck disable=SC2317
set -eu
cd "$(dirname "$0")/.."
build=$1

name=new_$$
trap 'rm -f "tests/$name.c" "$build/tests/$name" "$build/host/tests-$name.c."[do] "$log"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
log=$(mktemp "${TMPDIR:-/tmp}/kvm-dirty-new.XXXXXX")
nr=0
failed=0

# result NAME COMMAND...: it must succeed.
result() {
	nr=$((nr + 1))
	what=$1
	shift
	if "$@" >"$log" 2>&1; then
		echo "ok $nr new/$what"
		return
	fi
	failed=1
	echo "not ok $nr new/$what"
	sed 's/^/# /' "$log"
}

lists() {
	"$build/tests/$name" -l | grep -qx "$name/word-edge@bitmap"
}

fails() {
	status=0
	"$build/tests/$name" -C bitmap -F lose-bit || status=$?
	[ "$status" = 1 ]
}

refuses() {
	! make -s new "TEST=$1"
}

echo 'KTAP version 1'
result writes make -s new "TEST=$name"
result builds make -s "$build/tests/$name"
result lists lists
result twice-is-refused refuses "$name"
result odd-name-is-refused refuses '../x'
if "$build/probe" >/dev/null 2>&1; then
	result passes "$build/tests/$name"
	result can-fail fails
fi
echo "1..$nr"
exit "$failed"
