#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Are the patches of mutants/costs judged at all? Two whose headers lie: KVM as fast as ever
# that is said to be slow, and the other way round. mutants/costs.pl must say so. TAP on
# standard output. It builds KVM three times and takes three minutes.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=selftest/tap.sh
. selftest/tap.sh
suite=costs-drill
dir=$(mktemp -d "${TMPDIR:-/tmp}/kvm-dirty-costs.XXXXXX")
trap 'rm -rf "$dir"' EXIT

# lie PATCH ROWS: $dir/PATCH.sed, whose header names other rows.
lie() {
	sed "s/^# dearer: .*/# dearer: $(echo "$2" | sed 's!/!\\/!g')/" "mutants/costs/$1.sed" >"$dir/$1.sed"
}

lie control-asks-first clear/pages@clear
lie get-waits -
status=0
said=$(perl mutants/costs.pl "$dir/out" "$dir/control-asks-first.sed" \
	"$dir/get-waits.sed" 2>&1) || status=$?

# says NAME PATTERN
says() {
	echo "$said" | grep -Eq "$2"
	result $? "$1" "$said"
}

echo 'KTAP version 1'
set +e
[ "$status" = 1 ]
result $? status "exit status $status, not 1"
says not-slow '^control-asks-first +MISSED *$'
says not-cheap '^get-waits +FALSE +(get|by_vcpus)/[^ ]+ at '
says count '^0 of 2 came out as their headers say$'
finish
