# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Prints TAP, for the tests that are written in sh; to be sourced. $suite stands before
# each name. The caller ends with finish.
suite=''
nr=0
failed=0

result() { # STATUS NAME [DIAGNOSTICS]
	nr=$((nr + 1))
	if [ "$1" = 0 ]; then
		echo "ok $nr $suite/$2"
		return
	fi
	failed=1
	[ -z "${3-}" ] || echo "$3" | sed 's/^/# /'
	echo "not ok $nr $suite/$2"
}

skip() { # NAME WHY
	nr=$((nr + 1))
	echo "ok $nr $suite/$1 # SKIP $2"
}

# nothing NAME OFFENCES: it is well if there are no offences.
nothing() {
	if [ -z "$2" ]; then
		result 0 "$1"
	else
		result 1 "$1" "$2"
	fi
}

# Print the plan, and end with status 1 if a test failed.
finish() {
	echo "1..$nr"
	exit "$failed"
}
