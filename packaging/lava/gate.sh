#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# gate.sh ARGUMENT...: run the gate that is installed on a device of LAVA, and tell LAVA each
# case, and as case "verdict" what the exit status says of the whole. For gate.yaml beside it.
set -u
out=$(mktemp -d)
status=0
kvm-dirty-tests "$@" --out "$out" || status=$?
case $status in
0) verdict=pass ;;
1) verdict=fail ;;
# Something could not run.
*) verdict=unknown ;;
esac
# What LAVA could not be told of is no pass; a failure stays one.
perl "${0%/*}/results.pl" "$out/results.json" || [ "$verdict" = fail ] || verdict=unknown
lava-test-case verdict --result "$verdict"
