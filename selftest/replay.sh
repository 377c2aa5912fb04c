#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A failure prints a command that fails again the same way. One fault of each
# collector's kind is injected into a test of the gate; the report must name a
# page and the store to it, and what its replay command prints must be the same
# report. TAP on standard output.
#
# replay.sh BUILD
set -eu
tests=${1:-build/x86}/tests
# shellcheck source=selftest/tap.sh
. "${0%/*}/tap.sh"
suite=replay

# The verdict and its evidence, without what differs from run to run: how many
# parts of a sequence were tried, and how long it took.
report() {
	sed -n '1,/^1\.\./d;p' | grep -Ev '^# (sequence|duration:) '
}

# replay FAULT TEST CASE COLLECTOR WORDS
replay() {
	first=$("$tests/$2" -c "$3" -C "$4" -s 7 -F "$1" | report) || :
	command=$(echo "$first" | sed -n 's/^# replay: //p')
	second=$(sh -c "$command" | report) || :
	case $first in
	*"$5"*"store "*) ;;
	*) command= ;;
	esac
	status=1
	if [ "$command" ] && [ "$first" = "$second" ]; then
		status=0
	fi
	result "$status" "$2-$1" "first: $first
again: $second"
}

echo 'KTAP version 1'
unset KVM_DIRTY_REPLAY
replay lose-bit stride permuted-half bitmap 'missed 1 page'
replay extra-bit stride word-edges clear 'spurious 1 page'
replay no-reprotect rewrite halves bitmap 'missed 1 page'
replay shift-clear stride every-63 clear-chunks 'spurious'
replay ring-drop stride permuted-half ring 'missed 1 page'
replay ring-misnumber rewrite halves ring 'missed 1 page'
replay no-reprotect model mix bitmap 'missed 1 page'
replay ring-dup model mix ring 'ring names page'
finish
