#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The gate of this host's KVM, for run_kselftest.sh: one nested document of KTAP, among
# what is said to people. DIRTY_GATE is the command, if it is not installed.
status=0
"${DIRTY_GATE:-kvm-dirty-tests}" --platform host --ktap - "$@" || status=$?
# Something could not run; but kselftest takes 2 for a failure that is expected.
[ "$status" != 2 ] || status=1
exit "$status"
