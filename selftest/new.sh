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
trap 'rm -f "tests/$name.c" "$build/tests/$name" "$build/host/tests-$name.c."[do] "$log" "$log.c"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
log=$(mktemp "${TMPDIR:-/tmp}/kvm-dirty-new.XXXXXX")
# shellcheck source=selftest/tap.sh
. selftest/tap.sh
suite=new

# does NAME COMMAND...: it must succeed.
does() {
	what=$1
	shift
	bad=0
	"$@" >"$log" 2>&1 || bad=1
	result "$bad" "$what" "$(cat "$log")"
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

# mistaken SCRIPT WORDS: edited by sed with SCRIPT, the test must refuse to list its
# cases, and say WORDS.
mistaken() {
	cp "tests/$name.c" "$log.c"
	sed "$1" "$log.c" >"tests/$name.c"
	make -s "$build/tests/$name" || return
	status=0
	said=$("$build/tests/$name" -l 2>&1) || status=$?
	cp "$log.c" "tests/$name.c"
	echo "exit status $status, $said"
	case $status-$said in 2-*"$2"*) ;; *) return 1 ;; esac
}

echo 'KTAP version 1'
does writes make -s new "TEST=$name"
does builds make -s "$build/tests/$name"
does lists lists
does twice-is-refused refuses "$name"
does odd-name-is-refused refuses '../x'
does two-of-one-name-are-refused mistaken 's/"halves", /"word-edge", /' \
	'has the name of another'
does blank-in-a-name-is-refused mistaken 's/"halves", /"ha lves", /' 'one with a blank'
does row-that-does-nothing-is-refused mistaken \
	'/"word-edge"/,/} } } },/c { .name = "word-edge" },' 'neither stores nor a body'
make -s "$build/tests/$name" >"$log"
if "$build/probe" >/dev/null 2>&1; then
	does passes "$build/tests/$name"
	does can-fail fails
fi
finish
