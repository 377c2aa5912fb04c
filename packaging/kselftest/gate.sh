#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The gate of this host's KVM, for run_kselftest.sh: one nested document of KTAP, among
# what is said to people. DIRTY_GATE is the command; without it that of `make
# kselftest-install`, or the one that is installed.
here=$(dirname "$(readlink -f "$0")")
command=$here/gate/bin/kvm-dirty-tests
[ -x "$command" ] || command=kvm-dirty-tests
status=0
"${DIRTY_GATE:-$command}" --platform host --ktap - "$@" || status=$?
# Something could not run; but kselftest takes 2 for a failure that is expected.
[ "$status" != 2 ] || status=1
exit "$status"
